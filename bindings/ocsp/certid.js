/** CertID, RFC 6960 4.1.1: which certificate is meant. */
import { CERT_ID, CERTIFICATE, HASHES, PUBLIC_KEY } from "../../build/lists.js";
import { checkHashAlgorithm, checkInteger, copyBytes, invalidArgument } from "../lib/arguments.js";
import { Octets } from "../lib/bytes.js";
import { OCSPError } from "../lib/error.js";
import { jsonOf, presentAs, serialNumberJSON } from "../lib/inspect.js";
import { Plan, readCertID, writeCertID } from "../wasm/core.js";
import { oidAt } from "../wasm/oid.js";
import { integerAt, spanAt } from "../wasm/table.js";
import { certificateParts, checkCertificate } from "../x509/certificate.js";

/** @import { Bytes, HashAlgorithmInput } from "../lib/arguments.js" */
/** @import { CertificateInput, IssuerDigests } from "../x509/certificate.js" */
/** @import { HashAlgorithm } from "../../build/lists.js" */

/**
 * @typedef {object} CertIDParts what a CertID has
 * @property {HashAlgorithm | null} hashAlgorithm null where the algorithm is not known; hashAlgorithmOid is always
 *   there
 * @property {string} hashAlgorithmOid dotted
 * @property {Uint8Array} issuerNameHash hash of the issuer's name, as it stands in the certificate in question
 * @property {Uint8Array} issuerKeyHash hash of the issuer's key, the bits of its subjectPublicKey
 * @property {bigint} serialNumber of the certificate in question
 * @property {Uint8Array} der the CertID's own DER; given back to a builder it is echoed byte for byte
 */
/** @typedef {Readonly<CertIDParts>} CertID which certificate is meant, RFC 6960 4.1.1 */

/**
 * @typedef {CertID | { hashAlgorithm: HashAlgorithmInput, issuerNameHash: Bytes, issuerKeyHash: Bytes, serialNumber:
 *   bigint }} CertIDInput a parsed CertID,
 * or its parts
 */

/* For the classes that are CertIDs and more. */
/** @type {(certID: CertIDObject) => import("../lib/bytes.js").Octets} */
export let octetsOf;
/** @type {(certID: CertIDObject) => import("../wasm/table.js").Cells} */
export let cellsOf;
/** First cell of its row. @type {(certID: CertIDObject) => number} */
export let baseOf;

/** @type {(value: object) => value is CertIDObject} */
let isCertID;

