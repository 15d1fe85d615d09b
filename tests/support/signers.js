// Signers whose keys the peers made, the algorithms of each kind, and every way to sign a message with them.

import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { PrivateKey } from "../../bindings/index.js";
import { bytes, hex, peers } from "./interop.js";

/** @typedef {import("./random.js").Random} Random */

const HASHES = ["SHA1", "SHA224", "SHA256", "SHA384", "SHA512"];
const SHA3 = ["SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512"];
const all = (family) => HASHES.map((hash) => `${family}-${hash}`);
const RSA = [...all("RSA"), ...all("RSA-PSS")];
/** RFC 8017 9.1.1: hash and salt of SHA-512 are longer than such a modulus. */
const SHORT_RSA = RSA.filter((algorithm) => algorithm !== "RSA-PSS-SHA512");

/** By the kind of the key, as the peers name it, the algorithms that it signs with. */
export const ALGORITHMS = {
  "RSA-8192": ["RSA-SHA256", "RSA-PSS-SHA512", "RSA-SHA3-256"],
  "RSA-1024": SHORT_RSA,
  "RSA-1025": SHORT_RSA,
  "RSA-1536 with e = 3": RSA,
  "RSA-2047": RSA,
  "RSA-2048": [...RSA, ...SHA3.map((hash) => `RSA-${hash}`)],
  "RSA-3072": RSA,
  "RSA-4096": RSA,
  "RSA-PSS": all("RSA-PSS"),
  "RSA-PSS for SHA-256": ["RSA-PSS-SHA256"],
  "P-256": [...all("ECDSA"), ...SHA3.map((hash) => `ECDSA-${hash}`)],
  "P-384": all("ECDSA"),
  "P-521": all("ECDSA"),
  secp256k1: ["ECDSA-SHA1", "ECDSA-SHA256", "ECDSA-SHA512"],
  brainpoolP256r1: ["ECDSA-SHA256", "ECDSA-SHA384", "ECDSA-SHA3-256"],
  brainpoolP384r1: ["ECDSA-SHA256", "ECDSA-SHA384", "ECDSA-SHA3-512"],
  brainpoolP512r1: ["ECDSA-SHA1", "ECDSA-SHA512", "ECDSA-SHA3-384"],
  "DSA-1024/160": all("DSA"),
  "DSA-2048/224": all("DSA"),
  "DSA-2048/256": all("DSA"),
  "DSA-3072/256": all("DSA"),
  Ed25519: ["Ed25519"],
  Ed448: ["Ed448"],
};
/** @typedef {keyof typeof ALGORITHMS} Kind */
export const KINDS = /** @type {Kind[]} */ (Object.keys(ALGORITHMS));

/** @type {Map<Kind, Promise<any>>} */
const made = new Map();

/** Certificate, SubjectPublicKeyInfo and the private key in its forms, in hexadecimal; made once. @param {Kind} kind */
export async function signerOf(kind) {
  if (!made.has(kind)) {
    made.set(kind, peers.signer({ kind }));
  }
  return { kind, ...(await made.get(kind)) };
}

/** One with a key of another kind. @param {Kind} kind */
export const strangerTo = (kind) => signerOf(kind === "P-256" ? "P-384" : "P-256");

/** @param {string} algorithm @returns {{ family: string, hash: string | null }} the hash as WebCrypto names it */
function parts(algorithm) {
  const [, family, hash] = /^(?:(.*?)-)?(?:SHA(\d+|3-\d+)|Ed\d+)$/.exec(algorithm) ?? [];
  const isSHA3 = hash?.includes("-");
  return { family: family ?? algorithm, hash: hash === undefined ? null : `SHA${isSHA3 ? "" : "-"}${hash}` };
}

/** Keys that the core does not compute with: node:crypto does, and whoever is outside. @param {Kind} kind */
const isHosts = (kind) => /^(?:brainpool|secp256k1|RSA-8192)/.test(kind);
/** What hashAlgorithm does not name: an ExternalSigner says it by the algorithm. @param {string} algorithm */
const isSHA3 = (algorithm) => /SHA3/.test(algorithm);

const spellings = (hash) => [hash, hash.toLowerCase(), hash.replace("-", ""), hash.replace("-", "").toLowerCase()];

/**
 * Hash and options, as sign() takes them after the key.
 * @param {Random} random
 * @param {Kind} kind
 * @param {string} algorithm
 */
function signArguments(random, kind, algorithm) {
  const { family, hash } = parts(algorithm);
  if (hash === null) {
    return [null];
  }
  const padding = family === "RSA-PSS" ? "pss" : "pkcs1";
  const isImplied = family === "RSA" || kind.startsWith("RSA-PSS");
  const options =
    family.startsWith("RSA") && random.pick([{ rsaPadding: padding }, ...(isImplied ? [undefined, {}] : [])]);
  return [random.pick(spellings(hash)), ...(options ? [options] : [])];
}

const WEBCRYPTO = {
  RSA: "RSASSA-PKCS1-v1_5",
  "RSA-PSS": "RSA-PSS",
  ECDSA: "ECDSA",
  Ed25519: "Ed25519",
  Ed448: "Ed448",
};
const HASH_OF_CURVE = { "P-256": "SHA-256", "P-384": "SHA-384", "P-521": "SHA-512" };

