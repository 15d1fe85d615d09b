// Signatures where the theory of ECDSA bites, for each curve: what they are good for is by construction, and
// ecdsa-judge.js agrees. Those with data can be given to anyone; a digest that is chosen, to the C function alone.

import { createHash } from "node:crypto";
import { CURVES, integerOfDigest, inverse, keyOf, modulo, multiple, negative, pointOfX } from "./ecdsa-judge.js";

/** @import { Curve, Point } from "./ecdsa-judge.js" */
/**
 * @typedef {object} Edge
 * @property {string} name
 * @property {Curve} curve
 * @property {NonNullable<Point>} key
 * @property {"SHA-1" | "SHA-256" | "SHA-384" | "SHA-512"} hash
 * @property {Uint8Array} [data]
 * @property {Uint8Array} digest
 * @property {bigint} r
 * @property {bigint} s
 * @property {boolean} isGood
 */

const DATA = Buffer.from("tbsResponseData");
const HASH_OF = /** @type {const} */ ({ "P-256": "SHA-256", "P-384": "SHA-384", "P-521": "SHA-512" });
const digestOf = (/** @type {string} */ hash, /** @type {Uint8Array} */ data) => createHash(hash).update(data).digest();

/** Cases of one curve. */
class Edges {
  /** @type {Edge[]} */
  list = [];

  /** @param {Curve} curve */
  constructor(curve) {
    this.curve = curve;
    this.hash = HASH_OF[/** @type {keyof typeof HASH_OF} */ (curve.name)];
    this.z = integerOfDigest(curve, digestOf(this.hash, DATA));
    /** Any two numbers. */
    this.d = modulo(0x1234567890abcdef1234567890abcdef1234567890abcdefn ** 3n, curve.n);
    this.k = modulo(this.d ** 3n, curve.n);
    this.q = /** @type {NonNullable<Point>} */ (multiple(curve, this.d, curve.g));
  }

  /** @param {string} name @param {Partial<Edge>} edge key, r, s and isGood at least */
  add(name, edge) {
    const { curve, hash } = this;
    const base = { name: `${curve.name}, ${name}`, curve, hash, data: DATA, digest: digestOf(hash, DATA) };
    this.list.push(/** @type {Edge} */ ({ ...base, ...edge }));
  }

  /** A signature by the book. @param {bigint} d @param {bigint} z */
  sign(d, z, k = this.k) {
    const { n, g } = this.curve;
    const r = modulo(/** @type {NonNullable<Point>} */ (multiple(this.curve, k, g)).x, n);
    return { r, s: modulo(inverse(k, n) * (z + r * d), n) };
  }

  /** x of R from n on: r is x - n; the same r as an x; and r + n that is p or more. */
  addResidues() {
    const { curve, z, k } = this;
    const { n, p } = curve;
    const from = (/** @type {bigint} */ start) => {
      for (let x = start; ; x++) {
        const point = pointOfX(curve, x);
        if (point !== null) {
          return point;
        }
      }
    };
    const last = () => {
      for (let x = p - 1n; ; x--) {
        const point = pointOfX(curve, x);
        if (point !== null) {
          return point;
        }
      }
    };
    const found = (/** @type {NonNullable<Point>} */ point, /** @type {bigint} */ r, isGood, name) =>
      this.add(name, { key: /** @type {any} */ (keyOf(curve, point, z, r, k)), r, s: k, isGood });
    const high = from(n + 1n);
    found(high, high.x - n, true, "R of an x above n: r = x - n");
    const highest = last();
    found(highest, highest.x - n, true, "R of the highest x");
    const low = from(1n);
    found(low, low.x, true, "R of a small x, whose r + n is below p");
    found(low, low.x + 1n, false, "r that is neither x nor x - n");
    found(low, low.x + p - n, false, "r + n that is x only modulo p");
    const middle = from(p - n);
    found(middle, middle.x, true, "R of the least x whose r + n is not below p");
  }

  /** Sums of a point and itself, its opposite, or at infinity. */
  addSimilar() {
    const { curve, z, d, k } = this;
    const { n, g } = curve;
    for (const small of [1n, 2n, 3n, 5n, 15n, 16n, 17n, 63n, 65n, 2n ** 64n, 2n ** 96n, 2n ** 131n]) {
      for (const scalar of [small, n - small]) {
        const key = /** @type {any} */ (multiple(curve, scalar, g));
        const name = scalar === small ? `Q = ${small} G` : `Q = -${small} G`;
        this.add(name, { key, ...this.sign(scalar, z), isGood: true });
        this.add(`${name}, another s`, { key, r: this.sign(scalar, z).r, s: d, isGood: false });
      }
    }
    const { r } = this.sign(d, z);
    const same = modulo(z * inverse(r, n), n);
    const key = /** @type {NonNullable<Point>} */ (multiple(curve, same, g));
    this.add("u1 G = u2 Q: a doubling at the end", { key, ...this.sign(same, z), isGood: true });
    const opposite = /** @type {NonNullable<Point>} */ (negative(curve, key));
    for (const s of [1n, k, n - 1n]) {
      this.add(`u1 G = -u2 Q: at infinity, s = ${s === k ? "any" : s === 1n ? 1 : "n - 1"}`, {
        key: opposite,
        r,
        s,
        isGood: false,
      });
    }
  }

