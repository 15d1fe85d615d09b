// Answers that must be refused, each by the check whose business it is, and beside each an honest twin that must pass.
// attack-pki.py makes them with Python's cryptography and asn1crypto, for a PKI of RSA keys and for one of P-256.

import assert from "node:assert/strict";
import crypto from "node:crypto";
import { after, test } from "node:test";
import { Certificate, OCSPError, OCSPRequest, OCSPResponse, OCSPVerificationError } from "../../bindings/index.js";
import { descend, readElement } from "../support/der.js";
import { assertTakesAtMost } from "../support/growth.js";
import { PythonWorker, withoutPython } from "../support/python-worker.js";
import { Random } from "../support/random.js";

const KINDS = ["rsa2048", "p256"];
const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));

/** Parsed once, so that what is known of them (who issued whom) is found once. @type {Map<string, Certificate>} */
const certificates = new Map();
function certificateOf(hex) {
  const certificate = certificates.get(hex) ?? Certificate.fromDER(bytes(hex));
  certificates.set(hex, certificate);
  return certificate;
}

const worker = withoutPython ? undefined : new PythonWorker(new URL("../support/attack-pki.py", import.meta.url));
after(() => worker?.close());
/** One Python run for each family. @type {Map<string, any>} */
const families = new Map();
for (const kind of worker ? KINDS : []) {
  families.set(kind, await worker?.functions.attacks({ kind }));
}

const ALL_CHECKS = [
  "responseStatus",
  "certId",
  "signature",
  "responderAuthorized",
  "responderValidity",
  "responderRevocation",
  "thisUpdate",
  "nextUpdate",
  "producedAt",
  "nonce",
  "criticalExtensions",
  "algorithmStrength",
];

/** What every report is, whatever was checked. @param {any} report */
function assertReport(report) {
  assert.deepEqual(
    report.checks.map(({ name }) => name),
    ALL_CHECKS,
  );
  for (const { name, outcome, message, reference } of report.checks) {
    assert.ok(["pass", "fail", "note", "skipped"].includes(outcome), `${name}: ${outcome}`);
    assert.match(message, /^[A-Za-z][^{}]+\.$/, name);
    assert.match(reference, /^RFC \d{4} section \d/, name);
  }
  assert.equal(
    report.ok,
    report.checks.every(({ outcome }) => outcome === "pass" || outcome === "note"),
  );
  if (!report.ok) {
    assert.equal(report.certificateStatus, null);
    assert.equal(report.response, null);
  }
  JSON.stringify(report);
}

const outcomeOf = (report, check) => report.checks.find(({ name }) => name === check).outcome;
const failuresOf = (report) => report.checks.filter(({ outcome }) => outcome === "fail");
const summary = (report) =>
  report.checks
    .filter(({ outcome }) => outcome === "fail" || outcome === "skipped")
    .map(({ name, outcome, message }) => `${name} ${outcome}: ${message}`)
    .join("\n");

/** Options of CheckOptions from those of a side. */
const readOptions = ({ expectedNonce, responderCertificates, ...others }) => ({
  ...others,
  ...(expectedNonce === undefined ? {} : { expectedNonce: bytes(expectedNonce) }),
  ...(responderCertificates === undefined ? {} : { responderCertificates: responderCertificates.map(bytes) }),
});

const certIDOf = ({ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }) => ({
  hashAlgorithm,
  issuerNameHash: bytes(issuerNameHash),
  issuerKeyHash: bytes(issuerKeyHash),
  serialNumber: BigInt(serialNumber),
});

/**
 * The ways to ask about one side: by certificate, CertID or null; with and without request; with a trusted responder
 * that has nothing to do with it.
 */
function* waysToAsk(family, chosen, side) {
  const targets = { certificate: certificateOf(chosen.certificate), certID: certIDOf(chosen.certID), null: null };
  const own = side.request && OCSPRequest.fromDER(bytes(side.request));
  for (const by of side.by) {
    for (const request of own ? [own] : [undefined, OCSPRequest.fromDER(bytes(chosen.request))]) {
      for (const trustedResponders of [undefined, [certificateOf(family.stranger)]]) {
        const what = `by ${by}${request ? ", with request" : ""}${trustedResponders ? ", with trusted responders" : ""}`;
        const given = {
          issuer: certificateOf(chosen.issuer),
          certificate: targets[by],
          request,
          trustedResponders,
          time: new Date(family.time),
          ...readOptions(side.options),
        };
        yield { what, by, given };
      }
    }
  }
}

