// The examples of the documentation of Python's cryptography give their results here too.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OCSPRequest, OCSPRequestBuilder, OCSPResponse, OCSPResponseBuilder } from "../bindings/index.js";
import { hex } from "./support/fields.js";
import { describeVectors, RESPONSE_SIGNING } from "./support/vectors.js";

const examples = {
  "load request"(source, { file, expect }) {
    const request = OCSPRequest.fromDER(source.bytes(file));
    assert.equal(request.serialNumber, BigInt(expect.serialNumber));
    assert.equal(request.hashAlgorithm, expect.hashAlgorithm);
  },
  "build request"(source, { certificate, issuer, hashAlgorithm, expect }) {
    const request = new OCSPRequestBuilder()
      .addCertificate(source.certificate(certificate), source.certificate(issuer), hashAlgorithm).build();
    assert.equal(Buffer.from(request.toDER()).toString("base64"), expect.base64);
  },
  "load unsuccessful response"(source, { file, expect }) {
    assert.equal(OCSPResponse.fromDER(source.bytes(file)).responseStatus, expect.responseStatus);
  },
  "build unsuccessful"(source, { status, expect }) {
    assert.equal(hex(OCSPResponseBuilder.buildUnsuccessful(status).toDER()), expect.hex);
  },
  "build and sign response": RESPONSE_SIGNING,
};

describeVectors("pyca-docs", (source) => {
  for (const example of source.table.cases) {
    const run = examples[example.id];
    if (typeof run === "string") test(example.id, { skip: run });
    else test(example.id, () => run(source, example));
  }
});
