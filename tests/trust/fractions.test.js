// GeneralizedTimes with a fraction of a second, which the responders of several countries send: X.680 46.2, RFC 5280
// 4.1.2.5.2. Read to the millisecond, compared in milliseconds, never written.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import {
  archiveCutoff,
  crlReferences,
  dissect,
  invalidityDate,
  OCSPResponse,
  OCSPResponseBuilder,
} from "../../bindings/index.js";
import { CERT_ID, THIS_UPDATE } from "../support/answers.js";
import { context, generalizedTime, readElement, sequence } from "../support/der.js";
import { flatten } from "../support/dissection.js";
import { checkAnswer, fromHex, said, startMaker, withoutPython } from "../support/field-answers.js";
import { extension, OID, response, singleResponse } from "../support/messages.js";
import { certificatePEM, privateKeyPEM } from "../support/openssl.js";

const skip = withoutPython;
const maker = startMaker();
after(() => maker.close());

/** @param {Date} date @param {string} [fraction] */
const written = (date, fraction = "") => `${date.toISOString().replace(/[-:T]|\..*/g, "")}${fraction}Z`;
const second = 1000;
const now = Math.floor(Date.now() / second) * second;
const hourAgo = new Date(now - 3600 * second);
const tomorrow = new Date(now + 86400 * second);

describe("what asn1crypto and OpenSSL read is read here", { skip }, () => {
  for (const fraction of ["", ".0", ".000", ".00", ".5", ".50", ".123", ".999", ".999999", ".000000001", ".100000"]) {
    test(`thisUpdate with ${JSON.stringify(fraction)}`, async () => {
      const { answer, times, openssl_says } = maker.functions;
      const text = written(hourAgo, fraction);
      const made = await answer({ this_update: text, produced_at: text, next_update: written(tomorrow, fraction) });
      const response = OCSPResponse.fromDER(fromHex(made.response));
      const read = [response.producedAt, response.thisUpdate, response.nextUpdate];
      assert.deepEqual(
        read.map((time) => time?.toISOString().replace("Z", "")),
        (await times({ response: made.response })).map((iso) => iso.replace(/\d{3}\+00:00$/, "")),
      );
      const lines = await openssl_says({ ...made });
      assert.ok(lines.includes("/certificate: good") && lines.includes("Response verify OK"), lines.join("\n"));
      const report = checkAnswer(made);
      assert.equal(report.certificateStatus, "good", JSON.stringify(report));
      assert.equal(
        report.checks.find(({ name }) => name === "thisUpdate")?.message,
        `The status was known to be correct at ${response.thisUpdate.toISOString().replace(".000Z", "Z")}.`,
      );
      const shown = flatten(dissect(fromHex(made.response)).root).filter(({ type }) => type === "GeneralizedTime");
      assert.deepEqual(
        new Set(shown.map(({ text: value }) => /\d\d:\d\d:\d\d(.*)Z$/.exec(value)?.[1])),
        new Set([fraction]),
      );
    });
  }

  for (const fraction of [".", ",5", ".5,", ".x", ". 5", ".5 ", ".-1", "+"]) {
    test(`thisUpdate with ${JSON.stringify(fraction)} is refused`, async () => {
      const { response } = await maker.functions.answer({ this_update: written(hourAgo, fraction) });
      assert.throws(() => OCSPResponse.fromDER(fromHex(response)), {
        code: "ERR_DER_TIME",
        path: /tbsResponseData\.responses\[0\]\.thisUpdate$/,
      });
    });
  }

  test("revocationTime", async () => {
    const made = await maker.functions.answer({ revoked: written(hourAgo, ".25") });
    const report = checkAnswer(made);
    assert.equal(report.certificateStatus, "revoked");
    assert.equal(report.response?.revocationTime?.getTime(), hourAgo.getTime() + 250);
  });

  test("check compares milliseconds, on both sides", async () => {
    const made = await maker.functions.answer({
      this_update: written(hourAgo, ".500"),
      produced_at: written(hourAgo, ".500"),
      next_update: written(tomorrow, ".5"),
    });
    /** @param {Date} date @param {number} milliseconds */
    const at = (date, milliseconds) =>
      checkAnswer(made, { clockSkewSeconds: 0, time: new Date(date.getTime() + milliseconds) });
    const iso = (date) => date.toISOString().replace(".000Z", ".500Z");
    for (const [milliseconds, ok] of /** @type {const} */ ([
      [499, false],
      [500, true],
      [501, true],
    ])) {
      assert.equal(at(hourAgo, milliseconds).ok, ok, `thisUpdate.499 ${milliseconds}`);
    }
    assert.match(said(at(hourAgo, 499), "thisUpdate"), /^fail: .*\.500Z, which is in the future/);
    assert.match(said(at(hourAgo, 499), "producedAt"), /^fail: .*\.500Z, which is in the future/);
    for (const [milliseconds, ok] of /** @type {const} */ ([
      [499, true],
      [500, true],
      [501, false],
    ])) {
      assert.equal(at(tomorrow, milliseconds).ok, ok, `nextUpdate ${milliseconds}`);
    }
    assert.match(said(at(tomorrow, 501), "nextUpdate"), new RegExp(`^fail: nextUpdate was ${iso(tomorrow)}`));
  });
});

describe("extensions", () => {
  for (const [name, value, member] of /** @type {const} */ ([
    ["archiveCutoff", generalizedTime("20240101000000.75Z"), (decoded) => decoded],
    ["invalidityDate", generalizedTime("20240101000000.750Z"), (decoded) => decoded],
    ["crlReferences", sequence(context(2, generalizedTime("20240101000000.7509Z"))), ({ time }) => time],
  ])) {
    test(name, () => {
      const entry = singleResponse({ extensions: [extension(OID[name], value)] });
      const message = OCSPResponse.fromDER(response({ responses: entry }).bytes);
      const decoded = /** @type {any} */ (message.singleExtensions.get(name)?.decoded);
      assert.equal(member(decoded).toISOString(), "2024-01-01T00:00:00.750Z");
    });
  }
});

describe("never written", () => {
  const time = new Date(THIS_UPDATE.getTime() + 987);
  const whole = Buffer.from("20260101000000Z", "latin1");

  test("by the builder of responses", async () => {
    const key = privateKeyPEM("p-256");
    const built = new OCSPResponseBuilder()
      .addResponseByHash({
        certID: CERT_ID,
        certificateStatus: "revoked",
        revocationTime: time,
        thisUpdate: time,
        nextUpdate: time,
      })
      .responderId("name", certificatePEM("p-256"))
      .producedAt(time)
      .sign(key, "SHA-256");
    const times = flatten(dissect(built.toDER()).root).filter(({ type }) => type === "GeneralizedTime");
    assert.deepEqual(
      times.map(({ text }) => text),
      new Array(4).fill("2026-01-01T00:00:00Z"),
    );
  });
  test("by the makers of extensions", () => {
    for (const made of [archiveCutoff(time), invalidityDate(time)]) {
      assert.deepEqual(Buffer.from(readElement(made.value).contents), whole);
    }
    assert.ok(Buffer.from(crlReferences({ time }).value).includes(whole));
  });
});
