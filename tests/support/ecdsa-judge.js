// ECDSA by the book (FIPS 186-5 6.4, SEC 1 4.1), with BigInt and affine points: slow, and with nothing in common with
// csrc/. It judges what csrc/ecdsa_public.c says, and makes the signatures that chance does not bring.

/**
 * @typedef {{ x: bigint, y: bigint } | null} Point null: at infinity
 * @typedef {object} Curve y^2 = x^3 - 3 x + b
 * @property {string} name
 * @property {number} bits
 * @property {bigint} p
 * @property {bigint} n order
 * @property {bigint} b
 * @property {NonNullable<Point>} g
 */

/** FIPS 186-4 D.1.2.3 to D.1.2.5. @type {Record<"P-256" | "P-384" | "P-521", Curve>} */
export const CURVES = {
  "P-256": {
    name: "P-256",
    bits: 256,
    p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    g: {
      x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
      y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
    },
  },
  "P-384": {
    name: "P-384",
    bits: 384,
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    n: BigInt("0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"),
    b: BigInt("0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef"),
    g: {
      x: BigInt("0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7"),
      y: BigInt("0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f"),
    },
  },
  "P-521": {
    name: "P-521",
    bits: 521,
    p: 2n ** 521n - 1n,
    n: BigInt(
      "0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa" +
        "51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
    ),
    b: BigInt(
      "0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e1" +
        "56193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
    ),
    g: {
      x: BigInt(
        "0x00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dba" +
          "a14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
      ),
      y: BigInt(
        "0x011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c" +
          "97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
      ),
    },
  },
};

/** @param {bigint} a @param {bigint} m @returns {bigint} 0 <= a < m */
export const modulo = (a, m) => ((a % m) + m) % m;

/** Euclid's. @param {bigint} a @param {bigint} m a prime @returns {bigint} */
export function inverse(a, m) {
  let [low, high, x, y] = [modulo(a, m), m, 1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [low, high, x, y] = [high % low, low, y - quotient * x, x];
  }
  return modulo(x, m);
}

/** @param {bigint} base @param {bigint} exponent @param {bigint} m */
export function power(base, exponent, m) {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result * (bit === "1" ? base : 1n)) % m;
  }
  return result;
}

/** @param {Curve} curve @param {NonNullable<Point>} point */
export const isOnCurve = ({ p, b }, { x, y }) =>
  x >= 0n && x < p && y >= 0n && y < p && modulo(y * y - (x * x * x - 3n * x + b), p) === 0n;

/** The point of an x and an even y, where there is one; all three primes are 3 modulo 4. @param {Curve} curve */
export function pointOfX(curve, /** @type {bigint} */ x) {
  const root = power(modulo(x * x * x - 3n * x + curve.b, curve.p), (curve.p + 1n) / 4n, curve.p);
  const point = { x, y: root % 2n === 0n ? root : curve.p - root };
  return isOnCurve(curve, point) ? point : null;
}

/** @param {Curve} curve @param {Point} a @param {Point} b @returns {Point} */
export function sum({ p }, a, b) {
  if (a === null || b === null) {
    return a ?? b;
  }
  if (a.x === b.x && modulo(a.y + b.y, p) === 0n) {
    return null;
  }
  const [rise, run] = a.x === b.x ? [3n * a.x * a.x - 3n, 2n * a.y] : [b.y - a.y, b.x - a.x];
  const slope = modulo(rise * inverse(run, p), p);
  const x = modulo(slope * slope - a.x - b.x, p);
  return { x, y: modulo(slope * (a.x - x) - a.y, p) };
}

/** @param {Curve} curve @param {Point} a @returns {Point} */
export const negative = ({ p }, a) => (a === null ? null : { x: a.x, y: modulo(-a.y, p) });

/**
 * Double and add, in homogeneous coordinates (x / z, y / z) so that there is one division: the textbook's formulas of
 * slope and chord, multiplied through.
 * @param {Curve} curve @param {bigint} scalar @param {Point} point @returns {Point}
 */
export function multiple(curve, scalar, point) {
  const { p, n } = curve;
  if (point === null) {
    return null;
  }
  let [x, y, z] = [0n, 1n, 0n];
  for (const bit of modulo(scalar, n).toString(2)) {
    if (z !== 0n) {
      const w = 3n * (x - z) * (x + z);
      const s = (y * z) % p;
      const b = (x * y * s) % p;
      const h = modulo(w * w - 8n * b, p);
      [x, y, z] = [modulo(2n * h * s, p), modulo(w * (4n * b - h) - 8n * y * y * s * s, p), modulo(8n * s * s * s, p)];
    }
    if (bit === "1") {
      const u = modulo(point.y * z - y, p);
      const v = modulo(point.x * z - x, p);
      if (z === 0n) {
        [x, y, z] = [point.x, point.y, 1n];
      } else if (v !== 0n) {
        const v2 = (v * v) % p;
        const v3 = (v2 * v) % p;
        const a = modulo(u * u * z - v3 - 2n * v2 * x, p);
        [x, y, z] = [modulo(v * a, p), modulo(u * (v2 * x - a) - v3 * y, p), modulo(v3 * z, p)];
      } else {
        const whole = sum(curve, { x: point.x, y: modulo(y * inverse(z, p), p) }, point);
        [x, y, z] = whole === null ? [0n, 1n, 0n] : [whole.x, whole.y, 1n];
      }
    }
  }
  if (z === 0n) {
    return null;
  }
  const w = inverse(z, p);
  return { x: modulo(x * w, p), y: modulo(y * w, p) };
}

/** The leftmost bits of a digest. @param {Curve} curve @param {Uint8Array} digest @returns {bigint} */
export function integerOfDigest({ bits, n }, digest) {
  const excess = Math.max(0, 8 * digest.length - bits);
  return modulo(BigInt(`0x${Buffer.from(digest).toString("hex")}`) >> BigInt(excess), n);
}

/** @param {Curve} curve @param {NonNullable<Point>} key @param {bigint} z @param {bigint} r @param {bigint} s */
export function verifies(curve, key, z, r, s) {
  const { n, g } = curve;
  if (!isOnCurve(curve, key) || r < 1n || r >= n || s < 1n || s >= n) {
    return false;
  }
  const w = inverse(s, n);
  const point = sum(curve, multiple(curve, z * w, g), multiple(curve, r * w, key));
  return point !== null && point.x % n === r;
}

/** The key for which (r, s) comes out at a point: (s R - z G) / r. */
export function keyOf(/** @type {Curve} */ curve, /** @type {Point} */ point, z, r, s) {
  const difference = sum(curve, multiple(curve, s, point), negative(curve, multiple(curve, z, curve.g)));
  return multiple(curve, inverse(r, curve.n), difference);
}
