/** Bytes from files and standard input, and objects from the bytes. */
import { createReadStream } from "node:fs";
import process from "node:process";
import { Certificate, LIMITS, OCSPError, OCSPRequest, OCSPResponse, PrivateKey, recognize } from "../index.js";
import { certificatesInCMS } from "./cms.js";
import { InputError } from "./exit.js";
import { missingResponse } from "./openssl-text.js";
import { printableLine } from "./terminal.js";

/** @typedef {import("../index.js").DERKind} DERKind */
/** @typedef {ReturnType<typeof recognize>[number]} Found */
/** @typedef {import("./exit.js").NoAnswerError} NoAnswerError */

/** @type {Readonly<Record<DERKind, string>>} */
export const NOUNS = Object.freeze({
  certificate: "certificate",
  "ocsp-request": "OCSP request",
  "ocsp-response": "OCSP response",
  "private-key": "private key",
  "public-key": "public key",
  unknown: "unknown structure",
});

/** The noun with its article. @param {DERKind} kind */
const some = (kind) => `${/^[AEIOU]/i.test(NOUNS[kind]) ? "an" : "a"} ${NOUNS[kind]}`;

/** A file's name in messages. @param {string} file */
export const nameOf = (file) => (file === "-" ? "standard input" : printableLine(file));

const HTML = /<(?:!doctype\s+)?html\b/i;

const REASONS = new Map(
  Object.entries({
    ENOENT: "there is no such file",
    ENOTDIR: "there is no such file",
    EACCES: "no permission to read it",
    EISDIR: "it is a folder",
  }),
);

/** @param {string} file */
async function readAll(file) {
  const chunks = [];
  let length = 0;
  try {
    for await (const chunk of file === "-" ? process.stdin : createReadStream(file)) {
      length += chunk.length;
      if (length > LIMITS.INPUT) {
        throw new InputError(`${nameOf(file)}: it is larger than ${LIMITS.INPUT} bytes, the most that can be read`);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    const { code = "", message } = /** @type {NodeJS.ErrnoException} */ (error);
    throw error instanceof InputError ? error : new InputError(`${nameOf(file)}: ${REASONS.get(code) ?? message}`);
  }
  return Buffer.concat(chunks, length);
}

/** Pipes can be read only once, but a file may serve several options. @type {Map<string, Promise<Buffer>>} */
const inputs = new Map();

/**
 * @param {string} file path, or "-" for standard input
 * @returns {Promise<Buffer>}
 * @throws {InputError} if it cannot be read, or is larger than the library takes
 */
function readInput(file) {
  const input = inputs.get(file) ?? readAll(file);
  inputs.set(file, input);
  return input;
}

/**
 * What recognize() finds in a file; finding nothing is an error.
 * @param {string} file
 * @returns {Promise<{ bytes: Buffer, found: Found[], missing: InputError | NoAnswerError | null }>} missing: why there
 *   is no response, if openssl should have printed one
 * @throws {InputError | NoAnswerError}
 */
export async function readObjects(file) {
  const bytes = await readInput(file);
  const found = recognize(bytes);
  const missing = found.some(({ kind }) => kind === "ocsp-response") ? null : missingResponse(bytes, nameOf(file));
  if (found.length === 0) {
    const reason =
      bytes.length === 0
        ? "it is empty"
        : HTML.test(bytes.toString("latin1", 0, 1024))
          ? "it is a web page (HTML), and holds no certificate, OCSP message or key"
          : "it holds no certificate, OCSP request, OCSP response or key";
    throw missing ?? new InputError(`${nameOf(file)}: ${reason}`);
  }
  return { bytes, found, missing };
}

/**
 * Makes errors of the library name the file instead of an argument.
 * @template T
 * @param {string} file
 * @param {() => T} read
 * @returns {T}
 */
function naming(file, read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof OCSPError) {
      error.message = `${nameOf(file)}: ${error.message.replace(/^(?:der|input): /, "")}`;
    }
    throw error;
  }
}

/**
 * The objects of one kind in a file: at least one.
 * @template T
 * @param {string} file
 * @param {DERKind} kind
 * @param {string} option that the file was given for
 * @param {(der: Uint8Array) => T} read
 * @param {(bytes: Buffer, found: readonly Found[]) => void} [assertAlone] refuses what else the file holds
 * @returns {Promise<T[]>}
 */
