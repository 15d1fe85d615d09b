import { Certificate, OCSPRequest, OCSPRequestBuilder, OCSPResponse } from "../../../bindings/index.js";

const build = (certificate, issuer) => new OCSPRequestBuilder().addCertificate(certificate, issuer).build().toDER();

export default {
  operations: {
    request: ({ der }, emit) => () => {
      const request = OCSPRequest.fromDER(der);
      emit([request.serialNumber, request.issuerNameHash, request.issuerKeyHash, request.hashAlgorithm]);
    },

    response: ({ der }, emit) => () => {
      const response = OCSPResponse.fromDER(der);
      emit([
        response.responseStatus, response.certificateStatus, response.revocationReason, response.thisUpdate,
        response.nextUpdate, response.producedAt, response.serialNumber, response.responderName, response.signature,
        response.tbsResponseBytes,
      ]);
    },

    entries: ({ der }, emit) => () => {
      for (const entry of OCSPResponse.fromDER(der).responses) {
        emit([
          entry.certificateStatus, entry.serialNumber, entry.thisUpdate, entry.nextUpdate, entry.issuerNameHash,
          entry.issuerKeyHash,
        ]);
      }
    },

    "build-parsed": (files, emit) => {
      const certificate = Certificate.fromDER(files.certificate);
      const issuer = Certificate.fromDER(files.issuer);
      return () => emit([build(certificate, issuer)]);
    },

    "build-der": ({ certificate, issuer }, emit) => () => emit([build(certificate, issuer)]),
  },

  without: {},

  text: { name: (name) => Buffer.from(name.der).toString("hex") },
};
