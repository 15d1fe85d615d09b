// Messages that are broken in one place, each refused with its code, at that byte, on that path. The tests' own DER
// writer builds them and knows where the fault is.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { Certificate, dissect, OCSPRequest, OCSPResponse } from "../../bindings/index.js";
import { certificate, utcTime } from "../support/certificates.js";
import {
  bitString,
  boolean,
  context,
  contextPrimitive,
  enumerated,
  generalizedTime,
  ia5String,
  integer,
  join,
  lengthOctets,
  mark,
  nullValue,
  octetString,
  oid,
  sequence,
  set,
  tlv,
} from "../support/der.js";
import { askLibcrypto, askPython, withoutLibcrypto, withoutPython } from "../support/judge.js";
import {
  algorithm,
  basicResponse,
  certID,
  extension,
  name,
  OID,
  request,
  responderKeyHash,
  response,
  responseBytes,
  responseData,
  revoked,
  singleRequest,
  singleResponse,
  TIME,
} from "../support/messages.js";
import { assertRefused, read } from "../support/refusal.js";

const fault = (...parts) => mark("fault", ...parts);
const zeros = (count) => new Uint8Array(count);
/** A header as given, whatever it claims. */
const raw = (header, ...contents) => join(header, ...contents);

const TBS_REQUEST = "OCSPRequest.tbsRequest";
const ITEM_REQUEST = `${TBS_REQUEST}.requestList[0]`;
const REQ_CERT = `${ITEM_REQUEST}.reqCert`;
const RESPONSE_BYTES = "OCSPResponse.responseBytes";
const TBS_RESPONSE = `${RESPONSE_BYTES}.tbsResponseData`;
const ITEM_RESPONSE = `${TBS_RESPONSE}.responses[0]`;

const requestWith = (parts) => request({ requests: singleRequest({ certID: certID(parts) }) });
const responseWith = (parts) => response({ responses: singleResponse(parts) });
const requestExtension = (...parts) => request({ extensions: parts });
const entryExtension = (...parts) => responseWith({ extensions: parts });

