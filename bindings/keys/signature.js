/** Makes the signatures of messages. */
import * as eddsa from "#eddsa";
import { HASHES, OID, PUBLIC_KEY, SIGNATURES } from "../../build/lists.js";
import { invalidArgument, toHashNumber } from "../lib/arguments.js";
import { OwnedBytes } from "../lib/bytes.js";
import { OCSPError } from "../lib/error.js";
import { knownNames, toOptions } from "../lib/options.js";
import { canSign, makeSignature, readPublicKey } from "../wasm/core.js";
import { Plan } from "../wasm/plan.js";
import { Row } from "../wasm/table.js";
import { publicKeyName } from "./algorithm.js";
import { hostSigner, rsaKeyObject } from "./host-signer.js";
import { keyParts, toPrivateKey } from "./private-key.js";

/** @import { KeyAlgorithm } from "../../build/lists.js" */
/** @import { KeyParts, PrivateKeyInput } from "./private-key.js" */
/**
 * @typedef {{ rsaPadding?: "pkcs1" | "pss" | undefined }} SignOptions how an RSA key signs: "pkcs1" by default; an
 *   id-RSASSA-PSS key always signs with "pss"
 */
/**
 * A key with an algorithm, made once for both.
 * @typedef {object} Signer
 * @property {number} algorithm of SIGNATURES
 * @property {Row} row a PUBLIC_KEY
 * @property {WeakSet<object>} certificates whose key it was found to be; certificates never change
 * @property {(data: OwnedBytes) => OwnedBytes} sign
 */

const NUMBERS = new Map(SIGNATURES.map((signature, number) => [signature?.name, number]));

/** @param {string} name @returns {number} of SIGNATURES; 0 if unknown */
export const signatureNumber = (name) => NUMBERS.get(/** @type {any} */ (name)) ?? 0;

/**
 * The numbers of SIGNATURES that a key can have, by its name.
 * @type {Map<KeyAlgorithm, number[]>}
 */
const OF_KEY = new Map();
for (const [number, known] of SIGNATURES.entries()) {
  if (known?.key) {
    OF_KEY.set(known.key, [...(OF_KEY.get(known.key) ?? []), number]);
  }
}

/** @type {import("../lib/options.js").Known<SignOptions>} */
const SIGN_OPTIONS = knownNames(["rsaPadding"]);

/** RFC 4055 1.2: an id-RSASSA-PSS key makes no other signatures. @param {Row} row a PUBLIC_KEY */
const isForPSS = (row) => row.number(PUBLIC_KEY.key) === OID.RSASSA_PSS;

/**
 * @param {Row} row a PUBLIC_KEY, the signer's
 * @param {unknown} hashAlgorithm null for those that hash by themselves, required for all others
 * @param {SignOptions | undefined} options
 * @returns {number} of SIGNATURES
 * @throws {OCSPError} ERR_INVALID_ARGUMENT
 */
function chooseAlgorithm(row, hashAlgorithm, options) {
  const algorithm = /** @type {KeyAlgorithm} */ (publicKeyName(row));
  const { rsaPadding } = toOptions(options, SIGN_OPTIONS);
  if (rsaPadding !== undefined && rsaPadding !== "pkcs1" && rsaPadding !== "pss") {
    throw invalidArgument("options.rsaPadding", '"pkcs1" or "pss"', rsaPadding);
  }
  if (rsaPadding !== undefined && algorithm !== "RSA") {
    throw new OCSPError("ERR_INVALID_ARGUMENT", `options.rsaPadding: expected nothing for a key of type ${algorithm}`);
  }
  const numbers = /** @type {number[]} */ (OF_KEY.get(algorithm));
  if (SIGNATURES[numbers[0]]?.hash === null) {
    if (hashAlgorithm !== null) {
      throw invalidArgument("hashAlgorithm", `null, since ${algorithm} does its own hashing`, hashAlgorithm);
    }
    return numbers[0];
  }
  const hash = HASHES[toHashNumber(hashAlgorithm)]?.name;
  const restricted = isForPSS(row);
  if (restricted && rsaPadding === "pkcs1") {
    throw new OCSPError(
      "ERR_INVALID_ARGUMENT",
      'options.rsaPadding: expected "pss", since the key is restricted to id-RSASSA-PSS',
    );
  }
  const isPSS = restricted || rsaPadding === "pss";
  const found = numbers.find((number) => {
    const known = SIGNATURES[number];
    return known?.hash === hash && (known?.family === "RSA-PSS") === isPSS;
  });
  return /** @type {number} */ (found);
}

/** @param {number} algorithm of SIGNATURES @returns {OCSPError} */
const unfit = (algorithm) =>
  new OCSPError(
    "ERR_UNSUPPORTED_ALGORITHM",
    `key: it cannot sign with ${SIGNATURES[algorithm]?.name}: it is too small, or restricted to another algorithm`,
  );

