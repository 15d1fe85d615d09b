/** A verification report: in one sentence, as a table, as JSON. */
import process from "node:process";
import { titleOf } from "./chain.js";
import { exitStatusOf } from "./exit.js";
import { printJSON, printLines } from "./output.js";
import { paint, printableLine, width, wrapped } from "./terminal.js";

/** @typedef {import("../index.js").VerificationReport} VerificationReport */
/** @typedef {import("../index.js").SingleResponse} SingleResponse */
/**
 * @typedef {object} Subject what was verified
 * @property {import("../index.js").OCSPResponse} response
 * @property {import("../index.js").Certificate} certificate
 * @property {Date} time
 * @property {Readonly<Record<string, string | null>>} [sources] URLs, by name
 */

/**
 * Never by colour alone. @satisfies {Record<import("../index.js").Check["outcome"], { word: string, style:
 * import("./terminal.js").Style }>}
 */
const OUTCOMES = {
  pass: { word: "pass", style: "green" },
  fail: { word: "FAIL", style: "red" },
  note: { word: "note", style: "cyan" },
  skipped: { word: "skip", style: "yellow" },
};
/** Width of the longest name with its margins. */
const NAME = 21,
  INDENT = 8 + NAME;

/** @param {Date} time */
const timeText = (time) => time.toISOString().replace(".000Z", "Z");

/**
 * How long an answer holds: up to its nextUpdate, and no longer than the certificate of a responder other than the
 * issuer.
 * @param {Date} nextUpdate
 * @param {VerificationReport["responder"]} responder
 * @param {Date} time
 */
function endText(nextUpdate, responder, time) {
  if (nextUpdate < time) {
    return `newer information was due at ${timeText(nextUpdate)}`;
  }
  const notAfter = responder === null || responder.kind === "issuer" ? nextUpdate : responder.certificate.notAfter;
  return notAfter < time
    ? `the responder's certificate expired at ${timeText(notAfter)}`
    : `until ${timeText(notAfter < nextUpdate ? notAfter : nextUpdate)}`;
}

/** @param {SingleResponse} entry @param {VerificationReport} report @param {Subject} subject */
const statusText = ({ certificateStatus, revocationTime, revocationReason, nextUpdate }, { responder }, { time }) =>
  revocationTime !== null
    ? `revoked since ${timeText(revocationTime)}${revocationReason === null ? "" : `, ${revocationReason}`}`
    : certificateStatus === "unknown"
      ? "unknown to the responder"
      : `${certificateStatus}${nextUpdate === null ? "" : `, ${endText(nextUpdate, responder, time)}`}`;

/** @param {VerificationReport} report @param {Subject} subject @returns {string} */
function verdict(report, subject) {
  const { response: entry, checks } = report,
    { response } = subject;
  if (entry !== null) {
    return statusText(entry, report, subject);
  }
  if (response.responseStatus !== "successful") {
    return `no answer: the responder says ${response.responseStatus}`;
  }
  const failed = checks.filter(({ outcome }) => outcome === "fail");
  const deciding = failed.length > 0 ? failed : checks.filter(({ outcome }) => outcome === "skipped");
  return `the answer cannot be relied on: ${deciding.map(({ name }) => name).join(", ")}`;
}

/** @param {VerificationReport} report @param {Subject} subject @returns {Generator<string>} */
function* tableLines(report, subject) {
  const { certificate, response, time, sources = {} } = subject;
  const style = !report.ok ? "red" : report.certificateStatus === "good" ? "green" : "yellow";
  yield `${titleOf(certificate)}: ${paint(["bold", style], verdict(report, subject))}`;
  /* An error status has nothing else to check. */
  const checks =
    response.responseStatus === "successful"
      ? report.checks
      : report.checks.filter(({ outcome }) => outcome !== "skipped");
  for (const { name, outcome, message, reference } of checks) {
    const { word, style: outcomeStyle } = OUTCOMES[outcome];
    const [first, ...rest] = wrapped([...printableLine(message).split(" "), `(${reference})`], width() - INDENT);
    yield `  ${paint(outcomeStyle, word)}  ${name.padEnd(NAME)}${first}`;
    yield* rest.map((line) => " ".repeat(INDENT) + line);
  }
  if (!report.ok && report.claimed !== null) {
    yield `  claimed: ${statusText(report.claimed, report, subject)}`;
  }
  if (report.responder !== null) {
    yield `  answered by ${titleOf(report.responder.certificate)}, ${report.responder.kind}`;
  }
  for (const [name, url] of Object.entries(sources)) {
    if (url !== null) {
      yield `  ${name}: ${printableLine(url)}`;
    }
  }
  yield `  as of ${timeText(time)}`;
}

/**
 * Sets the exit status too.
 * @param {VerificationReport} report
 * @param {Subject} subject
 * @param {boolean | undefined} json
 */
export async function printReport(report, subject, json) {
  process.exitCode = exitStatusOf(report);
  if (!json) {
    await printLines(tableLines(report, subject));
    return;
  }
  const { certificate, response, time, sources } = subject;
  await printJSON({
    verdict: verdict(report, subject),
    exitStatus: process.exitCode,
    subject: certificate.subject.toString(),
    serialNumber: certificate.serialNumber.toString(16),
    responseStatus: response.responseStatus,
    time,
    ...sources,
    ...report.toJSON(),
  });
}
