// What an OCSP response claims. Whether to believe it is another question, which verdict.js answers; the words here do
// not anticipate it.

import { element } from "../dom.js";
import { absent, bytes, objectIdentifier, time } from "../values.js";
import { certIDRows } from "./certid-view.js";
import { certificatesPart, nameText } from "./certificate-view.js";
import { entryList } from "./entry-list.js";
import { extensionsPart } from "./extensions-view.js";
import { fields, part } from "./fields.js";
import { statusTag } from "./status.js";

/** @typedef {import("../../../bindings/index.js").OCSPResponse} OCSPResponse */
/** @typedef {import("../../../bindings/index.js").SingleResponse} SingleResponse */

/** @param {OCSPResponse} response */
export function responseHeadline(response) {
  if (response.responseStatus !== "successful") {
    return element("span", {}, `No answer: ${response.responseStatus}`);
  }
  const entries = response.responses;
  const [first] = entries;
  if (entries.length !== 1 || !first) {
    return element("span", {}, `Claims the status of ${entries.length.toLocaleString("en")} certificates`);
  }
  return element(
    "span",
    {},
    `Claims ${first.certificateStatus}${first.revocationReason ? ` (${first.revocationReason})` : ""}`,
  );
}

/** @param {OCSPResponse} response */
function responder(response) {
  return response.responderName
    ? nameText(response.responderName)
    : element("span", {}, "key hash ", bytes(response.responderKeyHash));
}

/**
 * @param {SingleResponse} single
 * @param {string} title
 * @param {((entry: SingleResponse) => void) | undefined} judge
 */
function entryView(single, title, judge) {
  const choose = judge ? element("button", { type: "button", class: "judge" }, "Judge this entry") : "";
  if (choose) {
    choose.addEventListener("click", () => judge?.(single));
  }
  return part(
    title,
    choose,
    fields({
      certificateStatus: () => statusTag(single.certificateStatus),
      ...(single.certificateStatus === "revoked" && {
        revocationTime: () => time(single.revocationTime),
        revocationReason: () => single.revocationReason ?? absent("not given"),
      }),
      thisUpdate: () => time(single.thisUpdate),
      nextUpdate: () => time(single.nextUpdate, "not given: newer information is always available"),
      ...certIDRows(single),
    }),
    extensionsPart("Extensions of the entry", single.extensions),
  );
}

/**
 * @param {OCSPResponse} response
 * @param {(entry: SingleResponse) => void} judge told which of several entries to judge
 */
export function responseView(response, judge) {
  const view = document.createDocumentFragment();
  view.append(
    element(
      "p",
      { class: "hint unverified" },
      "This is what the response claims. The verdict says whether it can be relied on.",
    ),
  );
  const { responseStatus } = response;
  const status = () => responseStatus;
  const der = () => bytes(response.toDER());
  if (responseStatus !== "successful") {
    view.append(part("Response", fields({ responseStatus: status, der })));
    return view;
  }
  view.append(
    part(
      "Response",
      fields({
        responseStatus: status,
        responderID: () => responder(response),
        producedAt: () => time(response.producedAt),
        nonce: () => bytes(response.nonce),
        signatureAlgorithm: () => objectIdentifier(response.signatureAlgorithmOid, response.signatureAlgorithm.name),
      }),
    ),
    entryList(response.responses, (single, title) =>
      entryView(single, title, response.responses.length > 1 ? judge : undefined),
    ),
    extensionsPart("Extensions of the response", response.extensions),
    certificatesPart(response.certificates),
    part(
      "Bytes",
      fields({
        responseType: () => objectIdentifier(response.responseType),
        signature: () => bytes(response.signature),
        tbsResponseData: () => bytes(response.tbsResponseBytes),
        der,
      }),
    ),
  );
  return view;
}

export const style = `
.unverified + .part { margin-top: 1.125rem; }
.judge { margin-top: 0.625rem; }
`;
