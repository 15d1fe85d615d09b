// Responses that we sign with every algorithm, kind of key and form of it: asn1crypto makes the same bytes around the
// signature; Python's cryptography, asn1crypto and OpenSSL read the same values; cryptography and OpenSSL take the
// signature, and none of a changed response.

import assert from "node:assert/strict";
import { describe } from "node:test";
import { OCSPCertStatus, OCSPResponse, OCSPResponseBuilder, ReasonFlags } from "../../bindings/index.js";
import { assertSays, bytes, cases, hex, peers } from "../support/interop.js";
import {
  certificateInput,
  given,
  HASH_ALGORITHMS,
  rollEntryExtensions,
  rollMessageExtensions,
  rollSubject,
  wire,
} from "../support/random-parts.js";
import { ALGORITHMS, KINDS, sign, signerOf, strangerTo, waysOf } from "../support/signers.js";
import { twins } from "../support/twins.js";

/** @typedef {import("../support/random-parts.js").Given} Given */

/** What may be left out of a SingleResponse in three ways. */
const optional = (random, name, value) =>
  value !== null ? { [name]: value } : random.pick([{}, { [name]: null }, { [name]: undefined }]);

/**
 * One entry: what a builder is given, and what it is to be.
 * @param {Given} given
 * @param {{ input: any, wanted: object }} subject
 * @param {Date[]} [between] a time that is between thisUpdate and nextUpdate, if need be
 */
function rollEntry(given, subject, between = []) {
  const { random } = given;
  const certificateStatus = random.pick(Object.values(OCSPCertStatus));
  const isRevoked = certificateStatus === "revoked";
  const times = [random.date(), random.date(), ...between].sort((a, b) => Number(a) - Number(b));
  const thisUpdate = times[0];
  const nextUpdate = random.chance(0.6) ? times[times.length - 1] : null;
  const revocationTime = isRevoked ? random.date() : null;
  const revocationReason = isRevoked && random.chance(0.8) ? random.pick(Object.values(ReasonFlags)) : null;
  const extensions = rollEntryExtensions(given);
  return {
    input: {
      ...subject.input,
      certificateStatus,
      thisUpdate,
      ...optional(random, "nextUpdate", nextUpdate),
      ...optional(random, "revocationTime", revocationTime),
      ...optional(random, "revocationReason", revocationReason),
      ...(extensions.made.length > 0
        ? { extensions: random.chance(0.5) ? extensions.made : new Set(extensions.made) }
        : {}),
    },
    wanted: {
      certID: subject.wanted,
      certificateStatus,
      extensions: extensions.wanted,
      ...wire({ thisUpdate, nextUpdate, revocationTime, revocationReason }),
    },
  };
}

/** Adds entries in their order, one by one or many at once. */
function addEntries(random, builder, inputs) {
  const rest = [...inputs];
  while (rest.length > 0) {
    if (random.chance(0.5)) {
      const [entry] = rest.splice(0, 1);
      builder = "certID" in entry ? builder.addResponseByHash(entry) : builder.addResponse(entry);
    } else {
      const several = rest.splice(0, random.integer(1, rest.length));
      builder = builder.addResponses(random.chance(0.5) ? several : several.values());
    }
  }
  return builder;
}

/** @param {Given} given @param {any} signer @param {string} algorithm */
function rollResponse(given, signer, algorithm) {
  const { random, issued } = given;
  const entries = Array.from({ length: random.chance(0.5) ? 1 : random.integer(2, 20) }, () =>
    rollEntry(given, rollSubject(given)),
  );
  const extensions = rollMessageExtensions(given);
  const responderId = /** @type {"hash" | "name"} */ (random.pick(["hash", "name"]));
  const producedAt = random.chance(0.8) ? random.date() : null;
  const embedded = random.sample(
    [signer.certificate, ...issued.map(({ certificate }) => certificate)],
    random.integer(0, 3),
  );
  const steps = random.sample(
    [
      (builder) =>
        addEntries(
          random,
          builder,
          entries.map(({ input }) => input),
        ),
      extensions.add,
      (builder) => builder.responderId(responderId, certificateInput(random, signer.certificate)),
      (builder) => (producedAt === null ? builder : builder.producedAt(producedAt)),
      (builder) =>
        embedded.length === 0 && random.chance(0.5)
          ? builder
          : builder.certificates(embedded.map((der) => certificateInput(random, der))),
    ],
    5,
  );
  return {
    builder: steps.reduce((so, step) => step(so), new OCSPResponseBuilder()),
    wanted: {
      entries: entries.map(({ wanted }) => wanted),
      extensions: extensions.wanted,
      responderId,
      producedAt: wire(producedAt),
      certificates: embedded,
      algorithm,
    },
  };
}

