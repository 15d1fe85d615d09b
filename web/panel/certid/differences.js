// In what CertIDs of a request, of a response and of a pasted certificate differ, and what that means.

import { certID, toHex } from "../../../bindings/index.js";
import { serialHex } from "../values.js";

/** @typedef {import("../../../bindings/index.js").Certificate} Certificate */
/** @typedef {import("../../../bindings/index.js").CertID} CertID */
/** @typedef {import("../../../bindings/index.js").HashAlgorithm} HashAlgorithm */
/** @typedef {import("../../../bindings/index.js").OCSPRequest} OCSPRequest */
/** @typedef {import("../../../bindings/index.js").OCSPResponse} OCSPResponse */

/** The fields of a CertID, RFC 6960 section 4.1.1. */
export const FIELDS = /** @type {const} */ (["hashAlgorithm", "issuerNameHash", "issuerKeyHash", "serialNumber"]);

/** @typedef {(typeof FIELDS)[number]} Field */
/**
 * "unknown": one of the two does not have it. "incomparable": hashes by different algorithms.
 * @typedef {"same" | "different" | "unknown" | "incomparable"} Outcome
 */
/**
 * Readable fields: the algorithm's OID, hexadecimal. What cannot be known from what was pasted is null.
 * @typedef {Record<Field, string | null>} Values
 */
/**
 * @typedef {object} Column
 * @property {"pasted" | "request" | "response"} role
 * @property {string} title
 * @property {HashAlgorithm | null} algorithm
 * @property {Values} values
 * @property {Column | null} against what it is compared with
 * @property {Record<Field, Outcome> | null} outcomes
 */

/** How many CertIDs of one message are compared. */
const SHOWN = 3;

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

/** The larger, the closer: another serial number is farther away than another key, and that farther than another name.
 * @param {Record<Field, Outcome>} outcomes */
const closeness = (outcomes) =>
  (outcomes.serialNumber === "same" ? 8 : 0) +
  (outcomes.issuerKeyHash === "same" ? 4 : 0) +
  (outcomes.issuerNameHash === "same" ? 2 : 0) +
  (outcomes.hashAlgorithm === "same" ? 1 : 0);

const CLOSEST = 15;

/**
 * The CertID that certificate and issuer give, as far as they are there: the certificate has the serial number and the
 * issuer's name, the issuer the key.
 *
 * @param {Certificate | null} certificate
 * @param {Certificate | null} issuer
 * @returns {((oid: string, algorithm: HashAlgorithm | null) => Values) | null} made once for each algorithm
 */
function makeReference(certificate, issuer) {
  const pasted = certificate ?? issuer;
  if (!pasted) {
    return null;
  }
  /** @type {Map<string, Values>} */
  const made = new Map();
  const knowsName = certificate || pasted.issuer.equals(pasted.subject);
  return (oid, algorithm) => {
    let values = made.get(oid);
    if (!values) {
      const given = algorithm && valuesOf(certID(pasted, issuer ?? pasted, algorithm));
      values = {
        hashAlgorithm: oid,
        issuerNameHash: given && knowsName ? given.issuerNameHash : null,
        issuerKeyHash: given && issuer ? given.issuerKeyHash : null,
        serialNumber: certificate && serialHex(certificate.serialNumber),
      };
      made.set(oid, values);
    }
    return values;
  };
}

/**
 * The CertIDs of a message that are closest to what is wanted.
 *
 * @template {CertID} Ident
 * @param {readonly Ident[]} idents
 * @param {readonly ((ident: Ident) => Values)[]} wanted one CertID is chosen for each
 * @returns {number[]} indexes, each once, in order
 */
function closestTo(idents, wanted) {
  const best = wanted.map(() => ({ index: 0, score: -1 }));
  for (let index = 0; index < idents.length && best.some(({ score }) => score < CLOSEST); index++) {
    const ident = /** @type {Ident} */ (idents[index]);
    const values = valuesOf(ident);
    wanted.forEach((reference, place) => {
      const score = closeness(compare(values, reference(ident)));
      const before = best[place];
      if (before && score > before.score) {
        best[place] = { index, score };
      }
    });
  }
  return [...new Set(best.map(({ index }) => index))].sort((a, b) => a - b);
}

/**
 * @param {object} given
 * @param {OCSPResponse | null} given.response
 * @param {OCSPRequest | null} given.request
 * @param {Certificate | null} given.certificate
 * @param {Certificate | null} given.issuer
 * @returns {{ columns: Column[], idents: { title: string, ident: CertID }[], others: string[] } | null} null without
 *   any CertID
 */
