import { fromBER } from "asn1js";
import { BasicOCSPResponse, Certificate, OCSPRequest, OCSPResponse } from "pkijs";
import { HASH_NAMES, REASON_NAMES, RESPONSE_STATUS_NAMES, hex, integer } from "../text.js";

async function build(certificate, issuerCertificate) {
  const request = new OCSPRequest();
  await request.createForCertificate(certificate, { hashAlgorithm: "SHA-1", issuerCertificate });
  return request.toSchema(true).toBER();
}

// Thousands of entries have more nodes than fromBER() takes unless told so.
const OPTIONS = { maxNodes: 1_000_000 };

// certStatus is the CHOICE as it was encoded: its tag number says which, RevokedInfo's second field is the reason.
const STATUSES = ["good", "revoked", "unknown"];
const statusOf = (choice) => STATUSES[choice.idBlock.tagNumber];
const reasonOf = (choice) => choice.valueBlock.value[1]?.valueBlock.value[0].valueBlock.valueDec;

export default {
  operations: {
    request: ({ der }, emit) => () => {
      const { serialNumber, issuerNameHash, issuerKeyHash, hashAlgorithm } =
        OCSPRequest.fromBER(der).tbsRequest.requestList[0].reqCert;
      emit([
        serialNumber.valueBlock.valueHexView, issuerNameHash.valueBlock.valueHexView,
        issuerKeyHash.valueBlock.valueHexView, hashAlgorithm.algorithmId,
      ]);
    },

    response: ({ der }, emit) => () => {
      const response = OCSPResponse.fromBER(der);
      const basic = BasicOCSPResponse.fromBER(response.responseBytes.response.valueBlock.valueHexView);
      const { responderID, producedAt, responses: [entry], tbsView } = basic.tbsResponseData;
      emit([
        response.responseStatus.valueBlock.valueDec, statusOf(entry.certStatus), reasonOf(entry.certStatus),
        entry.thisUpdate, entry.nextUpdate, producedAt, entry.certID.serialNumber.valueBlock.valueHexView, responderID,
        basic.signature.valueBlock.valueHexView, tbsView,
      ]);
    },

    entries: ({ der }, emit) => () => {
      const response = OCSPResponse.fromBER(der);
      const basic = new BasicOCSPResponse({
        schema: fromBER(response.responseBytes.response.valueBlock.valueHexView, OPTIONS).result,
      });
      for (const { certID, certStatus, thisUpdate, nextUpdate } of basic.tbsResponseData.responses) {
        emit([
          statusOf(certStatus), certID.serialNumber.valueBlock.valueHexView, thisUpdate, nextUpdate,
          certID.issuerNameHash.valueBlock.valueHexView, certID.issuerKeyHash.valueBlock.valueHexView,
        ]);
      }
    },

    "build-parsed": (files, emit) => {
      const certificate = Certificate.fromBER(files.certificate);
      const issuer = Certificate.fromBER(files.issuer);
      return async () => emit([await build(certificate, issuer)]);
    },

    "build-der": ({ certificate, issuer }, emit) => async () =>
      emit([await build(Certificate.fromBER(certificate), Certificate.fromBER(issuer))]),
  },

  without: {},

  text: {
    integer,
    hash: (oid) => HASH_NAMES[oid],
    responseStatus: (number) => RESPONSE_STATUS_NAMES[number],
    reason: (number) => REASON_NAMES[number],
    name: (name) => hex(name.toSchema().toBER()),
  },
};
