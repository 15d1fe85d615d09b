/** X.509 certificates, RFC 5280: what OCSP needs of them. */
import { ALGORITHM, CERTIFICATE, KNOWN, OID, PUBLIC_KEY } from "../../build/lists.js";
import { algorithmAt, publicKeyAt } from "../keys/algorithm.js";
import { verifySignature } from "../keys/signature.js";
import { checkList, checkString, invalidArgument, isBytes, keepBytes } from "../lib/arguments.js";
import { concatenated, keep } from "../lib/bytes.js";
import { pemBlocks, toPEM } from "../lib/encoding.js";
import { OCSPError, relocated } from "../lib/error.js";
import { jsonOf, presentAs, serialNumberJSON } from "../lib/inspect.js";
import { lazyList } from "../lib/lazy-list.js";
import { checkFriend, FRIEND } from "../lib/private-constructor.js";
import { readCertificate } from "../wasm/core.js";
import { integerAt, optionalSpanAt, spanAt, timeAt } from "../wasm/table.js";
import { decodeExtensionValue, makeExtensions } from "./extension.js";
import { makeName } from "./name.js";

/** @import { Bytes } from "../lib/arguments.js" */
/** @import { Octets } from "../lib/bytes.js" */
/**
 * @typedef {Certificate | string | Bytes | { readonly raw: Uint8Array }} CertificateInput a Certificate, PEM text (a
 *   string, whose first block
 * counts), DER bytes, or an object with the DER in `raw`, such as node:crypto's X509Certificate
 */

/**
 * Hashes of an issuer, kept with its certificate: most requests and responses are about the certificates of a few.
 * @typedef {object} IssuerDigests
 * @property {Octets} name what nameHash is the hash of
 * @property {Octets | null} nameHash null until it is asked for a second time
 * @property {Octets | null} keyHash likewise
 */

const LABEL = "CERTIFICATE";

/** Makes a Certificate. @type {(der: Octets) => Certificate} */
export let makeCertificate;
/** @type {(value: object) => value is Certificate} */
let isCertificate;
/**
 * The private parts, for this library.
 * @type {(certificate: Certificate) => { octets: Octets, cells: import("../wasm/table.js").Cells, digests:
 *   IssuerDigests[] }}
 */
export let certificateParts;

