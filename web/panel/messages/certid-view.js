// The rows of a CertID, for the entries of requests and of responses.

import { bytes, objectIdentifier, serial } from "../values.js";

/**
 * @param {import("../../../bindings/index.js").CertID} certID
 * @returns {Record<string, () => import("../dom.js").Child>}
 */
export function certIDRows(certID) {
  return {
    serialNumber: () => serial(certID.serialNumber),
    hashAlgorithm: () => objectIdentifier(certID.hashAlgorithmOid, certID.hashAlgorithm),
    issuerNameHash: () => bytes(certID.issuerNameHash),
    issuerKeyHash: () => bytes(certID.issuerKeyHash),
  };
}
