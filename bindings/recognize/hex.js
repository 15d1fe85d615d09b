/**
 * Hexadecimal bytes in any text: in one piece or in groups, with separators and prefixes, as arrays and strings of
 * programming languages.
 */

import { gathered, isPause } from "./search.js";

/** @import { Recognized } from "./search.js" */

const WORD = /\w+/g;
/* 0x30, \x30, &#x30;, 30h */
const BYTES = /^(?:0?x)?([\da-f]+)h?$/i;
/* (byte) 0x82 */
const CAST = "byte";
const BETWEEN = /[\s:;,+|<>"'`\\/&*#(){}[\]-]{0,200}/y;
const EMPTY_LINE = /\n[ \t]*\r*\n/;

/** Error responses have 5 bytes, and nothing here is shorter. */
const FEWEST = 5;
/** A longer word with an odd number of digits is truncated bytes; a shorter one is a number. */
const LONG_WORD = 16;

/** @param {string} digits @param {Uint8Array | number[]} bytes @param {number} at @returns {number} where they end */
export function decodeTo(digits, bytes, at) {
  for (let i = 0; i + 1 < digits.length; i += 2) {
    bytes[at++] = (nibble(digits.charCodeAt(i)) << 4) | nibble(digits.charCodeAt(i + 1));
  }
  return at;
}

/** @param {number} code of a digit */
const nibble = (code) => (code & 0xf) + (code >> 6) * 9;

/** @typedef {{ start: number, end: number, bytes: Uint8Array }} Run */

/** @param {string} text @returns {Generator<Run | null, void>} which all use one buffer, one after the other */
function* runsIn(text) {
  const bytes = new Uint8Array(text.length >> 1);
  let length = 0,
    start = 0,
    end = 0,
    at = 0,
    areShort = false;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (isPause(at, index)) {
      yield null;
    }
    at = index;
    const digits = BYTES.exec(word)?.[1] ?? "";
    const isCut = digits.length % 2 !== 0;
    const isPart = digits !== "" ? !isCut || digits.length > LONG_WORD : word === CAST;
    /* After words of a single byte, a word of several does not belong to the same run. */
    if (length > 0 && !(isPart && !(areShort && digits.length > 2) && isBetween(text, end, index))) {
      yield { start, end, bytes: bytes.subarray(0, length) };
      length = 0;
    }
    if (isPart && (digits !== "" || length > 0)) {
      if (length === 0) {
        start = index;
        areShort = digits.length === 2;
      }
      length = decodeTo(digits, bytes, length);
      end = index + word.length;
    }
    if (isPart && isCut) {
      yield { start, end, bytes: bytes.subarray(0, length) };
      length = 0;
    }
  }
  yield { start, end, bytes: bytes.subarray(0, length) };
}

/** @param {string} text @param {number} start @param {number} end */
function isBetween(text, start, end) {
  BETWEEN.lastIndex = start;
  return BETWEEN.test(text) && BETWEEN.lastIndex === end && !EMPTY_LINE.test(text.slice(start, end));
}

/**
 * @param {(bytes: Uint8Array) => Iterable<Recognized | null>} objectsIn bytes that may hold anything
 * @returns {import("./search.js").Search}
 */
export const hexSearch = (objectsIn) =>
  function* hexIn(text) {
    for (const run of runsIn(text)) {
      if (run === null) {
        yield null;
        continue;
      }
      const objects = run.bytes.length < FEWEST ? [] : yield* gathered(objectsIn(run.bytes), "hex");
      if (objects.length > 0) {
        yield { start: run.start, end: run.end, objects };
      }
    }
  };
