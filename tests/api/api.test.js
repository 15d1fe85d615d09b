// @ts-nocheck: much here is wrong on purpose
// The public surface at run time: every name and getter is there, nothing can be made or changed from outside, and
// everything shows itself.

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import * as bearocsp from "../../bindings/index.js";
import { certificate as certificateDER } from "../support/certificates.js";
import { bitString, context, enumerated, sequence } from "../support/der.js";
import { gettersOf, readEverything } from "../support/exercise.js";
import * as messages from "../support/messages.js";

const {
  Certificate,
  certID,
  extension,
  Extensions,
  Name,
  nonce,
  OCSPCertStatus,
  OCSPError,
  OCSPRequest,
  OCSPRequestBuilder,
  OCSPResponderEncoding,
  OCSPResponse,
  OCSPResponseBuilder,
  OCSPResponseStatus,
  OCSPVerificationError,
  PrivateKey,
  ReasonFlags,
} = bearocsp;

const { OID } = messages;
const nonceExtension = messages.extension(OID.nonce, "0401aa");
const signature = context(
  0,
  sequence(messages.algorithm(OID.sha256WithRSAEncryption), bitString("d4"), context(0, sequence(certificateDER()))),
);

// One object of each kind.
const certificate = Certificate.fromDER(
  certificateDER({
    subject: messages.name("Issuer"),
    extensions: [
      ["1.3.6.1.5.5.7.1.1", "30193017" + "06082b06010505073001" + "860b" + Buffer.from("http://a.b/").toString("hex")],
    ],
  }).bytes,
);
const request = OCSPRequest.fromDER(messages.request({ signature, extensions: [nonceExtension] }).bytes);
const twoRequests = OCSPRequest.fromDER(
  messages.request({ requests: [messages.singleRequest(), messages.singleRequest()] }).bytes,
);
const response = OCSPResponse.fromDER(
  messages.response({
    responses: messages.singleResponse({ certStatus: messages.revoked() }),
    certificates: [certificateDER()],
    extensions: [nonceExtension],
  }).bytes,
);
const twoResponses = OCSPResponse.fromDER(
  messages.response({ responses: [messages.singleResponse(), messages.singleResponse()] }).bytes,
);
const brokenCertificate = OCSPResponse.fromDER(messages.response({ certificates: [sequence("0500")] }).bytes);
const unsuccessful = OCSPResponseBuilder.buildUnsuccessful("tryLater");
const certId = certID(certificate, certificate);

