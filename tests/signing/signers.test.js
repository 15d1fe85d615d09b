// One answer, signed with every kind of key and of signer: who is to verify it does, nobody else does, and a signer
// that fails leaves everything usable.

import assert from "node:assert/strict";
import crypto, { createPrivateKey, KeyObject, sign, webcrypto } from "node:crypto";
import { after, describe, test } from "node:test";
import {
  Certificate,
  OCSPError,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseBuilder,
  PrivateKey,
} from "../../bindings/index.js";
import { answer, assertOpenSSLVerifies, ENTRY, nodeVerifies, question, THIS_UPDATE } from "../support/answers.js";
import { children } from "../support/der.js";
import { certificatePEM, derOf, openssl, privateKeyPEM, publicKeyDER } from "../support/openssl.js";
import { PythonWorker, withoutPython } from "../support/python-worker.js";

/** @typedef {import("../support/openssl.js").KeyName} KeyName */

const hex = (octets) => Buffer.from(octets).toString("hex");
const HASHES = /** @type {const} */ (["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"]);

/** @type {PythonWorker | undefined} */
let worker;
after(() => worker?.close());
/** Python's cryptography on a signature. */
async function pythonVerifies(algorithm, data, signature, signer) {
  worker ??= new PythonWorker(new URL("../support/signature-judge.py", import.meta.url));
  return worker.functions.verifies({
    algorithm,
    data: hex(data),
    signature: hex(signature),
    certificate: certificatePEM(signer),
  });
}

/**
 * @typedef {[string, readonly (typeof HASHES[number] | null)[], object | undefined, boolean][]} Algorithms
 * By the key's name: [the algorithm's name without its hash, hashes, options, whether the same signature comes every
 * time].
 */
const KEYS = /** @type {Partial<Record<KeyName, Algorithms>>} */ ({
  "rsa-1024": [
    ["RSA", HASHES, undefined, true],
    ["RSA-PSS", ["SHA-1", "SHA-224", "SHA-256", "SHA-384"], { rsaPadding: "pss" }, false],
  ],
  // Here the encoded message has an octet less than the modulus: RFC 8017 section 8.1.1.
  "rsa-1025": [
    ["RSA", HASHES, { rsaPadding: "pkcs1" }, true],
    ["RSA-PSS", ["SHA-256"], { rsaPadding: "pss" }, false],
  ],
  "rsa-2048": [
    ["RSA", HASHES, undefined, true],
    ["RSA-PSS", HASHES, { rsaPadding: "pss" }, false],
  ],
  "rsa-2048-e3": [["RSA", ["SHA-256"], undefined, true]],
  "rsa-3072": [["RSA", ["SHA-256", "SHA-512"], undefined, true]],
  "rsa-4096": [
    ["RSA", ["SHA-256"], undefined, true],
    ["RSA-PSS", ["SHA-512"], { rsaPadding: "pss" }, false],
  ],
  "rsa-pss": [
    ["RSA-PSS", HASHES, undefined, false],
    ["RSA-PSS", ["SHA-256"], { rsaPadding: "pss" }, false],
  ],
  "rsa-pss-sha256": [["RSA-PSS", ["SHA-256"], undefined, false]],
  "p-256": [["ECDSA", HASHES, undefined, true]],
  "p-384": [["ECDSA", HASHES, undefined, true]],
  "p-521": [["ECDSA", HASHES, undefined, true]],
  "dsa-1024": [["DSA", HASHES, undefined, true]],
  "dsa-2048-224": [["DSA", HASHES, undefined, true]],
  "dsa-2048": [["DSA", HASHES, undefined, true]],
  "dsa-3072": [["DSA", ["SHA-256"], undefined, true]],
  ed25519: [["Ed25519", [null], undefined, true]],
  ed448: [["Ed448", [null], undefined, true]],
});
const OTHERS = /** @type {KeyName[]} */ (["rsa-2048-other", "p-256-other", "ed25519-other", "dsa-2048"]);

/** OpenSSL 3.0 makes and checks such signatures, but its table of signature OIDs does not have them. */
const UNKNOWN_TO_OPENSSL = new Set(["DSA-SHA384", "DSA-SHA512"]);

const nameOf = (family, hash) => (hash === null ? family : `${family}-${hash.replace("-", "")}`);

