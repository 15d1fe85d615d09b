// A known extension whose value is broken: kept as bytes, and no reason to refuse an answer unless it is critical (RFC
// 6960 4.4, RFC 5280 4.2) or says what the responder's certificate may be used for. OpenSSL judges each answer too.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, test } from "node:test";
import { inspect } from "node:util";
import {
  Certificate,
  dissect,
  extension,
  findIssuer,
  OCSPResponse,
  OCSPResponseBuilder,
} from "../../bindings/index.js";
import { answer } from "../support/answers.js";
import { checkAnswer, fromHex, rowOf, said, startMaker, withoutPython } from "../support/field-answers.js";
import { OID } from "../support/messages.js";

const skip = withoutPython;
const maker = startMaker();
after(() => maker.close());

/** GeneralizedTime of a year before Christ, as a qualified CA sends it. */
const NEGATIVE_YEAR = `180f${Buffer.from("-0011129230216Z").toString("hex")}`;
/** [name, OID, value, what is wrong with it] @type {readonly (readonly [string, string, string, RegExp])[]} */
const ENTRY = [
  ["archiveCutoff", OID.archiveCutoff, NEGATIVE_YEAR, /a GeneralizedTime must have the form/],
  ["archiveCutoff", OID.archiveCutoff, "", /expected GeneralizedTime, but the bytes end here/],
  ["archiveCutoff", OID.archiveCutoff, "170d3234303130313030303030305a", /expected GeneralizedTime, found UTCTime/],
  ["invalidityDate", OID.invalidityDate, "180f32303233303233303132303030305a", /calendar/],
  ["crlReferences", OID.crlReferences, "0500", /expected SEQUENCE, found NULL/],
  ["crlReferences", OID.crlReferences, "3006a00416023132ff", /./],
  ["cRLReason", OID.cRLReason, "0a0107", /CRLReason 7 is not defined/],
  ["cRLReason", OID.cRLReason, "0a01ff", /./],
  ["certificateIssuer", OID.certificateIssuer, "30020500", /./],
  ["signedCertificateTimestamps", OID.signedCertificateTimestamps, "04076e6f206c697374", /a length inside the list/],
  ["signedCertificateTimestamps", OID.signedCertificateTimestamps, "deadbeef", /./],
  ["signedCertificateTimestamps", OID.signedCertificateTimestamps, "", /./],
];

/** Neither toJSON nor util.inspect throws. @param {{ toJSON(): object }} object */
function assertShown(object) {
  assert.ok(JSON.stringify(object).length > 2);
  assert.ok(inspect(object, { depth: 9 }).length > 2);
}