/**
 * WebCrypto has no DSA, no SHA-224, no curves but NIST's, and reads no keys that are for PSS alone.
 * @param {Kind} kind
 * @param {string} algorithm
 */
function isInWebCrypto(kind, algorithm) {
  const { family, hash } = parts(algorithm);
  return (
    Object.hasOwn(WEBCRYPTO, family) &&
    hash !== "SHA-224" &&
    !isSHA3(algorithm) &&
    !/^(?:RSA-PSS|brainpool|secp256k1)/.test(kind)
  );
}

async function withCryptoKey(builder, random, { kind, keys }, algorithm) {
  const { family, hash } = parts(algorithm);
  const name = WEBCRYPTO[family];
  const parameters = name === "ECDSA" ? { name, namedCurve: kind } : hash === null ? { name } : { name, hash };
  const key = await crypto.subtle.importKey("pkcs8", bytes(keys["PKCS #8"].der), parameters, random.chance(0.5), [
    "sign",
  ]);
  if (name !== "ECDSA") {
    return builder.signAsync(key);
  }
  const isImplied = hash === HASH_OF_CURVE[kind] && random.chance(0.5);
  return builder.signAsync(key, isImplied ? undefined : { hashAlgorithm: random.pick(spellings(hash)) });
}

/** The peer signs, over there. */
async function withExternalSigner(builder, random, { kind }, algorithm) {
  const sign = async (tbs) => bytes(await peers.sign({ kind, algorithm, data: hex(tbs) }));
  return builder.signAsync({ algorithm, sign });
}

const ASYNCHRONOUS = { ExternalSigner: withExternalSigner, CryptoKey: withCryptoKey };

const keyObject = ({ keys }) =>
  createPrivateKey({ key: Buffer.from(keys["PKCS #8"].der, "hex"), format: "der", type: "pkcs8" });
/** The DER of a key as bytes of any type. */
const asBytes = (random, der) =>
  random.pick([
    () => bytes(der),
    () => Buffer.from(der, "hex"),
    () => bytes(der).buffer,
    () => new DataView(bytes(`ffff${der}ff`).buffer, 2, der.length / 2),
  ])();
/** PEM as programs write it. */
const asText = (random, pem) =>
  random.pick([pem, `Bag Attributes\n    friendlyName: key\n${pem}`, pem.replaceAll("\n", "\r\n")]);

/** Keys that are at hand, as sign() takes them. */
const AT_HAND = {
  "DER, ": (random, signer, form) => asBytes(random, signer.keys[form].der),
  "PEM, ": (random, signer, form) => asText(random, signer.keys[form].pem),
  PrivateKey: (random, signer) =>
    PrivateKey.from(asBytes(random, random.pick(/** @type {any[]} */ (Object.values(signer.keys))).der)),
  KeyObject: (random, signer) => keyObject(signer),
  "PrivateKey of a KeyObject": (random, signer) => PrivateKey.from(keyObject(signer)),
};

/** The forms that the peers write a key of the kind in. @param {Kind} kind */
function formsOf(kind) {
  if (kind.startsWith("Ed")) {
    return ["PKCS #8", "PKCS #8 with the public key"];
  }
  if (kind.startsWith("RSA-PSS")) {
    return ["PKCS #8"];
  }
  const further = [
    "PKCS #8 without the public key",
    "PKCS #8 with the curve twice",
    "traditional without the public key",
  ];
  return ["PKCS #8", "traditional", ...(kind.startsWith("P-") ? further : [])];
}

/** Every way to sign with a key of the kind, by name. @param {Kind} kind @param {string} [algorithm] with this one */
export function waysOf(kind, algorithm) {
  const algorithms = algorithm === undefined ? ALGORITHMS[kind] : [algorithm];
  if (algorithms.every(isSHA3)) {
    return ["ExternalSigner"];
  }
  return [
    ...(isHosts(kind) ? [] : [...formsOf(kind).flatMap((form) => [`DER, ${form}`, `PEM, ${form}`]), "PrivateKey"]),
    "KeyObject",
    "PrivateKey of a KeyObject",
    "ExternalSigner",
    ...(algorithms.some((one) => isInWebCrypto(kind, one)) ? ["CryptoKey"] : []),
  ];
}

/**
 * Signs in one of the ways.
 * @template Message
 * @param {{ sign(...given: any[]): Message, signAsync(...given: any[]): Promise<Message> }} builder
 * @param {Random} random
 * @param {any} signer
 * @param {string} algorithm
 * @param {string} way
 * @returns {Promise<Message>}
 */
export async function sign(builder, random, signer, algorithm, way) {
  if (Object.hasOwn(ASYNCHRONOUS, way)) {
    return ASYNCHRONOUS[way](builder, random, signer, algorithm);
  }
  const [, prefix, form] = /^((?:DER|PEM), )(.*)$/.exec(way) ?? [null, way, ""];
  const key = AT_HAND[prefix](random, signer, form);
  assert.equal(hex(PrivateKey.from(key).publicKey.spki), signer.spki, `${way}: another public key than cryptography's`);
  return builder.sign(key, ...signArguments(random, signer.kind, algorithm));
}