/** What holds for a signed response whoever signed it. @param {OCSPResponse} response @param {KeyName} signer */
async function assertSigned(response, signer, algorithm) {
  const read = OCSPResponse.fromDER(response.toDER());
  for (const one of [response, read]) {
    assert.equal(one.signatureAlgorithm.name, algorithm);
    assert.equal(one.isSignedBy(certificatePEM(signer)), true, "isSignedBy");
    for (const other of OTHERS) {
      if (other !== signer) {
        assert.equal(one.isSignedBy(certificatePEM(other)), false, `isSignedBy, ${other}`);
      }
    }
  }
  assert.equal(nodeVerifies(algorithm, read.tbsResponseBytes, read.signature, signer), true, "node:crypto");
  if (!UNKNOWN_TO_OPENSSL.has(algorithm)) {
    assertOpenSSLVerifies(read.toDER(), signer);
  }
  if (!withoutPython) {
    assert.equal(await pythonVerifies(algorithm, read.tbsResponseBytes, read.signature, signer), true, "Python");
  }
  // A bit of what was signed, and the last one of the signature.
  const der = Buffer.from(read.toDER());
  for (const at of [
    der.indexOf(ENTRY.certID.issuerNameHash),
    der.indexOf(read.signature) + read.signature.length - 1,
  ]) {
    assert.ok(at > 0);
    const changed = Uint8Array.from(der);
    changed[at] ^= 1;
    assert.equal(OCSPResponse.fromDER(changed).isSignedBy(certificatePEM(signer)), false, "a changed bit");
  }
}

describe("keys at hand", () => {
  for (const [name, families] of /** @type {[KeyName, any][]} */ (Object.entries(KEYS))) {
    for (const [family, hashes, options, deterministic] of families) {
      for (const hash of hashes) {
        test(`${name}, ${nameOf(family, hash)}${options ? `, ${options.rsaPadding}` : ""}`, async () => {
          const pem = privateKeyPEM(name);
          const keys = {
            PEM: pem,
            DER: derOf(pem),
            PrivateKey: PrivateKey.from(pem),
            KeyObject: createPrivateKey(pem),
            "PrivateKey of a KeyObject": PrivateKey.from(createPrivateKey(pem)),
          };
          /** @type {Record<string, OCSPResponse>} */
          const responses = {};
          for (const [form, key] of Object.entries(keys)) {
            responses[form] = answer(name).sign(key, hash, options);
            await assertSigned(responses[form], name, nameOf(family, hash));
            assert.deepEqual(responses[form].tbsResponseBytes, responses.PEM.tbsResponseBytes);
            assert.deepEqual(
              responses[form].signatureAlgorithm.parameters,
              responses.PEM.signatureAlgorithm.parameters,
            );
          }
          const again = answer(name).sign(pem, hash, options);
          if (deterministic) {
            assert.equal(hex(again.toDER()), hex(responses.PEM.toDER()));
            assert.equal(hex(responses.DER.toDER()), hex(responses.PEM.toDER()));
            assert.equal(hex(responses.PrivateKey.toDER()), hex(responses.PEM.toDER()));
            // There is one signature of this kind, whoever makes it.
            if (family === "RSA" || hash === null) {
              assert.equal(hex(responses.KeyObject.toDER()), hex(responses.PEM.toDER()));
            }
          } else {
            // A fresh salt every time: RFC 8017 section 9.1.
            assert.notEqual(hex(again.signature), hex(responses.PEM.signature));
          }
        });
      }
    }
  }

  test("requests too", async () => {
    for (const [name, [[family, hashes, options]]] of /** @type {[KeyName, any][]} */ (Object.entries(KEYS))) {
      const hash = hashes.includes("SHA-256") ? "SHA-256" : hashes[0];
      for (const key of [privateKeyPEM(name), createPrivateKey(privateKeyPEM(name))]) {
        const request = question(name).sign(key, hash, options);
        const read = OCSPRequest.fromDER(request.toDER());
        assert.equal(read.isSigned, true);
        assert.equal(read.isSignedBy(certificatePEM(name)), true, name);
        assert.equal(read.isSignedBy(certificatePEM("p-256-other")), false);
        assert.ok(
          read.signature && nodeVerifies(nameOf(family, hash), read.tbsRequestBytes, read.signature, name),
          name,
        );
        assert.equal(read.requestorName?.toString(), `CN=${name},O=Tests`);
      }
    }
  });

  test("hash names as WebCrypto, Node and OpenSSL write them", () => {
    const signed = answer("p-256").sign(privateKeyPEM("p-256"), "SHA-256").toDER();
    for (const hash of /** @type {const} */ (["SHA-256", "sha-256", "SHA256", "sha256"])) {
      assert.equal(hex(answer("p-256").sign(privateKeyPEM("p-256"), hash).toDER()), hex(signed));
    }
  });

  test("hashes longer than the curve or the order, and keys longer than the hash", () => {
    for (const [name, hash] of /** @type {const} */ ([
      ["p-256", "SHA-512"],
      ["p-521", "SHA-1"],
      ["dsa-1024", "SHA-512"],
      ["dsa-3072", "SHA-1"],
    ])) {
      const response = answer(name).sign(privateKeyPEM(name), hash);
      assert.ok(
        nodeVerifies(String(response.signatureAlgorithm.name), response.tbsResponseBytes, response.signature, name),
      );
    }
  });

  test("a KeyObject is used in place, never exported", () => {
    const exported = [];
    const { export: original } = KeyObject.prototype;
    const prototypes = new Set();
    for (const name of /** @type {KeyName[]} */ (Object.keys(KEYS))) {
      const object = createPrivateKey(privateKeyPEM(name));
      for (let at = Object.getPrototypeOf(object); at !== null; at = Object.getPrototypeOf(at)) {
        if (Object.hasOwn(at, "export")) {
          prototypes.add(at);
        }
      }
    }
    assert.ok(prototypes.size > 0);
    const originals = [...prototypes].map((prototype) => [prototype, prototype.export]);
    for (const [prototype, method] of originals) {
      prototype.export = function (...args) {
        if (this.type === "private") {
          exported.push(this.asymmetricKeyType);
        }
        return method.apply(this, args);
      };
    }
    try {
      for (const [name, [[, hashes, options]]] of /** @type {[KeyName, any][]} */ (Object.entries(KEYS))) {
        const object = createPrivateKey(privateKeyPEM(name));
        const hash = hashes.includes("SHA-256") ? "SHA-256" : hashes[0];
        answer(name).sign(object, hash, options);
        answer(name).sign(PrivateKey.from(object), hash, options);
        question(name).sign(object, hash, options);
        JSON.stringify(PrivateKey.from(object));
      }
      assert.deepEqual(exported, []);
      createPrivateKey(privateKeyPEM("p-256")).export({ format: "der", type: "pkcs8" });
      assert.deepEqual(exported, ["ec"], "the spy sees an export");
    } finally {
      for (const [prototype, method] of originals) {
        prototype.export = method;
      }
    }
    assert.equal(KeyObject.prototype.export, original);
  });
});

