"""For tests/interop/sign-*.test.js: what others say of what we sign, and what others sign. Bytes are hexadecimal."""

from asn1crypto import ocsp

from . import (
    libcrypto, openssl, openssl_status, read_asn1crypto, read_cryptography, read_libcrypto, signatures,
    signed_by_others as others,
    specified_signed,
)
from .roll import Roll
from .signers import signer as signer_of
from .structures import OCSPResponse, encoded

octets = bytes.fromhex


def signer(kind, number=0):
    return signer_of(kind, number).described()


def sign(kind, algorithm, data):
    """The signature value as X.509 encodes it."""
    return signer_of(kind).sign(signatures.identifier_of(algorithm), octets(data)).hex()


def takes(signer, algorithm, signed, signature):
    """Which peers take the signature for the signer's, with the recommended parameters of the algorithm."""
    identifier = signatures.identifier_of(algorithm)
    return {
        "cryptography": signatures.verifies(signer.public_key, identifier, signed, signature),
        "OpenSSL": libcrypto.verifies(identifier, signed, signature, signer.certificate),
    }


# ------------------------------------------------------------------------------------------------ what we sign


def judge_response(der, kind, wanted, twins, by_cryptography):
    """wanted: what the response is to say; twins: [tbs, signature] of responses that somebody changed."""
    der, signer = octets(der), signer_of(kind)
    basic = ocsp.OCSPResponse.load(der)["response_bytes"]["response"].parsed
    tbs, signature = basic["tbs_response_data"], basic["signature"].native
    return {
        "made": specified_signed.response(wanted, signer, tbs["produced_at"].native, signature).hex(),
        # DER has one encoding only: what is put together anew from its parts is the same bytes.
        "encodedAnew": OCSPResponse.load(der).dump(force=True).hex(),
        "readings": {
            "asn1crypto": read_asn1crypto.describe_response(der), "OpenSSL": read_libcrypto.describe_response(der),
            **({"cryptography": read_cryptography.describe_response(der)} if by_cryptography else {}),
        },
        "isTaken": {
            **takes(signer, wanted["algorithm"], encoded(tbs), signature),
            "OCSP_basic_verify": libcrypto.response_verifies(der, signer.certificate),
        },
        "areTwinsTaken": [takes(signer, wanted["algorithm"], *map(octets, twin)) for twin in twins],
    }


def judge_request(der, kind, wanted, twins, by_cryptography):
    der, signer = octets(der), signer_of(kind)
    request = ocsp.OCSPRequest.load(der)
    tbs, signature = request["tbs_request"], request["optional_signature"]["signature"].native
    described = read_cryptography.describe_request(der) if by_cryptography else None
    return {
        "made": specified_signed.request(wanted, signature).hex(),
        "encodedAnew": ocsp.OCSPRequest.load(der).dump(force=True).hex(),
        "readings": {
            "asn1crypto": read_asn1crypto.describe_request(der), "OpenSSL": read_libcrypto.describe_request(der),
            **({"cryptography": described} if described else {}),
        },
        "isTaken": {
            **takes(signer, wanted["algorithm"], encoded(tbs), signature),
            "OCSP_request_verify": libcrypto.request_verifies(der, signer.certificate),
        },
        "areTwinsTaken": [takes(signer, wanted["algorithm"], *map(octets, twin)) for twin in twins],
    }


def openssl_says(der, kind, asked):
    """asked: {certificate, issuer, hashAlgorithm} of each entry."""
    pairs = [
        (octets(one["certificate"]), octets(one["issuer"]), one["hashAlgorithm"].replace("-", "").lower())
        for one in asked
    ]
    return openssl_status.status(octets(der), signer_of(kind).certificate, pairs)


# ------------------------------------------------------------------------------------------------ what others sign

RESPONSES = {"asn1crypto": others.asn1crypto_response, "cryptography": others.cryptography_response}


def rolled(kind, algorithm, other, seed):
    """The one that signs, and what with; one with another key of its kind, and one with a key of another kind."""
    roll, signer = Roll(seed), signer_of(kind)
    return roll, signer, signatures.random_identifier(roll, algorithm, signer), [signer_of(kind, 1), signer_of(other)]


def certificates_of(*signers):
    return [one.certificate for one in signers]


def signed_response(maker, kind, algorithm, other, seed):
    roll, signer, identifier, strangers = rolled(kind, algorithm, other, seed)
    der = RESPONSES[maker](roll, signer, identifier)
    return {"der": der.hex(), "verdicts": others.response_verdicts(der, certificates_of(signer, *strangers))}


def signed_request(kind, algorithm, other, seed):
    roll, signer, identifier, strangers = rolled(kind, algorithm, other, seed)
    der = others.asn1crypto_request(roll, signer, identifier)
    return {"der": der.hex(), "verdicts": others.request_verdicts(der, certificates_of(signer, *strangers))}


def issued_certificate_of(kind, algorithm, other, seed):
    """A certificate, and for each one that may be its issuer's whether it is."""
    roll, issuer, identifier, strangers = rolled(kind, algorithm, other, seed)
    certificate, candidates = others.chain(roll, issuer, identifier, strangers)
    return {"der": certificate.hex(), "verdicts": others.chain_verdicts(certificate, candidates)}


def openssl_response(seed):
    der = openssl.random_response(Roll(seed))
    return {"der": der.hex(), "verdicts": others.response_verdicts(der, others.openssl_certificates())}


def openssl_request(seed):
    der = others.openssl_request(Roll(seed))
    return {"der": der.hex(), "verdicts": others.request_verdicts(der, others.openssl_certificates())}


FUNCTIONS = [
    signer, sign, judge_response, judge_request, openssl_says, signed_response, signed_request, openssl_response,
    openssl_request,
    issued_certificate_of,
]
