// @ts-nocheck: nearly everything here is wrong on purpose
// Misuse of the builders: each has its code, its message names the argument, and nothing is signed before it is found.

import assert from "node:assert/strict";
import crypto, { createPrivateKey, createPublicKey, webcrypto } from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { after, beforeEach, describe, test } from "node:test";
import {
  Certificate,
  nonce,
  OCSPError,
  OCSPRequestBuilder,
  OCSPResponse,
  OCSPResponseBuilder,
  PrivateKey,
} from "../../bindings/index.js";
import { answer, CERT_ID, ENTRY, question, THIS_UPDATE } from "../support/answers.js";
import { certificate as makeCertificate } from "../support/certificates.js";
import { children, oid, sequence } from "../support/der.js";
import { certificatePEM, derOf, openssl, privateKeyFile, privateKeyPEM, publicKeyDER } from "../support/openssl.js";
import { RSASSA_PSS } from "../support/signature-algorithms.js";

const LATER = new Date("2026-01-02T00:00:00Z"),
  EARLIER = new Date("2025-12-31T00:00:00Z");
const certificate = certificatePEM("p-256");
const key = privateKeyPEM("p-256");

/** How often a signature was asked for, of node:crypto or of one of the signers below. */
let signatures = 0;
const { sign } = crypto;
crypto.sign = (...args) => {
  signatures++;
  return sign(...args);
};
const { sign: subtleSign } = webcrypto.subtle;
webcrypto.subtle.sign = function (...args) {
  signatures++;
  return subtleSign.apply(this, args);
};
syncBuiltinESMExports();
after(() => {
  crypto.sign = sign;
  webcrypto.subtle.sign = subtleSign;
  syncBuiltinESMExports();
});
beforeEach(() => {
  signatures = 0;
});

const externalSigner = (algorithm = "ECDSA-SHA256", name = "p-256") => ({
  algorithm,
  sign(tbs) {
    signatures++;
    return sign("sha256", tbs, privateKeyPEM(name));
  },
});

const isError = (code, message) => (error) => {
  assert.ok(error instanceof OCSPError, String(error?.stack ?? error));
  assert.equal(error.code, code, error.message);
  assert.match(error.message, message);
  return true;
};
function refuses(action, code, message) {
  assert.throws(action, isError(code, message));
  assert.equal(signatures, 0, "something was signed");
}
async function rejects(action, code, message) {
  // What it throws, it throws through its promise.
  const promise = action();
  assert.ok(promise instanceof Promise);
  await assert.rejects(promise, isError(code, message));
  assert.equal(signatures, 0, "something was signed");
}

describe("the spies see what is signed", () => {
  test("KeyObject, ExternalSigner and CryptoKey", async () => {
    answer("p-256").sign(createPrivateKey(key), "SHA-256");
    assert.equal(signatures, 1);
    await answer("p-256").signAsync(externalSigner());
    assert.equal(signatures, 2);
    const { d, x, y } = createPrivateKey(key).export({ format: "jwk" });
    const cryptoKey = await webcrypto.subtle.importKey(
      "jwk",
      { kty: "EC", crv: "P-256", d, x, y },
      { name: "ECDSA", namedCurve: "P-256" },
      false,
      ["sign"],
    );
    await answer("p-256").signAsync(cryptoKey);
    assert.equal(signatures, 3);
  });
});

/** Every way to sign, in one shape. */
const ways = {
  sign: (builder, check) =>
    check === undefined
      ? builder.sign(createPrivateKey(key), "SHA-256")
      : refuses(() => builder.sign(createPrivateKey(key), "SHA-256"), ...check),
  signAsync: (builder, check) => rejects(() => builder.signAsync(externalSigner()), ...check),
};