/** Keys that only a host computes with: [family, hashes]. */
const HOST_KEYS = /** @type {const} */ ({
  secp256k1: ["ECDSA", HASHES],
  "brainpool-256": ["ECDSA", HASHES],
  "brainpool-384": ["ECDSA", ["SHA-256", "SHA-384", "SHA-512"]],
  "brainpool-512": ["ECDSA", ["SHA-512"]],
  "rsa-4104": ["RSA", ["SHA-256", "SHA-512"]],
});

describe("keys that node:crypto knows, and the core does not", () => {
  for (const [name, [family, hashes]] of /** @type {[KeyName, [string, any]][]} */ (Object.entries(HOST_KEYS))) {
    for (const hash of hashes) {
      test(`${name}, ${nameOf(family, hash)}`, async () => {
        const object = createPrivateKey(privateKeyPEM(name));
        const algorithm = /** @type {any} */ (nameOf(family, hash));
        const external = { algorithm, sign: (tbs) => sign(hash.replace("-", ""), tbs, object) };
        for (const response of [
          answer(name).sign(object, hash),
          answer(name).sign(PrivateKey.from(object), hash),
          await answer(name).signAsync(external),
        ]) {
          await assertSigned(response, name, algorithm);
        }
        const request = question(name).sign(object, hash);
        assert.equal(request.isSignedBy(certificatePEM(name)), true);
        assert.equal((await question(name).signAsync(external)).isSignedBy(certificatePEM(name)), true);
        assert.throws(
          () => answer(name).sign(privateKeyPEM(name), hash),
          (error) => error instanceof OCSPError && error.code === "ERR_UNSUPPORTED_KEY",
        );
      });
    }
  }

  test("PSS with more than 4096 bits, and a CryptoKey of them", async () => {
    const object = createPrivateKey(privateKeyPEM("rsa-4104"));
    const response = answer("rsa-4104").sign(object, "SHA-256", { rsaPadding: "pss" });
    await assertSigned(response, "rsa-4104", "RSA-PSS-SHA256");
    const pkcs8 = derOf(privateKeyPEM("rsa-4104"));
    const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    const key = await webcrypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]);
    await assertSigned(await answer("rsa-4104").signAsync(key), "rsa-4104", "RSA-SHA256");
  });

  test("their public halves have names and sizes", () => {
    const told = Object.keys(HOST_KEYS).map((name) => {
      const { publicKey } = PrivateKey.from(createPrivateKey(privateKeyPEM(/** @type {KeyName} */ (name))));
      return [publicKey.algorithm, publicKey.curve, publicKey.bits];
    });
    assert.deepEqual(told, [
      ["EC", "secp256k1", 256],
      ["EC", "brainpoolP256r1", 256],
      ["EC", "brainpoolP384r1", 384],
      ["EC", "brainpoolP512r1", 512],
      ["RSA", null, 4104],
    ]);
  });
});

