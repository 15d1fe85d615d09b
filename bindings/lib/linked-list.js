/** Lists of builders: adding to one is constant time, and builders share what they have in common. */

/**
 * Linked from the last to the first.
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
