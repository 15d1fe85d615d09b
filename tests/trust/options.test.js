// @ts-nocheck: the calls are wrong on purpose
// Options, and other objects whose properties callers name, are plain objects with known names alone: whatever else is
// given is refused, so that nothing that was meant to be strict is lost in silence.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createContext, runInContext } from "node:vm";
import {
  Certificate,
  certID,
  crlReferences,
  extension,
  findCertificate,
  nonce,
  OCSPRequestBuilder,
  OCSPResponse,
  OCSPResponseBuilder,
} from "../../bindings/index.js";
import { answer, CERT_ID, ENTRY, THIS_UPDATE } from "../support/answers.js";
import { certificatePEM, privateKeyPEM } from "../support/openssl.js";

const issuer = Certificate.from(certificatePEM("p-256"));
const key = privateKeyPEM("p-256");
const id = certID(issuer, issuer);
const entry = { certificate: issuer, issuer, certificateStatus: "good", thisUpdate: THIS_UPDATE };
const response = new OCSPResponseBuilder()
  .addResponse(entry)
  .responderId("hash", issuer)
  .producedAt(THIS_UPDATE)
  .sign(key, "SHA-256");
const judged = { issuer, certificate: issuer, time: THIS_UPDATE };
const requests = new OCSPRequestBuilder();
const responses = new OCSPResponseBuilder();
const complete = answer("p-256");
const external = { algorithm: "ECDSA-SHA256", sign: () => new Uint8Array(8) };
const cryptoKey = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);

const CHECK = {
  issuer: null,
  certificate: null,
  request: requests.addCertificateByHash(id).build(),
  expectedNonce: Uint8Array.of(1),
  trustedResponders: [],
  responderCertificates: [],
  time: THIS_UPDATE,
  clockSkewSeconds: 0,
  maxAgeSeconds: 1,
  noncePolicy: "ignore",
  requireNextUpdate: false,
  allowSHA1Signatures: true,
  minKeyBits: 0,
};
const STATUS = {
  certificateStatus: "good",
  thisUpdate: THIS_UPDATE,
  nextUpdate: null,
  revocationTime: null,
  revocationReason: null,
  extensions: [],
};
const FOR_CERTIFICATE = { certificate: issuer, issuer, hashAlgorithm: "SHA-256", ...STATUS };
const PARTS = { ...CERT_ID };

/** Call, argument as messages name it, every name that it knows with a value, the names that it needs, call. */
const CALLS = [
  ["check", "options", CHECK, judged, (value) => response.check(value)],
  ["verify", "options", { ...CHECK, issuer }, judged, (value) => response.verify(value)],
  ["assertGood", "options", { ...CHECK, issuer }, judged, (value) => response.assertGood(value)],
  [
    "addCertificate",
    "options",
    { extensions: [nonce()] },
    {},
    (value) => requests.addCertificate(issuer, issuer, undefined, value),
  ],
  ["addCertificateByHash", "options", { extensions: [] }, {}, (value) => requests.addCertificateByHash(id, value)],
  ["addExtension of a request", "options", { critical: true }, {}, (value) => requests.addExtension(nonce(), value)],
  ["addExtension of a response", "options", { critical: true }, {}, (value) => responses.addExtension(nonce(), value)],
  ["extension", "options", { critical: true }, {}, (value) => extension("1.2.3", Uint8Array.of(5, 0), value)],
  [
    "crlReferences",
    "reference",
    { url: "http://crl.example/", number: 1n, time: THIS_UPDATE },
    { number: 1n },
    (value) => crlReferences(value),
  ],
  ["addResponse", "response", FOR_CERTIFICATE, entry, (value) => responses.addResponse(value)],
  ["addResponseByHash", "response", { certID: id, ...STATUS }, ENTRY, (value) => responses.addResponseByHash(value)],
  [
    "addResponses by certificate",
    "responses[1]",
    FOR_CERTIFICATE,
    entry,
    (value) => responses.addResponses([entry, value]),
  ],
  [
    "addResponses by hash",
    "responses[0]",
    { certID: id, ...STATUS },
    ENTRY,
    (value) => responses.addResponses([value]),
  ],
  ["certID of a request", "certID", PARTS, PARTS, (value) => requests.addCertificateByHash(value)],
  [
    "certID of a response",
    "response.certID",
    PARTS,
    PARTS,
    (value) => responses.addResponseByHash({ ...ENTRY, certID: value }),
  ],
  ["certID of find", "certID", PARTS, PARTS, (value) => response.find(value)],
  [
    "certID of check",
    "options.certificate",
    PARTS,
    PARTS,
    (value) => response.check({ ...judged, issuer: null, certificate: value }),
  ],
  [
    "sign a response",
    "options",
    { rsaPadding: "pss" },
    {},
    (value) => answer("rsa-2048").sign(privateKeyPEM("rsa-2048"), "SHA-256", value),
  ],
  [
    "sign a request",
    "options",
    { rsaPadding: "pss" },
    {},
    (value) =>
      requests
        .addCertificateByHash(id)
        .certificates([certificatePEM("rsa-2048")])
        .sign(privateKeyPEM("rsa-2048"), "SHA-256", value),
  ],
  [
    "signAsync",
    "options",
    { hashAlgorithm: "SHA-256" },
    {},
    (value) => complete.signAsync(cryptoKey.privateKey, value),
    true,
  ],
  ["signAsync with a signer", "options", {}, {}, (value) => complete.signAsync(external, value), true],
  [
    "findCertificate",
    "options",
    { message: response, certificate: issuer, issuer: null },
    {},
    (value) => findCertificate([issuer], value),
  ],
];

