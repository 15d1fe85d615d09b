"""The forms of a private key: PKCS #8 (RFC 5958), and the traditional ones of RSA (RFC 8017 A.1.2), EC (RFC 5915) and
DSA."""

from asn1crypto import core, pem
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from .structures import AlgorithmIdentifier, SubjectPublicKeyInfo

LABELS = [
    (rsa.RSAPrivateKey, "RSA PRIVATE KEY"), (ec.EllipticCurvePrivateKey, "EC PRIVATE KEY"),
    (dsa.DSAPrivateKey, "DSA PRIVATE KEY"),
]
V2 = 1


class OneAsymmetricKey(core.Sequence):
    """PrivateKeyInfo, and the public key that its version v2 may have."""

    _fields = [
        ("version", core.Integer), ("algorithm", AlgorithmIdentifier), ("private_key", core.OctetString),
        ("public_key", core.OctetBitString, {"implicit": 1, "optional": True}),
    ]


class ECPrivateKey(core.Sequence):
    _fields = [
        ("version", core.Integer), ("private_key", core.OctetString),
        ("parameters", core.ObjectIdentifier, {"explicit": 0, "optional": True}),
        ("public_key", core.OctetBitString, {"explicit": 1, "optional": True}),
    ]


def encode(private_key, form):
    return private_key.private_bytes(Encoding.DER, form, NoEncryption())


def info(der, **changed):
    """PrivateKeyInfo with some fields changed."""
    loaded = OneAsymmetricKey.load(der)
    for name, value in changed.items():
        loaded[name] = value
    return loaded.dump()


def elliptic_curve_forms(pkcs8, traditional):
    """What RFC 5915 leaves to the writer: the public key, and the curve inside PKCS #8, which says it already."""
    def without_public_key(der):
        loaded = ECPrivateKey.load(der)
        loaded["public_key"] = None
        return loaded.dump()

    inner = OneAsymmetricKey.load(pkcs8)["private_key"].native
    return {
        "PKCS #8 without the public key": ("PRIVATE KEY", info(pkcs8, private_key=without_public_key(inner))),
        "PKCS #8 with the curve twice": ("PRIVATE KEY", info(pkcs8, private_key=traditional)),
        "traditional without the public key": ("EC PRIVATE KEY", without_public_key(traditional)),
    }


def forms(private_key, key_algorithm, spki):
    """DER and PEM by the name of the form. key_algorithm: where it differs from what cryptography writes."""
    pkcs8 = encode(private_key, PrivateFormat.PKCS8)
    if key_algorithm is not None:
        pkcs8 = info(pkcs8, algorithm=key_algorithm)
    made = {"PKCS #8": ("PRIVATE KEY", pkcs8)}
    label = next((label for kind, label in LABELS if isinstance(private_key, kind)), None)
    if label is None:
        public_key = SubjectPublicKeyInfo.load(spki)["public_key"].native
        made["PKCS #8 with the public key"] = ("PRIVATE KEY", info(pkcs8, version=V2, public_key=public_key))
    elif key_algorithm is None:
        traditional = encode(private_key, PrivateFormat.TraditionalOpenSSL)
        made["traditional"] = (label, traditional)
        if isinstance(private_key, ec.EllipticCurvePrivateKey):
            made |= elliptic_curve_forms(pkcs8, traditional)
    return {name: {"der": der.hex(), "pem": pem.armor(label, der).decode()} for name, (label, der) in made.items()}
