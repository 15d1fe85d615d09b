/** Signs with node:crypto: KeyObjects, whose keys never leave it, and RSA, which it computes faster than the core. */
import { HASHES, SIGNATURES } from "../../build/lists.js";
import { keep } from "../lib/bytes.js";
import { OCSPError } from "../lib/error.js";
import { hostIsFaster, nodeCrypto, nodeHash } from "./host-crypto.js";

/** @import { OwnedBytes } from "../lib/bytes.js" */
/** @import { KeyObject } from "./host-crypto.js" */

/**
 * KeyObjects of which a signature has verified. node:crypto reads a key whose halves belong to different keys, and
 * signs with it; but a KeyObject never changes, so one signature of each is enough.
 * @type {WeakSet<KeyObject>}
 */
const PROVEN_KEYS = new WeakSet();

/**
 * @param {number} algorithm of SIGNATURES, one that the key is for
 * @param {KeyObject} key
 * @returns {(data: OwnedBytes) => OwnedBytes} makes a signature; throws ERR_SIGNER or ERR_KEY_MISMATCH
 */
export function hostSigner(algorithm, key) {
  /** @type {typeof import("node:crypto")} */
  const crypto = nodeCrypto();
  const { family, hash } = /** @type {NonNullable<typeof SIGNATURES[number]>} */ (SIGNATURES[algorithm]);
  const hashName = nodeHash(hash);
  const padding = crypto.constants?.RSA_PKCS1_PSS_PADDING;
  const saltLength = HASHES.find((known) => known?.name === hash)?.octets;
  /**
   * By default: PKCS #1 v1.5, and r and s in DER. workerd takes a key alone.
   * @param {KeyObject} used
   */
  const parameters = (used) => (family === "RSA-PSS" ? { key: used, padding, saltLength } : used);
  const own = parameters(key);
  let isProven = PROVEN_KEYS.has(key);

  return (data) => {
    try {
      const bytes = data.view();
      const signature = crypto.sign(hashName, bytes, own);
      isProven ||= crypto.verify(hashName, bytes, parameters(crypto.createPublicKey(key)), signature);
      if (isProven) {
        PROVEN_KEYS.add(key);
        return keep(signature);
      }
    } catch (cause) {
      throw new OCSPError(
        "ERR_SIGNER",
        `key: node:crypto failed to sign with it: ${/** @type {Error} */ (cause).message}`,
        { cause },
      );
    }
    throw new OCSPError(
      "ERR_KEY_MISMATCH",
      "key: what it signs does not verify under its own public half: it is damaged, or put together from two keys",
    );
  };
}

/** The version of a private key, INTEGER 0 or 1: what follows it tells the forms apart. */
const VERSION_OCTETS = 3,
  SEQUENCE = 0x30;

/** Whether it is PKCS #8, not PKCS #1. @param {OwnedBytes} der of an RSA key that the core has read */
function isPKCS8(der) {
  const bytes = der.view();
  const header = bytes[1] < 0x80 ? 2 : 2 + (bytes[1] & 0x7f);
  return bytes[header + VERSION_OCTETS] === SEQUENCE;
}

/**
 * An RSA key for a host that is faster than the core.
 * @param {OwnedBytes} der which the core has read
 * @returns {KeyObject | null} null where there is no such host, or it does not read the key
 */
export function rsaKeyObject(der) {
  if (!hostIsFaster()) {
    return null;
  }
  const copy = der.copy();
  try {
    return nodeCrypto().createPrivateKey({ key: copy, format: "der", type: isPKCS8(der) ? "pkcs8" : "pkcs1" });
  } catch {
    return null;
  } finally {
    copy.fill(0);
  }
}
