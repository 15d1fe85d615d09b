// Requests that we build: asn1crypto makes the same bytes, and Python's cryptography and `openssl ocsp -req_text` read
// the same values.

import assert from "node:assert/strict";
import { assertSays, cases, hex, peers } from "../support/interop.js";
import { expectedRequestText, requestText } from "../support/openssl-text.js";
import { given, names } from "../support/random-parts.js";
import { inAnyOrder, requestorStep, rollRequestParts } from "../support/random-request.js";

/** @param {import("../support/random-parts.js").Given} given */
function rollRequest(given) {
  const { random, issued } = given;
  const { steps, wanted } = rollRequestParts(given);
  const requestor = random.chance(0.3) ? random.pick(issued) : null;
  if (requestor !== null) {
    steps.push(requestorStep(given, requestor));
  }
  return {
    request: inAnyOrder(given, steps).build(),
    wanted: { ...wanted, requestorName: requestor?.subject ?? null },
  };
}

cases("requests we build", 300, async (seed) => {
  const rolled = await given(seed);
  const { isWide } = rolled;
  const { request, wanted } = rollRequest(rolled);
  const der = hex(request.toDER());
  const [made, read, text] = await Promise.all([
    peers.build_request({ wanted }),
    peers.read_request({ der, by_cryptography: !isWide }),
    requestText(request.toDER()),
  ]);
  assert.equal(der, made, "other bytes than asn1crypto makes of the same parts");
  assert.equal(read.encodedAnew, der, "not DER");
  assertSays(request, read.asn1crypto, "asn1crypto");
  assert.equal(
    !isWide && wanted.entries.length === 1,
    read.cryptography !== null,
    "cryptography reads requests of one entry",
  );
  if (read.cryptography) {
    assertSays(request, read.cryptography, "Python's cryptography");
  }
  assert.equal(text, expectedRequestText(read.asn1crypto, await names()), "openssl ocsp -req_text");
});