// A key in both of its shapes, and a certificate with it.
const { privateKey: keyObject, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = String(keyObject.export({ format: "pem", type: "pkcs8" }));
const key = PrivateKey.from(pem);
const responder = Certificate.fromDER(
  certificateDER({
    subject: messages.name("Responder"),
    publicKey: publicKey.export({ format: "der", type: "spki" }),
  }).bytes,
);
const entry = {
  certificate,
  issuer: certificate,
  certificateStatus: "good",
  thisUpdate: new Date("2024-01-01T00:00:00Z"),
};
const signed = new OCSPResponseBuilder()
  .addResponse(entry)
  .responderId("hash", responder)
  .certificates([responder])
  .sign(key, "SHA-256");

const CERT_ID = ["hashAlgorithm", "hashAlgorithmOid", "issuerNameHash", "issuerKeyHash", "serialNumber"];
const STATUS = ["certificateStatus", "revocationTime", "revocationReason", "thisUpdate", "nextUpdate"];

/** By the name that it shows: one object, its getters and its methods. */
const KINDS = {
  Certificate: [
    certificate,
    [
      "version",
      "serialNumber",
      "issuer",
      "subject",
      "notBefore",
      "notAfter",
      "signatureAlgorithm",
      "publicKey",
      "extensions",
      "isCA",
      "extendedKeyUsage",
      "ocspUrls",
      "caIssuersUrls",
      "crlUrls",
      "distributionPoints",
      "mustStaple",
      "noRevocationAvailable",
      "ocspNoCheck",
    ],
    ["fingerprint", "isIssuedBy", "toDER", "toPEM"],
  ],
  Name: [certificate.subject, ["der", "attributes"], ["equals", "toString"]],
  AlgorithmIdentifier: [certificate.signatureAlgorithm, ["oid", "name", "parameters"], []],
  PublicKeyInfo: [key.publicKey, ["algorithm", "oid", "curve", "bits", "spki"], []],
  PrivateKey: [key, ["publicKey"], []],
  Extensions: [certificate.extensions, ["length"], ["get", "has"]],
  Extension: [nonce(), ["oid", "name", "critical", "value", "decoded"], []],
  CertID: [certId, [...CERT_ID, "der"], []],
  OCSPRequest: [
    request,
    [
      "requests",
      ...CERT_ID,
      "extensions",
      "nonce",
      "requestorName",
      "isSigned",
      "signatureAlgorithm",
      "signature",
      "certificates",
      "tbsRequestBytes",
    ],
    ["isSignedBy", "toURL", "toDER"],
  ],
  SingleRequest: [request.requests[0], [...CERT_ID, "der", "extensions"], []],
  OCSPResponse: [
    response,
    [
      "responseStatus",
      "responseType",
      "responses",
      "signatureAlgorithm",
      "signatureAlgorithmOid",
      "signatureHashAlgorithm",
      "signature",
      "tbsResponseBytes",
      "certificates",
      "responderKeyHash",
      "responderName",
      "producedAt",
      "extensions",
      "nonce",
      ...STATUS,
      ...CERT_ID,
      "singleExtensions",
    ],
    ["find", "isSignedBy", "check", "checkAsync", "verify", "verifyAsync", "assertGood", "assertGoodAsync", "toDER"],
  ],
  SingleResponse: [response.responses[0], [...CERT_ID, "der", ...STATUS, "extensions"], []],
};

test("the exports", () =>
  assert.deepEqual(Object.keys(bearocsp).sort(), [
    "CHECK_TITLES",
    "Certificate",
    "DEFAULTS",
    "Extensions",
    "HASH_ALGORITHMS",
    "INVISIBLE",
    "LIMITS",
    "Name",
    "OCSPCertStatus",
    "OCSPError",
    "OCSPRequest",
    "OCSPRequestBuilder",
    "OCSPResponderEncoding",
    "OCSPResponse",
    "OCSPResponseBuilder",
    "OCSPResponseStatus",
    "OCSPVerificationError",
    "PrivateKey",
    "ReasonFlags",
    "acceptableResponses",
    "archiveCutoff",
    "cRLReason",
    "certID",
    "crlReferences",
    "dissect",
    "extendedRevoke",
    "extension",
    "findCertificate",
    "findIssuer",
    "fromBase64",
    "invalidityDate",
    "issuerID",
    "issuerNameHash",
    "nonce",
    "oidName",
    "preferredSignatureAlgorithms",
    "ready",
    "recognize",
    "recognizeSteps",
    "serviceLocator",
    "spelledOut",
    "toBase64",
    "toHex",
    "toPEM",
  ]));

describe("objects", () => {
  for (const [name, [object, getters, methods]] of Object.entries(KINDS)) {
    test(name, () => {
      assert.deepEqual(
        gettersOf(object)
          .filter((getter, i, all) => all.indexOf(getter) === i)
          .sort(),
        [...new Set(getters)].sort(),
      );
      for (const getter of getters) {
        assert.notEqual(object[getter], undefined, getter);
        assert.throws(() => (object[getter] = 0), TypeError, `${getter} is readonly`);
      }
      for (const method of [...methods, "toJSON"]) {
        assert.equal(typeof object[method], "function", method);
      }
      assert.deepEqual(Object.keys(object), [], "nothing to see but getters");
      assert.equal(Object.prototype.toString.call(object), `[object ${name}]`);
      assert.ok(inspect(object).startsWith(`${name} `), inspect(object));
      assert.equal(inspect({ a: object }, { depth: 0 }), `{ a: [${name}] }`);
      assert.equal(typeof JSON.parse(JSON.stringify(object)), name === "Name" ? "string" : "object");
    });
  }

  test("bytes, dates and lists are the caller's to keep", () => {
    for (const [name, [object, getters, methods]] of Object.entries(KINDS)) {
      const before = JSON.stringify(object);
      const values = [
        ...getters.map((getter) => object[getter]),
        ...(methods.includes("toDER") ? [object.toDER()] : []),
      ];
      for (const value of values) {
        if (value instanceof Date) {
          value.setTime(0);
        } else if (value instanceof Uint8Array) {
          value.fill(0x55);
        } else if (Array.isArray(value)) {
          assert.throws(() => (value.length = 0), TypeError, name);
        }
      }
      assert.equal(JSON.stringify(object), before, name);
    }
    assert.notEqual(request.toDER().buffer, request.toDER().buffer);
  });

  test("lists are arrays whose elements stay the same objects", () => {
    for (const [list, type] of [
      [request.requests, "SingleRequest"],
      [response.responses, "SingleResponse"],
      [response.certificates, "Certificate"],
    ]) {
      assert.ok(Array.isArray(list));
      assert.equal(list.length, 1);
      assert.equal(list[0], list[0]);
      assert.equal(list[0][Symbol.toStringTag], type);
      assert.deepEqual(
        list.map((each) => each === list[0]),
        [true],
      );
      assert.deepEqual([list[1], list.at(-1) === list[0], [...list].length], [undefined, true, 1]);
    }
  });

  test("all that can be read can be shown, whatever the message is", () => {
    for (const message of [
      request,
      twoRequests,
      response,
      twoResponses,
      brokenCertificate,
      unsuccessful,
      signed,
      key,
    ]) {
      readEverything(message);
    }
    assert.match(inspect(unsuccessful), /tryLater/);
    assert.match(JSON.stringify(brokenCertificate), /OCSPResponse\.responseBytes\.certs\[0\]/);
  });
});

test("toJSON: hexadecimal serial numbers with the decimal beside, lower-case hex, ISO 8601", () => {
  assert.deepEqual(certId.toJSON(), {
    hashAlgorithm: "SHA-1",
    hashAlgorithmOid: OID.sha1,
    issuerNameHash: Buffer.from(certId.issuerNameHash).toString("hex"),
    issuerKeyHash: Buffer.from(certId.issuerKeyHash).toString("hex"),
    serialNumber: "1234",
    serialNumberDecimal: "4660",
  });
  const { serialNumber, serialNumberDecimal, notBefore, subject } = JSON.parse(JSON.stringify(certificate));
  assert.deepEqual(
    [serialNumber, serialNumberDecimal, notBefore, subject],
    ["1234", "4660", "2024-01-01T00:00:00.000Z", "CN=Issuer"],
  );
  const [entry] = JSON.parse(JSON.stringify(response)).responses;
  assert.deepEqual(
    [entry.certificateStatus, entry.revocationTime, entry.revocationReason],
    ["revoked", "2024-02-29T12:00:00.000Z", null],
  );
  assert.deepEqual(unsuccessful.toJSON(), { responseStatus: "tryLater" });
});

describe("builders", () => {
  for (const [name, builder] of Object.entries({
    OCSPRequestBuilder: new OCSPRequestBuilder(),
    OCSPResponseBuilder: new OCSPResponseBuilder(),
  })) {
    test(`${name} shows itself`, () => {
      assert.equal(Object.prototype.toString.call(builder), `[object ${name}]`);
      assert.ok(inspect(builder).startsWith(name), inspect(builder));
      assert.equal(typeof builder.toJSON, "function");
      assert.doesNotThrow(() => JSON.stringify(builder));
    });
  }

  test("are immutable: every method gives another one", () => {
    const empty = new OCSPRequestBuilder();
    const one = empty.addCertificate(certificate, certificate);
    const [left, right] = [one.addExtension(nonce(new Uint8Array(1))), one.addExtension(nonce(new Uint8Array(2)))];
    const named = one.requestorName(certificate);
    assert.throws(() => empty.build(), { code: "ERR_INCOMPLETE" });
    assert.deepEqual(
      [one, left, right, named].map((each) => each.build().nonce?.length ?? null),
      [null, 1, 2, null],
    );
    assert.deepEqual(
      [one, named].map((each) => each.build().requestorName?.toString() ?? null),
      [null, "CN=Issuer"],
    );
    assert.equal(one.addCertificateByHash(certId).build().requests.length, 2);
    assert.equal(one.build().requests.length, 1);
  });

  test("of responses are immutable too", () => {
    const empty = new OCSPResponseBuilder().responderId("name", responder);
    const one = empty.addResponse(entry);
    const [left, right] = [one.addExtension(nonce(new Uint8Array(1))), one.addExtension(nonce(new Uint8Array(2)))];
    const [earlier, later] = ["2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z"].map((time) =>
      left.producedAt(new Date(time)),
    );
    const many = right
      .certificates([responder, certificate])
      .addResponses([entry, { ...entry, certificate: undefined, certID: certId }]);
    assert.throws(() => empty.sign(key, "SHA-256"), { code: "ERR_INCOMPLETE" });
    const [first, ...others] = [one, left, right, many].map((each) => each.sign(key, "SHA-256"));
    assert.deepEqual(
      [first, ...others].map((each) => each.nonce?.length ?? null),
      [null, 1, 2, 2],
    );
    assert.deepEqual(
      [first, ...others].map((each) => each.responses.length),
      [1, 1, 1, 3],
    );
    assert.deepEqual(
      [first, ...others].map((each) => each.certificates.length),
      [0, 0, 0, 2],
    );
    assert.deepEqual(
      [earlier, later].map((each) => each.sign(key, "SHA-256").producedAt.getUTCDate()),
      [2, 3],
    );
    assert.equal(first.responderName.toString(), "CN=Responder");
  });

  test("of responses say what was set", () => {
    const builder = new OCSPResponseBuilder()
      .addResponse(entry)
      .addExtension(nonce())
      .responderId("hash", responder)
      .certificates([responder])
      .producedAt(new Date("2024-01-02T00:00:00.999Z"));
    assert.deepEqual(JSON.parse(JSON.stringify(builder)), {
      responses: 1,
      extensions: [OID.nonce],
      responder: { encoding: "hash", subject: "CN=Responder" },
      certificates: 1,
      producedAt: "2024-01-02T00:00:00.000Z",
    });
  });
});

describe("private keys", () => {
  // No run of the scalar may be seen, in hex or in base64url.
  const { d } = keyObject.export({ format: "jwk" });
  const scalar = Buffer.from(String(d), "base64url").toString("hex");

  test("a PrivateKey is read once", () => assert.equal(PrivateKey.from(key), key));

  for (const [form, privateKey] of Object.entries({ PEM: key, KeyObject: PrivateKey.from(keyObject) })) {
    test(`${form}: nothing but the public half is shown`, () => {
      const shown = [
        inspect(privateKey, { showHidden: true, depth: Infinity }),
        JSON.stringify(privateKey),
        String(privateKey),
      ];
      for (const text of shown) {
        assert.ok(!text.includes(scalar.slice(0, 16)) && !text.includes(String(d).slice(0, 12)), text);
      }
      assert.equal(inspect(privateKey), "PrivateKey { algorithm: 'EC', curve: 'P-256', bits: 256 }");
      assert.deepEqual(JSON.parse(shown[1]), { publicKey: JSON.parse(JSON.stringify(responder.publicKey)) });
      assert.deepEqual(privateKey.publicKey.spki, responder.publicKey.spki);
    });
  }

  test("what is not a key is refused by name", () => {
    const { privateKey: x25519 } = generateKeyPairSync("x25519");
    for (const [input, code] of [
      [undefined, "ERR_INVALID_ARGUMENT"],
      [null, "ERR_INVALID_ARGUMENT"],
      [42, "ERR_INVALID_ARGUMENT"],
      [{}, "ERR_INVALID_ARGUMENT"],
      [publicKey, "ERR_INVALID_ARGUMENT"],
      [certificate, "ERR_INVALID_ARGUMENT"],
      ["", "ERR_PEM"],
      [certificate.toPEM(), "ERR_PEM"],
      [new Uint8Array(), "ERR_DER_TRUNCATED"],
      [x25519, "ERR_UNSUPPORTED_KEY"],
      [x25519.export({ format: "pem", type: "pkcs8" }), "ERR_UNSUPPORTED_KEY"],
      [
        keyObject.export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "secret" }),
        "ERR_KEY_ENCRYPTED",
      ],
      [
        keyObject.export({ format: "pem", type: "sec1", cipher: "aes-256-cbc", passphrase: "secret" }),
        "ERR_KEY_ENCRYPTED",
      ],
    ]) {
      assert.throws(
        () => PrivateKey.from(input),
        (error) => {
          assert.ok(error instanceof OCSPError, inspect(error));
          assert.equal(error.code, code, inspect(input));
          return true;
        },
      );
    }
  });
});

