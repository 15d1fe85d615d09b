// Keys and signatures that the core leaves to node:crypto, in forms that node:crypto takes and RFC 5480, RFC 8017 and
// X.690 do not: each is refused, and none of them reaches node:crypto. What is right does, which shows that the spy
// sees it.

import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, mock, test } from "node:test";
import { children, descend, integer, join, nullValue, octetString, oid, sequence, tlv } from "../support/der.js";
import { openssl, privateKeyFile, privateKeyPEM, publicKeyDER } from "../support/openssl.js";
import { pssParameters, RSASSA_PSS } from "../support/signature-algorithms.js";

/** @typedef {import("../support/openssl.js").KeyName} KeyName */

const host = process.getBuiltinModule("node:crypto");
const spies = [mock.method(host, "verify"), mock.method(host, "createPublicKey")];
const { OCSPError } = await import("../../bindings/index.js");
const { verifySignature } = await import("../../bindings/keys/signature-check.js");
const { OwnedBytes } = await import("../../bindings/lib/bytes.js");

const DATA = new Uint8Array(Buffer.from("tbsResponseData"));
const owned = (part) => new OwnedBytes(join(part).bytes);

/** What is said (true, false or a code), and how often node:crypto was asked. */
function judged(algorithm, spki, signature) {
  const before = spies.map(({ mock }) => mock.callCount());
  let said;
  try {
    said = verifySignature({
      algorithm: owned(algorithm),
      spki: owned(spki),
      data: new OwnedBytes(DATA),
      signature: owned(new Uint8Array(signature)),
    });
  } catch (error) {
    assert.ok(error instanceof OCSPError, String(error?.stack));
    said = error.code;
  }
  return { said, asked: spies.some(({ mock }, i) => mock.callCount() > before[i]) };
}

const GOOD = { said: true, asked: true };
const refused = (said) => ({ said, asked: false });

const identifier = (dotted, ...parameters) => sequence(oid(dotted), ...parameters);
/** An EC key, its parameters and its point. @param {Uint8Array} spki */
function taken(spki) {
  const [algorithm, bits] = children(spki);
  const [, parameters] = children(spki, algorithm);
  return { parameters: parameters.element, point: bits.contents.slice(1) };
}
const EC = "1.2.840.10045.2.1";
const ecKey = (parameters, point, unused = "00") => sequence(identifier(EC, parameters), tlv(0x03, unused, point));

/** By key: its OpenSSL name, its hash and the AlgorithmIdentifier. */
const CURVES = /** @type {const} */ ({
  "brainpool-256": ["brainpoolP256r1", "sha256", "1.2.840.10045.4.3.2"],
  "brainpool-384": ["brainpoolP384r1", "sha384", "1.2.840.10045.4.3.3"],
  "brainpool-512": ["brainpoolP512r1", "sha512", "1.2.840.10045.4.3.4"],
  secp256k1: ["secp256k1", "sha256", "1.2.840.10045.4.3.2"],
  "p-256": ["prime256v1", "sha3-256", "2.16.840.1.101.3.4.3.10"],
});