/** Each failed check, and none else, with what it says. */
function assertFailures(report, expected, by, what) {
  const failed = failuresOf(report);
  assert.deepEqual(failed.map(({ name }) => name).sort(), Object.keys(expected).sort(), `${what}\n${summary(report)}`);
  for (const { name, message } of failed) {
    const text = typeof expected[name] === "string" ? expected[name] : expected[name][by];
    assert.ok(message.includes(text), `${what}: ${name} says: ${message}`);
  }
}

function assertRefused(family, chosen, side) {
  const response = OCSPResponse.fromDER(bytes(side.response));
  for (const { what, by, given } of waysToAsk(family, chosen, side)) {
    const report = response.check(given);
    assertReport(report);
    assert.equal(report.ok, false, what);
    assertFailures(report, side.fails, by, what);
    if (side.kind === null) {
      assert.equal(report.responder, null, what);
    }
    if (given.trustedResponders) {
      continue;
    }
    for (const method of ["verify", "assertGood"]) {
      assert.throws(
        () => response[method](given),
        (/** @type {any} */ error) => {
          assert.ok(error instanceof OCSPVerificationError && error instanceof OCSPError);
          assert.equal(error.code, "ERR_NOT_RELIABLE");
          assert.deepEqual(error.report.toJSON(), report.toJSON());
          for (const name of Object.keys(side.fails)) {
            assert.ok(error.message.includes(`${name}: `), error.message);
          }
          return true;
        },
      );
    }
  }
}

function assertAccepted(family, chosen, side) {
  const response = OCSPResponse.fromDER(bytes(side.response));
  for (const { what, given } of waysToAsk(family, chosen, side)) {
    const report = response.check(given);
    assertReport(report);
    assert.ok(report.ok, `${what}\n${summary(report)}`);
    assert.equal(report.certificateStatus, side.status, what);
    assert.equal(report.responder?.kind, side.kind, what);
    if (given.trustedResponders) {
      continue;
    }
    assert.equal(response.verify(given).certificateStatus, side.status, what);
    if (side.status === "good") {
      assert.equal(response.assertGood(given).certificateStatus, "good");
    } else {
      assert.throws(() => response.assertGood(given), {
        code: side.status === "revoked" ? "ERR_CERT_REVOKED" : "ERR_CERT_UNKNOWN",
      });
    }
  }
}

/** Nobody has decided who may answer: skipped, and skipped is not passed. */
function assertUndecided(family, chosen, side) {
  const response = OCSPResponse.fromDER(bytes(side.response));
  for (const { what, given } of waysToAsk(family, chosen, side)) {
    const report = response.check({ ...given, issuer: null });
    assertReport(report);
    assert.equal(report.ok, false, what);
    for (const check of ["signature", "responderAuthorized"]) {
      assert.equal(outcomeOf(report, check), "skipped", `${what}: ${check}`);
    }
    assert.equal(report.responder, null, what);
  }
}