describe("a signature is checked", () => {
  const request = new OCSPRequestBuilder()
    .addCertificate(certificate, certificate)
    .certificates([responder])
    .sign(keyObject, "SHA-384");

  test("under the signer's key, and only there", () => {
    for (const message of [signed, request]) {
      for (const signer of [responder, responder.toPEM(), responder.toDER(), { raw: responder.toDER() }]) {
        assert.equal(message.isSignedBy(signer), true);
      }
      assert.equal(message.isSignedBy(certificate), false, "a key of another type");
      for (const argument of [undefined, null, 42, key, {}]) {
        assert.throws(() => message.isSignedBy(argument), { code: "ERR_INVALID_ARGUMENT" });
      }
    }
    assert.deepEqual(
      [request.isSigned, request.requestorName.toString(), request.signatureAlgorithm.name],
      [true, "CN=Responder", "ECDSA-SHA384"],
    );
  });

  test("where there is one", () => {
    assert.throws(() => unsuccessful.isSignedBy(responder), { code: "ERR_OCSP_UNSUCCESSFUL" });
    assert.equal(
      new OCSPRequestBuilder().addCertificate(certificate, certificate).build().isSignedBy(responder),
      false,
    );
  });

  test("of a certificate, under its issuer's", () => {
    assert.equal(certificate.isIssuedBy(responder), false, "the names do not chain");
    for (const argument of [undefined, null, 42, key, {}]) {
      assert.throws(() => certificate.isIssuedBy(argument), { code: "ERR_INVALID_ARGUMENT" });
    }
  });
});