/** What a call throws or rejects with. */
async function thrownBy(call, value) {
  try {
    await call(value);
  } catch (error) {
    return error;
  }
  return undefined;
}

/** @param {string} about with which the message has to begin */
async function assertRefused(call, value, about) {
  const error = await thrownBy(call, value);
  assert.equal(error?.code, "ERR_INVALID_ARGUMENT", `${about}: ${error}`);
  assert.ok(error.message.startsWith(about), `${about}: ${error.message}`);
  return error;
}

/* A signer's key is not the certificate's: that is what these calls may end with. */
const isOther = (error) => error === undefined || ["ERR_SIGNER", "ERR_NOT_RELIABLE"].includes(error.code);

for (const [called, name, every, needed, call] of CALLS) {
  describe(called, () => {
    const least = { ...every, ...needed };

    test("every known name, in every kind of plain object", async () => {
      const foreign = Object.assign(runInContext("({})", createContext({})), least);
      for (const plain of [
        least,
        Object.freeze({ ...least }),
        Object.assign(Object.create(null), least),
        foreign,
        new Proxy(least, {}),
      ]) {
        const error = await thrownBy(call, plain);
        assert.ok(isOther(error), String(error));
      }
    });

    test("a name that is not known", async () => {
      for (const given of Object.keys(every)) {
        for (const wrong of [given.toUpperCase(), `${given}s`, given.replace(/[A-Z]/g, "_$&"), given.slice(0, -1)]) {
          if (!Object.hasOwn(every, wrong)) {
            const { message } = await assertRefused(
              call,
              { ...needed, [wrong]: every[given] },
              `${name}.${wrong} is not`,
            );
            assert.match(message, /; did you mean \w+\?$/);
          }
        }
        const { message } = await assertRefused(
          call,
          { ...needed, [given.toLowerCase() === given ? `${given}_` : given.toLowerCase()]: undefined },
          `${name}.${given.slice(0, 1)}`,
        );
        assert.ok(message.endsWith(`did you mean ${given}?`), message);
      }
      for (const wrong of ["zzzzzzzzzz", "__proto__", "toString", "a-b", "", "x".repeat(1e5)]) {
        const { message } = await assertRefused(call, JSON.parse(`{${JSON.stringify(wrong)}:1}`), name);
        assert.ok(message.length < 400, `${message.length} characters`);
        assert.match(message, /is not (?:an option|known); expected \w/);
      }
    });

    test("a name that a symbol, a hidden property or an accessor has", async () => {
      const [given] = Object.keys(every);
      await assertRefused(call, { ...needed, [Symbol("noncePolicy")]: 1 }, `${name}[Symbol(noncePolicy)] is not`);
      const hidden = (key) => Object.defineProperty({ ...needed }, key, { value: every[given] });
      await assertRefused(call, hidden("unknowable"), `${name}.unknowable is not`);
      if (given !== undefined) {
        assert.ok(isOther(await thrownBy(call, hidden(given))));
      }
      for (const each of Object.keys(least)) {
        for (const enumerable of [true, false]) {
          let reads = 0;
          const get = () => {
            reads++;
            return least[each];
          };
          assert.ok(isOther(await thrownBy(call, Object.defineProperty({ ...least }, each, { get, enumerable }))));
          assert.equal(reads, 1, each);
        }
      }
      const cause = new Error("of the caller");
      const throwing = {
        get [given ?? "other"]() {
          throw cause;
        },
      };
      const error = await assertRefused(call, throwing, name);
      assert.equal(given === undefined || error.cause === cause, true);
    });

    test("an object that inherits, or is of a class", async () => {
      class Options {
        constructor() {
          Object.assign(this, least);
        }
      }
      const bare = Object.assign(Object.create(null), least);
      for (const inheriting of [
        Object.create(least),
        Object.create(bare),
        new Options(),
        Object.create(Object.create(null)),
      ]) {
        const { message } = await assertRefused(call, inheriting, `${name}: expected a plain object`);
        assert.match(message, /inherits/);
      }
      for (const other of [
        [],
        [least],
        new Map(Object.entries(least)),
        new Set(),
        new Date(),
        new Error("x"),
        issuer,
      ]) {
        // A certificate is what that option takes.
        if (!(other === issuer && called === "certID of check")) {
          await assertRefused(call, other, `${name}: expected a`);
        }
      }
      const revoked = Proxy.revocable({}, {});
      revoked.revoke();
      await assertRefused(call, revoked.proxy, `${name}: expected`);
    });

    test("what Object.prototype has under a known name does not count", async () => {
      for (const given of Object.keys(every).filter((each) => !(each in needed))) {
        for (const polluted of [
          { value: "polluted", writable: true },
          { value: "polluted", enumerable: true },
          {
            get() {
              throw new Error(`${given} was read`);
            },
            set() {
              throw new Error(`${given} was written`);
            },
          },
        ]) {
          Object.defineProperty(Object.prototype, given, { ...polluted, configurable: true });
          let error;
          try {
            error = await thrownBy(call, { ...needed });
            if (Object.keys(needed).length === 0) {
              error ??= await thrownBy(call, undefined);
            }
          } finally {
            delete Object.prototype[given];
          }
          assert.ok(isOther(error), `${given}: ${error?.stack}`);
        }
      }
    });

    test("undefined is not given; for what is needed, it is refused", async () => {
      const optional = Object.keys(every).filter((each) => !(each in needed));
      const undefinedAll = Object.fromEntries(optional.map((each) => [each, undefined]));
      assert.ok(isOther(await thrownBy(call, { ...needed, ...undefinedAll })));
      for (const each of Object.keys(needed)) {
        if (called !== "crlReferences" && each !== "time") {
          await assertRefused(call, { ...needed, [each]: undefined }, name);
        }
      }
    });
  });
}

