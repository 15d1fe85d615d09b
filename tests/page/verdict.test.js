// web/panel/verdict.js: how long an answer can be relied on, and what is said of one without entries. The reports are
// made here, except where the library has to say what it finds; certificates and their dates are OpenSSL's.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { Certificate, issuerID, OCSPResponse, OCSPResponseBuilder } from "../../bindings/index.js";
import { verdictOn } from "../../web/panel/verdict.js";
import { certificate as madeCertificate } from "../support/certificates.js";
import { response as responseOf } from "../support/messages.js";
import { makePKI } from "../support/pki.js";

/** As much of an element as a sentence needs. */
class Piece {
  textContent = "";
  setAttribute() {}
  /** @param {(Piece | string)[]} children */
  append(...children) {
    this.textContent += textOf(children);
  }
}
/** @param {readonly any[] | undefined} children */
const textOf = (children) =>
  (children ?? []).map((each) => (typeof each === "string" ? each : each.textContent)).join("");
/** @type {any} */ (globalThis).document = { createElement: () => new Piece() };

const pki = makePKI();
after(() => pki.remove());
const certificate = Certificate.fromPEM(pki.text("server.pem")),
  issuer = Certificate.fromPEM(pki.text("ca.pem"));
const MINUTE = 60_000,
  DAY = 24 * 60 * MINUTE;
/** @param {number} time */
const shown = (time) => new Date(time).toISOString().replace("T", " ").replace(".000Z", " UTC");

/** A certificate of the CA's for its responder. @param {string} name @param {number} days @returns {Certificate} */
function responderFor(name, days) {
  pki.openssl("req", "-new", "-key", pki.at("responder.key"), "-subj", `/CN=${name}`, "-out", pki.at(`${name}.csr`));
  pki.openssl(
    "x509",
    "-req",
    "-in",
    pki.at(`${name}.csr`),
    "-CA",
    pki.at("ca.pem"),
    "-CAkey",
    pki.at("ca.key"),
    "-set_serial",
    String(days),
    "-days",
    String(days),
    "-extfile",
    pki.at("extensions.cnf"),
    "-extensions",
    "responder",
    "-out",
    pki.at(`${name}.pem`),
  );
  return Certificate.fromPEM(pki.text(`${name}.pem`));
}
const shortLived = responderFor("short", 2),
  longLived = responderFor("long", 50);
/** Not before the certificates are valid, which are of this very second. */
const NOW = Math.floor(Date.now() / 1000) * 1000;
/** By OpenSSL. @param {Certificate} each */
const notAfterOf = (each) => {
  pki.write("dates.der", each.toDER());
  return Date.parse(
    pki
      .openssl("x509", "-inform", "DER", "-in", pki.at("dates.der"), "-noout", "-enddate")
      .toString()
      .replace("notAfter=", ""),
  );
};

/**
 * What is said of an answer, judged now.
 * @param {{ nextUpdate?: number, responder?: Certificate, trusted?: boolean }} parts
 */
function adviceOn({ nextUpdate, responder, trusted = false }) {
  const unembedded = new OCSPResponseBuilder()
    .addResponse({
      certificate,
      issuer,
      certificateStatus: "good",
      thisUpdate: new Date(NOW - MINUTE * 30),
      ...(nextUpdate !== undefined && { nextUpdate: new Date(nextUpdate) }),
    })
    .responderId("hash", responder ?? issuer);
  const builder = responder && !trusted ? unembedded.certificates([responder]) : unembedded;
  const object = builder.sign(pki.text(responder ? "responder.key" : "ca.key"), "SHA-256");
  const asOf = new Date(NOW);
  const report = object.check({
    certificate,
    issuer,
    time: asOf,
    ...(trusted && responder && { trustedResponders: [responder] }),
  });
  assert.equal(report.responder?.kind, !responder ? "issuer" : trusted ? "trusted" : "delegate");
  const { state, advice } = verdictOn({ kind: "ocsp-response", object, error: null }, report, {
    certificate,
    issuer,
    chosen: false,
    asOf,
  });
  assert.equal(state, "good");
  return textOf(advice);
}

