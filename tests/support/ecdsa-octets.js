// Keys and signatures of ECDSA in DER, by the tests' own writer.

import { publicKeyInfo } from "./certificates.js";
import { integer, oid, sequence } from "./der.js";

/** @import { Curve, Point } from "./ecdsa-judge.js" */

const OIDS = { "P-256": "1.2.840.10045.3.1.7", "P-384": "1.3.132.0.34", "P-521": "1.3.132.0.35" };

/** @param {bigint} value @param {number} octets */
export const octetsOf = (value, octets) => Buffer.from(value.toString(16).padStart(2 * octets, "0"), "hex");

/** SEC 1 2.3.3, uncompressed. @param {Curve} curve @param {NonNullable<Point>} point */
export function pointOctets({ bits }, { x, y }) {
  const octets = Math.ceil(bits / 8);
  return Buffer.concat([Uint8Array.of(4), octetsOf(x, octets), octetsOf(y, octets)]);
}

/** SubjectPublicKeyInfo. @param {Curve} curve @param {NonNullable<Point>} point */
export const spkiOf = (curve, point) =>
  publicKeyInfo(
    sequence(oid("1.2.840.10045.2.1"), oid(OIDS[/** @type {keyof typeof OIDS} */ (curve.name)])),
    pointOctets(curve, point),
  ).bytes;

/** Ecdsa-Sig-Value. @param {bigint} r @param {bigint} s */
export const signatureOf = (r, s) => sequence(integer(r), integer(s)).bytes;
