/** What a server staples and what the responder says, each judged by itself, in one output. */
import process from "node:process";
import { titleOf } from "./chain.js";
import { EXIT, errorJSON, exitStatusOf, NoAnswerError, NoResponderError, statusOfError } from "./exit.js";
import { printJSON, printLines } from "./output.js";
import { printTable, reportJSON } from "./report.js";
import { orUnreadable } from "./responders.js";
import { paint, printable, printableLine } from "./terminal.js";

/** @typedef {import("../index.js").Certificate} Certificate */
/** @typedef {import("./server.js").Sent} Sent */
/** @typedef {{ report: import("../index.js").VerificationReport, subject: import("./report.js").Subject }} Judged */
/** @typedef {Judged | NoAnswerError | NoResponderError} Result */

/** @param {() => Judged | Promise<Judged>} judge @returns {Promise<Judged | NoAnswerError>} */
export async function resultOf(judge) {
  try {
    return await judge();
  } catch (error) {
    if (error instanceof NoAnswerError) {
      return error;
    }
    throw error;
  }
}

/** @param {Result} result */
const statusOf = (result) => (result instanceof Error ? statusOfError(result) : exitStatusOf(result.report));

/** What was revoked by either of them is; then, what cannot be relied on. */
const SEVERITY = [EXIT.NOT_GOOD, EXIT.NOT_RELIABLE, EXIT.NO_RESPONDER, EXIT.DONE];

/** @param {Result} result @param {string} title */
async function printResult(result, title) {
  await (result instanceof Error
    ? printLines([`${title}: ${paint(["bold", "red"], printable(result.message))}`])
    : printTable(result.report, result.subject));
}

/** @param {Result} result */
const resultJSON = (result) =>
  result instanceof Error ? { error: errorJSON(result) } : reportJSON(result.report, result.subject);

/**
 * A server's staple and what the responder says, each by itself.
 * @param {{ certificate: Certificate, source: string, sent: Sent }} question
 * @param {{ staple: Result | null, answer: Result }} results
 * @param {boolean | undefined} json
 */
export async function printServer({ certificate, source, sent }, { staple, answer }, json) {
  const mustStaple = orUnreadable(() => certificate.mustStaple) ?? false;
  const isStapleMissing = mustStaple && staple === null;
  const statuses = [
    ...(staple === null ? [] : [statusOf(staple)]),
    ...(staple !== null && answer instanceof NoResponderError ? [] : [statusOf(answer)]),
    ...(isStapleMissing ? [EXIT.NOT_RELIABLE] : []),
  ];
  const exitStatus = SEVERITY.find((status) => statuses.includes(status)) ?? EXIT.DONE;
  process.exitCode = exitStatus;
  if (json) {
    const { problem } = sent;
    await printJSON({
      server: source,
      problem,
      exitStatus,
      mustStaple,
      staple: staple && resultJSON(staple),
      answer: resultJSON(answer),
    });
    return;
  }
  const lines = [
    `${source}: it staples ${staple === null ? "no" : "an"} answer`,
    ...(sent.problem === null ? [] : [`  a client would not accept the certificate: ${printableLine(sent.problem)}`]),
    ...(isStapleMissing ? ["  the certificate says that its server must staple (RFC 7633)"] : []),
    "",
  ];
  await printLines(lines);
  const title = titleOf(certificate);
  if (staple !== null) {
    await printResult(staple, `${title}, stapled`);
    await printLines([""]);
  }
  await printResult(answer, `${title}, asked now`);
}
