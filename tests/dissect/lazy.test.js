// What dissect() costs: nodes are made when they are read, deep nesting and many elements are bounded, and nothing is
// left of a key.

import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { dissect, OCSPResponse } from "../../bindings/index.js";
import { nodesMade } from "../../bindings/inspect/dissect.js";
import { linearMemory } from "../../bindings/wasm/core.js";
import { integer, join, octetString, sequence, tlv } from "../support/der.js";
import { flatten, path } from "../support/dissection.js";
import { assertLinear, GROWTH } from "../support/growth.js";
import { certID, response, singleResponse } from "../support/messages.js";
import { openssl, privateKeyFile } from "../support/openssl.js";

const COUNT = 10_000;
const many = response({
  responses: Array.from({ length: COUNT }, (_, i) =>
    singleResponse({ certID: certID({ serialNumber: integer(i + 1) }) }),
  ),
}).bytes;

/** How many nodes a function makes. */
function made(act) {
  const before = nodesMade();
  act();
  return nodesMade() - before;
}

test("10,000 entries are made when they are read", () => {
  const { root, error } = dissect(many);
  assert.equal(error, null);
  /** @type {any} */
  let responses;
  assert.ok(made(() => dissect(many)) === 1);
  assert.ok(
    made(() => {
      responses = path(root, "responseBytes", "BasicOCSPResponse", "tbsResponseData", "responses");
    }) < 30,
  );
  assert.equal(
    made(() => assert.equal(responses.children.length, COUNT)),
    0,
  );
  assert.ok(
    made(() => {
      const entry = responses.children[7777];
      assert.equal(entry.name, "responses[7777]");
      assert.equal(path(entry, "certID", "serialNumber").text, "7778");
    }) < 12,
  );
  assert.equal(responses.children[7777], responses.children[7777]);
  assert.equal(responses.children.at(-1).name, `responses[${COUNT - 1}]`);
});

test("all of them are the entries of the response", () => {
  const { root } = dissect(many),
    { responses } = OCSPResponse.fromDER(many);
  const nodes = path(root, "responseBytes", "BasicOCSPResponse", "tbsResponseData", "responses").children;
  nodes.forEach((node, i) =>
    assert.equal(BigInt(path(node, "certID", "serialNumber").text), responses[i].serialNumber),
  );
});

