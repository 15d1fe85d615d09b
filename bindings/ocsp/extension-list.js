/** Extensions on their way into a message, each at most once (RFC 5280 4.2). */
import { LIMITS } from "../../build/lists.js";
import { checkList } from "../lib/arguments.js";
import { concatenated } from "../lib/bytes.js";
import { OCSPError } from "../lib/error.js";
import { flatten } from "../lib/linked-list.js";
import { checkExtension } from "../x509/extension.js";

/** @typedef {{ readonly oid: string, readonly der: Uint8Array }} Encoded */
/** @typedef {import("../lib/linked-list.js").Linked<Encoded>} ExtensionList */

/**
 * @param {ReadonlySet<string>} seen OIDs
 * @param {string} oid
 */
function checkNew(seen, oid) {
  if (seen.has(oid)) {
    throw new OCSPError("ERR_ALREADY_SET", `extension: ${oid} is in the list already`);
  }
  if (seen.size === LIMITS.EXTENSION) {
    throw new OCSPError("ERR_INPUT_TOO_LARGE", `extension: ${LIMITS.EXTENSION} are as many as one list takes`);
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
  const value = checkExtension(extension, "extension", options);
  checkNew(new Set(flatten(list).map(({ oid }) => oid)), value.oid);
  return { value, previous: list };
}

/** @param {ExtensionList} list @returns {import("../lib/bytes.js").Octets | null} null where there are none */
export const encoded = (list) => (list === null ? null : concatenated(flatten(list).map(({ der }) => der)));

/**
 * Those of one entry.
 * @param {unknown} extensions
 * @param {string} name of the argument
 * @returns {import("../lib/bytes.js").Octets | null} null where there are none
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_ALREADY_SET
 */
export function encodedExtensions(extensions, name) {
  const seen = new Set();
  const list = checkList(extensions, name, "Extensions").map((extension, i) => {
    const { oid, der } = checkExtension(extension, `${name}[${i}]`);
    checkNew(seen, oid);
    seen.add(oid);
    return der;
  });
  return list.length === 0 ? null : concatenated(list);
}
