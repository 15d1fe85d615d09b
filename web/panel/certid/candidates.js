// Which of the pasted certificates a CertID may name, and which of them may be the issuer.

import { issuerID, issuerNameHash, toHex } from "../../../bindings/index.js";
import { valuesOf } from "./differences.js";

/** @typedef {import("../../../bindings/index.js").Certificate} Certificate */
/** @typedef {import("../../../bindings/index.js").CertID} CertID */
/** @typedef {import("../../../bindings/index.js").HashAlgorithm} HashAlgorithm */

/**
 * @param {readonly Certificate[]} candidates each is hashed once for each algorithm that is asked for
 * @returns {(ident: CertID) => { certificates: Certificate[], issuers: Certificate[] } | null} null if the algorithm is
 *   not known
 */
export function makeCandidates(candidates) {
  const different = [...new Map(candidates.map((candidate) => [toHex(candidate.toDER()), candidate])).values()];

  /** @param {HashAlgorithm} algorithm */
  const hash = (algorithm) =>
    different.map((candidate) => {
      const own = issuerID(candidate, algorithm);
      return {
        candidate,
        keyHash: toHex(own.issuerKeyHash),
        subjectHash: toHex(own.issuerNameHash),
        issuerNameHash: toHex(issuerNameHash(candidate, algorithm)),
      };
    });
  /** @type {Map<HashAlgorithm, ReturnType<typeof hash>>} */
  const byAlgorithm = new Map();

  return (ident) => {
    const algorithm = ident.hashAlgorithm;
    if (algorithm === null) {
      return null;
    }
    const hashed = byAlgorithm.get(algorithm) ?? hash(algorithm);
    byAlgorithm.set(algorithm, hashed);
    const { issuerNameHash: nameHash, issuerKeyHash: keyHash } = valuesOf(ident);
    const ofKey = hashed.filter((each) => each.keyHash === keyHash);
    const ofNumber = hashed.filter(({ candidate }) => candidate.serialNumber === ident.serialNumber);
    /** @param {typeof hashed[number]} one @param {typeof hashed[number]} issuer */
    const isNamedBy = (one, issuer) => issuer.candidate.subject.equals(one.candidate.issuer);
    // Where the two encode the issuer's name differently, responders hash either.
    const certificates = ofNumber.filter(
      (each) =>
        each.issuerNameHash === nameHash ||
        ofKey.some((issuer) => issuer.subjectHash === nameHash && isNamedBy(each, issuer)),
    );
    const issuers = ofKey.filter(
      (each) => each.subjectHash === nameHash || certificates.some((one) => isNamedBy(one, each)),
    );
    return {
      certificates: certificates.map(({ candidate }) => candidate),
      issuers: issuers.map(({ candidate }) => candidate),
    };
  };
}
