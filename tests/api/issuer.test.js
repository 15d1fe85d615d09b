// findIssuer() and findCertificate(): which of some certificates is in question, and which of the others issued it. The
// certificates are OpenSSL's.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  Certificate,
  findCertificate,
  findIssuer,
  OCSPError,
  OCSPRequestBuilder,
  OCSPResponseBuilder,
} from "../../bindings/index.js";
import { KeptKeys } from "../../bindings/keys/kept-keys.js";
import { CHAINS, makeChains } from "../support/chains.js";
import { addSecondCA } from "../support/dsa-key-substitution.js";
import { privateKeyPEM } from "../support/openssl.js";
import { makePKI } from "../support/pki.js";

const pems = makeChains();
const certificates = Object.fromEntries(Object.entries(pems).map(([name, pem]) => [name, Certificate.fromPEM(pem)]));
const named = (/** @type {string} */ names) =>
  names
    .split(" ")
    .filter(Boolean)
    .map((name) => certificates[name]);
/** The name of a certificate of this test. @param {Certificate | null} certificate */
const nameOf = (certificate) =>
  Object.keys(certificates).find((name) => certificate?.toPEM() === certificates[name].toPEM()) ?? null;

describe("the issuer of one certificate", () => {
  for (const [about, certificate, candidates, issuer, by, problem, left] of [
    ["the key decides", "leaf", "rekeyed stranger ca", "ca", "key", null, "rekeyed ca"],
    ["one of two certificates of one key", "leaf", "cross ca", "cross", "key", null, "cross ca"],
    ["a root without basicConstraints", "ofOldRoot", "oldRoot ca", "oldRoot", "key", null, "oldRoot"],
    ["an intermediate's", "sub", "leaf sub root ca", "ca", "key", null, "ca"],
    ["a self-signed certificate is its own", "root", "ca root", "root", "key", null, "root"],
    ["a self-issued one has its old key", "newWithOld", "newWithOld ca", "ca", "key", null, "ca"],
    ["but not itself for its name", "newWithOld", "newWithOld leaf", null, null, "no-issuer", ""],
    ["none there", "leaf", "leaf root stranger", null, null, "no-issuer", ""],
    ["another key of the name", "leaf", "rekeyed leaf", null, null, "wrong-key", "rekeyed"],
    ["not verified", "ofCurve", "root curveCA", "curveCA", "name", null, "curveCA"],
    [
      "not verified, and not clear",
      "ofCurve",
      "secondCurveCA curveCA",
      null,
      null,
      "several-issuers",
      "secondCurveCA curveCA",
    ],
    ["repetitions do not count", "leaf", "ca ca rekeyed", "ca", "key", null, "ca rekeyed"],
    ["no candidates", "leaf", "", null, null, "no-issuer", ""],
  ]) {
    test(String(about), () => {
      const found = findIssuer(certificates[String(certificate)], named(String(candidates)));
      assert.deepEqual(
        [nameOf(found.issuer), found.by, found.problem, found.candidates.map(nameOf).join(" ")],
        [issuer, by, problem, left],
      );
      assert.equal(found.error instanceof OCSPError, certificate === "ofCurve");
      assert.ok(Object.isFrozen(found) && Object.isFrozen(found.candidates));
    });
  }

  test("never by a DSA key, whatever it verifies", (t) => {
    const pki = makePKI();
    t.after(pki.remove);
    addSecondCA(pki, { responder: "http://ocsp.example/" });
    const [server, second, ca] = ["dsa-server.pem", "second-ca.pem", "dsa-ca.pem"].map((file) =>
      Certificate.fromPEM(pki.text(file)),
    );
    assert.deepEqual(
      [second, ca].map((each) => server.isIssuedBy(each)),
      [true, true],
    );
    for (const candidates of [[second, ca], [ca], [second]]) {
      const { issuer, by, problem, candidates: left } = findIssuer(server, candidates);
      assert.deepEqual([issuer, by, problem, left], [null, null, "dsa", candidates]);
    }
  });

  test("each key is tried once, in all calls", (t) => {
    // Whatever is kept of a key is looked for once a signature.
    const asked = t.mock.method(KeptKeys.prototype, "of");
    const fresh = Certificate.fromPEM(pems.leaf);
    for (let i = 0; i < 3; i++) {
      assert.equal(findIssuer(fresh, named("rekeyed cross ca")).issuer, certificates.cross);
    }
    assert.equal(asked.mock.callCount(), 2);
  });

  test("inputs in every form; what is not a certificate is refused", () => {
    assert.equal(nameOf(findIssuer(pems.leaf, new Set([certificates.ca.toDER()])).issuer), "ca");
    for (const args of [
      [undefined, []],
      [pems.leaf, undefined],
      [pems.leaf, [42]],
      [pems.leaf, certificates.ca],
    ]) {
      assert.throws(() => Reflect.apply(findIssuer, undefined, args), { code: "ERR_INVALID_ARGUMENT" });
    }
  });
});

