// Which CertIDs of a request have an equal entry: counted right also where both are long, in any order, repeated or
// made to be slow.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { integer, nullValue, octetString } from "../support/der.js";
import { assertLinear, GROWTH } from "../support/growth.js";
import { algorithm, certID, OID, request, response, singleRequest, singleResponse } from "../support/messages.js";
import { printSeed, Random } from "../support/random.js";

/**
 * A CertID of few: what is equal and what is not meets often.
 * @param {readonly number[]} parts
 * @param {boolean} [withNull]
 */
const made = ([serial, key, name, hash], withNull = true) =>
  certID({
    serialNumber: integer(serial),
    issuerKeyHash: octetString(new Uint8Array(20).fill(key)),
    issuerNameHash: octetString(new Uint8Array(20).fill(name)),
    hashAlgorithm: algorithm(hash ? "2.16.840.1.101.3.4.2.1" : OID.sha1, withNull ? nullValue() : []),
  });
const requestOf = (ids) =>
  OCSPRequest.fromDER(request({ requests: ids.map((one) => singleRequest({ certID: one })) }).bytes);
const responseOf = (ids) =>
  OCSPResponse.fromDER(response({ responses: ids.map((one) => singleResponse({ certID: one })) }).bytes);

/**
 * What certId says of the first CertID.
 * @returns {number} how many others have no entry with an equal CertID; -1: it is not answered itself
 */
function unanswered(asked, answered) {
  const { message, outcome } =
    answered
      .check({ issuer: null, certificate: asked.requests[0], request: asked })
      .checks.find(({ name }) => name === "certId") ?? assert.fail();
  if (outcome === "fail") {
    assert.match(message, /None of the response's entries/);
    return -1;
  }
  const count = / (\d+) more that the request asks about have no entry with an equal CertID/.exec(message);
  assert.equal(outcome, count === null ? "pass" : "note");
  return Number(count?.[1] ?? 0);
}

test("500 random lists, repeated and in any order, with and without parameters of the hash", (t) => {
  printSeed(t);
  const random = new Random();
  const pick = () => Array.from({ length: 4 }, (_, i) => random.integer(0, i === 0 ? 3 : 1));
  const counts = new Map();
  for (let round = 0; round < 500; round++) {
    const asked = Array.from({ length: random.integer(1, 6) }, pick);
    const entries = Array.from({ length: random.integer(1, 12) }, pick);
    if (random.integer(0, 1)) {
      const some = asked.filter((_, i) => i === 0 || random.integer(0, 2) > 0);
      entries.splice(random.integer(0, entries.length), 0, ...some);
    }
    const isAnswered = (one) => entries.some((other) => String(other) === String(one));
    const expected = isAnswered(asked[0]) ? new Set(asked.filter((one) => !isAnswered(one)).map(String)).size : -1;
    const bits = (list) => list.map((one) => made(one, random.integer(0, 1) === 1));
    assert.equal(
      unanswered(requestOf(bits(asked)), responseOf(bits(entries))),
      expected,
      JSON.stringify({ asked, entries }),
    );
    counts.set(expected, (counts.get(expected) ?? 0) + 1);
  }
  for (const often of [-1, 0, 1, 2]) {
    assert.ok(counts.get(often) > 10, `${often}: ${counts.get(often)} of 500`);
  }
});

const COUNT = 20_000;

for (const [what, idOf, entryOf] of /** @type {[string, (i: number, count: number) => number, typeof idOf][]} */ ([
  ["in reverse", (i) => i + 1, (i, count) => count - i],
  ["all the same", () => 7, () => 7],
])) {
  test(`${COUNT} CertIDs and as many entries, ${what}: no time goes into comparing each with each`, () => {
    const answering = (count) => {
      const all = (serialOf) => Array.from({ length: count }, (_, i) => made([serialOf(i, count), 1, 2, 0]));
      const asked = requestOf(all(idOf)),
        answered = responseOf(all(entryOf));
      return () => assert.equal(unanswered(asked, answered), 0);
    };
    assertLinear(answering(COUNT / GROWTH), answering(COUNT));
  });
}
