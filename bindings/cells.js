/** Reading the core's tables: values out of cells, and out of the bytes that spans point into. */
import { toHex } from "./text.js";

/**
 * @param {Int32Array} cells
 * @param {number} cell of a span
 * @returns {boolean} absent is not empty
 */
export const isPresent = (cells, cell) => cells[cell] !== -1;

/**
 * @param {Uint8Array} bytes
 * @param {Int32Array} cells
 * @param {number} cell of a span
 * @returns {Uint8Array} a copy
 */
export function spanAt(bytes, cells, cell) {
  const start = cells[cell];
  return bytes.slice(start, start + cells[cell + 1]);
}

/**
 * @param {Uint8Array} bytes
 * @param {Int32Array} cells
 * @param {number} cell of a span
 * @returns {Uint8Array | null} null where it is absent
 */
export const optionalSpanAt = (bytes, cells, cell) => isPresent(cells, cell) ? spanAt(bytes, cells, cell) : null;

/** @param {Int32Array} cells @param {number} cell of a time @returns {Date} */
export const timeAt = (cells, cell) => new Date((cells[cell] * 86400 + cells[cell + 1]) * 1000);

/** @param {Int32Array} cells @param {number} cell of a time @returns {Date | null} null where it is absent */
export const optionalTimeAt = (cells, cell) => cells[cell + 1] < 0 ? null : timeAt(cells, cell);

/**
 * Contents of an INTEGER, two's complement.
 * @param {Uint8Array} bytes
 * @param {Int32Array} cells
 * @param {number} cell of a span
 * @returns {bigint}
 */
export function integerAt(bytes, cells, cell) {
  const start = cells[cell], length = cells[cell + 1];
  const value = BigInt(`0x${toHex(bytes, start, start + length)}`);
  return bytes[start] < 0x80 ? value : value - (1n << BigInt(8 * length));
}
