// A responder on this machine that does what a test tells it, and OpenSSL's answers for it to send.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { answerByOpenSSL } from "./pki.js";

/** Error responses, RFC 6960 4.2.1: SEQUENCE of ENUMERATED. */
export const ERRORS = Object.freeze(
  Object.fromEntries(
    Object.entries({ malformedRequest: 1, internalError: 2, tryLater: 3, sigRequired: 5, unauthorized: 6 }).map(
      ([name, number]) => [name, Buffer.from([0x30, 3, 0x0a, 1, number])],
    ),
  ),
);

/** id-sha256. */
const SHA256 = Buffer.from("0609608648016503040201", "hex");

/**
 * @typedef {object} Asked
 * @property {string} method
 * @property {string} path without the request of a GET
 * @property {"SHA-256" | "SHA-1"} hash of the CertID
 * @property {Buffer} der of the request
 * @property {string} url as it came
 */
/** @typedef {(asked: Asked, response: import("node:http").ServerResponse) => unknown} Behaviour */

/** @param {import("node:http").ServerResponse} response @param {Uint8Array | string} body */
export const send = (response, body, { status = 200, type = "application/ocsp-response" } = {}) =>
  response.writeHead(status, { "Content-Type": type }).end(body);

/**
 * @param {import("node:http").IncomingMessage} incoming
 * @param {Buffer} body
 * @returns {Asked}
 */
function read({ method = "", url = "" }, body) {
  const at = url.lastIndexOf("/");
  const isGet = method === "GET";
  const der = isGet ? Buffer.from(decodeURIComponent(url.slice(at + 1)), "base64") : body;
  return { method, path: isGet ? url.slice(0, at) : url, hash: der.includes(SHA256) ? "SHA-256" : "SHA-1", der, url };
}

/** @param {string} [host] */
export async function startScripted(host = "127.0.0.1") {
  /** @type {Asked[]} */
  const asked = [];
  /** @type {Behaviour} */
  let behaviour = (_, response) => send(response, "", { status: 500 });
  const server = createServer(async (incoming, response) => {
    const request = read(incoming, Buffer.concat(await incoming.toArray()));
    asked.push(request);
    behaviour(request, response);
  });
  server.listen(0, host);
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    port,
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    /** @param {Behaviour} next */
    behave(next) {
      behaviour = next;
      asked.length = 0;
    },
    /** In words, e.g. "GET /a SHA-256", in order. */
    asked: () => asked.map(({ method, path, hash }) => `${method} ${path} ${hash}`),
    close: () => (server.closeAllConnections(), server.close()),
  };
}

/**
 * Answers as OpenSSL does, from index.txt of the PKI.
 * @param {ReturnType<typeof import("./pki.js").makePKI>} pki
 * @param {readonly string[]} [options] of `openssl ocsp`
 * @returns {(asked: Pick<Asked, "der">) => Buffer}
 */
export const openSSLAnswers = (pki, options) => (asked) => {
  pki.write("asked.der", asked.der);
  answerByOpenSSL(pki, "asked.der", "answered.der", options);
  return readFileSync(pki.at("answered.der"));
};