/** Rows: what is wrong, the class, the message with its mark, code, octets from the mark to the fault, path. */
/** @type {Record<string, [string, any, any, string, number, string][]>} */
const suites = {
  "empty and short input": [
    ["no byte", OCSPRequest, fault(), "ERR_DER_TRUNCATED", 0, "OCSPRequest"],
    ["no byte", OCSPResponse, fault(), "ERR_DER_TRUNCATED", 0, "OCSPResponse"],
    ["no byte", Certificate, fault(), "ERR_DER_TRUNCATED", 0, "Certificate"],
    ["one byte", OCSPRequest, fault("30"), "ERR_DER_TRUNCATED", 1, "OCSPRequest"],
    ["empty SEQUENCE", OCSPRequest, join("30", "00", fault()), "ERR_DER_TRUNCATED", 0, TBS_REQUEST],
    ["empty SEQUENCE", OCSPResponse, join("30", "00", fault()), "ERR_DER_TRUNCATED", 0, "OCSPResponse.responseStatus"],
    ["empty SEQUENCE", Certificate, join("30", "00", fault()), "ERR_DER_TRUNCATED", 0, "Certificate.tbsCertificate"],
    ["the end inside a long length", OCSPRequest, fault("3083ffff"), "ERR_DER_TRUNCATED", 4, "OCSPRequest"],
  ],

  // X.690 10.1 and 8.1.3.5
  lengths: [
    [
      "indefinite, at the root",
      OCSPRequest,
      raw(fault("3080"), request().bytes.subarray(2), "0000"),
      "ERR_DER_LENGTH",
      1,
      "OCSPRequest",
    ],
    [
      "indefinite, inside",
      OCSPRequest,
      sequence(raw(fault("3080"), sequence(singleRequest()), "0000")),
      "ERR_DER_LENGTH",
      1,
      TBS_REQUEST,
    ],
    [
      "indefinite, of an OCTET STRING",
      OCSPResponse,
      response({ response: raw(fault("2480"), octetString(basicResponse()), "0000") }),
      "ERR_DER_TAG",
      0,
      RESPONSE_BYTES,
    ],
    [
      "two octets where one does",
      OCSPRequest,
      requestWith({ serialNumber: raw(fault("028101"), "05") }),
      "ERR_DER_LENGTH",
      1,
      `${REQ_CERT}.serialNumber`,
    ],
    [
      "127 in the long form",
      OCSPRequest,
      requestWith({ issuerNameHash: raw(fault("04817f"), zeros(127)) }),
      "ERR_DER_LENGTH",
      1,
      `${REQ_CERT}.issuerNameHash`,
    ],
    [
      "a leading zero octet",
      OCSPRequest,
      requestWith({ issuerNameHash: raw(fault("04820080"), zeros(128)) }),
      "ERR_DER_LENGTH",
      1,
      `${REQ_CERT}.issuerNameHash`,
    ],
    ["five octets", OCSPRequest, raw(fault("308501"), zeros(4)), "ERR_DER_LENGTH", 1, "OCSPRequest"],
    [
      "five octets, the first zero",
      OCSPRequest,
      raw(fault("308500"), "00000002", "3000"),
      "ERR_DER_LENGTH",
      1,
      "OCSPRequest",
    ],
    ["eight octets of ones", OCSPResponse, fault("3088ffffffffffffffff"), "ERR_DER_LENGTH", 1, "OCSPResponse"],
    ["126 octets", OCSPResponse, raw(fault("30fe01"), zeros(200)), "ERR_DER_LENGTH", 1, "OCSPResponse"],
    ["the reserved octet 255", OCSPResponse, raw(fault("30ff01"), zeros(200)), "ERR_DER_LENGTH", 1, "OCSPResponse"],
    ["one past the end", OCSPResponse, fault("30040a0106"), "ERR_DER_TRUNCATED", 0, "OCSPResponse"],
    [
      "past the end of what is around it",
      OCSPResponse,
      join("3003", fault("0a02"), "06"),
      "ERR_DER_TRUNCATED",
      0,
      "OCSPResponse.responseStatus",
    ],
    ["0x7FFFFFFF", OCSPRequest, fault("30847fffffff", "00"), "ERR_DER_TRUNCATED", 0, "OCSPRequest"],
    ["0x80000000", OCSPRequest, fault("308480000000", "00"), "ERR_DER_TRUNCATED", 0, "OCSPRequest"],
    ["0xFFFFFFFF", OCSPRequest, fault("3084ffffffff", "00"), "ERR_DER_TRUNCATED", 0, "OCSPRequest"],
    [
      "0xFFFFFFFF inside",
      OCSPRequest,
      requestWith({ serialNumber: raw(fault("0284ffffffff"), "05") }),
      "ERR_DER_TRUNCATED",
      0,
      `${REQ_CERT}.serialNumber`,
    ],
    [
      "0xFFFFFFFE, which wraps around",
      OCSPRequest,
      requestWith({ serialNumber: raw(fault("0284fffffffe"), "05") }),
      "ERR_DER_TRUNCATED",
      0,
      `${REQ_CERT}.serialNumber`,
    ],
  ],

  "trailing bytes": [
    ["after a request", OCSPRequest, request({ trailing: fault("00") }), "ERR_DER_TRAILING", 0, "OCSPRequest"],
    ["after a response", OCSPResponse, response({ trailing: fault("0500") }), "ERR_DER_TRAILING", 0, "OCSPResponse"],
    ["after a certificate", Certificate, join(certificate(), fault("30")), "ERR_DER_TRAILING", 0, "Certificate"],
    ["in TBSRequest", OCSPRequest, request({ after: fault(nullValue()) }), "ERR_DER_TRAILING", 0, TBS_REQUEST],
    ["in OCSPRequest", OCSPRequest, request({ signature: fault(nullValue()) }), "ERR_DER_TRAILING", 0, "OCSPRequest"],
    [
      "in CertID",
      OCSPRequest,
      requestWith({ serialNumber: join(integer(1), fault(integer(2))) }),
      "ERR_DER_TRAILING",
      0,
      REQ_CERT,
    ],
    [
      "in an AlgorithmIdentifier",
      OCSPRequest,
      requestWith({ hashAlgorithm: sequence(oid(OID.sha1), nullValue(), fault(nullValue())) }),
      "ERR_DER_TRAILING",
      0,
      `${REQ_CERT}.hashAlgorithm`,
    ],
    [
      "in version [0]",
      OCSPRequest,
      request({ version: context(0, integer(0), fault(integer(0))) }),
      "ERR_DER_TRAILING",
      0,
      `${TBS_REQUEST}.version`,
    ],
    [
      "after Extensions",
      OCSPRequest,
      request({ after: context(2, sequence(extension(OID.nonce, octetString("00"))), fault(nullValue())) }),
      "ERR_DER_TRAILING",
      0,
      `${TBS_REQUEST}.requestExtensions`,
    ],
    [
      "in an Extension",
      OCSPRequest,
      requestExtension(sequence(oid("1.2.3"), octetString("00"), fault(nullValue()))),
      "ERR_DER_TRAILING",
      0,
      `${TBS_REQUEST}.requestExtensions[0]`,
    ],
    [
      "after responseBytes",
      OCSPResponse,
      response({ responseBytes: join(responseBytes(), fault(nullValue())) }),
      "ERR_DER_TRAILING",
      0,
      "OCSPResponse",
    ],
    [
      "after BasicOCSPResponse in its OCTET STRING",
      OCSPResponse,
      response({ response: octetString(basicResponse(), fault("00")) }),
      "ERR_DER_TRAILING",
      0,
      RESPONSE_BYTES,
    ],
    [
      "in ResponseBytes",
      OCSPResponse,
      response({ response: join(octetString(basicResponse()), fault(nullValue())) }),
      "ERR_DER_TRAILING",
      0,
      RESPONSE_BYTES,
    ],
    [
      "in an unsuccessful response",
      OCSPResponse,
      sequence(enumerated(6), fault(nullValue())),
      "ERR_DER_TRAILING",
      0,
      "OCSPResponse",
    ],
    [
      "in responderID",
      OCSPResponse,
      response({ responderID: context(2, octetString(zeros(20)), fault(nullValue())) }),
      "ERR_DER_TRAILING",
      0,
      `${TBS_RESPONSE}.responderID`,
    ],
    [
      "in SingleResponse",
      OCSPResponse,
      responseWith({ nextUpdate: fault(nullValue()) }),
      "ERR_DER_TRAILING",
      0,
      ITEM_RESPONSE,
    ],
    [
      "in nextUpdate",
      OCSPResponse,
      responseWith({ nextUpdate: context(0, generalizedTime(TIME), fault(nullValue())) }),
      "ERR_DER_TRAILING",
      0,
      `${ITEM_RESPONSE}.nextUpdate`,
    ],
    [
      "in RevokedInfo",
      OCSPResponse,
      responseWith({ certStatus: revoked(generalizedTime(TIME), fault(nullValue())) }),
      "ERR_DER_TRAILING",
      0,
      `${ITEM_RESPONSE}.certStatus`,
    ],
    [
      "after certs",
      OCSPResponse,
      response({
        basicResponse: sequence(
          responseData(),
          algorithm(),
          bitString("00"),
          context(0, sequence()),
          fault(nullValue()),
        ),
      }),
      "ERR_DER_TRAILING",
      0,
      RESPONSE_BYTES,
    ],
  ],

  // X.690 8.3
  INTEGER: [
    [
      "empty",
      OCSPRequest,
      requestWith({ serialNumber: fault("0200") }),
      "ERR_DER_INTEGER",
      2,
      `${REQ_CERT}.serialNumber`,
    ],
    [
      "a leading zero octet too many",
      OCSPRequest,
      requestWith({ serialNumber: fault("0202007f") }),
      "ERR_DER_INTEGER",
      2,
      `${REQ_CERT}.serialNumber`,
    ],
    [
      "two zero octets",
      OCSPRequest,
      requestWith({ serialNumber: fault("02020000") }),
      "ERR_DER_INTEGER",
      2,
      `${REQ_CERT}.serialNumber`,
    ],
    [
      "a leading 0xFF too many",
      OCSPRequest,
      requestWith({ serialNumber: fault("0202ff80") }),
      "ERR_DER_INTEGER",
      2,
      `${REQ_CERT}.serialNumber`,
    ],
    [
      "an ENUMERATED likewise",
      OCSPResponse,
      sequence(fault("0a020006")),
      "ERR_DER_INTEGER",
      2,
      "OCSPResponse.responseStatus",
    ],
    ["an empty ENUMERATED", OCSPResponse, sequence(fault("0a00")), "ERR_DER_INTEGER", 2, "OCSPResponse.responseStatus"],
    [
      "a negative responseStatus",
      OCSPResponse,
      sequence(fault("0a01ff")),
      "ERR_DER_INTEGER",
      2,
      "OCSPResponse.responseStatus",
    ],
    [
      "a responseStatus of five octets",
      OCSPResponse,
      sequence(fault("0a050100000000")),
      "ERR_DER_INTEGER",
      2,
      "OCSPResponse.responseStatus",
    ],
  ],

  // X.690 11.1 and 11.5; 8.8
  "BOOLEAN and NULL": [
    [
      "neither 0 nor 255",
      OCSPRequest,
      requestExtension(extension("1.2.3", "00", fault("010101"))),
      "ERR_DER_BOOLEAN",
      2,
      `${TBS_REQUEST}.requestExtensions[0].critical`,
    ],
    [
      "empty",
      OCSPRequest,
      requestExtension(extension("1.2.3", "00", fault("0100"))),
      "ERR_DER_BOOLEAN",
      2,
      `${TBS_REQUEST}.requestExtensions[0].critical`,
    ],
    [
      "two octets",
      OCSPRequest,
      requestExtension(extension("1.2.3", "00", fault("0102ffff"))),
      "ERR_DER_BOOLEAN",
      2,
      `${TBS_REQUEST}.requestExtensions[0].critical`,
    ],
    [
      "FALSE encoded",
      OCSPRequest,
      requestExtension(extension("1.2.3", "00", fault(boolean(false)))),
      "ERR_DER_DEFAULT",
      0,
      `${TBS_REQUEST}.requestExtensions[0].critical`,
    ],
    [
      "FALSE encoded in an entry",
      OCSPResponse,
      entryExtension(extension("1.2.3", "00", fault(boolean(false)))),
      "ERR_DER_DEFAULT",
      0,
      `${ITEM_RESPONSE}.singleExtensions[0].critical`,
    ],
    [
      "good with contents",
      OCSPResponse,
      responseWith({ certStatus: fault("800100") }),
      "ERR_DER_NULL",
      2,
      `${ITEM_RESPONSE}.certStatus`,
    ],
    [
      "unknown with contents",
      OCSPResponse,
      responseWith({ certStatus: fault("820100") }),
      "ERR_DER_NULL",
      2,
      `${ITEM_RESPONSE}.certStatus`,
    ],
  ],

  // X.690 8.19
  "OBJECT IDENTIFIER": [
    [
      "empty",
      OCSPRequest,
      requestWith({ hashAlgorithm: sequence(fault("0600"), nullValue()) }),
      "ERR_DER_OID",
      2,
      `${REQ_CERT}.hashAlgorithm.algorithm`,
    ],
    [
      "the first arc padded",
      OCSPRequest,
      requestWith({ hashAlgorithm: sequence(fault("0603802a03")) }),
      "ERR_DER_OID",
      2,
      `${REQ_CERT}.hashAlgorithm.algorithm`,
    ],
    [
      "a later arc padded",
      OCSPRequest,
      requestWith({ hashAlgorithm: sequence(fault("06042a038001")) }),
      "ERR_DER_OID",
      4,
      `${REQ_CERT}.hashAlgorithm.algorithm`,
    ],
    [
      "the last arc open",
      OCSPRequest,
      requestWith({ hashAlgorithm: sequence(fault("06032a0383")) }),
      "ERR_DER_OID",
      4,
      `${REQ_CERT}.hashAlgorithm.algorithm`,
    ],
    [
      "64 octets",
      OCSPRequest,
      requestWith({ hashAlgorithm: sequence(fault("0640", zeros(64).fill(1))) }),
      "ERR_DER_OID",
      2,
      `${REQ_CERT}.hashAlgorithm.algorithm`,
    ],
    [
      "in extnID",
      OCSPResponse,
      entryExtension(sequence(fault("06028080"), octetString("00"))),
      "ERR_DER_OID",
      2,
      `${ITEM_RESPONSE}.singleExtensions[0].extnID`,
    ],
    [
      "in responseType",
      OCSPResponse,
      response({ responseType: fault("0601ab") }),
      "ERR_DER_OID",
      2,
      `${RESPONSE_BYTES}.responseType`,
    ],
  ],

  // X.690 8.6
  "BIT STRING": [
    [
      "unused bits in a signature",
      OCSPResponse,
      response({ signature: fault("030201fe") }),
      "ERR_DER_BIT_STRING",
      2,
      `${RESPONSE_BYTES}.signature`,
    ],
    [
      "eight unused bits",
      OCSPResponse,
      response({ signature: fault("030208ff") }),
      "ERR_DER_BIT_STRING",
      2,
      `${RESPONSE_BYTES}.signature`,
    ],
    [
      "no first octet",
      OCSPResponse,
      response({ signature: fault("0300") }),
      "ERR_DER_BIT_STRING",
      2,
      `${RESPONSE_BYTES}.signature`,
    ],
    [
      "unused bits in a request's signature",
      OCSPRequest,
      request({ signature: context(0, sequence(algorithm(), fault("03020780"))) }),
      "ERR_DER_BIT_STRING",
      2,
      "OCSPRequest.optionalSignature.signature",
    ],
    [
      "unused bits in a certificate's key",
      Certificate,
      certificate({ publicKey: sequence(algorithm(), fault("030204f0")) }),
      "ERR_DER_BIT_STRING",
      2,
      "Certificate.tbsCertificate.subjectPublicKeyInfo.subjectPublicKey",
    ],
  ],

  "tags and classes": [
    ["SET for SEQUENCE", OCSPRequest, fault(set(sequence())), "ERR_DER_TAG", 0, "OCSPRequest"],
    ["application class", OCSPRequest, fault("7000"), "ERR_DER_TAG", 0, "OCSPRequest"],
    ["private class", OCSPResponse, fault("f000"), "ERR_DER_TAG", 0, "OCSPResponse"],
    ["context class", OCSPResponse, fault("b000"), "ERR_DER_TAG", 0, "OCSPResponse"],
    ["primitive SEQUENCE", OCSPResponse, fault("1000"), "ERR_DER_TAG", 0, "OCSPResponse"],
    ["end-of-contents", OCSPResponse, fault("0000"), "ERR_DER_TAG", 0, "OCSPResponse"],
    [
      "a tag number over 30",
      OCSPRequest,
      requestWith({ hashAlgorithm: sequence(oid(OID.sha1), fault("1f1f00")) }),
      "ERR_DER_TAG",
      0,
      `${REQ_CERT}.hashAlgorithm.parameters`,
    ],
    [
      "the end-of-contents of BER as an element",
      OCSPRequest,
      requestWith({ hashAlgorithm: sequence(oid(OID.sha1), fault("0000")) }),
      "ERR_DER_TAG",
      0,
      `${REQ_CERT}.hashAlgorithm.parameters`,
    ],
    [
      "INTEGER for ENUMERATED",
      OCSPResponse,
      sequence(fault(integer(6))),
      "ERR_DER_TAG",
      0,
      "OCSPResponse.responseStatus",
    ],
    [
      "ENUMERATED for INTEGER",
      OCSPRequest,
      requestWith({ serialNumber: fault(enumerated(1)) }),
      "ERR_DER_TAG",
      0,
      `${REQ_CERT}.serialNumber`,
    ],
    [
      "constructed OCTET STRING",
      OCSPRequest,
      requestWith({ issuerKeyHash: fault(tlv(0x24, octetString(zeros(20)))) }),
      "ERR_DER_TAG",
      0,
      `${REQ_CERT}.issuerKeyHash`,
    ],
    [
      "UTCTime for GeneralizedTime",
      OCSPResponse,
      responseWith({ thisUpdate: fault(utcTime("240229120000Z")) }),
      "ERR_DER_TAG",
      0,
      `${ITEM_RESPONSE}.thisUpdate`,
    ],
    [
      "responderID [3]",
      OCSPResponse,
      response({ responderID: fault(context(3, octetString(zeros(20)))) }),
      "ERR_DER_TAG",
      0,
      `${TBS_RESPONSE}.responderID`,
    ],
    [
      "responderID [2] primitive",
      OCSPResponse,
      response({ responderID: fault(contextPrimitive(2, zeros(20))) }),
      "ERR_DER_TAG",
      0,
      `${TBS_RESPONSE}.responderID`,
    ],
    [
      "certStatus [3]",
      OCSPResponse,
      responseWith({ certStatus: fault(contextPrimitive(3)) }),
      "ERR_DER_TAG",
      0,
      `${ITEM_RESPONSE}.certStatus`,
    ],
    [
      "good [0] constructed",
      OCSPResponse,
      responseWith({ certStatus: fault(context(0)) }),
      "ERR_DER_TAG",
      0,
      `${ITEM_RESPONSE}.certStatus`,
    ],
    [
      "revoked [1] primitive",
      OCSPResponse,
      responseWith({ certStatus: fault(contextPrimitive(1, generalizedTime(TIME))) }),
      "ERR_DER_TAG",
      0,
      `${ITEM_RESPONSE}.certStatus`,
    ],
    [
      "requestorName without a GeneralName",
      OCSPRequest,
      request({ requestorName: context(1, fault(name())) }),
      "ERR_DER_TAG",
      0,
      `${TBS_REQUEST}.requestorName`,
    ],
    [
      "an embedded certificate that is no SEQUENCE",
      OCSPResponse,
      response({ certificates: [certificate(), fault("0500")] }),
      "ERR_DER_TAG",
      0,
      `${RESPONSE_BYTES}.certs[1]`,
    ],
    [
      "a responderName that is no Name",
      OCSPResponse,
      response({ responderID: context(1, sequence(fault(sequence()))) }),
      "ERR_DER_TAG",
      0,
      `${TBS_RESPONSE}.responderID.byName[0]`,
    ],
  ],

  // RFC 6960
  "OCSP, well-formed but not allowed": [
    [
      "version v2 of a request",
      OCSPRequest,
      request({ version: context(0, fault(integer(1))) }),
      "ERR_OCSP_VERSION",
      2,
      `${TBS_REQUEST}.version`,
    ],
    [
      "version v2 of a response",
      OCSPResponse,
      response({ version: context(0, fault(integer(1))) }),
      "ERR_OCSP_VERSION",
      2,
      `${TBS_RESPONSE}.version`,
    ],
    [
      "a negative version",
      OCSPRequest,
      request({ version: context(0, fault("0201ff")) }),
      "ERR_DER_INTEGER",
      2,
      `${TBS_REQUEST}.version`,
    ],
    [
      "responseStatus 4, which is not used",
      OCSPResponse,
      sequence(fault(enumerated(4))),
      "ERR_OCSP_RESPONSE_STATUS",
      2,
      "OCSPResponse.responseStatus",
    ],
    [
      "responseStatus 7",
      OCSPResponse,
      sequence(fault(enumerated(7))),
      "ERR_OCSP_RESPONSE_STATUS",
      2,
      "OCSPResponse.responseStatus",
    ],
    [
      "responseStatus 127",
      OCSPResponse,
      sequence(fault(enumerated(127))),
      "ERR_OCSP_RESPONSE_STATUS",
      2,
      "OCSPResponse.responseStatus",
    ],
    [
      "responseBytes beside tryLater",
      OCSPResponse,
      response({ responseStatus: enumerated(3), responseBytes: fault(responseBytes()) }),
      "ERR_OCSP_RESPONSE_BYTES",
      0,
      RESPONSE_BYTES,
    ],
    [
      "successful without responseBytes",
      OCSPResponse,
      join(sequence(enumerated(0)), fault()),
      "ERR_OCSP_RESPONSE_BYTES",
      0,
      RESPONSE_BYTES,
    ],
    [
      "another response type",
      OCSPResponse,
      response({ responseType: fault(oid("1.3.6.1.5.5.7.48.1.99")) }),
      "ERR_OCSP_RESPONSE_TYPE",
      2,
      `${RESPONSE_BYTES}.responseType`,
    ],
    [
      "a KeyHash of 19 octets",
      OCSPResponse,
      response({ responderID: fault(responderKeyHash(19)) }),
      "ERR_OCSP_KEY_HASH",
      4,
      `${TBS_RESPONSE}.responderID.byKey`,
    ],
    [
      "a KeyHash of 21 octets",
      OCSPResponse,
      response({ responderID: fault(responderKeyHash(21)) }),
      "ERR_OCSP_KEY_HASH",
      4,
      `${TBS_RESPONSE}.responderID.byKey`,
    ],
    [
      "an empty KeyHash",
      OCSPResponse,
      response({ responderID: fault(responderKeyHash(0)) }),
      "ERR_OCSP_KEY_HASH",
      4,
      `${TBS_RESPONSE}.responderID.byKey`,
    ],
    .../** @type {any} */ ([7, 11, 127]).map((number) => [
      `CRLReason ${number}`,
      OCSPResponse,
      responseWith({ certStatus: revoked(generalizedTime(TIME), context(0, fault(enumerated(number)))) }),
      "ERR_OCSP_REASON",
      2,
      `${ITEM_RESPONSE}.certStatus.revocationReason`,
    ]),
    [
      "a revocationReason without its explicit tag",
      OCSPResponse,
      responseWith({ certStatus: revoked(generalizedTime(TIME), fault(enumerated(1))) }),
      "ERR_DER_TRAILING",
      0,
      `${ITEM_RESPONSE}.certStatus`,
    ],
  ],

  // RFC 5280 4.2
  "duplicate extensions": [
    [
      "of a request",
      OCSPRequest,
      requestExtension(
        extension("1.2.3", "00"),
        extension("1.2.4", "00"),
        sequence(fault(oid("1.2.3")), octetString("01")),
      ),
      "ERR_DUPLICATE_EXTENSION",
      2,
      `${TBS_REQUEST}.requestExtensions[2].extnID`,
    ],
    [
      "of an entry of a request",
      OCSPRequest,
      request({
        requests: singleRequest({
          extensions: [extension("1.2.3", "00"), sequence(fault(oid("1.2.3")), octetString("00"))],
        }),
      }),
      "ERR_DUPLICATE_EXTENSION",
      2,
      `${ITEM_REQUEST}.singleRequestExtensions[1].extnID`,
    ],
    [
      "of a response",
      OCSPResponse,
      response({
        extensions: [extension(OID.nonce, octetString("00")), sequence(fault(oid(OID.nonce)), octetString("00"))],
      }),
      "ERR_DUPLICATE_EXTENSION",
      2,
      `${TBS_RESPONSE}.responseExtensions[1].extnID`,
    ],
    [
      "of an entry of a response",
      OCSPResponse,
      entryExtension(extension("1.2.3", "00"), sequence(fault(oid("1.2.3")), octetString("00"))),
      "ERR_DUPLICATE_EXTENSION",
      2,
      `${ITEM_RESPONSE}.singleExtensions[1].extnID`,
    ],
    [
      "of a certificate",
      Certificate,
      certificate({
        extensions: [["2.5.29.14", octetString("00")], sequence(fault(oid("2.5.29.14")), octetString("00"))],
      }),
      "ERR_DUPLICATE_EXTENSION",
      2,
      "Certificate.tbsCertificate.extensions[1].extnID",
    ],
  ],
};

