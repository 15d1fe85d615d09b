// What an object is made of, element by element: a tree and the bytes beside it, each showing what the other points at.

import { toHex } from "../../../bindings/index.js";
import { element } from "../dom.js";
import { foreign } from "../values.js";
import { Details } from "./details.js";
import { placeText, readableText, valueText } from "./element-text.js";
import { faultNotice, faultPlace } from "./fault-place.js";
import { Hex, style as hexStyle } from "./hex.js";
import { Outline } from "./outline.js";
import { style as rowsStyle } from "./rows.js";
import { Tree, style as treeStyle } from "./tree.js";

/** @typedef {import("./outline.js").OutlineItem} OutlineItem */

let views = 0;

export class BytesView {
  element = element("div", { class: "dissection" });
  #der;
  #outline;
  #fault;
  #tree;
  #hex;
  #details;
  #line = element("p", { class: "byte hint" });
  /** @type {OutlineItem | null} */
  #selected = null;

  /** @param {{ der: Uint8Array, dissection: import("../../../bindings/index.js").Dissection }} input */
  constructor({ der, dissection: { kind, root, error } }) {
    // A private key shows its structure, but nothing that somebody could read over a shoulder or copy by mistake.
    const isSecret = kind === "private-key";
    const outline = new Outline(root);
    const id = `dissection${++views}`;
    const digits = Math.max(4, der.length.toString(16).length);
    const offset = (/** @type {number} */ at) => at.toString(16).padStart(digits, "0");

    this.#der = der;
    this.#outline = outline;
    this.#fault = error && faultPlace(error, der, outline);
    this.#details = new Details(der, isSecret);
    this.#tree = outline.root && this.#makeTree(`${id}-element-`, offset, isSecret);
    this.#hex = isSecret ? null : this.#makeHex(`${id}-byte-`, offset);

    this.element.style.setProperty("--digits", String(digits));
    this.#build();
    this.#go(this.#fault?.last ?? outline.root, this.#fault?.offset ?? 0);
    this.#hex?.showFault();
  }

  /** @param {string} id @param {(at: number) => string} offset @param {boolean} isSecret */
  #makeTree(id, offset, isSecret) {
    return new Tree({
      outline: this.#outline,
      id,
      offset,
      value: (item, longest) => readableText(item, valueText(this.#der, item, isSecret, longest)),
      onSelect: (item) => this.#select(item, item.start),
      onPoint: (item) => this.#point(item),
      onCopy: () => this.#details.copyText(),
    });
  }

  /** @param {string} id @param {(at: number) => string} offset */
  #makeHex(id, offset) {
    return new Hex({
      der: this.#der,
      fault: this.#fault,
      id,
      offset,
      describe: (at) => this.#describe(at),
      onPoint: (at) => {
        this.#point(at === null ? null : this.#outline.covering(at));
        if (at !== null) {
          this.#showByte(at);
        }
      },
      onCursor: (at) => {
        this.#point(this.#outline.covering(at));
        this.#showByte(at);
      },
      onPick: (at) => this.#go(this.#outline.covering(at), at),
      onCopy: () => this.#details.copyHex(),
    });
  }

