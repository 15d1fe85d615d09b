// dissect() of broken bytes: what can be read is there, and the fault is the one that the class names.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Certificate, dissect } from "../../bindings/index.js";
import {
  bitString,
  boolean,
  context,
  contextPrimitive,
  integer,
  join,
  octetString,
  oid,
  sequence,
  set,
  tlv,
} from "../support/der.js";
import { assertCovers, CLASSES, end, everyVector, field, flatten } from "../support/dissection.js";
import { valueOrCode } from "../support/fields.js";
import { algorithm, certID, extension, name, OID, request, response, singleResponse } from "../support/messages.js";
import { withoutVectors } from "../support/vectors.js";

const place = (error) => error && `${error.code} at ${error.offset} of ${error.path}: ${error.message}`;

/** What the class of this kind throws; null where it takes the bytes. */
function refusal(kind, der) {
  try {
    CLASSES[kind].fromDER(der);
    return null;
  } catch (error) {
    return error;
  }
}

/** Cut off: its one element claims more than there is. */
const isCut = ({ code, offset }) => code === "ERR_DER_TRUNCATED" && offset === 0;

/** What holds for any bytes. @returns {any} the dissection */
function assertHolds(der) {
  const dissection = dissect(der),
    { kind, root, error } = dissection;
  const goesOn = error !== null && /\.extnValue\b/.test(error.path ?? "") && !isCut(error);
  if (CLASSES[kind] && !goesOn) {
    assert.equal(place(error), place(refusal(kind, der)));
  }
  if (!root) {
    assert.ok(error);
    return dissection;
  }
  assert.equal(root.offset, 0);
  assert.ok(end(root) <= der.length);
  assertCovers(root, error !== null && isCut(error) ? der.length : undefined, error !== null && !isCut(error));
  if (!error) {
    assert.equal(end(root), der.length);
  }
  if (der.length % 4 === 0) {
    JSON.stringify(dissection);
  }
  return dissection;
}

const vectors = withoutVectors ? [] : everyVector();

describe("cut off", { skip: withoutVectors }, () => {
  const row = ({ name, type, offset, headerLength, length }) => ({ name, type, offset, headerLength, length });
  for (const { origin, kind, der } of vectors) {
    test(origin, () => {
      const { root, error } = dissect(der),
        whole = flatten(root).map(row);
      for (let length = 0; length < der.length; length += der.length > 160 ? 1 + (length % 23) : 1) {
        const dissection = assertHolds(der.subarray(0, length));
        if (dissection.kind !== kind || error) {
          continue;
        }
        // Exactly the elements whose header is there, and their contents as far as they are.
        const there = whole.filter(({ offset, headerLength }) => offset + headerLength <= length);
        const expected = there.map((node) => ({
          ...node,
          length: Math.min(node.length, length - node.offset - node.headerLength),
        }));
        const found = flatten(dissection.root).map(row);
        const different = expected.findIndex((node, i) => JSON.stringify(node) !== JSON.stringify(found[i]));
        assert.deepEqual(
          [found.length, expected[different]],
          [expected.length, undefined],
          `${length} octets: ${JSON.stringify(found[different])}`,
        );
      }
    });
  }
});

describe("changed", { skip: withoutVectors }, () => {
  const CHANGES = [
    (octet) => octet ^ 1,
    (octet) => octet ^ 0x80,
    (octet) => (octet + 1) & 0xff,
    () => 0,
    () => 0xff,
    () => 0x30,
  ];
  for (const { origin, der } of vectors.filter(
    ({ kind, der }, i) => CLASSES[kind] && der.length < 2500 && i % 3 === 0,
  )) {
    test(origin, () => {
      for (let at = 0; at < der.length; at += 1 + (at % 4)) {
        const broken = der.slice();
        broken[at] = CHANGES[at % CHANGES.length](broken[at]);
        assertHolds(broken);
      }
    });
  }
});

