"""OCSP requests and signed responses made by Python's cryptography, as far as it goes: one entry each."""

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509 import ocsp

from .certificates import HASHES, issuer_and_certificate, key, make_certificate, random_hash

DER = serialization.Encoding.DER
REASONS = [*x509.ReasonFlags, None]
SIGNING_KEYS = ["RSA-2048", "P-256", "P-384", "P-521", "Ed25519", "Ed448", "DSA"]


def load(certificate):
    return x509.load_der_x509_certificate(certificate)


def add_extensions(roll, builder):
    if roll.chance(0.6):
        builder = builder.add_extension(x509.OCSPNonce(roll.octets(1, 64)), critical=roll.chance(0.3))
    if roll.chance(0.3):
        unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier(roll.oid()), roll.octets(0, 40))
        builder = builder.add_extension(unknown, critical=roll.chance(0.3))
    return builder


def random_request(roll):
    issuer, certificate = map(load, issuer_and_certificate(roll))
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, roll.choice(HASHES)())
    return add_extensions(roll, builder).build().public_bytes(DER)


def random_response(roll):
    if roll.chance(0.1):
        status = roll.choice([status for status in ocsp.OCSPResponseStatus if status.value])
        return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(DER)
    issuer, certificate = map(load, issuer_and_certificate(roll))
    signing_key, name = key(roll.choice(SIGNING_KEYS)), roll.name()
    responder = load(make_certificate(roll, name, signing_key, name, signing_key))
    status = roll.choice(list(ocsp.OCSPCertStatus))
    is_revoked = status is ocsp.OCSPCertStatus.REVOKED
    builder = ocsp.OCSPResponseBuilder().add_response(
        certificate, issuer, roll.choice(HASHES)(), status, roll.time(), roll.time() if roll.chance(0.5) else None,
        roll.time() if is_revoked else None, roll.choice(REASONS) if is_revoked else None,
    ).responder_id(roll.choice(list(ocsp.OCSPResponderEncoding)), responder)
    certificates = [load(roll.choice(issuer_and_certificate(roll))) for _ in range(roll.randint(0, 2))]
    if certificates or roll.chance(0.5):
        builder = builder.certificates([responder, *certificates])
    return add_extensions(roll, builder).sign(signing_key, random_hash(roll, signing_key)).public_bytes(DER)


def cert_ids(certificate, issuer):
    """A request of that one CertID for each hash algorithm, by its name in the JavaScript API."""
    return {
        algorithm.name.upper().replace("SHA", "SHA-"):
            ocsp.OCSPRequestBuilder()
            .add_certificate(load(certificate), load(issuer), algorithm()).build().public_bytes(DER)
        for algorithm in HASHES
    }