for (const [name, [curve, hash, dotted]] of Object.entries(CURVES)) {
  describe(`${curve} with ${hash}`, () => {
    const algorithm = identifier(dotted);
    const pem = privateKeyPEM(/** @type {KeyName} */ (name));
    const spki = publicKeyDER(/** @type {KeyName} */ (name));
    const signature = new Uint8Array(sign(hash, DATA, pem));
    const { parameters, point } = taken(spki);
    const octets = (point.length - 1) / 2;

    test("as it should be", () => {
      assert.deepEqual(judged(algorithm, spki, signature), GOOD);
      assert.deepEqual(judged(algorithm, ecKey(parameters, point), signature), GOOD);
    });

    test("a signature of something else, or by another key", () => {
      for (const twin of [
        sign(hash, Buffer.from("something else"), pem),
        sign(hash, DATA, openssl(["genpkey", "-algorithm", "EC", "-pkeyopt", `ec_paramgen_curve:${curve}`]).toString()),
      ]) {
        assert.equal(judged(algorithm, spki, twin).said, false);
      }
    });

    test("forms of a key", () => {
      const written = (...how) =>
        new Uint8Array(
          openssl(["ec", "-in", privateKeyFile(/** @type {KeyName} */ (name)), ...how, "-pubout", "-outform", "DER"]),
        );
      const explicit = written("-param_enc", "explicit");
      /** @type {Record<string, import("../support/der.js").Part>} */
      const twins = {
        "a compressed point": written("-conv_form", "compressed"),
        "a hybrid point": written("-conv_form", "hybrid"),
        "the point at infinity": ecKey(parameters, "00"),
        "explicit parameters": explicit,
        "parameters that are NULL": ecKey(nullValue(), point),
        "no parameters": ecKey([], point),
        "an octet after the key": [spki, "00"],
        "something more in the key": sequence(identifier(EC, parameters), tlv(0x03, "00", point), nullValue()),
        "something more in its algorithm": sequence(identifier(EC, parameters, nullValue()), tlv(0x03, "00", point)),
        "unused bits": ecKey(parameters, point, "01"),
        "an octet more in the point": ecKey(parameters, [point, "00"]),
        "an octet less in the point": ecKey(parameters, point.subarray(0, -1)),
        "the coordinates alone": ecKey(parameters, point.subarray(1)),
        "an indefinite length": ["3080", identifier(EC, parameters), tlv(0x03, "00", point), "0000"],
      };
      const takenByHost = Object.keys(twins).filter((what) => {
        try {
          const key = createPublicKey({ key: Buffer.from(join(twins[what]).bytes), format: "der", type: "spki" });
          return verify(hash, DATA, key, signature);
        } catch {
          return false;
        }
      });
      /* Otherwise the others would not be worth a test. */
      assert.ok(takenByHost.length >= 3, takenByHost.join());
      for (const [what, twin] of Object.entries(twins)) {
        assert.deepEqual(judged(algorithm, twin, signature), refused("ERR_UNSUPPORTED_KEY"), what);
      }
    });

    test("a point that is not on the curve, or on another of this size", () => {
      const off = point.slice();
      off[off.length - 1] ^= 1;
      const beyond = join("04", "ff".repeat(2 * octets));
      for (const twin of [ecKey(parameters, off), ecKey(parameters, beyond)]) {
        assert.equal(judged(algorithm, twin, signature).said, false);
      }
      const others = { 32: "secp256k1", 48: "brainpool-384", 64: "brainpool-512" };
      const other = taken(
        publicKeyDER(/** @type {KeyName} */ (name === "secp256k1" ? "brainpool-256" : others[octets])),
      );
      if (!Buffer.from(other.parameters).equals(Buffer.from(parameters))) {
        assert.equal(judged(algorithm, ecKey(other.parameters, point), signature).said, false);
      }
    });

    test("parameters of the algorithm", () => {
      for (const extra of [sequence(), octetString(), parameters, "050100"]) {
        assert.deepEqual(
          judged(identifier(dotted, extra), spki, signature),
          refused("ERR_UNSUPPORTED_ALGORITHM"),
          Buffer.from(join(extra).bytes).toString("hex"),
        );
      }
      assert.deepEqual(judged([algorithm, "00"], spki, signature), refused("ERR_UNSUPPORTED_ALGORITHM"));
    });

    test("forms of a signature", () => {
      const [r, s] = children(signature).map(({ element }) => new Uint8Array(element));
      const padded = (element) => tlv(0x02, "00", element.subarray(2));
      const twins = {
        nothing: new Uint8Array(),
        "an octet after it": join(signature, "00").bytes,
        "something more in it": sequence(r, s, nullValue()).bytes,
        "r alone": sequence(r).bytes,
        "r with an octet more": sequence(padded(r), s).bytes,
        "s with an octet more": sequence(r, padded(s)).bytes,
        "an indefinite length": join("3080", r, s, "0000").bytes,
        "a long length": join("3081", Uint8Array.of(r.length + s.length), r, s).bytes,
        "a set": tlv(0x31, r, s).bytes,
        "r and s as octets": new Uint8Array(sign(hash, DATA, { key: pem, dsaEncoding: "ieee-p1363" })),
      };
      /* Lengths over 127 have the long form anyway. */
      const shown = r.length + s.length < 128 ? twins : { ...twins, "a long length": twins.nothing };
      for (const [what, twin] of Object.entries(shown)) {
        assert.deepEqual(judged(algorithm, spki, twin), refused(false), what);
      }
      for (const [what, twin] of Object.entries({
        "r = 0": sequence(integer(0), s).bytes,
        "s = 0": sequence(r, integer(0)).bytes,
        "r negative": sequence("0201ff", s).bytes,
        "s of 2^(8n) - 1": sequence(r, tlv(0x02, "00", "ff".repeat(octets))).bytes,
        "r and s exchanged": sequence(s, r).bytes,
      })) {
        assert.equal(judged(algorithm, spki, twin).said, false, what);
      }
    });
  });
}

