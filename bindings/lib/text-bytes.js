/** Bytes that hold text: PEM, which many functions take, and what was downloaded in place of DER. */
import { assertString, isBytes, withBytes } from "./arguments.js";
import { OCSPError } from "./error.js";
import { INVISIBLE, spelledOut } from "./invisible.js";
import { textDecoder } from "./text.js";

const SEQUENCE = 0x30;
/** No more of the bytes is looked at to tell what they are. */
const LOOKED_AT = 512;
/** What begins like DER is text only where this much of it can be: DER has a control character before that. */
const SURE = 32;
/** In text one character of so many may be a control, such as those of a terminal. DER has more. */
const CONTROLS = 8;
/** As many characters are quoted. */
const QUOTED = 40;

/**
 * Text in UTF-8, or in UTF-16 as Windows writes it.
 * @param {Uint8Array} bytes
 * @param {boolean} [fatal] whether anything that is not text throws
 */
function decoded(bytes, fatal = false) {
  const [a, b] = bytes;
  const encoding = a === 0xff || (a > 0 && b === 0) ? "utf-16le" : a === 0xfe || a === 0 ? "utf-16be" : "utf-8";
  return textDecoder(encoding, { fatal }).decode(bytes, { stream: fatal });
}

/** @param {Uint8Array} bytes @returns {string} how they begin, if they are text; else empty */
function beginningOf(bytes) {
  let text;
  try {
    text = decoded(bytes.subarray(0, LOOKED_AT), true);
  } catch {
    return "";
  }
  const controls = text.match(/[^\P{Cc}\t\r\n\f]/gu)?.length ?? 0;
  const isDoubtful =
    bytes[0] === SEQUENCE
      ? bytes.length < SURE || controls > 0
      : /^\p{Cc}/u.test(text.trim()) || CONTROLS * controls > text.length;
  return isDoubtful ? "" : text.trim();
}

/** @param {string} text @returns {string} its beginning in quotes, with nothing in it that cannot be seen */
function quoted(text) {
  const beginning = Array.from(text.replaceAll(/\s+/g, " ").slice(0, QUOTED + 1));
  const shown = beginning
    .slice(0, QUOTED)
    .map((character) => (INVISIBLE.test(character) ? `<${spelledOut(character)}>` : character));
  return `"${shown.join("")}${beginning.length > QUOTED ? "…" : ""}"`;
}

/** @param {string} text @param {boolean} maySay whether it may be quoted */
function kindOf(text, maySay) {
  const [pem] = /-----BEGIN [^\r\n-]{1,40}-----/.exec(text) ?? [];
  if (pem !== undefined) {
    return `PEM text (${pem}); DER is expected here: decode the block first`;
  }
  if (/^[\da-f\s:]{8,}$/i.test(text)) {
    return "hexadecimal text; DER is expected here: decode it first";
  }
  if (/^[\w+/\s-]{16,}={0,2}\s*$/.test(text) && /^[\w+/-]{16}/.test(text)) {
    return "base64 text without the BEGIN and END lines of PEM; DER is expected here: decode it first";
  }
  return `text${maySay ? ` that begins ${quoted(text)}` : ""}; DER is expected here`;
}

/**
 * In place of the fault that a reader of DER finds in text, says that it is text.
 * @param {unknown} error of that reader
 * @param {import("./bytes.js").OwnedBytes} bytes that it refused
 * @param {boolean} [maySay] whether the text may be quoted; a private key may not
 * @returns {unknown} the error to throw
 */
export function explained(error, bytes, maySay = true) {
  const text = error instanceof OCSPError && error.offset !== undefined ? beginningOf(bytes.view()) : "";
  if (text === "") {
    return error;
  }
  const { code, path } = /** @type {OCSPError} */ (error);
  const [type = "DER"] = /^\w+/.exec(path ?? "") ?? [];
  return new OCSPError(code, `${type} at byte 0: these bytes are ${kindOf(text, maySay)} (X.690 8.1)`, {
    offset: 0,
    path: path === undefined ? undefined : type,
    cause: error,
  });
}

/**
 * @param {Uint8Array} bytes
 * @returns {string | null} the text, if they are text with a PEM block
 */
export function pemTextIn(bytes) {
  if (bytes.length === 0 || bytes[0] === SEQUENCE) {
    return null;
  }
  const text = decoded(bytes);
  return text.includes("-----BEGIN ") ? text : null;
}

/**
 * PEM text, also in bytes, as a file has it.
 * @param {unknown} value
 * @param {string} name of the argument
 * @returns {string}
 */
export const toPEMText = (value, name) =>
  isBytes(value) ? withBytes(value, name, (bytes) => decoded(bytes)) : assertString(value, name, "PEM text");

/**
 * The PEM text of what may be DER as well.
 * @param {unknown} value
 * @param {string} name of the argument
 * @returns {string | null} null if it is neither a string nor bytes with a PEM block
 */
export const pemTextOf = (value, name) =>
  typeof value === "string"
    ? assertString(value, name)
    : isBytes(value)
      ? withBytes(value, name, (bytes) => pemTextIn(bytes))
      : null;
