// @ts-nocheck: the calls are wrong on purpose
// Wrong arguments: an OCSPError ERR_INVALID_ARGUMENT that names the argument and says what came. And what bytes may
// come in, and that they are copied in and out.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import {
  acceptableResponses,
  archiveCutoff,
  Certificate,
  certID,
  cRLReason,
  crlReferences,
  extension,
  invalidityDate,
  nonce,
  OCSPError,
  OCSPRequest,
  OCSPRequestBuilder,
  OCSPResponse,
  OCSPResponseBuilder,
  preferredSignatureAlgorithms,
  ready,
  serviceLocator,
} from "../../bindings/index.js";
import { certificate as buildCertificate } from "../support/certificates.js";
import { context, generalizedTime, octetString } from "../support/der.js";
import { gettersOf } from "../support/exercise.js";
import { hex } from "../support/fields.js";
import {
  extension as buildExtension,
  request as buildRequest,
  response as buildResponse,
  name,
  OID,
  singleResponse,
  TIME,
} from "../support/messages.js";

const CERTIFICATE = buildCertificate({ subject: name("Issuer") }).bytes;
const REQUEST = buildRequest({ extensions: buildExtension(OID.nonce, octetString("0102")) }).bytes;
const RESPONSE = buildResponse({
  certificates: buildCertificate(),
  extensions: buildExtension(OID.nonce, octetString("0102")),
  responses: singleResponse({
    nextUpdate: context(0, generalizedTime(TIME)),
    extensions: [buildExtension(OID.archiveCutoff, generalizedTime(TIME))],
  }),
}).bytes;
const NAME = name().bytes;

const detached = () => {
  const buffer = new ArrayBuffer(8);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
};

const anything = [null, true, 42, NaN, 10n, Symbol("s"), () => {}, {}, [], new Map(), new Proxy({}, {})];
const except = (values, ...types) => values.filter((value) => !types.includes(typeof value));
const required = [undefined, ...anything];

const wrong = {
  bytes: [
    ...required,
    "text",
    [1, 2, 3],
    detached(),
    new SharedArrayBuffer(8),
    new Proxy(REQUEST, {}),
    Promise.resolve(REQUEST),
  ],
  optionalBytes: [
    ...anything,
    "text",
    [1, 2, 3],
    detached(),
    new SharedArrayBuffer(8),
    new Proxy(new Uint8Array(8), {}),
  ],
  string: required,
  certificate: [...required, { raw: undefined }, { raw: "text" }, { raw: {} }, new Proxy(CERTIFICATE, {}), detached()],
  oid: [
    ...required,
    "",
    "1",
    "nonce",
    "1.2.",
    "3.1",
    "1.40",
    "1.-2",
    "1.2.3a",
    "01.2",
    "1.02",
    " 1.2",
    "1.2.3\n",
    "1.2" + ".1".repeat(63),
  ],
  oids: [...except(required, "object"), null, {}, new Map(), "1.2.3", [42], [undefined], ["nonsense"]],
  signatureNames: [
    ...except(required, "object"),
    null,
    {},
    "RSA-SHA256",
    ["RSA"],
    ["rsa-sha256"],
    [undefined],
    ["1.2.3"],
  ],
  named: [...required, "CN=x", { der: undefined }, { der: "text" }],
  date: [
    ...required,
    "2024-01-01",
    0,
    new Date(NaN),
    new Date(-1),
    new Date(-1e12),
    new Date("+010000-01-01T00:00:00Z"),
    new Proxy(new Date(), {}),
  ],
  reason: [...required, "", "superSeded", "SUPERSEDED", "toString", "__proto__"],
  // undefined stands for the default
  hash: [...anything, "", "MD5", "SHA", "sha_256", "SHA-3", "SHA-512/256", "toString", "constructor"],
  requiredHash: [...required, "", "MD5", "SHA-3", "toString"],
  bigint: [undefined, null, true, 42, "42", {}, Symbol("s")],
  // X.690 8.3: any positive number has an encoding, but RFC 5280 4.1.2.2 allows 20 octets.
  serial: [undefined, null, 42, "42", {}],
  status: [...required, "", "successful", "UNAUTHORIZED", "toString", 6],
  extension: [
    ...required,
    "nonce",
    { oid: "1.2.3" },
    { oid: "1.2.3", value: "text", critical: false },
    { oid: "nonsense", critical: false, value: new Uint8Array(2) },
  ],
  extensions: [null, 42, true, {}, "nonce", [undefined], [{}]],
  options: [null, 42, true, "critical"],
  critical: [null, 42, "true", {}],
};

