// The TypeScript declarations: tests/types/api.ts uses every member of the public API with the type that it has, and
// misuses some. It is compiled as programs do: module resolution of Node and of bundlers, with the DOM's types, without
// them, and beside those of Node.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const cwd = fileURLToPath(new URL("../..", import.meta.url));

/** Fails with what the compiler says. @param {...string} options */
async function compile(...options) {
  await run("node_modules/.bin/tsc", options, { cwd }).catch((error) =>
    assert.fail(`tsc ${options.join(" ")}\n${error.stdout ?? error}`),
  );
}

describe("the declarations", () => {
  before(async () => {
    // A make of its own, not a part of the one that runs the tests.
    const { MAKEFLAGS, MFLAGS, MAKELEVEL, ...env } = process.env;
    await run("make", ["types"], { cwd, env });
  });

  for (const [resolution, module] of [
    ["nodenext", "nodenext"],
    ["bundler", "preserve"],
  ]) {
    for (const lib of ["es2022", "es2022,dom"]) {
      test(`moduleResolution ${resolution}, lib ${lib}`, () =>
        compile("-p", "tests/types", "--module", module, "--moduleResolution", resolution, "--lib", lib));
    }
  }

  test("types have the names that an editor shows, not those of their parts", () => {
    const folder = new URL("../../build/package/types/", import.meta.url);
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".d.ts"),
    )) {
      const members = readFileSync(new URL(name, folder), "utf8").replace(/\/\*\*[^]*?\*\/|^export .*$/gm, "");
      assert.doesNotMatch(members, /Parts\b/, name);
    }
  });

  test("beside Node's", () => compile("-p", "tests/types/tsconfig.node.json"));
  test("beside a browser's", () => compile("-p", "tests/types/tsconfig.dom.json"));
});
