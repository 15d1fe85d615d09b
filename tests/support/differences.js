// Where this library decides otherwise about mutants of the samples than Python's cryptography or OpenSSL: a table of
// classes, each with the clause that decides. `when` has the mutant { kind, der, region, error, message } and the
// judge's reason to refuse, or null.

import { children, descend, readElement } from "./der.js";

/**
 * The parts of a sample where the others judge what is left to others here.
 * @returns {{ name: string, start: number, end: number }[]}
 */
export function regionsOf(kind, der) {
  const region = (name, element) => (element ? [{ name, start: element.offset, end: element.end }] : []);
  const [first, second] = children(der);
  switch (kind) {
    case "certificate": {
      const tbs = children(der, first);
      return [...region("name", tbs[3]), ...region("name", tbs[5]), ...region("extensions", tbs[7])];
    }
    case "request":
      return second ? region("certificates", children(der, children(der, children(der, second)[0])[2])[0]) : [];
    default: {
      if (!second) {
        return [];
      }
      const basic = children(der, readElement(der, descend(der, 1, 0, 1).start));
      return [
        ...region("name", children(der, basic[0])[0]),
        ...(basic[3] ? region("certificates", children(der, basic[3])[0]) : []),
      ];
    }
  }
}

const code =
  (...codes) =>
  ({ error }) =>
    codes.includes(error.code);
const path =
  (pattern) =>
  ({ error }) =>
    pattern.test(error.path);
const region = (name) => (mutant) => mutant.region === name;
const refusal = (pattern) => (_, reason) => pattern.test(reason);
const all =
  (...conditions) =>
  (mutant, reason) =>
    conditions.every((condition) => condition(mutant, reason));

/**
 * @typedef {{ judge: "Python" | "OpenSSL", name: string, weAccept: boolean, clause: string,
 *   when: (mutant: any, refusal: string | null) => boolean }} Class
 */

/** @returns {Class} */
const python = (name, weAccept, clause, ...conditions) => ({
  judge: "Python",
  name,
  weAccept,
  clause,
  when: all(...conditions),
});
/** @returns {Class} */
const openSSL = (name, weAccept, clause, ...conditions) => ({
  judge: "OpenSSL",
  name,
  weAccept,
  clause,
  when: all(...conditions),
});

/** An arc of five octets or more: X.690 8.19.2 has no limit. */
const hasLargeArc = ({ kind, message }) =>
  (kind === "certificate"
    ? [message.signatureAlgorithm.oid, message.publicKey.oid]
    : [message.signatureAlgorithmOid]
  ).some((oid) => oid.split(".").some((arc) => BigInt(arc) >= 2n ** 28n));

/** Some known extension has a value that cannot be decoded. */
function hasBrokenExtension({ message }) {
  const { requests = [], responses = [] } = message;
  return [message, ...requests, ...responses].some(({ extensions }) =>
    [...extensions].some((extension) => {
      try {
        return extension.decoded === null;
      } catch {
        return true;
      }
    }),
  );
}

/** The element at fault is a SEQUENCE or SET whose identifier says primitive. */
const isPrimitiveList = ({ error, der }) => [0x10, 0x11].includes(der[error.offset]);