const RSA = "1.2.840.113549.1.1.1";
const rsaKey = (numbers, parameters = nullValue()) => sequence(identifier(RSA, parameters), tlv(0x03, "00", numbers));

/** Beyond what the core computes: with SHA-3, and of 16384 bits. */
const RSA_KINDS = {
  "RSA-2048 with sha3-256": () => {
    const pem = privateKeyPEM("rsa-2048");
    return {
      algorithm: "2.16.840.1.101.3.4.3.14",
      spki: publicKeyDER("rsa-2048"),
      signature: new Uint8Array(sign("sha3-256", DATA, pem)),
    };
  },
  "RSA-8192 with sha3-512": () => {
    const key = createPrivateKey(readFileSync(new URL("../support/stored/rsa-8192.pem", import.meta.url), "latin1"));
    return {
      algorithm: "2.16.840.1.101.3.4.3.16",
      spki: new Uint8Array(createPublicKey(/** @type {any} */ (key)).export({ format: "der", type: "spki" })),
      signature: new Uint8Array(sign("sha3-512", DATA, key)),
    };
  },
};

for (const [title, make] of Object.entries(RSA_KINDS)) {
  describe(title, () => {
    const { algorithm: dotted, spki, signature } = make();
    const algorithm = identifier(dotted, nullValue());
    const [modulus, exponent] = children(new Uint8Array(descend(spki, 1).contents.subarray(1)));
    const [n, e] = [modulus.element, exponent.element];

    test("as it should be", () => {
      assert.deepEqual(judged(algorithm, spki, signature), GOOD);
      assert.deepEqual(judged(algorithm, rsaKey(sequence(n, e)), signature), GOOD);
    });

    test("forms of a key", () => {
      const negative = tlv(0x02, modulus.contents.subarray(1));
      for (const [what, twin] of Object.entries({
        "a negative modulus": rsaKey(sequence(negative, e)),
        "a modulus with an octet more": rsaKey(sequence(tlv(0x02, "00", modulus.contents), e)),
        "an even modulus": rsaKey(sequence(tlv(0x02, modulus.contents.subarray(0, -1), "00"), e)),
        "a negative exponent": rsaKey(sequence(n, "0203fefff9")),
        "an exponent of 1": rsaKey(sequence(n, integer(1))),
        "an even exponent": rsaKey(sequence(n, integer(65536))),
        "something more in the numbers": rsaKey(sequence(n, e, integer(1))),
        "an octet after the numbers": rsaKey([sequence(n, e), "00"]),
        "an octet after the key": [spki, "00"],
        "parameters that are a sequence": rsaKey(sequence(n, e), sequence()),
        "parameters that are an object identifier": rsaKey(sequence(n, e), oid(RSA)),
        "unused bits": sequence(identifier(RSA, nullValue()), tlv(0x03, "01", sequence(n, e))),
      })) {
        assert.deepEqual(judged(algorithm, twin, signature), refused("ERR_UNSUPPORTED_KEY"), what);
      }
    });

    test("parameters of the algorithm", () => {
      for (const extra of [sequence(), octetString(), "050100", integer(0)]) {
        assert.deepEqual(
          judged(identifier(dotted, extra), spki, signature),
          refused("ERR_UNSUPPORTED_ALGORITHM"),
          Buffer.from(join(extra).bytes).toString("hex"),
        );
      }
    });

    test("the length of a signature", () => {
      for (const twin of [
        signature.subarray(1),
        join("00", signature).bytes,
        join(signature, "00").bytes,
        new Uint8Array(),
      ]) {
        assert.deepEqual(judged(algorithm, spki, twin), refused(false));
      }
    });

    test("a signature of another hash or padding", () => {
      const changed = signature.slice();
      changed[changed.length - 1] ^= 1;
      assert.equal(judged(algorithm, spki, changed).said, false);
      assert.equal(judged(identifier("2.16.840.1.101.3.4.3.15", nullValue()), spki, signature).said, false);
      assert.equal(judged(identifier("1.2.840.113549.1.1.11", nullValue()), spki, signature).said, false);
    });
  });
}

