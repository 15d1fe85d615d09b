// The responses of OpenSSL's and of BoringSSL's tests get the verdicts that those suites give them. All are signed with
// SHA-1.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Certificate, certID, OCSPResponse } from "../../bindings/index.js";
import { describeVectors } from "../support/vectors.js";

const failing = (report) => report.checks.filter(({ outcome }) => outcome === "fail").map(({ name }) => name);
const skipped = (report) => report.checks.filter(({ outcome }) => outcome === "skipped").map(({ name }) => name);

describeVectors("openssl", (source) => {
  // That suite asks for no status, so the window of these old answers is not part of its verdict.
  const WINDOW = ["thisUpdate", "nextUpdate"];
  const time = new Date(source.table.verificationTime * 1000);

  for (const vector of source.table.cases) {
    const response = OCSPResponse.fromDER(source.bytes(vector.response));
    const subject = Certificate.fromPEM(source.text(vector.subjectCertOfThisSeries));
    // The issuer of the series stands in one of the two files, whichever the suite trusts.
    const issuer = /** @type {Certificate} */ (
      [vector.otherCerts, vector.trustAnchor]
        .flatMap((path) => Certificate.allFromPEM(source.text(path)))
        .find((candidate) => subject.isIssuedBy(candidate))
    );
    const options = { issuer, certificate: subject, time };

    test(`${vector.id}: ${vector.expect.verdict}`, () => {
      const report = response.check({ ...options, allowSHA1Signatures: true });
      assert.deepEqual(skipped(report), []);
      assert.equal(
        failing(report).every((name) => WINDOW.includes(name)),
        vector.expect.verdict === "valid",
        failing(report).join(),
      );
      assert.equal(report.responder?.kind, vector.delegated ? "delegate" : "issuer");
    });

    test(`${vector.id}: relied on inside its own window`, () => {
      const inside = new Date(Math.max(response.thisUpdate.getTime(), response.producedAt.getTime()) + 1000);
      const report = response.check({ ...options, time: inside, allowSHA1Signatures: true });
      assert.deepEqual(failing(report), []);
      assert.equal(report.ok, true);
      assert.equal(report.certificateStatus, vector.responseFields.responses[0].status);
    });

    test(`${vector.id}: SHA-1 alone is refused without the option`, () => {
      assert.deepEqual(
        failing(response.check(options)).filter((name) => !WINDOW.includes(name)),
        ["algorithmStrength"],
      );
    });
  }
});

describeVectors("boringssl", (source) => {
  const { verificationTime, maxAgeSeconds } = source.table;

  for (const { id, files, expect } of source.table.cases) {
    const [certificate, issuer, der] = ["cert", "issuer", "response"].map((kind) => source.bytes(files[kind]));
    const response = OCSPResponse.fromDER(der);
    const options = { issuer, certificate, time: new Date(verificationTime * 1000), maxAgeSeconds };

    test(`${id}: ${expect.revocationStatus}`, () => {
      const report = response.check({ ...options, allowSHA1Signatures: true });
      assert.deepEqual(failing(report), []);
      assert.deepEqual(skipped(report), []);
      assert.equal(report.ok, true);
      assert.equal(report.certificateStatus?.toUpperCase(), expect.revocationStatus);
    });

    test(`${id}: skipped is not passed: without the issuer it is not relied on`, () => {
      for (const asked of [certificate, certID(certificate, issuer), null]) {
        const report = response.check({ ...options, issuer: null, certificate: asked, allowSHA1Signatures: true });
        assert.deepEqual(failing(report), []);
        assert.ok(
          ["signature", "responderAuthorized"].every((name) => skipped(report).includes(name)),
          skipped(report).join(),
        );
        assert.equal(report.ok, false);
        assert.equal(report.certificateStatus, null);
      }
    });

    test(`${id}: SHA-1 alone is refused without the option`, () => {
      const report = response.check(options);
      assert.deepEqual(failing(report), ["algorithmStrength"]);
      assert.equal(report.ok, false);
      assert.equal(report.certificateStatus, null);
    });
  }
});
