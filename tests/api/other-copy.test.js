// Objects that another copy of the library made: CommonJS beside the ES module, as when a test runner requires what the
// program imports. Nothing about them counts but their DER. The certificates and the answer are OpenSSL's.

import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as here from "../../bindings/index.js";
import { answerByOpenSSL, makePKI } from "../support/pki.js";

/** @type {typeof here} */
const there = createRequire(import.meta.url)(fileURLToPath(new URL("../../build/package/index.cjs", import.meta.url)));

const pki = makePKI();
after(pki.remove);
const [certificatePEM, issuerPEM, responderPEM] = ["server.pem", "ca.pem", "responder.pem"].map(pki.text);
const key = createPrivateKey(pki.text("responder.key"));
const bytes = (/** @type {string} */ name) => new Uint8Array(readFileSync(pki.at(name)));
const requestDER = bytes("request.der");
answerByOpenSSL(pki, "request.der", "answer.der");
const answerDER = bytes("answer.der");

const [certificate, issuer, responder] = [certificatePEM, issuerPEM, responderPEM].map(there.Certificate.fromPEM);
const request = there.OCSPRequest.fromDER(requestDER);
const answer = there.OCSPResponse.fromDER(answerDER);
const builder = () => new here.OCSPRequestBuilder();
const refused = { name: "OCSPError", code: "ERR_INVALID_ARGUMENT" };

test("they are of another copy", () => {
  assert.equal(certificate instanceof there.Certificate, true);
  assert.equal(certificate instanceof here.Certificate, false);
});

describe("what takes them gives what their bytes give", () => {
  test("certificates", () => {
    const mine = here.Certificate.from(certificate);
    assert.ok(mine instanceof here.Certificate);
    assert.deepEqual(mine.toDER(), certificate.toDER());
    assert.equal(mine.isIssuedBy(issuer), true);
    assert.equal(mine.isIssuedBy(responder), false);
    assert.equal(
      here.findIssuer(certificate, [responder, issuer]).issuer?.subject.toString(),
      "CN=Example CA,O=Example",
    );
    assert.deepEqual(
      builder().addCertificate(certificate, issuer).build().toDER(),
      builder().addCertificate(certificatePEM, issuerPEM).build().toDER(),
    );
  });

  test("a request, a certificate and responders in check()", () => {
    const response = here.OCSPResponse.fromDER(answerDER);
    for (const more of [{}, { trustedResponders: [responder] }, { responderCertificates: [responder] }]) {
      const report = response.check({ certificate, issuer, request, noncePolicy: "required", ...more });
      assert.equal(report.certificateStatus, "good");
    }
    assert.equal(response.assertGood({ certificate, issuer, request }).certificateStatus, "good");
    const other = there.Certificate.fromPEM(pki.text("other.pem"));
    const { checks } = response.check({ certificate: other, issuer, request });
    assert.equal(checks.find(({ name }) => name === "certId")?.outcome, "fail");
  });

  test("CertIDs are echoed byte for byte, entries of requests and responses too", () => {
    const sha256 = there.certID(certificate, issuer, "SHA-256");
    for (const certID of [sha256, request.requests[0], answer.responses[0]]) {
      const [echoed] = builder().addCertificateByHash(certID).build().requests;
      assert.deepEqual(echoed.der, certID.der);
    }
    const report = here.OCSPResponse.fromDER(answerDER).check({ certificate: request.requests[0], issuer });
    assert.equal(report.certificateStatus, "good");
  });

  test("names and extensions", () => {
    assert.equal(here.Certificate.fromPEM(certificatePEM).issuer.equals(issuer.subject), true);
    const nonce = there.nonce(Uint8Array.of(1, 2, 3));
    const built = builder()
      .addCertificate(certificate, issuer)
      .requestorName(issuer.subject)
      .addExtension(nonce)
      .addExtension(there.serviceLocator(issuer.subject))
      .build();
    assert.deepEqual(built.nonce, Uint8Array.of(1, 2, 3));
    assert.equal(built.requestorName?.toString(), "CN=Example CA,O=Example");
    assert.equal(built.extensions.get("serviceLocator")?.decoded?.issuer.toString(), "CN=Example CA,O=Example");
  });

  test("messages that say which certificate is meant", () => {
    for (const message of [request, answer]) {
      const found = here.findCertificate([pki.text("other.pem"), certificatePEM, issuerPEM], { message });
      assert.deepEqual(found.certificate?.toDER(), certificate.toDER());
    }
  });

  test("builders of responses, and the other way round", () => {
    for (const [one, other] of [
      [here, there],
      [there, here],
    ]) {
      const signed = new one.OCSPResponseBuilder()
        .addResponse({
          certificate: other.Certificate.fromPEM(certificatePEM),
          issuer: other.Certificate.fromPEM(issuerPEM),
          certificateStatus: "revoked",
          revocationTime: new Date(),
          thisUpdate: new Date(),
        })
        .responderId("name", other.Certificate.fromPEM(responderPEM))
        .certificates([other.Certificate.fromPEM(responderPEM)])
        .sign(key, "SHA-384");
      const { certificateStatus } = one.OCSPResponse.fromDER(signed.toDER()).check({
        certificate: other.Certificate.fromPEM(certificatePEM),
        issuer: other.Certificate.fromPEM(issuerPEM),
      });
      assert.equal(certificateStatus, "revoked");
    }
  });

  test("errors have their code", () => {
    assert.throws(() => there.Certificate.from(/** @type {any} */ ({ toDER: () => new Uint8Array(1) })), refused);
    assert.throws(() => here.Certificate.from(/** @type {any} */ (certificate.subject)), refused);
  });
});

