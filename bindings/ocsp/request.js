/** OCSPRequest, RFC 6960 4.1.1. */
import { ALGORITHM, REQUEST, SINGLE_REQUEST } from "../../build/lists.js";
import { algorithmIdentifier } from "../keys/algorithm.js";
import { verifySignature, verifySignatureAsync } from "../keys/signature-check.js";
import { assertString, invalidArgument, keepBytes } from "../lib/arguments.js";
import { keep } from "../lib/bytes.js";
import { encodeBase64 } from "../lib/encoding.js";
import { compareBy } from "../lib/equality.js";
import { OCSPError } from "../lib/error.js";
import { inspectAs, jsonOf } from "../lib/inspect.js";
import { lazyList } from "../lib/lazy-list.js";
import { derOfOtherCopy } from "../lib/other-copy.js";
import { assertPrivate, PRIVATE } from "../lib/private-constructor.js";
import { readRequest } from "../wasm/core.js";
import { Row } from "../wasm/table.js";
import { certificatesAt, certificatesJSON, publicKeyOf, toCertificate } from "../x509/certificate.js";
import { makeExtensions } from "../x509/extension.js";
import { makeName } from "../x509/name.js";
import { CertIDObject, certIDText, rowOf } from "./certid.js";
import { derFromPath } from "./url.js";

/** @import { Bytes } from "../lib/arguments.js" */
/**
 * @typedef {import("./certid.js").CertID & { readonly extensions: import("../x509/extension.js").Extensions }}
 *   SingleRequest one Request: its reqCert, and its singleRequestExtensions, RFC 6960 4.1.1
 */

/** @param {CertIDObject} request */
const textOf = (request) => {
  const row = rowOf(request);
  return `${certIDText(request)} ${row.has(SINGLE_REQUEST.extensions) && row.part(SINGLE_REQUEST.extensions).hex()}`;
};

/** @implements {SingleRequest} */
class SingleRequestObject extends CertIDObject {
  /** @param {Row} row a SINGLE_REQUEST */
  constructor(row) {
    super(row, textOf);
  }
  get extensions() {
    return makeExtensions(rowOf(this).optionalSpan(SINGLE_REQUEST.extensions));
  }
  /** @override */
  toJSON() {
    return { ...super.toJSON(), extensions: this.extensions.toJSON() };
  }
}
inspectAs(SingleRequestObject, "SingleRequest");

/**
 * Makes an OCSPRequest from DER that was written here.
 * @type {(der: import("../lib/bytes.js").OwnedBytes) => OCSPRequest}
 */
export let makeRequest;
/** The same, from bytes that may be refused. @type {typeof makeRequest} */
let read;
/**
 * isSignedBy() as checkAsync() of a response checks signatures, for this library.
 * @type {(signed: OCSPRequest, signer: import("../x509/certificate.js").Certificate) => Promise<boolean>}
 */
export let isSignedByAsync;
/** @type {(value: unknown, name: string) => { der: import("../lib/bytes.js").OwnedBytes, nonce: Uint8Array | null }} */
export let toRequestParts;
/** @type {(value: unknown, name: string) => OCSPRequest} */
let toRequest;

/** What deep equality compares. @type {(request: OCSPRequest) => string} */
let hexOf;

/**
 * An OCSP request, made by fromDER, fromURL or an OCSPRequestBuilder. Immutable. hashAlgorithm, hashAlgorithmOid,
 * issuerNameHash, issuerKeyHash and serialNumber are those of the only entry: they throw ERR_NOT_SINGLE unless there is
 * exactly one.
 */
