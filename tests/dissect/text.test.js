// The readable value of each primitive: expected is what OpenSSL was told to write, or what the ASN.1 module calls it.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dissect } from "../../bindings/index.js";
import {
  boolean,
  context,
  enumerated,
  generalizedTime,
  ia5String,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  tlv,
  utf8String,
} from "../support/der.js";
import { field, flatten, path } from "../support/dissection.js";
import {
  certID,
  extension,
  OID,
  request,
  response,
  revoked,
  singleRequest,
  singleResponse,
  TIME,
} from "../support/messages.js";
import { openssl, privateKeyFile } from "../support/openssl.js";

const text = (fragment) => dissect(fragment.bytes).root?.text;

describe("types", () => {
  const latin1 = (tag, value) => tlv(tag, Buffer.from(value, "latin1"));
  for (const [what, value, expected] of /** @type {const} */ ([
    ["BOOLEAN TRUE", boolean(true), "TRUE"],
    ["BOOLEAN FALSE", boolean(false), "FALSE"],
    ["a BOOLEAN of BER", tlv(1, "01"), null],
    ["an empty BOOLEAN", tlv(1), null],
    ["INTEGER", integer(65537), "65537"],
    ["0", integer(0), "0"],
    ["-1", tlv(2, "ff"), "-1"],
    ["-129", tlv(2, "ff7f"), "-129"],
    ["an empty INTEGER", tlv(2), null],
    ["a long INTEGER", integer(0x123456789an), "78187493530 (0x123456789a)"],
    ["a long negative one", tlv(2, "8000000000"), "-549755813888 (-0x8000000000)"],
    ["one of 8 octets", tlv(2, "7fffffffffffffff"), `${2n ** 63n - 1n} (0x7fffffffffffffff)`],
    ["one of 9, which may be of a key", tlv(2, "00ffffffffffffffff"), null],
    ["a key of DSA", tlv(2, "7f".repeat(20)), null],
    ["ENUMERATED without names", enumerated(3), "3"],
    ["NULL", nullValue(), null],
    ["OCTET STRING", octetString("61"), null],
    ["BIT STRING", tlv(3, "0061"), null],
    ["OID", oid("1.2.3.4"), "1.2.3.4"],
    ["OID with a name", oid("2.16.840.1.101.3.4.2.1"), "SHA-256 (2.16.840.1.101.3.4.2.1)"],
    ["an OID that does not end", tlv(6, "2a83"), null],
    ["one with a padded arc", tlv(6, "2a8001"), null],
    ["an empty one", tlv(6), null],
    ["one of 64 octets", tlv(6, "2a".repeat(64)), null],
    ["GeneralizedTime", generalizedTime("20240229235959Z"), "2024-02-29T23:59:59Z"],
    ["UTCTime until 2049", latin1(0x17, "491231235959Z"), "2049-12-31T23:59:59Z"],
    ["UTCTime from 1950", latin1(0x17, "500101000000Z"), "1950-01-01T00:00:00Z"],
    ["no date", generalizedTime("20230229000000Z"), "20230229000000Z"],
    ["a fraction", generalizedTime("20240101000000.5Z"), "2024-01-01T00:00:00.5Z"],
    ["zeros as a fraction", generalizedTime("20240101000000.000Z"), "2024-01-01T00:00:00.000Z"],
    ["a dot alone", generalizedTime("20240101000000.Z"), "20240101000000.Z"],
    ["UTCTime with a fraction", latin1(0x17, "240101000000.5Z"), "240101000000.5Z"],
    ["UTCTime in the other form", latin1(0x17, "20240101000000Z"), "20240101000000Z"],
    ["UTF8String", utf8String("Zürich ✓"), "Zürich ✓"],
    ["PrintableString", latin1(0x13, "a b"), "a b"],
    ["IA5String", ia5String("a@b"), "a@b"],
    ["T61String", latin1(0x14, "Müller"), "Müller"],
    ["NumericString", latin1(0x12, "1 2"), "1 2"],
    ["VisibleString", latin1(0x1a, "a"), "a"],
    ["BMPString", tlv(0x1e, "004100e42713"), "Aä✓"],
    ["UniversalString", tlv(0x1c, "000000410001f512"), "A🔒".replace("🔒", "\u{1f512}")],
    ["a string of controls", utf8String("\u202ea\0"), "\u202ea\0"],
    ["[0]", tlv(0x80, "61"), null],
    ["[APPLICATION 1]", tlv(0x41, "61"), null],
    ["a SEQUENCE", sequence(), null],
  ])) {
    test(what, () => assert.equal(text(value), expected));
  }
  test("their names", () => {
    const tags = {
      1: "BOOLEAN",
      3: "BIT STRING",
      10: "ENUMERATED",
      12: "UTF8String",
      20: "T61String",
      30: "BMPString",
      48: "SEQUENCE",
      49: "SET",
      128: "[0]",
      163: "[3]",
      94: "[APPLICATION 30]",
      193: "[PRIVATE 1]",
      36: "[UNIVERSAL 4]",
      16: "[UNIVERSAL 16]",
      15: "[UNIVERSAL 15]",
    };
    for (const [tag, type] of Object.entries(tags)) {
      assert.equal(dissect(tlv(Number(tag)).bytes).root?.type, type);
    }
  });
});

