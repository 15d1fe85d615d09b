// Which entry is for the certificate (RFC 6960 4.1.1): real responders answer a request of one hash algorithm with a
// CertID of another, and hash the issuer's name in either of its encodings.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OCSPResponse } from "../../bindings/index.js";
import { certificateOf, describeCases, fromHex, optionsOf, withoutPython } from "../support/field-cases.js";

const cases = await describeCases("CertIDs", "certid", 250);

test("find() finds the entry of every case that certId passes, and of no other", { skip: withoutPython }, () => {
  let found = 0;
  for (const chosen of cases) {
    // Who issued the certificate is for check() to decide.
    const wrongIssuer = / of a CA with another key$|^a certificate that names another issuer/.test(chosen.name);
    if (chosen.request !== undefined || !chosen.by.includes("certificate") || wrongIssuer) {
      continue;
    }
    const response = OCSPResponse.fromDER(fromHex(chosen.response));
    const entry = response.find(certificateOf(chosen.certificate), certificateOf(chosen.issuer));
    assert.equal(entry !== undefined, chosen.ok, chosen.name);
    found += entry === undefined ? 0 : 1;
  }
  assert.ok(found >= 16, `${found} found`);
});

test("matches(), isOf() and equals() of each entry", { skip: withoutPython }, () => {
  let compared = 0;
  for (const chosen of cases.filter(({ name }) => /^no request|^another|, no request$| over /.test(name))) {
    const { responses } = OCSPResponse.fromDER(fromHex(chosen.response));
    const certificate = certificateOf(chosen.certificate);
    const issuer = certificateOf(chosen.issuer);
    if (responses.length > 1 || / of a CA with another key$|^a certificate that names another/.test(chosen.name)) {
      continue;
    }
    compared++;
    const [entry] = responses;
    assert.equal(entry.matches(certificate, issuer), chosen.ok, chosen.name);
    assert.ok(entry.equals(entry));
    if (chosen.asCertID !== undefined) {
      // JSON of its parts, in hexadecimal
      assert.equal(entry.equals(chosen.asCertID), chosen.ok, chosen.name);
      assert.ok(entry.isOf(issuer));
    }
  }
  assert.ok(compared > 40, `${compared} compared`);
});

test("isOf() is about the issuer's subject and key alone", { skip: withoutPython }, () => {
  const of = (/** @type {string} */ name) => {
    const chosen = cases.find((each) => each.name === name);
    const [entry] = OCSPResponse.fromDER(fromHex(chosen.response)).responses;
    return entry.isOf(certificateOf(chosen.issuer));
  };
  assert.equal(of("another serial number under SHA-256, no request"), true);
  assert.equal(of("another key under SHA-256, no request"), false);
  assert.equal(of("the hash of another name under SHA-256, no request"), false);
  assert.equal(of("UTF8String, BMPString: SHA-256 over the issuer's subject"), true);
  assert.equal(of("UTF8String, BMPString: SHA-256 over the issuer field"), false);
});

test("CertIDs of different hash algorithms are never equal", { skip: withoutPython }, () => {
  for (const chosen of cases.filter(({ name }) => name.startsWith("asked with"))) {
    const { request, issuer } = optionsOf(chosen);
    const [entry] = OCSPResponse.fromDER(fromHex(chosen.response)).responses;
    const [asked] = /** @type {import("../../bindings/index.js").OCSPRequest} */ (request).requests;
    if (asked.hashAlgorithm !== entry.hashAlgorithm) {
      assert.equal(asked.equals(entry), false, chosen.name);
      assert.ok(asked.isOf(issuer));
    }
  }
});
