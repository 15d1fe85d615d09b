// Options that nobody knows, or that do not stand on the object itself, never weaken a decision or change what is
// signed in silence: each is ERR_INVALID_ARGUMENT, and a forged answer stays refused.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import vm from "node:vm";
import {
  certID,
  extension,
  findCertificate,
  nonce,
  OCSPRequestBuilder,
  OCSPResponse,
  OCSPResponseBuilder,
} from "../../bindings/index.js";
import { casesOf, certificateOf, fromHex, optionsOf, withoutPython } from "../support/field-cases.js";
import { certificatePEM, privateKeyPEM } from "../support/openssl.js";

const skip = withoutPython;
const delegates = await casesOf("delegates", false);
const nonces = await casesOf("nonces", false);
const named = (/** @type {string} */ name) =>
  [...delegates, ...nonces].find((chosen) => chosen.name === name) ?? assert.fail(name);
let ran = 0;
after(() => console.log(`# options: ${ran} cases`));

const METHODS = /** @type {const} */ (["check", "verify", "assertGood"]);
/** Misspelt options of strictness, and what was meant. */
const MISSPELT = {
  noncepolicy: "noncePolicy",
  noncePolcy: "noncePolicy",
  nonce_policy: "noncePolicy",
  expectednonce: "expectedNonce",
  requireNextupdate: "requireNextUpdate",
  requiresNextUpdate: "requireNextUpdate",
  maxAge: "maxAgeSeconds",
  maxAgeSecond: "maxAgeSeconds",
  maxage: "maxAgeSeconds",
  clockSkew: "clockSkewSeconds",
  minKeyBit: "minKeyBits",
  minkeybits: "minKeyBits",
  MinKeyBits: "minKeyBits",
  allowSHA1: "allowSHA1Signatures",
  allowSha1Signatures: "allowSHA1Signatures",
  requests: "request",
  trustedResponder: "trustedResponders",
};

describe("check, verify, assertGood", { skip }, () => {
  for (const [wrong, right] of Object.entries(MISSPELT)) {
    test(`${wrong}: did you mean ${right}?`, () => {
      const chosen = named("32 octets sent, the same came back");
      const response = OCSPResponse.fromDER(fromHex(chosen.response));
      for (const method of METHODS) {
        for (const value of ["required", undefined, true, 0]) {
          assert.throws(() => response[method](/** @type {any} */ ({ ...optionsOf(chosen), [wrong]: value })), {
            code: "ERR_INVALID_ARGUMENT",
            message: new RegExp(`${wrong}.*did you mean ${right}\\?`),
          });
        }
      }
      ran++;
    });
  }

  for (const wrong of ["strict", "x", "", "toString", "hasOwnProperty", "constructor", "__proto__", "a b", "0"]) {
    test(`what nobody means: ${JSON.stringify(wrong)}`, () => {
      const chosen = named("32 octets sent, the same came back");
      const response = OCSPResponse.fromDER(fromHex(chosen.response));
      const options = Object.defineProperty(optionsOf(chosen), wrong, { value: 1, enumerable: true });
      for (const method of METHODS) {
        assert.throws(() => response[method](options), { code: "ERR_INVALID_ARGUMENT" });
      }
      ran++;
    });
  }

  test("a symbol, and a property that is not enumerable", () => {
    const chosen = named("32 octets sent, the same came back");
    const response = OCSPResponse.fromDER(fromHex(chosen.response));
    assert.ok(response.check(optionsOf(chosen)).ok);
    for (const key of [Symbol("noncePolicy"), "noncepolicy"]) {
      const options = Object.defineProperty(optionsOf(chosen), key, { value: "required", enumerable: false });
      assert.throws(() => response.check(options), { code: "ERR_INVALID_ARGUMENT" });
      ran++;
    }
    // A known one counts, whether it is enumerable or not.
    const replay = named("32 octets sent, none came back");
    const hidden = Object.defineProperty(optionsOf(replay), "noncePolicy", { value: "required", enumerable: false });
    assert.equal(OCSPResponse.fromDER(fromHex(replay.response)).check(hidden).ok, false);
  });

  test("what Object.prototype has is not an option", () => {
    const forged = named("P-256: a CA as delegate, by key: basicConstraints cA");
    const signer = named("P-256: a trusted responder that is a CA: basicConstraints cA").options.trustedResponders;
    const response = OCSPResponse.fromDER(fromHex(forged.response));
    const options = optionsOf(forged);
    const asked = named("32 octets sent, none came back");
    for (const [name, value] of /** @type {[string, any][]} */ ([
      ["trustedResponders", signer.map(fromHex)],
      ["issuer", fromHex(forged.issuer)],
      ["request", optionsOf(asked).request],
      ["time", new Date(0)],
      ["clockSkewSeconds", 0],
      ["allowSHA1Signatures", true],
    ])) {
      /** @type {any} */ (Object.prototype)[name] = value;
      try {
        assert.equal(response.check(options).ok, false, name);
        assert.throws(() => response.assertGood(options), { code: "ERR_NOT_RELIABLE" }, name);
        assert.throws(() => response.check(/** @type {any} */ ({ certificate: options.certificate })), {
          code: "ERR_INVALID_ARGUMENT",
        });
      } finally {
        delete (/** @type {any} */ (Object.prototype)[name]);
      }
      ran++;
    }
  });

  test("an object with another prototype is refused", () => {
    const replay = named("32 octets sent, none came back");
    const response = OCSPResponse.fromDER(fromHex(replay.response));
    const strict = { noncePolicy: "required" };
    class Strict {
      noncePolicy = "required";
    }
    for (const options of [
      Object.assign(Object.create(strict), optionsOf(replay)),
      Object.assign(new Strict(), optionsOf(replay)),
      Object.assign(Object.create(Object.create(null)), optionsOf(replay)),
      Object.assign([], optionsOf(replay)),
      Object.assign(() => {}, optionsOf(replay)),
      new Map(Object.entries(optionsOf(replay))),
    ]) {
      for (const method of METHODS) {
        assert.throws(() => response[method](options), { code: "ERR_INVALID_ARGUMENT" });
      }
      ran++;
    }
  });

  test("plain objects without a prototype or of another realm are taken", () => {
    const chosen = named("32 octets sent, none came back");
    const response = OCSPResponse.fromDER(fromHex(chosen.response));
    for (const empty of [Object.create(null), vm.runInNewContext("({})"), Object.freeze({})]) {
      const options = Object.isFrozen(empty)
        ? Object.freeze({ ...optionsOf(chosen) })
        : Object.assign(empty, optionsOf(chosen));
      assert.equal(response.check(options).ok, true);
      if (!Object.isFrozen(options)) {
        assert.equal(response.check(Object.assign(options, { noncePolicy: "required" })).ok, false);
      }
      ran++;
    }
  });
});

