// Requests and responses put together with the tests' DER writer; every part can be replaced by a broken one.

import {
  bitString,
  context,
  enumerated,
  generalizedTime,
  integer,
  join,
  nullValue,
  octetString,
  oid,
  sequence,
  set,
  tlv,
  utf8String,
} from "./der.js";

export const OID = {
  basic: "1.3.6.1.5.5.7.48.1.1",
  nonce: "1.3.6.1.5.5.7.48.1.2",
  crlReferences: "1.3.6.1.5.5.7.48.1.3",
  acceptableResponses: "1.3.6.1.5.5.7.48.1.4",
  archiveCutoff: "1.3.6.1.5.5.7.48.1.6",
  serviceLocator: "1.3.6.1.5.5.7.48.1.7",
  preferredSignatureAlgorithms: "1.3.6.1.5.5.7.48.1.8",
  extendedRevoke: "1.3.6.1.5.5.7.48.1.9",
  cRLReason: "2.5.29.21",
  invalidityDate: "2.5.29.24",
  certificateIssuer: "2.5.29.29",
  signedCertificateTimestamps: "1.3.6.1.4.1.11129.2.4.5",
  sha1: "1.3.14.3.2.26",
  sha256WithRSAEncryption: "1.2.840.113549.1.1.11",
  commonName: "2.5.4.3",
};

export const TIME = "20240229120000Z";

/** @typedef {import("./der.js").Part} Part */

const octets = (count, value) => new Uint8Array(count).fill(value);
const optional = (part) => part ?? [];

/** @param {string} [dotted] @param {Part} [parameters] */
export const algorithm = (dotted = OID.sha1, parameters = nullValue()) => sequence(oid(dotted), parameters);
export const name = (commonName = "Responder") => sequence(set(sequence(oid(OID.commonName), utf8String(commonName))));
/** @param {string} dotted @param {Part} value @param {Part} [flags] what stands between extnID and extnValue */
export const extension = (dotted, value, flags = []) => sequence(oid(dotted), flags, octetString(value));
/** @param {Record<string, any>} [parts] */
export const certID = (parts = {}) =>
  sequence(
    parts.hashAlgorithm ?? algorithm(),
    parts.issuerNameHash ?? octetString(octets(20, 0xa1)),
    parts.issuerKeyHash ?? octetString(octets(20, 0xb2)),
    parts.serialNumber ?? integer(0x1234),
  );

/** @param {Record<string, any>} [parts] */
export const singleRequest = (parts = {}) =>
  sequence(parts.certID ?? certID(), parts.extensions ? context(0, sequence(parts.extensions)) : []);

/** OCSPRequest; `after` and `trailing` are what should not be there. @param {Record<string, any>} [parts] */
export const request = (parts = {}) =>
  join(
    sequence(
      sequence(
        optional(parts.version),
        optional(parts.requestorName),
        parts.requestList ?? sequence(parts.requests ?? singleRequest()),
        parts.extensions ? context(2, sequence(parts.extensions)) : [],
        optional(parts.after),
      ),
      optional(parts.signature),
    ),
    optional(parts.trailing),
  );

export const good = () => tlv(0x80);
/** @param {Part} [time] @param {Part} [reason] */
export const revoked = (time = generalizedTime(TIME), reason = []) => tlv(0xa1, time, reason);

/** @param {Record<string, any>} [parts] */
export const singleResponse = (parts = {}) =>
  sequence(
    parts.certID ?? certID(),
    parts.certStatus ?? good(),
    parts.thisUpdate ?? generalizedTime(TIME),
    optional(parts.nextUpdate),
    parts.extensions ? context(1, sequence(parts.extensions)) : [],
  );

export const responderKeyHash = (length = 20) => context(2, octetString(octets(length, 0xc3)));

/** @param {Record<string, any>} [parts] */
export const responseData = (parts = {}) =>
  sequence(
    optional(parts.version),
    parts.responderID ?? responderKeyHash(),
    parts.producedAt ?? generalizedTime(TIME),
    parts.responseList ?? sequence(parts.responses ?? singleResponse()),
    parts.responseExtensions ?? (parts.extensions ? context(1, sequence(parts.extensions)) : []),
  );

/** @param {Record<string, any>} [parts] */
export const basicResponse = (parts = {}) =>
  sequence(
    parts.tbsResponseData ?? responseData(parts),
    parts.signatureAlgorithm ?? algorithm(OID.sha256WithRSAEncryption),
    parts.signature ?? bitString(octets(256, 0xd4)),
    parts.certificates ? context(0, sequence(parts.certificates)) : [],
  );

/** @param {Record<string, any>} [parts] */
export const responseBytes = (parts = {}) =>
  context(
    0,
    sequence(
      parts.responseType ?? oid(OID.basic),
      parts.response ?? octetString(parts.basicResponse ?? basicResponse(parts)),
    ),
  );

/** OCSPResponse; `parts` may also be of what is inside. @param {Record<string, any>} [parts] */
export const response = (parts = {}) =>
  join(
    sequence(parts.responseStatus ?? enumerated(0), parts.responseBytes ?? responseBytes(parts)),
    optional(parts.trailing),
  );
