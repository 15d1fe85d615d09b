import { createHash } from "node:crypto";
import { BasicOCSPResponse, CertID, OCSPRequest, OCSPResponse, Request, TBSRequest } from "@peculiar/asn1-ocsp";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import { AlgorithmIdentifier, Certificate } from "@peculiar/asn1-x509";
import { HASH_NAMES, hex, integer, REASON_NAMES, RESPONSE_STATUS_NAMES } from "../text.js";

const SHA1 = new AlgorithmIdentifier({ algorithm: "1.3.14.3.2.26", parameters: null });
const sha1 = (bytes) => new OctetString(createHash("sha1").update(new Uint8Array(bytes)).digest());

// Thousands of entries have more nodes than the parser takes unless told so.
const OPTIONS = { berOptions: { maxNodes: 1_000_000 } };

// The package has the structures; its user makes the hashes.
function build(certificate, issuer) {
  const reqCert = new CertID({
    hashAlgorithm: SHA1,
    issuerNameHash: sha1(AsnConvert.serialize(certificate.tbsCertificate.issuer)),
    issuerKeyHash: sha1(issuer.tbsCertificate.subjectPublicKeyInfo.subjectPublicKey),
    serialNumber: certificate.tbsCertificate.serialNumber,
  });
  const tbsRequest = new TBSRequest({ requestList: [new Request({ reqCert })] });
  return AsnConvert.serialize(new OCSPRequest({ tbsRequest }));
}

const statusOf = ({ good, revoked }) => (revoked ? "revoked" : good === null ? "good" : "unknown");

export default {
  operations: {
    request:
      ({ der }, emit) =>
      () => {
        const { serialNumber, issuerNameHash, issuerKeyHash, hashAlgorithm } = AsnConvert.parse(der, OCSPRequest)
          .tbsRequest.requestList[0].reqCert;
        emit([serialNumber, issuerNameHash, issuerKeyHash, hashAlgorithm.algorithm]);
      },

    response:
      ({ der }, emit) =>
      () => {
        const response = AsnConvert.parse(der, OCSPResponse);
        const basic = AsnConvert.parse(response.responseBytes.response, BasicOCSPResponse);
        const {
          responderID,
          producedAt,
          responses: [entry],
        } = basic.tbsResponseData;
        emit([
          response.responseStatus,
          statusOf(entry.certStatus),
          entry.certStatus.revoked?.revocationReason,
          entry.thisUpdate,
          entry.nextUpdate,
          producedAt,
          entry.certID.serialNumber,
          responderID.byName,
          basic.signature,
          basic.tbsResponseDataRaw,
        ]);
      },

    entries:
      ({ der }, emit) =>
      () => {
        const response = AsnConvert.parse(der, OCSPResponse);
        const basic = AsnConvert.parse(response.responseBytes.response, BasicOCSPResponse, OPTIONS);
        for (const { certID, certStatus, thisUpdate, nextUpdate } of basic.tbsResponseData.responses) {
          emit([
            statusOf(certStatus),
            certID.serialNumber,
            thisUpdate,
            nextUpdate,
            certID.issuerNameHash,
            certID.issuerKeyHash,
          ]);
        }
      },

    "build-parsed": (files, emit) => {
      const certificate = AsnConvert.parse(files.certificate, Certificate);
      const issuer = AsnConvert.parse(files.issuer, Certificate);
      return () => emit([build(certificate, issuer)]);
    },

    "build-der":
      ({ certificate, issuer }, emit) =>
      () =>
        emit([build(AsnConvert.parse(certificate, Certificate), AsnConvert.parse(issuer, Certificate))]),
  },

  without: {},

  text: {
    integer,
    hash: (oid) => HASH_NAMES[oid],
    responseStatus: (number) => RESPONSE_STATUS_NAMES[number],
    reason: ({ reason }) => REASON_NAMES[reason],
    name: (name) => hex(AsnConvert.serialize(name)),
    bytes: (value) => hex(value instanceof OctetString ? value.buffer : value),
  },
};
