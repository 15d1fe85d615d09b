"""OCSP requests made by asn1crypto."""

from asn1crypto import algos, core, ocsp

from .certificates import issuer_and_certificate
from .extensions import (
    NULL, SIGNATURE_NAMES, random_extensions, random_general_name, signature_algorithm,
)
from .oids import HASH_OIDS
from .structures import CertID, VersionedOCSPRequest, algorithm

HASH_LENGTHS = {"SHA-1": 20, "SHA-224": 28, "SHA-256": 32, "SHA-384": 48, "SHA-512": 64}
CLIENT_EXTENSIONS = ["nonce", "acceptableResponses", "preferredSignatureAlgorithms", "extendedRevoke", "archiveCutoff"]
SINGLE_EXTENSIONS = ["serviceLocator", "crlReferences", "invalidityDate"]


def cert_id(hash_algorithm, issuer_name_hash, issuer_key_hash, serial_number):
    """hash_algorithm: an AlgorithmIdentifier."""
    return ocsp.CertId.load(CertID({
        "hash_algorithm": hash_algorithm, "issuer_name_hash": issuer_name_hash, "issuer_key_hash": issuer_key_hash,
        "serial_number": serial_number,
    }).dump())


def random_cert_id(roll):
    if roll.chance(0.1):
        sizes = roll.randint(1, 64), roll.randint(1, 64)
        identifier = algorithm(roll.oid(), roll.choice([None, NULL, core.OctetString(b"?").dump()]))
    else:
        name = roll.choice(list(HASH_OIDS))
        sizes = HASH_LENGTHS[name], HASH_LENGTHS[name]
        identifier = algorithm(HASH_OIDS[name], NULL if roll.chance(0.7) else None)
    return cert_id(identifier, roll.randbytes(sizes[0]), roll.randbytes(sizes[1]), roll.serial())


def random_signature_algorithm(roll):
    if roll.chance(0.1):
        return algorithm(roll.choice(["1.2.840.113549.1.1.4", roll.oid()]), roll.choice([None, NULL]))
    return signature_algorithm(roll.choice(SIGNATURE_NAMES))


def random_certificates(roll):
    """0 to 3, in DER."""
    return [roll.choice(issuer_and_certificate(roll)) for _ in range(roll.randint(0, 3))]


def signature_fields(roll):
    """Of OCSPRequest and BasicOCSPResponse alike. The signature is any octets: nobody verifies it."""
    fields = {
        "signature_algorithm": algos.SignedDigestAlgorithm.load(random_signature_algorithm(roll).dump()),
        "signature": roll.octets(1, 300),
    }
    certificates = random_certificates(roll)
    if certificates:
        fields["certs"] = [core.Sequence.load(certificate) for certificate in certificates]
    return fields


def entry_count(roll):
    """1 to 50."""
    return roll.choices([1, roll.randint(2, 49), 50], [10, 9, 1])[0]


def random_request(roll):
    def entry():
        fields = {"req_cert": random_cert_id(roll)}
        extensions = random_extensions(roll, SINGLE_EXTENSIONS)
        if extensions:
            fields["single_request_extensions"] = extensions
        return ocsp.Request(fields)

    tbs = {"request_list": [entry() for _ in range(entry_count(roll))]}
    extensions = random_extensions(roll, CLIENT_EXTENSIONS)
    if extensions:
        tbs["request_extensions"] = extensions
    is_signed = roll.chance(0.4)
    if is_signed or roll.chance(0.3):
        tbs["requestor_name"] = random_general_name(roll)
    spec = ocsp.OCSPRequest
    if roll.chance(0.1):
        spec, tbs = VersionedOCSPRequest, {"version": "v1", **tbs}
    request = {"tbs_request": tbs}
    if is_signed:
        request["optional_signature"] = signature_fields(roll)
    return spec(request).dump()
