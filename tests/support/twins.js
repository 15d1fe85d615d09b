// Messages with one bit changed in what is signed or in the signature.

import { OCSPError } from "../../bindings/index.js";

/** @typedef {import("./random.js").Random} Random */

/** Where a part starts. @param {Uint8Array} whole @param {Uint8Array} part @param {number} from */
function indexOf(whole, part, from) {
  const at = Buffer.from(whole.buffer, whole.byteOffset, whole.length).indexOf(part, from);
  if (at < 0) {
    throw new Error("the part is not in the whole");
  }
  return at;
}

/**
 * One bit changed in a range; another one where the result is not such a message.
 * @template Message
 * @param {Random} random
 * @param {(der: Uint8Array) => Message} read
 * @param {Uint8Array} der
 * @param {number} start
 * @param {number} length
 * @returns {Message}
 */
function changed(random, read, der, start, length) {
  for (;;) {
    const twin = new Uint8Array(der);
    twin[start + random.integer(0, length - 1)] ^= 1 << random.integer(0, 7);
    try {
      return read(twin);
    } catch (error) {
      if (!(error instanceof OCSPError)) {
        throw error;
      }
    }
  }
}

/**
 * Two of them.
 * @template Message
 * @param {Random} random
 * @param {(der: Uint8Array) => Message} read
 * @param {Uint8Array} der
 * @param {Uint8Array} tbs
 * @param {Uint8Array} signature
 * @returns {Message[]}
 */
export function twins(random, read, der, tbs, signature) {
  const signedAt = indexOf(der, tbs, 0);
  const signatureAt = indexOf(der, signature, signedAt + tbs.length);
  return [changed(random, read, der, signedAt, tbs.length), changed(random, read, der, signatureAt, signature.length)];
}
