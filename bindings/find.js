/** What the searches for objects in text have in common. */

/** @import { DERKind } from "../build/lists.js" */
/** @typedef {"pem" | "base64" | "hex" | "der" | "url"} Source the form in which an object was written */
/**
 * @typedef {object} Recognized an object that was found
 * @property {DERKind} kind by the structure, not by a label
 * @property {Uint8Array} der the object alone, without what stands behind it; where it is cut off or broken, what there is
 * @property {Source} source the outermost form: "base64" also for PEM in base64, "hex" also for what a dump holds
 */
/**
 * A part of a text that nobody else needs to look at, and what it holds.
 * @typedef {{ readonly start: number, readonly end: number, readonly objects: readonly Recognized[] }} Finding
 */
/** In order, none over another; each takes time in proportion to the text. @typedef {(text: string) => Iterable<Finding>} Search */

/**
 * @param {Uint8Array} octets
 * @param {Iterable<import("./find-der.js").Extent>} extents in them
 * @param {Source} source
 * @returns {Recognized[]}
 */
export const objectsOf = (octets, extents, source) =>
  Array.from(extents, ({ start, end, kind }) => ({ kind, der: octets.slice(start, end), source }));

/** Fewer characters hold no object: the error responses have 5 octets. */
const SHORTEST = 7;

/**
 * Everything that some searches find, in the order of the text. Each gets what those before it left.
 * @param {string} text
 * @param {readonly Search[]} searches
 * @param {(text: string) => Iterable<Recognized>} [rest] what is made of what all of them left
 * @returns {Generator<Recognized, void>}
 */
export function* searched(text, [search, ...others], rest) {
  let from = 0;
  for (const { start, end, objects } of search(text)) {
    yield* left(text.slice(from, start));
    yield* objects;
    from = end;
  }
  yield* left(text.slice(from));

  /** @param {string} piece @returns {Iterable<Recognized>} */
  function left(piece) {
    return piece.length < SHORTEST ? [] : others.length > 0 ? searched(piece, others, rest) : rest ? rest(piece) : [];
  }
}
