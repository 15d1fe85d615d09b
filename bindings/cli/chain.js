/** Of several certificates, the one in question and the one that issued it: files hold chains, in any order. */
import { OCSPError } from "../index.js";
import { allowsKeySubstitution } from "../keys/dsa-key-substitution.js";
import { InputError } from "./exit.js";
import { nameOf, readCertificates } from "./input.js";
import { printableLine } from "./terminal.js";

/** id-kp-OCSPSigning, RFC 6960 4.2.2.2. */
const OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

/** @typedef {import("../index.js").Certificate} Certificate */

/** Certificates in a chain's file: each may have to be verified under the key of each. */
const CHAIN = 16;

/** How a message calls a certificate: its subject may be empty. @param {Certificate} certificate */
export const titleOf = ({ subject, serialNumber }) =>
  `${printableLine(subject.toString())} (serial number ${serialNumber.toString(16)})`.trimStart();

/** Version 1 has no extension that tells: of those, only roots. @param {Certificate} certificate */
export const mayIssue = (certificate) =>
  certificate.isCA || (certificate.version === 1 && certificate.issuer.equals(certificate.subject));

/** Each once. @param {readonly Certificate[]} certificates @returns {Certificate[]} */
const distinct = (certificates) => [
  ...new Map(certificates.map((each) => [Buffer.from(each.toDER()).toString("latin1"), each])).values(),
];

/**
 * @param {Certificate} issuer
 * @param {Certificate} certificate
 * @returns {boolean} false also where that cannot be verified here
 */
function provablyIssued(issuer, certificate) {
  try {
    return mayIssue(issuer) && certificate.isIssuedBy(issuer);
  } catch (error) {
    if (error instanceof OCSPError) {
      return false;
    }
    throw error;
  }
}

/** Its only purpose is to sign answers. @param {Certificate} certificate */
const isDelegate = ({ extendedKeyUsage }) => extendedKeyUsage?.length === 1 && extendedKeyUsage[0] === OCSP_SIGNING;

/**
 * Beside what openssl prints of a response stands the certificate of its responder: one delegated by the CA of another
 * is not in question.
 * @param {readonly Certificate[]} ends
 * @param {readonly Certificate[]} certificates
 */
function withoutDelegates(ends, certificates) {
  const isOfSameCA = (/** @type {Certificate} */ one, /** @type {Certificate} */ other) =>
    certificates.some((issuer) => provablyIssued(issuer, one) && provablyIssued(issuer, other));
  return ends.filter((end) => !(isDelegate(end) && ends.some((other) => !isDelegate(other) && isOfSameCA(other, end))));
}

/**
 * The one that issued none of the others. Whoever sent the chain may have added what the key of the one in question
 * signed, or anything else: so it is not chosen by names, and not at all where there is a choice.
 * @param {readonly Certificate[]} given
 * @param {string} file
 * @param {string} option
 * @returns {Certificate}
 * @throws {InputError}
 */
function endOfChain(given, file, option) {
  const certificates = distinct(given);
  if (certificates.length === 1) {
    return certificates[0];
  }
  if (certificates.length > CHAIN) {
    throw new InputError(
      `${nameOf(file)}: it has ${certificates.length} certificates, and a chain has ${CHAIN} at most: ` +
        `give the one that is meant alone as ${option}`,
    );
  }
  const last = certificates.filter(
    (one) => !certificates.some((other) => !other.subject.equals(one.subject) && provablyIssued(one, other)),
  );
  const ends = withoutDelegates(last, certificates);
  if (ends.length !== 1) {
    const [first, second, ...others] = (ends.length === 0 ? certificates : ends).map(titleOf);
    const names = others.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${others.length} more`;
    throw new InputError(
      `${nameOf(file)}: which certificate is meant is not clear: ${names} issued ` +
        `${ends.length === 0 ? "each other" : "none of the others, as far as can be verified"}: give one alone as ${option}`,
    );
  }
  return ends[0];
}

/**
 * @param {Certificate} issuer
 * @param {Certificate} certificate
 * @returns {boolean} by the names alone where the signature is of an algorithm that is not known here
 */
export function issued(issuer, certificate) {
  try {
    return certificate.isIssuedBy(issuer);
  } catch (error) {
    if (error instanceof OCSPError) {
      return certificate.issuer.equals(issuer.subject);
    }
    throw error;
  }
}

/**
 * A certificate, behind or before which its chain may stand.
 * @param {string} file
 * @param {string} option
 */
export const readCertificate = async (file, option) => endOfChain(await readCertificates(file, option), file, option);

/**
 * What a chain holds is its sender's choice, so a key counts only where nobody else can make one that verifies.
 * @param {Certificate} certificate
 * @param {string} file that it came from, where its issuer may be too
 * @param {string | undefined} issuerFile given for --issuer
 * @returns {Promise<{ issuer: Certificate | null, given: readonly Certificate[] }>} the one of those given that issued
 *   it
 * @throws {InputError} where the signature does not tell, and nobody named the issuer
 */
export async function readIssuer(certificate, file, issuerFile) {
  const given = distinct(await readCertificates(issuerFile ?? file, "--issuer"));
  if (allowsKeySubstitution(certificate) && (issuerFile === undefined || given.length > 1)) {
    throw new InputError(
      `${nameOf(issuerFile ?? file)}: the DSA signature of ${titleOf(certificate)} does not tell who issued it, ` +
        "since anyone can make another DSA key that verifies it: give the certificate of the CA, alone, with --issuer",
    );
  }
  return { issuer: given.find((candidate) => issued(candidate, certificate)) ?? null, given };
}

/**
 * @param {Certificate} certificate
 * @param {string} file
 * @param {string | undefined} issuerFile
 */
export const noIssuer = (certificate, file, issuerFile) =>
  new InputError(
    issuerFile === undefined
      ? `${nameOf(file)}: the certificate of the CA that issued ${titleOf(certificate)} is not in it: give it with --issuer`
      : `${nameOf(issuerFile)}: it did not issue ${titleOf(certificate)}, whose issuer is ${printableLine(certificate.issuer.toString())}`,
  );
