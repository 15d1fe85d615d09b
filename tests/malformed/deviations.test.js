// What README.md lists under "Read BER" is all that is read and is not DER as RFC 6960 has it: each line has its case
// here, and each liberty of BER that the list does not name is refused wherever it is taken.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { Certificate, OCSPError, OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { certificate } from "../support/certificates.js";
import { boolean, context, generalizedTime, integer, nullValue, octetString, sequence } from "../support/der.js";
import {
  algorithm,
  certID,
  extension,
  OID,
  request,
  response,
  singleRequest,
  singleResponse,
} from "../support/messages.js";

const readRequest = (/** @type {any} */ parts) => OCSPRequest.fromDER(request(parts).bytes);
const readResponse = (/** @type {any} */ parts) => OCSPResponse.fromDER(response(parts).bytes);
const numbered = (/** @type {any} */ serialNumber) => ({
  requests: singleRequest({ certID: certID({ serialNumber }) }),
});
const hashed = (/** @type {any} */ parameters) => ({
  requests: singleRequest({ certID: certID({ hashAlgorithm: algorithm(OID.sha1, parameters) }) }),
});
const ECDSA = "1.2.840.10045.4.3.2";

/** By the beginning of its line. @type {Record<string, () => void>} */
const CASES = {
  "an encoded `version` v1": () => {
    assert.equal(readRequest({ version: context(0, integer(0)) }).requests.length, 1);
    assert.equal(readResponse({ version: context(0, integer(0)) }).responses.length, 1);
  },
  "an empty list of extensions": () => {
    assert.equal(readResponse({ responseExtensions: context(1, sequence()) }).extensions.length, 0);
    assert.equal(readResponse({ responses: singleResponse({ extensions: [] }) }).singleExtensions.length, 0);
  },
  "a fraction of a second": () => {
    for (const [fraction, milliseconds] of [
      [".5", 500],
      [".000", 0],
      [".120", 120],
    ]) {
      const { producedAt } = readResponse({ producedAt: generalizedTime(`20240229120000${fraction}Z`) });
      assert.equal(producedAt.getTime(), Date.UTC(2024, 1, 29, 12) + Number(milliseconds));
    }
  },
  "parameters where an algorithm has none": () => {
    assert.equal(
      readResponse({ signatureAlgorithm: algorithm(ECDSA, nullValue()) }).signatureAlgorithm.name,
      "ECDSA-SHA256",
    );
    assert.equal(
      readResponse({ signatureAlgorithm: algorithm(OID.sha256WithRSAEncryption, []) }).signatureAlgorithm.name,
      "RSA-SHA256",
    );
    for (const parameters of [nullValue(), [], octetString("00")]) {
      assert.equal(readRequest(hashed(parameters)).hashAlgorithm, "SHA-1");
    }
  },
  "a nonce that is not an OCTET STRING": () => {
    assert.deepEqual(readRequest({ extensions: extension(OID.nonce, Uint8Array.of(1, 2, 3)) }).nonce?.length, 3);
  },
  "a known extension whose value is broken": () => {
    const { extensions } = readResponse({ extensions: extension(OID.archiveCutoff, "0500") });
    assert.throws(() => extensions.get("archiveCutoff")?.decoded, { code: "ERR_DER_TAG" });
    assert.deepEqual(extensions.get("archiveCutoff")?.value, Uint8Array.of(5, 0));
  },
  "a serial number that is negative or longer": () => {
    const long = "7f".repeat(30);
    for (const [der, value] of /** @type {const} */ ([
      ["0201ff", -1n],
      [`021e${long}`, BigInt(`0x${long}`)],
    ])) {
      assert.equal(readRequest(numbered(der)).serialNumber, value);
      assert.equal(Certificate.fromDER(certificate({ serialNumber: der }).bytes).serialNumber, value);
    }
  },
  "in certificates, an encoded `critical FALSE`": () => {
    const made = (/** @type {any} */ flags) => certificate({ extensions: [["1.2.3.4", "0500", flags]] }).bytes;
    assert.deepEqual(
      Array.from(Certificate.fromDER(made(boolean(false))).extensions, ({ critical }) => critical),
      [false],
    );
    // Not so in messages, which are this protocol's own.
    assert.throws(() => readRequest({ extensions: extension("1.2.3.4", "0500", boolean(false)) }), OCSPError);
  },
  "an embedded certificate that cannot be read": () => {
    const { certificates } = readResponse({ certificates: [sequence(integer(1)), certificate()] });
    assert.throws(() => certificates[0], OCSPError);
    assert.equal(String(certificates[1].subject), "CN=Subject");
  },
};

describe("README: what is read though it is not DER", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const list = /^- \*\*Read BER\.\*\*.*\n(?: {2}(?!- ).*\n)*((?: {2}- .*\n(?: {4}.*\n)*)+)/m.exec(readme)?.[1] ?? "";
  const lines = list
    .split(/^ {2}- /m)
    .slice(1)
    .map((line) => line.replaceAll(/\s+/g, " ").trim());

  test("every line has a case, and every case a line", () => {
    for (const line of lines) {
      assert.ok(
        Object.keys(CASES).some((beginning) => line.startsWith(beginning)),
        `no case shows: ${line}`,
      );
    }
    assert.equal(lines.length, Object.keys(CASES).length);
  });
  for (const [beginning, assertRead] of Object.entries(CASES)) {
    test(beginning, () => {
      assert.ok(lines.some((line) => line.startsWith(beginning)));
      assertRead();
    });
  }
});

