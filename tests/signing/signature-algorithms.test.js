// Which signatures are checked at all: every algorithm and key that is not supported is refused by name, although
// node:crypto made the signature well, and so are parameters that contradict the algorithm or the key. A key of another
// kind only does not fit.

import assert from "node:assert/strict";
import { constants, createPrivateKey, getHashes, sign } from "node:crypto";
import { describe, test } from "node:test";
import { Certificate, OCSPError, OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { verifySignature } from "../../bindings/keys/signature-check.js";
import { OwnedBytes } from "../../bindings/lib/bytes.js";
import { certificate as certificateDER, publicKeyInfo } from "../support/certificates.js";
import {
  bitString,
  children,
  context,
  descend,
  integer,
  join,
  nullValue,
  octetString,
  oid,
  sequence,
  tlv,
} from "../support/der.js";
import { response, responseData, singleRequest } from "../support/messages.js";
import { certificatePEM, derOf, openssl, privateKeyFile, privateKeyPEM, publicKeyDER } from "../support/openssl.js";
import { pssParameters, RSASSA_PSS, signatureAlgorithm } from "../support/signature-algorithms.js";

/** @typedef {import("../support/openssl.js").KeyName} KeyName */

const DATA = Buffer.from("tbsResponseData");
const { RSA_PKCS1_PSS_PADDING } = constants;

/** What verifySignature says: true, false or a code. */
function verdict(algorithm, spki, signature, data = DATA) {
  try {
    return verifySignature({
      algorithm: new OwnedBytes(algorithm.bytes),
      spki: new OwnedBytes(spki),
      data: new OwnedBytes(data),
      signature: new OwnedBytes(new Uint8Array(signature)),
    });
  } catch (error) {
    assert.ok(error instanceof OCSPError, String(error?.stack));
    return error.code;
  }
}

/** The same of a response, a request and a certificate that the key's owner signed. @param {KeyName} name */
function verdictsOfMessages(name, algorithm, hash, options = {}) {
  const certificate = Certificate.fromPEM(certificatePEM(name));
  const key = { key: createPrivateKey(privateKeyPEM(name)), ...options };
  const signed = (tbs) => bitString(new Uint8Array(sign(hash, tbs, key)));
  const code = (action) => {
    try {
      return action();
    } catch (error) {
      assert.ok(error instanceof OCSPError, String(error?.stack));
      return error.code;
    }
  };
  const data = responseData();
  const answer = OCSPResponse.fromDER(
    response({ tbsResponseData: data, signatureAlgorithm: algorithm, signature: signed(data.bytes) }).bytes,
  );
  const tbsRequest = sequence(sequence(singleRequest()));
  const question = OCSPRequest.fromDER(
    sequence(tbsRequest, context(0, sequence(algorithm, signed(tbsRequest.bytes)))).bytes,
  );
  // The certificate's own issuer is whom it names.
  const [tbs] = children(certificateDER({ issuer: certificate.subject.der }).bytes).map(({ element }) => element);
  const [version, serialNumber, , ...rest] = children(new Uint8Array(tbs)).map(({ element }) => element);
  const tbsCertificate = sequence(version, serialNumber, algorithm, ...rest);
  const issued = Certificate.fromDER(sequence(tbsCertificate, algorithm, signed(tbsCertificate.bytes)).bytes);
  return [
    code(() => answer.isSignedBy(certificate)),
    code(() => question.isSignedBy(certificate)),
    code(() => issued.isIssuedBy(certificate)),
  ];
}

/** @param {string} dotted @param {import("../support/der.js").Part} parameters */
const identifier = (dotted, parameters = []) => sequence(oid(dotted), parameters);
const all = (value) => [value, value, value];

describe("algorithms", () => {
  /** @type {Record<string, [KeyName, any, string]>} */
  const unsupported = {
    "MD5 with RSA": ["rsa-2048", signatureAlgorithm.rsa("MD5"), "md5"],
    "SHA-512/256 with RSA": ["rsa-2048", signatureAlgorithm.rsa("SHA-512/256"), "sha512-256"],
    "SHA-512/224 with RSA": ["rsa-2048", identifier("1.2.840.113549.1.1.15", nullValue()), "sha512-224"],
    "RIPEMD-160 with RSA": ["rsa-2048", identifier("1.3.36.3.3.1.2", nullValue()), "ripemd160"],
    "SHA3-256 with DSA": ["dsa-2048", identifier("2.16.840.1.101.3.4.3.6"), "sha3-256"],
    "an OID that nobody has": ["p-256", identifier("1.2.3.4.5"), "sha256"],
    "the OID of a key": ["rsa-2048", identifier("1.2.840.113549.1.1.1", nullValue()), "sha256"],
    "the OID of a hash": ["p-256", identifier("2.16.840.1.101.3.4.2.1"), "sha256"],
    "ECDSA that names its hash in parameters": [
      "p-256",
      identifier("1.2.840.10045.4.3", sequence(oid("2.16.840.1.101.3.4.2.1"))),
      "sha256",
    ],
  };
  for (const [title, [name, algorithm, hash]] of Object.entries(unsupported)) {
    const skip = getHashes().some((known) => known.toLowerCase() === hash) ? false : `this OpenSSL has no ${hash}`;
    test(title, { skip }, () => {
      assert.deepEqual(verdictsOfMessages(name, algorithm, hash), all("ERR_UNSUPPORTED_ALGORITHM"));
    });
  }

  test("SHA-3, which the host computes", () => {
    const rsa = identifier("2.16.840.1.101.3.4.3.14", nullValue());
    assert.deepEqual(verdictsOfMessages("rsa-2048", rsa, "sha3-256"), all(true));
    assert.deepEqual(verdictsOfMessages("p-256", signatureAlgorithm.ecdsa("SHA3-256"), "sha3-256"), all(true));
    const ecdsa = identifier("2.16.840.1.101.3.4.3.12");
    assert.deepEqual(verdictsOfMessages("p-521", ecdsa, "sha3-512"), all(true));
    assert.deepEqual(verdictsOfMessages("p-521", ecdsa, "sha3-256"), all(false));
  });
  test("those that are supported, for comparison", () => {
    assert.deepEqual(verdictsOfMessages("rsa-2048", signatureAlgorithm.rsa("SHA-256"), "sha256"), all(true));
    assert.deepEqual(verdictsOfMessages("p-521", signatureAlgorithm.ecdsa("SHA-224"), "sha224"), all(true));
    assert.deepEqual(verdictsOfMessages("dsa-1024", signatureAlgorithm.dsa("SHA-1"), "sha1"), all(true));
    assert.deepEqual(verdictsOfMessages("ed448", signatureAlgorithm.ed448(), null), all(true));
    assert.deepEqual(
      verdictsOfMessages("rsa-2048", signatureAlgorithm.pss({ hash: "SHA-256" }), "sha256", {
        padding: RSA_PKCS1_PSS_PADDING,
        saltLength: 32,
      }),
      all(true),
    );
  });
});

describe("parameters", () => {
  const RSA_SHA256 = "1.2.840.113549.1.1.11",
    ECDSA_SHA256 = "1.2.840.10045.4.3.2",
    DSA_SHA256 = "2.16.840.1.101.3.4.3.2";
  const signature = (name, options = {}) =>
    sign(name.startsWith("ed") ? null : "sha256", DATA, { key: privateKeyPEM(name), ...options });

  test("RSA PKCS #1: NULL, or nothing (RFC 4055 section 5)", () => {
    const check = (parameters) =>
      verdict(identifier(RSA_SHA256, parameters), publicKeyDER("rsa-2048"), signature("rsa-2048"));
    assert.equal(check(nullValue()), true);
    assert.equal(check([]), true);
    for (const parameters of [sequence(), octetString(), integer(0), "05010a", oid(RSA_SHA256)]) {
      assert.equal(check(parameters), "ERR_UNSUPPORTED_ALGORITHM");
    }
  });
  test("ECDSA and DSA: nothing (RFC 5758 section 3), or the NULL of JDK 11 to 15", () => {
    for (const [name, dotted] of /** @type {const} */ ([
      ["p-256", ECDSA_SHA256],
      ["dsa-2048", DSA_SHA256],
    ])) {
      const check = (parameters) => verdict(identifier(dotted, parameters), publicKeyDER(name), signature(name));
      assert.equal(check([]), true);
      assert.equal(check(nullValue()), true);
      for (const parameters of ["050100", sequence(), oid("1.2.840.10045.3.1.7")]) {
        assert.equal(check(parameters), "ERR_UNSUPPORTED_ALGORITHM");
      }
    }
  });
  test("EdDSA: nothing (RFC 8410 section 3)", () => {
    for (const [name, dotted] of /** @type {const} */ ([
      ["ed25519", "1.3.101.112"],
      ["ed448", "1.3.101.113"],
    ])) {
      const check = (parameters) => verdict(identifier(dotted, parameters), publicKeyDER(name), signature(name));
      assert.equal(check([]), true);
      for (const parameters of [nullValue(), sequence(), octetString("00")]) {
        assert.equal(check(parameters), "ERR_UNSUPPORTED_ALGORITHM");
      }
    }
  });

  const pssSignature = (name = "rsa-2048", saltLength = 32, hash = "sha256") =>
    sign(hash, DATA, { key: privateKeyPEM(/** @type {any} */ (name)), padding: RSA_PKCS1_PSS_PADDING, saltLength });
  const SHA256 = sequence(oid("2.16.840.1.101.3.4.2.1"), nullValue());
  const MGF1 = (hash = SHA256) => sequence(oid("1.2.840.113549.1.1.8"), hash);
  const sound = [context(0, SHA256), context(1, MGF1()), context(2, integer(32))];

  test("RSA-PSS: those that RFC 4055 section 3.1 allows", () => {
    const check = (parameters, value = pssSignature()) =>
      verdict(identifier(RSASSA_PSS, parameters), publicKeyDER("rsa-2048"), value);
    assert.equal(check(sequence(sound)), true);
    // Hashes may come without NULL: section 2.1.
    const withoutNull = sequence(oid("2.16.840.1.101.3.4.2.1"));
    assert.equal(
      check(sequence(context(0, withoutNull), context(1, MGF1(withoutNull)), context(2, integer(32)))),
      true,
    );
    // Defaults: SHA-1, MGF1 with SHA-1, 20 octets.
    const defaults = sign("sha1", DATA, {
      key: privateKeyPEM("rsa-2048"),
      padding: RSA_PKCS1_PSS_PADDING,
      saltLength: 20,
    });
    assert.equal(check(sequence(), defaults), true);
    for (const saltLength of [0, 1, 31, 33, 222]) {
      const parameters = pssParameters({ hash: "SHA-256", saltLength });
      assert.equal(check(parameters, pssSignature("rsa-2048", saltLength)), true, `salt of ${saltLength} octets`);
      assert.equal(
        check(parameters, pssSignature("rsa-2048", saltLength === 0 ? 1 : saltLength - 1)),
        false,
        `salt of other than ${saltLength} octets`,
      );
    }
  });
  test("RSA-PSS: those that cannot be", () => {
    const check = (parameters) =>
      verdict(sequence(oid(RSASSA_PSS), parameters), publicKeyDER("rsa-2048"), pssSignature());
    const md5 = sequence(oid("1.2.840.113549.2.5"), nullValue());
    const [hash, mask, salt] = sound;
    for (const [what, parameters] of Object.entries({
      none: [],
      NULL: nullValue(),
      "an unknown hash": sequence(context(0, md5), mask, salt),
      "an unknown hash of MGF1": sequence(hash, context(1, MGF1(md5)), salt),
      "another mask": sequence(hash, context(1, sequence(oid("1.2.3.4"), SHA256)), salt),
      "MGF1 without a hash": sequence(hash, context(1, sequence(oid("1.2.840.113549.1.1.8"))), salt),
      "a negative salt": sequence(hash, mask, context(2, "0201ff")),
      "a salt of 2^31 octets": sequence(hash, mask, context(2, integer(2n ** 31n))),
      "a salt of 2^64 octets": sequence(hash, mask, context(2, integer(2n ** 64n + 32n))),
      "a trailer that is not 1": sequence(sound, context(3, integer(2))),
      "a hash with other parameters": sequence(
        context(0, sequence(oid("2.16.840.1.101.3.4.2.1"), octetString())),
        mask,
        salt,
      ),
      "another order": sequence(mask, hash, salt),
      "one part twice": sequence(hash, hash, mask, salt),
      "a part that there is not": sequence(sound, context(4, integer(1))),
      "something after it": sequence(sound, nullValue()),
      "no sequence": tlv(0x31, sound),
      "a broken length": "3020a0",
    })) {
      assert.equal(check(parameters), "ERR_UNSUPPORTED_ALGORITHM", what);
    }
  });
  test("RSA-PSS: a salt for which the modulus has no room", () => {
    const got = verdict(
      signatureAlgorithm.pss({ hash: "SHA-256", saltLength: 223 }),
      publicKeyDER("rsa-2048"),
      pssSignature(),
    );
    assert.ok(got === false || got === "ERR_UNSUPPORTED_ALGORITHM", String(got));
  });

  test("an id-RSASSA-PSS key: nothing that contradicts its own parameters (RFC 4055 section 3.3)", () => {
    const restricted = "rsa-pss-sha256";
    const key = publicKeyDER(restricted);
    assert.equal(verdict(signatureAlgorithm.pss({ hash: "SHA-256" }), key, pssSignature(restricted)), true);
    assert.equal(
      verdict(signatureAlgorithm.pss({ hash: "SHA-256", saltLength: 40 }), key, pssSignature(restricted, 40)),
      true,
      "a longer salt",
    );
    // The same numbers as a key without parameters make what OpenSSL would not with this key.
    const [, , numbers] = children(derOf(privateKeyPEM(restricted))).map(({ contents }) => contents);
    const plain = createPrivateKey({ key: Buffer.from(numbers), format: "der", type: "pkcs1" });
    const made = (hash, saltLength) => sign(hash, DATA, { key: plain, padding: RSA_PKCS1_PSS_PADDING, saltLength });
    for (const [algorithm, signature] of /** @type {const} */ ([
      [signatureAlgorithm.pss({ hash: "SHA-256", saltLength: 31 }), made("sha256", 31)],
      [signatureAlgorithm.pss({ hash: "SHA-512", saltLength: 64 }), made("sha512", 64)],
      [signatureAlgorithm.pss({ hash: "SHA-1" }), made("sha1", 20)],
      [signatureAlgorithm.rsa("SHA-256"), sign("sha256", DATA, plain)],
    ])) {
      const got = verdict(algorithm, key, signature);
      assert.ok(got === false || got === "ERR_UNSUPPORTED_ALGORITHM", String(got));
      // The very same signature is accepted from a key with rsaEncryption.
      const [, bits] = children(key).map(({ element }) => element);
      assert.equal(
        verdict(algorithm, sequence(sequence(oid("1.2.840.113549.1.1.1"), nullValue()), bits).bytes, signature),
        true,
      );
    }
  });
  test("an id-RSASSA-PSS key without parameters signs with any hash, but not with PKCS #1", () => {
    const key = publicKeyDER("rsa-pss");
    assert.equal(
      verdict(signatureAlgorithm.pss({ hash: "SHA-384" }), key, pssSignature("rsa-pss", 48, "sha384")),
      true,
    );
    const got = verdict(signatureAlgorithm.rsa("SHA-256"), key, sign("sha256", DATA, privateKeyPEM("rsa-2048")));
    assert.ok(got === false || got === "ERR_UNSUPPORTED_ALGORITHM", String(got));
  });
});

describe("keys", () => {
  test("curves and sizes that the host computes with", () => {
    for (const name of /** @type {KeyName[]} */ (["secp256k1", "brainpool-256"])) {
      assert.deepEqual(verdictsOfMessages(name, signatureAlgorithm.ecdsa("SHA-256"), "sha256"), all(true), name);
    }
    assert.deepEqual(verdictsOfMessages("rsa-4104", signatureAlgorithm.rsa("SHA-1"), "sha1"), all(true));
  });
  for (const name of /** @type {KeyName[]} */ (["p-224", "p-256-explicit"])) {
    test(name, () =>
      assert.deepEqual(
        verdictsOfMessages(name, signatureAlgorithm.ecdsa("SHA-256"), "sha256"),
        all("ERR_UNSUPPORTED_KEY"),
      ),
    );
  }
  test("rsa-512", () => {
    assert.deepEqual(
      verdictsOfMessages("rsa-512", signatureAlgorithm.rsa("SHA-1"), "sha1"),
      all("ERR_UNSUPPORTED_KEY"),
    );
  });
  test("DSA of a size that FIPS 186-4 has not", () => {
    const pem = openssl(["dsaparam", "-genkey", "1024"]).toString();
    const spki = new Uint8Array(openssl(["dsa", "-pubout", "-outform", "DER"], pem));
    assert.equal(verdict(signatureAlgorithm.dsa("SHA-256"), spki, sign("sha256", DATA, pem)), "ERR_UNSUPPORTED_KEY");
  });
  test("a compressed point", () => {
    const spki = new Uint8Array(
      openssl(["ec", "-in", privateKeyFile("p-256"), "-conv_form", "compressed", "-pubout", "-outform", "DER"]),
    );
    const got = verdict(signatureAlgorithm.ecdsa("SHA-256"), spki, sign("sha256", DATA, privateKeyPEM("p-256")));
    assert.ok(got === true || got === "ERR_UNSUPPORTED_KEY", String(got));
  });
  test("a point that is not on the curve", () => {
    const spki = publicKeyDER("p-256");
    spki[spki.length - 1] ^= 1;
    const got = verdict(signatureAlgorithm.ecdsa("SHA-256"), spki, sign("sha256", DATA, privateKeyPEM("p-256")));
    assert.ok(got === false || got === "ERR_UNSUPPORTED_KEY", String(got));
  });
  test("RSA with an exponent or a modulus that none has", () => {
    const signature = sign("sha256", DATA, privateKeyPEM("rsa-2048"));
    const [modulus] = children(new Uint8Array(descend(publicKeyDER("rsa-2048"), 1).contents.subarray(1)));
    const rsa = (n, e) => publicKeyInfo(identifier("1.2.840.113549.1.1.1", nullValue()), sequence(n, e)).bytes;
    for (const spki of [
      rsa(modulus.element, integer(0)),
      rsa(modulus.element, integer(1)),
      rsa(modulus.element, integer(2)),
      rsa(modulus.element, integer(2n ** 4000n + 1n)),
      rsa(integer(2n ** 2047n), integer(65537)),
      rsa(integer(0), integer(3)),
      rsa(modulus.element, join("0201ff")),
    ]) {
      const got = verdict(signatureAlgorithm.rsa("SHA-256"), spki, signature);
      assert.ok(got === false || got === "ERR_UNSUPPORTED_KEY", String(got));
    }
    // x^1 = x: whoever may choose the exponent would sign anything.
    const digestInfo = sequence(sequence(oid("2.16.840.1.101.3.4.2.1"), nullValue()), octetString(new Uint8Array(32)));
    assert.notEqual(
      verdict(
        signatureAlgorithm.rsa("SHA-256"),
        rsa(modulus.element, integer(1)),
        Uint8Array.of(0, 1, ...new Uint8Array(256 - 3 - digestInfo.length).fill(0xff), 0, ...digestInfo.bytes),
      ),
      true,
    );
  });
  test("of a kind that nobody knows: it cannot be the algorithm's", () => {
    const got = verdict(
      signatureAlgorithm.ecdsa("SHA-256"),
      publicKeyInfo(identifier("1.2.3.4"), "0102030405").bytes,
      new Uint8Array(70),
    );
    assert.ok(got === false || got === "ERR_UNSUPPORTED_KEY", String(got));
  });
  test("of another kind than the algorithm's: false", () => {
    const keys = /** @type {KeyName[]} */ (["rsa-2048", "p-256", "dsa-2048", "ed25519", "ed448"]);
    const algorithms = {
      "rsa-2048": signatureAlgorithm.rsa("SHA-256"),
      "p-256": signatureAlgorithm.ecdsa("SHA-256"),
      "dsa-2048": signatureAlgorithm.dsa("SHA-256"),
      ed25519: signatureAlgorithm.ed25519(),
      ed448: signatureAlgorithm.ed448(),
    };
    for (const [signer, algorithm] of Object.entries(algorithms)) {
      const signature = sign(
        signer.startsWith("ed") ? null : "sha256",
        DATA,
        privateKeyPEM(/** @type {KeyName} */ (signer)),
      );
      for (const key of keys) {
        assert.equal(verdict(algorithm, publicKeyDER(key), signature), key === signer, `${signer} under ${key}`);
      }
    }
  });
});

describe("isIssuedBy", () => {
  test("RFC 5280 4.1.1.2: the algorithm outside is the one that was signed", () => {
    const issuer = certificatePEM("rsa-2048");
    const [tbs, , signature] = children(derOf(issuer)).map(({ element }) => element);
    const sha256WithRSA = oid("1.2.840.113549.1.1.11");
    const made = (...parameters) => sequence(tbs, sequence(sha256WithRSA, ...parameters), signature).bytes;
    assert.equal(Certificate.fromDER(made(nullValue())).isIssuedBy(issuer), true);
    // Without parameters the signature would verify as well: nobody but the issuer may say how it signed.
    assert.equal(Certificate.fromDER(made()).isIssuedBy(issuer), false);
  });
  const names = /** @type {KeyName[]} */ ([
    "rsa-1024",
    "rsa-2048",
    "rsa-4096",
    "rsa-pss",
    "rsa-pss-sha256",
    "p-256",
    "p-384",
    "p-521",
    "dsa-1024",
    "dsa-2048-224",
    "dsa-2048",
    "dsa-3072",
    "ed25519",
    "ed448",
  ]);
  for (const name of names) {
    test(`${name}, as OpenSSL signed it`, () => {
      const certificate = Certificate.fromPEM(certificatePEM(name));
      assert.equal(certificate.isIssuedBy(certificate), true);
      assert.equal(certificate.isIssuedBy(certificatePEM(name)), true);
      // Another name, another key.
      for (const other of names) {
        if (other !== name) {
          assert.equal(certificate.isIssuedBy(certificatePEM(other)), false, other);
        }
      }
      // This name, another key; this key, another name.
      const made = (subject, key) => certificateDER({ subject, publicKey: key }).bytes;
      const { subject } = certificate,
        { spki } = certificate.publicKey;
      assert.equal(certificate.isIssuedBy(made(subject.der, spki)), true);
      assert.equal(
        certificate.isIssuedBy(made(Certificate.fromPEM(certificatePEM("p-256-other")).subject.der, spki)),
        false,
      );
      for (const other of names) {
        if (other !== name) {
          assert.equal(certificate.isIssuedBy(made(subject.der, publicKeyDER(other))), false, other);
        }
      }
      // One bit of what is signed.
      const der = certificate.toDER();
      der[descend(der, 0).end - 1] ^= 1;
      let changed;
      try {
        changed = Certificate.fromDER(der);
      } catch (error) {
        assert.ok(error instanceof OCSPError);
        return;
      }
      assert.equal(changed.isIssuedBy(certificate), false);
    });
  }
});
