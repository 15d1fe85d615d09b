// Which of the pasted certificates a CertID may name, and which of them may be the issuer.

import { certID, OCSPError, toHex } from "../../../bindings/index.js";
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
  const hash = (algorithm) => {
    const hashed = different.flatMap((candidate) => {
      try {
        // As if it had issued itself: this gives the hash of its issuer's name, and the hash of its own key.
        return [{ candidate, ...valuesOf(certID(candidate, candidate, algorithm)) }];
      } catch (error) {
        if (!(error instanceof OCSPError)) {
          throw error;
        }
        return [];
      }
    });
    // The hash of a candidate's own name is known if another candidate names it as its issuer.
    const names = new Map(hashed.map(({ candidate, issuerNameHash }) => [toHex(candidate.issuer.der), issuerNameHash]));
    return hashed.map((each) => ({ ...each, subjectHash: names.get(toHex(each.candidate.subject.der)) }));
  };
  /** @type {Map<HashAlgorithm, ReturnType<typeof hash>>} */
  const byAlgorithm = new Map();

  return (ident) => {
    const algorithm = ident.hashAlgorithm;
    if (algorithm === null) {
      return null;
    }
    const hashed = byAlgorithm.get(algorithm) ?? hash(algorithm);
    byAlgorithm.set(algorithm, hashed);
    const { issuerNameHash, issuerKeyHash, serialNumber } = valuesOf(ident);
    return {
      certificates: hashed
        .filter((each) => each.serialNumber === serialNumber && each.issuerNameHash === issuerNameHash)
        .map(({ candidate }) => candidate),
      issuers: hashed
        .filter(
          (each) => each.issuerKeyHash === issuerKeyHash && (each.subjectHash ?? issuerNameHash) === issuerNameHash,
        )
        .map(({ candidate }) => candidate),
    };
  };
}
