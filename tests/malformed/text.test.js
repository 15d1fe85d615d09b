// Text where DER is expected, as responders and proxies send it: every fromDER says that it is text, and how it begins.
// PEM is read from bytes as well as from strings.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Certificate, dissect, OCSPRequest, OCSPResponse, PrivateKey } from "../../bindings/index.js";
import { certificatePEM, derOf, privateKeyPEM } from "../support/openssl.js";

const bytes = (/** @type {string} */ text, /** @type {BufferEncoding} */ encoding = "utf8") =>
  new Uint8Array(Buffer.from(text, encoding));
const swapped = (text) => new Uint8Array(Buffer.from(text, "utf16le").swap16());
const PEM = certificatePEM("p-256");
const KEY = privateKeyPEM("p-256");
const DER = Buffer.from(derOf(PEM));
const TYPES = [Certificate, OCSPRequest, OCSPResponse];

/** [what, bytes, what the error says of them] @type {readonly (readonly [string, Uint8Array, string | RegExp])[]} */
const TEXTS = [
  [
    "HTML",
    bytes("<!DOCTYPE html>\r\n<html><head><title>502 Bad Gateway</title></head></html>"),
    'text that begins "<!DOCTYPE html> <html><head><title>502 B…"',
  ],
  ["a short word", bytes("Not Found"), 'text that begins "Not Found"'],
  ["one letter", bytes("x"), 'text that begins "x"'],
  ["JSON", bytes('{"error": "unauthorized"}\n'), /^text that begins "\{"error": "unauthorized"\}"/],
  ["after a byte order mark", bytes("\ufeff<html>"), 'text that begins "<html>"'],
  ["UTF-16 with a byte order mark", bytes("\ufeff<html>", "utf16le"), 'text that begins "<html>"'],
  ["big-endian", swapped("\ufeff<html>"), 'text that begins "<html>"'],
  ["UTF-16 without one", bytes("<html><head></head></html>", "utf16le"), /^text that begins "<html><head>/],
  ["after blanks", bytes("\n\n  <html>"), 'text that begins "<html>"'],
  [
    "letters beyond ASCII",
    bytes("Zugriff verweigert: Prüfung läuft"),
    /^text that begins "Zugriff verweigert: Prüfung läuft"/,
  ],
  [
    "invisible characters",
    bytes("<title>\u001b[31mno\u202eon\u200b</title>"),
    'text that begins "<title><U+001B>[31mno<U+202E>on<U+200B></title>"',
  ],
  [
    "what begins like DER",
    bytes("0 of 3 responders answered: try again later"),
    /^text that begins "0 of 3 responders/,
  ],
  ["base64", bytes(PEM.replaceAll(/-----.*-----\n/g, "")), /^base64 text without the BEGIN and END lines of PEM/],
  ["base64 in one line", bytes(DER.toString("base64")), /^base64 text without the BEGIN and END lines of PEM/],
  ["base64url", bytes(DER.toString("base64url")), /^base64 text without/],
  ["hexadecimal", bytes(DER.toString("hex")), /^hexadecimal text/],
  ["hexadecimal with colons", bytes("30:82:01:22:30:0D"), /^hexadecimal text/],
  ["PEM", bytes(PEM), /^PEM text \(-----BEGIN CERTIFICATE-----\)/],
];

describe("text instead of DER", () => {
  for (const [what, text, expected] of TEXTS) {
    for (const type of TYPES) {
      test(`${type.name}.fromDER: ${what}`, () => {
        assert.throws(
          () => type.fromDER(text),
          (/** @type {any} */ error) => {
            const [, said = ""] = /^\w+ at byte 0: these bytes are (.*) \(X\.690 8\.1\)$/.exec(error.message) ?? [];
            if (typeof expected === "string") {
              assert.equal(said, `${expected}; DER is expected here`, error.message);
            } else {
              assert.match(said, expected, error.message);
            }
            assert.doesNotMatch(error.message, /UNIVERSAL/);
            assert.doesNotMatch(error.message, /[\p{Cc}\p{Cf}]/u);
            return error.code.startsWith("ERR_DER_") && error.offset === 0 && error.path === type.name;
          },
        );
      });
    }
    test(`dissect: ${what}`, () => {
      assert.match(dissect(text).error?.message ?? "", /^DER at byte 0: these bytes are /);
    });
  }
  test("DER that is broken is not called text", () => {
    const der = derOf(PEM);
    for (let length = 1; length < der.length; length++) {
      assert.throws(
        () => Certificate.fromDER(der.subarray(0, length)),
        (/** @type {any} */ error) => error.code === "ERR_DER_TRUNCATED" && !/ text/.test(error.message),
      );
    }
    for (const hex of ["31030a0106", "0c0161", "16026162", "1b00", "040161", "", "30", "3030303030"]) {
      assert.throws(
        () => OCSPResponse.fromDER(Buffer.from(hex, "hex")),
        (/** @type {any} */ error) => !/ text/.test(error.message),
        hex,
      );
    }
  });
  test("a private key is never quoted", () => {
    for (const text of [KEY.replaceAll("-----", "+++++"), KEY.replaceAll(/-----.*-----\n/g, ""), "secret: 12345"]) {
      assert.throws(
        () => PrivateKey.from(bytes(text)),
        (/** @type {any} */ error) => {
          assert.match(error.message, /^PrivateKeyInfo at byte 0: these bytes are (base64 )?text/);
          return !/MIG|secret|PRIVATE KEY\+/.test(error.message);
        },
      );
    }
  });
});

describe("PEM in bytes", () => {
  const forms = {
    "a Buffer": Buffer.from(PEM),
    "a Uint8Array": bytes(PEM),
    "an ArrayBuffer": bytes(PEM).buffer,
    "a DataView": new DataView(bytes(PEM).buffer),
    "with a byte order mark": bytes(`\ufeff${PEM}`),
    "in UTF-16": bytes(`\ufeff${PEM}`, "utf16le"),
    "with text before it": bytes(`Bag Attributes\n    localKeyID: 01\nsubject=CN = a\n${PEM}`),
    "with Latin-1 before it": Buffer.from(`subject=CN = Büro\n${PEM}`, "latin1"),
  };
  const expected = new Uint8Array(derOf(PEM));
  for (const [what, form] of Object.entries(forms)) {
    test(what, () => {
      assert.deepEqual(Certificate.from(form).toDER(), expected);
      assert.deepEqual(Certificate.fromPEM(/** @type {any} */ (form)).toDER(), expected);
      assert.deepEqual(
        Certificate.allFromPEM(/** @type {any} */ (form)).map((one) => one.toDER()),
        [expected],
      );
    });
  }
  test("several certificates", () => {
    const two = Buffer.from(PEM + certificatePEM("p-384"));
    assert.equal(Certificate.allFromPEM(/** @type {any} */ (two)).length, 2);
    assert.deepEqual(Certificate.from(two).toDER(), expected);
  });
  test("a private key", () => {
    for (const key of [Buffer.from(KEY), bytes(`\ufeff${KEY}`)]) {
      assert.deepEqual(PrivateKey.from(key).publicKey, PrivateKey.from(KEY).publicKey);
    }
    assert.throws(() => PrivateKey.from(Buffer.from(PEM)), { code: "ERR_PEM" });
  });
  test("a PEM block of another kind", () => {
    assert.throws(() => Certificate.from(Buffer.from(KEY)), { code: "ERR_PEM" });
    assert.throws(() => Certificate.fromPEM(/** @type {any} */ (Buffer.from("nothing"))), { code: "ERR_PEM" });
    assert.deepEqual(Certificate.allFromPEM(/** @type {any} */ (Buffer.from("nothing"))), []);
  });
});
