/**
 * What the API reference is made of: all that `bearocsp` exports, and the types that those are made of and that have no
 * use by themselves.
 * @module bearocsp
 */
export * from "../index.js";

/** @typedef {import("../keys/algorithm.js").AlgorithmIdentifierParts} AlgorithmIdentifierParts */
/** @typedef {import("../keys/algorithm.js").PublicKeyInfoParts} PublicKeyInfoParts */
/** @typedef {import("../ocsp/certid.js").CertIDParts} CertIDParts */
/** @typedef {import("../inspect/dissect.js").DERNodeParts} DERNodeParts */
/** @typedef {import("../inspect/dissect.js").DissectionParts} DissectionParts */
/**
 * @template [T=unknown]
 * @typedef {import("../x509/extension.js").ExtensionParts<T>} ExtensionParts
 */
/** @typedef {import("../x509/extension.js").SignedCertificateTimestampParts} SignedCertificateTimestampParts */
/** @typedef {import("../ocsp/in-question.js").CertificateSearchParts} CertificateSearchParts */
/** @typedef {import("../x509/issuer.js").IssuerSearchParts} IssuerSearchParts */
/** @typedef {import("../recognize/search.js").Source} Source */
/** @typedef {import("../x509/name.js").NameAttributeParts} NameAttributeParts */
/** @typedef {import("../ocsp/response.js").SingleResponseParts} SingleResponseParts */
/** @typedef {import("../ocsp/response-builder.js").CertificateAndIssuer} CertificateAndIssuer */
/** @typedef {import("../ocsp/certid.js").CertIDText} CertIDText */
/** @typedef {import("../ocsp/certid.js").IssuerIDParts} IssuerIDParts */
/** @typedef {import("../keys/algorithm.js").CurveName} CurveName */
/** @typedef {import("../../build/lists.js").KeyAlgorithm} KeyAlgorithm */
/** @typedef {import("../ocsp/verification.js").CheckParts} CheckParts */
/** @typedef {import("../x509/distribution-points.js").DistributionPointParts} DistributionPointParts */
/** @typedef {import("../ocsp/verification.js").Reliable} Reliable */
/** @typedef {import("../ocsp/verification.js").Unreliable} Unreliable */
/** @typedef {import("../ocsp/verification.js").ReportParts} ReportParts */
