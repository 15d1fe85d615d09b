/** CertID, RFC 6960 4.1.1: names the certificate that is asked about. */
import { CERT_ID, CERTIFICATE, HASHES, PUBLIC_KEY } from "../../build/lists.js";
import { copyBytes, invalidArgument, toHashNumber, toIntegerBytes } from "../lib/arguments.js";
import { OwnedBytes } from "../lib/bytes.js";
import { compareBy } from "../lib/equality.js";
import { OCSPError } from "../lib/error.js";
import { inspectAs, jsonOf, serialNumberJSON } from "../lib/inspect.js";
import { knownNames, toParts } from "../lib/options.js";
import { readCertID, writeCertID } from "../wasm/core.js";
import { Plan } from "../wasm/plan.js";
import { Row } from "../wasm/table.js";
import { certificateRow, issuerDigests, toCertificate } from "../x509/certificate.js";

/** @import { Bytes, HashAlgorithmInput } from "../lib/arguments.js" */
/** @import { CertificateInput, IssuerDigests } from "../x509/certificate.js" */
/** @import { HashAlgorithm } from "../../build/lists.js" */

/**
 * @typedef {object} CertIDParts what a CertID has
 * @property {HashAlgorithm | null} hashAlgorithm null if unknown; hashAlgorithmOid is never null
 * @property {string} hashAlgorithmOid dotted
 * @property {Uint8Array} issuerNameHash hash of the issuer's name, as encoded in the certificate in question
 * @property {Uint8Array} issuerKeyHash hash of the issuer's key: of the bits of its subjectPublicKey
 * @property {bigint} serialNumber of the certificate in question
 * @property {Uint8Array} der the CertID's own DER, which builders echo byte for byte
 */
/** @typedef {Readonly<CertIDParts>} CertID names a certificate by its issuer and serial number, RFC 6960 4.1.1 */

/**
 * @typedef {CertID | { hashAlgorithm: HashAlgorithmInput, issuerNameHash: Bytes, issuerKeyHash: Bytes, serialNumber:
 *   bigint }} CertIDInput a parsed CertID, or its parts
 */

/** Its row, for the classes that are CertIDs and more. @type {(certID: CertIDObject) => Row} */
export let rowOf;

/** @type {(value: object) => value is CertIDObject} */
let isCertID;

/** @param {CertIDObject} certID @returns {string} its bytes in hexadecimal */
export const certIDText = (certID) => rowOf(certID).part(CERT_ID.der).hex();