const sct = (...contents) => octetString(contents);
/**
 * The value of a known extension, broken: what is wrong, the value, code, octets from the mark, what follows extnValue
 * in the path.
 */
/** @type {Record<string, [string, any, string, number, string][]>} */
const brokenValues = {
  acceptableResponses: [
    ["no SEQUENCE", fault(oid(OID.basic)), "ERR_DER_TAG", 0, ""],
    ["an element of another type", sequence(oid(OID.basic), fault(nullValue())), "ERR_DER_TAG", 0, "[1]"],
    ["bytes after it", join(sequence(oid(OID.basic)), fault("00")), "ERR_DER_TRAILING", 0, ""],
    ["nothing", fault(), "ERR_DER_TRUNCATED", 0, ""],
  ],
  preferredSignatureAlgorithms: [
    ["no SEQUENCE", fault(nullValue()), "ERR_DER_TAG", 0, ""],
    [
      "AlgorithmIdentifiers, not in their own SEQUENCE",
      sequence(sequence(fault(oid(OID.sha256WithRSAEncryption)), nullValue())),
      "ERR_DER_TAG",
      0,
      "[0].sigIdentifier",
    ],
    ["three parts", sequence(sequence(algorithm(), algorithm(), fault(algorithm()))), "ERR_DER_TRAILING", 0, "[0]"],
  ],
  serviceLocator: [
    ["no issuer", sequence(fault(nullValue())), "ERR_DER_TAG", 0, ".issuer"],
    [
      "a locator that is no SEQUENCE",
      sequence(name(), fault(ia5String("http://ocsp.example/"))),
      "ERR_DER_TAG",
      0,
      ".locator",
    ],
    [
      "an accessLocation of no kind",
      sequence(name(), sequence(sequence(oid("1.3.6.1.5.5.7.48.1"), fault(ia5String("x"))))),
      "ERR_DER_TAG",
      0,
      ".locator[0].accessLocation",
    ],
  ],
  archiveCutoff: [
    ["another type", fault(utcTime("240229120000Z")), "ERR_DER_TAG", 0, ""],
    ["no date of the calendar", fault(generalizedTime("20230229120000Z")), "ERR_DER_TIME", 6, ""],
    ["bytes after it", join(generalizedTime(TIME), fault("00")), "ERR_DER_TRAILING", 0, ""],
  ],
  crlReferences: [
    ["a crlUrl of another type", sequence(context(0, fault("0c0161"))), "ERR_DER_TAG", 0, ".crlUrl"],
    ["a crlNum that is not minimal", sequence(context(1, fault("02020001"))), "ERR_DER_INTEGER", 2, ".crlNum"],
    [
      "a crlTime with a comma before the fraction",
      sequence(context(2, fault(generalizedTime("20240229120000,5Z")))),
      "ERR_DER_TIME",
      16,
      ".crlTime",
    ],
    ["the wrong order", sequence(context(1, integer(1)), fault(context(0, ia5String("x")))), "ERR_DER_TRAILING", 0, ""],
  ],
  extendedRevoke: [
    ["another type", fault(boolean(true)), "ERR_DER_TAG", 0, ""],
    ["a NULL with contents", fault("050100"), "ERR_DER_NULL", 2, ""],
  ],
  cRLReason: [
    ["another type", fault(integer(1)), "ERR_DER_TAG", 0, ""],
    ["a number that is not used", fault(enumerated(7)), "ERR_OCSP_REASON", 2, ""],
  ],
  invalidityDate: [
    ["another type", fault(utcTime("240229120000Z")), "ERR_DER_TAG", 0, ""],
    ["no time of day", fault(generalizedTime("20240229240000Z")), "ERR_DER_TIME", 10, ""],
  ],
  certificateIssuer: [
    ["a Name without the list around it", sequence(fault(set())), "ERR_DER_TAG", 0, "[0]"],
    [
      "a Name without its explicit tag",
      sequence(context(4, fault(set(sequence(oid(OID.commonName), "0c0141"))))),
      "ERR_DER_TAG",
      0,
      "[0].directoryName",
    ],
  ],
  signedCertificateTimestamps: [
    ["no OCTET STRING", fault("0000"), "ERR_DER_TAG", 0, ""],
    ["an empty OCTET STRING", sct(fault()), "ERR_SCT_LIST", 0, ""],
    ["a list length too large", sct(fault("0005"), "0000"), "ERR_SCT_LIST", 0, ""],
    ["a list length too small", sct("0000", fault("00")), "ERR_SCT_LIST", 0, ""],
    ["a timestamp's length too large", sct("0004", fault("0005"), "0000"), "ERR_SCT_LIST", 0, ""],
    ["a timestamp that is too short", sct("0004", "0002", fault("0000")), "ERR_SCT_LIST", 0, ""],
    ["extensions too long", sct("002d", "002b", "00", zeros(32), zeros(8), fault("0001")), "ERR_SCT_LIST", 0, ""],
    [
      "bytes after the signature",
      sct("0032", "0030", "00", zeros(32), zeros(8), "0000", "0403", "0000", fault("00")),
      "ERR_SCT_LIST",
      0,
      "",
    ],
  ],
};

