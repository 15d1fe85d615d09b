/** Finds DER objects in bytes that may hold anything. */

import { OwnedBytes } from "../lib/bytes.js";
import { derKind } from "./kind.js";

/** @import { DERKind } from "../../build/lists.js" */
/** @typedef {{ readonly start: number, readonly end: number, readonly kind: DERKind }} Extent */

const SEQUENCE = 0x30,
  SET = 0x31,
  CONSTRUCTED = 0x20,
  HIGH_TAG = 0x1f,
  UNIVERSAL = 0x20,
  APPLICATION = 0x40,
  CONTEXT = 0x80;

/**
 * Where an element ends according to its header: past the end if the bytes are truncated, Infinity for the indefinite
 * form.
 * @param {Uint8Array} bytes
 * @param {number} at
 * @returns {number} 0 if there is no whole header
 */
export function elementEnd(bytes, at) {
  if (at + 2 > bytes.length || (bytes[at] & HIGH_TAG) === HIGH_TAG) {
    return 0;
  }
  const first = bytes[at + 1];
  if (first < 0x80) {
    return at + 2 + first;
  }
  const count = first & 0x7f;
  if (count > 4 || at + 2 + count > bytes.length) {
    return 0;
  }
  let length = count === 0 ? Infinity : 0;
  for (let i = 0; i < count; i++) {
    length = length * 256 + bytes[at + 2 + i];
  }
  return at + 2 + count + length;
}

/** @param {Uint8Array} bytes @param {number} at of an element with a whole header */
const contentsStart = (bytes, at) => at + 2 + (bytes[at + 1] < 0x80 ? 0 : bytes[at + 1] & 0x7f);

/** No structure here has more elements at its top. */
const MOST_PARTS = 16;

/**
 * Whether the parts of an element end where it ends.
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 */
function fits(bytes, start, end) {
  let at = contentsStart(bytes, start);
  for (let parts = 0; at < end && parts < MOST_PARTS; parts++) {
    at = elementEnd(bytes, at) || Infinity;
  }
  return at === end;
}

/**
 * Whether elements nest properly down to the last one, and have tags that X.509 and CMS use.
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 */
function isSound(bytes, start, end) {
  const ends = [end];
  let at = start;
  while (at < end) {
    const tag = bytes[at];
    const stop = elementEnd(bytes, at);
    const known = tag >= CONTEXT || (tag < APPLICATION && (tag < UNIVERSAL || tag === SEQUENCE || tag === SET));
    if (!known || stop === 0 || stop > ends[ends.length - 1]) {
      return false;
    }
    if (tag & CONSTRUCTED) {
      ends.push(stop);
      at = contentsStart(bytes, at);
    } else {
      at = stop;
    }
    while (ends[ends.length - 1] === at && ends.length > 1) {
      ends.pop();
    }
  }
  return at === end;
}

/**
 * Whether so much of a truncated object is there that it is neither an accident nor an example, such as a line of
 * base64 in a manual.
 * @param {number} length in bytes of what is there
 * @param {number} announced length in bytes by its header
 */
const isEnough = (length, announced) => length >= 128 || (length >= 32 && 2 * length >= announced);

/** A few bytes may have any shape by chance: an object has to be longer unless something says that one begins. */
const SHORT = 32;

/**
 * Whether bytes begin as every kind does. This decides nothing, but rules most bytes out.
 * @param {Uint8Array} bytes
 * @param {number} [at]
 */
export function mayBeKnown(bytes, at = 0) {
  if (bytes[at] !== SEQUENCE) {
    return false;
  }
  const first = contentsStart(bytes, at);
  switch (bytes[first]) {
    case 0x02:
    case 0x0a:
      return bytes[first + 1] === 1;
    case SEQUENCE: {
      const second = bytes[first + (bytes[first + 1] < 0x80 ? 2 : 2 + (bytes[first + 1] & 0x7f))];
      return second === 0x02 || second === 0x06 || second === SEQUENCE || second === 0xa0 || second === 0xa1;
    }
    default:
      return false;
  }
}

/**
 * The object of a known kind that begins here.
 * @param {Uint8Array} bytes
 * @param {number} start where something says that one begins
 * @returns {Extent | null}
 */
export function objectAt(bytes, start) {
  const stop = mayBeKnown(bytes, start) ? elementEnd(bytes, start) : 0;
  const end = Math.min(stop, bytes.length);
  if (stop === 0 || (stop > end && !isEnough(end - start, stop - start))) {
    return null;
  }
  const kind = derKind(new OwnedBytes(bytes, start, end - start));
  return kind === "unknown" ? null : { start, end, kind };
}

/**
 * The same where nothing says that one begins: it has to be whole.
 * @param {Uint8Array} bytes
 * @param {number} start
 * @returns {Extent | null}
 */
function objectAmid(bytes, start) {
  const end = mayBeKnown(bytes, start) ? elementEnd(bytes, start) : 0;
  return end - start >= SHORT && end <= bytes.length && fits(bytes, start, end) ? objectAt(bytes, start) : null;
}

/**
 * Whole DER of any kind; if it is short, then nothing else may be there.
 * @param {Uint8Array} bytes
 * @param {number} start
 * @returns {Extent | null}
 */
function unknownAt(bytes, start) {
  const end = bytes[start] === SEQUENCE ? elementEnd(bytes, start) : 0;
  const isLong = end - start >= SHORT || end - start === bytes.length;
  return end > 0 && end <= bytes.length && isLong && isSound(bytes, start, end)
    ? { start, end, kind: "unknown" }
    : null;
}

/**
 * Whether an empty line comes before, as between the header and the body of an HTTP message.
 * @param {Uint8Array} bytes
 * @param {number} at
 */
const followsEmptyLine = (bytes, at) =>
  bytes[at - 1] === 0x0a && (bytes[at - 2] === 0x0a || (bytes[at - 2] === 0x0d && bytes[at - 3] === 0x0a));

/**
 * Objects one after the other, from the first byte on.
 * @param {Uint8Array} bytes
 * @param {boolean} [unknown] whether whole DER of other kinds counts; not after known ones, where it is an appendix
 *   such as OpenSSL's trust settings
 * @returns {Generator<Extent, number>} where it ended
 */
export function* chainedObjects(bytes, unknown = false) {
  let at = 0;
  for (;;) {
    const known = objectAt(bytes, at);
    const object = known ?? (unknown ? unknownAt(bytes, at) : null);
    if (object === null) {
      return at;
    }
    yield object;
    at = object.end;
    unknown &&= known === null;
  }
}

/**
 * Objects anywhere.
 * @param {Uint8Array} bytes
 * @param {boolean} [unknown] as for chainedObjects
 * @returns {Generator<Extent, void>}
 */
export function* scatteredObjects(bytes, unknown = false) {
  let after = yield* chainedObjects(bytes, unknown);
  for (let at = bytes.indexOf(SEQUENCE, after); at >= 0; at = bytes.indexOf(SEQUENCE, at)) {
    const object = at === after || followsEmptyLine(bytes, at) ? objectAt(bytes, at) : objectAmid(bytes, at);
    if (object === null) {
      at++;
    } else {
      yield object;
      at = after = object.end;
    }
  }
}
