/** OCSPResponse, RFC 6960 4.2.1. A response that can be read need not be true. */
import { ALGORITHM, RESPONSE, RESPONSE_STATUS_NUMBERS, SINGLE_RESPONSE } from "../../build/lists.js";
import { algorithmIdentifier, signatureHash } from "../keys/algorithm.js";
import { answered, answeredAsync, verifySignature, verifySignatureAsync } from "../keys/signature-check.js";
import { keepBytes } from "../lib/arguments.js";
import { compareBy } from "../lib/equality.js";
import { OCSPError } from "../lib/error.js";
import { inspectAs, jsonOf } from "../lib/inspect.js";
import { lazyList } from "../lib/lazy-list.js";
import { assertPrivate, PRIVATE } from "../lib/private-constructor.js";
import { findEntry, readResponse } from "../wasm/core.js";
import { Plan } from "../wasm/plan.js";
import { Row } from "../wasm/table.js";
import { certificatesAt, certificatesJSON, publicKeyOf, toCertificate } from "../x509/certificate.js";
import { CERT_STATUSES, REASONS, RESPONSE_STATUSES } from "../x509/enums.js";
import { makeExtensions } from "../x509/extension.js";
import { makeName } from "../x509/name.js";
import { CertIDObject, certIDText, planTarget, rowOf, targetOfCertID, targetOfEntry } from "./certid.js";
import { assertGood, assertReliable, verifyResponse } from "./verification.js";

/** @import { Bytes } from "../lib/arguments.js" */
/** @import { CertificateInput } from "../x509/certificate.js" */
/** @import { CertIDInput } from "./certid.js" */
/** @typedef {typeof RESPONSE_STATUSES[number]} OCSPResponseStatus */
/** @typedef {typeof CERT_STATUSES[number]} OCSPCertStatus */
/** @typedef {typeof REASONS[number]} ReasonFlags */

/**
 * @typedef {object} SingleResponseParts what a SingleResponse has besides its CertID
 * @property {OCSPCertStatus} certificateStatus what the entry claims
 * @property {Date | null} revocationTime null unless the status is "revoked"
 * @property {ReasonFlags | null} revocationReason null if none is given, RFC 5280 5.3.1
 * @property {Date} thisUpdate when the status was known to be correct, RFC 6960 2.4
 * @property {Date | null} nextUpdate when newer information will be available; null if it is available all the time
 * @property {import("../x509/extension.js").Extensions} extensions singleExtensions
 */
/**
 * @typedef {Readonly<import("./certid.js").CertID & SingleResponseParts>} SingleResponse one entry of a response, RFC
 *   6960 4.2.1
 */

/** @param {Row} row a SINGLE_RESPONSE */
const statusOf = (row) => CERT_STATUSES[row.number(SINGLE_RESPONSE.status)];

/** The first cell of an entry in the table of its response. @param {number} index */
const entryCell = (index) => RESPONSE.CELLS + index * SINGLE_RESPONSE.CELLS;

/** Everything that a SingleResponse says, in one text. @param {CertIDObject} response */
function textOf(response) {
  const row = rowOf(response);
  return [
    certIDText(response),
    row.number(SINGLE_RESPONSE.status),
    row.optionalTime(SINGLE_RESPONSE.revocationTime)?.getTime(),
    row.number(SINGLE_RESPONSE.reason),
    row.time(SINGLE_RESPONSE.thisUpdate).getTime(),
    row.optionalTime(SINGLE_RESPONSE.nextUpdate)?.getTime(),
    row.has(SINGLE_RESPONSE.extensions) && row.part(SINGLE_RESPONSE.extensions).hex(),
  ].join(" ");
}

