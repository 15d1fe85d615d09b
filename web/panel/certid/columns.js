// The CertIDs of a request, of a response and of what was pasted, side by side: which of them, and against what each is
// compared.

import { issuerID, issuerNameHash, toHex } from "../../../bindings/index.js";
import { serialHex } from "../values.js";
import { CLOSEST, closeness, compare, valuesOf } from "./differences.js";

/** @typedef {import("../../../bindings/index.js").Certificate} Certificate */
/** @typedef {import("../../../bindings/index.js").CertID} CertID */
/** @typedef {import("../../../bindings/index.js").HashAlgorithm} HashAlgorithm */
/** @typedef {import("../../../bindings/index.js").OCSPRequest} OCSPRequest */
/** @typedef {import("../../../bindings/index.js").OCSPResponse} OCSPResponse */
/** @typedef {import("./differences.js").Field} Field */
/** @typedef {import("./differences.js").Outcome} Outcome */
/** @typedef {import("./differences.js").Values} Values */

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

/**
 * The CertID that certificate and issuer give, or as much of it as one of them alone gives: the certificate has the
 * serial number and the issuer's name, the issuer has the key.
 *
 * @param {Certificate | null} certificate
 * @param {Certificate | null} issuer
 * @returns {((oid: string, algorithm: HashAlgorithm | null) => Values) | null} made once for each algorithm
 */
function makeReference(certificate, issuer) {
  if (!certificate && !issuer) {
    return null;
  }
  /** @type {Map<string, Values>} */
  const made = new Map();
  return (oid, algorithm) => {
    let values = made.get(oid);
    if (!values) {
      const authority = algorithm && issuer && issuerID(issuer, algorithm);
      const name =
        algorithm && (certificate ? issuerNameHash(certificate, algorithm) : (authority?.issuerNameHash ?? null));
      values = {
        hashAlgorithm: oid,
        issuerNameHash: name && toHex(name),
        issuerKeyHash: authority && toHex(authority.issuerKeyHash),
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

/** What each message calls itself and its CertIDs. */
const NOUNS = { request: ["Request", "CertID"], response: ["Response", "entry"] };

class Comparison {
  #reference;
  #pastedTitle;
  /** @type {Column[]} */
  pasted = [];
  /** @type {Column[]} */
  named = [];
  /** @type {{ title: string, ident: CertID }[]} */
  idents = [];
  /** @type {string[]} */
  others = [];

  /** @param {Certificate | null} certificate @param {Certificate | null} issuer */
  constructor(certificate, issuer) {
    this.#reference = makeReference(certificate, issuer);
    this.#pastedTitle = !certificate ? "Issuer alone" : issuer ? "Certificate and issuer" : "Certificate alone";
  }

  /** The column of what was pasted, by the hash algorithm of a CertID. @param {CertID} ident */
  #pastedFor({ hashAlgorithmOid: oid, hashAlgorithm: algorithm }) {
    if (!this.#reference) {
      return null;
    }
    let column = this.pasted.find(({ values }) => values.hashAlgorithm === oid);
    if (!column) {
      const values = this.#reference(oid, algorithm);
      column = { role: "pasted", title: this.#pastedTitle, algorithm, values, against: null, outcomes: null };
      this.pasted.push(column);
    }
    return column;
  }

  /** The column of the request that is closest. @param {Values} values */
  #requestFor(values) {
    const compared = this.named
      .filter(({ role }) => role === "request")
      .map((column) => ({ column, score: closeness(compare(values, column.values)) }));
    return compared.sort((a, b) => b.score - a.score)[0]?.column ?? null;
  }

  /** What the CertIDs to choose are close to: what was pasted, else what was asked.
   * @returns {((ident: CertID) => Values)[]} */
  #wanted() {
    const reference = this.#reference;
    return reference
      ? [({ hashAlgorithmOid, hashAlgorithm }) => reference(hashAlgorithmOid, hashAlgorithm)]
      : this.named.map(
          ({ values }) =>
            () =>
              values,
        );
  }

  /** Adds the CertIDs of a message that are closest to what is wanted.
   * @param {"request" | "response"} role @param {readonly CertID[]} all */
  add(role, all) {
    const wanted = this.#wanted();
    const chosen = wanted.length ? closestTo(all, wanted).slice(0, all.length) : Array.from(all.slice(0, SHOWN).keys());
    const [message, each] = NOUNS[role];
    for (const index of chosen) {
      const ident = /** @type {CertID} */ (all[index]);
      const title = all.length === 1 ? message : `${message}, ${each} ${index + 1}`;
      const values = valuesOf(ident);
      const against = this.#pastedFor(ident) ?? (role === "response" ? this.#requestFor(values) : null);
      const outcomes = against && compare(values, against.values);
      this.named.push({ role, title, algorithm: ident.hashAlgorithm, values, against, outcomes });
      this.idents.push({ title, ident });
    }
    const left = all.length - chosen.length;
    if (left > 0) {
      this.others.push(`${left.toLocaleString("en")} more in the ${role}`);
    }
  }

  /** What was pasted has no algorithm of its own; that of an answer should be the request's. */
  compareAlgorithms() {
    const requested = this.named.filter(({ role }) => role === "request").map(({ values }) => values.hashAlgorithm);
    for (const { role, values, outcomes } of this.named) {
      if (role === "response" && outcomes && requested.length) {
        outcomes.hashAlgorithm = requested.includes(values.hashAlgorithm) ? "same" : "different";
      }
    }
  }

  get columns() {
    if (this.pasted.length > 1) {
      for (const column of this.pasted) {
        column.title = `${this.#pastedTitle}, ${column.algorithm ?? "unknown algorithm"}`;
      }
    }
    return [...this.pasted, ...this.named];
  }
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
  const comparison = new Comparison(certificate, issuer);
  comparison.add("request", asked);
  comparison.add("response", entries);
  comparison.compareAlgorithms();
  const { columns, idents, others } = comparison;
  return { columns, idents, others };
}
