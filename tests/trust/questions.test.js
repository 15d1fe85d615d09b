// Every signature of check() is a question, which the caller answers with a verdict: each is asked once, at most eight
// of them, and nothing but their answers says that a signature verifies.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OCSPResponse } from "../../bindings/index.js";
import { verdictOf } from "../../bindings/keys/signature-check.js";
import { keep } from "../../bindings/lib/bytes.js";
import { verifyResponse } from "../../bindings/ocsp/verification.js";
import { checkSignature } from "../../bindings/wasm/core.js";
import { Plan } from "../../bindings/wasm/plan.js";
import { Certificate } from "../../bindings/x509/certificate.js";
import { ASKS, CHECKED, VERDICT } from "../../build/lists.js";
import { casesOf, fromHex, optionsOf, withoutPython } from "../support/field-cases.js";
import { publicKeyDER } from "../support/openssl.js";
import { signatureAlgorithm } from "../support/signature-algorithms.js";

const skip = withoutPython;

/**
 * The report where some function answers.
 * @param {any} chosen
 * @param {(question: import("../../bindings/keys/signature-check.js").Question) => number} answer
 */
function judge(chosen, answer) {
  const der = fromHex(chosen.response);
  const response = OCSPResponse.fromDER(der);
  const entries = {
    at: (/** @type {number} */ index) => response.responses[index],
    statusAt: (/** @type {number} */ index) => response.responses[index].certificateStatus,
  };
  const work = verifyResponse(keep(der), entries, optionsOf(chosen), false);
  /** @type {string[]} */
  const asked = [];
  let step = work.next(0);
  while (!step.done) {
    const { algorithm, spki, data, signature } = step.value;
    asked.push([algorithm, spki, data, signature].map((part) => part.hex()).join(" "));
    step = work.next(answer(step.value));
  }
  return { report: step.value, asked };
}

/** @param {any} report @param {string} check */
const rowOf = (report, check) => report.checks.find((/** @type {any} */ { name }) => name === check);

test("verification asks for what no host computes too, so that it is computed once", () => {
  const question = [signatureAlgorithm.dsa("SHA-1").bytes, publicKeyDER("dsa-1024"), Buffer.from("data")].map(keep);
  // 1 and 1, which is in form and verifies nothing.
  const signature = keep(Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 1));
  const verdictWith = (/** @type {number} */ asks) => {
    const [algorithm, spki, data] = question;
    const plan = new Plan().span(algorithm).span(spki).span(data).span(signature).span(null).int(asks);
    return checkSignature(plan)[CHECKED.verdict];
  };
  assert.equal(verdictWith(ASKS.ALL), VERDICT.ASK);
  for (const asks of [ASKS.HOST, ASKS.RSA, ASKS.WHAT_IT_MUST]) {
    assert.equal(verdictWith(asks), VERDICT.BAD);
  }
});

describe("questions", { skip }, async () => {
  const cases = [...(await casesOf("delegates", false)), ...(await casesOf("algorithms", false))];
  const good = cases.find(({ ok, name, options }) => ok && !/trusted/.test(name) && Object.keys(options).length === 0);

  test("the same report as check(), each question once, at most eight", () => {
    assert.ok(cases.length > 50);
    let most = 0;
    for (const chosen of cases) {
      const { report, asked } = judge(chosen, verdictOf);
      assert.deepEqual(
        report.toJSON(),
        OCSPResponse.fromDER(fromHex(chosen.response)).check(optionsOf(chosen)).toJSON(),
        chosen.name,
      );
      assert.equal(new Set(asked).size, asked.length, `${chosen.name}: asked twice`);
      assert.ok(asked.length <= 8, `${chosen.name}: ${asked.length} questions`);
      most = Math.max(most, asked.length);
    }
    assert.ok(most >= 3, `no case has more than ${most} questions`);
  });

  test("nothing is relied on where no signature verifies", () => {
    for (const verdict of [VERDICT.BAD, VERDICT.ALGORITHM, VERDICT.KEY]) {
      for (const chosen of cases) {
        const { report } = judge(chosen, () => verdict);
        assert.equal(report.ok, false, `${chosen.name}: ${verdict}`);
      }
    }
  });

  test("one answer of no is enough to refuse, whichever it is", () => {
    const { asked } = judge(good, verdictOf);
    assert.equal(asked.length, 3, "the certificate's, the delegate's, the response's");
    for (const refused of asked.keys()) {
      let number = 0;
      const { report } = judge(good, (question) => (number++ === refused ? VERDICT.BAD : verdictOf(question)));
      assert.equal(report.ok, false, `question ${refused}`);
    }
  });

  test("an answer that the runtime cannot compute it names algorithm or key, and accuses nobody", () => {
    for (const [verdict, words] of /** @type {const} */ ([
      [VERDICT.ALGORITHM, /not supported|contradict/],
      [VERDICT.KEY, /not supported/],
    ])) {
      const { report } = judge(good, (question) =>
        question.data.hex() === keep(OCSPResponse.fromDER(fromHex(good.response)).tbsResponseBytes).hex()
          ? verdict
          : verdictOf(question),
      );
      const { outcome, message } = rowOf(report, "signature");
      assert.equal(outcome, "fail");
      assert.match(message, words);
      assert.doesNotMatch(message, /did not sign|does not verify/);
    }
  });

  test("who issued a certificate is asked once for all reports", () => {
    const fresh = Certificate.fromDER(fromHex(good.certificate));
    const issuer = Certificate.fromDER(fromHex(good.issuer));
    const ask = () => {
      const entries = { at: () => /** @type {any} */ (null), statusAt: () => /** @type {any} */ ("good") };
      const options = { ...optionsOf(good), certificate: fresh, issuer };
      const work = verifyResponse(keep(fromHex(good.response)), entries, options, false);
      let count = 0;
      for (let step = work.next(0); !step.done; step = work.next(verdictOf(step.value))) {
        count++;
      }
      return count;
    };
    assert.deepEqual([ask(), ask(), ask()], [3, 2, 2]);
  });
});
