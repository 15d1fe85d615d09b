/** The certificate in question and its issuer, from files that may hold a whole chain in any order. */
import { findCertificate, findIssuer, OCSPError } from "../index.js";
import { complain, InputError } from "./exit.js";
import { nameOf, readCertificates } from "./input.js";
import { printableLine } from "./terminal.js";

/** @typedef {import("../index.js").Certificate} Certificate */
/** @typedef {import("../index.js").IssuerSearch} IssuerSearch */
/** @typedef {import("../index.js").OCSPRequest} OCSPRequest */
/** @typedef {import("../index.js").OCSPResponse} OCSPResponse */

/** The most certificates that the file of a chain may hold: a stranger may have sent it. */
const CHAIN = 16;

/** Candidates that a message names. */
const CANDIDATES_NAMED = 3;

/** A certificate in a message: its subject may be empty. @param {Certificate} certificate */
export const titleOf = ({ subject, serialNumber }) =>
  `${printableLine(subject.toString())} (serial number ${serialNumber.toString(16)})`.trimStart();

/** @param {readonly Certificate[]} certificates @param {"and" | "or"} word */
function listed(certificates, word) {
  const names = certificates.slice(0, CANDIDATES_NAMED).map(titleOf);
  const rest = certificates.length - names.length;
  const items = rest > 0 ? [...names, `${rest} more`] : names;
  return [items.slice(0, -1).join(", "), items[items.length - 1]].filter(Boolean).join(` ${word} `);
}

/** @param {readonly Certificate[]} certificates @returns {Certificate[]} each once */
const distinct = (certificates) => [
  ...new Map(certificates.map((each) => [Buffer.from(each.toDER()).toString("latin1"), each])).values(),
];

/**
 * A response may have come with the chain, from a stranger: it decides only where the chain does not.
 * @param {readonly Certificate[]} candidates
 * @param {readonly Certificate[]} chain
 * @param {OCSPResponse | undefined} response
 */
function answeredOnly(candidates, chain, response) {
  if (response?.responseStatus !== "successful") {
    return null;
  }
  const answered = candidates.filter((each) => {
    const { issuer } = findIssuer(each, chain);
    return issuer !== null && response.find(each, issuer) !== undefined;
  });
  return answered.length === 1 ? answered[0] : null;
}

/**
 * A certificate, alone or with its chain.
 * @param {string} file
 * @param {string} option
 * @param {{ request?: OCSPRequest | undefined, response?: OCSPResponse | undefined }} [messages] that may say which
 *   certificate is meant
 * @returns {Promise<Certificate>}
 * @throws {InputError} where it is not clear which is meant
 */
export async function readCertificate(file, option, { request, response } = {}) {
  const chain = distinct(await readCertificates(file, option));
  if (chain.length > CHAIN) {
    throw new InputError(
      `${nameOf(file)}: it holds ${chain.length} certificates, but a chain has at most ${CHAIN}: ` +
        `give only the one that is meant as ${option}`,
    );
  }
  const { certificate, candidates } = findCertificate(chain, { message: request });
  const meant = certificate ?? answeredOnly(candidates, chain, response);
  if (meant === null) {
    throw new InputError(
      `${nameOf(file)}: it is not clear which certificate is meant, ` +
        `${listed(candidates.length > 0 ? candidates : chain, "or")}: give only that one as ${option}`,
    );
  }
  return meant;
}

/**
 * A single certificate given as the issuer was chosen by the user, even if its signature proves nothing.
 * @param {Certificate} certificate
 * @param {readonly Certificate[]} given
 */
function chosenIssuer(certificate, [only]) {
  try {
    return certificate.isIssuedBy(only) ? only : null;
  } catch (error) {
    if (error instanceof OCSPError) {
      return null;
    }
    throw error;
  }
}

/**
 * @typedef {object} Issuer
 * @property {Certificate | null} issuer null where none of those given issued the certificate
 * @property {readonly Certificate[]} given
 * @property {IssuerSearch} search
 */

/**
 * The issuer, from the file of --issuer or else from that of the certificate.
 * @param {Certificate} certificate
 * @param {string} file that it came from
 * @param {string | undefined} issuerFile given for --issuer
 * @returns {Promise<Issuer>}
 * @throws {InputError} where the signature does not tell, and nobody named the issuer
 */
export const readIssuer = async (certificate, file, issuerFile) =>
  issuerAmong(certificate, await readCertificates(issuerFile ?? file, "--issuer"), {
    source: nameOf(issuerFile ?? file),
    isChosen: issuerFile !== undefined,
  });

/**
 * @param {Certificate} certificate
 * @param {readonly Certificate[]} certificates that may have issued it
 * @param {{ source: string, isChosen: boolean }} from where they come; isChosen: by --issuer
 * @returns {Issuer}
 * @throws {InputError} where the signature does not tell, and nobody named the issuer
 */
export function issuerAmong(certificate, certificates, { source, isChosen }) {
  const given = distinct(certificates);
  const search = findIssuer(certificate, given);
  const { problem, by, error, candidates } = search;
  if (problem === "dsa") {
    if (!isChosen || given.length > 1) {
      throw new InputError(
        `${source}: the DSA signature of ${titleOf(certificate)} does not prove who issued it, ` +
          "since anyone can make another DSA key that verifies it: " +
          "give the CA's certificate with --issuer, in a file of its own",
      );
    }
    return { issuer: chosenIssuer(certificate, given), given, search };
  }
  if (problem === "several-issuers") {
    throw new InputError(
      `${source}: it is not clear which certificate issued ${titleOf(certificate)}, ${listed(candidates, "or")}, ` +
        `because ${error?.message}: give the right one with --issuer, in a file of its own`,
    );
  }
  if (by === "name") {
    complain(
      `${source}: not verified: the issuer of ${titleOf(certificate)} is known by its name alone, ` +
        `because ${error?.message}`,
    );
  }
  return { issuer: search.issuer, given, search };
}

/**
 * @param {Certificate} certificate
 * @param {string} source what was to have the issuer's certificate too, with its verb
 * @param {string | undefined} issuerFile
 * @param {IssuerSearch} search
 */
export function issuerMissing(certificate, source, issuerFile, { problem, candidates }) {
  const namesake =
    problem === "wrong-key" ? ` (${listed(candidates, "and")} there has the name of that CA, but another key)` : "";
  return new InputError(
    issuerFile === undefined
      ? `${source} the certificate of the CA that issued ${titleOf(certificate)}${namesake}: ` + "give it with --issuer"
      : `${nameOf(issuerFile)}: it did not issue ${titleOf(certificate)}, ` +
          (problem === "wrong-key"
            ? "which names it as its issuer, but was signed with another key"
            : `whose issuer is ${printableLine(certificate.issuer.toString())}`),
  );
}

/**
 * @param {Certificate} certificate
 * @param {string} file
 * @param {string | undefined} issuerFile
 * @param {IssuerSearch} search
 */
export const noIssuer = (certificate, file, issuerFile, search) =>
  issuerMissing(certificate, `${nameOf(file)}: it does not hold`, issuerFile, search);
