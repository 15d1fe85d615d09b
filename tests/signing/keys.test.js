// PrivateKey: every form that OpenSSL writes is read, says its public half and nothing else; whatever else is given is
// refused by its code.

import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, createSecretKey, webcrypto } from "node:crypto";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { Certificate, OCSPError, PrivateKey } from "../../bindings/index.js";
import { answer } from "../support/answers.js";
import {
  children,
  context,
  contextPrimitive,
  descend,
  integer,
  nullValue,
  octetString,
  oid,
  readElement,
  sequence,
  set,
  utf8String,
} from "../support/der.js";
import { certificatePEM, derOf, openssl, privateKeyFile, privateKeyPEM, publicKeyDER } from "../support/openssl.js";
import { printSeed, Random } from "../support/random.js";
import { secretParts, secretsInText } from "../support/secrets.js";

/** @typedef {import("../support/openssl.js").KeyName} KeyName */

const hex = (octets) => Buffer.from(octets).toString("hex");

const RSA = "1.2.840.113549.1.1.1",
  RSASSA_PSS = "1.2.840.113549.1.1.10",
  EC = "1.2.840.10045.2.1",
  DSA = "1.2.840.10040.4.1";
const ED25519 = "1.3.101.112",
  ED448 = "1.3.101.113",
  P256 = "1.2.840.10045.3.1.7";

/**
 * By the key's name: algorithm, oid, curve, bits.
 * @type {Partial<Record<KeyName, readonly [string, string, string | null, number]>>}
 */
const SUPPORTED = {
  "rsa-1024": ["RSA", RSA, null, 1024],
  "rsa-1025": ["RSA", RSA, null, 1025],
  "rsa-2048": ["RSA", RSA, null, 2048],
  "rsa-3072": ["RSA", RSA, null, 3072],
  "rsa-4096": ["RSA", RSA, null, 4096],
  "rsa-2048-e3": ["RSA", RSA, null, 2048],
  "rsa-pss": ["RSA", RSASSA_PSS, null, 2048],
  "rsa-pss-sha256": ["RSA", RSASSA_PSS, null, 2048],
  "p-256": ["EC", EC, "P-256", 256],
  "p-384": ["EC", EC, "P-384", 384],
  "p-521": ["EC", EC, "P-521", 521],
  "dsa-1024": ["DSA", DSA, null, 1024],
  "dsa-2048-224": ["DSA", DSA, null, 2048],
  "dsa-2048": ["DSA", DSA, null, 2048],
  "dsa-3072": ["DSA", DSA, null, 3072],
  ed25519: ["Ed25519", ED25519, null, 256],
  ed448: ["Ed448", ED448, null, 456],
};
const names = /** @type {KeyName[]} */ (Object.keys(SUPPORTED));

