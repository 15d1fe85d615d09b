// An element of the structure as text: its value, and all that is in it.

import { toHex } from "../../../bindings/index.js";
import { withReadableTimes } from "../values.js";

/** @typedef {import("./outline.js").OutlineItem} OutlineItem */

/** @param {number} offset */
export const placeText = (offset) => `${offset.toLocaleString("en")} (0x${offset.toString(16)})`;

/**
 * A value as programs take it. Bytes have no other text than their digits; a number without a text is too long to read,
 * or secret.
 *
 * @param {Uint8Array} der
 * @param {OutlineItem} item
 * @param {boolean} isSecret
 * @param {number} [longest] about as many characters are enough
 */
export function valueText(der, { node: { type, text }, isBranch, contents, end }, isSecret, longest = Infinity) {
  if (text !== null || isBranch || isSecret || type === "INTEGER") {
    return text;
  }
  return toHex(der.subarray(contents, Math.min(end, contents + longest)));
}

/**
 * A value as people read it.
 * @param {OutlineItem} item
 * @param {string | null} text of its value
 */
export const readableText = (item, text) => (text && item.node.type.endsWith("Time") ? withReadableTimes(text) : text);

/**
 * An element and all in it, a line each.
 * @param {OutlineItem} item
 * @param {(item: OutlineItem) => string | null} value
 */
export function wholeText(item, value) {
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