for (const [method, refused] of Object.entries(ways)) {
  describe(`incomplete, ${method}`, () => {
    test("a response without an entry", () =>
      refused(new OCSPResponseBuilder().responderId("name", certificate), ["ERR_INCOMPLETE", /entry/]));
    test("a response without a responder id", () =>
      refused(new OCSPResponseBuilder().addResponseByHash(ENTRY), ["ERR_INCOMPLETE", /responderId/]));
    test("a response without anything", () => refused(new OCSPResponseBuilder(), ["ERR_INCOMPLETE", /./]));
    test("no entries at once", () =>
      refused(new OCSPResponseBuilder().responderId("hash", certificate).addResponses([]), [
        "ERR_INCOMPLETE",
        /entry/,
      ]));
    test("a request for no certificate", () =>
      refused(new OCSPRequestBuilder().certificates([certificate]), ["ERR_INCOMPLETE", /certificate/]));
    test("a request of nobody", () =>
      refused(new OCSPRequestBuilder().addCertificateByHash(CERT_ID), ["ERR_INCOMPLETE", /requestorName/]));
    test("a request of nobody, with no certificates", () =>
      refused(new OCSPRequestBuilder().addCertificateByHash(CERT_ID).certificates([]), [
        "ERR_INCOMPLETE",
        /requestorName/,
      ]));
  });
}

describe("a key that is not the responder's", () => {
  for (const [what, other] of Object.entries({
    "of the same kind": "p-256-other",
    "of another curve": "p-384",
    RSA: "rsa-2048",
    DSA: "dsa-2048",
    Ed25519: "ed25519",
  })) {
    const hash = other === "ed25519" ? null : "SHA-256";
    test(what, () => {
      for (const given of [
        privateKeyPEM(other),
        derOf(privateKeyPEM(other)),
        createPrivateKey(privateKeyPEM(other)),
        PrivateKey.from(privateKeyPEM(other)),
      ]) {
        refuses(() => answer("p-256").sign(given, hash), "ERR_KEY_MISMATCH", /^key: /);
        refuses(() => question("p-256").sign(given, hash), "ERR_KEY_MISMATCH", /^key: /);
      }
    });
  }

  test("RSA and EdDSA, of the same kind", () => {
    for (const [one, two, hash] of [
      ["rsa-2048", "rsa-2048-other", "SHA-256"],
      ["ed25519", "ed25519-other", null],
    ]) {
      refuses(() => answer(one).sign(privateKeyPEM(two), hash), "ERR_KEY_MISMATCH", /^key: /);
      refuses(() => answer(one).sign(createPrivateKey(privateKeyPEM(two)), hash), "ERR_KEY_MISMATCH", /^key: /);
    }
  });

  test("RFC 4055 1.2: a certificate for id-RSASSA-PSS stands for no other signature, whatever its key file allows", () => {
    // OpenSSL's SubjectPublicKeyInfo of the key, under the other AlgorithmIdentifier.
    const bits = children(publicKeyDER("rsa-2048"))[1]?.element ?? assert.fail();
    const restricted = makeCertificate({ publicKey: sequence(sequence(oid(RSASSA_PSS)), bits) }).bytes;
    const builder = new OCSPResponseBuilder().addResponseByHash(ENTRY).responderId("hash", restricted);
    const asked = new OCSPRequestBuilder().addCertificateByHash(CERT_ID).certificates([restricted]);
    for (const key of [privateKeyPEM("rsa-2048"), createPrivateKey(privateKeyPEM("rsa-2048"))]) {
      signatures = 0;
      refuses(
        () => builder.sign(key, "SHA-256"),
        "ERR_KEY_MISMATCH",
        /^key: the responder certificate is restricted to id-RSASSA-PSS/,
      );
      refuses(
        () => asked.sign(key, "SHA-256", { rsaPadding: "pkcs1" }),
        "ERR_KEY_MISMATCH",
        /^key: the first certificate is restricted to id-RSASSA-PSS/,
      );
      assert.equal(builder.sign(key, "SHA-256", { rsaPadding: "pss" }).isSignedBy(restricted), true);
      signatures = 0;
      refuses(() => builder.sign(key, "SHA-256"), "ERR_KEY_MISMATCH", /is restricted to id-RSASSA-PSS/);
      assert.equal(asked.sign(key, "SHA-256", { rsaPadding: "pss" }).isSignedBy(restricted), true);
    }
  });

  test("embedded certificates do not matter: the responder id does", () => {
    const builder = new OCSPResponseBuilder()
      .addResponseByHash(ENTRY)
      .responderId("hash", certificatePEM("p-256-other"))
      .certificates([certificate]);
    refuses(() => builder.sign(createPrivateKey(key), "SHA-256"), "ERR_KEY_MISMATCH", /^key: /);
  });

  test("the first certificate of a request is the signer's, the others are not", () => {
    const builder = new OCSPRequestBuilder()
      .addCertificateByHash(CERT_ID)
      .certificates([certificatePEM("p-256-other"), certificate]);
    refuses(() => builder.sign(createPrivateKey(key), "SHA-256"), "ERR_KEY_MISMATCH", /^key: /);
  });

  test("a request without certificates is signed with any key", () => {
    const request = new OCSPRequestBuilder()
      .addCertificateByHash(CERT_ID)
      .requestorName(certificate)
      .sign(privateKeyPEM("p-256-other"), "SHA-256");
    assert.equal(request.isSigned, true);
    assert.equal(request.isSignedBy(certificatePEM("p-256-other")), true);
    assert.equal(request.isSignedBy(certificate), false);
  });
});

