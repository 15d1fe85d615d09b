import rfc2560 from "asn1.js-rfc2560";
import rfc5280 from "asn1.js-rfc5280";
import ocsp from "ocsp";
import { HASH_NAMES } from "../text.js";

// The package's own server makes the response; it is never opened.
function sign(files, emit) {
  const [certificate, issuer] = [files.certificate, files.issuer].map((der) => Buffer.from(der));
  const server = ocsp.Server.create({ cert: issuer, key: Buffer.from(files.key) });
  const { data, certID } = ocsp.request.generate(certificate, issuer);
  server.addCert(certID.serialNumber, "good", null);
  const request = rfc2560.OCSPRequest.decode(data, "der");
  return () =>
    new Promise((resolve, reject) =>
      server.getResponses(request, (error, der) => (error ? reject(error) : resolve(emit([der])))),
    );
}

function check({ certificate, issuer, der }, emit) {
  const request = ocsp.request.generate(Buffer.from(certificate), Buffer.from(issuer));
  const response = Buffer.from(der);
  return () =>
    new Promise((resolve, reject) =>
      ocsp.verify({ request, response }, (error) => (error ? reject(error) : resolve(emit([true])))),
    );
}

export default {
  operations: {
    // Requests are read with the schema that the package's own server reads them with.
    request: ({ der }, emit) => {
      const bytes = Buffer.from(der);
      return () => {
        const { serialNumber, issuerNameHash, issuerKeyHash, hashAlgorithm } = rfc2560.OCSPRequest.decode(bytes, "der")
          .tbsRequest.requestList[0].reqCert;
        emit([serialNumber, issuerNameHash, issuerKeyHash, hashAlgorithm.algorithm]);
      };
    },

    response: ({ der }, emit) => {
      const bytes = Buffer.from(der);
      return () => {
        const { start, end, value } = ocsp.utils.parseResponse(bytes);
        const {
          responderID,
          producedAt,
          responses: [entry],
        } = value.tbsResponseData;
        emit([
          undefined,
          entry.certStatus.type,
          entry.certStatus.value.revocationReason,
          entry.thisUpdate,
          entry.nextUpdate,
          producedAt,
          entry.certId.serialNumber,
          responderID.value,
          value.signature.data,
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
            certStatus.type,
            certId.serialNumber,
            thisUpdate,
            nextUpdate,
            certId.issuerNameHash,
            certId.issuerKeyHash,
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

    "sign-rsa2048": sign,
    "sign-rsa2048-native": sign,

    "check-rsa2048": check,
  },

  without: {
    response: "parseResponse() throws unless the response is successful, and returns no status",
    "sign-rsa2048": "signs with SHA-512, and sends no certificates",
    "sign-rsa2048-native": "signs with SHA-512, and sends no certificates",
    "check-rsa2048": "verify() takes bytes: its figure includes parsing, and checks of the entry",
  },

  text: {
    integer: (bignum) => bignum.toString(16),
    hash: (arcs) => HASH_NAMES[arcs.join(".")],
    time: (milliseconds) => new Date(milliseconds).toISOString().replace(".000Z", "Z"),
    name: (name) => rfc5280.Name.encode(name, "der").toString("hex"),
  },
};
