"""Keys of every kind that signs, and what their certificates say of them."""

import functools
import os
from math import gcd
from pathlib import Path

from cryptography.hazmat.backends.openssl import backend
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from . import key_forms, signatures
from .certificates import make_certificate
from .oids import RSASSA_PSS
from .openssl import run
from .roll import Roll
from .structures import AlgorithmIdentifier, Certificate, SubjectPublicKeyInfo, algorithm, pss_parameters


BUILD = Path(__file__).parents[3] / "build/tests"


@functools.lru_cache(maxsize=None)
def dsa_parameters(p_bits, q_bits):
    """By OpenSSL: cryptography chooses the size of q by itself. They are public, and kept: they can take ten seconds to
    make."""
    path = BUILD / f"dsa-{p_bits}-{q_bits}.pem"
    if not path.exists():
        BUILD.mkdir(parents=True, exist_ok=True)
        sizes = ["-pkeyopt", f"dsa_paramgen_bits:{p_bits}", "-pkeyopt", f"dsa_paramgen_q_bits:{q_bits}"]
        # Test files run side by side: each puts a whole file in place.
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(run("genpkey", "-genparam", "-algorithm", "DSA", *sizes))
        fresh.replace(path)
    return serialization.load_pem_private_key(run("genpkey", "-paramfile", path), None).parameters()


def dsa_key(p_bits, q_bits):
    return dsa_parameters(p_bits, q_bits).generate_private_key()


def rsa_key(bits, exponent=65537):
    return rsa.generate_private_key(exponent, bits)


RSA_8192 = Path(__file__).parents[1] / "stored/rsa-8192.pem"


@functools.lru_cache(maxsize=None)
def stored_rsa_8192():
    return serialization.load_pem_private_key(RSA_8192.read_bytes(), None)


exponents_8192 = iter([65537, *(e for e in range(65539, 70000, 2))])


def rsa_8192():
    """The stored key, whose primes take long to find; the second one made is of the same primes and another
    exponent."""
    # cryptography 38 would look for ten seconds whether they are primes, and has no public way to be told not to.
    backend._rsa_skip_check_key = True
    try:
        numbers = stored_rsa_8192().private_numbers()
        p, q = numbers.p, numbers.q
        exponent = next(e for e in exponents_8192 if gcd(e, (p - 1) * (q - 1)) == 1)
        d = pow(exponent, -1, (p - 1) * (q - 1))
        public = rsa.RSAPublicNumbers(exponent, p * q)
        return rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), numbers.iqmp, public).private_key()
    finally:
        backend._rsa_skip_check_key = False


# How a key that is for PSS alone says so, RFC 4055 section 3.1.
PSS_KEYS = {
    "RSA-PSS": algorithm(RSASSA_PSS),
    "RSA-PSS for SHA-256": algorithm(RSASSA_PSS, pss_parameters("sha256", 32).dump()),
}
KEY_MAKERS = {
    # With one bit more than whole octets the encoded message of PSS is an octet shorter than the modulus.
    **{f"RSA-{bits}": functools.partial(rsa_key, bits) for bits in (1024, 1025, 2047, 2048, 3072, 4096)},
    "RSA-1536 with e = 3": functools.partial(rsa_key, 1536, 3),
    **{kind: functools.partial(rsa_key, 1536) for kind in PSS_KEYS},
    **{f"DSA-{p}/{q}": functools.partial(dsa_key, p, q)
       for p, q in [(1024, 160), (2048, 224), (2048, 256), (3072, 256)]},
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "P-521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "RSA-8192": rsa_8192,
    "secp256k1": lambda: ec.generate_private_key(ec.SECP256K1()),
    "brainpoolP256r1": lambda: ec.generate_private_key(ec.BrainpoolP256R1()),
    "brainpoolP384r1": lambda: ec.generate_private_key(ec.BrainpoolP384R1()),
    "brainpoolP512r1": lambda: ec.generate_private_key(ec.BrainpoolP512R1()),
    "Ed25519": ed25519.Ed25519PrivateKey.generate,
    "Ed448": ed448.Ed448PrivateKey.generate,
}


class Signer:
    """With a certificate that it issued to itself."""

    def __init__(self, kind, number):
        roll = Roll(f"{kind}, {number}")
        self.kind, self.private_key = kind, KEY_MAKERS[kind]()
        self.key_algorithm, self.name = PSS_KEYS.get(kind), roll.name()
        self.public_key = self.private_key.public_key()
        self.spki = self.public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        if self.key_algorithm is not None:
            # cryptography has keys of rsaEncryption only.
            info = SubjectPublicKeyInfo.load(self.spki)
            self.spki = SubjectPublicKeyInfo({"algorithm": self.key_algorithm, "public_key": info["public_key"]}).dump()
        self.certificate = self.issue(roll, signatures.identifier_of(self.usual_algorithm()), self, self.name)

    def usual_algorithm(self):
        if self.kind.startswith("Ed"):
            return self.kind
        if isinstance(self.private_key, ec.EllipticCurvePrivateKey):
            return "ECDSA-SHA256"
        return "RSA-PSS-SHA256" if self.key_algorithm else f"{self.kind.partition('-')[0]}-SHA256"

    def sign(self, identifier, data):
        return signatures.sign(self.private_key, identifier, data)

    def issue(self, roll, identifier, subject, subject_name):
        """A certificate by cryptography, but for what it has not: keys for PSS alone, and signatures of PSS."""
        certificate = Certificate.load(make_certificate(roll, self.name, self.private_key, subject_name,
                                                        subject.private_key))
        tbs = certificate["tbs_certificate"]
        tbs["signature"] = AlgorithmIdentifier.load(identifier)
        tbs["subject_public_key_info"] = SubjectPublicKeyInfo.load(subject.spki)
        certificate["signature_algorithm"] = tbs["signature"].copy()
        certificate["signature"] = self.sign(identifier, tbs.dump())
        return certificate.dump()

    def described(self):
        return {
            "certificate": self.certificate.hex(), "subject": self.name.hex(), "spki": self.spki.hex(),
            "keys": key_forms.forms(self.private_key, self.key_algorithm, self.spki),
        }


made = functools.lru_cache(maxsize=None)(Signer)


def signer(kind, number=0):
    """One for each number."""
    return made(kind, number)