test("nodes are frozen, say what they are, and are no more than JSON", () => {
  const dissection = dissect(response().bytes),
    { root } = dissection;
  assert.ok(root && Object.isFrozen(dissection) && flatten(root).every((node) => Object.isFrozen(node)));
  assert.throws(() => {
    /** @type {any} */ (root).name = "a";
  }, TypeError);
  assert.throws(() => {
    /** @type {any} */ (root.children)[0] = root;
  }, TypeError);
  assert.equal(Object.prototype.toString.call(root), "[object DERNode]");
  const json = JSON.parse(JSON.stringify(dissection));
  assert.deepEqual(Object.keys(json), ["kind", "root", "error"]);
  assert.deepEqual(json.root.children[0], {
    name: "responseStatus",
    type: "ENUMERATED",
    offset: 4,
    headerLength: 2,
    length: 1,
    text: "successful (0)",
    children: [],
  });
  assert.match(inspect(root), /^DERNode \{\n {2}name: 'OCSPResponse',/);
});

describe("hostile", () => {
  const deep = (count, innermost = tlv(5).bytes) => {
    let bytes = innermost;
    for (let i = 0; i < count; i++) {
      bytes = sequence(bytes).bytes;
    }
    return bytes;
  };
  test("nested 2,000 deep: opened to a depth of 40", () => {
    const { kind, root, error } = dissect(deep(2000));
    assert.deepEqual([kind, error, flatten(root).length], ["unknown", null, 41]);
  });
  test("in a certificate's extension, 200 deep", () => {
    const value = response({ extensions: sequence(tlv(6, "2a03"), octetString(deep(200))) });
    assert.equal(dissect(value.bytes).error, null);
    JSON.stringify(dissect(value.bytes));
  });
  test("more elements than there is room for: the first ones, and why", () => {
    const { kind, root, error } = dissect(
      tlv(
        0x30,
        new Uint8Array(2 * 4_300_000).map((_, i) => (i % 2 === 0 ? 5 : 0)),
      ).bytes,
    );
    assert.deepEqual([kind, error?.code, root?.children.length], ["unknown", "ERR_INPUT_TOO_LARGE", 4_194_303]);
    assert.equal(error?.offset, 5 + 2 * 4_194_303);
  });
  test("60 MB in one element, or in thousands of certificates that are none", () => {
    assert.equal(dissect(octetString(new Uint8Array(60e6)).bytes).root?.length, 60e6);
    const certificate = sequence(sequence(integer(1)), tlv(0x04, new Uint8Array(1000)));
    const dissecting = (count) => {
      const { bytes } = response({ certificates: Array.from({ length: count }, () => certificate) });
      return () => assert.equal(dissect(bytes).error, null);
    };
    assertLinear(dissecting(50_000 / GROWTH), dissecting(50_000));
  });
  test("an INTEGER of megabytes has no text, one of 4096 octets has", () => {
    const serialNumber = (/** @type {number} */ octets) => {
      const { kind, root } = dissect(
        response({
          responses: singleResponse({ certID: certID({ serialNumber: tlv(2, new Uint8Array(octets).fill(1)) }) }),
        }).bytes,
      );
      assert.equal(kind, "ocsp-response");
      return flatten(root).find(({ type, length }) => type === "INTEGER" && length === octets);
    };
    const megabytes = serialNumber(1e6);
    assert.ok(megabytes);
    assert.equal(megabytes.text, null);
    assert.ok(serialNumber(4096)?.text?.endsWith(`(0x${"01".repeat(4096).slice(1)})`));
  });
});

describe("a private key", () => {
  /** All its secret numbers, of JWK, in every spelling. */
  function secrets(pem) {
    const jwk = createPrivateKey(pem).export({ format: "jwk" });
    return ["d", "p", "q", "dp", "dq", "qi"]
      .flatMap((name) => (jwk[name] === undefined ? [] : [Buffer.from(String(jwk[name]), "base64url")]))
      .flatMap((bytes) => [
        bytes.toString("hex").replace(/^0+/, ""),
        BigInt(`0x${bytes.toString("hex")}`).toString(),
        bytes.toString("base64").slice(0, -4),
        bytes.toString("base64url").slice(0, -4),
      ]);
  }
  const FORMS = { "PKCS #8": ["pkcs8", "-topk8", "-nocrypt"], traditional: ["pkey", "-traditional"] };
  for (const [name, form] of /** @type {const} */ ([
    ["rsa-2048", "PKCS #8"],
    ["rsa-2048", "traditional"],
    ["p-256", "PKCS #8"],
    ["p-256", "traditional"],
    ["p-521", "traditional"],
    ["ed25519", "PKCS #8"],
    ["dsa-1024", "PKCS #8"],
    ["dsa-1024", "traditional"],
  ])) {
    const pem = openssl([...FORMS[form], "-in", privateKeyFile(name)]).toString();
    const der = new Uint8Array(Buffer.from(pem.replaceAll(/-----[^-]+-----/g, ""), "base64"));

    test(`${name}, ${form}: no text, whole or broken`, () => {
      for (const bytes of [der, der.subarray(0, -1), der.subarray(0, der.length >> 1), join(der, "00").bytes]) {
        const dissection = dissect(bytes);
        assert.equal(dissection.kind, "private-key");
        for (const node of flatten(dissection.root)) {
          if (node.type === "INTEGER" || node.type === "OCTET STRING") {
            assert.equal(node.text, null);
          }
        }
        const json = JSON.stringify(dissection) + inspect(dissection, { depth: 50 });
        if (!name.startsWith("dsa")) {
          const found = secrets(pem);
          assert.ok(found.length > 0 && found.every((secret) => secret.length > 8 && !json.includes(secret)));
        }
        assert.ok(!/\d{40}/.test(json), json);
      }
    });
    test(`${name}, ${form}: not as something unknown either`, () => {
      // The version, which the forms are told by.
      const broken = der.slice();
      broken[der.indexOf(2, 2) + 2] = 9;
      const dissection = dissect(broken);
      assert.equal(dissection.kind, "unknown");
      assert.ok(
        flatten(dissection.root).every((node) => node.type !== "INTEGER" || node.length < 9 || node.text === null),
      );
    });
    test(`${name}, ${form}: nothing left in linear memory`, () => {
      dissect(der);
      const memory = Buffer.from(/** @type {ArrayBuffer} */ (linearMemory()));
      assert.equal(memory.indexOf(der.subarray(-32)), -1);
      assert.equal(memory.indexOf(der.subarray(8, 40)), -1);
    });
  }
});

test("a certificate's own tree is the same in a response", () => {
  const certificate = openssl(
    ["x509", "-outform", "DER"],
    openssl(["req", "-x509", "-new", "-key", privateKeyFile("p-256"), "-subj", "/CN=a"]),
  );
  const { root } = dissect(response({ certificates: new Uint8Array(certificate) }).bytes);
  const embedded = flatten(root).find((node) => node.name === "certs[0]");
  const shape = (base, node) => ({ name: node.name, type: node.type, offset: node.offset - base, text: node.text });
  assert.deepEqual(
    flatten(embedded)
      .slice(1)
      .map((node) => shape(embedded.offset, node)),
    flatten(dissect(new Uint8Array(certificate)).root)
      .slice(1)
      .map((node) => shape(0, node)),
  );
  assert.ok(path(embedded, "tbsCertificate", "subjectPublicKeyInfo"));
});
