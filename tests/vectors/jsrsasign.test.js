// The OCSP vectors of jsrsasign: real responses, a request byte for byte, and fragments of messages, each put into a
// whole message here.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { OCSPRequest, OCSPRequestBuilder, OCSPResponse } from "../../bindings/index.js";
import { context, enumerated, join, mark, sequence } from "../support/der.js";
import { assertResponseFields, extensionFields, hex, isoTime } from "../support/fields.js";
import { request, response, singleRequest, singleResponse } from "../support/messages.js";
import { assertRefused } from "../support/refusal.js";
import { describeVectors } from "../support/vectors.js";

/** How a fragment becomes a whole message: by the words of its test's name, the first that fit. */
const wholes = /** @type {[RegExp, any, (part: any) => any][]} */ ([
  [/OCSPResponse with|getOCSPResponse/, OCSPResponse, (fragment) => fragment],
  [/ResponseBytes/, OCSPResponse, (fragment) => sequence(enumerated(0), context(0, fragment))],
  [/BasicOCSPResponse/, OCSPResponse, (basicResponse) => response({ basicResponse })],
  [/ResponseData/, OCSPResponse, (tbsResponseData) => response({ tbsResponseData })],
  [/ResponderID/, OCSPResponse, (responderID) => response({ responderID })],
  [/SingleResponseList/, OCSPResponse, (responseList) => response({ responseList })],
  [/SingleResponse/, OCSPResponse, (responses) => response({ responses })],
  [/CertStatus|OCSP revoked/, OCSPResponse, (certStatus) => response({ responses: singleResponse({ certStatus }) })],
  [/CertID/, OCSPRequest, (certID) => request({ requests: singleRequest({ certID }) })],
  [/TBSRequest/, OCSPRequest, (fragment) => sequence(fragment)],
  [/RequestList/, OCSPRequest, (requestList) => request({ requestList })],
  [/OCSPRequest|RequestHex/, OCSPRequest, (fragment) => fragment],
  [/Request/, OCSPRequest, (requests) => request({ requests })],
]);

/** What a message says, to compare with the rows below: only what a row has is compared. */
const facts = {
  status: (message) => message.responseStatus,
  byKey: (message) => hex(message.responderKeyHash),
  byName: (message) => message.responderName.toString(),
  producedAt: (message) => isoTime(message.producedAt),
  certStatus: (message) => [message.certificateStatus, isoTime(message.revocationTime), message.revocationReason],
  updates: (message) => [isoTime(message.thisUpdate), isoTime(message.nextUpdate)],
  singleExtensions: (message) => extensionFields(message.singleExtensions),
  certID: (message) => [
    message.hashAlgorithm,
    hex(message.issuerNameHash),
    hex(message.issuerKeyHash),
    message.serialNumber.toString(16),
  ],
  nonce: (message) => hex(message.nonce),
  signature: (message) => message.signature.length,
  certificates: (message) => message.certificates.map((certificate) => certificate.subject.attributes.at(-1).value),
};

const SHORT = ["SHA-1", "12ab", "12ab", "12ab"];
const GOOD = ["good", null, null];
const EE1 = [
  "SHA-1",
  "7ae13ee8a0c42a2cb428cbe7a605461940e2a1e9",
  "90af6a3a945a0bd890ea125673df43b43a28dae7",
  "d09282634303a97fadf55568a48ca87e",
];
const DIGICERT = [
  "SHA-1",
  "105fa67a80089db5279f35ce830b43889ea3c70d",
  "0f80611c823161d52f28e78d4638b42ce1c6d9e2",
  "fef62075d715dc5e1d8bd03775c9686",
];
const VALUE_SET = ["SHA-1", "01020304", "05060708", "123456"];
const TIME = "2020-09-03T23:59:59Z";

// RFC 6960 4.2.1: KeyHash is the SHA-1 hash of the responder's public key, so 20 octets. Here it has two.
const TWO_OCTET_KEY_HASH = ["ERR_OCSP_KEY_HASH", "a204040212ab", 4, "responderID.byKey"];

/**
 * By the position of the fragment: its facts, or a refusal as [code, the bytes it is about, offset in them, end of the
 * path].
 */
