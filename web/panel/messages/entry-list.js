// A list that may have thousands of entries: a few at a time, and a search by serial number.

import { element } from "../dom.js";
import { serialHex } from "../values.js";

const ENTRIES_AT_ONCE = 20;

/** A serial number without what logs and tools add to it: capitals, colons, spaces, 0x.
 * @param {string} typed */
const plainDigits = (typed) => typed.toLowerCase().replace(/[\s:]/g, "").replace(/^0x/, "");

/**
 * Shows the first entries, and more of them on demand.
 *
 * @template {{ readonly serialNumber: bigint }} T
 * @param {readonly T[]} entries
 * @param {(entry: T, title: string) => Node} show
 */
export function entryList(entries, show) {
  const place = element("div", { class: "shown" });
  const more = element("button", { type: "button", class: "quiet more" });
  const total = entries.length.toLocaleString("en");
  /** Which entries are listed, by index; null for all. @type {number[] | null} */
  let found = null;
  let next = 0;

  const showMore = () => {
    const count = found ? found.length : entries.length;
    const made = [];
    for (const end = Math.min(next + ENTRIES_AT_ONCE, count); next < end; next++) {
      const index = found ? /** @type {number} */ (found[next]) : next;
      const title = entries.length === 1 ? "Entry" : `Entry ${(index + 1).toLocaleString("en")} of ${total}`;
      made.push(show(/** @type {T} */ (entries[index]), title));
    }
    place.append(...made);
    more.textContent = `Show more entries (${(count - next).toLocaleString("en")} left)`;
    more.hidden = next === count;
  };
  more.addEventListener("click", () => {
    const shown = place.childElementCount;
    showMore();
    const first = /** @type {HTMLElement | undefined} */ (place.children[shown]);
    if (!first || !more.hidden) {
      return;
    }
    // The button is gone: reading continues at the first of the new entries.
    first.tabIndex = -1;
    first.focus();
  });

  const list = element("div", { class: "entries" });
  if (entries.length > ENTRIES_AT_ONCE) {
    list.append(
      search(entries, (indexes) => {
        found = indexes;
        next = 0;
        place.replaceChildren();
        showMore();
      }),
    );
  }
  list.append(place, more);
  showMore();
  return list;
}

/**
 * @param {readonly { readonly serialNumber: bigint }[]} entries
 * @param {(indexes: number[] | null) => void} found which entries have the serial number in part; null for all
 */
function search(entries, found) {
  const input = element("input", {
    type: "search",
    spellcheck: "false",
    autocomplete: "off",
    placeholder: "hexadecimal or decimal",
  });
  const said = element("span", { role: "status", class: "hint" });
  /** Made when somebody searches. @type {{ hex: string, decimal: string }[] | undefined} */
  let serials;
  input.addEventListener("input", () => {
    const digits = plainDigits(input.value);
    serials ??= Array.from(entries, ({ serialNumber }) => ({
      hex: serialHex(serialNumber),
      decimal: String(serialNumber),
    }));
    const indexes =
      digits === ""
        ? null
        : serials.flatMap(({ hex, decimal }, index) => (hex.includes(digits) || decimal === digits ? [index] : []));
    said.textContent = indexes
      ? `${indexes.length.toLocaleString("en")} of ${entries.length.toLocaleString("en")}`
      : "";
    found(indexes);
  });
  return element("p", { class: "search" }, element("label", {}, "Find by serial number ", input), said);
}

export const style = `
.entries > .shown > * + *, .entries > .search + .shown { margin-top: 1.5rem; }
.entries > .more { margin-top: 0.75rem; }
.search { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: center; font-size: 0.9375rem; }
.search label { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: center; flex: 0 1 30rem; }
.search input { flex: 1 1 14rem; width: auto; }
`;