describe("hashAlgorithm", () => {
  for (const name of ["ed25519", "ed448"]) {
    for (const given of [privateKeyPEM(name), createPrivateKey(privateKeyPEM(name))]) {
      test(`given for ${name}, ${typeof given}`, () => {
        for (const hash of ["SHA-256", "SHA-512", "sha512", undefined, "", 0]) {
          refuses(() => answer(name).sign(given, hash), "ERR_INVALID_ARGUMENT", /^hashAlgorithm: /);
        }
        refuses(() => question(name).sign(given, "SHA-512"), "ERR_INVALID_ARGUMENT", /^hashAlgorithm: /);
      });
    }
  }
  for (const name of ["p-256", "rsa-2048", "dsa-2048"]) {
    for (const given of [privateKeyPEM(name), createPrivateKey(privateKeyPEM(name))]) {
      test(`missing for ${name}, ${typeof given}`, () => {
        for (const hash of [null, undefined]) {
          refuses(() => answer(name).sign(given, hash), "ERR_INVALID_ARGUMENT", /^hashAlgorithm: /);
          refuses(() => question(name).sign(given, hash), "ERR_INVALID_ARGUMENT", /^hashAlgorithm: /);
        }
        refuses(() => answer(name).sign(given), "ERR_INVALID_ARGUMENT", /^hashAlgorithm: /);
      });
      test(`unknown for ${name}, ${typeof given}`, () => {
        for (const hash of [
          "MD5",
          "SHA-3",
          "SHA3-256",
          "SHA-512/256",
          "SHA_256",
          "sha-257",
          "",
          " SHA-256",
          256,
          {},
          ["SHA-256"],
          "constructor",
          "__proto__",
        ]) {
          refuses(() => answer(name).sign(given, hash), "ERR_INVALID_ARGUMENT", /^hashAlgorithm: /);
        }
      });
    }
  }
});

describe("options", () => {
  const object = createPrivateKey(privateKeyPEM("rsa-2048"));
  test("rsaPadding that there is not", () => {
    for (const rsaPadding of ["PSS", "oaep", "", null, 0, {}, ["pss"], "constructor"]) {
      refuses(
        () => answer("rsa-2048").sign(object, "SHA-256", { rsaPadding }),
        "ERR_INVALID_ARGUMENT",
        /^options\.rsaPadding: /,
      );
    }
  });
  test("rsaPadding for a key that has none", () => {
    for (const [name, hash] of [
      ["p-256", "SHA-256"],
      ["dsa-2048", "SHA-256"],
      ["ed25519", null],
    ]) {
      for (const rsaPadding of ["pkcs1", "pss"]) {
        refuses(
          () => answer(name).sign(createPrivateKey(privateKeyPEM(name)), hash, { rsaPadding }),
          "ERR_INVALID_ARGUMENT",
          /^options\.rsaPadding: /,
        );
      }
    }
  });
  test("PKCS #1 padding with an id-RSASSA-PSS key", () => {
    for (const name of ["rsa-pss", "rsa-pss-sha256"]) {
      for (const given of [privateKeyPEM(name), createPrivateKey(privateKeyPEM(name))]) {
        refuses(
          () => answer(name).sign(given, "SHA-256", { rsaPadding: "pkcs1" }),
          "ERR_INVALID_ARGUMENT",
          /^options\.rsaPadding: /,
        );
      }
    }
  });
  test("another hash than the one that the id-RSASSA-PSS key is restricted to", () => {
    for (const hash of ["SHA-1", "SHA-384", "SHA-512"]) {
      assert.throws(
        () => answer("rsa-pss-sha256").sign(privateKeyPEM("rsa-pss-sha256"), hash),
        isError("ERR_UNSUPPORTED_ALGORITHM", /RSA-PSS-SHA/),
      );
      // OpenSSL keeps the restriction of a KeyObject.
      assert.throws(
        () => answer("rsa-pss-sha256").sign(createPrivateKey(privateKeyPEM("rsa-pss-sha256")), hash),
        (error) => error instanceof OCSPError && /^ERR_(UNSUPPORTED_ALGORITHM|SIGNER)$/.test(error.code),
      );
    }
  });
  test("a modulus that is too small for the padding", () => {
    assert.throws(
      () => answer("rsa-1024").sign(privateKeyPEM("rsa-1024"), "SHA-512", { rsaPadding: "pss" }),
      isError("ERR_UNSUPPORTED_ALGORITHM", /RSA-PSS-SHA512/),
    );
    assert.throws(
      () => answer("rsa-1024").sign(createPrivateKey(privateKeyPEM("rsa-1024")), "SHA-512", { rsaPadding: "pss" }),
      (error) => error instanceof OCSPError && /^ERR_(UNSUPPORTED_ALGORITHM|SIGNER)$/.test(error.code),
    );
  });
  test("no object", () => {
    for (const options of [null, "pss", 1, true]) {
      refuses(() => answer("rsa-2048").sign(object, "SHA-256", options), "ERR_INVALID_ARGUMENT", /^options: /);
      refuses(() => question("rsa-2048").sign(object, "SHA-256", options), "ERR_INVALID_ARGUMENT", /^options: /);
    }
  });
});