describe("what is kept of a key", () => {
  test("holds for that key and certificate alone", () => {
    const key = PrivateKey.from(privateKeyPEM("p-256"));
    const [own, other] = ["p-256", "p-256-other"].map((name) =>
      Certificate.fromPEM(certificatePEM(/** @type {KeyName} */ (name))),
    );
    const responder = (certificate) =>
      new OCSPResponseBuilder().addResponseByHash(ENTRY).responderId("hash", certificate);
    const mismatch = (action) =>
      assert.throws(action, (error) => error instanceof OCSPError && error.code === "ERR_KEY_MISMATCH");
    for (let i = 0; i < 3; i++) {
      assert.equal(responder(own).sign(key, "SHA-256").isSignedBy(own), true);
      mismatch(() => responder(other).sign(key, "SHA-256"));
      mismatch(() => responder(own).sign(privateKeyPEM("p-256-other"), "SHA-256"));
      assert.equal(responder(own).sign(key, "SHA-384").signatureAlgorithm.name, "ECDSA-SHA384");
      assert.equal(
        responder(own)
          .sign(createPrivateKey(privateKeyPEM("p-256")), "SHA-512")
          .isSignedBy(own),
        true,
      );
    }
  });

  test("names the responder by the SHA-1 hash of its own key, as OpenSSL computes it", () => {
    for (let i = 0; i < 2; i++) {
      for (const name of /** @type {KeyName[]} */ (["p-256", "rsa-2048", "p-256-other"])) {
        const certificate = Certificate.fromPEM(certificatePEM(name));
        const builder = new OCSPResponseBuilder().addResponseByHash(ENTRY).responderId("hash", certificate);
        const [first, second] = [1, 2].map(() => builder.sign(privateKeyPEM(name), "SHA-256"));
        // RFC 6960 4.2.1: of the BIT STRING's value, without tag, length and unused bits.
        const bits = children(publicKeyDER(name))[1].contents.slice(1);
        const expected = openssl(["dgst", "-sha1", "-binary"], bits).toString("hex");
        assert.equal(hex(first.responderKeyHash ?? ""), expected);
        assert.equal(hex(second.responderKeyHash ?? ""), expected);
        assert.equal(first.responderName, null);
      }
    }
  });

  test("is the same response as one that is read, before and after somebody asks", () => {
    const response = answer("p-256").sign(privateKeyPEM("p-256"), "SHA-256");
    const der = response.toDER();
    const read = OCSPResponse.fromDER(der);
    assert.deepEqual(response, read);
    assert.deepEqual(JSON.parse(JSON.stringify(response)), JSON.parse(JSON.stringify(read)));
    assert.equal(hex(response.toDER()), hex(der));
    assert.deepEqual(response, read);
  });
});

