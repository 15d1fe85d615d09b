// The fields of a CertID, and in which of them two CertIDs differ.

import { toHex } from "../../../bindings/index.js";
import { serialHex } from "../values.js";

/** @typedef {import("../../../bindings/index.js").CertID} CertID */

/** The fields of a CertID, RFC 6960 section 4.1.1. */
export const FIELDS = /** @type {const} */ (["hashAlgorithm", "issuerNameHash", "issuerKeyHash", "serialNumber"]);

/** @typedef {(typeof FIELDS)[number]} Field */
/**
 * "unknown": one of the two lacks it. "incomparable": hashes by different algorithms.
 * @typedef {"same" | "different" | "unknown" | "incomparable"} Outcome
 */
/**
 * The fields as text: the algorithm's OID, hexadecimal. Null if what was pasted does not tell.
 * @typedef {Record<Field, string | null>} Values
 */
/** @param {CertID} ident @returns {Values} */
export const valuesOf = ({ hashAlgorithmOid, issuerNameHash, issuerKeyHash, serialNumber }) => ({
  hashAlgorithm: hashAlgorithmOid,
  issuerNameHash: toHex(issuerNameHash),
  issuerKeyHash: toHex(issuerKeyHash),
  serialNumber: serialHex(serialNumber),
});

/** @param {Values} values @param {Values} reference @returns {Record<Field, Outcome>} */
export function compare(values, reference) {
  const sameAlgorithm = values.hashAlgorithm === reference.hashAlgorithm;
  /** @param {Field} field @returns {Outcome} */
  const outcome = (field) => {
    if (!sameAlgorithm && (field === "issuerNameHash" || field === "issuerKeyHash")) {
      return "incomparable";
    }
    if (values[field] === null || reference[field] === null) {
      return "unknown";
    }
    return values[field] === reference[field] ? "same" : "different";
  };
  return {
    hashAlgorithm: outcome("hashAlgorithm"),
    issuerNameHash: outcome("issuerNameHash"),
    issuerKeyHash: outcome("issuerKeyHash"),
    serialNumber: outcome("serialNumber"),
  };
}

/** Larger is closer: a different serial number counts most, then a different key, then a different name.
 * @param {Record<Field, Outcome>} outcomes */
export const closeness = (outcomes) =>
  (outcomes.serialNumber === "same" ? 8 : 0) +
  (outcomes.issuerKeyHash === "same" ? 4 : 0) +
  (outcomes.issuerNameHash === "same" ? 2 : 0) +
  (outcomes.hashAlgorithm === "same" ? 1 : 0);

/** The closeness of equal CertIDs. */
export const CLOSEST = 15;

/**
 * The bytes of `text` that are not those of `reference`, between what both begin with and what both end with.
 *
 * @param {string} text hexadecimal
 * @param {string} reference
 * @returns {[start: string, different: string, end: string]}
 */
export function differingPart(text, reference) {
  const limit = Math.min(text.length, reference.length);
  let start = 0;
  while (start < limit && text.slice(start, start + 2) === reference.slice(start, start + 2)) {
    start += 2;
  }
  let end = 0;
  while (
    end < limit - start &&
    text.slice(-end - 2, text.length - end) === reference.slice(-end - 2, reference.length - end)
  ) {
    end += 2;
  }
  return [text.slice(0, start), text.slice(start, text.length - end), text.slice(text.length - end)];
}
