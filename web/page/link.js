// A link that carries objects in its fragment, which browsers do not send to servers.

import { fromBase64, toBase64 } from "../../bindings/index.js";

const PREFIX = "#objects=";

/** Longer links get lost in mail programs and chats. */
export const LINK_LIMIT = 16_000;

/** @param {Uint8Array} bytes RFC 4648 section 5, without padding */
const toBase64url = (bytes) => toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/**
 * @param {readonly Uint8Array[]} objects public ones: whoever has the link has them
 * @param {Date | null} asOf null: whenever the link is opened
 * @returns {string} a fragment with its #
 */
export function toFragment(objects, asOf) {
  return (
    PREFIX + objects.map(toBase64url).join(".") + (asOf ? `&time=${asOf.toISOString().replace(".000Z", "Z")}` : "")
  );
}

/**
 * @param {string} fragment
 * @returns {{ objects: Uint8Array[], asOf: Date | null } | null} null for any other fragment
 */
export function fromFragment(fragment) {
  const [, objects, time] = /^#objects=([^&]*)(?:&time=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ))?$/.exec(fragment) ?? [];
  const asOf = time === undefined ? null : new Date(time);
  if (objects === undefined || (asOf && !(asOf.getTime() >= 0))) {
    return null;
  }
  try {
    return { objects: objects.split(".").map((text) => fromBase64(text)), asOf };
  } catch {
    return null;
  }
}
