/** OCSPResponse, RFC 6960 4.2.1. Reading a response is no reason to believe it. */
import { ALGORITHM, RESPONSE, RESPONSE_STATUS_NUMBERS, SINGLE_RESPONSE } from "../../build/lists.js";
import { algorithmAt, signatureHashAt } from "../keys/algorithm.js";
import { verifySignature } from "../keys/signature.js";
import { invalidArgument, keepBytes } from "../lib/arguments.js";
import { OCSPError } from "../lib/error.js";
import { jsonOf, presentAs } from "../lib/inspect.js";
import { lazyList } from "../lib/lazy-list.js";
import { checkFriend, FRIEND } from "../lib/private-constructor.js";
import { findEntry, Plan, readResponse } from "../wasm/core.js";
import { oidAt } from "../wasm/oid.js";
import { optionalSpanAt, optionalTimeAt, spanAt, timeAt } from "../wasm/table.js";
import { certificatesAt, certificatesJSON, checkCertificate, publicKeyOf } from "../x509/certificate.js";
import { CERT_STATUSES, REASONS, RESPONSE_STATUSES } from "../x509/enums.js";
import { makeExtensions } from "../x509/extension.js";
import { makeName } from "../x509/name.js";
import { baseOf, CertIDObject, cellsOf, octetsOf, planTarget, targetOfCertID, targetOfCertificate } from "./certid.js";
import { checkResponse, good, reliable } from "./verification.js";

/** @import { Bytes } from "../lib/arguments.js" */
/** @import { CertificateInput } from "../x509/certificate.js" */
/** @import { CertIDInput } from "./certid.js" */
/** @typedef {typeof RESPONSE_STATUSES[number]} OCSPResponseStatus */
/** @typedef {typeof CERT_STATUSES[number]} OCSPCertStatus */
/** @typedef {typeof REASONS[number]} ReasonFlags */

/**
 * @typedef {object} SingleResponseParts what a SingleResponse has beside its CertID
 * @property {OCSPCertStatus} certificateStatus what the entry claims
 * @property {Date | null} revocationTime null unless the status is "revoked"
 * @property {ReasonFlags | null} revocationReason null where none is given, RFC 5280 5.3.1
 * @property {Date} thisUpdate when the status was known to be so, RFC 6960 2.4
 * @property {Date | null} nextUpdate up to when it holds; null where newer information is always at hand
 * @property {import("../x509/extension.js").Extensions} extensions singleExtensions
 */
/**
 * @typedef {Readonly<import("./certid.js").CertID & SingleResponseParts>} SingleResponse one entry of a response, RFC
 *   6960 4.2.1
 */

/** @implements {SingleResponse} */
class SingleResponseObject extends CertIDObject {
  get certificateStatus() {
    return CERT_STATUSES[cellsOf(this)[baseOf(this) + SINGLE_RESPONSE.status]];
  }
  get revocationTime() {
    return optionalTimeAt(cellsOf(this), baseOf(this) + SINGLE_RESPONSE.revocationTime);
  }
  /** @returns {ReasonFlags | null} */
  get revocationReason() {
    return REASONS[cellsOf(this)[baseOf(this) + SINGLE_RESPONSE.reason]] ?? null;
  }
  get thisUpdate() {
    return timeAt(cellsOf(this), baseOf(this) + SINGLE_RESPONSE.thisUpdate);
  }
  get nextUpdate() {
    return optionalTimeAt(cellsOf(this), baseOf(this) + SINGLE_RESPONSE.nextUpdate);
  }
  get extensions() {
    return makeExtensions(optionalSpanAt(octetsOf(this), cellsOf(this), baseOf(this) + SINGLE_RESPONSE.extensions));
  }
  /** @override */
  toJSON() {
    return {
      ...super.toJSON(),
      certificateStatus: this.certificateStatus,
      revocationTime: jsonOf(this.revocationTime),
      revocationReason: this.revocationReason,
      thisUpdate: jsonOf(this.thisUpdate),
      nextUpdate: jsonOf(this.nextUpdate),
      extensions: this.extensions.toJSON(),
    };
  }
}
presentAs(SingleResponseObject, "SingleResponse");

/** Makes an OCSPResponse. @type {(der: import("../lib/bytes.js").Octets) => OCSPResponse} */
export let makeResponse;