  /** r and s at the ends of what they may be. */
  addRanges() {
    const { curve, q, z, d } = this;
    const { n, bits } = curve;
    const { r, s } = this.sign(d, z);
    this.add("a signature", { key: q, r, s, isGood: true });
    this.add("n - s: the other signature", { key: q, r, s: n - s, isGood: true });
    this.add("n - r", { key: q, r: n - r, s, isGood: false });
    this.add("r and s changed for each other", { key: q, r: s, s: r, isGood: false });
    for (const [name, value] of /** @type {[string, bigint][]} */ ([
      ["0", 0n],
      ["n", n],
      ["n + 1", n + 1n],
      ["2^bits - 1", 2n ** BigInt(bits) - 1n],
      ["2^bits", 2n ** BigInt(bits)],
      ["2^(bits + 64)", 2n ** BigInt(bits + 64)],
    ])) {
      this.add(`r = ${name}`, { key: q, r: value, s, isGood: false });
      this.add(`s = ${name}`, { key: q, r, s: value, isGood: false });
    }
    this.add("r + n", { key: q, r: r + n, s, isGood: false });
    this.add("s + n", { key: q, r, s: s + n, isGood: false });
    for (const one of [1n, n - 1n]) {
      const point = /** @type {NonNullable<Point>} */ (multiple(curve, this.k, curve.g));
      const key = /** @type {any} */ (keyOf(curve, point, z, point.x % n, one));
      this.add(`s = ${one === 1n ? "1" : "n - 1"}`, { key, r: point.x % n, s: one, isGood: true });
    }
  }

  /** Points that are none, with what would be a signature. */
  addKeys() {
    const { curve, q, z, d } = this;
    const { p } = curve;
    const signature = this.sign(d, z);
    const add = (/** @type {string} */ name, /** @type {NonNullable<Point>} */ key) =>
      this.add(name, { key, ...signature, isGood: false });
    add("Q off the curve, y + 1", { x: q.x, y: q.y + 1n });
    add("Q off the curve, x + 1", { x: q.x + 1n, y: q.y });
    add("Q = (0, 0)", { x: 0n, y: 0n });
    add("-Q", { x: q.x, y: p - q.y });
    add("x = p", { x: p, y: q.y });
    add("y = p", { x: q.x, y: p });
    if (curve.bits % 8 !== 0) {
      add("y + p", { x: q.x, y: q.y + p });
    }
    let small = pointOfX(curve, 0n);
    for (let x = 1n; small === null; x++) {
      small = pointOfX(curve, x);
    }
    add("Q of a small x, given as x + p", { x: small.x + p, y: small.y });
  }

  /** Digests of any length and value. */
  addDigests() {
    const { curve, q, d } = this;
    const { n, bits } = curve;
    for (const hash of /** @type {const} */ (["SHA-1", "SHA-256", "SHA-384", "SHA-512"])) {
      const z = integerOfDigest(curve, digestOf(hash, DATA));
      this.add(hash, { key: q, hash, digest: digestOf(hash, DATA), ...this.sign(d, z), isGood: true });
    }
    const whole = (/** @type {bigint} */ value) => Buffer.from(value.toString(16).padStart(2 * (bits / 8), "0"), "hex");
    /** @type {[string, Edge["hash"], Uint8Array][]} */
    const chosen = [
      ["all 0", "SHA-1", Buffer.alloc(20)],
      ["all 0", "SHA-512", Buffer.alloc(64)],
      ["all 1", "SHA-512", Buffer.alloc(64, 0xff)],
    ];
    if (bits % 8 === 0) {
      const rest = Buffer.alloc(64 - bits / 8, 0xff);
      for (const [name, value] of /** @type {[string, bigint][]} */ ([
        ["n - 1", n - 1n],
        ["n", n],
        ["n + 1", n + 1n],
      ])) {
        chosen.push([name, this.hash, whole(value)]);
        chosen.push([`${name} and more`, "SHA-512", Buffer.concat([whole(value), rest])]);
      }
    }
    for (const [name, hash, digest] of chosen) {
      const z = integerOfDigest(curve, digest);
      const signature = this.sign(d, z);
      const edge = { key: q, hash, digest, data: undefined };
      this.add(`a digest of ${name}, ${hash}`, { ...edge, ...signature, isGood: true });
      this.add(`a digest of ${name}, ${hash}, s + 1`, { ...edge, r: signature.r, s: signature.s + 1n, isGood: false });
      if (z === 0n) {
        this.add(`a digest of ${name}, ${hash}, Q = G: u1 = 0`, {
          ...edge,
          key: curve.g,
          ...this.sign(1n, z),
          isGood: true,
        });
      }
    }
    /* u1 = u2, and so the same digits: doublings inside additions all the way. r is what the digest is. */
    if (bits % 8 === 0) {
      for (const scalar of [1n, n - 1n, 2n, 3n]) {
        const r = modulo(/** @type {NonNullable<Point>} */ (multiple(curve, this.k, curve.g)).x, n);
        const edge = { hash: this.hash, digest: whole(r), data: undefined };
        const key = /** @type {any} */ (multiple(curve, scalar, curve.g));
        this.add(`u1 = u2, Q = ${scalar === n - 1n ? -1 : scalar} G`, {
          ...edge,
          key,
          r,
          s: scalar === n - 1n ? this.k : this.sign(scalar, r).s,
          isGood: scalar !== n - 1n,
        });
      }
    }
  }
}

/** @returns {Edge[]} */
export function edgeCases() {
  return Object.values(CURVES).flatMap((curve) => {
    const edges = new Edges(curve);
    edges.addResidues();
    edges.addSimilar();
    edges.addRanges();
    edges.addKeys();
    edges.addDigests();
    return edges.list;
  });
}