/** Every element of a message: where its tag, its length and its contents are. @param {Uint8Array} der */
function elementsOf(der) {
  /** @type {{ at: number, contents: number, end: number, tag: number, parents: number[] }[]} */
  const found = [];
  const walk = (/** @type {number} */ start, /** @type {number} */ end, /** @type {number[]} */ parents) => {
    for (let at = start; at < end; ) {
      const long = der[at + 1] & 0x80 ? der[at + 1] & 0x7f : 0;
      const contents = at + 2 + long;
      const length = long ? Buffer.from(der).readUIntBE(at + 2, long) : der[at + 1];
      const one = { at, contents, end: contents + length, tag: der[at], parents };
      found.push(one);
      /* The OCTET STRING of responseBytes holds a whole message. */
      if (der[at] & 0x20 || (der[at] === 0x04 && der[contents] === 0x30)) {
        walk(contents, one.end, [...parents, found.length - 1]);
      }
      at = one.end;
    }
  };
  walk(0, der.length, []);
  return found;
}

/** @param {number} length */
const lengthOctets = (length) =>
  length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];

/**
 * A message with one element written otherwise, and the lengths around it made right.
 * @param {Uint8Array} der
 * @param {ReturnType<typeof elementsOf>} elements
 * @param {number} index
 * @param {Uint8Array | number[]} instead the whole element
 */
function rewritten(der, elements, index, instead) {
  let { at, end } = elements[index];
  let bytes = Uint8Array.from(instead);
  for (const parent of elements[index].parents.toReversed()) {
    const around = elements[parent];
    const contents = [...der.subarray(around.contents, at), ...bytes, ...der.subarray(end, around.end)];
    bytes = Uint8Array.from([around.tag, ...lengthOctets(contents.length), ...contents]);
    ({ at, end } = around);
  }
  return bytes;
}

/**
 * Liberties of BER: the whole element written otherwise, or null where it does not apply.
 * @type {Record<string, (tag: number, contents: number[]) => number[] | null>}
 */
const LIBERTIES = {
  "a length in more octets than it needs": (tag, contents) =>
    contents.length < 128
      ? [tag, 0x81, contents.length, ...contents]
      : [tag, 0x83, 0, contents.length >> 8, contents.length & 0xff, ...contents],
  "an indefinite length": (tag, contents) => (tag & 0x20 ? [tag, 0x80, ...contents, 0, 0] : null),
  "a constructed string": (tag, contents) =>
    tag === 0x04 && contents.length < 100 ? [tag | 0x20, contents.length + 2, tag, contents.length, ...contents] : null,
  "an INTEGER with an octet too many": (tag, contents) =>
    tag === 0x02 && contents[0] < 0x80 && contents.length < 20 ? [tag, contents.length + 1, 0, ...contents] : null,
  "a GeneralizedTime without seconds": (tag, contents) =>
    tag === 0x18 ? [tag, 13, ...contents.slice(0, 12), 0x5a] : null,
  "a GeneralizedTime with an offset": (tag, contents) =>
    tag === 0x18 ? [tag, 19, ...contents.slice(0, 14), ...Buffer.from("+0000")] : null,
  "a GeneralizedTime with a comma": (tag, contents) =>
    tag === 0x18 ? [tag, 17, ...contents.slice(0, 14), ...Buffer.from(",5Z")] : null,
  "a GeneralizedTime in local time": (tag, contents) => (tag === 0x18 ? [tag, 14, ...contents.slice(0, 14)] : null),
  "an OBJECT IDENTIFIER with a padded arc": (tag, contents) =>
    tag === 0x06 ? [tag, contents.length + 1, contents[0], 0x80, ...contents.slice(1)] : null,
  "a BIT STRING with unused bits": (tag, contents) =>
    tag === 0x03 ? [tag, ...lengthOctets(contents.length), 1, ...contents.slice(1)] : null,
  "an octet behind the last element": (tag, contents) =>
    tag === 0x30 ? [tag, ...lengthOctets(contents.length + 2), ...contents, 5, 0] : null,
};

describe("what the list does not name is refused", () => {
  const time = generalizedTime("20240301120000Z");
  const messages = {
    OCSPRequest: [
      OCSPRequest,
      request({
        extensions: extension(OID.nonce, octetString("0102")),
      }).bytes,
    ],
    OCSPResponse: [OCSPResponse, response({ responses: singleResponse({ nextUpdate: context(0, time) }) }).bytes],
  };
  for (const [liberty, write] of Object.entries(LIBERTIES)) {
    test(liberty, () => {
      let taken = 0;
      for (const [type, [Class, der]] of Object.entries(/** @type {Record<string, any[]>} */ (messages))) {
        const elements = elementsOf(der);
        for (const [index, { tag, at, contents, end }] of elements.entries()) {
          const instead = write(tag, [...der.subarray(contents, end)]);
          if (instead === null || instead.length === 0) {
            continue;
          }
          taken++;
          const changed = rewritten(der, elements, index, instead);
          assert.throws(
            () => Class.fromDER(changed).toJSON(),
            (error) => error instanceof OCSPError,
            `${type}: ${liberty} at ${at}`,
          );
        }
      }
      assert.ok(taken > 0, "it applied nowhere");
    });
  }
});
