// Names compared as RFC 5280 7.1 says, held against libcrypto's X509_NAME_cmp: a table of pairs, and thousands at
// random.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, test } from "node:test";
import { Certificate, findIssuer } from "../../bindings/index.js";
import { children, oid, sequence, set, tlv } from "../support/der.js";
import { checkAnswer, fromHex, said, startMaker, withoutPython } from "../support/field-answers.js";
import { printSeed, Random } from "../support/random.js";

const skip = withoutPython;
const maker = startMaker();
after(() => maker.close());

const hex = (fragment) => Buffer.from(fragment.bytes).toString("hex");

const TAGS = { utf8: 0x0c, numeric: 0x12, printable: 0x13, t61: 0x14, ia5: 0x16, visible: 0x1a };
const latin1 = (text) => Buffer.from(text, "latin1");
const wide = (text, width) =>
  Buffer.concat(
    Array.from(text, (character) => {
      const unit = Buffer.alloc(4);
      unit.writeUInt32BE(character.codePointAt(0) ?? 0);
      return unit.subarray(4 - width);
    }),
  );
/** A string of each type. @type {Record<string, (text: string) => import("../support/der.js").Part>} */
const STRINGS = {
  utf8: (text) => tlv(TAGS.utf8, Buffer.from(text)),
  numeric: (text) => tlv(TAGS.numeric, latin1(text)),
  printable: (text) => tlv(TAGS.printable, latin1(text)),
  t61: (text) => tlv(TAGS.t61, latin1(text)),
  ia5: (text) => tlv(TAGS.ia5, latin1(text)),
  bmp: (text) => tlv(0x1e, wide(text, 2)),
  universal: (text) => tlv(0x1c, wide(text, 4)),
};
const { utf8, numeric, printable, t61, ia5, bmp, universal } = STRINGS;
const visible = (text) => tlv(TAGS.visible, latin1(text));
const CN = "2.5.4.3";
const O = "2.5.4.10";
const DC = "0.9.2342.19200300.100.1.25";
const EMAIL = "1.2.840.113549.1.9.1";
const pair = (type, value) => sequence(oid(type), value);
const nameOf = (...rdns) => sequence(...rdns.map((rdn) => set(...rdn)));
const cn = (value) => nameOf([pair(CN, value)]);

/**
 * Both names, and whether they are equal.
 * @type {readonly (readonly [what: string, one: any, other: any, equal: boolean])[]}
 */