/** In seconds: no case takes as long, not even on a busy machine. */
const A_WHILE = 3600;

async function signs(kind, algorithm, seed, way = "") {
  const [rolled, signer, stranger] = await Promise.all([given(seed), signerOf(kind), strangerTo(kind)]);
  const { random, isWide } = rolled;
  const { builder, wanted } = rollResponse(rolled, signer, algorithm);
  way ||= random.pick(waysOf(kind, algorithm));
  const response = await sign(builder, random, signer, algorithm, way);
  const der = response.toDER();
  const changed = twins(random, OCSPResponse.fromDER, der, response.tbsResponseBytes, response.signature);
  const { made, encodedAnew, readings, isTaken, areTwinsTaken } = await peers.judge_response({
    der: hex(der),
    kind,
    wanted,
    twins: changed.map(({ tbsResponseBytes, signature }) => [hex(tbsResponseBytes), hex(signature)]),
    by_cryptography: !isWide,
  });
  assert.equal(hex(der), made, `${way}: other bytes than asn1crypto makes of the same parts`);
  assert.equal(encodedAnew, made, `${way}: not DER`);
  for (const [who, description] of Object.entries(readings)) {
    assertSays(response, description, who);
  }
  if (wanted.producedAt === null) {
    assert.ok(Math.abs(Date.now() - Number(response.producedAt)) < A_WHILE * 1000, "the time of signing");
  }
  assert.deepEqual(isTaken, { cryptography: true, OpenSSL: true, OCSP_basic_verify: true }, way);
  assert.ok(response.isSignedBy(bytes(signer.certificate)), way);
  assert.ok(!response.isSignedBy(bytes(stranger.certificate)), way);
  for (const [i, twin] of changed.entries()) {
    assert.deepEqual(areTwinsTaken[i], { cryptography: false, OpenSSL: false }, "a changed response");
    assert.ok(!twin.isSignedBy(bytes(signer.certificate)), `a changed response: ${hex(twin.toDER())}`);
  }
}

for (const kind of KINDS) {
  describe(`responses signed with ${kind}`, { concurrency: 4 }, () => {
    for (const algorithm of ALGORITHMS[kind]) {
      cases(`${algorithm} by ${kind}`, 2, (seed) => signs(kind, algorithm, seed));
    }
    for (const way of waysOf(kind)) {
      const algorithms = ALGORITHMS[kind].filter((algorithm) => waysOf(kind, algorithm).includes(way));
      cases(`${way} of ${kind}`, 1, (seed) => signs(kind, algorithms[seed % algorithms.length], seed, way));
    }
  });
}

/** OpenSSL's program does not know them, though its library has all that they are made of. */
const UNKNOWN_TO_OPENSSL = /^DSA-SHA(384|512)$|^ECDSA-SHA3/;

cases("openssl ocsp -respin", 30, async (seed) => {
  const rolled = await given(seed);
  const { random, issued } = rolled;
  const kind = random.pick(KINDS);
  const algorithm = random.pick(ALGORITHMS[kind].filter((name) => !UNKNOWN_TO_OPENSSL.test(name)));
  const signer = await signerOf(kind);
  const asked = random
    .sample(issued, random.integer(1, 6))
    .map(({ certificate, issuer }) => ({ certificate, issuer, hashAlgorithm: random.pick(HASH_ALGORITHMS) }));
  const entries = asked.map(({ certificate, issuer, hashAlgorithm }) => {
    const input = { certificate: bytes(certificate), issuer: bytes(issuer), hashAlgorithm };
    // OpenSSL looks at the times, too.
    return rollEntry(rolled, { input, wanted: {} }, [new Date()]).input;
  });
  const builder = rollMessageExtensions(rolled)
    .add(new OCSPResponseBuilder().addResponses(entries))
    .responderId(random.pick(["hash", "name"]), bytes(signer.certificate));
  const response = await sign(builder, random, signer, algorithm, random.pick(waysOf(kind, algorithm)));
  const [, changed] = twins(
    random,
    OCSPResponse.fromDER,
    response.toDER(),
    response.tbsResponseBytes,
    response.signature,
  );
  const [says, saysOfChanged] = await Promise.all(
    [response, changed].map((one) => peers.openssl_says({ der: hex(one.toDER()), kind, asked })),
  );
  assert.ok(says.verifies, says.printed);
  assert.ok(!saysOfChanged.verifies, saysOfChanged.printed);
  const found = asked.map(({ certificate, issuer }) => response.find(bytes(certificate), bytes(issuer)));
  assertSays(found, says.entries, "openssl ocsp -respin");
});
