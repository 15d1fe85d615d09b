// CertIDs side by side: which of name hash, key hash and serial number differs, what that means, and which pasted
// certificate would match.

import { element } from "../dom.js";
import { nameText } from "../messages/certificate-view.js";
import { absent, objectIdentifier } from "../values.js";
import { makeCandidates } from "./candidates.js";
import { compareCertIDs } from "./columns.js";
import { differingPart, FIELDS } from "./differences.js";
import { explain } from "./meaning.js";

/** @typedef {import("../../../bindings/index.js").Certificate} Certificate */
/** @typedef {import("./columns.js").Column} Column */
/** @typedef {import("./differences.js").Field} Field */
/** @typedef {import("../dom.js").Child} Child */

/** Each outcome has its own sign and word, so that colour is never the only difference. */
const OUTCOMES = /** @type {const} */ ({
  same: ["✓", "same"],
  different: ["✕", "different"],
  unknown: ["–", "not compared"],
  incomparable: ["–", "by another algorithm"],
});

const NAMED_AT_ONCE = 3;

/** @param {Column} column @param {Field} field @returns {Child} */
function valueOf({ algorithm, values, against, outcomes }, field) {
  const value = values[field];
  if (value === null) {
    return absent("not known");
  }
  if (field === "hashAlgorithm") {
    return objectIdentifier(value, algorithm ?? "unknown");
  }
  const other = against?.values[field];
  if (outcomes?.[field] !== "different" || !other) {
    return element("code", {}, value);
  }
  const [start, different, end] = differingPart(value, other);
  return element("code", {}, start, element("mark", {}, different), end);
}

/** @param {Column} column @param {Field} field */
function cell(column, field) {
  const outcome = column.outcomes?.[field];
  const [sign, word] = outcome ? OUTCOMES[outcome] : [];
  // Explicit roles, because rows and cells are displayed as blocks on narrow screens.
  return element(
    "td",
    { role: "cell", "data-column": column.title, "data-outcome": outcome },
    element("span", { class: "column", "aria-hidden": "true" }, column.title),
    element("span", { class: "value" }, valueOf(column, field)),
    sign && word
      ? element("span", { class: "outcome" }, element("span", { "aria-hidden": "true" }, sign), ` ${word}`)
      : "",
  );
}

/** @param {readonly Column[]} columns */
function table(columns) {
  const head = (/** @type {Child} */ text) => element("th", { role: "columnheader", scope: "col" }, text);
  return element(
    "table",
    { role: "table", "aria-label": "CertIDs compared" },
    element(
      "thead",
      { role: "rowgroup" },
      element("tr", { role: "row" }, head("field"), ...columns.map(({ title }) => head(title))),
    ),
    element(
      "tbody",
      { role: "rowgroup" },
      ...FIELDS.map((field) =>
        element(
          "tr",
          { role: "row", "data-field": field },
          element("th", { role: "rowheader", scope: "row" }, field),
          ...columns.map((column) => cell(column, field)),
        ),
      ),
    ),
  );
}

/** Some certificates by name. @param {readonly Certificate[]} certificates @returns {Child[]} */
function names(certificates) {
  const shown = certificates
    .slice(0, NAMED_AT_ONCE)
    .flatMap(({ subject }) => [" or ", nameText(subject)])
    .slice(1);
  const more = certificates.length - NAMED_AT_ONCE;
  return more > 0 ? [...shown, ` or ${more.toLocaleString("en")} more`] : shown;
}

/** @param {ReturnType<ReturnType<typeof makeCandidates>>} found @returns {Child[]} */
function whichMatch(found) {
  if (!found) {
    return ["There is no telling, because the hash algorithm is not known."];
  }
  const { certificates, issuers } = found;
  if (certificates.length && issuers.length) {
    return [...names(certificates), ", issued by ", ...names(issuers), ", matches."];
  }
  if (issuers.length) {
    return [
      ...names(issuers),
      " matches as issuer; the certificate with this serial number is not among those pasted.",
    ];
  }
  if (certificates.length) {
    return [
      ...names(certificates),
      " matches by serial number and issuer's name; an issuer with this key is not among those pasted.",
    ];
  }
  return ["None of the pasted certificates matches, either as the certificate or as its issuer."];
}

