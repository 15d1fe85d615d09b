// The OCSP vectors of Python's cryptography: each file gives the fields of the table, and each claim that the table
// makes of that library's own tests holds here in this library's terms.

import assert from "node:assert/strict";
import { verify, X509Certificate } from "node:crypto";
import { test } from "node:test";
import {
  Certificate,
  certID,
  OCSPError,
  OCSPRequest,
  OCSPRequestBuilder,
  OCSPResponse,
  OCSPResponseBuilder,
  OCSPResponseStatus,
} from "../../bindings/index.js";
import {
  assertRequestFields,
  assertResponseFields,
  hex,
  isoTime,
  reason,
  SUCCESSFUL_GETTERS,
  sha256,
  valueOrCode,
} from "../support/fields.js";
import { describeVectors, VectorSource } from "../support/vectors.js";

const ROOTS = { "parse-request": OCSPRequest, "parse-response": OCSPResponse };

/** What is refused here, at which byte and where. */
const REFUSED = {
  // The contents of the second extnID.
  "ocsp/req-duplicate-ext.der": ["ERR_DUPLICATE_EXTENSION", 126, "OCSPRequest.tbsRequest.requestExtensions[1].extnID"],
  "ocsp/resp-response-type-unknown-oid.der": ["ERR_OCSP_RESPONSE_TYPE", 17, "OCSPResponse.responseBytes.responseType"],
  "ocsp/resp-successful-no-response-bytes.der": ["ERR_OCSP_RESPONSE_BYTES", 5, "OCSPResponse.responseBytes"],
  "ocsp/resp-unknown-response-status.der": ["ERR_OCSP_RESPONSE_STATUS", 4, "OCSPResponse.responseStatus"],
};

const onlyExtension = (extensions) => {
  assert.equal(extensions.length, 1);
  return [...extensions][0];
};