describe("verification", () => {
  // RFC 6960 4.2.2.2: the CA itself answers. Its name and key are the responder's; the certificate is in question by
  // its CertID.
  const time = new Date("2024-01-01T01:00:00Z");
  const issued = Certificate.fromDER(certificateDER({ issuer: messages.name("Responder") }).bytes);
  const asked = certID(issued, responder),
    options = { certificate: asked, issuer: responder, time };
  const answer = (parts) =>
    new OCSPResponseBuilder()
      .addResponseByHash({ certID: asked, thisUpdate: entry.thisUpdate, ...parts })
      .producedAt(entry.thisUpdate)
      .responderId("name", responder)
      .sign(key, "SHA-256");
  const good = answer({ certificateStatus: "good" }),
    unknown = answer({ certificateStatus: "unknown" });
  const revoked = answer({
    certificateStatus: "revoked",
    revocationTime: entry.thisUpdate,
    revocationReason: "keyCompromise",
  });
  const NAMES = [
    "responseStatus",
    "certId",
    "signature",
    "responderAuthorized",
    "responderValidity",
    "responderRevocation",
    "thisUpdate",
    "nextUpdate",
    "producedAt",
    "nonce",
    "criticalExtensions",
    "algorithmStrength",
  ];

  test("a report is frozen, has every row in order, and shows itself", () => {
    for (const [message, ok, status] of [
      [good, true, "good"],
      [revoked, true, "revoked"],
      [signed, false, null],
      [unsuccessful, false, null],
    ]) {
      const report = message.check(options);
      assert.deepEqual([report.ok, report.certificateStatus, report.response !== null], [ok, status, ok]);
      assert.deepEqual(Object.keys(report), ["ok", "certificateStatus", "response", "claimed", "responder", "checks"]);
      assert.deepEqual(
        report.checks.map(({ name }) => name),
        NAMES,
      );
      for (const check of report.checks) {
        assert.ok(["pass", "fail", "note", "skipped"].includes(check.outcome) && Object.isFrozen(check));
        assert.match(check.message, /^[^{}]+\.$/);
        assert.match(check.reference, /^RFC \d+ section [\d.]+$/);
      }
      assert.ok(Object.isFrozen(report) && Object.isFrozen(report.checks));
      assert.throws(() => (report.ok = true), TypeError);
      assert.equal(Object.prototype.toString.call(report), "[object VerificationReport]");
      assert.ok(inspect(report).startsWith("VerificationReport "), inspect(report));
      assert.deepEqual(
        JSON.parse(JSON.stringify(report)).checks.map(({ name }) => name),
        NAMES,
      );
    }
    const { responder: found, response: entryFound, claimed } = good.check(options);
    assert.deepEqual([found.kind, found.certificate.subject.toString()], ["issuer", "CN=Responder"]);
    assert.equal(entryFound, good.responses[0]);
    assert.equal(claimed, good.responses[0]);
  });

  test("verify() and assertGood() give the entry or an OCSPVerificationError with the report", () => {
    assert.equal(good.verify(options), good.responses[0]);
    assert.equal(good.assertGood(options), good.responses[0]);
    assert.equal(revoked.verify(options).certificateStatus, "revoked");
    assert.equal(unknown.verify(options).certificateStatus, "unknown");
    for (const [action, code, ok] of [
      [() => revoked.assertGood(options), "ERR_CERT_REVOKED", true],
      [() => unknown.assertGood(options), "ERR_CERT_UNKNOWN", true],
      [() => good.assertGood({ ...options, time: new Date("2024-02-01T00:00:00Z") }), "ERR_NOT_RELIABLE", false],
      [() => good.verify({ ...options, issuer: certificate }), "ERR_NOT_RELIABLE", false],
      [() => unsuccessful.verify(options), "ERR_NOT_RELIABLE", false],
    ]) {
      assert.throws(action, (error) => {
        assert.ok(error instanceof OCSPVerificationError && error instanceof OCSPError, inspect(error));
        assert.deepEqual([error.name, error.code, error.report.ok], ["OCSPVerificationError", code, ok]);
        assert.equal(Object.prototype.toString.call(error), "[object OCSPVerificationError]");
        assert.equal(JSON.parse(JSON.stringify(error)).report.ok, ok);
        for (const { name } of error.report.checks.filter(({ outcome }) => outcome === "fail")) {
          assert.ok(error.message.includes(name));
        }
        return true;
      });
    }
  });

  test("without an issuer nothing is decided", () => {
    const report = good.check({ ...options, issuer: null });
    assert.deepEqual([report.ok, report.response, report.claimed], [false, null, good.responses[0]]);
    const outcomes = Object.fromEntries(report.checks.map(({ name, outcome }) => [name, outcome]));
    assert.deepEqual([outcomes.signature, outcomes.responderAuthorized], ["skipped", "skipped"]);
    for (const method of ["verify", "assertGood"]) {
      assert.throws(() => good[method]({ ...options, issuer: null }), { code: "ERR_INVALID_ARGUMENT" }, method);
    }
  });

  test("wrong options are refused by name", () => {
    for (const method of ["check", "verify", "assertGood"]) {
      assert.throws(() => good[method](), { code: "ERR_INVALID_ARGUMENT" });
      for (const [name, value] of Object.entries({
        issuer: undefined,
        certificate: undefined,
        request: 42,
        expectedNonce: "00",
        trustedResponders: responder,
        responderCertificates: [42],
        time: 0,
        clockSkewSeconds: -1,
        maxAgeSeconds: 0.5,
        noncePolicy: "optional",
        allowSHA1Signatures: 1,
        minKeyBits: "2048",
      })) {
        assert.throws(
          () => good[method]({ ...options, [name]: value }),
          (error) => {
            assert.equal(error.code, "ERR_INVALID_ARGUMENT", name);
            assert.ok(error.message.includes(name), error.message);
            return true;
          },
        );
      }
      assert.throws(() => good[method]({ ...options, noncePolicy: "required" }), { code: "ERR_INVALID_ARGUMENT" });
    }
  });
});

