/**
 * Whether an answer can be relied on, RFC 6960 3.2 and 4.2.2.2. The core decides: this file asks it, answers its
 * questions and puts its judgement into words.
 */
import {
  ASKS,
  CHECKING,
  CHECKS,
  DEFAULTS,
  FINDING,
  FINDINGS,
  HASHES,
  ISSUED,
  JUDGEMENT,
  LIMITS,
  NONCE_POLICIES,
  OID_NAMES,
  RESPONDERS,
} from "../../build/lists.js";
import { whyUnsupported } from "../keys/signature-check.js";
import { copyBytes, invalidArgument, isBytes, toBoolean, toMemberNumber, toMilliseconds } from "../lib/arguments.js";
import { OwnedBytes } from "../lib/bytes.js";
import { faultText, OCSPError } from "../lib/error.js";
import { inspectAs, jsonOf } from "../lib/inspect.js";
import { knownNames, memberOf, toOptions } from "../lib/options.js";
import { isCalled } from "../lib/other-copy.js";
import { verify, writeCertID } from "../wasm/core.js";
import { Plan } from "../wasm/plan.js";
import { Row } from "../wasm/table.js";
import {
  certificateBytes,
  findIssuance,
  isCertificate,
  makeCertificate,
  toCertificate,
  toCertificates,
} from "../x509/certificate.js";
import { RESPONSE_STATUSES } from "../x509/enums.js";
import { planTarget, targetOfCertID } from "./certid.js";
import { toRequestParts } from "./request.js";

/** @import { Asking, Question } from "../keys/signature-check.js" */
/** @import { Bytes } from "../lib/arguments.js" */
/** @import { Certificate, CertificateInput } from "../x509/certificate.js" */
/** @import { CertIDInput } from "./certid.js" */
/** @import { OCSPRequest } from "./request.js" */
/** @import { OCSPCertStatus, SingleResponse } from "./response.js" */
/** @import { CheckName } from "../../build/lists.js" */

/**
 * @typedef {object} CheckOptions what a response is judged by
 * @property {CertificateInput | null} issuer the CA that issued the certificate in question. null: it is not known
 *   (yet); signature and authorization are then "skipped", and ok is false
 * @property {CertificateInput | CertIDInput | null} certificate the certificate in question, or its CertID. null: any
 *   certificate of this issuer, provided that the response has a single entry
 * @property {OCSPRequest | undefined} [request] the request that was sent: `certificate` must be among what it asks
 *   about, under any hash algorithm; what else it asks about and is not answered is a note. If `certificate` is null,
 *   each of its CertIDs must have an equal entry. Its nonce is compared
 * @property {Bytes | undefined} [expectedNonce] the nonce that was sent, if the request is not at hand; 1 to 128 bytes
 *   (RFC 9654 2.1), and that of `request` if both are given
 * @property {readonly CertificateInput[] | undefined} [trustedResponders] responders trusted by local configuration
 *   (RFC 6960 4.2.2.2, first case). Their names and keys count, and their dates are checked; they need no
 *   extendedKeyUsage. Every one that has the responder's name is tried
 * @property {readonly CertificateInput[] | undefined} [responderCertificates] more candidates for the delegate than the
 *   response embeds; they are not trusted, but judged like embedded ones
 * @property {Date | undefined} [time] when to judge; now by default
 * @property {number | undefined} [clockSkewSeconds] tolerance for thisUpdate, nextUpdate, producedAt and maxAgeSeconds,
 *   not for certificates; 300 by default
 * @property {number | undefined} [maxAgeSeconds] oldest acceptable thisUpdate. If it is set, it counts for every
 *   answer; by default it is 86400 (24 hours) for an answer without nextUpdate, and there is no limit for others
 * @property {boolean | undefined} [requireNextUpdate] whether an answer without nextUpdate fails, as RFC 9919 section
 *   5 asks of its clients; false by default: RFC 6960 allows it, and it is a note
 * @property {"if-requested" | "required" | "ignore" | undefined} [noncePolicy] "if-requested" (the default): a nonce
 *   that comes back must be equal, and a missing one is a note. "required": it must come back. "ignore": it is not
 *   compared
 * @property {boolean | undefined} [requireNextUpdate] whether an answer without nextUpdate fails, as RFC 9919 section 5
 *   has it; false by default: RFC 6960 allows it, and then it is a note
 * @property {boolean | undefined} [allowSHA1Signatures] whether SHA-1 may sign the response and the delegate's
 *   certificate; false by default. MD5 always fails
 * @property {number | undefined} [minKeyBits] size of the smallest RSA or DSA key that may sign the response or the
 *   delegate's certificate; 2048 by default
 */
