// Private keys whose parts contradict each other: what `openssl pkey -check` refuses is refused when it is read, and a
// KeyObject, which node:crypto reads unchecked, when it signs.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { describe, test } from "node:test";
import { OCSPRequestBuilder, OCSPResponseBuilder, PrivateKey } from "../../bindings/index.js";
import { answer, CERT_ID, ENTRY, question } from "../support/answers.js";
import {
  bitString,
  children,
  context,
  contextPrimitive,
  descend,
  integer,
  octetString,
  readElement,
  sequence,
} from "../support/der.js";
import { certificatePEM, derOf, openssl, privateKeyFile, privateKeyPEM, publicKeyDER } from "../support/openssl.js";

/** @typedef {import("../support/openssl.js").KeyName} KeyName */

const pkcs8Of = (/** @type {KeyName} */ name) => derOf(privateKeyPEM(name));
const innerKey = (/** @type {Uint8Array} */ pkcs8) => new Uint8Array(descend(pkcs8, 2).contents);
const number = (/** @type {Uint8Array} */ octets) => BigInt(`0x${Buffer.from(octets).toString("hex") || "0"}`);
/** The contents of subjectPublicKey, without its unused bits. @param {KeyName} name */
const publicBits = (name) => new Uint8Array(descend(publicKeyDER(name), 1).contents.subarray(1));

/** What OpenSSL's program says of a key. @param {Uint8Array} der */
function isFine(der) {
  const { status, stdout, stderr } = spawnSync("openssl", ["pkey", "-inform", "DER", "-check", "-noout"], {
    input: der,
    encoding: "latin1",
  });
  assert.ok(status === 0 || status === 1, stderr);
  return status === 0 && /^Key is valid$/m.test(stdout);
}

/** @param {Uint8Array} der @param {RegExp} path of the part that contradicts the others */
const refused = (der, path) =>
  assert.throws(
    () => PrivateKey.from(der),
    (/** @type {any} */ error) => {
      assert.equal(error.code, "ERR_UNSUPPORTED_KEY", String(error.stack));
      assert.match(error.path, path);
      assert.match(error.message, /the value does not fit the other parts of the key: it is damaged, or put together/);
      assert.ok(error.offset > 0 && error.offset <= der.length);
      return true;
    },
  );

describe("RSA", () => {
  const NUMBERS = ["n", "e", "d", "p", "q", "dp", "dq", "qinv"];
  /** @param {KeyName} name @returns {Record<string, bigint>} */
  const numbersOf = (name) =>
    Object.fromEntries(
      children(innerKey(pkcs8Of(name)))
        .slice(1)
        .map(({ contents }, i) => [NUMBERS[i], number(contents)]),
    );
  /** @param {Record<string, bigint>} numbers */
  const traditional = (numbers) =>
    sequence(
      integer(0),
      NUMBERS.map((each) => integer(numbers[each])),
    ).bytes;
  const inverse = (/** @type {bigint} */ a, /** @type {bigint} */ m) => {
    let [r, rest, s, next] = [a % m, m, 1n, 0n];
    while (rest !== 0n) {
      const quotient = r / rest;
      [r, rest, s, next] = [rest, r - quotient * rest, next, s - quotient * next];
    }
    return ((s % m) + m) % m;
  };
  const own = numbersOf("rsa-2048");
  const other = numbersOf("rsa-2048-other");
  const small = numbersOf("rsa-1024");

  /** Every part from another key, or a little different. @type {[string, Record<string, bigint>, RegExp][]} */
  const contradictions = [
    ...NUMBERS.filter((each) => each !== "e").map(
      (each) =>
        /** @type {[string, Record<string, bigint>, RegExp]} */ ([
          `${each} of another`,
          { ...own, [each]: other[each] },
          /\.\w+$/,
        ]),
    ),
    ...NUMBERS.map(
      (each) =>
        /** @type {[string, Record<string, bigint>, RegExp]} */ ([
          `${each} + 2`,
          { ...own, [each]: own[each] + 2n },
          /\.\w+$/,
        ]),
    ),
    ["e = 3", { ...own, e: 3n }, /exponent1$/],
    ["d + 1", { ...own, d: own.d + 1n }, /exponent1$/],
    ["d = 0", { ...own, d: 0n }, /exponent1$/],
    ["d = 1", { ...own, d: 1n }, /exponent1$/],
    ["dp + p - 1", { ...own, dp: own.dp + own.p - 1n }, /exponent1$/],
    ["dp = 0", { ...own, dp: 0n }, /exponent1$/],
    ["dq = 0", { ...own, dq: 0n }, /exponent2$/],
    [
      "dp and dq for another d",
      { ...own, dp: (own.d % (own.p - 1n)) ^ 4n, dq: (own.d % (own.q - 1n)) ^ 4n },
      /exponent1$/,
    ],
    ["qinv = 0", { ...own, qinv: 0n }, /coefficient$/],
    ["qinv + p", { ...own, qinv: own.qinv + own.p }, /coefficient$/],
    ["p inverse, not q", { ...own, qinv: inverse(own.p, own.q) }, /coefficient$/],
    ["p and q exchanged", { ...own, p: own.q, q: own.p }, /exponent1$/],
    ["p twice", { ...own, q: own.p }, /prime1$/],
    ["n = p p", { ...own, q: own.p, n: own.p * own.p, dq: own.dp }, /coefficient$/],
    ["n + 2^k", { ...own, n: own.n + (1n << 1000n) }, /prime1$/],
    ["all for another e", { ...own, e: 17n }, /exponent1$/],
    ["of 1024 bits: d + 2", { ...small, d: small.d + 2n }, /exponent1$/],
  ];
  for (const [name, numbers, path] of contradictions) {
    test(name, () => {
      const der = traditional(numbers);
      assert.equal(isFine(der), false, "OpenSSL takes it");
      refused(der, path);
      const [version, identifier] = children(pkcs8Of("rsa-2048")).map(({ element }) => element);
      refused(sequence(version, identifier, octetString(der)).bytes, path);
    });
  }

  test("what is another way to write the same key is taken", () => {
    const exchanged = { ...own, p: own.q, q: own.p, dp: own.dq, dq: own.dp, qinv: inverse(own.p, own.q) };
    const phi = (own.p - 1n) * (own.q - 1n);
    for (const numbers of [
      own,
      exchanged,
      { ...own, d: inverse(own.e, phi) },
      numbersOf("rsa-4096"),
      numbersOf("rsa-1025"),
    ]) {
      const der = traditional(numbers);
      assert.equal(isFine(der), true);
      assert.equal(PrivateKey.from(der).publicKey.algorithm, "RSA");
    }
  });

  test("a public half of PKCS#8 v2", () => {
    const [, identifier, key] = children(pkcs8Of("rsa-2048")).map(({ element }) => element);
    const v2 = (/** @type {Uint8Array} */ bits) =>
      sequence(integer(1), identifier, key, contextPrimitive(1, "00", bits)).bytes;
    PrivateKey.from(v2(publicBits("rsa-2048")));
    refused(v2(publicBits("rsa-2048-other")), /publicKey$/);
    refused(v2(Uint8Array.of(5, 0)), /publicKey$/);
  });
});

