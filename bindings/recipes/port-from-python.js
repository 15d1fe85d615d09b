/**
 * What port_from_python.py does with Python's cryptography, line by line with bearocsp. Both print the same:
 *
 *     node port-from-python.js chain.pem ca.key answer.der
 *
 * chain.pem holds a certificate and its CA's, ca.key the CA's key, answer.der a response. Three things differ: statuses
 * and reasons are the identifiers of the ASN.1 module instead of numbers and member names, times are Dates in UTC, and
 * absent values are null. from-python.md, in this folder, has the table of all names.
 */
import { readFileSync } from "node:fs";
import process from "node:process";
import {
  Certificate,
  nonce,
  OCSPCertStatus,
  OCSPRequestBuilder,
  OCSPResponderEncoding,
  OCSPResponse,
  OCSPResponseBuilder,
  OCSPResponseStatus,
  ReasonFlags,
} from "bearocsp";

const [, , chainFile, keyFile, answerFile] = process.argv;
if (answerFile === undefined) {
  console.error("usage: node port-from-python.js chain.pem ca.key answer.der");
  process.exit(3);
}
const [certificate, issuer] = Certificate.allFromPEM(readFileSync(chainFile, "utf8"));

/* As Python prints them. */
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const iso = (time) => (time === null ? "None" : time.toISOString().slice(0, 19));
const list = (strings) => `[${strings.map((each) => `'${each}'`).join(", ")}]`;
const numberOf = (numbers, enumeration, value) => numbers[Object.values(enumeration).indexOf(value)];
const nameOf = (enumeration, value) => Object.keys(enumeration).find((name) => enumeration[name] === value);

// Ask.
const request = new OCSPRequestBuilder()
  .addCertificate(certificate, issuer, "SHA-256")
  .addExtension(nonce(Buffer.from("sixteen octets..")), { critical: false })
  .build();
console.log(hex(request.toDER()));
console.log(`${request.serialNumber} ${hex(request.issuerNameHash)} ${hex(request.issuerKeyHash)}`);

// Read an answer.
const response = OCSPResponse.fromDER(readFileSync(answerFile));
console.log(
  `${numberOf([0, 1, 2, 3, 5, 6], OCSPResponseStatus, response.responseStatus)} ${response.signatureAlgorithm.oid}`,
);
if (response.responseStatus === OCSPResponseStatus.SUCCESSFUL) {
  const status = numberOf([0, 1, 2], OCSPCertStatus, response.certificateStatus);
  console.log(`${status} ${response.serialNumber} ${response.hashAlgorithm?.replace("-", "").toLowerCase()}`);
  console.log(`${iso(response.thisUpdate)} ${iso(response.nextUpdate)}`);
  if (response.certificateStatus === OCSPCertStatus.REVOKED) {
    console.log(`${iso(response.revocationTime)} ${response.revocationReason}`);
  }
  console.log(list(Array.from(response.extensions, ({ oid }) => oid)));
}

// Answer.
const signed = new OCSPResponseBuilder()
  .addResponse({
    certificate,
    issuer,
    hashAlgorithm: "SHA-256",
    certificateStatus: OCSPCertStatus.REVOKED,
    thisUpdate: new Date("2026-03-01T12:00:00Z"),
    nextUpdate: new Date("2026-03-08T12:00:00Z"),
    revocationTime: new Date("2026-02-14T09:30:00Z"),
    revocationReason: ReasonFlags.KEY_COMPROMISE,
  })
  .responderId(OCSPResponderEncoding.HASH, issuer)
  .sign(readFileSync(keyFile, "utf8"), "SHA-256");
console.log(`${hex(signed.responderKeyHash)} ${signed.responderName ?? "None"}`);
console.log(
  `${nameOf(OCSPCertStatus, signed.certificateStatus)} ${nameOf(ReasonFlags, signed.revocationReason)?.toLowerCase()} ${iso(signed.revocationTime)}`,
);
console.log(hex(OCSPResponseBuilder.buildUnsuccessful(OCSPResponseStatus.TRY_LATER).toDER()));
