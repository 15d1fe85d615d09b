/** The enumerations of RFC 6960 and RFC 5280: frozen objects whose values are the identifiers of the ASN.1 modules. */
import { CERT_STATUS_NUMBERS, REASON_NUMBERS, RESPONSE_STATUS_NUMBERS } from "../../build/lists.js";

export { OCSPCertStatus, OCSPResponseStatus, ReasonFlags } from "../../build/lists.js";

/** @typedef {"hash" | "name"} OCSPResponderEncoding how a response names its responder, RFC 6960 4.2.1 */
/** How a response names its responder, RFC 6960 4.2.1. @type {Readonly<{ HASH: "hash"; NAME: "name" }>} */
export const OCSPResponderEncoding = Object.freeze({ HASH: "hash", NAME: "name" });

/**
 * The identifiers, by number.
 * @template {string} T
 * @param {Readonly<Record<T, number>>} numbers
 * @returns {readonly T[]}
 */
function byNumber(numbers) {
  /** @type {T[]} */
  const identifiers = [];
  for (const [identifier, number] of /** @type {[T, number][]} */ (Object.entries(numbers))) {
    identifiers[number] = identifier;
  }
  return identifiers;
}

export const RESPONSE_STATUSES = byNumber(RESPONSE_STATUS_NUMBERS);
export const CERT_STATUSES = byNumber(CERT_STATUS_NUMBERS);
export const REASONS = byNumber(REASON_NUMBERS);
