// Every test of the OCSP suite of Python's cryptography by name, with its meaning here. What is only about a file is in
// vectors-pyca.test.js, and the row says which.

import assert from "node:assert/strict";
import { generateKeyPairSync, verify, X509Certificate } from "node:crypto";
import { test } from "node:test";
import {
  acceptableResponses,
  Certificate,
  certID,
  extension,
  nonce,
  OCSPError,
  OCSPRequest,
  OCSPRequestBuilder,
  OCSPResponse,
  OCSPResponseBuilder,
  OCSPResponseStatus,
  ReasonFlags,
} from "../../bindings/index.js";
import { hex } from "../support/fields.js";
import { certificatePEM, privateKeyPEM } from "../support/openssl.js";
import { describeVectors, VectorSource } from "../support/vectors.js";

describeVectors("pyca", (source) => {
  const file = (name) => source.bytes(`ocsp/${name}.der`);
  const certificate = source.text("certs/cryptography.io.pem");
  const issuer = source.text("certs/rapidssl_sha256_ca_g3.pem");
  /** Untyped: some calls are wrong on purpose. @type {() => any} */
  const builder = () => new OCSPRequestBuilder();
  const refuses = (code, action) =>
    assert.throws(action, (error) => {
      assert.ok(error instanceof OCSPError, String(error));
      assert.equal(error.code, code, error.message);
      return true;
    });
  const parts = () => {
    const { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } = certID(certificate, issuer);
    return { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber };
  };

  /** The case of vectors-pyca.test.js that has the meaning of the test, which is checked to be there. */
  const inFile = (name) => () => assert.ok(source.table.cases.some((vector) => vector.file === `ocsp/${name}.der`));
  const inBuild = (name) => () => assert.ok(source.table.build.some(({ id }) => id === name));

  const requests = {
    test_bad_request: () => refuses("ERR_DER_TAG", () => OCSPRequest.fromDER(Buffer.from("invalid"))),
    test_load_request: inFile("req-sha1"),
    test_load_request_with_extensions: inFile("req-ext-nonce"),
    test_load_request_with_acceptable_responses: inFile("req-acceptable-responses"),
    test_load_request_with_unknown_extension: inFile("req-ext-unknown-oid"),
    test_load_request_with_duplicate_extension: inFile("req-duplicate-ext"),
    test_load_request_two_requests: inFile("req-multi-sha1"),
    test_invalid_hash_algorithm: inFile("req-invalid-hash-alg"),
    test_serialize_request: inFile("req-sha1"),
    test_invalid_serialize_encoding: inFile("req-sha1"),
  };

  const requestBuilder = {
    // An error there; here a request asks about as many certificates as it likes, also about one twice.
    test_add_cert_twice() {
      const request = builder().addCertificate(certificate, issuer).addCertificate(certificate, issuer).build();
      assert.deepEqual(
        request.requests.map(({ serialNumber }) => serialNumber),
        [16160n, 16160n],
      );
    },
    test_add_cert_by_hash_twice() {
      const request = builder().addCertificateByHash(parts()).addCertificate(certificate, issuer).build();
      assert.equal(hex(request.requests[0].der), hex(request.requests[1].der));
    },
    test_add_cert_by_hash_bad_hash() {
      const wrong = (change) =>
        refuses("ERR_INVALID_ARGUMENT", () => builder().addCertificateByHash({ ...parts(), ...change }));
      wrong({ hashAlgorithm: "notahash" });
      wrong({ hashAlgorithm: "SHA-512/256" });
      wrong({ serialNumber: "notanint" });
      wrong({ serialNumber: 16160 });
      wrong({ issuerNameHash: new Uint8Array(19) });
      wrong({ issuerNameHash: new Uint8Array(21) });
      wrong({ issuerKeyHash: new Uint8Array(19) });
      wrong({ issuerKeyHash: "0123456789abcdef0123" });
      wrong({ hashAlgorithm: "SHA-256" }); // with hashes of 20 octets
    },
    test_create_ocsp_request_no_req: () => refuses("ERR_INCOMPLETE", () => builder().build()),
    test_create_ocsp_request_invalid_alg() {
      refuses("ERR_INVALID_ARGUMENT", () => builder().addCertificate(certificate, issuer, "MD5"));
      refuses("ERR_INVALID_ARGUMENT", () => builder().addCertificate(certificate, issuer, "notahash"));
    },
    test_add_extension_twice: () =>
      refuses("ERR_ALREADY_SET", () =>
        builder()
          .addExtension(nonce(new Uint8Array(8)))
          .addExtension(nonce(new Uint8Array(9))),
      ),
    test_add_invalid_extension() {
      refuses("ERR_INVALID_ARGUMENT", () => builder().addExtension("notanextension"));
      refuses("ERR_INVALID_ARGUMENT", () => builder().addExtension({}));
    },
    // Any extension can be put into a request here, as bytes; what is none is refused before it is added.
    test_unsupported_extension: () =>
      refuses("ERR_INVALID_ARGUMENT", () => builder().addExtension(extension("not.an.oid", new Uint8Array(2)))),
    test_create_ocsp_request_invalid_cert() {
      refuses("ERR_PEM", () => builder().addCertificate("notacert", issuer));
      refuses("ERR_PEM", () => builder().addCertificate(certificate, "notacert"));
      refuses("ERR_INVALID_ARGUMENT", () => builder().addCertificate(certificate, undefined));
    },
    test_create_ocsp_request: inBuild("create_ocsp_request"),
    test_create_ocsp_request_with_extension() {
      const value = Buffer.from("0123456789");
      for (const critical of [false, true]) {
        const built = builder().addCertificate(certificate, issuer).addExtension(nonce(value), { critical }).build();
        const request = OCSPRequest.fromDER(built.toDER());
        assert.equal(request.extensions.length, 1);
        const [found] = request.extensions;
        assert.deepEqual(
          [found.oid, found.critical, hex(found.decoded)],
          ["1.3.6.1.5.5.7.48.1.2", critical, hex(value)],
        );
      }
      const request = builder()
        .addCertificate(certificate, issuer)
        .addExtension(acceptableResponses(["1.3.6.1.5.5.7.48.1.1"]))
        .build();
      assert.deepEqual(request.extensions.get("acceptableResponses")?.decoded, ["1.3.6.1.5.5.7.48.1.1"]);
    },
    test_add_cert_by_hash: inBuild("add_cert_by_hash"),
  };

  const responseBuilder = {
    test_build_non_successful_statuses: inBuild("build_unsuccessful"),
    test_invalid_build_not_a_status() {
      for (const status of ["notastatus", 1, undefined]) {
        refuses("ERR_INVALID_ARGUMENT", () => OCSPResponseBuilder.buildUnsuccessful(/** @type {any} */ (status)));
      }
    },
    test_invalid_build_successful_status: () =>
      refuses("ERR_INVALID_ARGUMENT", () =>
        OCSPResponseBuilder.buildUnsuccessful(/** @type {any} */ (OCSPResponseStatus.SUCCESSFUL)),
      ),
  };
  const docs = new VectorSource("pyca-docs");
  const responderCertificate = docs.text("responder_cert.pem");
  const responderKey = docs.text("responder_key.pem");
  const thisUpdate = new Date("2026-01-01T00:00:00Z"),
    nextUpdate = new Date("2026-01-02T00:00:00Z"),
    revocationTime = new Date("2025-12-01T00:00:00Z");
  /** Untyped, like the other. @type {() => any} */
  const answers = () => new OCSPResponseBuilder();
  const entry = (change = {}) => ({
    certificate,
    issuer,
    certificateStatus: "good",
    thisUpdate,
    nextUpdate,
    ...change,
  });
  const byHash = (change = {}) => ({ certID: parts(), certificateStatus: "good", thisUpdate, nextUpdate, ...change });
  /** Signed, and read again from its bytes. */
  const signed = (responses, options = {}) => {
    const {
      encoding = "name",
      responder = responderCertificate,
      key = responderKey,
      hash = "SHA-256",
      more = (unchanged) => unchanged,
    } = options;
    const response = more(answers().addResponses(responses).responderId(encoding, responder)).sign(key, hash);
    const read = OCSPResponse.fromDER(response.toDER());
    const { publicKey } = new X509Certificate(responder);
    assert.ok(
      verify(hash, read.tbsResponseBytes, publicKey, read.signature),
      "node:crypto does not accept the signature",
    );
    assert.equal(read.isSignedBy(responder), true);
    return read;
  };
  const says = ({ certificateStatus, revocationTime: since, revocationReason, thisUpdate: from, nextUpdate: to }) => [
    certificateStatus,
    since,
    revocationReason,
    from,
    to,
  ];
  const wrongEntry = (change) => {
    refuses("ERR_INVALID_ARGUMENT", () => answers().addResponse(entry(change)));
    refuses("ERR_INVALID_ARGUMENT", () => answers().addResponseByHash(byHash(change)));
  };
  const ready = () => answers().addResponse(entry()).responderId("name", responderCertificate);

  Object.assign(responseBuilder, {
    // An error there; here a response answers for as many certificates as it likes.
    test_add_response_twice() {
      const { responses: entries } = signed([entry(), entry({ certificateStatus: "unknown" })]);
      assert.deepEqual(
        entries.map(({ certificateStatus }) => certificateStatus),
        ["good", "unknown"],
      );
    },
    test_invalid_add_response() {
      refuses("ERR_PEM", () => answers().addResponse(entry({ certificate: "bad" })));
      refuses("ERR_PEM", () => answers().addResponse(entry({ issuer: "bad" })));
      refuses("ERR_INVALID_ARGUMENT", () => answers().addResponse(entry({ hashAlgorithm: "notahash" })));
      refuses("ERR_INVALID_ARGUMENT", () => answers().addResponse(entry({ hashAlgorithm: "MD5" })));
      for (const change of [
        { thisUpdate: "notadatetime" },
        { nextUpdate: "notadatetime" },
        { certificateStatus: 0 },
        { certificateStatus: "notastatus" },
        { revocationTime },
        { revocationReason: "keyCompromise" },
        { certificateStatus: "unknown", revocationTime },
        { certificateStatus: "revoked" },
        { certificateStatus: "revoked", revocationTime: "notadatetime" },
        { certificateStatus: "revoked", revocationTime, revocationReason: 0 },
        { certificateStatus: "revoked", revocationTime, revocationReason: "notareason" },
        { certificateStatus: "revoked", revocationTime: new Date("1949-12-31T00:00:00Z") },
      ]) {
        wrongEntry(change);
      }
    },
    // An empty list is an error there; here it is a list.
    test_invalid_certificates() {
      refuses("ERR_PEM", () => answers().certificates(["notacert"]));
      refuses("ERR_INVALID_ARGUMENT", () => answers().certificates("notalist"));
      refuses("ERR_ALREADY_SET", () => answers().certificates([certificate]).certificates([certificate]));
      assert.deepEqual(signed([entry()], { more: (builder) => builder.certificates([]) }).certificates, []);
    },
    test_invalid_responder_id() {
      refuses("ERR_PEM", () => answers().responderId("hash", "invalid"));
      refuses("ERR_INVALID_ARGUMENT", () => answers().responderId("notanencoding", certificate));
      refuses("ERR_ALREADY_SET", () => answers().responderId("name", certificate).responderId("name", certificate));
    },
    test_invalid_extension: () => refuses("ERR_INVALID_ARGUMENT", () => answers().addExtension("notanextension")),
    // Any extension can be put into a response here, as bytes.
    test_unsupported_extension: () =>
      refuses("ERR_INVALID_ARGUMENT", () => answers().addExtension(extension("not.an.oid", new Uint8Array(2)))),
    test_sign_no_response: () =>
      refuses("ERR_INCOMPLETE", () =>
        answers().responderId("name", responderCertificate).sign(responderKey, "SHA-256"),
      ),
    test_sign_no_responder_id: () =>
      refuses("ERR_INCOMPLETE", () => answers().addResponse(entry()).sign(responderKey, "SHA-256")),
    test_sign_invalid_hash_algorithm: () =>
      refuses("ERR_INVALID_ARGUMENT", () => ready().sign(responderKey, "notahash")),
    test_sign_good_cert() {
      const before = Math.floor(Date.now() / 1000) * 1000;
      const response = signed([entry()]);
      assert.ok(response.responderName?.equals(Certificate.fromPEM(responderCertificate).subject));
      assert.equal(response.responderKeyHash, null);
      assert.ok(response.producedAt.getTime() >= before && response.producedAt.getTime() <= Date.now());
      assert.deepEqual(
        [response.signatureAlgorithmOid, response.signatureHashAlgorithm],
        ["1.2.840.10045.4.3.2", "SHA-256"],
      );
      assert.deepEqual(says(response), ["good", null, null, thisUpdate, nextUpdate]);
      assert.equal(hex(response.responses[0].der), hex(certID(certificate, issuer).der));
    },
    test_sign_revoked_cert() {
      const response = signed([entry({ certificateStatus: "revoked", revocationTime })]);
      assert.deepEqual(says(response), ["revoked", revocationTime, null, thisUpdate, nextUpdate]);
    },
    test_sign_unknown_cert() {
      const response = signed([entry({ certificateStatus: "unknown", hashAlgorithm: "SHA-384" })]);
      assert.deepEqual(says(response), ["unknown", null, null, thisUpdate, nextUpdate]);
      assert.equal(response.hashAlgorithm, "SHA-384");
    },
    test_sign_with_appended_certs() {
      const { certificates } = signed([entry()], {
        more: (builder) => builder.certificates([responderCertificate, issuer]),
      });
      assert.deepEqual(
        certificates.map((one) => hex(one.toDER())),
        [responderCertificate, issuer].map((pem) => hex(Certificate.fromPEM(pem).toDER())),
      );
    },
    test_sign_revoked_no_next_update() {
      const response = signed([entry({ certificateStatus: "revoked", revocationTime, nextUpdate: null })]);
      assert.deepEqual(says(response), ["revoked", revocationTime, null, thisUpdate, null]);
    },
    test_sign_revoked_with_reason() {
      const response = signed([
        entry({ certificateStatus: "revoked", revocationTime, revocationReason: ReasonFlags.KEY_COMPROMISE }),
      ]);
      assert.deepEqual(says(response), ["revoked", revocationTime, "keyCompromise", thisUpdate, nextUpdate]);
    },
    test_sign_responder_id_key_hash: inBuild("sign_responder_id_key_hash"),
    test_invalid_sign_responder_cert_does_not_match_private_key: () =>
      refuses("ERR_KEY_MISMATCH", () =>
        ready().sign(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey, "SHA-256"),
      ),
    test_sign_with_extension() {
      for (const critical of [true, false]) {
        const response = signed([entry()], {
          more: (builder) => builder.addExtension(nonce(Buffer.from("012345")), { critical }),
        });
        assert.deepEqual(
          [...response.extensions].map((one) => [one.oid, one.critical, hex(/** @type {Uint8Array} */ (one.decoded))]),
          [["1.3.6.1.5.5.7.48.1.2", critical, hex(Buffer.from("012345"))]],
        );
      }
    },
    test_sign_unknown_private_key() {
      for (const key of [{}, null, undefined, Symbol("key")]) {
        refuses("ERR_INVALID_ARGUMENT", () => ready().sign(key, "SHA-256"));
      }
    },
    test_add_response_by_hash() {
      const response = signed([byHash()]);
      assert.deepEqual(says(response), ["good", null, null, thisUpdate, nextUpdate]);
      assert.equal(hex(response.responses[0].der), hex(certID(certificate, issuer).der));
    },
    // An error there.
    test_add_response_then_add_response_by_hash: () => assert.equal(signed([entry(), byHash()]).responses.length, 2),
    test_add_response_by_hash_bad_hash() {
      for (const change of [
        { hashAlgorithm: "notahash" },
        { issuerNameHash: new Uint8Array(19) },
        { issuerKeyHash: new Uint8Array(21) },
        { hashAlgorithm: "SHA-256" },
        { issuerNameHash: "0123456789abcdef0123" },
        { serialNumber: 16160 },
        { serialNumber: "notanint" },
      ]) {
        refuses("ERR_INVALID_ARGUMENT", () =>
          answers().addResponseByHash(byHash({ certID: { ...parts(), ...change } })),
        );
      }
    },
    test_sign_unrecognized_hash_algorithm() {
      for (const hash of ["SHAKE128", "BLAKE2s", "SM3"]) {
        refuses("ERR_INVALID_ARGUMENT", () => ready().sign(responderKey, hash));
      }
    },
    test_sign_none_hash_not_eddsa: () => refuses("ERR_INVALID_ARGUMENT", () => ready().sign(responderKey, null)),
  });

  /** The same with a key and a certificate of the curve. */
  const edwards = (name, oid) => () => {
    const key = privateKeyPEM(name),
      responder = certificatePEM(name);
    const response = signed([entry()], { responder, key, hash: null });
    assert.deepEqual(
      [response.signatureAlgorithmOid, response.signatureHashAlgorithm, response.signatureAlgorithm.parameters],
      [oid, null, null],
    );
  };
  const eddsa = {
    test_invalid_algorithm: () =>
      refuses("ERR_INVALID_ARGUMENT", () =>
        answers()
          .addResponse(entry())
          .responderId("name", certificatePEM("ed25519"))
          .sign(privateKeyPEM("ed25519"), "SHA-256"),
      ),
    test_sign_ed25519: edwards("ed25519", "1.3.101.112"),
    test_sign_ed448: edwards("ed448", "1.3.101.113"),
  };

  // What that class is for is here the decoded value of the extension; it cannot be constructed, compared or hashed.
  const timestamps = {};
  for (const name of ["init", "repr", "eq", "ne", "hash", "entry_type"]) {
    timestamps[`test_${name}`] = inFile("resp-sct-extension");
  }

  const responses = {
    test_bad_response: () => refuses("ERR_DER_TAG", () => OCSPResponse.fromDER(Buffer.from("invalid"))),
    test_load_response: inFile("resp-sha256"),
    test_load_multi_valued_response: inFile("ocsp-army.deps.mil-resp"),
    test_multi_valued_responses: inFile("ocsp-army.deps.mil-resp"),
    test_load_unauthorized: inFile("resp-unauthorized"),
    test_load_revoked: inFile("resp-revoked"),
    test_load_delegate_unknown_cert: inFile("resp-delegate-unknown-cert"),
    test_load_invalid_signature_oid: inFile("resp-invalid-signature-oid"),
    test_unknown_hash_algorithm: inFile("resp-unknown-hash-alg"),
    test_load_responder_key_hash: inFile("resp-responder-key-hash"),
    test_load_revoked_reason: inFile("resp-revoked-reason"),
    test_load_revoked_no_next_update: inFile("resp-revoked-no-next-update"),
    test_response_extensions: inFile("resp-revoked-reason"),
    test_response_unknown_extension: inFile("resp-unknown-extension"),
    test_serialize_reponse: inFile("resp-revoked"),
    test_invalid_serialize_encoding: () => assert.equal(OCSPResponse.fromDER(file("resp-revoked")).toDER.length, 0),
    test_single_extensions_sct: inFile("resp-sct-extension"),
    test_single_extensions: inFile("resp-single-extension-reason"),
    test_unknown_response_type: inFile("resp-response-type-unknown-oid"),
    test_response_bytes_absent: inFile("resp-successful-no-response-bytes"),
    test_unknown_response_status: inFile("resp-unknown-response-status"),
  };

  const suites = {
    TestOCSPRequest: requests,
    TestOCSPRequestBuilder: requestBuilder,
    TestOCSPResponseBuilder: responseBuilder,
    TestSignedCertificateTimestampsExtension: timestamps,
    TestOCSPResponse: responses,
    TestOCSPEdDSA: eddsa,
  };

  for (const name of source.table.testNames) {
    const [suite, method] = name.split("::");
    test(name, suites[suite]?.[method] ?? (() => assert.fail("no row here")));
  }

  test("no row is about a test that the suite does not have", () => {
    const rows = Object.entries(suites).flatMap(([suite, methods]) =>
      Object.keys(methods).map((method) => `${suite}::${method}`),
    );
    assert.deepEqual(rows.sort(), [...source.table.testNames].sort());
  });
});