const PAIRS = [
  ["PrintableString and UTF8String", cn(printable("Example CA")), cn(utf8("Example CA")), true],
  ["BMPString", cn(bmp("Example CA")), cn(utf8("Example CA")), true],
  ["TeletexString", cn(t61("Example CA")), cn(utf8("Example CA")), true],
  ["TeletexString beyond ASCII, as Latin-1", cn(t61("Büro")), cn(utf8("Büro")), true],
  ["UniversalString", cn(universal("Example CA \u{1f512}")), cn(utf8("Example CA \u{1f512}")), true],
  ["IA5String", cn(ia5("Example CA")), cn(printable("Example CA")), true],
  ["domainComponent in capitals", nameOf([pair(DC, ia5("EXAMPLE"))]), nameOf([pair(DC, ia5("example"))]), true],
  [
    "emailAddress in capitals, UTF8String",
    nameOf([pair(EMAIL, utf8("CA@Example.ORG"))]),
    nameOf([pair(EMAIL, ia5("ca@example.org"))]),
    true,
  ],
  ["letter case", cn(utf8("EXAMPLE ca")), cn(utf8("Example CA")), true],
  ["case beyond ASCII counts", cn(utf8("BÜRO")), cn(utf8("BüRO")), false],
  ["sharp s is not ss", cn(utf8("strasse")), cn(utf8("straße")), false],
  ["blanks around", cn(utf8("  Example CA ")), cn(utf8("Example CA")), true],
  ["blanks inside, as one", cn(utf8("Example   CA")), cn(utf8("Example CA")), true],
  ["tabs and line ends are blanks", cn(utf8("\tExample\r\n\v\fCA\n")), cn(utf8("Example CA")), true],
  ["a blank against none", cn(utf8("ExampleCA")), cn(utf8("Example CA")), false],
  ["a no-break space is not a blank", cn(utf8("Example\u00a0CA")), cn(utf8("Example CA")), false],
  ["blanks alone are empty", cn(utf8("   ")), cn(printable("")), true],
  ["an empty string against text", cn(utf8("")), cn(utf8("a")), false],
  ["a prefix", cn(utf8("Example CA")), cn(utf8("Example CA 2")), false],
  ["a NUL inside", cn(utf8("Example\0CA")), cn(utf8("Example")), false],
  ["NUL in both types", cn(utf8("Example\0CA")), cn(printable("example\0ca")), true],
  ["accents composed and decomposed", cn(utf8("é")), cn(utf8("e\u0301")), false],
  ["compatibility forms", cn(utf8("Ａ")), cn(utf8("A")), false],
  ["NumericString is compared by its bytes", cn(numeric("12")), cn(printable("12")), false],
  ["NumericString with itself", cn(numeric("12")), cn(numeric("12")), true],
  ["NumericString and blanks", cn(numeric("1 2")), cn(numeric("1  2")), false],
  ["another attribute type", cn(utf8("a")), nameOf([pair(O, utf8("a"))]), false],
  [
    "another order of RDNs",
    nameOf([pair(CN, utf8("a"))], [pair(O, utf8("b"))]),
    nameOf([pair(O, utf8("b"))], [pair(CN, utf8("a"))]),
    false,
  ],
  ["one RDN more", nameOf([pair(O, utf8("b"))], [pair(CN, utf8("a"))]), nameOf([pair(O, utf8("b"))]), false],
  [
    "two attributes in one RDN, in another order",
    nameOf([pair(CN, utf8("a")), pair(O, utf8("b"))]),
    nameOf([pair(O, printable("B")), pair(CN, printable("A"))]),
    true,
  ],
  [
    "one RDN of two attributes against two RDNs",
    nameOf([pair(CN, utf8("a")), pair(O, utf8("b"))]),
    nameOf([pair(CN, utf8("a"))], [pair(O, utf8("b"))]),
    false,
  ],
  [
    "the same attribute twice against once",
    nameOf([pair(CN, utf8("a")), pair(CN, utf8("A"))]),
    nameOf([pair(CN, utf8("a"))]),
    false,
  ],
  [
    "twice and once the other way round",
    nameOf([pair(CN, utf8("a")), pair(CN, utf8("A")), pair(CN, utf8("b"))]),
    nameOf([pair(CN, utf8("a")), pair(CN, utf8("B")), pair(CN, utf8("b"))]),
    false,
  ],
  ["two empty names", nameOf(), nameOf(), true],
  ["an empty name", nameOf(), cn(utf8("a")), false],
  ["SEQUENCE as value, the same", cn(sequence(utf8("a"))), cn(sequence(utf8("a"))), true],
  ["SEQUENCE as value, another case", cn(sequence(utf8("a"))), cn(sequence(utf8("A"))), false],
  ["BIT STRING", cn(tlv(3, "0041")), cn(tlv(3, "0061")), false],
  ["astral characters", cn(utf8("\u{1f512} A")), cn(universal("\u{1f512}  a")), true],
];
/** What libcrypto does not read: then the bytes decide, as RFC 5280 7.1 does where no rule applies. */
const UNREADABLE = [
  ["UTF-8 that is broken", cn(tlv(TAGS.utf8, "61ff")), cn(tlv(TAGS.utf8, "41ff")), false],
  ["broken UTF-8 and the same bytes", cn(tlv(TAGS.utf8, "61ff")), cn(tlv(TAGS.utf8, "61ff")), true],
  ["UTF-8 cut off", cn(tlv(TAGS.utf8, "61c3")), cn(tlv(TAGS.utf8, "41c3")), false],
  ["UTF-8 of two octets for one", cn(tlv(TAGS.utf8, "c1a1")), cn(utf8("a")), false],
  ["a surrogate in UTF-8", cn(tlv(TAGS.utf8, "61eda080")), cn(tlv(TAGS.utf8, "41eda080")), false],
  ["an odd BMPString", cn(tlv(0x1e, "006100")), cn(tlv(0x1e, "004100")), false],
  ["surrogates in a BMPString", cn(tlv(0x1e, "d83ddd12")), cn(universal("\u{1f512}")), false],
  ["a UniversalString of three octets", cn(tlv(0x1c, "000061")), cn(utf8("a")), false],
  ["a character beyond Unicode", cn(tlv(0x1c, "00110000")), cn(tlv(0x1c, "00110000")), true],
  // Missing in OpenSSL's list of types for names, though it has a rule for it.
  ["VisibleString", cn(visible("Example  CA")), cn(utf8("example ca")), true],
  ["VisibleString and others", cn(visible("Example CA")), cn(utf8("Example CB")), false],
];

