// Answers to be signed with the keys of openssl.js, and judges of the signature: OpenSSL's own program, and
// node:crypto.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { constants, createPublicKey, verify } from "node:crypto";
import { OCSPRequestBuilder, OCSPResponseBuilder } from "../../bindings/index.js";
import { certificateFile, certificatePEM } from "./openssl.js";

/** @typedef {import("./openssl.js").KeyName} KeyName */

export const CERT_ID = Object.freeze({
  hashAlgorithm: /** @type {const} */ ("SHA-1"),
  issuerNameHash: new Uint8Array(20).fill(0xa1),
  issuerKeyHash: new Uint8Array(20).fill(0xb2),
  serialNumber: 0x1234n,
});
export const THIS_UPDATE = new Date("2026-01-01T00:00:00Z");

/** One entry, as every builder here has it. */
export const ENTRY = Object.freeze({
  certID: CERT_ID,
  certificateStatus: /** @type {const} */ ("good"),
  thisUpdate: THIS_UPDATE,
});

/** All but the signature, the same bytes every time. @param {KeyName} responder */
export const answer = (responder) =>
  new OCSPResponseBuilder()
    .addResponseByHash(ENTRY)
    .responderId("name", certificatePEM(responder))
    .producedAt(THIS_UPDATE)
    .certificates([certificatePEM(responder)]);

/** @param {KeyName} signer */
export const question = (signer) =>
  new OCSPRequestBuilder().addCertificateByHash(CERT_ID).certificates([certificatePEM(signer)]);

/**
 * What OpenSSL's program says of a response signed by the key: an assertion.
 * @param {Uint8Array} der
 * @param {KeyName} responder
 */
export function assertOpenSSLVerifies(der, responder) {
  const { status, stdout, stderr } = spawnSync(
    "openssl",
    ["ocsp", "-respin", "-", "-VAfile", certificateFile(responder), "-resp_text"],
    { input: der, encoding: "latin1" },
  );
  assert.match(`${stdout}${stderr}`, /^Response verify OK$/m, `exit status ${status}`);
}

/** Parameters of node:crypto's verify, by the kind of the algorithm's name. */
function padding(name) {
  if (name.startsWith("RSA-PSS")) {
    return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  }
  return name.startsWith("RSA")
    ? { padding: constants.RSA_PKCS1_PADDING }
    : { dsaEncoding: /** @type {const} */ ("der") };
}

/**
 * Whether node:crypto accepts a signature.
 * @param {string} algorithm SignatureAlgorithmName @param {Uint8Array} data @param {Uint8Array} signature @param
 *   {KeyName} signer
 */
export const nodeVerifies = (algorithm, data, signature, signer) =>
  verify(
    /SHA\d+$/.exec(algorithm)?.[0] ?? null,
    data,
    { key: createPublicKey(certificatePEM(signer)), ...padding(algorithm) },
    signature,
  );