/** Made by fromDER, fromPEM or from; immutable. Reading a certificate does not validate it. */
export class Certificate {
  #octets;
  #cells;
  /** By hash algorithm, kept by certid.js. @type {IssuerDigests[]} */
  #digests = [];
  static {
    makeCertificate = (der) => new this(FRIEND, der);
    isCertificate = /** @type {typeof isCertificate} */ ((value) => #octets in value);
    certificateParts = (certificate) => ({
      octets: certificate.#octets,
      cells: certificate.#cells,
      digests: certificate.#digests,
    });
  }
  /** @private @param {symbol} key @param {Octets} der */
  constructor(key, der) {
    checkFriend(key, "Certificate", "Certificate.fromDER, fromPEM or from");
    this.#octets = der;
    this.#cells = readCertificate(der);
  }

  /**
   * Reads a certificate, RFC 5280 4.1. That does not validate it.
   * @param {Bytes} der all of it, and nothing behind it
   * @returns {Certificate}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_DER_*, ERR_CERTIFICATE_VERSION, ERR_DUPLICATE_EXTENSION,
   *   ERR_INPUT_TOO_LARGE
   */
  static fromDER(der) {
    return makeCertificate(keepBytes(der, "der", "Certificate"));
  }

  /**
   * The first CERTIFICATE block of a text; lines may be indented, and anything may stand around it.
   * @param {string} pem text, RFC 7468
   * @returns {Certificate}
   * @throws {OCSPError} ERR_PEM where there is none; otherwise as fromDER
   */
  static fromPEM(pem) {
    return firstOf(checkString(pem, "pem", "PEM text"), "pem");
  }

  /**
   * All CERTIFICATE blocks of a text, in order.
   * @param {string} pem text, RFC 7468
   * @returns {Certificate[]} empty where there is none
   * @throws {OCSPError} ERR_PEM where the base64 of one is broken; otherwise as fromDER
   */
  static allFromPEM(pem) {
    return Array.from(pemBlocks(checkString(pem, "pem", "PEM text"), LABEL), ({ bytes }) =>
      makeCertificate(keep(bytes)),
    );
  }

  /**
   * From whatever holds a certificate; a Certificate comes back as it is.
   * @param {CertificateInput} input a certificate in any form
   * @returns {Certificate}
   * @throws {OCSPError} as fromDER and fromPEM
   */
  static from(input) {
    return checkCertificate(input, "input");
  }

  /** 1, 2 or 3; encoded are 0 to 2 (RFC 5280 4.1.2.1). */
  get version() {
    return this.#cells[CERTIFICATE.version];
  }
  /** As it is encoded: some are negative, or longer than the 20 octets of RFC 5280 4.1.2.2. @returns {bigint} */
  get serialNumber() {
    return integerAt(this.#octets, this.#cells, CERTIFICATE.serialNumber);
  }
  /** The name of the CA that issued it. */
  get issuer() {
    return makeName(spanAt(this.#octets, this.#cells, CERTIFICATE.issuer));
  }
  /** The name of its holder. */
  get subject() {
    return makeName(spanAt(this.#octets, this.#cells, CERTIFICATE.subject));
  }
  /** It is valid from this time on (RFC 5280 4.1.2.5). */
  get notBefore() {
    return timeAt(this.#cells, CERTIFICATE.notBefore);
  }
  /** It is valid up to and including this time (RFC 5280 4.1.2.5). */
  get notAfter() {
    return timeAt(this.#cells, CERTIFICATE.notAfter);
  }
  /**
   * That of the certificate itself, not of tbsCertificate (RFC 5280 4.1.1.2).
   * @returns {import("../keys/algorithm.js").AlgorithmIdentifier}
   */
  get signatureAlgorithm() {
    return algorithmAt(this.#octets, this.#cells, CERTIFICATE.signatureAlgorithm);
  }
  /**
   * Of the holder; also of a type that this library cannot use (RFC 5280 4.1.2.7).
   * @returns {import("../keys/algorithm.js").PublicKeyInfo}
   */
  get publicKey() {
    return publicKeyAt(this.#octets, this.#cells, CERTIFICATE.publicKey);
  }
  /** All of them; those below have getters of their own. */
  get extensions() {
    return makeExtensions(optionalSpanAt(this.#octets, this.#cells, CERTIFICATE.extensions));
  }
  /** cA of basicConstraints (RFC 5280 4.2.1.9); false where there is no such extension. */
  get isCA() {
    return this.#cells[CERTIFICATE.known + KNOWN.isCa] === 1;
  }
  /**
   * The KeyPurposeIds as OIDs (RFC 5280 4.2.1.12); null where there is no such extension.
   * @returns {readonly string[] | null}
   */
  get extendedKeyUsage() {
    const value = this.#known(KNOWN.extendedKeyUsage);
    return value && decodeExtensionValue(OID.EXT_KEY_USAGE, value);
  }
  /**
   * Where its responders are: the id-ad-ocsp URIs of authorityInfoAccess (RFC 5280 4.2.2.1), as they are encoded, also
   * those that are not of HTTP. Empty where there are none.
   * @returns {readonly string[]}
   */
  get ocspUrls() {
    return this.#access().ocspUrls;
  }
  /**
   * Where its issuer's certificate is: the id-ad-caIssuers URIs of authorityInfoAccess (RFC 5280 4.2.2.1), in the same
   * way.
   * @returns {readonly string[]}
   */
  get caIssuersUrls() {
    return this.#access().caIssuersUrls;
  }
  /** id-pkix-ocsp-nocheck is there (RFC 6960 4.2.2.2.1). */
  get ocspNoCheck() {
    return this.#cells[CERTIFICATE.known + KNOWN.noCheck] === 1;
  }
  /**
   * Names chain, and the signature verifies under the issuer's key (RFC 5280 6.1.3 (a)(1) and (4)). Nothing else is
   * checked. Of a DSA key that is no proof: anyone can find another one, with parameters of its own, under which the
   * signature verifies too.
   * @param {CertificateInput} issuer the certificate that may have issued it
   * @returns {boolean} false also for a key of another type
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_UNSUPPORTED_ALGORITHM, ERR_UNSUPPORTED_KEY
   */
  isIssuedBy(issuer) {
    const authority = checkCertificate(issuer, "issuer");
    const algorithm = this.#octets.part(this.#cells, CERTIFICATE.signatureAlgorithm + ALGORITHM.der);
    return (
      this.#octets
        .part(this.#cells, CERTIFICATE.issuer)
        .equals(authority.#octets.part(authority.#cells, CERTIFICATE.subject)) &&
      /* RFC 5280 4.1.1.2: what the issuer signed says how. */
      this.#octets.part(this.#cells, CERTIFICATE.tbsSignatureAlgorithm + ALGORITHM.der).equals(algorithm) &&
      verifySignature(
        algorithm,
        publicKeyOf(authority),
        this.#octets.part(this.#cells, CERTIFICATE.tbs),
        this.#octets.part(this.#cells, CERTIFICATE.signature),
      )
    );
  }
  /** The bytes it was read from. */
  toDER() {
    return this.#octets.copy();
  }
  /** One CERTIFICATE block in lines of 64 characters, RFC 7468. */
  toPEM() {
    return toPEM(LABEL, this.#octets.copy());
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
      extendedKeyUsage: this.extendedKeyUsage,
      ocspUrls: this.ocspUrls,
      caIssuersUrls: this.caIssuersUrls,
      ocspNoCheck: this.ocspNoCheck,
      extensions: this.extensions.toJSON(),
    };
  }

  /** @param {number} cell of a span in KNOWN */
  #known(cell) {
    return optionalSpanAt(this.#octets, this.#cells, CERTIFICATE.known + cell);
  }
  #access() {
    const value = this.#known(KNOWN.authorityInfoAccess);
    return value === null ? NO_ACCESS : decodeExtensionValue(OID.AUTHORITY_INFO_ACCESS, value);
  }
}
presentAs(Certificate, "Certificate");

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
export function checkCertificate(input, name) {
  if (typeof input === "object" && input !== null && isCertificate(input)) {
    return input;
  }
  if (typeof input === "string") {
    return firstOf(checkString(input, name), name);
  }
  const der = isBytes(input) ? input : /** @type {{ raw?: unknown } | null | undefined} */ (input)?.raw;
  if (!isBytes(der)) {
    throw invalidArgument(name, EXPECTED, input);
  }
  return makeCertificate(keepBytes(der, name, "Certificate", EXPECTED));
}

/**
 * The certificates that a message carries. One that is broken throws when it is read, with its place in the message.
 * @param {Octets} octets of the message
 * @param {import("../wasm/table.js").Cells} cells
 * @param {number} base cell of the first of their spans
 * @param {number} count
 * @param {string} path of the list
 * @returns {readonly Certificate[]}
 */
export const certificatesAt = (octets, cells, base, count, path) =>
  lazyList(count, (index) => {
    const cell = base + 2 * index;
    try {
      return makeCertificate(octets.part(cells, cell));
    } catch (error) {
      throw relocated(error, cells[cell], `${path}[${index}]`);
    }
  });

/** One that is broken is shown by its error. @param {readonly Certificate[]} certificates */
export const certificatesJSON = (certificates) =>
  Array.from({ length: certificates.length }, (_, index) => {
    try {
      return certificates[index].toJSON();
    } catch (error) {
      return { error: /** @type {Error} */ (error).message };
    }
  });

/**
 * @param {unknown} certificates CertificateInputs
 * @returns {readonly Certificate[]}
 * @throws {OCSPError} as Certificate.from
 */
export const checkCertificates = (certificates) =>
  checkList(certificates, "certificates", "certificates").map((certificate, i) =>
    checkCertificate(certificate, `certificates[${i}]`),
  );

/**
 * Their DER, one behind the other.
 * @param {readonly Certificate[] | null} certificates
 * @returns {Octets | null} null where there are none
 */
export const certificatesDER = (certificates) =>
  certificates === null || certificates.length === 0
    ? null
    : concatenated(certificates.map((certificate) => certificateParts(certificate).octets.view()));

/** SubjectPublicKeyInfo. @param {Certificate} certificate @returns {Octets} */
export function publicKeyOf(certificate) {
  const { octets, cells } = certificateParts(certificate);
  return octets.part(cells, CERTIFICATE.publicKey + PUBLIC_KEY.spki);
}

/** The whole of it. @param {Certificate} certificate @returns {Octets} */
export const certificateOctets = (certificate) => certificateParts(certificate).octets;