test("signAsync gives a promise, also of a refusal", async () => {
  const builder = new OCSPResponseBuilder().addResponse(entry).responderId("hash", responder);
  const cryptoKey = await crypto.subtle.importKey(
    "pkcs8",
    keyObject.export({ format: "der", type: "pkcs8" }),
    { name: "ECDSA", namedCurve: "P-256" },
    false,
    ["sign"],
  );
  const promise = builder.signAsync(cryptoKey);
  assert.ok(promise instanceof Promise);
  assert.equal((await promise).isSignedBy(responder), true);
  for (const [each, signer, code] of [
    [builder, undefined, "ERR_INVALID_ARGUMENT"],
    [builder, key, "ERR_INVALID_ARGUMENT"],
    [new OCSPResponseBuilder(), cryptoKey, "ERR_INCOMPLETE"],
    [new OCSPRequestBuilder(), cryptoKey, "ERR_INCOMPLETE"],
  ]) {
    let refused;
    assert.doesNotThrow(() => (refused = each.signAsync(signer)));
    await assert.rejects(refused, { code });
  }
});

test("what is parsed cannot be constructed", () => {
  for (const type of [Certificate, Name, Extensions, OCSPRequest, OCSPResponse, PrivateKey]) {
    class Heir extends type {}
    const der = unsuccessful.toDER();
    for (const make of [
      () => new type(),
      () => new type(der),
      () => new type(Symbol("bearocsp"), der),
      () => new Heir(der),
      () => Reflect.construct(type, [Symbol.for("bearocsp"), der]),
    ]) {
      assert.throws(make, (error) => {
        assert.ok(error instanceof OCSPError, inspect(error));
        assert.equal(error.code, "ERR_INVALID_ARGUMENT");
        assert.ok(error.message.includes(type.name), error.message);
        return true;
      });
    }
  }
});