/** @typedef {Omit<CheckOptions, "issuer"> & { issuer: CertificateInput }} VerifyOptions CheckOptions with an issuer */

/**
 * @typedef {object} CheckParts what a Check has
 * @property {CheckName} name what was checked
 * @property {"pass" | "fail" | "note" | "skipped"} outcome "note": worth knowing, but not a reason to refuse.
 *   "skipped": could not be decided with what was given
 * @property {string} message one plain sentence: what was found, and what to do about it if the check failed
 * @property {string} reference e.g. "RFC 6960 section 4.2.2.2"
 * @property {readonly [number, number]} [span] the bytes that the message is about, as [start, end) in the response's
 *   DER, if there are any
 */
/** @typedef {Readonly<CheckParts>} Check one row of a report */

/**
 * @typedef {object} Reliable what a VerificationReport has if the answer can be relied on
 * @property {true} ok every check that decides trust passed (skipped is not passed). It means that the answer can be
 *   relied on, not that it is "good"
 * @property {OCSPCertStatus} certificateStatus the answer for the certificate. The strictest if several entries match
 * @property {SingleResponse} response the entry that answers
 */
/**
 * @typedef {object} Unreliable the same if it cannot
 * @property {false} ok a check that decides trust failed, or was skipped
 * @property {null} certificateStatus there is no answer to rely on
 * @property {null} response likewise
 */
/**
 * @typedef {object} ReportParts what every VerificationReport has
 * @property {SingleResponse | null} claimed the entry that was judged, even if it must not be relied on: for display
 *   only
 * @property {{ readonly certificate: Certificate, readonly kind: "issuer" | "delegate" | "trusted" } | null} responder
 *   who answered with authority; null if nobody did
 * @property {readonly Check[]} checks always all rows, in the order of the README
 */
/**
 * @typedef {Readonly<ReportParts> & { toJSON(): object } & (Readonly<Reliable> | Readonly<Unreliable>)}
 *   VerificationReport what OCSPResponse.check() found; frozen. `ok` tells whether there is an answer
 */

/** @typedef {ReportParts & (Reliable | Unreliable)} Judged what a report is made of */

/** Its type is VerificationReport. */
class Report {
  /** @param {Judged} parts */
  constructor({ ok, certificateStatus, response, claimed, responder, checks }) {
    /** @readonly */
    this.ok = ok;
    /** @readonly */
    this.certificateStatus = certificateStatus;
    /** @readonly */
    this.response = response;
    /** @readonly */
    this.claimed = claimed;
    /** @readonly */
    this.responder = responder;
    /** @readonly */
    this.checks = checks;
    Object.freeze(this);
  }
  toJSON() {
    const { ok, certificateStatus, claimed, responder, checks } = this;
    return {
      ok,
      certificateStatus,
      claimed: jsonOf(claimed),
      responder: responder && { kind: responder.kind, subject: responder.certificate.subject.toJSON() },
      checks: jsonOf(checks),
    };
  }
}
inspectAs(Report, "VerificationReport");

/** Thrown by verify() and assertGood(). Its report says which check failed, and why. */
export class OCSPVerificationError extends OCSPError {
  static {
    for (const key of ["name", Symbol.toStringTag]) {
      Object.defineProperty(this.prototype, key, {
        value: "OCSPVerificationError",
        writable: true,
        configurable: true,
      });
    }
  }
  /**
   * @param {import("../../build/lists.js").OCSPErrorCode} code
   * @param {string} message
   * @param {VerificationReport} report
   */
  constructor(code, message, report) {
    super(code, message);
    /** Every check with its outcome. @readonly @type {VerificationReport} */
    this.report = report;
  }
  /** The error and its report, for JSON.stringify. @override */
  toJSON() {
    return { ...super.toJSON(), report: this.report.toJSON() };
  }
}

/** @param {unknown} value @param {string} name @param {number} otherwise */
function toCount(value, name, otherwise) {
  if (value === undefined) {
    return otherwise;
  }
  if (!Number.isInteger(value) || /** @type {number} */ (value) < 0 || /** @type {number} */ (value) > 0x7fffffff) {
    throw invalidArgument(name, "a whole number from 0 to 2147483647", value);
  }
  return /** @type {number} */ (value);
}

