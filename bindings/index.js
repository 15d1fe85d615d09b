/** The public names of bearocsp, and nothing else. */
export { certID } from "./certid.js";
export { Certificate } from "./certificate.js";
export { dissect } from "./dissect.js";
export { OCSPCertStatus, OCSPResponderEncoding, OCSPResponseStatus, ReasonFlags } from "./enums.js";
export { OCSPError } from "./error.js";
export {
  acceptableResponses, archiveCutoff, cRLReason, crlReferences, extendedRevoke, extension, Extensions, invalidityDate, nonce,
  preferredSignatureAlgorithms, serviceLocator,
} from "./extension.js";
export { PrivateKey } from "./key.js";
export { ready } from "./module.js";
export { Name } from "./name.js";
export { recognize } from "./recognize.js";
export { OCSPRequest } from "./request.js";
export { OCSPRequestBuilder } from "./request-builder.js";
export { OCSPResponse } from "./response.js";
export { OCSPResponseBuilder } from "./response-builder.js";
export { OCSPVerificationError } from "./verification.js";

/** @typedef {import("./arguments.js").Bytes} Bytes */
/** @typedef {import("../build/lists.js").HashAlgorithm} HashAlgorithm */
/** @typedef {import("./arguments.js").HashAlgorithmInput} HashAlgorithmInput */
/** @typedef {import("./algorithm.js").AlgorithmIdentifier} AlgorithmIdentifier */
/** @typedef {import("./algorithm.js").PublicKeyInfo} PublicKeyInfo */
/** @typedef {import("../build/lists.js").SignatureAlgorithmName} SignatureAlgorithmName */
/** @typedef {import("./certid.js").CertID} CertID */
/** @typedef {import("./certid.js").CertIDInput} CertIDInput */
/** @typedef {import("./certificate.js").CertificateInput} CertificateInput */
/** @typedef {import("./dissect.js").DERNode} DERNode */
/** @typedef {import("./dissect.js").Dissection} Dissection */
/** @typedef {import("../build/lists.js").OCSPErrorCode} OCSPErrorCode */
/**
 * @template [T=unknown]
 * @typedef {import("./extension.js").Extension<T>} Extension
 */
/** @typedef {import("./extension.js").KnownExtensions} KnownExtensions */
/** @typedef {import("./extension.js").SignedCertificateTimestamp} SignedCertificateTimestamp */
/** @typedef {import("../build/lists.js").DERKind} DERKind */
/** @typedef {import("./name.js").NameAttribute} NameAttribute */
/** @typedef {import("./find.js").Recognized} Recognized */
/** @typedef {import("./request.js").SingleRequest} SingleRequest */
/** @typedef {import("./response.js").SingleResponse} SingleResponse */
/** @typedef {import("./async-signer.js").AsyncSignOptions} AsyncSignOptions */
/** @typedef {import("./async-signer.js").CryptoKeyLike} CryptoKeyLike */
/** @typedef {import("./async-signer.js").ExternalSigner} ExternalSigner */
/** @typedef {import("./key.js").PrivateKeyInput} PrivateKeyInput */
/** @typedef {import("./request-builder.js").SingleRequestOptions} SingleRequestOptions */
/** @typedef {import("./response-builder.js").SingleResponseByHash} SingleResponseByHash */
/** @typedef {import("./response-builder.js").SingleResponseForCertificate} SingleResponseForCertificate */
/** @typedef {import("./response-builder.js").SingleResponseInit} SingleResponseInit */
/** @typedef {import("./signature.js").SignOptions} SignOptions */
/** @typedef {import("./verification.js").Check} Check */
/** @typedef {import("../build/lists.js").CheckName} CheckName */
/** @typedef {import("./verification.js").CheckOptions} CheckOptions */
/** @typedef {import("./verification.js").VerificationReport} VerificationReport */
/** @typedef {import("./verification.js").VerifyOptions} VerifyOptions */
