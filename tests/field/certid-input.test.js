// CertIDs as people keep them: parts in hexadecimal, JSON of a report, an issuer's two hashes. Expected values come
// from Python's hashlib and asn1crypto.

import assert from "node:assert/strict";
import { test } from "node:test";
import { issuerID, OCSPRequest, OCSPRequestBuilder, OCSPResponse } from "../../bindings/index.js";
import { casesOf, certificateOf, fromHex, toHex, withoutPython } from "../support/field-cases.js";

const skip = withoutPython;
const cases = await casesOf("certid", false);
const HASHES = /** @type {const} */ (["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"]);
const answered = (/** @type {string} */ hash) => cases.find(({ name }) => name === `no request, answered with ${hash}`);
const asked = (/** @type {string} */ hash) =>
  cases.find(({ name }) => name === `asked with ${hash}, answered with SHA-1`);

for (const hash of HASHES) {
  test(`issuerID with ${hash}`, { skip }, () => {
    const { asCertID, issuer } = answered(hash);
    for (const input of [certificateOf(issuer), fromHex(issuer)]) {
      const id = issuerID(input, hash);
      assert.equal(id.hashAlgorithm, hash);
      assert.equal(toHex(id.issuerNameHash), asCertID.issuerNameHash);
      assert.equal(toHex(id.issuerKeyHash), asCertID.issuerKeyHash);
    }
    if (hash === "SHA-1") {
      assert.equal(issuerID(fromHex(issuer)).hashAlgorithm, "SHA-1");
    }
  });

  test(`the parts of a CertID with ${hash}, in each form`, { skip }, () => {
    const { asCertID, response: hex } = answered(hash);
    const made = OCSPRequest.fromDER(fromHex(asked(hash).request)).requests[0];
    const response = OCSPResponse.fromDER(fromHex(hex));
    const [entry] = response.responses;
    const { issuerNameHash, issuerKeyHash, serialNumber } = asCertID;
    const forms = {
      hexadecimal: asCertID,
      "upper case": {
        ...asCertID,
        issuerNameHash: issuerNameHash.toUpperCase(),
        issuerKeyHash: issuerKeyHash.toUpperCase(),
      },
      bytes: {
        hashAlgorithm: hash.replace("-", ""),
        issuerNameHash: fromHex(issuerNameHash),
        issuerKeyHash: fromHex(issuerKeyHash),
        serialNumber: BigInt(serialNumber),
      },
      "JSON of a request": certIDOf(JSON.parse(JSON.stringify(made))),
      "JSON of an entry": certIDOf(JSON.parse(JSON.stringify(entry))),
      "a parsed CertID": made,
    };
    for (const [name, form] of Object.entries(forms)) {
      assert.ok(made.equals(form), name);
      assert.ok(entry.equals(form), name);
      assert.equal(response.find(form)?.certificateStatus, "good", name);
      const built = new OCSPRequestBuilder().addCertificateByHash(form).build().requests[0];
      assert.equal(toHex(built.der), toHex(made.der), name);
    }
  });

  test(`what is no CertID with ${hash}`, { skip }, () => {
    const { asCertID } = answered(hash);
    const { issuerKeyHash } = asCertID;
    for (const wrong of [
      { issuerKeyHash: issuerKeyHash.slice(2) },
      { issuerKeyHash: issuerKeyHash.slice(1) },
      { issuerKeyHash: `${issuerKeyHash.slice(1)}g` },
      { issuerKeyHash: `0x${issuerKeyHash}` },
      { issuerNameHash: `${issuerKeyHash}00` },
      { issuerNameHash: "" },
      { serialNumber: 5 },
      { serialNumber: "5 apples" },
      { serialNumber: "" },
      { hashAlgorithm: "MD5" },
      { hashAlgorithm: undefined },
    ]) {
      const given = /** @type {any} */ ({ ...asCertID, ...wrong });
      assert.throws(
        () => new OCSPRequestBuilder().addCertificateByHash(given),
        { code: "ERR_INVALID_ARGUMENT" },
        JSON.stringify(wrong),
      );
    }
  });
}

/** Those members of an entry's JSON that make a CertID. @param {any} json */
function certIDOf({ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber, serialNumberDecimal }) {
  return { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber, serialNumberDecimal };
}
