"""A signature as the arithmetic alone wants it."""

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import Hash
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def numbers(public_key):
    """The integers of the key as BearSSL wants them, in hex: the point, or modulus and exponent."""
    if isinstance(public_key, ec.EllipticCurvePublicKey):
        return public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint).hex()
    n = public_key.public_numbers()
    return n.n.to_bytes(256, "big").hex() + n.e.to_bytes(3, "big").hex()


def taken_apart(signer, tbs, signature, hash_algorithm):
    """signer: the certificate. All values in hex, but for the name of the hash."""
    digest = Hash(hash_algorithm)
    digest.update(tbs)
    spki = signer.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {
        "spki": spki.hex(), "key": numbers(signer.public_key()), "hashAlgorithm": hash_algorithm.name, "tbs": tbs.hex(),
        "hash": digest.finalize().hex(), "signature": signature.hex(),
    }
