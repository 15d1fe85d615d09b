import jsrsasign from "jsrsasign";
import { RESPONSE_STATUS_NAMES } from "../text.js";

const { KJUR, hextoArrayBuffer } = jsrsasign;
const { OCSPParser, OCSPRequest } = KJUR.asn1.ocsp;

// The package takes and gives hex; bytes in and bytes out is part of each case.
const toHex = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
const parser = new OCSPParser();

export default {
  operations: {
    request: ({ der }, emit) => () => {
      const { alg, issname, isskey, sbjsn } = parser.getOCSPRequest(toHex(der)).array[0];
      emit([sbjsn, issname, isskey, alg]);
    },

    response: ({ der }, emit) => () => {
      const response = parser.getOCSPResponse(toHex(der));
      const entry = response.array[0];
      emit([
        response.resstatus, entry.status.status, undefined, entry.thisupdate, entry.nextupdate, response.prodat,
        entry.certid.sbjsn, response.respid.name, response.sighex, undefined,
      ]);
    },

    entries: ({ der }, emit) => () => {
      for (const { certid, status, thisupdate, nextupdate } of parser.getOCSPResponse(toHex(der)).array) {
        emit([status.status, certid.sbjsn, thisupdate, nextupdate, certid.issname, certid.isskey]);
      }
    },

    "build-der": ({ certificate, issuer }, emit) => () => {
      const request = new OCSPRequest({ reqList: [{ subjectCert: toHex(certificate), issuerCert: toHex(issuer) }] });
      emit([hextoArrayBuffer(request.tohex())]);
    },
  },

  without: {
    response: "its parser returns neither the reason nor tbsResponseData",
    "build-parsed": "takes certificates as text",
  },

  text: {
    integer: (digits) => BigInt("0x" + digits).toString(16),
    hash: (name) => name.toUpperCase().replace("SHA", "SHA-"),
    time: (digits) => digits.replace(/(....)(..)(..)(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z"),
    responseStatus: (number) => RESPONSE_STATUS_NAMES[number],
    name: (name) => new KJUR.asn1.x509.X500Name(name).tohex(),
  },
};
