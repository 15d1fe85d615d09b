// Two objects of one class are deeply equal exactly when their bytes are: for node:assert, and for what toEqual of Jest
// and Vitest compares with. Otherwise a test that uses it passes whatever the library returns.

import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";
import * as jest from "@jest/expect-utils";
import * as vitest from "@vitest/expect";
import {
  archiveCutoff,
  Certificate,
  certID,
  dissect,
  extension,
  nonce,
  OCSPRequest,
  OCSPRequestBuilder,
  OCSPResponse,
  OCSPResponseBuilder,
  PrivateKey,
} from "../../bindings/index.js";
import { answer, CERT_ID, ENTRY, question, THIS_UPDATE } from "../support/answers.js";
import { certificatePEM, openssl, privateKeyFile, privateKeyPEM } from "../support/openssl.js";
import { secretParts, secretsInText } from "../support/secrets.js";

const LATER = new Date(THIS_UPDATE.getTime() + 1000);
const bytes = (/** @type {number[]} */ ...octets) => Uint8Array.from(octets);
const certificate = (/** @type {import("../support/openssl.js").KeyName} */ name) =>
  Certificate.from(certificatePEM(name));
const issuer = certificate("p-256");

/** @param {Partial<import("../../bindings/index.js").SingleResponseByHash>} [entry] */
const response = (entry = {}, builder = answer("p-256")) =>
  builder.addResponseByHash({ ...ENTRY, ...entry }).sign(privateKeyPEM("p-256"), "SHA-256");
const again = (/** @type {OCSPResponse} */ each) => OCSPResponse.fromDER(each.toDER());
const request = (/** @type {bigint} */ serialNumber, extensions = [nonce(bytes(1))]) =>
  new OCSPRequestBuilder().addCertificateByHash({ ...CERT_ID, serialNumber }, { extensions }).build();
/**
 * The second entry of an answer.
 * @param {Partial<import("../../bindings/index.js").SingleResponseByHash>} entry
 */
const single = (entry) => response(entry).responses[1];
const revoked = /** @type {const} */ ({ certificateStatus: "revoked", revocationTime: THIS_UPDATE });
const key = (/** @type {import("../support/openssl.js").KeyName} */ name) => PrivateKey.from(privateKeyPEM(name));
const builder = () => new OCSPRequestBuilder().addCertificate(issuer, issuer);
const listOf = (/** @type {readonly any[]} */ extensions) =>
  new OCSPRequestBuilder().addCertificateByHash(CERT_ID, { extensions }).build().requests[0].extensions;

/**
 * By class: makers of an object, of which each gives another.
 * @type {Record<string, (() => object)[]>}
 */