describe("on after the fault", () => {
  const names = (root) => flatten(root).map((node) => node.name);
  const BASIC = "OCSPResponse.responseBytes.tbsResponseData";
  for (const [what, parts, code, path, text] of /** @type {const} */ ([
    [
      "a time that is none",
      { producedAt: tlv(0x18, Buffer.from("20260230120000Z")) },
      "ERR_DER_TIME",
      "producedAt",
      "20260230120000Z",
    ],
    [
      "a comma in a time",
      { producedAt: tlv(0x18, Buffer.from("20260201120000,5Z")) },
      "ERR_DER_TIME",
      "producedAt",
      "20260201120000,5Z",
    ],
    [
      "a key hash of another length",
      { responderID: context(2, octetString("0102")) },
      "ERR_OCSP_KEY_HASH",
      "responderID.byKey",
      undefined,
    ],
    ["a version of tomorrow", { version: context(0, integer(7)) }, "ERR_OCSP_VERSION", "version", undefined],
  ])) {
    test(`${what}: the names go on`, () => {
      const { root, error } = assertHolds(response(parts).bytes);
      assert.deepEqual([error.code, error.path], [code, `${BASIC}.${path}`]);
      const whole = assertHolds(response("version" in parts ? { version: context(0, integer(0)) } : {}).bytes);
      assert.deepEqual(names(root), names(whole.root));
      if (text !== undefined) {
        assert.equal(flatten(root).find(({ name: one }) => one === "producedAt")?.text, text);
      }
    });
  }
  test("a serial number of a CertID that is not minimal, and the entries after it", () => {
    const entry = (serialNumber) => singleResponse({ certID: certID({ serialNumber }) });
    const { root, error } = assertHolds(
      response({ responses: [entry("02020001"), entry(integer(5)), entry(integer(6))] }).bytes,
    );
    assert.equal(error.path, `${BASIC}.responses[0].certID.serialNumber`);
    const whole = assertHolds(response({ responses: [1, 5, 6].map((serial) => entry(integer(serial))) }).bytes);
    assert.deepEqual(names(root), names(whole.root));
  });
  test("another type: the rest by its types, and lists by their indices", () => {
    const broken = singleResponse({ certID: octetString("01") });
    const { root, error } = assertHolds(response({ responses: [singleResponse(), broken, singleResponse()] }).bytes);
    assert.deepEqual([error.code, error.path], ["ERR_DER_TAG", `${BASIC}.responses[1].certID`]);
    const responses = flatten(root).find(({ name: one }) => one === "responses");
    assert.deepEqual(
      responses.children.map((node) => [node.name, node.children.length]),
      [
        ["responses[0]", 3],
        ["responses[1]", 3],
        ["responses[2]", 3],
      ],
    );
    assert.deepEqual(
      responses.children[1].children.map(({ type }) => type),
      ["OCTET STRING", "[0]", "GeneralizedTime"],
    );
    assert.equal(end(root), response({ responses: [singleResponse(), broken, singleResponse()] }).bytes.length);
    assert.equal(flatten(root).filter(({ type }) => type === "BIT STRING").length, 1, "the signature");
  });
  test("one element too many: what follows its structure has its names", () => {
    const { root, error } = assertHolds(request({ requests: sequence(certID(), integer(1)), after: [] }).bytes);
    assert.equal(error.code, "ERR_DER_TRAILING");
    assert.equal(end(root), request({ requests: sequence(certID(), integer(1)) }).bytes.length);
    assert.ok(flatten(root).some(({ text }) => text === "1"));
  });
  test("what is not DER is left out, and the rest is there", () => {
    const { root, error } = assertHolds(sequence(sequence("02050101"), integer(9)).bytes);
    assert.equal(error.code, "ERR_DER_TRUNCATED");
    assert.deepEqual(
      root.children.map(({ type, text }) => [type, text]),
      [
        ["SEQUENCE", null],
        ["INTEGER", "9"],
      ],
    );
  });
  test("bytes after the message", () => {
    const { root, error } = assertHolds(request({ trailing: "0500" }).bytes);
    assert.equal(error.code, "ERR_DER_TRAILING");
    assert.ok(
      field(root, "serialNumber") === undefined &&
        field(field(root, "tbsRequest"), "requestList").children.length === 1,
    );
  });
  test("a certificate in a response that is broken inside, the response not", () => {
    const broken = sequence(sequence(context(0, integer(9)), integer(1)), algorithm(), bitString("00"));
    const { root, error } = assertHolds(response({ certificates: broken }).bytes);
    assert.equal(error, null);
    const certificate = flatten(root).find((node) => node.name === "certs[0]");
    assert.equal(flatten(certificate).length, 9);
    assert.ok(
      flatten(certificate)
        .slice(1)
        .every((node) => node.name === null),
    );
  });
});

