/**
 * The text in which contestants' values are compared: integers and bytes as lower-case hex, times as ISO 8601 in whole
 * seconds, names as their DER in hex; statuses, reasons and hash algorithms as RFC 6960, RFC 5280 and WebCrypto have
 * them.
 */
import { Buffer } from "node:buffer";

export function hex(bytes) {
  const view = ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes);
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString("hex");
}

/** The value of an INTEGER's content octets, in hex. */
export const integer = (bytes) => BigInt("0x" + hex(bytes)).toString(16);

export const HASH_NAMES = {
  "1.3.14.3.2.26": "SHA-1",
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
  "2.16.840.1.101.3.4.2.4": "SHA-224",
};

export const RESPONSE_STATUS_NAMES = {
  0: "successful",
  1: "malformedRequest",
  2: "internalError",
  3: "tryLater",
  5: "sigRequired",
  6: "unauthorized",
};

export const REASON_NAMES = {
  0: "unspecified",
  1: "keyCompromise",
  2: "cACompromise",
  3: "affiliationChanged",
  4: "superseded",
  5: "cessationOfOperation",
  6: "certificateHold",
  8: "removeFromCRL",
  9: "privilegeWithdrawn",
  10: "aACompromise",
};

/** Values of JavaScript's own types; a contestant with others gives functions of its own, by kind of field. */
export function text(value) {
  if (typeof value === "string") {
    return value;
  }
  if (typeof value === "boolean") {
    return String(value);
  }
  if (typeof value === "bigint") {
    return value.toString(16);
  }
  if (value instanceof Date) {
    return value.toISOString().replace(/\.\d+Z$/, "Z");
  }
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    return hex(value);
  }
  throw new TypeError(`no text for ${value}`);
}
