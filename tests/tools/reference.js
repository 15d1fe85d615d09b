/**
 * What the API reference is made of: all that `bearocsp` exports, and the types that those are made of and that have no use by themselves.
 * @module bearocsp
 */
export * from "../../bindings/index.js";

/** @typedef {import("../../bindings/algorithm.js").AlgorithmIdentifierParts} AlgorithmIdentifierParts */
/** @typedef {import("../../bindings/algorithm.js").PublicKeyInfoParts} PublicKeyInfoParts */
/** @typedef {import("../../bindings/certid.js").CertIDParts} CertIDParts */
/** @typedef {import("../../bindings/dissect.js").DERNodeParts} DERNodeParts */
/** @typedef {import("../../bindings/dissect.js").DissectionParts} DissectionParts */
/**
 * @template [T=unknown]
 * @typedef {import("../../bindings/extension.js").ExtensionParts<T>} ExtensionParts
 */
/** @typedef {import("../../bindings/extension.js").SignedCertificateTimestampParts} SignedCertificateTimestampParts */
/** @typedef {import("../../bindings/find.js").Source} Source */
/** @typedef {import("../../bindings/name.js").NameAttributeParts} NameAttributeParts */
/** @typedef {import("../../bindings/response.js").SingleResponseParts} SingleResponseParts */
/** @typedef {import("../../bindings/response-builder.js").CertificateAndIssuer} CertificateAndIssuer */
/** @typedef {import("../../bindings/verification.js").CheckParts} CheckParts */
/** @typedef {import("../../bindings/verification.js").ReportParts} ReportParts */
