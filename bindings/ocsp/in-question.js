/** Which certificate is in question, and who issued it: the search that the command line and the page share. */
import { invalidArgument } from "../lib/arguments.js";
import { knownNames, toOptions } from "../lib/options.js";
import { derOfOtherCopy } from "../lib/other-copy.js";
import { Certificate } from "../x509/certificate.js";
import { certificateList, distinct, endOfChain, findIssuer, isDelegate, isSame } from "../x509/issuer.js";
import { issuerID, issuerNameHash } from "./certid.js";
import { OCSPRequest } from "./request.js";
import { OCSPResponse } from "./response.js";

/** @import { CertificateInput } from "../x509/certificate.js" */
/** @import { IssuerSearch } from "../x509/issuer.js" */
/** @import { OCSPError } from "../lib/error.js" */
/** @import { CertID } from "./certid.js" */
/** @typedef {OCSPRequest | OCSPResponse} Message */

/**
 * @typedef {object} SearchOptions what is known beforehand
 * @property {OCSPRequest | OCSPResponse | null | undefined} [message] a message whose CertIDs say which certificate is
 *   meant
 * @property {CertificateInput | null | undefined} [certificate] the certificate in question; only its issuer is looked
 *   for
 * @property {CertificateInput | null | undefined} [issuer] the issuer; only the certificate in question is looked for
 */
/**
 * @typedef {object} CertificateSearchParts what a CertificateSearch has
 * @property {Certificate | null} certificate the certificate in question; null if it is unclear: `problem` says why
 * @property {Certificate | null} issuer null if none can be named: `problem` says why
 * @property {"key" | "name" | "hash" | "chosen" | null} by how the issuer is known. "key": its key verifies the
 *   certificate. "name": it alone has the right name, and the signature cannot be verified here; `error` says why.
 *   "hash": the message names it by the hash of its key, and the certificate in question is not there or has another
 *   issuer. "chosen": it was given
 * @property {"no-certificate" | "several-certificates" | IssuerSearch["problem"]} problem what is unclear.
 *   "no-certificate": none can be in question. "several-certificates": one of `candidates` is. The others as in
 *   IssuerSearch
 * @property {readonly Certificate[]} candidates if the certificate is unclear, those that may be meant; otherwise those
 *   with the issuer's name
 * @property {OCSPError | null} error why a signature could not be verified: ERR_UNSUPPORTED_ALGORITHM or
 *   ERR_UNSUPPORTED_KEY
 */
/** @typedef {Readonly<CertificateSearchParts>} CertificateSearch what findCertificate() found; frozen */

/** @param {Uint8Array | undefined} a @param {Uint8Array} b */
const equal = (a, b) => a !== undefined && a.length === b.length && a.every((byte, i) => byte === b[i]);

/** @param {Message} message @returns {readonly CertID[]} */
function certIDsOf(message) {
  if (message instanceof OCSPRequest) {
    return message.requests;
  }
  return message.responseStatus === "successful" ? message.responses : [];
}

/** @param {unknown} value @param {string} name @returns {Message | null} */
function toMessage(value, name) {
  if (value === null || value instanceof OCSPRequest || value instanceof OCSPResponse) {
    return value;
  }
  for (const type of [OCSPRequest, OCSPResponse]) {
    const der = derOfOtherCopy(value, type === OCSPRequest ? "OCSPRequest" : "OCSPResponse");
    if (der !== undefined) {
      return type.fromDER(der);
    }
  }
  throw invalidArgument(name, "an OCSPRequest or an OCSPResponse", value);
}

/** @type {WeakMap<Message, Map<bigint, CertID[]>>} */
const KNOWN = new WeakMap();

/** @param {Message} message @returns {Map<bigint, CertID[]>} its CertIDs, by serial number */
function bySerialNumber(message) {
  let known = KNOWN.get(message);
  if (known === undefined) {
    known = new Map();
    for (const each of certIDsOf(message)) {
      const same = known.get(each.serialNumber);
      if (same === undefined) {
        known.set(each.serialNumber, [each]);
      } else {
        same.push(each);
      }
    }
    KNOWN.set(message, known);
  }
  return known;
}

/** @param {CertID} each @param {Certificate} certificate */
const isOfKey = ({ hashAlgorithm, issuerKeyHash }, certificate) =>
  hashAlgorithm !== null && equal(issuerID(certificate, hashAlgorithm).issuerKeyHash, issuerKeyHash);

/** @param {CertID} each @param {Certificate} certificate whose issuer's name may be hashed as it stands there */
const isOfIssuerName = (each, certificate) =>
  each.hashAlgorithm !== null && equal(issuerNameHash(certificate, each.hashAlgorithm), each.issuerNameHash);

