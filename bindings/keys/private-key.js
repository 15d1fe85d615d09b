/** Private keys, RFC 5208, 5958, 8017 A.1.2, 5915, 8410. */
import * as eddsa from "#eddsa";
import { LIMITS, SECRET } from "../../build/lists.js";
import { checkString, copyBytes, invalidArgument, isBytes } from "../lib/arguments.js";
import { Octets } from "../lib/bytes.js";
import { pemBlocks } from "../lib/encoding.js";
import { OCSPError } from "../lib/error.js";
import { jsonOf, presentAs } from "../lib/inspect.js";
import { checkFriend, FRIEND } from "../lib/private-constructor.js";
import { readPrivateKey, readPublicKey, writePublicKey } from "../wasm/core.js";
import { isPresent, spanAt } from "../wasm/table.js";
import { EDWARDS_CURVES, publicKeyAt } from "./algorithm.js";
import { edwardsPublicKey } from "./edwards-der.js";
import { nodeCrypto } from "./host-crypto.js";

/** @import { Bytes } from "../lib/arguments.js" */
/** @import { PublicKeyInfo } from "./algorithm.js" */
/** @import { EdwardsCurve } from "./eddsa.js" */
/**
 * @typedef {PrivateKey | string | Bytes | { readonly type: string, export(options?: any): any }} PrivateKeyInput
 * PEM text or DER of an unencrypted private key (PKCS#8; PKCS#1 for RSA, SEC 1 for EC, the traditional form for DSA),
 * or a KeyObject of node:crypto, which is used in place and never exported. RSA 1024 to 4096 bits, EC P-256, P-384 and
 * P-521, DSA, Ed25519, Ed448.
 */

/**
 * What signs: DER for the core, the seed of EdDSA, or a KeyObject.
 * @typedef {object} KeyParts
 * @property {Octets | null} der
 * @property {{ readonly curve: EdwardsCurve, readonly seed: Uint8Array } | null} edwards
 * @property {import("./host-crypto.js").KeyObject | null} keyObject
 */

/** @type {(parts: KeyParts, spki: Octets) => PrivateKey} */
let makeKey;
/** @type {(value: object) => value is PrivateKey} */
let isPrivateKey;
/** The private parts, for this library. @type {(key: PrivateKey) => KeyParts & { readonly spki: Octets }} */
export let keyParts;

/** A private key read once: cheap to sign with many times, and its public half is known. Immutable. */
export class PrivateKey {
  #parts;
  #publicKey;
  static {
    makeKey = (parts, spki) => new this(FRIEND, parts, spki);
    isPrivateKey = /** @type {typeof isPrivateKey} */ ((value) => #parts in value);
    keyParts = (key) => key.#parts;
  }
  /** @private @param {symbol} key @param {KeyParts} parts @param {Octets} spki */
  constructor(key, parts, spki) {
    checkFriend(key, "PrivateKey", "PrivateKey.from");
    this.#parts = { ...parts, spki };
    this.#publicKey = publicKeyAt(spki, readPublicKey(spki), 0);
  }

  /**
   * Reads a private key, and refuses one whose parts contradict each other.
   * @param {PrivateKeyInput} input a PrivateKey comes back as it is
   * @returns {PrivateKey}
   * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_KEY_ENCRYPTED, ERR_UNSUPPORTED_KEY
   */
  static from(input) {
    return checkPrivateKey(input, "input");
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
presentAs(PrivateKey, "PrivateKey", ({ publicKey }) => ({
  algorithm: publicKey.algorithm,
  curve: publicKey.curve,
  bits: publicKey.bits,
}));

const LABELS = new Set(["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY"]);
const ENCRYPTED = "ENCRYPTED PRIVATE KEY";

/** @param {string} pem @param {string} name of the argument @returns {Uint8Array} DER */
function derOfPEM(pem, name) {
  /* Passwords are none of this library's business: whoever has one decrypts with node:crypto or OpenSSL first. */
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

/** @param {Uint8Array} der nobody else's @returns {PrivateKey} */
function fromDER(der) {
  /* Not in the buffer that messages share: it is dropped with the key. */
  const octets = new Octets(der);
  const cells = readPrivateKey(octets);
  const curve = EDWARDS_CURVES.get(cells[SECRET.key]);
  if (curve === undefined || !isPresent(cells, SECRET.seed)) {
    return makeKey({ der: octets, edwards: null, keyObject: null }, writePublicKey(octets));
  }
  const seed = spanAt(octets, cells, SECRET.seed);
  return makeKey(
    { der: null, edwards: { curve, seed }, keyObject: null },
    new Octets(edwardsPublicKey(curve, eddsa.publicKey(curve, seed))),
  );
}

/**
 * KeyObjects never change, and finding their public half costs more than a signature.
 * @type {WeakMap<object, PrivateKey>}
 */
const KNOWN_KEY_OBJECTS = new WeakMap();

/** FIPS 186-4 4.2: sizes of p and q. */
const DSA_SIZES = new Set(["1024/160", "2048/224", "2048/256", "3072/256"]);

/**
 * The same keys as in DER, which the core checks.
 * @param {import("./host-crypto.js").KeyObject} keyObject
 * @returns {boolean}
 */
function isSupported({ asymmetricKeyType: type, asymmetricKeyDetails: details }) {
  switch (type) {
    case "rsa":
    case "rsa-pss":
      return details.modulusLength >= LIMITS.RSA_MIN && details.modulusLength <= LIMITS.RSA_MAX;
    case "ec":
      return ["prime256v1", "secp384r1", "secp521r1"].includes(details.namedCurve);
    case "dsa":
      return DSA_SIZES.has(`${details.modulusLength}/${details.divisorLength}`);
    default:
      return type === "ed25519" || type === "ed448";
  }
}

/** @param {import("./host-crypto.js").KeyObject} keyObject @param {string} name @returns {PrivateKey} */
function fromKeyObject(keyObject, name) {
  const known = KNOWN_KEY_OBJECTS.get(keyObject);
  if (known !== undefined) {
    return known;
  }
  const crypto = nodeCrypto();
  if (crypto === undefined || !(keyObject instanceof crypto.KeyObject) || keyObject.type !== "private") {
    throw invalidArgument(name, EXPECTED, keyObject);
  }
  const unsupported = new OCSPError(
    "ERR_UNSUPPORTED_KEY",
    `${name}: a key of the type ${JSON.stringify(keyObject.asymmetricKeyType)} and this size or curve is not supported`,
  );
  if (!isSupported(keyObject)) {
    throw unsupported;
  }
  const spki = new Octets(new Uint8Array(crypto.createPublicKey(keyObject).export({ format: "der", type: "spki" })));
  const key = makeKey({ der: null, edwards: null, keyObject }, spki);
  /* A curve that is not named but spelled out. */
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
export function checkPrivateKey(input, name) {
  if (typeof input === "object" && input !== null && isPrivateKey(input)) {
    return input;
  }
  if (typeof input === "string") {
    return fromDER(derOfPEM(checkString(input, name), name));
  }
  if (isBytes(input)) {
    return fromDER(copyBytes(input, name));
  }
  if (typeof input === "object" && input !== null) {
    return fromKeyObject(/** @type {import("./host-crypto.js").KeyObject} */ (input), name);
  }
  throw invalidArgument(name, EXPECTED, input);
}