/**
 * Made by fromDER or a builder; immutable. All getters but responseStatus throw ERR_OCSP_UNSUCCESSFUL unless it is
 * "successful"; those that stand for the one SingleResponse throw ERR_NOT_SINGLE unless there is exactly one.
 */
export class OCSPResponse {
  #octets;
  #cells;
  /** @type {readonly SingleResponseObject[] | undefined} */
  #responses;
  /** The one entry, where there is one. @type {SingleResponseObject | undefined} */
  #one;
  /** @type {readonly import("../x509/certificate.js").Certificate[] | undefined} */
  #certificates;
  static {
    makeResponse = (der) => new this(FRIEND, der);
  }
  /** @private @param {symbol} key @param {import("../lib/bytes.js").Octets} der */
  constructor(key, der) {
    checkFriend(key, "OCSPResponse", "OCSPResponse.fromDER or OCSPResponseBuilder");
    this.#octets = der;
    this.#cells = readResponse(der);
  }

  /**
   * Reads an OCSPResponse, RFC 6960 4.2.1. That is no reason to believe it: see check().
   * @param {Bytes} der all of it, and nothing behind it
   * @returns {OCSPResponse}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_DER_*, ERR_OCSP_* (ERR_OCSP_RESPONSE_TYPE where it is not
   *   id-pkix-ocsp-basic),
   * ERR_DUPLICATE_EXTENSION, ERR_SCT_LIST, ERR_INPUT_TOO_LARGE
   */
  static fromDER(der) {
    return makeResponse(keepBytes(der, "der", "OCSPResponse"));
  }