describe("key", () => {
  test("not one", () => {
    for (const given of [
      undefined,
      null,
      1,
      {},
      [],
      new Date(),
      createPublicKey(key),
      certificate && Certificate.fromPEM(certificate),
      externalSigner(),
    ]) {
      refuses(() => answer("p-256").sign(given, "SHA-256"), "ERR_INVALID_ARGUMENT", /^key: /);
      refuses(() => question("p-256").sign(given, "SHA-256"), "ERR_INVALID_ARGUMENT", /^key: /);
    }
  });
  test("text without one", () => {
    for (const given of ["", "key", certificate]) {
      refuses(() => answer("p-256").sign(given, "SHA-256"), "ERR_PEM", /^key: /);
    }
  });
  test("encrypted", () => {
    const encrypted = openssl([
      "pkcs8",
      "-topk8",
      "-in",
      privateKeyFile("p-256"),
      "-passout",
      "pass:secret",
    ]).toString();
    refuses(() => answer("p-256").sign(encrypted, "SHA-256"), "ERR_KEY_ENCRYPTED", /^key: /);
  });
  test("of an unsupported curve or kind", () => {
    // Only node:crypto signs with this one.
    refuses(
      () => answer("p-256").sign(privateKeyPEM("secp256k1"), "SHA-256"),
      "ERR_UNSUPPORTED_KEY",
      /as a KeyObject of node:crypto/,
    );
    for (const name of ["p-224", "x25519"]) {
      refuses(() => answer("p-256").sign(privateKeyPEM(name), "SHA-256"), "ERR_UNSUPPORTED_KEY", /./);
      refuses(
        () => answer("p-256").sign(createPrivateKey(privateKeyPEM(name)), "SHA-256"),
        "ERR_UNSUPPORTED_KEY",
        /^key: /,
      );
    }
  });
  test("for signAsync", async () => {
    for (const given of [key, derOf(key), createPrivateKey(key), PrivateKey.from(key)]) {
      await rejects(() => answer("p-256").signAsync(given), "ERR_INVALID_ARGUMENT", /^signer: /);
    }
  });
});

