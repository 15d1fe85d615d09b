/** Finds every object that text or bytes hold, in whatever form a person pasted them. */
import { assertString, copyBytes, invalidArgument, isBytes } from "../lib/arguments.js";
import { fromLatin1 } from "../lib/encoding.js";
import { textDecoder } from "../lib/text.js";
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

const hexIn = hexSearch((bytes) => inBytes(bytes, false));
const dumpsIn = dumpSearch((bytes) => inBytes(bytes, false));

/** @param {string} text */
const inText = (text) =>
  searched(text.replace(/^\ufeff/, ""), [dumpsIn, literalsIn], (rest) =>
    searched(unescaped(rest), [pemBlocksIn, base64In, hexIn]),
  );

/* In text that is not UTF-8, ASCII still comes out right. */
const UTF8 = textDecoder();

/**
 * @param {Uint8Array} bytes
 * @param {boolean} unknown whether whole DER of other kinds counts
 * @returns {Generator<Recognized | null, void>}
 */
function* inBytes(bytes, unknown) {
  let from = 0;
  for (const extent of scatteredObjects(bytes, unknown)) {
    yield* inText(UTF8.decode(bytes.subarray(from, extent.start)));
    yield* objectsOf(bytes, [extent], "der");
    from = extent.end;
  }
  yield* inText(UTF8.decode(bytes.subarray(from)));
}

/**
 * Text in UTF-16, as Windows writes it, with or without a byte order mark.
 * @param {Uint8Array} bytes
 * @returns {string} empty if it is something else
 */
function utf16Of(bytes) {
  const [a, b, c, d] = bytes;
  const isLittle = (a === 0xff && b === 0xfe) || (a > 0 && b === 0 && c > 0 && d === 0);
  const isBig = (a === 0xfe && b === 0xff) || (a === 0 && b > 0 && c === 0 && d > 0);
  return isLittle || isBig ? textDecoder(isLittle ? "utf-16le" : "utf-16be").decode(bytes) : "";
}

/** @param {Uint8Array} bytes @returns {Generator<Recognized | null, void>} */
function* inWideOrNarrow(bytes) {
  let isWide = false;
  for (const object of inText(utf16Of(bytes))) {
    isWide ||= object !== null;
    yield object;
  }
  if (!isWide) {
    yield* inBytes(bytes, true);
  }
}

/**
 * recognize() in small steps, for programs that do something else in between, such as a page that has to stay
 * responsive.
 * @param {string | Bytes} input text, or bytes that hold text or DER
 * @returns {Iterable<Recognized | null>} every object, repetitions included; null for a step that found nothing
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_INPUT_TOO_LARGE
 */
export function recognizeSteps(input) {
  if (typeof input === "string") {
    return inText(assertString(input, "input"));
  }
  if (!isBytes(input)) {
    throw invalidArgument("input", "text or bytes (Uint8Array, ArrayBuffer or a view)", input);
  }
  return inWideOrNarrow(copyBytes(input, "input"));
}

/**
 * Finds every certificate, OCSP request, OCSP response and key in text or bytes, however it is written:
 *
 *  - PEM blocks with any label: indented, quoted, after the prefixes of a log, in JSON and source code, or in base64
 *    again;
 *  - base64 and base64url, in one line or many; the URL or the request line of an HTTP GET request (RFC 6960 appendix
 *    A.1), with or without escapes;
 *  - hexadecimal in one piece, with separators, and as arrays and strings of programming languages; dumps of xxd,
 *    hexdump, od, tcpdump and Wireshark, with their offsets and text;
 *  - DER: one object after the other, and among other bytes, such as an HTTP response with its header. Bytes that are
 *    text are read as text, in UTF-16 as well.
 *
 * It does not read bytes in decimal, objects that are spread over several packets, nor objects inside other DER (such
 * as the certificates of PKCS #7). It never throws for what the input holds, and takes time in proportion to its
 * length.
 *
 * A truncated or broken object is recognized by the shape of its beginning, if at least 128 bytes of it are there, or
 * 32 if they are half of what its header announces. Among other bytes it has to be whole. "unknown" is the kind of
 * whole DER that is something else, if the bytes begin with it or a PEM block holds it, and of any other content of a
 * PEM block that can be decoded and has at least 64 bytes.
 * @param {string | Bytes} input text, or bytes that hold text or DER
 * @returns {Recognized[]} in the order of the input, without duplicates
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