/** @param {unknown} value @param {string} name */
const toOptionalCertificates = (value, name) => (value === undefined ? [] : toCertificates(value, name));

/** @param {unknown} value @returns {boolean} whether it is meant as a certificate, not as a CertID */
const isCertificateInput = (value) =>
  typeof value === "string" ||
  isBytes(value) ||
  (typeof value === "object" &&
    value !== null &&
    (isCertificate(value) || isCalled(value, "Certificate") || memberOf(value, "raw") !== undefined));

/** RFC 9654 2.1. @param {{ readonly length: number } | null | undefined} nonce */
const isNonce = (nonce) => nonce != null && nonce.length >= 1 && nonce.length <= LIMITS.NONCE;

/** @param {unknown} value @returns {OwnedBytes} */
function toNonce(value) {
  const nonce = new OwnedBytes(copyBytes(value, "options.expectedNonce"));
  if (!isNonce(nonce)) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      `options.expectedNonce: expected 1 to ${LIMITS.NONCE} bytes (RFC 9654 section 2.1), got ${nonce.length}`,
    );
  }
  return nonce;
}

/** What was sent, to judge the nonce by. @param {any} options CheckOptions */
function toSent({ request, expectedNonce, noncePolicy = "if-requested" }) {
  const asked = request === undefined ? null : toRequestParts(request, "options.request");
  const nonce = expectedNonce === undefined ? null : toNonce(expectedNonce);
  /* One of 0 or more than 128 octets is none (RFC 9654 2.1), and contradicts nothing. */
  if (nonce !== null && asked?.nonce && isNonce(asked.nonce) && !nonce.equals(new OwnedBytes(asked.nonce))) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      "options.expectedNonce: expected the nonce of options.request, got another; give the request alone",
    );
  }
  const policy = toMemberNumber(noncePolicy, "options.noncePolicy", NONCE_POLICIES);
  if (policy === NONCE_POLICIES.required && nonce === null && !isNonce(asked?.nonce)) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      `options.noncePolicy: "required" needs a request with a nonce of 1 to ${LIMITS.NONCE} bytes, or expectedNonce`,
    );
  }
  return { request: asked?.der ?? null, nonce, policy };
}

/** Everything that a check can be told. @type {import("../lib/options.js").Known<CheckOptions>} */
const CHECK_OPTIONS = knownNames([
  "issuer",
  "certificate",
  "request",
  "expectedNonce",
  "trustedResponders",
  "responderCertificates",
  "time",
  "clockSkewSeconds",
  "maxAgeSeconds",
  "noncePolicy",
  "requireNextUpdate",
  "allowSHA1Signatures",
  "minKeyBits",
]);

/** @param {unknown} options CheckOptions @param {boolean} issuerRequired whether null is not enough */
function readOptions(options, issuerRequired) {
  const given = /** @type {any} */ (toOptions(options, CHECK_OPTIONS));
  const { issuer, certificate, time } = given;
  if (issuer === undefined || (issuer === null && issuerRequired)) {
    const expected = issuerRequired ? "the certificate of the issuer" : "a certificate, or an explicit null";
    throw invalidArgument("options.issuer", expected, issuer);
  }
  if (certificate === undefined) {
    throw invalidArgument("options.certificate", "a certificate, a CertID, or an explicit null", undefined);
  }
  const { request, nonce, policy } = toSent(given);
  const isCertificate = isCertificateInput(certificate);
  return {
    issuer: issuer === null ? null : toCertificate(issuer, "options.issuer"),
    certificate: isCertificate ? toCertificate(certificate, "options.certificate") : null,
    certID:
      isCertificate || certificate === null
        ? null
        : writeCertID(planTarget(new Plan(), targetOfCertID(certificate, "options.certificate"))),
    time: time === undefined ? Date.now() : toMilliseconds(time, "options.time"),
    clockSkew: toCount(given.clockSkewSeconds, "options.clockSkewSeconds", DEFAULTS.clockSkewSeconds),
    maxAge: toCount(given.maxAgeSeconds, "options.maxAgeSeconds", -1),
    requireNextUpdate: Number(toBoolean(given.requireNextUpdate, "options.requireNextUpdate")),
    minKeyBits: toCount(given.minKeyBits, "options.minKeyBits", DEFAULTS.minKeyBits),
    request,
    nonce,
    policy,
    allowSHA1: Number(toBoolean(given.allowSHA1Signatures, "options.allowSHA1Signatures")),
    trusted: toOptionalCertificates(given.trustedResponders, "options.trustedResponders"),
    candidates: toOptionalCertificates(given.responderCertificates, "options.responderCertificates"),
  };
}

