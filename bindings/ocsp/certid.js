/** CertID, RFC 6960 4.1.1: names the certificate that is asked about. */
import { CERT_ID, CERTIFICATE, HASHES, PUBLIC_KEY } from "../../build/lists.js";
import { copyBytes, invalidArgument, keepBytes, toHashNumber, toIntegerBytes } from "../lib/arguments.js";
import { OwnedBytes } from "../lib/bytes.js";
import { decodeHex } from "../lib/encoding.js";
import { compareBy } from "../lib/equality.js";
import { OCSPError } from "../lib/error.js";
import { inspectAs, jsonOf, serialNumberJSON } from "../lib/inspect.js";
import { knownNames, toParts } from "../lib/options.js";
import { derOfOtherCopy } from "../lib/other-copy.js";
import { readCertID, writeCertID } from "../wasm/core.js";
import { NAME_OF_OID } from "../wasm/oid.js";
import { Plan } from "../wasm/plan.js";
import { Row } from "../wasm/table.js";
import { certificateRow, issuance, issuerDigests, toCertificate } from "../x509/certificate.js";

/** @import { Bytes, HashAlgorithmInput } from "../lib/arguments.js" */
/** @import { Certificate, CertificateInput, IssuerDigests } from "../x509/certificate.js" */
/** @import { HashAlgorithm } from "../../build/lists.js" */

/**
 * @typedef {object} CertIDParts what a CertID has
 * @property {HashAlgorithm | null} hashAlgorithm null if unknown; hashAlgorithmOid is never null
 * @property {string} hashAlgorithmOid dotted
 * @property {Uint8Array} issuerNameHash hash of the issuer's name, as encoded in the certificate in question
 * @property {Uint8Array} issuerKeyHash hash of the issuer's key: of the bits of its subjectPublicKey
 * @property {bigint} serialNumber of the certificate in question
 * @property {Uint8Array} der the CertID's own DER, which builders echo byte for byte
 * @property {(other: CertIDInput) => boolean} equals whether hash algorithm, hashes and serial number are equal; absent
 *   and NULL parameters are the same
 * @property {(certificate: CertificateInput, issuer: CertificateInput) => boolean} matches whether it names this
 *   certificate of this issuer, by its own hash algorithm
 * @property {(issuer: CertificateInput) => boolean} isOf whether it names some certificate of this issuer, by the
 *   issuer's subject and key. matches() can be true where this is false: see certID()
 */
/** @typedef {Readonly<CertIDParts>} CertID names a certificate by its issuer and serial number, RFC 6960 4.1.1 */

/**
 * @typedef {object} CertIDText the parts of a CertID, and what its toJSON() returns
 * @property {HashAlgorithmInput} hashAlgorithm of both hashes
 * @property {Bytes | string} issuerNameHash bytes, or hexadecimal text
 * @property {Bytes | string} issuerKeyHash bytes, or hexadecimal text
 * @property {bigint | string} serialNumber text is hexadecimal; without serialNumberDecimal beside it, it begins with
 *   "0x"
 * @property {string | undefined} [serialNumberDecimal] the same number, as toJSON() has it
 * @property {string | undefined} [hashAlgorithmOid] the OID of hashAlgorithm, as toJSON() has it
 */
/** @typedef {CertID | CertIDText} CertIDInput a parsed CertID, its parts, or what its toJSON() returned */

/**
 * @typedef {object} IssuerIDParts what an IssuerID has
 * @property {HashAlgorithm} hashAlgorithm of both hashes
 * @property {Uint8Array} issuerNameHash hash of the CA's subject
 * @property {Uint8Array} issuerKeyHash hash of the CA's key
 */