describe("of OCSP", () => {
  const find = (message, name) => flatten(dissect(message.bytes).root).find((node) => node.name === name);
  test("responseStatus", () => {
    for (const [number, name] of Object.entries({
      1: "malformedRequest",
      2: "internalError",
      3: "tryLater",
      5: "sigRequired",
      6: "unauthorized",
    })) {
      assert.equal(find(sequence(enumerated(Number(number))), "responseStatus").text, `${name} (${number})`);
    }
    // RFC 6960 4.2.1: 4 is not used.
    assert.equal(find(sequence(enumerated(4)), "responseStatus").text, "4");
  });
  test("serialNumber", () => {
    const serialNumber = tlv(2, "00ffffffffffffffffffffffffffffffffffffffff");
    assert.equal(
      find(request({ requests: singleRequest({ certID: certID({ serialNumber }) }) }), "serialNumber").text,
      `${2n ** 160n - 1n} (0x${"f".repeat(40)})`,
    );
  });
  test("certStatus", () => {
    assert.equal(find(response(), "certStatus").text, "good");
    assert.equal(
      find(response({ responses: singleResponse({ certStatus: tlv(0x82) }) }), "certStatus").text,
      "unknown",
    );
    const node = find(
      response({
        responses: singleResponse({ certStatus: revoked(generalizedTime(TIME), context(0, enumerated(1))) }),
      }),
      "certStatus",
    );
    assert.deepEqual(
      [node.text, node.type, field(node, "revocationTime").text, field(node, "revocationReason").children[0].text],
      [null, "[1]", "2024-02-29T12:00:00Z", "keyCompromise (1)"],
    );
  });
  test("extensions", () => {
    const value = (dotted, type, contents) =>
      find(response({ responses: singleResponse({ extensions: extension(dotted, contents) }) }), type);
    assert.equal(value(OID.cRLReason, "CRLReason", enumerated(8)).text, "removeFromCRL (8)");
    assert.equal(value(OID.invalidityDate, "InvalidityDate", generalizedTime(TIME)).text, "2024-02-29T12:00:00Z");
    assert.equal(value(OID.archiveCutoff, "ArchiveCutoff", generalizedTime(TIME)).text, "2024-02-29T12:00:00Z");
    const crl = value(
      OID.crlReferences,
      "CrlID",
      sequence(context(0, ia5String("http://crl.example/")), context(1, integer(7)), context(2, generalizedTime(TIME))),
    );
    assert.deepEqual(
      ["crlUrl", "crlNum", "crlTime"].map((name) => field(crl, name).children[0].text),
      ["http://crl.example/", "7", "2024-02-29T12:00:00Z"],
    );
    const issuer = value(
      OID.certificateIssuer,
      "CertificateIssuer",
      sequence(tlv(0x82, Buffer.from("a.example")), tlv(0x87, "c0000201"), tlv(0x88, "2a03")),
    );
    assert.deepEqual(
      issuer.children.map((node) => [node.name, node.type, node.text]),
      [
        ["CertificateIssuer[0]", "[2]", "a.example"],
        ["CertificateIssuer[1]", "[7]", null],
        ["CertificateIssuer[2]", "[8]", "1.2.3"],
      ],
    );
  });
  test("keyUsage, whose unused bits are none", () => {
    for (const [bits, expected] of /** @type {const} */ ([
      ["05bf", "digitalSignature, keyEncipherment"],
      ["0780", "digitalSignature"],
      ["00", "none"],
      ["0000", "none"],
      ["060040", "bit 9"],
      ["070080", "decipherOnly"],
    ])) {
      assert.equal(find(response({ extensions: extension("2.5.29.15", tlv(3, bits)) }), "KeyUsage").text, expected);
    }
  });
  test("requestorName that is a URI", () => {
    const { root } = dissect(
      request({ requestorName: context(1, tlv(0x86, Buffer.from("https://a.example/"))) }).bytes,
    );
    assert.equal(path(root, "tbsRequest", "requestorName").children[0].text, "https://a.example/");
  });
});

