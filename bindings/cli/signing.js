/** Keys that sign what a command makes: an answer, or a request. */
import { OCSPError } from "../index.js";
import { titleOf } from "./chain.js";
import { InputError } from "./exit.js";
import { nameOf, readCertificates, readPrivateKey } from "./input.js";

/** @typedef {import("../index.js").Certificate} Certificate */
/** @typedef {import("../index.js").OCSPRequest} OCSPRequest */
/** @typedef {import("../index.js").OCSPRequestBuilder} OCSPRequestBuilder */

/**
 * How a key signs.
 * @param {import("../index.js").PrivateKey} key
 * @param {{ hash?: import("../index.js").HashAlgorithm | undefined, pss?: boolean | undefined }} [options]
 */
export function algorithmOf({ publicKey: { algorithm } }, { hash, pss } = {}) {
  const isEdwards = algorithm === "Ed25519" || algorithm === "Ed448";
  if (isEdwards && hash !== undefined) {
    throw new InputError(`--hash cannot be used with an ${algorithm} key, which has its own hash`);
  }
  if (pss && algorithm !== "RSA") {
    throw new InputError(`--pss needs an RSA key, and this is of type ${algorithm}`);
  }
  return {
    hash: isEdwards ? null : (hash ?? "SHA-256"),
    padding: pss ? { rsaPadding: /** @type {const} */ ("pss") } : {},
  };
}

/**
 * Makes a refusal of the key name its file and the certificate.
 * @template T
 * @param {string} file of the key
 * @param {Certificate} certificate of the signer
 * @param {string} what is signed
 * @param {() => T} sign
 * @returns {T}
 */
export function signing(file, certificate, what, sign) {
  try {
    return sign();
  } catch (error) {
    throw error instanceof OCSPError && error.code === "ERR_KEY_MISMATCH"
      ? new InputError(`${nameOf(file)}: it is not the key of ${titleOf(certificate)}, which has to sign ${what}`)
      : error;
  }
}

/** @param {import("commander").Command} command */
export const addSignOptions = (command) =>
  command
    .option("--sign-key <file>", "sign the request with this private key, not encrypted; needs --sign-cert")
    .option("--sign-cert <file>", "the certificate of that key, which is sent along with all others in its file");

/**
 * @param {{ signKey?: string | undefined, signCert?: string | undefined }} options
 * @returns {Promise<(builder: OCSPRequestBuilder) => OCSPRequest>} builds the request, signed if that was asked for
 * @throws {InputError}
 */
export async function readSigner({ signKey, signCert }) {
  if (signKey === undefined && signCert === undefined) {
    return (builder) => builder.build();
  }
  if (signKey === undefined || signCert === undefined) {
    throw new InputError("--sign-key and --sign-cert need each other: a signed request says whose signature it has");
  }
  const certificates = await readCertificates(signCert, "--sign-cert");
  const key = await readPrivateKey(signKey, "--sign-key");
  const { hash } = algorithmOf(key);
  return (builder) =>
    signing(signKey, certificates[0], "the request", () => builder.certificates(certificates).sign(key, hash));
}
