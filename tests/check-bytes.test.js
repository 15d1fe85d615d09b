// The panel shows the bytes of every check: those of the very field, as OpenSSL's asn1parse and the objects have it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { dissect, OCSPResponse } from "../bindings/index.js";
import { samples } from "../build/samples.js";
import { checksWithBytes } from "../web/panel/check-bytes.js";
import { objectsOf } from "./support/sample-objects.js";

const generalizedTime = (der) => new TextDecoder().decode(der).match(/\d{14}Z/)?.[0];
const text = (time) => time.toISOString().replace(/[-:T]|\.\d+/g, "");

for (const sample of samples.filter(({ expect }) => ["good", "revoked", "unknown", "unreliable"].includes(expect.verdict))) {
  test(sample.id, async () => {
    const { response: der, certificates: [certificate, issuer] } = objectsOf(await sample.load());
    assert.ok(der);
    const response = OCSPResponse.fromDER(der);
    const report = response.check({ certificate, issuer, time: new Date(sample.asOf) });
    const spans = Object.fromEntries(checksWithBytes(dissect(der).root, der, report).map(({ name, span }) => [name, span]));
    /** @type {Record<string, any>} */
    const bytes = Object.fromEntries(Object.entries(spans).map(([name, span]) => [name, span && der.slice(...span)]));
    assert.deepEqual([...bytes.responseStatus], [0x0a, 1, 0]);
    assert.equal(generalizedTime(bytes.producedAt), text(response.producedAt));
    if (bytes.algorithmStrength) assert.deepEqual([...bytes.algorithmStrength.slice(0, 2)], [0x30, bytes.algorithmStrength.length - 2]);
    if (report.claimed) {
      // Both may be the same moment: producedAt stands before the entries.
      assert.ok(spans.producedAt && spans.thisUpdate && spans.producedAt[1] <= spans.thisUpdate[0], "producedAt is not that of the entry");
      assert.equal(generalizedTime(bytes.thisUpdate), text(report.claimed.thisUpdate));
      if (report.claimed.nextUpdate) assert.equal(generalizedTime(bytes.nextUpdate), text(report.claimed.nextUpdate));
    }
    if (report.responder?.kind === "delegate") {
      assert.deepEqual(Buffer.from(bytes.responderAuthorized), Buffer.from(report.responder.certificate.toDER()));
      assert.match(new TextDecoder("latin1").decode(bytes.responderValidity), /^0.\x17|^0.\x18/s);
    }
    for (const { name, outcome } of report.checks) {
      if (outcome === "fail") assert.ok(bytes[name], `${name} failed, and has no bytes`);
    }
  });
}
