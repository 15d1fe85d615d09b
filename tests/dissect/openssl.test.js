// The tree beside `openssl asn1parse`: offset, depth, header, length and type of each element, and inside of OCTET and
// BIT STRINGs too.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { dissect } from "../../bindings/index.js";
import { contents, contentsStart, end, flatten } from "../support/dissection.js";
import { derOf, openssl, privateKeyFile, privateKeyPEM } from "../support/openssl.js";
import { VectorSource, withoutVectors } from "../support/vectors.js";

/** OpenSSL's names, where they are not ours in capitals. */
const TYPES = { OBJECT: "OBJECT IDENTIFIER" };
const typeOf = (text) => {
  const [, kind, number] = /^(cont|appl|priv) \[ (\d+) \]/.exec(text) ?? [];
  return number === undefined
    ? (TYPES[text] ?? text)
    : `[${{ cont: "", appl: "APPLICATION ", priv: "PRIVATE " }[kind]}${number}]`;
};

/** @returns {{ offset: number, depth: number, headerLength: number, length: number, type: string }[]} */
const asn1parse = (bytes) =>
  openssl(["asn1parse", "-inform", "DER"], bytes)
    .toString()
    .trim()
    .split("\n")
    .map((line) => {
      const [, offset, depth, headerLength, length, type] =
        /^ *(\d+):d=(\d+) +hl=(\d+) l= *(\d+) (?:prim|cons): ([^:]*?) *(?:[:[](?! \d).*)?$/.exec(line) ??
        assert.fail(line);
      return {
        offset: Number(offset),
        depth: Number(depth),
        headerLength: Number(headerLength),
        length: Number(length),
        type: typeOf(type),
      };
    });

const isString = ({ type }) => type === "OCTET STRING" || type === "BIT STRING";

/** The nodes that asn1parse shows in one go: not what is in strings. @returns {any[]} */
const level = (nodes, depth = 0) =>
  nodes.flatMap((node) => [
    { offset: node.offset, depth, headerLength: node.headerLength, length: node.length, type: node.type },
    ...(isString(node) ? [] : level(node.children, depth + 1)),
  ]);

function assertSame(der, root) {
  const upper = (type) => (/^(UTCTime|GeneralizedTime|\w+String)$/.test(type) ? type.toUpperCase() : type);
  const compare = (start, bytes, nodes) =>
    assert.deepEqual(
      level(nodes).map((node) => ({ ...node, offset: node.offset - start, type: upper(node.type) })),
      asn1parse(bytes),
    );
  compare(0, der, [root]);
  const strings = flatten(root).filter((node) => isString(node) && node.children.length > 0);
  for (const node of strings) {
    const unused = node.type === "BIT STRING" ? 1 : 0,
      start = contentsStart(node) + unused;
    compare(start, contents(der, node).subarray(unused), node.children);
    assert.equal(end(node.children.at(-1)), end(node));
  }
  return strings.length;
}

const parsed = (der) => {
  const { root, error } = dissect(der);
  assert.equal(error, null);
  assert.ok(root);
  return root;
};

describe("vectors", { skip: withoutVectors }, () => {
  const pyca = withoutVectors ? null : new VectorSource("pyca"),
    rustcrypto = withoutVectors ? null : new VectorSource("rustcrypto");
  /** With how many strings that hold elements. */
  for (const [source, path, strings] of /** @type {const} */ ([
    [pyca, "ocsp/req-multi-sha1.der", 0],
    [pyca, "ocsp/req-ext-nonce.der", 1],
    [pyca, "ocsp/resp-sha256.der", 1],
    [pyca, "ocsp/resp-revoked-reason.der", 1],
    [pyca, "ocsp/resp-single-extension-reason.der", 2],
    [pyca, "ocsp/resp-sct-extension.der", 2],
    [pyca, "ocsp/resp-delegate-unknown-cert.der", 8],
    [pyca, "ocsp/req-acceptable-responses.der", 1],
    [rustcrypto, "examples/rsa-2048-sha256-crt.der", 1],
    [rustcrypto, "examples/ocsp-signed-req.der", 1],
  ])) {
    test(path, () => {
      const der = /** @type {VectorSource} */ (source).bytes(path);
      assert.ok(assertSame(der, parsed(der)) >= strings, `${assertSame(der, parsed(der))} strings`);
    });
  }
});

describe("by OpenSSL", () => {
  const EXTENSIONS = [
    "basicConstraints=critical,CA:true,pathlen:3",
    "keyUsage=critical,digitalSignature,keyCertSign,cRLSign",
    "extendedKeyUsage=OCSPSigning,serverAuth",
    "subjectKeyIdentifier=hash",
    "noCheck=ignored",
    "subjectAltName=DNS:a.example,IP:192.0.2.1,email:a@example.org",
    "authorityInfoAccess=OCSP;URI:http://ocsp.example/,caIssuers;URI:http://ca.example/",
    "crlDistributionPoints=URI:http://crl.example/",
    "certificatePolicies=1.2.3.4",
    "nameConstraints=permitted;DNS:.example",
    "tlsfeature=status_request",
  ];
  for (const name of /** @type {const} */ (["p-256", "rsa-2048", "dsa-2048", "rsa-pss-sha256", "ed25519"])) {
    test(`a certificate with a key of ${name} and many extensions`, () => {
      const der = new Uint8Array(
        openssl([
          "req",
          "-x509",
          "-new",
          "-key",
          privateKeyFile(name),
          "-subj",
          "/C=NL/O=Tests/CN=a",
          "-outform",
          "DER",
          ...EXTENSIONS.flatMap((extension) => ["-addext", extension]),
        ]),
      );
      assert.ok(assertSame(der, parsed(der)) >= EXTENSIONS.length);
    });
  }
  for (const name of /** @type {const} */ (["rsa-2048", "p-256", "ed25519", "dsa-1024"])) {
    test(`the keys of ${name}`, () => {
      const key = derOf(privateKeyPEM(name)),
        publicKey = new Uint8Array(openssl(["pkey", "-in", privateKeyFile(name), "-pubout", "-outform", "DER"]));
      assert.equal(assertSame(key, parsed(key)), 0);
      assert.equal(assertSame(publicKey, parsed(publicKey)), 0);
    });
  }
  test("what has no reader: PKCS #7", () => {
    const der = new Uint8Array(openssl(["crl2pkcs7", "-nocrl", "-outform", "DER"]));
    assert.equal(assertSame(der, parsed(der)), 0);
    assert.equal(dissect(der).kind, "unknown");
  });
});
