/** X.509 certificates, RFC 5280, as far as OCSP needs them. */
import { ALGORITHM, CERTIFICATE, KNOWN, OID, PUBLIC_KEY } from "../../build/lists.js";
import { algorithmIdentifier, publicKeyInfo } from "../keys/algorithm.js";
import { answered, isVerified } from "../keys/signature-check.js";
import { invalidArgument, isBytes, keepBytes, toHashNumber, toList } from "../lib/arguments.js";
import { concatenated, keep } from "../lib/bytes.js";
import { encodePEM, pemBlocks } from "../lib/encoding.js";
import { compareBy } from "../lib/equality.js";
import { OCSPError, relocated } from "../lib/error.js";
import { inspectAs, jsonOf, jsonOrError, serialNumberJSON } from "../lib/inspect.js";
import { lazyList } from "../lib/lazy-list.js";
import { memberOf } from "../lib/options.js";
import { derOfOtherCopy } from "../lib/other-copy.js";
import { assertPrivate, PRIVATE } from "../lib/private-constructor.js";
import { pemTextOf, toPEMText } from "../lib/text-bytes.js";
import { hashOf, namesEqual, readCertificate, readExtensionValue } from "../wasm/core.js";
import { Row } from "../wasm/table.js";
import { distributionPointsOf } from "./distribution-points.js";
import { decodeExtensionValue, findExtensionValue, makeExtensions } from "./extension.js";
import { makeName } from "./name.js";

/** @import { Bytes, HashAlgorithmInput } from "../lib/arguments.js" */
/** @import { DistributionPoint } from "./distribution-points.js" */
/** @import { OwnedBytes } from "../lib/bytes.js" */
/** @import { Asking } from "../keys/signature-check.js" */
/**
 * @typedef {Certificate | string | Bytes | { readonly raw: Uint8Array }} CertificateInput a Certificate, PEM text (a
 *   string or bytes, of which the first CERTIFICATE block counts), DER bytes, or an object with the DER in `raw`, such
 *   as node:crypto's X509Certificate
 */

/**
 * Hashes of an issuer, kept with its certificate: most requests and responses are about the certificates of a few.
 * @typedef {object} IssuerDigests
 * @property {OwnedBytes} name what nameHash is the hash of
 * @property {OwnedBytes | null} nameHash null until it is asked for a second time
 * @property {OwnedBytes | null} keyHash likewise
 */

const LABEL = "CERTIFICATE";

/** Reads a Certificate. @type {(der: OwnedBytes) => Certificate} */
export let makeCertificate;
/** @type {(value: object) => value is Certificate} */
export let isCertificate;
/** Its table, with its bytes, for this library. @type {(certificate: Certificate) => Row} */
export let certificateRow;
/** @type {(certificate: Certificate) => IssuerDigests[]} */
export let issuerDigests;

/** @param {Certificate} certificate */
const hexOf = (certificate) => certificateBytes(certificate).hex();