const OBJECTS = {
  Certificate: [() => certificate("p-256"), () => certificate("p-384"), () => certificate("rsa-2048")],
  Name: [() => certificate("p-256").subject, () => certificate("p-384").subject],
  AlgorithmIdentifier: [
    () => certificate("p-256").signatureAlgorithm,
    () => certificate("rsa-2048").signatureAlgorithm,
  ],
  PublicKeyInfo: [() => certificate("p-256").publicKey, () => certificate("p-256-other").publicKey],
  PrivateKey: [() => key("p-256"), () => key("p-256-other"), () => key("rsa-2048"), () => key("ed25519")],
  CertID: [
    () => certID(issuer, issuer),
    () => certID(issuer, issuer, "SHA-256"),
    () => certID(certificate("p-384"), certificate("p-384")),
  ],
  OCSPRequest: [() => request(1n), () => request(2n), () => request(1n, [])],
  SingleRequest: [() => request(1n).requests[0], () => request(2n).requests[0], () => request(1n, []).requests[0]],
  OCSPResponse: [
    () => answer("ed25519").sign(privateKeyPEM("ed25519"), null),
    () => answer("ed448").sign(privateKeyPEM("ed448"), null),
    () => OCSPResponseBuilder.buildUnsuccessful("tryLater"),
    () => OCSPResponseBuilder.buildUnsuccessful("unauthorized"),
  ],
  SingleResponse: [
    () => single({}),
    () => single({ thisUpdate: LATER }),
    () => single({ nextUpdate: LATER }),
    () => single({ certificateStatus: "unknown" }),
    () => single(revoked),
    () => single({ ...revoked, revocationTime: LATER }),
    () => single({ ...revoked, revocationReason: "superseded" }),
    () => single({ extensions: [archiveCutoff(LATER)] }),
    () => single({ certID: { ...CERT_ID, serialNumber: 1n } }),
  ],
  Extension: [
    () => nonce(bytes(1)),
    () => nonce(bytes(2)),
    () => extension("1.3.6.1.5.5.7.48.1.2", bytes(4, 1, 1), { critical: true }),
    () => extension("1.2.3", bytes(4, 1, 1)),
  ],
  Extensions: [
    () => listOf([]),
    () => listOf([nonce(bytes(1))]),
    () => listOf([nonce(bytes(2))]),
    () => listOf([nonce(bytes(1)), extension("1.2.3", bytes(5, 0))]),
    () => listOf([extension("1.2.3", bytes(5, 0)), nonce(bytes(1))]),
  ],
  DERNode: [
    () => /** @type {object} */ (dissect(request(1n).toDER()).root),
    () => /** @type {object} */ (dissect(request(2n).toDER()).root),
    () => /** @type {any} */ (dissect(request(1n).toDER())).root.children[0],
  ],
  OCSPRequestBuilder: [
    () => new OCSPRequestBuilder(),
    builder,
    () => builder().addCertificate(issuer, issuer),
    () => builder().addExtension(nonce(bytes(1))),
    () => builder().addExtension(nonce(bytes(1)), { critical: true }),
    () => builder().requestorName(issuer),
    () => builder().certificates([issuer]),
    () => question("p-256"),
  ],
  OCSPResponseBuilder: [
    () => new OCSPResponseBuilder(),
    () => answer("p-256"),
    () => answer("p-384"),
    () => answer("p-256").addResponseByHash(ENTRY),
    () => answer("p-256").addResponseByHash({ ...ENTRY, thisUpdate: LATER }),
    () => answer("p-256").addResponse({ ...revoked, thisUpdate: LATER, certificate: issuer, issuer }),
  ],
};

/** Everything that says whether two things are equal, and throws unless it says what is expected. */
const COMPARISONS = {
  "node:assert": (/** @type {object} */ one, /** @type {object} */ other, /** @type {boolean} */ equal) =>
    equal ? assert.deepStrictEqual(one, other) : assert.notDeepStrictEqual(one, other),
  "Jest's toEqual": (/** @type {object} */ one, /** @type {object} */ other, /** @type {boolean} */ equal) =>
    assert.equal(jest.equals(one, other, [jest.iterableEquality]), equal),
  "Jest's toStrictEqual": (/** @type {object} */ one, /** @type {object} */ other, /** @type {boolean} */ equal) =>
    assert.equal(jest.equals(one, other, [jest.iterableEquality, jest.typeEquality], true), equal),
  "Vitest's toEqual": (/** @type {object} */ one, /** @type {object} */ other, /** @type {boolean} */ equal) =>
    assert.equal(vitest.equals(one, other, [vitest.iterableEquality]), equal),
};

for (const [comparison, compare] of Object.entries(COMPARISONS)) {
  describe(comparison, () => {
    for (const [name, makers] of Object.entries(OBJECTS)) {
      test(name, () => {
        for (const [i, make] of makers.entries()) {
          assert.equal(Object.prototype.toString.call(make()), `[object ${name}]`);
          for (const [k, other] of makers.entries()) {
            compare(make(), other(), i === k);
            compare({ in: [make()] }, { in: [other()] }, i === k);
          }
        }
      });
    }

    test("lists of entries and of certificates, and reports", () => {
      const one = response();
      const other = response({ thisUpdate: LATER });
      const judged = { issuer, certificate: null, time: LATER };
      compare(one.responses, again(one).responses, true);
      compare(one.responses, other.responses, false);
      compare(one.certificates, again(one).certificates, true);
      compare(one.certificates, answer("p-384").sign(privateKeyPEM("p-384"), "SHA-256").certificates, false);
      compare(one.check(judged), again(one).check(judged), true);
      const [good, bad] = [
        { ...judged, certificate: CERT_ID },
        { ...judged, certificate: { ...CERT_ID, serialNumber: 1n } },
      ];
      compare(one.check(good), response(revoked).check(good), false);
      compare(one.check(good), one.check(bad), false);
    });
  });
}

