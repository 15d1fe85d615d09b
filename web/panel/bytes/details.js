// The selected element: its path, type, place and value, and what can be copied of it.

import { toBase64, toHex, toPEM } from "../../../bindings/index.js";
import { element } from "../dom.js";
import { byteCount, foreign } from "../values.js";
import { makeCopying } from "./copying.js";
import { placeText, readableText, valueText, wholeText } from "./element-text.js";

/** @typedef {import("./outline.js").OutlineItem} OutlineItem */

/** Characters of a value that are shown; all of them are copied. */
const LONGEST_TEXT = 4000;

/** Elements that are certificates wherever they stand, by their names in the structures. */
const CERTIFICATE = /^(Certificate|certs\[\d+\])$/;

const DER_AS_HEX = "DER as hex";

export class Details {
  #der;
  #isSecret;
  element = element("div", { class: "details", role: "group", "aria-label": "Selected element" });
  #copying = makeCopying();
  /** What can be copied, the text first. @type {Map<string, () => void>} */
  #copies = new Map();

  /** @param {Uint8Array} der @param {boolean} isSecret whether the bytes are those of a private key */
  constructor(der, isSecret) {
    this.#der = der;
    this.#isSecret = isSecret;
  }

  /** Where it says whether the copy was made. */
  get copyingElement() {
    return this.#copying.element;
  }

  copyText() {
    this.#copies.values().next().value?.();
  }

  copyHex() {
    this.#copies.get(DER_AS_HEX)?.();
  }

  /** @param {OutlineItem | null} item */
  show(item) {
    this.#copying.clear();
    this.#copies.clear();
    this.element.replaceChildren();
    if (!item) {
      return;
    }
    const { node, start, path } = item;
    const text = readableText(item, valueText(this.#der, item, this.#isSecret, LONGEST_TEXT + 1));
    this.#offerCopies(item, text !== null);
    const shown = text && text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text;
    this.element.append(
      element("p", { class: "path" }, foreign(path.join(" › "))),
      element(
        "p",
        { class: "hint" },
        foreign(node.type),
        ` at ${placeText(start)}: header of ${byteCount(node.headerLength)}, contents of ${byteCount(node.length)}`,
      ),
      ...(shown === null ? [] : [element("p", { class: "text" }, foreign(shown))]),
      ...(shown === text
        ? []
        : [
            element(
              "p",
              { class: "hint" },
              `Only the first ${LONGEST_TEXT} characters are shown; a copy has them all.`,
            ),
          ]),
      element(
        "div",
        { class: "copies", role: "group", "aria-label": "Copy" },
        element("span", { class: "hint" }, "Copy"),
        ...this.#copyButtons(),
      ),
    );
  }

  /** @param {OutlineItem} item @param {boolean} hasText */
  #offerCopies(item, hasText) {
    const { start, contents, end, isBranch, label } = item;
    const der = this.#der;
    const value = (/** @type {OutlineItem} */ each) => valueText(der, each, this.#isSecret);
    /** @param {string} title @param {() => string} make */
    const offer = (title, make) =>
      this.#copies.set(title, () => void this.#copying.copy(make(), `${title} of ${label}`));
    if (isBranch) {
      offer("all as text", () => wholeText(item, value));
    } else if (hasText) {
      offer("value", () => value(item) ?? "");
    }
    if (!this.#isSecret) {
      offer(DER_AS_HEX, () => toHex(der.subarray(start, end)));
      offer("DER as base64", () => toBase64(der.subarray(start, end)));
      offer("contents as hex", () => toHex(der.subarray(contents, end)));
    }
    if (CERTIFICATE.test(label)) {
      offer("PEM", () => toPEM("CERTIFICATE", der.subarray(start, end)));
    }
  }

  #copyButtons() {
    return Array.from(this.#copies, ([title, copy]) => {
      const button = element("button", { type: "button" }, title);
      button.addEventListener("click", copy);
      return button;
    });
  }
}
