/** Where DER objects are in bytes that may hold anything. */

import { Octets } from "../lib/bytes.js";
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
 * Where an element ends, as its header says: behind the bytes where they are cut off, Infinity for the indefinite form.
 * @param {Uint8Array} octets
 * @param {number} at
 * @returns {number} 0 where there is no whole header
 */
export function elementEnd(octets, at) {
  if (at + 2 > octets.length || (octets[at] & HIGH_TAG) === HIGH_TAG) {
    return 0;
  }
  const first = octets[at + 1];
  if (first < 0x80) {
    return at + 2 + first;
  }
  const count = first & 0x7f;
  if (count > 4 || at + 2 + count > octets.length) {
    return 0;
  }
  let length = count === 0 ? Infinity : 0;
  for (let i = 0; i < count; i++) {
    length = length * 256 + octets[at + 2 + i];
  }
  return at + 2 + count + length;
}

/** @param {Uint8Array} octets @param {number} at of an element with a whole header */
const contentsStart = (octets, at) => at + 2 + (octets[at + 1] < 0x80 ? 0 : octets[at + 1] & 0x7f);

/** More elements than any structure here has at its top. */
const MOST_PARTS = 16;

/** The parts of an element end where it ends. @param {Uint8Array} octets @param {number} start @param {number} end */
function fits(octets, start, end) {
  let at = contentsStart(octets, start);
  for (let parts = 0; at < end && parts < MOST_PARTS; parts++) {
    at = elementEnd(octets, at) || Infinity;
  }
  return at === end;
}

/**
 * Elements in elements down to the last one, with tags that X.509 and CMS have.
 * @param {Uint8Array} octets
 * @param {number} start
 * @param {number} end
 */
function isSound(octets, start, end) {
  const ends = [end];
  let at = start;
  while (at < end) {
    const tag = octets[at];
    const stop = elementEnd(octets, at);
    const known = tag >= CONTEXT || (tag < APPLICATION && (tag < UNIVERSAL || tag === SEQUENCE || tag === SET));
    if (!known || stop === 0 || stop > ends[ends.length - 1]) {
      return false;
    }
    if (tag & CONSTRUCTED) {
      ends.push(stop);
      at = contentsStart(octets, at);
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
 * Enough of an object that is cut off for its start to be no accident and no example: a line of base64 in a manual is
 * not.
 * @param {number} length of what there is
 * @param {number} announced by its header
 */
const isEnough = (length, announced) => length >= 128 || (length >= 32 && 2 * length >= announced);

/** Few octets can be of any shape: where nothing says that an object begins, it has to have more. */
const SHORT = 32;

/**
 * What every kind begins with: not a decision, but most bytes need no other.
 * @param {Uint8Array} octets
 * @param {number} [at]
 */
export function mayBeKnown(octets, at = 0) {
  if (octets[at] !== SEQUENCE) {
    return false;
  }
  const first = contentsStart(octets, at);
  switch (octets[first]) {
    case 0x02:
    case 0x0a:
      return octets[first + 1] === 1;
    case SEQUENCE: {
      const second = octets[first + (octets[first + 1] < 0x80 ? 2 : 2 + (octets[first + 1] & 0x7f))];
      return second === 0x02 || second === 0x06 || second === SEQUENCE || second === 0xa0 || second === 0xa1;
    }
    default:
      return false;
  }
}

/**
 * The object of a known kind that begins here.
 * @param {Uint8Array} octets
 * @param {number} start where something says that an object begins
 * @returns {Extent | null}
 */
export function objectAt(octets, start) {
  const stop = mayBeKnown(octets, start) ? elementEnd(octets, start) : 0;
  const end = Math.min(stop, octets.length);
  if (stop === 0 || (stop > end && !isEnough(end - start, stop - start))) {
    return null;
  }
  const kind = derKind(new Octets(octets, start, end - start));
  return kind === "unknown" ? null : { start, end, kind };
}

/**
 * The same where nothing says so: it has to be whole.
 * @param {Uint8Array} octets
 * @param {number} start
 * @returns {Extent | null}
 */
function objectAmid(octets, start) {
  const end = mayBeKnown(octets, start) ? elementEnd(octets, start) : 0;
  return end - start >= SHORT && end <= octets.length && fits(octets, start, end) ? objectAt(octets, start) : null;
}

/**
 * Whole DER of any kind. Few octets are all that there is.
 * @param {Uint8Array} octets
 * @param {number} start
 * @returns {Extent | null}
 */
function unknownAt(octets, start) {
  const end = octets[start] === SEQUENCE ? elementEnd(octets, start) : 0;
  const isLong = end - start >= SHORT || end - start === octets.length;
  return end > 0 && end <= octets.length && isLong && isSound(octets, start, end)
    ? { start, end, kind: "unknown" }
    : null;
}

/**
 * An empty line, as between the header and the body of a message of HTTP.
 * @param {Uint8Array} octets
 * @param {number} at
 */
const followsEmptyLine = (octets, at) =>
  octets[at - 1] === 0x0a && (octets[at - 2] === 0x0a || (octets[at - 2] === 0x0d && octets[at - 3] === 0x0a));

/**
 * Objects one behind the other from the first byte on, as long as that goes on.
 * @param {Uint8Array} octets
 * @param {boolean} [unknown] whole DER of other kinds too, but not behind known ones: there it is an appendix, as
 *   OpenSSL's trust settings are
 * @returns {Generator<Extent, number>} where it ended
 */
export function* chainedObjects(octets, unknown = false) {
  let at = 0;
  for (;;) {
    const known = objectAt(octets, at);
    const object = known ?? (unknown ? unknownAt(octets, at) : null);
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
 * @param {Uint8Array} octets
 * @param {boolean} [unknown] as for chainedObjects
 * @returns {Generator<Extent, void>}
 */
export function* scatteredObjects(octets, unknown = false) {
  let after = yield* chainedObjects(octets, unknown);
  for (let at = octets.indexOf(SEQUENCE, after); at >= 0; at = octets.indexOf(SEQUENCE, at)) {
    const object = at === after || followsEmptyLine(octets, at) ? objectAt(octets, at) : objectAmid(octets, at);
    if (object === null) {
      at++;
    } else {
      yield object;
      at = after = object.end;
    }
  }
}
