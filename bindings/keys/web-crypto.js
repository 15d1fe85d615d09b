/** Checks signatures by WebCrypto: off the thread that asks, and native. */
import { CHECKED, OID_NAMES, SIGNATURES } from "../../build/lists.js";
import { nodeCrypto, plainKey } from "./host-crypto.js";
import { KeptKeys } from "./kept-keys.js";

/** @import { OwnedBytes } from "../lib/bytes.js" */
/** @import { Table } from "../wasm/table.js" */
/** @import { Question } from "./signature-check.js" */

/** What it computes in any runtime; the others' names are those of their algorithms. */
const FAMILIES = /** @type {const} */ ({ RSA: "RSASSA-PKCS1-v1_5", "RSA-PSS": "RSA-PSS", ECDSA: "ECDSA" });
const HASHES = ["SHA-1", "SHA-256", "SHA-384", "SHA-512"];
/** Octets of r and s. @type {Readonly<Record<string, number>>} */
const ORDER_OCTETS = { "P-256": 32, "P-384": 48, "P-521": 66 };

/**
 * @param {Table} checked
 * @returns {{ name: string, hash?: string, namedCurve?: string, saltLength?: number } | undefined} for both calls
 */
function parametersOf(checked) {
  const { name, family, hash } = /** @type {NonNullable<typeof SIGNATURES[number]>} */ (
    SIGNATURES[checked[CHECKED.signature]]
  );
  if (family === null || family === "DSA" || (hash !== null && !HASHES.includes(hash))) {
    return undefined;
  }
  if (family === "EdDSA" || family === "ML-DSA" || family === "SLH-DSA") {
    /* node:crypto is as native, and does not warn that these are experimental in WebCrypto. */
    return nodeCrypto() === undefined ? { name } : undefined;
  }
  const parameters = { name: FAMILIES[family], hash: /** @type {string} */ (hash) };
  if (family === "RSA-PSS") {
    return { ...parameters, saltLength: checked[CHECKED.saltLength] };
  }
  const namedCurve = OID_NAMES[checked[CHECKED.curve]];
  return family === "RSA" ? parameters : namedCurve in ORDER_OCTETS ? { ...parameters, namedCurve } : undefined;
}

/** Ecdsa-Sig-Value, which the core has read, as WebCrypto takes it. @param {OwnedBytes} der @param {number} octets */
function fixedSignature(der, octets) {
  const bytes = der.view();
  const fixed = new Uint8Array(2 * octets);
  let at = bytes[1] < 0x80 ? 2 : 3;
  for (const end of [octets, 2 * octets]) {
    const integer = bytes.subarray(at + 2, at + 2 + bytes[at + 1]);
    const value = integer[0] === 0 ? integer.subarray(1) : integer;
    fixed.set(value, end - value.length);
    at += 2 + integer.length;
  }
  return fixed;
}

/**
 * Imported keys by their parameters: of one key there may be several.
 * @type {Map<string, KeptKeys<Promise<CryptoKey>, Table>>}
 */
const PUBLIC_KEYS = new Map();

/**
 * @param {NonNullable<ReturnType<typeof parametersOf>>} parameters
 * @param {OwnedBytes} spki
 * @param {Table} checked
 * @returns {Promise<CryptoKey>}
 */
function importKey(parameters, spki, checked) {
  const { name, hash, namedCurve } = parameters;
  const which = `${name} ${hash} ${namedCurve}`;
  let keys = PUBLIC_KEYS.get(which);
  if (keys === undefined) {
    keys = new KeptKeys((key, read) =>
      crypto.subtle.importKey("spki", plainKey(key, read).copy(), parameters, false, ["verify"]),
    );
    PUBLIC_KEYS.set(which, keys);
  }
  return keys.of(spki, checked).value;
}

/**
 * @param {Question} question which the core has read
 * @param {Table} checked what it read
 * @returns {Promise<boolean | undefined>} undefined where WebCrypto is missing, or does not know algorithm or key
 */
export async function webVerifies({ spki, data, signature }, checked) {
  const parameters = globalThis.crypto?.subtle === undefined ? undefined : parametersOf(checked);
  if (parameters === undefined) {
    return undefined;
  }
  try {
    const key = await importKey(parameters, spki, checked);
    const octets = ORDER_OCTETS[parameters.namedCurve ?? ""];
    const value = octets === undefined ? signature.copy() : fixedSignature(signature, octets);
    return await crypto.subtle.verify(parameters, key, value, data.copy());
  } catch {
    return undefined;
  }
}