for (const [suite, rows] of Object.entries(suites)) {
  describe(suite, () => {
    for (const [what, type, message, code, offset, path] of rows) {
      test(`${type.name}: ${what}`, () => assertRefused(type, message, { code, offset, path }));
    }
  });
}

/**
 * It is read, with its bytes, and only what it says is refused; the dissection shows the fault at its byte.
 * @param {any} found the extension @param {any} message @param {any} expected offset: from the fault's mark
 */
function assertBroken(found, message, { code, offset, path, value }) {
  const contents = Buffer.from(join(value).bytes);
  assert.deepEqual(Buffer.from(found.value), contents);
  const marked = message.marks.fault;
  const within = join(value).marks.fault + offset;
  const inValue = path.replace(/^.*?(?=extnValue)/, "");
  assert.throws(() => found.decoded, { name: "OCSPError", code, offset: within, path: inValue });
  assert.equal("decoded" in found.toJSON(), false);
  assert.match(found.toJSON().error, /^extnValue.* at byte \d+: /);
  assert.match(inspect(found), /error: 'extnValue/);
  const { error } = dissect(message.bytes);
  assert.deepEqual([error?.code, error?.offset, error?.path], [code, marked + offset, path]);
}

describe("known extensions with a broken value", () => {
  for (const [known, rows] of Object.entries(brokenValues)) {
    for (const [what, value, code, offset, pathEnd] of rows) {
      /** @type {Record<string, [any, any, string]>} */
      const places = {
        requestExtensions: [OCSPRequest, requestExtension(extension(OID[known], value)), TBS_REQUEST],
        singleRequestExtensions: [
          OCSPRequest,
          request({ requests: singleRequest({ extensions: [extension(OID[known], value)] }) }),
          ITEM_REQUEST,
        ],
        responseExtensions: [OCSPResponse, response({ extensions: [extension(OID[known], value)] }), TBS_RESPONSE],
        singleExtensions: [OCSPResponse, entryExtension(extension(OID[known], value)), ITEM_RESPONSE],
      };
      test(`${known}: ${what}`, () => {
        for (const [field, [type, message, parent]] of Object.entries(places)) {
          const found = read(type, message);
          const entries = type === OCSPRequest ? found.requests : found.responses;
          const { extensions } = field.startsWith("single") ? entries[0] : found;
          assertBroken(extensions.get(OID[known]), message, {
            code,
            offset,
            path: `${parent}.${field}[0].extnValue${pathEnd}`,
            value,
          });
        }
      });
    }
  }

  // RFC 6960 4.4.1 says OCTET STRING; responders older than RFC 8954 put raw bytes there.
  for (const [what, value, expected] of [
    ["an OCTET STRING", octetString("0102"), "0102"],
    ["raw bytes", "0102", "0102"],
    ["an OCTET STRING and more", "04010203", "04010203"],
    ["a length past the end", "0409aa", "0409aa"],
    ["nothing", "", ""],
  ]) {
    test(`a nonce that is ${what} is read`, () => {
      const nonceExtension = extension(OID.nonce, value);
      for (const message of [
        read(OCSPRequest, requestExtension(nonceExtension)),
        read(OCSPResponse, response({ extensions: nonceExtension })),
      ]) {
        assert.equal(Buffer.from(message.nonce).toString("hex"), expected);
        assert.equal(Buffer.from(message.extensions.get("nonce").decoded).toString("hex"), expected);
      }
    });
  }
});

// RFC 5280 4.1.2.5.2 and X.690 11.7: YYYYMMDDHHMMSSZ
describe("GeneralizedTime", () => {
  /** @type {Record<string, [(time: any) => any, string, (parsed: any) => Date]>} */
  const places = {
    producedAt: [(time) => response({ producedAt: time }), `${TBS_RESPONSE}.producedAt`, (parsed) => parsed.producedAt],
    thisUpdate: [
      (time) => responseWith({ thisUpdate: time }),
      `${ITEM_RESPONSE}.thisUpdate`,
      (parsed) => parsed.thisUpdate,
    ],
    nextUpdate: [
      (time) => responseWith({ nextUpdate: context(0, time) }),
      `${ITEM_RESPONSE}.nextUpdate`,
      (parsed) => parsed.nextUpdate,
    ],
    revocationTime: [
      (time) => responseWith({ certStatus: revoked(time) }),
      `${ITEM_RESPONSE}.certStatus.revocationTime`,
      (parsed) => parsed.revocationTime,
    ],
  };
  /** Octets from the time's tag to the two digits, or the sign, at fault; 2 where the length is wrong. */
  const broken = {
    "20230229120000Z": 6,
    "19000229120000Z": 6,
    "21000229120000Z": 6,
    "20231301120000Z": 6,
    "20230001120000Z": 6,
    "20230100120000Z": 6,
    "20230132120000Z": 6,
    "20230431120000Z": 6,
    "20230631120000Z": 6,
    "20230931120000Z": 6,
    "20231131120000Z": 6,
    "20230230120000Z": 6,
    "20240230120000Z": 6,
    "20240101240000Z": 10,
    "20240101126000Z": 10,
    "20240101120060Z": 10,
    "20240101120061Z": 10,
    "202401011200Z": 2,
    20240101120000: 2,
    "20240101120000.Z": 17,
    "20240101120000,5Z": 16,
    20240101120000.5: 18,
    "20240101120000.5 Z": 18,
    "20240101120000+0000": 16,
    "2024010112Z": 2,
    "20240101120000z": 16,
    202401011200000: 16,
    "20240101120000+": 16,
    " 0240101120000Z": 2,
    "2 240101120000Z": 2,
    "20-40101120000Z": 4,
    "2024a101120000Z": 6,
    "20240:01120000Z": 6,
    "2024010/120000Z": 8,
    "202401011 0000Z": 10,
    "20240101120-00Z": 12,
    "2024010112000 Z": 14,
    "": 2,
    Z: 2,
    20: 2,
  };
  for (const [text, offset] of Object.entries(broken)) {
    test(`${JSON.stringify(text)} is refused`, () => {
      for (const [make, path] of Object.values(places)) {
        assertRefused(OCSPResponse, make(fault(generalizedTime(text))), { code: "ERR_DER_TIME", offset, path });
      }
    });
  }
  for (const text of [
    "20240229235959Z",
    "20000229000000Z",
    "19700101000000Z",
    "19691231235959Z",
    "99991231235959Z",
    "20230228120000Z",
    "20231231235959Z",
    "00010101000000Z",
    "16000229000000Z",
    "24000229000000Z",
    "20240731000000Z",
    "20240831000000Z",
    "20241031000000Z",
    "20240531000000Z",
    "20240101120000.5Z",
    "20240101120000.000Z",
    "20240101120000.120Z",
    "20240101120000.9999Z",
  ]) {
    test(`${text} is read`, () => {
      const [, fraction = ""] = /\.(\d+)/.exec(text) ?? [];
      const iso = text.replace(
        /(....)(..)(..)(..)(..)(..).*/,
        `$1-$2-$3T$4:$5:$6.${fraction.padEnd(3, "0").slice(0, 3)}Z`,
      );
      for (const [make, , timeIn] of Object.values(places)) {
        assert.equal(timeIn(read(OCSPResponse, make(generalizedTime(text)))).toISOString(), iso);
      }
    });
  }
});

describe("what is accepted on purpose", () => {
  test("version v1, encoded although it is the DEFAULT", () => {
    assert.equal(read(OCSPRequest, request({ version: context(0, integer(0)) })).requests.length, 1);
    assert.equal(read(OCSPResponse, response({ version: context(0, integer(0)) })).responses.length, 1);
  });
  test("empty lists of extensions", () => {
    assert.equal(read(OCSPResponse, response({ responseExtensions: context(1, sequence()) })).extensions.length, 0);
    assert.equal(read(OCSPRequest, request({ after: context(2, sequence()) })).extensions.length, 0);
    assert.equal(read(OCSPResponse, responseWith({ extensions: [] })).singleExtensions.length, 0);
  });
  test("hash parameters: NULL, absent or anything", () => {
    for (const parameters of [nullValue(), [], octetString("00")]) {
      assert.equal(
        read(OCSPRequest, requestWith({ hashAlgorithm: algorithm(OID.sha1, parameters) })).hashAlgorithm,
        "SHA-1",
      );
    }
  });
  test("an OBJECT IDENTIFIER of 63 octets", () => {
    const parsed = read(OCSPRequest, requestWith({ hashAlgorithm: sequence("063f", zeros(63).fill(1)) }));
    assert.equal(parsed.hashAlgorithm, null);
    assert.equal(parsed.hashAlgorithmOid, `0.1${".1".repeat(62)}`);
  });
  test("an arc of more than 64 bits", () => {
    const parsed = read(OCSPRequest, requestWith({ hashAlgorithm: sequence("060b", "2a", "ffffffffffffffffff7f") }));
    assert.equal(parsed.hashAlgorithmOid, `1.2.${2n ** 70n - 1n}`);
  });
  test("an entry encoded FALSE for critical in a certificate", () => {
    const [found] = read(Certificate, certificate({ extensions: [["1.2.3", "00", boolean(false)]] })).extensions;
    assert.equal(found.critical, false);
  });
  test("long, zero and negative serial numbers", () => {
    const long = "7f".repeat(30);
    for (const [der, value] of [
      ["020100", 0n],
      ["0201ff", -1n],
      ["02020080", 128n],
      [`021e${long}`, BigInt(`0x${long}`)],
    ]) {
      assert.equal(read(Certificate, certificate({ serialNumber: der })).serialNumber, value);
      assert.equal(read(OCSPRequest, requestWith({ serialNumber: der })).serialNumber, value);
    }
  });
  test("an embedded certificate that is broken inside: only its element throws", () => {
    const broken = sequence(integer(1));
    const message = response({ certificates: [certificate(), mark("broken", broken), certificate()] });
    const { certificates } = OCSPResponse.fromDER(message.bytes);
    assert.equal(certificates.length, 3);
    assert.deepEqual(Object.keys(certificates), ["0", "1", "2"]);
    assert.equal(certificates[0].subject.toString(), "CN=Subject");
    assert.equal(certificates[2].subject.toString(), "CN=Subject");
    assert.throws(() => certificates[1], { name: "OCSPError", code: "ERR_DER_TAG" });
  });
});

test("whole messages of the tests' writer are read by all three", {
  skip: withoutPython || withoutLibcrypto,
}, async () => {
  /** @type {(import("../support/judge.js").Message & { type: any })[]} */
  const messages = [
    { kind: "request", type: OCSPRequest, der: request().bytes },
    { kind: "response", type: OCSPResponse, der: response().bytes },
    {
      kind: "response",
      type: OCSPResponse,
      der: response({ certificates: [certificate()], responses: singleResponse({ certStatus: revoked() }) }).bytes,
    },
    { kind: "certificate", type: Certificate, der: certificate().bytes },
  ];
  for (const { type, der } of messages) {
    type.fromDER(der);
  }
  const everyone = messages.map(() => null);
  assert.deepEqual(await askPython(messages), everyone);
  assert.deepEqual(await askLibcrypto(messages), everyone);
});

describe("nesting", () => {
  const DEPTH = 100_000;
  /** Constructed elements in each other. */
  const nested = (tag) => {
    const headers = [];
    for (let depth = 0, length = 0; depth < DEPTH; depth++) {
      const header = [tag, ...lengthOctets(length)];
      headers.push(header);
      length += header.length;
    }
    return Uint8Array.from(headers.reverse().flat());
  };
  const deep = nested(0x30);
  const HEADER = 5; // near the root: tag, 0x83, three octets

  test(`${DEPTH} levels as a message`, () => {
    assertRefused(
      OCSPRequest,
      { bytes: deep, marks: { fault: 0 } },
      {
        code: "ERR_DER_TAG",
        offset: 6 * HEADER,
        path: `${REQ_CERT}.hashAlgorithm.algorithm`,
      },
    );
    assertRefused(
      OCSPResponse,
      { bytes: deep, marks: { fault: 0 } },
      {
        code: "ERR_DER_TAG",
        offset: HEADER,
        path: "OCSPResponse.responseStatus",
      },
    );
  });
  test(`${DEPTH} levels where anything may stand`, () => {
    const parsed = read(
      OCSPResponse,
      response({
        signatureAlgorithm: sequence(oid("1.2.3"), deep),
        certificates: [deep],
        extensions: [extension("1.2.3", deep)],
        responderID: context(1, sequence(set(sequence(oid(OID.commonName), deep)))),
      }),
    );
    assert.equal(parsed.signatureAlgorithm.parameters.length, deep.length);
    assert.equal(parsed.extensions.get("1.2.3").value.length, deep.length);
    assert.throws(() => parsed.certificates[0], { name: "OCSPError", code: "ERR_DER_TAG" });
    assert.ok(parsed.responderName.toString().length > 0);
    assert.ok(JSON.stringify(parsed).length > deep.length);
  });
  test(`${DEPTH} constructed OCTET STRINGs as a nonce`, () => {
    const parsed = read(OCSPRequest, requestExtension(extension(OID.nonce, nested(0x24))));
    assert.equal(parsed.nonce.length, deep.length);
  });
});