describe("what a mistake would have cost", () => {
  const now = new Date();
  const judgedNow = { issuer, certificate: issuer };
  const forged = () => {
    const stranger = Certificate.from(certificatePEM("p-384"));
    return new OCSPResponseBuilder()
      .addResponse({ ...entry, thisUpdate: now })
      .responderId("hash", stranger)
      .certificates([stranger])
      .sign(privateKeyPEM("p-384"), "SHA-256");
  };

  test("Object.prototype.trustedResponders makes no forged answer good", () => {
    const stranger = certificatePEM("p-384");
    assert.equal(forged().check({ ...judgedNow, trustedResponders: [stranger] }).ok, true);
    Object.prototype.trustedResponders = [stranger];
    try {
      assert.equal(forged().check(judgedNow).ok, false);
      assert.throws(() => forged().assertGood(judgedNow), { code: "ERR_NOT_RELIABLE" });
    } finally {
      delete Object.prototype.trustedResponders;
    }
  });

  test("Object.prototype.raw does not take the place of a CertID, nor Object.prototype.der that of a name", () => {
    Object.prototype.raw = issuer.toDER();
    Object.prototype.der = issuer.subject.der;
    try {
      const { certificateStatus } = response.check({ ...judged, certificate: { ...CERT_ID } });
      assert.equal(certificateStatus, null);
      assert.throws(() => Certificate.from({}), { code: "ERR_INVALID_ARGUMENT" });
      assert.throws(() => requests.requestorName({}), { code: "ERR_INVALID_ARGUMENT" });
    } finally {
      delete Object.prototype.raw;
      delete Object.prototype.der;
    }
  });

  test("the sentence names the option and the nearest one that there is", () => {
    for (const [wrong, right] of [
      ["noncepolicy", "noncePolicy"],
      ["nonce_policy", "noncePolicy"],
      ["nocnePolicy", "noncePolicy"],
      ["trustedResponder", "trustedResponders"],
      ["responderCertificate", "responderCertificates"],
      ["maxAge", "maxAgeSeconds"],
      ["max-age-seconds", "maxAgeSeconds"],
      ["clockSkew", "clockSkewSeconds"],
      ["allowSha1Signatures", "allowSHA1Signatures"],
      ["allowSHA1", "allowSHA1Signatures"],
      ["minKeyBit", "minKeyBits"],
      ["requireNextupdate", "requireNextUpdate"],
      ["expectedNonces", "expectedNonce"],
    ]) {
      const shown = /^\w+$/.test(wrong) ? `options.${wrong}` : `options[${JSON.stringify(wrong)}]`;
      assert.throws(() => response.check({ ...judged, [wrong]: 1 }), {
        code: "ERR_INVALID_ARGUMENT",
        message: `${shown} is not an option; did you mean ${right}?`,
      });
    }
    assert.throws(() => response.check({ ...judged, date: THIS_UPDATE }), {
      message: /^options\.date is not an option; expected issuer, certificate, request, /,
    });
    assert.throws(() => responses.addResponses([{ ...entry, nextupdate: THIS_UPDATE }]), {
      message: "responses[0].nextupdate is not known; did you mean nextUpdate?",
    });
  });

  test("options in the wrong place", () => {
    for (const call of [
      () => response.assertGood(issuer, issuer),
      () => response.check(issuer),
      () => response.verify(certificatePEM("p-256"), issuer),
      () => response.verify([judged]),
      () => requests.addCertificate(issuer, issuer, { extensions: [] }),
      () => requests.addCertificateByHash(id, "SHA-256"),
      () => requests.addExtension(nonce(), true),
      () => complete.sign(key, { hashAlgorithm: "SHA-256" }),
      () => complete.sign(key, "SHA-256", "pss"),
      () => certID(issuer, issuer, { hashAlgorithm: "SHA-256" }),
      () => extension("1.2.3", Uint8Array.of(5, 0), true),
      () => nonce({ bytes: 16 }),
    ]) {
      assert.throws(call, { code: "ERR_INVALID_ARGUMENT" }, String(call));
    }
  });

  test("an entry by certificate has no certID, and one by hash nothing else", () => {
    for (const [call, about] of [
      [() => responses.addResponse({ ...entry, certID: id }), "response.certID"],
      [() => responses.addResponses([{ ...entry, certID: id }]), "responses[0].certificate"],
      [() => responses.addResponseByHash({ ...ENTRY, certificate: issuer }), "response.certificate"],
      [() => responses.addResponseByHash({ ...ENTRY, hashAlgorithm: "SHA-256" }), "response.hashAlgorithm"],
    ]) {
      assert.throws(call, ({ code, message }) => {
        assert.equal(code, "ERR_INVALID_ARGUMENT");
        assert.ok(message.startsWith(`${about}: expected nothing`), message);
        return true;
      });
    }
    responses.addResponses([
      { ...entry, certID: undefined },
      { ...ENTRY, certificate: undefined, issuer: undefined },
    ]);
  });

  test("a property that an entry got does not change what a check reads", () => {
    const revoked = new OCSPResponseBuilder()
      .addResponse({ ...entry, certificateStatus: "revoked", revocationTime: THIS_UPDATE })
      .responderId("hash", issuer)
      .producedAt(THIS_UPDATE)
      .sign(key, "SHA-256");
    for (const each of [revoked.responses[0], revoked]) {
      Object.defineProperty(each, "certificateStatus", { value: "good" });
    }
    assert.equal(revoked.check(judged).certificateStatus, "revoked");
    assert.throws(() => revoked.assertGood(judged), { code: "ERR_CERT_REVOKED" });
  });
});

test("a misspelt option is refused before an answer that cannot be read", () => {
  const unsuccessful = OCSPResponse.fromDER(Uint8Array.of(0x30, 3, 0x0a, 1, 6));
  assert.throws(() => unsuccessful.check({ ...judged, noncepolicy: "required" }), { code: "ERR_INVALID_ARGUMENT" });
});
