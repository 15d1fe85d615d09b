/** The results as text. */

const number = (value) => value.toLocaleString("en", { maximumSignificantDigits: 3 });

/** Columns as wide as their widest cell, the first flush left. */
export function textTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const align = (cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]));
  return rows.map((row) => row.map(align).join("  ").trimEnd());
}

/**
 * @param races of the cases; each with testCase and results
 * @param contestants the first is ours
 */
export function rates(races, contestants) {
  const [ours] = contestants;
  const notes = [];
  const rows = [["", ...contestants.map(({ name }) => name)]];
  for (const {
    testCase: { id, operation, entries },
    results,
  } of races) {
    const row = (label, cell) =>
      rows.push([label, ...contestants.map(({ name }) => (name in results ? cell(results[name], name) : "-"))]);
    const marks = {};
    for (const { name, about } of contestants) {
      const note = about.without[operation];
      if (!note) {
        continue;
      }
      if (name in results) {
        marks[name] = "*";
      }
      notes.push(`${marks[name] ?? "-"} ${name}, ${id}: ${note}`);
    }
    row(id, (rate, name) => number(rate) + (marks[name] ?? ""));
    if (entries) {
      row("  ns per entry", (rate) => number(1e9 / (rate * entries)));
    }
    if (ours.name in results) {
      row("  ratio", (rate, name) => (name === ours.name ? "" : `${number(results[ours.name] / rate)} x`));
    }
  }
  return [
    "Runs per second, the fastest round; ratio: ours to theirs, of this run",
    "",
    ...textTable(rows),
    "",
    ...notes,
  ];
}

export function goals(races) {
  const results = Object.fromEntries(races.map((race) => [race.testCase.id, race.results]));
  return races.flatMap(({ testCase }) =>
    testCase.goals.map((goal) => {
      const figure = goal.figure(results, testCase.id);
      if (Number.isNaN(figure)) {
        return `goal: ${testCase.id} ${goal.text}: not measured`;
      }
      return `goal: ${testCase.id} ${goal.text}: ${goal.show(figure)}, ${goal.reached(figure) ? "" : "not "}reached`;
    }),
  );
}
