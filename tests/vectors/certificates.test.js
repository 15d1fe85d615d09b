// Every certificate of the vectors, getter by getter, against Python's cryptography and asn1crypto.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Certificate, OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { extensionFields, hex, isoTime, sha256 } from "../support/fields.js";
import { describeCertificates, withoutPython } from "../support/judge.js";
import { VectorSource, withoutVectors } from "../support/vectors.js";

/** The certificates in files of PEM or DER, and those inside of requests and responses. */
function everyCertificate() {
  const found = new Map();
  const add = (origin, certificate) => found.set(sha256(certificate.toDER()), { origin, certificate });
  const addFile = (source, path) => {
    if (path.endsWith(".pem")) {
      Certificate.allFromPEM(source.text(path)).forEach((certificate, index) =>
        add(`${source.name}/${path} ${index}`, certificate),
      );
    } else {
      add(`${source.name}/${path}`, Certificate.fromDER(source.bytes(path)));
    }
  };
  const addEmbedded = (source, path, type) =>
    type
      .fromDER(source.bytes(path))
      .certificates.forEach((certificate, index) => add(`${source.name}/${path} certificates[${index}]`, certificate));

  const [docs, pyca, rustcrypto, jsrsasign, openssl, boringssl, golang] = [
    "pyca-docs",
    "pyca",
    "rustcrypto",
    "jsrsasign",
    "openssl",
    "boringssl",
    "golang",
  ].map((name) => new VectorSource(name));
  for (const path of ["cert.pem", "issuer.pem", "responder_cert.pem"]) {
    addFile(docs, path);
  }
  for (const name of [
    "cryptography.io",
    "rapidssl_sha256_ca_g3",
    "ocsp_nocheck",
    "aia_ocsp_ca_issuers",
    "letsencryptx3",
    "aia_ocsp",
  ]) {
    addFile(pyca, `certs/${name}.pem`);
  }
  for (const { file, op, fields } of pyca.table.cases) {
    if (op === "parse-response" && fields.certs?.length) {
      addEmbedded(pyca, file, OCSPResponse);
    }
  }
  for (const name of ["ca", "crt", "ocsp-crt"]) {
    addFile(rustcrypto, `examples/rsa-2048-sha256-${name}.der`);
  }
  addEmbedded(rustcrypto, "examples/ocsp-signed-req.der", OCSPRequest);
  for (const { file, op, expect } of rustcrypto.table.cases) {
    if (op === "parse-response" && expect.fields.certs?.length) {
      addEmbedded(rustcrypto, file, OCSPResponse);
    }
  }
  for (const path of ["ca1.pem", "ee1.pem"]) {
    addFile(jsrsasign, path);
  }
  for (const { file, fields } of jsrsasign.table.cases) {
    if (fields?.certs.length) {
      addEmbedded(jsrsasign, file, OCSPResponse);
    }
  }
  for (const { response, trustAnchor, otherCerts, subjectCertOfThisSeries } of openssl.table.cases) {
    for (const path of [trustAnchor, otherCerts, subjectCertOfThisSeries]) {
      addFile(openssl, path);
    }
    addEmbedded(openssl, response, OCSPResponse);
  }
  for (const { files } of boringssl.table.cases) {
    addFile(boringssl, files.issuer);
    addFile(boringssl, files.cert);
    addEmbedded(boringssl, files.response, OCSPResponse);
  }
  for (const path of ["issuerCert.der", "leafCert.der"]) {
    addFile(golang, path);
  }
  return [...found.values()];
}

const nameFields = (name) => ({
  der: hex(name.der),
  attributes: name.attributes.map((attribute) => ({ ...attribute })),
  text: name.toString(),
});

const describeCertificate = (certificate) => ({
  version: certificate.version,
  serialNumber: certificate.serialNumber.toString(),
  issuer: nameFields(certificate.issuer),
  subject: nameFields(certificate.subject),
  notBefore: isoTime(certificate.notBefore),
  notAfter: isoTime(certificate.notAfter),
  signatureAlgorithm: {
    oid: certificate.signatureAlgorithm.oid,
    parameters: certificate.signatureAlgorithm.parameters && hex(certificate.signatureAlgorithm.parameters),
  },
  publicKey: (({ algorithm, oid, curve, bits, spki }) => ({ algorithm, oid, curve, bits, spki: hex(spki) }))(
    certificate.publicKey,
  ),
  extensions: extensionFields(certificate.extensions),
  isCA: certificate.isCA,
  extendedKeyUsage: certificate.extendedKeyUsage,
  ocspUrls: certificate.ocspUrls,
  caIssuersUrls: certificate.caIssuersUrls,
  ocspNoCheck: certificate.ocspNoCheck,
  pem: certificate.toPEM(),
});

test("certificates of the vectors", { skip: withoutVectors || withoutPython }, async (context) => {
  const certificates = everyCertificate();
  const descriptions = await describeCertificates(certificates.map(({ certificate }) => certificate.toDER()));
  context.diagnostic(`${certificates.length} different certificates`);
  for (const [index, { origin, certificate }] of certificates.entries()) {
    await context.test(origin, () => {
      assert.deepEqual(describeCertificate(certificate), descriptions[index]);
      assert.equal(hex(Certificate.fromPEM(certificate.toPEM()).toDER()), hex(certificate.toDER()));
    });
  }
});