describe("in the entry", { skip }, () => {
  for (const [name, oid, value, reason] of ENTRY) {
    test(`${name} ${value || "empty"}, not critical: good`, async () => {
      const made = await maker.functions.answer({ entry_extensions: [[oid, false, value]] });
      const report = checkAnswer(made);
      assert.equal(report.certificateStatus, "good", JSON.stringify(report));
      assert.match(said(report, "criticalExtensions"), /^pass: /);
      const lines = await maker.functions.openssl_says({ ...made });
      assert.ok(lines.includes("/certificate: good") && lines.includes("Response verify OK"), lines.join("\n"));

      const message = OCSPResponse.fromDER(fromHex(made.response));
      const found = message.singleExtensions.get(name) ?? assert.fail();
      assert.equal(Buffer.from(found.value).toString("hex"), value);
      assert.throws(
        () => found.decoded,
        (/** @type {any} */ error) => {
          assert.match(error.code, /^ERR_(DER|OCSP|SCT)/);
          assert.match(error.message, reason);
          return Number.isInteger(error.offset) && /^extnValue/.test(error.path);
        },
      );
      assertShown(message);
      assertShown(report);
      const { error, root } = dissect(fromHex(made.response));
      const valueAt = Buffer.from(made.response, "hex").lastIndexOf(Buffer.from(value, "hex"));
      assert.match(error?.path ?? "", /singleExtensions\[0\]\.extnValue/);
      if (value !== "") {
        assert.ok(Number(error?.offset) >= valueAt && Number(error?.offset) <= valueAt + value.length / 2);
      }
      assert.match(JSON.stringify(root), /"name":"signatureAlgorithm"/, "what follows is shown");
    });
    test(`${name} ${value || "empty"}, critical: fails, and says why`, async () => {
      const made = await maker.functions.answer({ entry_extensions: [[oid, true, value]] });
      const report = checkAnswer(made);
      assert.equal(report.ok, false);
      const row = rowOf(report, "criticalExtensions");
      assert.equal(row.outcome, "fail");
      assert.ok(row.message.startsWith(`The entry's critical extension ${name} cannot be read: `), row.message);
      assert.match(row.message, reason);
      const [start, end] = row.span ?? assert.fail("no span");
      assert.ok(Buffer.from(made.response, "hex").subarray(start, end).includes(Buffer.from(value, "hex")));
    });
  }
  test("of several, the first critical one counts", async () => {
    const made = await maker.functions.answer({
      entry_extensions: [
        [OID.cRLReason, false, "0a0107"],
        [OID.archiveCutoff, true, NEGATIVE_YEAR],
        ["1.2.3.4", true, "0500"],
      ],
    });
    assert.match(said(checkAnswer(made), "criticalExtensions"), /^fail: .* archiveCutoff cannot be read/);
  });
});

describe("in the response", { skip }, () => {
  const EXTENDED_REVOKE = [OID.extendedRevoke, "0101ff"];
  test("not critical: good", async () => {
    const made = await maker.functions.answer({
      response_extensions: [[EXTENDED_REVOKE[0], false, EXTENDED_REVOKE[1]]],
    });
    assert.equal(checkAnswer(made).certificateStatus, "good");
  });
  test("critical: fails", async () => {
    const made = await maker.functions.answer({
      response_extensions: [[EXTENDED_REVOKE[0], true, EXTENDED_REVOKE[1]]],
    });
    assert.match(
      said(checkAnswer(made), "criticalExtensions"),
      /^fail: The response's critical extension extendedRevoke cannot be read: expected NULL, found BOOLEAN/,
    );
  });
});

