/** The lists of builders: adding takes constant time, and builders share what they have in common. */

/**
 * Each link points to the one before it.
 * @template T
 * @typedef {{ readonly value: T, readonly previous: Linked<T> } | null} Linked
 */

/** @template T @param {Linked<T>} link @returns {T[]} from the first to the last */
export function flatten(link) {
  const list = [];
  for (; link !== null; link = link.previous) {
    list.push(link.value);
  }
  return list.reverse();
}