/** By a title: the key's name, WebCrypto's algorithm, ours, options. */
const CRYPTO_KEYS = /** @type {Record<string, [KeyName, object, string, any]>} */ ({
  Ed25519: ["ed25519", { name: "Ed25519" }, "Ed25519", undefined],
  Ed448: ["ed448", { name: "Ed448" }, "Ed448", undefined],
});
for (const hash of /** @type {const} */ (["SHA-1", "SHA-256", "SHA-384", "SHA-512"])) {
  const short = hash.replace("-", "");
  CRYPTO_KEYS[`RSASSA-PKCS1-v1_5 ${hash}`] = [
    "rsa-2048",
    { name: "RSASSA-PKCS1-v1_5", hash },
    `RSA-${short}`,
    undefined,
  ];
  CRYPTO_KEYS[`RSA-PSS ${hash}`] = ["rsa-2048", { name: "RSA-PSS", hash }, `RSA-PSS-${short}`, undefined];
  for (const curve of /** @type {const} */ (["P-256", "P-384", "P-521"])) {
    const key = /** @type {KeyName} */ (curve.toLowerCase());
    CRYPTO_KEYS[`ECDSA ${curve} ${hash}`] = [
      key,
      { name: "ECDSA", namedCurve: curve },
      `ECDSA-${short}`,
      { hashAlgorithm: hash },
    ];
  }
}
for (const [curve, short] of /** @type {const} */ ([
  ["P-256", "SHA256"],
  ["P-384", "SHA384"],
  ["P-521", "SHA512"],
])) {
  const key = /** @type {KeyName} */ (curve.toLowerCase());
  CRYPTO_KEYS[`ECDSA ${curve}, the hash by the curve`] = [
    key,
    { name: "ECDSA", namedCurve: curve },
    `ECDSA-${short}`,
    undefined,
  ];
}

const importKey = (name, algorithm, extractable = false) =>
  webcrypto.subtle.importKey("pkcs8", derOf(privateKeyPEM(name)), algorithm, extractable, ["sign"]);

describe("CryptoKeys", () => {
  for (const [title, [name, algorithm, ours, options]] of Object.entries(CRYPTO_KEYS)) {
    test(title, async () => {
      const key = await importKey(name, algorithm);
      await assertSigned(await answer(name).signAsync(key, options), name, ours);
      const request = await question(name).signAsync(key, options);
      assert.equal(request.isSignedBy(certificatePEM(name)), true);
      assert.equal(request.signatureAlgorithm?.name, ours);
      if (ours.startsWith("RSA-SHA") || ours.startsWith("Ed")) {
        const hash = ours.startsWith("Ed") ? null : /** @type {any} */ (ours.replace("RSA-", ""));
        assert.equal(
          hex((await answer(name).signAsync(key, options)).toDER()),
          hex(answer(name).sign(privateKeyPEM(name), hash).toDER()),
        );
      }
    });
  }

  test("r and s with leading zeros become minimal integers", async () => {
    const key = await importKey("p-256", { name: "ECDSA", namedCurve: "P-256" });
    const lengths = new Set();
    // One signature in 128 has an r or s of fewer than 32 octets, every second one an octet 0 in front.
    for (let i = 0; i < 300; i++) {
      const response = await answer("p-256").signAsync(key);
      lengths.add(response.signature.length);
      assert.ok(nodeVerifies("ECDSA-SHA256", response.tbsResponseBytes, response.signature, "p-256"));
    }
    assert.ok(lengths.has(70) && lengths.has(71) && lengths.has(72), [...lengths].join());
  });
});

/** A signer that signs with node:crypto, as an HSM's would. @param {KeyName} name @param {any} algorithm */
const external = (name, algorithm, wrap = (value) => value) => ({
  algorithm,
  sign: (tbs) =>
    wrap(
      sign(/SHA\d+$/.exec(algorithm)?.[0] ?? null, tbs, {
        key: privateKeyPEM(name),
        ...(algorithm.startsWith("RSA-PSS")
          ? { padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: crypto.constants.RSA_PSS_SALTLEN_DIGEST }
          : {}),
      }),
    ),
});

