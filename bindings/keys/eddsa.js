/** Ed25519 and Ed448 (RFC 8032), by @noble/curves: for every runtime without node:crypto. */

import { ed448 } from "@noble/curves/ed448.js";
import { ed25519 } from "@noble/curves/ed25519.js";

/** @typedef {"Ed25519" | "Ed448"} EdwardsCurve */

/** @param {EdwardsCurve} curve */
const implementation = (curve) => (curve === "Ed25519" ? ed25519 : ed448);

/** @param {EdwardsCurve} curve @param {Uint8Array} seed the private key @returns {Uint8Array} */
export const publicKey = (curve, seed) => implementation(curve).getPublicKey(seed);

/**
 * @param {EdwardsCurve} curve
 * @param {Uint8Array} seed the private key
 * @returns {(message: Uint8Array) => Uint8Array}
 */
export const signer = (curve, seed) => (message) => implementation(curve).sign(message, seed);

/**
 * @param {EdwardsCurve} curve
 * @param {Uint8Array} key the public key
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
export function verify(curve, key, message, signature) {
  try {
    /* RFC 8032 5.1.7, not the wider rule of ZIP 215. node:crypto may differ on keys and points of small order. */
    return implementation(curve).verify(signature, message, key, { zip215: false });
  } catch {
    /* The key or the signature is not a point, or has the wrong length. */
    return false;
  }
}
