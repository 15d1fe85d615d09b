/** Of several certificates, the one in question and the one that issued it: files hold chains, in any order. */
import { OCSPError } from "../index.js";
import { nameOf, readCertificates } from "./files.js";
import { InputError } from "./outcome.js";
import { printableLine } from "./terminal.js";

/** @typedef {import("../index.js").Certificate} Certificate */

/** @param {import("../index.js").Name} name */
const keyOf = ({ der }) => Buffer.from(der).toString("latin1");

/** How a message calls a certificate: its subject may be empty. @param {Certificate} certificate */
export const titleOf = ({ subject, serialNumber }) =>
  `${printableLine(subject.toString())} (serial number ${serialNumber.toString(16)})`.trimStart();

/** The first that issued none of the others. @param {readonly Certificate[]} certificates @returns {Certificate} */
function endOfChain(certificates) {
  const issuers = new Set(certificates.filter(({ issuer, subject }) => !issuer.equals(subject)).map(({ issuer }) => keyOf(issuer)));
  return certificates.find(({ subject }) => !issuers.has(keyOf(subject))) ?? certificates[0];
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
export const readCertificate = async (file, option) => endOfChain(await readCertificates(file, option));

/**
 * @param {Certificate} certificate
 * @param {string} file that it came from, where its issuer may be too
 * @param {string | undefined} issuerFile given for --issuer
 * @returns {Promise<{ issuer: Certificate | null, given: readonly Certificate[] }>} the one of those given that issued it
 */
export async function readIssuer(certificate, file, issuerFile) {
  const given = await readCertificates(issuerFile ?? file, "--issuer");
  return { issuer: given.find((candidate) => issued(candidate, certificate)) ?? null, given };
}

/**
 * @param {Certificate} certificate
 * @param {string} file
 * @param {string | undefined} issuerFile
 */
export const noIssuer = (certificate, file, issuerFile) => new InputError(issuerFile === undefined
  ? `${nameOf(file)}: the certificate of the CA that issued ${titleOf(certificate)} is not in it: give it with --issuer`
  : `${nameOf(issuerFile)}: it did not issue ${titleOf(certificate)}, whose issuer is ${printableLine(certificate.issuer.toString())}`);
