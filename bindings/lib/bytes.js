/** The private copy of its bytes that each object keeps. */

/** A run of bytes that nobody outside this library ever sees. */
export class Octets {
  /**
   * @param {Uint8Array} bytes
   * @param {number} [start] offset in bytes to which the spans of its table are relative
   * @param {number} [length]
   */
  constructor(bytes, start = 0, length = bytes.length) {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
  }

  /**
   * Some of them, not copied.
   * @param {import("../wasm/table.js").Cells} cells
   * @param {number} cell of a span
   */
  part(cells, cell) {
    return new Octets(this.bytes, this.start + cells[cell], cells[cell + 1]);
  }

  /** All of them, not copied: for those who only read. */
  view() {
    return this.bytes.subarray(this.start, this.start + this.length);
  }

  /** @param {Octets} other */
  equals(other) {
    if (this.length !== other.length) {
      return false;
    }
    for (let i = 0; i < this.length; i++) {
      if (this.bytes[this.start + i] !== other.bytes[other.start + i]) {
        return false;
      }
    }
    return true;
  }

  /** All of them, as a copy. */
  copy() {
    return this.bytes.slice(this.start, this.start + this.length);
  }
}

/* A buffer of its own costs an engine more than all that happens to a small message: those share one. */
const SHARED = 32768,
  SMALL = 2048;

let shared = new Uint8Array(0);
let used = 0;

/** The real length, whatever a subclass says. @type {(bytes: Uint8Array) => number} */
const lengthOf = Function.prototype.call.bind(
  /** @type {any} */ (Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), "length")).get,
);

/**
 * @param {Uint8Array} bytes
 * @returns {Octets} a copy, of which parts may be shared but nothing is ever changed
 */
export function keep(bytes) {
  const length = lengthOf(bytes);
  if (length > SMALL) {
    return new Octets(new Uint8Array(bytes));
  }
  if (used + length > shared.length) {
    shared = new Uint8Array(SHARED);
    used = 0;
  }
  const start = used;
  shared.set(bytes, start);
  used += length;
  return new Octets(shared, start, length);
}

/** @param {readonly Uint8Array[]} parts @returns {Octets} one behind the other */
export function concatenated(parts) {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return new Octets(bytes);
}