const certificate = Certificate.fromDER(CERTIFICATE);
const request = OCSPRequest.fromDER(REQUEST);
const response = OCSPResponse.fromDER(RESPONSE);
const builder = new OCSPRequestBuilder();
const { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } = request.requests[0];
const parts = { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber };

/** Function, argument as the message must name it, values, call. */
const calls = [
  ["ready", "module", [null, 42, "text", {}, new Uint8Array(8)], (value) => ready(value)],
  ["Certificate.fromDER", "der", wrong.bytes, (value) => Certificate.fromDER(value)],
  ["Certificate.fromPEM", "pem", wrong.string, (value) => Certificate.fromPEM(value)],
  ["Certificate.allFromPEM", "pem", wrong.string, (value) => Certificate.allFromPEM(value)],
  ["Certificate.from", "input", wrong.certificate, (value) => Certificate.from(value)],
  ["OCSPRequest.fromDER", "der", wrong.bytes, (value) => OCSPRequest.fromDER(value)],
  ["OCSPRequest.fromURL", "url", wrong.string, (value) => OCSPRequest.fromURL(value)],
  ["OCSPResponse.fromDER", "der", wrong.bytes, (value) => OCSPResponse.fromDER(value)],
  [
    "OCSPResponseBuilder.buildUnsuccessful",
    "status",
    wrong.status,
    (value) => OCSPResponseBuilder.buildUnsuccessful(value),
  ],
  ["extension", "oid", wrong.oid, (value) => extension(value, new Uint8Array(2))],
  ["extension", "value", wrong.bytes, (value) => extension("1.2.3", value)],
  ["extension", "options", wrong.options, (value) => extension("1.2.3", new Uint8Array(2), value)],
  ["extension", "critical", wrong.critical, (value) => extension("1.2.3", new Uint8Array(2), { critical: value })],
  ["nonce", "value", [...wrong.optionalBytes, new Uint8Array(0), new Uint8Array(129)], (value) => nonce(value)],
  ["acceptableResponses", "oids", wrong.oids, (value) => acceptableResponses(value)],
  ["preferredSignatureAlgorithms", "names", wrong.signatureNames, (value) => preferredSignatureAlgorithms(value)],
  ["serviceLocator", "issuer", wrong.named, (value) => serviceLocator(value)],
  [
    "serviceLocator",
    "ocspUrls",
    [null, 42, "http://ocsp.example/", {}, [42], [undefined]],
    (value) => serviceLocator({ der: NAME }, value),
  ],
  ["archiveCutoff", "time", wrong.date, (value) => archiveCutoff(value)],
  ["invalidityDate", "time", wrong.date, (value) => invalidityDate(value)],
  ["crlReferences", "reference", [undefined, null, 42, "text", true], (value) => crlReferences(value)],
  ["crlReferences", "url", except(wrong.string, "undefined"), (value) => crlReferences({ url: value })],
  ["crlReferences", "number", except(wrong.bigint, "undefined"), (value) => crlReferences({ number: value })],
  ["crlReferences", "time", except(wrong.date, "undefined"), (value) => crlReferences({ time: value })],
  ["cRLReason", "reason", wrong.reason, (value) => cRLReason(value)],
  ["certID", "certificate", wrong.certificate, (value) => certID(value, certificate)],
  ["certID", "issuer", wrong.certificate, (value) => certID(certificate, value)],
  ["certID", "hashAlgorithm", wrong.hash, (value) => certID(certificate, certificate, value)],
  ["OCSPRequest.toURL", "responderUrl", [...wrong.string], (value) => request.toURL(value)],
  ["OCSPResponse.find", "certificate", wrong.certificate, (value) => response.find(value, certificate)],
  ["OCSPResponse.find", "issuer", except(wrong.certificate, "undefined"), (value) => response.find(certificate, value)],
  ["Name.equals", "other", [...required, "CN=x", { der: "text" }], (value) => certificate.subject.equals(value)],
  ["addCertificate", "certificate", wrong.certificate, (value) => builder.addCertificate(value, certificate)],
  ["addCertificate", "issuer", wrong.certificate, (value) => builder.addCertificate(certificate, value)],
  ["addCertificate", "hashAlgorithm", wrong.hash, (value) => builder.addCertificate(certificate, certificate, value)],
  [
    "addCertificate",
    "options",
    wrong.options,
    (value) => builder.addCertificate(certificate, certificate, "SHA-1", value),
  ],
  [
    "addCertificate",
    "extensions",
    wrong.extensions,
    (value) => builder.addCertificate(certificate, certificate, "SHA-1", { extensions: value }),
  ],
  [
    "addCertificateByHash",
    "certID",
    [undefined, null, 42, "text", true],
    (value) => builder.addCertificateByHash(value),
  ],
  [
    "addCertificateByHash",
    "hashAlgorithm",
    wrong.requiredHash,
    (value) => builder.addCertificateByHash({ ...parts, hashAlgorithm: value }),
  ],
  [
    "addCertificateByHash",
    "issuerNameHash",
    [...wrong.bytes, new Uint8Array(19), new Uint8Array(21), new Uint8Array(0)],
    (value) => builder.addCertificateByHash({ ...parts, issuerNameHash: value }),
  ],
  [
    "addCertificateByHash",
    "issuerKeyHash",
    [...wrong.bytes, new Uint8Array(19), new Uint8Array(32)],
    (value) => builder.addCertificateByHash({ ...parts, issuerKeyHash: value }),
  ],
  [
    "addCertificateByHash",
    "serialNumber",
    wrong.serial,
    (value) => builder.addCertificateByHash({ ...parts, serialNumber: value }),
  ],
  [
    "addCertificateByHash",
    "extensions",
    wrong.extensions,
    (value) => builder.addCertificateByHash(parts, { extensions: value }),
  ],
  ["addExtension", "extension", wrong.extension, (value) => builder.addExtension(value)],
  ["addExtension", "critical", wrong.critical, (value) => builder.addExtension(nonce(), { critical: value })],
  ["requestorName", "name", [...required, { der: "text" }], (value) => builder.requestorName(value)],
];

