/**
 * Dumps of xxd, hexdump, od, tcpdump, Wireshark and OpenSSL: offsets, then bytes or words, then the same bytes as text.
 */

import { objectAt } from "./der.js";
import { decodeTo } from "./hex.js";
import { gathered, isPause } from "./search.js";

/** @import { Recognized } from "./search.js" */

/**
 * @typedef {object} Line
 * @property {string} offset as written, without a prefix
 * @property {readonly string[]} words all of one width
 * @property {boolean} isRepeated "*" comes below: the bytes are repeated up to the next offset
 */
/** @typedef {{ lines: Line[], start: number, end: number }} Dump */

/* An offset, and after it something other than a digit. */
const OFFSET = /[ \t]{0,40}(?:0x)?([\da-f]{4,16})h?(?::| -|(?=[ \t]|\r*$))[ \t]{0,8}/iy;
/* OpenSSL writes "-" in the middle of a line. */
const WORD = /(?:-| {0,20}|\t)([\da-f]+)(?=$|[ \t-])/iy;
/** Error responses have 5 bytes, and nothing here is shorter. */
const FEWEST = 5;
/** No line is longer, with its prefix and its text. */
const LONGEST_LINE = 1024;

/**
 * By the number of digits in a word: their base, and the number of bytes in the word.
 * @type {ReadonlyMap<number, readonly [base: number, bytes: number]>}
 */
const WIDTHS = new Map([
  [2, [16, 1]],
  [4, [16, 2]],
  [8, [16, 4]],
  [16, [16, 8]],
  [3, [8, 1]],
  [6, [8, 2]],
]);

/**
 * @param {string} line
 * @param {number} [width] digits of the words above
 * @returns {Omit<Line, "isRepeated"> | null}
 */
function parseLine(line, width) {
  OFFSET.lastIndex = 0;
  const offset = OFFSET.exec(line)?.[1];
  if (offset === undefined) {
    return null;
  }
  const words = [];
  WORD.lastIndex = OFFSET.lastIndex;
  for (let match = WORD.exec(line); match !== null; match = WORD.exec(line)) {
    const word = match[1];
    width ??= word.length;
    if (word.length > width || (words.length > 0 && !isNear(match, width))) {
      break;
    }
    words.push(word);
    if (word.length < width) {
      break;
    }
  }
  return words.length === 0 || WIDTHS.has(width ?? 0) ? { offset, words } : null;
}

/**
 * Whether a word is not text yet, which more than two spaces precede. The last word may be shorter; in some of its
 * forms, xxd aligns it to the right.
 * @param {RegExpExecArray} match of WORD
 * @param {number} width
 */
const isNear = ({ 0: { length }, 1: word }, width) => length - word.length <= 2 || length === width + 1;

const LINE = /[^\n]*\n?/y;
const REPEATED = /^\s*\*\s*$/;

/** Lines whose offsets grow, one below the other. @param {string} text @returns {Generator<Dump | null, void>} */
function* dumpsIn(text) {
  /** @type {Dump | null} */
  let dump = null;
  for (let at = 0; at < text.length; ) {
    const start = at;
    LINE.lastIndex = at;
    LINE.test(text);
    at = LINE.lastIndex;
    if (isPause(start, at)) {
      yield null;
    }
    const line = at - start > LONGEST_LINE ? "" : text.slice(start, at).trimEnd();
    if (dump !== null && REPEATED.test(line)) {
      dump.lines[dump.lines.length - 1].isRepeated = true;
      continue;
    }
    const last = dump?.lines[dump.lines.length - 1];
    let parsed = parseLine(line, dump?.lines[0].words[0].length);
    if (
      dump !== null &&
      last !== undefined &&
      !(parsed !== null && last.words.length > 0 && isBelow(parsed.offset, last.offset))
    ) {
      yield dump;
      dump = null;
      parsed = parseLine(line);
    }
    if (parsed !== null && (dump !== null || parsed.words.length > 0)) {
      dump ??= { lines: [], start, end: at };
      dump.lines.push({ ...parsed, isRepeated: false });
      dump.end = at;
    }
  }
  if (dump !== null) {
    yield dump;
  }
}

/** Whether an offset, in any base, is higher than the previous one. @param {string} offset @param {string} previous */
function isBelow(offset, previous) {
  const length = Math.max(offset.length, previous.length);
  return offset.toLowerCase().padStart(length, "0") > previous.toLowerCase().padStart(length, "0");
}

