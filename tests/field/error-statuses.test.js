// The five error statuses of RFC 6960 4.2.1, made by asn1crypto: one sentence each that says what to do about it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { OCSPResponse } from "../../bindings/index.js";
import { certificatePEM } from "../support/openssl.js";
import { PYTHON, withoutPython } from "../support/python-worker.js";

/** What the sentence of each has to say. @type {Record<string, RegExp[]>} */
const SENTENCES = {
  malformed_request: [/malformedRequest/, /request/],
  internal_error: [/internalError/, /later|another/],
  try_later: [/tryLater/, /later/],
  sign_required: [/sigRequired/, /[Ss]ign/],
  unauthorized: [/unauthorized/, /this CA/, /this certificate/, /SHA-1.*SHA-256/, /asking again does not help/i],
};

const made = withoutPython
  ? {}
  : JSON.parse(
      execFileSync(PYTHON, [
        "-c",
        `import json
from asn1crypto import ocsp
print(json.dumps({name: ocsp.OCSPResponse({"response_status": name}).dump().hex() for name in
                  ${JSON.stringify(Object.keys(SENTENCES))}}))`,
      ]).toString(),
    );

for (const [name, words] of Object.entries(SENTENCES)) {
  test(name, { skip: withoutPython }, () => {
    const response = OCSPResponse.fromDER(new Uint8Array(Buffer.from(made[name], "hex")));
    const issuer = certificatePEM("p-256");
    const report = response.check({ issuer, certificate: null });
    assert.deepEqual(
      report.checks.map(({ outcome }) => outcome),
      ["fail", ...new Array(11).fill("skipped")],
    );
    const [{ message }] = report.checks;
    for (const word of words) {
      assert.match(message, word);
    }
    assert.equal(report.ok, false);
    assert.throws(() => response.verify({ issuer, certificate: null }), { code: "ERR_NOT_RELIABLE" });
    assert.throws(() => response.certificateStatus, { code: "ERR_OCSP_UNSUCCESSFUL" });
    JSON.stringify([response, report]);
  });
}