/** What the message may call the value that came: its type, its class, itself or a part of it. */
const descriptions = (value) =>
  [
    typeof value,
    value === null ? "null" : undefined,
    Object.prototype.toString.call(value).slice(8, -1),
    ["object", "function", "symbol"].includes(typeof value) ? undefined : String(value),
    typeof value === "string" ? JSON.stringify(value) : undefined,
    value?.constructor?.name,
  ].filter((text) => typeof text === "string");

/** A promise's rejection counts as throwing. */
async function thrownBy(call, value) {
  try {
    await call(value);
  } catch (error) {
    return error;
  }
  return null;
}

describe("wrong arguments", () => {
  for (const [called, argument, values, call] of calls) {
    test(`${called}: ${argument}`, async () => {
      for (const value of values) {
        const shown = inspect(value, { depth: 0 });
        const error = await thrownBy(call, value);
        assert.ok(error instanceof OCSPError, `${shown}: ${inspect(error)}`);
        assert.equal(error.code, "ERR_INVALID_ARGUMENT", `${shown}: ${error.message}`);
        assert.match(error.message, new RegExp(`\\b${argument}\\b.*: expected .*, got .+`, "s"), shown);
        const got = error.message.slice(error.message.lastIndexOf(", got ") + 6);
        // For a list or an object, the message may name the element at fault.
        if (typeof value !== "object" || value === null) {
          assert.ok(
            descriptions(value).some((text) => got.includes(text.slice(0, 30))),
            `${shown}: got ${got}`,
          );
        }
        assert.equal(error.offset, undefined);
        assert.equal(error.path, undefined);
      }
    });
  }

  test("classes without a public constructor", () => {
    for (const Class of [Certificate, OCSPRequest, OCSPResponse]) {
      assert.throws(() => new Class(), OCSPError);
      assert.throws(() => new Class(REQUEST), OCSPError);
    }
  });

  test("text without a CERTIFICATE block, or with a broken one", () => {
    const one = [Certificate.fromPEM, Certificate.from, (pem) => certID(pem, certificate)];
    const block = (body) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
    for (const text of ["", "text", "-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----"]) {
      for (const call of one) {
        assert.throws(() => call(text), { name: "OCSPError", code: "ERR_PEM" }, text);
      }
      assert.deepEqual(Certificate.allFromPEM(text), []);
    }
    const broken = [
      "-----BEGIN CERTIFICATE-----",
      block("!"),
      block("A"),
      block("MAA=MAA="),
      block("MAA=\n-----BEGIN CERTIFICATE-----"),
    ];
    for (const text of broken) {
      for (const call of [...one, Certificate.allFromPEM]) {
        assert.throws(() => call(text), { name: "OCSPError", code: "ERR_PEM" }, text);
      }
    }
    for (const call of one) {
      assert.throws(() => call(block("MAA=")), { name: "OCSPError", code: "ERR_DER_TRUNCATED" });
    }
  });

  test("URLs without an OCSP request, or with a broken one", () => {
    for (const url of [
      "",
      "http://",
      "http://x/",
      "http://x/%",
      "http://x/%zz",
      "http://x/!!!!",
      "http://x/?MAA=",
      "http://x/\ud800",
      "x".repeat(1e6),
      "/".repeat(1e6),
      "/M".repeat(5e5),
      "a/".repeat(5e5),
      "http://x/ocsp/Main5",
      "/MAA=",
    ]) {
      assert.throws(() => OCSPRequest.fromURL(url), { name: "OCSPError", code: "ERR_URL" }, url);
    }
    // A SEQUENCE to the end, of a tbsRequest with a SET for its requestList: 30 04 30 02 31 00.
    for (const url of ["http://ocsp.example/MAQwAjEA", "http://ocsp.example/a/MAQwAjEA", "/MAQwAjEA"]) {
      assert.throws(
        () => OCSPRequest.fromURL(url),
        { name: "OCSPError", code: "ERR_DER_TAG", offset: 4, path: "OCSPRequest.tbsRequest.requestList" },
        url,
      );
    }
    for (const url of [
      "",
      "not a url",
      "http://",
      "http://ocsp.example/?query",
      "http://ocsp.example/#fragment",
      "javascript:alert(1)",
      "ftp://ocsp.example",
      "http://ocsp.example/a\r\nX: 1",
      "http://ocsp.example/ü",
    ]) {
      assert.throws(
        () => request.toURL(url),
        { name: "OCSPError", code: "ERR_INVALID_ARGUMENT", message: /responderUrl/ },
        url,
      );
    }
  });

  test("serial numbers that no CertID can have", () => {
    for (const serial of [-1n, 2n ** 4096n]) {
      assert.throws(() => builder.addCertificateByHash({ ...parts, serialNumber: serial }), {
        name: "OCSPError",
        code: "ERR_INVALID_ARGUMENT",
        message: /serialNumber/,
      });
    }
  });
});

