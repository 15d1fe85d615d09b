/** The issuer of a certificate, and the end of a chain: only what signatures prove about a heap of certificates. */
import { OID, OIDS } from "../../build/lists.js";
import { allowsKeySubstitution } from "../keys/dsa-key-substitution.js";
import { toList } from "../lib/arguments.js";
import { encodeHex } from "../lib/encoding.js";
import { OCSPError, unlessRefused } from "../lib/error.js";
import { Certificate, issuance } from "./certificate.js";

/** @import { CertificateInput } from "./certificate.js" */

/**
 * @typedef {object} IssuerSearchParts what an IssuerSearch has
 * @property {Certificate | null} issuer null if none can be named: `problem` says why
 * @property {"key" | "name" | null} by "key": its key verifies the certificate. "name": it is the only candidate of the
 *   right name, and the signature cannot be verified here; `error` says why
 * @property {readonly Certificate[]} candidates those of the right name, each once
 * @property {"no-issuer" | "wrong-key" | "dsa" | "several-issuers" | null} problem "no-issuer": no candidate has the
 *   name. "wrong-key": some have, but none of their keys verifies the certificate. "dsa": it is signed with
 *   DSA, and anyone can make another DSA key that verifies it, so the user must say which one issued it.
 *   "several-issuers": the signature cannot be verified here, and candidates with different keys have the name
 * @property {OCSPError | null} error why a signature could not be verified: ERR_UNSUPPORTED_ALGORITHM or
 *   ERR_UNSUPPORTED_KEY
 */
/** @typedef {Readonly<IssuerSearchParts>} IssuerSearch what findIssuer() found; frozen */

/** id-kp-OCSPSigning, RFC 6960 4.2.2.2. */
const OCSP_SIGNING = OIDS[OID.KP_OCSP_SIGNING];

/** More CAs than this are not verified against each other: each may have to be tried with the key of each. */
const CHAIN_LIMIT = 16;

/**
 * Certificates never change, so what is asked again and again is kept.
 * @template {WeakKey} Key
 * @template Value
 * @param {(key: Key) => Value} make
 */
function remembered(make) {
  /** @type {WeakMap<Key, Value>} */
  const known = new WeakMap();
  return (/** @type {Key} */ key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = make(key);
      known.set(key, value);
    }
    return value;
  };
}

const subjectOf = remembered((/** @type {Certificate} */ { subject }) => subject);
const issuerOf = remembered((/** @type {Certificate} */ { issuer }) => issuer);
const issuerNameOf = remembered((/** @type {Certificate} */ { issuer }) => encodeHex(issuer.der));
const keyOf = remembered((/** @type {Certificate} */ { publicKey }) => encodeHex(publicKey.spki));

/**
 * @param {Certificate} certificate
 * @param {Certificate} issuer
 * @returns {boolean | OCSPError} the error where that cannot be verified
 */
function issuedBy(certificate, issuer) {
  const issued = issuance(certificate, issuer);
  if (typeof issued === "boolean" || issued instanceof OCSPError) {
    return issued;
  }
  throw issued;
}

/** @param {Certificate} issuer @param {Certificate} certificate */
const hasName = (issuer, certificate) => subjectOf(issuer).equals(issuerOf(certificate));

/** @param {Certificate} certificate */
const isSelfIssued = (certificate) => hasName(certificate, certificate);

/** Meant to answer for its issuer, RFC 6960 4.2.2.2. @param {Certificate} certificate @returns {boolean} */
export const isDelegate = (certificate) =>
  unlessRefused(() => certificate.extendedKeyUsage)?.includes(OCSP_SIGNING) ?? false;

/**
 * @param {readonly Certificate[]} certificates
 * @param {(certificate: Certificate) => string} keyOf
 * @returns {Certificate[]} in the same order, the first of each key
 */
function firstOfEach(certificates, keyOf) {
  /** @type {Map<string, Certificate>} */
  const first = new Map();
  for (const certificate of certificates) {
    const key = keyOf(certificate);
    if (!first.has(key)) {
      first.set(key, certificate);
    }
  }
  return [...first.values()];
}

const bytesOf = remembered((/** @type {Certificate} */ certificate) => encodeHex(certificate.toDER()));
/** What RFC 5280 4.1.2.2 calls unique. @param {Certificate} certificate */
const numberOf = (certificate) => `${certificate.serialNumber} ${issuerNameOf(certificate)}`;

/** The bytes, which may be many, are looked at last. @param {Certificate} one @param {Certificate} other */
export const isSame = (one, other) =>
  one === other || (numberOf(one) === numberOf(other) && bytesOf(one) === bytesOf(other));