/** Each key of `expect`, as an assertion about the parsed message. `load` is for the whole file. */
const claims = {
  // requests and responses
  extensions: (message, count) => assert.equal(message.extensions.length, count),
  critical: (message, critical) => assert.equal(onlyExtension(message.extensions).critical, critical),
  nonceHex(message, nonce) {
    assert.equal(hex(message.nonce), nonce);
    assert.equal(hex(message.extensions.get("nonce").decoded), nonce);
  },
  acceptableResponses: (request, oids) => assert.deepEqual(request.extensions.get("acceptableResponses").decoded, oids),
  unrecognized(message, { oid, valueHex }) {
    const { oid: found, name, value, decoded } = onlyExtension(message.extensions);
    assert.deepEqual([found, name, hex(value), decoded], [oid, null, valueHex, undefined]);
  },
  // An exception there; here the OID stays readable and only its name is missing.
  hashAlgorithmRaises: (message) => assert.equal(message.hashAlgorithm, null),
  hash: (message, hash) => assert.equal(message.hashAlgorithm.replace("-", ""), hash),
  issuerNameHash: (message, hash) => assert.equal(hex(message.issuerNameHash), hash),
  issuerKeyHash: (message, hash) => assert.equal(hex(message.issuerKeyHash), hash),
  serialHex: (message, serial) => assert.equal(message.serialNumber, BigInt(`0x${serial}`)),
  serial: (message, serial) => assert.equal(message.serialNumber, BigInt(serial)),
  publicBytesIdentical: (message, _, source, file) => assert.deepEqual(message.toDER(), source.bytes(file)),
  // There is one encoding, so there is no argument to get wrong.
  publicBytesPem: (message) => assert.equal(message.toDER.length, 0),
  publicBytesBadType: (message) => assert.equal(message.toDER.length, 0),

  // responses
  responseStatus: (response, status) => assert.equal(response.responseStatus, OCSPResponseStatus[status]),
  everyOtherAccessorRaises(response) {
    for (const getter of SUCCESSFUL_GETTERS) {
      assert.equal(
        valueOrCode(() => response[getter]),
        "ERR_OCSP_UNSUCCESSFUL",
        getter,
      );
    }
  },
  responses: (response, count) => assert.equal(response.responses.length, count),
  singleAccessorsRaise(response) {
    for (const getter of ["certificateStatus", "serialNumber", "thisUpdate", "singleExtensions"]) {
      assert.equal(
        valueOrCode(() => response[getter]),
        "ERR_NOT_SINGLE",
        getter,
      );
    }
  },
  withRequests(response, requests, source) {
    for (const [file, expected] of Object.entries(requests)) {
      const [asked] = OCSPRequest.fromDER(source.bytes(`ocsp/${file}`)).requests;
      const entry = response.find(asked);
      if (expected.noMatch) {
        assert.equal(entry, undefined);
        continue;
      }
      assert.equal(hex(entry.der), hex(asked.der));
      const found = {
        status: entry.certificateStatus.toUpperCase(),
        thisUpdate: isoTime(entry.thisUpdate),
        nextUpdate: isoTime(entry.nextUpdate),
        reason: entry.revocationReason,
        revocationTime: isoTime(entry.revocationTime),
      };
      const { reason: expectedReason, ...rest } = expected;
      assert.deepEqual({ ...found, ...rest, reason: reason(expectedReason) }, found);
    }
  },
  certificates: (response, count) => assert.equal(response.certificates.length, count),
  status: (response, status) => assert.equal(response.certificateStatus.toUpperCase(), status),
  signatureAlgorithmOid: (response, oid) => assert.equal(response.signatureAlgorithmOid, oid),
  // Likewise.
  signatureHashAlgorithmRaises: (response) => assert.equal(response.signatureHashAlgorithm, null),
  signatureHash: (response, hash) => assert.equal(response.signatureHashAlgorithm.replace("-", ""), hash),
  signatureVerifiesWith(response, signer, source) {
    const { publicKey } = new X509Certificate(source.text(signer));
    assert.ok(verify(response.signatureHashAlgorithm, response.tbsResponseBytes, publicKey, response.signature));
    assert.equal(response.isSignedBy(source.text(signer)), true);
  },
  responderName(response, name, source) {
    if (name === null) {
      return assert.equal(response.responderName, null);
    }
    const { subject } = Certificate.fromPEM(source.text(`certs/${name.replace("subject of ", "")}`));
    assert.ok(response.responderName.equals(subject));
  },
  responderKeyHash: (response, hash) => assert.equal(response.responderKeyHash && hex(response.responderKeyHash), hash),
  producedAt: (response, time) => assert.equal(isoTime(response.producedAt), time),
  thisUpdate: (response, time) => assert.equal(isoTime(response.thisUpdate), time),
  nextUpdate: (response, time) => assert.equal(isoTime(response.nextUpdate), time),
  revocationTime: (response, time) => assert.equal(isoTime(response.revocationTime), time),
  revocationReason: (response, name) => assert.equal(response.revocationReason, reason(name)),
  tbsBase64: (response, text) => assert.equal(Buffer.from(response.tbsResponseBytes).toString("base64"), text),
  singleExtensions: (response, count) => assert.equal(response.singleExtensions.length, count),
  singleExtensionOid: (response, oid) => assert.equal(onlyExtension(response.singleExtensions).oid, oid),
  crlReason: (response, name) => assert.equal(response.singleExtensions.get("cRLReason").decoded, reason(name)),
  scts: (response, count) =>
    assert.equal(response.singleExtensions.get("signedCertificateTimestamps").decoded.length, count),
  sctLogIdsBase64(response, logIDs) {
    const { decoded } = response.singleExtensions.get("signedCertificateTimestamps");
    assert.deepEqual(
      decoded.map(({ logId }) => Buffer.from(logId).toString("base64")),
      logIDs,
    );
  },
  // RFC 6962 3.3: in an OCSP response the timestamps are about the certificate itself; there is nothing to tell apart.
  // All are v1.
  entryType(response, type) {
    assert.equal(type, "X509_CERTIFICATE");
    for (const { version } of response.singleExtensions.get("signedCertificateTimestamps").decoded) {
      assert.equal(version, 0);
    }
  },
};

