/** Makes the signatures of messages. */
import * as eddsa from "#eddsa";
import { HASHES, OID, OIDS, PUBLIC_KEY, SIGNATURES } from "../../build/lists.js";
import { invalidArgument, toHashNumber } from "../lib/arguments.js";
import { OwnedBytes } from "../lib/bytes.js";
import { OCSPError } from "../lib/error.js";
import { knownNames, toOptions } from "../lib/options.js";
import { makeSignature, readPublicKey } from "../wasm/core.js";
import { Plan } from "../wasm/plan.js";
import { Row } from "../wasm/table.js";
import { publicKeyInfo } from "./algorithm.js";
import { nodeCrypto, nodeHash } from "./host-crypto.js";
import { keyParts, toPrivateKey } from "./private-key.js";

/** @import { HashAlgorithm, SignatureFamily } from "../../build/lists.js" */
/** @import { PublicKeyInfo } from "./algorithm.js" */
/** @import { HashAlgorithmInput } from "../lib/arguments.js" */
/** @import { PrivateKeyInput } from "./private-key.js" */
/**
 * @typedef {{ rsaPadding?: "pkcs1" | "pss" | undefined }} SignOptions how an RSA key signs: "pkcs1" by default; an
 *   id-RSASSA-PSS key always signs with "pss"
 */

const NUMBERS = new Map(SIGNATURES.map((signature, number) => [signature?.name, number]));

/** @param {string} name @returns {number} of SIGNATURES; 0 if unknown */
export const signatureNumber = (name) => NUMBERS.get(/** @type {any} */ (name)) ?? 0;

/** @type {import("../lib/options.js").Known<SignOptions>} */
const SIGN_OPTIONS = knownNames(["rsaPadding"]);

const RSASSA_PSS = OIDS[OID.RSASSA_PSS];

/**
 * @param {PublicKeyInfo} publicKey of the signer
 * @param {unknown} hashAlgorithm null for Ed25519 and Ed448, required for all others
 * @param {SignOptions | undefined} options
 * @returns {number} of SIGNATURES
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
function chooseAlgorithm(publicKey, hashAlgorithm, options) {
  const algorithm = /** @type {NonNullable<PublicKeyInfo["algorithm"]>} */ (publicKey.algorithm);
  const { rsaPadding } = toOptions(options, SIGN_OPTIONS);
  if (rsaPadding !== undefined && rsaPadding !== "pkcs1" && rsaPadding !== "pss") {
    throw invalidArgument("options.rsaPadding", '"pkcs1" or "pss"', rsaPadding);
  }
  if (rsaPadding !== undefined && algorithm !== "RSA") {
    throw new OCSPError("ERR_INVALID_ARGUMENT", `options.rsaPadding: expected nothing for a key of type ${algorithm}`);
  }
  if (algorithm === "Ed25519" || algorithm === "Ed448") {
    if (hashAlgorithm !== null) {
      throw invalidArgument("hashAlgorithm", `null, since ${algorithm} does its own hashing`, hashAlgorithm);
    }
    return findSignature(algorithm, null);
  }
  const hash = HASHES[toHashNumber(hashAlgorithm)]?.name;
  if (algorithm !== "RSA") {
    return findSignature(algorithm, hash);
  }
  /* RFC 4055 1.2: an id-RSASSA-PSS key makes no other signatures. */
  const restricted = publicKey.oid === RSASSA_PSS;
  if (restricted && rsaPadding === "pkcs1") {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      'options.rsaPadding: expected "pss", since the key is restricted to id-RSASSA-PSS',
    );
  }
  return findSignature(algorithm, hash, restricted || rsaPadding === "pss" ? "RSA-PSS" : "RSA");
}

/**
 * @param {NonNullable<PublicKeyInfo["algorithm"]>} key
 * @param {HashAlgorithm | null | undefined} hash null where the algorithm does its own hashing
 * @param {SignatureFamily} [family] that of an RSA key
 * @returns {number} of SIGNATURES
 */
const findSignature = (key, hash, family) =>
  SIGNATURES.findIndex(
    (known) => known?.key === key && known.hash === hash && (family === undefined || known.family === family),
  );

/**
 * KeyObjects of which a signature has verified. node:crypto reads a key whose halves belong to different keys, and
 * signs with it; but a KeyObject never changes, so one signature of each is enough.
 * @type {WeakSet<object>}
 */
const PROVEN_KEYS = new WeakSet();

/**
 * @param {number} algorithm of SIGNATURES
 * @param {import("./host-crypto.js").KeyObject} key
 * @param {OwnedBytes} data
 */
