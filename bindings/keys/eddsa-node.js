/** Ed25519 and Ed448 (RFC 8032), by node:crypto: synchronous, native, with nothing to load. */
import { edwardsPrivateKey, edwardsPublicKey } from "./edwards-der.js";

/** @import { EdwardsCurve } from "./eddsa.js" */

/* Loaded on first use: most programs that read messages never need it. @returns {typeof import("node:crypto")} */
const crypto = () => process.getBuiltinModule("node:crypto");

/** @param {EdwardsCurve} curve @param {Uint8Array} seed */
const privateKeyObject = (curve, seed) =>
  crypto().createPrivateKey({ key: Buffer.from(edwardsPrivateKey(curve, seed)), format: "der", type: "pkcs8" });

/** @param {EdwardsCurve} curve @param {Uint8Array} seed the private key @returns {Uint8Array} */
export const publicKey = (curve, seed) =>
  new Uint8Array(crypto().createPublicKey(privateKeyObject(curve, seed)).export({ format: "der", type: "spki" })).slice(
    -seed.length,
  );

/**
 * @param {EdwardsCurve} curve
 * @param {Uint8Array} seed the private key
 * @returns {(message: Uint8Array) => Uint8Array} which reads the key once: that costs ten signatures
 */
export function signer(curve, seed) {
  /** @type {import("node:crypto").KeyObject | undefined} */
  let key;
  return (message) => {
    key ??= privateKeyObject(curve, seed);
    return new Uint8Array(crypto().sign(null, message, key));
  };
}

/**
 * @param {EdwardsCurve} curve
 * @param {Uint8Array} key the public key
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 */
export function verify(curve, key, message, signature) {
  try {
    return crypto().verify(
      null,
      message,
      { key: Buffer.from(edwardsPublicKey(curve, key)), format: "der", type: "spki" },
      signature,
    );
  } catch {
    /* The key is not a point. */
    return false;
  }
}