const pem = (label, der) =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString("base64").replaceAll(/.{64}/g, "$&\n")}\n-----END ${label}-----\n`;
const der = (...args) => new Uint8Array(openssl([...args, "-outform", "DER"]));

/** The contents of PrivateKeyInfo's privateKey. */
const innerKey = (pkcs8) => new Uint8Array(descend(pkcs8, 2).contents);

/** By name, what can be given for a key. @param {KeyName} name @returns {Record<string, any>} */
function formsOf(name) {
  const file = privateKeyFile(name);
  const pkcs8 = derOf(privateKeyPEM(name));
  const [algorithm] = SUPPORTED[name] ?? [];
  const text = openssl(["pkey", "-in", file, "-text"]).toString();
  assert.ok(text.includes("Private-Key"));
  /** @type {Record<string, any>} */
  const forms = {
    "PKCS#8, PEM": privateKeyPEM(name),
    "PKCS#8, PEM with CRLF": privateKeyPEM(name).replaceAll("\n", "\r\n"),
    "PKCS#8, PEM, indented": privateKeyPEM(name).replaceAll(/^/gm, "    "),
    "PKCS#8, PEM among text": text,
    "PKCS#8, PEM after bag attributes": `Bag Attributes\n    friendlyName: responder\nKey Attributes: <No Attributes>\n${privateKeyPEM(name)}`,
    "PKCS#8, PEM after a public key": pem("PUBLIC KEY", publicKeyDER(name)) + privateKeyPEM(name),
    "PKCS#8, DER": pkcs8,
    "PKCS#8, ArrayBuffer": pkcs8.buffer.slice(pkcs8.byteOffset, pkcs8.byteOffset + pkcs8.length),
    "PKCS#8, Buffer": Buffer.from(pkcs8),
    "PKCS#8, DataView": new DataView(pkcs8.buffer, pkcs8.byteOffset, pkcs8.length),
    "PKCS#8 with attributes": sequence(
      children(pkcs8).map(({ element }) => element),
      context(0, sequence(oid("1.2.840.113549.1.9.20"), set(utf8String("responder")))),
    ).bytes,
    KeyObject: createPrivateKey(privateKeyPEM(name)),
  };
  if (algorithm === "RSA" || algorithm === "DSA" || algorithm === "EC") {
    // A traditional RSA key cannot say id-RSASSA-PSS.
    if (SUPPORTED[name]?.[1] !== RSASSA_PSS) {
      forms["traditional, PEM"] = openssl(["pkey", "-in", file, "-traditional"]).toString();
      forms["traditional, DER"] = der("pkey", "-in", file, "-traditional");
      assert.match(forms["traditional, PEM"], new RegExp(`^-----BEGIN ${algorithm} PRIVATE KEY-----`));
    }
  }
  if (algorithm === "EC") {
    const parameters = openssl(["ec", "-in", file, "-param_out"]).toString();
    const curve = descend(pkcs8, 1, 1).element;
    const scalar = descend(innerKey(pkcs8), 1).element;
    assert.match(parameters, /BEGIN EC PARAMETERS/);
    forms["EC PARAMETERS before SEC 1"] = pem("EC PARAMETERS", curve) + forms["traditional, PEM"];
    forms["SEC 1 without the public key"] = der("ec", "-in", file, "-no_public");
    forms["SEC 1 without the public key, PEM"] = openssl(["ec", "-in", file, "-no_public"]).toString();
    const info = (...key) => sequence(integer(0), sequence(oid(EC), curve), octetString(sequence(...key))).bytes;
    forms["PKCS#8 without the public key"] = info(integer(1), scalar);
    forms["PKCS#8, parameters inside too"] = info(integer(1), scalar, context(0, curve));
  }
  if (algorithm === "Ed25519" || algorithm === "Ed448") {
    const [, identifier, key] = children(pkcs8).map(({ element }) => element);
    const bits = publicKeyDER(name).slice(-innerKey(pkcs8).length + 2);
    // RFC 5958: v2 has the public key, [1] IMPLICIT BIT STRING.
    forms["OneAsymmetricKey v2"] = sequence(integer(1), identifier, key, contextPrimitive(1, "00", bits)).bytes;
    forms["OneAsymmetricKey v2, PEM"] = pem("PRIVATE KEY", forms["OneAsymmetricKey v2"]);
    forms["OneAsymmetricKey v2 with attributes"] = sequence(
      integer(1),
      identifier,
      key,
      context(0, sequence(oid("1.2.840.113549.1.9.20"), set(utf8String("responder")))),
      contextPrimitive(1, "00", bits),
    ).bytes;
  }
  return forms;
}

const says = ({ algorithm, oid: dotted, curve, bits }) => [algorithm, dotted, curve, bits];

/** @param {any} input @returns {PrivateKey | OCSPError} */
function readOrRefusal(input) {
  try {
    return PrivateKey.from(input);
  } catch (error) {
    if (error instanceof OCSPError) {
      return error;
    }
    throw error;
  }
}

const refuses = (input, code, message = /./) =>
  assert.throws(
    () => PrivateKey.from(input),
    (/** @type {any} */ error) => {
      assert.ok(error instanceof OCSPError, String(error?.stack));
      assert.match(error.code, code instanceof RegExp ? code : new RegExp(`^${code}$`), error.message);
      assert.match(error.message, message);
      return true;
    },
  );

describe("every form is read, with the public half that OpenSSL derives", () => {
  for (const name of names) {
    test(name, () => {
      for (const [form, input] of Object.entries(formsOf(name))) {
        const key = PrivateKey.from(input);
        assert.ok(key instanceof PrivateKey);
        assert.deepEqual(says(key.publicKey), SUPPORTED[name], form);
        assert.equal(hex(key.publicKey.spki), hex(publicKeyDER(name)), form);
      }
    });
  }

  test("OpenSSL's ecparam and dsaparam", () => {
    for (const curve of ["prime256v1", "secp384r1", "secp521r1"]) {
      const text = openssl(["ecparam", "-name", curve, "-genkey"]).toString();
      assert.match(text, /^-----BEGIN EC PARAMETERS-----[^]*-----BEGIN EC PRIVATE KEY-----/);
      assert.equal(hex(PrivateKey.from(text).publicKey.spki), hex(openssl(["ec", "-pubout", "-outform", "DER"], text)));
    }
    const text = openssl(["dsaparam", "-genkey", "2048"]).toString();
    assert.equal(hex(PrivateKey.from(text).publicKey.spki), hex(openssl(["dsa", "-pubout", "-outform", "DER"], text)));
  });

  test("the key is read before the caller can change it, and not at all from what the caller changes later", () => {
    const bytes = derOf(privateKeyPEM("p-256"));
    const key = PrivateKey.from(bytes);
    bytes.fill(0);
    assert.equal(hex(key.publicKey.spki), hex(publicKeyDER("p-256")));
    key.publicKey.spki.fill(0);
    assert.equal(hex(key.publicKey.spki), hex(publicKeyDER("p-256")));
    assert.equal(PrivateKey.from(key), key);
  });

  test("no constructor, nothing to change", () => {
    assert.throws(() => new /** @type {any} */ (PrivateKey)(), OCSPError);
    const key = /** @type {any} */ (PrivateKey.from(privateKeyPEM("p-256")));
    assert.throws(() => {
      key.publicKey = null;
    }, TypeError);
    assert.equal(Object.prototype.toString.call(key), "[object PrivateKey]");
  });
});

describe("an encrypted key is refused as such", () => {
  const password = ["-passout", "pass:correct horse"];
  for (const name of /** @type {KeyName[]} */ (["rsa-2048", "p-256", "dsa-2048", "ed25519"])) {
    test(name, () => {
      const file = privateKeyFile(name);
      const pkcs8 = ["pkcs8", "-topk8", "-v2", "aes-256-cbc", "-in", file, ...password];
      refuses(openssl(pkcs8).toString(), "ERR_KEY_ENCRYPTED", /encrypted/);
      refuses(der(...pkcs8), "ERR_KEY_ENCRYPTED", /encrypted/);
      refuses(
        der("pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES", "-in", file, ...password),
        "ERR_KEY_ENCRYPTED",
        /encrypted/,
      );
      if (name !== "ed25519") {
        const traditional = openssl(["pkey", "-in", file, "-traditional", "-aes128", ...password]).toString();
        assert.match(traditional, /Proc-Type: 4,ENCRYPTED/);
        refuses(traditional, "ERR_KEY_ENCRYPTED", /encrypted/);
        refuses(traditional.replaceAll("\n", "\r\n"), "ERR_KEY_ENCRYPTED", /encrypted/);
      }
    });
  }
});

describe("what is not supported is refused by name", () => {
  for (const name of /** @type {KeyName[]} */ (["p-224", "x25519", "x448", "rsa-512"])) {
    test(name, () => {
      refuses(privateKeyPEM(name), "ERR_UNSUPPORTED_KEY");
      refuses(derOf(privateKeyPEM(name)), "ERR_UNSUPPORTED_KEY");
      refuses(createPrivateKey(privateKeyPEM(name)), "ERR_UNSUPPORTED_KEY", /^input: /);
      if (!name.startsWith("x")) {
        refuses(openssl(["pkey", "-in", privateKeyFile(name), "-traditional"]).toString(), "ERR_UNSUPPORTED_KEY");
      }
    });
  }

  // The core reads no such key, and says what to do; node:crypto signs with it.
  for (const name of /** @type {KeyName[]} */ (["secp256k1", "brainpool-256", "rsa-4104"])) {
    test(`${name}, unless it is a KeyObject`, () => {
      const asked = /as a KeyObject of node:crypto/;
      refuses(privateKeyPEM(name), "ERR_UNSUPPORTED_KEY", asked);
      refuses(derOf(privateKeyPEM(name)), "ERR_UNSUPPORTED_KEY", asked);
      refuses(openssl(["pkey", "-in", privateKeyFile(name), "-traditional"]).toString(), "ERR_UNSUPPORTED_KEY", asked);
      const { publicKey } = PrivateKey.from(createPrivateKey(privateKeyPEM(name)));
      assert.deepEqual(Buffer.from(publicKey.spki), Buffer.from(publicKeyDER(name)));
    });
  }

  test("RSA of 8192 bits", () => {
    const prime = 2n ** 4095n + 1n;
    const numbers = [0n, prime ** 2n, 65537n, prime ** 2n - 2n, prime, prime, prime - 2n, prime - 2n, 1n];
    const key = sequence(...numbers.map((number) => integer(number)));
    refuses(key.bytes, "ERR_UNSUPPORTED_KEY");
    refuses(sequence(integer(0), sequence(oid(RSA), nullValue()), octetString(key)).bytes, "ERR_UNSUPPORTED_KEY");
  });

  test("an EC key with explicit parameters", () => {
    refuses(privateKeyPEM("p-256-explicit"), "ERR_UNSUPPORTED_KEY");
    refuses(createPrivateKey(privateKeyPEM("p-256-explicit")), "ERR_UNSUPPORTED_KEY");
    refuses(
      openssl(["pkey", "-in", privateKeyFile("p-256-explicit"), "-traditional"]).toString(),
      "ERR_UNSUPPORTED_KEY",
    );
  });

  test("SEC 1 that does not say its curve", () => {
    const [version, key] = children(innerKey(derOf(privateKeyPEM("p-256")))).map(({ element }) => element);
    refuses(sequence(version, key).bytes, /^ERR_(UNSUPPORTED_KEY|DER_\w+)$/);
  });

  test("an algorithm that nobody knows", () => {
    const key = (algorithm) => sequence(integer(0), algorithm, octetString(octetString("0123456789abcdef"))).bytes;
    refuses(key(sequence(oid("1.2.3.4"))), "ERR_UNSUPPORTED_KEY");
    refuses(key(sequence(oid("1.2.3.4"), nullValue())), "ERR_UNSUPPORTED_KEY");
  });

  test("DSA of other sizes", () => {
    // q has 224 bits: FIPS 186-4 section 4.2 has no such pair.
    const key = openssl(["dsaparam", "-genkey", "1024"]).toString();
    assert.equal(createPrivateKey(key).asymmetricKeyDetails?.divisorLength, 224);
    refuses(key, "ERR_UNSUPPORTED_KEY");
    refuses(createPrivateKey(key), "ERR_UNSUPPORTED_KEY");
  });
});

describe("what is not a private key is refused by its code", () => {
  const publicPEM = () => pem("PUBLIC KEY", publicKeyDER("p-256"));
  const certificate = () => certificatePEM("p-256");

  test("text", () => {
    refuses(publicPEM(), "ERR_PEM", /PRIVATE KEY/);
    refuses(certificate(), "ERR_PEM", /PRIVATE KEY/);
    refuses("", "ERR_PEM");
    refuses("no key at all", "ERR_PEM");
    refuses(privateKeyPEM("p-256").replace(/-----END[^]*/, ""), "ERR_PEM");
    refuses(privateKeyPEM("p-256").replace(/\n[A-Za-z]/, "\n*"), "ERR_PEM");
    refuses(openssl(["rsa", "-in", privateKeyFile("rsa-2048"), "-RSAPublicKey_out"]).toString(), "ERR_PEM");
    refuses(pem("OPENSSH PRIVATE KEY", "openssh-key-v1\0"), "ERR_PEM");
  });

  test("bytes", () => {
    for (const other of [publicKeyDER("p-256"), publicKeyDER("rsa-2048"), derOf(certificate())]) {
      refuses(other, "ERR_UNSUPPORTED_KEY", /not a private key/);
      refuses(pem("PRIVATE KEY", other), "ERR_UNSUPPORTED_KEY", /not a private key/);
    }
    refuses(new Uint8Array(0), "ERR_DER_TRUNCATED");
    refuses(new Uint8Array(64), /^ERR_DER_/);
    refuses(Buffer.from("neither DER nor PEM"), /^ERR_DER_/);
    refuses(Uint8Array.of(...derOf(privateKeyPEM("p-256")), 0), "ERR_DER_TRAILING");
  });

  test("errors about bytes say where", () => {
    const error = readOrRefusal(derOf(privateKeyPEM("p-256")).subarray(0, -1));
    assert.ok(error instanceof OCSPError);
    assert.equal(error.code, "ERR_DER_TRUNCATED");
    assert.equal(error.offset, 0);
    assert.equal(typeof error.path, "string");
  });

  test("other values", async () => {
    const { privateKey: cryptoKey } = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
      "sign",
      "verify",
    ]);
    const values = [
      undefined,
      null,
      0,
      1n,
      true,
      Symbol("key"),
      () => privateKeyPEM("p-256"),
      {},
      [],
      [1, 2, 3],
      new Date(),
      Certificate.fromPEM(certificate()),
      createPublicKey(privateKeyPEM("p-256")),
      createSecretKey(Buffer.alloc(16)),
      cryptoKey,
      { type: "private", export: () => derOf(privateKeyPEM("p-256")) },
      { type: "private", asymmetricKeyType: "ec" },
      { key: privateKeyPEM("p-256") },
      Promise.resolve(privateKeyPEM("p-256")),
    ];
    for (const value of values) {
      refuses(value, "ERR_INVALID_ARGUMENT", /^input: expected a private key/);
    }
    // What calls itself a PrivateKey, and has not its private parts, may come from another copy of the library.
    refuses(
      Object.create(PrivateKey.prototype),
      "ERR_INVALID_ARGUMENT",
      /^input: this PrivateKey belongs to another copy/,
    );
    const detached = new Uint8Array(8);
    structuredClone(detached.buffer, { transfer: [detached.buffer] });
    refuses(detached, /^ERR_INVALID_ARGUMENT$|^ERR_DER_TRUNCATED$/);
  });

  test("numbers that no key has", () => {
    const order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    const key = (scalar) => sequence(integer(1), octetString(scalar), context(0, oid(P256))).bytes;
    assert.ok(readOrRefusal(key("00".repeat(31) + "01")) instanceof PrivateKey);
    for (const scalar of ["00".repeat(32), order, "ff".repeat(32), ""]) {
      refuses(key(scalar), /^ERR_/);
    }
    const dsa = children(openssl(["pkey", "-in", privateKeyFile("dsa-2048"), "-traditional", "-outform", "DER"])).map(
      ({ element }) => element,
    );
    const q = BigInt(`0x${hex(readElement(dsa[2]).contents)}`);
    for (const x of [0n, q, q + 1n]) {
      refuses(sequence(...dsa.slice(0, 5), integer(x)).bytes, /^ERR_/);
    }
    const rsa = children(openssl(["pkey", "-in", privateKeyFile("rsa-2048"), "-traditional", "-outform", "DER"])).map(
      ({ element }) => element,
    );
    const withNumber = (i, number) => sequence(...rsa.slice(0, i), integer(number), ...rsa.slice(i + 1)).bytes;
    for (const i of [1, 2, 4, 5]) {
      for (const number of [0, 1]) {
        refuses(withNumber(i, number), /^ERR_/);
      }
    }
    // The other numbers are found wrong when what they made is not a signature: it does not get out.
    for (const i of [6, 7, 8]) {
      for (const number of [0, 1]) {
        const key = readOrRefusal(withNumber(i, number));
        if (key instanceof PrivateKey) {
          assert.throws(() => answer("rsa-2048").sign(key, "SHA-256"), OCSPError);
        }
      }
    }
    // RFC 8017 A.1.2: version 1 has more primes.
    refuses(sequence(integer(1), ...rsa.slice(1)).bytes, /^ERR_/);
    refuses(sequence(integer(2), ...rsa.slice(1)).bytes, /^ERR_/);
  });
});

describe("nothing tells the secret", () => {
  /** Whatever an object shows of itself, with its hidden and inherited properties. */
  const texts = (value) => [
    JSON.stringify(value),
    inspect(value),
    inspect(value, { showHidden: true, depth: null, getters: true, maxArrayLength: null, maxStringLength: null }),
    inspect({ nested: [value] }, { depth: 5 }),
    String(value),
    inspect(Object.getOwnPropertyDescriptors(value), { depth: 5 }),
    Reflect.ownKeys(value).map(String).join(),
    JSON.stringify(value.toJSON?.()),
    inspect(structuredClone({ ...value }), { depth: 5 }),
  ];

  test("the search finds what is there", () => {
    const secrets = secretParts(privateKeyPEM("rsa-2048"));
    const { d } = secrets;
    for (const text of [
      hex(d),
      hex(d).toUpperCase().replaceAll(/../g, "$&:"),
      Buffer.from(d).toString("base64"),
      `x${Buffer.from(d).toString("base64url")}`,
      BigInt(`0x${hex(d)}`).toString(),
      inspect(d, { maxArrayLength: null }),
      privateKeyPEM("rsa-2048"),
      hex(d).slice(100, 118),
    ]) {
      assert.notDeepEqual(secretsInText(text, { d }), [], text);
    }
    assert.deepEqual(Object.keys(secrets), ["d", "p", "q", "dp", "dq", "qi"]);
    assert.deepEqual(secretsInText(inspect(publicKeyDER("rsa-2048"), { maxArrayLength: null }), secrets), []);
  });

  for (const name of names) {
    test(name, () => {
      const secrets = secretParts(privateKeyPEM(name));
      assert.ok(Object.values(secrets).every((octets) => octets.length >= 16));
      for (const [form, input] of Object.entries(formsOf(name))) {
        const key = PrivateKey.from(input);
        for (const text of texts(key)) {
          assert.deepEqual(secretsInText(text, secrets), [], form);
        }
        assert.deepEqual(Object.keys(/** @type {any} */ (key.toJSON())), ["publicKey"]);
        assert.ok(inspect(key).includes(String(SUPPORTED[name]?.[0])));
      }
    });

    test(`${name}: errors`, (t) => {
      printSeed(t);
      const random = new Random();
      const secrets = secretParts(privateKeyPEM(name));
      const check = (input) => {
        const error = readOrRefusal(input);
        if (!(error instanceof OCSPError)) {
          return 0;
        }
        for (const text of [
          error.message,
          error.stack ?? "",
          JSON.stringify(error),
          inspect(error, { showHidden: true, depth: null }),
        ]) {
          assert.deepEqual(secretsInText(text, secrets), []);
        }
        return 1;
      };
      const bytes = derOf(privateKeyPEM(name));
      let refused = 0;
      for (let i = 0; i < 20; i++) {
        refused += check(bytes.subarray(0, random.integer(0, bytes.length - 1)));
        const changed = Uint8Array.from(bytes);
        changed[random.integer(0, 20)] ^= 1 << random.integer(0, 7);
        refused += check(changed);
      }
      assert.ok(refused >= 20);
      refused =
        check(privateKeyPEM(name).replaceAll("PRIVATE", "PUBLIC")) +
        check(privateKeyPEM(name).slice(0, -30)) +
        check(privateKeyPEM(name).replace(/\n-----END/, "*$&")) +
        check([privateKeyPEM(name)]) +
        check({ key: privateKeyPEM(name) });
      assert.equal(refused, 5);
    });
  }
});

describe("malformed keys give a PrivateKey or an OCSPError", () => {
  for (const name of /** @type {KeyName[]} */ ([
    "rsa-1024",
    "rsa-pss-sha256",
    "p-256",
    "p-521",
    "dsa-1024",
    "ed25519",
    "ed448",
  ])) {
    test(name, (t) => {
      printSeed(t);
      const random = new Random();
      const counts = { truncated: 0, read: 0, refused: 0 };
      const binary = Object.entries(formsOf(name)).filter(
        ([form, input]) => input instanceof Uint8Array && form !== "PKCS#8, Buffer",
      );
      assert.ok(binary.length >= 2);
      for (const [form, input] of binary) {
        for (let length = 0; length < input.length; length++) {
          assert.ok(readOrRefusal(input.subarray(0, length)) instanceof OCSPError, `${form}, ${length} octets`);
          counts.truncated++;
        }
        for (let at = 0; at < input.length; at++) {
          const changed = Uint8Array.from(input);
          changed[at] ^= 1 << random.integer(0, 7);
          const got = readOrRefusal(changed);
          if (got instanceof PrivateKey) {
            counts.read++;
            assert.equal(got.publicKey.spki[0], 0x30);
            assert.ok(JSON.stringify(got).length > 2);
          } else {
            counts.refused++;
            assert.notEqual(got.code, "ERR_INTERNAL", `${form}, octet ${at}: ${hex(changed)}`);
          }
        }
      }
      t.diagnostic(
        `${counts.truncated} truncated ones refused; of those with one other bit ${counts.read} read, ${counts.refused} refused`,
      );
      assert.ok(counts.refused > 0);
      // Nothing is left behind: the sound key is read as before.
      assert.equal(hex(PrivateKey.from(privateKeyPEM(name)).publicKey.spki), hex(publicKeyDER(name)));
    });
  }

  test("characters of a PEM text changed", (t) => {
    printSeed(t);
    const random = new Random();
    for (const name of /** @type {KeyName[]} */ (["p-256", "ed25519"])) {
      const text = privateKeyPEM(name);
      for (let at = 0; at < text.length; at++) {
        const character = String.fromCharCode(random.integer(9, 126));
        readOrRefusal(text.slice(0, at) + character + text.slice(at + 1));
        readOrRefusal(text.slice(0, at));
      }
    }
  });
});
