// RFC 6979: with the same key and message the core makes the very signature of the standard, of its appendix and of
// every other key.

import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { describe, test } from "node:test";
import { signatureNumber } from "../../bindings/keys/signature.js";
import { OwnedBytes } from "../../bindings/lib/bytes.js";
import { makeSignature } from "../../bindings/wasm/core.js";
import { Plan } from "../../bindings/wasm/plan.js";
import { children, context, integer, octetString, oid, readElement, sequence } from "../support/der.js";
import { derOf, openssl, privateKeyFile, privateKeyPEM } from "../support/openssl.js";
import * as reference from "../support/rfc6979.js";

const HASHES = ["SHA1", "SHA224", "SHA256", "SHA384", "SHA512"];
const MESSAGES = ["sample", "test", "", "tbsResponseData"];

const value = ({ contents }) => BigInt(`0x${Buffer.from(contents).toString("hex")}`);

/**
 * @param {string} algorithm SignatureAlgorithmName
 * @param {Uint8Array} key DER
 * @param {string} message
 * @returns {bigint[]} r and s
 */
function sign(algorithm, key, message) {
  const plan = new Plan()
    .int(signatureNumber(algorithm))
    .span(new OwnedBytes(key))
    .span(new OwnedBytes(Buffer.from(message)))
    .span(null);
  const signature = makeSignature(plan).copy();
  assert.ok(signature.length > 0, "no signature");
  const [r, s, ...more] = children(signature);
  assert.deepEqual([readElement(signature).end, r.tag, s.tag, more], [signature.length, 2, 2, []]);
  return [value(r), value(s)];
}

/** A.2.5: by hash, r and s of "sample" and of "test". */
const P256 = {
  SHA1: [
    0x61340c88c3aaebeb4f6d667f672ca9759a6ccaa9fa8811313039ee4a35471d32n,
    0x6d7f147dac089441bb2e2fe8f7a3fa264b9c475098fdcf6e00d7c996e1b8b7ebn,
    0x0cbcc86fd6abd1d99e703e1ec50069ee5c0b4ba4b9ac60e409e8ec5910d81a89n,
    0x01b9d7b73dfaa60d5651ec4591a0136f87653e0fd780c3b1bc872ffdeae479b1n,
  ],
  SHA224: [
    0x53b2fff5d1752b2c689df257c04c40a587fababb3f6fc2702f1343af7ca9aa3fn,
    0xb9afb64fdc03dc1a131c7d2386d11e349f070aa432a4acc918bea988bf75c74cn,
    0xc37edb6f0ae79d47c3c27e962fa269bb4f441770357e114ee511f662ec34a692n,
    0xc820053a05791e521fcaad6042d40aea1d6b1a540138558f47d0719800e18f2dn,
  ],
  SHA256: [
    0xefd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716n,
    0xf7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8n,
    0xf1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367n,
    0x019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083n,
  ],
  SHA384: [
    0x0eafea039b20e9b42309fb1d89e213057cbf973dc0cfc8f129edddc800ef7719n,
    0x4861f0491e6998b9455193e34e7b0d284ddd7149a74b95b9261f13abde940954n,
    0x83910e8b48bb0c74244ebdf7f07a1c5413d61472bd941ef3920e623fbccebeb6n,
    0x8ddbec54cf8cd5874883841d712142a56a8d0f218f5003cb0296b6b509619f2cn,
  ],
  SHA512: [
    0x8496a60b5e9b47c825488827e0495b0e3fa109ec4568fd3f8d1097678eb97f00n,
    0x2362ab1adbe2b8adf9cb9edab740ea6049c028114f2460f96554f61fae3302fen,
    0x461d93f31b6540894788fd206c07cfa0cc35f46fa3c91816fff1040ad1581a04n,
    0x39af9f15de0db8d97e72719c74820d304ce5226e32dedae67519e840d1194e55n,
  ],
};

describe("A.2.5, P-256", () => {
  const x = 0xc9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721n;
  // ECPrivateKey, RFC 5915 section 3
  const key = sequence(integer(1), octetString(x.toString(16)), context(0, oid("1.2.840.10045.3.1.7"))).bytes;
  for (const [hash, [r1, s1, r2, s2]] of Object.entries(P256)) {
    test(`with ${hash}`, () => {
      for (const [message, expected] of /** @type {const} */ ([
        ["sample", [r1, s1]],
        ["test", [r2, s2]],
      ])) {
        assert.deepEqual(
          reference.ecdsa("P-256", x, hash, Buffer.from(message)),
          expected,
          "the tests' own implementation",
        );
        assert.deepEqual(sign(`ECDSA-${hash}`, key, message), expected);
      }
    });
  }
});

describe("keys of OpenSSL", () => {
  for (const name of /** @type {const} */ (["p-256", "p-384", "p-521"])) {
    test(name, () => {
      const pem = privateKeyPEM(name);
      const { crv, d } = createPrivateKey(pem).export({ format: "jwk" });
      const x = BigInt(`0x${Buffer.from(d ?? "", "base64url").toString("hex")}`);
      for (const hash of HASHES) {
        for (const message of MESSAGES) {
          assert.deepEqual(
            sign(`ECDSA-${hash}`, derOf(pem), message),
            reference.ecdsa(crv, x, hash, Buffer.from(message)),
            `${hash}, ${message}`,
          );
        }
      }
    });
  }
  for (const name of /** @type {const} */ (["dsa-1024", "dsa-2048-224", "dsa-2048", "dsa-3072"])) {
    test(name, () => {
      // version, p, q, g, y, x
      const traditional = openssl(["pkey", "-in", privateKeyFile(name), "-traditional", "-outform", "DER"]);
      const [, p, q, g, , x] = children(traditional).map(value);
      for (const hash of HASHES) {
        for (const message of MESSAGES) {
          assert.deepEqual(
            sign(`DSA-${hash}`, derOf(privateKeyPEM(name)), message),
            reference.dsa({ p, q, g, x }, hash, Buffer.from(message)),
            `${hash}, ${message}`,
          );
        }
      }
    });
  }
});
