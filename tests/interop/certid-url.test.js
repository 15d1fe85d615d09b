// CertIDs and GET URLs: the same as those of Python's cryptography, `openssl ocsp` and Python's urllib.

import assert from "node:assert/strict";
import { certID, OCSPRequest, OCSPRequestBuilder } from "../../bindings/index.js";
import { bytes, cases, hex, peers } from "../support/interop.js";
import { Random } from "../support/random.js";

const HASH_ALGORITHMS = /** @type {const} */ (["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"]);

cases("CertID in every hash algorithm", 40, async (seed) => {
  const { certificate, issuer } = await peers.issued_certificate({ seed });
  const expected = await peers.cert_ids({ certificate, issuer });
  for (const [peer, ders] of Object.entries(expected)) {
    for (const hashAlgorithm of HASH_ALGORITHMS) {
      const ours = certID(bytes(certificate), bytes(issuer), hashAlgorithm);
      assert.equal(hex(ours.der), ders[hashAlgorithm], `${hashAlgorithm}, ${peer}`);
      assert.equal(ours.hashAlgorithm, hashAlgorithm);
      const request = new OCSPRequestBuilder().addCertificate(bytes(certificate), bytes(issuer), hashAlgorithm).build();
      assert.equal(hex(request.requests[0].der), ders[hashAlgorithm], `${hashAlgorithm}, ${peer}`);
    }
  }
});

const RESPONDERS = [
  "http://ocsp.example",
  "http://ocsp.example/",
  "http://ocsp.example/ocsp",
  "http://ocsp.example/a/b/",
  "https://ocsp.example:8443/MA/M",
  "http://192.0.2.1/~ca/status",
  "http://[2001:db8::1]:80/x",
];
const MAKERS = ["asn1crypto", "cryptography", "openssl"];

cases("GET URLs", 100, async (seed) => {
  const random = new Random(seed);
  const { der } = await peers.random_request({ maker: random.pick(MAKERS), seed });
  const responder = random.pick(RESPONDERS);
  const { url, paths } = await peers.get_urls({ request: der, responder_url: responder });
  assert.equal(OCSPRequest.fromDER(bytes(der)).toURL(responder), url);
  const prefix = responder.replace(/\/$/, "");
  for (const text of [url, ...paths, ...paths.map((path) => prefix + path), new URL(url).pathname]) {
    assert.equal(hex(OCSPRequest.fromURL(text).toDER()), der, text);
    /* Read as a form, a plus sign becomes a blank, which may be escaped again (WHATWG URL 5.1). */
    const form = text.replace(/[^/]*$/, (request) => decodeURIComponent(request)).replaceAll("+", " ");
    for (const repaired of [form, form.replaceAll(" ", "%20")]) {
      assert.equal(hex(OCSPRequest.fromURL(repaired).toDER()), der, repaired);
    }
  }
});