describe("builders and makers", { skip }, () => {
  const key = privateKeyPEM("p-256");
  const signer = certificatePEM("p-256");
  const time = new Date("2026-01-01T00:00:00Z");

  /** Calls with an option that nobody knows. @type {Record<string, (options: any) => unknown>} */
  const calls = {
    addCertificate: (options) => {
      const chosen = named("P-256: the issuer itself, which is a CA");
      const [leaf, ca] = [certificateOf(chosen.certificate), certificateOf(chosen.issuer)];
      return new OCSPRequestBuilder().addCertificate(leaf, ca, "SHA-1", options);
    },
    addCertificateByHash: (options) => new OCSPRequestBuilder().addCertificateByHash(someCertID(), options),
    "addExtension of a request": (options) => new OCSPRequestBuilder().addExtension(nonce(), options),
    "addExtension of a response": (options) => new OCSPResponseBuilder().addExtension(nonce(), options),
    "sign of a request": (options) =>
      new OCSPRequestBuilder().addCertificateByHash(someCertID()).requestorName(signer).sign(key, "SHA-256", options),
    "sign of a response": (options) => answer().sign(key, "SHA-256", options),
    extension: (options) => extension("1.2.3", Uint8Array.of(5, 0), options),
    findCertificate: (options) => findCertificate([signer], options),
  };
  const someCertID = () => {
    const chosen = named("P-256: the issuer itself, which is a CA");
    return certID(certificateOf(chosen.certificate), certificateOf(chosen.issuer));
  };
  const entry = (/** @type {object} */ more) =>
    /** @type {any} */ ({ certID: someCertID(), certificateStatus: "good", thisUpdate: time, ...more });
  const answer = () => new OCSPResponseBuilder().addResponseByHash(entry({})).responderId("name", signer);

  for (const [name, call] of Object.entries(calls)) {
    test(name, () => {
      call(undefined);
      call({});
      for (const wrong of [
        { critcal: true },
        { rsaPading: "pss" },
        { extension: [] },
        Object.create({ a: 1 }),
        new Date(),
      ]) {
        assert.throws(() => call(wrong), { code: "ERR_INVALID_ARGUMENT" }, name);
        ran++;
      }
    });
  }

  for (const [wrong, right] of [
    ["nextupdate", "nextUpdate"],
    ["revocationDate", "revocation"],
    ["reason", "revocationReason"],
    ["certificatestatus", "certificateStatus"],
    ["extension", "extensions"],
  ]) {
    test(`addResponse, addResponseByHash, addResponses: ${wrong}`, () => {
      const builder = new OCSPResponseBuilder();
      const message = new RegExp(`${wrong}.*${right}`);
      const given = entry({ [wrong]: time });
      const { certID: _, ...others } = given;
      const byCertificate = { ...others, certificate: signer, issuer: signer };
      for (const call of [
        () => builder.addResponseByHash(given),
        () => builder.addResponses([entry({}), given]),
        () => builder.addResponse(byCertificate),
      ]) {
        assert.throws(call, { code: "ERR_INVALID_ARGUMENT", message });
        ran++;
      }
    });
  }
});
