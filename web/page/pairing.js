// Which of the objects belong together: what a message speaks of, who issued that, who may answer for the issuer.

import { certID, OCSPError } from "../../bindings/index.js";
import { allowsKeySubstitution } from "../../bindings/keys/dsa-key-substitution.js";
import { toHex } from "../../bindings/lib/encoding.js";

/** @typedef {import("../../bindings/index.js").Certificate} Certificate */
/** @typedef {import("../../bindings/index.js").CertID} CertID */
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
 * @typedef Pairing
 * @property {Certificate | null} certificate the one in question
 * @property {Certificate | null} issuer
 * @property {OCSPRequest | null} request
 * @property {OCSPResponse | null} response
 * @property {Certificate[]} delegates
 * @property {"key" | "name" | "hash" | "chosen" | null} issuerBy why this issuer: its key verifies the certificate, only its name fits
 *   (its key does not), its key has the hash that the message names, or somebody chose it
 */

const OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

/** Undefined where the library refuses to say. @template T @param {() => T} ask @returns {T | undefined} */
function unlessRefused(ask) {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof OCSPError)) {
      throw error;
    }
    return undefined;
  }
}

/** @param {Uint8Array | undefined} a @param {Uint8Array} b */
const equal = (a, b) => a !== undefined && a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Asked for again and again, of things that never change.
 * @template {WeakKey} Key @template Value @param {(key: Key) => Value} make */
function remembered(make) {
  /** @type {WeakMap<Key, Value>} */
  const known = new WeakMap();
  return (/** @type {Key} */ key) => {
    let value = known.get(key);
    if (value === undefined) {
      known.set(key, (value = make(key)));
    }
    return value;
  };
}

const subjectOf = remembered((/** @type {Certificate} */ certificate) => toHex(certificate.subject.der));
const issuerOf = remembered((/** @type {Certificate} */ certificate) => toHex(certificate.issuer.der));
const spkiOf = remembered((/** @type {Certificate} */ certificate) => toHex(certificate.publicKey.spki));
/** By its key, not by its name alone. */
const isIssuedBy = remembered((/** @type {Certificate} */ certificate) =>
  remembered(
    (/** @type {Certificate} */ issuer) =>
      subjectOf(issuer) === issuerOf(certificate) && (unlessRefused(() => certificate.isIssuedBy(issuer)) ?? false),
  ),
);
const serialsOf = remembered(
  (/** @type {Message} */ message) => new Set(certIDsOf(message).map(({ serialNumber }) => serialNumber)),
);

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

/** Meant to answer for its issuer. @param {Certificate} certificate */
const isDelegate = (certificate) => certificate.extendedKeyUsage?.includes(OCSP_SIGNING) ?? false;

/** The library hashes the issuer's name as it stands in the certificate, and the key of the issuer.
 * @param {CertID} each @param {"issuerNameHash" | "issuerKeyHash"} hash @param {Certificate} of this one's issuer's name, or this one's key */
const hasHash = (each, hash, of) => {
  const { hashAlgorithm } = each;
  return hashAlgorithm !== null && equal(unlessRefused(() => certID(of, of, hashAlgorithm))?.[hash], each[hash]);
};

/**
 * The issuer: the certificate of its name whose key verifies the certificate, else the first that just has the name.
 * None where anyone can make such a key: what was pasted may be what a stranger sent, so that only a person can say
 * which one it is.
 *
 * @param {Certificate} certificate
 * @param {readonly Certificate[]} candidates
 * @returns {{ issuer: Certificate | null, by: "key" | "name" | null }}
 */
export function issuerAmong(certificate, candidates) {
  if (allowsKeySubstitution(certificate)) {
    return { issuer: null, by: null };
  }
  const named = candidates.filter((candidate) => subjectOf(candidate) === issuerOf(certificate));
  // What one key does not verify, no other certificate of that key does.
  const keys = new Set();
  const issuer = named.find(
    (each) => !keys.has(spkiOf(each)) && keys.add(spkiOf(each)) && isIssuedBy(certificate)(each),
  );
  if (issuer) {
    return { issuer, by: "key" };
  }
  const byName = named.find((candidate) => candidate !== certificate) ?? null;
  return { issuer: byName, by: byName && "name" };
}