export class OCSPRequest {
  #der;
  /** Read on first use: few callers read the request that they have just built. @type {Row | undefined} */
  #read;
  /** @type {readonly SingleRequestObject[] | undefined} */
  #requests;
  /** The only entry, once it was read. @type {SingleRequestObject | undefined} */
  #one;
  /** @type {readonly import("../x509/certificate.js").Certificate[] | undefined} */
  #certificates;
  static {
    hexOf = (request) => request.#der.hex();
    makeRequest = (der) => new this(PRIVATE, der);
    isSignedByAsync = (request, signer) => verifySignatureAsync(request.#question(publicKeyOf(signer)));
    toRequestParts = (value, name) => {
      const request = toRequest(value, name);
      /* What it was made of, whatever properties somebody has put on it since. */
      return { der: request.#der, nonce: request.#row.optionalSpan(REQUEST.nonce) };
    };
    toRequest = (value, name) => {
      if (typeof value === "object" && value !== null && #der in value) {
        return value;
      }
      const der = derOfOtherCopy(value, "OCSPRequest");
      if (der === undefined) {
        throw invalidArgument(name, "an OCSPRequest", value);
      }
      return read(keepBytes(der, name, "OCSPRequest"));
    };
    read = (der) => {
      const request = makeRequest(der);
      request.#read = new Row(der, readRequest(der));
      return request;
    };
  }
  /** @private @param {symbol} key @param {import("../lib/bytes.js").OwnedBytes} der */
  constructor(key, der) {
    assertPrivate(key, "OCSPRequest", "OCSPRequest.fromDER, fromURL or an OCSPRequestBuilder");
    this.#der = der;
    compareBy(this, hexOf);
  }
  get #row() {
    return (this.#read ??= new Row(this.#der, readRequest(this.#der)));
  }

  /**
   * Reads an OCSPRequest, RFC 6960 4.1.1.
   * @param {Bytes} der the whole request, with nothing after it
   * @returns {OCSPRequest}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_DER_*, ERR_OCSP_VERSION, ERR_DUPLICATE_EXTENSION, ERR_INPUT_TOO_LARGE
   */
  static fromDER(der) {
    return read(keepBytes(der, "der", "OCSPRequest"));
  }

  /**
   * Reads the path or URL of an HTTP GET request (RFC 6960 appendix A.1). It may begin with the responder's own path,
   * and the slashes of the base64 may be escaped or not. A blank is read as the plus sign that it was made of.
   * @param {string} url the path, with or without scheme and host
   * @returns {OCSPRequest}
   * @throws {OCSPError} ERR_URL if the path holds no request; otherwise as fromDER
   */
  static fromURL(url) {
    return read(keep(derFromPath(assertString(url, "url", "the path or URL of a GET request"))));
  }

  /** Every Request, in order. @returns {readonly SingleRequest[]} */
  get requests() {
    return (this.#requests ??= lazyList(this.#row.number(REQUEST.requestCount), (index) => this.#entry(index)));
  }
  /** @param {number} index */
  #entry(index) {
    return new SingleRequestObject(this.#row.row(REQUEST.CELLS + index * SINGLE_REQUEST.CELLS));
  }

  /* Shortcuts for the only entry. */
  /** The hash algorithm of the only entry's CertID; null if unknown. */
  get hashAlgorithm() {
    return this.#single().hashAlgorithm;
  }
  /** The hash algorithm of the only entry's CertID, as a dotted OID. */
  get hashAlgorithmOid() {
    return this.#single().hashAlgorithmOid;
  }
  /** The hash of the issuer's name in the only entry (RFC 6960 4.1.1). */
  get issuerNameHash() {
    return this.#single().issuerNameHash;
  }
  /** The hash of the issuer's key in the only entry (RFC 6960 4.1.1). */
  get issuerKeyHash() {
    return this.#single().issuerKeyHash;
  }
  /** The serial number of the certificate in question, in the only entry. */
  get serialNumber() {
    return this.#single().serialNumber;
  }

  /** requestExtensions. */
  get extensions() {
    return makeExtensions(this.#row.optionalSpan(REQUEST.extensions));
  }
  /** The nonce of requestExtensions (RFC 9654); null if there is none. */
  get nonce() {
    return this.#row.optionalSpan(REQUEST.nonce);
  }
  /** requestorName if it is a directoryName, else null (RFC 6960 4.1.1). */
  get requestorName() {
    const der = this.#row.optionalSpan(REQUEST.requestorName);
    return der && makeName(der);
  }
  /** Whether it has an optionalSignature (RFC 6960 4.1.1), verified or not: isSignedBy() verifies it. */
  get isSigned() {
    return this.#row.has(REQUEST.signature);
  }
  /**
   * The algorithm of the signature; null if there is none.
   * @returns {import("../keys/algorithm.js").AlgorithmIdentifier | null}
   */
  get signatureAlgorithm() {
    return this.isSigned ? algorithmIdentifier(this.#row.row(REQUEST.signatureAlgorithm)) : null;
  }
  /** The contents of the signature's BIT STRING; null if there is none. */
  get signature() {
    return this.#row.optionalSpan(REQUEST.signature);
  }
  /**
   * The certificates sent with the signature, in order; empty if there are none. A broken one throws when it is read.
   */
  get certificates() {
    return (this.#certificates ??= certificatesAt(
      this.#row,
      REQUEST.CELLS + this.#row.number(REQUEST.requestCount) * SINGLE_REQUEST.CELLS,
      this.#row.number(REQUEST.certificateCount),
      "OCSPRequest.optionalSignature.certs",
    ));
  }
  /** DER of tbsRequest, which is what gets signed. */
  get tbsRequestBytes() {
    return this.#row.span(REQUEST.tbs);
  }

  /**
   * The URL of an HTTP GET request (RFC 6960 appendix A.1, RFC 9919 section 6): the responder's URL, a slash, and the
   * request in url-encoded base64.
   * @param {string} responderUrl an http or https URL without query and fragment
   * @returns {string}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT
   */
  toURL(responderUrl) {
    const url = assertString(responderUrl, "responderUrl", "an http or https URL");
    if (!/^https?:/i.test(url) || !URL.canParse(url) || !/^[\x21-\x7e]+$/.test(url) || /[?#]/.test(url)) {
      throw invalidArgument("responderUrl", "an http or https URL without query and fragment", responderUrl);
    }
    return `${url}${url.endsWith("/") ? "" : "/"}${encodeURIComponent(encodeBase64(this.#der.copy()))}`;
  }
  /**
   * Whether the optional signature verifies under this certificate's key.
   * @param {import("../x509/certificate.js").CertificateInput} signer whose key may have made the signature
   * @returns {boolean} false also if there is no signature, or the key is of another type
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_UNSUPPORTED_ALGORITHM, ERR_UNSUPPORTED_KEY
   */
  isSignedBy(signer) {
    const spki = publicKeyOf(toCertificate(signer, "signer"));
    return this.#row.has(REQUEST.signature) && verifySignature(this.#question(spki));
  }
  /** @param {import("../lib/bytes.js").OwnedBytes} spki of the signer */
  #question(spki) {
    const row = this.#row;
    return {
      algorithm: row.part(REQUEST.signatureAlgorithm + ALGORITHM.der),
      spki,
      data: row.part(REQUEST.tbs),
      signature: row.part(REQUEST.signature),
    };
  }
  /** A copy of the bytes it was read from. */
  toDER() {
    return this.#der.copy();
  }
  /** Its fields, for JSON.stringify: bytes in hexadecimal, times in ISO 8601. */
  toJSON() {
    return {
      requests: Array.from(this.requests, (request) => jsonOf(request)),
      requestorName: jsonOf(this.requestorName),
      extensions: this.extensions.toJSON(),
      nonce: jsonOf(this.nonce),
      isSigned: this.isSigned,
      signatureAlgorithm: jsonOf(this.signatureAlgorithm),
      signature: jsonOf(this.signature),
      certificates: certificatesJSON(this.certificates),
    };
  }

  #single() {
    const count = this.#row.number(REQUEST.requestCount);
    if (count !== 1) {
      throw new OCSPError("ERR_NOT_SINGLE", `the request has ${count} entries: read them from requests`);
    }
    return (this.#one ??= this.#entry(0));
  }
}
inspectAs(OCSPRequest, "OCSPRequest");