describe("signer", () => {
  test("none", async () => {
    for (const given of [
      undefined,
      null,
      1,
      "signer",
      {},
      [],
      () => {},
      { algorithm: "ECDSA-SHA256" },
      { algorithm: "ECDSA-SHA256", sign: "sign" },
    ]) {
      await rejects(() => answer("p-256").signAsync(given), "ERR_INVALID_ARGUMENT", /^signer: /);
      await rejects(() => question("p-256").signAsync(given), "ERR_INVALID_ARGUMENT", /^signer: /);
    }
  });
  test("of an algorithm that there is not", async () => {
    for (const algorithm of [
      undefined,
      null,
      "",
      "ECDSA",
      "ecdsa-sha256",
      "RSA-MD5",
      "SHA-256",
      "ES256",
      1,
      "constructor",
    ]) {
      await rejects(
        () => answer("p-256").signAsync({ ...externalSigner(), algorithm }),
        "ERR_INVALID_ARGUMENT",
        /^signer\.algorithm: /,
      );
    }
  });
  test("of an algorithm that the responder certificate's key has not", async () => {
    for (const algorithm of ["RSA-SHA256", "RSA-PSS-SHA256", "DSA-SHA256", "Ed25519", "Ed448"]) {
      await assert.rejects(
        answer("p-256").signAsync(externalSigner(algorithm)),
        (error) => error instanceof OCSPError && /^ERR_(SIGNER|KEY_MISMATCH)$/.test(error.code),
      );
    }
  });
  test("options.hashAlgorithm where the signer says it", async () => {
    await rejects(
      () => answer("p-256").signAsync(externalSigner(), { hashAlgorithm: "SHA-256" }),
      "ERR_INVALID_ARGUMENT",
      /^options\.hashAlgorithm: /,
    );
    await rejects(() => answer("p-256").signAsync(externalSigner(), null), "ERR_INVALID_ARGUMENT", /^options: /);
  });

  const generate = async (algorithm, usages = ["sign", "verify"]) =>
    webcrypto.subtle.generateKey(algorithm, true, usages);
  const EC = { name: "ECDSA", namedCurve: "P-256" };
  const RSA = {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: "SHA-256",
  };
  test("a CryptoKey that is public, secret or not for signing", async () => {
    const { publicKey } = await generate(EC);
    await rejects(() => answer("p-256").signAsync(publicKey), "ERR_INVALID_ARGUMENT", /^signer: /);
    const { privateKey } = await webcrypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, [
      "deriveBits",
    ]);
    await rejects(() => answer("p-256").signAsync(privateKey), "ERR_INVALID_ARGUMENT", /^signer: /);
    const hmac = await webcrypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, true, ["sign"]);
    await rejects(() => answer("p-256").signAsync(hmac), "ERR_INVALID_ARGUMENT", /^signer: /);
    const pair = await generate(
      { name: "RSA-OAEP", modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: "SHA-256" },
      ["decrypt", "encrypt"],
    );
    await rejects(() => answer("rsa-2048").signAsync(pair.privateKey), "ERR_INVALID_ARGUMENT", /^signer: /);
  });
  test("options.hashAlgorithm for a CryptoKey that has its own, or that there is not", async () => {
    const rsa = (await generate(RSA)).privateKey;
    await rejects(
      () => answer("rsa-2048").signAsync(rsa, { hashAlgorithm: "SHA-256" }),
      "ERR_INVALID_ARGUMENT",
      /^options\.hashAlgorithm: /,
    );
    const ec = (await generate(EC)).privateKey;
    for (const hashAlgorithm of ["MD5", "", null, 256, {}]) {
      await rejects(
        () => answer("p-256").signAsync(ec, { hashAlgorithm }),
        "ERR_INVALID_ARGUMENT",
        /^options\.hashAlgorithm: /,
      );
    }
  });
  test("a CryptoKey that is not the responder's", async () => {
    for (const [algorithm, responder] of [
      [EC, "p-256"],
      [RSA, "rsa-2048"],
      [EC, "rsa-2048"],
      [RSA, "p-256"],
      [{ ...EC, namedCurve: "P-384" }, "p-256"],
    ]) {
      await assert.rejects(
        answer(responder).signAsync((await generate(algorithm)).privateKey),
        (error) => error instanceof OCSPError && /^ERR_(SIGNER|KEY_MISMATCH)$/.test(error.code),
      );
    }
  });
});

