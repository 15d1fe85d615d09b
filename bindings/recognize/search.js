/** What the searches for objects in text have in common. */

/** @import { DERKind } from "../../build/lists.js" */
/** @typedef {"pem" | "base64" | "hex" | "der" | "url"} Source the form in which an object was written */
/**
 * @typedef {object} Recognized an object that was found
 * @property {DERKind} kind by the structure, not by a label
 * @property {Uint8Array} der the object alone, without what stands behind it; where it is cut off or broken, what there
 *   is
 * @property {Source} source the outermost form: "base64" also for PEM in base64, "hex" also for what a dump holds
 */
/**
 * A part of a text that nobody else needs to look at, and what it holds.
 * @typedef {{ readonly start: number, readonly end: number, readonly objects: readonly Recognized[] }} Finding
 */
/**
 * In order, none over another; each takes time in proportion to the text. null: nothing yet.
 * @typedef {(text: string) => Iterable<Finding | null>} Search
 */

/**
 * @param {Uint8Array} octets
 * @param {Iterable<import("./der.js").Extent>} extents in them
 * @param {Source} source
 * @returns {Recognized[]}
 */
export const objectsOf = (octets, extents, source) =>
  Array.from(extents, ({ start, end, kind }) => ({ kind, der: octets.slice(start, end), source }));

/**
 * Whether a search that came from one place of a text to another ought to say that it has nothing yet, for those who do
 * something else meanwhile.
 * @param {number} from
 * @param {number} to
 */
export const isPause = (from, to) => from >> 16 !== to >> 16;

/**
 * All objects, in the form that they are in outermost.
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

/** Fewer characters hold no object: the error responses have 5 octets. */
const SHORTEST = 7;

/**
 * Everything that some searches find, in the order of the text. Each gets what those before it left.
 * @param {string} text
 * @param {readonly Search[]} searches
 * @param {(text: string) => Iterable<Recognized | null>} [rest] what is made of what all of them left
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
