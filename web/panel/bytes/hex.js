// Bytes as a hex dump: an ARIA grid, of which only the rows near the view are in the document.

import { toHex } from "../../../bindings/index.js";
import { element } from "../dom.js";
import { makeRows } from "./rows.js";

/**
 * @typedef {{ readonly start: number, readonly contents: number, readonly end: number }} Extent of an element; its
 *   header ends at `contents`
 */

const WIDE = 16;
const NARROW = 8;

/** @param {number} byte */
const asASCII = (byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte === 0x20 ? " " : "·");

/**
 * @param {{
 *   der: Uint8Array,
 *   fault: { offset: number, unread: number } | null,
 *   id: string,
 *   offset: (offset: number) => string,
 *   describe: (offset: number) => string,
 *   onPoint: (offset: number | null) => void,
 *   onPick: (offset: number) => void,
 *   onCursor: (offset: number) => void,
 *   onCopy: () => void,
 * }} options `fault`: where reading stopped, which may be behind the last byte, and from where on nothing was read; `id` starts the ids of
 *   the cells; `offset` writes one; `describe` says what a byte belongs to; `onPick`: chosen by a click or Enter, `onCursor`: reached by keys
 */
export function makeHex({ der, fault, id, offset, describe, onPoint, onPick, onCursor, onCopy }) {
  let columns = WIDE;
  let cursor = 0;
  /** @type {Extent | null} */
  let selected = null;
  /** @type {Extent | null} */
  let pointed = null;

  const caption = element("div", { class: "caption line", role: "row", "aria-rowindex": 1 });
  const grid = element(
    "div",
    {
      class: "scroller",
      role: "grid",
      tabindex: 0,
      dir: "ltr",
      "aria-label": "Bytes",
      "aria-readonly": "true",
      "aria-multiselectable": "true",
    },
    caption,
  );
  const ruler = element("div", { class: "line wide ruler" });
  const hex = element("div", { class: "hex" }, ruler, grid);

  // A line of its own below the faulty byte, as compilers have it: a sign, and words.
  const noteRow = () =>
    fault
      ? Math.floor(fault.offset / columns) + (fault.offset < der.length || fault.offset % columns ? 1 : 0)
      : Infinity;
  const rowOf = (/** @type {number} */ at) =>
    Math.floor(at / columns) + (Math.floor(at / columns) >= noteRow() ? 1 : 0);
  const count = () => Math.ceil(der.length / columns) + (fault ? 1 : 0);

  const rows = makeRows(grid, { count, key: (row) => row, make: makeRow, resized: fit });

  function fit() {
    const fitting = parseFloat(getComputedStyle(ruler).width) > grid.clientWidth ? NARROW : WIDE;
    if (grid.clientWidth && fitting !== columns) {
      setColumns(fitting);
    }
  }

  function showCursor() {
    rows.show(rowOf(cursor));
    // What stands below the faulty byte belongs to it.
    if (fault && cursor === Math.min(fault.offset, der.length - 1)) {
      rows.show(noteRow());
    }
  }

  /** @param {number} number */
  function setColumns(number) {
    columns = number;
    hex.classList.toggle("wide", columns === WIDE);
    grid.setAttribute("aria-rowcount", String(count() + 1));
    caption.replaceChildren(
      element("span", { role: "columnheader", class: "place" }, "offset"),
      ...Array.from({ length: columns }, (_, column) =>
        element("span", { role: "columnheader" }, toHex(Uint8Array.of(column))),
      ),
      element("span", { class: "ascii", "aria-hidden": "true" }, "ASCII"),
    );
    rows.remake();
    showCursor();
  }

  /** @param {number} row */
  function makeRow(row) {
    const line = element("div", { class: "line", role: "row", "aria-rowindex": row + 2 });
    if (row === noteRow()) {
      line.append(makeNote());
      return line;
    }
    const start = (row - (row > noteRow() ? 1 : 0)) * columns;
    const ascii = element("span", { class: "ascii", "aria-hidden": "true" });
    line.append(element("span", { role: "rowheader", class: "place" }, offset(start)));
    for (let at = start; at < start + columns && at < der.length; at++) {
      const cell = element("span", { role: "gridcell", id: id + at, "data-at": at }, toHex(der.subarray(at, at + 1)));
      const character = element("span", { "data-at": at }, asASCII(/** @type {number} */ (der[at])));
      line.append(cell);
      ascii.append(character);
      dress(cell);
      dress(character);
    }
    line.append(ascii);
    return line;
  }

  function makeNote() {
    const { offset: at } = /** @type {{ offset: number }} */ (fault);
    const column = at % columns;
    const words = at < der.length ? "✕ faulty byte" : "✕ ends here";
    const isLeft = column < columns / 2;
    const note = element(
      "span",
      { class: "note", role: "gridcell", "aria-colspan": columns + 1 },
      isLeft ? `▲ ${words}` : `${words} ▲`,
    );
    note.style.gridColumn = isLeft ? `${column + 2} / -1` : `1 / ${column + 3}`;
    note.style.justifySelf = isLeft ? "start" : "end";
    return note;
  }

  /** @param {HTMLElement} cell of a byte, or its character */
  function dress(cell) {
    const at = Number(cell.dataset.at);
    const isBetween = (start = 0, end = 0) => at >= start && at < end;
    const isSelected = isBetween(selected?.start, selected?.end);
    const { classList } = cell;
    classList.toggle("selected", isSelected);
    classList.toggle("pointed", isBetween(pointed?.start, pointed?.end));
    classList.toggle(
      "header",
      isBetween(selected?.start, selected?.contents) || isBetween(pointed?.start, pointed?.contents),
    );
    classList.toggle("cursor", at === cursor);
    if (fault) {
      classList.toggle("faulty", at === fault.offset);
      classList.toggle("unread", at >= fault.unread);
    }
    if (!cell.role) {
      return;
    }
    cell.setAttribute("aria-selected", String(isSelected));
    if (at === cursor) {
      cell.setAttribute("aria-label", `${cell.textContent}, ${describe(at)}`);
    } else {
      cell.removeAttribute("aria-label");
    }
  }

  function dressAll() {
    for (const line of rows.made.values()) {
      for (const cell of line.querySelectorAll("[data-at]")) {
        dress(/** @type {HTMLElement} */ (cell));
      }
    }
  }

  /** @param {number} at */
  function setCursor(at) {
    cursor = Math.max(0, Math.min(at, der.length - 1));
    showCursor();
    dressAll();
    if (der.length) {
      grid.setAttribute("aria-activedescendant", id + cursor);
    }
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const { key, ctrlKey, metaKey, altKey } = event;
    const command = ctrlKey || metaKey;
    const column = cursor % columns;
    /** The new place of the cursor; up and down stay in the column. @type {Record<string, number>} */
    const places = {
      ArrowRight: cursor + 1,
      ArrowLeft: cursor - 1,
      ArrowDown: cursor + columns,
      ArrowUp: cursor < columns ? cursor : cursor - columns,
      PageDown: cursor + rows.page() * columns,
      PageUp: Math.max(column, cursor - rows.page() * columns),
      Home: command ? 0 : cursor - column,
      End: command ? der.length - 1 : cursor - column + columns - 1,
    };
    if (altKey) {
      return;
    }
    if (command && key.toLowerCase() === "c") {
      onCopy();
    } else if (key === "Enter" || key === " ") {
      if (der.length) {
        onPick(cursor);
      }
    } else if (Object.hasOwn(places, key)) {
      setCursor(/** @type {number} */ (places[key]));
      onCursor(cursor);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** @param {Event} event */
  const offsetAt = ({ target }) => {
    const at = /** @type {HTMLElement} */ (target).dataset.at;
    return at === undefined ? null : Number(at);
  };

  grid.addEventListener("keydown", pressed);
  grid.addEventListener("click", (event) => {
    const at = offsetAt(event);
    if (at === null) {
      return;
    }
    setCursor(at);
    onPick(at);
  });
  grid.addEventListener("pointerover", (event) => onPoint(offsetAt(event)));
  grid.addEventListener("pointerleave", () => onPoint(null));
  setColumns(WIDE);

  return {
    element: hex,
    /** Marks the bytes of an element and goes to `at`, one of them. @param {Extent | null} extent @param {number} at */
    select(extent, at) {
      selected = extent;
      setCursor(at);
    },
    /** @param {Extent | null} extent */
    point(extent) {
      if (pointed === extent) {
        return;
      }
      pointed = extent;
      dressAll();
    },
    focus: () => grid.focus(),
    showFault() {
      if (!fault) {
        return;
      }
      setCursor(fault.offset);
    },
  };
}

export const style = `
.dissection .hex { overflow: clip; font: 0.8125rem var(--mono); font-variant-ligatures: none; }
.dissection .line { display: grid; grid-template-columns: var(--offset) repeat(8, 2.75ch) 9.5ch; height: var(--row-height); white-space: pre; }
.dissection .line { --offset: calc(max(var(--digits), 5) * 1ch + 0.75rem); }
.dissection :is(.wide .line, .line.wide) { grid-template-columns: var(--offset) repeat(8, 2.75ch) 3.75ch repeat(7, 2.75ch) 17.5ch; }
/* As wide as 16 columns, with room for a scroll bar: what the dump asks for, and what it is measured by. */
.dissection .line.ruler { position: static; width: max-content; height: 0; margin-inline-end: 1.25rem; }
.dissection .line > :is([role="gridcell"], [role="columnheader"]) { text-align: center; }
.dissection .wide .line > :nth-child(10) { padding-inline-start: 1ch; }
.dissection .ascii { padding-inline-start: 1ch; grid-column: -2; }
.dissection .hex .caption :is(.place, .ascii) { font-family: var(--sans); }
.dissection [data-at] { cursor: pointer; }
.dissection .selected { background: var(--accent-wash); }
.dissection .pointed[data-at] { background: color-mix(in srgb, var(--accent) 16%, var(--surface)); }
.dissection .header { text-decoration: underline 2px; text-underline-offset: 0.25em; }
.dissection .unread { color: var(--muted); font-style: italic; }
.dissection .faulty { color: var(--bad); background: var(--bad-wash); outline: 2px solid; outline-offset: -2px; font-weight: 700; }
.dissection .note { color: var(--bad); font: 600 0.9375em var(--sans); line-height: inherit; padding-inline: 0.75ch; }
.dissection .scroller:focus-visible .cursor[role] { outline: 2px solid var(--accent); outline-offset: -2px; }
@media (forced-colors: active) {
  .dissection .selected { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  .dissection .pointed[data-at] { border-block: 1px dashed; }
}
`;