/** @param {Line} line @param {number} width @param {boolean} isLittleEndian @returns {number[]} */
function bytesOf({ words }, width, isLittleEndian) {
  const [base, count] = /** @type {readonly [number, number]} */ (WIDTHS.get(width));
  /** @type {number[]} */
  const bytes = [];
  for (const word of words) {
    const start = bytes.length;
    if (base === 16) {
      decodeTo(word, bytes, start);
    } else {
      const value = Number.parseInt(word, 8);
      bytes.push(...(count === 1 ? [value] : [value >> 8, value & 0xff]));
    }
    if (isLittleEndian) {
      bytes.push(...bytes.splice(start).reverse());
    }
  }
  return bytes;
}

/**
 * How many bytes "*" may still stand for, in all dumps of a text together: the text's length does not bound them.
 * @typedef {{ bytes: number }} Room
 */
/** Bytes for each character of the text: a dump is read in up to three bases and two byte orders. */
const BYTES_EACH = 6;

/**
 * The bytes of a dump whose offsets are numbers in this base.
 * @param {Dump} dump
 * @param {number} base
 * @param {boolean} isLittleEndian
 * @param {Room} room
 * @returns {Uint8Array | null} null if the offsets do not fit
 */
function assembled({ lines }, base, isLittleEndian, room) {
  const offsets = lines.map(({ offset }) => Number.parseInt(offset, base));
  const digits = base === 8 ? /^[0-7]+$/ : base === 10 ? /^\d+$/ : /^/;
  if (!lines.every(({ offset }) => digits.test(offset))) {
    return null;
  }
  const bytes = [];
  let widest = 16;
  for (let i = 0; i < lines.length; i++) {
    /* The text beside them may look like more bytes: the next offset says how many there are. */
    const all = bytesOf(lines[i], lines[0].words[0].length, isLittleEndian);
    const step = i + 1 < lines.length ? offsets[i + 1] - offsets[i] : Math.min(all.length, widest);
    const own = all.slice(0, step);
    if (step < 1 && lines[i].words.length > 0) {
      return null;
    }
    bytes.push(...own);
    widest = i === 0 && lines.length > 1 ? own.length : Math.max(widest, own.length);
    for (let missing = step - own.length; missing > 0; missing -= own.length) {
      if (!lines[i].isRepeated || own.length === 0 || room.bytes < own.length) {
        return null;
      }
      room.bytes -= own.length;
      bytes.push(...own.slice(0, missing));
    }
  }
  return Uint8Array.from(bytes);
}

/** @param {Dump} dump @param {boolean} isLittleEndian @param {Room} room */
function bytesOfDump(dump, isLittleEndian, room) {
  for (const base of [16, 10, 8]) {
    const bytes = assembled(dump, base, isLittleEndian, room);
    if (bytes !== null) {
      return bytes;
    }
  }
  return null;
}

/**
 * The bytes of words are in the order of the digits, or little-endian as in most machines.
 * @param {Dump} dump
 * @param {Room} room
 * @returns {Generator<null, Uint8Array[]>} the likelier first
 */
function* readings(dump, room) {
  const width = dump.lines[0].words[0].length;
  const both = [];
  for (const isLittleEndian of width === 2 || width === 3 ? [false] : [false, true]) {
    const bytes = bytesOfDump(dump, isLittleEndian, room);
    if (bytes !== null) {
      both.push(bytes);
    }
    yield null;
  }
  return both.length > 1 && objectAt(both[0], 0) === null && objectAt(both[1], 0) !== null ? both.reverse() : both;
}

/**
 * @param {(bytes: Uint8Array) => Iterable<Recognized | null>} objectsIn bytes that may hold anything
 * @returns {import("./search.js").Search}
 */
export const dumpSearch = (objectsIn) =>
  function* dumpsWithObjects(text) {
    const room = { bytes: BYTES_EACH * text.length };
    for (const dump of dumpsIn(text)) {
      if (dump === null) {
        yield null;
        continue;
      }
      const { start, end, lines } = dump;
      /* A single line of a number and some bytes is a dump only if the number is 0. */
      if (lines.length === 1 && /[1-9a-f]/i.test(lines[0].offset)) {
        continue;
      }
      for (const bytes of yield* readings(dump, room)) {
        const objects = bytes.length < FEWEST ? [] : yield* gathered(objectsIn(bytes), "hex");
        if (objects.length > 0) {
          yield { start, end, objects };
          break;
        }
      }
    }
  };
