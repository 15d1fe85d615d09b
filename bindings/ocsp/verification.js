/**
 * Whether an answer can be relied on, RFC 6960 3.2 and 4.2.2.2. The core decides; this file asks it, answers its
 * questions and words it.
 */
import {
  CHECKING,
  CHECKS,
  DEFAULTS,
  FINDING,
  FINDINGS,
  ISSUED,
  JUDGEMENT,
  NONCE_POLICIES,
  RESPONDERS,
} from "../../build/lists.js";
import { verifySignature } from "../keys/signature.js";
import {
  checkList,
  checkMember,
  checkOptions,
  checkTime,
  copyBytes,
  invalidArgument,
  isBytes,
} from "../lib/arguments.js";
import { Octets } from "../lib/bytes.js";
import { OCSPError } from "../lib/error.js";
import { jsonOf, presentAs } from "../lib/inspect.js";
import { Plan, verify, writeCertID } from "../wasm/core.js";
import { isPresent, optionalTimeAt } from "../wasm/table.js";
import { Certificate, certificateOctets, checkCertificate, makeCertificate } from "../x509/certificate.js";
import { RESPONSE_STATUSES } from "../x509/enums.js";
import { planTarget, targetOfCertID } from "./certid.js";
import { checkRequest } from "./request.js";

/** @import { Bytes } from "../lib/arguments.js" */
/** @import { CertificateInput } from "../x509/certificate.js" */
/** @import { CertIDInput } from "./certid.js" */
/** @import { OCSPRequest } from "./request.js" */
/** @import { OCSPCertStatus, SingleResponse } from "./response.js" */
/** @import { CheckName } from "../../build/lists.js" */

/**
 * @typedef {object} CheckOptions what a response is judged by
 * @property {CertificateInput | null} issuer the CA that issued the certificate in question. null: not known (yet);
 *   signature and
 * authorization are then "skipped" and ok is false
 * @property {CertificateInput | CertIDInput | null} certificate the certificate in question, or its CertID. null states
 *   on purpose that any
 * single entry of this issuer is meant
 * @property {OCSPRequest | undefined} [request] that was sent: each of its CertIDs must have an equal entry,
 *   `certificate` must be among them,
 * its nonce is compared
 * @property {Bytes | undefined} [expectedNonce] the nonce that was sent, where the request is not at hand; one octet at
 *   least
 * @property {readonly CertificateInput[] | undefined} [trustedResponders] trusted by local configuration (RFC 6960
 *   4.2.2.2, first case): their
 * name and key; no EKU needed, dates are checked. Each that has the name is tried, however many they are
 * @property {readonly CertificateInput[] | undefined} [responderCertificates] candidates for the delegate that are not
 *   embedded in the response;
 * not trusted, but judged like embedded ones
 * @property {Date | undefined} [time] now, unless given
 * @property {number | undefined} [clockSkewSeconds] 300; for thisUpdate, nextUpdate, producedAt and maxAgeSeconds, not
 *   for certificates
 * @property {number | undefined} [maxAgeSeconds] oldest acceptable thisUpdate for an answer without nextUpdate; 24
 *   hours
 * @property {"if-requested" | "required" | "ignore" | undefined} [noncePolicy] "if-requested": a nonce that comes back
 *   must be equal, none coming
 * back is a note. "required": one must come back. "ignore": none is compared
 * @property {boolean | undefined} [allowSHA1Signatures] of the response and of the delegate's certificate; MD5 always
 *   fails
 * @property {number | undefined} [minKeyBits] smallest RSA or DSA key that may sign the response, or the certificate of
 *   the delegate that
 * does; 2048
 */
/** @typedef {Omit<CheckOptions, "issuer"> & { issuer: CertificateInput }} VerifyOptions the same, with an issuer */

/**
 * @typedef {object} CheckParts what a Check has
 * @property {CheckName} name what was checked
 * @property {"pass" | "fail" | "note" | "skipped"} outcome "note": worth knowing, no reason to refuse. "skipped": could
 *   not be decided with
 * what was given
 * @property {string} message one plain sentence: what was found, and what to do about it where it failed
 * @property {string} reference e.g. "RFC 6960 section 4.2.2.2"
 * @property {readonly [number, number]} [span] the bytes it speaks of, as [start, end) in the response's DER, where
 *   there are any
 */
/** @typedef {Readonly<CheckParts>} Check one row of a report */

/**
 * @typedef {object} ReportParts what a VerificationReport has
 * @property {boolean} ok every check that decides trust passed (skipped is not passed). The answer can be relied on,
 *   not: it is "good"
 * @property {OCSPCertStatus | null} certificateStatus the answer for the certificate, only when ok; the strictest where
 *   several entries match
 * @property {SingleResponse | null} response the entry that answers, only when ok
 * @property {SingleResponse | null} claimed the entry that the checks spoke of, also when it must not be relied on: for
 *   display only
 * @property {{ readonly certificate: Certificate, readonly kind: "issuer" | "delegate" | "trusted" } | null} responder
 *   who was authorized to answer
 * @property {readonly Check[]} checks all rows, always, in the order of the README
 */
