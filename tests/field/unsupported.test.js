// What this runtime cannot compute is named, once in a sentence, and never worded as "not signed": algorithms, curves,
// keys that are too large, MD5, and embedded certificates that cannot be read.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Certificate, dissect, OCSPResponse } from "../../bindings/index.js";
import { flatten } from "../support/dissection.js";
import { certificateOf, describeCases, fromHex, optionsOf, withoutPython } from "../support/field-cases.js";

/** What says that somebody did not sign, which nobody knows of a signature that was not checked. */
const LIE = /did not sign|(?:was|is) not signed|does not verify|was altered|did not issue|\bundefined\b/;

/** @param {any} chosen */
function judge(chosen) {
  if (chosen.openssl !== null) {
    assert.equal(chosen.opensslSaid, chosen.openssl, chosen.opensslLines.join("\n"));
  }
  const report = OCSPResponse.fromDER(fromHex(chosen.response)).check(optionsOf(chosen));
  const shown = report.checks.map(({ name, outcome, message }) => `${name} ${outcome}: ${message}`).join("\n");
  const failed = report.checks.filter(({ outcome }) => outcome === "fail");
  assert.equal(report.ok, chosen.ok, shown);
  assert.deepEqual(
    failed.filter(({ name }) => chosen.unsure.includes(name)).map(({ name }) => name),
    chosen.unsure,
    shown,
  );
  for (const { name, message } of failed) {
    assert.doesNotMatch(message, LIE, shown);
    if (chosen.unsure.includes(name)) {
      for (const word of chosen.words) {
        const pattern = new RegExp(word.includes("|") ? word : word.replace(/[.[\]]/g, "\\$&"), "g");
        assert.equal(message.match(pattern)?.length, 1, `${word} once in: ${message}`);
      }
    }
  }
  for (const [name, [outcome, ...words]] of Object.entries(chosen.rows)) {
    const row = report.checks.find((each) => each.name === name);
    assert.equal(row?.outcome, outcome, shown);
    for (const word of words) {
      assert.ok(row?.message.includes(word), `${word} in ${row?.message}`);
    }
  }
}

const cases = await describeCases("what is not supported", "unsupported", 55, judge);
const skip = withoutPython;
const named = (/** @type {string} */ name) => cases.find((chosen) => chosen.name === name);

test("errors name what is not supported", { skip }, () => {
  for (const [name, words] of /** @type {const} */ ([
    ["P-192: the issuer answers itself", /P-192/],
    ["P-224: the issuer answers itself", /P-224/],
    ["RSA-16392: the issuer answers itself", /16392/],
    ["explicit curve parameters: the issuer answers itself", /named curve/],
    ["SM3withSM2: the issuer's key, the response and the certificate", /SM3withSM2/],
    ["an unknown algorithm: the issuer's key, the response and the certificate", /1\.3\.6\.1\.4\.1\.99999\.7/],
  ])) {
    const chosen = named(name);
    const issuer = certificateOf(chosen.issuer);
    const code = /^ERR_UNSUPPORTED_(ALGORITHM|KEY)$/;
    for (const use of [
      () => certificateOf(chosen.certificate).isIssuedBy(issuer),
      () => OCSPResponse.fromDER(fromHex(chosen.response)).isSignedBy(issuer),
    ]) {
      assert.throws(use, (/** @type {any} */ error) => {
        assert.match(error.code, code, name);
        assert.match(error.message, words, name);
        assert.doesNotMatch(error.message, LIE);
        return true;
      });
    }
  }
});

test("a curve that is written out has no name", { skip }, () => {
  const explicit = named("explicit curve parameters: the issuer answers itself");
  assert.equal(Certificate.fromDER(fromHex(explicit.issuer)).publicKey.curve, null);
});

test("inspect shows the names of curves and algorithms", { skip }, () => {
  for (const [name, text] of /** @type {const} */ ([
    ["P-192: the issuer answers itself", /P-192/],
    ["P-224: the issuer answers itself", /P-224/],
    ["SM3withSM2: the issuer's key, the response and the certificate", /SM3withSM2/],
  ])) {
    const { root } = dissect(fromHex(named(name).issuer));
    assert.ok(
      flatten(root).some((node) => text.test(node.text ?? "")),
      name,
    );
  }
});
