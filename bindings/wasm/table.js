/** Reads the core's tables: values from their cells, and from the bytes that their spans point into. */
import { encodeHex } from "../lib/encoding.js";
import { oidToText } from "./core.js";

/** @import { OwnedBytes } from "../lib/bytes.js" */
/**
 * A table of the core: rows of cells, whose layouts build/lists.js has. A span is two cells, start and length; a time
 * is two, days since 1970 and milliseconds of the day.
 * @typedef {Int32Array} Table
 */

/**
 * @param {Table} table
 * @param {number} cell of a span
 * @returns {boolean} false if it is absent, which is not the same as empty
 */
export const isPresent = (table, cell) => table[cell] !== -1;

/**
 * @param {OwnedBytes} bytes
 * @param {Table} table
 * @param {number} cell of a span
 * @returns {Uint8Array} a copy
 */
export function spanAt(bytes, table, cell) {
  const start = bytes.start + table[cell];
  return bytes.array.slice(start, start + table[cell + 1]);
}

/** @param {Table} table @param {number} cell of a time @returns {Date} */
export const timeAt = (table, cell) => new Date(table[cell] * 86_400_000 + table[cell + 1]);

/** @param {Table} table @param {number} cell of a time @returns {Date | null} null if it is absent */
export const optionalTimeAt = (table, cell) => (table[cell + 1] < 0 ? null : timeAt(table, cell));

/* Three words hold a serial number of 20 bytes and its sign; every engine's typed arrays are little-endian by now. */
const WORDS = new BigUint64Array(3);
const WORD_BYTES = new Uint8Array(WORDS.buffer);

/** @param {Uint8Array} array @param {number} start @param {number} length of a number without sign */
function unsignedAt(array, start, length) {
  if (length > WORD_BYTES.length) {
    return BigInt(`0x${encodeHex(array, start, start + length)}`);
  }
  for (let i = length; i < WORD_BYTES.length; i++) {
    WORD_BYTES[i] = 0;
  }
  for (let i = 0, last = start + length - 1; i < length; i++) {
    WORD_BYTES[i] = array[last - i];
  }
  return length <= 8
    ? WORDS[0]
    : length <= 16
      ? (WORDS[1] << 64n) | WORDS[0]
      : (WORDS[2] << 128n) | (WORDS[1] << 64n) | WORDS[0];
}

/**
 * The value of an INTEGER, from its contents in two's complement.
 * @param {OwnedBytes} bytes
 * @param {Table} table
 * @param {number} cell of a span
 * @returns {bigint}
 */
export function integerAt(bytes, table, cell) {
  const start = bytes.start + table[cell],
    length = table[cell + 1];
  const value = unsignedAt(bytes.array, start, length);
  return bytes.array[start] < 0x80 ? value : value - (1n << BigInt(8 * length));
}

/** One row of a table, with the bytes that its spans point into. Its methods take a cell's place in the row. */
export class Row {
  /**
   * @param {OwnedBytes} bytes
   * @param {Table} table
   * @param {number} [base] the row's first cell
   */
  constructor(bytes, table, base = 0) {
    this.bytes = bytes;
    this.table = table;
    this.base = base;
  }
  /** Another row of the same table, or one that lies in this one. @param {number} cell its first */
  row(cell) {
    return new Row(this.bytes, this.table, this.base + cell);
  }
  /** @param {number} cell */
  number(cell) {
    return this.table[this.base + cell];
  }
  /** Whether a span is there. @param {number} cell */
  has(cell) {
    return isPresent(this.table, this.base + cell);
  }
  /** A copy of what a span points to. @param {number} cell */
  span(cell) {
    return spanAt(this.bytes, this.table, this.base + cell);
  }
  /** The same; null if it is absent. @param {number} cell */
  optionalSpan(cell) {
    return this.has(cell) ? this.span(cell) : null;
  }
  /** The same, not copied. @param {number} cell */
  part(cell) {
    const at = this.base + cell;
    return this.bytes.part(this.table[at], this.table[at + 1]);
  }
  /** @param {number} cell of the span of an OBJECT IDENTIFIER's contents @returns {string} dotted */
  oid(cell) {
    return oidToText(this.span(cell));
  }
  /** @param {number} cell of the span of an INTEGER's contents */
  integer(cell) {
    return integerAt(this.bytes, this.table, this.base + cell);
  }
  /** @param {number} cell */
  time(cell) {
    return timeAt(this.table, this.base + cell);
  }
  /** null if it is absent. @param {number} cell */
  optionalTime(cell) {
    return optionalTimeAt(this.table, this.base + cell);
  }
}
