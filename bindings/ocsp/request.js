/** OCSPRequest, RFC 6960 4.1.1. */
import { ALGORITHM, REQUEST, SINGLE_REQUEST } from "../../build/lists.js";
import { algorithmAt } from "../keys/algorithm.js";
import { verifySignature } from "../keys/signature.js";
import { checkString, invalidArgument, keepBytes } from "../lib/arguments.js";
import { keep } from "../lib/bytes.js";
import { toBase64 } from "../lib/encoding.js";
import { OCSPError } from "../lib/error.js";
import { jsonOf, presentAs } from "../lib/inspect.js";
import { lazyList } from "../lib/lazy-list.js";
import { checkFriend, FRIEND } from "../lib/private-constructor.js";
import { readRequest } from "../wasm/core.js";
import { isPresent, optionalSpanAt, spanAt } from "../wasm/table.js";
import { certificatesAt, certificatesJSON, checkCertificate, publicKeyOf } from "../x509/certificate.js";
import { makeExtensions } from "../x509/extension.js";
import { makeName } from "../x509/name.js";
import { baseOf, CertIDObject, cellsOf, octetsOf } from "./certid.js";
import { derFromPath } from "./url.js";

/** @import { Bytes } from "../lib/arguments.js" */
/**
 * @typedef {import("./certid.js").CertID & { readonly extensions: import("../x509/extension.js").Extensions }}
 *   SingleRequest one Request: its reqCert, and its
 * singleRequestExtensions, RFC 6960 4.1.1
 */

/** @implements {SingleRequest} */
class SingleRequestObject extends CertIDObject {
  get extensions() {
    return makeExtensions(optionalSpanAt(octetsOf(this), cellsOf(this), baseOf(this) + SINGLE_REQUEST.extensions));
  }
  /** @override */
  toJSON() {
    return { ...super.toJSON(), extensions: this.extensions.toJSON() };
  }
}
presentAs(SingleRequestObject, "SingleRequest");

/** Makes an OCSPRequest. @type {(der: import("../lib/bytes.js").Octets) => OCSPRequest} */
export let makeRequest;
/** The same, of bytes that may be refused. @type {typeof makeRequest} */
let read;
/** @type {(value: unknown, name: string) => { octets: import("../lib/bytes.js").Octets, nonce: Uint8Array | null }} */
export let checkRequest;

/**
 * Made by fromDER, fromURL or a builder; immutable. hashAlgorithm, hashAlgorithmOid, issuerNameHash, issuerKeyHash and
 * serialNumber stand for the one entry, and throw ERR_NOT_SINGLE unless there is exactly one.
 */
