/** AlgorithmIdentifier and SubjectPublicKeyInfo, RFC 5280 4.1.1.2 and 4.1.2.7. */
import { ALGORITHM, HASHES, KEYS, LIMITS, OID, OID_NAMES, OIDS, PUBLIC_KEY, SIGNATURES } from "../../build/lists.js";
import { compareBy } from "../lib/equality.js";
import { unlessRefused } from "../lib/error.js";
import { inspectAs, jsonOf } from "../lib/inspect.js";
import { oidToText, readAlgorithm, readPublicKey } from "../wasm/core.js";
import { NAME_OF_OID } from "../wasm/oid.js";
import { Row } from "../wasm/table.js";
import { remedyFor } from "./engines.js";
import { runtimeName } from "./host-crypto.js";

/** @import { OwnedBytes } from "../lib/bytes.js" */
/** @import { HashAlgorithm, KeyAlgorithm, SignatureAlgorithmName } from "../../build/lists.js" */

/**
 * @typedef {object} AlgorithmIdentifierParts what an AlgorithmIdentifier has
 * @property {string} oid dotted
 * @property {string | null} name a SignatureAlgorithmName or HashAlgorithm if known, else null
 * @property {Uint8Array | null} parameters their DER; null if there are none
 */
/** @typedef {Readonly<AlgorithmIdentifierParts>} AlgorithmIdentifier RFC 5280 4.1.1.2 */

/**
 * @typedef {"P-256" | "P-384" | "P-521" | "secp256k1" | "brainpoolP256r1" | "brainpoolP384r1" | "brainpoolP512r1"}
 *   CurveName a named curve of an EC key
 */
/**
 * @typedef {object} PublicKeyInfoParts what a PublicKeyInfo has
 * @property {KeyAlgorithm | null} algorithm "RSA" for id-RSASSA-PSS keys too: `oid` tells them apart; null if unknown
 * @property {string} oid of the algorithm, dotted
 * @property {CurveName | null} curve null if it is not an EC key, or its curve has no name here. Signatures are checked
 *   on P-256, P-384 and P-521, and on the others where the runtime can or the program imports bearocsp/curves
 * @property {number | null} bits size of the modulus, of p or of the curve; null if unknown
 * @property {Uint8Array} spki DER of the SubjectPublicKeyInfo
 */
/** @typedef {Readonly<PublicKeyInfoParts>} PublicKeyInfo a public key, RFC 5280 4.1.2.7 */