describe("the certificate in question", () => {
  for (const [about, given, certificate, issuer, candidates = ""] of CHAINS) {
    test(String(about), () => {
      const found = findCertificate(named(String(given)));
      assert.deepEqual([nameOf(found.certificate), nameOf(found.issuer)], [certificate, issuer]);
      if (certificate === null || candidates !== "") {
        assert.equal(found.candidates.map(nameOf).join(" "), candidates);
        assert.equal(found.problem, certificate === null ? "several-certificates" : "wrong-key");
      }
    });
  }

  test("none", () => {
    const { certificate, issuer, by, problem, candidates, error } = findCertificate([]);
    assert.deepEqual(
      [certificate, issuer, by, problem, candidates, error],
      [null, null, null, "no-certificate", [], null],
    );
  });

  test("of a hundred CAs none is verified against the others", (t) => {
    const asked = t.mock.method(KeptKeys.prototype, "of");
    const der = certificates.sub.toDER();
    const many = Array.from({ length: 100 }, (_, i) => {
      const copy = Buffer.from(der);
      copy[copy.length - 1] ^= i + 1;
      return Certificate.fromDER(copy);
    });
    const { problem, candidates } = findCertificate([certificates.root, ...many]);
    assert.deepEqual([problem, candidates.length, asked.mock.callCount()], ["several-certificates", 100, 0]);
  });
});

describe("a message decides first", () => {
  const { ca, leaf, other, root, rekeyed } = certificates;
  const request = new OCSPRequestBuilder().addCertificate(other, ca, "SHA-256").build();
  const response = new OCSPResponseBuilder()
    .addResponse({ certificate: other, issuer: ca, certificateStatus: "good", thisUpdate: new Date() })
    .responderId("name", ca)
    .sign(privateKeyPEM("p-256"), "SHA-256");
  for (const [name, message] of Object.entries({ request, response })) {
    test(`the ${name} names one of two`, () => {
      for (const given of [
        [leaf, other, ca],
        [ca, leaf, other],
      ]) {
        const found = findCertificate(given, { message });
        assert.deepEqual([found.certificate, found.issuer, found.by], [other, ca, "key"]);
      }
    });
    test(`the ${name} names one that is not there: its issuer is known by the hash of its key`, () => {
      for (const given of [
        [root, ca],
        [rekeyed, ca, certificates.responder],
      ]) {
        const found = findCertificate(given, { message });
        assert.deepEqual([found.certificate, found.issuer, found.by], [null, ca, "hash"]);
        assert.equal(found.problem, "no-certificate");
      }
      assert.equal(findCertificate([leaf, ca], { message }).certificate, leaf);
    });
  }

  test("what is given counts", () => {
    const chosen = findCertificate([leaf, ca, rekeyed], { issuer: rekeyed });
    assert.deepEqual([chosen.certificate, chosen.issuer, chosen.by], [leaf, rekeyed, "chosen"]);
    const asked = findCertificate([leaf, other, ca], { certificate: other.toDER() });
    assert.deepEqual([nameOf(asked.certificate), asked.issuer, asked.by], ["other", ca, "key"]);
    for (const options of [{ message: 42 }, { certificate: 42 }, { issuer: 42 }, 42]) {
      assert.throws(() => findCertificate([leaf], /** @type {any} */ (options)), { code: "ERR_INVALID_ARGUMENT" });
    }
  });
});