/** What matches each CertID; CertIDs with the same answer are put together.
 * @param {readonly { title: string, ident: import("../../../bindings/index.js").CertID }[]} idents
 * @param {ReturnType<typeof makeCandidates>} find */
function matches(idents, find) {
  /** @type {Map<string, { titles: string[], answer: HTMLElement }>} */
  const answers = new Map();
  for (const { title, ident } of idents) {
    const answer = element("dd", {}, ...whichMatch(find(ident)));
    const known = answers.get(answer.textContent ?? "");
    if (known) {
      known.titles.push(title);
    } else {
      answers.set(answer.textContent ?? "", { titles: [title], answer });
    }
  }
  return Array.from(answers.values(), ({ titles, answer }) =>
    element("div", {}, element("dt", {}, `What matches: ${titles.join("; ")}`), answer),
  );
}

/**
 * @param {object} given
 * @param {import("../../../bindings/index.js").OCSPResponse | null} given.response
 * @param {import("../../../bindings/index.js").OCSPRequest | null} given.request
 * @param {Certificate | null} given.certificate
 * @param {Certificate | null} given.issuer
 * @param {readonly Certificate[]} given.candidates all that were pasted
 * @returns {HTMLElement | null} null if there is nothing to compare
 */
export function makeCertIDHelper({ candidates, ...given }) {
  const compared = compareCertIDs(given);
  if (!compared) {
    return null;
  }
  const { columns, idents, others } = compared;
  if (columns.length < 2 && candidates.length === 0) {
    return null;
  }
  const { certificate, issuer } = given;
  const strangers =
    certificate && issuer && !certificate.issuer.equals(issuer.subject)
      ? [
          element(
            "p",
            {},
            "The pasted certificate and issuer do not belong together: the certificate names ",
            nameText(certificate.issuer),
            " as its issuer.",
          ),
        ]
      : [];
  return element(
    "div",
    { class: "certid-helper" },
    ...explain(columns).map((sentence) => element("p", { class: "meaning" }, sentence)),
    ...strangers,
    table(columns),
    others.length ? element("p", { class: "hint" }, `These are the closest; there are ${others.join(" and ")}.`) : "",
    candidates.length ? element("dl", {}, ...matches(idents, makeCandidates(candidates))) : "",
  );
}

export const style = `
.certid-helper .meaning { font-weight: 600; }
.certid-helper table {
  width: 100%;
  margin: 0.75rem 0;
  border-collapse: collapse;
  table-layout: fixed;
  font-size: 0.875rem;
}
.certid-helper :is(th, td) {
  padding: 0.4375rem 0.75rem 0.4375rem 0;
  border-bottom: 1px solid color-mix(in srgb, var(--line) 55%, transparent);
  text-align: start;
  vertical-align: top;
  overflow-wrap: anywhere;
}
.certid-helper th { color: var(--muted); font-weight: 400; }
.certid-helper th:first-child { width: 8.5rem; }
.certid-helper .outcome { display: block; font-weight: 600; color: var(--muted); }
.certid-helper [data-outcome="same"] .outcome { color: var(--good); }
.certid-helper [data-outcome="different"] .outcome { color: var(--bad); }
.certid-helper mark { background: var(--bad-wash); color: var(--bad); text-decoration: underline; }
.certid-helper .column { display: none; }
.certid-helper dl { display: grid; gap: 0.5rem; font-size: 0.9375rem; }
.certid-helper dt { color: var(--muted); font-size: 0.875rem; }
.certid-helper dd { overflow-wrap: anywhere; }
@container (max-width: 36rem) {
  .certid-helper thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .certid-helper :is(tr, tbody, table) { display: block; }
  .certid-helper :is(td, tbody th:first-child) {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
    width: auto;
    padding-right: 0;
    border-bottom: 0;
  }
  .certid-helper tbody th { color: var(--text); font-weight: 600; }
  .certid-helper tr { border-bottom: 1px solid var(--line); }
  .certid-helper .column { display: block; flex: 1; color: var(--muted); }
  .certid-helper .value { flex-basis: 100%; order: 1; }
  .certid-helper [data-outcome="same"] .value { display: none; }
}
`;