/**
 * Whether the whole CertID is in the message.
 * @param {Message} message
 * @param {Certificate} certificate
 * @param {Certificate} issuer
 */
function hasCertID(message, certificate, issuer) {
  if (!("requests" in message)) {
    return unlessRefused(() => message.find(certificate, issuer)) !== undefined;
  }
  return message.requests.some(
    (each) =>
      each.serialNumber === certificate.serialNumber &&
      hasHash(each, "issuerNameHash", certificate) &&
      hasHash(each, "issuerKeyHash", issuer),
  );
}

/** The same without the hash of the issuer's key. @param {Message} message @param {Certificate} certificate */
const hasSerialAndIssuerName = (message, certificate) =>
  certIDsOf(message).some(
    (each) => each.serialNumber === certificate.serialNumber && hasHash(each, "issuerNameHash", certificate),
  );

/**
 * The certificate whose key the first CertID names.
 * @param {Message | null} message
 * @param {readonly Certificate[]} candidates
 */
function issuerByHash(message, candidates) {
  const [first] = certIDsOf(message);
  return (first && candidates.find((each) => hasHash(first, "issuerKeyHash", each))) ?? null;
}

/** @param {Certificate} certificate @param {OCSPResponse} response */
function fitsResponderID(certificate, response) {
  if (response.responseStatus !== "successful") {
    return false;
  }
  const { responderName, responderKeyHash } = response;
  if (responderName) {
    return responderName.equals(certificate.subject);
  }
  return (
    responderKeyHash !== null &&
    equal(
      unlessRefused(() => certID(certificate, certificate, "SHA-1").issuerKeyHash),
      responderKeyHash,
    )
  );
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
    const serials = serialsOf(other);
    return (
      (certIDsOf(message).some(({ serialNumber }) => serials.has(serialNumber)) ? 2 : 0) +
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

/** @param {readonly Certificate[]} certificates @param {Message | null} message @returns {Certificate | null} */
function certificateInQuestion(certificates, message) {
  if (message) {
    const meant = certificates.filter(
      (each) => serialsOf(message).has(each.serialNumber) && hasSerialAndIssuerName(message, each),
    );
    const inFull = meant.find((each) => {
      const { issuer } = issuerAmong(each, certificates);
      return issuer && hasCertID(message, each, issuer);
    });
    if (meant.length) {
      return inFull ?? meant[0];
    }
  }
  // The leaf: nobody's issuer, not its own either, and neither the CA that the message names nor one that answers for
  // it. What the key of a leaf signed shows nothing: whoever sends the chain may have put it there.
  const named = issuerByHash(message, certificates);
  const isEnd = (/** @type {Certificate} */ each) =>
    each !== named &&
    subjectOf(each) !== issuerOf(each) &&
    !(message && isDelegate(each)) &&
    !(each.isCA && certificates.some((other) => isIssuedBy(other)(each)));
  return certificates.find((each) => !each.isCA && isEnd(each)) ?? certificates.find(isEnd) ?? null;
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

  const certificate =
    choice.certificate ??
    certificateInQuestion(
      certificates.filter((each) => each !== choice.issuer),
      message,
    );
  /** @type {{ issuer: Certificate | null, by: Pairing["issuerBy"] }} */
  let found = { issuer: choice.issuer ?? null, by: choice.issuer ? "chosen" : null };
  if (!found.issuer && certificate) {
    found = issuerAmong(certificate, certificates);
  }
  if (!found.issuer && !(certificate && allowsKeySubstitution(certificate))) {
    const issuer = issuerByHash(message, certificates);
    found = { issuer, by: issuer && "hash" };
  }
  const { issuer, by: issuerBy } = found;
  const delegates = certificates.filter(
    (each) =>
      each !== certificate &&
      each !== issuer &&
      (isDelegate(each) || (response !== null && fitsResponderID(each, response))),
  );
  return { certificate, issuer, issuerBy, request, response, delegates };
}