export const CLASSES = [
  // ------------------------------------------------------------------------------------------------ accepted here,
  // refused by Python
  python(
    "several CertIDs in one request",
    true,
    "RFC 6960 4.1.1: requestList is a SEQUENCE OF",
    refusal(/^NotImplementedError: OCSP request contains more than one request/),
  ),
  python(
    "an embedded certificate broken inside",
    true,
    "this library's design: its element throws when read, the message stands",
    region("certificates"),
  ),
  python(
    "a broken value of a known extension",
    true,
    "RFC 6960 4.4: support of extensions is optional; it is kept as bytes, and read by whoever asks for it",
    hasBrokenExtension,
  ),
  python(
    "an attribute value of an unusual type",
    true,
    "X.501: an attribute's value is ANY; names hold anything",
    region("name"),
    refusal(/^(KeyError|TypeError: oid must be X500_UNIQUE_IDENTIFIER)/),
  ),
  python(
    "characters outside of the string type",
    true,
    "OpenSSL reads them too: RFC 5280 7.1 compares names, and does not ask which characters a type has",
    region("name"),
    refusal(/InvalidValue/),
  ),
  python(
    "an arc of 2^28 or more",
    true,
    "X.690 8.19.2: a subidentifier has as many octets as it needs",
    refusal(/InvalidValue.*AlgorithmIdentifier::oid/),
    (mutant) => mutant.kind === "certificate" || hasLargeArc(mutant),
  ),
  python(
    "a timestamp of another version or with reserved algorithms",
    true,
    "RFC 6962 3.2 and RFC 5246 7.4.1.4.1: reserved for later use",
    refusal(/^ValueError: Invalid(\/unsupported (hash|signature) algorithm for SCT| SCT version)/),
  ),
  python(
    "version v1 of a certificate, encoded",
    true,
    "X.690 11.5, which is not held against certificates: nothing depends on it",
    refusal(/EncodedDefault, location: \["RawCertificate::tbs_cert", "TbsCertificate::version"\]/),
  ),
  python(
    "a KeyUsage whose unused bits are set, or more than seven",
    true,
    "X.690 8.6.2.2 and 11.2.1, not held against certificates: its used bits are what is asked for",
    ({ kind }) => kind === "certificate",
    region("extensions"),
    refusal(/^ValueError: error parsing asn1 value: ParseError { kind: InvalidValue }$/),
  ),
  python(
    "the value of a certificate's extension that no OCSP decision reads",
    true,
    "this library's design: certificates are other people's",
    ({ kind }) => kind === "certificate",
    region("extensions"),
    refusal(/^ValueError: (error parsing asn1 value|authority_cert_issuer)/),
  ),

  // ------------------------------------------------------------------------------------------------ refused here,
  // accepted by Python
  python(
    "a broken optionalSignature",
    false,
    "RFC 6960 4.1.1: Signature, read with the message here",
    path(/^OCSPRequest\.optionalSignature\b/),
  ),
  python(
    "responseBytes beside an error status",
    false,
    "RFC 6960 4.2.1: without a successful status responseBytes are not set",
    code("ERR_OCSP_RESPONSE_BYTES"),
  ),
  python(
    "a signature with unused bits",
    false,
    "RFC 5280 4.1.1.3 with RFC 8017 and RFC 5480: signatures are whole octets",
    code("ERR_DER_BIT_STRING"),
    path(/\.signature(Value)?$/),
  ),

  // ------------------------------------------------------------------------------------------------ accepted here,
  // refused by OpenSSL
  openSSL(
    "an embedded certificate broken inside",
    true,
    "this library's design: its element throws when read, the message stands",
    region("certificates"),
  ),
  openSSL(
    "an attribute value of a type that is not a DirectoryString",
    true,
    "X.501: an attribute's value is ANY; names hold anything",
    region("name"),
    refusal(/Field=value, Type=X509_NAME_ENTRY/),
  ),
  openSSL(
    "algorithm parameters that are a broken BOOLEAN or NULL",
    true,
    "RFC 5280 4.1.1.2: ANY, read by whoever uses the algorithm",
    refusal(/^(boolean is wrong length|type not primitive).*Field=parameter, Type=X509_ALGOR/),
  ),

  // ------------------------------------------------------------------------------------------------ refused here,
  // accepted by OpenSSL
  openSSL(
    "a time of another form or outside of the calendar",
    false,
    "X.690 11.7 and RFC 5280 4.1.2.5: checked while decoding here, when it is used there",
    code("ERR_DER_TIME"),
  ),
  openSSL(
    "a SEQUENCE OF or SET OF that is primitive",
    false,
    "X.690 8.10.1 and 8.12.1: constructed",
    code("ERR_DER_TAG"),
    isPrimitiveList,
  ),
  openSSL(
    "an OCTET STRING in pieces",
    false,
    "X.690 10.2: DER has no constructed strings",
    path(/\.extnValue$/),
    ({ error, der }) => der[error.offset] === 0x24,
  ),
  openSSL("a BOOLEAN that is neither 0 nor 255", false, "X.690 11.1", code("ERR_DER_BOOLEAN")),
  openSSL("a responseStatus that is not defined", false, "RFC 6960 4.2.1", code("ERR_OCSP_RESPONSE_STATUS")),
  openSSL(
    "a negative responseStatus, CRLReason or version",
    false,
    "RFC 6960 4.2.1, RFC 5280 4.1 and 5.3.1",
    code("ERR_DER_INTEGER"),
    path(/\.(responseStatus|revocationReason|version)$/),
  ),
  openSSL("a CRLReason that is not defined", false, "RFC 5280 5.3.1", code("ERR_OCSP_REASON")),
  openSSL(
    "responseBytes beside an error status",
    false,
    "RFC 6960 4.2.1: without a successful status responseBytes are not set",
    code("ERR_OCSP_RESPONSE_BYTES"),
  ),
  openSSL(
    "a signature or key with unused bits",
    false,
    "RFC 5280 4.1.1.3 and 4.1.2.7: whole octets",
    code("ERR_DER_BIT_STRING"),
    path(/\.(signature|signatureValue|subjectPublicKey)$/),
  ),
  openSSL("a certificate of an unknown version", false, "RFC 5280 4.1.2.1", code("ERR_CERTIFICATE_VERSION")),
  openSSL("the same extension twice", false, "RFC 5280 4.2", code("ERR_DUPLICATE_EXTENSION")),
];
