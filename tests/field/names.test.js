// Names are compared as RFC 5280 7.1 says: string types, ASCII letters' case and blanks make no difference, all else
// does; for the certificate's issuer, the responder's name, and the delegate's issuer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { certificateOf, describeCases, fromHex, withoutPython } from "../support/field-cases.js";

const cases = await describeCases("names", "names", 110);

test("equals() and isIssuedBy() agree with it, both ways", { skip: withoutPython }, () => {
  let compared = 0;
  for (const chosen of cases.filter(({ verifies }) => verifies !== undefined)) {
    const [issuer, certificate] = [certificateOf(chosen.issuer), certificateOf(chosen.certificate)];
    const [one, other] = chosen.pair.map((/** @type {string} */ hex) => ({ der: fromHex(hex) }));
    assert.equal(issuer.subject.equals(other), chosen.areEqual, chosen.name);
    assert.equal(certificate.issuer.equals(one), chosen.areEqual, chosen.name);
    assert.ok(issuer.subject.equals(one) && certificate.issuer.equals(other), chosen.name);
    assert.equal(certificate.isIssuedBy(issuer), chosen.verifies, chosen.name);
    compared++;
  }
  assert.equal(compared, cases.length / 4);
});
