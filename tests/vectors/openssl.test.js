// The valid responses of OpenSSL's OCSP tests, read; that they verify is for the issue about verification.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Certificate, OCSPResponse } from "../../bindings/index.js";
import { assertResponseFields, hex } from "../support/fields.js";
import { describeVectors } from "../support/vectors.js";

describeVectors("openssl", (source) => {
  for (const vector of source.table.cases) {
    test(vector.id, () => {
      const der = source.bytes(vector.response);
      const response = OCSPResponse.fromDER(der);
      assertResponseFields(response, vector.responseFields);
      assert.deepEqual(response.toDER(), der);

      // In these series the entry is about the subject certificate, and the issuer is the first certificate of the
      // other file.
      const subject = Certificate.fromPEM(source.text(vector.subjectCertOfThisSeries));
      const [issuer] = Certificate.allFromPEM(source.text(vector.otherCerts));
      const entry = response.find(subject, issuer);
      assert.equal(entry?.certificateStatus, "good");
      assert.equal(entry?.serialNumber, subject.serialNumber);
      assert.equal(hex(entry?.der), hex(response.responses[0].der));
      assert.equal(response.find(issuer, issuer), undefined);
    });
  }
});