async function readKind(file, kind, option, read, assertAlone) {
  const objects = await readObjects(file);
  const found = unpacked(objects.found);
  const right = found.filter((object) => object.kind === kind);
  if (right.length === 0) {
    if (kind === "ocsp-response" && objects.missing !== null) {
      throw objects.missing;
    }
    const kinds = [...new Set(found.map((object) => some(object.kind)))].join(" and ");
    throw new InputError(`${nameOf(file)}: ${option} must be ${some(kind)}, but this is ${kinds}`);
  }
  naming(file, () => assertAlone?.(objects.bytes, found));
  return right.map(({ der }) => naming(file, () => read(der)));
}

/** @param {readonly Found[]} found @returns {Found[]} with the certificates of CMS messages in place of the messages */
const unpacked = (found) =>
  found.flatMap((object) => {
    const certificates = object.kind === "unknown" ? certificatesInCMS(object.der) : [];
    return certificates.length > 0
      ? certificates.map((der) => ({ ...object, kind: /** @type {const} */ ("certificate"), der }))
      : [object];
  });

/** @param {Uint8Array} bytes that may hold certificates */
export const certificatesIn = (bytes) =>
  unpacked(recognize(bytes))
    .filter(({ kind }) => kind === "certificate")
    .map(({ der }) => Certificate.fromDER(der));

/** @param {string} file @param {string} option */
export const readCertificates = (file, option) =>
  readKind(file, "certificate", option, (der) => Certificate.fromDER(der));

/** The first one. @param {string} file @param {string} option */
export const readRequest = async (file, option) =>
  (await readKind(file, "ocsp-request", option, (der) => OCSPRequest.fromDER(der)))[0];

/** @param {number} count */
export const bytesText = (count) => `${count} byte${count === 1 ? "" : "s"}`;

/**
 * How many bytes follow a whole response.
 * @param {Uint8Array} bytes that were refused
 * @param {OCSPError} error
 * @returns {number} 0 if they do not begin with one
 */
export function bytesAfter(bytes, { code, offset }) {
  if (code !== "ERR_DER_TRAILING" || offset === undefined) {
    return 0;
  }
  try {
    OCSPResponse.fromDER(bytes.subarray(0, offset));
    return bytes.length - offset;
  } catch {
    return 0;
  }
}

const PEM = /-----BEGIN [^-]+-----([^-]+)-----END /g;

/** The bytes that a file may stand for, if it holds nothing but one object. @param {Buffer} bytes */
function* contentsOf(bytes) {
  yield bytes;
  const text = bytes.toString("latin1");
  if (/^[\da-f\s:]+$/i.test(text)) {
    yield Buffer.from(text.replaceAll(/[\s:]/g, ""), "hex");
  }
  if (/^[\w+/=\s-]+$/.test(text)) {
    yield Buffer.from(text, "base64");
  }
  for (const [, base64] of text.matchAll(PEM)) {
    yield Buffer.from(base64, "base64");
  }
}

/**
 * Whoever sends an answer sends nothing after it. Other objects may follow in a file: the chain, say.
 * @param {Buffer} bytes
 * @param {readonly Found[]} found in them
 * @throws {OCSPError} ERR_DER_TRAILING
 */
function assertNothingAfter(bytes, found) {
  if (found.some(({ kind }) => kind !== "ocsp-response")) {
    return;
  }
  const [{ der }] = found;
  for (const content of contentsOf(bytes)) {
    const after = content.length - der.length;
    if (after > 0 && content.subarray(0, der.length).equals(der)) {
      throw new OCSPError("ERR_DER_TRAILING", `it has ${bytesText(after)} after the response`, { offset: der.length });
    }
  }
}

/** The first one. @param {string} file @param {string} option */
export const readResponse = async (file, option) =>
  (await readKind(file, "ocsp-response", option, (der) => OCSPResponse.fromDER(der), assertNothingAfter))[0];

/** The first one. @param {string} file @param {string} option */
export async function readPrivateKey(file, option) {
  const bytes = await readInput(file);
  const text = bytes.toString("latin1");
  /* PEM says whether a key is encrypted, even where the bytes are then no longer DER. */
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    return naming(file, () => PrivateKey.from(text));
  }
  return (await readKind(file, "private-key", option, (der) => PrivateKey.from(der)))[0];
}
