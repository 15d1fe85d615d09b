// Where in the bytes the fault is, and how much after it is not even shown by its types.

import { element } from "../dom.js";
import { byteCount } from "../values.js";
import { placeText } from "./element-text.js";

/** @typedef {import("./outline.js").Outline} Outline */
/** @typedef {import("./outline.js").OutlineItem} OutlineItem */

/**
 * @typedef {object} FaultPlace
 * @property {number} offset of the faulty byte, or of the end of all bytes
 * @property {OutlineItem | null} last the element that was read last before it
 * @property {number} unread from where on there is no element
 * @property {boolean} goesOn whether there are elements after the fault
 */

/**
 * @param {import("../../../bindings/index.js").OCSPError} error @param {Uint8Array} der @param {Outline} outline
 * @returns {FaultPlace | null}
 */
export function faultPlace({ code, offset }, der, outline) {
  if (offset === undefined) {
    return null;
  }
  // An element that the end cuts off is blamed itself, wherever it starts, and read as far as it goes.
  const blamed = outline.covering(offset);
  const isCut =
    offset === der.length || (code === "ERR_DER_TRUNCATED" && blamed?.start === offset && blamed.end === der.length);
  const last = outline.lastRead(isCut ? der.length : offset) ?? null;
  const deepest = outline.lastRead(der.length) ?? null;
  // Only the header of a constructed element was read, or there would be something in it.
  const read = deepest ? (/** @type {number} */ (der[deepest.start]) & 0x20 ? deepest.contents : deepest.end) : 0;
  return {
    offset: isCut ? der.length : offset,
    last,
    unread: isCut ? read : Math.max(offset, read),
    goesOn: !isCut && deepest !== null && deepest.start > offset,
  };
}

/**
 * The same in words, with a button that goes there.
 * @param {FaultPlace} fault
 * @param {number} length of all bytes
 * @param {() => void} onShow
 */
export function faultNotice({ offset, unread, goesOn }, length, onShow) {
  const rest = length - unread;
  const show = element("button", { type: "button" }, "Show the place");
  show.addEventListener("click", onShow);
  return element(
    "p",
    { class: "stopped" },
    offset === length ? `The bytes end at ${placeText(length)}. ` : "",
    goesOn ? "What follows the faulty byte is shown by its types alone. " : "",
    rest > 0 ? `Not read: ${byteCount(rest)} from ${placeText(unread)} on. ` : "",
    show,
  );
}