/** @param {ReturnType<typeof readOptions>} options @returns {Asking<number>} of ISSUED */
function* findIssued({ certificate, issuer }) {
  if (certificate === null || issuer === null) {
    return ISSUED.NOT;
  }
  const issued = yield* findIssuance(certificate, issuer);
  if (typeof issued === "boolean") {
    return issued ? ISSUED.YES : ISSUED.NOT;
  }
  return /** @type {OCSPError} */ (issued).code === "ERR_UNSUPPORTED_KEY"
    ? ISSUED.UNKNOWN_KEY
    : ISSUED.UNKNOWN_ALGORITHM;
}

/** @param {Plan} plan @param {import("../wasm/table.js").Table} judgement with a question @returns {Question} */
function questionOf(plan, judgement) {
  /** @param {number} member */
  const part = (member) => plan.part(judgement, JUDGEMENT.question + member);
  return {
    algorithm: part(CHECKING.algorithm),
    spki: part(CHECKING.spki),
    data: part(CHECKING.data),
    signature: part(CHECKING.signature),
  };
}

/** @param {Date | null} time */
const timeText = (time) => {
  const text = time?.toISOString() ?? "";
  return text.endsWith(".000Z") ? `${text.slice(0, -5)}Z` : text;
};

/** Why a certificate that came with the response cannot be read. @param {OwnedBytes} der */
function refusalOf(der) {
  try {
    makeCertificate(der);
  } catch (error) {
    const { code, path } = /** @type {OCSPError} */ (error);
    return path ? `${code}, ${path}` : code;
  }
  return "";
}

/**
 * @typedef {object} Finding what a sentence may speak of
 * @property {number} number
 * @property {number} limit
 * @property {Date | null} time
 * @property {() => OwnedBytes} subject
 * @property {Row} judgement
 */
/**
 * What the placeholders of the sentences in checks.def stand for.
 * @type {Record<string, (finding: Finding) => string>}
 */
const PLACEHOLDERS = {
  number: ({ number }) => String(number),
  limit: ({ limit }) => String(limit),
  asked: ({ number }) => String(HASHES[number]?.name),
  answered: ({ limit }) => String(HASHES[limit]?.name),
  status: ({ number }) => `${RESPONSE_STATUSES[number]} (${number})`,
  time: ({ time }) => timeText(time),
  extension: ({ number }) => OID_NAMES[number],
  fault: ({ judgement: { table } }) =>
    faultText(table[JUDGEMENT.fault], table[JUDGEMENT.expected], table[JUDGEMENT.found]),
  unsupported: ({ number, subject }) => whyUnsupported(number, subject()),
  broken: ({ subject }) => refusalOf(subject()),
};

/**
 * What a finding says, in words.
 * @param {string} sentence of checks.def
 * @param {Plan} plan
 * @param {Row} judgement
 * @param {Row} finding
 */
const fillIn = (sentence, plan, judgement, finding) =>
  sentence.replace(/\{(\w+)\}/g, (_, placeholder) =>
    PLACEHOLDERS[placeholder]({
      number: finding.number(FINDING.number),
      limit: finding.number(FINDING.limit),
      time: finding.optionalTime(FINDING.time),
      subject: () => plan.part(finding.table, finding.base + FINDING.subject),
      judgement,
    }),
  );

/** @param {Plan} plan @param {Row} row a JUDGEMENT @param {number} index of CHECKS @returns {Check} */
function checkAt(plan, row, index) {
  const finding = row.row(JUDGEMENT.findings + index * FINDING.CELLS);
  const { name, reference } = CHECKS[index];
  const { outcome, sentence } = /** @type {NonNullable<typeof FINDINGS[number]>} */ (
    FINDINGS[finding.number(FINDING.finding)]
  );
  const message = sentence.includes("{") ? fillIn(sentence, plan, row, finding) : sentence;
  if (!finding.has(FINDING.span)) {
    return Object.freeze({ name, reference, outcome, message });
  }
  const start = finding.number(FINDING.span);
  const span = /** @type {const} */ ([start, start + finding.number(FINDING.span + 1)]);
  return Object.freeze({ name, reference, outcome, message, span });
}

/**
 * A plan of VERIFICATION.
 * @param {OwnedBytes} response
 * @param {ReturnType<typeof readOptions>} options
 * @param {number} issued of ISSUED
 * @param {readonly number[]} answers to the questions so far, of VERDICT
 */