export function compareCertIDs({ response, request, certificate, issuer }) {
  const entries = response?.responseStatus === "successful" ? response.responses : [];
  const asked = request?.requests ?? [];
  if (entries.length + asked.length === 0) {
    return null;
  }
  const reference = makeReference(certificate, issuer);
  const pastedTitle = !certificate ? "Issuer alone" : issuer ? "Certificate and issuer" : "Certificate alone";

  /** @type {Column[]} */
  const pasted = [];
  /** @type {Column[]} */
  const named = [];
  /** @type {{ title: string, ident: CertID }[]} */
  const idents = [];
  /** @type {string[]} */
  const others = [];

  /** @param {CertID} ident */
  const pastedFor = ({ hashAlgorithmOid: oid, hashAlgorithm: algorithm }) => {
    if (!reference) {
      return null;
    }
    let column = pasted.find(({ values }) => values.hashAlgorithm === oid);
    if (!column) {
      column = {
        role: "pasted",
        title: pastedTitle,
        algorithm,
        values: reference(oid, algorithm),
        against: null,
        outcomes: null,
      };
      pasted.push(column);
    }
    return column;
  };

  /**
   * @param {"request" | "response"} role
   * @param {readonly CertID[]} all
   * @param {number[]} chosen
   * @param {(values: Values) => Column | null} otherwise
   */
  const addColumns = (role, all, chosen, otherwise) => {
    const noun = role === "request" ? "Request" : "Response";
    for (const index of chosen) {
      const ident = /** @type {CertID} */ (all[index]);
      const title = all.length === 1 ? noun : `${noun}, ${role === "request" ? "CertID" : "entry"} ${index + 1}`;
      const values = valuesOf(ident);
      const against = pastedFor(ident) ?? otherwise(values);
      named.push({
        role,
        title,
        algorithm: ident.hashAlgorithm,
        values,
        against,
        outcomes: against && compare(values, against.values),
      });
      idents.push({ title, ident });
    }
    const left = all.length - chosen.length;
    if (left > 0) {
      others.push(`${left.toLocaleString("en")} more in the ${role}`);
    }
  };

  /** @type {((ident: CertID) => Values)[]} */
  const wanted = reference ? [({ hashAlgorithmOid, hashAlgorithm }) => reference(hashAlgorithmOid, hashAlgorithm)] : [];
  const first = (/** @type {readonly CertID[]} */ all) => Array.from(all.slice(0, SHOWN).keys());
  addColumns("request", asked, reference ? closestTo(asked, wanted).slice(0, asked.length) : first(asked), () => null);
  const requested = named.map(({ values }) => values);
  const chosen = wanted.length ? wanted : requested.map((values) => () => values);
  addColumns(
    "response",
    entries,
    chosen.length ? closestTo(entries, chosen).slice(0, entries.length) : first(entries),
    (values) => {
      const compared = named
        .filter(({ role }) => role === "request")
        .map((column) => ({ column, score: closeness(compare(values, column.values)) }));
      return compared.sort((a, b) => b.score - a.score)[0]?.column ?? null;
    },
  );
  // What was pasted has no algorithm of its own; that of an answer should be the request's.
  for (const { role, values, outcomes } of named) {
    if (role === "response" && outcomes && requested.length) {
      outcomes.hashAlgorithm = requested.some(({ hashAlgorithm }) => hashAlgorithm === values.hashAlgorithm)
        ? "same"
        : "different";
    }
  }
  if (pasted.length > 1) {
    for (const column of pasted) {
      column.title += `, ${column.algorithm ?? "unknown algorithm"}`;
    }
  }
  return { columns: [...pasted, ...named], idents, others };
}

/** What it means for the issuer that its name hash or its key hash differ.
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

/** @param {Column} column @returns {string} in plain words; nothing for a column without another to compare it with */
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
        : "The hash algorithms of request and answer differ, and certificate and issuer are not both pasted";
    return `${why}, so only the serial can be compared: it ${{ same: "is the same", different: "differs" }[String(serialNumber)] ?? "is not known"}.`;
  }
  const isOtherIssuer = issuerNameHash === "different" || issuerKeyHash === "different";
  if (serialNumber === "different") {
    return `${isAbout} another certificate (serial differs) ${whichIssuer(outcomes)}.`;
  }
  if (isOtherIssuer && issuerNameHash !== "different") {
    const owner = against.role === "pasted" ? "the issuer pasted" : "the issuer in the request";
    return `The key hash differs: ${owner} has another key than the one that ${subject.toLowerCase()} names. A renewed CA, perhaps.`;
  }
  if (isOtherIssuer) {
    return `${isAbout} a certificate ${whichIssuer(outcomes)}${serialNumber === "same" ? " and with the same serial" : ""}.`;
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