/** @implements {CertID} */
export class CertIDObject {
  static {
    rowOf = (certID) => certID.#row;
    isCertID = /** @type {typeof isCertID} */ ((value) => #row in value);
  }
  #row;
  /**
   * @param {Row} row one that begins with a CERT_ID
   * @param {(certID: CertIDObject) => string} [textOf] what two are compared by
   */
  constructor(row, textOf = certIDText) {
    this.#row = row;
    compareBy(this, textOf);
  }
  get hashAlgorithm() {
    return HASHES[this.#row.number(CERT_ID.hash)]?.name ?? null;
  }
  get hashAlgorithmOid() {
    return this.#row.oid(CERT_ID.hashOid);
  }
  get issuerNameHash() {
    return this.#row.span(CERT_ID.issuerNameHash);
  }
  get issuerKeyHash() {
    return this.#row.span(CERT_ID.issuerKeyHash);
  }
  get serialNumber() {
    return this.#row.integer(CERT_ID.serialNumber);
  }
  get der() {
    return this.#row.span(CERT_ID.der);
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
inspectAs(CertIDObject, "CertID");

/**
 * What a builder or a search is told about a certificate, a row of TARGET; null is absent.
 * @typedef {object} Target
 * @property {number} hash of HASHES
 * @property {OwnedBytes | null} issuerName to hash, together with issuerKey
 * @property {OwnedBytes | null} issuerKey
 * @property {OwnedBytes | null} issuerNameHash hashed already, together with issuerKeyHash
 * @property {OwnedBytes | null} issuerKeyHash
 * @property {OwnedBytes | null} serialNumber
 * @property {OwnedBytes | null} der of a CertID to echo; all the others are null then
 */

/**
 * @param {Target} target of a certificate
 * @param {IssuerDigests[]} digests of its issuer, by hash algorithm
 * @returns {Target} the same, with hashes if they are at hand
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
    const row = writtenCertID(target);
    known.nameHash = row.part(CERT_ID.issuerNameHash);
    known.keyHash = row.part(CERT_ID.issuerKeyHash);
  }
  return { ...target, issuerName: null, issuerKey: null, issuerNameHash: known.nameHash, issuerKeyHash: known.keyHash };
}

/** @param {Target} target @returns {Row} a CERT_ID */
function writtenCertID(target) {
  const der = writeCertID(planTarget(new Plan(), target));
  return new Row(der, readCertID(der));
}

/**
 * RFC 6960 4.1.1: the name is hashed as encoded in the certificate in question, the key as encoded in the issuer's.
 * @param {unknown} certificate CertificateInput
 * @param {unknown} issuer CertificateInput
 * @param {number} hash of HASHES
 * @param {string} [prefix] of the arguments' names
 * @returns {Target}
 */
export function targetOfCertificate(certificate, issuer, hash, prefix = "") {
  const subject = certificateRow(toCertificate(certificate, `${prefix}certificate`));
  const authority = toCertificate(issuer, `${prefix}issuer`);
  return withDigests(
    {
      hash,
      issuerName: subject.part(CERTIFICATE.issuer),
      issuerKey: certificateRow(authority).part(CERTIFICATE.publicKey + PUBLIC_KEY.subjectPublicKey),
      issuerNameHash: null,
      issuerKeyHash: null,
      serialNumber: subject.part(CERTIFICATE.serialNumber),
      der: null,
    },
    issuerDigests(authority),
  );
}

/** The parts of a CertID. @type {import("../lib/options.js").Known<Exclude<CertIDInput, CertID>>} */
const CERT_ID_PARTS = knownNames(["hashAlgorithm", "issuerNameHash", "issuerKeyHash", "serialNumber"], (given) => ({
  ...given,
}));

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
      der: rowOf(certID).part(CERT_ID.der),
    };
  }
  if (typeof certID !== "object" || certID === null) {
    throw invalidArgument(
      name,
      "a CertID, or an object with hashAlgorithm, issuerNameHash, issuerKeyHash and serialNumber",
      certID,
    );
  }
  const parts = toParts(certID, CERT_ID_PARTS, name);
  const hash = toHashNumber(parts.hashAlgorithm, `${name}.hashAlgorithm`);
  return {
    hash,
    issuerName: null,
    issuerKey: null,
    issuerNameHash: toDigest(parts.issuerNameHash, `${name}.issuerNameHash`, hash),
    issuerKeyHash: toDigest(parts.issuerKeyHash, `${name}.issuerKeyHash`, hash),
    serialNumber: new OwnedBytes(toIntegerBytes(parts.serialNumber, `${name}.serialNumber`)),
    der: null,
  };
}

/** @param {unknown} value @param {string} name @param {number} hash of HASHES */
function toDigest(value, name, hash) {
  const digest = copyBytes(value, name);
  const { name: algorithm, octets: length } = /** @type {NonNullable<typeof HASHES[number]>} */ (HASHES[hash]);
  if (digest.length !== length) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      `${name}: expected the ${length} bytes of a ${algorithm} hash, got ${digest.length}`,
    );
  }
  return new OwnedBytes(digest);
}

/** The CertID that it stands for, in hexadecimal. @param {Target} target */
export const targetText = (target) => writeCertID(planTarget(new Plan(), target)).hex();

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
 * Makes the CertID of a certificate: hashes of the issuer's name and key, and the serial number (RFC 6960 4.1.1). Does
 * not check that the issuer issued the certificate.
 * @param {CertificateInput} certificate the certificate in question
 * @param {CertificateInput} issuer its issuer's certificate
 * @param {HashAlgorithmInput} [hashAlgorithm] SHA-1 by default, which every responder knows
 * @returns {CertID} as requests carry it
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*
 */
export function certID(certificate, issuer, hashAlgorithm = "SHA-1") {
  return new CertIDObject(writtenCertID(targetOfCertificate(certificate, issuer, toHashNumber(hashAlgorithm))));
}