/** @param {Message} message @param {readonly Certificate[]} certificates @returns {Certificate | null} */
function namedIssuer(message, certificates) {
  const [first] = certIDsOf(message);
  return (first && certificates.find((each) => isOfKey(first, each))) ?? null;
}

/**
 * The certificate that a message names: by its issuer's key if that is there, else by the rest of the CertID. The name
 * is hashed as it stands in the certificate, the key as it stands in the issuer's (RFC 6960 4.1.1).
 * @param {Message} message
 * @param {readonly Certificate[]} certificates
 */
function namedCertificate(message, certificates) {
  const all = bySerialNumber(message);
  const numbered = certificates.filter(({ serialNumber }) => all.has(serialNumber));
  const idsOf = (/** @type {Certificate} */ { serialNumber }) => /** @type {CertID[]} */ (all.get(serialNumber));
  const inFull = numbered.find((each) => {
    const { issuer } = findIssuer(each, certificates);
    return issuer !== null && idsOf(each).some((id) => id.matches(each, issuer));
  });
  return inFull ?? numbered.find((each) => idsOf(each).some((id) => isOfIssuerName(id, each))) ?? null;
}

/**
 * For a message that names none of them: all but the CA that it names and certificates that may have signed it.
 * @param {Message} message
 * @param {readonly Certificate[]} certificates
 */
function unnamedCandidates(message, certificates) {
  const issuer = namedIssuer(message, certificates);
  return certificates.filter(
    (each) =>
      each !== issuer && !isDelegate(each) && !each.subject.equals(each.issuer) && !(issuer !== null && each.isCA),
  );
}

/**
 * @param {readonly Certificate[]} certificates
 * @param {Message | null} message
 * @returns {ReturnType<typeof endOfChain>}
 */
function certificateAmong(certificates, message) {
  const named = message && namedCertificate(message, certificates);
  return named
    ? { certificate: named, candidates: [] }
    : endOfChain(message ? unnamedCandidates(message, certificates) : certificates);
}

/** @type {import("../lib/options.js").Known<SearchOptions>} */
const SEARCH_OPTIONS = knownNames(["message", "certificate", "issuer"]);

/** @param {CertificateInput | null | undefined} input */
const given = (input) => (input === null || input === undefined ? null : Certificate.from(input));

/**
 * @param {Certificate | null} certificate
 * @param {readonly Certificate[]} certificates
 * @param {Message | null} message
 * @returns {Omit<CertificateSearchParts, "certificate">}
 */
function issuerAmong(certificate, certificates, message) {
  const found = certificate && findIssuer(certificate, certificates);
  if (found && (found.issuer !== null || found.problem === "dsa")) {
    return found;
  }
  const { problem = null, candidates = [], error = null } = found ?? {};
  const named = message && namedIssuer(message, certificates);
  return { issuer: named, by: named && "hash", problem, candidates, error };
}

/**
 * Finds out which certificate is in question among some that came together, and which of the others issued it.
 *
 * A message decides first: the certificate is the one that a CertID of it names. Otherwise it is the first one, as in a
 * chain of TLS, unless that is a CA and exactly one other is not; a responder's certificate (id-kp-OCSPSigning) comes
 * after all others, and a self-issued certificate counts as a root. The issuer is found as findIssuer() does it.
 *
 * A response that somebody else sent may name any certificate: do not pass it as `message` if the result decides
 * which certificate the response is verified for.
 * @param {Iterable<CertificateInput>} certificates certificates in the order in which they came; repetitions do not
 *   count
 * @param {SearchOptions} [options] what is known beforehand
 * @returns {CertificateSearch}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*
 */
export function findCertificate(certificates, options) {
  const known = toOptions(options, SEARCH_OPTIONS);
  const message = toMessage(known.message ?? null, "options.message");
  const all = distinct(certificateList(certificates, "certificates"));
  const issuer = given(known.issuer),
    certificate = given(known.certificate);
  const subject =
    certificate !== null
      ? { certificate, candidates: [] }
      : certificateAmong(issuer === null ? all : all.filter((each) => !isSame(each, issuer)), message);
  const found =
    issuer !== null
      ? { issuer, by: /** @type {const} */ ("chosen"), problem: null, candidates: [], error: null }
      : issuerAmong(subject.certificate, all, message);
  const isOpen = subject.certificate === null;
  return Object.freeze({
    ...found,
    problem: !isOpen ? found.problem : subject.candidates.length > 0 ? "several-certificates" : "no-certificate",
    candidates: isOpen ? Object.freeze(subject.candidates) : found.candidates,
    certificate: subject.certificate,
  });
}