/** A certificate whose subject the Name is: the way to one. */
async function certificateWith(name) {
  const { issuer } = await maker.functions.answer({ ca_name: hex(name) });
  return Certificate.fromDER(fromHex(issuer));
}

/** Both ways. @param {any} subject Name @param {any} one @param {any} other */
function equals(subject, one, other) {
  const said = [subject.equals({ der: fromHex(other) })];
  assert.deepEqual(Buffer.from(subject.der).toString("hex"), one);
  return said[0];
}

describe("Name.equals", { skip }, () => {
  for (const [what, one, other, expected] of [...PAIRS, ...UNREADABLE]) {
    test(`${what}: ${expected ? "equal" : "different"}`, async () => {
      const subjects = await Promise.all([one, other].map(certificateWith));
      assert.equal(equals(subjects[0].subject, hex(one), hex(other)), expected);
      assert.equal(equals(subjects[1].subject, hex(other), hex(one)), expected);
      const [says] = await maker.functions.compare_names({ pairs: [[hex(one), hex(other)]] });
      const isUnreadable = UNREADABLE.some(([name]) => name === what);
      assert.equal(says, isUnreadable ? null : expected, "X509_NAME_cmp");
    });
  }
  test("what is not a Name equals none", async () => {
    const { subject } = await certificateWith(cn(utf8("a")));
    for (const der of ["", "30", "3001", hex(cn(utf8("A"))).slice(0, -2), `${hex(cn(utf8("A")))}00`, "0500"]) {
      assert.equal(subject.equals({ der: fromHex(der) }), false, der);
    }
  });
});

/** @param {Random} random */
function randomText(random) {
  const letters = ["a", "A", "b", "B", " ", "  ", "\t", "\n", "é", "É", "ß", "\0", "z", "Z", "[", "@", "0", "\u4e2d"];
  return Array.from({ length: random.integer(0, 5) }, () => letters[random.integer(0, letters.length - 1)]).join("");
}
/** Another text that may be equal. @param {Random} random @param {string} text */
const changedText = (random, text) =>
  [
    () => text,
    () => text.toUpperCase(),
    () => text.toLowerCase(),
    () => ` ${text}`,
    () => `${text} \n`,
    () => text.replace(" ", "   "),
    () => text.replace(/./, ""),
    () => randomText(random),
  ][random.integer(0, 7)]();

/** @param {Random} random @param {string} text */
function randomString(random, text) {
  const types = Object.keys(STRINGS).filter(
    (type) => type === "utf8" || type === "universal" || /^[\0-\xff]*$/.test(text) || (type === "bmp" && text),
  );
  return STRINGS[types[random.integer(0, types.length - 1)]](text);
}

/** Two names of few texts, often equal. @param {Random} random */
function randomPair(random) {
  const shape = Array.from({ length: random.integer(0, 3) }, () =>
    Array.from({ length: random.integer(1, 3) }, () => ({
      type: [CN, O, DC][random.integer(0, 2)],
      text: randomText(random),
    })),
  );
  const build = (rdns) =>
    nameOf(...rdns.map((rdn) => rdn.map(({ type, text }) => pair(type, randomString(random, text)))));
  const other = shape.map((rdn) => {
    const changed = rdn.map(({ type, text }) => ({
      type: random.integer(0, 19) === 0 ? CN : type,
      text: random.integer(0, 2) === 0 ? changedText(random, text) : text,
    }));
    return random.integer(0, 1) ? changed : changed.reverse();
  });
  return [build(shape), build(other)];
}

/** libcrypto also reads BER: strings in pieces, and constructed types marked as primitive. @param {Uint8Array} name */
function isDER(name) {
  const rdns = children(name);
  const pairs = rdns.flatMap((rdn) => children(name, rdn));
  const values = pairs.map((attribute) => children(name, attribute)[1]);
  return (
    rdns.every(({ tag }) => tag === 0x31) &&
    pairs.every(({ tag }) => tag === 0x30) &&
    values.every(({ tag }) => tag < 0x20 || tag === 0x30)
  );
}