class Algorithm {
  #row;
  /** @param {Row} row an ALGORITHM */
  constructor(row) {
    this.#row = row;
    compareBy(this, Algorithm.#hexOf);
  }
  /** @param {Algorithm} algorithm */
  static #hexOf(algorithm) {
    return algorithm.#row.part(ALGORITHM.der).hex();
  }
  get oid() {
    return this.#row.oid(ALGORITHM.oid);
  }
  /** @returns {string | null} */
  get name() {
    return SIGNATURES[this.#row.number(ALGORITHM.signature)]?.name ?? null;
  }
  get parameters() {
    return this.#row.optionalSpan(ALGORITHM.parameters);
  }
  toJSON() {
    return { oid: this.oid, name: this.name, parameters: jsonOf(this.parameters) };
  }
}
inspectAs(Algorithm, "AlgorithmIdentifier");

/** @param {Row} row an ALGORITHM @returns {AlgorithmIdentifier} */
export const algorithmIdentifier = (row) => new Algorithm(row);

/** Never accepted, whatever the runtime could do. @type {ReadonlySet<string>} */
const UNSAFE = new Set([OIDS[OID.MD2_RSA], OIDS[OID.MD5_RSA]]);

/**
 * Why signatures of an algorithm cannot be checked.
 * @param {OwnedBytes} der an AlgorithmIdentifier
 * @returns {string} a clause that names it
 */
export function whyAlgorithmUnsupported(der) {
  const row = unlessRefused(() => new Row(der, readAlgorithm(der)));
  if (row === undefined) {
    return "its algorithm cannot be read";
  }
  const oid = row.oid(ALGORITHM.oid);
  const known = SIGNATURES[row.number(ALGORITHM.signature)];
  const name = known?.name ?? NAME_OF_OID.get(oid) ?? `the algorithm ${oid}`;
  if (UNSAFE.has(oid)) {
    return `${name} is unsafe and never accepted`;
  }
  /* What the core leaves to hosts fits once it has no parameters; RSA has NULL. */
  const parameters = row.optionalSpan(ALGORITHM.parameters);
  const isLeft = numberOfHash(known?.hash ?? null) < 0;
  const fits = isLeft && (parameters === null || (known?.family !== "EdDSA" && parameters[0] === 0x05));
  return (known?.family && !fits) || oid === OIDS[OID.RSASSA_PSS]
    ? `the parameters of ${name} contradict it, or are not supported`
    : `${name} is not supported${known?.family ? byThisRuntime(name) : ""}`;
}

/** @param {string | null} hash @returns {number} of HASHES; -1 if the core does not compute it */
export const numberOfHash = (hash) => HASHES.findIndex((known) => known?.name === hash);

/** For sentences about what another runtime, or an import, may do. @param {string} what the algorithm or the curve */
function byThisRuntime(what) {
  const name = runtimeName();
  return ` by this runtime${name === "" ? "" : ` (${name})`}${remedyFor(what)}`;
}

/**
 * RFC 5480 2.1.1: a named curve is an OBJECT IDENTIFIER.
 * @param {Row} row a PUBLIC_KEY of EC
 * @returns {string | null} dotted
 */
function curveOf(row) {
  const parameters = row.optionalSpan(PUBLIC_KEY.algorithm + ALGORITHM.parameters);
  return parameters?.[0] === 0x06 ? oidToText(parameters.subarray(2)) : null;
}

/**
 * Why signatures cannot be checked with a key.
 * @param {OwnedBytes} der a SubjectPublicKeyInfo
 * @returns {string} a clause that names it
 */
export function whyKeyUnsupported(der) {
  const row = unlessRefused(() => new Row(der, readPublicKey(der)));
  const { algorithm, bits } = row === undefined ? { algorithm: null, bits: null } : publicKeyInfo(row);
  if (row === undefined || (algorithm !== "EC" && bits === null)) {
    return `the ${algorithm ?? "public"} key cannot be read`;
  }
  if (algorithm !== "EC") {
    const isForHosts = algorithm === "RSA" && (bits ?? 0) > LIMITS.RSA_PUBLIC_MAX && (bits ?? 0) <= LIMITS.RSA_HOST_MAX;
    return `${algorithm} keys of ${bits} bits, or with these parameters, are not supported${isForHosts ? byThisRuntime(algorithm) : ""}`;
  }
  const oid = curveOf(row);
  if (oid === null) {
    return "EC keys without a named curve are not supported";
  }
  const name = NAME_OF_OID.get(oid) ?? `the curve ${oid}`;
  const point = row.part(PUBLIC_KEY.subjectPublicKey);
  const isUncompressed = point.length === 1 + 2 * Math.ceil((bits ?? 0) / 8) && point.view()[0] === 0x04;
  if (row.number(PUBLIC_KEY.curve) === 0) {
    return `${name} is not supported`;
  }
  return isUncompressed
    ? `${name} is not supported${byThisRuntime(name)}`
    : `the key is not an uncompressed point of ${name}, and others are not supported`;
}

/** @param {Row} row an ALGORITHM @returns {HashAlgorithm | null} */
export function signatureHash(row) {
  const name = SIGNATURES[row.number(ALGORITHM.signature)]?.hash ?? null;
  return HASHES[numberOfHash(name)]?.name ?? null;
}

/** @type {Map<number, import("./eddsa.js").EdwardsCurve>} */
export const EDWARDS_CURVES = new Map([
  [OID.ED25519, "Ed25519"],
  [OID.ED448, "Ed448"],
]);

/** By number of OID. */
const KEY_NAMES = new Map(KEYS.map(({ oid, name }) => [oid, name]));

/** @param {Row} row a PUBLIC_KEY @returns {KeyAlgorithm | null} */
export const publicKeyName = (row) => KEY_NAMES.get(row.number(PUBLIC_KEY.key)) ?? null;

class PublicKey {
  #row;
  /** @param {Row} row a PUBLIC_KEY */
  constructor(row) {
    this.#row = row;
    compareBy(this, PublicKey.#hexOf);
  }
  /** @param {PublicKey} key */
  static #hexOf(key) {
    return key.#row.part(PUBLIC_KEY.spki).hex();
  }
  get algorithm() {
    return publicKeyName(this.#row);
  }
  get oid() {
    return this.#row.oid(PUBLIC_KEY.algorithm + ALGORITHM.oid);
  }
  /** @returns {PublicKeyInfo["curve"]} */
  get curve() {
    const curve = this.#row.number(PUBLIC_KEY.curve);
    return curve > 0 ? /** @type {PublicKeyInfo["curve"]} */ (OID_NAMES[curve]) : null;
  }
  get bits() {
    const bits = this.#row.number(PUBLIC_KEY.bits);
    return bits < 0 ? null : bits;
  }
  get spki() {
    return this.#row.span(PUBLIC_KEY.spki);
  }
  toJSON() {
    return { algorithm: this.algorithm, oid: this.oid, curve: this.curve, bits: this.bits, spki: jsonOf(this.spki) };
  }
}
inspectAs(PublicKey, "PublicKeyInfo");

/** @param {Row} row a PUBLIC_KEY @returns {PublicKeyInfo} */
export const publicKeyInfo = (row) => new PublicKey(row);