/** @implements {SingleResponse} */
class SingleResponseObject extends CertIDObject {
  /** @param {Row} row a SINGLE_RESPONSE */
  constructor(row) {
    super(row, textOf);
  }
  get certificateStatus() {
    return statusOf(rowOf(this));
  }
  get revocationTime() {
    return rowOf(this).optionalTime(SINGLE_RESPONSE.revocationTime);
  }
  /** @returns {ReasonFlags | null} */
  get revocationReason() {
    return REASONS[rowOf(this).number(SINGLE_RESPONSE.reason)] ?? null;
  }
  get thisUpdate() {
    return rowOf(this).time(SINGLE_RESPONSE.thisUpdate);
  }
  get nextUpdate() {
    return rowOf(this).optionalTime(SINGLE_RESPONSE.nextUpdate);
  }
  get extensions() {
    return makeExtensions(rowOf(this).optionalSpan(SINGLE_RESPONSE.extensions));
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
inspectAs(SingleResponseObject, "SingleResponse");

/**
 * A response that this library wrote itself: it is read when somebody asks what it says.
 * @type {(der: import("../lib/bytes.js").OwnedBytes) => OCSPResponse}
 */
export let makeResponse;
/** @type {(der: import("../lib/bytes.js").OwnedBytes) => OCSPResponse} */
let read;
/**
 * isSignedBy() as checkAsync() checks signatures, for this library.
 * @type {(response: OCSPResponse, signer: import("../x509/certificate.js").Certificate) => Promise<boolean>}
 */
export let isSignedByAsync;

/** What deep equality compares. @type {(response: OCSPResponse) => string} */
let hexOf;

/**
 * An OCSP response, made by fromDER or an OCSPResponseBuilder. Immutable. Unless responseStatus is "successful", all
 * other getters throw ERR_OCSP_UNSUCCESSFUL. Those of the only entry throw ERR_NOT_SINGLE unless there is exactly one.
 */
export class OCSPResponse {
  #der;
  /** @type {Row | undefined} */
  #read;
  /** @type {readonly SingleResponseObject[] | undefined} */
  #responses;
  /** The only entry, once it was read. @type {SingleResponseObject | undefined} */
  #one;
  /** @type {readonly import("../x509/certificate.js").Certificate[] | undefined} */
  #certificates;
  static {
    hexOf = (response) => response.#der.hex();
    makeResponse = (der) => new this(PRIVATE, der);
    read = (der) => {
      const response = makeResponse(der);
      response.#read = new Row(der, readResponse(der));
      return response;
    };
    isSignedByAsync = (response, signer) => verifySignatureAsync(response.#question(publicKeyOf(signer)));
  }
  /** @private @param {symbol} key @param {import("../lib/bytes.js").OwnedBytes} der */
  constructor(key, der) {
    assertPrivate(key, "OCSPResponse", "OCSPResponse.fromDER or OCSPResponseBuilder");
    this.#der = der;
    compareBy(this, hexOf);
  }
  get #row() {
    return (this.#read ??= new Row(this.#der, readResponse(this.#der)));
  }

  /**
   * Reads an OCSPResponse, RFC 6960 4.2.1. This verifies nothing: see check().
   * @param {Bytes} der the whole response, with nothing after it
   * @returns {OCSPResponse}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_DER_*, ERR_OCSP_* (ERR_OCSP_RESPONSE_TYPE if it is not
   *   id-pkix-ocsp-basic), ERR_DUPLICATE_EXTENSION, ERR_SCT_LIST, ERR_INPUT_TOO_LARGE
   */
  static fromDER(der) {
    return read(keepBytes(der, "der", "OCSPResponse"));
  }

  /** Whether there is an answer, and why not. Never throws. @returns {OCSPResponseStatus} */
  get responseStatus() {
    return RESPONSE_STATUSES[this.#row.number(RESPONSE.status)];
  }

  /* All that follows throws ERR_OCSP_UNSUCCESSFUL unless responseStatus is "successful". */

  /** The OID of the response type, id-pkix-ocsp-basic (RFC 6960 4.2.1). */
  get responseType() {
    return this.#successful("responseType").oid(RESPONSE.type);
  }
  /** Every SingleResponse, in order. Each is made when it is read. @returns {readonly SingleResponse[]} */
  get responses() {
    return this.#entries("responses");
  }
  /** @param {string} getter @returns {readonly SingleResponseObject[]} */
  #entries(getter) {
    const row = this.#successful(getter);
    return (this.#responses ??= lazyList(row.number(RESPONSE.responseCount), (index) => this.#entry(index)));
  }
  /** @param {number} index */
  #entry(index) {
    return new SingleResponseObject(this.#row.row(entryCell(index)));
  }

  /**
   * Finds the entry for a certificate. Compares the whole CertID, never the serial number alone. If several entries
   * match, returns the strictest: revoked before unknown before good.
   * @overload
   * @param {CertificateInput} certificate the certificate in question
   * @param {CertificateInput} issuer its issuer's certificate
   * @returns {SingleResponse | undefined} undefined if there is none
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_OCSP_UNSUCCESSFUL
   */
  /**
   * Finds the entry for a CertID.
   * @overload
   * @param {CertIDInput} certID parsed, or its parts
   * @returns {SingleResponse | undefined} undefined if there is none
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_OCSP_UNSUCCESSFUL
   */
  /**
   * @param {...unknown} subject
   * @returns {SingleResponse | undefined}
   */
  find(...subject) {
    const entries = this.#entries("find");
    const target = subject.length > 1 ? targetOfEntry(subject[0], subject[1]) : targetOfCertID(subject[0], "certID");
    const index = findEntry(planTarget(new Plan().span(this.#row.bytes), target));
    return index < 0 ? undefined : entries[index];
  }

  /** The algorithm of the signature (RFC 6960 4.2.1). @returns {import("../keys/algorithm.js").AlgorithmIdentifier} */
  get signatureAlgorithm() {
    return algorithmIdentifier(this.#successful("signatureAlgorithm").row(RESPONSE.signatureAlgorithm));
  }
  /** The algorithm of the signature, as a dotted OID. */
  get signatureAlgorithmOid() {
    return this.signatureAlgorithm.oid;
  }
  /** The hash of the signature algorithm; null if it has none (EdDSA) or is unknown. */
  get signatureHashAlgorithm() {
    return signatureHash(this.#successful("signatureHashAlgorithm").row(RESPONSE.signatureAlgorithm));
  }
  /** The contents of the signature's BIT STRING. */
  get signature() {
    return this.#successful("signature").span(RESPONSE.signature);
  }
  /** DER of tbsResponseData, which is what was signed. */
  get tbsResponseBytes() {
    return this.#successful("tbsResponseBytes").span(RESPONSE.tbs);
  }
  /**
   * The certificates embedded in the response, in order; empty if there are none. A broken one throws when it is read.
   */
  get certificates() {
    const row = this.#successful("certificates");
    return (this.#certificates ??= certificatesAt(
      row,
      RESPONSE.CELLS + row.number(RESPONSE.responseCount) * SINGLE_RESPONSE.CELLS,
      row.number(RESPONSE.certificateCount),
      "OCSPResponse.responseBytes.certs",
    ));
  }
  /** The SHA-1 hash of the responder's key, 20 bytes, if the responder id is byKey, else null (RFC 6960 4.2.1). */
  get responderKeyHash() {
    return this.#successful("responderKeyHash").optionalSpan(RESPONSE.responderKeyHash);
  }
  /** The responder's name if the responder id is byName, else null (RFC 6960 4.2.1). */
  get responderName() {
    const der = this.#successful("responderName").optionalSpan(RESPONSE.responderName);
    return der && makeName(der);
  }
  /** The time at which the response was signed (RFC 6960 2.4). */
  get producedAt() {
    return this.#successful("producedAt").time(RESPONSE.producedAt);
  }
  /** responseExtensions. */
  get extensions() {
    return makeExtensions(this.#successful("extensions").optionalSpan(RESPONSE.extensions));
  }
  /** The nonce of responseExtensions (RFC 9654); null if there is none. */
  get nonce() {
    return this.#successful("nonce").optionalSpan(RESPONSE.nonce);
  }

  /* Shortcuts for the only entry. */
  /** The status that the only entry claims. Before you rely on it, call assertGood() or verify(). */
  get certificateStatus() {
    return this.#single("certificateStatus").certificateStatus;
  }
  /**
   * When the certificate of the only entry was revoked; null unless certificateStatus is "revoked" (RFC 6960 4.2.1).
   */
  get revocationTime() {
    return this.#single("revocationTime").revocationTime;
  }
  /** Why the certificate of the only entry was revoked; null if no reason is given (RFC 5280 5.3.1). */
  get revocationReason() {
    return this.#single("revocationReason").revocationReason;
  }
  /** When the status of the only entry was known to be correct (RFC 6960 2.4). */
  get thisUpdate() {
    return this.#single("thisUpdate").thisUpdate;
  }
  /**
   * When newer information than the only entry will be available; null if it is available all the time (RFC 6960 2.4).
   */
  get nextUpdate() {
    return this.#single("nextUpdate").nextUpdate;
  }
  /** The hash of the issuer's key in the only entry (RFC 6960 4.1.1). */
  get issuerKeyHash() {
    return this.#single("issuerKeyHash").issuerKeyHash;
  }
  /** The hash of the issuer's name in the only entry (RFC 6960 4.1.1). */
  get issuerNameHash() {
    return this.#single("issuerNameHash").issuerNameHash;
  }
  /** The hash algorithm of the only entry's CertID; null if unknown. */
  get hashAlgorithm() {
    return this.#single("hashAlgorithm").hashAlgorithm;
  }
  /** The hash algorithm of the only entry's CertID, as a dotted OID. */
  get hashAlgorithmOid() {
    return this.#single("hashAlgorithmOid").hashAlgorithmOid;
  }
  /** The serial number of the certificate in question, in the only entry. */
  get serialNumber() {
    return this.#single("serialNumber").serialNumber;
  }
  /** singleExtensions of the only entry. */
  get singleExtensions() {
    return this.#single("singleExtensions").extensions;
  }

  /**
   * Whether the signature verifies under this certificate's key. This is not a reason to trust the response: it does
   * not check that the signer may answer, nor that the answer is current. check() does.
   * @param {CertificateInput} signer whose key may have made the signature
   * @returns {boolean} false also if the key is of another type
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_UNSUPPORTED_ALGORITHM, ERR_UNSUPPORTED_KEY,
   *   ERR_OCSP_UNSUCCESSFUL
   */
  isSignedBy(signer) {
    this.#successful("isSignedBy");
    return verifySignature(this.#question(publicKeyOf(toCertificate(signer, "signer"))));
  }
  /** @param {import("../lib/bytes.js").OwnedBytes} spki of the signer */
  #question(spki) {
    const row = this.#successful("isSignedBy");
    return {
      algorithm: row.part(RESPONSE.signatureAlgorithm + ALGORITHM.der),
      spki,
      data: row.part(RESPONSE.tbs),
      signature: row.part(RESPONSE.signature),
    };
  }
  /**
   * Makes every acceptance check of RFC 6960 3.2 and 4.2.2 and reports the outcome of each.
   * @param {import("./verification.js").CheckOptions} options the certificate, its issuer, and what to judge by
   * @returns {import("./verification.js").VerificationReport}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_* for wrong options; never for what the response
   *   contains
   */
  check(options) {
    return answered(this.#check(options, false));
  }
  /**
   * Does what check() does. Signatures are checked by WebCrypto where that is faster or does not block.
   * @param {import("./verification.js").CheckOptions} options the certificate, its issuer, and what to judge by
   * @returns {Promise<import("./verification.js").VerificationReport>}
   * @throws {OCSPError} rejects as check() throws
   */
  async checkAsync(options) {
    return answeredAsync(this.#check(options, false));
  }
  /**
   * Does what check() does, and throws unless the answer can be relied on.
   * @param {import("./verification.js").VerifyOptions} options as for check(), with an issuer
   * @returns {SingleResponse} the entry that answers, which may say "revoked"
   * @throws {OCSPError} as check(), and OCSPVerificationError with ERR_NOT_RELIABLE
   */
  verify(options) {
    return assertReliable(answered(this.#check(options, true)));
  }
  /**
   * Does what verify() does, as checkAsync().
   * @param {import("./verification.js").VerifyOptions} options as for check(), with an issuer
   * @returns {Promise<SingleResponse>} the entry that answers, which may say "revoked"
   * @throws {OCSPError} rejects as verify() throws
   */
  async verifyAsync(options) {
    return assertReliable(await answeredAsync(this.#check(options, true)));
  }
  /**
   * Does what verify() does, and throws unless the status is "good". The one call that most users need.
   * @param {import("./verification.js").VerifyOptions} options as for check(), with an issuer
   * @returns {SingleResponse} the entry that answers
   * @throws {OCSPError} as verify(), and OCSPVerificationError with ERR_CERT_REVOKED, ERR_CERT_UNKNOWN
   */
  assertGood(options) {
    return assertGood(answered(this.#check(options, true)));
  }
  /**
   * Does what assertGood() does, as checkAsync().
   * @param {import("./verification.js").VerifyOptions} options as for check(), with an issuer
   * @returns {Promise<SingleResponse>} the entry that answers
   * @throws {OCSPError} rejects as assertGood() throws
   */
  async assertGoodAsync(options) {
    return assertGood(await answeredAsync(this.#check(options, true)));
  }
  /** @param {import("./verification.js").CheckOptions} options @param {boolean} issuerRequired */
  #check(options, issuerRequired) {
    const entries = {
      at: (/** @type {number} */ index) => this.#entries("check")[index],
      statusAt: (/** @type {number} */ index) => statusOf(this.#row.row(entryCell(index))),
    };
    return verifyResponse(this.#row.bytes, entries, options, issuerRequired);
  }
  /** A copy of the bytes it was read from. */
  toDER() {
    return this.#der.copy();
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
    const row = this.#row;
    if (row.number(RESPONSE.status) !== RESPONSE_STATUS_NUMBERS.successful) {
      const status = JSON.stringify(this.responseStatus);
      throw new OCSPError(
        "ERR_OCSP_UNSUCCESSFUL",
        `${getter}: the response is ${status} and holds nothing more (RFC 6960 section 4.2.1)`,
      );
    }
    return row;
  }

  /** @param {string} getter */
  #single(getter) {
    const count = this.#successful(getter).number(RESPONSE.responseCount);
    if (count !== 1) {
      throw new OCSPError(
        "ERR_NOT_SINGLE",
        `${getter}: the response has ${count} entries: read them from responses, or find() one`,
      );
    }
    return (this.#one ??= this.#entry(0));
  }
}
inspectAs(OCSPResponse, "OCSPResponse");
