// The sizes in the documents are those of this build. Other versions of the tools may differ slightly, hence the
// tolerance.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { tableIn } from "../tools/readme-tables.js";
import { installedSizes, sizes, summary } from "../tools/sizes.js";

const TOLERANCE = 0.02;
const region = tableIn("sizes");
const written = new Map(
  region
    .trim()
    .split("\n")
    .filter((line) => /\d/.test(line) && line.startsWith("|"))
    .map((line) => {
      const [name, ...figures] = line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [name, figures];
    }),
);

/** @param {string} figure kB @param {number | undefined} bytes @param {string} what */
function assertNear(figure, bytes, what) {
  if (bytes === undefined) {
    return assert.equal(figure, "", what);
  }
  const difference = Math.abs(Number(figure) - bytes / 1000);
  assert.ok(
    figure !== "" && difference <= 0.1 + (TOLERANCE * bytes) / 1000,
    `${what}: the document says ${figure} kB, it is ${bytes / 1000}: make sizes`,
  );
}

before(
  async () => {
    // A make of its own, not a part of the one that runs the tests.
    const { MAKEFLAGS, MFLAGS, MAKELEVEL, ...env } = process.env;
    await promisify(execFile)("make", ["package"], { cwd: fileURLToPath(new URL("../..", import.meta.url)), env });
  },
  { timeout: 300_000 },
);

test("of each file and bundle", () => {
  const measured = sizes();
  assert.deepEqual(
    [...written.keys()],
    measured.map(({ name }) => name),
  );
  for (const { name, raw, minified, gzipped } of measured) {
    const [rawFigure, minifiedFigure, gzippedFigure] = written.get(name) ?? assert.fail(name);
    assertNear(rawFigure, raw, name);
    assertNear(minifiedFigure, minified, `${name}, minified`);
    assertNear(gzippedFigure, gzipped, `${name}, gzipped`);
  }
});

test("packed and installed", () => {
  const figures =
    /tarball has ([\d.]+) kB\. Installed, the package takes ([\d.]+) kB, with its one dependency ([\d.]+) kB/.exec(
      region,
    );
  const [, packed, own, all] = figures ?? assert.fail("the sentence on what is installed");
  const measured = installedSizes();
  assertNear(packed, measured.packed, "tarball");
  assertNear(own, measured.own, "installed");
  assertNear(all, measured.all, "with its dependency");
});

test("the summary in README.md", () => {
  const figures = (/** @type {string} */ text) => Array.from(text.matchAll(/([\d.]+) kB/g), ([, figure]) => figure);
  const written = figures(tableIn("sizes-brief"));
  const measured = figures(summary(sizes(), installedSizes().own));
  assert.equal(written.length, 3);
  for (const [i, figure] of written.entries()) {
    assertNear(figure, Number(measured[i]) * 1000, "the summary");
  }
});

test("a figure that is wrong is seen", () => assert.throws(() => assertNear("40.0", 42_000, "a file"), /make sizes/));
