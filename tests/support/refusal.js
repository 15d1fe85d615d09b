// Assertions about refused bytes.

import assert from "node:assert/strict";
import { inspect } from "node:util";
import { OCSPError } from "../../bindings/index.js";

/** A message of the tests' writer, read. Untyped, since tests know what is in it. @returns {any} */
export const read = (type, message) => type.fromDER(message.bytes);

/**
 * What every refusal of bytes has, whatever the bytes are.
 * @param {any} error
 * @param {string} root the name of the structure, where every path begins
 * @param {number} length of the input
 */
export function assertRefusal(error, root, length) {
  const { offset, path } = error ?? {};
  assert.ok(error instanceof OCSPError, `not an OCSPError: ${inspect(error)}`);
  assert.equal(error.name, "OCSPError");
  assert.match(error.code, /^ERR_[A-Z0-9_]+$/);
  assert.ok(error.message.length > 0);
  assert.ok(Number.isInteger(offset) && offset >= 0 && offset <= length, `offset ${offset} of ${length}`);
  assert.ok(path === root || path?.startsWith(`${root}.`), `path ${path}`);
}

/**
 * The class refuses the message with this code, at `offset` octets after its mark "fault", at a path that ends so.
 * @param {{ name: string, fromDER: (der: Uint8Array) => unknown }} type
 * @param {{ bytes: Uint8Array, marks: Record<string, number> }} message
 * @param {{ code: string, offset?: number, path?: string, pathEnd?: string }} expected
 */
export function assertRefused(type, { bytes, marks }, { code, offset = 0, path, pathEnd = path }) {
  assert.throws(
    () => type.fromDER(bytes),
    (/** @type {any} */ error) => {
      assertRefusal(error, type.name, bytes.length);
      const summary = `${error.code} at ${error.offset} of ${error.path}: ${error.message}`;
      assert.equal(error.code, code, summary);
      assert.equal(error.offset, marks.fault + offset, summary);
      assert.ok(path === undefined ? error.path.endsWith(pathEnd ?? "") : error.path === path, summary);
      return true;
    },
  );
}
