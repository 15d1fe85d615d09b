// Random and broken signatures of ECDSA, and node:crypto: with tables of the key and without, the core says the same.
// `make prove` runs it with 100,000 of each a curve.

import assert from "node:assert/strict";
import { createHash, createPublicKey, verify } from "node:crypto";
import { test } from "node:test";
import { CoreKey } from "../support/ecdsa-core.js";
import { CURVES, integerOfDigest, inverse, modulo, multiple, sum } from "../support/ecdsa-judge.js";
import { signatureOf, spkiOf } from "../support/ecdsa-octets.js";
import { printSeed, Random } from "../support/random.js";

/** @import { Curve, Point } from "../support/ecdsa-judge.js" */
/** @typedef {{ d: bigint, key: NonNullable<Point>, core: CoreKey, host: import("node:crypto").KeyObject }} Signer */

const COUNT = Number(process.env.PROVE ?? 2000);
const HASHES = ["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"];

/** An integer of so many bits, now and then with long runs of zeros or ones. */
function number(/** @type {Random} */ random, /** @type {number} */ bits) {
  let value = 0n;
  for (let i = 0; i < bits; i += 32) {
    const word = random.pick([random.uint32(), random.uint32(), random.uint32(), random.uint32(), 0, 0xffffffff]);
    value = (value << 32n) | BigInt(word);
  }
  return value;
}

/** Few keys: Node 20 has stalled in scripts that make them by the hundred. */
function signersOf(/** @type {Curve} */ curve, /** @type {Random} */ random) {
  const { n, g } = curve;
  const any = Array.from({ length: 8 }, () => modulo(number(random, curve.bits), n - 1n) + 1n);
  return [1n, 2n, 3n, n - 1n, n - 2n, 2n ** 64n, ...any].map((d) => {
    const key = /** @type {NonNullable<Point>} */ (multiple(curve, d, g));
    const spki = spkiOf(curve, key);
    return {
      d,
      key,
      core: new CoreKey(spki),
      host: createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" }),
    };
  });
}

/** What is broken of (r, s) and data. @type {((given: any, random: Random, curve: Curve) => any)[]} */
const BREAKS = [
  (given, random) => ({ ...given, data: random.bytes(random.integer(0, 40)) }),
  (given, random, { bits }) => ({ ...given, r: given.r ^ (1n << BigInt(random.integer(0, bits - 1))) }),
  (given, random, { bits }) => ({ ...given, s: given.s ^ (1n << BigInt(random.integer(0, bits - 1))) }),
  (given) => ({ ...given, r: given.s, s: given.r }),
  (given, _, { n }) => ({ ...given, r: n - given.r }),
  (given, _, { n }) => ({ ...given, r: given.r + n }),
  (given, _, { n }) => ({ ...given, s: given.s + n }),
  (given, random, { bits }) => ({ ...given, r: number(random, bits), s: number(random, bits) }),
  (given, random) => ({ ...given, hash: random.pick(HASHES.filter((hash) => hash !== given.hash)) }),
];

for (const curve of Object.values(CURVES)) {
  test(`${curve.name}: ${COUNT} random signatures and ${COUNT} broken ones`, (t) => {
    printSeed(t);
    const random = new Random();
    const { n, g } = curve;
    const signers = signersOf(curve, random);
    let k = modulo(number(random, curve.bits), n - 1n) + 1n;
    let point = /** @type {NonNullable<Point>} */ (multiple(curve, k, g));
    let good = 0;
    for (let i = 0; i < COUNT; i++) {
      /* A neighbour costs one addition. Nobody but a test may do that. */
      k += 1n;
      point = /** @type {NonNullable<Point>} */ (sum(curve, point, g));
      const signer = random.pick(signers);
      const [hash, data] = [random.pick(HASHES), random.bytes(random.integer(0, 40))];
      const z = integerOfDigest(curve, createHash(hash.replace("-", "")).update(data).digest());
      const r = modulo(point.x, n);
      const whole = { hash, data, r, s: modulo(inverse(k, n) * (z + r * signer.d), n) };
      const broken = random.pick(BREAKS)(whole, random, curve);
      for (const [one, expected] of /** @type {[any, boolean | undefined][]} */ ([
        [whole, true],
        [broken, undefined],
      ])) {
        const signature = signatureOf(one.r, one.s);
        const hostSays = verify(one.hash.replace("-", ""), one.data, signer.host, signature);
        const about = () => `${i}: ${JSON.stringify({ ...one, r: `${one.r}`, s: `${one.s}`, d: `${signer.d}` })}`;
        assert.ok(expected === undefined || hostSays === expected, `node:crypto, ${about()}`);
        for (const says of signer.core.verdicts(one.hash, one.data, signature)) {
          assert.equal(says, hostSays, about());
        }
        good += hostSays ? 1 : 0;
      }
    }
    assert.ok(good >= COUNT && good < 1.01 * COUNT + 10, `${good} of ${2 * COUNT} are good`);
  });
}
