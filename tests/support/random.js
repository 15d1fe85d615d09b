// Random test cases that can be had again: everything follows from one seed, which the environment variable SEED sets.

import { randomInt } from "node:crypto";

/** @returns {number} 0 to 2^32 - 1 */
function seedOf(text) {
  if (text === undefined) {
    return randomInt(2 ** 32);
  }
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed >= 2 ** 32) {
    throw new Error(`SEED: expected an integer from 0 to 4294967295, got ${text}`);
  }
  return seed;
}

/** This process's seed. */
export const SEED = seedOf(process.env.SEED);

/** Says in the report how to have this run again. */
export const printSeed = (test) => test.diagnostic(`SEED=${SEED}`);

const EDGES = [
  "1970-01-01T00:00:00Z",
  "9999-12-31T23:59:59Z",
  "2000-02-29T23:59:59Z",
  "2049-12-31T23:59:59Z",
  "2050-01-01T00:00:00Z",
];

export class Random {
  #state;

  /** Equal seeds give equal sequences. @param {number} [seed] */
  constructor(seed = SEED) {
    this.#state = seed >>> 0;
  }

  /** 0 to 2^32 - 1: a Weyl sequence through the mixing steps of MurmurHash3. */
  uint32() {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  }

  /** from <= integer <= to */
  integer(from, to) {
    return from + Math.floor((this.uint32() / 2 ** 32) * (to - from + 1));
  }

  chance(probability) {
    return this.uint32() / 2 ** 32 < probability;
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  pick(list) {
    return list[this.integer(0, list.length - 1)];
  }

  /** Some of a list, each at most once, in any order. */
  sample(list, count) {
    const rest = [...list];
    return Array.from(
      { length: Math.min(count, rest.length) },
      () => rest.splice(this.integer(0, rest.length - 1), 1)[0],
    );
  }

  bytes(length) {
    return Uint8Array.from({ length }, () => this.integer(0, 255));
  }

  /** Positive, with so many octets; the first bit is set as often as not. */
  bigint(octets) {
    const bytes = this.bytes(octets);
    bytes[0] ||= 1;
    return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  }

  /** A whole second from 1970 to 9999, with the ends, leap days and our own time more often than chance has them. */
  date() {
    if (this.chance(0.15)) {
      return new Date(this.pick(EDGES));
    }
    const [from, to] = this.chance(0.5) ? ["2000-01-01", "2040-01-01"] : ["1970-01-01", "9999-12-31"];
    return new Date(this.integer(Date.parse(from) / 1000, Date.parse(to) / 1000) * 1000);
  }

  /** Dotted, of an arc that nobody registered, never the same twice. @param {number} largestArc */
  oid(largestArc) {
    const first = this.integer(0, 2);
    const second = first === 2 ? this.pick([0, 39, 40, 47, 48, 999]) : this.integer(0, 39);
    const arcs = Array.from({ length: this.integer(0, 5) }, () =>
      this.integer(0, this.pick([9, 127, 128, 16384, largestArc])),
    );
    return [first, second, this.integer(2 ** 24, largestArc), ...arcs].join(".");
  }

  /** The OID that a UUID makes, whose last arc has 128 bits (X.667). */
  uuidOID() {
    return `2.25.${this.bigint(16)}`;
  }
}
