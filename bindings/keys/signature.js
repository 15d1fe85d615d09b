/** Signatures of messages and certificates, checked and made. */
import * as eddsa from "#eddsa";
import { HASHES, OID, OIDS, PUBLIC_KEY, SIGNATURES, VERDICT } from "../../build/lists.js";
import { checkHashAlgorithm, checkOptions, invalidArgument } from "../lib/arguments.js";
import { Octets } from "../lib/bytes.js";
import { OCSPError } from "../lib/error.js";
import { checkSignature, makeSignature, Plan, readPublicKey } from "../wasm/core.js";
import { algorithmName, EDWARDS_CURVES, publicKeyAt } from "./algorithm.js";
import { nodeCrypto } from "./host-crypto.js";
import { checkPrivateKey, keyParts } from "./private-key.js";

/** @import { HashAlgorithm, SignatureFamily } from "../../build/lists.js" */
/** @import { PublicKeyInfo } from "./algorithm.js" */
/** @import { HashAlgorithmInput } from "../lib/arguments.js" */
/** @import { PrivateKeyInput } from "./private-key.js" */
/**
 * @typedef {{ rsaPadding?: "pkcs1" | "pss" | undefined }} SignOptions how an RSA key signs: "pkcs1" unless given; an
 *   id-RSASSA-PSS key always "pss"
 */

/**
 * @param {Octets} algorithm AlgorithmIdentifier in DER
 * @param {Octets} spki SubjectPublicKeyInfo in DER
 * @param {Octets} data what was signed
 * @param {Octets} signature its octets
 * @returns {boolean} false also for a key of another type
 * @throws {OCSPError} ERR_UNSUPPORTED_ALGORITHM, ERR_UNSUPPORTED_KEY
 */
export function verifySignature(algorithm, spki, data, signature) {
  switch (checkSignature(new Plan().span(algorithm).span(spki).span(data).span(signature))) {
    case VERDICT.GOOD:
      return true;
    case VERDICT.ASK: {
      const cells = readPublicKey(spki);
      const curve = /** @type {import("./eddsa.js").EdwardsCurve} */ (EDWARDS_CURVES.get(cells[PUBLIC_KEY.key]));
      return eddsa.verify(curve, spki.part(cells, PUBLIC_KEY.subjectPublicKey).copy(), data.copy(), signature.copy());
    }
    case VERDICT.ALGORITHM:
      throw new OCSPError(
        "ERR_UNSUPPORTED_ALGORITHM",
        `the signature algorithm ${algorithmName(algorithm)} is not supported, not safe, or contradicted by its parameters`,
      );
    case VERDICT.KEY:
      throw new OCSPError("ERR_UNSUPPORTED_KEY", "the public key's curve or size is not supported here");
    default:
      return false;
  }
}

const NUMBERS = new Map(SIGNATURES.map((signature, number) => [signature?.name, number]));

/** @param {string} name @returns {number} of SIGNATURES; 0 where there is none */
export const signatureNumber = (name) => NUMBERS.get(/** @type {any} */ (name)) ?? 0;

const RSASSA_PSS = OIDS[OID.RSASSA_PSS];

/**
 * @param {PublicKeyInfo} publicKey of the signer
 * @param {unknown} hashAlgorithm null for Ed25519 and Ed448, and required otherwise
 * @param {SignOptions | undefined} options
 * @returns {number} of SIGNATURES
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
function chooseAlgorithm(publicKey, hashAlgorithm, options) {
  const algorithm = /** @type {NonNullable<PublicKeyInfo["algorithm"]>} */ (publicKey.algorithm);
  const { rsaPadding } = checkOptions(options);
  if (rsaPadding !== undefined && rsaPadding !== "pkcs1" && rsaPadding !== "pss") {
    throw invalidArgument("options.rsaPadding", '"pkcs1" or "pss"', rsaPadding);
  }
  if (rsaPadding !== undefined && algorithm !== "RSA") {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      `options.rsaPadding: expected nothing for a key of the type ${algorithm}`,
    );
  }
  if (algorithm === "Ed25519" || algorithm === "Ed448") {
    if (hashAlgorithm !== null) {
      throw invalidArgument("hashAlgorithm", `null, since ${algorithm} hashes by itself`, hashAlgorithm);
    }
    return findSignature(algorithm, null);
  }
  const hash = HASHES[checkHashAlgorithm(hashAlgorithm)]?.name;
  if (algorithm !== "RSA") {
    return findSignature(algorithm, hash);
  }
  /* RFC 4055 1.2: a key that says id-RSASSA-PSS signs nothing else. */
  const restricted = publicKey.oid === RSASSA_PSS;
  if (restricted && rsaPadding === "pkcs1") {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      'options.rsaPadding: expected "pss", which the id-RSASSA-PSS key is for',
    );
  }
  return findSignature(algorithm, hash, restricted || rsaPadding === "pss" ? "RSA-PSS" : "RSA");
}

