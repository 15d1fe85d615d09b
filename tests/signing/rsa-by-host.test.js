// A PrivateKey of RSA signs by node:crypto where there is one, and by the core where there is none or it fails: the
// same bytes for PKCS #1 v1.5, a salt as long as the hash for PSS. The core decides what the key may sign.

import assert from "node:assert/strict";
import crypto from "node:crypto";
import { afterEach, describe, test } from "node:test";
import { OCSPError, PrivateKey } from "../../bindings/index.js";
import { answer, assertOpenSSLVerifies, nodeVerifies, question } from "../support/answers.js";
import { certificatePEM, derOf, openssl, privateKeyFile, privateKeyPEM } from "../support/openssl.js";

/** @typedef {import("../support/openssl.js").KeyName} KeyName */

const hex = (octets) => Buffer.from(octets).toString("hex");
const { getBuiltinModule } = process;
const original = { ...crypto };

/** Calls of node:crypto since the test began. @type {Record<string, any[][]>} */
const calls = {};
/** Replaces functions of node:crypto, which the library does not import. @param {Record<string, Function>} changed */
function replaceCrypto(changed) {
  const replaced = { ...original };
  for (const name of ["sign", "createPrivateKey"]) {
    calls[name] = [];
    replaced[name] = (...args) => {
      calls[name].push(args);
      return (changed[name] ?? original[name])(...args);
    };
  }
  process.getBuiltinModule = /** @type {any} */ (
    (name) => (name === "node:crypto" ? replaced : getBuiltinModule.call(process, name))
  );
}
const withoutCrypto = () => {
  process.getBuiltinModule = /** @type {any} */ (() => undefined);
};
afterEach(() => {
  process.getBuiltinModule = getBuiltinModule;
});

const HASHES = /** @type {const} */ (["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"]);
const dgst = (hash) => `-${hash.replace("-", "").toLowerCase()}`;

/** What OpenSSL's program makes of the same bytes. */
const byOpenSSL = (name, hash, tbs) => hex(openssl(["dgst", dgst(hash), "-sign", privateKeyFile(name)], tbs));

/** @param {KeyName} name */
const formsOf = (name) => ({
  "PKCS #8": privateKeyPEM(name),
  "PKCS #1": openssl(["pkey", "-in", privateKeyFile(name), "-traditional"]).toString(),
  DER: derOf(privateKeyPEM(name)),
});

describe("PKCS #1 v1.5: the host's signature is the core's, and OpenSSL's", () => {
  for (const name of /** @type {const} */ ([
    "rsa-1024",
    "rsa-1025",
    "rsa-2048",
    "rsa-2048-e3",
    "rsa-3072",
    "rsa-4096",
  ])) {
    test(name, () => {
      for (const hash of HASHES) {
        withoutCrypto();
        const byCore = answer(name).sign(privateKeyPEM(name), hash);
        replaceCrypto({});
        for (const [form, key] of Object.entries(formsOf(name))) {
          const byHost = answer(name).sign(key, hash);
          assert.equal(hex(byHost.toDER()), hex(byCore.toDER()), `${form}, ${hash}`);
          assert.equal(question(name).sign(key, hash).isSignedBy(certificatePEM(name)), true);
        }
        assert.equal(calls.sign.length, 6, "node:crypto signed");
        process.getBuiltinModule = getBuiltinModule;
        assert.equal(hex(byCore.signature), byOpenSSL(name, hash, byCore.tbsResponseBytes), hash);
      }
    });
  }
});

