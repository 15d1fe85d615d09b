// An issuer that is not a CA by its own certificate is the caller's trust anchor all the same: a note. One whose name
// is not the certificate's issuer name is refused where CertIDs are made.

import assert from "node:assert/strict";
import { test } from "node:test";
import { certID, OCSPRequestBuilder, OCSPResponseBuilder } from "../../bindings/index.js";
import { certificateOf, describeCases, withoutPython } from "../support/field-cases.js";

const cases = await describeCases("issuers", "issuers", 60);

test("an issuer of another name is refused where a CertID is made", { skip: withoutPython }, () => {
  const chosen = cases.find(({ name }) => name === "cA alone: the issuer says good");
  const [issuer, certificate] = [certificateOf(chosen.issuer), certificateOf(chosen.certificate)];
  const time = new Date(chosen.time);
  const entry = { certificateStatus: /** @type {const} */ ("good"), thisUpdate: time };
  const makers = {
    certID,
    addCertificate: (/** @type {any} */ subject, /** @type {any} */ ca) =>
      new OCSPRequestBuilder().addCertificate(subject, ca),
    addResponse: (/** @type {any} */ subject, /** @type {any} */ ca) =>
      new OCSPResponseBuilder().addResponse({ ...entry, certificate: subject, issuer: ca }),
    addResponses: (/** @type {any} */ subject, /** @type {any} */ ca) =>
      new OCSPResponseBuilder().addResponses([{ ...entry, certificate: subject, issuer: ca }]),
  };
  for (const [name, make] of Object.entries(makers)) {
    make(certificate, issuer);
    make(issuer, issuer); // a root is its own issuer
    for (const [subject, ca] of [
      [issuer, certificate],
      [certificate, certificate],
    ]) {
      assert.throws(() => make(subject, ca), { code: "ERR_INVALID_ARGUMENT", message: /issuer/ }, name);
    }
  }
});
