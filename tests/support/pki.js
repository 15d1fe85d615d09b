// A small PKI by OpenSSL in a folder: a CA, two servers of its, a delegated responder, and another CA.

import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openssl, privateKeyFile } from "./openssl.js";

/** Serial numbers of the servers' certificates. */
export const SERIAL = "1234",
  OTHER_SERIAL = "5678";

/**
 * @param {{ responder?: string, caIssuers?: string }} [urls] for the servers' certificates
 * @returns files: ca.pem, ca.key, ca.der, server.pem, other.pem, chain.pem, reversed.pem, responder.pem, responder.key,
 *   foreign.pem, foreign.key, request.der (of OpenSSL, with a nonce), index.txt. `write` returns the path.
 */
export function makePKI({ responder = "http://ocsp.example/", caIssuers = "http://ca.example/ca.der" } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "bearocsp-cli-"));
  /** @param {string} name */
  const at = (name) => join(folder, name);
  /** @param {string} name */
  const text = (name) => readFileSync(at(name), "latin1");
  /** @param {string} name @param {string | Uint8Array} content */
  const write = (name, content) => (writeFileSync(at(name), content), at(name));

  write(
    "extensions.cnf",
    `[server]\nauthorityInfoAccess=OCSP;URI:${responder},caIssuers;URI:${caIssuers}\n` +
      "[responder]\nextendedKeyUsage=OCSPSigning\nkeyUsage=critical,digitalSignature\n",
  );
  for (const [name, key] of /** @type {const} */ ([
    ["ca", "p-256"],
    ["responder", "p-384"],
    ["foreign", "p-256-other"],
  ])) {
    copyFileSync(privateKeyFile(key), at(`${name}.key`));
  }
  for (const [name, subject] of Object.entries({
    ca: "/O=Example/CN=Example CA",
    foreign: "/O=Example/CN=Foreign CA",
  })) {
    openssl([
      "req",
      "-x509",
      "-new",
      "-key",
      at(`${name}.key`),
      "-subj",
      subject,
      "-days",
      "30",
      "-out",
      at(`${name}.pem`),
    ]);
  }
  for (const [name, section, serial] of [
    ["server", "server", SERIAL],
    ["other", "server", OTHER_SERIAL],
    ["responder", "responder", "77"],
  ]) {
    const request = openssl(["req", "-new", "-key", at("responder.key"), "-subj", `/O=Example/CN=${name}.example`]);
    openssl(
      [
        "x509",
        "-req",
        "-CA",
        at("ca.pem"),
        "-CAkey",
        at("ca.key"),
        "-set_serial",
        `0x${serial}`,
        "-days",
        "20",
        "-extfile",
        at("extensions.cnf"),
        "-extensions",
        section,
        "-out",
        at(`${name}.pem`),
      ],
      request,
    );
  }
  write("ca.der", openssl(["x509", "-in", at("ca.pem"), "-outform", "DER"]));
  write("chain.pem", text("server.pem") + text("ca.pem"));
  write("reversed.pem", text("ca.pem") + text("server.pem"));
  openssl(["ocsp", "-issuer", at("ca.pem"), "-cert", at("server.pem"), "-reqout", at("request.der")]);
  // As `openssl ca` keeps it. The other one was revoked.
  write(
    "index.txt",
    `V\t491231235959Z\t\t${SERIAL}\tunknown\t/CN=server.example\n` +
      `R\t491231235959Z\t260102030405Z,keyCompromise\t${OTHER_SERIAL}\tunknown\t/CN=other.example\n`,
  );
  return {
    folder,
    at,
    text,
    write,
    /** @param {string[]} args */
    openssl: (...args) => openssl(args),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/**
 * OpenSSL's answer to a request: by the delegated responder, about the certificates of index.txt.
 * @param {ReturnType<typeof makePKI>} pki
 * @param {string} request file
 * @param {string} response file
 * @param {readonly string[]} [options] of `openssl ocsp`
 */
export const answerByOpenSSL = ({ at }, request, response, options = ["-ndays", "1"]) =>
  openssl([
    "ocsp",
    "-index",
    at("index.txt"),
    "-CA",
    at("ca.pem"),
    "-rsigner",
    at("responder.pem"),
    "-rkey",
    at("responder.key"),
    "-reqin",
    at(request),
    "-respout",
    at(response),
    ...options,
  ]);
