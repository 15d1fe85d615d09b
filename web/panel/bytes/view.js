// What an object is made of, element by element: a tree and the bytes beside it, each showing what the other points at.

import { toBase64, toHex, toPEM } from "../../../bindings/index.js";
import { element } from "../dom.js";
import { byteCount, foreign, withReadableTimes } from "../values.js";
import { makeCopying } from "./copying.js";
import { style as hexStyle, makeHex } from "./hex.js";
import { Outline } from "./outline.js";
import { style as rowsStyle } from "./rows.js";
import { makeTree, style as treeStyle } from "./tree.js";

/** @typedef {import("./outline.js").OutlineItem} OutlineItem */

/** Characters of a value that are shown; all of them are copied. */
const LONGEST_TEXT = 4000;

/** Elements that are certificates wherever they stand: by their name, as the structures have it. */
const CERTIFICATE = /^(Certificate|certs\[\d+\])$/;

const DER_AS_HEX = "DER as hex";

let views = 0;

/** @param {number} offset */
const place = (offset) => `${offset.toLocaleString("en")} (0x${offset.toString(16)})`;

/**
 * Where reading stopped: at a byte, or where the bytes end; the element that was read last, and from where on nothing
 * was read.
 *
 * @param {import("../../../bindings/index.js").OCSPError} error @param {Uint8Array} der @param {Outline} outline
 */
function faultOf({ code, offset }, der, outline) {
  if (offset === undefined) {
    return null;
  }
  // An element that the end cuts off is blamed itself, wherever it starts, and read as far as it goes.
  const blamed = outline.covering(offset);
  const isCut =
    offset === der.length || (code === "ERR_DER_TRUNCATED" && blamed?.start === offset && blamed.end === der.length);
  const last = outline.lastRead(isCut ? der.length : offset);
  // Of a constructed element nothing but the header was read, or there would be something in it.
  const read = last ? (/** @type {number} */ (der[last.start]) & 0x20 ? last.contents : last.end) : 0;
  return { offset: isCut ? der.length : offset, last, unread: isCut ? read : Math.max(offset, read) };
}

/**
 * An element and all in it, a line each.
 * @param {OutlineItem} item
 * @param {(item: OutlineItem) => string | null} value
 */
function asText(item, value) {
  /** @type {string[]} */
  const lines = [];
  const add = (/** @type {OutlineItem} */ each) => {
    const { name, type } = each.node;
    const text = value(each);
    lines.push(`${"  ".repeat(each.level - item.level)}${name ? `${name} ` : ""}${type}${text ? `: ${text}` : ""}`);
    each.items.forEach(add);
  };
  add(item);
  return lines.join("\n");
}

/**
 * @param {{ der: Uint8Array, dissection: import("../../../bindings/index.js").Dissection }} input
 */