  #build() {
    const hex = this.#hex;
    if (this.#fault) {
      this.element.append(
        faultNotice(this.#fault, this.#der.length, () => {
          hex?.showFault();
          hex?.focus();
        }),
      );
    }
    this.element.append(
      element(
        "div",
        { class: "panes" },
        this.#tree ? this.#tree.element : element("p", { class: "hint" }, "No element could be read."),
        hex
          ? element("div", {}, hex.element, this.#line)
          : element("p", { class: "hint" }, "The bytes of a private key are not shown."),
      ),
      this.#details.element,
      this.#details.copyingElement,
    );
  }

  /** @param {number} at */
  #describe(at) {
    const fault = this.#fault;
    if (fault && at === fault.offset) {
      return "the faulty byte";
    }
    if (fault && at >= fault.unread) {
      return "not read";
    }
    const item = this.#outline.covering(at);
    return item
      ? `${at < item.contents ? "header" : "contents"} of ${item.path.slice(-2).reverse().join(" in ")}`
      : "outside the structure";
  }

  /** @param {number} at */
  #showByte(at) {
    if (this.#hex && at < this.#der.length) {
      const digits = toHex(this.#der.subarray(at, at + 1));
      this.#line.replaceChildren(`Byte ${placeText(at)}: ${digits}, `, foreign(this.#describe(at)));
    }
  }

  /** @param {OutlineItem | null} item */
  #point(item) {
    this.#hex?.point(item);
    this.#tree?.point(item);
  }

  /** @param {OutlineItem | null} item what the tree has selected @param {number} at one of its bytes */
  #select(item, at) {
    const isNew = item !== this.#selected;
    this.#selected = item;
    this.#point(null);
    this.#hex?.select(item, at);
    this.#showByte(at);
    if (isNew) {
      this.#details.show(item);
    }
  }

  /**
   * The same, and in the tree too. Bytes outside all elements leave the selection where it is.
   * @param {OutlineItem | null} item
   * @param {number} at
   */
  #go(item, at) {
    if (item) {
      this.#tree?.select(item);
    }
    this.#select(item ?? this.#selected, at);
  }

  /**
   * Opens, scrolls to and selects the smallest element that has all these bytes.
   *
   * @param {readonly [start: number, end: number]} span @param {{ focus?: boolean }} [options] `focus`: the tree
   *   takes the keyboard
   */
  reveal([start, end], { focus = false } = {}) {
    this.#go(this.#outline.covering(start, end), start);
    if (focus) {
      (this.#tree?.element ?? this.#hex)?.focus();
    }
  }
}

export const style = `
.dissection { --row-height: 1.5rem; --indent: 0.875rem; container-type: inline-size; font-size: 0.875rem; }
.dissection .panes { display: grid; gap: 0.75rem; grid-template-columns: minmax(0, 1fr); }
.dissection .scroller {
  position: relative;
  max-height: min(26rem, 48vh);
  overflow: auto;
  border: 1px solid var(--line);
  border-radius: var(--radius);
  background: var(--surface);
  line-height: var(--row-height);
  scrollbar-color: var(--control-line) transparent;
  user-select: none;
  cursor: default;
}
.dissection .scroller:focus-visible { outline-offset: 0; }
.dissection .caption {
  position: sticky;
  top: 0;
  z-index: 1;
  height: var(--row-height);
  background: var(--sunken);
  color: var(--muted);
  box-shadow: 0 1px var(--line);
}
.dissection [role="treeitem"] { height: var(--row-height); }
/* A phone: the type is where there is room, with the selected element. */
@container (max-width: 36rem) {
  .dissection .scroller { --indent: 0.5rem; }
  .dissection .name + .type { display: none; }
}
@container (min-width: 60rem) {
  .dissection .panes { grid-template-columns: minmax(0, 1fr) auto; align-items: start; }
  .dissection .scroller { max-height: min(32rem, 80vh); }
}
@media (pointer: coarse) { .dissection { --row-height: 2rem; } }
.dissection .byte {
  margin-top: 0.375rem;
  min-height: 1.5em;
  contain: inline-size;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.dissection .details { margin-top: 0.75rem; }
.dissection .details > * + * { margin-top: 0.25rem; }
.dissection .path { font-weight: 600; overflow-wrap: anywhere; }
.dissection .text { font-family: var(--mono); overflow-wrap: anywhere; white-space: pre-wrap; }
.dissection .copies { display: flex; flex-wrap: wrap; gap: 0.375rem; align-items: center; margin-top: 0.5rem; }
.dissection button { padding: 0.125rem 0.5rem; font-size: 0.8125rem; }
.dissection .stopped { margin-bottom: 0.75rem; color: var(--bad); overflow-wrap: anywhere; }
.dissection .copying textarea { margin-top: 0.25rem; }
${rowsStyle}${treeStyle}${hexStyle}`;
