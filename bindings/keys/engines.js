/**
 * Engines that a program imports for algorithms that neither the core nor every runtime has: curves.js and
 * post-quantum.js. All copies of this library share them, since a program may have loaded an ES module, its CommonJS
 * and another version. An engine is asked only about what the core has read strictly and does not compute.
 */

/** @typedef {(key: Uint8Array, signed: Uint8Array, signature: Uint8Array) => boolean} Engine
 * whether a signature verifies. `key` is the subjectPublicKey, `signed` the digest for a curve, else the message;
 * `signature` has the form of X.509: for a curve, Ecdsa-Sig-Value in DER.
 */

const SHARED = Symbol.for("bearocsp.engines");
const host = /** @type {{ [SHARED]?: Map<string, Engine> }} */ (globalThis);

/** @param {Record<string, Engine>} engines by the name of the curve or the signature algorithm */
export function addEngines(engines) {
  host[SHARED] ??= new Map();
  for (const [name, engine] of Object.entries(engines)) {
    host[SHARED].set(name, engine);
  }
}

/** @param {string} name of a curve or a signature algorithm @returns {Engine | undefined} */
export const engineOf = (name) => host[SHARED]?.get(name);

/** What brings an engine, as the end of a sentence on what lacks without it. @type {[RegExp, string][]} */
const REMEDIES = [
  [/^(?:secp256k1|brainpoolP\d+r1)$/, "the program imports bearocsp/curves"],
  [/^(?:ML|SLH)-DSA-/, "@noble/post-quantum is installed and the program imports bearocsp/post-quantum"],
];

/** @param {string} name of a curve or a signature algorithm @returns {string} "" if there is none, or it was taken */
export function remedyFor(name) {
  const [, remedy] = REMEDIES.find(([names]) => names.test(name)) ?? [];
  return remedy === undefined || engineOf(name) !== undefined ? "" : ` unless ${remedy}`;
}
