// recognize(): bytes that are DER, several objects, text in any encoding, or something around DER; and what is not
// input
// at all.

import assert from "node:assert/strict";
import { test } from "node:test";
import { recognize } from "../../bindings/recognize/recognize.js";
import { certificateFile, openssl } from "../support/openssl.js";
import { assertFinds, assertFindsNothing, base64, hex, pem, SAMPLES, sample } from "../support/pasted.js";
import { VectorSource, withoutVectors } from "../support/vectors.js";

const skip = withoutVectors;
const concatenated = (...parts) =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part))));

test("each object alone, in every kind of bytes", { skip }, () => {
  for (const { der, ...rest } of SAMPLES) {
    assertFinds(der, "der", { der, ...rest });
    const { buffer } = Uint8Array.from(der);
    const wide = concatenated("ab", der, "cd");
    for (const input of [Buffer.from(der), buffer, new DataView(wide.buffer, 2, der.length)]) {
      const [found, ...others] = recognize(input);
      assert.deepEqual([hex(found.der), found.kind, found.source, others.length], [hex(der), rest.kind, "der", 0]);
    }
  }
});

test("what comes out is the caller's own", { skip }, () => {
  const { der } = sample("leafCert");
  const input = der.slice();
  const [{ der: out }] = recognize(input);
  assert.ok(out instanceof Uint8Array && out.constructor === Uint8Array);
  assert.equal(out.buffer.byteLength, out.length);
  input.fill(0);
  assert.deepEqual(out, der);
});

test("one after the other, each once", { skip }, () => {
  const all = SAMPLES.map(({ der }) => der);
  assertFinds(concatenated(...all), "der", ...SAMPLES);
  assertFinds(concatenated(...all, ...all), "der", ...SAMPLES);
});

test("trailing bytes are left out", { skip }, () => {
  for (const object of SAMPLES) {
    for (const tail of ["\n", "\r\n", "\0\0\0\0", "\0", "0", "and more text\n", "\xff\x30\x82\x01"]) {
      assertFinds(concatenated(object.der, tail), "der", object);
    }
  }
});

test("an HTTP response with its header, and other text before", { skip }, () => {
  for (const object of SAMPLES) {
    for (const head of [
      "HTTP/1.1 200 OK\r\nContent-Type: application/ocsp-response\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.0 200 OK\nX: y\n\n",
      "POST /30 HTTP/1.1\r\nHost: 0.example.com\r\n\r\n",
    ]) {
      assertFinds(concatenated(head, object.der), "der", object);
      assertFinds(concatenated(head, object.der, "\r\n"), "der", object);
    }
  }
});

test("amid other bytes, when it is long enough to be no accident", { skip }, () => {
  for (const object of SAMPLES.filter(({ der }) => der.length >= 32)) {
    assertFinds(concatenated("\x01\x02\x30\x82\xff", object.der, "\0\0garbage"), "der", object);
  }
  assertFindsNothing(concatenated("\x01\x02", sample("resp-unauthorized").der, "\0\0"));
});

test("text and DER in one file, in order", { skip }, () => {
  const [a, b, c, d] = ["leafCert", "req-sha1", "resp-sha256", "cryptography.io"].map(sample);
  const found = recognize(
    concatenated(`a PEM file\n${pem(a)}\nand an answer\n\n`, b.der, "\n", hex(c.der), "\n\n", d.der),
  );
  assert.deepEqual(
    found.map(({ source, der }) => [source, hex(der)]),
    [
      ["pem", hex(a.der)],
      ["der", hex(b.der)],
      ["hex", hex(c.der)],
      ["der", hex(d.der)],
    ],
  );
});

test("other DER is unknown when bytes begin with it and it is whole", { skip }, () => {
  const crl = new VectorSource("rustcrypto").bytes("examples/rsa-2048-sha256-ca-crl.der");
  const pkcs7 = new Uint8Array(
    openssl(["crl2pkcs7", "-nocrl", "-outform", "DER", "-certfile", certificateFile("p-256")]),
  );
  const unknown = (der) => ({ name: "other", kind: "unknown", der });
  assertFinds(crl, "der", unknown(crl));
  assertFinds(pkcs7, "der", unknown(pkcs7));
  assertFinds(concatenated(crl, "\n"), "der", unknown(crl));
  assertFinds(
    concatenated(crl, pkcs7, sample("leafCert").der),
    "der",
    unknown(crl),
    unknown(pkcs7),
    sample("leafCert"),
  );
  assertFindsNothing(crl.slice(0, -1));
  const small = Uint8Array.of(0x30, 3, 2, 1, 5);
  assertFinds(small, "der", unknown(small));
  assertFindsNothing(concatenated(small, "text"));
  for (const text of [base64(crl), hex(crl)]) {
    assertFindsNothing(text);
  }
});

test("text as bytes: UTF-8, UTF-16 with a mark and without, Latin-1", { skip }, () => {
  const [a, b] = ["leafCert", "cryptography.io"].map(sample);
  const text = `Grüße, hier die Kette: “${"x".repeat(40)}”\r\n${pem(a)}\r\n${pem(b)}`;
  const little = Buffer.from(text, "utf16le");
  for (const input of [
    Buffer.from(text),
    Buffer.from(`\ufeff${text}`),
    Buffer.from(text, "latin1"),
    little,
    Buffer.from(`\ufeff${text}`, "utf16le"),
    Buffer.from(little).swap16(),
    Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  ]) {
    assertFinds(new Uint8Array(input), "pem", a, b);
  }
  assertFinds(new Uint8Array(Buffer.from(base64(a.der))), "base64", a);
  assertFinds(new Uint8Array(Buffer.from(hex(a.der), "utf16le")), "hex", a);
});

test("nothing in nothing", () => {
  for (const input of [
    "",
    " ",
    "0",
    "M",
    new Uint8Array(0),
    Uint8Array.of(0x30),
    Uint8Array.of(0x30, 0x82),
    new ArrayBuffer(1000),
  ]) {
    assert.deepEqual(recognize(input), []);
  }
});

test("what is neither text nor bytes is ERR_INVALID_ARGUMENT, too much is ERR_INPUT_TOO_LARGE", () => {
  for (const input of [
    undefined,
    null,
    0,
    1n,
    true,
    {},
    [],
    [0x30, 0x03],
    () => "",
    Symbol("x"),
    new Date(),
    new String("MAMKAQY="),
  ]) {
    assert.throws(() => recognize(/** @type {any} */ (input)), {
      name: "OCSPError",
      code: "ERR_INVALID_ARGUMENT",
      message: /^input: expected text or bytes/,
    });
  }
  for (const input of [new Uint8Array(2 ** 26 + 1), " ".repeat(2 ** 26 + 1)]) {
    assert.throws(() => recognize(input), { name: "OCSPError", code: "ERR_INPUT_TOO_LARGE", message: /^input: / });
  }
});
