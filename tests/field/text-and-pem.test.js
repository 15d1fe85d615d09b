// PEM in bytes is taken wherever PEM text is; HTML, JSON or plain text in place of DER is called text, not "UNIVERSAL
// 13". OpenSSL wrote the PEM.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Certificate,
  certID,
  dissect,
  OCSPRequest,
  OCSPRequestBuilder,
  OCSPResponse,
  OCSPResponseBuilder,
  PrivateKey,
} from "../../bindings/index.js";
import { certificatePEM, privateKeyPEM } from "../support/openssl.js";

const pem = certificatePEM("p-256");
const key = privateKeyPEM("p-256");
const expected = Certificate.fromPEM(pem);
const time = new Date("2026-01-01T00:00:00Z");
const FORMS = {
  Buffer: (/** @type {string} */ text) => Buffer.from(text),
  Uint8Array: (/** @type {string} */ text) => new TextEncoder().encode(text),
  ArrayBuffer: (/** @type {string} */ text) => new TextEncoder().encode(text).buffer,
  DataView: (/** @type {string} */ text) => new DataView(new TextEncoder().encode(text).buffer),
  "a Buffer with CRLF": (/** @type {string} */ text) => Buffer.from(text.replace(/\n/g, "\r\n")),
};

for (const [name, form] of Object.entries(FORMS)) {
  const bytes = /** @type {any} */ (form(pem));
  const keyBytes = /** @type {any} */ (form(key));

  test(`PEM of a certificate in ${name}`, () => {
    const { der } = certID(expected, expected);
    assert.deepEqual(Certificate.from(bytes).toDER(), expected.toDER());
    assert.deepEqual(certID(bytes, bytes).der, der);
    assert.deepEqual(new OCSPRequestBuilder().addCertificate(bytes, bytes).build().requests[0].der, der);
    assert.ok(expected.isIssuedBy(bytes));
  });

  test(`PEM of a private key in ${name}`, () => {
    assert.deepEqual(PrivateKey.from(keyBytes).publicKey.spki, expected.publicKey.spki);
    const entry = { certificate: bytes, issuer: bytes, certificateStatus: /** @type {const} */ ("good") };
    const response = new OCSPResponseBuilder()
      .addResponse({ ...entry, thisUpdate: time, nextUpdate: new Date(time.getTime() + 86400e3) })
      .responderId("name", bytes)
      .certificates([bytes])
      .producedAt(time)
      .sign(keyBytes, "SHA-256");
    assert.ok(response.isSignedBy(bytes));
    const given = {
      issuer: bytes,
      certificate: bytes,
      time,
      trustedResponders: [bytes],
      responderCertificates: [bytes],
    };
    assert.equal(response.check(given).ok, true);
  });
}

/** What servers and people give for DER. */
const TEXTS = [
  "<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head></html>",
  "<html><body>Bad Gateway</body></html>",
  "\r\n<html>",
  "HTTP/1.1 200 OK\r\nContent-Type: application/ocsp-response\r\n",
  '{"error":"unauthorized"}',
  "Bad Request",
  "error code: 1020",
  "unauthorized\n",
  "MIIBCgKCAQEA",
];
const READERS = {
  "OCSPResponse.fromDER": (/** @type {Uint8Array} */ bytes) => OCSPResponse.fromDER(bytes),
  "OCSPRequest.fromDER": (/** @type {Uint8Array} */ bytes) => OCSPRequest.fromDER(bytes),
  "Certificate.fromDER": (/** @type {Uint8Array} */ bytes) => Certificate.fromDER(bytes),
};
for (const [name, read] of Object.entries(READERS)) {
  test(`${name} of text`, () => {
    for (const text of TEXTS) {
      assert.throws(
        () => read(Buffer.from(text)),
        (/** @type {any} */ error) => {
          assert.match(error.code, /^ERR_(DER_|PEM)/, text);
          assert.match(error.message, /these bytes are text that begins/, text);
          assert.doesNotMatch(error.message, /UNIVERSAL|undefined/, text);
          assert.doesNotMatch(error.message, /[\r\n]/, text);
          return true;
        },
      );
      assert.doesNotThrow(() => dissect(Buffer.from(text)));
    }
  });

  test(`${name} of what is no text`, () => {
    for (const bytes of [Uint8Array.of(), Uint8Array.of(0x0d), Uint8Array.of(0x3c, 0x02, 1, 0), Uint8Array.of(5, 0)]) {
      assert.throws(
        () => read(bytes),
        (/** @type {any} */ error) => {
          assert.match(error.code, /^ERR_DER_/);
          assert.doesNotMatch(error.message, /are text that begins/);
          return true;
        },
      );
    }
  });
}