/** @typedef {Readonly<IssuerIDParts>} IssuerID what the CertIDs of all certificates of one CA share */

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
  /**
   * Whether hash algorithm, hashes and serial number are equal. Absent and NULL parameters are the same.
   * @param {CertIDInput} other
   * @returns {boolean}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT
   */
  equals(other) {
    const row = isObject(other) && isCertID(other) ? other.#row : writtenCertID(targetOfCertID(other, "other"));
    return COMPARED.every((cell) => this.#row.part(cell).equals(row.part(cell)));
  }
  /**
   * Whether it names this certificate of this issuer, by its own hash algorithm; false if that is unknown.
   * @param {CertificateInput} certificate
   * @param {CertificateInput} issuer
   * @returns {boolean}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*
   */
  matches(certificate, issuer) {
    const target = targetOfEntry(certificate, issuer);
    return (
      this.#row.part(CERT_ID.serialNumber).equals(/** @type {OwnedBytes} */ (target.serialNumber)) &&
      this.#isHashOf(target.issuerName, target.issuerSubject, target.issuerKey)
    );
  }
  /**
   * Whether it names some certificate of this issuer, by the issuer's subject and key.
   * @param {CertificateInput} issuer
   * @returns {boolean}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*
   */
  isOf(issuer) {
    const authority = certificateRow(toCertificate(issuer, "issuer"));
    return this.#isHashOf(authority.part(CERTIFICATE.subject), null, subjectPublicKey(authority));
  }
  /** @param {OwnedBytes | null} name @param {OwnedBytes | null} subject @param {OwnedBytes | null} key */
  #isHashOf(name, subject, key) {
    const hash = this.#row.number(CERT_ID.hash);
    const serialNumber = this.#row.part(CERT_ID.serialNumber);
    return (
      hash > 0 &&
      [name, subject].some((issuerName) => {
        const row = issuerName && writtenCertID({ ...NOTHING, hash, issuerName, issuerKey: key, serialNumber });
        return row !== null && HASHES_COMPARED.every((cell) => this.#row.part(cell).equals(row.part(cell)));
      })
    );
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

/** The contents of what makes CertIDs equal. */
const HASHES_COMPARED = [CERT_ID.hashOid, CERT_ID.issuerNameHash, CERT_ID.issuerKeyHash];
const COMPARED = [...HASHES_COMPARED, CERT_ID.serialNumber];

/** @param {unknown} value @returns {value is object} */
const isObject = (value) => typeof value === "object" && value !== null;

/**
 * What a builder or a search is told about a certificate, a row of TARGET; null is absent.
 * @typedef {object} Target
 * @property {number} hash of HASHES
 * @property {OwnedBytes | null} issuerName to hash, together with issuerKey
 * @property {OwnedBytes | null} issuerSubject the issuer's name as its own certificate encodes it, if a search is to
 *   take the hash of that as well
 * @property {OwnedBytes | null} issuerKey
 * @property {OwnedBytes | null} issuerNameHash hashed already, together with issuerKeyHash
 * @property {OwnedBytes | null} issuerKeyHash
 * @property {OwnedBytes | null} serialNumber
 * @property {OwnedBytes | null} der of a CertID to echo; all the others are null then
 */

/** A target that says nothing yet. @type {Target} */
const NOTHING = Object.freeze({
  hash: 0,
  issuerName: null,
  issuerSubject: null,
  issuerKey: null,
  issuerNameHash: null,
  issuerKeyHash: null,
  serialNumber: null,
  der: null,
});

/** @param {Row} authority a CERTIFICATE */
const subjectPublicKey = (authority) => authority.part(CERTIFICATE.publicKey + PUBLIC_KEY.subjectPublicKey);

/**
 * @param {Target} target of a certificate
 * @param {IssuerDigests[]} digests of its issuer, by hash algorithm
 * @returns {Target} the same, with hashes if they are at hand
 */
function withDigests(target, digests) {
  const { hash, issuerName, serialNumber } = target;
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
  /* Every member, since spreading one of so many costs more than all the rest. */
  return {
    hash,
    issuerName: null,
    issuerSubject: null,
    issuerKey: null,
    issuerNameHash: known.nameHash,
    issuerKeyHash: known.keyHash,
    serialNumber,
    der: null,
  };
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
 * @throws {OCSPError} ERR_INVALID_ARGUMENT if the issuer's subject is not the certificate's issuer name: nobody has
 *   such a CertID
 */
export function targetOfCertificate(certificate, issuer, hash, prefix = "") {
  const subject = toCertificate(certificate, `${prefix}certificate`);
  const authority = toCertificate(issuer, `${prefix}issuer`);
  if (!isNamedBy(authority, subject)) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      `${prefix}issuer: expected the certificate of the CA that issued ${prefix}certificate, ` +
        `got one whose subject is not the issuer's name there${isNamedBy(subject, authority) ? ": are the two swapped?" : ""}`,
    );
  }
  return withDigests(targetOf(subject, authority, hash), issuerDigests(authority));
}

/** The parts of a CertID, and what toJSON() has beside them. @type {import("../lib/options.js").Known<CertIDText>} */
const CERT_ID_PARTS = knownNames(
  ["hashAlgorithm", "issuerNameHash", "issuerKeyHash", "serialNumber", "serialNumberDecimal", "hashAlgorithmOid"],
  (given) => ({ ...given }),
);

/**
 * What an entry is compared with. Its name hash may be over the issuer's subject too, once the issuer's key has
 * verified the certificate: CAs differ where the two are encoded differently.
 * @param {unknown} certificate CertificateInput
 * @param {unknown} issuer CertificateInput
 * @returns {Target}
 */
export function targetOfEntry(certificate, issuer) {
  const subject = toCertificate(certificate, "certificate");
  const authority = toCertificate(issuer, "issuer");
  const target = targetOf(subject, authority);
  const issuerSubject = certificateRow(authority).part(CERTIFICATE.subject);
  const isOtherwise = !issuerSubject.equals(/** @type {OwnedBytes} */ (target.issuerName));
  return isOtherwise && issuance(subject, authority) === true ? { ...target, issuerSubject } : target;
}

/** @param {Certificate} subject @param {Certificate} authority @param {number} [hash] of HASHES @returns {Target} */
function targetOf(subject, authority, hash = 0) {
  const row = certificateRow(subject);
  return {
    hash,
    issuerName: row.part(CERTIFICATE.issuer),
    issuerSubject: null,
    issuerKey: subjectPublicKey(certificateRow(authority)),
    issuerNameHash: null,
    issuerKeyHash: null,
    serialNumber: row.part(CERTIFICATE.serialNumber),
    der: null,
  };
}

/** Most names are equal byte for byte. @param {Certificate} authority @param {Certificate} subject */
const isNamedBy = (authority, subject) =>
  certificateRow(authority).part(CERTIFICATE.subject).equals(certificateRow(subject).part(CERTIFICATE.issuer)) ||
  authority.subject.equals(subject.issuer);

/**
 * @param {unknown} certID CertIDInput
 * @param {string} name of the argument
 * @returns {Target}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function targetOfCertID(certID, name) {
  const der = derOfCertID(certID, name);
  if (der !== undefined) {
    return { ...NOTHING, der };
  }
  if (!isObject(certID)) {
    throw invalidArgument(
      name,
      "a CertID, or an object with hashAlgorithm, issuerNameHash, issuerKeyHash and serialNumber",
      certID,
    );
  }
  const parts = toParts(certID, CERT_ID_PARTS, name);
  const hash = toHashNumber(parts.hashAlgorithm, `${name}.hashAlgorithm`);
  const { hashAlgorithmOid: oid } = parts;
  if (oid !== undefined && NAME_OF_OID.get(oid) !== HASHES[hash]?.name) {
    throw invalidArgument(`${name}.hashAlgorithmOid`, "the OID of hashAlgorithm, or nothing", oid);
  }
  return {
    ...NOTHING,
    hash,
    issuerNameHash: toDigest(parts.issuerNameHash, `${name}.issuerNameHash`, hash),
    issuerKeyHash: toDigest(parts.issuerKeyHash, `${name}.issuerKeyHash`, hash),
    serialNumber: new OwnedBytes(toIntegerBytes(toSerialNumber(parts, name), `${name}.serialNumber`)),
  };
}

/**
 * Text of decimal digits alone may mean two numbers: it needs "0x" or, as toJSON() has it, the decimal form beside it.
 * @param {{ serialNumber?: unknown, serialNumberDecimal?: unknown }} certID
 * @param {string} name of the argument
 */
function toSerialNumber({ serialNumber, serialNumberDecimal }, name) {
  if (typeof serialNumber !== "string") {
    return serialNumber;
  }
  const isClear = serialNumberDecimal !== undefined || /[a-fx]/i.test(serialNumber);
  if (!isClear || !/^(0x)?[\da-f]+$/i.test(serialNumber)) {
    throw invalidArgument(`${name}.serialNumber`, 'a bigint, or hexadecimal text that begins with "0x"', serialNumber);
  }
  const number = BigInt(`0x${serialNumber.replace(/^0x/i, "")}`);
  if (serialNumberDecimal !== undefined && serialNumberDecimal !== number.toString()) {
    throw invalidArgument(
      `${name}.serialNumberDecimal`,
      `"${number}", the decimal form of serialNumber`,
      serialNumberDecimal,
    );
  }
  return number;
}

/** @param {unknown} value @param {string} name @returns {Uint8Array} */
function toDigestBytes(value, name) {
  if (typeof value !== "string") {
    return copyBytes(value, name);
  }
  if (!/^([\da-f]{2})*$/i.test(value)) {
    throw invalidArgument(name, "bytes or hexadecimal text", value);
  }
  return decodeHex(value);
}

/** @param {unknown} certID @param {string} name @returns {OwnedBytes | undefined} undefined if it is not parsed */
function derOfCertID(certID, name) {
  if (isObject(certID) && isCertID(certID)) {
    return rowOf(certID).part(CERT_ID.der);
  }
  const der = derOfOtherCopy(certID, "CertID", "SingleRequest", "SingleResponse");
  const bytes = der && keepBytes(der, name, "CertID");
  if (bytes) {
    readCertID(bytes);
  }
  return bytes;
}

/** @param {unknown} value @param {string} name @param {number} hash of HASHES */
function toDigest(value, name, hash) {
  const digest = toDigestBytes(value, name);
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
    .span(target.issuerSubject)
    .span(target.issuerKey)
    .span(target.issuerNameHash)
    .span(target.issuerKeyHash)
    .span(target.serialNumber)
    .span(target.der);

/**
 * What the CertIDs of all certificates of one CA share (RFC 6960 4.1.1), made of its own subject and key.
 * @param {CertificateInput} issuer the CA's certificate
 * @param {HashAlgorithmInput} [hashAlgorithm] SHA-1 by default, which every responder knows
 * @returns {IssuerID} frozen
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*
 */
export function issuerID(issuer, hashAlgorithm = "SHA-1") {
  const authority = toCertificate(issuer, "issuer");
  const hash = toHashNumber(hashAlgorithm);
  const row = hashed(authority, CERTIFICATE.subject, hash);
  return Object.freeze({
    hashAlgorithm: /** @type {HashAlgorithm} */ (HASHES[hash]?.name),
    issuerNameHash: row.span(CERT_ID.issuerNameHash),
    issuerKeyHash: row.span(CERT_ID.issuerKeyHash),
  });
}

/** @param {Certificate} certificate @param {number} name cell of one of its names @param {number} hash of HASHES */
function hashed(certificate, name, hash) {
  const row = certificateRow(certificate);
  return writtenCertID({
    ...NOTHING,
    hash,
    issuerName: row.part(name),
    issuerKey: subjectPublicKey(row),
    serialNumber: row.part(CERTIFICATE.serialNumber),
  });
}

/**
 * The name hash of a certificate's CertID (RFC 6960 4.1.1), for which its issuer need not be known.
 * @param {CertificateInput} certificate the certificate in question
 * @param {HashAlgorithmInput} [hashAlgorithm] SHA-1 by default
 * @returns {Uint8Array} over the issuer's name as the certificate encodes it
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*
 */
export const issuerNameHash = (certificate, hashAlgorithm = "SHA-1") =>
  hashed(toCertificate(certificate, "certificate"), CERTIFICATE.issuer, toHashNumber(hashAlgorithm)).span(
    CERT_ID.issuerNameHash,
  );

/**
 * Makes the CertID of a certificate: hashes of the issuer's name, as the certificate encodes it, and of the issuer's
 * key, and the serial number (RFC 6960 4.1.1). Does not check that the issuer's key signed the certificate.
 *
 * If the issuer's subject is encoded differently, responders hash either: matches(), find() and check() take both, once
 * the issuer's key has verified the certificate.
 * @param {CertificateInput} certificate the certificate in question
 * @param {CertificateInput} issuer its issuer's certificate
 * @param {HashAlgorithmInput} [hashAlgorithm] SHA-1 by default, which every responder knows
 * @returns {CertID} as requests carry it
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, also if the issuer's subject is not the certificate's issuer name (RFC 5280
 *   7.1); ERR_PEM, ERR_DER_*
 */
export function certID(certificate, issuer, hashAlgorithm = "SHA-1") {
  return new CertIDObject(writtenCertID(targetOfCertificate(certificate, issuer, toHashNumber(hashAlgorithm))));
}
