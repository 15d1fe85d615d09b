/** Before anything is measured: do all contestants read the same values? */

/**
 * @param files of the case
 * @param reader the contestant that reads built messages back
 * @returns one sentence for each value that differs
 */
export async function disagreements(testCase, files, contestants, reader) {
  const problems = [];
  let first = testCase.expected && { name: "the maker of the files", rows: [testCase.expected] };
  for (const contestant of contestants) {
    let rows = await contestant.rows(testCase);
    let fields = Object.keys(testCase.fields);
    const problem = (sentence) => problems.push(`${testCase.id}: ${contestant.name} ${sentence}`);
    if (rows.length !== (testCase.entries ?? 1)) {
      problem(`reads ${rows.length} rows`);
    }
    if (testCase.readBack) {
      fields = Object.keys(testCase.readBack.fields);
      rows = await readBack(testCase.readBack, files, rows, reader);
    }
    first ??= { name: contestant.name, rows };
    rows.forEach((row, index) =>
      fields.forEach((field, column) => {
        const value = row[column] ?? null;
        const expected = first.rows[index]?.[column] ?? null;
        if (value === null) {
          if (!contestant.about.without[testCase.operation]) {
            problem(`does not read ${field} of row ${index}`);
          }
        } else if (value !== expected) {
          problem(`reads ${field} of row ${index} as ${value}, ${first.name} as ${expected}`);
        }
      }),
    );
  }
  return problems;
}

async function readBack(readCase, files, [[hex]], reader) {
  const id = "read-back";
  await reader.prepare({ ...readCase, id }, { ...files, der: Buffer.from(hex, "hex") });
  return reader.rows({ id });
}
