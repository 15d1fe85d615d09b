// Wycheproof's signatures: no valid one is refused and no invalid one accepted; keys that are out of reach are refused
// by name.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OCSPError } from "../../bindings/index.js";
import * as noble from "../../bindings/keys/eddsa.js";
import * as native from "../../bindings/keys/eddsa-node.js";
import { isVerified, verdictOf, verdictOfAsync } from "../../bindings/keys/signature-check.js";
import { OwnedBytes } from "../../bindings/lib/bytes.js";
import { checkSignature } from "../../bindings/wasm/core.js";
import { Plan } from "../../bindings/wasm/plan.js";
import { ASKS, CHECKED, VERDICT } from "../../build/lists.js";
import { describeVectors } from "../support/vectors.js";
import { algorithmOf, isRight, outOfReach } from "../support/wycheproof.js";

const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));
const octets = (hex) => new OwnedBytes(bytes(hex));

const EDWARDS_CURVES = { edwards25519: "Ed25519", edwards448: "Ed448" };

/** What our library says: true, false, or the code and the sentence of its refusal. */
function judgement(question, verdict) {
  try {
    return isVerified(question, verdict);
  } catch (error) {
    assert.ok(error instanceof OCSPError, String(error?.stack ?? error));
    return `${error.code}: ${error.message}`;
  }
}

/** What the core computes by itself, though a host be faster; VERDICT.ASK where it cannot. */
const coreVerdictOf = ({ algorithm, spki, data, signature }) =>
  checkSignature(new Plan().span(algorithm).span(spki).span(data).span(signature).span(null).int(ASKS.WHAT_IT_MUST))[
    CHECKED.verdict
  ];

describeVectors("wycheproof", (source) => {
  const totals = { valid: 0, invalid: 0, acceptable: 0, outOfReach: 0 };

  for (const { file, ...expected } of Object.values(source.table.tiers).flatMap(({ list }) => list)) {
    test(file, async (t) => {
      const { testGroups } = JSON.parse(source.text(file));
      const refusal = outOfReach(file);
      const counts = { tests: 0, valid: 0, invalid: 0, acceptable: 0 };
      const wrong = [],
        acceptable = [];
      for (const group of testGroups) {
        const algorithm = new OwnedBytes(algorithmOf(group));
        const spki = octets(group.publicKeyDer);
        for (const one of group.tests) {
          counts.tests++;
          counts[one.result]++;
          const right = refusal ?? isRight(one);
          const question = { algorithm, spki, data: octets(one.msg), signature: octets(one.sig) };
          /** @type {[string, string | boolean][]} */
          const says = [
            ["bearocsp", judgement(question, verdictOf(question))],
            ["bearocsp, by WebCrypto", judgement(question, await verdictOfAsync(question))],
          ];
          const byCore = coreVerdictOf(question);
          if (byCore !== VERDICT.ASK) {
            says.push(["the core", judgement(question, byCore)]);
          }
          if (group.type === "EddsaVerify") {
            // Each of the two implementations, whichever this runtime has chosen.
            for (const [name, { verify }] of Object.entries({ native, noble })) {
              const curve = EDWARDS_CURVES[group.publicKey.curve];
              says.push([name, verify(curve, bytes(group.publicKey.pk), bytes(one.msg), bytes(one.sig))]);
            }
          }
          for (const [who, got] of says) {
            const isAsItShould =
              right instanceof RegExp
                ? /^ERR_UNSUPPORTED_KEY: /.test(String(got)) && right.test(String(got))
                : got === right;
            if (!isAsItShould) {
              wrong.push(`${who}: test ${one.tcId}, ${one.result}, ${one.flags}, ${one.comment}: ${got}`);
            }
          }
          if (one.result === "acceptable") {
            acceptable.push(`test ${one.tcId}, ${one.flags}: ${says[0][1] === true ? "accepted" : "refused"}`);
          }
          totals[refusal ? "outOfReach" : one.result]++;
        }
      }
      if (acceptable.length > 0) {
        t.diagnostic(`acceptable: ${acceptable.join("; ")}`);
      }
      if (refusal) {
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
