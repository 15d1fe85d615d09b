// A scrolled list of rows of one height, of which only those near the view are in the document. No package for this is
// needed: with one height for all, it is a division; and what packages leave out, lists taller than browsers can lay
// out, is most of this file.

import { element } from "../dom.js";

/** Browsers lay out some 17 million pixels, fewer when zoomed. A list that is taller than this is scrolled to scale. */
const TALLEST = 4_000_000;
/** Rows come and go so many at a time, so that most scroll events change nothing. */
const BLOCK = 8;
/** Milliseconds without scrolling after which the scroll bar is put where the list really is. */
const SETTLED = 200;

/**
 * @param {HTMLElement} scroller position: relative; what is in it already stays above the rows, sticky
 * @param {{ count: () => number, key: (index: number) => unknown, make: (index: number) => HTMLElement, resized?: () => void }} source
 *   a row is kept as long as its key is in view; `resized` is called before rows are placed in a view of a new size
 */
export function makeRows(scroller, { count, key, make, resized }) {
  const ruler = element("div", { class: "ruler" });
  const list = element("div", { class: "window" });
  const space = element("div", { class: "space" }, ruler, list);
  scroller.append(space);

  /** @type {Map<unknown, HTMLElement>} */
  const made = new Map();
  let rowHeight = 0;
  let view = 0;
  /**
   * Of the view, in pixels of the whole list; and what the scroll bar says, which is the same unless the list is
   * scaled.
   */
  let top = 0;
  let bar = 0;
  let [from, to] = [0, 0];
  /** @type {number | null} a row to show as soon as there is a view */
  let awaited = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let settling;

  const end = () => Math.max(0, count() * rowHeight - view);
  const barEnd = () => Math.max(0, Math.min(count() * rowHeight, TALLEST) - view);
  const scale = () => (count() * rowHeight > TALLEST ? end() / barEnd() : 1);
  const moveTo = (/** @type {number} */ wanted) => {
    top = Math.min(Math.max(wanted, 0), end());
  };

  const viewNow = () => Math.max(0, scroller.clientHeight - space.offsetTop);

  function settle() {
    scroller.scrollTop = top / scale();
    bar = scroller.scrollTop;
    if (scale() === 1) {
      top = bar;
    }
    place();
  }

  function place() {
    list.style.top = `${bar - top + from * rowHeight}px`;
  }

  function render() {
    if (!view) {
      return;
    }
    const first = Math.max(0, Math.floor(top / rowHeight / BLOCK - 0.5) * BLOCK);
    const last = Math.min(count(), Math.ceil((top + view) / rowHeight / BLOCK + 0.5) * BLOCK);
    if (first !== from || last !== to) {
      [from, to] = [first, last];
      fill();
    }
    place();
  }

  function fill() {
    const rows = new Map();
    for (let i = from; i < to; i++) {
      rows.set(key(i), made.get(key(i)) ?? make(i));
    }
    for (const [each, row] of made) {
      if (!rows.has(each)) {
        row.remove();
      }
    }
    made.clear();
    let next = list.firstElementChild;
    for (const [each, row] of rows) {
      made.set(each, row);
      if (row === next) {
        next = row.nextElementSibling;
      } else {
        list.insertBefore(row, next);
      }
    }
  }

  /** After the number of rows or what they are has changed. */
  function refresh() {
    space.style.height = `min(${count()} * var(--row-height), ${TALLEST}px)`;
    to = -1;
    // The list may have made the view larger or smaller.
    view &&= viewNow();
    if (!view) {
      return;
    }
    moveTo(top);
    settle();
    render();
  }

  function scrolled() {
    const moved = scroller.scrollTop - bar;
    if (moved === 0) {
      return;
    }
    bar += moved;
    if (scale() === 1) {
      top = bar;
    } else {
      // A wheel or a finger moves the rows as far as anywhere else; a scroll bar that is dragged moves them to scale.
      moveTo(Math.abs(moved) < view ? top + moved : bar * scale());
      clearTimeout(settling);
      const edge = bar < 1 ? 0 : bar > barEnd() - 1 ? end() : null;
      if (edge === null) {
        settling = setTimeout(settle, SETTLED);
      } else if (Math.abs(edge - top) < view) {
        top = edge;
      } else {
        settle();
      }
    }
    render();
  }

  function measure() {
    const newHeight = parseFloat(getComputedStyle(ruler).height) || 0;
    const newView = newHeight && viewNow();
    if (!newView) {
      view = 0;
    }
    if (!newView || (newView === view && newHeight === rowHeight)) {
      return;
    }
    top = rowHeight && (top / rowHeight) * newHeight;
    rowHeight = newHeight;
    view = newView;
    refresh();
    if (awaited !== null) {
      show(awaited);
    }
  }

  /**
   * Scrolls as little as shows the row; to a row further away, so that there is something to see before it.
   * @param {number} index
   */
  function show(index) {
    awaited = view ? null : index;
    const start = index * rowHeight;
    if (!view || (start >= top && start + rowHeight <= top + view)) {
      return;
    }
    const isNear = Math.abs(start - top - view / 2) < view;
    moveTo(!isNear ? start - view / 4 : start < top ? start : start + rowHeight - view);
    settle();
    render();
  }

  scroller.addEventListener("scroll", scrolled, { passive: true });
  const observer = new ResizeObserver(() =>
    requestAnimationFrame(() => {
      resized?.();
      measure();
    }),
  );
  observer.observe(scroller);
  observer.observe(ruler);
  refresh();

  return {
    refresh,
    show,
    /** Rows that are in the document, by key. @type {ReadonlyMap<unknown, HTMLElement>} */
    made,
    /** Forgets the rows: what they show has changed. */
    remake() {
      made.clear();
      list.replaceChildren();
      refresh();
    },
    /** How far PageUp and PageDown go. */
    page: () => Math.max(1, Math.floor(view / rowHeight) - 1),
  };
}

export const style = `
.space { position: relative; }
.window { position: absolute; inset-inline: 0; }
.ruler { position: absolute; visibility: hidden; height: var(--row-height); }
`;