export function makeBytes({ der, dissection: { kind, root, error } }) {
  // Of a private key there is the structure, and nothing that somebody behind one's back could read or that a mistaken
  // click could copy.
  const isSecret = kind === "private-key";
  const outline = new Outline(root);
  const id = `dissection${++views}`;
  const digits = Math.max(4, der.length.toString(16).length);
  const offset = (/** @type {number} */ at) => at.toString(16).padStart(digits, "0");

  const fault = error && faultOf(error, der, outline);

  /**
   * Bytes have no other text than their digits; a number that has none is too long to read, or secret.
   * @param {OutlineItem} item
   * @param {number} [longest]
   */
  function value({ node: { type, text }, isBranch, contents, end }, longest = Infinity) {
    if (text !== null || isBranch || isSecret || type === "INTEGER") {
      return text;
    }
    return toHex(der.subarray(contents, Math.min(end, contents + longest)));
  }

  /** A copy is for programs, which have another way with times. @param {OutlineItem} item @param {number} longest */
  function shownValue(item, longest) {
    const text = value(item, longest);
    return text && item.node.type.endsWith("Time") ? withReadableTimes(text) : text;
  }

  /** @type {OutlineItem | null} */
  let selected = null;
  const line = element("p", { class: "byte hint" });
  const details = element("div", { class: "details", role: "group", "aria-label": "Selected element" });
  const copying = makeCopying();

  /** @param {number} at */
  function describe(at) {
    if (fault && at === fault.offset) {
      return "the faulty byte";
    }
    if (fault && at >= fault.unread) {
      return "not read";
    }
    const item = outline.covering(at);
    return item
      ? `${at < item.contents ? "header" : "contents"} of ${item.path.slice(-2).reverse().join(" in ")}`
      : "outside of the structure";
  }

  /** @param {number} at */
  function showByte(at) {
    if (hex && at < der.length) {
      line.replaceChildren(`Byte ${place(at)}: ${toHex(der.subarray(at, at + 1))}, `, foreign(describe(at)));
    }
  }

  const tree =
    outline.root &&
    makeTree({
      outline,
      id: `${id}-element-`,
      offset,
      value: shownValue,
      onSelect: (item) => select(item, item.start),
      onPoint: (item) => point(item),
      onCopy: () => copies.values().next().value?.(),
    });
  const hex = isSecret
    ? null
    : makeHex({
        der,
        fault,
        id: `${id}-byte-`,
        offset,
        describe,
        onPoint: (at) => {
          point(at === null ? null : outline.covering(at));
          if (at !== null) {
            showByte(at);
          }
        },
        onCursor: (at) => {
          point(outline.covering(at));
          showByte(at);
        },
        onPick: (at) => {
          go(outline.covering(at), at);
        },
        onCopy: () => copies.get(DER_AS_HEX)?.(),
      });

  /** @param {OutlineItem | null} item */
  function point(item) {
    hex?.point(item);
    tree?.point(item);
  }

  /** What can be copied of the selected element, the text first. @type {Map<string, () => void>} */
  let copies = new Map();

  /** @param {OutlineItem | null} item what the tree has selected @param {number} at one of its bytes */
  function select(item, at) {
    const isNew = item !== selected;
    selected = item;
    point(null);
    hex?.select(item, at);
    showByte(at);
    if (isNew) {
      showDetails();
    }
  }

  /**
   * The same, and the tree too; what is outside of all elements leaves the selection where it is.
   * @param {OutlineItem | null} item
   * @param {number} at
   */
  function go(item, at) {
    if (item) {
      tree?.select(item);
    }
    select(item ?? selected, at);
  }

  function showDetails() {
    copying.clear();
    copies = new Map();
    details.replaceChildren();
    if (!selected) {
      return;
    }
    const item = selected;
    const {
      node: { type, headerLength, length },
      start,
      contents,
      end,
      isBranch,
      label,
      path,
    } = item;
    const text = shownValue(item, LONGEST_TEXT + 1);
    const tlv = () => der.subarray(start, end);
    /** @param {string} title @param {() => string} make */
    const add = (title, make) => copies.set(title, () => void copying.copy(make(), `${title} of ${label}`));
    if (isBranch) {
      add("all as text", () => asText(item, value));
    } else if (text !== null) {
      add("value", () => value(item) ?? "");
    }
    if (!isSecret) {
      add(DER_AS_HEX, () => toHex(tlv()));
      add("DER as base64", () => toBase64(tlv()));
      add("contents as hex", () => toHex(der.subarray(contents, end)));
    }
    if (CERTIFICATE.test(label)) {
      add("PEM", () => toPEM("CERTIFICATE", tlv()));
    }

    const shown = text && text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text;
    details.append(
      element("p", { class: "path" }, foreign(path.join(" › "))),
      element(
        "p",
        { class: "hint" },
        foreign(type),
        ` at ${place(start)}: header of ${byteCount(headerLength)}, contents of ${byteCount(length)}`,
      ),
    );
    if (shown !== null) {
      details.append(element("p", { class: "text" }, foreign(shown)));
    }
    if (shown !== text) {
      details.append(
        element("p", { class: "hint" }, `These are the first ${LONGEST_TEXT} characters; a copy has all.`),
      );
    }
    const buttons = Array.from(copies, ([title, copy]) => {
      const button = element("button", { type: "button" }, title);
      button.addEventListener("click", copy);
      return button;
    });
    details.append(
      element(
        "div",
        { class: "copies", role: "group", "aria-label": "Copy" },
        element("span", { class: "hint" }, "Copy"),
        ...buttons,
      ),
    );
  }

  const view = element("div", { class: "dissection" });
  view.style.setProperty("--digits", String(digits));
  if (error && fault) {
    const { unread } = fault;
    const rest = der.length - unread;
    const show = element("button", { type: "button" }, "Show the place");
    show.addEventListener("click", () => {
      hex?.showFault();
      hex?.focus();
    });
    view.append(
      element(
        "p",
        { class: "stopped" },
        fault.offset === der.length ? `The bytes end at ${place(der.length)}. ` : "",
        rest > 0 ? `Not read: ${byteCount(rest)} from ${place(unread)} on. ` : "",
        show,
      ),
    );
  }
  view.append(
    element(
      "div",
      { class: "panes" },
      tree ? tree.element : element("p", { class: "hint" }, "No element could be read."),
      hex
        ? element("div", {}, hex.element, line)
        : element("p", { class: "hint" }, "The bytes of a private key are not shown."),
    ),
    details,
    copying.element,
  );

  go(fault?.last ?? outline.root, fault?.offset ?? 0);
  hex?.showFault();

  return {
    element: view,
    /**
     * Opens, scrolls to and selects the smallest element that has all these bytes.
     *
     * @param {readonly [start: number, end: number]} span @param {{ focus?: boolean }} [options] `focus`: the tree
     *   takes the keyboard
     */
    reveal([start, end], { focus = false } = {}) {
      go(outline.covering(start, end), start);
      if (focus) {
        (tree?.element ?? hex)?.focus();
      }
    },
  };
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
.dissection .byte { margin-top: 0.375rem; min-height: 1.5em; contain: inline-size; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.dissection .details { margin-top: 0.75rem; }
.dissection .details > * + * { margin-top: 0.25rem; }
.dissection .path { font-weight: 600; overflow-wrap: anywhere; }
.dissection .text { font-family: var(--mono); overflow-wrap: anywhere; white-space: pre-wrap; }
.dissection .copies { display: flex; flex-wrap: wrap; gap: 0.375rem; align-items: center; margin-top: 0.5rem; }
.dissection button { padding: 0.125rem 0.5rem; font-size: 0.8125rem; }
.dissection .stopped { margin-bottom: 0.75rem; color: var(--bad); overflow-wrap: anywhere; }
.dissection .copying textarea { margin-top: 0.25rem; }
${rowsStyle}${treeStyle}${hexStyle}`;
