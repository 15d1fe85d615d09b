/** Strings of Python, C, JavaScript and shells that hold DER, with escapes for bytes that are not characters. */

import { chainedObjects } from "./der.js";
import { isPause, objectsOf } from "./search.js";

/* A quote, and the first byte of a SEQUENCE. */
const CANDIDATE = /(?<!\\)(["'`])(?:0|\\x30|\\060|\\u0030)/g;
const UNIT = /\\x([\da-f]{2})|\\u00([\da-f]{2})|\\([0-3][0-7]{2}|[0-7]{1,2})|\\(.)|([^\\\n])/giy;
const LETTERS = new Map(Object.entries({ a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, e: 27 }));

/** @param {readonly (string | undefined)[]} unit of UNIT @returns {number} more than 255 if it is not a byte */
function byteOf([, hex, unicode, octal, letter, character]) {
  const digits = hex ?? unicode;
  if (digits !== undefined || octal !== undefined) {
    return Number.parseInt(digits ?? octal ?? "", digits === undefined ? 8 : 16);
  }
  return (letter === undefined ? undefined : LETTERS.get(letter)) ?? (letter ?? character ?? "").charCodeAt(0);
}

/**
 * @param {string} text
 * @param {number} start after the quote
 * @param {string} quote
 * @returns {{ bytes: number[], end: number, isEscaped: boolean }} up to the closing quote, or to where the string
 *   breaks
 */
function readLiteral(text, start, quote) {
  const bytes = [];
  let end = start,
    isEscaped = false;
  UNIT.lastIndex = start;
  for (let unit = UNIT.exec(text); unit !== null && unit[0] !== quote; unit = UNIT.exec(text)) {
    const byte = byteOf(unit);
    if (byte > 0xff) {
      break;
    }
    bytes.push(byte);
    isEscaped ||= unit[0].length > 2;
    end = UNIT.lastIndex;
  }
  return { bytes, end, isEscaped };
}

/** @type {import("./search.js").Search} */
export function* literalsIn(text) {
  const candidate = new RegExp(CANDIDATE);
  let start = 0;
  for (let match = candidate.exec(text); match !== null; match = candidate.exec(text)) {
    if (isPause(start, match.index)) {
      yield null;
    }
    start = match.index + 1;
    const { bytes, end, isEscaped } = readLiteral(text, start, match[1]);
    const der = Uint8Array.from(bytes);
    const objects = isEscaped ? objectsOf(der, chainedObjects(der), "hex") : [];
    if (objects.length > 0) {
      yield { start, end, objects };
      candidate.lastIndex = end;
    }
  }
}