  /** Whether there is an answer; never throws. @returns {OCSPResponseStatus} */
  get responseStatus() {
    return RESPONSE_STATUSES[this.#cells[RESPONSE.status]];
  }

  /* All that follows throws ERR_OCSP_UNSUCCESSFUL unless responseStatus is "successful". */

  /** OID of the response type: id-pkix-ocsp-basic (RFC 6960 4.2.1). */
  get responseType() {
    return oidAt(this.#octets, this.#successful("responseType"), RESPONSE.type);
  }
  /** Every SingleResponse, in order; made when they are read. @returns {readonly SingleResponse[]} */
  get responses() {
    return this.#entries("responses");
  }
  /** @param {string} getter @returns {readonly SingleResponseObject[]} */
  #entries(getter) {
    const cells = this.#successful(getter);
    return (this.#responses ??= lazyList(cells[RESPONSE.responseCount], (index) => this.#entry(index)));
  }
  /** @param {number} index */
  #entry(index) {
    return new SingleResponseObject(this.#octets, this.#cells, RESPONSE.CELLS + index * SINGLE_RESPONSE.CELLS);
  }

  /**
   * The entry for a certificate: the whole CertID is compared, never the serial number alone. Where several match, the
   * strictest of them: revoked, then unknown, then good.
   * @overload
   * @param {CertificateInput} certificate the certificate in question
   * @param {CertificateInput} issuer its issuer's certificate
   * @returns {SingleResponse | undefined} undefined where there is none
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_OCSP_UNSUCCESSFUL
   */
  /**
   * The same, for a CertID.
   * @overload
   * @param {CertIDInput} certID parsed, or its parts
   * @returns {SingleResponse | undefined} undefined where there is none
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_OCSP_UNSUCCESSFUL
   */
  /**
   * @param {...unknown} subject
   * @returns {SingleResponse | undefined}
   */
  find(...subject) {
    const entries = this.#entries("find");
    const target =
      subject.length > 1
        ? targetOfCertificate(
            /** @type {CertificateInput} */ (subject[0]),
            /** @type {CertificateInput} */ (subject[1]),
            0,
          )
        : targetOfCertID(subject[0], "certID");
    const index = findEntry(planTarget(new Plan().span(this.#octets), target));
    return index < 0 ? undefined : entries[index];
  }

  /** How it is signed (RFC 6960 4.2.1). @returns {import("../keys/algorithm.js").AlgorithmIdentifier} */
  get signatureAlgorithm() {
    return algorithmAt(this.#octets, this.#successful("signatureAlgorithm"), RESPONSE.signatureAlgorithm);
  }
  /** The same as a dotted OID. */
  get signatureAlgorithmOid() {
    return this.signatureAlgorithm.oid;
  }
  /** The hash of the signature algorithm; null where it has none (EdDSA) or is not known. */
  get signatureHashAlgorithm() {
    return signatureHashAt(this.#successful("signatureHashAlgorithm"), RESPONSE.signatureAlgorithm);
  }
  /** The octets of the signature. */
  get signature() {
    return spanAt(this.#octets, this.#successful("signature"), RESPONSE.signature);
  }
  /** DER of tbsResponseData, over which the signature is. */
  get tbsResponseBytes() {
    return spanAt(this.#octets, this.#successful("tbsResponseBytes"), RESPONSE.tbs);
  }
  /**
   * Those embedded in the response, in order; an empty list where there are none. One that does not parse throws when
   * it is read.
   */
  get certificates() {
    const cells = this.#successful("certificates");
    return (this.#certificates ??= certificatesAt(
      this.#octets,
      cells,
      RESPONSE.CELLS + cells[RESPONSE.responseCount] * SINGLE_RESPONSE.CELLS,
      cells[RESPONSE.certificateCount],
      "OCSPResponse.responseBytes.certs",
    ));
  }
  /** SHA-1 of the responder's key, 20 octets, of a responder id byKey; else null (RFC 6960 4.2.1). */
  get responderKeyHash() {
    return optionalSpanAt(this.#octets, this.#successful("responderKeyHash"), RESPONSE.responderKeyHash);
  }
  /** The responder's name, of a responder id byName; else null (RFC 6960 4.2.1). */
  get responderName() {
    const der = optionalSpanAt(this.#octets, this.#successful("responderName"), RESPONSE.responderName);
    return der && makeName(der);
  }
  /** When it was signed (RFC 6960 2.4). */
  get producedAt() {
    return timeAt(this.#successful("producedAt"), RESPONSE.producedAt);
  }
  /** responseExtensions. */
  get extensions() {
    return makeExtensions(optionalSpanAt(this.#octets, this.#successful("extensions"), RESPONSE.extensions));
  }
  /** The nonce of responseExtensions (RFC 9654); null where there is none. */
  get nonce() {
    return optionalSpanAt(this.#octets, this.#successful("nonce"), RESPONSE.nonce);
  }

  /* Shortcuts for the one SingleResponse. */
  /** Of the one entry: what it claims. To believe it, call assertGood() or verify(). */
  get certificateStatus() {
    return this.#single("certificateStatus").certificateStatus;
  }
  /**
   * Of the one entry: since when the certificate is revoked; null unless certificateStatus is "revoked" (RFC 6960
   * 4.2.1).
   */
  get revocationTime() {
    return this.#single("revocationTime").revocationTime;
  }
  /** Of the one entry: why it is revoked; null where it is not told (RFC 5280 5.3.1). */
  get revocationReason() {
    return this.#single("revocationReason").revocationReason;
  }
  /** Of the one entry: when the status was known to be so (RFC 6960 2.4). */
  get thisUpdate() {
    return this.#single("thisUpdate").thisUpdate;
  }
  /** Of the one entry: up to when it holds; null where newer information is always at hand (RFC 6960 2.4). */
  get nextUpdate() {
    return this.#single("nextUpdate").nextUpdate;
  }
  /** Of the one entry: the hash of the issuer's key, by hashAlgorithm (RFC 6960 4.1.1). */
  get issuerKeyHash() {
    return this.#single("issuerKeyHash").issuerKeyHash;
  }
  /** Of the one entry: the hash of the issuer's name, by hashAlgorithm (RFC 6960 4.1.1). */
  get issuerNameHash() {
    return this.#single("issuerNameHash").issuerNameHash;
  }
  /** Of the one entry: the hash algorithm of its CertID; null where it is not known. */
  get hashAlgorithm() {
    return this.#single("hashAlgorithm").hashAlgorithm;
  }
  /** Of the one entry: the hash algorithm as a dotted OID. */
  get hashAlgorithmOid() {
    return this.#single("hashAlgorithmOid").hashAlgorithmOid;
  }
  /** Of the one entry: the serial number of the certificate in question. */
  get serialNumber() {
    return this.#single("serialNumber").serialNumber;
  }
  /** Of the one entry: its singleExtensions. */
  get singleExtensions() {
    return this.#single("singleExtensions").extensions;
  }

  /**
   * The signature alone verifies under this certificate's key. No decision to trust: whether the signer may answer, and
   * whether the answer is current, is not looked at.
   * @param {CertificateInput} signer whose key may have made the signature
   * @returns {boolean} false also for a key of another type
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_UNSUPPORTED_ALGORITHM, ERR_UNSUPPORTED_KEY,
   *   ERR_OCSP_UNSUCCESSFUL
   */
  isSignedBy(signer) {
    const cells = this.#successful("isSignedBy");
    return verifySignature(
      this.#octets.part(cells, RESPONSE.signatureAlgorithm + ALGORITHM.der),
      publicKeyOf(checkCertificate(signer, "signer")),
      this.#octets.part(cells, RESPONSE.tbs),
      this.#octets.part(cells, RESPONSE.signature),
    );
  }
  /**
   * Every acceptance check of RFC 6960 3.2 and 4.2.2, each with its own outcome.
   * @param {import("./verification.js").CheckOptions} options the certificate, its issuer, and by what to judge
   * @returns {import("./verification.js").VerificationReport}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, of wrong options; never for what the response
   *   contains
   */
  check(options) {
    return checkResponse(this.#octets, (index) => this.#entries("check")[index], options);
  }
  /**
   * check(), but throws unless report.ok.
   * @param {import("./verification.js").VerifyOptions} options as for check(), with an issuer
   * @returns {SingleResponse} the entry that answers: it may say revoked
   * @throws {OCSPError} as check(), and OCSPVerificationError with ERR_NOT_RELIABLE
   */
  verify(options) {
    return reliable(this.#checkWithIssuer(options));
  }
  /**
   * verify(), and throws unless the answer is good. The one call most users need.
   * @param {import("./verification.js").VerifyOptions} options as for check(), with an issuer
   * @returns {SingleResponse} the entry that answers
   * @throws {OCSPError} as verify(), and OCSPVerificationError with ERR_CERT_REVOKED, ERR_CERT_UNKNOWN
   */
  assertGood(options) {
    return good(this.#checkWithIssuer(options));
  }
  /** @param {import("./verification.js").VerifyOptions} options */
  #checkWithIssuer(options) {
    if (options?.issuer === null) {
      throw invalidArgument("options.issuer", "the certificate of the issuer", null);
    }
    return this.check(options);
  }
  /** The bytes it was read from. */
  toDER() {
    return this.#octets.copy();
  }
  /** Its fields, for JSON.stringify: bytes in hexadecimal, times in ISO 8601. */
  toJSON() {
    const { responseStatus } = this;
    return responseStatus !== "successful"
      ? { responseStatus }
      : {
          responseStatus,
          responseType: this.responseType,
          responderName: jsonOf(this.responderName),
          responderKeyHash: jsonOf(this.responderKeyHash),
          producedAt: jsonOf(this.producedAt),
          responses: Array.from(this.responses, (response) => jsonOf(response)),
          extensions: this.extensions.toJSON(),
          nonce: jsonOf(this.nonce),
          signatureAlgorithm: jsonOf(this.signatureAlgorithm),
          signature: jsonOf(this.signature),
          certificates: certificatesJSON(this.certificates),
        };
  }

  /** @param {string} getter */
  #successful(getter) {
    const cells = this.#cells;
    if (cells[RESPONSE.status] !== RESPONSE_STATUS_NUMBERS.successful) {
      throw new OCSPError(
        "ERR_OCSP_UNSUCCESSFUL",
        `${getter}: the response is ${JSON.stringify(this.responseStatus)} and holds nothing more (RFC 6960 section 4.2.1)`,
      );
    }
    return cells;
  }

  /** @param {string} getter */
  #single(getter) {
    const cells = this.#successful(getter);
    if (cells[RESPONSE.responseCount] !== 1) {
      throw new OCSPError(
        "ERR_NOT_SINGLE",
        `${getter}: the response has ${cells[RESPONSE.responseCount]} entries: read them from responses, or find() one`,
      );
    }
    return (this.#one ??= this.#entry(0));
  }
}
presentAs(OCSPResponse, "OCSPResponse");
