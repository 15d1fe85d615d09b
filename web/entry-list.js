// A list that may have thousands of entries.

import { element } from "./dom.js";

const ENTRIES_AT_ONCE = 20;

/**
 * Shows the first entries, and more of them on demand.
 *
 * @template T
 * @param {readonly T[]} entries
 * @param {(entry: T, title: string) => Node} show
 */
export function entryList(entries, show) {
  const shown = element("div", { class: "entries" });
  const more = element("button", { type: "button", class: "quiet" });
  let next = 0;
  const showMore = () => {
    const end = Math.min(next + ENTRIES_AT_ONCE, entries.length);
    for (; next < end; next++) {
      const title = entries.length === 1 ? "Entry" : `Entry ${next + 1} of ${entries.length}`;
      more.before(show(/** @type {T} */ (entries[next]), title));
    }
    more.textContent = `Show more entries (${(entries.length - next).toLocaleString("en")} left)`;
    if (next === entries.length) more.remove();
  };
  shown.append(more);
  more.addEventListener("click", showMore);
  showMore();
  return shown;
}