/**
 * @typedef {Readonly<ReportParts> & { toJSON(): object }} VerificationReport what OCSPResponse.check() found; frozen
 */

/** @implements {VerificationReport} */
class Report {
  /** @param {ReportParts} parts */
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
presentAs(Report, "VerificationReport");

/** Thrown by verify() and assertGood(): the report says which check failed and why. */
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
    /** Every check, with its outcome. @readonly @type {VerificationReport} */
    this.report = report;
  }
  /** The error and its report, for JSON.stringify. @override */
  toJSON() {
    return { ...super.toJSON(), report: this.report.toJSON() };
  }
}

/** @param {unknown} value @param {string} name @param {number} otherwise */
function checkCount(value, name, otherwise) {
  if (value === undefined) {
    return otherwise;
  }
  if (!Number.isInteger(value) || /** @type {number} */ (value) < 0 || /** @type {number} */ (value) > 0x7fffffff) {
    throw invalidArgument(name, "a whole number from 0 to 2147483647", value);
  }
  return /** @type {number} */ (value);
}

/** @param {unknown} value @param {string} name */
const checkCertificateList = (value, name) =>
  value === undefined
    ? []
    : checkList(value, name, "certificates").map((certificate, i) => checkCertificate(certificate, `${name}[${i}]`));

/** @param {unknown} value @returns {boolean} it is meant as a certificate, not as a CertID */
const isCertificateInput = (value) =>
  typeof value === "string" ||
  isBytes(value) ||
  value instanceof Certificate ||
  (typeof value === "object" && value !== null && "raw" in value);

/**
 * The options, checked.
 * @param {any} options CheckOptions
 */
function readOptions(options) {
  const given = /** @type {any} */ (checkOptions(options));
  const {
    issuer,
    certificate,
    request,
    expectedNonce,
    time,
    noncePolicy = "if-requested",
    allowSHA1Signatures = false,
  } = given;
  if (issuer === undefined || certificate === undefined) {
    const name = issuer === undefined ? "issuer" : "certificate";
    throw invalidArgument(
      `options.${name}`,
      `${name === "issuer" ? "a certificate" : "a certificate, a CertID"}, or null on purpose`,
      undefined,
    );
  }
  if (typeof allowSHA1Signatures !== "boolean") {
    throw invalidArgument("options.allowSHA1Signatures", "a boolean", allowSHA1Signatures);
  }
  const asked = request === undefined ? null : checkRequest(request, "options.request");
  const nonce = expectedNonce === undefined ? null : new Octets(copyBytes(expectedNonce, "options.expectedNonce"));
  if (nonce?.length === 0) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      "options.expectedNonce: expected one octet at least, since an empty nonce proves nothing",
    );
  }
  const policy = checkMember(noncePolicy, "options.noncePolicy", NONCE_POLICIES);
  if (policy === NONCE_POLICIES.required && nonce === null && !asked?.nonce?.length) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      'options.noncePolicy: expected a request with a nonce, or expectedNonce, where the policy is "required"',
    );
  }
  const isCertificate = isCertificateInput(certificate);
  return {
    issuer: issuer === null ? null : checkCertificate(issuer, "options.issuer"),
    certificate: isCertificate ? checkCertificate(certificate, "options.certificate") : null,
    certID:
      isCertificate || certificate === null
        ? null
        : writeCertID(planTarget(new Plan(), targetOfCertID(certificate, "options.certificate"))),
    request: asked?.octets ?? null,
    nonce,
    time: time === undefined ? Math.floor(Date.now() / 1000) : checkTime(time, "options.time"),
    clockSkew: checkCount(given.clockSkewSeconds, "options.clockSkewSeconds", DEFAULTS.clockSkewSeconds),
    maxAge: checkCount(given.maxAgeSeconds, "options.maxAgeSeconds", DEFAULTS.maxAgeSeconds),
    minKeyBits: checkCount(given.minKeyBits, "options.minKeyBits", DEFAULTS.minKeyBits),
    policy,
    allowSHA1: allowSHA1Signatures,
    trusted: checkCertificateList(given.trustedResponders, "options.trustedResponders"),
    candidates: checkCertificateList(given.responderCertificates, "options.responderCertificates"),
  };
}

/**
 * Neither certificate ever changes, so neither does this.
 * @type {WeakMap<Certificate, WeakMap<Certificate, number>>}
 */
const KNOWN_ISSUERS = new WeakMap();