test("the enumerations are frozen objects of ASN.1 identifiers", () => {
  const enumerations = {
    OCSPResponseStatus: [
      OCSPResponseStatus,
      {
        SUCCESSFUL: "successful",
        MALFORMED_REQUEST: "malformedRequest",
        INTERNAL_ERROR: "internalError",
        TRY_LATER: "tryLater",
        SIG_REQUIRED: "sigRequired",
        UNAUTHORIZED: "unauthorized",
      },
    ],
    OCSPCertStatus: [OCSPCertStatus, { GOOD: "good", REVOKED: "revoked", UNKNOWN: "unknown" }],
    OCSPResponderEncoding: [OCSPResponderEncoding, { HASH: "hash", NAME: "name" }],
    ReasonFlags: [
      ReasonFlags,
      {
        UNSPECIFIED: "unspecified",
        KEY_COMPROMISE: "keyCompromise",
        CA_COMPROMISE: "cACompromise",
        AFFILIATION_CHANGED: "affiliationChanged",
        SUPERSEDED: "superseded",
        CESSATION_OF_OPERATION: "cessationOfOperation",
        CERTIFICATE_HOLD: "certificateHold",
        REMOVE_FROM_CRL: "removeFromCRL",
        PRIVILEGE_WITHDRAWN: "privilegeWithdrawn",
        AA_COMPROMISE: "aACompromise",
      },
    ],
  };
  for (const [name, [enumeration, members]] of Object.entries(enumerations)) {
    assert.deepEqual({ ...enumeration }, members, name);
    assert.ok(Object.isFrozen(enumeration), name);
    assert.throws(() => (enumeration.GOOD = "bad"), TypeError, name);
  }
});

