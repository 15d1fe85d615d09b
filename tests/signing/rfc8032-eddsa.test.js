// RFC 8032 section 7: Ed25519 and Ed448 through node:crypto and through @noble/curves, which every runtime but Node
// takes.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { OCSPError, PrivateKey } from "../../bindings/index.js";
import * as noble from "../../bindings/keys/eddsa.js";
import * as native from "../../bindings/keys/eddsa-node.js";
import { integer, octetString, oid, sequence } from "../support/der.js";
import { describeVectors } from "../support/vectors.js";

const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));
const hex = (octets) => Buffer.from(octets).toString("hex");

const IMPLEMENTATIONS = { "node:crypto": native, "@noble/curves": noble };

/**
 * By curve and name: [private key, public key, message, signature]; of the long ones, which other vectors have too, the
 * first.
 */
const VECTORS = {
  // 7.1
  Ed25519: {
    "TEST 1": [
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
      "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    "TEST 2": [
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
      "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ],
    "TEST 3": [
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
      "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ],
    "TEST SHA(abc)": [
      "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
      "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
      createHash("sha512").update("abc").digest("hex"),
      "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ],
    "TEST 1024": ["f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5"],
  },
  // 7.4
  Ed448: {
    Blank: [
      "6c82a562cb808d10d632be89c8513ebf6c929f34ddfa8c9f63c9960ef6e348a3528c8a3fcc2f044e39a3fc5b94492f8f032e7549a20098f95b",
      "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180",
      "",
      "533a37f6bbe457251f023c0d88f976ae2dfb504a843e34d2074fd823d41a591f2b233f034f628281f2fd7a22ddd47d7828c59bd0a21bfd3980ff0d2028d4b18a" +
        "9df63e006c5d1c2d345b925d8dc00b4104852db99ac5c7cdda8530a113a0f4dbb61149f05a7363268c71d95808ff2e652600",
    ],
    "1 octet": [
      "c4eab05d357007c632f3dbb48489924d552b08fe0c353a0d4a1f00acda2c463afbea67c5e8d2877c5e3bc397a659949ef8021e954e0a12274e",
      "43ba28f430cdff456ae531545f7ecd0ac834a55d9358c0372bfa0c6c6798c0866aea01eb00742802b8438ea4cb82169c235160627b4c3a9480",
      "03",
      "26b8f91727bd62897af15e41eb43c377efb9c610d48f2335cb0bd0087810f4352541b143c4b981b7e18f62de8ccdf633fc1bf037ab7cd779805e0dbcc0aae1cb" +
        "cee1afb2e027df36bc04dcecbf154336c19f0af7e0a6472905e799f1953d2a0ff3348ab21aa4adafd1d234441cf807c03a00",
    ],
    "11 octets": [
      "cd23d24f714274e744343237b93290f511f6425f98e64459ff203e8985083ffdf60500553abc0e05cd02184bdb89c4ccd67e187951267eb328",
    ],
    "12 octets": [
      "258cdd4ada32ed9c9ff54e63756ae582fb8fab2ac721f2c8e676a72768513d939f63dddb55609133f29adf86ec9929dccb52c1c5fd2ff7e21b",
    ],
    "13 octets": [
      "7ef4e84544236752fbb56b8f31a23a10e42814f5f55ca037cdcc11c64c9a3b2949c1bb60700314611732a6c2fea98eebc0266a11a93970100e",
    ],
    "64 octets": [
      "d65df341ad13e008567688baedda8e9dcdc17dc024974ea5b4227b6530e339bff21f99e68ca6968f3cca6dfe0fb9f4fab4fa135d5542ea3f01",
    ],
    "256 octets": [
      "2ec5fe3c17045abdb136a5e6a913e32ab75ae68b53d2fc149b77e504132d37569b7e766ba74a19bd6162343a21c8590aa9cebca9014c636df5",
    ],
    "1023 octets": [
      "872d093780f5d3730df7c212664b37b8a0f24f56810daa8382cd4fa3f77634ec44dc54f1c2ed9bea86fafb7632d8be199ea165f5ad55dd9ce8",
    ],
  },
};

/**
 * Both implementations make the very signature and accept it, and no other one.
 * @param {any} curve @param {string[]} vector
 */
function assertVector(curve, [seed, key, message, signature]) {
  for (const { publicKey, signer, verify } of Object.values(IMPLEMENTATIONS)) {
    assert.equal(hex(publicKey(curve, bytes(seed))), key);
    const sign = signer(curve, bytes(seed));
    assert.equal(hex(sign(bytes(message))), signature);
    assert.notEqual(hex(sign(bytes(`${message}00`))), signature);
    assert.equal(hex(sign(bytes(message))), signature);
    assert.equal(verify(curve, bytes(key), bytes(message), bytes(signature)), true);
    assert.equal(verify(curve, bytes(key), bytes(`${message}00`), bytes(signature)), false);
    const changed = bytes(signature);
    changed[0] ^= 1;
    assert.equal(verify(curve, bytes(key), bytes(message), changed), false);
  }
}

for (const [curve, vectors] of Object.entries(VECTORS)) {
  describe(curve, () => {
    for (const [name, vector] of Object.entries(vectors)) {
      if (vector.length > 1) {
        test(name, () => assertVector(curve, vector));
      }
    }

    test("a key of this form is read, and its public half derived", () => {
      for (const [seed, key] of Object.values(vectors)) {
        if (key === undefined) {
          continue;
        }
        const der = sequence(
          integer(0),
          sequence(oid(curve === "Ed25519" ? "1.3.101.112" : "1.3.101.113")),
          octetString(octetString(seed)),
        );
        const { publicKey } = PrivateKey.from(der.bytes);
        assert.deepEqual([publicKey.algorithm, hex(publicKey.spki).slice(-key.length)], [curve, key]);
        // RFC 8410 section 7: CurvePrivateKey has the octets of the curve, no more and no fewer.
        for (const wrong of [seed.slice(2), `${seed}00`, ""]) {
          const broken = sequence(
            integer(0),
            sequence(oid(curve === "Ed25519" ? "1.3.101.112" : "1.3.101.113")),
            octetString(octetString(wrong)),
          );
          assert.throws(() => PrivateKey.from(broken.bytes), OCSPError);
        }
      }
    });

    for (const [name, implementation] of Object.entries(IMPLEMENTATIONS)) {
      test(`what is not a key or a signature is not an error of ${name}`, () => {
        const [, key, message, signature] = Object.values(vectors)[1];
        const verify = (anyKey, anySignature) =>
          implementation.verify(/** @type {any} */ (curve), anyKey, bytes(message), anySignature);
        for (const length of [0, 1, bytes(signature).length - 1, bytes(signature).length + 1]) {
          assert.equal(verify(bytes(key), new Uint8Array(length)), false);
        }
        for (const wrong of [new Uint8Array(0), bytes(key).slice(1), new Uint8Array(bytes(key).length).fill(0xff)]) {
          assert.equal(verify(wrong, bytes(signature)), false);
        }
      });
    }
  });
}

describeVectors("wycheproof", (source) => {
  for (const [curve, vectors] of Object.entries(VECTORS)) {
    const { testGroups } = JSON.parse(source.text(`testvectors_v1/${curve.toLowerCase()}_test.json`));
    for (const [name, [seed, known]] of Object.entries(vectors)) {
      if (known !== undefined) {
        continue;
      }
      test(`${curve} ${name}, message and signature as they stand there`, () => {
        const key = hex(native.publicKey(/** @type {any} */ (curve), bytes(seed)));
        const group = testGroups.find(({ publicKey }) => publicKey.pk === key) ?? assert.fail("no such key");
        const valid = group.tests.filter(({ result }) => result === "valid");
        assert.ok(valid.length > 0);
        for (const { msg, sig } of valid) {
          assertVector(curve, [seed, key, msg, sig]);
        }
      });
    }
  }
});
