// Certificates and names that Python's cryptography makes: we read what it reads.

import assert from "node:assert/strict";
import { Certificate } from "../../bindings/index.js";
import { assertSays, bytes, cases, hex, peers } from "../support/interop.js";

cases("certificates", 200, async (seed) => {
  const { der, says } = await peers.random_certificate({ seed });
  const certificate = Certificate.fromDER(bytes(der));
  assertSays(certificate, says, "Python's cryptography");
  assert.equal(hex(Certificate.fromPEM(says["toPEM()"]).toDER()), der);
  assert.ok(certificate.issuer.equals(certificate.subject) === (says.issuer.der === says.subject.der));
});
