// The answer in one sentence, for a person with a problem: what is true, since when, why, and what to do next.

import { element } from "./dom.js";
import { nameText } from "./messages/certificate-view.js";
import { unlessRefused } from "./unless-refused.js";
import { foreign, serialHex, statement, time } from "./values.js";

/** @typedef {import("../../bindings/index.js").Certificate} Certificate */
/** @typedef {import("../../bindings/index.js").OCSPRequest} OCSPRequest */
/** @typedef {import("../../bindings/index.js").OCSPResponse} OCSPResponse */
/** @typedef {import("../../bindings/index.js").SingleResponse} SingleResponse */
/** @typedef {import("../../bindings/index.js").VerificationReport} VerificationReport */
/** @typedef {import("./dom.js").Child} Child */

/**
 * @typedef {"good" | "revoked" | "unknown" | "unreliable" | "undecided" | "unsuccessful" | "broken"} State what the
 *   panel says, in one word
 *
 * @typedef Verdict
 * @property {State} state
 * @property {string} word
 * @property {Child[]} sentence
 * @property {Child[]} [advice]
 *
 * @typedef Context what it is judged with
 * @property {Certificate | null} certificate
 * @property {Certificate | null} issuer
 * @property {boolean} chosen whether the reader chose one of several entries
 * @property {Date} asOf
 */

/** Each state has its own sign, so that colour is never the only difference. @type {Record<State, string>} */
const SIGNS = {
  good: "✓",
  revoked: "✕",
  unknown: "?",
  unreliable: "!",
  undecided: "…",
  unsuccessful: "–",
  broken: "✕",
};

/** RFC 5280 section 5.3.1; "unspecified" says nothing. @type {Record<string, string>} */
const REASONS = {
  keyCompromise: "its private key may be in other hands",
  cACompromise: "the key of its CA may be in other hands",
  affiliationChanged: "its holder's name or affiliation changed",
  superseded: "another one took its place",
  cessationOfOperation: "it is no longer needed",
  certificateHold: "it is on hold for now",
  removeFromCRL: "its entry is removed from a revocation list",
  privilegeWithdrawn: "a privilege was withdrawn",
  aACompromise: "the key of its attribute authority may be in other hands",
};

/**
 * RFC 6960 section 2.3: what each error means and what to do.
 * @type {Record<string, [meaning: string, advice: string]>}
 */
const UNSUCCESSFUL = {
  malformedRequest: [
    "the responder could not read the request",
    "Look at the request's bytes; some responders accept only a single CertID, with SHA-1 and without extensions.",
  ],
  internalError: ["the responder had an internal error", "Ask again later, or ask another responder of this CA."],
  tryLater: ["the responder cannot answer right now", "Ask again later."],
  sigRequired: [
    "the responder wants a signed request",
    "Sign the request with a key whose certificate the responder accepts.",
  ],
  unauthorized: [
    "the responder does not answer this client, or knows nothing about this certificate",
    "Ask the responder that the certificate itself names. A certificate issued just now may not be known yet; an " +
      "expired one may no longer be.",
  ],
};

const KINDS = {
  certificate: "a certificate",
  "ocsp-request": "an OCSP request",
  "ocsp-response": "an OCSP response",
  "private-key": "a private key",
  "public-key": "a public key",
  unknown: "anything known here",
};

/** As people call it. @param {import("../../bindings/index.js").Name} name */
function shortName(name) {
  const common = name.attributes.findLast(({ type }) => type === "CN");
  return common ? foreign(common.value) : nameText(name);
}

/** @param {import("../../bindings/index.js").CertID | null} entry */
const bySerial = (entry) =>
  element("span", {}, "the certificate ", element("code", {}, entry ? serialHex(entry.serialNumber) : ""));

/**
 * How long an answer can be relied on: until newer information is due, but no longer than its signer may sign for the
 * issuer.
 *
 * @param {VerificationReport} report @param {SingleResponse} entry @param {Date} asOf
 * @returns {Child[]}
 */
