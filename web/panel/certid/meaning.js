// What it means that CertIDs agree or differ, in words.

import { FIELDS } from "./differences.js";

/** @typedef {import("./columns.js").Column} Column */
/** @typedef {import("./differences.js").Field} Field */
/** @typedef {import("./differences.js").Outcome} Outcome */

/** What a different name hash or key hash means for the issuer.
 * @param {Record<Field, Outcome>} outcomes */
function whichIssuer({ issuerNameHash: name, issuerKeyHash: key }) {
  if (name === "different") {
    return key === "different"
      ? "of another issuer (name hash and key hash differ)"
      : "of an issuer with another name (name hash differs)";
  }
  return key === "different"
    ? "of an issuer with another key (key hash differs): a renewed CA, perhaps"
    : "of the same issuer";
}

/** @param {Column} column @returns {string} in plain words; empty for a column that is compared with none */
function meaning({ role, algorithm, values, against, outcomes }) {
  if (!against || !outcomes) {
    return "";
  }
  const isRequest = role === "request";
  const subject = isRequest ? "The request" : "The answer";
  const isAbout = `${subject} ${isRequest ? "asks" : "is"} about`;
  const { issuerNameHash, issuerKeyHash, serialNumber } = outcomes;
  if (algorithm === null || issuerNameHash === "incomparable") {
    const why =
      algorithm === null
        ? `The hash algorithm ${values.hashAlgorithm} is not known here`
        : "The request and the answer use different hash algorithms, and certificate and issuer are not both pasted";
    const how = { same: "is the same", different: "differs" }[String(serialNumber)] ?? "is not known";
    return `${why}, so only the serial can be compared: it ${how}.`;
  }
  const isOtherIssuer = issuerNameHash === "different" || issuerKeyHash === "different";
  if (serialNumber === "different") {
    return `${isAbout} another certificate (serial differs) ${whichIssuer(outcomes)}.`;
  }
  if (isOtherIssuer && issuerNameHash !== "different") {
    const owner = against.role === "pasted" ? "the pasted issuer" : "the issuer in the request";
    const named = subject.toLowerCase();
    return `The key hash differs: ${owner} does not have the key that ${named} names. A renewed CA, perhaps.`;
  }
  if (isOtherIssuer) {
    const serial = serialNumber === "same" ? " and with the same serial" : "";
    return `${isAbout} a certificate ${whichIssuer(outcomes)}${serial}.`;
  }
  if (against.role === "request") {
    return "The answer is about the certificate that the request asks about.";
  }
  if (serialNumber === "unknown") {
    return `${subject} names this issuer, as far as can be told without the certificate.`;
  }
  return issuerKeyHash === "unknown"
    ? `${subject} names this certificate, as far as can be told without its issuer.`
    : `${isAbout} this certificate.`;
}

/**
 * What the columns mean, each sentence once.
 *
 * @param {readonly Column[]} columns
 */
export function explain(columns) {
  const named = columns.filter(({ role }) => role !== "pasted");
  const isSame = (/** @type {Column} */ { outcomes }) =>
    outcomes !== null && FIELDS.every((field) => field === "hashAlgorithm" || outcomes[field] === "same");
  if (new Set(named.map(({ values }) => values.hashAlgorithm)).size > 1 && named.every(isSame)) {
    return ["The hash algorithms differ; both name the same certificate."];
  }
  return [...new Set(named.map(meaning))].filter((sentence) => sentence !== "");
}
