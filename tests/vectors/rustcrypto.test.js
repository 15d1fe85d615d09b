// The vectors of RustCrypto's x509-ocsp: messages are read, and built again byte for byte; of the signed ones the keys
// are there.

import assert from "node:assert/strict";
import { verify, X509Certificate } from "node:crypto";
import { test } from "node:test";
import {
  acceptableResponses,
  archiveCutoff,
  Certificate,
  certID,
  crlReferences,
  extension,
  nonce,
  OCSPRequest,
  OCSPRequestBuilder,
  OCSPResponse,
  OCSPResponseBuilder,
  OCSPResponseStatus,
  PrivateKey,
  preferredSignatureAlgorithms,
  serviceLocator,
} from "../../bindings/index.js";
import { signatureNumber } from "../../bindings/keys/signature.js";
import { OwnedBytes } from "../../bindings/lib/bytes.js";
import { makeSignature, writeSignedRequest } from "../../bindings/wasm/core.js";
import { Plan } from "../../bindings/wasm/plan.js";
import { certificate as certificateDER } from "../support/certificates.js";
import { children, context, descend } from "../support/der.js";
import { assertRequestFields, assertResponseFields, hex, sha256 } from "../support/fields.js";
import { request as buildMessage } from "../support/messages.js";
import { read } from "../support/refusal.js";
import { describeVectors } from "../support/vectors.js";

const CRL_URL = "http://127.0.0.1/crl";
const FIXED_TIME = new Date("2020-01-01T00:00:00Z");

