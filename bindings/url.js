/** The path of an HTTP GET request, RFC 6960 appendix A.1: {responder URL}/{url-encoding of base64 of the request's DER}. */
import { OCSPError } from "./error.js";
import { fromBase64 } from "./text.js";

/** A SEQUENCE whose length is that of what follows. @param {string} base64 */
function beginsRequest(base64) {
  /* 0x30 as the first byte makes M the first character. */
  if (!base64.startsWith("M")) {
    return false;
  }
  const octets = Math.floor((base64.replace(/=+$/, "").length * 3) / 4);
  const [, length, ...more] = fromBase64(base64.slice(0, 8).replace(/=+$/, ""));
  const count = length < 0x80 ? 0 : length & 0x7f;
  return (count === 0 ? length : more.slice(0, count).reduce((sum, octet) => sum * 256 + octet, 0)) + 2 + count === octets;
}

/**
 * The responder's path may hold slashes, and so may base64 that was not escaped: the request begins behind the first slash from which
 * all the rest is one SEQUENCE.
 * @param {string} url or its path
 * @returns {Uint8Array}
 * @throws {OCSPError} ERR_URL
 */
export function derFromPath(url) {
  const path = url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "");
  const text = path.replaceAll(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  for (let start = text.startsWith("/") ? 1 : 0; ; start = text.indexOf("/", start) + 1) {
    const rest = text.slice(start);
    if (/^[\w+/-]+={0,2}$/.test(rest) && beginsRequest(rest)) {
      return fromBase64(rest);
    }
    if (text.indexOf("/", start) < 0) {
      throw new OCSPError("ERR_URL", "url: the path holds no OCSP request in base64 (RFC 6960 appendix A.1)");
    }
  }
}
