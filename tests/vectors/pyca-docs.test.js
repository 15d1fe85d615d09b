// The examples of the documentation of Python's cryptography give their results here too.

import assert from "node:assert/strict";
import { verify, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { OCSPRequest, OCSPRequestBuilder, OCSPResponse, OCSPResponseBuilder } from "../../bindings/index.js";
import { hex } from "../support/fields.js";
import { describeVectors } from "../support/vectors.js";

const examples = {
  "load request"(source, { file, expect }) {
    const request = OCSPRequest.fromDER(source.bytes(file));
    assert.equal(request.serialNumber, BigInt(expect.serialNumber));
    assert.equal(request.hashAlgorithm, expect.hashAlgorithm);
  },
  "build request"(source, { certificate, issuer, hashAlgorithm, expect }) {
    const request = new OCSPRequestBuilder()
      .addCertificate(source.certificate(certificate), source.certificate(issuer), hashAlgorithm)
      .build();
    assert.equal(Buffer.from(request.toDER()).toString("base64"), expect.base64);
  },
  "load unsuccessful response"(source, { file, expect }) {
    assert.equal(OCSPResponse.fromDER(source.bytes(file)).responseStatus, expect.responseStatus);
  },
  "build unsuccessful"(source, { status, expect }) {
    assert.equal(hex(OCSPResponseBuilder.buildUnsuccessful(status).toDER()), expect.hex);
  },
  "build and sign response"(
    source,
    {
      certificate,
      issuer,
      hashAlgorithm,
      certificateStatus,
      responderId: [encoding, responder],
      key,
      signatureHash,
      expect,
    },
  ) {
    const thisUpdate = new Date();
    const response = new OCSPResponseBuilder()
      .addResponse({
        certificate: source.certificate(certificate),
        issuer: source.certificate(issuer),
        hashAlgorithm,
        certificateStatus,
        thisUpdate,
      })
      .responderId(encoding, source.certificate(responder))
      .sign(source.text(key), signatureHash);
    const read = OCSPResponse.fromDER(response.toDER());
    assert.equal(read.certificateStatus, expect.certificateStatus);
    assert.equal(read.signatureHashAlgorithm, signatureHash);
    assert.equal(read.isSignedBy(source.certificate(responder)), true);
    const { publicKey } = new X509Certificate(source.text(responder));
    assert.ok(verify(signatureHash, read.tbsResponseBytes, publicKey, read.signature));
  },
};

describeVectors("pyca-docs", (source) => {
  for (const example of source.table.cases) {
    test(example.id, () => examples[example.id](source, example));
  }
});