test("6,000 random pairs, and 3,000 with octets changed", { skip }, async (t) => {
  printSeed(t);
  const random = new Random();
  const pairs = Array.from({ length: 9000 }, (_, i) => {
    const [one, other] = randomPair(random).map((name) => new Uint8Array(name.bytes));
    if (i >= 6000 && other.length > 2) {
      other[random.integer(2, other.length - 1)] ^= 1 << random.integer(0, 7);
    }
    return [one, other].map((der) => Buffer.from(der).toString("hex"));
  });
  const answers = await maker.functions.compare_names({ pairs });
  /* Name objects come from certificates alone: the names are put into one, whose signature does not matter. */
  const { issuer } = await maker.functions.answer({});
  const template = Buffer.from(issuer, "hex");
  const counts = { equal: 0, different: 0, unread: 0 };
  for (const [i, [one, other]] of pairs.entries()) {
    const name = nameIn(template, fromHex(one));
    const equal = name.equals({ der: fromHex(other) });
    assert.equal(nameIn(template, fromHex(one)).equals({ der: name.der }), true);
    if (answers[i] === null || !isDER(fromHex(other))) {
      counts.unread++;
    } else {
      assert.equal(equal, answers[i], `${one} ${other}`);
      counts[equal ? "equal" : "different"]++;
    }
  }
  t.diagnostic(JSON.stringify(counts));
  assert.ok(counts.equal > 1500 && counts.different > 1500, JSON.stringify(counts));
});

/** A certificate's subject with this DER. @param {Buffer} template @param {Uint8Array} name */
function nameIn(template, name) {
  const [tbs, ...rest] = children(template);
  const fields = children(template, tbs).map(({ element }) => element);
  fields[5] = name;
  return Certificate.fromDER(sequence(sequence(...fields), ...rest.map(({ element }) => element)).bytes).subject;
}

describe("who uses it", { skip }, () => {
  const printableCA = hex(nameOf([pair(O, printable("Example"))], [pair(CN, printable("Example CA"))]));
  const utf8CA = hex(nameOf([pair(O, utf8("EXAMPLE"))], [pair(CN, utf8("Example  CA"))]));
  const otherCA = hex(nameOf([pair(O, utf8("Example"))], [pair(CN, utf8("Example CB"))]));

  for (const [what, leaf_issuer, expected] of /** @type {const} */ ([
    ["string types and case", utf8CA, true],
    ["another name", otherCA, false],
  ])) {
    test(`isIssuedBy and findIssuer: ${what}`, async () => {
      const made = await maker.functions.answer({ ca_name: printableCA, leaf_issuer });
      const leaf = Certificate.fromDER(fromHex(made.certificate));
      const issuer = Certificate.fromDER(fromHex(made.issuer));
      assert.equal(leaf.isIssuedBy(issuer), expected);
      assert.equal(
        await maker.functions.openssl_verifies({ issuer: made.issuer, certificate: made.certificate }),
        expected,
      );
      assert.equal(findIssuer(leaf, [issuer]).by, expected ? "key" : null);
    });
    test(`the responder by name: ${what}`, async () => {
      const made = await maker.functions.answer({ ca_name: printableCA, responder_name: leaf_issuer });
      const report = checkAnswer(made);
      assert.equal(report.ok, expected, JSON.stringify(report));
      const lines = await maker.functions.openssl_says({ ...made });
      assert.equal(lines.includes("Response verify OK"), expected, lines.join("\n"));
    });
    test(`a delegate: ${what}`, async () => {
      const made = await maker.functions.answer({
        ca_name: printableCA,
        delegated: true,
        delegate_issuer: leaf_issuer,
        delegate_name: hex(cn(printable("Responder"))),
        responder_name: hex(cn(utf8("RESPONDER "))),
      });
      const report = checkAnswer(made);
      assert.equal(report.ok, expected, JSON.stringify(report));
      const lines = await maker.functions.openssl_says({ ...made });
      assert.equal(lines.includes("Response verify OK"), expected, lines.join("\n"));
      if (!expected) {
        assert.match(said(report, "responderAuthorized"), /^fail: .*names a different issuer/);
      }
    });
  }

  test("a real CA and its subordinate, whose names differ in string types", (t) => {
    const folder = new URL("../../../shared/cases/name-types/", import.meta.url);
    let files;
    try {
      files = ["leaf.pem", "issuer.pem"].map((file) => readFileSync(new URL(file, folder), "latin1"));
    } catch {
      return t.skip("no ../shared/cases/name-types");
    }
    const [leaf, issuer] = files.map((pem) => Certificate.fromPEM(pem));
    assert.notDeepEqual(leaf.issuer.der, issuer.subject.der);
    assert.equal(leaf.isIssuedBy(issuer), true);
    assert.equal(issuer.isIssuedBy(leaf), false);
  });
});
