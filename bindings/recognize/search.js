/** What all searches for objects in text have in common. */

/** @import { DERKind } from "../../build/lists.js" */
/** @typedef {"pem" | "base64" | "hex" | "der" | "url"} Source the form in which an object was written */
/**
 * @typedef {object} Recognized an object that was found
 * @property {DERKind} kind told by the structure, not by a label
 * @property {Uint8Array} der the object alone, without what follows it; as much of it as there is if it is truncated
 * @property {Source} source the outermost form: "base64" also for PEM in base64, "hex" also for dumps
 */
/**
 * A part of a text that no other search needs to see, and what it holds.
 * @typedef {{ readonly start: number, readonly end: number, readonly objects: readonly Recognized[] }} Finding
 */
/**
 * Finds in order, without overlaps, in time proportional to the length of the text. null: nothing found yet.
 * @typedef {(text: string) => Iterable<Finding | null>} Search
 */

/**
 * @param {Uint8Array} bytes
 * @param {Iterable<import("./der.js").Extent>} extents in them
 * @param {Source} source
 * @returns {Recognized[]}
 */
export const objectsOf = (bytes, extents, source) =>
  Array.from(extents, ({ start, end, kind }) => ({ kind, der: bytes.slice(start, end), source }));

/**
 * Whether a search that got from one place of a text to another should say that it has found nothing yet, for callers
 * who do other things meanwhile.
 * @param {number} from
 * @param {number} to
 */
export const isPause = (from, to) => from >> 16 !== to >> 16;

/**
 * All objects, with the outermost form as their source.
 * @param {Iterable<Recognized | null>} objects
 * @param {Source} source
 * @returns {Generator<null, Recognized[]>}
 */
export function* gathered(objects, source) {
  const all = [];
  for (const object of objects) {
    if (object === null) {
      yield null;
    } else {
      all.push({ ...object, source });
    }
  }
  return all;
}

/** Fewer characters cannot hold an object: error responses have 5 bytes. */
const SHORTEST = 7;

/**
 * Everything that some searches find, in the order of the text. Each one gets what those before it left over.
 * @param {string} text
 * @param {readonly Search[]} searches
 * @param {(text: string) => Iterable<Recognized | null>} [rest] for what all of them left over
 * @returns {Generator<Recognized | null, void>}
 */
export function* searched(text, [search, ...others], rest) {
  let from = 0;
  for (const finding of search(text)) {
    if (finding === null) {
      yield null;
      continue;
    }
    yield* left(text.slice(from, finding.start));
    yield* finding.objects;
    from = finding.end;
  }
  yield* left(text.slice(from));

  /** @param {string} piece @returns {Iterable<Recognized | null>} */
  function left(piece) {
    return piece.length < SHORTEST ? [] : others.length > 0 ? searched(piece, others, rest) : rest ? rest(piece) : [];
  }
}
