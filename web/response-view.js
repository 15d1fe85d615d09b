// What an OCSP response claims. Whether to believe it is another question, which verdict.js answers; the words here leave it open.

import { certificatesPart, nameText } from "./certificate-view.js";
import { certIDRows } from "./certid-view.js";
import { element } from "./dom.js";
import { entryList } from "./entry-list.js";
import { extensionsPart } from "./extensions-view.js";
import { fields, part } from "./fields.js";
import { absent, bytes, objectIdentifier, time } from "./values.js";

/** @typedef {import("../bindings/index.js").OCSPResponse} OCSPResponse */
/** @typedef {import("../bindings/index.js").SingleResponse} SingleResponse */

/** RFC 6960 section 2.3. @type {Record<string, string>} */
const RESPONSE_STATUS = {
  successful: "the responder gave an answer",
  malformedRequest: "the responder could not read the request",
  internalError: "the responder is in trouble; another may answer",
  tryLater: "the responder cannot answer for now",
  sigRequired: "the responder wants a signed request",
  unauthorized: "the responder does not answer this client, or not for this certificate",
};

/** Each status has its own sign, so that colour is never the only difference. @type {Record<string, string>} */
const STATUS_SIGN = { good: "●", revoked: "✕", unknown: "?" };

/** @param {string} status */
function statusTag(status) {
  return element("span", { class: `status ${status}` },
    element("span", { "aria-hidden": "true" }, STATUS_SIGN[status] ?? ""), " ", status);
}

/** @param {OCSPResponse} response */
export function responseHeadline(response) {
  if (response.responseStatus !== "successful") return element("span", {}, `No answer: ${response.responseStatus}`);
  const entries = response.responses;
  const [first] = entries;
  if (entries.length !== 1 || !first) {
    return element("span", {}, `Claims the status of ${entries.length.toLocaleString("en")} certificates`);
  }
  return element("span", {}, "Claims ", statusTag(first.certificateStatus),
    first.revocationReason ? ` (${first.revocationReason})` : "");
}

/** @param {OCSPResponse} response */
function responder(response) {
  return response.responderName ? nameText(response.responderName)
    : element("span", {}, "key hash ", bytes(response.responderKeyHash));
}

/** @param {SingleResponse} single @param {string} title */
function entryView(single, title) {
  return part(title, fields({
    certificateStatus: () => statusTag(single.certificateStatus),
    ...(single.certificateStatus === "revoked" && {
      revocationTime: () => time(single.revocationTime),
      revocationReason: () => single.revocationReason ?? absent("not given"),
    }),
    thisUpdate: () => time(single.thisUpdate),
    nextUpdate: () => time(single.nextUpdate, "not given: newer information is always available"),
    ...certIDRows(single),
  }), extensionsPart("Extensions of the entry", single.extensions));
}

/** @param {OCSPResponse} response */
export function responseView(response) {
  const view = document.createDocumentFragment();
  view.append(element("p", { class: "hint unverified" },
    "Below stands what the response claims. Whether it can be relied on, the verdict says."));
  const { responseStatus } = response;
  const status = () => element("span", {}, responseStatus,
    element("span", { class: "aside" }, RESPONSE_STATUS[responseStatus] ?? ""));
  const der = () => bytes(response.toDER());
  if (responseStatus !== "successful") {
    view.append(part("Response", fields({ responseStatus: status, der })));
    return view;
  }
  view.append(
    part("Response", fields({
      responseStatus: status,
      responderID: () => responder(response),
      producedAt: () => time(response.producedAt),
      nonce: () => bytes(response.nonce),
      signatureAlgorithm: () => objectIdentifier(response.signatureAlgorithmOid, response.signatureAlgorithm.name),
    })),
    entryList(response.responses, entryView),
    extensionsPart("Extensions of the response", response.extensions),
    certificatesPart(response.certificates),
    part("Bytes", fields({
      responseType: () => objectIdentifier(response.responseType),
      signature: () => bytes(response.signature),
      tbsResponseData: () => bytes(response.tbsResponseBytes),
      der,
    })),
  );
  return view;
}
