// Which of the objects belong together: what a message speaks of, who issued that, who may answer for the issuer.

import { findCertificate, issuerID } from "../../bindings/index.js";
import { unlessRefused } from "../panel/unless-refused.js";

/** @typedef {import("../../bindings/index.js").Certificate} Certificate */
/** @typedef {import("../../bindings/index.js").CertID} CertID */
/** @typedef {import("../../bindings/index.js").CertificateSearch} CertificateSearch */
/** @typedef {import("../../bindings/index.js").OCSPRequest} OCSPRequest */
/** @typedef {import("../../bindings/index.js").OCSPResponse} OCSPResponse */
/** @typedef {OCSPRequest | OCSPResponse} Message */

/**
 * @typedef Objects what there is, in the order in which it came
 * @property {readonly Certificate[]} certificates
 * @property {readonly OCSPRequest[]} requests
 * @property {readonly OCSPResponse[]} responses
 *
 * @typedef Choice what somebody decided
 * @property {Message | null} [message] the one that is looked at
 * @property {Certificate | null} [certificate]
 * @property {Certificate | null} [issuer]
 *
 * @typedef Messages
 * @property {OCSPRequest | null} request
 * @property {OCSPResponse | null} response
 * @property {Certificate[]} delegates certificates that may have signed the response
 *
 * @typedef {CertificateSearch & Messages} Pairing
 */

const OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

/** @param {Uint8Array | undefined} a @param {Uint8Array} b */
const equal = (a, b) => a !== undefined && a.length === b.length && a.every((byte, i) => byte === b[i]);

/** @param {Message | null} message @returns {readonly CertID[]} */
function certIDsOf(message) {
  if (!message) {
    return [];
  }
  if ("requests" in message) {
    return message.requests;
  }
  return message.responseStatus === "successful" ? message.responses : [];
}

/** The serial numbers in each message, which are asked for again and again. @type {WeakMap<Message, Set<bigint>>} */
const serials = new WeakMap();

/** @param {Message} message */
function serialsOf(message) {
  const known = serials.get(message) ?? new Set(certIDsOf(message).map(({ serialNumber }) => serialNumber));
  serials.set(message, known);
  return known;
}

/** Meant to answer for its issuer. @param {Certificate} certificate */
const isDelegate = (certificate) => unlessRefused(() => certificate.extendedKeyUsage)?.includes(OCSP_SIGNING) ?? false;

/** @param {Certificate} certificate @param {OCSPResponse} response */
function fitsResponderID(certificate, response) {
  if (response.responseStatus !== "successful") {
    return false;
  }
  const { responderName, responderKeyHash } = response;
  if (responderName) {
    return responderName.equals(certificate.subject);
  }
  /* RFC 6960 4.2.1: the hash of a responder's key is what a CertID has of its issuer's. */
  return responderKeyHash !== null && equal(issuerID(certificate).issuerKeyHash, responderKeyHash);
}

/**
 * The message that goes best with another: about a common certificate, then with the same nonce; else the first.
 *
 * @template {Message} Other
 * @param {Message} message
 * @param {readonly Other[]} others
 * @returns {Other | null}
 */
function counterpart(message, others) {
  const nonceOf = (/** @type {Message} */ each) => unlessRefused(() => each.nonce) ?? undefined;
  const nonce = nonceOf(message);
  const fit = (/** @type {Other} */ other) => {
    const known = serialsOf(other);
    return (
      (certIDsOf(message).some(({ serialNumber }) => known.has(serialNumber)) ? 2 : 0) +
      (nonce && equal(nonceOf(other), nonce) ? 1 : 0)
    );
  };
  /** @type {Other | null} */
  let best = null;
  for (const other of others) {
    if (!best || fit(other) > fit(best)) {
      best = other;
    }
  }
  return best;
}

/**
 * @param {Objects} objects
 * @param {Choice} [choice]
 * @returns {Pairing}
 */
export function pair({ certificates, requests, responses }, choice = {}) {
  const looked = choice.message ?? null;
  const isRequest = looked !== null && "requests" in looked;
  const response = isRequest ? counterpart(looked, responses) : (looked ?? responses[0] ?? null);
  const request = isRequest ? looked : response ? counterpart(response, requests) : (requests[0] ?? null);
  const message = !isRequest && certIDsOf(response).length ? response : (request ?? response);

  const found = findCertificate(certificates, {
    message,
    certificate: choice.certificate ?? null,
    issuer: choice.issuer ?? null,
  });
  const delegates = certificates.filter(
    (each) =>
      each !== found.certificate &&
      each !== found.issuer &&
      (isDelegate(each) || (response !== null && fitsResponderID(each, response))),
  );
  return { ...found, request, response, delegates };
}

const CANDIDATES_NAMED = 3;

/** @param {readonly Certificate[]} certificates @param {"and" | "or"} word @returns {(string | Certificate)[]} */
function listed(certificates, word) {
  const named = certificates.slice(0, CANDIDATES_NAMED);
  const rest = certificates.length - named.length;
  /** @type {(string | Certificate)[]} */
  const items = rest > 0 ? [...named, `${rest} more`] : named;
  return items.flatMap((item, i) => (i === 0 ? [item] : [i === items.length - 1 ? ` ${word} ` : ", ", item]));
}

/**
 * What there is to say about the certificate in question and its issuer, and how to choose where they stay open.
 *
 * @param {CertificateSearch} found
 * @returns {(string | Certificate)[]} a sentence, with the certificates that it names; empty where all is clear
 */
export function remarkOn({ certificate, by, problem, candidates, error }) {
  if (problem === "several-certificates") {
    const choice = "Choose “the certificate” in the menu beside the one that is meant.";
    return ["It is not clear which certificate is in question: ", ...listed(candidates, "or"), `. ${choice}`];
  }
  const choice = "Choose “the issuer” in the menu beside the right certificate.";
  if (problem === "dsa") {
    return [
      `A DSA signature does not prove who issued the certificate, since anyone can make a key that fits. ${choice}`,
    ];
  }
  if (by === "hash") {
    return [
      certificate === null
        ? "The issuer was recognised by the hash of its key. Add the certificate in question too."
        : "The message names this issuer, but the certificate was issued by another.",
    ];
  }
  if (by === "name") {
    return [
      "Not verified: the issuer has the right name, but whether it signed the certificate cannot be checked here" +
        `${error === null ? "" : `, because ${error.message}`}.`,
    ];
  }
  if (problem === "several-issuers") {
    return [
      "The signature of the certificate cannot be checked here, and more than one certificate has the name of its issuer: ",
      ...listed(candidates, "and"),
      `. ${choice}`,
    ];
  }
  return problem === "wrong-key"
    ? [
        ...listed(candidates, "and"),
        ` ${candidates.length === 1 ? "has" : "have"} the name of the issuer, but the certificate was signed with another key.`,
      ]
    : [];
}
