import { createPrivateKey } from "node:crypto";
import { Enumerated, fromBER, OctetString, Primitive } from "asn1js";
import {
  BasicOCSPResponse,
  CertID,
  Certificate,
  getCrypto,
  OCSPRequest,
  OCSPResponse,
  ResponseBytes,
  ResponseData,
  SingleResponse,
} from "pkijs";
import { NEXT_UPDATE, THIS_UPDATE } from "../inputs.js";
import { HASH_NAMES, hex, integer, REASON_NAMES, RESPONSE_STATUS_NAMES } from "../text.js";

async function build(certificate, issuerCertificate) {
  const request = new OCSPRequest();
  await request.createForCertificate(certificate, { hashAlgorithm: "SHA-1", issuerCertificate });
  return request.toSchema(true).toBER();
}

const GOOD = () => new Primitive({ idBlock: { tagClass: 3, tagNumber: 0 } });
const ID_PKIX_OCSP_BASIC = "1.3.6.1.5.5.7.48.1.1";

async function signed(certificate, issuerCertificate, key) {
  const certID = new CertID();
  await certID.createForCertificate(certificate, { hashAlgorithm: "SHA-1", issuerCertificate });
  const basic = new BasicOCSPResponse({
    tbsResponseData: new ResponseData({
      responderID: new OctetString({ valueHex: certID.issuerKeyHash.valueBlock.valueHexView }),
      producedAt: new Date(Math.floor(Date.now() / 1000) * 1000),
      responses: [new SingleResponse({ certID, certStatus: GOOD(), thisUpdate: THIS_UPDATE, nextUpdate: NEXT_UPDATE })],
    }),
    certs: [issuerCertificate],
  });
  await basic.sign(key, "SHA-256");
  const response = new OCSPResponse({
    responseStatus: new Enumerated({ value: 0 }),
    responseBytes: new ResponseBytes({
      responseType: ID_PKIX_OCSP_BASIC,
      response: new OctetString({ valueHex: basic.toSchema().toBER() }),
    }),
  });
  return response.toSchema().toBER();
}

const sign = (algorithm) => (files, emit) => {
  const [certificate, issuer] = [files.certificate, files.issuer].map((der) => Certificate.fromBER(der));
  const pkcs8 = createPrivateKey(Buffer.from(files.key)).export({ format: "der", type: "pkcs8" });
  const key = crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]);
  return async () => emit([await signed(certificate, issuer, await key)]);
};
const signWithECDSA = sign({ name: "ECDSA", namedCurve: "P-256" });
const signWithRSA = sign({ name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" });

const check = ({ der, issuer }, emit) => {
  const response = OCSPResponse.fromBER(der);
  const basic = BasicOCSPResponse.fromBER(response.responseBytes.response.valueBlock.valueHexView);
  const { subjectPublicKeyInfo } = Certificate.fromBER(issuer);
  const engine = getCrypto(true);
  return async () =>
    emit([
      await engine.verifyWithPublicKey(
        basic.tbsResponseData.tbsView,
        basic.signature,
        subjectPublicKeyInfo,
        basic.signatureAlgorithm,
      ),
    ]);
};

const verify = (files, emit) => {
  const trustedCerts = [Certificate.fromBER(files.issuer)];
  const verifies = (der) => {
    const response = OCSPResponse.fromBER(der);
    return BasicOCSPResponse.fromBER(response.responseBytes.response.valueBlock.valueHexView).verify({ trustedCerts });
  };
  // It rejects where the responder is not authorized; only the twins may.
  const twins = Promise.all([files.tampered, files.impostor].map((der) => verifies(der).catch(() => false)));
  return async () => emit([await verifies(files.der), ...(await twins)]);
};

// Thousands of entries have more nodes than fromBER() takes unless told so.
const OPTIONS = { maxNodes: 1_000_000 };

// certStatus is the CHOICE as it was encoded: its tag number says which, RevokedInfo's second field is the reason.
const STATUSES = ["good", "revoked", "unknown"];
const statusOf = (choice) => STATUSES[choice.idBlock.tagNumber];
const reasonOf = (choice) => choice.valueBlock.value[1]?.valueBlock.value[0].valueBlock.valueDec;

export default {
  operations: {
    request:
      ({ der }, emit) =>
      () => {
        const { serialNumber, issuerNameHash, issuerKeyHash, hashAlgorithm } =
          OCSPRequest.fromBER(der).tbsRequest.requestList[0].reqCert;
        emit([
          serialNumber.valueBlock.valueHexView,
          issuerNameHash.valueBlock.valueHexView,
          issuerKeyHash.valueBlock.valueHexView,
          hashAlgorithm.algorithmId,
        ]);
      },

    response:
      ({ der }, emit) =>
      () => {
        const response = OCSPResponse.fromBER(der);
        const basic = BasicOCSPResponse.fromBER(response.responseBytes.response.valueBlock.valueHexView);
        const {
          responderID,
          producedAt,
          responses: [entry],
          tbsView,
        } = basic.tbsResponseData;
        emit([
          response.responseStatus.valueBlock.valueDec,
          statusOf(entry.certStatus),
          reasonOf(entry.certStatus),
          entry.thisUpdate,
          entry.nextUpdate,
          producedAt,
          entry.certID.serialNumber.valueBlock.valueHexView,
          responderID,
          basic.signature.valueBlock.valueHexView,
          tbsView,
        ]);
      },

    entries:
      ({ der }, emit) =>
      () => {
        const response = OCSPResponse.fromBER(der);
        const basic = new BasicOCSPResponse({
          schema: fromBER(response.responseBytes.response.valueBlock.valueHexView, OPTIONS).result,
        });
        for (const { certID, certStatus, thisUpdate, nextUpdate } of basic.tbsResponseData.responses) {
          emit([
            statusOf(certStatus),
            certID.serialNumber.valueBlock.valueHexView,
            thisUpdate,
            nextUpdate,
            certID.issuerNameHash.valueBlock.valueHexView,
            certID.issuerKeyHash.valueBlock.valueHexView,
          ]);
        }
      },

    "build-parsed": (files, emit) => {
      const certificate = Certificate.fromBER(files.certificate);
      const issuer = Certificate.fromBER(files.issuer);
      return async () => emit([await build(certificate, issuer)]);
    },

    "build-der":
      ({ certificate, issuer }, emit) =>
      async () =>
        emit([await build(Certificate.fromBER(certificate), Certificate.fromBER(issuer))]),

    "sign-p256": signWithECDSA,
    "sign-p256-native": signWithECDSA,
    "sign-rsa2048": signWithRSA,
    "sign-rsa2048-native": signWithRSA,

    "check-p256": check,
    "check-rsa2048": check,

    "verify-p256": verify,
    "verify-rsa2048": verify,
  },

  without: {
    "verify-p256": "verify() is about the signatures and the responder; CertID and times are not part of its figure",
    "verify-rsa2048": "verify() is about the signatures and the responder; CertID and times are not part of its figure",
  },

  text: {
    integer,
    hash: (oid) => HASH_NAMES[oid],
    responseStatus: (number) => RESPONSE_STATUS_NAMES[number],
    reason: (number) => REASON_NAMES[number],
    name: (name) => hex(name.toSchema().toBER()),
  },
};
