// Deterministic DSA and ECDSA, RFC 6979, slowly and with big integers: what the core's signatures are compared with.

import { createECDH, createHash, createHmac } from "node:crypto";

/** By our name of the curve, OpenSSL's and the order of the group. */
const CURVES = {
  "P-256": ["prime256v1", 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n],
  "P-384": [
    "secp384r1",
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  ],
  "P-521": [
    "secp521r1",
    0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  ],
};

const bitLength = (number) => number.toString(2).length;
const octetsOf = (number, length) => Buffer.from(number.toString(16).padStart(2 * length, "0"), "hex");
const numberOf = (octets) => BigInt(`0x${Buffer.from(octets).toString("hex")}`);

/** a^b mod m */
function power(a, b, m) {
  let result = 1n;
  for (const bit of b.toString(2)) {
    result = (bit === "1" ? ((result * result) % m) * a : result * result) % m;
  }
  return result;
}

/** The k of section 3.2. */
function nonceOf(q, x, hash, digest) {
  const bits = bitLength(q),
    length = Math.ceil(bits / 8);
  // 2.3.2
  const integerOf = (octets) => {
    const excess = 8 * octets.length - bits;
    return excess > 0 ? numberOf(octets) >> BigInt(excess) : numberOf(octets);
  };
  const hmac = (key, ...parts) => createHmac(hash, key).update(Buffer.concat(parts)).digest();
  const seed = Buffer.concat([octetsOf(x, length), octetsOf(integerOf(digest) % q, length)]);
  let V = Buffer.alloc(digest.length, 1),
    K = Buffer.alloc(digest.length);
  for (const step of [0, 1]) {
    K = hmac(K, V, Buffer.of(step), seed);
    V = hmac(K, V);
  }
  for (;;) {
    let T = Buffer.alloc(0);
    while (8 * T.length < bits) {
      V = hmac(K, V);
      T = Buffer.concat([T, V]);
    }
    const k = integerOf(T);
    if (k > 0n && k < q) {
      return { k, e: integerOf(digest) };
    }
    K = hmac(K, V, Buffer.of(0));
    V = hmac(K, V);
  }
}

/**
 * @param {bigint} q order of the group
 * @param {bigint} x private key
 * @param {(k: bigint) => bigint} firstHalf r before it is reduced
 * @param {string} hash as node:crypto calls it
 * @param {Uint8Array} message
 */
function sign(q, x, firstHalf, hash, message) {
  const { k, e } = nonceOf(q, x, hash, createHash(hash).update(message).digest());
  const r = firstHalf(k) % q;
  return [r, (power(k, q - 2n, q) * (e + x * r)) % q];
}

/** @returns {bigint[]} r and s */
export function ecdsa(curve, x, hash, message) {
  const [name, q] = CURVES[curve];
  return sign(
    q,
    x,
    (k) => {
      const point = createECDH(name);
      point.setPrivateKey(octetsOf(k, Math.ceil(bitLength(q) / 8)));
      const octets = point.getPublicKey();
      return numberOf(octets.subarray(1, (octets.length + 1) / 2));
    },
    hash,
    message,
  );
}

/** @returns {bigint[]} r and s */
export const dsa = ({ p, q, g, x }, hash, message) => sign(q, x, (k) => power(g, k, p), hash, message);