for (const [kind, family] of families) {
  for (const chosen of family.cases) {
    const { name, attack, twin, signer } = chosen;
    test(`${kind}: refused: ${name}`, () => assertRefused(family, chosen, attack));
    test(`${kind}: the honest twin of: ${name}`, () => assertAccepted(family, chosen, twin));
    test(`${kind}: nothing is decided without the issuer: ${name}`, () => {
      assertUndecided(family, chosen, attack);
      assertUndecided(family, chosen, twin);
    });
    if (!signer) {
      continue;
    }
    test(`${kind}: accepted from a trusted responder: ${name}`, () => {
      const response = OCSPResponse.fromDER(bytes(attack.response));
      for (const { what, given } of waysToAsk(family, chosen, attack)) {
        for (const trustedResponders of [
          [bytes(signer)],
          [bytes(family.stranger), bytes(family.root), bytes(signer)],
        ]) {
          const report = response.check({ ...given, trustedResponders });
          assert.ok(report.ok, `${what}\n${summary(report)}`);
          assert.equal(report.responder?.kind, "trusted");
          assert.equal(Buffer.from(report.responder?.certificate.toDER() ?? []).toString("hex"), signer);
        }
      }
    });
  }

  const given = () => ({
    issuer: bytes(family.issuer),
    certificate: bytes(family.certificate),
    time: new Date(family.time),
  });
  const good = () => OCSPResponse.fromDER(bytes(family.good));

  test(`${kind}: the dates of a trusted responder count`, () => {
    const report = good().check({
      ...given(),
      time: new Date(family.time + 60 * 24 * 3600e3),
      trustedResponders: [bytes(family.delegate)],
      clockSkewSeconds: 0x7fffffff,
    });
    assertFailures(report, { responderValidity: "expired at" }, "certificate", "trusted");
    assert.equal(report.responder?.kind, "trusted");
  });

  test(`${kind}: an expired trusted certificate of the responder does not hide its right one`, () => {
    const trusted = { ...given(), trustedResponders: [bytes(family.expired)] };
    const report = good().check(trusted);
    assert.ok(report.ok, summary(report));
  });

  test(`${kind}: trusted responders of one name may be many: the last one counts as the first does`, () => {
    const others = Array.from({ length: 20 }, (_, i) => bytes(family.namesakes[i]));
    const { ok, responder, checks } = good().check({
      ...given(),
      trustedResponders: [...others, bytes(family.delegate)],
    });
    assert.ok(ok, summary({ checks }));
    assert.equal(responder?.kind, "trusted");
    // They leave the embedded ones their share.
    assert.equal(good().check({ ...given(), trustedResponders: others }).responder?.kind, "delegate");
  });

  test(`${kind}: an issuer that did not issue the certificate`, () => {
    const wrong = { namesake: {}, root: {}, stranger: {}, certificate: {} };
    for (const name of Object.keys(wrong)) {
      const report = good().check({ ...given(), issuer: bytes(family[name]) });
      assert.equal(report.ok, false);
      const { outcome, message } = report.checks[1];
      assert.equal(outcome, "fail", name);
      assert.ok(message.includes("did not issue the given certificate"), message);
    }
  });

  test(`${kind}: verify() gives every status, assertGood() the good one only`, () => {
    for (const [status, code] of [
      ["revoked", "ERR_CERT_REVOKED"],
      ["unknown", "ERR_CERT_UNKNOWN"],
    ]) {
      const response = OCSPResponse.fromDER(bytes(family[status]));
      assert.equal(response.verify(given()).certificateStatus, status);
      assert.throws(
        () => response.assertGood(given()),
        (/** @type {any} */ error) => {
          assert.ok(error instanceof OCSPVerificationError);
          assert.equal(error.code, code);
          assert.equal(error.report.ok, true);
          assert.equal(error.report.certificateStatus, status);
          return true;
        },
      );
    }
  });

  test(`${kind}: error statuses are no answer`, () => {
    // RFC 6960 4.2.1.
    const statuses = /** @type {const} */ ([
      [1, "malformedRequest", "it cannot read the request"],
      [2, "internalError", "something failed on its side. Ask again later, or ask another responder"],
      [3, "tryLater", "it cannot answer for the moment. Ask again later"],
      [5, "sigRequired", "it answers signed requests only. Sign the request"],
      [6, "unauthorized", "it does not answer for this CA, or not for this certificate yet"],
      [
        6,
        "unauthorized",
        "If the CertID was made with SHA-1, try SHA-256, and the other way round; asking again does not",
      ],
    ]);
    for (const [status, name, meaning] of statuses) {
      const report = OCSPResponse.fromDER(Uint8Array.of(0x30, 3, 0x0a, 1, status)).check(given());
      assertReport(report);
      assertFailures(
        report,
        { responseStatus: `the error status ${name} (${status}): ` },
        "certificate",
        `status ${status}`,
      );
      assert.ok(report.checks[0].message.includes(meaning), report.checks[0].message);
      for (const check of ALL_CHECKS.slice(1)) {
        assert.equal(outcomeOf(report, check), "skipped", check);
      }
    }
  });

  test(`${kind}: notes refuse nothing`, () => {
    const request = OCSPRequest.fromDER(
      bytes(family.cases.find(({ name }) => name === "no nonce where one is required").attack.request),
    );
    const report = good().check({ ...given(), request });
    assert.ok(report.ok);
    assert.equal(outcomeOf(report, "nonce"), "note");
    assert.equal(outcomeOf(report, "responderRevocation"), "note");
    assert.match(report.checks[5].message, /id-pkix-ocsp-nocheck/);
  });

  test(`${kind}: a failed check does not hide the others`, () => {
    const replay = family.cases.find(({ name }) => name === "a replay with another nonce").attack;
    const response = bytes(replay.response);
    const broken = response.slice();
    broken[descend(broken, 1, 0, 1).end - 1] ^= 1; // in the embedded certificate's signature
    const report = OCSPResponse.fromDER(broken).check({
      ...given(),
      request: OCSPRequest.fromDER(bytes(replay.request)),
      certificate: bytes(family.delegate),
      time: new Date(family.time + 40 * 24 * 3600e3),
      minKeyBits: 100000,
    });
    const expected = ["certId", "nonce", "responderAuthorized", "responderValidity"];
    assert.deepEqual(
      failuresOf(report)
        .map(({ name }) => name)
        .filter((name) => name !== "algorithmStrength")
        .sort(),
      expected,
    );
    assert.equal(outcomeOf(report, "algorithmStrength"), kind === "rsa2048" ? "fail" : "pass");
  });

  test(`${kind}: any bit flipped that still parses is refused, and nothing but a report comes out`, () => {
    const der = bytes(family.good);
    const basic = readElement(descend(der, 1, 0, 1).contents);
    const offset = descend(der, 1, 0, 1).start;
    const certificates = offset + descend(der.subarray(offset), 3).offset;
    assert.equal(offset + basic.end, der.length);
    let parsed = 0;
    for (let at = 0; at < der.length; at++) {
      const flipped = der.slice();
      flipped[at] ^= 1 << (at % 8);
      let response;
      try {
        response = OCSPResponse.fromDER(flipped);
      } catch (error) {
        assert.ok(error instanceof OCSPError);
        continue;
      }
      parsed++;
      const report = response.check(given());
      assertReport(report);
      assert.equal(report.ok, false, `octet ${at}`);
      const refusing = at < certificates ? ["signature", "responseStatus"] : ["signature", "responderAuthorized"];
      assert.ok(
        refusing.some((name) => outcomeOf(report, name) === "fail"),
        `octet ${at}\n${summary(report)}`,
      );
    }
    assert.ok(parsed > 500, `${parsed} of ${der.length} parsed`);
  });

  test(`${kind}: whatever is broken, check() gives a report or the message is refused`, () => {
    const random = new Random();
    let checked = 0;
    for (const chosen of family.cases) {
      for (const { response: hex } of [chosen.attack, chosen.twin]) {
        if (hex.length > 20000) {
          continue;
        }
        for (let round = 0; round < 8; round++) {
          const broken = bytes(hex);
          for (let count = random.integer(1, 3); count > 0; count--) {
            broken[random.integer(0, broken.length - 1)] = random.integer(0, 255);
          }
          let response;
          try {
            response = OCSPResponse.fromDER(broken);
          } catch (error) {
            assert.ok(error instanceof OCSPError);
            continue;
          }
          checked++;
          for (const issuer of [certificateOf(chosen.issuer), null]) {
            for (const certificate of [certificateOf(chosen.certificate), null]) {
              // The keys are new in each run: the message says which bytes it was.
              assert.doesNotThrow(
                () => assertReport(response?.check({ issuer, certificate, time: new Date(family.time) })),
                Buffer.from(broken).toString("hex"),
              );
            }
          }
        }
      }
    }
    assert.ok(checked > 500, `${checked} parsed`);
  });

  test(`${kind}: 1,000 certificates that match cost no more than eight signatures`, () => {
    const verify = crypto.verify;
    const many = family.cases.filter(({ name }) => /^ed.*1,000/.test(name));
    assert.equal(many.length, 2);
    for (const chosen of many) {
      const response = OCSPResponse.fromDER(bytes(chosen.attack.response));
      let count = 0;
      // What is asked for can be counted: Edwards signatures are the caller's work.
      process.getBuiltinModule("node:crypto").verify = (...all) => (count++, Reflect.apply(verify, crypto, all));
      try {
        const report = response.check({
          ...given(),
          issuer: bytes(chosen.issuer),
          certificate: bytes(chosen.certificate),
        });
        assert.equal(report.ok, false);
      } finally {
        process.getBuiltinModule("node:crypto").verify = verify;
      }
      assert.ok(count >= 2 && count <= 8, `${count} signatures`);
    }
    for (const { name, attack, issuer, certificate } of family.cases.filter(({ name }) => name.startsWith("1,000"))) {
      const response = OCSPResponse.fromDER(bytes(attack.response));
      const asked = { ...given(), issuer: certificateOf(issuer), certificate: certificateOf(certificate) };
      const good = OCSPResponse.fromDER(bytes(family.good));
      const signer = certificateOf(family.issuer);
      // After each of eight signatures the core goes through all again; a thousand signatures would take far longer.
      const readAll = () => OCSPResponse.fromDER(bytes(attack.response)).certificates.map(({ subject }) => subject);
      assertTakesAtMost(
        2,
        () => Array.from({ length: 9 }, () => [readAll(), good.isSignedBy(signer)]),
        () => response.check(asked),
        name,
      );
    }
  });
}

