/** The public names of bearocsp, and nothing else. */

export { CHECK_TITLES, DEFAULTS, LIMITS } from "../build/lists.js";
export { dissect } from "./inspect/dissect.js";
export { fromBase64, oidName, toBase64, toHex, toPEM } from "./inspect/text.js";
export { PrivateKey } from "./keys/private-key.js";
export { HASH_ALGORITHMS } from "./lib/arguments.js";
export { OCSPError } from "./lib/error.js";
export { INVISIBLE, spelledOut } from "./lib/invisible.js";
export { certID, issuerID, issuerNameHash } from "./ocsp/certid.js";
export { findCertificate } from "./ocsp/in-question.js";
export { OCSPRequest } from "./ocsp/request.js";
export { OCSPRequestBuilder } from "./ocsp/request-builder.js";
export { OCSPResponse } from "./ocsp/response.js";
export { OCSPResponseBuilder } from "./ocsp/response-builder.js";
export { OCSPVerificationError } from "./ocsp/verification.js";
export { recognize, recognizeSteps } from "./recognize/recognize.js";
export { ready } from "./wasm/module.js";
export { Certificate } from "./x509/certificate.js";
export { OCSPCertStatus, OCSPResponderEncoding, OCSPResponseStatus, ReasonFlags } from "./x509/enums.js";
export {
  acceptableResponses,
  archiveCutoff,
  cRLReason,
  crlReferences,
  Extensions,
  extendedRevoke,
  extension,
  invalidityDate,
  nonce,
  preferredSignatureAlgorithms,
  serviceLocator,
} from "./x509/extension.js";
export { findIssuer } from "./x509/issuer.js";
export { Name } from "./x509/name.js";

/** @typedef {import("./lib/arguments.js").Bytes} Bytes */
/** @typedef {import("../build/lists.js").HashAlgorithm} HashAlgorithm */
/** @typedef {import("./lib/arguments.js").HashAlgorithmInput} HashAlgorithmInput */
/** @typedef {import("./keys/algorithm.js").AlgorithmIdentifier} AlgorithmIdentifier */
/** @typedef {import("./keys/algorithm.js").PublicKeyInfo} PublicKeyInfo */
/** @typedef {import("../build/lists.js").SignatureAlgorithmName} SignatureAlgorithmName */
/** @typedef {import("./ocsp/certid.js").CertID} CertID */
/** @typedef {import("./ocsp/certid.js").CertIDInput} CertIDInput */
/** @typedef {import("./ocsp/certid.js").IssuerID} IssuerID */
/** @typedef {import("./x509/certificate.js").CertificateInput} CertificateInput */
/** @typedef {import("./x509/distribution-points.js").DistributionPoint} DistributionPoint */
/** @typedef {import("./inspect/dissect.js").DERNode} DERNode */
/** @typedef {import("./inspect/dissect.js").Dissection} Dissection */
/** @typedef {import("../build/lists.js").OCSPErrorCode} OCSPErrorCode */
/**
 * @template [T=unknown]
 * @typedef {import("./x509/extension.js").Extension<T>} Extension
 */
/** @typedef {import("./x509/extension.js").KnownExtensions} KnownExtensions */
/** @typedef {import("./x509/extension.js").SignedCertificateTimestamp} SignedCertificateTimestamp */
/** @typedef {import("../build/lists.js").DERKind} DERKind */
/** @typedef {import("./x509/name.js").NameAttribute} NameAttribute */
/** @typedef {import("./recognize/search.js").Recognized} Recognized */
/** @typedef {import("./ocsp/in-question.js").CertificateSearch} CertificateSearch */
/** @typedef {import("./ocsp/in-question.js").SearchOptions} SearchOptions */
/** @typedef {import("./x509/issuer.js").IssuerSearch} IssuerSearch */
/** @typedef {import("./ocsp/request.js").SingleRequest} SingleRequest */
/** @typedef {import("./ocsp/response.js").SingleResponse} SingleResponse */
/** @typedef {import("./keys/async-signer.js").AsyncSignOptions} AsyncSignOptions */
/** @typedef {import("./keys/async-signer.js").CryptoKeyLike} CryptoKeyLike */
/** @typedef {import("./keys/async-signer.js").ExternalSigner} ExternalSigner */
/** @typedef {import("./keys/private-key.js").PrivateKeyInput} PrivateKeyInput */
/** @typedef {import("./ocsp/request-builder.js").SingleRequestOptions} SingleRequestOptions */
/** @typedef {import("./ocsp/response-builder.js").SingleResponseByHash} SingleResponseByHash */
/** @typedef {import("./ocsp/response-builder.js").SingleResponseForCertificate} SingleResponseForCertificate */
/** @typedef {import("./ocsp/response-builder.js").SingleResponseInit} SingleResponseInit */
/** @typedef {import("./keys/signature.js").SignOptions} SignOptions */
/** @typedef {import("./ocsp/verification.js").Check} Check */
/** @typedef {import("../build/lists.js").CheckName} CheckName */
/** @typedef {import("./ocsp/verification.js").CheckOptions} CheckOptions */
/** @typedef {import("./ocsp/verification.js").VerificationReport} VerificationReport */
/** @typedef {import("./ocsp/verification.js").VerifyOptions} VerifyOptions */