describe("an entry", () => {
  const builder = new OCSPResponseBuilder();
  const target = { certificate, issuer: certificate };
  const good = { ...ENTRY };
  const revoked = { ...ENTRY, certificateStatus: "revoked", revocationTime: EARLIER };
  const wrong = (entry, argument, code = "ERR_INVALID_ARGUMENT") => {
    refuses(() => builder.addResponseByHash(entry), code, new RegExp(`^response\\.${argument}: `));
    refuses(() => builder.addResponses([good, entry]), code, new RegExp(`^responses\\[1\\]\\.${argument}: `));
    if (entry.certID === CERT_ID) {
      const { certID, ...rest } = entry;
      refuses(() => builder.addResponse({ ...target, ...rest }), code, new RegExp(`^response\\.${argument}: `));
    }
  };

  test("sound ones are taken", () => {
    for (const entry of [
      good,
      revoked,
      { ...revoked, revocationReason: "keyCompromise" },
      { ...good, certificateStatus: "unknown" },
      { ...good, nextUpdate: THIS_UPDATE },
      { ...good, nextUpdate: null, revocationTime: null, revocationReason: null, extensions: undefined },
      { ...good, nextUpdate: undefined, revocationTime: undefined, revocationReason: undefined },
    ]) {
      builder
        .addResponseByHash(entry)
        .addResponses([entry])
        .addResponse({ ...target, ...entry, certID: undefined });
    }
  });
  test("revocation time on one that is not revoked", () => {
    for (const certificateStatus of ["good", "unknown"]) {
      wrong({ ...good, certificateStatus, revocationTime: EARLIER }, "revocationTime");
    }
  });
  test("revocation reason on one that is not revoked", () => {
    for (const certificateStatus of ["good", "unknown"]) {
      wrong({ ...good, certificateStatus, revocationReason: "keyCompromise" }, "revocationReason");
    }
  });
  test("revoked without a time", () => {
    for (const revocationTime of [null, undefined]) {
      wrong({ ...revoked, revocationTime }, "revocationTime");
      wrong({ ...revoked, revocationTime, revocationReason: "keyCompromise" }, "revocationTime");
    }
  });
  test("times reversed", () => wrong({ ...good, nextUpdate: EARLIER }, "nextUpdate"));
  test("times that are none", () => {
    for (const time of [
      new Date(NaN),
      new Date(-1),
      new Date("+010000-01-01T00:00:00Z"),
      "2026-01-01",
      0,
      {},
      Object.create(Date.prototype),
    ]) {
      wrong({ ...good, thisUpdate: time }, "thisUpdate");
      wrong({ ...good, nextUpdate: time }, "nextUpdate");
      wrong({ ...revoked, revocationTime: time }, "revocationTime");
    }
    for (const time of [null, undefined]) {
      wrong({ ...good, thisUpdate: time }, "thisUpdate");
    }
  });
  test("status that is none", () => {
    for (const certificateStatus of [undefined, null, "", "GOOD", "Good", 0, "expired", "constructor"]) {
      wrong({ ...good, certificateStatus }, "certificateStatus");
    }
  });
  test("reason that is none", () => {
    for (const revocationReason of ["", "key_compromise", "KEY_COMPROMISE", 1, "toString", {}]) {
      wrong({ ...revoked, revocationReason }, "revocationReason");
    }
  });
  test("CertID that is none", () => {
    for (const certID of [null, undefined, {}, "certID", 1]) {
      refuses(() => builder.addResponseByHash({ ...good, certID }), "ERR_INVALID_ARGUMENT", /^response\.certID/);
    }
    refuses(
      () => builder.addResponseByHash({ ...good, certID: { ...CERT_ID, issuerNameHash: new Uint8Array(19) } }),
      "ERR_INVALID_ARGUMENT",
      /issuerNameHash/,
    );
    refuses(
      () => builder.addResponseByHash({ ...good, certID: { ...CERT_ID, serialNumber: 1 } }),
      "ERR_INVALID_ARGUMENT",
      /serialNumber/,
    );
    refuses(
      () => builder.addResponseByHash({ ...good, certID: { ...CERT_ID, hashAlgorithm: "MD5" } }),
      "ERR_INVALID_ARGUMENT",
      /hashAlgorithm/,
    );
  });
  test("certificate, issuer and hash that are none", () => {
    const { certID, ...rest } = good;
    refuses(
      () => builder.addResponse({ ...rest, issuer: certificate }),
      "ERR_INVALID_ARGUMENT",
      /^response\.certificate: /,
    );
    refuses(() => builder.addResponse({ ...rest, certificate }), "ERR_INVALID_ARGUMENT", /^response\.issuer: /);
    refuses(() => builder.addResponse({ ...rest, ...target, certificate: key }), "ERR_PEM", /CERTIFICATE/);
    refuses(
      () => builder.addResponse({ ...rest, ...target, hashAlgorithm: "MD5" }),
      "ERR_INVALID_ARGUMENT",
      /^response\.hashAlgorithm: /,
    );
    refuses(
      () => builder.addResponse({ ...rest, ...target, hashAlgorithm: null }),
      "ERR_INVALID_ARGUMENT",
      /^response\.hashAlgorithm: /,
    );
  });
  test("extensions that are none, or one twice", () => {
    for (const extensions of [null, 1, {}, "nonce", [null], [{}], ["nonce"]]) {
      refuses(
        () => builder.addResponseByHash({ ...good, extensions }),
        "ERR_INVALID_ARGUMENT",
        /^response\.extensions/,
      );
    }
    refuses(
      () => builder.addResponseByHash({ ...good, extensions: [nonce(), nonce()] }),
      "ERR_ALREADY_SET",
      /1\.3\.6\.1\.5\.5\.7\.48\.1\.2/,
    );
  });
  test("not an object, not a list", () => {
    for (const entry of [undefined, null, 1, "entry", () => {}]) {
      refuses(() => builder.addResponse(entry), "ERR_INVALID_ARGUMENT", /^response: /);
      refuses(() => builder.addResponseByHash(entry), "ERR_INVALID_ARGUMENT", /^response: /);
      refuses(() => builder.addResponses([good, entry]), "ERR_INVALID_ARGUMENT", /^responses\[1\]: /);
      refuses(() => builder.addResponses(entry), "ERR_INVALID_ARGUMENT", /^responses: /);
    }
    refuses(() => builder.addResponses(good), "ERR_INVALID_ARGUMENT", /^responses: /);
  });
  test("a list that throws", () => {
    const error = new Error("from the caller's own iterator");
    assert.throws(
      () =>
        builder.addResponses(
          (function* () {
            yield good;
            throw error;
          })(),
        ),
      (thrown) => thrown === error,
    );
  });
});

