/** The private copy of its bytes that each object keeps. */
import { encodeHex } from "./encoding.js";

/** A view of bytes that this library owns: nobody outside ever sees or changes them. */
export class OwnedBytes {
  /**
   * @param {Uint8Array} array which the view is of
   * @param {number} [start] where it begins in the array; the spans of its table are relative to this
   * @param {number} [length] in bytes
   */
  constructor(array, start = 0, length = array.length) {
    this.array = array;
    this.start = start;
    this.length = length;
  }

  /** A part of these bytes, not copied. @param {number} start @param {number} length in bytes */
  part(start, length) {
    return new OwnedBytes(this.array, this.start + start, length);
  }

  /** All of these bytes, not copied: only for code that does not write to them. */
  view() {
    return this.array.subarray(this.start, this.start + this.length);
  }

  /** @param {OwnedBytes} other */
  equals(other) {
    if (this.length !== other.length) {
      return false;
    }
    for (let i = 0; i < this.length; i++) {
      if (this.array[this.start + i] !== other.array[other.start + i]) {
        return false;
      }
    }
    return true;
  }

  /** All of these bytes in hexadecimal. */
  hex() {
    return encodeHex(this.array, this.start, this.start + this.length);
  }

  /** The same in an array of their own, so that they keep nothing else alive. */
  own() {
    return new OwnedBytes(this.copy());
  }

  /** A copy of all of these bytes. */
  copy() {
    return this.array.slice(this.start, this.start + this.length);
  }
}

/* To an engine, an ArrayBuffer costs more than all the rest of a small message: small messages share one. */
const SHARED = 32768,
  SMALL = 2048;

let shared = new Uint8Array(0);
let used = 0;

/** The real length, whatever a subclass claims. @type {(bytes: Uint8Array) => number} */
const lengthOf = Function.prototype.call.bind(
  /** @type {any} */ (Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), "length")).get,
);

/**
 * @param {Uint8Array} bytes
 * @returns {OwnedBytes} a copy; its array may be shared with others, but is never changed
 */
export function keep(bytes) {
  const length = lengthOf(bytes);
  if (length > SMALL) {
    return new OwnedBytes(new Uint8Array(bytes));
  }
  if (used + length > shared.length) {
    shared = new Uint8Array(SHARED);
    used = 0;
  }
  const start = used;
  shared.set(bytes, start);
  used += length;
  return new OwnedBytes(shared, start, length);
}

/** @param {readonly Uint8Array[]} parts @returns {OwnedBytes} all of them, one after the other */
export function concatenated(parts) {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return new OwnedBytes(bytes);
}
