/** Keys that live elsewhere: a CryptoKey of WebCrypto, or whatever signs behind a function. */
import { HASHES, SIGNATURES } from "../../build/lists.js";
import { checkHashAlgorithm, checkOptions, copyBytes, invalidArgument } from "../lib/arguments.js";
import { Octets } from "../lib/bytes.js";
import { OCSPError } from "../lib/error.js";
import { encodeSignatureValue } from "../wasm/core.js";
import { signatureNumber } from "./signature.js";

/** @import { HashAlgorithmInput } from "../lib/arguments.js" */
/** @import { SignatureAlgorithmName } from "../../build/lists.js" */
/**
 * @typedef {{ readonly algorithm: SignatureAlgorithmName, sign(tbs: Uint8Array): Uint8Array | Promise<Uint8Array> }}
 *   ExternalSigner
 * a key that lives elsewhere (HSM, KMS): it is handed the bytes to sign and returns the signature value as X.509
 * encodes it, of ECDSA and DSA the DER of r and s
 */
/**
 * @typedef {{ readonly type: string, readonly algorithm: { readonly name: string }, readonly usages: readonly string[]
 *   }} CryptoKeyLike
 * a CryptoKey of WebCrypto, of a browser or of Node
 */
/**
 * @typedef {{ hashAlgorithm?: HashAlgorithmInput | undefined }} AsyncSignOptions the hash of ECDSA with a CryptoKey: by
 *   the curve unless given
 */
/** @typedef {{ readonly algorithm: number, sign(data: Octets): Promise<Octets> }} AsyncSigner */

/** @type {Readonly<Record<string, import("../../build/lists.js").HashAlgorithm>>} */
const HASH_OF_CURVE = { "P-256": "SHA-256", "P-384": "SHA-384", "P-521": "SHA-512" };

/**
 * What WebCrypto and we call the families.
 * @type {Readonly<Record<string, import("../../build/lists.js").SignatureFamily>>}
 */
const FAMILIES = {
  "RSASSA-PKCS1-v1_5": "RSA",
  "RSA-PSS": "RSA-PSS",
  ECDSA: "ECDSA",
  Ed25519: "EdDSA",
  Ed448: "EdDSA",
};

/**
 * @param {any} key CryptoKeyLike
 * @param {HashAlgorithmInput | undefined} hashAlgorithm for ECDSA
 * @returns {AsyncSigner}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_UNSUPPORTED_ALGORITHM
 */
function ofCryptoKey(key, hashAlgorithm) {
  const { name, namedCurve } = key.algorithm;
  if (!Object.hasOwn(FAMILIES, name) || key.type !== "private" || !key.usages.includes("sign")) {
    throw invalidArgument(
      "signer",
      "a private CryptoKey of RSASSA-PKCS1-v1_5, RSA-PSS, ECDSA, Ed25519 or Ed448 with the usage sign",
      key,
    );
  }
  if (name !== "ECDSA" && hashAlgorithm !== undefined) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      `options.hashAlgorithm: expected nothing for a CryptoKey of ${name}, which has its own`,
    );
  }
  const hash =
    name === "ECDSA"
      ? (HASHES[
          checkHashAlgorithm(
            hashAlgorithm === undefined ? HASH_OF_CURVE[namedCurve] : hashAlgorithm,
            "options.hashAlgorithm",
          )
        ]?.name ?? "")
      : (key.algorithm.hash?.name ?? "");
  const family = FAMILIES[name];
  const algorithm =
    family === "EdDSA"
      ? signatureNumber(name)
      : SIGNATURES.findIndex((known) => known?.family === family && known.hash === hash);
  if (algorithm < 1) {
    throw new OCSPError("ERR_UNSUPPORTED_ALGORITHM", `signer: ${name} with ${hash} is not supported`);
  }
  const saltLength = HASHES.find((known) => known?.name === hash)?.octets;
  return {
    algorithm,
    async sign(data) {
      const value = new Uint8Array(await crypto.subtle.sign({ name, hash, saltLength }, key, data.copy()));
      return name === "ECDSA" ? encodeSignatureValue(new Octets(value)) : new Octets(value);
    },
  };
}

/** @param {any} signer ExternalSigner @returns {AsyncSigner} */
function ofExternal(signer) {
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
      return new Octets(copyBytes(await signer.sign(data.copy()), "what the signer returned"));
    },
  };
}

/**
 * @param {unknown} signer ExternalSigner or CryptoKeyLike
 * @param {AsyncSignOptions | undefined} options
 * @returns {AsyncSigner} whose sign() rejects with ERR_SIGNER whatever went wrong
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
export function asyncSignerOf(signer, options) {
  const { hashAlgorithm } = checkOptions(options);
  const parts = /** @type {any} */ (typeof signer === "object" && signer !== null ? signer : {});
  const isKey =
    typeof parts.algorithm?.name === "string" && typeof parts.type === "string" && Array.isArray(parts.usages);
  if (!isKey && typeof parts.sign !== "function") {
    throw invalidArgument("signer", "a CryptoKey, or an object with algorithm and sign()", signer);
  }
  if (!isKey && hashAlgorithm !== undefined) {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      "options.hashAlgorithm: expected nothing for a signer, whose algorithm says it",
    );
  }
  const inner = isKey ? ofCryptoKey(parts, hashAlgorithm) : ofExternal(parts);
  return {
    algorithm: inner.algorithm,
    async sign(data) {
      try {
        return await inner.sign(data);
      } catch (cause) {
        throw new OCSPError("ERR_SIGNER", "the signer did not sign: the cause says why", { cause });
      }
    },
  };
}