describe("RSASSA-PSS", () => {
  for (const [name, hash] of /** @type {const} */ ([
    ["rsa-1024", "SHA-384"],
    ["rsa-1025", "SHA-256"],
    ["rsa-2048", "SHA-1"],
    ["rsa-2048", "SHA-512"],
    ["rsa-pss", "SHA-224"],
    ["rsa-pss-sha256", "SHA-256"],
  ])) {
    test(`${name} with ${hash}: a salt as long as the hash, another each time`, () => {
      for (const prepare of [withoutCrypto, () => replaceCrypto({})]) {
        prepare();
        const key = PrivateKey.from(privateKeyPEM(name));
        const [one, other] = [1, 2].map(() => answer(name).sign(key, hash, { rsaPadding: "pss" }));
        process.getBuiltinModule = getBuiltinModule;
        assert.notEqual(hex(one.signature), hex(other.signature));
        // node:crypto takes a salt of this length alone.
        const algorithm = String(one.signatureAlgorithm.name);
        assert.equal(algorithm, `RSA-PSS-${hash.replace("-", "")}`);
        assert.equal(nodeVerifies(algorithm, one.tbsResponseBytes, one.signature, name), true);
        assertOpenSSLVerifies(one.toDER(), name);
        assert.equal(one.isSignedBy(certificatePEM(name)), true);
      }
      assert.equal(calls.sign.length, 2, "node:crypto signed");
    });
  }

  const refused = /** @type {const} */ ([
    ["rsa-pss-sha256", "SHA-512", "another hash than the key allows"],
    ["rsa-pss-other-mask", "SHA-256", "a mask of another hash"],
    ["rsa-pss-long-salt", "SHA-256", "a salt shorter than the key allows (RFC 4055 section 3.3)"],
    ["rsa-1024", "SHA-512", "no room for hash and salt (RFC 8017 section 9.1.1)"],
  ]);
  for (const [name, hash, what] of refused) {
    test(`${name} with ${hash}: ${what}`, () => {
      for (const prepare of [withoutCrypto, () => replaceCrypto({})]) {
        prepare();
        for (const key of [privateKeyPEM(name), PrivateKey.from(privateKeyPEM(name))]) {
          assert.throws(
            () => answer(name).sign(key, hash, { rsaPadding: "pss" }),
            (error) => error instanceof OCSPError && error.code === "ERR_UNSUPPORTED_ALGORITHM",
          );
        }
      }
      assert.deepEqual(calls.sign, [], "nothing was signed");
    });
  }
});

describe("the KeyObject of a PrivateKey", () => {
  test("is made once, when it first signs, for all algorithms", () => {
    replaceCrypto({});
    const key = PrivateKey.from(privateKeyPEM("rsa-2048"));
    assert.equal(calls.createPrivateKey.length, 0);
    for (const hash of HASHES) {
      answer("rsa-2048").sign(key, hash);
      answer("rsa-2048").sign(key, hash, { rsaPadding: "pss" });
    }
    assert.equal(calls.createPrivateKey.length, 1);
    assert.equal(calls.sign.length, 10);
  });
  test("leaves no copy of the DER that it was made of", () => {
    replaceCrypto({});
    answer("rsa-2048").sign(privateKeyPEM("rsa-2048"), "SHA-256");
    const [[{ key }]] = calls.createPrivateKey;
    assert.ok(key.length > 1000);
    assert.ok(key.every((octet) => octet === 0));
  });
});

describe("the core signs", () => {
  /** What the host does, and how often it is asked for three signatures. */
  const failing = /** @type {Record<string, [Record<string, Function>, number]>} */ ({
    "where the host does not read the key": [
      {
        createPrivateKey() {
          throw new Error("unsupported");
        },
      },
      0,
    ],
    "where the host fails to sign": [
      {
        sign() {
          throw new Error("bad e value");
        },
      },
      1,
    ],
    "where the host's signature does not verify": [{ sign: () => Buffer.alloc(256, 1) }, 1],
  });
  for (const [title, [changed, asked]] of Object.entries(failing)) {
    test(title, () => {
      withoutCrypto();
      const byCore = hex(answer("rsa-2048").sign(privateKeyPEM("rsa-2048"), "SHA-256").toDER());
      replaceCrypto(changed);
      const key = PrivateKey.from(privateKeyPEM("rsa-2048"));
      for (let i = 0; i < 3; i++) {
        assert.equal(hex(answer("rsa-2048").sign(key, "SHA-256").toDER()), byCore);
      }
      assert.equal(calls.sign.length, asked);
    });
  }
  for (const [name, hash] of /** @type {const} */ ([
    ["p-256", "SHA-256"],
    ["p-384", "SHA-384"],
    ["p-521", "SHA-512"],
    ["dsa-2048", "SHA-256"],
  ])) {
    test(`with ${name}, deterministically, whatever the host could do`, () => {
      withoutCrypto();
      const alone = hex(answer(name).sign(privateKeyPEM(name), hash).toDER());
      replaceCrypto({});
      assert.equal(hex(answer(name).sign(privateKeyPEM(name), hash).toDER()), alone);
      assert.deepEqual(calls, { sign: [], createPrivateKey: [] });
    });
  }
});
