// The elements of an object as a tree; its keys are those of the ARIA Authoring Practices.

import { element } from "../dom.js";
import { foreign } from "../values.js";
import { Rows } from "./rows.js";

/** @typedef {import("./outline.js").OutlineItem} OutlineItem */

/** What is longer does not fit a row; the selected element shows all of its value. */
const LONGEST_VALUE = 160;
/** Milliseconds between two letters of one word. */
const TYPING_PAUSE = 700;

/** @param {string} text */
function beginning(text) {
  // Some letters take two places of a string: they are not cut in half.
  const start = text.length > LONGEST_VALUE ? text.slice(0, LONGEST_VALUE).replace(/[\uD800-\uDBFF]$/, "") : text;
  return start === text ? text : `${start}…`;
}

/**
 * @typedef {object} TreeOptions
 * @property {import("./outline.js").Outline} outline
 * @property {string} id starts the ids of the rows
 * @property {(offset: number) => string} offset writes one
 * @property {(item: OutlineItem, longest: number) => string | null} value of an element; about `longest` characters are
 *   enough
 * @property {(item: OutlineItem) => void} onSelect
 * @property {(item: OutlineItem | null) => void} onPoint
 * @property {() => void} onCopy
 */

const emptyTree = () =>
  element(
    "div",
    { class: "scroller", role: "tree", tabindex: 0, "aria-label": "Structure" },
    element(
      "div",
      { class: "caption", "aria-hidden": "true" },
      element("span", { class: "what" }, "element"),
      element("span", { class: "place" }, "offset"),
      element("span", { class: "size" }, "bytes"),
    ),
  );

/** @param {Event} event */
const isOnTwisty = ({ target }) => /** @type {Element} */ (target).closest(".twisty") !== null;

export class Tree {
  element = emptyTree();
  #options;
  #outline;
  #rows;
  /** @type {OutlineItem | null} */
  #selected = null;
  /** @type {OutlineItem | null} */
  #pointed = null;
  #typed = "";
  #typedAt = 0;
  /** @type {WeakMap<Element, OutlineItem>} */
  #itemOf = new WeakMap();

