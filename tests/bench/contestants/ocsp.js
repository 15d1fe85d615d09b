import rfc2560 from "asn1.js-rfc2560";
import rfc5280 from "asn1.js-rfc5280";
import ocsp from "ocsp";
import { HASH_NAMES } from "../text.js";

export default {
  operations: {
    // Requests are read with the schema that the package's own server reads them with.
    request: ({ der }, emit) => {
      const bytes = Buffer.from(der);
      return () => {
        const { serialNumber, issuerNameHash, issuerKeyHash, hashAlgorithm } =
          rfc2560.OCSPRequest.decode(bytes, "der").tbsRequest.requestList[0].reqCert;
        emit([serialNumber, issuerNameHash, issuerKeyHash, hashAlgorithm.algorithm]);
      };
    },

    response: ({ der }, emit) => {
      const bytes = Buffer.from(der);
      return () => {
        const { start, end, value } = ocsp.utils.parseResponse(bytes);
        const { responderID, producedAt, responses: [entry] } = value.tbsResponseData;
        emit([
          undefined, entry.certStatus.type, entry.certStatus.value.revocationReason, entry.thisUpdate,
          entry.nextUpdate, producedAt, entry.certId.serialNumber, responderID.value, value.signature.data,
          bytes.subarray(start, end),
        ]);
      };
    },

    entries: ({ der }, emit) => {
      const bytes = Buffer.from(der);
      return () => {
        const { responses } = ocsp.utils.parseResponse(bytes).value.tbsResponseData;
        for (const { certId, certStatus, thisUpdate, nextUpdate } of responses) {
          emit([
            certStatus.type, certId.serialNumber, thisUpdate, nextUpdate, certId.issuerNameHash, certId.issuerKeyHash,
          ]);
        }
      };
    },

    "build-parsed": (files, emit) => {
      const certificate = rfc5280.Certificate.decode(Buffer.from(files.certificate), "der");
      const issuer = rfc5280.Certificate.decode(Buffer.from(files.issuer), "der");
      return () => emit([ocsp.request.generate(certificate, issuer).data]);
    },

    "build-der": (files, emit) => {
      const certificate = Buffer.from(files.certificate);
      const issuer = Buffer.from(files.issuer);
      return () => emit([ocsp.request.generate(certificate, issuer).data]);
    },
  },

  without: { response: "parseResponse() throws unless the response is successful, and returns no status" },

  text: {
    integer: (bignum) => bignum.toString(16),
    hash: (arcs) => HASH_NAMES[arcs.join(".")],
    time: (milliseconds) => new Date(milliseconds).toISOString().replace(".000Z", "Z"),
    name: (name) => rfc5280.Name.encode(name, "der").toString("hex"),
  },
};
