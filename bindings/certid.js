/** CertID, RFC 6960 4.1.1: which certificate is meant. */
import { CERT_ID, CERTIFICATE, HASHES, PUBLIC_KEY } from "../build/lists.js";
import { checkHashAlgorithm, checkInteger, copyBytes, invalidArgument } from "./arguments.js";
import { integerAt, spanAt } from "./cells.js";
import { certificateParts, checkCertificate } from "./certificate.js";
import { readCertID, writeCertID, Plan } from "./core.js";
import { OCSPError } from "./error.js";
import { oidAt } from "./oid.js";
import { jsonOf, presentAs, serialNumberJSON } from "./present.js";

/** @typedef {import("./arguments.js").Bytes} Bytes */
/** @typedef {import("./arguments.js").HashAlgorithm} HashAlgorithm */
/** @typedef {import("./arguments.js").HashAlgorithmInput} HashAlgorithmInput */
/** @typedef {import("./certificate.js").CertificateInput} CertificateInput */

/**
 * @typedef {object} CertID
 * @property {HashAlgorithm | null} hashAlgorithm null where the algorithm is not known; hashAlgorithmOid is always there
 * @property {string} hashAlgorithmOid
 * @property {Uint8Array} issuerNameHash
 * @property {Uint8Array} issuerKeyHash
 * @property {bigint} serialNumber
 * @property {Uint8Array} der the CertID's own DER; given back to a builder it is echoed byte for byte
 */

/**
 * A parsed CertID, or its parts.
 * @typedef {CertID | { hashAlgorithm: HashAlgorithmInput, issuerNameHash: Bytes, issuerKeyHash: Bytes, serialNumber: bigint }} CertIDInput
 */

/** @implements {CertID} */
export class CertIDObject {
  #bytes;
  #cells;
  #base;
  /** @param {Uint8Array} bytes @param {Int32Array} cells @param {number} base cell of a CERT_ID */
  constructor(bytes, cells, base) {
    this.#bytes = bytes;
    this.#cells = cells;
    this.#base = base;
  }
  get hashAlgorithm() {
    return HASHES[this.#cells[this.#base + CERT_ID.hash]]?.name ?? null;
  }
  get hashAlgorithmOid() {
    return oidAt(this.#bytes, this.#cells, this.#base + CERT_ID.hashOid);
  }
  get issuerNameHash() {
    return spanAt(this.#bytes, this.#cells, this.#base + CERT_ID.issuerNameHash);
  }
  get issuerKeyHash() {
    return spanAt(this.#bytes, this.#cells, this.#base + CERT_ID.issuerKeyHash);
  }
  get serialNumber() {
    return integerAt(this.#bytes, this.#cells, this.#base + CERT_ID.serialNumber);
  }
  get der() {
    return spanAt(this.#bytes, this.#cells, this.#base + CERT_ID.der);
  }
  toJSON() {
    return {
      hashAlgorithm: this.hashAlgorithm, hashAlgorithmOid: this.hashAlgorithmOid, issuerNameHash: jsonOf(this.issuerNameHash),
      issuerKeyHash: jsonOf(this.issuerKeyHash), ...serialNumberJSON(this.serialNumber),
    };
  }
}
presentAs(CertIDObject, "CertID");

/**
 * What a builder or a search is told of a certificate, a row of TARGET; what is null is absent.
 * @typedef {object} Target
 * @property {number} hash of HASHES
 * @property {Uint8Array | null} issuerName to be hashed, with issuerKey
 * @property {Uint8Array | null} issuerKey
 * @property {Uint8Array | null} issuerNameHash given, with issuerKeyHash
 * @property {Uint8Array | null} issuerKeyHash
 * @property {Uint8Array | null} serialNumber
 * @property {Uint8Array | null} der to be echoed, alone
 */

/**
 * RFC 6960 4.1.1: the name is hashed as it stands in the certificate in question, the key as it stands in the issuer's.
 * @param {CertificateInput} certificate
 * @param {CertificateInput} issuer
 * @param {number} hash of HASHES
 * @returns {Target}
 */
export function targetOfCertificate(certificate, issuer, hash) {
  const subject = certificateParts(checkCertificate(certificate, "certificate"));
  const authority = certificateParts(checkCertificate(issuer, "issuer"));
  return {
    hash,
    issuerName: spanAt(subject.bytes, subject.cells, CERTIFICATE.issuer),
    issuerKey: spanAt(authority.bytes, authority.cells, CERTIFICATE.publicKey + PUBLIC_KEY.subjectPublicKey),
    issuerNameHash: null,
    issuerKeyHash: null,
    serialNumber: spanAt(subject.bytes, subject.cells, CERTIFICATE.serialNumber),
    der: null,
  };
}

/**
 * @param {unknown} certID CertIDInput
 * @param {string} name of the argument
 * @returns {Target}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function targetOfCertID(certID, name) {
  if (certID instanceof CertIDObject) {
    return { hash: 0, issuerName: null, issuerKey: null, issuerNameHash: null, issuerKeyHash: null, serialNumber: null, der: certID.der };
  }
  if (typeof certID !== "object" || certID === null || !("hashAlgorithm" in certID && "issuerNameHash" in certID && "issuerKeyHash" in certID &&
      "serialNumber" in certID)) {
    throw invalidArgument(name, "a CertID, or an object with hashAlgorithm, issuerNameHash, issuerKeyHash and serialNumber", certID);
  }
  const hash = checkHashAlgorithm(certID.hashAlgorithm, `${name}.hashAlgorithm`);
  return {
    hash,
    issuerName: null,
    issuerKey: null,
    issuerNameHash: checkDigest(certID.issuerNameHash, `${name}.issuerNameHash`, hash),
    issuerKeyHash: checkDigest(certID.issuerKeyHash, `${name}.issuerKeyHash`, hash),
    serialNumber: checkInteger(certID.serialNumber, `${name}.serialNumber`),
    der: null,
  };
}

/** @param {unknown} value @param {string} name @param {number} hash of HASHES */
function checkDigest(value, name, hash) {
  const digest = copyBytes(value, name);
  const { name: algorithm, octets } = /** @type {NonNullable<typeof HASHES[number]>} */ (HASHES[hash]);
  if (digest.length !== octets) {
    throw new OCSPError("ERR_INVALID_ARGUMENT", `${name}: expected the ${octets} bytes of a ${algorithm} hash, got ${digest.length}`);
  }
  return digest;
}

/** Appends a row of TARGET. @param {Plan} plan @param {Target} target */
export const planTarget = (plan, target) => plan.int(target.hash).span(target.issuerName).span(target.issuerKey)
  .span(target.issuerNameHash).span(target.issuerKeyHash).span(target.serialNumber).span(target.der);

/**
 * The CertID of a certificate: hashes of the issuer's name and of its key's bits, and the serial number (RFC 6960 4.1.1).
 * Whether the issuer issued the certificate is not checked.
 * @param {CertificateInput} certificate the certificate in question
 * @param {CertificateInput} issuer its issuer's certificate
 * @param {HashAlgorithmInput} [hashAlgorithm] SHA-1 unless given, as RFC 5019 mandates
 * @returns {CertID}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*
 */
export function certID(certificate, issuer, hashAlgorithm = "SHA-1") {
  const target = targetOfCertificate(certificate, issuer, checkHashAlgorithm(hashAlgorithm));
  const der = writeCertID(planTarget(new Plan(), target));
  return new CertIDObject(der, readCertID(der), 0);
}