describe("ExternalSigners", () => {
  for (const [name, families] of /** @type {[KeyName, any][]} */ (Object.entries(KEYS))) {
    test(name, async () => {
      for (const [family, hashes] of families) {
        for (const hash of hashes) {
          const algorithm = nameOf(family, hash);
          const response = await answer(name).signAsync(external(name, algorithm));
          assert.equal(response.signatureAlgorithm.name, algorithm);
          assert.equal(response.isSignedBy(certificatePEM(name)), true);
          assert.ok(nodeVerifies(algorithm, response.tbsResponseBytes, response.signature, name));
        }
      }
    });
  }

  /** What a signer may give back. @type {Record<string, (value: Buffer) => any>} */
  const shapes = {
    "a Buffer": (value) => value,
    "a Uint8Array": (value) => new Uint8Array(value),
    "an ArrayBuffer": (value) => new Uint8Array(value).buffer,
    "a view in the middle of a buffer": (value) =>
      new Uint8Array([1, 2, 3, ...value, 4, 5]).subarray(3, 3 + value.length),
    "a DataView in the middle of a buffer": (value) =>
      new DataView(new Uint8Array([1, 2, 3, ...value, 4, 5]).buffer, 3, value.length),
    "a promise": (value) => Promise.resolve(value),
    "a late promise": (value) => new Promise((resolve) => setTimeout(() => resolve(value), 5)),
    "a thenable": (value) => ({ then: (resolve) => resolve(value) }),
  };
  for (const [what, wrap] of Object.entries(shapes)) {
    test(`gives ${what}`, async () => {
      await assertSigned(
        await answer("p-256").signAsync(external("p-256", "ECDSA-SHA256", wrap)),
        "p-256",
        "ECDSA-SHA256",
      );
      const request = await question("p-256").signAsync(external("p-256", "ECDSA-SHA256", wrap));
      assert.equal(request.isSignedBy(certificatePEM("p-256")), true);
    });
  }

  test("is called once, as a method, with the bytes to sign", async () => {
    const calls = [];
    const signer = {
      algorithm: /** @type {const} */ ("RSA-SHA256"),
      sign(...args) {
        calls.push([this === signer, args.length, args[0] instanceof Uint8Array]);
        const signature = sign("sha256", args[0], privateKeyPEM("rsa-2048"));
        // Its copy: what it does to it changes nothing.
        args[0].fill(0);
        return signature;
      },
    };
    const response = await answer("rsa-2048").signAsync(signer);
    assert.deepEqual(calls, [[true, 1, true]]);
    assert.equal(hex(response.toDER()), hex(answer("rsa-2048").sign(privateKeyPEM("rsa-2048"), "SHA-256").toDER()));
  });

  test("may change what it returned afterwards", async () => {
    const value = sign(
      "sha256",
      answer("p-256").sign(privateKeyPEM("p-256"), "SHA-256").tbsResponseBytes,
      privateKeyPEM("p-256"),
    );
    const response = await answer("p-256").signAsync({ algorithm: "ECDSA-SHA256", sign: () => value });
    value.fill(0);
    assert.equal(response.isSignedBy(certificatePEM("p-256")), true);
  });
});