describe("set twice", () => {
  const full = answer("p-256");
  const twice = {
    responderId: () => full.responderId("hash", certificate),
    certificates: () => full.certificates([]),
    producedAt: () => full.producedAt(LATER),
    "a request's certificates": () => question("p-256").certificates([certificate]),
    requestorName: () => question("p-256").requestorName(certificate).requestorName(certificate),
    "empty certificates": () => new OCSPResponseBuilder().certificates([]).certificates([]),
  };
  for (const [what, action] of Object.entries(twice)) {
    test(what, () => refuses(action, "ERR_ALREADY_SET", /already set/));
  }
  test("an extension", () => {
    refuses(() => full.addExtension(nonce()).addExtension(nonce()), "ERR_ALREADY_SET", /1\.3\.6\.1\.5\.5\.7\.48\.1\.2/);
    refuses(
      () => question("p-256").addExtension(nonce()).addExtension(nonce()),
      "ERR_ALREADY_SET",
      /1\.3\.6\.1\.5\.5\.7\.48\.1\.2/,
    );
  });
  test("but not when the first attempt was refused, nor in another builder", () => {
    const builder = new OCSPResponseBuilder().addResponseByHash(ENTRY);
    assert.throws(() => builder.responderId("key", certificate));
    builder.responderId("hash", certificate);
    builder.responderId("name", certificate);
    assert.equal(builder.responderId("hash", certificate).sign(key, "SHA-256").responderName, null);
  });
});

