// Runs the cases that field-cases.py makes of one kind: each is a test, and the last says how many there were.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { Certificate, OCSPRequest, OCSPResponse, OCSPVerificationError } from "../../bindings/index.js";
import { PythonWorker, withoutPython } from "./python-worker.js";

/** @typedef {import("../../bindings/index.js").VerificationReport} VerificationReport */

export { withoutPython } from "./python-worker.js";

export const fromHex = (/** @type {string} */ text) => new Uint8Array(Buffer.from(text, "hex"));
export const toHex = (/** @type {Uint8Array} */ bytes) => Buffer.from(bytes).toString("hex");

/**
 * The cases of a kind; none, where there is no Python.
 * @param {string} kind
 * @param {boolean} [ask] whether OpenSSL is asked about them
 * @returns {Promise<any[]>}
 */
export async function casesOf(kind, ask = true) {
  if (withoutPython) {
    return [];
  }
  const worker = new PythonWorker(new URL("field-cases.py", import.meta.url));
  try {
    return await worker.functions.cases({ kind, ask });
  } finally {
    await worker.close();
  }
}

const INPUTS = ["expectedNonce"];
const LISTS = ["trustedResponders", "responderCertificates"];

/** CheckOptions of a case. @param {any} chosen @param {string} [by] how the certificate is given */
export function optionsOf(chosen, by = "certificate") {
  const issuer = fromHex(chosen.issuer);
  const certificate = fromHex(chosen.certificate);
  /** @type {any} */
  const options = { issuer, certificate, time: new Date(chosen.time), ...chosen.options };
  for (const option of INPUTS.filter((name) => name in options)) {
    options[option] = fromHex(options[option]);
  }
  for (const option of LISTS.filter((name) => name in options)) {
    options[option] = options[option].map(fromHex);
  }
  if (typeof chosen.options.time === "number") {
    options.time = new Date(chosen.options.time);
  }
  if (by === "null") {
    options.certificate = null;
  } else if (by !== "certificate") {
    options.certificate = chosen[by];
  }
  if (chosen.request !== undefined) {
    options.request = OCSPRequest.fromDER(fromHex(chosen.request));
  }
  return options;
}

export const rowOf = (/** @type {VerificationReport} */ report, /** @type {string} */ name) =>
  /** @type {VerificationReport["checks"][number]} */ (report.checks.find((row) => row.name === name));

const sentences = (/** @type {VerificationReport} */ report) =>
  report.checks.map(({ name, outcome, message }) => `${name} ${outcome}: ${message}`).join("\n");

/** @param {VerificationReport} report @param {any} chosen @param {string} what */
export function assertReport(report, chosen, what) {
  const shown = `${what}\n${sentences(report)}`;
  const failed = report.checks.filter(({ outcome }) => outcome === "fail").map(({ name }) => name);
  assert.deepEqual(failed.sort(), chosen.fails, shown);
  assert.equal(report.ok, chosen.ok, shown);
  assert.equal(report.certificateStatus, chosen.status, shown);
  if (chosen.kind !== "any") {
    assert.equal(report.responder?.kind ?? null, chosen.kind, shown);
  }
  for (const [name, [outcome, ...words]] of Object.entries(chosen.rows)) {
    const row = rowOf(report, name);
    assert.equal(row.outcome, outcome, `${name} of ${shown}`);
    for (const word of words) {
      // What must not be said has a "!" before it.
      const said = row.message.includes(word.replace(/^!/, ""));
      assert.equal(said, !word.startsWith("!"), `${JSON.stringify(word)} in ${name}: ${row.message}`);
    }
  }
}

/** check(), verify() and assertGood() of a case agree with what it has to be. @param {any} chosen */
export function assertCase(chosen) {
  if (chosen.openssl !== null) {
    assert.equal(chosen.opensslSaid, chosen.openssl, `openssl ocsp:\n${chosen.opensslLines.join("\n")}`);
  }
  const response = OCSPResponse.fromDER(fromHex(chosen.response));
  for (const by of chosen.by) {
    const given = optionsOf(chosen, by);
    const report = response.check(given);
    assertReport(report, chosen, `by ${by}`);
    const code = !chosen.ok
      ? "ERR_NOT_RELIABLE"
      : { good: undefined, revoked: "ERR_CERT_REVOKED", unknown: "ERR_CERT_UNKNOWN" }[chosen.status];
    if (code === undefined) {
      assert.equal(response.assertGood(given).certificateStatus, "good");
    } else {
      assert.throws(
        () => response.assertGood(given),
        (/** @type {any} */ error) => error instanceof OCSPVerificationError && error.code === code,
      );
    }
    if (chosen.ok) {
      assert.equal(response.verify(given).certificateStatus, chosen.status);
    } else {
      assert.throws(() => response.verify(given), { code: "ERR_NOT_RELIABLE" });
    }
  }
}

export const certificateOf = (/** @type {string} */ hex) => Certificate.fromDER(fromHex(hex));

/**
 * A suite of one kind.
 * @param {string} title
 * @param {string} kind the file in field/
 * @param {number} least the number of cases below which something is missing
 * @param {(chosen: any) => void} [judge]
 */
export async function describeCases(title, kind, least, judge = assertCase) {
  const cases = await casesOf(kind);
  describe(title, { skip: withoutPython }, () => {
    let ran = 0;
    for (const chosen of cases) {
      test(chosen.name, () => {
        judge(chosen);
        ran++;
      });
    }
    after(() => {
      console.log(`# ${title}: ${ran} of ${cases.length} cases`);
    });
    test("the cases are there, each under a name of its own", () => {
      assert.ok(cases.length >= least, `${cases.length} cases`);
      assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length);
    });
  });
  return cases;
}
