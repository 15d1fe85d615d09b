// ML-DSA (RFC 9881) with the keys that sign asynchronously, and what is said of those that do not sign. KeyObjects and
// other implementations have post-quantum.test.js.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { makeProject, nodeOf, run } from "./project.js";

const text = (path) => readFileSync(new URL(path, import.meta.url), "utf8").replace(/(from "\.\/\w+)\.js"/g, '$1.mjs"');
const project = makeProject("sign-ml-dsa", {
  "der.mjs": text("../support/der.js"),
  "certificates.mjs": text("../support/certificates.js"),
  "messages.mjs": text("../support/messages.js"),
  "sign-ml-dsa.mjs": text("sign-ml-dsa.mjs"),
  "sign.mjs": `
import * as bearocsp from "bearocsp";
import crypto from "node:crypto";
import { signWithMLDSA } from "./sign-ml-dsa.mjs";
console.log(JSON.stringify(await signWithMLDSA(bearocsp, process.argv[2], crypto)));
`,
});

describe("in Node 26", () => {
  for (const name of ["ML-DSA-44", "ML-DSA-65", "ML-DSA-87"]) {
    test(name, async () => {
      const { PEM, ...told } = JSON.parse(await run(nodeOf(26), ["--no-warnings", "sign.mjs", name], project));
      assert.deepEqual(told, {
        CryptoKey: [name, null, true, true],
        ExternalSigner: [name, null, true, true],
        "public half": [name, null, null],
        "another's signature":
          "ERR_SIGNER: signer: its signature does not verify under the responder certificate's key",
        "a KeyObject of another": "ERR_KEY_MISMATCH: key: it is not the key of the responder certificate",
        "a hash for a KeyObject":
          `ERR_INVALID_ARGUMENT: hashAlgorithm: expected null, since ${name} does its own hashing, ` +
          "got a string of 7 characters",
        "a hash for a CryptoKey":
          `ERR_INVALID_ARGUMENT: options.hashAlgorithm: expected nothing for a CryptoKey for ${name}, ` +
          "which fixes the hash itself",
      });
      assert.match(PEM, /^ERR_UNSUPPORTED_KEY: .*give a key of ML-DSA or SLH-DSA as a KeyObject of node:crypto/);
    });
  }
});
