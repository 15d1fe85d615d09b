// What must not change the result of check(): the order of what is embedded, what has nothing to do with the
// certificate, time within the window. And what must: any bit.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { OCSPError, OCSPResponse } from "../../bindings/index.js";
import { children, context, descend, octetString, readElement, sequence } from "../support/der.js";
import { PythonWorker, withoutPython } from "../support/python-worker.js";
import { printSeed, Random } from "../support/random.js";

/** @type {PythonWorker} */
let python;

async function make(made) {
  const { response, issuer, certificate } = await python.functions.make(made);
  const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));
  return { response: bytes(response), issuer: bytes(issuer), certificate: bytes(certificate) };
}

/** What the check comes to, without the words and spans, which speak of numbers and places. */
const decision = (report) => ({
  ok: report.ok,
  status: report.certificateStatus,
  claimed: report.claimed?.certificateStatus,
  kind: report.responder?.kind,
  checks: Object.fromEntries(report.checks.map(({ name, outcome }) => [name, outcome])),
});

const check = (der, { issuer, certificate }, options = {}) =>
  OCSPResponse.fromDER(der).check({ issuer, certificate, ...options });

/** OCSPResponse.responseBytes.response: where BasicOCSPResponse starts. */
const basicOf = (der) => readElement(der, descend(der, 1, 0, 1).start);

/**
 * The response with other certificates embedded, which its signature does not cover.
 * @param {Uint8Array[]} certificates
 */
function withCertificates(der, certificates) {
  const [status, bytes] = children(der);
  const type = children(der, children(der, bytes)[0])[0];
  const signed = children(der, basicOf(der))
    .slice(0, 3)
    .map(({ element }) => element);
  const basic = sequence(...signed, context(0, sequence(...certificates)));
  return sequence(status.element, context(0, sequence(type.element, octetString(basic)))).bytes;
}

const embeddedIn = (der) => {
  const list = children(der, basicOf(der))[3];
  return list ? children(der, children(der, list)[0]).map(({ element }) => element) : [];
};

/** One bit of every octet from start to end, another in each: what `judge` says of the response so changed. */
function flipEveryOctet(der, { start, end }, random, judge) {
  for (let at = start; at < end; at++) {
    const changed = Uint8Array.from(der);
    const bit = random.integer(0, 7);
    changed[at] ^= 1 << bit;
    judge(changed, `octet ${at} of [${start}, ${end}), bit ${bit}`);
  }
}

/** The report on bytes that were changed, or null where they are refused when read. */
function checkChanged(changed, given, place) {
  let response;
  try {
    response = OCSPResponse.fromDER(changed);
  } catch (error) {
    assert.ok(error instanceof OCSPError, `${place}: ${error.stack}`);
    return null;
  }
  const { issuer, certificate } = given;
  const report = response.check({ issuer, certificate });
  assert.equal(report.ok, false, `${place}: relied on`);
  assert.equal(report.certificateStatus, null, place);
  assert.equal(report.response, null, place);
  return Object.fromEntries(report.checks.map(({ name, outcome }) => [name, outcome]));
}

const HONEST = [
  { key: "EC", delegated: true, by_key: false },
  { key: "EC", delegated: true, by_key: true },
  { key: "EC", delegated: false },
  { key: "RSA", delegated: true, by_key: false },
];
const BROKEN = [
  { delegated: true, defects: ["no EKU"] },
  { delegated: true, defects: ["delegate of an impostor"] },
  { delegated: true, defects: ["expired delegate"] },
  { delegated: true, defects: ["signature altered"] },
  { delegated: true, defects: ["other serial"] },
];
const named = (made) =>
  [
    made.key ?? "EC",
    made.delegated ? "delegate" : "issuer",
    made.by_key ? "by key" : "by name",
    ...(made.defects ?? []),
  ].join(", ");