/**
 * @param {number} algorithm of SIGNATURES
 * @param {OwnedBytes} der of the key
 * @returns {Signer["sign"]}
 */
function coreSigner(algorithm, der) {
  const { family, hash } = /** @type {NonNullable<typeof SIGNATURES[number]>} */ (SIGNATURES[algorithm]);
  const saltLength = HASHES.find((known) => known?.name === hash)?.octets ?? 0;
  return (data) => {
    const salt = family === "RSA-PSS" ? new OwnedBytes(crypto.getRandomValues(new Uint8Array(saltLength))) : null;
    const signature = makeSignature(new Plan().int(algorithm).span(der).span(data).span(salt));
    if (signature.length === 0) {
      throw unfit(algorithm);
    }
    return signature;
  };
}

/**
 * RSA by the host where it is faster. The core decides what the key may sign, and signs where the host does not.
 * @param {number} algorithm of SIGNATURES
 * @param {OwnedBytes} der of the key
 * @param {KeyParts} parts
 * @returns {Signer["sign"]}
 */
function rsaSigner(algorithm, der, parts) {
  const byCore = coreSigner(algorithm, der);
  /** @type {Signer["sign"] | undefined} */
  let sign;
  const choose = () => {
    parts.hostKey ??= rsaKeyObject(der);
    if (parts.hostKey === null) {
      return byCore;
    }
    if (!canSign(new Plan().int(algorithm).span(der).span(null).span(null))) {
      throw unfit(algorithm);
    }
    return hostSigner(algorithm, parts.hostKey);
  };
  return (data) => {
    sign ??= choose();
    if (sign === byCore) {
      return byCore(data);
    }
    try {
      return sign(data);
    } catch {
      /* Such as an exponent that a host does not take. */
      sign = byCore;
      return byCore(data);
    }
  };
}

/** @param {number} algorithm of SIGNATURES @param {KeyParts} parts @returns {Signer["sign"]} */
function makeSign(algorithm, parts) {
  const { der, edwards, keyObject } = parts;
  if (keyObject !== null) {
    return hostSigner(algorithm, keyObject);
  }
  if (der !== null) {
    return publicKeyName(parts.row) === "RSA" ? rsaSigner(algorithm, der, parts) : coreSigner(algorithm, der);
  }
  const { curve, seed } = /** @type {NonNullable<typeof edwards>} */ (edwards);
  const sign = eddsa.signer(curve, seed);
  return (data) => new OwnedBytes(sign(data.copy()));
}

/**
 * A signer with a key that is at hand.
 * @param {PrivateKeyInput} input
 * @param {unknown} hashAlgorithm
 * @param {SignOptions | undefined} options
 * @returns {Signer}
 * @throws {OCSPError} ERR_INVALID_ARGUMENT, ERR_PEM, ERR_DER_*, ERR_KEY_ENCRYPTED, ERR_UNSUPPORTED_KEY
 */
export function signerOf(input, hashAlgorithm, options) {
  const parts = keyParts(toPrivateKey(input, "key"));
  const { row, signers } = parts;
  const algorithm = chooseAlgorithm(row, hashAlgorithm, options);
  return (signers[algorithm] ??= { algorithm, row, certificates: new WeakSet(), sign: makeSign(algorithm, parts) });
}

/**
 * Refuses a signer whose signatures would not verify under a certificate's key. Keys are compared by type, curve and
 * public key: parameters may be inherited or written differently.
 * @template {object} Certificate
 * @param {Signer} signer
 * @param {Certificate} certificate which never changes
 * @param {(certificate: Certificate) => OwnedBytes} publicKeyOf its SubjectPublicKeyInfo
 * @param {string} name what to call it
 * @throws {OCSPError} ERR_KEY_MISMATCH
 */
export function assertSigner(signer, certificate, publicKeyOf, name) {
  if (signer.certificates.has(certificate)) {
    return;
  }
  const spki = publicKeyOf(certificate);
  const own = signer.row,
    certified = new Row(spki, readPublicKey(spki));
  if (
    publicKeyName(own) !== publicKeyName(certified) ||
    own.number(PUBLIC_KEY.curve) !== certified.number(PUBLIC_KEY.curve) ||
    !own.part(PUBLIC_KEY.subjectPublicKey).equals(certified.part(PUBLIC_KEY.subjectPublicKey))
  ) {
    throw new OCSPError("ERR_KEY_MISMATCH", `key: it is not the key of ${name}`);
  }
  /* RFC 4055 1.2: the certificate may be more restricted than the key. */
  if (isForPSS(certified) && SIGNATURES[signer.algorithm]?.family !== "RSA-PSS") {
    throw new OCSPError(
      "ERR_KEY_MISMATCH",
      `key: ${name} is restricted to id-RSASSA-PSS: set options.rsaPadding to "pss"`,
    );
  }
  signer.certificates.add(certificate);
}
