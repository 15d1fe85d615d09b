// What callers may hand in or do besides bytes that are wrong: objects that lie, lists that are too long, prototypes
// that were changed.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { inspect } from "node:util";
import { createContext, runInContext } from "node:vm";
import {
  acceptableResponses,
  Certificate,
  crlReferences,
  extension,
  nonce,
  OCSPRequest,
  OCSPRequestBuilder,
  OCSPResponse,
  preferredSignatureAlgorithms,
  ready,
} from "../../bindings/index.js";
import { integer } from "../support/der.js";
import { certID as certIDOf, request, response, singleRequest } from "../support/messages.js";

const parts = {
  hashAlgorithm: /** @type {const} */ ("SHA-1"),
  issuerNameHash: new Uint8Array(20),
  issuerKeyHash: new Uint8Array(20),
  serialNumber: 5n,
};
const requestOf = (serial) =>
  request({ requests: singleRequest({ certID: certIDOf({ serialNumber: integer(serial) }) }) }).bytes;
const refused = (code) => ({ name: "OCSPError", code });

test("a Uint8Array that lies about its length spoils no other message", () => {
  for (const length of [NaN, -200, 1e9, 0]) {
    const liar = new (class extends Uint8Array {
      /** @override */
      get length() {
        return length;
      }
    })(requestOf(0x11));
    assert.equal(OCSPRequest.fromDER(liar).serialNumber, 0x11n);
    const [one, two] = [0x22, 0x33].map((serial) => OCSPRequest.fromDER(requestOf(serial)));
    assert.deepEqual([one.serialNumber, two.serialNumber], [0x22n, 0x33n]);
  }
});

test("buffers of another realm are bytes too", () => {
  /** @type {any} */
  const foreign = runInContext("new ArrayBuffer(5)", createContext({}));
  new Uint8Array(foreign).set([0x30, 3, 0x0a, 1, 6]);
  assert.equal(OCSPResponse.fromDER(foreign).responseStatus, "unauthorized");
});

test("objects that only look like ours", () => {
  for (const impostor of [
    Object.create(Certificate.prototype),
    new Proxy(Certificate.prototype, {}),
    { [Symbol.iterator]: 5 },
  ]) {
    assert.throws(() => Certificate.from(impostor), refused("ERR_INVALID_ARGUMENT"));
    assert.throws(() => new OCSPRequestBuilder().addCertificateByHash(impostor), refused("ERR_INVALID_ARGUMENT"));
    assert.throws(() => acceptableResponses(impostor), refused("ERR_INVALID_ARGUMENT"));
  }
});

test("another WebAssembly module is not adopted", async () => {
  const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  await assert.rejects(ready(empty), refused("ERR_INVALID_ARGUMENT"));
  assert.equal(OCSPRequest.fromDER(requestOf(7)).serialNumber, 7n);
});

test("a changed Array.prototype shows in no list", () => {
  const { responses } = OCSPResponse.fromDER(response().bytes);
  Array.prototype[0] = Array.prototype[3] = "polluted";
  try {
    assert.equal(responses[0].serialNumber, OCSPResponse.fromDER(response().bytes).serialNumber);
    assert.equal(responses.length, 1);
  } finally {
    delete Array.prototype[0];
    delete Array.prototype[3];
  }
});

test("a builder takes as many extensions as a reader, and none that a reader refuses", () => {
  let builder = new OCSPRequestBuilder().addCertificateByHash(parts);
  for (let i = 0; i < 128; i++) {
    builder = builder.addExtension(extension(`1.2.3.${i}`, Uint8Array.of(5, 0)));
  }
  assert.equal(builder.build().extensions.length, 128);
  assert.throws(() => builder.addExtension(nonce()), refused("ERR_INPUT_TOO_LARGE"));
  const own = { oid: "1.3.6.1.5.5.7.48.1.4", name: null, critical: false, value: Uint8Array.of(0xff) };
  assert.throws(() => builder.addExtension(own), { name: "OCSPError", code: "ERR_DER_TAG", path: "extnValue" });
  assert.match(inspect(builder.build()), /OCSPRequest/);
});

test("a long list of preferred signature algorithms is written whole", () => {
  const names = Array.from({ length: 200 }, () => /** @type {const} */ ("RSA-PSS-SHA512"));
  assert.deepEqual(preferredSignatureAlgorithms(names).decoded, names);
});

test("crlReferences needs at least one of its parts", () => {
  assert.throws(() => crlReferences({ url: undefined }), refused("ERR_INVALID_ARGUMENT"));
});

test("an INTEGER is at most 4096 octets, so that every engine's BigInt can hold it", () => {
  const serial = (octets) =>
    request({ requests: singleRequest({ certID: certIDOf({ serialNumber: integer(2n ** BigInt(8 * octets - 2)) }) }) })
      .bytes;
  assert.equal(OCSPRequest.fromDER(serial(4096)).serialNumber, 2n ** 32766n);
  assert.throws(() => OCSPRequest.fromDER(serial(4097)), refused("ERR_DER_INTEGER"));
});

test("what a caller does to an object that it got changes nothing for others", () => {
  const message = OCSPRequest.fromDER(requestOf(9));
  /** @type {any} */
  const { requests } = message;
  message.requests[0].issuerNameHash.fill(0xee);
  assert.notEqual(message.issuerNameHash[0], 0xee);
  assert.throws(() => {
    requests[0] = 1;
  }, TypeError);
});

test("a table without rows may be the first that is ever read", () => {
  const script = `import { extension } from ${JSON.stringify(new URL("../../bindings/index.js", import.meta.url).href)};
    if (extension("1.3.6.1.5.5.7.48.1.9", Uint8Array.of(5, 0)).decoded !== true) process.exit(1);`;
  execFileSync(process.execPath, ["--input-type=module", "-e", script]);
});