/** @param {readonly Certificate[]} certificates @returns {Certificate[]} in the same order, without repetitions */
export function distinct(certificates) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const certificate of certificates) {
    const number = numberOf(certificate);
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  return firstOfEach(certificates, (each) => {
    const number = numberOf(each);
    return counts.get(number) === 1 ? number : bytesOf(each);
  });
}

/**
 * @param {unknown} certificates CertificateInputs
 * @param {string} name of the argument
 * @returns {Certificate[]}
 */
export const certificateList = (certificates, name) =>
  toList(certificates, name, "certificates").map((each) => Certificate.from(/** @type {CertificateInput} */ (each)));

/** How likely a certificate is to be the one in question: the end of a chain, a responder, a CA, a root. */
const RANK = Object.freeze({ END: 0, DELEGATE: 1, CA: 2, ROOT: 3 });

/** Old roots are recognised by their names: they lack basicConstraints. @param {Certificate} certificate */
function rankOf(certificate) {
  if (isSelfIssued(certificate)) {
    return RANK.ROOT;
  }
  return certificate.isCA ? RANK.CA : isDelegate(certificate) ? RANK.DELEGATE : RANK.END;
}

/** @param {readonly Certificate[]} authorities @returns {readonly Certificate[]} those that issued none of the rest */
const lowest = (authorities) =>
  authorities.length > CHAIN_LIMIT
    ? authorities
    : authorities.filter((one) => !authorities.some((other) => hasName(one, other) && issuedBy(other, one) === true));

/**
 * The certificate that a chain is about. It comes first, as in TLS (RFC 8446 4.4.2), unless that is a CA or a responder
 * and exactly one other is neither. What a certificate's own key signed never takes its place, however it is named:
 * whoever sends the chain can make such certificates.
 * @param {readonly Certificate[]} chain without repetitions
 * @returns {{ certificate: Certificate | null, candidates: readonly Certificate[] }} candidates: if it is unclear,
 *   those that may be meant
 */
export function endOfChain(chain) {
  if (chain.length === 0) {
    return { certificate: null, candidates: [] };
  }
  const ranks = chain.map(rankOf);
  const least = Math.min(...ranks);
  if (ranks[0] === least) {
    return { certificate: chain[0], candidates: [] };
  }
  const likely = chain.filter((_, i) => ranks[i] === least);
  const candidates = least === RANK.CA ? lowest(likely) : likely;
  return candidates.length === 1
    ? { certificate: candidates[0], candidates: [] }
    : { certificate: null, candidates: candidates.length > 0 ? candidates : likely };
}

/**
 * @param {Certificate} certificate
 * @param {readonly Certificate[]} named candidates of the issuer's name, without repetitions
 * @returns {Omit<IssuerSearchParts, "candidates">}
 */
function search(certificate, named) {
  if (allowsKeySubstitution(certificate)) {
    return { issuer: null, by: null, problem: "dsa", error: null };
  }
  /** @type {Certificate[]} */
  const unverifiable = [];
  let reason = null;
  /* What one key does not verify, no other certificate of that key does. */
  for (const candidate of firstOfEach(named, keyOf)) {
    const verdict = issuedBy(certificate, candidate);
    if (verdict === true) {
      return { issuer: candidate, by: "key", problem: null, error: null };
    }
    if (verdict !== false) {
      unverifiable.push(candidate);
      reason ??= verdict;
    }
  }
  if (unverifiable.length === 1) {
    return { issuer: unverifiable[0], by: "name", problem: null, error: reason };
  }
  const problem = unverifiable.length > 0 ? "several-issuers" : named.length > 0 ? "wrong-key" : "no-issuer";
  return { issuer: null, by: null, problem, error: reason };
}

/**
 * Finds out which of some certificates issued another: the one that it names as its issuer and whose key verifies its
 * signature (RFC 5280 6.1.3 (a)(1) and (4)). Nothing else is checked: the issuer need not be a CA, nor valid. No
 * certificate is taken as the issuer because of a DSA signature, nor for its name if its key turns out to be another.
 * Each key of the right name is tried once.
 * @param {CertificateInput} certificate the certificate whose issuer is looked for
 * @param {Iterable<CertificateInput>} candidates certificates in any order, which may include `certificate` itself
 * @returns {IssuerSearch}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*
 */
export function findIssuer(certificate, candidates) {
  const issued = Certificate.from(certificate);
  const named = distinct(certificateList(candidates, "candidates").filter((each) => hasName(each, issued)));
  const found = search(issued, named);
  /* It is its own issuer where its key says so, not where only its name does. */
  const others = named.filter((each) => each === found.issuer || !isSame(each, issued));
  return Object.freeze({
    ...found,
    problem: found.problem === "wrong-key" && others.length === 0 ? "no-issuer" : found.problem,
    candidates: Object.freeze(others),
  });
}
