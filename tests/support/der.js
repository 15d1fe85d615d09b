// A DER writer and reader of the tests' own, so that bytes and offsets are known without asking the library.

/** Bytes in pieces, put together when they are asked for, and where the marked elements start in them. */
class Fragment {
  /** @type {Uint8Array | undefined} */
  #bytes;

  /** @param {Uint8Array[]} pieces @param {Record<string, number>} [marks] */
  constructor(pieces, marks = {}) {
    this.pieces = pieces;
    this.length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    this.marks = marks;
  }

  get bytes() {
    this.#bytes ??= new Uint8Array(Buffer.concat(this.pieces));
    return this.#bytes;
  }
}

/**
 * @typedef {Fragment | Uint8Array | string | readonly any[]} Part a fragment, bytes, a hex string, or a list of parts
 */

/** @param {Part} part @returns {Fragment} */
const fragment = (part) =>
  part instanceof Fragment
    ? part
    : typeof part === "string"
      ? new Fragment([Buffer.from(part, "hex")])
      : part instanceof Uint8Array
        ? new Fragment([part])
        : join(...part);

/** @param {Part[]} parts */
export function join(...parts) {
  /** @type {Record<string, number>} */
  const marks = {};
  const pieces = [];
  let offset = 0;
  for (const part of parts) {
    const one = fragment(part);
    for (const [name, at] of Object.entries(one.marks)) {
      marks[name] = offset + at;
    }
    for (const piece of one.pieces) {
      pieces.push(piece);
    }
    offset += one.length;
  }
  return new Fragment(pieces, marks);
}

/** Names the place where the parts start. @param {string} name @param {Part[]} parts */
export function mark(name, ...parts) {
  const { pieces, marks } = join(...parts);
  return new Fragment(pieces, { [name]: 0, ...marks });
}

export function lengthOctets(length) {
  if (length < 0x80) {
    return Uint8Array.of(length);
  }
  const octets = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) {
    octets.unshift(rest % 256);
  }
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

/** @param {number} tag @param {Part[]} parts */
export function tlv(tag, ...parts) {
  const contents = join(...parts);
  return join(Uint8Array.of(tag), lengthOctets(contents.length), contents);
}

export const sequence = (...parts) => tlv(0x30, ...parts);
export const set = (...parts) => tlv(0x31, ...parts);
export const octetString = (...parts) => tlv(0x04, ...parts);
export const bitString = (...parts) => tlv(0x03, "00", ...parts);
export const boolean = (value) => tlv(0x01, value ? "ff" : "00");
export const nullValue = () => tlv(0x05);
export const enumerated = (number) => tlv(0x0a, Uint8Array.of(number));
export const generalizedTime = (text) => tlv(0x18, Buffer.from(text, "latin1"));
export const ia5String = (text) => tlv(0x16, Buffer.from(text, "latin1"));
export const utf8String = (text) => tlv(0x0c, Buffer.from(text));
/** [number], constructed: explicit tagging, or implicit tagging of a SEQUENCE's contents. */
export const context = (number, ...parts) => tlv(0xa0 | number, ...parts);
/** [number], primitive: implicit tagging of a primitive type. */
export const contextPrimitive = (number, ...parts) => tlv(0x80 | number, ...parts);

/** A non-negative INTEGER. */
export function integer(value) {
  let digits = BigInt(value).toString(16);
  if (digits.length % 2 === 1) {
    digits = `0${digits}`;
  }
  return tlv(0x02, parseInt(digits.slice(0, 2), 16) >= 0x80 ? `00${digits}` : digits);
}

export function oid(dotted) {
  const [first, second, ...arcs] = dotted.split(".").map(Number);
  const octets = [first * 40 + second, ...arcs].flatMap((arc) => {
    const groups = [arc % 128];
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
      groups.unshift(0x80 | (rest % 128));
    }
    return groups;
  });
  return tlv(0x06, Uint8Array.from(octets));
}

/** The element at `offset`: low tag numbers and definite lengths, which is all that OCSP has. */
export function readElement(bytes, offset = 0) {
  const tag = bytes[offset];
  let length = bytes[offset + 1];
  let start = offset + 2;
  if (length > 0x80) {
    const count = length & 0x7f;
    length = bytes.subarray(start, start + count).reduce((sum, octet) => sum * 256 + octet, 0);
    start += count;
  }
  const end = start + length;
  return { tag, offset, start, end, element: bytes.subarray(offset, end), contents: bytes.subarray(start, end) };
}

/** The elements inside a constructed one. */
export function children(bytes, { start, end } = readElement(bytes)) {
  const list = [];
  for (let at = start; at < end; ) {
    const child = readElement(bytes, at);
    list.push(child);
    at = child.end;
  }
  return list;
}

/** Follows child indices down from the outermost element. */
export function descend(bytes, ...indices) {
  return indices.reduce((parent, index) => children(bytes, parent)[index], readElement(bytes));
}