/** Of a row that begins with a CERT_ID. @implements {CertID} */
export class CertIDObject {
  static {
    octetsOf = (certID) => certID.#octets;
    cellsOf = (certID) => certID.#cells;
    baseOf = (certID) => certID.#base;
    isCertID = /** @type {typeof isCertID} */ ((value) => #octets in value);
  }
  #octets;
  #cells;
  #base;
  /**
   * @param {import("../lib/bytes.js").Octets} octets
   * @param {import("../wasm/table.js").Cells} cells
   * @param {number} base cell of a CERT_ID
   */
  constructor(octets, cells, base) {
    this.#octets = octets;
    this.#cells = cells;
    this.#base = base;
  }
  get hashAlgorithm() {
    return HASHES[this.#cells[this.#base + CERT_ID.hash]]?.name ?? null;
  }
  get hashAlgorithmOid() {
    return oidAt(this.#octets, this.#cells, this.#base + CERT_ID.hashOid);
  }
  get issuerNameHash() {
    return spanAt(this.#octets, this.#cells, this.#base + CERT_ID.issuerNameHash);
  }
  get issuerKeyHash() {
    return spanAt(this.#octets, this.#cells, this.#base + CERT_ID.issuerKeyHash);
  }
  get serialNumber() {
    return integerAt(this.#octets, this.#cells, this.#base + CERT_ID.serialNumber);
  }
  get der() {
    return spanAt(this.#octets, this.#cells, this.#base + CERT_ID.der);
  }
  toJSON() {
    return {
      hashAlgorithm: this.hashAlgorithm,
      hashAlgorithmOid: this.hashAlgorithmOid,
      issuerNameHash: jsonOf(this.issuerNameHash),
      issuerKeyHash: jsonOf(this.issuerKeyHash),
      ...serialNumberJSON(this.serialNumber),
    };
  }
}
presentAs(CertIDObject, "CertID");

/**
 * What a builder or a search is told of a certificate, a row of TARGET; what is null is absent.
 * @typedef {object} Target
 * @property {number} hash of HASHES
 * @property {Octets | null} issuerName to be hashed, with issuerKey
 * @property {Octets | null} issuerKey
 * @property {Octets | null} issuerNameHash given, with issuerKeyHash
 * @property {Octets | null} issuerKeyHash
 * @property {Octets | null} serialNumber
 * @property {Octets | null} der to be echoed, alone
 */

/**
 * @param {Target} target of a certificate
 * @param {IssuerDigests[]} digests of its issuer, by hash algorithm
 * @returns {Target} the same, with hashes where they are at hand
 */
function withDigests(target, digests) {
  const { hash, issuerName } = target;
  const known = digests[hash];
  if (issuerName === null || hash === 0) {
    return target;
  }
  if (known === undefined || !known.name.equals(issuerName)) {
    digests[hash] = { name: issuerName, nameHash: null, keyHash: null };
    return target;
  }
  if (known.nameHash === null) {
    const der = writeCertID(planTarget(new Plan(), target));
    const cells = readCertID(der);
    known.nameHash = der.part(cells, CERT_ID.issuerNameHash);
    known.keyHash = der.part(cells, CERT_ID.issuerKeyHash);
  }
  return { ...target, issuerName: null, issuerKey: null, issuerNameHash: known.nameHash, issuerKeyHash: known.keyHash };
}

/**
 * RFC 6960 4.1.1: the name is hashed as it stands in the certificate in question, the key as it stands in the issuer's.
 * @param {unknown} certificate CertificateInput
 * @param {unknown} issuer CertificateInput
 * @param {number} hash of HASHES
 * @param {string} [prefix] of the arguments' names
 * @returns {Target}
 */
export function targetOfCertificate(certificate, issuer, hash, prefix = "") {
  const subject = certificateParts(checkCertificate(certificate, `${prefix}certificate`));
  const authority = certificateParts(checkCertificate(issuer, `${prefix}issuer`));
  return withDigests(
    {
      hash,
      issuerName: subject.octets.part(subject.cells, CERTIFICATE.issuer),
      issuerKey: authority.octets.part(authority.cells, CERTIFICATE.publicKey + PUBLIC_KEY.subjectPublicKey),
      issuerNameHash: null,
      issuerKeyHash: null,
      serialNumber: subject.octets.part(subject.cells, CERTIFICATE.serialNumber),
      der: null,
    },
    authority.digests,
  );
}

/**
 * @param {unknown} certID CertIDInput
 * @param {string} name of the argument
 * @returns {Target}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function targetOfCertID(certID, name) {
  if (typeof certID === "object" && certID !== null && isCertID(certID)) {
    return {
      hash: 0,
      issuerName: null,
      issuerKey: null,
      issuerNameHash: null,
      issuerKeyHash: null,
      serialNumber: null,
      der: new Octets(certID.der),
    };
  }
  if (
    typeof certID !== "object" ||
    certID === null ||
    !("hashAlgorithm" in certID && "issuerNameHash" in certID && "issuerKeyHash" in certID && "serialNumber" in certID)
  ) {
    throw invalidArgument(
      name,
      "a CertID, or an object with hashAlgorithm, issuerNameHash, issuerKeyHash and serialNumber",
      certID,
    );
  }
  const hash = checkHashAlgorithm(certID.hashAlgorithm, `${name}.hashAlgorithm`);
  return {
    hash,
    issuerName: null,
    issuerKey: null,
    issuerNameHash: checkDigest(certID.issuerNameHash, `${name}.issuerNameHash`, hash),
    issuerKeyHash: checkDigest(certID.issuerKeyHash, `${name}.issuerKeyHash`, hash),
    serialNumber: new Octets(checkInteger(certID.serialNumber, `${name}.serialNumber`)),
    der: null,
  };
}

/** @param {unknown} value @param {string} name @param {number} hash of HASHES */
function checkDigest(value, name, hash) {
  const digest = copyBytes(value, name);
  const { name: algorithm, octets } = /** @type {NonNullable<typeof HASHES[number]>} */ (HASHES[hash]);
  if (digest.length !== octets) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      `${name}: expected the ${octets} bytes of a ${algorithm} hash, got ${digest.length}`,
    );
  }
  return new Octets(digest);
}

/** Appends a row of TARGET. @param {Plan} plan @param {Target} target */
export const planTarget = (plan, target) =>
  plan
    .int(target.hash)
    .span(target.issuerName)
    .span(target.issuerKey)
    .span(target.issuerNameHash)
    .span(target.issuerKeyHash)
    .span(target.serialNumber)
    .span(target.der);

/**
 * The CertID of a certificate: hashes of the issuer's name and of its key's bits, and the serial number (RFC 6960
 * 4.1.1). Whether the issuer issued the certificate is not checked.
 * @param {CertificateInput} certificate the certificate in question
 * @param {CertificateInput} issuer its issuer's certificate
 * @param {HashAlgorithmInput} [hashAlgorithm] SHA-1 unless given, as RFC 5019 mandates
 * @returns {CertID} as requests carry it
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*
 */
export function certID(certificate, issuer, hashAlgorithm = "SHA-1") {
  const target = targetOfCertificate(certificate, issuer, checkHashAlgorithm(hashAlgorithm));
  const der = writeCertID(planTarget(new Plan(), target));
  return new CertIDObject(der, readCertID(der), 0);
}
