// The elements of an object as a tree that the keyboard walks as the ARIA Authoring Practices have it.

import { element } from "../dom.js";
import { foreign } from "../values.js";
import { makeRows } from "./rows.js";

/** @typedef {import("./outline.js").OutlineItem} OutlineItem */

/** More of a value than fits a row; all of it is shown of the selected element. */
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
 * @param {{
 *   outline: import("./outline.js").Outline,
 *   id: string,
 *   offset: (offset: number) => string,
 *   value: (item: OutlineItem, longest: number) => string | null,
 *   onSelect: (item: OutlineItem) => void,
 *   onPoint: (item: OutlineItem | null) => void,
 *   onCopy: () => void,
 * }} options `id` starts the ids of the rows; `offset` writes one; `value` of an element, of which about `longest` characters are
 *   needed
 */
export function makeTree({ outline, id, offset, value, onSelect, onPoint, onCopy }) {
  const tree = element(
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
  const rows = makeRows(tree, {
    count: () => outline.visible.length,
    key: (index) => outline.visible[index],
    make: (index) => makeRow(/** @type {OutlineItem} */ (outline.visible[index])),
  });

  /** @type {OutlineItem | null} */
  let selected = null;
  /** @type {OutlineItem | null} */
  let pointed = null;
  let typed = "";
  let typedAt = 0;

  /** @type {WeakMap<Element, OutlineItem>} */
  const itemOf = new WeakMap();

  /** @param {OutlineItem} item */
  function makeRow(item) {
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
    itemOf.set(row, item);
    dress(row, item);
    return row;
  }

  /** What changes while a row is there. @param {HTMLElement | undefined} row @param {OutlineItem} item */
  function dress(row, item) {
    if (!row) {
      return;
    }
    row.setAttribute("aria-selected", String(item === selected));
    row.classList.toggle("pointed", item === pointed);
    if (item.isBranch) {
      row.setAttribute("aria-expanded", String(item.open));
    }
  }

  const dressAll = () => rows.made.forEach((row, item) => dress(row, /** @type {OutlineItem} */ (item)));

  /** @param {Iterable<OutlineItem>} items @param {boolean} open */
  function setOpen(items, open) {
    outline.setOpen(items, open);
    rows.refresh();
    dressAll();
  }

  /** @param {OutlineItem} item */
  function select(item) {
    const before = selected;
    selected = item;
    const { length } = outline.visible;
    outline.uncover(item);
    if (outline.visible.length !== length) {
      rows.refresh();
    }
    rows.show(outline.visible.indexOf(item));
    if (before) {
      dress(rows.made.get(before), before);
    }
    dressAll();
    tree.setAttribute("aria-activedescendant", id + item.start);
  }

  /** @param {OutlineItem | undefined} item */
  function choose(item) {
    if (!item) {
      return;
    }
    select(item);
    onSelect(item);
  }

  /** @param {OutlineItem} item */
  function close(item) {
    setOpen([item], false);
    if (selected && outline.shown(selected) !== selected) {
      choose(item);
    }
  }

  /** @param {OutlineItem} item */
  const toggle = (item) => (item.open ? close(item) : setOpen([item], true));

  /** @param {string} letter @param {number} at */
  function find(letter, at) {
    const now = performance.now();
    typed = now - typedAt < TYPING_PAUSE ? typed + letter : letter;
    typedAt = now;
    const { visible } = outline;
    // A second letter may belong to where the first one led.
    const first = typed.length > 1 ? at : at + 1;
    for (let i = 0; i < visible.length; i++) {
      const item = visible[(first + i) % visible.length];
      if (item?.label.toLowerCase().startsWith(typed)) {
        return choose(item);
      }
    }
  }

  /** @param {KeyboardEvent} event */
  function pressed(event) {
    const { visible } = outline;
    const item = selected;
    if (!item) {
      return;
    }
    const at = visible.indexOf(item);
    const { key } = event;
    const go = (/** @type {number} */ index) => () => choose(visible[Math.min(Math.max(index, 0), visible.length - 1)]);
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowDown: go(at + 1),
      ArrowUp: go(at - 1),
      Home: go(0),
      End: go(visible.length - 1),
      PageDown: go(at + rows.page()),
      PageUp: go(at - rows.page()),
      ArrowRight: () => (item.open ? choose(item.items[0]) : setOpen([item], true)),
      ArrowLeft: () => (item.open ? close(item) : choose(item.parent ?? undefined)),
      Enter: () => toggle(item),
      " ": () => toggle(item),
      "*": () => setOpen(item.parent?.items ?? [item], true),
    };
    if (event.altKey) {
      return;
    }
    if (event.ctrlKey || event.metaKey) {
      if (key.toLowerCase() !== "c") {
        return;
      }
      onCopy();
    } else if (Object.hasOwn(keys, key)) {
      keys[key]?.();
    } else if (/^\S$/u.test(key)) {
      find(key.toLowerCase(), at);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** @param {Event} event */
  const itemAt = ({ target }) => {
    const row = /** @type {Element} */ (target).closest("[role=treeitem]");
    return row ? (itemOf.get(row) ?? null) : null;
  };

  tree.addEventListener("keydown", pressed);
  tree.addEventListener("click", (event) => {
    const item = itemAt(event);
    if (!item) {
      return;
    }
    choose(item);
    if (/** @type {Element} */ (event.target).closest(".twisty")) {
      toggle(item);
    }
  });
  tree.addEventListener("dblclick", (event) => {
    const item = itemAt(event);
    if (item && !(/** @type {Element} */ (event.target).closest(".twisty"))) {
      toggle(item);
    }
  });
  tree.addEventListener("pointerover", (event) => onPoint(itemAt(event)));
  tree.addEventListener("pointerleave", () => onPoint(null));

  return {
    element: tree,
    /** Opens, scrolls to and selects it. */
    select,
    /** Marks it, or the closed one that it is in. @param {OutlineItem | null} item */
    point(item) {
      const before = pointed;
      pointed = item && outline.shown(item);
      for (const each of [before, pointed]) {
        if (each) {
          dress(rows.made.get(each), each);
        }
      }
    },
  };
}

export const style = `
.dissection :is([role="treeitem"], .caption:not(.line)) {
  display: grid;
  grid-template-columns: auto minmax(0, 1fr) calc(var(--digits) * 0.5rem + 1.25rem) minmax(3.25rem, calc(var(--digits) * 0.5rem + 1.25rem));
}
.dissection [role="treeitem"] { padding-inline-start: calc((var(--level) - 1) * var(--indent)); }
.dissection .caption .what { grid-column: 1 / 3; padding-inline-start: 0.5rem; }
.dissection .what { overflow: hidden; text-overflow: ellipsis; white-space: pre; }
.dissection .what bdi { overflow-wrap: normal; }
.dissection .name { font-weight: 600; }
.dissection .type { color: var(--muted); }
.dissection [role="treeitem"] :is(.type, .value, .place, .size) { font-size: 0.9375em; }
.dissection :is(.place, .size) { padding-inline-end: 0.5rem; color: var(--muted); text-align: end; font-variant-numeric: tabular-nums; }
.dissection [role="treeitem"] .place { font-family: var(--mono); }
.dissection .twisty { width: 1.375rem; text-align: center; color: var(--muted); }
.dissection [aria-expanded] .twisty { cursor: pointer; }
.dissection [aria-expanded="false"] .twisty::before { content: "▸"; }
.dissection [aria-expanded="true"] .twisty::before { content: "▾"; }
.dissection [aria-selected="true"][role="treeitem"] { background: var(--accent-wash); box-shadow: inset 3px 0 var(--accent); }
.dissection .row.pointed { text-decoration: underline dotted; text-underline-offset: 0.25em; }
@media (forced-colors: active) {
  .dissection [aria-selected="true"][role="treeitem"] { border-inline-start: 3px solid Highlight; }
}
`;