describe("how long an answer can be relied on", () => {
  test("until nextUpdate, also when it is now", () => {
    for (const time of [NOW, NOW + DAY]) {
      assert.equal(adviceOn({ nextUpdate: time }), `This answer can be relied on until ${shown(time)}.`);
    }
    for (const trusted of [false, true]) {
      assert.equal(
        adviceOn({ nextUpdate: NOW + DAY, responder: shortLived, trusted }),
        `This answer can be relied on until ${shown(NOW + DAY)}.`,
      );
    }
  });
  test("no longer than the certificate of a delegate or a trusted responder; that of the issuer is another matter", () => {
    for (const trusted of [false, true]) {
      assert.equal(
        adviceOn({ nextUpdate: NOW + 7 * DAY, responder: shortLived, trusted }),
        `This answer can be relied on until ${shown(notAfterOf(shortLived))}, when the responder's certificate expires.`,
      );
      assert.equal(
        adviceOn({ nextUpdate: NOW + 7 * DAY, responder: longLived, trusted }),
        `This answer can be relied on until ${shown(NOW + 7 * DAY)}.`,
      );
    }
    const beyond = notAfterOf(issuer) + 7 * DAY;
    assert.equal(adviceOn({ nextUpdate: beyond }), `This answer can be relied on until ${shown(beyond)}.`);
  });
  test("within what clocks may differ by, newer information is due", () => {
    for (const responder of [undefined, shortLived]) {
      assert.equal(
        adviceOn({ nextUpdate: NOW - MINUTE, ...(responder && { responder }) }),
        `Newer information has been due since ${shown(NOW - MINUTE)}.`,
      );
    }
  });
  test("without nextUpdate no date is told", () =>
    assert.equal(adviceOn({ responder: shortLived }), "This answer can be relied on."));
});

describe("a response without any entry", () => {
  const object = OCSPResponse.fromDER(responseOf({ responses: [] }).bytes);
  for (const [
    what,
    given,
  ] of /** @type {[string, { certificate: Certificate | null, issuer: Certificate | null }][]} */ ([
    ["alone", { certificate: null, issuer: null }],
    ["with the issuer", { certificate: null, issuer }],
    ["with the certificate", { certificate, issuer: null }],
    ["with both", { certificate, issuer }],
  ])) {
    test(`${what}: not to be relied on`, () => {
      assert.equal(object.responses.length, 0);
      const report = object.check(given);
      const { state, sentence } = verdictOn({ kind: "ocsp-response", object, error: null }, report, {
        ...given,
        chosen: false,
        asOf: new Date(NOW),
      });
      assert.equal(state, "unreliable");
      assert.match(textOf(sentence), /^this answer has no entry at all\./);
      const certId = report.checks.find(({ name }) => name === "certId");
      assert.match(
        certId?.message ?? "",
        /^(?:None of the response's entries \(0 in all\)|The response has 0 entries instead of one:)/,
      );
    });
  }
});

test("a certificate whose authorityInfoAccess is broken has a verdict all the same, alone and with an answer", () => {
  const odd = Certificate.fromDER(madeCertificate({ extensions: [["1.3.6.1.5.5.7.1.1", "0500"]] }).bytes);
  assert.throws(() => odd.ocspUrls, { code: "ERR_DER_TAG" });
  const context = { certificate: null, issuer: null, chosen: false, asOf: new Date(NOW) };
  const alone = verdictOn({ kind: "certificate", object: odd, error: null }, null, context);
  assert.equal(
    textOf(alone.advice),
    "A verdict needs its issuer's certificate and the response of its OCSP responder.",
  );
  const object = new OCSPResponseBuilder()
    .addResponseByHash({
      certID: { ...issuerID(issuer), serialNumber: odd.serialNumber },
      certificateStatus: "good",
      thisUpdate: new Date(NOW),
    })
    .responderId("hash", issuer)
    .sign(pki.text("ca.key"), "SHA-256");
  const given = { certificate: odd, issuer: null };
  const { state } = verdictOn({ kind: "ocsp-response", object, error: null }, object.check(given), {
    ...context,
    ...given,
  });
  assert.notEqual(state, "good");
});