describe("bytes in", () => {
  const inside = (bytes) => {
    const buffer = new ArrayBuffer(bytes.length + 13);
    new Uint8Array(buffer).fill(0xee);
    const view = new Uint8Array(buffer, 5, bytes.length);
    view.set(bytes);
    return view;
  };
  const shared = (bytes) => {
    const view = new Uint8Array(new SharedArrayBuffer(bytes.length));
    view.set(bytes);
    return view;
  };
  const forms = {
    Uint8Array: (bytes) => bytes.slice(),
    Buffer: (bytes) => Buffer.from(bytes),
    ArrayBuffer: (bytes) => bytes.slice().buffer,
    DataView: (bytes) => {
      const view = inside(bytes);
      return new DataView(view.buffer, view.byteOffset, view.byteLength);
    },
    "a view with an offset": inside,
    Int8Array: (bytes) => new Int8Array(bytes.slice().buffer),
    Uint8ClampedArray: (bytes) => new Uint8ClampedArray(bytes),
    "a view of a SharedArrayBuffer": shared,
    "a subclass": (bytes) => {
      class Mine extends Uint8Array {}
      return Mine.from(bytes);
    },
    "a view of a resizable ArrayBuffer": (bytes) => {
      const view = new Uint8Array(new ArrayBuffer(bytes.length, { maxByteLength: 4096 }));
      view.set(bytes);
      return view;
    },
  };
  for (const [form, make] of Object.entries(forms)) {
    test(form, () => {
      for (const [Class, bytes] of [
        [OCSPRequest, REQUEST],
        [OCSPResponse, RESPONSE],
        [Certificate, CERTIFICATE],
      ]) {
        const parsed = Class.fromDER(make(bytes)).toDER();
        assert.equal(hex(parsed), hex(bytes));
        assert.equal(Object.getPrototypeOf(parsed), Uint8Array.prototype);
      }
      assert.equal(hex(Certificate.from(make(CERTIFICATE)).toDER()), hex(CERTIFICATE));
      assert.equal(hex(nonce(make(Uint8Array.of(1, 2, 3))).decoded), "010203");
    });
  }

  test("what a detached buffer left behind is empty input", () => {
    const view = REQUEST.slice();
    structuredClone(view.buffer, { transfer: [view.buffer] });
    assert.throws(
      () => OCSPRequest.fromDER(view),
      (error) => {
        assert.ok(error instanceof OCSPError);
        assert.ok(["ERR_INVALID_ARGUMENT", "ERR_DER_TRUNCATED"].includes(error.code), error.code);
        return true;
      },
    );
  });

  test("are copied: changing them later changes nothing", () => {
    for (const [Class, bytes] of [
      [OCSPRequest, REQUEST],
      [OCSPResponse, RESPONSE],
      [Certificate, CERTIFICATE],
    ]) {
      const input = bytes.slice();
      const parsed = Class.fromDER(input);
      const before = JSON.stringify(Class.fromDER(bytes));
      input.fill(0xff);
      assert.equal(JSON.stringify(parsed), before);
      assert.equal(hex(parsed.toDER()), hex(bytes));
    }
    const value = Uint8Array.of(1, 2, 3);
    const made = nonce(value);
    const hash = issuerNameHash.slice();
    const built = builder.addCertificateByHash({ ...parts, issuerNameHash: hash });
    value.fill(9);
    hash.fill(9);
    assert.equal(hex(made.decoded), "010203");
    assert.equal(hex(built.build().issuerNameHash), hex(issuerNameHash));
  });
});

