// ML-DSA (RFC 9881) and SLH-DSA (RFC 9909) with node:crypto where it has them: certificates and responses by Bouncy
// Castle, stored; and, key by key made here, what node:crypto and @noble/post-quantum sign and the package checks, and
// what the package signs and both check.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { PARAMETER_SETS } from "./post-quantum.mjs";
import { lend, makeProject, nodeOf, run } from "./project.js";

const text = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const STORED = JSON.parse(text("../support/stored/post-quantum.json"));

const project = makeProject("post-quantum", {
  "der.mjs": text("../support/der.js"),
  "post-quantum.mjs": text("post-quantum.mjs").replace("../support/der.js", "./der.mjs"),
  "stored.mjs": `export default ${JSON.stringify(STORED)};\n`,
  "both-ways.mjs": `
import * as bearocsp from "bearocsp";
import * as crypto from "node:crypto";
import * as lattices from "@noble/post-quantum/ml-dsa.js";
import * as hashes from "@noble/post-quantum/slh-dsa.js";
import { bothWays } from "./post-quantum.mjs";
const [name, nobleSigns] = process.argv.slice(2);
console.log(JSON.stringify(bothWays(bearocsp, name, crypto, { ...lattices, ...hashes }, nobleSigns === "true")));
`,
  "bouncy-castle.mjs": `
import * as bearocsp from "bearocsp";
import { ofBouncyCastle } from "./post-quantum.mjs";
import stored from "./stored.mjs";
const told = Object.entries(stored).map(([name, files]) => [name, ofBouncyCastle(bearocsp, files)]);
console.log(JSON.stringify(Object.fromEntries(told)));
`,
  "strictness.mjs": `
import * as bearocsp from "bearocsp";
import { strictness } from "./post-quantum.mjs";
import stored from "./stored.mjs";
const [name] = process.argv.slice(2);
const crypto = process.getBuiltinModule("node:crypto");
console.log(JSON.stringify(strictness(bearocsp, crypto, name, stored[name])));
`,
});
lend(project, ["@noble/post-quantum"]);

const SELF_SIGNED = [true, false, false, false];
/** Signed and reliable; then with the signature changed. */
const GOOD_AND_CHANGED = [true, true, false, false];

describe("by Bouncy Castle", () => {
  for (const major of /** @type {const} */ ([22, 24, 26])) {
    test(`in Node ${major}`, async () => {
      const told = JSON.parse(await run(nodeOf(major), ["bouncy-castle.mjs"], project));
      assert.deepEqual(told, {
        "ML-DSA-44": {
          issuer: SELF_SIGNED,
          response: GOOD_AND_CHANGED,
          delegated: GOOD_AND_CHANGED,
          "delegate's certificate": [true, false],
          certificate: [true, false],
        },
        "ML-DSA-65": { issuer: SELF_SIGNED, response: GOOD_AND_CHANGED },
        "ML-DSA-87": { issuer: SELF_SIGNED, response: GOOD_AND_CHANGED },
        "SLH-DSA-SHA2-128s": { issuer: SELF_SIGNED, response: GOOD_AND_CHANGED },
        "SLH-DSA-SHAKE-256f": { issuer: SELF_SIGNED },
      });
    });
  }
});

/** What is said, and whether node:crypto was asked. @type {(said: boolean | string) => [boolean | string, boolean]} */
const unasked = (said) => [said, false];

describe("forms that are refused before node:crypto is asked, in Node 26", () => {
  for (const name of Object.keys(STORED).filter((one) => STORED[one].response)) {
    test(`forms of ${name}`, async () => {
      assert.deepEqual(JSON.parse(await run(nodeOf(26), ["strictness.mjs", name], project)), {
        "as it should be": [true, true],
        "NULL parameters of the algorithm": unasked("ERR_UNSUPPORTED_ALGORITHM"),
        "a signature that is too short": unasked(false),
        "a signature that is too long": unasked(false),
        "no signature": unasked(false),
        /* A key of another type. */
        "another parameter set": unasked(false),
        "NULL parameters of the key": unasked("ERR_UNSUPPORTED_KEY"),
        "a key that is too short": unasked("ERR_UNSUPPORTED_KEY"),
        "a key that is too long": unasked("ERR_UNSUPPORTED_KEY"),
        "a key in an OCTET STRING": unasked("ERR_UNSUPPORTED_KEY"),
      });
    });
  }
});

/** Signing with the small ones of SLH-DSA takes noble many seconds. */
const isQuickWithNoble = (name) => name.startsWith("ML-DSA") || name.endsWith("128f");

describe("both ways with node:crypto and @noble/post-quantum, in Node 26", { concurrency: 2 }, () => {
  for (const name of PARAMETER_SETS) {
    test(name, async () => {
      const nobleSigns = isQuickWithNoble(name);
      const told = JSON.parse(await run(nodeOf(26), ["both-ways.mjs", name, String(nobleSigns)], project));
      assert.deepEqual(told, {
        "node:crypto signed the certificate": SELF_SIGNED,
        "algorithm of key and signatures": [name, name, name],
        "own response, by the package": [true, false],
        "own response, verified": true,
        "own response, by node:crypto": true,
        "own response, by noble": true,
        ...(nobleSigns && { "noble signed the certificate": SELF_SIGNED, "another key": false }),
      });
    });
  }
});
