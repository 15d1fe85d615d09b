// What is in a text or a file: the objects, but never a private key.

import { recognizeSteps, toPEM } from "../../../bindings/index.js";
import { keyOf, makeItem } from "../objects.js";

/** @typedef {import("../objects.js").Item} Item */
/** @typedef {string | Uint8Array} Content */

const PRIVATE_KEY_BLOCK = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----[^]*?(?:-----END \1-----|(?=-----BEGIN )|$)/g;

/** @type {Record<string, string>} */
const LABELS = {
  certificate: "CERTIFICATE",
  "ocsp-request": "OCSP REQUEST",
  "ocsp-response": "OCSP RESPONSE",
  "public-key": "PUBLIC KEY",
};

/**
 * A file's text, or its bytes if it is binary: DER always has bytes that no text has.
 * @param {Uint8Array} content
 * @returns {Content}
 */
export function textOrDER(content) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(content);
    return /[^\P{Cc}\t\r\n]/u.test(text) ? content : text;
  } catch {
    return content;
  }
}

/**
 * @param {Content} content
 * @param {string} origin
 * @param {readonly Item[]} [known] from an earlier reading
 * @returns {Generator<void, { items: Item[], keys: number }>} `keys`: how many private keys were left out
 */
export function* reading(content, origin, known = []) {
  const seen = new Map(known.map((item) => [item.key, item]));
  /** @type {Set<Item>} */
  const items = new Set();
  let keys = 0;
  for (const object of recognizeSteps(content)) {
    yield;
    if (!object) {
      continue;
    }
    const { kind, der } = object;
    if (kind === "private-key") {
      keys++;
      continue;
    }
    const key = keyOf(der);
    const item = seen.get(key) ?? makeItem(kind, der, key, origin);
    seen.set(key, item);
    items.add(item);
  }
  return { items: [...items], keys };
}

/** @param {string} text */
export const withoutPrivateKeys = (text) => text.replace(PRIVATE_KEY_BLOCK, "");

/** @param {readonly Item[]} items */
export const asText = (items) => items.map(({ kind, der }) => toPEM(LABELS[kind] ?? "DER", der)).join("");