/** @type {[KeyName, KeyName][]} */
const CURVES = [
  ["p-256", "p-256-other"],
  ["p-384", "p-256"],
  ["p-521", "p-384"],
];
for (const [name, another] of CURVES) {
  describe(name, () => {
    const inner = innerKey(pkcs8Of(name));
    const [version, scalar] = children(inner).map(({ element }) => element);
    const [outerVersion, identifier] = children(pkcs8Of(name)).map(({ element }) => element);
    const curve = descend(pkcs8Of(name), 1, 1).element;
    const point = publicBits(name);
    const half = (point.length - 1) / 2;
    const compressed = Uint8Array.of(2 | (point[point.length - 1] & 1), ...point.subarray(1, 1 + half));
    const sec1 = (/** @type {Uint8Array} */ bits, secret = scalar) =>
      sequence(version, secret, context(0, curve), context(1, bitString(bits))).bytes;
    const pkcs8 = (/** @type {Uint8Array} */ bits) =>
      sequence(outerVersion, identifier, octetString(sequence(version, scalar, context(1, bitString(bits))))).bytes;
    const v2 = (/** @type {Uint8Array} */ bits) =>
      sequence(integer(1), identifier, octetString(sequence(version, scalar)), contextPrimitive(1, "00", bits)).bytes;
    const changed = (/** @type {number} */ at) => {
      const copy = point.slice();
      copy[at] ^= 1;
      return copy;
    };
    const negated = Uint8Array.of(compressed[0] ^ 1, ...compressed.subarray(1));

    test("a point that is not d G", () => {
      /** @type {[string, Uint8Array][]} */
      const points = [
        ["of another key", publicBits(another)],
        ["not on the curve", changed(point.length - 1)],
        ["another x", changed(1)],
        ["another form", changed(0)],
        ["negated, compressed", negated],
        ["the point at infinity", Uint8Array.of(0)],
        ["too short", point.subarray(0, -1)],
        ["too long", Uint8Array.of(...point, 0)],
      ];
      for (const [about, bits] of points) {
        assert.equal(isFine(sec1(bits)), false, `OpenSSL takes it: ${about}`);
        refused(sec1(bits), /publicKey$/);
        refused(pkcs8(bits), /publicKey$/);
        refused(v2(bits), /publicKey$/);
      }
    });

    test("a scalar of another key", () => {
      const length = readElement(scalar).contents.length;
      const next = octetString(
        number(readElement(scalar).contents) % 2n === 0n ? "" : "",
        Buffer.from((number(readElement(scalar).contents) - 1n).toString(16).padStart(2 * length, "0"), "hex"),
      ).bytes;
      assert.equal(isFine(sec1(point, next)), false);
      refused(sec1(point, next), /publicKey$/);
    });

    test("its own point, in any form", () => {
      for (const der of [sec1(point), sec1(compressed), pkcs8(point), pkcs8(compressed), v2(point)]) {
        PrivateKey.from(der);
      }
      assert.equal(isFine(sec1(point)), true);
      assert.equal(isFine(sec1(compressed)), true);
    });
  });
}