describe("nothing is believed beyond the bytes", () => {
  /** @param {string} tag @param {object} properties @returns {any} */
  const called = (tag, properties) => ({ [Symbol.toStringTag]: tag, ...properties });

  test("a request with a nonce of its own, of this copy or another", () => {
    const response = here.OCSPResponse.fromDER(answerDER);
    const withoutNonce = builder().addCertificate(certificatePEM, issuerPEM).build();
    const nonce = response.nonce;
    assert.ok(nonce);
    for (const impostor of [
      called("OCSPRequest", { toDER: () => withoutNonce.toDER(), nonce }),
      Object.defineProperty(there.OCSPRequest.fromDER(withoutNonce.toDER()), "nonce", { value: nonce }),
      Object.defineProperty(here.OCSPRequest.fromDER(withoutNonce.toDER()), "nonce", { value: nonce }),
    ]) {
      assert.throws(
        () =>
          response.check({
            certificate: certificatePEM,
            issuer: issuerPEM,
            request: impostor,
            noncePolicy: "required",
          }),
        { ...refused, message: /^options\.noncePolicy: / },
      );
    }
  });

  test("a CertID with DER of its own", () => {
    const [meant, other] = [certificatePEM, pki.text("other.pem")].map((pem) => here.certID(pem, issuerPEM));
    Object.defineProperty(meant, "der", { value: other.der });
    assert.equal(builder().addCertificateByHash(meant).build().serialNumber, certificate.serialNumber);
  });

  test("a certificate that says that it is another", () => {
    const liar = called("Certificate", {
      toDER: () => bytes("ca.der"),
      subject: certificate.subject,
      serialNumber: certificate.serialNumber,
      isIssuedBy: () => true,
    });
    assert.equal(here.Certificate.from(liar).subject.toString(), "CN=Example CA,O=Example");
    const report = here.OCSPResponse.fromDER(answerDER).check({ certificate: liar, issuer: issuerPEM });
    assert.equal(report.ok, false);
  });

  test("bytes that change between two looks are looked at once", () => {
    let looks = 0;
    const changing = called("Certificate", {
      toDER: () => (looks++ === 0 ? here.Certificate.fromPEM(certificatePEM).toDER() : new Uint8Array(1)),
    });
    assert.deepEqual(here.Certificate.from(changing).toDER(), certificate.toDER());
    assert.equal(looks, 1);
  });

  test("bytes that are none of the kind are refused with their place", () => {
    for (const broken of [new Uint8Array([0x30, 0x80, 0, 0]), certificate.toDER()]) {
      assert.throws(() => builder().addCertificateByHash(called("CertID", { der: broken })), {
        name: "OCSPError",
        code: /^ERR_DER_/,
      });
      assert.throws(
        () =>
          here.OCSPResponse.fromDER(answerDER).check({
            certificate: certificatePEM,
            issuer: issuerPEM,
            request: called("OCSPRequest", { toDER: () => broken }),
          }),
        { name: "OCSPError", code: /^ERR_(?:DER|OCSP)_/ },
      );
    }
    for (const none of [
      called("Certificate", {}),
      called("Certificate", { toDER: () => "text" }),
      called("Certificate", {
        toDER() {
          throw new RangeError("mine");
        },
      }),
      Object.create(there.Certificate.prototype),
      there.Certificate.prototype,
    ]) {
      assert.throws(() => here.Certificate.from(none), refused);
    }
    assert.throws(() => builder().addCertificateByHash(called("CertID", {})), refused);
    assert.throws(() => here.findCertificate([certificatePEM], { message: called("OCSPRequest", {}) }), refused);
  });

  test("a private key stays in its copy, and the error says what to do", () => {
    const foreign = there.PrivateKey.from(pki.text("responder.key"));
    assert.throws(() => here.PrivateKey.from(foreign), {
      ...refused,
      message: /^input: this PrivateKey belongs to another copy of bearocsp .* make the key with the copy that signs/,
    });
    assert.throws(
      () => builder().addCertificate(certificate, issuer).requestorName(issuer.subject).sign(foreign, "SHA-384"),
      { ...refused, message: /^key: this PrivateKey belongs to another copy/ },
    );
    /* What is reachable of it, by any name, registered symbols included, is its public half. */
    const reachable = [foreign, Object.getPrototypeOf(foreign)]
      .flatMap((object) => Reflect.ownKeys(object))
      .map(String);
    assert.deepEqual(reachable.filter((name) => !name.startsWith("Symbol(")).sort(), [
      "constructor",
      "publicKey",
      "toJSON",
    ]);
  });
});
