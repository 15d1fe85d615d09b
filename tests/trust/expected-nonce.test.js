// RFC 9654 2.1: a nonce has 1 to 128 octets. What a caller says about the nonce that was sent must not contradict
// itself, and what counts is what the request's bytes say.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { extension, nonce, OCSPRequest, OCSPRequestBuilder, OCSPResponseBuilder } from "../../bindings/index.js";
import { CERT_ID, ENTRY, THIS_UPDATE } from "../support/answers.js";
import { octetString } from "../support/der.js";
import { extension as buildExtension, request as buildRequest, OID } from "../support/messages.js";
import { certificatePEM, privateKeyPEM } from "../support/openssl.js";

const bytes = (/** @type {number} */ length) => new Uint8Array(length).fill(length);
const issuer = certificatePEM("p-256");
const requestWith = (/** @type {Uint8Array} */ value) =>
  OCSPRequest.fromDER(buildRequest({ extensions: buildExtension(OID.nonce, octetString(value)) }).bytes);
const responseWith = (/** @type {Uint8Array | null} */ value) => {
  const builder = new OCSPResponseBuilder()
    .addResponseByHash(ENTRY)
    .responderId("hash", issuer)
    .producedAt(THIS_UPDATE);
  return (value === null ? builder : builder.addExtension(nonce(value))).sign(privateKeyPEM("p-256"), "SHA-256");
};
const answer = responseWith(bytes(16));
const judged = { issuer, certificate: CERT_ID, time: THIS_UPDATE };
/** @param {object} options @param {typeof answer} [response] */
const outcome = (options, response = answer) =>
  response.check({ ...judged, ...options }).checks.find(({ name }) => name === "nonce")?.outcome;
const invalid = (/** @type {RegExp} */ message) => ({ name: "OCSPError", code: "ERR_INVALID_ARGUMENT", message });

describe("expectedNonce", () => {
  test("has 1 to 128 bytes", () => {
    for (const length of [0, 129, 1000]) {
      assert.throws(
        () => answer.check({ ...judged, expectedNonce: bytes(length) }),
        invalid(new RegExp(`^options\\.expectedNonce: expected 1 to 128 bytes .*, got ${length}$`)),
      );
    }
    for (const length of [1, 128]) {
      assert.equal(outcome({ expectedNonce: bytes(length) }), "fail");
      assert.equal(outcome({ expectedNonce: bytes(length) }, responseWith(bytes(length))), "pass");
    }
  });

  test("is the request's, if both are given", () => {
    const request = new OCSPRequestBuilder()
      .addCertificateByHash(CERT_ID)
      .addExtension(nonce(bytes(16)))
      .build();
    assert.equal(outcome({ request, expectedNonce: bytes(16) }), "pass");
    for (const other of [bytes(15), bytes(17), new Uint8Array(16)]) {
      assert.throws(
        () => answer.check({ ...judged, request, expectedNonce: other }),
        invalid(/^options\.expectedNonce: expected the nonce of options\.request, got another/),
      );
    }
    const without = new OCSPRequestBuilder().addCertificateByHash(CERT_ID).build();
    assert.equal(outcome({ request: without, expectedNonce: bytes(16) }), "pass");
    // What is no nonce contradicts none; an answer without a nonce then still lacks the one that is required.
    for (const length of [0, 129]) {
      const options = { request: requestWith(bytes(length)), expectedNonce: bytes(16), noncePolicy: "required" };
      assert.equal(outcome(options, responseWith(null)), "fail");
    }
  });
});

test('noncePolicy "required" needs a nonce that is one', () => {
  for (const length of [0, 129]) {
    assert.equal(requestWith(bytes(length)).nonce?.length, length);
    assert.throws(
      () => answer.check({ ...judged, request: requestWith(bytes(length)), noncePolicy: "required" }),
      invalid(/^options\.noncePolicy: "required" needs a request with a nonce of 1 to 128 bytes/),
    );
  }
  assert.equal(outcome({ request: requestWith(bytes(128)), noncePolicy: "required" }), "fail");
});

test("no property that hides a request's getter counts as its nonce", () => {
  /* The request sent no nonce, or another: an old answer replayed must not pass as the answer to it. */
  const replayed = responseWith(bytes(16));
  const sent = () => requestWith(bytes(20));
  const lying = Object.create(OCSPRequest.prototype, { nonce: { get: () => bytes(16) } });
  const liars = [
    Object.defineProperty(sent(), "nonce", { value: bytes(16) }),
    Object.setPrototypeOf(sent(), lying),
    Object.setPrototypeOf(sent(), { nonce: bytes(16) }),
    Object.defineProperty(sent(), "extensions", { value: [nonce(bytes(16))] }),
    Object.defineProperty(sent(), "toDER", { value: () => requestWith(bytes(16)).toDER() }),
  ];
  for (const request of liars) {
    assert.equal(outcome({ request }, replayed), "fail");
    assert.equal(outcome({ request, noncePolicy: "required" }, replayed), "fail");
  }
  const none = Object.defineProperty(new OCSPRequestBuilder().addCertificateByHash(CERT_ID).build(), "nonce", {
    value: bytes(16),
  });
  assert.throws(() => replayed.check({ ...judged, request: none, noncePolicy: "required" }), invalid(/noncePolicy/));
  for (const request of [new Proxy(sent(), {}), Object.create(sent()), { nonce: bytes(16) }]) {
    assert.throws(() => replayed.check({ ...judged, request }), invalid(/^options\.request: expected an OCSPRequest/));
  }
});

test("no property that hides an extension's getter counts when a message is built", () => {
  const lying = Object.defineProperty(nonce(bytes(16)), "value", { value: Uint8Array.of(5, 0) });
  const request = new OCSPRequestBuilder().addCertificateByHash(CERT_ID).addExtension(lying).build();
  assert.deepEqual(request.nonce, bytes(16));
  const own = { oid: OID.nonce, name: null, critical: false, value: Uint8Array.of(4, 1, 7) };
  const builder = new OCSPRequestBuilder().addCertificateByHash(CERT_ID);
  assert.deepEqual(builder.addExtension(own).build().nonce, Uint8Array.of(7));
});

test("nonce() makes 1 to 128 bytes, 32 by default", () => {
  assert.equal(nonce().decoded?.length, 32);
  for (const length of [1, 128]) {
    assert.deepEqual(nonce(bytes(length)).decoded, bytes(length));
  }
  for (const length of [0, 129]) {
    assert.throws(() => nonce(bytes(length)), invalid(/^value: expected 1 to 128 bytes \(RFC 9654 section 2\.1\)/));
  }
});

test("an extension of any value can still be made by its OID, for tests of others", () => {
  assert.equal(extension(OID.nonce, Uint8Array.of(4, 0)).critical, false);
});
