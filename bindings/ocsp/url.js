/**
 * The path of an HTTP GET request, RFC 6960 appendix A.1: {responder URL}/{url-encoding of base64 of the request's
 * DER}.
 */

import { decodeBase64 } from "../lib/encoding.js";
import { OCSPError } from "../lib/error.js";

/** Characters that hold the header of any request. */
const HEADER = 8;

/**
 * Whether what begins here is one SEQUENCE that, by its header, reaches to the end.
 * @param {string} text
 * @param {number} start
 * @param {number} end where the padding begins
 */
function beginsRequest(text, start, end) {
  /* 0x30 as the first byte makes M the first character. */
  if (text[start] !== "M" || end - start < HEADER) {
    return false;
  }
  const [, length, ...more] = decodeBase64(text, start, start + HEADER);
  const count = length < 0x80 ? 0 : length & 0x7f;
  const contents = count === 0 ? length : more.slice(0, count).reduce((sum, byte) => sum * 256 + byte, 0);
  return 2 + count + contents === Math.floor(((end - start) * 3) / 4);
}

/**
 * The responder's own path may hold slashes, and so may base64 that was not escaped: the request begins after the first
 * slash from which all the rest is one SEQUENCE.
 * @param {string} url or its path
 * @returns {Uint8Array}
 * @throws {OCSPError} ERR_URL
 */
export function derFromPath(url) {
  const path = url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "");
  /* Base64 has no blanks: whoever decodes a URL as a form makes them of plus signs that were not escaped. */
  const text = path
    .replaceAll(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll(" ", "+");
  const end = text.length - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);
  /* The request holds characters of base64 only. */
  let first = end;
  while (first > 0 && /[\w+/-]/.test(text[first - 1])) {
    first--;
  }
  for (let start = first; start < end; start = text.indexOf("/", start) + 1 || end) {
    if ((start === 0 || text[start - 1] === "/") && beginsRequest(text, start, end)) {
      return decodeBase64(text, start);
    }
  }
  throw new OCSPError("ERR_URL", "url: the path holds no OCSP request in base64 (RFC 6960 appendix A.1)");
}