describe("DSA", () => {
  const der = new Uint8Array(openssl(["pkey", "-in", privateKeyFile("dsa-2048"), "-traditional", "-outform", "DER"]));
  const numbers = children(der).map(({ contents }) => number(contents));
  const written = (/** @type {bigint[]} */ values) => sequence(values.map((each) => integer(each))).bytes;

  test("y is g^x mod p", () => {
    PrivateKey.from(written(numbers));
    for (const y of [numbers[4] + 1n, 1n, 0n, numbers[4] ^ (1n << 500n)]) {
      const changed = numbers.with(4, y);
      assert.equal(isFine(written(changed)), false);
      refused(written(changed), /\.y$/);
    }
    const changed = numbers.with(5, numbers[5] - 1n);
    assert.equal(isFine(written(changed)), false);
    refused(written(changed), /\.y$/);
  });
});

for (const name of /** @type {const} */ (["ed25519", "ed448"])) {
  test(`${name}: the public half of PKCS#8 v2 is the one that node:crypto derives (RFC 8410 section 7)`, () => {
    const [, identifier, key] = children(pkcs8Of(name)).map(({ element }) => element);
    const derived = createPublicKey(privateKeyPEM(name)).export({ format: "der", type: "spki" });
    const bits = new Uint8Array(descend(derived, 1).contents.subarray(1));
    const v2 = (/** @type {Uint8Array} */ given) =>
      sequence(integer(1), identifier, key, contextPrimitive(1, "00", given)).bytes;
    PrivateKey.from(v2(bits));
    const changed = bits.slice();
    changed[3] ^= 8;
    for (const wrong of [changed, new Uint8Array(bits.length), bits.subarray(1), Uint8Array.of(...bits, 0)]) {
      refused(v2(wrong), /publicKey$/);
    }
  });
}

describe("a KeyObject whose public half is another's", () => {
  const [version, scalar] = children(innerKey(pkcs8Of("p-256-other"))).map(({ element }) => element);
  const curve = descend(pkcs8Of("p-256"), 1, 1).element;
  const mixed = createPrivateKey({
    key: Buffer.from(sequence(version, scalar, context(0, curve), context(1, bitString(publicBits("p-256")))).bytes),
    format: "der",
    type: "sec1",
  });
  const mismatch = {
    name: "OCSPError",
    code: "ERR_KEY_MISMATCH",
    message: /does not verify under its own public half/,
  };

  test("signs no response and no request", () => {
    for (let i = 0; i < 2; i++) {
      assert.throws(() => answer("p-256").sign(mixed, "SHA-256"), mismatch);
      assert.throws(() => question("p-256").sign(mixed, "SHA-256"), mismatch);
      const named = new OCSPRequestBuilder().addCertificateByHash(CERT_ID).requestorName(certificatePEM("p-256"));
      assert.throws(() => named.sign(PrivateKey.from(mixed), "SHA-256"), mismatch);
    }
  });

  test("a KeyObject that is right signs as before, with every kind of key", () => {
    for (const name of /** @type {KeyName[]} */ (["p-256", "rsa-2048", "dsa-2048", "ed25519", "ed448"])) {
      const key = createPrivateKey(privateKeyPEM(name));
      const hash = name.startsWith("ed") ? null : "SHA-256";
      for (let i = 0; i < 2; i++) {
        assert.equal(answer(name).sign(key, hash).isSignedBy(certificatePEM(name)), true);
      }
    }
    const key = createPrivateKey(privateKeyPEM("rsa-2048"));
    assert.equal(
      answer("rsa-2048").sign(key, "SHA-256", { rsaPadding: "pss" }).isSignedBy(certificatePEM("rsa-2048")),
      true,
    );
  });
});

test("a builder whose result was not used says so", () => {
  const requests = new OCSPRequestBuilder();
  requests.addCertificateByHash(CERT_ID);
  const responses = new OCSPResponseBuilder();
  responses.addResponseByHash(ENTRY);
  const nobody = responses.addResponseByHash(ENTRY);
  nobody.responderId("hash", certificatePEM("p-256"));
  const key = privateKeyPEM("p-256");
  for (const call of [
    () => requests.build(),
    () => requests.addCertificateByHash(CERT_ID).sign(key, "SHA-256"),
    () => responses.sign(key, "SHA-256"),
    () => nobody.sign(key, "SHA-256"),
  ]) {
    assert.throws(call, {
      code: "ERR_INCOMPLETE",
      message: /: call \w.* first\. Every call returns a new builder .*: chain the calls, or use what they return$/,
    });
  }
});
