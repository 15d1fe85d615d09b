// What an OCSP request asks.

import { element } from "../dom.js";
import { absent, bytes, objectIdentifier, serialHex, yesNo } from "../values.js";
import { certIDRows } from "./certid-view.js";
import { certificatesPart, nameText } from "./certificate-view.js";
import { entryList } from "./entry-list.js";
import { extensionsPart } from "./extensions-view.js";
import { fields, part } from "./fields.js";

/** @typedef {import("../../../bindings/index.js").OCSPRequest} OCSPRequest */

/** @param {OCSPRequest} request */
export function requestHeadline(request) {
  const [first] = request.requests;
  const about =
    request.requests.length === 1 && first
      ? `serial ${serialHex(first.serialNumber)}`
      : `${request.requests.length.toLocaleString("en")} certificates`;
  return element("span", {}, `Asks about ${about}${request.nonce ? ", with a nonce" : ""}`);
}

/** @param {OCSPRequest} request */
export function requestView(request) {
  const view = document.createDocumentFragment();
  const { signatureAlgorithm } = request;
  view.append(
    part(
      "Request",
      fields({
        nonce: () => bytes(request.nonce),
        requestorName: () => (request.requestorName ? nameText(request.requestorName) : absent()),
        isSigned: () => yesNo(request.isSigned),
        ...(signatureAlgorithm && {
          signatureAlgorithm: () => objectIdentifier(signatureAlgorithm.oid, signatureAlgorithm.name),
          signature: () => bytes(request.signature),
        }),
      }),
    ),
    entryList(request.requests, (single, title) =>
      part(title, fields(certIDRows(single)), extensionsPart("Extensions of the entry", single.extensions)),
    ),
    extensionsPart("Extensions of the request", request.extensions),
    request.isSigned ? certificatesPart(request.certificates) : "",
    part("Bytes", fields({ tbsRequest: () => bytes(request.tbsRequestBytes), der: () => bytes(request.toDER()) })),
  );
  return view;
}