test("the forms of one private key are equal, and what is compared shows nothing of it", () => {
  const file = privateKeyFile("p-256");
  const forms = [
    privateKeyPEM("p-256"),
    openssl(["pkey", "-in", file, "-traditional"]).toString(),
    createPrivateKey(privateKeyPEM("p-256")),
  ];
  for (const form of forms) {
    assert.deepStrictEqual(PrivateKey.from(form), key("p-256"));
  }
  for (const name of /** @type {const} */ (["p-256", "rsa-2048", "ed25519"])) {
    const [symbol] = Object.getOwnPropertySymbols(key(name));
    const shown = JSON.stringify(/** @type {any} */ (key(name))[symbol]);
    assert.ok(shown.length > 64);
    assert.deepEqual(secretsInText(shown, secretParts(privateKeyPEM(name))), []);
  }
});

test("a failed assertion of node:assert shows what differs", () => {
  const hex = (/** @type {OCSPRequest} */ each) => Buffer.from(each.toDER()).toString("hex");
  assert.throws(
    () => assert.deepStrictEqual(request(1n), request(2n)),
    (/** @type {any} */ { message }) => message.includes(hex(request(1n))) && message.includes(hex(request(2n))),
  );
});

test("nothing else sees what is compared", () => {
  for (const make of Object.values(OBJECTS).flat()) {
    const object = make();
    assert.deepEqual(Object.keys(object), []);
    for (const name in object) {
      assert.fail(`${name} is enumerated`);
    }
    assert.doesNotMatch(inspect(object, { depth: 9 }), /Symbol/);
    assert.doesNotMatch(inspect(object, { depth: 9, showProxy: true }), /Symbol/);
    assert.doesNotMatch(String(JSON.stringify(object)), /Symbol|"bytes"/);
    assert.deepEqual(Object.keys({ ...object }), []);
    assert.deepEqual(structuredClone(object), {});
    const [symbol, ...others] = Object.getOwnPropertySymbols(object);
    assert.deepEqual(others, []);
    const seen = /** @type {any} */ (object)[symbol];
    assert.throws(() => {
      seen.bytes = "";
    }, TypeError);
    assert.throws(() => Object.freeze(seen), TypeError);
    assert.throws(() => Object.setPrototypeOf(seen, null), TypeError);
    assert.throws(() => delete seen.bytes, TypeError);
    assert.equal("other" in seen, false);
    assert.equal(seen.then, undefined);
    Object.freeze(object);
    assert.deepStrictEqual(object, make());
  }
});

test("an object of ours is not equal to one of another class", () => {
  assert.notDeepStrictEqual(request(1n).requests[0], certID(issuer, issuer));
  assert.notDeepStrictEqual(certificate("p-256"), {});
  assert.notDeepStrictEqual(OCSPRequest.fromDER(request(1n).toDER()).requests[0], { ...request(1n).requests[0] });
});

test("a worker posts the plain data of a report, and nothing of it is lost", async () => {
  const one = response();
  const report = one.check({ issuer, certificate: null, time: LATER });
  const worker = new Worker(
    `const { parentPort, workerData } = require("node:worker_threads");
     import(workerData.library).then(({ OCSPResponse }) => {
       const { der, issuer, time } = workerData;
       const report = OCSPResponse.fromDER(der).check({ issuer, certificate: null, time });
       parentPort.postMessage(report.toJSON());
     });`,
    {
      eval: true,
      workerData: {
        library: new URL("../../bindings/index.js", import.meta.url).href,
        der: one.toDER(),
        issuer: issuer.toDER(),
        time: LATER,
      },
    },
  );
  const posted = await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  assert.deepStrictEqual(posted, report.toJSON());
  assert.deepStrictEqual(structuredClone(report.toJSON()), report.toJSON());
  assert.deepStrictEqual(JSON.parse(JSON.stringify(report)), report.toJSON());
  assert.equal(posted.checks.length, report.checks.length);
  assert.equal(posted.ok, report.ok);
});
