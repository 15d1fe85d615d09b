// An answer in time: its spans, its single moments, and the moments at which its verdict may change.

import { DEFAULTS } from "../../../bindings/index.js";
import { decodedOf } from "../decoded.js";
import { durationText, EARLIEST, LATEST, secondsOf } from "../utc-text.js";

/** @typedef {import("../../../bindings/index.js").Certificate} Certificate */

/**
 * Options of check(), with its defaults.
 *
 * @typedef {{ clockSkewSeconds?: number | undefined, maxAgeSeconds?: number | undefined }} Allowance
 */

/**
 * All times are seconds since 1970.
 *
 * @typedef {{ name: string, time: number }} Moment
 *
 * @typedef {object} Span
 * @property {"answer" | "responder" | "certificate"} kind
 * @property {string} title
 * @property {Moment} start
 * @property {Moment | null} end null: newer information is always available
 *
 * @typedef {object} Moments
 * @property {[answer: Span, ...Span[]]} spans
 * @property {(Moment & { kind: string })[]} marks
 * @property {Moment[]} turns in order: the ends of the answer, and the first and the last moment at which a check
 *   passes
 * @property {number} skew seconds by which clocks may differ
 * @property {number} until the end of the answer; without nextUpdate, when it becomes too old
 */

/**
 * What the views need to know about an answer.
 *
 * @typedef {object} Answer
 * @property {import("../../../bindings/index.js").OCSPResponse} response
 * @property {import("../../../bindings/index.js").SingleResponse | null} entry
 * @property {import("../../../bindings/index.js").VerificationReport | null} report
 * @property {Certificate | null} responderCertificate
 * @property {Certificate | null} certificate
 */

/** @param {Span["kind"]} kind @param {string} title @param {Certificate} certificate @returns {Span} */
const validity = (kind, title, { notBefore, notAfter }) => ({
  kind,
  title,
  start: { name: "notBefore", time: secondsOf(notBefore) },
  end: { name: "notAfter", time: secondsOf(notAfter) },
});

/** @param {number} time */
const possible = (time) => Math.min(Math.max(time, EARLIEST), LATEST);

/** @param {Moment} moment @param {number} seconds @returns {Moment[]} */
function shifted({ name, time }, seconds) {
  const duration = durationText(Math.abs(seconds), Infinity).replace(/ minutes?/, " min");
  return seconds ? [{ name: `${name} ${seconds < 0 ? "−" : "+"} ${duration}`, time: time + seconds }] : [];
}

/**
 * @param {Span} answer
 * @param {Moment} producedAt
 * @param {Span | undefined} responder whose dates count
 * @param {number} skew
 * @param {number} age
 */
function turnsOf({ start, end }, producedAt, responder, skew, age) {
  const turns = [
    ...shifted(start, -skew),
    start,
    ...(end ? [end, ...shifted(end, skew)] : shifted(start, age + skew)),
    ...(producedAt.time > start.time ? shifted(producedAt, -skew) : []),
    ...(responder
      ? [responder.start, responder.end].flatMap((moment) =>
          moment ? [{ name: `${responder.title.toLowerCase()} ${moment.name}`, time: moment.time }] : [],
        )
      : []),
  ];
  return turns.map(({ name, time }) => ({ name, time: possible(time) })).sort((a, b) => a.time - b.time);
}

/**
 * @param {Answer} answer
 * @param {Allowance} [allowance]
 * @returns {Moments | null} null if there is no answer
 */
export function momentsOf({ response, entry, report, responderCertificate, certificate }, allowance = {}) {
  if (!entry || response.responseStatus !== "successful") {
    return null;
  }
  const { thisUpdate, nextUpdate, revocationTime, extensions } = entry;
  const skew = allowance.clockSkewSeconds ?? DEFAULTS.clockSkewSeconds;
  const age = allowance.maxAgeSeconds ?? DEFAULTS.maxAgeSeconds;
  const kind = report?.responder?.kind ?? "delegate";
  const responder =
    responderCertificate &&
    validity(
      "responder",
      { issuer: "Issuer", delegate: "Delegate", trusted: "Trusted responder" }[kind],
      responderCertificate,
    );
  /** @type {Span} */
  const answer = {
    kind: "answer",
    title: "Answer",
    start: { name: "thisUpdate", time: secondsOf(thisUpdate) },
    end: nextUpdate && { name: "nextUpdate", time: secondsOf(nextUpdate) },
  };
  /** @type {[kind: string, name: string, time: Date | null | undefined][]} */
  const marks = [
    ["produced", "producedAt", response.producedAt],
    ["revoked", "revoked", revocationTime],
    ["invalid", "invalidityDate", decodedOf(extensions.get("invalidityDate")).value],
    ["archive", "archiveCutoff", decodedOf(extensions.get("archiveCutoff")).value],
  ];
  return {
    spans: [
      answer,
      ...(responder ? [responder] : []),
      ...(certificate ? [validity("certificate", "Certificate", certificate)] : []),
    ],
    marks: marks.flatMap(([kind, name, time]) => (time ? [{ kind, name, time: secondsOf(time) }] : [])),
    // The dates of the issuer itself do not matter to the verdict.
    turns: turnsOf(
      answer,
      { name: "producedAt", time: secondsOf(response.producedAt) },
      responder && kind !== "issuer" ? responder : undefined,
      skew,
      age,
    ),
    skew,
    until: answer.end?.time ?? answer.start.time + age,
  };
}
