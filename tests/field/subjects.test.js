// Names as text (RFC 4514): short names of the LDAP registry and of X.520, and text wherever the value is a string.

import assert from "node:assert/strict";
import { certificateOf, describeCases } from "../support/field-cases.js";

await describeCases("subjects", "subjects", 140, (chosen) => {
  const { subject } = certificateOf(chosen.certificate);
  assert.equal(subject.attributes.length, 1);
  const [{ oid, type, value }] = subject.attributes;
  assert.equal(oid, chosen.dotted);
  assert.equal(value, chosen.opensslText);
  assert.equal(value, chosen.text);
  const shown = subject.toString();
  assert.ok(shown.startsWith(`${type}=`), shown);
  if (chosen.short !== null) {
    // Descriptors have no case (RFC 4512 1.4).
    assert.equal(type.toLowerCase(), chosen.short.toLowerCase());
  }
  // RFC 4514 2.4: a leading "#" or blank, and these characters, are escaped.
  assert.equal(shown.slice(type.length + 1), chosen.text.replace(/[",+;<>\\]/g, "\\$&"));
});