/** A certificate, made by fromDER, fromPEM or from. Immutable. Reading a certificate does not validate it. */
export class Certificate {
  #row;
  /** By hash algorithm; certid.js keeps them here. @type {IssuerDigests[]} */
  #digests = [];
  static {
    makeCertificate = (der) => new this(PRIVATE, der);
    isCertificate = /** @type {typeof isCertificate} */ ((value) => #row in value);
    certificateRow = (certificate) => certificate.#row;
    issuerDigests = (certificate) => certificate.#digests;
  }
  /** @private @param {symbol} key @param {OwnedBytes} der */
  constructor(key, der) {
    assertPrivate(key, "Certificate", "Certificate.fromDER, fromPEM or from");
    this.#row = new Row(der, readCertificate(der));
    compareBy(this, hexOf);
  }

  /**
   * Reads a certificate, RFC 5280 4.1. This does not validate it.
   * @param {Bytes} der the whole certificate, with nothing after it
   * @returns {Certificate}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_DER_*, ERR_CERTIFICATE_VERSION, ERR_DUPLICATE_EXTENSION,
   *   ERR_INPUT_TOO_LARGE
   */
  static fromDER(der) {
    return makeCertificate(keepBytes(der, "der", "Certificate"));
  }

  /**
   * Reads the first CERTIFICATE block of a text. Its lines may be indented, and other text may surround it.
   * @param {string} pem text, RFC 7468; the bytes of a file with it are read too
   * @returns {Certificate}
   * @throws {OCSPError} ERR_PEM if there is none, or its base64 is broken; otherwise as fromDER
   */
  static fromPEM(pem) {
    return firstOf(toPEMText(pem, "pem"), "pem");
  }

  /**
   * Reads all CERTIFICATE blocks of a text, in order.
   * @param {string} pem text, RFC 7468; the bytes of a file with it are read too
   * @returns {Certificate[]} empty if there are none
   * @throws {OCSPError} ERR_PEM if the base64 of one is broken; otherwise as fromDER
   */
  static allFromPEM(pem) {
    return Array.from(pemBlocks(toPEMText(pem, "pem"), LABEL), ({ bytes }) => makeCertificate(keep(bytes)));
  }

  /**
   * Reads a certificate in any form.
   * @param {CertificateInput} input a Certificate is returned as it is
   * @returns {Certificate}
   * @throws {OCSPError} as fromDER and fromPEM
   */
  static from(input) {
    return toCertificate(input, "input");
  }

  /** 1, 2 or 3, which the DER has as 0, 1 or 2 (RFC 5280 4.1.2.1). */
  get version() {
    return this.#row.number(CERTIFICATE.version);
  }
  /** As encoded: some are negative, or longer than the 20 bytes of RFC 5280 4.1.2.2. @returns {bigint} */
  get serialNumber() {
    return this.#row.integer(CERTIFICATE.serialNumber);
  }
  /** The name of the CA that issued it. */
  get issuer() {
    return makeName(this.#row.span(CERTIFICATE.issuer));
  }
  /** The name of its holder. */
  get subject() {
    return makeName(this.#row.span(CERTIFICATE.subject));
  }
  /** The time from which it is valid (RFC 5280 4.1.2.5). */
  get notBefore() {
    return this.#row.time(CERTIFICATE.notBefore);
  }
  /** The time up to and including which it is valid (RFC 5280 4.1.2.5). */
  get notAfter() {
    return this.#row.time(CERTIFICATE.notAfter);
  }
  /**
   * The signatureAlgorithm of the Certificate, not the signature field of tbsCertificate (RFC 5280 4.1.1.2).
   * @returns {import("../keys/algorithm.js").AlgorithmIdentifier}
   */
  get signatureAlgorithm() {
    return algorithmIdentifier(this.#row.row(CERTIFICATE.signatureAlgorithm));
  }
  /**
   * The public key of the subject, even of a type that this library cannot use (RFC 5280 4.1.2.7).
   * @returns {import("../keys/algorithm.js").PublicKeyInfo}
   */
  get publicKey() {
    return publicKeyInfo(this.#row.row(CERTIFICATE.publicKey));
  }
  /** All extensions, including those that have getters of their own. */
  get extensions() {
    return makeExtensions(this.#row.optionalSpan(CERTIFICATE.extensions));
  }
  /** cA of basicConstraints (RFC 5280 4.2.1.9); false if there is no such extension, or it cannot be read. */
  get isCA() {
    return this.#row.number(CERTIFICATE.known + KNOWN.isCa) === 1;
  }
  /**
   * The OIDs of the KeyPurposeIds (RFC 5280 4.2.1.12); null if there is no such extension.
   * @returns {readonly string[] | null}
   * @throws {OCSPError} ERR_DER_* if the extension cannot be read
   */
  get extendedKeyUsage() {
    const value = this.#known(KNOWN.extendedKeyUsage);
    return value && decodeExtensionValue(OID.EXT_KEY_USAGE, value);
  }
  /**
   * Where its responders are: the id-ad-ocsp URIs of authorityInfoAccess (RFC 5280 4.2.2.1), as encoded, of any scheme.
   * Empty if there are none.
   * @returns {readonly string[]}
   * @throws {OCSPError} ERR_DER_* if the extension cannot be read
   */
  get ocspUrls() {
    return this.#access().ocspUrls;
  }
  /**
   * Where its issuer's certificate is: the id-ad-caIssuers URIs of authorityInfoAccess (RFC 5280 4.2.2.1), as encoded,
   * of any scheme. Empty if there are none.
   * @returns {readonly string[]}
   * @throws {OCSPError} ERR_DER_* if the extension cannot be read
   */
  get caIssuersUrls() {
    return this.#access().caIssuersUrls;
  }
  /**
   * Where its CRLs are: cRLDistributionPoints (RFC 5280 4.2.1.13), in order; empty if there are none. A point may hold
   * for some reasons alone, or be signed by somebody else.
   * @returns {readonly DistributionPoint[]}
   * @throws {OCSPError} ERR_DER_* if the extension is broken
   */
  get distributionPoints() {
    const value = this.#extension(OID.CRL_DISTRIBUTION_POINTS);
    return value === null ? NO_POINTS : distributionPointsOf(value);
  }
  /**
   * Every URI of the fullNames of cRLDistributionPoints, as encoded, of any scheme; empty if there are none.
   * @returns {readonly string[]}
   * @throws {OCSPError} ERR_DER_* if the extension is broken
   */
  get crlUrls() {
    return Object.freeze(this.distributionPoints.flatMap(({ urls }) => urls));
  }
  /**
   * Whether it has the extension id-ce-noRevAvail (RFC 9608): its issuer revokes nothing, so there is nothing to ask.
   * @returns {boolean}
   * @throws {OCSPError} ERR_DER_* if the extension is broken
   */
  get noRevocationAvailable() {
    const value = this.#extension(OID.NO_REVOCATION_AVAILABLE);
    if (value !== null) {
      /* It is NULL, or this throws. */
      readExtensionValue(value, OID.NO_REVOCATION_AVAILABLE);
    }
    return value !== null;
  }
  /**
   * Whether the TLS feature extension (RFC 7633) has status_request: a server must staple an answer.
   * @returns {boolean}
   * @throws {OCSPError} ERR_DER_* if the extension is broken
   */
  get mustStaple() {
    const value = this.#extension(OID.TLS_FEATURE);
    return value !== null && readExtensionValue(value, OID.TLS_FEATURE).includes(STATUS_REQUEST);
  }
  /** Whether it has the extension id-pkix-ocsp-nocheck (RFC 6960 4.2.2.2.1). */
  get ocspNoCheck() {
    return this.#row.number(CERTIFICATE.known + KNOWN.noCheck) === 1;
  }
  /**
   * Whether the names chain, and the signature verifies under the issuer's key (RFC 5280 6.1.3 (a)(1) and (4)). Nothing
   * else is checked. With a DSA key, this proves nothing: anyone can compute another key, with parameters of its own,
   * under which the signature verifies too.
   * @param {CertificateInput} issuer the certificate that may have issued this one
   * @returns {boolean} false also if the key is of another type
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_UNSUPPORTED_ALGORITHM, ERR_UNSUPPORTED_KEY
   */
  isIssuedBy(issuer) {
    return answered(isIssued(this, toCertificate(issuer, "issuer")));
  }
  /**
   * The hash of the whole certificate.
   * @param {HashAlgorithmInput} [hashAlgorithm] SHA-256 by default
   * @returns {Uint8Array}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT
   */
  fingerprint(hashAlgorithm = "SHA-256") {
    return hashOf(this.#row.bytes, toHashNumber(hashAlgorithm)).copy();
  }
  /** A copy of the bytes it was read from. */
  toDER() {
    return this.#row.bytes.copy();
  }
  /** One CERTIFICATE block in lines of 64 characters, RFC 7468. */
  toPEM() {
    return encodePEM(LABEL, this.#row.bytes.copy());
  }
  /** Its fields, for JSON.stringify: bytes in hexadecimal, times in ISO 8601. */
  toJSON() {
    return {
      version: this.version,
      ...serialNumberJSON(this.serialNumber),
      issuer: this.issuer.toJSON(),
      subject: this.subject.toJSON(),
      notBefore: this.notBefore.toJSON(),
      notAfter: this.notAfter.toJSON(),
      signatureAlgorithm: jsonOf(this.signatureAlgorithm),
      publicKey: jsonOf(this.publicKey),
      isCA: this.isCA,
      extendedKeyUsage: jsonOrError(() => this.extendedKeyUsage),
      ocspUrls: jsonOrError(() => this.ocspUrls),
      caIssuersUrls: jsonOrError(() => this.caIssuersUrls),
      ocspNoCheck: this.ocspNoCheck,
      extensions: this.extensions.toJSON(),
    };
  }

  /** @param {number} id of OID @returns {OwnedBytes | null} the contents of extnValue; null if it is not there */
  #extension(id) {
    return this.#row.has(CERTIFICATE.extensions)
      ? findExtensionValue(this.#row.part(CERTIFICATE.extensions), id)
      : null;
  }
  /** @param {number} cell of a span in KNOWN */
  #known(cell) {
    return this.#row.optionalSpan(CERTIFICATE.known + cell);
  }
  #access() {
    const value = this.#known(KNOWN.authorityInfoAccess);
    return value === null ? NO_ACCESS : decodeExtensionValue(OID.AUTHORITY_INFO_ACCESS, value);
  }
}
inspectAs(Certificate, "Certificate");

/**
 * What isIssuedBy() does.
 * @param {Certificate} certificate
 * @param {Certificate} issuer
 * @returns {Asking<boolean>}
 */
function* isIssued(certificate, issuer) {
  const row = certificateRow(certificate);
  const algorithm = row.part(CERTIFICATE.signatureAlgorithm + ALGORITHM.der);
  /* RFC 5280 4.1.1.2: the algorithm outside must be the one that the issuer signed. */
  const mayBe =
    namesEqual(row.part(CERTIFICATE.issuer), certificateRow(issuer).part(CERTIFICATE.subject)) &&
    row.part(CERTIFICATE.tbsSignatureAlgorithm + ALGORITHM.der).equals(algorithm);
  if (!mayBe) {
    return false;
  }
  const question = {
    algorithm,
    spki: publicKeyOf(issuer),
    data: row.part(CERTIFICATE.tbs),
    signature: row.part(CERTIFICATE.signature),
  };
  return isVerified(question, yield question);
}

/** @type {WeakMap<Certificate, WeakMap<Certificate, boolean | Error>>} */
const KNOWN_ISSUERS = new WeakMap();

/**
 * isIssuedBy(), found out once for every two: certificates never change.
 * @param {Certificate} certificate
 * @param {Certificate} issuer
 * @returns {Asking<boolean | Error>} the error that it throws
 */
export function* findIssuance(certificate, issuer) {
  const known = KNOWN_ISSUERS.get(certificate) ?? new WeakMap();
  let issued = known.get(issuer);
  if (issued === undefined) {
    try {
      issued = yield* isIssued(certificate, issuer);
    } catch (error) {
      issued = /** @type {Error} */ (error);
    }
    known.set(issuer, issued);
    KNOWN_ISSUERS.set(certificate, known);
  }
  return issued;
}

/** The same at once. @param {Certificate} certificate @param {Certificate} issuer @returns {boolean | Error} */
export const issuance = (certificate, issuer) => answered(findIssuance(certificate, issuer));

/** status_request of ExtensionType, RFC 6066 8. */
const STATUS_REQUEST = 5;
/** @type {readonly DistributionPoint[]} */
const NO_POINTS = Object.freeze([]);
const NO_ACCESS = Object.freeze({ ocspUrls: Object.freeze([]), caIssuersUrls: Object.freeze([]) });

/** @param {string} pem @param {string} name of the argument */
function firstOf(pem, name) {
  const block = pemBlocks(pem, LABEL).next().value;
  if (!block) {
    throw new OCSPError("ERR_PEM", `${name}: the text has no ${LABEL} block (RFC 7468 section 5)`);
  }
  return makeCertificate(keep(block.bytes));
}

const EXPECTED = "a certificate (Certificate, PEM text, DER bytes, or an object with the DER in raw)";

/**
 * @param {unknown} input CertificateInput
 * @param {string} name of the argument
 * @returns {Certificate}
 * @throws {OCSPError} as Certificate.from
 */
export function toCertificate(input, name) {
  if (typeof input === "object" && input !== null && isCertificate(input)) {
    return input;
  }
  const pem = pemTextOf(input, name);
  if (pem !== null) {
    return firstOf(pem, name);
  }
  const der =
    typeof input !== "object" || input === null || isBytes(input)
      ? input
      : (derOfOtherCopy(input, "Certificate") ?? memberOf(input, "raw"));
  if (!isBytes(der)) {
    throw invalidArgument(name, EXPECTED, input);
  }
  return makeCertificate(keepBytes(der, name, "Certificate", EXPECTED));
}

/**
 * The certificates that a message carries. A broken one throws when it is read, with its place in the message.
 * @param {Row} row of the message
 * @param {number} first cell of the first of the certificates' spans
 * @param {number} count
 * @param {string} path of the list
 * @returns {readonly Certificate[]}
 */
export const certificatesAt = (row, first, count, path) =>
  lazyList(count, (index) => {
    const cell = first + 2 * index;
    try {
      return makeCertificate(row.part(cell));
    } catch (error) {
      throw relocated(error, row.number(cell), `${path}[${index}]`);
    }
  });

/** In place of a broken one stands its error. @param {readonly Certificate[]} certificates */
export const certificatesJSON = (certificates) =>
  Array.from({ length: certificates.length }, (_, index) => {
    try {
      return certificates[index].toJSON();
    } catch (error) {
      return { error: /** @type {Error} */ (error).message };
    }
  });

/**
 * @param {unknown} value CertificateInputs
 * @param {string} name of the argument
 * @returns {readonly Certificate[]}
 * @throws {OCSPError} as Certificate.from
 */
export const toCertificates = (value, name) =>
  toList(value, name, "certificates").map((certificate, i) => toCertificate(certificate, `${name}[${i}]`));

/**
 * Their DER, one after the other.
 * @param {readonly Certificate[] | null} certificates
 * @returns {OwnedBytes | null} null if there are none
 */
export const certificatesDER = (certificates) =>
  certificates === null || certificates.length === 0
    ? null
    : concatenated(certificates.map((certificate) => certificateBytes(certificate).view()));

/** @param {Certificate} certificate @returns {OwnedBytes} its SubjectPublicKeyInfo */
export const publicKeyOf = (certificate) => certificateRow(certificate).part(CERTIFICATE.publicKey + PUBLIC_KEY.spki);

/** @param {Certificate} certificate @returns {OwnedBytes} all of its DER */
export const certificateBytes = (certificate) => certificateRow(certificate).bytes;