const [family] = families.values();

const WRONG = {
  issuer: [undefined, 1, {}, "", new Uint8Array(3), "not PEM"],
  certificate: [undefined, 1, {}, [], "not PEM", { hashAlgorithm: "sha1" }],
  request: [null, 1, {}, new Uint8Array(3)],
  expectedNonce: [null, 1, "00", {}, new Uint8Array()],
  trustedResponders: [null, 1, {}, "PEM", [1], [null], [undefined]],
  responderCertificates: [null, 1, {}, [1], [{}]],
  time: [null, 1, "2025-06-01", new Date(NaN)],
  clockSkewSeconds: [null, -1, 1.5, NaN, Infinity, "300", 2 ** 31, 1n],
  maxAgeSeconds: [null, -1, 1.5, NaN, Infinity, "1", 2 ** 31],
  noncePolicy: [null, "", "Required", 1, "toString", "__proto__"],
  allowSHA1Signatures: [null, 0, 1, "true"],
  minKeyBits: [null, -1, 0.5, NaN, "2048", 2 ** 31],
};

test("wrong options are refused by name", { skip: withoutPython }, () => {
  const response = OCSPResponse.fromDER(bytes(family.good));
  const right = { issuer: bytes(family.issuer), certificate: bytes(family.certificate), time: new Date(family.time) };
  for (const [option, values] of Object.entries(WRONG)) {
    for (const value of values) {
      for (const method of ["check", "verify", "assertGood"]) {
        assert.throws(
          () => response[method]({ ...right, [option]: value }),
          (/** @type {any} */ error) => {
            const what = `${method}({ ${option}: ${String(value)} }): ${error}`;
            assert.ok(error instanceof OCSPError && !(error instanceof OCSPVerificationError), what);
            // Bytes and text that are no certificate are refused for what they are.
            if (typeof value === "string" || value instanceof Uint8Array) {
              assert.match(error.code, /^ERR_(INVALID_ARGUMENT|PEM|DER_\w+)$/, what);
              if (error.code !== "ERR_INVALID_ARGUMENT") {
                return true;
              }
            } else {
              assert.equal(error.code, "ERR_INVALID_ARGUMENT", what);
            }
            assert.ok(error.message.includes(option), what);
            return true;
          },
        );
      }
    }
  }
  for (const given of [undefined, null, 1, "options"]) {
    assert.throws(() => response.check(/** @type {any} */ (given)), { code: "ERR_INVALID_ARGUMENT" });
  }
  const withoutNonce = OCSPRequest.fromDER(bytes(family.request));
  const emptyNonce = OCSPRequest.fromDER(
    bytes(family.cases.find(({ name }) => name === "a nonce of 0 octets is no nonce").twin.request),
  );
  assert.equal(emptyNonce.nonce?.length, 0);
  for (const request of [undefined, withoutNonce, emptyNonce]) {
    assert.throws(() => response.check({ ...right, request, noncePolicy: "required" }), {
      code: "ERR_INVALID_ARGUMENT",
      message: /noncePolicy/,
    });
  }
  for (const method of ["verify", "assertGood"]) {
    // check() alone takes null for the issuer by its type; here nothing can be decided either.
    assert.throws(
      () => response[method]({ ...right, issuer: null }),
      (/** @type {any} */ error) =>
        error.code === "ERR_INVALID_ARGUMENT" ||
        (error instanceof OCSPVerificationError && error.code === "ERR_NOT_RELIABLE"),
    );
  }
});
