// AlgorithmIdentifiers in the forms that real signers write: RFC 5758 3, RFC 4055 5, and the OIDs of the OIW. What
// OpenSSL takes for a signature is one here.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, test } from "node:test";
import { Certificate, OCSPResponse, oidName } from "../../bindings/index.js";
import { answer } from "../support/answers.js";
import { checkAnswer, fromHex, said, startMaker, withoutPython } from "../support/field-answers.js";
import { certificatePEM, privateKeyPEM } from "../support/openssl.js";

const skip = withoutPython;
const maker = startMaker();
after(() => maker.close());

const NULL = "0500";
const INTEGER = "020101";
const OIW_RSA_SHA1 = "1.3.14.3.2.29";
const OIW_DSA_SHA1 = "1.3.14.3.2.27";

describe("the answer's own", { skip }, () => {
  for (const [what, given, name, options] of /** @type {const} */ ([
    ["ECDSA with NULL, as JDK 11 to 15 wrote it", { kind: "EC", parameters: NULL }, "ECDSA-SHA256", {}],
    ["ECDSA without", { kind: "EC" }, "ECDSA-SHA256", {}],
    ["DSA with NULL", { kind: "DSA", parameters: NULL }, "DSA-SHA256", {}],
    ["DSA without", { kind: "DSA" }, "DSA-SHA256", {}],
    ["RSA with NULL", { kind: "RSA" }, "RSA-SHA256", {}],
    ["RSA by the OID of the OIW", { kind: "RSA", algorithm: OIW_RSA_SHA1 }, "RSA-SHA1", { allowSHA1Signatures: true }],
    ["DSA by the OID of the OIW", { kind: "DSA", algorithm: OIW_DSA_SHA1 }, "DSA-SHA1", { allowSHA1Signatures: true }],
  ])) {
    test(what, async () => {
      const made = await maker.functions.answer({ ...given });
      const response = OCSPResponse.fromDER(fromHex(made.response));
      assert.equal(response.signatureAlgorithm?.name, name);
      const report = checkAnswer(made, options);
      assert.equal(report.certificateStatus, "good", JSON.stringify(report));
      const lines = await maker.functions.openssl_says({ ...made });
      assert.ok(lines.includes("/certificate: good") && lines.includes("Response verify OK"), lines.join("\n"));
    });
  }
  test("SHA-1 by the OID of the OIW needs the option that SHA-1 needs", async () => {
    const made = await maker.functions.answer({ kind: "RSA", algorithm: OIW_RSA_SHA1 });
    assert.match(said(checkAnswer(made), "algorithmStrength"), /^fail: The response is signed with SHA-1/);
  });
  test("ECDSA with other parameters is not supported", async () => {
    const made = await maker.functions.answer({ kind: "EC", parameters: INTEGER });
    assert.match(said(checkAnswer(made), "signature"), /^fail: The signature cannot be checked/);
  });
});

describe("those of certificates", { skip }, () => {
  for (const [what, inner, outer, expected] of /** @type {const} */ ([
    ["NULL inside and outside", NULL, NULL, true],
    ["none", null, null, true],
    ["NULL inside alone", NULL, null, false],
    ["NULL outside alone", null, NULL, false],
  ])) {
    test(`isIssuedBy, ECDSA: ${what}`, async () => {
      const made = await maker.functions.answer({ leaf_parameters: [inner, outer] });
      const [leaf, issuer] = [made.certificate, made.issuer].map((der) => Certificate.fromDER(fromHex(der)));
      assert.equal(leaf.isIssuedBy(issuer), expected);
      assert.equal(
        await maker.functions.openssl_verifies({ issuer: made.issuer, certificate: made.certificate }),
        expected,
      );
    });
    test(`a delegate's, ECDSA: ${what}`, async () => {
      const made = await maker.functions.answer({ delegated: true, delegate_parameters: [inner, outer] });
      assert.equal(checkAnswer(made).ok, expected);
      const lines = await maker.functions.openssl_says({ ...made });
      assert.equal(lines.includes("Response verify OK"), expected, lines.join("\n"));
    });
  }
});

test("both have names", () => {
  assert.deepEqual([oidName(OIW_RSA_SHA1), oidName(OIW_DSA_SHA1)], ["sha1WithRSASignature", "dsaWithSHA1"]);
});

test("ECDSA is written without parameters, RSA-SHA1 by its OID of PKCS #1", () => {
  for (const [key, hash, der] of /** @type {const} */ ([
    ["p-256", "SHA-256", "300a06082a8648ce3d040302"],
    ["rsa-2048", "SHA-1", "300d06092a864886f70d0101050500"],
  ])) {
    const built = answer(key).sign(privateKeyPEM(key), hash).toDER();
    assert.ok(Buffer.from(built).includes(Buffer.from(der, "hex")), key);
    assert.ok(certificatePEM(key));
  }
});

describe("../shared/cases", () => {
  for (const [folder, file, issuer, certificate, time, options] of /** @type {const} */ ([
    ["jdk11-null", "only-leaf-null.der", "ca.pem", "ee.pem", "2026-06-01T12:00:00Z", {}],
    ["jdk11-null", "response-null.der", "ca.pem", "ee-ok.pem", "2026-06-01T12:00:00Z", {}],
    ["jdk11-null", "delegate-null.der", "ca.pem", "ee-ok.pem", "2026-06-01T12:00:00Z", {}],
    [
      "national-id-oid",
      "ocspResponse.der",
      "issuer.pem",
      "leaf.pem",
      "2022-01-14T02:00:00Z",
      { allowSHA1Signatures: true, trusted: true },
    ],
  ])) {
    test(`${folder}/${file}`, (t) => {
      const at = new URL(`../../../shared/cases/${folder}/`, import.meta.url);
      let files;
      try {
        files = [file, issuer, certificate].map((name) => readFileSync(new URL(name, at)));
      } catch {
        return t.skip(`no ../shared/cases/${folder}`);
      }
      const [der, ca, leaf] = files;
      /* That responder answers about its own certificate, which it may where the caller trusts it, and only there. */
      const { trusted, ...others } = /** @type {any} */ (options);
      const report = OCSPResponse.fromDER(der).check({
        issuer: ca.toString(),
        certificate: leaf.toString(),
        time: new Date(time),
        trustedResponders: trusted ? [leaf.toString()] : [],
        ...others,
      });
      assert.equal(report.certificateStatus, "good", JSON.stringify(report));
    });
  }
});