describe("OCSPError", () => {
  const thrownBy = (action) => {
    try {
      action();
    } catch (error) {
      return error;
    }
    assert.fail("nothing was thrown");
  };

  test("about an argument has a code and no place", () => {
    const error = thrownBy(() => Certificate.from(42));
    assert.ok(error instanceof OCSPError && error instanceof Error);
    assert.equal(error.name, "OCSPError");
    assert.equal(error.code, "ERR_INVALID_ARGUMENT");
    assert.deepEqual(["offset" in error, "path" in error], [false, false]);
    assert.match(inspect(error), /^OCSPError: input: expected .*[^]*code: 'ERR_INVALID_ARGUMENT'/);
  });

  test("about bytes has their offset and the path, in the message too", () => {
    const { code, offset, path, message } = thrownBy(() => OCSPResponse.fromDER(sequence(enumerated(4)).bytes));
    assert.deepEqual([code, offset, path], ["ERR_OCSP_RESPONSE_STATUS", 4, "OCSPResponse.responseStatus"]);
    assert.ok(message.startsWith(`${path} at byte ${offset}: `) && message.includes("RFC 6960"), message);
  });

  test("shows itself", () => {
    const error = thrownBy(() => OCSPResponse.fromDER(new Uint8Array(1)));
    assert.equal(Object.prototype.toString.call(error), "[object OCSPError]");
    const { code, message, offset, path } = error;
    assert.deepEqual(
      { ...JSON.parse(JSON.stringify(error)), name: "OCSPError" },
      { name: "OCSPError", code, message, offset, path },
    );
  });

  test("about what is missing says where to look", () => {
    assert.match(thrownBy(() => unsuccessful.nextUpdate).message, /^nextUpdate: .*"tryLater"/);
    assert.match(thrownBy(() => twoResponses.serialNumber).message, /^serialNumber: .* 2 entries/);
    assert.match(thrownBy(() => twoRequests.serialNumber).message, / 2 entries/);
  });
});

test("Extensions is an iterable of Extension, found by name and by OID", () => {
  const [first] = response.extensions;
  assert.equal(response.extensions.length, 1);
  assert.deepEqual(response.extensions.get("nonce").toJSON(), first.toJSON());
  assert.equal(response.extensions.get(OID.nonce).name, "nonce");
  assert.deepEqual(
    ["nonce", OID.nonce, "archiveCutoff", "1.2.3"].map((key) => response.extensions.has(key)),
    [true, true, false, false],
  );
  assert.equal(response.extensions.get("archiveCutoff"), undefined);
  assert.deepEqual([...extension("1.2.3", Uint8Array.of(5, 0), { critical: true }).value], [5, 0]);
  assert.equal(extension("1.2.3", Uint8Array.of(5, 0)).decoded, undefined);
  assert.equal(unsuccessful.responseStatus, "tryLater");
});

test("ready resolves, again and again, and refuses what is not a module", async () => {
  assert.equal(await bearocsp.ready(), undefined);
  assert.equal(await bearocsp.ready(), undefined);
  await assert.rejects(bearocsp.ready({}), { code: "ERR_INVALID_ARGUMENT" });
});
