// Random damage of many octets at once, from the seed that is printed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Certificate, OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { certificate } from "../support/certificates.js";
import { context, generalizedTime, octetString, sequence } from "../support/der.js";
import { readEverything } from "../support/exercise.js";
import { hex } from "../support/fields.js";
import {
  algorithm,
  extension,
  name,
  OID,
  request,
  response,
  revoked,
  singleRequest,
  singleResponse,
  TIME,
} from "../support/messages.js";
import { printSeed, Random, SEED } from "../support/random.js";
import { assertRefusal } from "../support/refusal.js";

const ROUNDS = 20_000;

/** @type {[any, Uint8Array][]} */
const samples = [
  [
    OCSPRequest,
    request({
      version: context(0, "020100"),
      requestorName: context(1, context(4, name())),
      extensions: extension(OID.nonce, octetString("0102")),
      requests: [singleRequest(), singleRequest({ extensions: extension("1.2.3", "0500") })],
      signature: context(0, sequence(algorithm(), "03020055", context(0, "3000"))),
    }).bytes,
  ],
  [
    OCSPResponse,
    response({
      responderID: context(1, name()),
      certificates: certificate(),
      extensions: [extension(OID.nonce, octetString("0102")), extension(OID.extendedRevoke, "0500")],
      responses: [
        singleResponse({
          certStatus: revoked(generalizedTime(TIME), context(0, "0a0101")),
          nextUpdate: context(0, generalizedTime(TIME)),
        }),
        singleResponse({
          certStatus: "8200",
          extensions: [extension(OID.cRLReason, "0a0101"), extension(OID.archiveCutoff, generalizedTime(TIME))],
        }),
      ],
    }).bytes,
  ],
  [
    Certificate,
    certificate({
      extensions: [
        ["2.5.29.19", "30030101ff"],
        ["2.5.29.37", "300a06082b06010505070309", "0101ff"],
      ],
    }).bytes,
  ],
];

/** Overwritten, cut out, doubled or moved octets; a few such changes. */
function damage(der, random) {
  let bytes = [...der];
  for (let changes = random.integer(1, 6); changes > 0 && bytes.length > 0; changes--) {
    const at = random.integer(0, bytes.length - 1);
    const length = Math.min(random.integer(1, 8), bytes.length - at);
    switch (random.integer(0, 4)) {
      case 0:
        for (let i = 0; i < length; i++) {
          bytes[at + i] = random.integer(0, 255);
        }
        break;
      case 1:
        bytes.splice(at, length);
        break;
      case 2:
        bytes.splice(at, 0, ...bytes.slice(at, at + length));
        break;
      case 3:
        bytes[at] = random.pick([0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xff, 0x30, 0x04]);
        break;
      case 4:
        bytes = [...bytes.slice(at), ...bytes.slice(0, at)];
        break;
    }
  }
  return Uint8Array.from(bytes);
}

test("the samples themselves are read", () => {
  for (const [type, der] of samples) {
    readEverything(type.fromDER(der));
  }
});

test("random damage gives a value or an OCSPError", (context) => {
  const random = new Random();
  printSeed(context);
  let accepted = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const [type, der] = samples[round % samples.length];
    const bytes = damage(der, random);
    let message;
    try {
      message = type.fromDER(bytes);
    } catch (error) {
      assertRefusal(error, type.name, bytes.length);
      continue;
    }
    accepted++;
    try {
      readEverything(message);
      assert.equal(hex(message.toDER()), hex(bytes));
    } catch (error) {
      error.message = `SEED=${SEED}, round ${round}: ${hex(bytes)}\n${error.message}`;
      throw error;
    }
  }
  context.diagnostic(`${ROUNDS} inputs, ${accepted} accepted`);
});
