// Requests that we sign with every algorithm and kind of key: asn1crypto makes the same bytes around the signature;
// Python's cryptography, asn1crypto and OpenSSL read the same values; cryptography and OpenSSL take the signature, and
// none of a changed request.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { OCSPRequest } from "../../bindings/index.js";
import { assertSays, bytes, cases, hex, peers } from "../support/interop.js";
import { certificateInput, given } from "../support/random-parts.js";
import { inAnyOrder, requestorStep, rollRequestParts } from "../support/random-request.js";
import { ALGORITHMS, KINDS, sign, signerOf, strangerTo, waysOf } from "../support/signers.js";
import { twins } from "../support/twins.js";

/** @param {import("../support/random-parts.js").Given} given @param {any} signer @param {string} algorithm */
function rollSignedRequest(given, signer, algorithm) {
  const { random, issued } = given;
  const { steps, wanted } = rollRequestParts(given);
  const others = random.sample(issued, random.integer(0, 2)).map(({ certificate }) => certificate);
  const certificates = random.chance(0.7) ? [signer.certificate, ...others] : [];
  const requestor =
    certificates.length > 0 && random.chance(0.6) ? null : random.pick([signer, signer, random.pick(issued)]);
  const builder = inAnyOrder(given, [
    ...steps,
    (so) =>
      certificates.length === 0 ? so : so.certificates(certificates.map((der) => certificateInput(random, der))),
    (so) => (requestor === null ? so : requestorStep(given, requestor)(so)),
  ]);
  // RFC 6960 4.1.2: who signs says who it is.
  return { builder, wanted: { ...wanted, certificates, algorithm, requestorName: (requestor ?? signer).subject } };
}

async function signs(kind, algorithm, seed) {
  const [rolled, signer, stranger] = await Promise.all([given(seed), signerOf(kind), strangerTo(kind)]);
  const { random, isWide } = rolled;
  const { builder, wanted } = rollSignedRequest(rolled, signer, algorithm);
  const way = random.pick(waysOf(kind, algorithm));
  const request = await sign(builder, random, signer, algorithm, way);
  const der = request.toDER();
  const changed = twins(
    random,
    OCSPRequest.fromDER,
    der,
    request.tbsRequestBytes,
    /** @type {Uint8Array} */ (request.signature),
  );
  const { made, encodedAnew, readings, isTaken, areTwinsTaken } = await peers.judge_request({
    der: hex(der),
    kind,
    wanted,
    twins: changed.map(({ tbsRequestBytes, signature }) => [hex(tbsRequestBytes), hex(signature)]),
    by_cryptography: !isWide,
  });
  assert.equal(hex(der), made, `${way}: other bytes than asn1crypto makes of the same parts`);
  assert.equal(encodedAnew, made, `${way}: not DER`);
  assert.equal(
    "cryptography" in readings,
    !isWide && wanted.entries.length === 1,
    "cryptography reads requests of one entry",
  );
  for (const [who, description] of Object.entries(readings)) {
    assertSays(request, description, who);
  }
  // OpenSSL looks for the signer under the requestorName.
  const isNamed = wanted.requestorName === signer.subject;
  assert.deepEqual(isTaken, { cryptography: true, OpenSSL: true, OCSP_request_verify: isNamed }, way);
  assert.ok(request.isSignedBy(bytes(signer.certificate)), way);
  assert.ok(!request.isSignedBy(bytes(stranger.certificate)), way);
  for (const [i, twin] of changed.entries()) {
    assert.deepEqual(areTwinsTaken[i], { cryptography: false, OpenSSL: false }, "a changed request");
    assert.ok(!twin.isSignedBy(bytes(signer.certificate)), `a changed request: ${hex(twin.toDER())}`);
  }
}

for (const kind of KINDS) {
  describe(`requests signed with ${kind}`, { concurrency: 4 }, () => {
    for (const algorithm of ALGORITHMS[kind]) {
      cases(`request, ${algorithm} by ${kind}`, 1, (seed) => signs(kind, algorithm, seed));
    }
  });
}