function reliance({ responder }, { nextUpdate }, asOf) {
  if (!nextUpdate) {
    return ["This answer can be relied on."];
  }
  // Within the clock skew it still can be relied on.
  if (nextUpdate < asOf) {
    return ["Newer information has been due since ", time(nextUpdate), "."];
  }
  const notAfter = responder && responder.kind !== "issuer" ? responder.certificate.notAfter : nextUpdate;
  return [
    "This answer can be relied on until ",
    time(notAfter < nextUpdate ? notAfter : nextUpdate),
    notAfter < nextUpdate ? ", when the responder's certificate expires." : ".",
  ];
}

/** @param {SingleResponse} entry @returns {Child[]} */
function since({ revocationTime, revocationReason }) {
  const reason = REASONS[revocationReason ?? ""];
  const why = reason ? ` because ${reason} (${revocationReason})` : ", no reason given";
  return ["since ", time(revocationTime), why];
}

/**
 * @param {VerificationReport} report
 * @param {Context & { count: number }} context
 * @returns {Verdict}
 */
function ofReport(report, { certificate, issuer, chosen, asOf, count }) {
  const { claimed, response } = report;
  const whose = () => (certificate && !chosen ? shortName(certificate.subject) : bySerial(claimed));
  if (response) {
    const until = reliance(report, response, asOf);
    switch (response.certificateStatus) {
      case "good":
        return { state: "good", word: "Good", sentence: [whose(), " is not revoked."], advice: until };
      case "revoked":
        return {
          state: "revoked",
          word: "Revoked",
          sentence: [...since(response), ": do not trust ", whose(), "."],
          advice: until,
        };
      default:
        return {
          state: "unknown",
          word: "Unknown",
          sentence: ["the responder does not know ", whose(), ", so it is neither good nor revoked."],
          advice: [...until, " Perhaps another responder of this CA knows it, or the CA never issued it."],
        };
    }
  }
  const undecided = (/** @type {Child[]} */ ...sentence) =>
    /** @type {Verdict} */ ({ state: "undecided", word: "Cannot tell yet", sentence });
  const failed = report.checks.filter(({ outcome }) => outcome === "fail");
  if (!certificate && !chosen && count > 1 && failed.every(({ name }) => name === "certId")) {
    return undecided(
      `this answer has ${count.toLocaleString("en")} entries. `,
      "Add the certificate that you mean, or choose an entry below.",
    );
  }
  if (failed.length === 0) {
    if (issuer) {
      return undecided("some checks could not be made with what is here.");
    }
    const from = unlessRefused(() => certificate?.caIssuersUrls[0]);
    return {
      ...undecided(
        "add the issuer's certificate",
        ...(certificate ? [", that of ", shortName(certificate.issuer)] : []),
        ".",
      ),
      ...(from !== undefined && { advice: ["The certificate says that it can be fetched from ", foreign(from), "."] }),
    };
  }
  const [first] = failed;
  const more = failed.length - 1;
  return {
    state: "unreliable",
    word: "Not to be relied on",
    sentence: [
      count === 0 ? "this answer has no entry at all." : statement(first ? first.message : ""),
      more ? ` ${more === 1 ? "One more check" : `${more} more checks`} failed.` : "",
    ],
    advice: claimed ? ["It claims that ", whose(), " is ", claimed.certificateStatus, ", which may be wrong."] : [],
  };
}

/**
 * @param {object} inspected
 * @param {import("../../bindings/index.js").DERKind} inspected.kind
 * @param {Certificate | OCSPRequest | OCSPResponse | null} inspected.object null where the bytes could not be read
 * @param {Error | null} inspected.error why not
 * @param {VerificationReport | null} report of a response
 * @param {Context} context
 * @returns {Verdict}
 */
