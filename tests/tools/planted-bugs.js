// Plants one bug after the other into a copy of this tree, builds it, and says which of the tests of trust notice. A
// bug that none notices, or that no longer fits the source, is an error. After `make`: node tests/tools/planted-bugs.js
// [tests/trust/….test.js …] [--bug part of its name …]

import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { BUGS, planted } from "../support/planted-bugs.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PARTS = ["Makefile", "package.json", "package-lock.json", "bindings", "build", "csrc", "tests", "web"];
const NAMES_SHOWN = 3;

const folder = mkdtempSync(join(tmpdir(), "planted-bugs-"));
/** @type {NodeJS.ProcessEnv} */
const environment = {
  ...process.env,
  OCSP_VECTORS: process.env.OCSP_VECTORS ?? resolve(root, "../shared/vectors"),
  OCSP_CASES: process.env.OCSP_CASES ?? resolve(root, "../shared/cases"),
};

/** @param {string} command @param {string[]} args */
const run = (command, ...args) =>
  spawnSync(command, args, { cwd: folder, env: environment, encoding: "utf8", maxBuffer: 2 ** 28 });

const { values: chosen, positionals: given } = parseArgs({
  allowPositionals: true,
  options: { bug: { type: "string", multiple: true, default: [""] } },
});
const files =
  given.length > 0
    ? given
    : ["tests/trust", "tests/field"].flatMap((room) =>
        readdirSync(join(root, room))
          .filter((name) => name.endsWith(".test.js"))
          .map((name) => `${room}/${name}`),
      );

/** Those that fail, by file and name. */
function failingTests() {
  return files.flatMap((file) => {
    const { stdout, status } = run("node", "--test", "--test-reporter=tap", file);
    // A suite that fails because its tests do is none of them.
    const names = [...stdout.matchAll(/^ *not ok \d+ - (.*)$/gm)]
      .filter(({ index }) => stdout.slice(index).match(/failureType: '(\w+)'/)?.[1] !== "subtestsFailed")
      .map(([, name]) => `${file}: ${name}`);
    if (status !== 0 && names.length === 0) {
      throw new Error(`${file} failed without a failing test:\n${stdout.slice(-2000)}`);
    }
    return names;
  });
}

function build() {
  const { status, stdout, stderr } = run("make", "build/package/index.js");
  if (status !== 0) {
    throw new Error(`make: ${stdout}${stderr}`);
  }
}

function plant(bug) {
  const path = join(folder, bug.file);
  const source = readFileSync(path, "utf8");
  writeFileSync(path, planted(bug, source));
  try {
    build();
    return failingTests();
  } finally {
    writeFileSync(path, source);
  }
}

try {
  for (const part of PARTS) {
    cpSync(join(root, part), join(folder, part), { recursive: true, preserveTimestamps: true });
  }
  if (existsSync(join(root, "node_modules"))) {
    symlinkSync(resolve(root, "node_modules"), join(folder, "node_modules"));
  }
  build();
  const before = failingTests();
  if (before.length > 0) {
    throw new Error(`without a bug there fail:\n${before.join("\n")}`);
  }
  for (const each of BUGS.filter(({ bug }) => chosen.bug.some((part) => bug.includes(part)))) {
    const names = plant(each);
    console.log(`${each.bug}: ${names.length === 0 ? "NOT NOTICED" : `${names.length} tests notice`}`);
    for (const name of names.slice(0, NAMES_SHOWN)) {
      console.log(`    ${name}`);
    }
    if (names.length > NAMES_SHOWN) {
      console.log(`    and ${names.length - NAMES_SHOWN} more`);
    }
    if (names.length === 0) {
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