describe("RSASSA-PSS", () => {
  const spki = publicKeyDER("rsa-2048");
  const { RSA_PKCS1_PSS_PADDING } = host.constants;
  const salted = (saltLength, digest = "sha256") =>
    sign(digest, DATA, { key: privateKeyPEM("rsa-2048"), padding: RSA_PKCS1_PSS_PADDING, saltLength });
  const algorithm = (saltLength, hash = "SHA-256") => identifier(RSASSA_PSS, pssParameters({ hash, saltLength }));

  test("node:crypto is told which salt there has to be", () => {
    for (const saltLength of [0, 1, 20, 32, 222]) {
      assert.equal(judged(algorithm(saltLength), spki, salted(saltLength)).said, true);
      for (const other of [0, 1, 20, 32, 222]) {
        assert.equal(judged(algorithm(saltLength), spki, salted(other)).said, other === saltLength, `${other}`);
      }
    }
  });

  test("a salt for which there is no room", () => {
    assert.deepEqual(judged(algorithm(223), spki, salted(32)), refused(false));
  });
});

for (const [name, dotted, octets] of /** @type {const} */ ([
  ["ed25519", "1.3.101.112", 32],
  ["ed448", "1.3.101.113", 57],
])) {
  test(name, () => {
    const spki = publicKeyDER(name);
    const signature = new Uint8Array(sign(null, DATA, privateKeyPEM(name)));
    const key = spki.subarray(-octets);
    const as = (...parts) => sequence(identifier(dotted), tlv(0x03, ...parts));
    assert.deepEqual(judged(identifier(dotted), spki, signature), GOOD);
    for (const twin of [
      [spki, "00"],
      as("00", key, "00"),
      as("00", key.subarray(1)),
      as("01", key),
      sequence(identifier(dotted, nullValue()), tlv(0x03, "00", key)),
    ]) {
      assert.deepEqual(judged(identifier(dotted), twin, signature), refused("ERR_UNSUPPORTED_KEY"));
    }
    assert.deepEqual(judged(identifier(dotted, nullValue()), spki, signature), refused("ERR_UNSUPPORTED_ALGORITHM"));
    const changed = (at, bit) => signature.map((octet, i) => (i === at ? octet ^ bit : octet));
    /* RFC 8032 5.2.2: of the last octet of R only the sign is used; some hosts do not look at the rest. */
    const inOctetOfSign = name === "ed448" ? [0x01, 0x02, 0x40].map((bit) => changed(56, bit)) : [];
    for (const twin of [signature.subarray(1), join(signature, "00").bytes, ...inOctetOfSign]) {
      assert.deepEqual(judged(identifier(dotted), spki, twin), refused(false));
    }
  });
}
