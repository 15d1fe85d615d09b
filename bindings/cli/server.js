/** What a TLS server sends: its certificates, and the answer that it staples (RFC 6066 section 8). */
import { once } from "node:events";
import { existsSync } from "node:fs";
import { isIP, isIPv6 } from "node:net";
import { connect } from "node:tls";
import { Certificate, OCSPError } from "../index.js";
import { InputError, NoAnswerError } from "./exit.js";
import { failure } from "./http.js";
import { directHint } from "./proxy.js";
import { printableLine } from "./terminal.js";

/** @typedef {{ readonly host: string, readonly port: number, readonly name: string }} Address `name` is for messages */

/** @param {string} host @param {number} port @returns {Address} */
const addressOf = (host, port) => ({ host, port, name: `${isIPv6(host) ? `[${host}]` : host}:${port}` });

/** A host name, an IPv4 address, or an IPv6 address in brackets; and a port. */
const WITH_PORT = /^(?:\[([\da-f:.]+(?:%\w+)?)\]|([^\s:/\\[\]@]+)):(\d{1,5})$/i;
const HOST_NAME = /^(?=.*[a-z])[\w-]+(?:\.[\w-]+)+\.?$/i;
const FILE_NAME = /\.(?:pem|der|crt|cer|cert|txt|p7[bc]|key|req|csr)$/i;

/** @param {string} text that is neither a file nor a server @returns {string} what it may have been meant as */
function suggestion(text) {
  if (isIPv6(text) || isIPv6(text.replace(/:\d+$/, ""))) {
    return "write the IPv6 address in brackets, and the port: [::1]:443";
  }
  if (/^[a-z]+:\/\//i.test(text) && URL.canParse(text)) {
    const { hostname, port } = new URL(text);
    return hostname === "" ? "" : `to check the server, write ${hostname}:${port || 443}`;
  }
  const isHost = isIP(text) !== 0 || (HOST_NAME.test(text) && !FILE_NAME.test(text)) || text === "localhost";
  return isHost ? `to check the server of this name, give the port too: ${text}:443` : "";
}

/**
 * @param {string} text an argument
 * @returns {Address | null} null where it is a file
 * @throws {InputError} where it is neither, but looks like a server
 */
export function serverOf(text) {
  if (text === "-" || existsSync(text)) {
    return null;
  }
  const [, literal, name, digits] = WITH_PORT.exec(text) ?? [];
  const host = literal ?? name;
  const port = Number(digits);
  if (host !== undefined && (literal === undefined || isIPv6(literal))) {
    const address = addressOf(host, port);
    if (!(port >= 1 && port <= 65535)) {
      throw new InputError(`${printableLine(text)}: a port is a number from 1 to 65535`);
    }
    if (!URL.canParse(`https://${address.name}/`)) {
      throw new InputError(`${printableLine(text)}: this is neither a file nor the name of a server`);
    }
    return address;
  }
  const meant = suggestion(text);
  if (meant !== "") {
    throw new InputError(`${printableLine(text)}: there is no such file; ${printableLine(meant)}`);
  }
  return null;
}

/** By the codes of OpenSSL and Node. */
const PROBLEMS = new Map(
  Object.entries({
    DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is self-signed",
    SELF_SIGNED_CERT_IN_CHAIN: "its root is not one that Node trusts",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: "there is no path to a root that Node trusts",
    UNABLE_TO_GET_ISSUER_CERT: "there is no path to a root that Node trusts",
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "there is no path to a root that Node trusts",
    CERT_HAS_EXPIRED: "a certificate has expired",
    CERT_NOT_YET_VALID: "a certificate is not valid yet",
    ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is for another name",
  }),
);

/** @param {string} code */
const problemText = (code) => PROBLEMS.get(code) ?? code.toLowerCase().replaceAll("_", " ");

/** @param {import("node:tls").TLSSocket} socket @returns {Buffer[]} DER, leaf first, without repetitions */
function certificatesOf(socket) {
  const chain = [];
  const known = new Set();
  let peer = socket.getPeerCertificate(true);
  while (peer?.raw !== undefined && !known.has(peer.fingerprint512)) {
    known.add(peer.fingerprint512);
    chain.push(peer.raw);
    peer = peer.issuerCertificate;
  }
  return chain;
}

/**
 * @param {readonly Buffer[]} ders leaf first
 * @param {string} name of the server
 * @returns {Certificate[]} the leaf, and those of the others that can be read
 * @throws {InputError | NoAnswerError}
 */
function readChain(ders, name) {
  if (ders.length === 0) {
    throw new NoAnswerError(`${name} sent no certificate`);
  }
  return ders.flatMap((der, i) => {
    try {
      return [Certificate.fromDER(der)];
    } catch (error) {
      if (error instanceof OCSPError && i > 0) {
        return [];
      }
      throw error instanceof OCSPError
        ? new InputError(`${name}: its certificate cannot be read: ${error.message}`)
        : error;
    }
  });
}

/**
 * @typedef {object} Sent
 * @property {readonly Certificate[]} chain leaf first, as far as the certificates fit together
 * @property {Buffer | null} staple
 * @property {string | null} problem why a client would not accept the certificates; null: it would
 */

/**
 * Connects, takes what the handshake brings, and closes. Nothing is sent over the connection.
 * @param {Address} address
 * @param {import("./http.js").Limits} limits
 * @returns {Promise<Sent>}
 * @throws {NoAnswerError}
 */
export async function connectTo({ host, port, name }, limits) {
  const servername = host.replace(/\.$/, "");
  const options = {
    host,
    port,
    /* RFC 6066 section 3: no addresses. */
    ...(isIP(host) === 0 && { servername }),
    requestOCSP: true,
    rejectUnauthorized: false,
  };
  const socket = connect(/** @type {import("node:tls").ConnectionOptions} */ (options));
  /** @type {Buffer | null} */
  let staple = null;
  socket.on("OCSPResponse", (bytes) => {
    staple = bytes;
  });
  let ders;
  try {
    await once(socket, "secureConnect", { signal: limits.signal });
    ders = certificatesOf(socket);
  } catch (error) {
    const failed = failure(error, { host: name }, limits);
    throw new NoAnswerError(failed.message + (failed.reached ? "" : directHint(new URL(`https://${name}/`))));
  } finally {
    socket.on("error", () => {}).destroy();
  }
  const problem = socket.authorized ? null : problemText(String(socket.authorizationError));
  return { chain: readChain(ders, name), staple, problem };
}
