/** Keys that live elsewhere: a CryptoKey of WebCrypto, or anything that signs through a function. */
import { HASHES, SIGNATURES } from "../../build/lists.js";
import { copyBytes, invalidArgument, toHashNumber } from "../lib/arguments.js";
import { OwnedBytes } from "../lib/bytes.js";
import { OCSPError } from "../lib/error.js";
import { knownNames, toOptions } from "../lib/options.js";
import { encodeSignatureValue } from "../wasm/core.js";
import { signatureNumber } from "./signature.js";

/** @import { HashAlgorithmInput } from "../lib/arguments.js" */
/** @import { SignatureAlgorithmName } from "../../build/lists.js" */
/**
 * @typedef {{ readonly algorithm: SignatureAlgorithmName, sign(tbs: Uint8Array): Uint8Array | Promise<Uint8Array> }}
 *   ExternalSigner
 * a key that lives elsewhere (HSM, KMS): sign() gets the bytes to sign and returns the signature as X.509 encodes it,
 * which for ECDSA and DSA is the DER of r and s
 */
/**
 * @typedef {{ readonly type: string, readonly algorithm: { readonly name: string }, readonly usages: readonly string[]
 *   }} CryptoKeyLike
 * a CryptoKey of WebCrypto, in a browser or in Node
 */
/**
 * @typedef {{ hashAlgorithm?: HashAlgorithmInput | undefined }} AsyncSignOptions the hash for ECDSA with a CryptoKey:
 *   by default the one that goes with its curve
 */
/** @typedef {{ readonly algorithm: number, sign(data: OwnedBytes): Promise<OwnedBytes> }} AsyncSigner */

/** @type {import("../lib/options.js").Known<AsyncSignOptions>} */
const SIGN_OPTIONS = knownNames(["hashAlgorithm"]);

/** @type {Readonly<Record<string, import("../../build/lists.js").HashAlgorithm>>} */
const HASH_OF_CURVE = { "P-256": "SHA-256", "P-384": "SHA-384", "P-521": "SHA-512" };

/**
 * WebCrypto's names of the families that take a hash, and ours. The other algorithms have the same names in both.
 * @type {ReadonlyMap<string, import("../../build/lists.js").SignatureFamily>}
 */
const FAMILIES = new Map([
  ["RSASSA-PKCS1-v1_5", "RSA"],
  ["RSA-PSS", "RSA-PSS"],
  ["ECDSA", "ECDSA"],
]);

/** @param {string} name @returns {number} of SIGNATURES, one that hashes by itself; 0 if there is none */
function hashlessNumber(name) {
  const number = signatureNumber(name);
  return SIGNATURES[number]?.family && SIGNATURES[number].hash === null ? number : 0;
}

/**
 * The hash that an ECDSA key signs with.
 * @param {string} curve
 * @param {HashAlgorithmInput | undefined} given
 */
const hashOfECDSA = (curve, given) =>
  HASHES[toHashNumber(given === undefined ? HASH_OF_CURVE[curve] : given, "options.hashAlgorithm")]?.name;

/**
 * @param {any} key CryptoKeyLike
 * @param {HashAlgorithmInput | undefined} hashAlgorithm for ECDSA
 * @returns {AsyncSigner}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_UNSUPPORTED_ALGORITHM
 */
function fromCryptoKey(key, hashAlgorithm) {
  const { name, namedCurve } = key.algorithm;
  const family = FAMILIES.get(name);
  const hashless = hashlessNumber(name);
  if ((family === undefined && hashless === 0) || key.type !== "private" || !key.usages.includes("sign")) {
    throw invalidArgument(
      "signer",
      "a private CryptoKey for RSASSA-PKCS1-v1_5, RSA-PSS, ECDSA, Ed25519, Ed448 or ML-DSA with the usage sign",
      key,
    );
  }
  if (name !== "ECDSA" && hashAlgorithm !== undefined) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      `options.hashAlgorithm: expected nothing for a CryptoKey for ${name}, which fixes the hash itself`,
    );
  }
  const hash = name === "ECDSA" ? hashOfECDSA(namedCurve, hashAlgorithm) : key.algorithm.hash?.name;
  const algorithm = hashless || SIGNATURES.findIndex((known) => known?.family === family && known?.hash === hash);
  if (algorithm < 1) {
    throw new OCSPError("ERR_UNSUPPORTED_ALGORITHM", `signer: ${name} with ${hash} is not supported`);
  }
  const saltLength = HASHES.find((known) => known?.name === hash)?.octets;
  const parameters = hashless ? { name } : { name, hash, saltLength };
  return {
    algorithm,
    async sign(data) {
      const value = new Uint8Array(await crypto.subtle.sign(parameters, key, data.copy()));
      return name === "ECDSA" ? encodeSignatureValue(new OwnedBytes(value)) : new OwnedBytes(value);
    },
  };
}

/** @param {any} signer ExternalSigner @returns {AsyncSigner} */
function fromExternal(signer) {
  const algorithm = signatureNumber(signer.algorithm);
  if (algorithm === 0) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      `signer.algorithm: expected one of ${SIGNATURES.flatMap((known) => known?.name ?? []).join(", ")}`,
    );
  }
  return {
    algorithm,
    async sign(data) {
      return new OwnedBytes(copyBytes(await signer.sign(data.copy()), "what the signer returned"));
    },
  };
}

/**
 * @param {unknown} signer ExternalSigner or CryptoKeyLike
 * @param {AsyncSignOptions | undefined} options
 * @returns {AsyncSigner} whose sign() rejects with ERR_SIGNER, whatever went wrong
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function asyncSignerOf(signer, options) {
  const { hashAlgorithm } = toOptions(options, SIGN_OPTIONS);
  const parts = /** @type {any} */ (typeof signer === "object" && signer !== null ? signer : {});
  const isKey =
    typeof parts.algorithm?.name === "string" && typeof parts.type === "string" && Array.isArray(parts.usages);
  if (!isKey && typeof parts.sign !== "function") {
    throw invalidArgument("signer", "a CryptoKey, or an object with algorithm and sign()", signer);
  }
  if (!isKey && hashAlgorithm !== undefined) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      "options.hashAlgorithm: expected nothing for a signer, whose algorithm names the hash",
    );
  }
  const inner = isKey ? fromCryptoKey(parts, hashAlgorithm) : fromExternal(parts);
  return {
    algorithm: inner.algorithm,
    async sign(data) {
      try {
        return await inner.sign(data);
      } catch (cause) {
        throw new OCSPError("ERR_SIGNER", "signer: it failed to sign; the cause says why", { cause });
      }
    },
  };
}