const rows = {
  0: TWO_OCTET_KEY_HASH,
  1: { status: "internalError" },
  2: { status: "malformedRequest" },
  // RFC 6960 4.2.1: the module has explicit tags, so [2] is constructed and holds the OCTET STRING's own tag.
  3: ["ERR_DER_TAG", "8204040212ab", 0, "responderID"],
  4: TWO_OCTET_KEY_HASH,
  5: TWO_OCTET_KEY_HASH,
  6: {
    status: "successful",
    byKey: "295a1ffe023d12ecf198eeecc3924b42f191ea97",
    producedAt: "2020-09-04T12:52:53Z",
    certID: [
      "SHA-1",
      "f59c687f2418d62a790f7592330756ea85e94707",
      "8ff04b7fa82e4524ae4d50fa639a8bdee2dd1bbc",
      "4000000000136e982395d",
    ],
    certStatus: ["revoked", "2020-07-11T16:00:00Z", "cessationOfOperation"],
    updates: ["2020-09-04T12:52:53Z", "2020-09-08T12:52:53Z"],
    singleExtensions: [],
    nonce: "84eb2a38e8e20c9ae8f52140aee80560",
    signature: 256,
    certificates: ["COMODO RSA Domain Validation Secure Server CA"],
  },
  7: TWO_OCTET_KEY_HASH,
  8: { byName: "CN=raymii.org,OU=PositiveSSL,OU=Domain Control Validated" },
  9: TWO_OCTET_KEY_HASH,
  10: { byKey: "70585f8fd3eff27167b12b4a5a9faa8f3154a592" },
  11: { byName: "O=O1,C=JP" },
  12: { certID: SHORT, certStatus: GOOD, updates: [TIME, null] },
  13: {
    certID: SHORT,
    certStatus: GOOD,
    updates: [TIME, "2020-09-13T23:59:59Z"],
    singleExtensions: [{ oid: "1.2.3.4", critical: false, valueHex: "030101" }],
  },
  14: { certID: SHORT, certStatus: GOOD, updates: [TIME, null], singleExtensions: [] },
  15: { certID: VALUE_SET },
  16: { certID: EE1 },
  19: { certStatus: ["revoked", TIME, "affiliationChanged"] },
  20: { certStatus: ["revoked", TIME, null] },
  // RFC 6960 4.2.1: revocationReason has the explicit tag [0].
  21: ["ERR_DER_TRAILING", "0a0103", 0, "certStatus"],
  22: { certID: EE1 },
  23: { certID: EE1 },
  24: { certID: EE1 },
  26: { certStatus: ["revoked", "2016-04-26T17:44:07Z", "unspecified"] },
  27: { status: "unauthorized" },
  35: { certID: SHORT, certStatus: GOOD, updates: [TIME, "2020-09-13T23:59:59Z"] },
  39: { certID: DIGICERT },
  40: {
    certID: [
      "SHA-1",
      "cf26f518fac97e8f8cb342e01c2f6a109e8e5f0a",
      "5168ff90af0207753cccd9656462a212b859723b",
      "b5897d85529ec36e528bebe1ae34765",
    ],
    nonce: "b1b94016d523b57b34ae7f5710a40b02",
  },
  41: { certID: DIGICERT },
  42: { certID: DIGICERT },
  43: { certID: DIGICERT },
  44: { certID: DIGICERT },
};

describeVectors("jsrsasign", (source) => {
  const { cases, fragments } = source.table;

  for (const { file, op, cert, issuer, hash, expect, fields } of cases) {
    if (op === "parse-response") {
      test(file, () => {
        const der = source.bytes(file);
        const parsed = OCSPResponse.fromDER(der);
        assertResponseFields(parsed, fields);
        assert.deepEqual(parsed.toDER(), der);
        assert.equal(parsed.certificateStatus, expect.status);
        for (const time of ["thisUpdate", "nextUpdate", "revocationTime"]) {
          assert.equal(isoTime(parsed[time]), expect[time] ?? null);
        }
      });
    } else {
      test(`${op} ${cert}`, () => {
        assert.equal(op, "build-request");
        const built = new OCSPRequestBuilder().addCertificate(source.text(cert), source.text(issuer), hash).build();
        assert.equal(hex(built.toDER()), expect.derHex);
      });
    }
  }

  describe("fragments", () => {
    fragments.forEach(({ test: name, derHex }, index) => {
      test(`${index}: ${name}`, () => {
        const [, root, wrap] = wholes.find(([words]) => words.test(name)) ?? assert.fail("no such part");
        const row = rows[fragments.findIndex((fragment) => fragment.derHex === derHex)];
        // One fragment of the source ends in half an octet.
        const der = derHex.slice(0, derHex.length & ~1);
        if (Array.isArray(row)) {
          const [code, about, offset, pathEnd] = row;
          const [before, after] = der.split(about);
          assertRefused(root, join(wrap([before, mark("fault", about), after])), { code, offset, pathEnd });
          return;
        }
        const parsed = root.fromDER(join(wrap(der)).bytes);
        const expected = row ?? assert.fail("no row");
        assert.deepEqual(
          Object.fromEntries(Object.keys(expected).map((fact) => [fact, facts[fact](parsed)])),
          expected,
        );
      });
    });
  });
});
