// recognize(): objects that are cut off or damaged are found by their shape, as far as they are there; small pieces are
// not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { recognize } from "../../bindings/recognize/recognize.js";
import { readElement } from "../support/der.js";
import { publicKeyDER } from "../support/openssl.js";
import {
  assertFinds,
  assertFindsNothing,
  base64,
  hex,
  octets,
  pem,
  SAMPLES,
  sample,
  wrapped,
} from "../support/pasted.js";
import { withoutVectors } from "../support/vectors.js";

const skip = withoutVectors;
/** What is recognised when it is cut off: 128 octets, or 32 and half of the whole. */
const enough = (length, whole) => length >= 128 || (length >= 32 && 2 * length >= whole);

test("cut off anywhere: DER, base64, hexadecimal, in lines and amid prose", { skip }, () => {
  for (const object of SAMPLES) {
    const whole = readElement(object.der).end;
    for (const length of [
      3,
      9,
      20,
      31,
      32,
      40,
      48,
      60,
      66,
      100,
      127,
      128,
      129,
      200,
      300,
      515,
      1000,
      whole - 3,
      whole - 1,
    ]) {
      if (length >= whole || length < 1) {
        continue;
      }
      const der = object.der.slice(0, length);
      const wanted = enough(length, whole) ? [{ ...object, der }] : [];
      assertFinds(der, "der", ...wanted);
      assertFinds(hex(der), "hex", ...wanted);
      assertFinds(`It is\n${octets(der).join(":")} and then nothing.`, "hex", ...wanted);
      assertFinds(wrapped(hex(der), 60), "hex", ...wanted);
      assertFinds(`${hex(der)} add a decade`, "hex", ...wanted);
      assertFinds(`${octets(der).join(" ")} add a decade`, "hex", ...wanted);
      for (const text of [
        base64(der),
        wrapped(base64(der), 64),
        `It is\n\n${wrapped(base64(der), 64)}\nHope this helps, and is understood everywhere.`,
        `${wrapped(base64(der), 64)}Unfortunately it ends there`,
        `"${base64(der)}", "next"`,
      ]) {
        assertFinds(text, "base64", ...wanted);
      }
    }
  }
});

test("of a short object there have to be 32 octets", () => {
  const der = publicKeyDER("ed25519");
  assert.equal(der.length, 44);
  for (const length of [22, 31, 32, 43]) {
    const part = der.slice(0, length);
    const wanted = length >= 32 ? [{ name: "Ed25519", kind: "public-key", der: part }] : [];
    assertFinds(part, "der", ...wanted);
    assertFinds(hex(part), "hex", ...wanted);
    assertFinds(base64(part), "base64", ...wanted);
  }
});

test("base64 and hexadecimal that were cut off in the middle of an octet", { skip }, () => {
  for (const object of SAMPLES.filter(({ der }) => der.length > 400)) {
    for (const characters of [401, 402, 403]) {
      assertFinds(base64(object.der).slice(0, characters), "base64", {
        ...object,
        der: object.der.slice(0, Math.floor((characters * 3) / 4)),
      });
      assertFinds(hex(object.der).slice(0, characters), "hex", {
        ...object,
        der: object.der.slice(0, characters >> 1),
      });
    }
  }
});

test("a dump that was cut off, with text beside it that looks like octets", { skip }, () => {
  for (const object of SAMPLES.filter(({ der }) => der.length > 400)) {
    const der = object.der.slice(0, 205);
    const lines = Array.from({ length: 13 }, (_, i) => octets(der.subarray(16 * i, 16 * i + 16)).join(" "));
    const text = lines
      .map((line, i) => `${(16 * i).toString(16).padStart(4, "0")}   ${line.padEnd(47)}   30 82 be ef`)
      .join("\n");
    assertFinds(text, "hex", { ...object, der });
  }
});

test("in a PEM block, where somebody said that it is an object, of 64 octets and more", { skip }, () => {
  for (const object of SAMPLES.filter(({ der }) => der.length > 200)) {
    for (const length of [64, 100, 150]) {
      const der = object.der.slice(0, length);
      const [found, ...others] = recognize(pem({ der }));
      assert.deepEqual([hex(found.der), others.length], [hex(der), 0]);
      assert.ok([object.kind, "unknown"].includes(found.kind));
    }
  }
});

test("damage after the start changes nothing", { skip }, () => {
  for (const object of SAMPLES.filter(({ der }) => der.length > 400)) {
    for (const at of [150, 250, 333, object.der.length - 1]) {
      const der = object.der.slice();
      der[at] ^= 0x5a;
      for (const [input, source] of /** @type {const} */ ([
        [der, "der"],
        [base64(der), "base64"],
        [hex(der), "hex"],
        [pem({ der }), "pem"],
      ])) {
        assertFinds(input, source, { ...object, der });
      }
    }
  }
});

test("an outer length that is too large, too small, not minimal or indefinite", { skip }, () => {
  const { der, ...rest } = sample("leafCert");
  const changed = (...header) => Uint8Array.of(0x30, ...header, ...der.subarray(4));
  for (const header of [
    [0x82, 0x7f, 0xff],
    [0x83, 0x00, der[2], der[3]],
    [0x84, 0x00, 0x00, der[2], der[3]],
    [0x80],
    [0x84, 0xff, 0xff, 0xff, 0xff],
  ]) {
    const broken = changed(...header);
    for (const [input, source] of /** @type {const} */ ([
      [broken, "der"],
      [base64(broken), "base64"],
      [hex(broken), "hex"],
      [pem({ der: broken }), "pem"],
    ])) {
      assertFinds(input, source, { ...rest, der: broken });
    }
  }
  const short = changed(0x82, 0x03, 0x00);
  assertFinds(short, "der", { ...rest, der: short.subarray(0, 4 + 0x300) });
});

test("base64 that was cut off does not swallow the next object", { skip }, () => {
  const [a, b] = ["leafCert", "resp-sha256"].map(sample);
  const der = a.der.slice(0, 300);
  for (const text of [
    `${base64(der)}\n\n${base64(b.der)}`,
    `${wrapped(base64(der), 64)}\n${wrapped(base64(b.der), 64)}`,
    JSON.stringify([base64(der), base64(b.der)]),
    `${base64(der)}\n${base64(b.der)}`,
    `${wrapped(base64(der.slice(0, 290)), 64)}${wrapped(base64(b.der), 64)}`,
  ]) {
    const found = recognize(text);
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ["certificate", "ocsp-response"],
      text,
    );
    assert.deepEqual(found[1].der, b.der);
  }
});

test("the start alone of an object, as manuals show it, is nothing", { skip }, () => {
  for (const object of SAMPLES.filter(({ der }) => der.length > 400)) {
    const text = base64(object.der);
    for (const shown of [
      `${text.slice(0, 12)}...`,
      `${text.slice(0, 40)}…`,
      `${text.slice(0, 64)}\n...\n${text.slice(-64)}`,
      `begins with ${text.slice(0, 64)} and so on`,
      `"${text.slice(0, 76)}"`,
    ]) {
      assertFindsNothing(shown);
    }
    assertFindsNothing(`starts with ${hex(object.der).slice(0, 64)}`);
  }
});
