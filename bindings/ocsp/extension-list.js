/** The extensions of a message in the making, each at most once (RFC 5280 4.2). */
import { LIMITS } from "../../build/lists.js";
import { toList } from "../lib/arguments.js";
import { concatenated } from "../lib/bytes.js";
import { OCSPError } from "../lib/error.js";
import { flatten } from "../lib/linked-list.js";
import { toEncodedExtension } from "../x509/extension.js";

/** @typedef {{ readonly oid: string, readonly der: Uint8Array }} Encoded */
/** @typedef {import("../lib/linked-list.js").Linked<Encoded>} ExtensionList */

/**
 * @param {ReadonlySet<string>} seen OIDs
 * @param {string} oid
 */
function assertNew(seen, oid) {
  if (seen.has(oid)) {
    throw new OCSPError("ERR_ALREADY_SET", `extension: ${oid} is already in the list`);
  }
  if (seen.size === LIMITS.EXTENSION) {
    throw new OCSPError("ERR_INPUT_TOO_LARGE", `extension: a list takes at most ${LIMITS.EXTENSION}`);
  }
}

/**
 * @param {ExtensionList} list
 * @param {unknown} extension
 * @param {{ critical?: boolean | undefined } | undefined} options
 * @returns {ExtensionList}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET
 */
export function withExtension(list, extension, options) {
  const value = toEncodedExtension(extension, "extension", options);
  assertNew(new Set(flatten(list).map(({ oid }) => oid)), value.oid);
  return { value, previous: list };
}

/** @param {ExtensionList} list @returns {import("../lib/bytes.js").OwnedBytes | null} null if there are none */
export const encoded = (list) => (list === null ? null : concatenated(flatten(list).map(({ der }) => der)));

/**
 * The extensions of one entry.
 * @param {unknown} extensions
 * @param {string} name of the argument
 * @returns {import("../lib/bytes.js").OwnedBytes | null} null if there are none
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET
 */
export function encodedExtensions(extensions, name) {
  const seen = new Set();
  const list = toList(extensions, name, "Extensions").map((extension, i) => {
    const { oid, der } = toEncodedExtension(extension, `${name}[${i}]`);
    assertNew(seen, oid);
    seen.add(oid);
    return der;
  });
  return list.length === 0 ? null : concatenated(list);
}