/** How a key of each kind signs, unless an option says otherwise. */
const FAMILIES = /** @type {const} */ ({ RSA: "RSA", EC: "ECDSA", DSA: "DSA", Ed25519: "EdDSA", Ed448: "EdDSA" });

/**
 * @param {NonNullable<PublicKeyInfo["algorithm"]>} key
 * @param {HashAlgorithm | null | undefined} hash null where the algorithm hashes by itself
 * @param {SignatureFamily} [family]
 * @returns {number} of SIGNATURES
 */
const findSignature = (key, hash, family = FAMILIES[key]) =>
  SIGNATURES.findIndex((known) => known?.key === key && known.family === family && known.hash === hash);

/** What node:crypto calls a hash. @param {string | null} hash */
const nodeHash = (hash) => hash?.replace("-", "").toLowerCase() ?? null;

/** @param {number} algorithm of SIGNATURES @param {import("./host-crypto.js").KeyObject} key @param {Octets} data */
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
  try {
    return new Uint8Array(crypto.sign(nodeHash(hash), data.view(), { key, dsaEncoding: "der", ...padding }));
  } catch (cause) {
    throw new OCSPError(
      "ERR_SIGNER",
      `node:crypto does not sign with this key: ${/** @type {Error} */ (cause).message}`,
      { cause },
    );
  }
}

/** @param {number} algorithm of SIGNATURES @param {Octets} der of the key @param {Octets} data */
function signInCore(algorithm, der, data) {
  const { name, family, hash } = /** @type {NonNullable<typeof SIGNATURES[number]>} */ (SIGNATURES[algorithm]);
  const octets = HASHES.find((known) => known?.name === hash)?.octets ?? 0;
  const salt = family === "RSA-PSS" ? new Octets(crypto.getRandomValues(new Uint8Array(octets))) : null;
  const signature = makeSignature(new Plan().int(algorithm).span(der).span(data).span(salt));
  if (signature.length === 0) {
    throw new OCSPError(
      "ERR_UNSUPPORTED_ALGORITHM",
      `the key cannot make a signature with ${name}: it is too small, or restricted to another`,
    );
  }
  return signature;
}

/** @typedef {{ readonly spki: Octets, readonly algorithm: number, sign(data: Octets): Octets }} Signer */

/**
 * A key that is at hand.
 * @param {PrivateKeyInput} input
 * @param {unknown} hashAlgorithm
 * @param {SignOptions | undefined} options
 * @returns {Signer}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_KEY_ENCRYPTED, ERR_UNSUPPORTED_KEY
 */
export function signerOf(input, hashAlgorithm, options) {
  const key = checkPrivateKey(input, "key");
  const algorithm = chooseAlgorithm(key.publicKey, hashAlgorithm, options);
  const { der, edwards, keyObject, spki } = keyParts(key);
  return {
    spki,
    algorithm,
    sign(data) {
      if (der !== null) {
        return signInCore(algorithm, der, data);
      }
      return new Octets(
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
 * The signature that a signer would make is one that a certificate stands for. Keys are equal when they make the same
 * signatures: kind, curve and public key; parameters may be inherited or written differently.
 * @param {Signer} signer
 * @param {Octets} spki SubjectPublicKeyInfo of the certificate
 * @param {string} certificate what it is called
 * @throws {OCSPError} ERR_KEY_MISMATCH
 */
export function checkSigner(signer, spki, certificate) {
  const [own, certified] = [signer.spki, spki].map((octets) => {
    const cells = readPublicKey(octets);
    return { info: publicKeyAt(octets, cells, 0), bits: octets.part(cells, PUBLIC_KEY.subjectPublicKey) };
  });
  if (
    own.info.algorithm !== certified.info.algorithm ||
    own.info.curve !== certified.info.curve ||
    !own.bits.equals(certified.bits)
  ) {
    throw new OCSPError("ERR_KEY_MISMATCH", `key: it is not the key of ${certificate}`);
  }
  /* RFC 4055 1.2: the certificate can be more restricted than the key. */
  if (certified.info.oid === RSASSA_PSS && SIGNATURES[signer.algorithm]?.family !== "RSA-PSS") {
    throw new OCSPError(
      "ERR_KEY_MISMATCH",
      `key: ${certificate} is for id-RSASSA-PSS, so options.rsaPadding has to be "pss"`,
    );
  }
}