describe("values out", () => {
  /** Every byte array and Date that can be reached, with how to read it again. */
  function* leaves(read, path, depth = 0) {
    const value = read();
    if (value instanceof Uint8Array || value instanceof Date) {
      yield [path, read];
    } else if (value !== null && typeof value === "object" && depth < 5) {
      for (const name of gettersOf(value)) {
        yield* leaves(() => read()[name], `${path}.${name}`, depth + 1);
      }
      if (Symbol.iterator in value && !Array.isArray(value)) {
        for (const index of [...value].keys()) {
          yield* leaves(() => [...read()][index], `${path}[${index}]`, depth + 1);
        }
      }
    }
  }
  const shown = (value) => (value instanceof Date ? value.getTime() : hex(value));

  for (const [Class, bytes, atLeast] of [
    [OCSPRequest, REQUEST, 9],
    [OCSPResponse, RESPONSE, 25],
    [Certificate, CERTIFICATE, 6],
  ]) {
    test(`${Class.name}: every read gives fresh bytes and dates`, () => {
      const parsed = Class.fromDER(bytes);
      const before = JSON.stringify(parsed);
      let count = 0;
      for (const [path, read] of leaves(() => parsed, Class.name)) {
        const first = read();
        const expected = shown(first);
        assert.notEqual(read(), first, path);
        if (first instanceof Date) {
          first.setTime(0);
        } else {
          first.fill(0x5a);
        }
        assert.equal(shown(read()), expected, path);
        count++;
      }
      assert.ok(count >= atLeast, `only ${count} found`);
      parsed.toDER().fill(0);
      assert.equal(hex(parsed.toDER()), hex(bytes));
      assert.equal(JSON.stringify(parsed), before);
    });
  }

  test("getters and lists cannot be assigned to", () => {
    const targets = {
      serialNumber: [
        request,
        request.requests[0],
        response,
        response.responses[0],
        certificate,
        certID(certificate, certificate),
      ],
      oid: [nonce(), request.signatureAlgorithm ?? response.signatureAlgorithm, certificate.publicKey],
      der: [certificate.subject],
      length: [request.extensions],
      0: [
        request.requests,
        response.responses,
        response.certificates,
        certificate.subject.attributes,
        certificate.ocspUrls,
      ],
    };
    for (const [name, objects] of Object.entries(targets)) {
      for (const object of objects) {
        assert.throws(
          () => {
            object[name] = 1n;
          },
          TypeError,
          `${inspect(object, { depth: 0 })}.${name}`,
        );
      }
    }
  });
});
