// Answers in the forms that real CAs send, made and judged by other implementations: field-answers.py.

import { OCSPResponse } from "../../bindings/index.js";
import { PythonWorker } from "./python-worker.js";

export { withoutPython } from "./python-worker.js";

/** @typedef {{ response: string, issuer: string, certificate: string, delegate: string }} Answer in hexadecimal */

/** Starts the maker; `close()` ends it. */
export const startMaker = () => new PythonWorker(new URL("field-answers.py", import.meta.url));

export const fromHex = (/** @type {string} */ text) => new Uint8Array(Buffer.from(text, "hex"));

/**
 * @param {Answer} answer
 * @param {object} [options] CheckOptions beside the certificates
 */
export const checkAnswer = ({ response, issuer, certificate }, options = {}) =>
  OCSPResponse.fromDER(fromHex(response)).check({
    issuer: fromHex(issuer),
    certificate: fromHex(certificate),
    ...options,
  });

/** The row of a report with this name. @param {import("../../bindings/index.js").VerificationReport} report */
export const rowOf = (report, /** @type {string} */ name) =>
  report.checks.find((row) => row.name === name) ??
  (() => {
    throw new Error(`no row ${name}`);
  })();

/** Its outcome and sentence in one string. @param {import("../../bindings/index.js").VerificationReport} report */
export const said = (report, /** @type {string} */ name) =>
  `${rowOf(report, name).outcome}: ${rowOf(report, name).message}`;
