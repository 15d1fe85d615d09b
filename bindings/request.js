/** OCSPRequest, RFC 6960 4.1.1. */
import { REQUEST, SINGLE_REQUEST } from "../build/lists.js";
import { algorithmAt } from "./algorithm.js";
import { checkString, copyBytes, invalidArgument } from "./arguments.js";
import { isPresent, optionalSpanAt, spanAt } from "./cells.js";
import { certificatesAt, certificatesJSON } from "./certificate.js";
import { CertIDObject } from "./certid.js";
import { readRequest } from "./core.js";
import { OCSPError } from "./error.js";
import { makeExtensions } from "./extension.js";
import { checkFriend, FRIEND } from "./friend.js";
import { lazyList } from "./lazy-list.js";
import { makeName } from "./name.js";
import { jsonOf, presentAs } from "./present.js";
import { derFromPath } from "./url.js";
import { toBase64 } from "./text.js";

/** @typedef {import("./arguments.js").Bytes} Bytes */
/** @typedef {import("./certid.js").CertID & { readonly extensions: import("./extension.js").Extensions }} SingleRequest */

/** @implements {SingleRequest} */
class SingleRequestObject extends CertIDObject {
  #bytes;
  #cells;
  #base;
  /** @param {Uint8Array} bytes @param {Int32Array} cells @param {number} base cell of a SINGLE_REQUEST */
  constructor(bytes, cells, base) {
    super(bytes, cells, base + SINGLE_REQUEST.certId);
    this.#bytes = bytes;
    this.#cells = cells;
    this.#base = base;
  }
  get extensions() {
    return makeExtensions(optionalSpanAt(this.#bytes, this.#cells, this.#base + SINGLE_REQUEST.extensions));
  }
  /** @override */
  toJSON() {
    return { ...super.toJSON(), extensions: this.extensions.toJSON() };
  }
}
presentAs(SingleRequestObject, "SingleRequest");

/** Makes an OCSPRequest of DER that is nobody else's. @type {(der: Uint8Array) => OCSPRequest} */
export let makeRequest;

/** Made by fromDER, fromURL or a builder; immutable. */
export class OCSPRequest {
  #bytes;
  #cells;
  /** @type {readonly SingleRequestObject[] | undefined} */
  #requests;
  /** @type {readonly import("./certificate.js").Certificate[] | undefined} */
  #certificates;
  static {
    makeRequest = (der) => new OCSPRequest(FRIEND, der);
  }
  /** @private @param {symbol} key @param {Uint8Array} der */
  constructor(key, der) {
    checkFriend(key, "OCSPRequest", "OCSPRequest.fromDER, fromURL or an OCSPRequestBuilder");
    this.#bytes = der;
    this.#cells = readRequest(der);
  }

  /**
   * @param {Bytes} der
   * @returns {OCSPRequest}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_DER_*, ERR_OCSP_VERSION, ERR_DUPLICATE_EXTENSION, ERR_INPUT_TOO_LARGE
   */
  static fromDER(der) {
    return makeRequest(copyBytes(der, "der"));
  }

  /**
   * From the path or URL of an HTTP GET request (RFC 6960 appendix A.1). The responder's own path may stand before it, and the slashes of
   * the base64 may be escaped or not.
   * @param {string} url
   * @returns {OCSPRequest}
   * @throws {OCSPError} ERR_URL where no request is in the path; otherwise as fromDER
   */
  static fromURL(url) {
    return makeRequest(derFromPath(checkString(url, "url", "the path or URL of a GET request")));
  }

  /** Every Request, in order. @returns {readonly SingleRequest[]} */
  get requests() {
    return this.#requests ??= lazyList(this.#cells[REQUEST.requestCount],
      (index) => new SingleRequestObject(this.#bytes, this.#cells, REQUEST.CELLS + index * SINGLE_REQUEST.CELLS));
  }

  /* Shortcuts for the one Request. */
  get hashAlgorithm() {
    return this.#single().hashAlgorithm;
  }
  get hashAlgorithmOid() {
    return this.#single().hashAlgorithmOid;
  }
  get issuerNameHash() {
    return this.#single().issuerNameHash;
  }
  get issuerKeyHash() {
    return this.#single().issuerKeyHash;
  }
  get serialNumber() {
    return this.#single().serialNumber;
  }

  /** requestExtensions. */
  get extensions() {
    return makeExtensions(optionalSpanAt(this.#bytes, this.#cells, REQUEST.extensions));
  }
  /** The nonce of requestExtensions (RFC 9654); null where there is none. */
  get nonce() {
    return optionalSpanAt(this.#bytes, this.#cells, REQUEST.nonce);
  }
  /** requestorName when it is a directoryName; else null. */
  get requestorName() {
    const der = optionalSpanAt(this.#bytes, this.#cells, REQUEST.requestorName);
    return der && makeName(der);
  }
  /** optionalSignature is there. It is not verified by that. */
  get isSigned() {
    return isPresent(this.#cells, REQUEST.signature);
  }
  get signatureAlgorithm() {
    return this.isSigned ? algorithmAt(this.#bytes, this.#cells, REQUEST.signatureAlgorithm) : null;
  }
  /** The octets of the signature; null where there is none. */
  get signature() {
    return optionalSpanAt(this.#bytes, this.#cells, REQUEST.signature);
  }
  /** Those sent with the signature. One that does not parse throws when it is read. */
  get certificates() {
    return this.#certificates ??= certificatesAt(this.#bytes, this.#cells,
      REQUEST.CELLS + this.#cells[REQUEST.requestCount] * SINGLE_REQUEST.CELLS, this.#cells[REQUEST.certificateCount],
      "OCSPRequest.optionalSignature.certs");
  }
  /** DER of tbsRequest, over which the signature is. */
  get tbsRequestBytes() {
    return spanAt(this.#bytes, this.#cells, REQUEST.tbs);
  }

  /**
   * The URL of an HTTP GET request (RFC 6960 appendix A.1, RFC 5019 section 5): responder URL, slash, url-encoded base64.
   * @param {string} responderUrl absolute, without query and fragment
   * @returns {string}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT
   */
  toURL(responderUrl) {
    const url = checkString(responderUrl, "responderUrl", "an absolute URL");
    if (!URL.canParse(url) || /[?#]/.test(url)) {
      throw invalidArgument("responderUrl", "an absolute URL without query and fragment", responderUrl);
    }
    return `${url}${url.endsWith("/") ? "" : "/"}${encodeURIComponent(toBase64(this.#bytes))}`;
  }
  /** The bytes it was read from. */
  toDER() {
    return this.#bytes.slice();
  }
  toJSON() {
    return {
      requests: Array.from(this.requests, (request) => jsonOf(request)), requestorName: jsonOf(this.requestorName),
      extensions: this.extensions.toJSON(), nonce: jsonOf(this.nonce), isSigned: this.isSigned,
      signatureAlgorithm: jsonOf(this.signatureAlgorithm), signature: jsonOf(this.signature), certificates: certificatesJSON(this.certificates),
    };
  }

  #single() {
    const count = this.#cells[REQUEST.requestCount];
    if (count !== 1) {
      throw new OCSPError("ERR_NOT_SINGLE", `the request has ${count} entries: read them from requests`);
    }
    return this.requests[0];
  }
}
presentAs(OCSPRequest, "OCSPRequest");
