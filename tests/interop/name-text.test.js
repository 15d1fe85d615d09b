// Names as text, RFC 4514: short names of the registries, and text wherever the value is a string. The text of the
// values is held against OpenSSL, the names against the registries and OpenSSL's table.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { Certificate, oidName } from "../../bindings/index.js";
import { boolean, integer, oid, sequence, set, tlv, utf8String } from "../support/der.js";
import { fromHex, startMaker, withoutPython } from "../support/field-answers.js";

const skip = withoutPython;
const maker = startMaker();
after(() => maker.close());

/** RFC 4514 section 3, the LDAP registry of IANA, X.520, RFC 2985 and the guidelines for extended validation. */
const TYPES = {
  "2.5.4.3": "CN",
  "2.5.4.4": "SN",
  "2.5.4.5": "serialNumber",
  "2.5.4.6": "C",
  "2.5.4.7": "L",
  "2.5.4.8": "ST",
  "2.5.4.9": "STREET",
  "2.5.4.10": "O",
  "2.5.4.11": "OU",
  "2.5.4.12": "title",
  "2.5.4.13": "description",
  "2.5.4.15": "businessCategory",
  "2.5.4.17": "postalCode",
  "2.5.4.18": "postOfficeBox",
  "2.5.4.19": "physicalDeliveryOfficeName",
  "2.5.4.20": "telephoneNumber",
  "2.5.4.41": "name",
  "2.5.4.42": "givenName",
  "2.5.4.43": "initials",
  "2.5.4.44": "generationQualifier",
  "2.5.4.45": "x500UniqueIdentifier",
  "2.5.4.46": "dnQualifier",
  "2.5.4.51": "houseIdentifier",
  "2.5.4.54": "dmdName",
  "2.5.4.65": "pseudonym",
  "2.5.4.97": "organizationIdentifier",
  "1.2.840.113549.1.9.1": "emailAddress",
  "1.2.840.113549.1.9.2": "unstructuredName",
  "1.2.840.113549.1.9.8": "unstructuredAddress",
  "1.3.6.1.4.1.311.60.2.1.1": "jurisdictionLocalityName",
  "1.3.6.1.4.1.311.60.2.1.2": "jurisdictionStateOrProvinceName",
  "1.3.6.1.4.1.311.60.2.1.3": "jurisdictionCountryName",
  "0.9.2342.19200300.100.1.1": "UID",
  "0.9.2342.19200300.100.1.3": "mail",
  "0.9.2342.19200300.100.1.25": "DC",
};

const nameOf = (...rdns) =>
  sequence(...rdns.map((rdn) => set(...rdn.map(([type, value]) => sequence(oid(type), value)))));
const hex = (fragment) => Buffer.from(fragment.bytes).toString("hex");

/** @param {any} name @returns {Promise<{ text: string, attributes: any, openssl: string }>} */
async function readBoth(name) {
  const { issuer } = await maker.functions.answer({ ca_name: hex(name) });
  const { subject } = Certificate.fromDER(fromHex(issuer));
  return {
    text: subject.toString(),
    attributes: subject.attributes,
    openssl: await maker.functions.openssl_subject({ certificate: issuer }),
  };
}

describe("types", { skip }, () => {
  for (const [dotted, type] of Object.entries(TYPES)) {
    test(`${type}, ${dotted}`, async () => {
      const { text, attributes, openssl } = await readBoth(nameOf([[dotted, utf8String("VATHU-23584497")]]));
      assert.equal(text, `${type}=VATHU-23584497`);
      assert.deepEqual(attributes, [{ oid: dotted, type, value: "VATHU-23584497" }]);
      assert.equal(oidName(dotted), type);
      assert.equal(openssl, `${dotted}=VATHU-23584497`);
    });
  }
  test("OpenSSL has the same names, where it has one", async () => {
    const names = await maker.functions.openssl_names({ oids: Object.keys(TYPES) });
    const lower = (text) => text.toLowerCase();
    const differing = Object.values(TYPES).filter(
      (type, i) => names[i] !== null && !names[i].map(lower).includes(lower(type)),
    );
    assert.deepEqual(differing, []);
    assert.ok(names.filter(Boolean).length > 30);
  });
});

describe("values", { skip }, () => {
  const UNKNOWN = "1.2.3.4.5";
  const latin1 = (tag, text) => tlv(tag, Buffer.from(text, "latin1"));
  for (const [what, value] of /** @type {const} */ ([
    ["text", utf8String("plain")],
    ["characters that RFC 4514 escapes", utf8String('a,b+c"d\\e<f>g;h')],
    ["a number sign first", utf8String("#0c0161")],
    ["blanks around", utf8String(" a ")],
    ["one blank", utf8String(" ")],
    ["nothing", utf8String("")],
    ["an equals sign", utf8String("a=b")],
    ["letters beyond ASCII", utf8String("Zürich ✓ \u{1f512}")],
    ["PrintableString", latin1(0x13, "HU 1234")],
    ["NumericString", latin1(0x12, "12 34")],
    ["IA5String", latin1(0x16, "ca@example.org")],
    ["T61String", latin1(0x14, "Büro")],
    ["BMPString", tlv(0x1e, "00420161")],
    ["UniversalString", tlv(0x1c, "000000420001f512")],
  ])) {
    for (const type of ["2.5.4.97", UNKNOWN]) {
      test(`${what}, ${type}`, async () => {
        const { text, openssl } = await readBoth(nameOf([[type, value]]));
        assert.equal(text.replace(/^organizationIdentifier=/, "2.5.4.97="), openssl);
        assert.doesNotMatch(text, /=#/);
      });
    }
  }
  test("NUL", async () => {
    const { text } = await readBoth(nameOf([["2.5.4.3", utf8String("a\0b")]]));
    /* RFC 4514 section 2.4; OpenSSL writes \00 as well. */
    assert.equal(text, "CN=a\\00b");
  });
  for (const [what, value] of /** @type {const} */ ([
    ["BIT STRING", tlv(3, "0061")],
    ["INTEGER", integer(5)],
    ["BOOLEAN", boolean(true)],
    ["SEQUENCE", sequence(utf8String("a"))],
    ["[0]", tlv(0x80, "61")],
  ])) {
    for (const type of ["2.5.4.45", UNKNOWN]) {
      test(`${what} of ${type} is no string: hexadecimal`, async () => {
        const { issuer } = await maker.functions.answer({ ca_name: hex(nameOf([[type, value]])) });
        const { subject } = Certificate.fromDER(fromHex(issuer));
        assert.equal(subject.toString(), `${oidName(type) ?? type}=#${hex(value)}`);
        assert.equal(subject.attributes[0].value, `#${hex(value)}`);
      });
    }
  }
  test("several attributes in one RDN, and several RDNs", async () => {
    const { text, openssl } = await readBoth(
      nameOf(
        [["2.5.4.6", latin1(0x13, "HU")]],
        [["2.5.4.10", utf8String("Example")]],
        [
          ["2.5.4.97", utf8String("VATHU-1")],
          ["1.2.3", utf8String("x")],
        ],
      ),
    );
    assert.equal(text, "organizationIdentifier=VATHU-1+1.2.3=x,O=Example,C=HU");
    /* Within an RDN any order will do. */
    assert.equal(openssl, "1.2.3=x+2.5.4.97=VATHU-1,2.5.4.10=Example,2.5.4.6=HU");
  });
});