describe("a signer that fails", () => {
  const right = external("p-256", "ECDSA-SHA256");
  const failing = (sign) => ({ algorithm: /** @type {const} */ ("ECDSA-SHA256"), sign });
  const signerError = (cause) => (error) => {
    assert.ok(error instanceof OCSPError, String(error?.stack ?? error));
    assert.equal(error.code, "ERR_SIGNER", error.message);
    if (cause !== undefined) {
      assert.equal(error.cause, cause);
    }
    return true;
  };
  /** Everything works as before. */
  const assertUsable = async (builder) => {
    const response = await builder.signAsync(right);
    assert.equal(response.isSignedBy(certificatePEM("p-256")), true);
    assert.equal(builder.sign(privateKeyPEM("p-256"), "SHA-256").isSignedBy(certificatePEM("p-256")), true);
  };
  async function fails(signer, cause) {
    const builders = [answer("p-256"), question("p-256")];
    for (const builder of builders) {
      const promise = builder.signAsync(signer);
      await assert.rejects(promise, signerError(cause));
      await assertUsable(builder);
    }
  }

  const error = new Error("the HSM is on fire");
  test("throws", () =>
    fails(
      failing(() => {
        throw error;
      }),
      error,
    ));
  test("throws what is no Error", () =>
    fails(
      failing(() => {
        throw "on fire";
      }),
      "on fire",
    ));
  test("rejects", () =>
    fails(
      failing(() => Promise.reject(error)),
      error,
    ));
  test("throws an OCSPError of its own", () => {
    const own = new OCSPError("ERR_PEM", "no key there");
    return fails(
      failing(() => {
        throw own;
      }),
      own,
    );
  });

  /** @type {Record<string, () => any>} */
  const rubbish = {
    undefined: () => undefined,
    null: () => null,
    "a string": () => "signature",
    base64: () => right.sign(new Uint8Array(1)).toString("base64"),
    "a number": () => 1,
    "an array": () => [1, 2, 3],
    "an object": () => ({ signature: new Uint8Array(64) }),
    "a function": () => () => {},
    "no bytes": () => new Uint8Array(0),
    "one octet": () => Uint8Array.of(0),
    "64 zeros": () => new Uint8Array(64),
    "a million octets": () => new Uint8Array(1e6).fill(1),
    "an empty sequence": () => Uint8Array.of(0x30, 0),
  };
  for (const [what, give] of Object.entries(rubbish)) {
    test(`gives ${what}`, () => fails(failing(give)));
  }

  const changed = (change) => (tbs) => change(Uint8Array.from(right.sign(tbs)));
  const wrong = {
    "a signature with another bit": changed((value) => {
      value[value.length - 1] ^= 1;
      return value;
    }),
    "a signature cut short": changed((value) => value.subarray(0, -1)),
    "a signature with an octet more": changed((value) => Uint8Array.of(...value, 0)),
    "a signature over something else": () => right.sign(Buffer.from("something else")),
    "a signature with another hash": (tbs) => sign("sha384", tbs, privateKeyPEM("p-256")),
    "a signature as WebCrypto has it": (tbs) =>
      sign("sha256", tbs, { key: privateKeyPEM("p-256"), dsaEncoding: "ieee-p1363" }),
    "a signature of another key": (tbs) => sign("sha256", tbs, privateKeyPEM("p-256-other")),
    "a signature of another kind of key": (tbs) => sign("sha256", tbs, privateKeyPEM("rsa-2048")),
  };
  for (const [what, give] of Object.entries(wrong)) {
    test(`gives ${what}`, () => fails(failing(give)));
  }

  test("says an algorithm that it does not use", async () => {
    for (const algorithm of /** @type {const} */ ([
      "RSA-SHA256",
      "RSA-PSS-SHA256",
      "ECDSA-SHA384",
      "DSA-SHA256",
      "Ed25519",
    ])) {
      await fails({ algorithm, sign: (tbs) => right.sign(tbs) });
    }
  });

  test("hangs until it is aborted", async () => {
    const controller = new AbortController();
    const hanging = failing(
      () =>
        new Promise((_, reject) => {
          controller.signal.addEventListener("abort", () => reject(controller.signal.reason));
        }),
    );
    const builder = answer("p-256");
    let settled = false;
    const promise = builder.signAsync(hanging).finally(() => {
      settled = true;
    });
    // Meanwhile everything else goes on.
    await assertUsable(builder);
    await assertUsable(question("p-256"));
    assert.equal(settled, false);
    controller.abort(error);
    await assert.rejects(promise, signerError(error));
    await assertUsable(builder);
  });

  test("a CryptoKey whose sign() fails", async () => {
    const { sign: original } = webcrypto.subtle;
    const key = await importKey("p-256", { name: "ECDSA", namedCurve: "P-256" });
    try {
      for (const fake of [
        () => {
          throw error;
        },
        async () => {
          throw error;
        },
        async () => new ArrayBuffer(0),
        async () => new ArrayBuffer(63),
        async () => new ArrayBuffer(64),
        async () => undefined,
      ]) {
        webcrypto.subtle.sign = /** @type {any} */ (fake);
        for (const builder of [answer("p-256"), question("p-256")]) {
          await assert.rejects(builder.signAsync(key), signerError());
        }
      }
    } finally {
      webcrypto.subtle.sign = original;
    }
    assert.equal((await answer("p-256").signAsync(key)).isSignedBy(certificatePEM("p-256")), true);
  });

  test("a CryptoKey or a signer of another key", async () => {
    const other = await importKey("p-256-other", { name: "ECDSA", namedCurve: "P-256" });
    await assert.rejects(
      answer("p-256").signAsync(other),
      (problem) => problem instanceof OCSPError && /^ERR_(SIGNER|KEY_MISMATCH)$/.test(problem.code),
    );
    const rsa = await importKey("rsa-2048", { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" });
    await assert.rejects(
      answer("p-256").signAsync(rsa),
      (problem) => problem instanceof OCSPError && /^ERR_(SIGNER|KEY_MISMATCH)$/.test(problem.code),
    );
    await assertUsable(answer("p-256"));
  });

  test("a KeyObject that node:crypto cannot use so", async () => {
    // OpenSSL refuses what the parameters of the key forbid.
    const object = createPrivateKey(privateKeyPEM("rsa-pss-sha256"));
    assert.throws(() => answer("rsa-pss-sha256").sign(object, "SHA-512"), OCSPError);
    assert.equal(answer("rsa-pss-sha256").sign(object, "SHA-256").isSignedBy(certificatePEM("rsa-pss-sha256")), true);
  });
});

describe("many at once", () => {
  test("concurrent calls do not disturb each other", async () => {
    /** Ends in an order of its own. @param {number} i */
    const delayed = (i) => (value) => new Promise((resolve) => setTimeout(() => resolve(value), (i * 7) % 13));
    const names = /** @type {KeyName[]} */ (["p-256", "rsa-2048", "p-384", "ed25519", "dsa-2048", "rsa-pss"]);
    const algorithms = ["ECDSA-SHA256", "RSA-SHA256", "ECDSA-SHA384", "Ed25519", "DSA-SHA256", "RSA-PSS-SHA256"];
    const all = await Promise.allSettled(
      Array.from({ length: 60 }, (_, i) => {
        const name = names[i % names.length];
        const signer = external(name, algorithms[i % names.length], delayed(i));
        if (i % 10 === 9) {
          return answer(name).signAsync({ ...signer, sign: () => Promise.reject(new Error("one of ten")) });
        }
        return new OCSPResponseBuilder()
          .addResponseByHash({ ...ENTRY, certID: { ...ENTRY.certID, serialNumber: BigInt(i + 1) } })
          .responderId("hash", certificatePEM(name))
          .producedAt(THIS_UPDATE)
          .signAsync(signer);
      }),
    );
    for (const [i, result] of all.entries()) {
      const name = names[i % names.length];
      if (i % 10 === 9) {
        assert.equal(result.status, "rejected");
        assert.equal(result.reason.code, "ERR_SIGNER");
        continue;
      }
      assert.ok(result.status === "fulfilled", /** @type {any} */ (result).reason?.stack);
      assert.equal(result.value.serialNumber, BigInt(i + 1));
      assert.equal(result.value.isSignedBy(certificatePEM(name)), true);
      assert.equal(result.value.signatureAlgorithm.name, algorithms[i % names.length]);
    }
  });

  test("one builder, signed by many", async () => {
    const builder = new OCSPResponseBuilder()
      .addResponseByHash(ENTRY)
      .responderId("name", certificatePEM("p-256"))
      .producedAt(THIS_UPDATE);
    const signed = await Promise.all(
      Array.from({ length: 10 }, () =>
        builder.signAsync(external("p-256", "ECDSA-SHA256", (value) => Promise.resolve(value))),
      ),
    );
    for (const response of signed) {
      assert.equal(response.isSignedBy(certificatePEM("p-256")), true);
    }
    assert.equal(new Set(signed.map(({ tbsResponseBytes }) => hex(tbsResponseBytes))).size, 1);
  });

  test("a signer that calls the library itself", async () => {
    const signer = {
      algorithm: /** @type {const} */ ("ECDSA-SHA256"),
      sign(tbs) {
        answer("rsa-2048").sign(privateKeyPEM("rsa-2048"), "SHA-256");
        OCSPResponse.fromDER(answer("p-384").sign(privateKeyPEM("p-384"), "SHA-384").toDER());
        return sign("sha256", tbs, privateKeyPEM("p-256"));
      },
    };
    assert.equal((await answer("p-256").signAsync(signer)).isSignedBy(certificatePEM("p-256")), true);
  });
});

describe("a large response", () => {
  test("is signed and verified like a small one", () => {
    const entries = Array.from({ length: 20_000 }, (_, i) => ({
      ...ENTRY,
      certID: { ...ENTRY.certID, serialNumber: BigInt(i + 1) },
    }));
    const builder = new OCSPResponseBuilder()
      .addResponses(entries)
      .responderId("name", certificatePEM("p-256"))
      .certificates([certificatePEM("p-256")]);
    const response = builder.sign(privateKeyPEM("p-256"), "SHA-256");
    assert.ok(response.toDER().length > 1e6);
    assert.equal(response.isSignedBy(certificatePEM("p-256")), true);
    assert.ok(nodeVerifies("ECDSA-SHA256", response.tbsResponseBytes, response.signature, "p-256"));
  });
});

test("what Python's cryptography judges is told from what is wrong", { skip: withoutPython }, async () => {
  const { tbsResponseBytes, signature } = answer("p-256").sign(privateKeyPEM("p-256"), "SHA-256");
  assert.equal(await pythonVerifies("ECDSA-SHA256", tbsResponseBytes, signature, "p-256"), true);
  assert.equal(await pythonVerifies("ECDSA-SHA384", tbsResponseBytes, signature, "p-256"), false);
  assert.equal(await pythonVerifies("ECDSA-SHA256", tbsResponseBytes.slice(1), signature, "p-256"), false);
  assert.equal(await pythonVerifies("ECDSA-SHA256", tbsResponseBytes, signature, "p-256-other"), false);
});
