// How single values are shown: text from strangers, bytes, times, serial numbers, OIDs.

import { INVISIBLE, spelledOut, toHex } from "../../bindings/index.js";
import { disclosure, element } from "./dom.js";

/** With a group, so that split() keeps the separators. */
const AT_INVISIBLE = new RegExp(`(${INVISIBLE.source})`, "u");

/**
 * Text that somebody else wrote: isolated, so that it cannot reorder its surroundings, with its invisible characters
 * spelled out.
 *
 * @param {string} text
 */
export function foreign(text) {
  const isolated = element("bdi");
  for (const part of text.split(AT_INVISIBLE)) {
    isolated.append(INVISIBLE.test(part) ? element("span", { class: "unseen-character" }, spelledOut(part)) : part);
  }
  return isolated;
}

/** Shown in place of an absent field.
 * @param {string} [text] */
export function absent(text = "none") {
  return element("span", { class: "absent" }, text);
}

/** @param {number} count */
export function byteCount(count) {
  return count === 1 ? "1 byte" : `${count.toLocaleString("en")} bytes`;
}

const BYTES_SHOWN_AT_ONCE = 64;

/** @param {Uint8Array | null | undefined} value */
export function bytes(value) {
  if (!value) {
    return absent();
  }
  if (value.length === 0) {
    return absent("0 bytes");
  }
  // A value that may be too long for its place can be scrolled, also by the keyboard.
  const digits = (/** @type {number | undefined} */ tabindex = undefined) =>
    element("code", { class: "bytes", tabindex }, toHex(value));
  return value.length <= BYTES_SHOWN_AT_ONCE ? digits() : disclosure(byteCount(value.length), () => digits(0));
}

/** @param {Date | null | undefined} value @param {string} [otherwise] */
export function time(value, otherwise) {
  if (!value) {
    return absent(otherwise);
  }
  const iso = value.toISOString().replace(".000Z", "Z");
  // A line may break between the date and the time, but not at a hyphen of the date.
  const [date = "", clock = ""] = iso.split("T");
  return element(
    "time",
    { datetime: iso },
    element("span", {}, date),
    " ",
    element("span", {}, clock.replace("Z", " UTC")),
  );
}

/** As the library writes times. */
const ISO_TIME = /(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)Z/;

/** Times as the whole page shows them. @param {string} text of the library */
export const withReadableTimes = (text) => text.replace(ISO_TIME, "$1 $2 UTC");

/** A sentence of the library. @param {string} text */
export function statement(text) {
  const iso = ISO_TIME.exec(text)?.[0];
  if (iso === undefined) {
    return foreign(text);
  }
  const [before = "", after = ""] = text.split(iso);
  return element("span", {}, foreign(before), time(new Date(iso)), foreign(after));
}

/** Hexadecimal in whole bytes, as logs and other tools print serial numbers.
 * @param {bigint} value */
export function serialHex(value) {
  const digits = (value < 0n ? -value : value).toString(16);
  return (value < 0n ? "-" : "") + digits.padStart(digits.length + (digits.length % 2), "0");
}

/** @param {bigint} value */
export function serial(value) {
  return element(
    "span",
    {},
    element("code", { class: "serial" }, serialHex(value)),
    element("span", { class: "aside" }, "decimal ", element("code", {}, value.toString())),
  );
}

/** An OID, with its name if it has one.
 * @param {string} oid @param {string | null | undefined} [name] */
export function objectIdentifier(oid, name) {
  if (!name) {
    return element("code", {}, oid);
  }
  return element("span", {}, foreign(name), " ", element("code", { class: "aside-inline" }, oid));
}

/** @param {boolean} value */
export function yesNo(value) {
  return value ? "yes" : "no";
}

/**
 * @template T
 * @param {Iterable<T> | null | undefined} items
 * @param {(item: T) => import("./dom.js").Child} show
 */
export function list(items, show) {
  const all = items ? [...items] : [];
  if (all.length === 0) {
    return absent();
  }
  if (all.length === 1) {
    return show(/** @type {T} */ (all[0]));
  }
  return element("ul", { class: "plain" }, ...all.map((item) => element("li", {}, show(item))));
}

export const style = `
.absent { color: var(--muted); font-weight: 400; }
.aside { display: block; color: var(--muted); font-size: 0.875rem; }
time span { white-space: nowrap; }
.aside-inline { color: var(--muted); font-size: 0.8125rem; }
.bytes { display: inline-block; }
details > .bytes {
  display: block;
  max-height: 16rem;
  overflow: auto;
  scrollbar-color: var(--control-line) transparent;
  padding: 0.5rem 0.625rem;
  border-radius: var(--radius);
  background: var(--sunken);
}
.unseen-character {
  padding: 0 0.25em;
  margin: 0 0.1em;
  border: 1px solid currentcolor;
  border-radius: 3px;
  color: var(--bad);
  font: 0.75em var(--mono);
  white-space: nowrap;
}
`;
