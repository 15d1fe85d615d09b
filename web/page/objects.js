// One object that was found, and the line that names it.

import { Certificate, OCSPError, OCSPRequest, OCSPResponse, toBase64 } from "../../bindings/index.js";
import { element } from "../panel/dom.js";
import { certificateHeadline } from "../panel/messages/certificate-view.js";
import { requestHeadline } from "../panel/messages/request-view.js";
import { responseHeadline } from "../panel/messages/response-view.js";

/**
 * @typedef {"certificate" | "issuer" | "request" | "response" | "delegate" | "other"} Role
 *
 * @typedef Item
 * @property {import("../../bindings/index.js").DERKind} kind
 * @property {Uint8Array} der
 * @property {string} key the same for the same bytes, whatever they came in
 * @property {string} origin the name of the file that it came from; empty for the text field
 * @property {Certificate | OCSPRequest | OCSPResponse | null} object null where the bytes could not be read
 * @property {Role | null} use the role that somebody chose; null: whichever fits
 */

const BROKEN = {
  certificate: "a broken certificate",
  "ocsp-request": "a broken request",
  "ocsp-response": "a broken response",
};

/** @param {Uint8Array} der */
export const keyOf = toBase64;

/**
 * @param {import("../../bindings/index.js").DERKind} kind
 * @param {Uint8Array} der
 * @param {string} key
 * @param {string} origin
 * @returns {Item}
 */
export function makeItem(kind, der, key, origin) {
  const type = { certificate: Certificate, "ocsp-request": OCSPRequest, "ocsp-response": OCSPResponse }[
    /** @type {string} */ (kind)
  ];
  let object = null;
  try {
    object = type?.fromDER(der) ?? null;
  } catch (error) {
    if (!(error instanceof OCSPError)) {
      throw error;
    }
  }
  return { kind, der, key, origin, object, use: null };
}

/** @param {Item} item @returns {Node} */
export function headline({ kind, object }) {
  if (object instanceof Certificate) {
    return certificateHeadline(object);
  }
  if (object instanceof OCSPRequest) {
    return requestHeadline(object);
  }
  if (object instanceof OCSPResponse) {
    return responseHeadline(object);
  }
  const what =
    BROKEN[/** @type {keyof typeof BROKEN} */ (kind)] ??
    (kind === "public-key" ? "a public key" : "DER of something else");
  return element("span", { class: "absent" }, what);
}
