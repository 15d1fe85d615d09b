// The installed package with bearocsp/curves and bearocsp/post-quantum in every kind of runtime: certificates that
// OpenSSL and Bouncy Castle signed verify, their changed twins not. All copies of the library share the engines;
// without the optional peer the import says what is missing.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { describe, test } from "node:test";
import { executables, lend, makeProject, nodeOf, require, run, runTool } from "./project.js";

const CURVES = ["secp256k1", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"];
/**
 * By OpenSSL, its s above n/2, which half of all signatures have, some implementations refuse and X9.62 allows.
 * @param {string} curve
 */
function certificateOn(curve) {
  const options = `-nodes -newkey ec -pkeyopt ec_paramgen_curve:${curve} -subj /CN=${curve} -days 2 -keyout /dev/null`;
  for (;;) {
    const der = execFileSync("openssl", ["req", "-x509", ...options.split(" "), "-outform", "DER"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    if (curve !== "secp256k1" || (der.at(-34) === 33 && der.at(-33) === 0)) {
      return der.toString("base64");
    }
  }
}
const STORED = JSON.parse(readFileSync(new URL("../support/stored/post-quantum.json", import.meta.url), "utf8"));
const CERTIFICATES = Object.fromEntries([
  ...CURVES.map((curve) => [curve, certificateOn(curve)]),
  ...Object.entries(STORED).map(([name, { issuer }]) => [name, issuer]),
]);
const ALL_GOOD = Object.fromEntries(Object.keys(CERTIFICATES).map((name) => [name, [true, false]]));

/** It has no imports, so that every runtime can load it. */
const CHECK = `
export const check = ({ Certificate }) => Object.fromEntries(Object.entries(${JSON.stringify(CERTIFICATES)}).map(
  ([name, base64]) => {
    const der = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const verdict = () => {
      try {
        return Certificate.fromDER(der).isIssuedBy(Certificate.fromDER(der));
      } catch (error) {
        return error.message;
      }
    };
    const verdicts = [verdict()];
    der[der.length - 1] ^= 1;
    return [name, [...verdicts, verdict()]];
  },
));
`;
const ENGINES = `
import "bearocsp/curves";
import "bearocsp/post-quantum";
`;
const PROGRAM = `
import * as bearocsp from "bearocsp";
${ENGINES}
import { check } from "./check.mjs";
`;
/** node:crypto is out of sight: what it knows, an engine has to check. */
const WITHOUT_HOST = `
import "bearocsp";
process.getBuiltinModule("node:zlib");
const { getBuiltinModule } = process;
process.getBuiltinModule = (name) => name === "node:crypto" ? undefined : getBuiltinModule(name);
`;

const FILES = {
  "check.mjs": CHECK,
  "import.mjs": `${PROGRAM}console.log(JSON.stringify(check(bearocsp)));`,
  "worker.mjs": `${PROGRAM}export default { fetch: () => Response.json(check(bearocsp)) };`,
  "without-host.mjs": `${PROGRAM}${WITHOUT_HOST}console.log(JSON.stringify(check(bearocsp)));`,
  "bundled.mjs": `${PROGRAM}
const { log } = console;
const { process } = globalThis;
delete globalThis.process;
const checked = JSON.stringify(check(bearocsp));
globalThis.process = process;
log(checked);`,
  "copies.mjs": `${WITHOUT_HOST}${ENGINES}
import { createRequire } from "node:module";
import * as entry from "bearocsp";
import * as standalone from "bearocsp/standalone";
import { check } from "./check.mjs";
const commonJS = createRequire(import.meta.url)("./node_modules/bearocsp/build/package/index.cjs");
console.log(JSON.stringify([entry, standalone, commonJS].map(check)));`,
  "require.cjs": `
const bearocsp = require("bearocsp");
for (const name of ["curves", "post-quantum"]) {
  require("bearocsp/" + name);
  console.error(require.resolve("bearocsp/" + name));
}
const { getBuiltinModule } = process;
process.getBuiltinModule = (name) => name === "node:crypto" ? undefined : getBuiltinModule(name);
import("./check.mjs").then(({ check }) => console.log(JSON.stringify(check(bearocsp))));`,
  "files.cjs": `
const folder = "./node_modules/bearocsp/build/package/";
require(folder + "curves.cjs");
require(folder + "post-quantum.cjs");
const bearocsp = require(folder + "index.cjs");
const { getBuiltinModule } = process;
process.getBuiltinModule = (name) => name === "node:crypto" ? undefined : getBuiltinModule(name);
import("./check.mjs").then(({ check }) => console.log(JSON.stringify(check(bearocsp))));`,
};
const project = makeProject("engines", FILES);
lend(project, ["@noble/post-quantum", "webpack", "rollup", "@rollup", "esbuild"]);

const outputOf = async (program, ...args) => JSON.parse(await run(program, args, project));

describe("Node", () => {
  for (const major of /** @type {const} */ ([20, 26])) {
    test(`${major}: what it lacks`, async () => {
      assert.deepEqual(await outputOf(nodeOf(major), "import.mjs"), ALL_GOOD);
    });
    for (const file of ["without-host.mjs", "require.cjs", "files.cjs"]) {
      test(`${major}: ${file}, node:crypto out of sight`, async () => {
        assert.deepEqual(await outputOf(nodeOf(major), file), ALL_GOOD);
      });
    }
  }
  test("every copy of the library has what one import brings", async () => {
    assert.deepEqual(await outputOf(nodeOf(24), "copies.mjs"), [ALL_GOOD, ALL_GOOD, ALL_GOOD]);
  });
});

test("Deno", async () => {
  const permissions = ["--no-lock", "--node-modules-dir=manual", "--cached-only"];
  assert.deepEqual(await outputOf(executables.deno, "run", ...permissions, "import.mjs"), ALL_GOOD);
});

test("Bun", async () => assert.deepEqual(await outputOf(executables.bun, "run", "import.mjs"), ALL_GOOD));

test("workerd, bundled by esbuild", async () => {
  const script = new URL("in-workerd.mjs", import.meta.url).pathname;
  assert.deepEqual(await outputOf(nodeOf(24), script, project), ALL_GOOD);
});

describe("bundled for browsers", () => {
  const BUNDLERS = {
    esbuild: (file) =>
      run(
        require.resolve("esbuild/bin/esbuild"),
        ["bundled.mjs", "--bundle", "--format=esm", `--outfile=${file}`, "--log-level=warning"],
        project,
      ),
    rollup: (file) =>
      runTool(
        "rollup/dist/bin/rollup",
        ["bundled.mjs", "--format", "esm", "--file", file, "--plugin", "node-resolve={browser:true}"],
        project,
      ),
    webpack: (file) =>
      runTool(
        "webpack-cli/bin/cli.js",
        ["--entry", "./bundled.mjs", "--output-path", ".", "--output-filename", file, "--mode", "production"],
        project,
      ),
  };
  for (const [name, bundle] of Object.entries(BUNDLERS)) {
    test(`${name} keeps the imports`, async () => {
      await bundle(`${name}.mjs`);
      assert.deepEqual(await outputOf(nodeOf(24), `${name}.mjs`), ALL_GOOD);
    });
  }
});

describe("without the optional peer", () => {
  const alone = makeProject("engines-alone", {
    ...FILES,
    "missing.mjs": 'import("bearocsp/post-quantum").catch(({ code, message }) => console.log(`${code} ${message}`));',
    "missing.cjs": `try {
  require("./node_modules/bearocsp/build/package/post-quantum.cjs");
} catch ({ code, message }) {
  console.log(\`\${code} \${message}\`);
}`,
  });
  for (const [file, code] of [
    ["missing.mjs", "ERR_MODULE_NOT_FOUND"],
    ["missing.cjs", "MODULE_NOT_FOUND"],
  ]) {
    test(`${file}: Node says what to install`, async () => {
      const said = await run(nodeOf(20), [file], alone);
      assert.ok(said.startsWith(`${code} Cannot find`), said);
      assert.match(said, /'@noble\/post-quantum/);
    });
  }
});

/** Made here, by key: node:crypto of Node 26 knows all of them. */
const SIGNED = `
import { generateKeyPairSync, sign } from "node:crypto";
import { verifySignature } from "${new URL("../../bindings/keys/signature-check.js", import.meta.url)}";
import { OwnedBytes } from "${new URL("../../bindings/lib/bytes.js", import.meta.url)}";
import "${new URL("../../bindings/keys/post-quantum.js", import.meta.url)}";
const data = new Uint8Array(100).fill(7);
const { publicKey, privateKey } = generateKeyPairSync(process.argv[1].toLowerCase());
const spki = new OwnedBytes(new Uint8Array(publicKey.export({ format: "der", type: "spki" })));
/* The AlgorithmIdentifier of the key and that of its signatures are the same: the first element of the key. */
const at = 2 + (spki.view()[1] < 0x80 ? 0 : spki.view()[1] & 0x7f);
const algorithm = spki.part(at, 2 + spki.view()[at + 1]);
const signature = new Uint8Array(sign(null, data, privateKey));
Object.assign(process, { getBuiltinModule: undefined });
const verdict = (signed, value) => verifySignature({
  algorithm, spki, data: new OwnedBytes(signed), signature: new OwnedBytes(value),
});
const changed = signature.map((octet, i) => (i === signature.length >> 1 ? octet ^ 1 : octet));
console.log(JSON.stringify([verdict(data, signature), verdict(data.slice(1), signature), verdict(data, changed)]));
`;
const PARAMETER_SETS = [
  ...["44", "65", "87"].map((level) => `ML-DSA-${level}`),
  ...["SHA2", "SHAKE"].flatMap((hash) =>
    ["128s", "128f", "192s", "192f", "256s", "256f"].map((size) => `SLH-DSA-${hash}-${size}`),
  ),
];

describe("what node:crypto of Node 26 signs, checked by @noble/post-quantum", () => {
  for (const name of PARAMETER_SETS) {
    test(name, async () => {
      const args = ["--input-type=module", "-e", SIGNED, name];
      assert.deepEqual(JSON.parse(await run(nodeOf(26), args, process.cwd())), [true, false, false]);
    });
  }
});