  /** @param {TreeOptions} options */
  constructor(options) {
    const { outline } = options;
    this.#options = options;
    this.#outline = outline;
    this.#rows = new Rows(this.element, {
      count: () => outline.visible.length,
      key: (index) => outline.visible[index],
      make: (index) => this.#makeRow(/** @type {OutlineItem} */ (outline.visible[index])),
    });
    this.#listen();
  }

  #listen() {
    const { onPoint } = this.#options;
    this.element.addEventListener("keydown", (event) => this.#pressed(event));
    this.element.addEventListener("click", (event) => {
      const item = this.#itemAt(event);
      if (!item) {
        return;
      }
      this.#choose(item);
      if (isOnTwisty(event)) {
        this.#toggle(item);
      }
    });
    this.element.addEventListener("dblclick", (event) => {
      const item = this.#itemAt(event);
      if (item && !isOnTwisty(event)) {
        this.#toggle(item);
      }
    });
    this.element.addEventListener("pointerover", (event) => onPoint(this.#itemAt(event)));
    this.element.addEventListener("pointerleave", () => onPoint(null));
  }

  /** @param {Event} event */
  #itemAt({ target }) {
    const row = /** @type {Element} */ (target).closest("[role=treeitem]");
    return row ? (this.#itemOf.get(row) ?? null) : null;
  }

  /** @param {OutlineItem} item */
  #makeRow(item) {
    const { id, offset, value } = this.#options;
    const { name, type } = item.node;
    const text = value(item, LONGEST_VALUE);
    const what = element(
      "span",
      { class: "what" },
      element("span", { class: name ? "name" : "type" }, foreign(item.label)),
    );
    if (name) {
      what.append(" ", element("span", { class: "type" }, foreign(type)));
    }
    if (text !== null) {
      what.append(" ", element("span", { class: "value" }, foreign(beginning(text))));
    }
    const row = element(
      "div",
      {
        class: "row",
        role: "treeitem",
        id: id + item.start,
        "aria-level": item.level,
        "aria-posinset": item.index + 1,
        "aria-setsize": item.siblings,
      },
      element("span", { class: "twisty", "aria-hidden": "true" }),
      what,
      element("span", { class: "place", "aria-hidden": "true" }, offset(item.start)),
      element("span", { class: "size", "aria-hidden": "true" }, String(item.end - item.start)),
    );
    row.style.setProperty("--level", String(item.level));
    this.#itemOf.set(row, item);
    this.#dress(row, item);
    return row;
  }

  /** What changes while a row is there. @param {HTMLElement | undefined} row @param {OutlineItem} item */
  #dress(row, item) {
    if (!row) {
      return;
    }
    row.setAttribute("aria-selected", String(item === this.#selected));
    row.classList.toggle("pointed", item === this.#pointed);
    if (item.isBranch) {
      row.setAttribute("aria-expanded", String(item.open));
    }
  }

  #dressAll() {
    for (const [item, row] of this.#rows.made) {
      this.#dress(row, /** @type {OutlineItem} */ (item));
    }
  }

  /** @param {Iterable<OutlineItem>} items @param {boolean} open */
  #setOpen(items, open) {
    this.#outline.setOpen(items, open);
    this.#rows.refresh();
    this.#dressAll();
  }

  /** Opens, scrolls to and selects an element. @param {OutlineItem} item */
  select(item) {
    const before = this.#selected;
    this.#selected = item;
    const outline = this.#outline;
    const { length } = outline.visible;
    outline.uncover(item);
    if (outline.visible.length !== length) {
      this.#rows.refresh();
    }
    this.#rows.show(outline.visible.indexOf(item));
    if (before) {
      this.#dress(this.#rows.made.get(before), before);
    }
    this.#dressAll();
    this.element.setAttribute("aria-activedescendant", this.#options.id + item.start);
  }

  /** Marks an element, or the closed one that it is in. @param {OutlineItem | null} item */
  point(item) {
    const before = this.#pointed;
    this.#pointed = item && this.#outline.shown(item);
    for (const each of [before, this.#pointed]) {
      if (each) {
        this.#dress(this.#rows.made.get(each), each);
      }
    }
  }

  /** @param {OutlineItem | undefined} item */
  #choose(item) {
    if (!item) {
      return;
    }
    this.select(item);
    this.#options.onSelect(item);
  }

  /** @param {OutlineItem} item */
  #close(item) {
    this.#setOpen([item], false);
    if (this.#selected && this.#outline.shown(this.#selected) !== this.#selected) {
      this.#choose(item);
    }
  }

  /** @param {OutlineItem} item */
  #toggle(item) {
    if (item.open) {
      this.#close(item);
    } else {
      this.#setOpen([item], true);
    }
  }

  /** @param {string} letter @param {number} at */
  #find(letter, at) {
    const now = performance.now();
    this.#typed = now - this.#typedAt < TYPING_PAUSE ? this.#typed + letter : letter;
    this.#typedAt = now;
    const { visible } = this.#outline;
    // A second letter may belong to where the first one led.
    const first = this.#typed.length > 1 ? at : at + 1;
    for (let i = 0; i < visible.length; i++) {
      const item = visible[(first + i) % visible.length];
      if (item?.label.toLowerCase().startsWith(this.#typed)) {
        return this.#choose(item);
      }
    }
  }

  /**
   * What the keys do.
   * @param {OutlineItem} item the selected one
   * @param {number} at its row
   * @returns {Record<string, () => void>}
   */
  #keys(item, at) {
    const { visible } = this.#outline;
    const { page } = this.#rows;
    const go = (/** @type {number} */ index) => () =>
      this.#choose(visible[Math.min(Math.max(index, 0), visible.length - 1)]);
    return {
      ArrowDown: go(at + 1),
      ArrowUp: go(at - 1),
      Home: go(0),
      End: go(visible.length - 1),
      PageDown: go(at + page),
      PageUp: go(at - page),
      ArrowRight: () => (item.open ? this.#choose(item.items[0]) : this.#setOpen([item], true)),
      ArrowLeft: () => (item.open ? this.#close(item) : this.#choose(item.parent ?? undefined)),
      Enter: () => this.#toggle(item),
      " ": () => this.#toggle(item),
      "*": () => this.#setOpen(item.parent?.items ?? [item], true),
    };
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const item = this.#selected;
    if (!item || event.altKey) {
      return;
    }
    const at = this.#outline.visible.indexOf(item);
    const { key } = event;
    const keys = this.#keys(item, at);
    if (event.ctrlKey || event.metaKey) {
      if (key.toLowerCase() !== "c") {
        return;
      }
      this.#options.onCopy();
    } else if (Object.hasOwn(keys, key)) {
      keys[key]?.();
    } else if (/^\S$/u.test(key)) {
      this.#find(key.toLowerCase(), at);
    } else {
      return;
    }
    event.preventDefault();
  }
}

export const style = `
.dissection :is([role="treeitem"], .caption:not(.line)) {
  display: grid;
  grid-template-columns:
    auto minmax(0, 1fr) calc(var(--digits) * 0.5rem + 1.25rem)
    minmax(3.25rem, calc(var(--digits) * 0.5rem + 1.25rem));
}
.dissection [role="treeitem"] { padding-inline-start: calc((var(--level) - 1) * var(--indent)); }
.dissection .caption .what { grid-column: 1 / 3; padding-inline-start: 0.5rem; }
.dissection .what { overflow: hidden; text-overflow: ellipsis; white-space: pre; }
.dissection .what bdi { overflow-wrap: normal; }
.dissection .name { font-weight: 600; }
.dissection .type { color: var(--muted); }
.dissection [role="treeitem"] :is(.type, .value, .place, .size) { font-size: 0.9375em; }
.dissection :is(.place, .size) {
  padding-inline-end: 0.5rem;
  color: var(--muted);
  text-align: end;
  font-variant-numeric: tabular-nums;
}
.dissection [role="treeitem"] .place { font-family: var(--mono); }
.dissection .twisty { width: 1.375rem; text-align: center; color: var(--muted); }
.dissection [aria-expanded] .twisty { cursor: pointer; }
.dissection [aria-expanded="false"] .twisty::before { content: "▸"; }
.dissection [aria-expanded="true"] .twisty::before { content: "▾"; }
.dissection [aria-selected="true"][role="treeitem"] {
  background: var(--accent-wash);
  box-shadow: inset 3px 0 var(--accent);
}
.dissection .row.pointed { text-decoration: underline dotted; text-underline-offset: 0.25em; }
@media (forced-colors: active) {
  .dissection [aria-selected="true"][role="treeitem"] { border-inline-start: 3px solid Highlight; }
}
`;
