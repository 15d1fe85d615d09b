// The sizes in README.md are those of this build. Other versions of the tools may differ by little, hence the
// tolerance.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { README } from "../tools/readme-tables.js";
import { installedSizes, sizes } from "../tools/sizes.js";

const TOLERANCE = 0.02;
const [, region] =
  /<!-- sizes -->([^]*)<!-- \/sizes -->/.exec(readFileSync(README, "utf8")) ?? assert.fail("no table of sizes");
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

/** @param {string} figure kB @param {number | undefined} octets @param {string} what */
function assertNear(figure, octets, what) {
  if (octets === undefined) {
    return assert.equal(figure, "", what);
  }
  const difference = Math.abs(Number(figure) - octets / 1000);
  assert.ok(
    figure !== "" && difference <= 0.1 + (TOLERANCE * octets) / 1000,
    `${what}: README.md says ${figure} kB, it is ${octets / 1000}: make sizes`,
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

test("a figure that is wrong is seen", () => assert.throws(() => assertNear("40.0", 42_000, "a file"), /make sizes/));
