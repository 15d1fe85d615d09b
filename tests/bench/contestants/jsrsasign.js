import jsrsasign from "jsrsasign";
import { NEXT_UPDATE, THIS_UPDATE } from "../inputs.js";
import { RESPONSE_STATUS_NAMES } from "../text.js";

const { ASN1HEX, KEYUTIL, KJUR, X509, hextoArrayBuffer } = jsrsasign;
const { CertID, OCSPParser, OCSPRequest, OCSPResponse } = KJUR.asn1.ocsp;

// The package takes and gives hex; bytes in and bytes out is part of each case.
const toHex = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
const toText = (bytes) => Buffer.from(bytes).toString("latin1");
const toGeneralizedTime = (date) => date.toISOString().replace(/[-:T]|\.\d+/g, "");
const parser = new OCSPParser();

const sign = (sigalg) => (files, emit) => {
  const [certificate, issuer] = [files.certificate, files.issuer].map(toHex);
  const reskey = KEYUTIL.getKey(toText(files.key));
  return () => {
    const certid = new CertID().getParamByCerts(issuer, certificate);
    const response = new OCSPResponse({
      resstatus: "successful",
      restype: "ocspBasic",
      sigalg,
      reskey,
      certs: [issuer],
      respid: { key: certid.isskey },
      prodat: toGeneralizedTime(new Date()),
      array: [
        {
          certid,
          status: { status: "good" },
          thisupdate: toGeneralizedTime(THIS_UPDATE),
          nextupdate: toGeneralizedTime(NEXT_UPDATE),
        },
      ],
    });
    emit([hextoArrayBuffer(response.tohex())]);
  };
};

const check =
  (alg) =>
  ({ der, issuer }, emit) => {
    const hex = toHex(der);
    const { sighex } = parser.getOCSPResponse(hex);
    // Its parser does not return what was signed: responseBytes, [0], response, its octets, tbsResponseData.
    const tbs = ASN1HEX.getTLVbyList(hex, 0, [1, 0, 1, 0, 0]);
    const certificate = new X509();
    certificate.readCertHex(toHex(issuer));
    const key = certificate.getPublicKey();
    return () => {
      const signature = new KJUR.crypto.Signature({ alg });
      signature.init(key);
      signature.updateHex(tbs);
      emit([signature.verify(sighex)]);
    };
  };

export default {
  operations: {
    request:
      ({ der }, emit) =>
      () => {
        const { alg, issname, isskey, sbjsn } = parser.getOCSPRequest(toHex(der)).array[0];
        emit([sbjsn, issname, isskey, alg]);
      },

    response:
      ({ der }, emit) =>
      () => {
        const response = parser.getOCSPResponse(toHex(der));
        const entry = response.array[0];
        emit([
          response.resstatus,
          entry.status.status,
          undefined,
          entry.thisupdate,
          entry.nextupdate,
          response.prodat,
          entry.certid.sbjsn,
          response.respid.name,
          response.sighex,
          undefined,
        ]);
      },

    entries:
      ({ der }, emit) =>
      () => {
        for (const { certid, status, thisupdate, nextupdate } of parser.getOCSPResponse(toHex(der)).array) {
          emit([status.status, certid.sbjsn, thisupdate, nextupdate, certid.issname, certid.isskey]);
        }
      },

    "build-der":
      ({ certificate, issuer }, emit) =>
      () => {
        const request = new OCSPRequest({ reqList: [{ subjectCert: toHex(certificate), issuerCert: toHex(issuer) }] });
        emit([hextoArrayBuffer(request.tohex())]);
      },

    "sign-p256": sign("SHA256withECDSA"),
    "sign-rsa2048": sign("SHA256withRSA"),

    "check-p256": check("SHA256withECDSA"),
    "check-rsa2048": check("SHA256withRSA"),
  },

  without: {
    response: "its parser returns neither the reason nor tbsResponseData",
    "build-parsed": "takes certificates as text",
    "sign-p256-native": "signs with its own code",
    "sign-rsa2048-native": "signs with its own code",
  },

  text: {
    integer: (digits) => BigInt("0x" + digits).toString(16),
    hash: (name) => name.toUpperCase().replace("SHA", "SHA-"),
    time: (digits) => digits.replace(/(....)(..)(..)(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z"),
    responseStatus: (number) => RESPONSE_STATUS_NAMES[number],
    name: (name) => new KJUR.asn1.x509.X500Name(name).tohex(),
  },
};
