// What is in the text of a sample, read without this library.

import assert from "node:assert/strict";

/** The first element inside tells a response, whose status is ENUMERATED, from a request. */
const isResponse = (der) => der[der[1] < 0x80 ? 2 : 2 + (der[1] & 0x7f)] === 0x0a;

/**
 * @typedef {{ certificates: Buffer[], request: Buffer | null, response: Buffer | null }} Objects of certificates the
 *   first is the one in
 * question, the second its issuer
 */

/** @param {string} paste */
export function objectsOf(paste) {
  /** @type {Objects} */
  const found = { certificates: [], request: null, response: null };
  /** @type {Buffer[]} */
  const others = [];
  let rest = paste.replaceAll(/-----BEGIN CERTIFICATE-----\n([^-]+)-----END CERTIFICATE-----\n/g, (_, base64) => {
    found.certificates.push(Buffer.from(base64, "base64"));
    return "---\n";
  });
  rest = rest.replaceAll(/http:\/\/ocsp\.bear\.example\/(\S+)/g, (_, path) => {
    others.push(Buffer.from(decodeURIComponent(path), "base64"));
    return "---";
  });
  rest = rest.replaceAll(/xxd -p .*\n((?:[0-9a-f]+\n)+)/g, (_, hex) => {
    others.push(Buffer.from(hex.replaceAll("\n", ""), "hex"));
    return "---\n";
  });
  for (const [run] of rest.matchAll(/(?<=\n)(?:[\w+/]+={0,2}\n)+/g)) {
    others.push(Buffer.from(run, "base64"));
  }
  for (const der of others) {
    const kind = isResponse(der) ? "response" : "request";
    assert.equal(found[kind], null, `a second ${kind}`);
    found[kind] = der;
  }
  return found;
}

/** @param {Objects} objects */
export const dersOf = ({ certificates, request, response }) =>
  [...certificates, request, response].filter((der) => der !== null);
