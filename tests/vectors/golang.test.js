// The vectors of Go's x/crypto/ocsp.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OCSPRequest, OCSPRequestBuilder, OCSPResponse } from "../../bindings/index.js";
import { assertRequestFields, assertResponseFields, hex, isoTime } from "../support/fields.js";
import { describeVectors } from "../support/vectors.js";

const operations = {
  "parse-response"(source, { file, expect, fields }) {
    const der = source.bytes(file);
    const response = OCSPResponse.fromDER(der);
    assertResponseFields(response, fields);
    assert.deepEqual(response.toDER(), der);
    assert.equal(response.certificateStatus, expect.status);
    assert.equal(response.serialNumber.toString(16), expect.serialHex);
    // Go's zero value: the entry is good and has no reason.
    assert.equal(expect.revocationReason, 0);
    assert.equal(response.revocationReason, null);
    assert.equal(isoTime(response.thisUpdate), expect.thisUpdate);
    assert.equal(isoTime(response.nextUpdate), expect.nextUpdate);
    assert.equal(hex(response.responderKeyHash), expect.responderKeyHash);
    assert.equal(response.responderName, expect.responderName);
  },
  "build-request"(source, { cert, issuer, hash, expect, fields }) {
    const expected = source.bytes(expect.derEquals);
    const request = new OCSPRequestBuilder()
      .addCertificate(source.certificate(cert), source.certificate(issuer), hash)
      .build();
    assert.deepEqual(request.toDER(), expected);
    assertRequestFields(OCSPRequest.fromDER(expected), fields);
  },
};

describeVectors("golang", (source) => {
  for (const vector of source.table.cases) {
    test(vector.id, () => operations[vector.op](source, vector));
  }
});