describeVectors("rustcrypto", (source) => {
  const issuer = source.bytes("examples/rsa-2048-sha256-ca.der");
  const certificate = source.bytes("examples/rsa-2048-sha256-crt.der");
  const file = (name) => source.bytes(`examples/${name}.der`);

  for (const { id, op, file, sha256: digest, expect } of source.table.cases) {
    test(id, () => {
      const der = source.bytes(file);
      if (digest) {
        assert.equal(sha256(der), digest);
      }
      assert.ok(expect.ok && expect.reencodesIdentically);
      const type = op === "parse-request" ? OCSPRequest : OCSPResponse;
      const message = type.fromDER(der);
      if (op === "parse-request") {
        assertRequestFields(message, expect.fields);
      } else {
        assertResponseFields(message, expect.fields);
      }
      assert.deepEqual(message.toDER(), der);
    });
  }

  test("requests::decode_ocsp_req_signed: signature and certificate", () => {
    const der = file("ocsp-signed-req");
    const request = read(OCSPRequest, { bytes: der });
    const [tbs, optionalSignature] = children(der);
    const [identifier, value, certs] = children(der, children(der, optionalSignature)[0]);
    assert.deepEqual(request.tbsRequestBytes, new Uint8Array(tbs.element));
    assert.deepEqual(request.signature, value.contents.slice(1));
    assert.equal(request.signature.length, 256);
    const { oid, name, parameters } = request.signatureAlgorithm;
    assert.deepEqual([oid, name, hex(parameters)], ["1.2.840.113549.1.1.11", "RSA-SHA256", "0500"]);
    assert.equal(identifier.contents.length, 13);
    assert.deepEqual(
      request.certificates.map((embedded) => embedded.toDER()),
      [certificate],
    );
    assert.deepEqual(new Uint8Array(children(der, children(der, certs)[0])[0].element), certificate);
  });

  test("requests::decode_ocsp_req_multiple_extensions: decoded values", () => {
    const request = read(OCSPRequest, { bytes: file("ocsp-multiple-exts-clean-req") });
    const { decoded } = request.requests[0].extensions.get("serviceLocator");
    assert.equal(decoded.issuer.toString(), "CN=rsa-2048-sha256-ca");
    assert.deepEqual(decoded.ocspUrls, []); // both locations are IP addresses
    assert.equal(hex(request.nonce), "bb42ae6bebd2b6e455ca02bc853452635f08863effaf25e182905e7fff1fb40a");
    assert.deepEqual(request.extensions.get("acceptableResponses").decoded, ["1.3.6.1.5.5.7.48.1.1"]);
  });

  test("responses::decode_ocsp_resp_multiple_extensions: decoded values", () => {
    const { singleExtensions, nonce: value } = read(OCSPResponse, { bytes: file("ocsp-multiple-exts-res") });
    assert.deepEqual(singleExtensions.get("archiveCutoff").decoded, FIXED_TIME);
    assert.deepEqual(singleExtensions.get("crlReferences").decoded, { url: CRL_URL, number: 1n, time: FIXED_TIME });
    assert.equal(hex(value), "1f27f8c9cd8d154daaef021d5aad6ead7fe0637d044198e3f39291204924cef8");
  });

  /** The whole Extension as a request carries it: the only place where its encoding can be seen. */
  const encoded = (made, options) => {
    const der = new OCSPRequestBuilder()
      .addCertificate(certificate, issuer)
      .addExtension(made, options)
      .build()
      .toDER();
    const requestExtensions = children(der, descend(der, 0)).at(-1);
    return hex(children(der, children(der, requestExtensions)[0])[0].element);
  };

  /** What that library's test gives its maker, for ours; and what the extension decodes to. */
  const extensions = {
    "ext::as_extension_nonce": {
      make: () => nonce(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)),
      decoded: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    },
    "ext::as_extension_crl_references": {
      make: () => crlReferences({ url: CRL_URL, number: 1n, time: FIXED_TIME }),
      decoded: { url: CRL_URL, number: 1n, time: FIXED_TIME },
    },
    "ext::as_extension_acceptable_responses": {
      make: () => acceptableResponses(["1.3.6.1.5.5.7.48.1.1", "1.3.6.1.5.5.7.48.1.2", "1.3.6.1.5.5.7.48.1.3"]),
      options: { critical: true },
      decoded: ["1.3.6.1.5.5.7.48.1.1", "1.3.6.1.5.5.7.48.1.2", "1.3.6.1.5.5.7.48.1.3"],
    },
    "ext::as_extension_archive_cutoff": { make: () => archiveCutoff(FIXED_TIME), decoded: FIXED_TIME },
    // The location there is a dNSName and the algorithm has its pubKeyAlgIdentifier: here both go in as bytes.
    "ext::as_extension_service_locator": {
      make: (oid, value) => extension(oid, value),
      check({ issuer: name, ocspUrls }) {
        assert.equal(name.toString(), "CN=service,OU=test-deep,OU=test,O=org,C=US");
        assert.deepEqual(ocspUrls, []);
        const made = serviceLocator(name);
        assert.deepEqual(new Uint8Array(descend(made.value, 0).element), name.der);
      },
    },
    "ext::as_extension_pref_sig_algs": {
      make: (oid, value) => extension(oid, value),
      decoded: ["RSA-SHA256"],
      check() {
        // SEQUENCE { SEQUENCE { sigIdentifier } }: RFC 6960 4.4.7.1 leaves the key's algorithm out where the
        // signature's says it.
        assert.equal(hex(preferredSignatureAlgorithms(["RSA-SHA256"]).value), "3011300f300d06092a864886f70d01010b0500");
      },
    },
  };

  for (const { id, extensionDerHex } of source.table.extensionEncodings) {
    test(id, () => {
      const { make, options, decoded, check } = extensions[id] ?? assert.fail("no row");
      const der = Buffer.from(extensionDerHex, "hex");
      const parsed = OCSPRequest.fromDER(buildMessage({ extensions: extensionDerHex }).bytes);
      const [found] = parsed.extensions;
      assert.equal(hex(found.value), hex(children(der).at(-1)?.contents));
      assert.equal(found.critical, options?.critical ?? false);
      if (decoded) {
        assert.deepEqual(found.decoded, decoded);
      }
      check?.(found.decoded);
      assert.equal(encoded(make(found.oid, found.value), options), extensionDerHex);
    });
  }

  const HASHES = /** @type {const} */ (["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"]);
  /**
   * That library's tests ask the issuer about this serial number, which none of its certificates has.
   * @param {typeof HASHES[number]} [hashAlgorithm]
   */
  const target = (hashAlgorithm = "SHA-1", serialNumber = 0x10001n) => {
    const { issuerNameHash, issuerKeyHash } = certID(certificate, issuer, hashAlgorithm);
    return { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber };
  };

  const builds = {
    "builder::encode_ocsp_req_multiple_extensions"() {
      const [locator] = OCSPRequest.fromDER(file("ocsp-multiple-exts-clean-req")).requests[0].extensions;
      return [
        new OCSPRequestBuilder()
          .addCertificateByHash(target(), { extensions: [extension(locator.oid, locator.value)] })
          .addExtension(nonce(Buffer.from("bb42ae6bebd2b6e455ca02bc853452635f08863effaf25e182905e7fff1fb40a", "hex")))
          .addExtension(acceptableResponses(["1.3.6.1.5.5.7.48.1.1"]), { critical: true })
          .build()
          .toDER(),
      ];
    },
    "builder::encode_ocsp_req_multiple_requests"() {
      const targets = [
        ...HASHES.map((hash) => target(hash)),
        ...[5n, 0x16n, 0xffffffffn].map((serial) => target("SHA-1", serial)),
      ];
      return [
        targets
          .reduce((builder, one) => builder.addCertificateByHash(one), new OCSPRequestBuilder())
          .build()
          .toDER(),
      ];
    },
    "builder::encode_ocsp_resp_errors": () =>
      ["MALFORMED_REQUEST", "INTERNAL_ERROR", "TRY_LATER", "SIG_REQUIRED", "UNAUTHORIZED"].map((status) =>
        OCSPResponseBuilder.buildUnsuccessful(OCSPResponseStatus[status]).toDER(),
      ),
  };
  for (const hash of HASHES) {
    builds[`builder::encode_ocsp_req_${hash.replace("-", "").toLowerCase()}_certid`] = () => [
      new OCSPRequestBuilder().addCertificateByHash(target(hash)).build().toDER(),
    ];
  }

  const asParts = ({ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }) => ({
    hashAlgorithm,
    issuerNameHash,
    issuerKeyHash,
    serialNumber,
  });
  const asParsed = (single) => single;

  /** The request without a signature, with every part read and set again: CertIDs as parsed, or as numbers. */
  const unsigned = (der, certIDOf) => {
    const parsed = OCSPRequest.fromDER(der);
    let builder = new OCSPRequestBuilder();
    for (const single of parsed.requests) {
      builder = builder.addCertificateByHash(certIDOf(single), { extensions: [...single.extensions] });
    }
    for (const one of parsed.extensions) {
      builder = builder.addExtension(one);
    }
    return builder;
  };

  /*
   * That library's tests sign with the CA's key in the name of the delegate, which no certificate does: one that says
   * so is put together here. It only goes into the responder id.
   */
  const responderWithKeyOf = (signer) =>
    certificateDER({
      subject: Certificate.fromDER(file("rsa-2048-sha256-ocsp-crt")).subject.der,
      publicKey: Certificate.fromDER(file(signer)).publicKey.spki,
    }).bytes;

  /** The response with every part read and set again, signed anew. */
  const signedAnew = (der, signer, key, certIDOf) => {
    const parsed = OCSPResponse.fromDER(der);
    let builder = new OCSPResponseBuilder()
      .responderId("name", responderWithKeyOf(signer))
      .producedAt(parsed.producedAt)
      .certificates(parsed.certificates);
    builder = builder.addResponses(
      parsed.responses.map((single) => ({
        certID: certIDOf(single),
        certificateStatus: single.certificateStatus,
        thisUpdate: single.thisUpdate,
        nextUpdate: single.nextUpdate,
        revocationTime: single.revocationTime,
        revocationReason: single.revocationReason,
        extensions: single.extensions,
      })),
    );
    for (const one of parsed.extensions) {
      builder = builder.addExtension(one);
    }
    return builder.sign(key, "SHA-256").toDER();
  };

  /**
   * That library's responses from what its tests say, none of it read from the file.
   * @type {Record<string, () => Uint8Array>}
   */
  const responses = {};
  const good = (certID, extensions = []) => ({
    certID,
    certificateStatus: /** @type {const} */ ("good"),
    thisUpdate: FIXED_TIME,
    nextUpdate: FIXED_TIME,
    extensions,
  });
  const signedByCA = (entries, extensions = []) =>
    extensions
      .reduce(
        (builder, one) => builder.addExtension(one),
        new OCSPResponseBuilder()
          .addResponses(entries)
          .responderId("name", responderWithKeyOf("rsa-2048-sha256-ca"))
          .producedAt(FIXED_TIME)
          .certificates([issuer]),
      )
      .sign(file("rsa-2048-sha256-ca-key"), "SHA-256")
      .toDER();
  for (const hash of /** @type {const} */ (["SHA-1", "SHA-256", "SHA-512"])) {
    responses[`builder::encode_ocsp_resp_${hash.replace("-", "").toLowerCase()}_certid`] = () =>
      signedByCA([good(target(hash))]);
  }
  responses["builder::encode_ocsp_resp_multiple_extensions"] = () =>
    signedByCA(
      [good(target(), [archiveCutoff(FIXED_TIME), crlReferences({ url: CRL_URL, number: 1n, time: FIXED_TIME })])],
      [nonce(Buffer.from("1f27f8c9cd8d154daaef021d5aad6ead7fe0637d044198e3f39291204924cef8", "hex"))],
    );
  responses["builder::encode_ocsp_resp_multiple_responses"] = () =>
    signedByCA(
      [...HASHES.map((hash) => target(hash)), ...[5n, 0x16n, 0xffffffffn].map((serial) => target("SHA-1", serial))].map(
        (one) => good(one),
      ),
    );

  /** Who signed the response, and with what. */
  const signerOf = (id) => (id.endsWith("revoked_delegated") ? "rsa-2048-sha256-ocsp-crt" : "rsa-2048-sha256-ca");

  for (const { id, files } of source.table.builderRoundTrips) {
    test(id, () => {
      const expected = files.map((path) => source.bytes(path));
      if (id.endsWith("req_signed")) {
        return assertSignedRequest(expected[0]);
      }
      if (id in builds) {
        assert.deepEqual(builds[id]().map(hex), expected.map(hex));
      }
      if (id in responses) {
        assert.equal(hex(responses[id]()), hex(expected[0]));
      }
      if (id.endsWith("resp_errors")) {
        return;
      }
      for (const der of expected) {
        for (const certIDOf of [asParts, asParsed]) {
          if (id.includes("_req_")) {
            assert.equal(hex(unsigned(der, certIDOf).build().toDER()), hex(der));
          } else {
            const signer = signerOf(id);
            assert.equal(hex(signedAnew(der, signer, file(`${signer}-key`), certIDOf)), hex(der));
            assert.equal(OCSPResponse.fromDER(der).isSignedBy(file(signer)), true);
            assert.equal(OCSPResponse.fromDER(der).isSignedBy(certificate), false);
          }
        }
      }
    });
  }

  /*
   * That library's request has a signature and no requestorName, which RFC 6960 4.1.2 asks for then and our builder
   * sets: so its bytes come from the builder's parts.
   */
  function assertSignedRequest(der) {
    const key = file("rsa-2048-sha256-crt-key");
    const builder = unsigned(der, asParts);
    const octets = (bytes) => new OwnedBytes(bytes);
    const { tbsRequestBytes } = builder.build();
    const algorithm = signatureNumber("RSA-SHA256");
    const signature = makeSignature(
      new Plan().int(algorithm).span(octets(key)).span(octets(tbsRequestBytes)).span(null),
    );
    assert.equal(
      hex(
        writeSignedRequest(
          new Plan().span(octets(tbsRequestBytes)).int(algorithm).span(signature).span(octets(certificate)),
        ).copy(),
      ),
      hex(der),
    );

    const request = OCSPRequest.fromDER(builder.certificates([certificate]).sign(key, "SHA-256").toDER());
    assert.ok(request.requestorName?.equals(Certificate.fromDER(certificate).subject));
    for (const one of [request, OCSPRequest.fromDER(der)]) {
      assert.equal(one.isSignedBy(certificate), true);
      assert.equal(one.isSignedBy(issuer), false);
      assert.deepEqual(
        one.certificates.map((embedded) => hex(embedded.toDER())),
        [hex(certificate)],
      );
      assert.equal(hex(one.requests[0].der), hex(request.requests[0].der));
    }
    // The name is all that is more: [1] EXPLICIT GeneralName with the directoryName.
    const [first, ...rest] = children(request.tbsRequestBytes);
    assert.equal(hex(first.element), hex(context(1, context(4, Certificate.fromDER(certificate).subject.der)).bytes));
    assert.deepEqual(
      rest.map(({ element }) => hex(element)),
      children(tbsRequestBytes).map(({ element }) => hex(element)),
    );
  }

  test("the certificates that come with them", () => {
    for (const name of ["rsa-2048-sha256-crt", "rsa-2048-sha256-ocsp-crt", "rsa-2048-sha256-ca"]) {
      assert.equal(Certificate.fromDER(file(name)).isIssuedBy(issuer), true, name);
      assert.equal(Certificate.fromDER(file(name)).isIssuedBy(certificate), false, name);
      assert.equal(
        hex(PrivateKey.from(file(`${name}-key`)).publicKey.spki),
        hex(Certificate.fromDER(file(name)).publicKey.spki),
      );
    }
  });

  test("examples/ocsp-multiple-requests-nonce-req.der is built again too", () => {
    const der = file("ocsp-multiple-requests-nonce-req");
    assert.equal(hex(unsigned(der, asParts).build().toDER()), hex(der));
  });

  test("examples/rsa-2048-sha256-revoked-ocsp-res.der, which only a builder's row names", () => {
    const response = read(OCSPResponse, { bytes: file("rsa-2048-sha256-revoked-ocsp-res") });
    const [signer] = response.certificates;
    assert.equal(hex(signer.toDER()), hex(file("rsa-2048-sha256-ocsp-crt")));
    assert.ok(response.responderName.equals(signer.subject));
    const { publicKey } = new X509Certificate(signer.toDER());
    assert.ok(verify("sha256", response.tbsResponseBytes, publicKey, response.signature));
    assert.equal(response.isSignedBy(signer), true);
    assert.equal(response.find(target("SHA-1", response.serialNumber)).certificateStatus, "revoked");
    assert.equal(response.find(certificate, issuer), undefined);
  });
});
