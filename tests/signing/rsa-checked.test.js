// Checking RSA in the core: signatures by OpenSSL of every size of modulus and exponent are good, broken ones are bad,
// as OpenSSL finds them. `make prove` has 100,000 of each.

import assert from "node:assert/strict";
import { constants, createPrivateKey, createPublicKey, privateEncrypt, publicDecrypt, sign, verify } from "node:crypto";
import { test } from "node:test";
import { OwnedBytes } from "../../bindings/lib/bytes.js";
import { checkSignature } from "../../bindings/wasm/core.js";
import { Plan } from "../../bindings/wasm/plan.js";
import { ASKS, CHECKED, VERDICT } from "../../build/lists.js";
import { integer, sequence } from "../support/der.js";
import { printSeed, Random } from "../support/random.js";
import { RSA_PRIMES } from "../support/rsa-primes.js";
import { signatureAlgorithm } from "../support/signature-algorithms.js";

const COUNT = Number(process.env.PROVE ?? 2000);
const HASHES = ["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"];
/** Primes, so that an exponent fits unless it divides p - 1 or q - 1; that of F4, and the largest of some sizes. */
const EXPONENTS = [3n, 17n, 65537n, 2n ** 32n - 5n, 2n ** 64n - 59n, 2n ** 255n - 19n];
/** OpenSSL takes exponents over 64 bits with smaller moduli only. */
const LARGE_EXPONENT = { exponent: 2n ** 64n, modulus: 2n ** 3072n };

/** @param {bigint} a @param {bigint} m */
function inverse(a, m) {
  let [r, s, x, y] = [m, a % m, 0n, 1n];
  while (s !== 0n) {
    [r, s, x, y] = [s, r % s, y, x - (r / s) * y];
  }
  assert.equal(r, 1n);
  return ((x % m) + m) % m;
}

/** @param {bigint} number @param {number} length */
const octetsOf = (number, length) => new Uint8Array(Buffer.from(number.toString(16).padStart(2 * length, "0"), "hex"));
/** @param {Uint8Array} octets */
const integerOf = (octets) => BigInt(`0x${Buffer.from(octets).toString("hex")}`);

/** A key with primes and exponent. */
class Key {
  /** @param {bigint} p @param {bigint} q @param {bigint} exponent */
  constructor(p, q, exponent) {
    this.modulus = p * q;
    this.exponent = exponent;
    this.bits = this.modulus.toString(2).length;
    this.length = Math.ceil(this.bits / 8);
    const d = inverse(exponent, (p - 1n) * (q - 1n));
    const parts = [0n, this.modulus, exponent, d, p, q, d % (p - 1n), d % (q - 1n), inverse(q, p)];
    const key = Buffer.from(sequence(...parts.map((part) => integer(part))).bytes);
    this.privateKey = createPrivateKey({ key, format: "der", type: "pkcs1" });
    this.publicKey = createPublicKey(this.privateKey);
    this.spki = new OwnedBytes(new Uint8Array(this.publicKey.export({ format: "der", type: "spki" })));
  }
}

const KEYS = RSA_PRIMES.flatMap(([p, q]) =>
  EXPONENTS.filter((e) => e < LARGE_EXPONENT.exponent || p * q < LARGE_EXPONENT.modulus).map((e) => new Key(p, q, e)),
);
/** The larger a key, the longer OpenSSL needs to sign. */
const OF_SIZE = [
  KEYS.filter(({ bits }) => bits < 2500),
  KEYS.filter(({ bits }) => bits > 2500 && bits < 5000),
  KEYS.filter(({ bits }) => bits > 5000),
];

/** One way to sign with a key. */
class Method {
  /** @param {Key} key @param {string} hash @param {boolean} isPSS */
  constructor(key, hash, isPSS) {
    this.key = key;
    this.hash = hash.replace("-", "").toLowerCase();
    const der = isPSS ? signatureAlgorithm.pss({ hash }) : signatureAlgorithm.rsa(hash);
    this.algorithm = new OwnedBytes(der.bytes);
    this.options = isPSS
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { padding: constants.RSA_PKCS1_PADDING };
  }
  /** @param {Uint8Array} data */
  sign(data) {
    return new Uint8Array(sign(this.hash, data, { key: this.key.privateKey, ...this.options }));
  }
  /** @param {Uint8Array} data @param {Uint8Array} signature @returns {boolean} what OpenSSL says */
  verify(data, signature) {
    return verify(this.hash, data, { key: this.key.publicKey, ...this.options }, signature);
  }
  /** @param {Uint8Array} data @param {Uint8Array} signature @returns {number} what the core says */
  verdict(data, signature) {
    const parts = [this.algorithm, this.key.spki, new OwnedBytes(data), new OwnedBytes(signature)];
    const plan = parts.reduce((rest, part) => rest.span(part), new Plan());
    return checkSignature(plan.span(null).int(ASKS.WHAT_IT_MUST))[CHECKED.verdict];
  }
  toString() {
    return `${this.key.bits} bits, exponent ${this.key.exponent}, ${this.hash}, padding ${this.options.padding}`;
  }
}

