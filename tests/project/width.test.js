// At most 120 columns: in code everywhere, in documents where there is prose.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const COLUMNS = 120;
const root = fileURLToPath(new URL("../..", import.meta.url));
const TEXT = /(?:\.(?:c|css|def|h|html|js|json|jsonc|md|mjs|py|sh|svg|ts)|\/?Makefile)$/;

/** What has its own shape. */
const EXCEPTIONS = [
  [/(?:^|\/)package-lock\.json$/, "npm writes it"],
  [/^THIRD-PARTY-NOTICES$/, "other people's text"],
];

const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
  .split("\0")
  .filter((file) => TEXT.test(file) && !EXCEPTIONS.some(([pattern]) => /** @type {RegExp} */ (pattern).test(file)));

/** Literals of one line: text, templates, long numbers, and regular expressions where no value could be divided. */
const LITERAL =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*(?:`|$)|\b0x[0-9a-f]{40,}n|(?<=[(,=:[]\s*|^\s*)\/(?:[^/\\]|\\.)+\/[a-z]*/g;
const COMMENT = /^\s*(?:\/\/|\/?\*|#(?!include|define))/;

/** Whether it is a literal that makes the line long, which only a reader could divide. @param {string} line */
const isLiteral = (line) => !COMMENT.test(line) && line.replace(LITERAL, '""').length <= COLUMNS;

/** Code in documents is for copying, and a table has a row a line. @param {string} text */
function withoutCodeAndTables(text) {
  let isCode = false;
  return text.split("\n").map((line) => {
    isCode = isCode !== /^\s*(?:```|~~~)/.test(line);
    return isCode || line.startsWith("|") ? "" : line;
  });
}

test("there are files", () => assert.ok(files.length > 200, `${files.length}`));

for (const file of files) {
  test(file, () => {
    const text = readFileSync(`${root}/${file}`, "utf8");
    const lines = file.endsWith(".md") ? withoutCodeAndTables(text) : text.split("\n");
    const long = lines.flatMap((line, index) =>
      line.length > COLUMNS && !isLiteral(line) ? [`${file}:${index + 1}: ${line.length} columns`] : [],
    );
    assert.deepEqual(long, []);
  });
}
