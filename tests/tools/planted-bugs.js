// Plants one bug after the other into a copy of this tree, builds it, and says which of the tests of trust notice. A bug that none
// notices, or that no longer fits the source, is an error. After `make`: node tests/tools/planted-bugs.js [tests/trust-….test.js …]

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const PARTS = ["Makefile", "package.json", "package-lock.json", "bindings", "build", "csrc", "tests", "web"];
const NAMES_SHOWN = 3;

/** @type {{ bug: string, file: string, from: string, to: string }[]} `from` stands in the file once */
const BUGS = [
  { bug: "serial-only match", file: "csrc/certid.c",
    from: `    return expected != NULL && search_matches_but_key(wanted, base, cert_id) &&
           bytes_equal(expected->issuer_key_hash, bytes_of(base, cert_id->issuer_key_hash));`,
    to: "    return expected != NULL;" },
  { bug: "extended key usage not asked for", file: "csrc/verify.c",
    from: "if (!is_present(known->extended_key_usage) || !has_oid(candidate, known->extended_key_usage, OCSP_OID_KP_OCSP_SIGNING)) {",
    to: "if (0) {" },
  { bug: "nextUpdate not compared with the time", file: "csrc/verify.c",
    from: "if (seconds_of(entry->next_update) + skew < now) {", to: "if (0) {" },
  { bug: "thisUpdate not compared with the time", file: "csrc/verify.c",
    from: "if (this_update > now + skew) {", to: "if (0) {" },
  { bug: "first certificate only", file: "csrc/verify.c",
    from: "    for (int32_t i = 0; i < count; i++) {\n        certificate candidate;",
    to: "    for (int32_t i = 0; i < count && i < 1; i++) {\n        certificate candidate;" },
  { bug: "skipped taken for passed", file: "csrc/verify.c",
    from: "if (outcome != OCSP_OUTCOME_PASS && outcome != OCSP_OUTCOME_NOTE) {", to: "if (outcome == OCSP_OUTCOME_FAIL) {" },
];

const folder = mkdtempSync(join(tmpdir(), "planted-bugs-"));
/** @type {NodeJS.ProcessEnv} */
const environment = { ...process.env, OCSP_VECTORS: process.env.OCSP_VECTORS ?? resolve(root, "../shared/vectors") };

/** @param {string} command @param {string[]} args */
const run = (command, ...args) => spawnSync(command, args, { cwd: folder, env: environment, encoding: "utf8", maxBuffer: 2 ** 28 });

const given = process.argv.slice(2);
const files = given.length > 0 ? given
  : readdirSync(join(root, "tests")).filter((name) => /^trust-.*\.test\.js$/.test(name)).map((name) => `tests/${name}`);

/** Those that fail, by file and name. */
function failingTests() {
  return files.flatMap((file) => {
    const { stdout, status } = run("node", "--test", "--test-reporter=tap", file);
    // A suite that fails because its tests do is none of them.
    const names = [...stdout.matchAll(/^ *not ok \d+ - (.*)$/gm)]
      .filter(({ index }) => stdout.slice(index).match(/failureType: '(\w+)'/)?.[1] !== "subtestsFailed").map(([, name]) => `${file}: ${name}`);
    if (status !== 0 && names.length === 0) throw new Error(`${file} failed without a failing test:\n${stdout.slice(-2000)}`);
    return names;
  });
}

function build() {
  const { status, stdout, stderr } = run("make", "build/package/index.js");
  if (status !== 0) throw new Error(`make: ${stdout}${stderr}`);
}

function plant({ bug, file, from, to }) {
  const path = join(folder, file);
  const source = readFileSync(path, "utf8");
  if (source.split(from).length !== 2) throw new Error(`${bug}: not once in ${file}: ${from}`);
  writeFileSync(path, source.replace(from, () => to));
  try {
    build();
    return failingTests();
  } finally {
    writeFileSync(path, source);
  }
}

try {
  for (const part of PARTS) cpSync(join(root, part), join(folder, part), { recursive: true, preserveTimestamps: true });
  if (existsSync(join(root, "node_modules"))) symlinkSync(resolve(root, "node_modules"), join(folder, "node_modules"));
  build();
  const before = failingTests();
  if (before.length > 0) throw new Error(`without a bug there fail:\n${before.join("\n")}`);
  for (const planted of BUGS) {
    const names = plant(planted);
    console.log(`${planted.bug}: ${names.length === 0 ? "NOT NOTICED" : `${names.length} tests notice`}`);
    for (const name of names.slice(0, NAMES_SHOWN)) console.log(`    ${name}`);
    if (names.length > NAMES_SHOWN) console.log(`    and ${names.length - NAMES_SHOWN} more`);
    if (names.length === 0) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