function signWithKeyObject(algorithm, key, data) {
  /** @type {typeof import("node:crypto")} */
  const crypto = nodeCrypto();
  const { family, hash } = /** @type {NonNullable<typeof SIGNATURES[number]>} */ (SIGNATURES[algorithm]);
  const { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST } = crypto.constants;
  const padding =
    family === "RSA-PSS"
      ? { padding: RSA_PKCS1_PSS_PADDING, saltLength: RSA_PSS_SALTLEN_DIGEST }
      : family === "RSA"
        ? { padding: RSA_PKCS1_PADDING }
        : {};
  /** @param {import("node:crypto").KeyObject} used */
  const options = (used) => ({ key: used, dsaEncoding: /** @type {const} */ ("der"), ...padding });
  try {
    const signature = new Uint8Array(crypto.sign(nodeHash(hash), data.view(), options(key)));
    if (
      PROVEN_KEYS.has(key) ||
      crypto.verify(nodeHash(hash), data.view(), options(crypto.createPublicKey(key)), signature)
    ) {
      PROVEN_KEYS.add(key);
      return signature;
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
}

/** @param {number} algorithm of SIGNATURES @param {OwnedBytes} der of the key @param {OwnedBytes} data */
function signInCore(algorithm, der, data) {
  const { name, family, hash } = /** @type {NonNullable<typeof SIGNATURES[number]>} */ (SIGNATURES[algorithm]);
  const saltLength = HASHES.find((known) => known?.name === hash)?.octets ?? 0;
  const salt = family === "RSA-PSS" ? new OwnedBytes(crypto.getRandomValues(new Uint8Array(saltLength))) : null;
  const signature = makeSignature(new Plan().int(algorithm).span(der).span(data).span(salt));
  if (signature.length === 0) {
    throw new OCSPError(
      "ERR_UNSUPPORTED_ALGORITHM",
      `key: it cannot sign with ${name}: it is too small, or restricted to another algorithm`,
    );
  }
  return signature;
}

/** @typedef {{ readonly spki: OwnedBytes, readonly algorithm: number, sign(data: OwnedBytes): OwnedBytes }} Signer */

/**
 * A signer with a key that is at hand.
 * @param {PrivateKeyInput} input
 * @param {unknown} hashAlgorithm
 * @param {SignOptions | undefined} options
 * @returns {Signer}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_KEY_ENCRYPTED, ERR_UNSUPPORTED_KEY
 */
export function signerOf(input, hashAlgorithm, options) {
  const key = toPrivateKey(input, "key");
  const algorithm = chooseAlgorithm(key.publicKey, hashAlgorithm, options);
  const { der, edwards, keyObject, spki } = keyParts(key);
  return {
    spki,
    algorithm,
    sign(data) {
      if (der !== null) {
        return signInCore(algorithm, der, data);
      }
      return new OwnedBytes(
        keyObject !== null
          ? signWithKeyObject(algorithm, keyObject, data)
          : eddsa.sign(
              /** @type {NonNullable<typeof edwards>} */ (edwards).curve,
              /** @type {NonNullable<typeof edwards>} */ (edwards).seed,
              data.copy(),
            ),
      );
    },
  };
}

/**
 * Refuses a signer whose signatures would not verify under a certificate's key. Keys are compared by type, curve and
 * public key: parameters may be inherited or written differently.
 * @param {Signer} signer
 * @param {OwnedBytes} spki SubjectPublicKeyInfo of the certificate
 * @param {string} certificate what to call it
 * @throws {OCSPError} ERR_KEY_MISMATCH
 */
export function assertSigner(signer, spki, certificate) {
  const [own, certified] = [signer.spki, spki].map((bytes) => {
    const row = new Row(bytes, readPublicKey(bytes));
    return { info: publicKeyInfo(row), bits: row.part(PUBLIC_KEY.subjectPublicKey) };
  });
  if (
    own.info.algorithm !== certified.info.algorithm ||
    own.info.curve !== certified.info.curve ||
    !own.bits.equals(certified.bits)
  ) {
    throw new OCSPError("ERR_KEY_MISMATCH", `key: it is not the key of ${certificate}`);
  }
  /* RFC 4055 1.2: the certificate may be more restricted than the key. */
  if (certified.info.oid === RSASSA_PSS && SIGNATURES[signer.algorithm]?.family !== "RSA-PSS") {
    throw new OCSPError(
      "ERR_KEY_MISMATCH",
      `key: ${certificate} is restricted to id-RSASSA-PSS: set options.rsaPadding to "pss"`,
    );
  }
}
