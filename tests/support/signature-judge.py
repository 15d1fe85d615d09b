"""Python's cryptography on one signature: called from signers.test.js."""

import warnings

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from python_worker import serve


def arguments(algorithm):
    """What verify() of a public key wants after the signature and the data."""
    family, _, name = algorithm.rpartition("-")
    if not family:
        return []
    hash_algorithm = getattr(hashes, name)()
    if family == "ECDSA":
        return [ec.ECDSA(hash_algorithm)]
    if family == "RSA":
        return [padding.PKCS1v15(), hash_algorithm]
    if family == "RSA-PSS":
        return [padding.PSS(padding.MGF1(hash_algorithm), hash_algorithm.digest_size), hash_algorithm]
    return [hash_algorithm]


def public_key(certificate):
    try:
        return certificate.public_key()
    except ValueError:
        # It reads id-RSASSA-PSS keys only as what they are without their restriction.
        from asn1crypto import x509 as asn1
        from cryptography.hazmat.primitives.asymmetric import rsa
        from cryptography.hazmat.primitives.serialization import Encoding
        info = asn1.Certificate.load(certificate.public_bytes(Encoding.DER)).public_key["public_key"].parsed.native
        return rsa.RSAPublicNumbers(info["public_exponent"], info["modulus"]).public_key()


def verifies(algorithm, data, signature, certificate):
    key = public_key(x509.load_pem_x509_certificate(certificate.encode()))
    try:
        key.verify(bytes.fromhex(signature), bytes.fromhex(data), *arguments(algorithm))
        return True
    except InvalidSignature:
        return False


warnings.simplefilter("ignore")
serve([verifies])