export function verdictOn({ kind, object, error }, report, context) {
  if (kind === "private-key") {
    return {
      state: "undecided",
      word: "A private key",
      sentence: ["none of it is shown. OCSP does not need it, so it is best kept where it was."],
    };
  }
  if (error) {
    return {
      state: "broken",
      word: "Broken",
      sentence: [`this cannot be read as ${KINDS[kind]}.`],
      advice: ["It may have been altered or cut off in transit: get it again from its source."],
    };
  }
  if (kind === "ocsp-response") {
    const response = /** @type {OCSPResponse} */ (object);
    const status = response.responseStatus;
    if (report && status === "successful") {
      return ofReport(report, { ...context, count: response.responses.length });
    }
    const [meaning = "", advice = ""] = UNSUCCESSFUL[status] ?? [];
    return {
      state: "unsuccessful",
      word: "No answer",
      sentence: [`${meaning} (${status}).`],
      advice: [advice, " Such a message is not signed, so anyone along the way may have made it."],
    };
  }
  if (kind === "ocsp-request") {
    const { requests } = /** @type {OCSPRequest} */ (object);
    const [first] = requests;
    const meant =
      first && context.certificate?.serialNumber === first.serialNumber
        ? shortName(context.certificate.subject)
        : bySerial(first ?? null);
    return {
      state: "undecided",
      word: "A request",
      sentence: [
        "it asks about ",
        requests.length === 1 ? meant : `${requests.length.toLocaleString("en")} certificates`,
        ".",
      ],
      advice: ["A verdict needs the response, the certificate and the issuer's certificate."],
    };
  }
  if (kind === "certificate") {
    const certificate = /** @type {Certificate} */ (object);
    const needs = context.issuer
      ? "the response of its OCSP responder"
      : "its issuer's certificate and the response of its OCSP responder";
    const responder = unlessRefused(() => certificate.ocspUrls[0]);
    return {
      state: "undecided",
      word: "A certificate",
      sentence: ["issued to ", shortName(certificate.subject), "; it does not say whether it has been revoked."],
      advice: [
        `A verdict needs ${needs}.`,
        ...(responder === undefined ? [] : [" It names ", foreign(responder), " as its responder."]),
      ],
    };
  }
  return {
    state: "undecided",
    word: kind === "public-key" ? "A public key" : "Something else",
    sentence: ["this is DER, but not a certificate, request or response."],
  };
}

/** Where the verdict is shown. Screen readers announce it when the sentence changes, and only then. */
export function makeVerdict() {
  const said = element("p", { role: "status", "aria-live": "polite", class: "verdict" });
  const advice = element("p", { class: "advice", hidden: true });
  let before = "";
  return {
    element: element("div", { class: "verdict-part" }, said, advice),
    /** @param {Verdict} verdict */
    update({ state, word, sentence, advice: next = [] }) {
      const line = element(
        "span",
        {},
        element("span", { class: "sign", "aria-hidden": "true" }, SIGNS[state]),
        element("strong", {}, word),
        state === "revoked" ? " " : ": ",
        ...sentence,
      );
      if (line.textContent !== before || said.dataset.verdict !== state) {
        before = line.textContent ?? "";
        said.dataset.verdict = state;
        said.replaceChildren(line);
      }
      advice.replaceChildren(...next);
      advice.hidden = next.length === 0;
    },
    clear() {
      before = "";
      delete said.dataset.verdict;
      said.replaceChildren();
      advice.replaceChildren();
      advice.hidden = true;
    },
  };
}

export const style = `
.verdict {
  padding: 0.875rem 1.125rem;
  border: 1px solid currentcolor;
  border-left-width: 5px;
  border-radius: var(--radius);
  font-size: 1.1875rem;
  line-height: 1.4;
  overflow-wrap: anywhere;
  background: var(--sunken);
}
.verdict:empty { padding: 0; border: 0; }
.verdict .sign { display: inline-block; min-width: 1.375em; font-weight: 700; }
.verdict[data-verdict="good"] { color: var(--good); background: var(--good-wash); }
.verdict:is([data-verdict="revoked"], [data-verdict="unreliable"], [data-verdict="broken"]) {
  color: var(--bad);
  background: var(--bad-wash);
}
.verdict:is([data-verdict="unknown"], [data-verdict="unsuccessful"]) {
  color: var(--unsure);
  background: var(--unsure-wash);
}
.verdict[data-verdict="undecided"] { color: var(--accent); background: var(--accent-wash); }
.advice { margin-top: 0.625rem; overflow-wrap: anywhere; }
`;