describe("in the responder's certificate", { skip }, () => {
  const EKU = "300a06082b06010505070309";
  const GOOD = ["2.5.29.37", false, EKU];
  /* It reads BER, and what follows the value. */
  const READ_BY_OPENSSL = new Set(["basicConstraints cA of BER", "basicConstraints and more"]);
  for (const [what, extensions, outcome] of /** @type {const} */ ([
    ["keyUsage without bits", [GOOD, ["2.5.29.15", false, "0300"]], "keyUsage"],
    ["keyUsage of another type", [GOOD, ["2.5.29.15", true, "0500"]], "keyUsage"],
    ["basicConstraints", [GOOD, ["2.5.29.19", false, "0500"]], "basicConstraints"],
    ["basicConstraints cA of BER", [GOOD, ["2.5.29.19", true, "3003010101"]], "basicConstraints"],
    ["basicConstraints and more", [GOOD, ["2.5.29.19", true, "300005"]], "basicConstraints"],
    ["extKeyUsage with a broken end", [["2.5.29.37", false, `${EKU.replace("300a", "300c")}0500`]], "extKeyUsage"],
    ["extKeyUsage of another type", [["2.5.29.37", false, "0500"]], "extKeyUsage"],
    ["authorityInfoAccess", [GOOD, ["1.3.6.1.5.5.7.1.1", false, "0500"]], "good"],
    ["subjectKeyIdentifier", [GOOD, ["2.5.29.14", false, "deadbeef"]], "good"],
  ])) {
    test(`${what}: ${outcome === "good" ? "good" : "not relied on"}`, async () => {
      const made = await maker.functions.answer({ delegated: true, delegate_extensions: extensions });
      const delegate = Certificate.fromDER(fromHex(made.delegate));
      assertShown(delegate);
      const report = checkAnswer(made);
      assertShown(report);
      if (outcome === "good") {
        assert.equal(report.certificateStatus, "good", JSON.stringify(report));
        return;
      }
      assert.equal(report.ok, false);
      assert.ok(
        said(report, "criticalExtensions").startsWith(
          `fail: The extension ${outcome} of the responder's certificate cannot be read: `,
        ),
        said(report, "criticalExtensions"),
      );
      const lines = await maker.functions.openssl_says({ ...made });
      assert.equal(lines.includes("Response verify OK"), READ_BY_OPENSSL.has(what), lines.join("\n"));
      if (outcome === "extKeyUsage") {
        assert.throws(() => delegate.extendedKeyUsage, { code: "ERR_DER_TAG" });
      }
    });
  }
  test("the caller's own responder, too", async () => {
    const made = await maker.functions.answer({
      delegated: true,
      delegate_extensions: [["2.5.29.15", false, "0500"]],
    });
    const report = checkAnswer(made, { trustedResponders: [fromHex(made.delegate)] });
    assert.match(said(report, "criticalExtensions"), /^fail: The extension keyUsage of the responder's certificate/);
  });
});

describe("in the other certificates", { skip }, () => {
  test("of the certificate in question: read, and judged", async () => {
    const made = await maker.functions.answer({
      leaf_extensions: [
        ["1.3.6.1.5.5.7.1.1", false, "0500"],
        ["2.5.29.37", false, "0500"],
      ],
    });
    assert.equal(checkAnswer(made).certificateStatus, "good");
    const leaf = Certificate.fromDER(fromHex(made.certificate));
    assert.throws(() => leaf.ocspUrls, { code: "ERR_DER_TAG", path: "extnValue" });
    assert.throws(() => leaf.extendedKeyUsage, { code: "ERR_DER_TAG" });
    assertShown(leaf);
    assert.equal(findIssuer(leaf, [fromHex(made.issuer)]).by, "key");
  });
  test("basicConstraints that cannot be read make no CA", async () => {
    const made = await maker.functions.answer({ ca_extensions: [["2.5.29.19", true, "3003010101"]] });
    assert.equal(Certificate.fromDER(fromHex(made.issuer)).isCA, false);
  });
});

test("a builder does not pass on what it cannot read", { skip }, async () => {
  const made = await maker.functions.answer({ entry_extensions: [[OID.archiveCutoff, false, NEGATIVE_YEAR]] });
  const [broken] = OCSPResponse.fromDER(fromHex(made.response)).singleExtensions;
  assert.throws(() => answer("p-256").addExtension(broken), { code: "ERR_DER_TIME" });
  assert.throws(() => extension(broken.oid, broken.value), { code: "ERR_DER_TIME" });
  assert.ok(new OCSPResponseBuilder().addExtension(extension("1.2.3", broken.value)));
});

describe("../shared/cases/broken-extension", () => {
  const folder = new URL("../../../shared/cases/broken-extension/", import.meta.url);
  for (const [file, ok] of /** @type {const} */ ([
    ["not-critical.der", true],
    ["sct-list.der", true],
    ["critical.der", false],
  ])) {
    test(file, (t) => {
      let files;
      try {
        files = [file, "ca.pem", "ee.pem"].map((name) => readFileSync(new URL(name, folder)));
      } catch {
        return t.skip("no ../shared/cases/broken-extension");
      }
      const [der, issuer, certificate] = files;
      const report = OCSPResponse.fromDER(der).check({
        issuer: issuer.toString(),
        certificate: certificate.toString(),
        time: new Date("2026-11-30T17:00:00Z"),
      });
      assert.equal(report.ok, ok, JSON.stringify(report));
      assert.equal(rowOf(report, "criticalExtensions").outcome, ok ? "pass" : "fail");
    });
  }
});
