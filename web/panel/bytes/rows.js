// A scrolled list of rows of one height, with only those near the view in the document. This needs no package:
// with one height for all, finding a row is a division. Most of this file is what packages leave out: lists taller than
// browsers can lay out.

import { element, onResize } from "../dom.js";

/** Browsers lay out some 17 million pixels, fewer when zoomed. A list taller than this is scrolled to scale. */
const TALLEST = 4_000_000;
/** Rows come and go this many at a time, so that most scroll events change nothing. */
const BLOCK = 8;
/** Milliseconds without scrolling before the scroll bar moves to where the list really is. */
const SETTLED = 200;

/**
 * @typedef {object} RowSource
 * @property {() => number} count
 * @property {(index: number) => unknown} key a row is kept as long as its key is in view
 * @property {(index: number) => HTMLElement} make
 * @property {() => void} [resized] called before rows are placed in a view of a new size
 */

export class Rows {
  #scroller;
  #source;
  #ruler = element("div", { class: "ruler" });
  #list = element("div", { class: "window" });
  #space = element("div", { class: "space" }, this.#ruler, this.#list);

  /** The rows that are in the document, by key. @type {Map<unknown, HTMLElement>} */
  made = new Map();
  #rowHeight = 0;
  #view = 0;
  /** Where the view begins, in pixels of the whole list. */
  #top = 0;
  /** What the scroll bar says: the same as #top unless the list is scaled. */
  #bar = 0;
  #from = 0;
  #to = 0;
  /** A row to show as soon as there is a view. @type {number | null} */
  #awaited = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #settling;

  /**
   * @param {HTMLElement} scroller position: relative; what it already contains stays above the rows, sticky
   * @param {RowSource} source
   */
  constructor(scroller, source) {
    this.#scroller = scroller;
    this.#source = source;
    scroller.append(this.#space);
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    onResize(
      () =>
        requestAnimationFrame(() => {
          source.resized?.();
          this.#measure();
        }),
      scroller,
      this.#ruler,
    );
    this.refresh();
  }

  get #height() {
    return this.#source.count() * this.#rowHeight;
  }

  get #end() {
    return Math.max(0, this.#height - this.#view);
  }

  get #barEnd() {
    return Math.max(0, Math.min(this.#height, TALLEST) - this.#view);
  }

  get #scale() {
    return this.#height > TALLEST ? this.#end / this.#barEnd : 1;
  }

  get #viewNow() {
    return Math.max(0, this.#scroller.clientHeight - this.#space.offsetTop);
  }

  /** @param {number} wanted */
  #moveTo(wanted) {
    this.#top = Math.min(Math.max(wanted, 0), this.#end);
  }

  #settle() {
    this.#scroller.scrollTop = this.#top / this.#scale;
    this.#bar = this.#scroller.scrollTop;
    if (this.#scale === 1) {
      this.#top = this.#bar;
    }
    this.#place();
  }

  #place() {
    this.#list.style.top = `${this.#bar - this.#top + this.#from * this.#rowHeight}px`;
  }

  #render() {
    if (!this.#view) {
      return;
    }
    const first = Math.max(0, Math.floor(this.#top / this.#rowHeight / BLOCK - 0.5) * BLOCK);
    const last = Math.min(
      this.#source.count(),
      Math.ceil((this.#top + this.#view) / this.#rowHeight / BLOCK + 0.5) * BLOCK,
    );
    if (first !== this.#from || last !== this.#to) {
      [this.#from, this.#to] = [first, last];
      this.#fill();
    }
    this.#place();
  }

  #fill() {
    const { key, make } = this.#source;
    const rows = new Map();
    for (let i = this.#from; i < this.#to; i++) {
      rows.set(key(i), this.made.get(key(i)) ?? make(i));
    }
    for (const [each, row] of this.made) {
      if (!rows.has(each)) {
        row.remove();
      }
    }
    this.made.clear();
    let next = this.#list.firstElementChild;
    for (const [each, row] of rows) {
      this.made.set(each, row);
      if (row === next) {
        next = row.nextElementSibling;
      } else {
        this.#list.insertBefore(row, next);
      }
    }
  }

  /** To be called when the rows, or the number of them, have changed. */
  refresh() {
    this.#space.style.height = `min(${this.#source.count()} * var(--row-height), ${TALLEST}px)`;
    this.#to = -1;
    // The list may have made the view larger or smaller.
    this.#view &&= this.#viewNow;
    if (!this.#view) {
      return;
    }
    this.#moveTo(this.#top);
    this.#settle();
    this.#render();
  }

  #scrolled() {
    const moved = this.#scroller.scrollTop - this.#bar;
    if (moved === 0) {
      return;
    }
    this.#bar += moved;
    if (this.#scale === 1) {
      this.#top = this.#bar;
    } else {
      this.#scrolledToScale(moved);
    }
    this.#render();
  }

  /** A wheel or a finger moves the rows as far as anywhere else; dragging the scroll bar moves them to scale.
   * @param {number} moved */
  #scrolledToScale(moved) {
    const bar = this.#bar;
    this.#moveTo(Math.abs(moved) < this.#view ? this.#top + moved : bar * this.#scale);
    clearTimeout(this.#settling);
    const edge = bar < 1 ? 0 : bar > this.#barEnd - 1 ? this.#end : null;
    if (edge === null) {
      this.#settling = setTimeout(() => this.#settle(), SETTLED);
    } else if (Math.abs(edge - this.#top) < this.#view) {
      this.#top = edge;
    } else {
      this.#settle();
    }
  }

  #measure() {
    const newHeight = parseFloat(getComputedStyle(this.#ruler).height) || 0;
    const newView = newHeight && this.#viewNow;
    if (!newView) {
      this.#view = 0;
    }
    if (!newView || (newView === this.#view && newHeight === this.#rowHeight)) {
      return;
    }
    this.#top = this.#rowHeight && (this.#top / this.#rowHeight) * newHeight;
    this.#rowHeight = newHeight;
    this.#view = newView;
    this.refresh();
    if (this.#awaited !== null) {
      this.show(this.#awaited);
    }
  }

  /**
   * Scrolls no further than needed to show a row; for a row that is far away, also to what stands before it.
   * @param {number} index
   */
  show(index) {
    const [view, top, height] = [this.#view, this.#top, this.#rowHeight];
    this.#awaited = view ? null : index;
    const start = index * height;
    if (!view || (start >= top && start + height <= top + view)) {
      return;
    }
    const isNear = Math.abs(start - top - view / 2) < view;
    this.#moveTo(!isNear ? start - view / 4 : start < top ? start : start + height - view);
    this.#settle();
    this.#render();
  }

  /** Forgets the rows: what they show has changed. */
  remake() {
    this.made.clear();
    this.#list.replaceChildren();
    this.refresh();
  }

  /** How far PageUp and PageDown go. */
  get page() {
    return Math.max(1, Math.floor(this.#view / this.#rowHeight) - 1);
  }
}

export const style = `
.space { position: relative; }
.window { position: absolute; inset-inline: 0; }
.ruler { position: absolute; visibility: hidden; height: var(--row-height); }
`;