describe("responderId, certificates, addExtension, producedAt", () => {
  const builder = new OCSPResponseBuilder();
  test("encoding that is none", () => {
    for (const encoding of [undefined, null, "", "HASH", "key", "byName", 0, "constructor"]) {
      refuses(() => builder.responderId(encoding, certificate), "ERR_INVALID_ARGUMENT", /^encoding: /);
    }
  });
  test("responder certificate that is none", () => {
    for (const given of [undefined, null, 1, {}, []]) {
      refuses(() => builder.responderId("hash", given), "ERR_INVALID_ARGUMENT", /^responderCertificate: /);
    }
    refuses(() => builder.responderId("hash", key), "ERR_PEM", /CERTIFICATE/);
    refuses(() => builder.responderId("hash", derOf(key)), "ERR_DER_TAG", /^Certificate/);
  });
  test("certificates that are none", () => {
    for (const given of [undefined, null, 1, certificate, {}, Certificate.fromPEM(certificate)]) {
      refuses(() => builder.certificates(given), "ERR_INVALID_ARGUMENT", /^certificates/);
      refuses(() => new OCSPRequestBuilder().certificates(given), "ERR_INVALID_ARGUMENT", /^certificates/);
    }
    for (const given of [undefined, null, 1, {}]) {
      refuses(() => builder.certificates([certificate, given]), "ERR_INVALID_ARGUMENT", /^certificates\[1\]: /);
      refuses(
        () => new OCSPRequestBuilder().certificates([certificate, given]),
        "ERR_INVALID_ARGUMENT",
        /^certificates\[1\]: /,
      );
    }
  });
  test("extension that is none", () => {
    for (const given of [undefined, null, 1, {}, "nonce", { oid: "1.2.3", critical: false, value: "00" }]) {
      refuses(() => builder.addExtension(given), "ERR_INVALID_ARGUMENT", /^extension/);
    }
    for (const critical of [null, 1, "true"]) {
      refuses(() => builder.addExtension(nonce(), { critical }), "ERR_INVALID_ARGUMENT", /critical/);
    }
    refuses(() => builder.addExtension(nonce(), null), "ERR_INVALID_ARGUMENT", /^options: /);
  });
  test("time that is none", () => {
    for (const given of [undefined, null, new Date(NaN), new Date(-1000), "now", 0]) {
      refuses(() => builder.producedAt(given), "ERR_INVALID_ARGUMENT", /^time: /);
    }
  });
  test("requestorName that is none", () => {
    for (const given of [undefined, null, 1, {}, { der: "00" }]) {
      refuses(() => new OCSPRequestBuilder().requestorName(given), "ERR_INVALID_ARGUMENT", /^name: /);
    }
  });
});

describe("isSignedBy and isIssuedBy", () => {
  test("of what is not a certificate", () => {
    const response = answer("p-256").sign(key, "SHA-256");
    const request = question("p-256").sign(key, "SHA-256");
    for (const given of [undefined, null, 1, {}, PrivateKey.from(key)]) {
      refuses(() => response.isSignedBy(given), "ERR_INVALID_ARGUMENT", /^signer: /);
      refuses(() => request.isSignedBy(given), "ERR_INVALID_ARGUMENT", /^signer: /);
      refuses(() => Certificate.fromPEM(certificate).isIssuedBy(given), "ERR_INVALID_ARGUMENT", /^issuer: /);
    }
    refuses(() => response.isSignedBy(key), "ERR_PEM", /CERTIFICATE/);
  });
  test("of an unsuccessful response", () => {
    const response = OCSPResponseBuilder.buildUnsuccessful("tryLater");
    refuses(() => response.isSignedBy(certificate), "ERR_OCSP_UNSUCCESSFUL", /./);
    assert.ok(response instanceof OCSPResponse);
  });
});

describe("builders are immutable", () => {
  test("a refused call changes nothing", () => {
    const builder = answer("p-256");
    const before = builder.sign(key, "SHA-256").toDER();
    for (const action of [
      () => builder.addResponseByHash({}),
      () => builder.addResponses([ENTRY, {}]),
      () => builder.addExtension({}),
      () => builder.sign(key, null),
      () => builder.sign(privateKeyPEM("p-384"), "SHA-256"),
    ]) {
      assert.throws(action, OCSPError);
    }
    assert.deepEqual(builder.sign(key, "SHA-256").toDER(), before);
    builder.addResponseByHash(ENTRY);
    builder.addExtension(nonce());
    assert.deepEqual(builder.sign(key, "SHA-256").toDER(), before);
  });
  test("neither does what the caller does to its lists and dates", () => {
    const time = new Date(THIS_UPDATE);
    const certificates = [certificate],
      extensions = [nonce(new Uint8Array(16))];
    const builder = new OCSPResponseBuilder()
      .addResponseByHash({ ...ENTRY, thisUpdate: time, extensions })
      .responderId("name", certificate)
      .producedAt(time)
      .certificates(certificates);
    const before = builder.sign(key, "SHA-256").toDER();
    time.setFullYear(2000);
    certificates.push(certificate);
    extensions.push(extensions[0]);
    assert.deepEqual(builder.sign(key, "SHA-256").toDER(), before);
  });
});