describe("check() of what others made", { skip: withoutPython }, () => {
  before(() => {
    python = new PythonWorker(new URL("../support/trust_cases.py", import.meta.url));
  });
  after(() => python.close());

  for (const made of [...HONEST, ...BROKEN]) {
    test(`unchanged by the order of embedded certificates (${named(made)})`, async (t) => {
      printSeed(t);
      const random = new Random();
      const given = await make({
        ...made,
        unrelated_certificates: 4,
        defects: [...(made.defects ?? []), ...(made.delegated ? ["namesake first"] : [])],
      });
      const expected = decision(check(given.response, given));
      assert.equal(expected.ok, made.defects === undefined);
      const certificates = embeddedIn(given.response);
      assert.ok(certificates.length >= 4);
      const orders = [
        certificates.toReversed(),
        ...Array.from({ length: 20 }, () => random.sample(certificates, certificates.length)),
      ];
      for (const order of orders) {
        assert.deepEqual(decision(check(withCertificates(given.response, order), given)), expected);
      }
      // The issuer's own among them, the certificate in question, and everything twice.
      for (const more of [[given.issuer], [given.certificate], certificates]) {
        assert.deepEqual(
          decision(check(withCertificates(given.response, [...more, ...certificates]), given)),
          expected,
        );
      }
    });

    test(`unchanged by unrelated entries and certificates (${named(made)})`, async () => {
      const plain = await make(made);
      const expected = decision(check(plain.response, plain));
      for (const unrelated of [
        { unrelated_entries: 3, place: 2 },
        // The same serial number, of another issuer, revoked.
        { defects: [...(made.defects ?? []), "foreign entry beside"] },
        { unrelated_certificates: 3, place: 1 },
        { unrelated_entries: 20, unrelated_certificates: 20, place: 20 },
      ]) {
        const given = await make({ ...made, ...unrelated });
        assert.deepEqual(decision(check(given.response, given)), expected, JSON.stringify(unrelated));
      }
    });

    test(`unchanged by time moving within the window (${named(made)})`, async () => {
      const given = await make(made);
      const { thisUpdate, nextUpdate, producedAt } = OCSPResponse.fromDER(given.response);
      const from = Math.max(thisUpdate.getTime(), producedAt.getTime());
      const to = nextUpdate?.getTime() ?? NaN;
      const expected = decision(check(given.response, given, { time: new Date(from) }));
      assert.equal(expected.ok, made.defects === undefined);
      for (let part = 1; part <= 20; part++) {
        const time = new Date(from + ((to - from) * part) / 20);
        assert.deepEqual(
          decision(check(given.response, given, { time, clockSkewSeconds: 0 })),
          expected,
          time.toISOString(),
        );
      }
      // One second outside it another row fails, where there is an entry to speak of.
      if (expected.claimed === undefined) {
        return;
      }
      for (const [name, time] of Object.entries({ nextUpdate: to + 1000, thisUpdate: thisUpdate.getTime() - 1000 })) {
        const outside = decision(check(given.response, given, { time: new Date(time), clockSkewSeconds: 0 }));
        assert.equal(outside.ok, false, name);
        assert.equal(outside.checks[name], "fail", name);
      }
    });
  }

  for (const made of HONEST) {
    test(`signature fails for any bit of tbsResponseData or of the signature (${named(made)})`, async (t) => {
      printSeed(t);
      const random = new Random();
      const given = await make(made);
      assert.equal(check(given.response, given).ok, true);
      const [tbs, , signature] = children(given.response, basicOf(given.response));
      for (const part of [tbs, signature]) {
        let judged = 0;
        flipEveryOctet(given.response, { start: part.offset, end: part.end }, random, (changed, place) => {
          const outcome = checkChanged(changed, given, place);
          if (outcome === null) {
            return;
          }
          judged++;
          assert.equal(outcome.signature, "fail", place);
        });
        assert.ok(judged > 30, `only ${judged} of them parsed`);
      }
    });
  }

  for (const made of HONEST.filter(({ delegated }) => delegated)) {
    test(`no bit of the embedded delegate can be changed (${named(made)})`, async (t) => {
      printSeed(t);
      const random = new Random();
      const given = await make(made);
      const list = children(given.response, children(given.response, basicOf(given.response))[3])[0];
      const [delegate] = children(given.response, list);
      let judged = 0;
      flipEveryOctet(given.response, { start: delegate.offset, end: delegate.end }, random, (changed, place) => {
        const outcome = checkChanged(changed, given, place);
        if (outcome === null) {
          return;
        }
        judged++;
        assert.ok(
          outcome.signature === "fail" || outcome.responderAuthorized === "fail",
          `${place}: ${JSON.stringify(outcome)}`,
        );
      });
      assert.ok(judged > 100, `only ${judged} of them parsed`);
    });
  }
});
