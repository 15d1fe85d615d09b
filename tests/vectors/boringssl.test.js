// BoringSSL's OCSP unit tests: responses and requests are read, and each request is built again byte for byte.

import assert from "node:assert/strict";
import { test } from "node:test";
import { certID, OCSPRequest, OCSPRequestBuilder, OCSPResponse } from "../../bindings/index.js";
import { assertRequestFields, assertResponseFields, hex } from "../support/fields.js";
import { describeVectors } from "../support/vectors.js";

describeVectors("boringssl", (source) => {
  for (const { id, files, expect, responseFields, requestFields } of source.table.cases) {
    const [certificate, issuer, requestDER, responseDER] = ["cert", "issuer", "request", "response"].map((kind) =>
      source.bytes(files[kind]),
    );

    test(`${id}: response`, () => {
      const response = OCSPResponse.fromDER(responseDER);
      assertResponseFields(response, responseFields);
      assert.deepEqual(response.toDER(), responseDER);
      assert.equal(response.find(certificate, issuer)?.certificateStatus.toUpperCase(), expect.revocationStatus);
    });

    test(`${id}: request`, () => {
      const request = OCSPRequest.fromDER(requestDER);
      assertRequestFields(request, requestFields);
      assert.deepEqual(new OCSPRequestBuilder().addCertificate(certificate, issuer).build().toDER(), requestDER);
      assert.equal(hex(certID(certificate, issuer).der), hex(request.requests[0].der));
    });
  }
});
