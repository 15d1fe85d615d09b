// A link that carries objects in its fragment, which browsers do not send to servers.

import { fromBase64, toBase64 } from "../bindings/text.js";

const PREFIX = "#objects=";

/** Longer links get lost in mail programs and chats. */
export const LINK_LIMIT = 16_000;

/** @param {Uint8Array} bytes RFC 4648 section 5, without padding */
const toBase64url = (bytes) => toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/**
 * @param {readonly Uint8Array[]} objects public ones: whoever has the link has them
 * @returns {string} a fragment with its #
 */
export function toFragment(objects) {
  return PREFIX + objects.map(toBase64url).join(".");
}

/**
 * @param {string} fragment
 * @returns {Uint8Array[] | null} null where it is no such fragment
 */
export function fromFragment(fragment) {
  if (!fragment.startsWith(PREFIX)) return null;
  try {
    return fragment.slice(PREFIX.length).split(".").map((text) => fromBase64(text));
  } catch {
    return null;
  }
}