/** @param {Random} random */
function randomMethod(random) {
  const keys = OF_SIZE[random.chance(0.9) ? 0 : random.chance(0.8) ? 1 : 2];
  for (;;) {
    const method = new Method(random.pick(keys), random.pick(HASHES), random.chance(0.5));
    // RFC 8017 9.1.1: SHA-512 and a salt as long do not fit into 1024 bits.
    if (method.key.bits > 1040 || !(method.hash === "sha512" && method.options.saltLength !== undefined)) {
      return method;
    }
  }
}

/** @param {Random} random @param {Uint8Array} octets */
function withBitFlipped(random, octets) {
  const copy = Uint8Array.from(octets);
  copy[random.integer(0, copy.length - 1)] ^= 1 << random.integer(0, 7);
  return copy;
}

/**
 * What breaks a signature.
 * @type {Record<string, (random: Random, method: Method, signature: Uint8Array) => Uint8Array>}
 */
const BROKEN = {
  bit: (random, method, signature) => withBitFlipped(random, signature),
  negative: (_random, { key }, signature) => octetsOf(key.modulus - integerOf(signature), key.length),
  /** The same number modulo n, where there is room for it. */
  larger: (random, { key }, signature) => {
    const sum = integerOf(signature) + key.modulus;
    return sum < 256n ** BigInt(key.length) ? octetsOf(sum, key.length) : withBitFlipped(random, signature);
  },
  shorter: (_random, _method, signature) => signature.slice(0, -1),
  longer: (_random, _method, signature) => Uint8Array.of(...signature, 0),
  padded: (_random, _method, signature) => Uint8Array.of(0, ...signature),
  random: (random, { key }) => octetsOf(random.bigint(key.length) % key.modulus, key.length),
  /** Signed, of an encoding with one bit that is wrong. */
  encoding: (random, { key }, signature) => {
    const padding = constants.RSA_NO_PADDING;
    const encoded = withBitFlipped(random, publicDecrypt({ key: key.publicKey, padding }, signature));
    const value = octetsOf(integerOf(encoded) % key.modulus, key.length);
    return new Uint8Array(privateEncrypt({ key: key.privateKey, padding }, value));
  },
};

test(`${COUNT} signatures at random and ${COUNT} that are broken`, (t) => {
  printSeed(t);
  const random = new Random();
  const ways = Object.entries(BROKEN);
  for (let i = 0; i < COUNT; i++) {
    const method = randomMethod(random);
    const data = random.bytes(random.integer(0, 300));
    const signature = method.sign(data);
    assert.equal(method.verdict(data, signature), VERDICT.GOOD, `${method}`);
    const [way, breaks] = ways[i % ways.length];
    const broken = breaks(random, method, signature);
    assert.equal(method.verify(data, broken), false, `OpenSSL takes: ${way}, ${method}`);
    assert.equal(method.verdict(data, broken), VERDICT.BAD, `${way}, ${method}`);
  }
});

test("every key signs with both paddings", () => {
  const data = new TextEncoder().encode("what was signed");
  for (const key of KEYS) {
    for (const isPSS of [false, true]) {
      const method = new Method(key, "SHA-256", isPSS);
      assert.equal(method.verdict(data, method.sign(data)), VERDICT.GOOD, `${method}`);
    }
  }
});

test("0, 1, n - 1, n and n + 1 are not signatures", () => {
  for (const key of KEYS) {
    const { modulus, length } = key;
    for (const value of [0n, 1n, modulus - 1n, modulus, modulus + 1n, 256n ** BigInt(length) - 1n]) {
      for (const isPSS of [false, true]) {
        const method = new Method(key, "SHA-256", isPSS);
        assert.equal(method.verdict(new Uint8Array(), octetsOf(value, length)), VERDICT.BAD, `${method}: ${value}`);
      }
    }
  }
});
