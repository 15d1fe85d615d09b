// Wycheproof's signatures: no valid one is refused and no invalid one accepted; keys that are out of reach are refused
// by name.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OCSPError } from "../../bindings/index.js";
import * as noble from "../../bindings/keys/eddsa.js";
import * as native from "../../bindings/keys/eddsa-node.js";
import { verifySignature } from "../../bindings/keys/signature-check.js";
import { OwnedBytes } from "../../bindings/lib/bytes.js";
import { signatureAlgorithm } from "../support/signature-algorithms.js";
import { describeVectors } from "../support/vectors.js";

const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));
const octets = (hex) => new OwnedBytes(bytes(hex));

/** By the type of a group, its AlgorithmIdentifier. */
const ALGORITHMS = {
  RsassaPkcs1Verify: ({ sha }) => signatureAlgorithm.rsa(sha),
  RsassaPssVerify: (group) => pss(group),
  RsassaPssWithParametersVerify: (group) => pss(group),
  EcdsaVerify: ({ sha }) => signatureAlgorithm.ecdsa(sha),
  DsaVerify: ({ sha }) => signatureAlgorithm.dsa(sha),
  EddsaVerify: ({ publicKey }) =>
    publicKey.curve === "edwards25519" ? signatureAlgorithm.ed25519() : signatureAlgorithm.ed448(),
};

function pss({ sha, mgf, mgfSha, sLen }) {
  assert.equal(mgf, "MGF1");
  return signatureAlgorithm.pss({ hash: sha, mgf1Hash: mgfSha, saltLength: sLen });
}

const EDWARDS_CURVES = { edwards25519: "Ed25519", edwards448: "Ed448" };

/** By the flag of an acceptable signature, whether it is accepted here. */
const ACCEPTED = {
  // RFC 8017 A.2.4: in a DigestInfo the parameters are NULL. The padding is compared and not parsed, so there is one
  // that is right.
  MissingNull: false,
  // X.690 8.3.3: an INTEGER without the octet 0 in front is negative, and r is positive.
  MissingZero: false,
};

/** Keys that neither the core nor a host computes with: by the file, how the refusal names the key. */
const OUT_OF_REACH = { secp224r1: /\bP-224\b|\bsecp224r1\b/ };

/** What our library says: true, false, or the code and the sentence of its refusal. */
function judgement(algorithm, spki, { msg, sig }) {
  try {
    return verifySignature({ algorithm, spki, data: octets(msg), signature: octets(sig) });
  } catch (error) {
    assert.ok(error instanceof OCSPError, String(error?.stack ?? error));
    return `${error.code}: ${error.message}`;
  }
}

describeVectors("wycheproof", (source) => {
  const totals = { valid: 0, invalid: 0, acceptable: 0, outOfReach: 0 };

  for (const { file, ...expected } of Object.values(source.table.tiers).flatMap(({ list }) => list)) {
    test(file, (t) => {
      const { testGroups } = JSON.parse(source.text(file));
      const [, outOfReach] = Object.entries(OUT_OF_REACH).find(([part]) => file.includes(part)) ?? [];
      const counts = { tests: 0, valid: 0, invalid: 0, acceptable: 0 };
      const wrong = [],
        acceptable = [];
      for (const group of testGroups) {
        const algorithm = new OwnedBytes(ALGORITHMS[group.type](group).bytes);
        const spki = octets(group.publicKeyDer);
        for (const one of group.tests) {
          counts.tests++;
          counts[one.result]++;
          const right =
            outOfReach ??
            (one.result === "acceptable"
              ? (ACCEPTED[one.flags[0]] ?? assert.fail(`no decision on ${one.flags}`))
              : one.result === "valid");
          const says = [["bearocsp", judgement(algorithm, spki, one)]];
          if (group.type === "EddsaVerify") {
            // Each of the two implementations, whichever this runtime has chosen.
            for (const [name, { verify }] of Object.entries({ native, noble })) {
              const curve = EDWARDS_CURVES[group.publicKey.curve];
              says.push([name, verify(curve, bytes(group.publicKey.pk), bytes(one.msg), bytes(one.sig))]);
            }
          }
          for (const [who, got] of says) {
            const isRight =
              right instanceof RegExp ? /^ERR_UNSUPPORTED_KEY: /.test(got) && right.test(got) : got === right;
            if (!isRight) {
              wrong.push(`${who}: test ${one.tcId}, ${one.result}, ${one.flags}, ${one.comment}: ${got}`);
            }
          }
          if (one.result === "acceptable") {
            acceptable.push(`test ${one.tcId}, ${one.flags}: ${says[0][1] === true ? "accepted" : "refused"}`);
          }
          totals[outOfReach ? "outOfReach" : one.result]++;
        }
      }
      if (acceptable.length > 0) {
        t.diagnostic(`acceptable: ${acceptable.join("; ")}`);
      }
      if (outOfReach) {
        t.diagnostic(`out of reach: ${counts.tests} signatures`);
      }
      const { tests, valid, invalid, acceptable: optional } = expected;
      assert.deepEqual(
        counts,
        { tests, valid, invalid, acceptable: optional },
        "not the signatures that the table counts",
      );
      assert.deepEqual(wrong, []);
    });
  }

  test("all of them", (t) => {
    t.diagnostic(
      `valid: ${totals.valid} accepted; invalid: ${totals.invalid} refused; acceptable: ${totals.acceptable} decided; ` +
        `out of reach: ${totals.outOfReach} refused with ERR_UNSUPPORTED_KEY`,
    );
    const sum = (key) => Object.values(source.table.tiers).reduce((total, tier) => total + tier[key], 0);
    assert.equal(
      Object.values(totals).reduce((total, count) => total + count),
      sum("tests"),
    );
  });
});
