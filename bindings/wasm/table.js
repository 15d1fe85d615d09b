/** Reading the core's tables: values out of cells, and out of the bytes that spans point into. */
import { toHex } from "../lib/encoding.js";

/** @import { Octets } from "../lib/bytes.js" */
/** A table of the core. @typedef {Int32Array} Cells */

/**
 * @param {Cells} cells
 * @param {number} cell of a span
 * @returns {boolean} absent is not empty
 */
export const isPresent = (cells, cell) => cells[cell] !== -1;

/**
 * @param {Octets} octets
 * @param {Cells} cells
 * @param {number} cell of a span
 * @returns {Uint8Array} a copy
 */
export function spanAt(octets, cells, cell) {
  const start = octets.start + cells[cell];
  return octets.bytes.slice(start, start + cells[cell + 1]);
}

/**
 * @param {Octets} octets
 * @param {Cells} cells
 * @param {number} cell of a span
 * @returns {Uint8Array | null} null where it is absent
 */
export const optionalSpanAt = (octets, cells, cell) => (isPresent(cells, cell) ? spanAt(octets, cells, cell) : null);

/** @param {Cells} cells @param {number} cell of a time @returns {Date} */
export const timeAt = (cells, cell) => new Date((cells[cell] * 86400 + cells[cell + 1]) * 1000);

/** @param {Cells} cells @param {number} cell of a time @returns {Date | null} null where it is absent */
export const optionalTimeAt = (cells, cell) => (cells[cell + 1] < 0 ? null : timeAt(cells, cell));

/* Three words take a serial number of 20 octets and its sign; all engines' typed arrays are little-endian by now. */
const WORDS = new BigUint64Array(3);
const OCTETS = new Uint8Array(WORDS.buffer);

/** @param {Uint8Array} bytes @param {number} start @param {number} length of a number without sign */
function unsignedAt(bytes, start, length) {
  if (length > OCTETS.length) {
    return BigInt(`0x${toHex(bytes, start, start + length)}`);
  }
  for (let i = length; i < OCTETS.length; i++) {
    OCTETS[i] = 0;
  }
  for (let i = 0, last = start + length - 1; i < length; i++) {
    OCTETS[i] = bytes[last - i];
  }
  return length <= 8
    ? WORDS[0]
    : length <= 16
      ? (WORDS[1] << 64n) | WORDS[0]
      : (WORDS[2] << 128n) | (WORDS[1] << 64n) | WORDS[0];
}

/**
 * Contents of an INTEGER, two's complement.
 * @param {Octets} octets
 * @param {Cells} cells
 * @param {number} cell of a span
 * @returns {bigint}
 */
export function integerAt({ bytes, start: base }, cells, cell) {
  const start = base + cells[cell],
    length = cells[cell + 1];
  const value = unsignedAt(bytes, start, length);
  return bytes[start] < 0x80 ? value : value - (1n << BigInt(8 * length));
}
