// Answers of real CAs and made ones of which the first version was wrong, each with the verdict that its README gives;
// read in place: ../shared/cases beside the project, or the folder that OCSP_CASES names.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Certificate, findCertificate, OCSPResponse, recognize } from "../../bindings/index.js";

const folder = process.env.OCSP_CASES ?? fileURLToPath(new URL("../../../shared/cases", import.meta.url));
const skip = existsSync(resolve(folder, "README.md")) ? false : `no cases in ${folder}`;
const read = (/** @type {string[]} */ ...path) => readFileSync(resolve(folder, ...path));
const certificate = (/** @type {string[]} */ ...path) => Certificate.fromPEM(read(...path).toString());

let ran = 0;
after(() => console.log(`# shared cases: ${ran}`));

/**
 * @param {string} kind the folder
 * @param {string} time of the verification
 * @param {string} response
 * @param {string} leaf
 * @param {string} issuer
 * @param {object} [options]
 */
function check(kind, time, response, leaf, issuer, options = {}) {
  ran++;
  return OCSPResponse.fromDER(read(kind, response)).check({
    issuer: certificate(kind, issuer),
    certificate: certificate(kind, leaf),
    time: new Date(time),
    ...options,
  });
}
const failed = (/** @type {import("../../bindings/index.js").VerificationReport} */ { checks }) =>
  checks.filter(({ outcome }) => outcome === "fail").map(({ name }) => name);
const noted = (/** @type {import("../../bindings/index.js").VerificationReport} */ { checks }) =>
  checks.filter(({ outcome }) => outcome === "note").map(({ name }) => name);

describe("shared cases", { skip }, () => {
  test("produced-ahead", () => {
    const report = check("produced-ahead", "2021-11-15T00:00:00Z", "ocspResponse.der", "leaf.pem", "issuer.pem");
    assert.deepEqual([failed(report), report.certificateStatus], [[], "good"]);
    assert.ok(noted(report).includes("producedAt"));
  });

  test("name-types", () => {
    const [leaf, issuer] = [certificate("name-types", "leaf.pem"), certificate("name-types", "issuer.pem")];
    assert.notDeepEqual(leaf.issuer.der, issuer.subject.der);
    assert.ok(leaf.isIssuedBy(issuer));
    // The signature of this copy verifies under no key, for OpenSSL either: what counts here is whom it is about.
    const report = check("name-types", "2022-01-14T03:00:00Z", "ocspResponse.der", "leaf.pem", "issuer.pem");
    const [file, pem] = ["ocspResponse.der", "issuer.pem"].map((name) => resolve(folder, "name-types", name));
    const { stderr } = spawnSync("openssl", ["ocsp", "-respin", file, "-CAfile", pem], { encoding: "utf8" });
    assert.match(stderr, /Response Verify Failure/);
    assert.match(stderr, /invalid padding/);
    assert.deepEqual(failed(report), ["signature", "responderAuthorized"]);
    assert.equal(report.checks.find(({ name }) => name === "certId")?.outcome, "pass");
    const response = OCSPResponse.fromDER(read("name-types", "ocspResponse.der"));
    assert.equal(response.find(leaf, issuer)?.certificateStatus, "good");
    assert.equal(response.responses[0].matches(leaf, issuer), true);
  });

  test("national-id-oid", () => {
    // The responder answers about its own certificate, which it may where the caller trusts it alone.
    const itself = certificate("national-id-oid", "leaf.pem");
    const given = /** @type {const} */ (["2022-01-14T02:00:00Z", "ocspResponse.der", "leaf.pem", "issuer.pem"]);
    const trusted = check("national-id-oid", ...given, { trustedResponders: [itself], allowSHA1Signatures: true });
    assert.deepEqual([failed(trusted), trusted.certificateStatus], [[], "good"]);
    const report = check("national-id-oid", ...given, { allowSHA1Signatures: true });
    assert.deepEqual(failed(report), ["responderAuthorized"]);
    assert.equal(report.checks.find(({ name }) => name === "signature")?.outcome, "pass");
    assert.deepEqual(failed(check("national-id-oid", ...given)), ["responderAuthorized", "algorithmStrength"]);
  });

  for (const [response, leaf] of /** @type {const} */ ([
    ["only-leaf-null.der", "ee.pem"],
    ["response-null.der", "ee-ok.pem"],
    ["delegate-null.der", "ee-ok.pem"],
  ])) {
    test(`jdk11-null: ${response}`, () => {
      const report = check("jdk11-null", "2026-06-01T12:00:00Z", response, leaf, "ca.pem");
      assert.deepEqual([failed(report), report.certificateStatus], [[], "good"]);
    });
  }

  test("extra-in-chain", () => {
    const report = check("extra-in-chain", "2026-06-01T12:00:00Z", "answer.der", "ee.pem", "ca.pem");
    assert.deepEqual([failed(report), report.certificateStatus], [[], "good"]);
    const leaf = certificate("extra-in-chain", "ee.pem");
    const renewed = Certificate.allFromPEM(read("extra-in-chain", "renewed-ca-too.pem").toString());
    for (const list of [renewed, [...renewed].reverse()]) {
      const found = findCertificate([leaf, certificate("extra-in-chain", "extra-root.pem"), ...list]);
      assert.equal(found.certificate?.serialNumber, leaf.serialNumber);
      assert.ok(found.issuer && leaf.isIssuedBy(found.issuer));
    }
    const shown = Certificate.allFromPEM(read("extra-in-chain", "showcerts.txt").toString());
    assert.equal(findCertificate(shown).certificate?.serialNumber, leaf.serialNumber);
  });

  for (const name of ["not-critical.der", "sct-list.der"]) {
    test(`broken-extension: ${name}`, () => {
      const report = check("broken-extension", "2026-11-30T17:00:00Z", name, "ee.pem", "ca.pem");
      assert.deepEqual([failed(report), report.certificateStatus], [[], "good"]);
      const { singleExtensions, extensions } = OCSPResponse.fromDER(read("broken-extension", name));
      const all = [...singleExtensions, ...extensions];
      assert.ok(all.length > 0 && all.every(({ value }) => value.length > 0));
    });
  }

  test("broken-extension: critical.der", () => {
    const report = check("broken-extension", "2026-11-30T17:00:00Z", "critical.der", "ee.pem", "ca.pem");
    assert.deepEqual(failed(report), ["criticalExtensions"]);
  });

  const withoutBasic = "fromBasicDER" in OCSPResponse ? false : "this version has no fromBasicDER yet";
  test("contained: basic.der", { skip: withoutBasic }, () => {
    ran++;
    const response = /** @type {any} */ (OCSPResponse).fromBasicDER(read("contained", "basic.der"));
    const report = response.check({
      issuer: certificate("contained", "ca.pem"),
      certificate: certificate("contained", "ee.pem"),
      time: new Date("2026-06-01T12:00:00Z"),
    });
    assert.deepEqual([failed(report), report.certificateStatus], [[], "good"]);
  });
  for (const name of ["basic.der", "cades-revocation-values.der", "adbe-revocation.der"]) {
    test(`contained: ${name} is found`, { skip: withoutBasic }, () => {
      ran++;
      const found = recognize(read("contained", name)).filter(({ kind }) => /ocsp-response/.test(kind));
      assert.equal(found.length, 1);
    });
  }
});
