/** Bytes and OIDs as text, for programs that show what the library has read. */

import { assertString, copyBytes, invalidArgument } from "../lib/arguments.js";
import * as encoding from "../lib/encoding.js";
import { NAME_OF_OID } from "../wasm/oid.js";

/** @import { Bytes } from "../lib/arguments.js" */

/** RFC 7468 section 3: printable characters without "-", and single blanks and hyphens between them. */
const LABEL = /^[!-,.-~]+(?:[- ][!-,.-~]+)*$/;

/**
 * Bytes in hexadecimal: lower case, without separators (RFC 4648 section 8).
 * @param {Bytes} bytes any bytes
 * @returns {string}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_INPUT_TOO_LARGE
 */
export const toHex = (bytes) => encoding.encodeHex(copyBytes(bytes, "bytes"));

/**
 * Bytes in base64 (RFC 4648 section 4), with padding, on one line.
 * @param {Bytes} bytes any bytes
 * @returns {string}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_INPUT_TOO_LARGE
 */
export const toBase64 = (bytes) => encoding.encodeBase64(copyBytes(bytes, "bytes"));

/**
 * Reads base64 or base64url (RFC 4648 sections 4 and 5). White space is skipped; padding may be missing, but must be
 * right if present.
 * @param {string} text base64 and white space, nothing else
 * @returns {Uint8Array}
 * @throws {OCSPError} ERR_PEM, with the offset of the character, where it is not base64; ERR_INVALID_ARGUMENT,
 *   ERR_INPUT_TOO_LARGE
 */
export const fromBase64 = (text) => encoding.decodeBase64(assertString(text, "text"));

/**
 * One PEM block in lines of 64 characters (RFC 7468).
 * @param {string} label what the block holds, e.g. "OCSP RESPONSE"
 * @param {Bytes} der its contents
 * @returns {string}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_INPUT_TOO_LARGE
 */
export function toPEM(label, der) {
  if (typeof label !== "string" || !LABEL.test(label)) {
    throw invalidArgument("label", 'the label of a PEM block, such as "CERTIFICATE"', label);
  }
  return encoding.encodePEM(label, copyBytes(der, "der"));
}

/**
 * The short name of an OBJECT IDENTIFIER that the library knows, e.g. "id-kp-OCSPSigning".
 * @param {string} oid in dotted form
 * @returns {string | null} null where it is not known
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_INPUT_TOO_LARGE
 */
export const oidName = (oid) => NAME_OF_OID.get(assertString(oid, "oid")) || null;
