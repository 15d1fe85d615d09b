/** A verification report: in one sentence, as a table, as JSON. */
import process from "node:process";
import { attemptLines } from "./attempts.js";
import { titleOf } from "./chain.js";
import { exitStatusOf } from "./exit.js";
import { printJSON, printLines } from "./output.js";
import { paint, printableLine, width, wrapped } from "./terminal.js";

/** @typedef {import("../index.js").VerificationReport} VerificationReport */
/** @typedef {import("../index.js").SingleResponse} SingleResponse */
/** @typedef {import("../index.js").Certificate} Certificate */
/** @typedef {import("../index.js").OCSPResponse} OCSPResponse */
/**
 * @typedef {object} Subject what was verified
 * @property {OCSPResponse} response
 * @property {Certificate} certificate
 * @property {Date} time
 * @property {string} [origin] where the response came from, where several did
 * @property {Readonly<Record<string, string | null>>} [sources] URLs, by name
 * @property {readonly Certificate[]} trusted responders, by --trusted-responder
 * @property {readonly import("./attempts.js").Attempt[]} [attempts] all that was asked; undefined: nobody was
 * @property {import("./attempts.js").Attempt} [attempt] the one that brought the response
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

/** @param {SingleResponse} entry @param {VerificationReport} report @param {{ time: Date }} subject */
const statusText = ({ certificateStatus, revocationTime, revocationReason, nextUpdate }, { responder }, { time }) =>
  revocationTime !== null
    ? `revoked since ${timeText(revocationTime)}${revocationReason === null ? "" : `, ${revocationReason}`}`
    : certificateStatus === "unknown"
      ? "unknown to the responder"
      : `${certificateStatus}${nextUpdate === null ? "" : `, ${endText(nextUpdate, responder, time)}`}`;

/**
 * A report in a few words.
 * @param {VerificationReport} report
 * @param {Pick<Subject, "response" | "time">} subject
 * @returns {string}
 */
export function verdictOf(report, subject) {
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
  const { certificate, response, time, origin = "", sources = {}, trusted, attempts = [], attempt } = subject;
  const style = !report.ok ? "red" : report.certificateStatus === "good" ? "green" : "yellow";
  yield `${titleOf(certificate)}${origin}: ${paint(["bold", style], verdictOf(report, subject))}`;
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
  for (const responder of trusted) {
    yield `  trusted by --trusted-responder: ${titleOf(responder)}`;
  }
  for (const [name, url] of Object.entries(sources)) {
    if (url !== null) {
      yield `  ${name}: ${printableLine(url)}`;
    }
  }
  for (const line of attemptLines(attempts.filter((each) => each !== attempt))) {
    yield `  also asked: ${line}`;
  }
  yield `  as of ${timeText(time)}`;
}

/**
 * @param {VerificationReport} report
 * @param {Subject} subject
 * @returns {object} with the members that the README names
 */
export function reportJSON(report, subject) {
  const { certificate, response, time, sources, trusted, attempts } = subject;
  return {
    verdict: verdictOf(report, subject),
    exitStatus: exitStatusOf(report),
    subject: certificate.subject.toString(),
    serialNumber: certificate.serialNumber.toString(16),
    responseStatus: response.responseStatus,
    time,
    ...sources,
    ...(attempts && { attempts }),
    trustedResponders: trusted.map((each) => ({
      subject: each.subject.toString(),
      serialNumber: each.serialNumber.toString(16),
    })),
    ...report.toJSON(),
  };
}

/** @param {VerificationReport} report @param {Subject} subject */
export const printTable = (report, subject) => printLines(tableLines(report, subject));

/**
 * Sets the exit status too.
 * @param {VerificationReport} report
 * @param {Subject} subject
 * @param {boolean | undefined} json
 */
export async function printReport(report, subject, json) {
  process.exitCode = exitStatusOf(report);
  await (json ? printJSON(reportJSON(report, subject)) : printTable(report, subject));
}