export class OCSPRequest {
  #octets;
  /**
   * Read when they are needed first: few ask what is in a request that they built.
   * @type {import("../wasm/table.js").Cells | undefined}
   */
  #table;
  /** @type {readonly SingleRequestObject[] | undefined} */
  #requests;
  /** The one entry, where there is one. @type {SingleRequestObject | undefined} */
  #one;
  /** @type {readonly import("../x509/certificate.js").Certificate[] | undefined} */
  #certificates;
  static {
    makeRequest = (der) => new this(FRIEND, der);
    checkRequest = (value, name) => {
      if (typeof value !== "object" || value === null || !(#octets in value)) {
        throw invalidArgument(name, "an OCSPRequest", value);
      }
      return { octets: value.#octets, nonce: value.nonce };
    };
    read = (der) => {
      const request = makeRequest(der);
      request.#table = readRequest(der);
      return request;
    };
  }
  /** @private @param {symbol} key @param {import("../lib/bytes.js").Octets} der */
  constructor(key, der) {
    checkFriend(key, "OCSPRequest", "OCSPRequest.fromDER, fromURL or an OCSPRequestBuilder");
    this.#octets = der;
  }
  get #cells() {
    return (this.#table ??= readRequest(this.#octets));
  }

  /**
   * Reads an OCSPRequest, RFC 6960 4.1.1.
   * @param {Bytes} der all of it, and nothing behind it
   * @returns {OCSPRequest}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_DER_*, ERR_OCSP_VERSION, ERR_DUPLICATE_EXTENSION, ERR_INPUT_TOO_LARGE
   */
  static fromDER(der) {
    return read(keepBytes(der, "der", "OCSPRequest"));
  }

  /**
   * From the path or URL of an HTTP GET request (RFC 6960 appendix A.1). The responder's own path may stand before it,
   * and the slashes of the base64 may be escaped or not.
   * @param {string} url the path, with or without scheme and host
   * @returns {OCSPRequest}
   * @throws {OCSPError} ERR_URL where no request is in the path; otherwise as fromDER
   */
  static fromURL(url) {
    return read(keep(derFromPath(checkString(url, "url", "the path or URL of a GET request"))));
  }

  /** Every Request, in order. @returns {readonly SingleRequest[]} */
  get requests() {
    return (this.#requests ??= lazyList(this.#cells[REQUEST.requestCount], (index) => this.#entry(index)));
  }
  /** @param {number} index */
  #entry(index) {
    return new SingleRequestObject(this.#octets, this.#cells, REQUEST.CELLS + index * SINGLE_REQUEST.CELLS);
  }

  /* Shortcuts for the one Request. */
  /** Of the one entry: the hash algorithm of its CertID; null where it is not known. */
  get hashAlgorithm() {
    return this.#single().hashAlgorithm;
  }
  /** Of the one entry: the hash algorithm as a dotted OID. */
  get hashAlgorithmOid() {
    return this.#single().hashAlgorithmOid;
  }
  /** Of the one entry: the hash of the issuer's name, by hashAlgorithm (RFC 6960 4.1.1). */
  get issuerNameHash() {
    return this.#single().issuerNameHash;
  }
  /** Of the one entry: the hash of the issuer's key, by hashAlgorithm (RFC 6960 4.1.1). */
  get issuerKeyHash() {
    return this.#single().issuerKeyHash;
  }
  /** Of the one entry: the serial number of the certificate in question. */
  get serialNumber() {
    return this.#single().serialNumber;
  }

  /** requestExtensions. */
  get extensions() {
    return makeExtensions(optionalSpanAt(this.#octets, this.#cells, REQUEST.extensions));
  }
  /** The nonce of requestExtensions (RFC 9654); null where there is none. */
  get nonce() {
    return optionalSpanAt(this.#octets, this.#cells, REQUEST.nonce);
  }
  /** requestorName when it is a directoryName; else null (RFC 6960 4.1.1). */
  get requestorName() {
    const der = optionalSpanAt(this.#octets, this.#cells, REQUEST.requestorName);
    return der && makeName(der);
  }
  /** optionalSignature is there (RFC 6960 4.1.1). It is not verified by that: isSignedBy() does. */
  get isSigned() {
    return isPresent(this.#cells, REQUEST.signature);
  }
  /**
   * That of the signature; null where there is none.
   * @returns {import("../keys/algorithm.js").AlgorithmIdentifier | null}
   */
  get signatureAlgorithm() {
    return this.isSigned ? algorithmAt(this.#octets, this.#cells, REQUEST.signatureAlgorithm) : null;
  }
  /** The octets of the signature; null where there is none. */
  get signature() {
    return optionalSpanAt(this.#octets, this.#cells, REQUEST.signature);
  }
  /**
   * Those sent with the signature, in order; an empty list where there are none. One that does not parse throws when it
   * is read.
   */
  get certificates() {
    return (this.#certificates ??= certificatesAt(
      this.#octets,
      this.#cells,
      REQUEST.CELLS + this.#cells[REQUEST.requestCount] * SINGLE_REQUEST.CELLS,
      this.#cells[REQUEST.certificateCount],
      "OCSPRequest.optionalSignature.certs",
    ));
  }
  /** DER of tbsRequest, over which the signature is. */
  get tbsRequestBytes() {
    return spanAt(this.#octets, this.#cells, REQUEST.tbs);
  }

  /**
   * The URL of an HTTP GET request (RFC 6960 appendix A.1, RFC 5019 section 5): responder URL, slash, url-encoded
   * base64.
   * @param {string} responderUrl http or https, without query and fragment
   * @returns {string}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT
   */
  toURL(responderUrl) {
    const url = checkString(responderUrl, "responderUrl", "an http or https URL");
    if (!/^https?:/i.test(url) || !URL.canParse(url) || !/^[\x21-\x7e]+$/.test(url) || /[?#]/.test(url)) {
      throw invalidArgument("responderUrl", "an http or https URL without query and fragment", responderUrl);
    }
    return `${url}${url.endsWith("/") ? "" : "/"}${encodeURIComponent(toBase64(this.#octets.copy()))}`;
  }
  /**
   * The optional signature verifies under this certificate's key.
   * @param {import("../x509/certificate.js").CertificateInput} signer whose key may have made the signature
   * @returns {boolean} false also without a signature, and for a key of another type
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_UNSUPPORTED_ALGORITHM, ERR_UNSUPPORTED_KEY
   */
  isSignedBy(signer) {
    const spki = publicKeyOf(checkCertificate(signer, "signer"));
    const cells = this.#cells;
    return (
      this.isSigned &&
      verifySignature(
        this.#octets.part(cells, REQUEST.signatureAlgorithm + ALGORITHM.der),
        spki,
        this.#octets.part(cells, REQUEST.tbs),
        this.#octets.part(cells, REQUEST.signature),
      )
    );
  }
  /** The bytes it was read from. */
  toDER() {
    return this.#octets.copy();
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
    const count = this.#cells[REQUEST.requestCount];
    if (count !== 1) {
      throw new OCSPError("ERR_NOT_SINGLE", `the request has ${count} entries: read them from requests`);
    }
    return (this.#one ??= this.#entry(0));
  }
}
presentAs(OCSPRequest, "OCSPRequest");
