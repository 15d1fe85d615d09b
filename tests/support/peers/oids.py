"""OBJECT IDENTIFIERs by the names of the JavaScript API: RFC 5280, 5754, 5758, 6960, 6962, 8017 and 8410, and NIST's
registry."""

PKIX_OCSP = "1.3.6.1.5.5.7.48.1"

EXTENSIONS = {
    f"{PKIX_OCSP}.2": "nonce",
    f"{PKIX_OCSP}.3": "crlReferences",
    f"{PKIX_OCSP}.4": "acceptableResponses",
    f"{PKIX_OCSP}.6": "archiveCutoff",
    f"{PKIX_OCSP}.7": "serviceLocator",
    f"{PKIX_OCSP}.8": "preferredSignatureAlgorithms",
    f"{PKIX_OCSP}.9": "extendedRevoke",
    "2.5.29.21": "cRLReason",
    "2.5.29.24": "invalidityDate",
    "2.5.29.29": "certificateIssuer",
    "1.3.6.1.4.1.11129.2.4.5": "signedCertificateTimestamps",
}
EXTENSION_OIDS = {name: oid for oid, name in EXTENSIONS.items()}

HASHES = {
    "1.3.14.3.2.26": "SHA-1",
    "2.16.840.1.101.3.4.2.4": "SHA-224",
    "2.16.840.1.101.3.4.2.1": "SHA-256",
    "2.16.840.1.101.3.4.2.2": "SHA-384",
    "2.16.840.1.101.3.4.2.3": "SHA-512",
}
HASH_OIDS = {name: oid for oid, name in HASHES.items()}

RSASSA_PSS = "1.2.840.113549.1.1.10"
NIST_SIGNATURES = "2.16.840.1.101.3.4.3"
SHA3_BITS = [224, 256, 384, 512]
SIGNATURES = {
    "1.2.840.113549.1.1.5": "RSA-SHA1",
    "1.2.840.113549.1.1.14": "RSA-SHA224",
    "1.2.840.113549.1.1.11": "RSA-SHA256",
    "1.2.840.113549.1.1.12": "RSA-SHA384",
    "1.2.840.113549.1.1.13": "RSA-SHA512",
    "1.2.840.10045.4.1": "ECDSA-SHA1",
    "1.2.840.10045.4.3.1": "ECDSA-SHA224",
    "1.2.840.10045.4.3.2": "ECDSA-SHA256",
    "1.2.840.10045.4.3.3": "ECDSA-SHA384",
    "1.2.840.10045.4.3.4": "ECDSA-SHA512",
    "1.2.840.10040.4.3": "DSA-SHA1",
    "2.16.840.1.101.3.4.3.1": "DSA-SHA224",
    "2.16.840.1.101.3.4.3.2": "DSA-SHA256",
    "2.16.840.1.101.3.4.3.3": "DSA-SHA384",
    "2.16.840.1.101.3.4.3.4": "DSA-SHA512",
    "1.3.101.112": "Ed25519",
    "1.3.101.113": "Ed448",
    **{f"{NIST_SIGNATURES}.{9 + n}": f"ECDSA-SHA3-{bits}" for n, bits in enumerate(SHA3_BITS)},
    **{f"{NIST_SIGNATURES}.{13 + n}": f"RSA-SHA3-{bits}" for n, bits in enumerate(SHA3_BITS)},
    **{f"{NIST_SIGNATURES}.{17 + n}": f"ML-DSA-{size}" for n, size in enumerate([44, 65, 87])},
    **{f"{NIST_SIGNATURES}.{20 + n}": f"SLH-DSA-{name}" for n, name in enumerate(
        f"{family}-{bits}{trade}" for family in ["SHA2", "SHAKE"] for bits in [128, 192, 256] for trade in "sf")},
}
SIGNATURE_OIDS = {name: oid for oid, name in SIGNATURES.items()}

# RFC 5280 5.3.1, by number; 7 is not used.
REASONS = {
    0: "unspecified", 1: "keyCompromise", 2: "cACompromise", 3: "affiliationChanged", 4: "superseded",
    5: "cessationOfOperation",
    6: "certificateHold", 8: "removeFromCRL", 9: "privilegeWithdrawn", 10: "aACompromise",
}
REASON_NUMBERS = {name: number for number, name in REASONS.items()}

# RFC 6960 4.2.1, by number; 4 is not used.
RESPONSE_STATUSES = {0: "successful", 1: "malformedRequest", 2: "internalError", 3: "tryLater", 5: "sigRequired",
                     6: "unauthorized"}
