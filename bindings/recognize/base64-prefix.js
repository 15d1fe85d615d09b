/** Base64 that may be broken or cut off: what comes before that. */
import { fromBase64 } from "../lib/encoding.js";

const SOUND = /^[\w+/-]*/;

/**
 * @param {string} text base64 or base64url without white space
 * @returns {{ readonly octets: Uint8Array, readonly isWhole: boolean }} isWhole: nothing but padding came after
 */
export function base64Prefix(text) {
  const sound = /** @type {RegExpExecArray} */ (SOUND.exec(text))[0];
  /* Bits that make no octet are left out, whatever they are. */
  const octets = fromBase64(sound + "A".repeat(-sound.length & 3)).subarray(0, Math.floor((sound.length * 3) / 4));
  return { octets, isWhole: sound.length % 4 !== 1 && /^={0,3}$/.test(text.slice(sound.length, sound.length + 4)) };
}