function planVerification(response, options, issued, answers) {
  const { issuer, certificate, trusted, candidates } = options;
  const plan = new Plan()
    .span(response)
    .span(issuer && certificateBytes(issuer))
    .span(certificate && certificateBytes(certificate))
    .span(options.certID)
    .span(options.request)
    .span(options.nonce)
    .int(issued)
    .moment(options.time)
    .int(options.clockSkew)
    .int(options.maxAge)
    .int(options.requireNextUpdate)
    .int(options.policy)
    .int(options.allowSHA1)
    .int(options.minKeyBits)
    .int(ASKS.ALL)
    .int(trusted.length)
    .int(candidates.length)
    .int(answers.length);
  for (const responder of [...trusted, ...candidates]) {
    plan.span(certificateBytes(responder));
  }
  for (const verdict of answers) {
    plan.int(verdict);
  }
  return plan;
}

/**
 * The entries of the response. The status does not come from the entry's getter, which a property of its own can hide.
 * @typedef {{ at(index: number): SingleResponse, statusAt(index: number): OCSPCertStatus }} Entries
 */

/**
 * @param {Plan} plan that was judged
 * @param {Row} judgement
 * @param {Entries} entries
 * @returns {VerificationReport}
 */
function reportOf(plan, judgement, entries) {
  const ok = judgement.number(JUDGEMENT.ok) === 1;
  const index = judgement.number(JUDGEMENT.claimed);
  const claimed = index < 0 ? null : entries.at(index);
  const kind = RESPONDERS[judgement.number(JUDGEMENT.responder)];
  const parts = {
    claimed,
    responder: !kind
      ? null
      : Object.freeze({
          certificate: makeCertificate(plan.part(judgement.table, JUDGEMENT.responderCertificate)),
          kind,
        }),
    checks: Object.freeze(CHECKS.map((_, check) => checkAt(plan, judgement, check))),
  };
  const report =
    ok && claimed !== null
      ? new Report({ ...parts, ok: true, certificateStatus: entries.statusAt(index), response: claimed })
      : new Report({ ...parts, ok: false, certificateStatus: null, response: null });
  return /** @type {VerificationReport} */ (report);
}

/**
 * @param {OwnedBytes} response
 * @param {Entries} entries
 * @param {unknown} options CheckOptions
 * @param {boolean} issuerRequired whether an issuer of null is refused
 * @returns {Asking<VerificationReport>}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_* for wrong options
 */
export function* verifyResponse(response, entries, options, issuerRequired) {
  const read = readOptions(options, issuerRequired);
  const issued = yield* findIssued(read);
  /** @type {number[]} */
  const answers = [];
  for (;;) {
    const plan = planVerification(response, read, issued, answers);
    const judgement = new Row(response, verify(plan));
    if (judgement.number(JUDGEMENT.asked) === 0) {
      return reportOf(plan, judgement, entries);
    }
    answers.push(yield questionOf(plan, judgement.table));
  }
}

/**
 * @param {VerificationReport} report
 * @returns {SingleResponse}
 * @throws {OCSPVerificationError} ERR_NOT_RELIABLE
 */
export function assertReliable(report) {
  if (report.response === null) {
    const failed = report.checks.filter(({ outcome }) => outcome === "fail");
    const deciding = failed.length > 0 ? failed : report.checks.filter(({ outcome }) => outcome === "skipped");
    throw new OCSPVerificationError(
      "ERR_NOT_RELIABLE",
      deciding.map(({ name, message }) => `${name}: ${message}`).join(" "),
      report,
    );
  }
  return report.response;
}

/**
 * @param {VerificationReport} report
 * @returns {SingleResponse}
 * @throws {OCSPVerificationError} ERR_NOT_RELIABLE, ERR_CERT_REVOKED, ERR_CERT_UNKNOWN
 */
export function assertGood(report) {
  const entry = assertReliable(report);
  if (report.certificateStatus === "revoked") {
    const reason = entry.revocationReason === null ? "" : ` (${entry.revocationReason})`;
    throw new OCSPVerificationError(
      "ERR_CERT_REVOKED",
      `the certificate was revoked at ${timeText(entry.revocationTime)}${reason}`,
      report,
    );
  }
  if (report.certificateStatus !== "good") {
    throw new OCSPVerificationError("ERR_CERT_UNKNOWN", "the responder does not know the certificate", report);
  }
  return entry;
}
