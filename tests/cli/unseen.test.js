// What a terminal shows nothing of is spelled out, so that two names that differ look different.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { printable, printableJSON, printableLine } from "../../bindings/cli/terminal.js";
import { bearocsp } from "../support/command-line.js";
import { makePKI } from "../support/pki.js";

/**
 * Unicode 15, DerivedCoreProperties: the ranges of Default_Ignorable_Code_Point; and the blank pattern of Braille,
 * which has ink nowhere.
 */
const RANGES = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfff8],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

test("every code point that is to be ignored, in text and in JSON", () => {
  for (const [first, last] of RANGES) {
    for (let code = first; code <= last; code++) {
      const character = String.fromCodePoint(code),
        spelled = `aU+${code.toString(16).toUpperCase().padStart(4, "0")}b`;
      assert.deepEqual([printable(`a${character}b`), printableLine(`a${character}b`)], [spelled, spelled]);
      const json = printableJSON(`a${character}b`);
      assert.match(json, /^"a(?:\\u[\da-f]{4}){1,2}b"$/);
      assert.equal(JSON.parse(json), `a${character}b`);
    }
  }
});

test("letters with marks, ideographs, Braille and what is in no class of these stay", () => {
  for (const text of ["Žluťoučký kůň", "e\u0301", "東京 ガス", "한국", "⠓⠊", "עברית", "ไทย", "𝔘 😀", "\u00a0"]) {
    assert.equal(printableLine(text), text);
  }
});

test("in the names of a certificate", async () => {
  const pki = makePKI();
  after(pki.remove);
  const name = "good\u3164\u115f\uffa0\u034f\ufe0f\u2800\u180b\u{e0100}\u17b4";
  pki.openssl(
    "req",
    "-x509",
    "-new",
    "-utf8",
    "-key",
    pki.at("ca.key"),
    "-subj",
    `/CN=${name}`,
    "-out",
    pki.at("blank.pem"),
  );
  for (const args of [[], ["--tree"]]) {
    const { stdout } = await bearocsp(["inspect", pki.at("blank.pem"), ...args]);
    assert.ok(stdout.includes("goodU+3164U+115FU+FFA0U+034FU+FE0FU+2800U+180BU+E0100U+17B4"), stdout);
  }
});