/** @param {Certificate | null} certificate @param {Certificate | null} issuer @returns {number} of ISSUED */
function isIssued(certificate, issuer) {
  if (certificate === null || issuer === null) {
    return ISSUED.NOT;
  }
  const known = KNOWN_ISSUERS.get(certificate) ?? new WeakMap();
  let issued = known.get(issuer);
  if (issued === undefined) {
    try {
      issued = certificate.isIssuedBy(issuer) ? ISSUED.YES : ISSUED.NOT;
    } catch {
      issued = ISSUED.UNKNOWN;
    }
    known.set(issuer, issued);
    KNOWN_ISSUERS.set(certificate, known);
  }
  return issued;
}

/** @param {Plan} plan @param {import("../wasm/table.js").Cells} cells of a JUDGEMENT with a question */
function answer(plan, cells) {
  /** @param {number} member */
  const part = (member) => plan.part(cells, JUDGEMENT.question + member);
  return verifySignature(part(CHECKING.algorithm), part(CHECKING.spki), part(CHECKING.data), part(CHECKING.signature));
}

/** @param {Date | null} time */
const timeText = (time) => (time === null ? "" : time.toISOString().replace(".000Z", "Z"));

/** @param {import("../wasm/table.js").Cells} cells @param {number} index of CHECKS @returns {Check} */
function checkAt(cells, index) {
  const base = JUDGEMENT.findings + index * FINDING.CELLS;
  const { outcome, sentence } = /** @type {NonNullable<typeof FINDINGS[number]>} */ (
    FINDINGS[cells[base + FINDING.finding]]
  );
  const number = cells[base + FINDING.number];
  const message = sentence
    .replace("{number}", String(number))
    .replace("{status}", `${RESPONSE_STATUSES[number]} (${number})`)
    .replace("{limit}", String(cells[base + FINDING.limit]))
    .replace("{time}", timeText(optionalTimeAt(cells, base + FINDING.time)));
  const start = cells[base + FINDING.span];
  const span = isPresent(cells, base + FINDING.span)
    ? { span: /** @type {const} */ ([start, start + cells[base + FINDING.span + 1]]) }
    : {};
  return Object.freeze({ ...CHECKS[index], outcome, message, ...span });
}

/**
 * @param {Octets} response
 * @param {(index: number) => SingleResponse} entryAt
 * @param {any} options CheckOptions
 * @returns {VerificationReport}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, of the options
 */
export function checkResponse(response, entryAt, options) {
  const o = readOptions(options);
  /** @type {boolean[]} */
  const answers = [];
  for (;;) {
    const plan = new Plan()
      .span(response)
      .span(o.issuer && certificateOctets(o.issuer))
      .span(o.certificate && certificateOctets(o.certificate))
      .span(o.certID)
      .span(o.request)
      .span(o.nonce)
      .int(isIssued(o.certificate, o.issuer))
      .time(o.time)
      .int(o.clockSkew)
      .int(o.maxAge)
      .int(o.policy)
      .int(Number(o.allowSHA1))
      .int(o.minKeyBits)
      .int(o.trusted.length)
      .int(o.candidates.length)
      .int(answers.length);
    for (const certificate of [...o.trusted, ...o.candidates]) {
      plan.span(certificateOctets(certificate));
    }
    for (const good of answers) {
      plan.int(Number(good));
    }
    const cells = verify(plan);
    if (cells[JUDGEMENT.asked]) {
      answers.push(answer(plan, cells));
      continue;
    }
    const ok = cells[JUDGEMENT.ok] === 1;
    const claimed = cells[JUDGEMENT.claimed] < 0 ? null : entryAt(cells[JUDGEMENT.claimed]);
    const kind = RESPONDERS[cells[JUDGEMENT.responder]];
    return new Report({
      ok,
      claimed,
      response: ok ? claimed : null,
      certificateStatus: ok && claimed !== null ? claimed.certificateStatus : null,
      responder: !kind
        ? null
        : Object.freeze({ certificate: makeCertificate(plan.part(cells, JUDGEMENT.responderCertificate)), kind }),
      checks: Object.freeze(CHECKS.map((_, index) => checkAt(cells, index))),
    });
  }
}

/**
 * @param {VerificationReport} report
 * @returns {SingleResponse}
 * @throws {OCSPVerificationError} ERR_NOT_RELIABLE
 */
export function reliable(report) {
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
export function good(report) {
  const entry = reliable(report);
  if (entry.certificateStatus === "revoked") {
    const reason = entry.revocationReason === null ? "" : ` (${entry.revocationReason})`;
    throw new OCSPVerificationError(
      "ERR_CERT_REVOKED",
      `the certificate is revoked since ${timeText(entry.revocationTime)}${reason}`,
      report,
    );
  }
  if (entry.certificateStatus === "unknown") {
    throw new OCSPVerificationError("ERR_CERT_UNKNOWN", "the responder does not know the certificate", report);
  }
  return entry;
}
