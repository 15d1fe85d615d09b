import { createPrivateKey } from "node:crypto";
import {
  Certificate,
  certID,
  OCSPRequest,
  OCSPRequestBuilder,
  OCSPResponse,
  OCSPResponseBuilder,
  PrivateKey,
} from "../../../bindings/index.js";
import { NEXT_UPDATE, THIS_UPDATE } from "../inputs.js";

const sign = (readKey) => (files, emit) => {
  const [certificate, issuer] = [files.certificate, files.issuer].map((der) => Certificate.fromDER(der));
  const key = PrivateKey.from(readKey(Buffer.from(files.key).toString()));
  return () =>
    emit([
      new OCSPResponseBuilder()
        .addResponse({
          certificate,
          issuer,
          certificateStatus: "good",
          thisUpdate: THIS_UPDATE,
          nextUpdate: NEXT_UPDATE,
        })
        .responderId("hash", issuer)
        .certificates([issuer])
        .sign(key, "SHA-256")
        .toDER(),
    ]);
};
const signWithPEM = sign((pem) => pem);
const signWithKeyObject = sign(createPrivateKey);

const check = (files, emit) => {
  const response = OCSPResponse.fromDER(files.der);
  const issuer = Certificate.fromDER(files.issuer);
  return () => emit([response.isSignedBy(issuer)]);
};

/** Keys take turns, more of them than are kept. */
const checkNew = ({ pool }, emit) => {
  const list = JSON.parse(Buffer.from(pool).toString()).map(({ issuer, response }) => ({
    issuer: Certificate.fromDER(Buffer.from(issuer, "base64")),
    response: OCSPResponse.fromDER(Buffer.from(response, "base64")),
  }));
  let turn = 0;
  return () => {
    const { issuer, response } = list[turn++ % list.length];
    emit([response.isSignedBy(issuer)]);
  };
};

const verifyNew = (files, emit) => {
  const issuer = Certificate.fromDER(files.issuer);
  const certificate = certID(Certificate.fromDER(files.certificate), issuer);
  const time = new Date();
  const list = JSON.parse(Buffer.from(files.pool).toString()).map((text) => Buffer.from(text, "base64"));
  let turn = 0;
  return () => emit([OCSPResponse.fromDER(list[turn++ % list.length]).check({ issuer, certificate, time }).ok]);
};

const verify = (files, emit) => {
  const issuer = Certificate.fromDER(files.issuer);
  const certificate = certID(Certificate.fromDER(files.certificate), issuer);
  const time = new Date();
  const verifies = (der) => OCSPResponse.fromDER(der).check({ issuer, certificate, time }).ok;
  const twins = [files.tampered, files.impostor].map(verifies);
  return () => emit([verifies(files.der), ...twins]);
};

const build = (certificate, issuer) => new OCSPRequestBuilder().addCertificate(certificate, issuer).build().toDER();

export default {
  operations: {
    request:
      ({ der }, emit) =>
      () => {
        const request = OCSPRequest.fromDER(der);
        emit([request.serialNumber, request.issuerNameHash, request.issuerKeyHash, request.hashAlgorithm]);
      },

    response:
      ({ der }, emit) =>
      () => {
        const response = OCSPResponse.fromDER(der);
        emit([
          response.responseStatus,
          response.certificateStatus,
          response.revocationReason,
          response.thisUpdate,
          response.nextUpdate,
          response.producedAt,
          response.serialNumber,
          response.responderName,
          response.signature,
          response.tbsResponseBytes,
        ]);
      },

    entries:
      ({ der }, emit) =>
      () => {
        for (const entry of OCSPResponse.fromDER(der).responses) {
          emit([
            entry.certificateStatus,
            entry.serialNumber,
            entry.thisUpdate,
            entry.nextUpdate,
            entry.issuerNameHash,
            entry.issuerKeyHash,
          ]);
        }
      },

    "build-parsed": (files, emit) => {
      const certificate = Certificate.fromDER(files.certificate);
      const issuer = Certificate.fromDER(files.issuer);
      return () => emit([build(certificate, issuer)]);
    },

    "build-der":
      ({ certificate, issuer }, emit) =>
      () =>
        emit([build(certificate, issuer)]),

    "sign-p256": signWithPEM,
    "sign-p256-native": signWithKeyObject,
    "sign-rsa2048": signWithPEM,
    "sign-rsa2048-native": signWithKeyObject,

    "check-p256": check,
    "check-p256-new": checkNew,
    "check-p384": check,
    "check-p521": check,
    "check-rsa2048": check,

    "verify-p256": verify,
    "verify-p256-new": verifyNew,
    "verify-rsa2048": verify,
  },

  without: {},

  text: { name: (name) => Buffer.from(name.der).toString("hex") },
};
