// Every test of the OCSP suite of Python's cryptography by name, with its meaning here. What is only about a file is in
// vectors-pyca.test.js, and the row says which.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  acceptableResponses, certID, extension, nonce, OCSPError, OCSPRequest, OCSPRequestBuilder, OCSPResponse,
  OCSPResponseBuilder, OCSPResponseStatus,
} from "../bindings/index.js";
import { hex } from "./support/fields.js";
import { describeVectors, RESPONSE_SIGNING } from "./support/vectors.js";

describeVectors("pyca", (source) => {
  const file = (name) => source.bytes(`ocsp/${name}.der`);
  const certificate = source.text("certs/cryptography.io.pem");
  const issuer = source.text("certs/rapidssl_sha256_ca_g3.pem");
  /** Untyped: some calls are wrong on purpose. @type {() => any} */
  const builder = () => new OCSPRequestBuilder();
  const refuses = (code, action) => assert.throws(action, (error) => {
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
      assert.deepEqual(request.requests.map(({ serialNumber }) => serialNumber), [16160n, 16160n]);
    },
    test_add_cert_by_hash_twice() {
      const request = builder().addCertificateByHash(parts()).addCertificate(certificate, issuer).build();
      assert.equal(hex(request.requests[0].der), hex(request.requests[1].der));
    },
    test_add_cert_by_hash_bad_hash() {
      const wrong = (change) => refuses("ERR_INVALID_ARGUMENT", () => builder().addCertificateByHash({ ...parts(), ...change }));
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
    test_add_extension_twice: () => refuses("ERR_ALREADY_SET",
      () => builder().addExtension(nonce(new Uint8Array(8))).addExtension(nonce(new Uint8Array(9)))),
    test_add_invalid_extension() {
      refuses("ERR_INVALID_ARGUMENT", () => builder().addExtension("notanextension"));
      refuses("ERR_INVALID_ARGUMENT", () => builder().addExtension({}));
    },
    // Any extension can be put into a request here, as bytes; what is none is refused before it is added.
    test_unsupported_extension: () => refuses("ERR_INVALID_ARGUMENT",
      () => builder().addExtension(extension("not.an.oid", new Uint8Array(2)))),
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
        assert.deepEqual([found.oid, found.critical, hex(found.decoded)], ["1.3.6.1.5.5.7.48.1.2", critical, hex(value)]);
      }
      const request = builder().addCertificate(certificate, issuer)
        .addExtension(acceptableResponses(["1.3.6.1.5.5.7.48.1.1"])).build();
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
      refuses("ERR_INVALID_ARGUMENT", () => OCSPResponseBuilder.buildUnsuccessful(/** @type {any} */ (OCSPResponseStatus.SUCCESSFUL))),
  };
  for (const name of [
    "add_response_twice", "invalid_add_response", "invalid_certificates", "invalid_responder_id", "invalid_extension",
    "unsupported_extension", "sign_no_response", "sign_no_responder_id", "sign_invalid_hash_algorithm", "sign_good_cert",
    "sign_revoked_cert", "sign_unknown_cert", "sign_with_appended_certs", "sign_revoked_no_next_update", "sign_revoked_with_reason",
    "sign_responder_id_key_hash", "invalid_sign_responder_cert_does_not_match_private_key", "sign_with_extension",
    "sign_unknown_private_key", "add_response_by_hash", "add_response_then_add_response_by_hash", "add_response_by_hash_bad_hash",
    "sign_unrecognized_hash_algorithm", "sign_none_hash_not_eddsa",
  ]) responseBuilder[`test_${name}`] = RESPONSE_SIGNING;

  // What that class is for is here the decoded value of the extension; it cannot be constructed, compared or hashed.
  const timestamps = {};
  for (const name of ["init", "repr", "eq", "ne", "hash", "entry_type"]) timestamps[`test_${name}`] = inFile("resp-sct-extension");

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
    TestOCSPEdDSA: { test_invalid_algorithm: RESPONSE_SIGNING, test_sign_ed25519: RESPONSE_SIGNING, test_sign_ed448: RESPONSE_SIGNING },
  };

  for (const name of source.table.testNames) {
    const [suite, method] = name.split("::");
    const run = suites[suite]?.[method];
    if (typeof run === "string") test(name, { skip: run });
    else test(name, run ?? (() => assert.fail("no row here")));
  }

  test("no row is about a test that the suite does not have", () => {
    const rows = Object.entries(suites).flatMap(([suite, methods]) => Object.keys(methods).map((method) => `${suite}::${method}`));
    assert.deepEqual(rows.sort(), [...source.table.testNames].sort());
  });
});
