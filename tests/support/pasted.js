// Objects of the vectors, for pastes that hold them.

import assert from "node:assert/strict";
import { recognize } from "../../bindings/recognize/recognize.js";
import { derOf } from "./openssl.js";
import { VectorSource, withoutVectors } from "./vectors.js";

/** @typedef {{ readonly name: string, readonly kind: string, readonly der: Uint8Array }} Sample */

const FILES = {
  "ocsp-request": {
    pyca: ["req-sha1", "req-multi-sha1", "req-ext-nonce", "req-acceptable-responses"].map((name) => `ocsp/${name}.der`),
    rustcrypto: ["ocsp-signed-req", "sha512-certid-ocsp-req", "ocsp-multiple-requests-nonce-req"].map(
      (name) => `examples/${name}.der`,
    ),
    boringssl: ["ocsp_unittest/der/good_response.request.der"],
  },
  "ocsp-response": {
    pyca: ["resp-sha256", "resp-delegate-unknown-cert", "resp-unauthorized", "resp-revoked-no-next-update"].map(
      (name) => `ocsp/${name}.der`,
    ),
    rustcrypto: ["ocsp-try-later", "ocsp-by-key-res", "sha512-certid-ocsp-res"].map((name) => `examples/${name}.der`),
    openssl: ["D1", "D3", "ND2"].map((name) => `ocsp-tests/${name}.der`),
  },
  certificate: {
    pyca: ["aia_ocsp", "cryptography.io", "letsencryptx3"].map((name) => `certs/${name}.pem`),
    openssl: ["D1_Cert_EE", "ND2_Issuer_Root"].map((name) => `ocsp-tests/${name}.pem`),
    golang: ["issuerCert.der", "leafCert.der"],
  },
  "private-key": {
    "pyca-docs": ["responder_key.pem"],
    rustcrypto: ["ca", "ocsp-crt"].map((name) => `examples/rsa-2048-sha256-${name}-key.der`),
  },
};

const sampleOf = (kind, source, path) => {
  const vectors = new VectorSource(source);
  return {
    name: `${source}/${path}`,
    kind,
    der: path.endsWith(".pem") ? derOf(vectors.text(path)) : vectors.bytes(path),
  };
};

/** None where there are no vectors. @type {readonly Sample[]} */
export const SAMPLES = withoutVectors
  ? []
  : Object.entries(FILES).flatMap(([kind, sources]) =>
      Object.entries(sources).flatMap(([source, paths]) => paths.map((path) => sampleOf(kind, source, path))),
    );

/** One that holds the text in its name. @param {string} name @returns {Sample} */
export function sample(name) {
  const found = SAMPLES.find((candidate) => candidate.name.includes(name));
  assert.ok(found, `no sample ${name}`);
  return found;
}

export const base64 = (der) => Buffer.from(der).toString("base64");
export const hex = (der) => Buffer.from(der).toString("hex");
export const octets = (der) => /** @type {string[]} */ (hex(der).match(/../g));

/** Lines of so many characters. */
export const wrapped = (text, width) => text.replace(new RegExp(`.{1,${width}}`, "gs"), "$&\n");

export const pem = ({ der }, label = "CERTIFICATE") =>
  `-----BEGIN ${label}-----\n${wrapped(base64(der), 64)}-----END ${label}-----\n`;

const row = ({ kind, der, source }) => `${kind} ${source} ${der.length} ${hex(der)}`;

/**
 * Exactly these, in order.
 * @param {string | Uint8Array} input
 * @param {string} source
 * @param {...Sample} samples
 */
export function assertFinds(input, source, ...samples) {
  assert.deepEqual(
    recognize(input).map(row),
    samples.map((one) => row({ ...one, source })),
    shown(input),
  );
}

/** @param {string | Uint8Array} input */
export function assertFindsNothing(input, name = shown(input)) {
  assert.deepEqual(recognize(input).map(row), [], name);
}

const shown = (input) =>
  `in ${input.length > 3000 ? `${Buffer.from(input).toString("latin1").slice(0, 3000)}…` : Buffer.from(input).toString("latin1")}`;
