/** Bytes as text: hexadecimal, base64 (RFC 4648) and PEM (RFC 7468). */
import { OCSPError } from "./error.js";

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** @param {Uint8Array} bytes @param {number} [start] @param {number} [end] @returns {string} lower case */
export function encodeHex(bytes, start = 0, end = bytes.length) {
  let hex = "";
  for (let i = start; i < end; i++) {
    hex += HEX[bytes[i]];
  }
  return hex;
}

/** @param {string} hex pairs of digits, nothing else @returns {Uint8Array} */
export const decodeHex = (hex) =>
  Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));

/**
 * One character for each byte. What TextDecoder calls latin1 is a different encoding.
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function fromLatin1(bytes) {
  let text = "";
  /* No engine refuses this many arguments. */
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return text;
}

/** @param {Uint8Array} bytes @returns {string} one line, with padding */
export const encodeBase64 = (bytes) => btoa(fromLatin1(bytes));

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const INVALID = 0xff,
  SPACE = 0xfe,
  PADDING = 0xfd;
const SEXTETS = new Uint8Array(128).fill(INVALID);
for (let i = 0; i < 64; i++) {
  SEXTETS[ALPHABET.charCodeAt(i)] = i;
}
/* base64url, RFC 4648 section 5 */
SEXTETS["-".charCodeAt(0)] = 62;
SEXTETS["_".charCodeAt(0)] = 63;
SEXTETS["=".charCodeAt(0)] = PADDING;
for (const space of " \t\r\n\f\v") {
  SEXTETS[space.charCodeAt(0)] = SPACE;
}

/** @param {number} offset @param {string} reason */
const badBase64 = (offset, reason) =>
  new OCSPError("ERR_PEM", `base64 at character ${offset}: ${reason} (RFC 4648 section 4)`, { offset });

/**
 * Reads base64 or base64url. White space is skipped. Padding may be missing; if present, it must be correct.
 * @param {string} text
 * @param {number} [start]
 * @param {number} [end]
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {OCSPError} ERR_PEM
 */
export function decodeBase64(text, start = 0, end = text.length) {
  const bytes = new Uint8Array(Math.floor(((end - start) * 3) / 4));
  let length = 0,
    bits = 0,
    count = 0,
    padding = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    const sextet = code < 128 ? SEXTETS[code] : INVALID;
    if (sextet < 64 && padding === 0) {
      bits = (bits << 6) | sextet;
      if (++count % 4 === 0) {
        bytes[length++] = bits >> 16;
        bytes[length++] = bits >> 8;
        bytes[length++] = bits;
        bits = 0;
      }
    } else if (sextet === PADDING) {
      padding++;
    } else if (sextet !== SPACE) {
      throw badBase64(
        i,
        sextet === INVALID ? "this character is not base64" : "this character comes after the padding",
      );
    }
  }
  const rest = count % 4;
  if (rest === 1 || (padding > 0 && (rest === 0 || rest + padding !== 4))) {
    throw badBase64(end, rest === 1 ? "one character is left over" : "the padding does not fit");
  }
  if (rest > 0) {
    bits <<= 6 * (4 - rest);
    if (bits & (rest === 2 ? 0xffff : 0xff)) {
      throw badBase64(end, "the last character has bits that belong to no byte");
    }
    bytes[length++] = bits >> 16;
    if (rest === 3) {
      bytes[length++] = bits >> 8;
    }
  }
  return length === bytes.length ? bytes : bytes.slice(0, length);
}

const BEGIN = /-----BEGIN ([^\r\n-]+(?:-[^\r\n-]+)*)-----/g;

/**
 * The PEM blocks of a text, in order. Skips the text around them, and the headers in them.
 * @param {string} text
 * @param {string} [label] of the blocks to read, e.g. "CERTIFICATE"; all by default
 * @returns {Generator<{ label: string, bytes: Uint8Array }, void>}
 * @throws {OCSPError} ERR_PEM if a block has no END, or its base64 is broken
 */
export function* pemBlocks(text, label) {
  for (const begin of text.matchAll(BEGIN)) {
    if (label !== undefined && begin[1] !== label) {
      continue;
    }
    const start = begin.index + begin[0].length;
    const end = text.indexOf(`-----END ${begin[1]}-----`, start);
    if (end < 0 || text.slice(start, end).includes("-----BEGIN ")) {
      throw new OCSPError("ERR_PEM", `the PEM block ${JSON.stringify(begin[1])} has no END line (RFC 7468 section 2)`, {
        offset: begin.index,
      });
    }
    /* The headers of RFC 1421, which OpenSSL writes above encrypted keys, end with an empty line. */
    const headers = /^\s*[\w-]+:[^]*?\r?\n\s*\r?\n/.exec(text.slice(start, end));
    yield { label: begin[1], bytes: decodeBase64(text, start + (headers?.[0].length ?? 0), end) };
  }
}

/** @param {string} label @param {Uint8Array} bytes @returns {string} */
export function encodePEM(label, bytes) {
  return `-----BEGIN ${label}-----\n${encodeBase64(bytes).replaceAll(/.{1,64}/g, "$&\n")}-----END ${label}-----\n`;
}
