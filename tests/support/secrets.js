// The secret parts of private keys, and where runs of them can be found.

import { createPrivateKey } from "node:crypto";
import { children, descend } from "./der.js";
import { derOf, openssl } from "./openssl.js";

/**
 * Big-endian octets of everything that only the key's owner may know, by name.
 * @param {string} pem PKCS#8
 * @returns {Record<string, Uint8Array>}
 */
export function secretParts(pem) {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType === "dsa") {
    // version, p, q, g, y, x
    const x = children(openssl(["pkey", "-traditional", "-outform", "DER"], pem))[5].contents;
    return { x: x[0] === 0 ? x.subarray(1) : x };
  }
  if (key.asymmetricKeyType === "rsa-pss") {
    // version, n, e, d, p, q, dP, dQ, qInv
    const rows = children(new Uint8Array(descend(derOf(pem), 2).contents)).slice(3, 9);
    return Object.fromEntries(
      ["d", "p", "q", "dp", "dq", "qi"].map((name, i) => [
        name,
        rows[i].contents[0] === 0 ? rows[i].contents.subarray(1) : rows[i].contents,
      ]),
    );
  }
  const jwk = key.export({ format: "jwk" });
  return Object.fromEntries(
    ["d", "p", "q", "dp", "dq", "qi"].flatMap((name) =>
      typeof jwk[name] === "string" ? [[name, new Uint8Array(Buffer.from(jwk[name], "base64url"))]] : [],
    ),
  );
}

/** Octets in a run: so many that no run of a random key is anywhere by chance. */
export const RUN = 8;

/** A run that could stand anywhere, such as zeros in front of a number, proves nothing. */
const isTelling = (run) => new Set(run).size >= 5;

/** @param {Uint8Array} octets @param {number} [step] @returns {Uint8Array[]} */
function runsOf(octets, step = 1) {
  const runs = [];
  for (let at = 0; at + RUN <= octets.length; at += step) {
    runs.push(octets.subarray(at, at + RUN));
  }
  return runs;
}

/** The number in words of 31 bits, the least significant first, as BearSSL's i31 integers have it. */
function words31(octets) {
  let number = BigInt(`0x${Buffer.from(octets).toString("hex")}`);
  const words = [];
  for (; number > 0n; number >>= 31n) {
    words.push(Number(number & 0x7fffffffn));
  }
  return new Uint8Array(Uint32Array.from(words).buffer);
}

/** Each word of four octets turned round, as a hash function loads its block. */
const swapped = (run) => Uint8Array.of(run[3], run[2], run[1], run[0], run[7], run[6], run[5], run[4]);

/**
 * By how it would lie in memory, all runs of a secret number.
 * @param {Uint8Array} octets big-endian
 * @returns {Record<string, Uint8Array[]>}
 */
const memoryRuns = (octets) => ({
  "big-endian": runsOf(octets),
  "little-endian": runsOf(Uint8Array.from(octets).reverse()),
  "words of 32 bits, loaded in big-endian order": runsOf(octets).map(swapped),
  "words of 31 bits": runsOf(words31(octets), 4),
});

/**
 * Where runs of secret parts lie in a memory.
 * @param {ArrayBuffer} buffer
 * @param {Record<string, Uint8Array>} secrets
 * @returns {string[]} e.g. "p, words of 31 bits, at 71232"
 */
export function findSecrets(buffer, secrets) {
  /** By the first four octets, then the next: what it is. @type {Map<number, Map<number, string>>} */
  const wanted = new Map();
  for (const [part, octets] of Object.entries(secrets)) {
    for (const [form, runs] of Object.entries(memoryRuns(octets))) {
      for (const run of runs.filter(isTelling)) {
        const view = new DataView(run.buffer, run.byteOffset, RUN);
        const first = view.getUint32(0, true);
        if (!wanted.has(first)) {
          wanted.set(first, new Map());
        }
        wanted.get(first)?.set(view.getUint32(4, true), `${part}, ${form}`);
      }
    }
  }
  const bytes = new Uint8Array(buffer);
  const found = [];
  let first = 0;
  // The last four octets as a number in little-endian order, at every offset.
  for (let end = 0; end + 4 < bytes.length; end++) {
    first = ((first >>> 8) | (bytes[end] << 24)) >>> 0;
    const seconds = wanted.get(first);
    if (seconds === undefined) {
      continue;
    }
    const second = (bytes[end + 1] | (bytes[end + 2] << 8) | (bytes[end + 3] << 16) | (bytes[end + 4] << 24)) >>> 0;
    const what = seconds.get(second);
    if (what !== undefined) {
      found.push(`${what}, at ${end - 3}`);
    }
  }
  return found;
}

/** Decimal digits in a run. */
const DECIMAL_RUN = 20;

/**
 * Which secret parts a text tells runs of: in hexadecimal, decimal or base64, or as a list of octets.
 * @param {string} text
 * @param {Record<string, Uint8Array>} secrets
 * @returns {string[]}
 */
export function secretsInText(text, secrets) {
  const plain = text.toLowerCase().replaceAll(/[\s:_]/g, "");
  const base64 = text.replaceAll(/\s/g, "").replaceAll("-", "+").replaceAll("_", "/");
  const found = [];
  for (const [part, octets] of Object.entries(secrets)) {
    const hex = Buffer.from(octets).toString("hex");
    const decimal = BigInt(`0x${hex}`).toString();
    for (const run of runsOf(octets).filter(isTelling)) {
      if (plain.includes(Buffer.from(run).toString("hex"))) {
        found.push(`${part} in hexadecimal`);
      }
      if (plain.includes([...run].join(","))) {
        found.push(`${part} as octets`);
      }
    }
    for (let at = 0; at + DECIMAL_RUN <= decimal.length; at++) {
      if (plain.includes(decimal.slice(at, at + DECIMAL_RUN))) {
        found.push(`${part} in decimal`);
      }
    }
    // Base64 of nine octets from any offset: whatever stands before them.
    for (let at = 0; at + 9 <= octets.length; at++) {
      if (base64.includes(Buffer.from(octets.subarray(at, at + 9)).toString("base64"))) {
        found.push(`${part} in base64`);
      }
    }
  }
  return [...new Set(found)];
}
