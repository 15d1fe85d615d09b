// OCSP responses that asn1crypto, Python's cryptography and `openssl ocsp` make: we read what they read.

import assert from "node:assert/strict";
import { OCSPResponse } from "../../bindings/index.js";
import { assertSays, bytes, cases, peers } from "../support/interop.js";

const SINGLE_GETTERS = [
  "hashAlgorithm",
  "hashAlgorithmOid",
  "issuerNameHash",
  "issuerKeyHash",
  "serialNumber",
  "certificateStatus",
  "revocationTime",
  "revocationReason",
  "thisUpdate",
  "nextUpdate",
];
const SUCCESSFUL_GETTERS = [
  "responseType",
  "responses",
  "signatureAlgorithm",
  "signatureAlgorithmOid",
  "signatureHashAlgorithm",
  "signature",
  "tbsResponseBytes",
  "certificates",
  "responderKeyHash",
  "responderName",
  "producedAt",
  "extensions",
  "nonce",
  "singleExtensions",
  ...SINGLE_GETTERS,
];

function readsShortcuts(response, entries) {
  if (entries.length === 1) {
    const { extensions, ...entry } = entries[0];
    const single = Object.fromEntries(SINGLE_GETTERS.map((getter) => [getter, entry[getter]]));
    assertSays(response, { ...single, singleExtensions: extensions }, "asn1crypto");
  } else {
    for (const getter of [...SINGLE_GETTERS, "singleExtensions"]) {
      assert.throws(() => response[getter], { code: "ERR_NOT_SINGLE" }, getter);
    }
  }
}

/** Entries of known hash algorithms are found by their parts, the others by the whole CertID. */
function finds(response, entries) {
  for (const [i, entry] of entries.entries()) {
    const { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } = response.responses[i];
    const found = [response.find(response.responses[i])];
    if (entry.hashAlgorithm !== null) {
      found.push(response.find({ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }));
    }
    const asked = { issuerKeyHash: entry.issuerKeyHash, serialNumber: entry.serialNumber };
    for (const single of found) {
      assertSays(single, asked, "asn1crypto");
    }
  }
}

async function reads(maker, seed) {
  const { der, asn1crypto, cryptography } = await peers.random_response({ maker, seed });
  const response = OCSPResponse.fromDER(bytes(der));
  assertSays(response, asn1crypto, "asn1crypto");
  if (cryptography) {
    assertSays(response, cryptography, "Python's cryptography");
  }
  if (asn1crypto.responseStatus === "successful") {
    readsShortcuts(response, asn1crypto.responses);
    finds(response, asn1crypto.responses);
  } else {
    for (const getter of SUCCESSFUL_GETTERS) {
      assert.throws(() => response[getter], { code: "ERR_OCSP_UNSUCCESSFUL" }, getter);
    }
  }
}

cases("responses by asn1crypto", 300, (seed) => reads("asn1crypto", seed));
cases("responses by cryptography", 100, (seed) => reads("cryptography", seed));
cases("responses by OpenSSL", 50, (seed) => reads("openssl", seed));
