/** What a person pasted: every object that text or bytes hold, in whatever form. */
import { checkString, copyBytes, invalidArgument, isBytes } from "../lib/arguments.js";
import { fromLatin1 } from "../lib/encoding.js";
import { base64In } from "./base64.js";
import { scatteredObjects } from "./der.js";
import { dumpSearch } from "./dump.js";
import { hexSearch } from "./hex.js";
import { pemBlocksIn } from "./pem.js";
import { objectsOf, searched } from "./search.js";
import { literalsIn } from "./string-literal.js";
import { unescaped } from "./text-escapes.js";

/** @import { Bytes } from "../lib/arguments.js" */
/** @import { Recognized } from "./search.js" */

const hexIn = hexSearch((octets) => inOctets(octets, false));
const dumpsIn = dumpSearch((octets) => inOctets(octets, false));

/** @param {string} text */
const inText = (text) =>
  searched(text.replace(/^\ufeff/, ""), [dumpsIn, literalsIn], (rest) =>
    searched(unescaped(rest), [pemBlocksIn, base64In, hexIn]),
  );

/* Where it is no UTF-8, what is ASCII comes out all the same. */
const UTF8 = new TextDecoder();

/**
 * @param {Uint8Array} octets
 * @param {boolean} unknown whether whole DER of other kinds counts
 * @returns {Generator<Recognized | null, void>}
 */
function* inOctets(octets, unknown) {
  let from = 0;
  for (const extent of scatteredObjects(octets, unknown)) {
    yield* inText(UTF8.decode(octets.subarray(from, extent.start)));
    yield* objectsOf(octets, [extent], "der");
    from = extent.end;
  }
  yield* inText(UTF8.decode(octets.subarray(from)));
}

/**
 * As Windows writes text, also without a mark at its start.
 * @param {Uint8Array} octets
 * @returns {string} empty where it is none
 */
function utf16Of(octets) {
  const [a, b, c, d] = octets;
  const isLittle = (a === 0xff && b === 0xfe) || (a > 0 && b === 0 && c > 0 && d === 0);
  const isBig = (a === 0xfe && b === 0xff) || (a === 0 && b > 0 && c === 0 && d > 0);
  return isLittle || isBig ? new TextDecoder(isLittle ? "utf-16le" : "utf-16be").decode(octets) : "";
}

/** @param {Uint8Array} octets @returns {Generator<Recognized | null, void>} */
function* inWideOrNarrow(octets) {
  let isWide = false;
  for (const object of inText(utf16Of(octets))) {
    isWide ||= object !== null;
    yield object;
  }
  if (!isWide) {
    yield* inOctets(octets, true);
  }
}

/**
 * recognize() in small steps, for programs that do something else in between, such as a page that has to stay responsive.
 * @param {string | Bytes} input text, or bytes that hold text or DER
 * @returns {Iterable<Recognized | null>} every object, repetitions included; null for a step that found nothing
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_INPUT_TOO_LARGE
 */
export function recognizeSteps(input) {
  if (typeof input === "string") {
    return inText(checkString(input, "input"));
  }
  if (!isBytes(input)) {
    throw invalidArgument("input", "text or bytes (Uint8Array, ArrayBuffer or a view)", input);
  }
  return inWideOrNarrow(copyBytes(input, "input"));
}

/**
 * Finds every certificate, OCSP request and response and key that text or bytes hold, however they are written there:
 *
 *  - PEM blocks of any label, indented, quoted, behind the prefixes of a log, in JSON and source code, in base64 again;
 *  - base64 and base64url, in one line or many; the URL or the request line of an HTTP GET request (RFC 6960 appendix A.1), with escapes or not;
 *  - hexadecimal in one go, with separators, as arrays and strings of programming languages; dumps of xxd, hexdump, od, tcpdump and Wireshark,
 *    with offsets and text beside the octets;
 *  - DER, one object behind the other, and amid other bytes, as an HTTP response with its header is. Bytes that are text are read as text, also
 *    UTF-16.
 *
 * Not read: octets in decimal, what is spread over several packets, and what is inside other DER (the certificates of PKCS #7). Never throws
 * for what the input holds. Time is in proportion to its length.
 *
 * An object that is cut off or broken further on is found by the shape of its start, when there are 128 octets of it, or 32 and half of what its
 * header announces; amid other bytes it has to be whole. The kind "unknown" is given to whole DER of other kinds only where bytes begin with it,
 * and in PEM blocks; also to what a PEM block holds that is no DER, when it decodes and has 64 octets.
 * @param {string | Bytes} input text, or bytes that hold text or DER
 * @returns {Recognized[]} in the order of the input; what occurs again, byte for byte, is given once
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_INPUT_TOO_LARGE
 */
export function recognize(input) {
  const known = new Set();
  const objects = [];
  for (const object of recognizeSteps(input)) {
    const key = object && fromLatin1(object.der);
    if (object !== null && !known.has(key)) {
      known.add(key);
      objects.push(object);
    }
  }
  return objects;
}
