// Whether the response can be relied on: the library's verdict on it, given the issuer, and the checks that led to it.

import { OCSPError } from "../bindings/index.js";
import { element } from "./dom.js";
import { fault } from "./fault.js";
import { part } from "./fields.js";
import { foreign, time } from "./values.js";

/** @typedef {import("../bindings/index.js").VerificationReport} VerificationReport */

/** Each outcome has its own sign and word, so that colour is never the only difference. */
const OUTCOMES = /** @type {const} */ ({
  pass: ["✓", "passed"], fail: ["✕", "failed"], note: ["i", "note"], skipped: ["–", "not decided"],
});

/** @param {VerificationReport["checks"][number]} check */
const row = ({ name, outcome, message, reference }) => {
  const [sign, word] = OUTCOMES[outcome];
  return element("tr", { "data-check": name, "data-outcome": outcome },
    element("th", { scope: "row" }, name),
    element("td", { class: `outcome ${outcome}` }, element("span", { "aria-hidden": "true" }, sign), ` ${word}`),
    element("td", {}, foreign(message), element("span", { class: "aside" }, reference)));
};

/** @param {VerificationReport} report */
function checksTable({ checks }) {
  const head = ["check", "outcome", "what was found"].map((title) => element("th", { scope: "col" }, title));
  return element("table", { class: "checks", "aria-live": "off" }, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...checks.map(row)));
}

/** @param {VerificationReport} report @param {boolean} isForCertificate */
function sentence({ ok, certificateStatus, checks }, isForCertificate) {
  const whose = isForCertificate ? "the certificate" : "the certificate that it names";
  if (certificateStatus === "good") return `This answer can be relied on: ${whose} is good, not revoked.`;
  if (certificateStatus === "revoked") return `This answer can be relied on: ${whose} is revoked.`;
  if (ok) return `This answer can be relied on: the responder does not know ${whose}.`;
  const named = (/** @type {string} */ outcome) => checks.filter((check) => check.outcome === outcome).map(({ name }) => name).join(", ");
  return `This answer must not be relied on. ${named("fail") ? `Failed: ${named("fail")}.` : `Not decided: ${named("skipped")}.`}`;
}

/**
 * @param {Record<string, any>} given what the page has read, by kind; null for what it has not
 * @returns {Node} the verdict on the response
 */
export function verdict({ certificate, issuer, request, response }) {
  if (!response || (!issuer && response.responseStatus !== "successful")) return document.createDocumentFragment();
  if (!issuer) {
    return element("p", { class: "verdict undecided", "data-verdict": "undecided" }, element("strong", {}, "Not verified yet."),
      " Whether this answer can be relied on cannot be told without the issuer: paste the issuer's certificate above, and the page verifies it.");
  }
  const now = new Date();
  let report;
  try {
    report = response.check({ certificate, issuer, time: now, ...(request && { request }) });
  } catch (error) {
    if (!(error instanceof OCSPError)) throw error;
    return fault(error);
  }
  const state = report.certificateStatus ?? "unreliable";
  const compared = new Intl.ListFormat("en-GB").format(
    [...(certificate ? ["the certificate"] : []), "the issuer", ...(request ? ["the request"] : [])]);
  return part("Verdict",
    element("p", { class: `verdict ${state}`, "data-verdict": state }, element("strong", {}, sentence(report, Boolean(certificate)))),
    element("p", { class: "hint" }, "As of ", time(new Date(Math.floor(now.getTime() / 1000) * 1000)), `, judged by ${compared} above.`,
      certificate ? "" : " Paste the certificate in question too: the answer is then compared with it.",
      " That the issuer is one to trust, this page takes from you."),
    checksTable(report));
}
