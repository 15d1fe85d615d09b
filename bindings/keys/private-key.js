/** Private keys: RFC 5208, 5958, 8017 A.1.2, 5915 and 8410. */
import * as eddsa from "#eddsa";
import { KEYS, LIMITS, SECRET } from "../../build/lists.js";
import { copyBytes, invalidArgument, isBytes } from "../lib/arguments.js";
import { OwnedBytes } from "../lib/bytes.js";
import { pemBlocks } from "../lib/encoding.js";
import { compareBy } from "../lib/equality.js";
import { OCSPError } from "../lib/error.js";
import { inspectAs, jsonOf } from "../lib/inspect.js";
import { isCalled } from "../lib/other-copy.js";
import { assertPrivate, PRIVATE } from "../lib/private-constructor.js";
import { pemTextOf } from "../lib/text-bytes.js";
import { readPrivateKey, readPublicKey, writePublicKey } from "../wasm/core.js";
import { Row } from "../wasm/table.js";
import { EDWARDS_CURVES, publicKeyInfo } from "./algorithm.js";
import { edwardsPublicKey } from "./edwards-der.js";
import { nodeCrypto } from "./host-crypto.js";

/** @import { Bytes } from "../lib/arguments.js" */
/** @import { PublicKeyInfo } from "./algorithm.js" */
/** @import { EdwardsCurve } from "./eddsa.js" */
/**
 * @typedef {PrivateKey | string | Bytes | { readonly type: string, export(options?: any): any }} PrivateKeyInput
 * PEM text (a string or bytes) or DER of an unencrypted private key (PKCS#8; PKCS#1 for RSA, SEC 1 for EC, the
 * traditional form for DSA), or a KeyObject of node:crypto, which signs itself and is never exported. RSA 1024 to 4096
 * bits, EC P-256, P-384 and P-521, DSA, Ed25519, Ed448; as a KeyObject also RSA to 16384 bits, secp256k1, the brainpool
 * curves, ML-DSA and SLH-DSA, where its node:crypto has them.
 */

/**
 * What signs: DER, the seed of EdDSA, or a KeyObject.
 * @typedef {object} SecretParts
 * @property {OwnedBytes | null} der
 * @property {{ readonly curve: EdwardsCurve, readonly seed: Uint8Array } | null} edwards
 * @property {import("./host-crypto.js").KeyObject | null} keyObject
 */
/**
 * @typedef {object} PublicParts
 * @property {Row} row a PUBLIC_KEY, whose bytes are the SubjectPublicKeyInfo
 * @property {import("./signature.js").Signer[]} signers by number of SIGNATURES, made when they are first needed
 * @property {import("./host-crypto.js").KeyObject | null} [hostKey] made of DER when it first signs; null where the
 *   core signs
 */
/** @typedef {SecretParts & PublicParts} KeyParts */

/** @type {(parts: SecretParts, spki: OwnedBytes) => PrivateKey} */
let makeKey;
/** @type {(value: object) => value is PrivateKey} */
let isPrivateKey;
/** The private parts, for this library. @type {(key: PrivateKey) => KeyParts} */
export let keyParts;

/** The public half, which stands for the key, and shows nothing of it. @param {PrivateKey} key */
const hexOf = (key) => keyParts(key).row.bytes.hex();

