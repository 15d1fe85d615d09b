// What somebody gives to inspect(): its bytes, what they are, and the object that they make.

import { Certificate, dissect, OCSPError, OCSPRequest, OCSPResponse, recognize } from "../../bindings/index.js";

/** @import { Bytes, DERKind, Dissection } from "../../bindings/index.js" */

/**
 * @typedef {object} Inspected
 * @property {Uint8Array} der
 * @property {DERKind} kind
 * @property {Dissection} dissection
 * @property {Certificate | OCSPRequest | OCSPResponse | null} object null where the bytes could not be read, and for
 *   other kinds
 * @property {Error | null} error why they could not be read
 */

/** @param {any} input @returns {Bytes} */
export function derOf(input) {
  if (typeof input === "string") {
    return recognize(input)[0]?.der ?? new Uint8Array();
  }
  if (typeof input?.toDER === "function") {
    return input.toDER();
  }
  return input?.raw ?? input;
}

/** A copy. @param {Bytes} input */
const copyOf = (input) =>
  ArrayBuffer.isView(input)
    ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength).slice()
    : new Uint8Array(input).slice();

/** @param {DERKind} kind @param {Bytes} der */
function parse(kind, der) {
  switch (kind) {
    case "certificate":
      return Certificate.fromDER(der);
    case "ocsp-request":
      return OCSPRequest.fromDER(der);
    case "ocsp-response":
      return OCSPResponse.fromDER(der);
    default:
      return null;
  }
}

/** @param {unknown} input @returns {Inspected} */
export function read(input) {
  const bytes = derOf(input);
  const dissection = dissect(bytes);
  const der = copyOf(bytes);
  const { kind } = dissection;
  let error = /** @type {Error | null} */ (dissection.error);
  let object = null;
  try {
    object = parse(kind, der);
  } catch (refusal) {
    if (!(refusal instanceof OCSPError)) {
      throw refusal;
    }
    error ??= refusal;
  }
  return { der, dissection, kind, object, error };
}
