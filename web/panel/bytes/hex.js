// Bytes as a hex dump: an ARIA grid, with only the rows near the view in the document.

import { toHex } from "../../../bindings/index.js";
import { element } from "../dom.js";
import { Rows } from "./rows.js";

/**
 * @typedef {{ readonly start: number, readonly contents: number, readonly end: number }} Extent of an element; its
 *   header ends at `contents`
 */

const WIDE = 16;
const NARROW = 8;

/** @param {number} byte */
const asASCII = (byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte === 0x20 ? " " : "·");

/** @param {Extent | null} extent @param {number} at */
const covers = (extent, at) => extent !== null && at >= extent.start && at < extent.end;

/** @param {Extent | null} extent @param {number} at */
const coversInHeader = (extent, at) => extent !== null && at >= extent.start && at < extent.contents;

/** @param {Event} event */
function offsetAt({ target }) {
  const at = /** @type {HTMLElement} */ (target).dataset.at;
  return at === undefined ? null : Number(at);
}

/**
 * A line of its own below the faulty byte, as compilers write it: a sign, and words.
 * @param {number} column of the byte
 * @param {number} columns
 * @param {string} words
 */
function faultNote(column, columns, words) {
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

/**
 * @typedef {object} HexOptions
 * @property {Uint8Array} der
 * @property {{ offset: number, unread: number } | null} fault where reading stopped, which may be after the last byte,
 *   and from where on nothing was read
 * @property {string} id starts the ids of the cells
 * @property {(offset: number) => string} offset writes one
 * @property {(offset: number) => string} describe says what a byte belongs to
 * @property {(offset: number | null) => void} onPoint
 * @property {(offset: number) => void} onPick chosen by a click or Enter
 * @property {(offset: number) => void} onCursor reached by keys
 * @property {() => void} onCopy
 */

export class Hex {
  #options;
  #columns = WIDE;
  #cursor = 0;
  /** @type {Extent | null} */
  #selected = null;
  /** @type {Extent | null} */
  #pointed = null;
  #caption = element("div", { class: "caption line", role: "row", "aria-rowindex": 1 });
  #grid = element(
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
    this.#caption,
  );
  #ruler = element("div", { class: "line wide ruler" });
  element = element("div", { class: "hex" }, this.#ruler, this.#grid);
  #rows;

  /** @param {HexOptions} options */
  constructor(options) {
    this.#options = options;
    this.#rows = new Rows(this.#grid, {
      count: () => this.#count,
      key: (row) => row,
      make: (row) => this.#makeRow(row),
      resized: () => this.#fit(),
    });
    this.#listen();
    this.#setColumns(WIDE);
  }

  #listen() {
    const { onPoint, onPick } = this.#options;
    this.#grid.addEventListener("keydown", (event) => this.#pressed(event));
    this.#grid.addEventListener("click", (event) => {
      const at = offsetAt(event);
      if (at === null) {
        return;
      }
      this.#setCursor(at);
      onPick(at);
    });
    this.#grid.addEventListener("pointerover", (event) => onPoint(offsetAt(event)));
    this.#grid.addEventListener("pointerleave", () => onPoint(null));
  }

  get #noteRow() {
    const { fault, der } = this.#options;
    if (!fault) {
      return Infinity;
    }
    const row = Math.floor(fault.offset / this.#columns);
    return row + (fault.offset < der.length || fault.offset % this.#columns ? 1 : 0);
  }

  get #count() {
    const { fault, der } = this.#options;
    return Math.ceil(der.length / this.#columns) + (fault ? 1 : 0);
  }

  /** @param {number} at */
  #rowOf(at) {
    const row = Math.floor(at / this.#columns);
    return row + (row >= this.#noteRow ? 1 : 0);
  }

  #fit() {
    const fitting = parseFloat(getComputedStyle(this.#ruler).width) > this.#grid.clientWidth ? NARROW : WIDE;
    if (this.#grid.clientWidth && fitting !== this.#columns) {
      this.#setColumns(fitting);
    }
  }

  #showCursor() {
    const { fault, der } = this.#options;
    this.#rows.show(this.#rowOf(this.#cursor));
    // The note belongs to the faulty byte above it.
    if (fault && this.#cursor === Math.min(fault.offset, der.length - 1)) {
      this.#rows.show(this.#noteRow);
    }
  }

  /** @param {number} columns */
  #setColumns(columns) {
    this.#columns = columns;
    this.element.classList.toggle("wide", columns === WIDE);
    this.#grid.setAttribute("aria-rowcount", String(this.#count + 1));
    this.#caption.replaceChildren(
      element("span", { role: "columnheader", class: "place" }, "offset"),
      ...Array.from({ length: columns }, (_, column) =>
        element("span", { role: "columnheader" }, toHex(Uint8Array.of(column))),
      ),
      element("span", { class: "ascii", "aria-hidden": "true" }, "ASCII"),
    );
    this.#rows.remake();
    this.#showCursor();
  }

  /** @param {number} row */
  #makeRow(row) {
    const { der, fault, id, offset } = this.#options;
    const columns = this.#columns;
    const line = element("div", { class: "line", role: "row", "aria-rowindex": row + 2 });
    if (fault && row === this.#noteRow) {
      line.append(
        faultNote(fault.offset % columns, columns, fault.offset < der.length ? "✕ faulty byte" : "✕ ends here"),
      );
      return line;
    }
    const start = (row - (row > this.#noteRow ? 1 : 0)) * columns;
    const ascii = element("span", { class: "ascii", "aria-hidden": "true" });
    line.append(element("span", { role: "rowheader", class: "place" }, offset(start)));
    for (let at = start; at < start + columns && at < der.length; at++) {
      const cell = element("span", { role: "gridcell", id: id + at, "data-at": at }, toHex(der.subarray(at, at + 1)));
      const character = element("span", { "data-at": at }, asASCII(/** @type {number} */ (der[at])));
      line.append(cell);
      ascii.append(character);
      this.#dress(cell);
      this.#dress(character);
    }
    line.append(ascii);
    return line;
  }

  /** @param {HTMLElement} cell of a byte, or its character */
  #dress(cell) {
    const { fault, describe } = this.#options;
    const at = Number(cell.dataset.at);
    const isSelected = covers(this.#selected, at);
    const { classList } = cell;
    classList.toggle("selected", isSelected);
    classList.toggle("pointed", covers(this.#pointed, at));
    classList.toggle("header", coversInHeader(this.#selected, at) || coversInHeader(this.#pointed, at));
    classList.toggle("cursor", at === this.#cursor);
    if (fault) {
      classList.toggle("faulty", at === fault.offset);
      classList.toggle("unread", at >= fault.unread);
    }
    if (!cell.role) {
      return;
    }
    cell.setAttribute("aria-selected", String(isSelected));
    if (at === this.#cursor) {
      cell.setAttribute("aria-label", `${cell.textContent}, ${describe(at)}`);
    } else {
      cell.removeAttribute("aria-label");
    }
  }

  #dressAll() {
    for (const line of this.#rows.made.values()) {
      for (const cell of line.querySelectorAll("[data-at]")) {
        this.#dress(/** @type {HTMLElement} */ (cell));
      }
    }
  }

  /** @param {number} at */
  #setCursor(at) {
    const { der, id } = this.#options;
    this.#cursor = Math.max(0, Math.min(at, der.length - 1));
    this.#showCursor();
    this.#dressAll();
    if (der.length) {
      this.#grid.setAttribute("aria-activedescendant", id + this.#cursor);
    }
  }

  /**
   * Where each key takes the cursor; up and down stay in the column.
   * @param {boolean} command whether Ctrl or the command key is held
   * @returns {Record<string, number>}
   */
  #places(command) {
    const columns = this.#columns;
    const cursor = this.#cursor;
    const column = cursor % columns;
    const page = this.#rows.page * columns;
    return {
      ArrowRight: cursor + 1,
      ArrowLeft: cursor - 1,
      ArrowDown: cursor + columns,
      ArrowUp: cursor < columns ? cursor : cursor - columns,
      PageDown: cursor + page,
      PageUp: Math.max(column, cursor - page),
      Home: command ? 0 : cursor - column,
      End: command ? this.#options.der.length - 1 : cursor - column + columns - 1,
    };
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const { der, onCopy, onPick, onCursor } = this.#options;
    const { key, ctrlKey, metaKey, altKey } = event;
    const command = ctrlKey || metaKey;
    const places = this.#places(command);
    if (altKey) {
      return;
    }
    if (command && key.toLowerCase() === "c") {
      onCopy();
    } else if (key === "Enter" || key === " ") {
      if (der.length) {
        onPick(this.#cursor);
      }
    } else if (Object.hasOwn(places, key)) {
      this.#setCursor(/** @type {number} */ (places[key]));
      onCursor(this.#cursor);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Marks the bytes of an element and goes to `at`, one of them. @param {Extent | null} extent @param {number} at */
  select(extent, at) {
    this.#selected = extent;
    this.#setCursor(at);
  }

  /** @param {Extent | null} extent */
  point(extent) {
    if (this.#pointed === extent) {
      return;
    }
    this.#pointed = extent;
    this.#dressAll();
  }

  focus() {
    this.#grid.focus();
  }

  showFault() {
    const { fault } = this.#options;
    if (fault) {
      this.#setCursor(fault.offset);
    }
  }
}

export const style = `
.dissection .hex { overflow: clip; font: 0.8125rem var(--mono); font-variant-ligatures: none; }
.dissection .line {
  display: grid;
  grid-template-columns: var(--offset) repeat(8, 2.75ch) 9.5ch;
  height: var(--row-height);
  white-space: pre;
}
.dissection .line { --offset: calc(max(var(--digits), 5) * 1ch + 0.75rem); }
.dissection :is(.wide .line, .line.wide) {
  grid-template-columns: var(--offset) repeat(8, 2.75ch) 3.75ch repeat(7, 2.75ch) 17.5ch;
}
/* As wide as 16 columns and a scroll bar: if it does not fit, the dump has 8 columns. */
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
.dissection .faulty {
  color: var(--bad);
  background: var(--bad-wash);
  outline: 2px solid;
  outline-offset: -2px;
  font-weight: 700;
}
.dissection .note { color: var(--bad); font: 600 0.9375em var(--sans); line-height: inherit; padding-inline: 0.75ch; }
.dissection .scroller:focus-visible .cursor[role] { outline: 2px solid var(--accent); outline-offset: -2px; }
@media (forced-colors: active) {
  .dissection .selected { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  .dissection .pointed[data-at] { border-block: 1px dashed; }
}
`;