describe("extensions of certificates whose value decides nothing", () => {
  const certificate = (value, dotted) =>
    sequence(
      sequence(
        context(0, integer(2)),
        integer(1),
        algorithm(OID.sha256WithRSAEncryption),
        name(),
        sequence(tlv(0x17, Buffer.from("260101000000Z")), tlv(0x17, Buffer.from("270101000000Z"))),
        name(),
        sequence(algorithm("1.2.3.4"), bitString("0102")),
        context(3, sequence(extension(dotted, value))),
      ),
      algorithm(OID.sha256WithRSAEncryption),
      bitString("01"),
    ).bytes;
  const AKI = "2.5.29.35",
    SKI = "2.5.29.14",
    NOCHECK = "1.3.6.1.5.5.7.48.1.5";
  const names = (der) => {
    const { root, error } = assertHolds(der);
    assert.equal(error, null);
    assert.equal(
      valueOrCode(() => typeof Certificate.fromDER(der)),
      "object",
    );
    return flatten(flatten(root).find((node) => node.name === "extnValue"))
      .slice(1)
      .map((node) => `${node.name ?? ""}:${node.type}`);
  };
  const directoryName = context(4, name("a"));
  for (const [what, dotted, value, expected] of /** @type {const} */ ([
    [
      "AuthorityKeyIdentifier with all its parts",
      AKI,
      sequence(
        contextPrimitive(0, "0102"),
        context(1, directoryName, contextPrimitive(6, "6162")),
        contextPrimitive(2, "05"),
      ),
      [
        "AuthorityKeyIdentifier:SEQUENCE",
        "keyIdentifier:[0]",
        "authorityCertIssuer:[1]",
        "authorityCertIssuer[0]:[4]",
        "directoryName:SEQUENCE",
        "directoryName[0]:SET",
        "directoryName[0][0]:SEQUENCE",
        "type:OBJECT IDENTIFIER",
        "value:UTF8String",
        "authorityCertIssuer[1]:[6]",
        "authorityCertSerialNumber:[2]",
      ],
    ],
    ["an empty one", AKI, sequence(), ["AuthorityKeyIdentifier:SEQUENCE"]],
    ["one that is an OCTET STRING", AKI, octetString("0102"), [":OCTET STRING"]],
    [
      "one with a part too many",
      AKI,
      sequence(contextPrimitive(0, "01"), integer(1)),
      [":SEQUENCE", ":[0]", ":INTEGER"],
    ],
    [
      "one whose parts are in another order",
      AKI,
      sequence(contextPrimitive(2, "05"), contextPrimitive(0, "01")),
      [":SEQUENCE", ":[2]", ":[0]"],
    ],
    [
      "one with something after it",
      AKI,
      join(sequence(contextPrimitive(0, "01")), tlv(5)),
      [":SEQUENCE", ":[0]", ":NULL"],
    ],
    ["one that is no DER", AKI, "3005", []],
    ["one with a broken part", AKI, sequence("80050102"), []],
    ["SubjectKeyIdentifier", SKI, octetString("0102"), ["SubjectKeyIdentifier:OCTET STRING"]],
    ["one that is a SEQUENCE", SKI, sequence(boolean(true)), [":SEQUENCE", ":BOOLEAN"]],
    ["one that is raw bytes", SKI, "0102030405060708090a", []],
    ["nocheck", NOCHECK, tlv(5), [":NULL"]],
    ["one that is a SET", NOCHECK, set(oid("1.2.3")), [":SET", ":OBJECT IDENTIFIER"]],
  ])) {
    test(what, () => assert.deepEqual(names(certificate(value, dotted)), expected));
  }
});

describe("no bytes of ours", () => {
  for (const [what, der, code, offset, count] of /** @type {const} */ ([
    ["nothing", "", "ERR_DER_TRUNCATED", 0, 0],
    ["one octet", "30", "ERR_DER_TRUNCATED", 1, 0],
    ["a tag of two octets", "1f8101", "ERR_DER_TAG", 0, 0],
    ["the end of BER's contents", "0000", "ERR_DER_TAG", 0, 0],
    ["an indefinite length", "3080020101", "ERR_DER_LENGTH", 1, 0],
    ["a length that is not minimal", "30810102", "ERR_DER_LENGTH", 1, 0],
    ["two elements", "05000500", "ERR_DER_TRAILING", 2, 1],
    ["a cut off INTEGER", "0205ff", "ERR_DER_TRUNCATED", 0, 1],
    ["one that is whole, in a SEQUENCE that is not", "3005020105", "ERR_DER_TRUNCATED", 0, 2],
    ["half a header at the end of a SEQUENCE", "3004020101040401", "ERR_DER_TRUNCATED", 6, 2],
    ["a fault inside", "30080201010202ff00ff", "ERR_DER_TAG", 9, 3],
    ["an inner length too large", "300602010104050500", "ERR_DER_TRUNCATED", 5, 2],
  ])) {
    test(what, () => {
      const bytes = new Uint8Array(Buffer.from(der, "hex"));
      const { kind, root, error } = assertHolds(bytes);
      assert.deepEqual(
        [kind, error?.code, error?.offset, error?.path, flatten(root).length],
        ["unknown", code, offset, undefined, count],
      );
      assert.match(error.message, new RegExp(`^DER at byte ${offset}: .* \\(.+\\)$`));
    });
  }
  test("what is not bytes is an argument to refuse", () => {
    for (const value of [undefined, null, "3000", 1, {}, [48, 0]]) {
      assert.equal(
        valueOrCode(() => dissect(/** @type {any} */ (value))),
        "ERR_INVALID_ARGUMENT",
      );
    }
  });
  test("over the limit", () => {
    const { kind, root, error } = dissect(new Uint8Array(64 * 2 ** 20 + 1));
    assert.deepEqual([kind, root, error?.code, error?.offset], ["unknown", null, "ERR_INPUT_TOO_LARGE", 0]);
  });
});
