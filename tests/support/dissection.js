// Trees of dissect(), in the hands of tests.

import assert from "node:assert/strict";
import { basename } from "node:path";
import { Certificate, OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { bytesOf, vectorFiles } from "./vectors.js";

/** The class that reads each kind. */
export const CLASSES = { certificate: Certificate, "ocsp-request": OCSPRequest, "ocsp-response": OCSPResponse };
const SOURCES = ["boringssl", "golang", "jsrsasign", "openssl", "pyca", "pyca-docs", "rustcrypto"];
/** Labels of RFC 7468 and of OpenSSL, and what they say is in the block. */
const LABELS = {
  CERTIFICATE: "certificate",
  "OCSP REQUEST": "ocsp-request",
  "OCSP RESPONSE": "ocsp-response",
  "PRIVATE KEY": "private-key",
  "RSA PRIVATE KEY": "private-key",
  "EC PRIVATE KEY": "private-key",
  "ENCRYPTED PRIVATE KEY": "private-key",
  "PUBLIC KEY": "public-key",
};

/** @returns {{ kind: string, bytes: Uint8Array }[]} */
function blocks(text) {
  return [...text.matchAll(/-----BEGIN ([^-]+)-----([^-]+)-----END \1-----/g)].flatMap(([, label, base64]) =>
    LABELS[label] === undefined ? [] : [{ kind: LABELS[label], bytes: new Uint8Array(Buffer.from(base64, "base64")) }],
  );
}

const accepts = (type, der) => {
  try {
    type.fromDER(der);
    return true;
  } catch {
    return false;
  }
};

/**
 * Every object in the vectors, in DER and PEM: what a PEM label says, or the one class that takes the DER.
 * @returns {{ origin: string, kind: string, der: Uint8Array<ArrayBuffer> }[]}
 */
export function everyVector() {
  return SOURCES.flatMap((source) =>
    vectorFiles(source).flatMap((path) => {
      const bytes = bytesOf(path);
      if (!path.endsWith(".der")) {
        return blocks(Buffer.from(bytes).toString("latin1")).map(({ kind, bytes: der }, i) => ({
          origin: `${source}/${basename(path)} ${i}`,
          kind,
          der: new Uint8Array(der),
        }));
      }
      const kinds = Object.entries(CLASSES).filter(([, type]) => accepts(type, bytes));
      assert.ok(kinds.length < 2, path);
      return kinds.map(([kind]) => ({ origin: `${source}/${basename(path)}`, kind, der: bytes }));
    }),
  );
}

/** All nodes, parents first. @returns {any[]} */
export function flatten(node, list = []) {
  if (node !== null) {
    list.push(node);
    for (const child of node.children) {
      flatten(child, list);
    }
  }
  return list;
}

export const contentsStart = ({ offset, headerLength }) => offset + headerLength;
export const end = (node) => contentsStart(node) + node.length;
export const element = (der, node) => der.subarray(node.offset, end(node));
export const contents = (der, node) => der.subarray(contentsStart(node), end(node));

/**
 * Nodes nest, and the children of each cover it without a gap; in a BIT STRING after the byte of its unused bits
 * (X.690 8.6.2.2).
 * @param {number} [fault] the offset where reading ended: what is open there is covered up to the element with the
 *   fault
 * @param {boolean} [goesOn] whether it went on after a fault: then what is not DER is left out
 */
export function assertCovers(node, fault = Infinity, goesOn = false) {
  if (node.children.length === 0) {
    return;
  }
  let at = contentsStart(node) + (node.type === "BIT STRING" ? 1 : 0);
  for (const child of node.children) {
    assert.equal(child.offset, at, `${child.name} in ${node.name}`);
    assertCovers(child, fault, goesOn);
    at = end(child);
  }
  const last = node.children[node.children.length - 1];
  assert.ok(at <= end(node), `${node.name} is covered up to ${at} of ${end(node)}`);
  assert.ok(
    goesOn || at === end(node) || (at < end(node) && last.offset <= fault && fault <= end(node)),
    `${node.name} is covered up to ${at} of ${end(node)}, fault at ${fault}`,
  );
}

/** What is read through on the way to a field: explicit tags' contents and wrapping OCTET STRINGs. */
const isWrapper = ({ name }) => name === null || /^(response|[A-Z]\w*|extnValue)$/.test(name);

/** The field of a structure; undefined where there is none. @returns {any} */
export function field(node, name) {
  for (const child of node.children) {
    if (child.name === name) {
      return child;
    }
  }
  for (const child of node.children) {
    const found = isWrapper(child) ? field(child, name) : undefined;
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** Fields from the outside in. @returns {any} */
export const path = (node, ...names) => names.reduce((at, name) => at && field(at, name), node);

/** What an explicit tag holds. */
export const inner = (node) => (node.children.length === 1 ? node.children[0] : node);