describeVectors("pyca", (source) => {
  for (const { file, op, sha256: digest, expect, fields } of source.table.cases) {
    test(file, () => {
      const der = source.bytes(file);
      assert.equal(sha256(der), digest);
      if (file in REFUSED) {
        const [code, offset, path] = REFUSED[file];
        assert.throws(
          () => ROOTS[op].fromDER(der),
          (error) => {
            assert.ok(error instanceof OCSPError);
            assert.deepEqual([error.code, error.offset, error.path], [code, offset, path]);
            return true;
          },
        );
        // The table knows no file to be sound that is refused here.
        assert.ok(expect.load !== "ok" || expect.extensionsRaises === "DuplicateExtension");
        return;
      }
      const message = ROOTS[op].fromDER(der);
      if (op === "parse-request") {
        assertRequestFields(message, fields);
      } else {
        assertResponseFields(message, fields);
      }
      assert.deepEqual(message.toDER(), der);

      const { load, ...expected } = expect;
      // Several CertIDs are read here.
      assert.ok(
        load === "ok" || load.startsWith("NotImplementedError: OCSP request contains more than one request"),
        load,
      );
      for (const [claim, value] of Object.entries(expected)) {
        assert.ok(claim in claims, `the table claims ${claim}`);
        claims[claim](message, value, source, file);
      }
    });
  }

  const builds = {
    create_ocsp_request({ cert, issuer, hash, derBase64 }) {
      const request = new OCSPRequestBuilder().addCertificate(source.text(cert), source.text(issuer), hash).build();
      assert.equal(Buffer.from(request.toDER()).toString("base64"), derBase64);
    },
    add_cert_by_hash({ hash, issuerKeyHashBase64, serial }) {
      const { cert, issuer, derBase64 } = source.table.build.find(({ id }) => id === "create_ocsp_request");
      const { issuerNameHash } = certID(source.text(cert), source.text(issuer), hash);
      assert.equal(hex(issuerNameHash), "400b467af1e6b2d30983ba0d607e7e59374824c4"); // as the parsed files have it for this issuer
      const request = new OCSPRequestBuilder()
        .addCertificateByHash({
          hashAlgorithm: hash,
          issuerNameHash,
          issuerKeyHash: Buffer.from(issuerKeyHashBase64, "base64"),
          serialNumber: BigInt(serial),
        })
        .build();
      assert.equal(Buffer.from(request.toDER()).toString("base64"), derBase64);
    },
    build_unsuccessful({ map }) {
      for (const [status, der] of Object.entries(map)) {
        assert.equal(hex(OCSPResponseBuilder.buildUnsuccessful(OCSPResponseStatus[status]).toDER()), der);
      }
    },
    // The documentation's examples have a certificate of that suite's key.
    sign_responder_id_key_hash({ responderKeyHash }) {
      const docs = new VectorSource("pyca-docs");
      const { cert, issuer } = source.table.build.find(({ id }) => id === "create_ocsp_request");
      const response = new OCSPResponseBuilder()
        .addResponse({
          certificate: source.text(cert),
          issuer: source.text(issuer),
          certificateStatus: "good",
          thisUpdate: new Date(),
        })
        .responderId("hash", docs.text("responder_cert.pem"))
        .sign(docs.text("responder_key.pem"), "SHA-256");
      assert.equal(hex(OCSPResponse.fromDER(response.toDER()).responderKeyHash), responderKeyHash);
    },
  };
  builds["docs doctest SHA256"] = builds.create_ocsp_request;

  for (const build of source.table.build) {
    test(`build ${build.id}`, () => builds[build.id](build));
  }
});
