// OCSP requests that asn1crypto, Python's cryptography and `openssl ocsp` make: we read what they read.

import assert from "node:assert/strict";
import { OCSPRequest } from "../../bindings/index.js";
import { assertSays, bytes, cases, peers } from "../support/interop.js";

const ENTRY_GETTERS = ["hashAlgorithm", "hashAlgorithmOid", "issuerNameHash", "issuerKeyHash", "serialNumber"];

async function reads(maker, seed) {
  const { der, asn1crypto, cryptography } = await peers.random_request({ maker, seed });
  const request = OCSPRequest.fromDER(bytes(der));
  assertSays(request, asn1crypto, "asn1crypto");
  if (cryptography) {
    assertSays(request, cryptography, "Python's cryptography");
  }
  for (const getter of ENTRY_GETTERS) {
    const single = Object.fromEntries([[getter, asn1crypto.requests[0][getter]]]);
    if (asn1crypto.requests.length === 1) {
      assertSays(request, single, "asn1crypto");
    } else {
      assert.throws(() => request[getter], { code: "ERR_NOT_SINGLE" });
    }
  }
}

cases("requests by asn1crypto", 200, (seed) => reads("asn1crypto", seed));
cases("requests by cryptography", 60, (seed) => reads("cryptography", seed));
cases("requests by OpenSSL", 60, (seed) => reads("openssl", seed));