describe("of a certificate by OpenSSL", () => {
  const der = new Uint8Array(
    openssl([
      "req",
      "-x509",
      "-new",
      "-key",
      privateKeyFile("p-256"),
      "-subj",
      "/C=NL/CN=Żółw",
      "-utf8",
      "-outform",
      "DER",
      "-set_serial",
      "0x0102030405060708090a",
      ...[
        "basicConstraints=critical,CA:true,pathlen:3",
        "keyUsage=critical,digitalSignature,nonRepudiation,keyAgreement,keyCertSign,cRLSign,decipherOnly",
        "extendedKeyUsage=OCSPSigning,1.2.3.4",
        "subjectKeyIdentifier=00112233",
        "authorityKeyIdentifier=keyid,issuer:always",
        "noCheck=ignored",
        "authorityInfoAccess=OCSP;URI:http://ocsp.example/,caIssuers;URI:http://ca.example/",
      ].flatMap((value) => ["-addext", value]),
    ]),
  );
  const { root, error } = dissect(der);
  const value = (name) => flatten(root).find((node) => node.name === name);

  test("it is read", () => assert.equal(error, null));
  test("keyUsage", () =>
    assert.equal(
      value("KeyUsage").text,
      "digitalSignature, nonRepudiation, keyAgreement, keyCertSign, cRLSign, decipherOnly",
    ));
  test("basicConstraints", () => {
    assert.deepEqual([value("cA").text, value("pathLenConstraint").text], ["TRUE", "3"]);
    assert.deepEqual(
      value("BasicConstraints").children.map((node) => node.name),
      ["cA", "pathLenConstraint"],
    );
  });
  test("extendedKeyUsage", () =>
    assert.deepEqual(
      value("ExtKeyUsageSyntax").children.map((node) => [node.name, node.text]),
      [
        ["ExtKeyUsageSyntax[0]", "id-kp-OCSPSigning (1.3.6.1.5.5.7.3.9)"],
        ["ExtKeyUsageSyntax[1]", "1.2.3.4"],
      ],
    ));
  test("key identifiers", () => {
    assert.equal(
      Buffer.from(
        der.subarray(value("SubjectKeyIdentifier").offset + 2, value("SubjectKeyIdentifier").offset + 6),
      ).toString("hex"),
      "00112233",
    );
    assert.deepEqual(
      value("AuthorityKeyIdentifier")
        .children.map((node) => [node.name, node.text])
        .at(-1),
      ["authorityCertSerialNumber", "4759477275222530853130 (0x102030405060708090a)"],
    );
    assert.ok(
      value("AuthorityKeyIdentifier").children.some(
        (node) => node.name === "authorityCertIssuer" && flatten(node).some(({ name }) => name === "directoryName"),
      ),
    );
  });
  test("authorityInfoAccess", () =>
    assert.deepEqual(
      value("AuthorityInfoAccessSyntax").children.map((node) => [
        node.name,
        ...node.children.map((part) => `${part.name}: ${part.text}`),
      ]),
      [
        [
          "AuthorityInfoAccessSyntax[0]",
          "accessMethod: id-ad-ocsp (1.3.6.1.5.5.7.48.1)",
          "accessLocation: http://ocsp.example/",
        ],
        [
          "AuthorityInfoAccessSyntax[1]",
          "accessMethod: id-ad-caIssuers (1.3.6.1.5.5.7.48.2)",
          "accessLocation: http://ca.example/",
        ],
      ],
    ));
  test("names and keys", () => {
    assert.deepEqual(
      flatten(path(root, "tbsCertificate", "subject")).flatMap((node) => node.text ?? []),
      ["C (2.5.4.6)", "NL", "CN (2.5.4.3)", "Żółw"],
    );
    assert.deepEqual(
      flatten(path(root, "tbsCertificate", "subjectPublicKeyInfo", "algorithm")).flatMap((node) => node.text ?? []),
      ["id-ecPublicKey (1.2.840.10045.2.1)", "P-256 (1.2.840.10045.3.1.7)"],
    );
  });
});
