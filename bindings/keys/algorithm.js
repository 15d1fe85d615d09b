/** AlgorithmIdentifier and SubjectPublicKeyInfo, RFC 5280 4.1.1.2 and 4.1.2.7. */
import { ALGORITHM, KEYS, OID, OID_NAMES, PUBLIC_KEY, SIGNATURES } from "../../build/lists.js";
import { jsonOf, presentAs } from "../lib/inspect.js";
import { readAlgorithm } from "../wasm/core.js";
import { NAME_OF_OID, oidAt } from "../wasm/oid.js";
import { optionalSpanAt, spanAt } from "../wasm/table.js";

/** @import { HashAlgorithm, SignatureAlgorithmName } from "../../build/lists.js" */

/**
 * @typedef {object} AlgorithmIdentifierParts what an AlgorithmIdentifier has
 * @property {string} oid dotted
 * @property {string | null} name SignatureAlgorithmName or HashAlgorithm where known, else null
 * @property {Uint8Array | null} parameters their DER; null where there are none
 */
/** @typedef {Readonly<AlgorithmIdentifierParts>} AlgorithmIdentifier RFC 5280 4.1.1.2 */

/**
 * @typedef {object} PublicKeyInfoParts what a PublicKeyInfo has
 * @property {"RSA" | "EC" | "Ed25519" | "Ed448" | "DSA" | null} algorithm "RSA" for id-RSASSA-PSS keys too; `oid` tells
 *   them apart
 * @property {string} oid of the algorithm, dotted
 * @property {"P-256" | "P-384" | "P-521" | null} curve null where it is no EC key, or on another curve
 * @property {number | null} bits of the modulus, of p or of the curve; null where not known
 * @property {Uint8Array} spki SubjectPublicKeyInfo DER
 */
/** @typedef {Readonly<PublicKeyInfoParts>} PublicKeyInfo a public key, RFC 5280 4.1.2.7 */

class Algorithm {
  #octets;
  #cells;
  #base;
  /**
   * @param {import("../lib/bytes.js").Octets} octets
   * @param {import("../wasm/table.js").Cells} cells
   * @param {number} base cell of an ALGORITHM
   */
  constructor(octets, cells, base) {
    this.#octets = octets;
    this.#cells = cells;
    this.#base = base;
  }
  get oid() {
    return oidAt(this.#octets, this.#cells, this.#base + ALGORITHM.oid);
  }
  /** @returns {string | null} */
  get name() {
    return SIGNATURES[this.#cells[this.#base + ALGORITHM.signature]]?.name ?? null;
  }
  get parameters() {
    return optionalSpanAt(this.#octets, this.#cells, this.#base + ALGORITHM.parameters);
  }
  toJSON() {
    return { oid: this.oid, name: this.name, parameters: jsonOf(this.parameters) };
  }
}
presentAs(Algorithm, "AlgorithmIdentifier");

/**
 * @param {import("../lib/bytes.js").Octets} octets
 * @param {import("../wasm/table.js").Cells} cells
 * @param {number} base cell of an ALGORITHM
 * @returns {AlgorithmIdentifier}
 */
export const algorithmAt = (octets, cells, base) => new Algorithm(octets, cells, base);

/**
 * What to call an AlgorithmIdentifier in a complaint.
 * @param {import("../lib/bytes.js").Octets} der
 */
export function algorithmName(der) {
  let cells;
  try {
    cells = readAlgorithm(der);
  } catch {
    return "(unreadable)";
  }
  const oid = oidAt(der, cells, ALGORITHM.oid);
  return SIGNATURES[cells[ALGORITHM.signature]]?.name ?? NAME_OF_OID.get(oid) ?? oid;
}

/**
 * @param {import("../wasm/table.js").Cells} cells
 * @param {number} base cell of an ALGORITHM
 * @returns {HashAlgorithm | null}
 */
export const signatureHashAt = (cells, base) => SIGNATURES[cells[base + ALGORITHM.signature]]?.hash ?? null;

/** @type {Map<number, import("./eddsa.js").EdwardsCurve>} */
export const EDWARDS_CURVES = new Map([
  [OID.ED25519, "Ed25519"],
  [OID.ED448, "Ed448"],
]);

/** By number of OID. */
const KEY_NAMES = new Map(KEYS.map(({ oid, name }) => [oid, name]));

class PublicKey {
  #octets;
  #cells;
  #base;
  /**
   * @param {import("../lib/bytes.js").Octets} octets
   * @param {import("../wasm/table.js").Cells} cells
   * @param {number} base cell of a PUBLIC_KEY
   */
  constructor(octets, cells, base) {
    this.#octets = octets;
    this.#cells = cells;
    this.#base = base;
  }
  get algorithm() {
    return KEY_NAMES.get(this.#cells[this.#base + PUBLIC_KEY.key]) ?? null;
  }
  get oid() {
    return oidAt(this.#octets, this.#cells, this.#base + PUBLIC_KEY.algorithm + ALGORITHM.oid);
  }
  get curve() {
    const curve = this.#cells[this.#base + PUBLIC_KEY.curve];
    return curve === 0 ? null : /** @type {PublicKeyInfo["curve"]} */ (OID_NAMES[curve]);
  }
  get bits() {
    const bits = this.#cells[this.#base + PUBLIC_KEY.bits];
    return bits < 0 ? null : bits;
  }
  get spki() {
    return spanAt(this.#octets, this.#cells, this.#base + PUBLIC_KEY.spki);
  }
  toJSON() {
    return { algorithm: this.algorithm, oid: this.oid, curve: this.curve, bits: this.bits, spki: jsonOf(this.spki) };
  }
}
presentAs(PublicKey, "PublicKeyInfo");

/**
 * @param {import("../lib/bytes.js").Octets} octets
 * @param {import("../wasm/table.js").Cells} cells
 * @param {number} base cell of a PUBLIC_KEY
 * @returns {PublicKeyInfo}
 */
export const publicKeyAt = (octets, cells, base) => new PublicKey(octets, cells, base);