/** A private key, read once: signing with it many times is cheap, and its public half is known. Immutable. */
export class PrivateKey {
  #parts;
  #publicKey;
  static {
    makeKey = (parts, spki) => new this(PRIVATE, parts, spki);
    isPrivateKey = /** @type {typeof isPrivateKey} */ ((value) => #parts in value);
    keyParts = (key) => key.#parts;
  }
  /** @private @param {symbol} key @param {SecretParts} parts @param {OwnedBytes} spki */
  constructor(key, parts, spki) {
    assertPrivate(key, "PrivateKey", "PrivateKey.from");
    const row = new Row(spki, readPublicKey(spki));
    this.#parts = { ...parts, row, signers: [] };
    this.#publicKey = publicKeyInfo(row);
    compareBy(this, hexOf);
  }

  /**
   * Reads a private key, and refuses one whose parts contradict each other.
   * @param {PrivateKeyInput} input the key in any form; a PrivateKey is returned as it is
   * @returns {PrivateKey}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_KEY_ENCRYPTED, ERR_UNSUPPORTED_KEY
   */
  static from(input) {
    return toPrivateKey(input, "input");
  }

  /** The public half. @returns {PublicKeyInfo} */
  get publicKey() {
    return this.#publicKey;
  }

  /** The public half alone. */
  toJSON() {
    return { publicKey: jsonOf(this.#publicKey) };
  }
}
inspectAs(PrivateKey, "PrivateKey", ({ publicKey }) => ({
  algorithm: publicKey.algorithm,
  curve: publicKey.curve,
  bits: publicKey.bits,
}));

const LABELS = new Set(["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY"]);
const ENCRYPTED = "ENCRYPTED PRIVATE KEY";

/** @param {string} pem @param {string} name of the argument @returns {Uint8Array} DER */
function derOfPEM(pem, name) {
  /* This library takes no passwords: whoever has one decrypts the key with node:crypto or OpenSSL first. */
  if (pem.includes(`-----BEGIN ${ENCRYPTED}-----`) || /^Proc-Type:.*ENCRYPTED/m.test(pem)) {
    throw new OCSPError("ERR_KEY_ENCRYPTED", `${name}: the private key is encrypted: decrypt it first`);
  }
  for (const { label, bytes } of pemBlocks(pem)) {
    if (LABELS.has(label)) {
      return bytes;
    }
  }
  throw new OCSPError("ERR_PEM", `${name}: the text has no PRIVATE KEY block (RFC 7468 section 10)`);
}

/** EdDSA's public half, which the core cannot compute. @param {number} offset of it in the DER */
const contradiction = (offset) =>
  new OCSPError(
    "ERR_UNSUPPORTED_KEY",
    `PrivateKeyInfo.publicKey at byte ${offset}: the value does not fit the other parts of the key: it is damaged, or ` +
      "put together from two (RFC 8410 7)",
    { offset, path: "PrivateKeyInfo.publicKey" },
  );

/** @param {Uint8Array} der which the key then owns @returns {PrivateKey} */
function fromDER(der) {
  /* Not in the array that messages share: this one goes when the key goes. */
  const bytes = new OwnedBytes(der);
  const row = new Row(bytes, readPrivateKey(bytes));
  const curve = EDWARDS_CURVES.get(row.number(SECRET.key));
  if (curve === undefined || !row.has(SECRET.seed)) {
    return makeKey({ der: bytes, edwards: null, keyObject: null }, writePublicKey(bytes));
  }
  const seed = row.span(SECRET.seed);
  const publicKey = eddsa.publicKey(curve, seed);
  if (row.has(SECRET.publicHalf) && !row.part(SECRET.publicHalf).equals(new OwnedBytes(publicKey))) {
    throw contradiction(row.number(SECRET.publicHalf));
  }
  return makeKey(
    { der: null, edwards: { curve, seed }, keyObject: null },
    new OwnedBytes(edwardsPublicKey(curve, publicKey)),
  );
}

/**
 * KeyObjects never change, and finding the public half of one costs more than a signature.
 * @type {WeakMap<object, PrivateKey>}
 */
const KNOWN_KEY_OBJECTS = new WeakMap();

/** Sizes of p and q in bits, FIPS 186-4 4.2. */
const DSA_SIZES = new Set(["1024/160", "2048/224", "2048/256", "3072/256"]);

/** What node:crypto calls the keys whose algorithm has a name of its own, such as "ml-dsa-44". */
const NAMED_TYPES = new Set(KEYS.map(({ name }) => name.toLowerCase()));

/**
 * Whether this library knows what a KeyObject signs. The curve of an EC key shows in its public half.
 * @param {import("./host-crypto.js").KeyObject} keyObject
 * @returns {boolean}
 */
function isSupported({ asymmetricKeyType: type, asymmetricKeyDetails: details }) {
  switch (type) {
    case "rsa":
    case "rsa-pss":
      return details.modulusLength >= LIMITS.RSA_MIN && details.modulusLength <= LIMITS.RSA_HOST_MAX;
    case "dsa":
      return DSA_SIZES.has(`${details.modulusLength}/${details.divisorLength}`);
    default:
      return NAMED_TYPES.has(type);
  }
}

/** @param {import("./host-crypto.js").KeyObject} keyObject @param {string} name @returns {PrivateKey} */
function fromKeyObject(keyObject, name) {
  const crypto = nodeCrypto();
  if (crypto === undefined || !(keyObject instanceof crypto.KeyObject) || keyObject.type !== "private") {
    throw invalidArgument(name, EXPECTED, keyObject);
  }
  const unsupported = new OCSPError(
    "ERR_UNSUPPORTED_KEY",
    `${name}: ${JSON.stringify(keyObject.asymmetricKeyType)} keys of this size or curve are not supported`,
  );
  if (!isSupported(keyObject)) {
    throw unsupported;
  }
  const spki = new OwnedBytes(
    new Uint8Array(crypto.createPublicKey(keyObject).export({ format: "der", type: "spki" })),
  );
  const key = makeKey({ der: null, edwards: null, keyObject }, spki);
  /* Another curve, or one that is given by its parameters, not by a name. */
  if (key.publicKey.algorithm === "EC" && key.publicKey.curve === null) {
    throw unsupported;
  }
  KNOWN_KEY_OBJECTS.set(keyObject, key);
  return key;
}

const EXPECTED = "a private key (PrivateKey, PEM text, DER bytes, or a private KeyObject of node:crypto)";

/**
 * @param {unknown} input PrivateKeyInput
 * @param {string} name of the argument
 * @returns {PrivateKey}
 * @throws {OCSPError} as PrivateKey.from
 */
export function toPrivateKey(input, name) {
  if (typeof input === "object" && input !== null && isPrivateKey(input)) {
    return input;
  }
  const known = KNOWN_KEY_OBJECTS.get(/** @type {object} */ (input));
  if (known !== undefined) {
    return known;
  }
  const pem = pemTextOf(input, name);
  if (pem !== null) {
    return fromDER(derOfPEM(pem, name));
  }
  if (isBytes(input)) {
    return fromDER(copyBytes(input, name));
  }
  if (isCalled(input, "PrivateKey")) {
    /* To take it would need a way to its secret, or to sign anything with it, that all other code has as well. */
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      `${name}: this PrivateKey belongs to another copy of bearocsp (require beside import, or another version), and ` +
        "cannot leave it: make the key with the copy that signs, from PEM, DER or a KeyObject",
    );
  }
  if (typeof input === "object" && input !== null) {
    return fromKeyObject(/** @type {import("./host-crypto.js").KeyObject} */ (input), name);
  }
  throw invalidArgument(name, EXPECTED, input);
}
