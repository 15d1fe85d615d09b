/** The sound beginning of base64 that may be broken or truncated. */
import { decodeBase64 } from "../lib/encoding.js";

const SOUND = /^[\w+/-]*/;

/**
 * @param {string} text base64 or base64url without white space
 * @returns {{ readonly bytes: Uint8Array, readonly isWhole: boolean }} isWhole: only padding follows
 */
export function base64Prefix(text) {
  const sound = /** @type {RegExpExecArray} */ (SOUND.exec(text))[0];
  /* Left-over bits that make no byte are dropped, whatever they are. */
  const bytes = decodeBase64(sound + "A".repeat(-sound.length & 3)).subarray(0, Math.floor((sound.length * 3) / 4));
  return { bytes, isWhole: sound.length % 4 !== 1 && /^={0,3}$/.test(text.slice(sound.length, sound.length + 4)) };
}
