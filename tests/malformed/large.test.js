// Large inputs are read or refused; none is too large to say so, and the memory that it took is given back.

import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { Certificate, OCSPError, OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { linearMemoryBytes } from "../../bindings/wasm/core.js";
import { certificate } from "../support/certificates.js";
import { mark, octetString, oid, sequence } from "../support/der.js";
import { extension, OID, request, response, singleRequest, singleResponse } from "../support/messages.js";
import { assertRefused, read } from "../support/refusal.js";

const LIMIT = 64 * 2 ** 20;
const LARGE = 60_000_000;

/** The message that `make` gives with so many octets put into it, such that it has `size` octets in all. */
function sized(size, make) {
  const overhead = make(size).length - size;
  const { bytes } = make(size - overhead);
  assert.equal(bytes.length, size);
  return bytes;
}
const zeros = (length) => new Uint8Array(length);
const withNonce = (length) => request({ extensions: extension(OID.nonce, octetString(zeros(length))) });
const repeated = (element, size) => {
  const one = element.bytes;
  const bytes = new Uint8Array(Math.floor(size / one.length) * one.length);
  bytes.set(one);
  for (let length = one.length; length < bytes.length; length *= 2) {
    bytes.copyWithin(length, 0, length);
  }
  return bytes;
};

/** Read to the end, or refused because of its size. */
function readOrTooLarge(type, der, look) {
  let parsed;
  try {
    parsed = type.fromDER(der);
  } catch (error) {
    assert.ok(error instanceof OCSPError, error);
    assert.equal(error.code, "ERR_INPUT_TOO_LARGE");
    return "refused";
  }
  look(parsed);
  return "read";
}

afterEach(() => {
  // DESIGN: an instance that grew past 4 MiB is dropped after the call.
  assert.equal(OCSPResponse.fromDER(response().bytes).responses.length, 1);
  assert.ok(linearMemoryBytes() <= 4 * 2 ** 20, `${linearMemoryBytes()} octets kept`);
});

describe("60 MB", () => {
  test("one large OCTET STRING", () => {
    const der = sized(LARGE, withNonce);
    const parsed = read(OCSPRequest, { bytes: der });
    assert.equal(parsed.nonce.length, parsed.extensions.get("nonce").value.length - 6);
    assert.equal(parsed.toDER().length, LARGE);
  });
  test("one large embedded certificate", () => {
    const der = sized(LARGE, (length) => response({ certificates: sequence(octetString(zeros(length))) }));
    const { certificates } = OCSPResponse.fromDER(der);
    assert.equal(certificates.length, 1);
    assert.throws(() => certificates[0], { name: "OCSPError", code: "ERR_DER_TAG" });
  });
  test("one large extension of a certificate", () => {
    const der = sized(LARGE, (length) => certificate({ extensions: [["1.2.3", zeros(length)]] }));
    assert.ok(read(Certificate, { bytes: der }).extensions.get("1.2.3").value.length > LARGE - 2000);
  });
  test("many entries of a response", (context) => {
    const entries = repeated(singleResponse(), LARGE);
    const outcome = readOrTooLarge(OCSPResponse, response({ responses: entries }).bytes, ({ responses }) => {
      assert.equal(responses.length, entries.length / singleResponse().bytes.length);
      assert.equal(responses.at(-1).serialNumber, 0x1234n);
    });
    context.diagnostic(outcome);
  });
  test("many entries of a request", (context) => {
    const entries = repeated(singleRequest(), LARGE);
    const outcome = readOrTooLarge(OCSPRequest, request({ requests: entries }).bytes, ({ requests }) => {
      assert.equal(requests.length, entries.length / singleRequest().bytes.length);
      assert.equal(requests.at(-1).serialNumber, 0x1234n);
    });
    context.diagnostic(outcome);
  });
  test("many empty certificates: each takes more room in the table than in the input", (context) => {
    const elements = repeated(sequence(), LARGE);
    const outcome = readOrTooLarge(OCSPResponse, response({ certificates: elements }).bytes, ({ certificates }) => {
      assert.equal(certificates.length, elements.length / 2);
    });
    context.diagnostic(outcome);
  });
  test("broken at the end", () => {
    const der = sized(LARGE, withNonce);
    assertRefused(
      OCSPRequest,
      { bytes: der.subarray(0, LARGE - 1), marks: { fault: 0 } },
      {
        code: "ERR_DER_TRUNCATED",
        path: "OCSPRequest",
      },
    );
  });
});

describe("the limit of 64 MiB", () => {
  test("just at it: read", () => {
    assert.ok(read(OCSPRequest, { bytes: sized(LIMIT, withNonce) }).nonce.length > LIMIT - 2000);
  });
  test("just at it: a response is checked and searched, though more is looked at with it", () => {
    const der = sized(LIMIT, (length) => response({ extensions: extension(OID.nonce, octetString(zeros(length))) }));
    const answer = read(OCSPResponse, { bytes: der });
    const issuer = certificate().bytes;
    const { ok, checks } = answer.check({ issuer, certificate: answer.responses[0] });
    assert.equal(ok, false);
    assert.ok(checks.some(({ name, outcome }) => name === "signature" && outcome === "fail"));
    assert.equal(answer.find(issuer, issuer), undefined);
  });
  for (const type of [OCSPRequest, OCSPResponse, Certificate]) {
    test(`one octet over it: ${type.name} refuses`, () => {
      assertRefused(
        type,
        { bytes: zeros(LIMIT + 1), marks: { fault: 0 } },
        { code: "ERR_INPUT_TOO_LARGE", path: type.name },
      );
    });
  }
  test("far over it", () => {
    assertRefused(
      OCSPResponse,
      { bytes: zeros(2 ** 30), marks: { fault: 0 } },
      { code: "ERR_INPUT_TOO_LARGE", path: "OCSPResponse" },
    );
  });
});

describe("128 extensions in one list", () => {
  const list = (count) => Array.from({ length: count }, (_, arc) => extension(`1.2.${arc}`, "00"));
  test("are read", () =>
    assert.equal(OCSPRequest.fromDER(request({ extensions: list(128) }).bytes).extensions.length, 128));
  test("one more is refused", () =>
    assertRefused(
      OCSPRequest,
      request({ extensions: [...list(128), sequence(mark("fault", oid("1.2.128")), octetString("00"))] }),
      { code: "ERR_INPUT_TOO_LARGE", offset: 2, path: "OCSPRequest.tbsRequest.requestExtensions[128].extnID" },
    ));
});
