"""Random certificates made by Python's cryptography, and some changed afterwards where it has no way to make them."""

import functools
from datetime import datetime, timezone
from ipaddress import ip_address

from asn1crypto.keys import RSAPublicKey
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from . import read_asn1crypto, read_cryptography
from .names import load_name
from .oids import RSASSA_PSS
from .structures import Certificate, algorithm, encoded, pss_parameters
from .values import octets

KEY_MAKERS = {
    "RSA-1024": lambda: rsa.generate_private_key(65537, 1024),
    "RSA-2048": lambda: rsa.generate_private_key(65537, 2048),
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "P-521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "secp256k1": lambda: ec.generate_private_key(ec.SECP256K1()),
    "brainpoolP512r1": lambda: ec.generate_private_key(ec.BrainpoolP512R1()),
    "Ed25519": ed25519.Ed25519PrivateKey.generate,
    "Ed448": ed448.Ed448PrivateKey.generate,
    "DSA": lambda: dsa.generate_private_key(1024),
}
HASHES = [hashes.SHA1, hashes.SHA224, hashes.SHA256, hashes.SHA384, hashes.SHA512]
FIRST_UTC_TIME = datetime(1950, 1, 1, tzinfo=timezone.utc)


@functools.lru_cache(maxsize=None)
def key(kind):
    """One of each kind for the whole process: their values do not matter."""
    return KEY_MAKERS[kind]()


def random_hash(roll, private_key):
    edwards = (ed25519.Ed25519PrivateKey, ed448.Ed448PrivateKey)
    return None if isinstance(private_key, edwards) else roll.choice(HASHES)()


def general_name(roll):
    return roll.choice([
        lambda: x509.UniformResourceIdentifier(roll.url()),
        lambda: x509.DNSName("host.example"),
        lambda: x509.RFC822Name("somebody@host.example"),
        lambda: x509.DirectoryName(load_name(roll.name())),
        lambda: x509.IPAddress(ip_address("192.0.2.1")),
        lambda: x509.RegisteredID(x509.ObjectIdentifier(roll.oid())),
        lambda: x509.OtherName(x509.ObjectIdentifier(roll.oid()), b"\x0c\x01x"),
    ])()


def access_descriptions(roll):
    methods = [AuthorityInformationAccessOID.OCSP] * 3 + [AuthorityInformationAccessOID.CA_ISSUERS] * 2
    methods.append(x509.ObjectIdentifier(roll.oid()))
    return [
        x509.AccessDescription(
            roll.choice(methods),
            x509.UniformResourceIdentifier(roll.url()) if roll.chance(0.8) else general_name(roll))
        for _ in range(roll.randint(1, 5))
    ]


def key_usage(roll):
    flags = [roll.chance(0.5) for _ in range(7)]
    flags[0] |= not any(flags)
    # encipherOnly and decipherOnly mean something only beside keyAgreement.
    return x509.KeyUsage(*flags, *(flags[4] and roll.chance(0.5) for _ in range(2)))


def usages(roll):
    known = [ExtendedKeyUsageOID.OCSP_SIGNING, ExtendedKeyUsageOID.SERVER_AUTH,
             ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
             ExtendedKeyUsageOID.CODE_SIGNING, x509.ObjectIdentifier(roll.oid())]
    return x509.ExtendedKeyUsage(roll.sample(known, roll.randint(1, len(known))))


def extensions(roll, issuer_key, subject_key):
    is_ca = roll.chance(0.5)
    return roll.subset([
        x509.BasicConstraints(is_ca, roll.choice([None, 0, 3]) if is_ca else None),
        key_usage(roll),
        usages(roll),
        x509.AuthorityInformationAccess(access_descriptions(roll)),
        x509.OCSPNoCheck(),
        x509.SubjectKeyIdentifier.from_public_key(subject_key),
        x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key),
        x509.SubjectAlternativeName([general_name(roll) for _ in range(roll.randint(1, 4))]),
        x509.CRLDistributionPoints([x509.DistributionPoint([general_name(roll)], None, None, None)]),
        x509.TLSFeature([x509.TLSFeatureType.status_request]),
        x509.UnrecognizedExtension(x509.ObjectIdentifier(roll.oid()), roll.octets(0, 40)),
    ])


def make_certificate(roll, issuer_name, issuer_key, subject_name, subject_key):
    not_before, not_after = sorted(roll.time(FIRST_UTC_TIME) for _ in range(2))
    builder = (
        x509.CertificateBuilder().serial_number(min(roll.serial(), 2**159 - 1))
        .issuer_name(load_name(issuer_name)).subject_name(load_name(subject_name)).public_key(subject_key.public_key())
        .not_valid_before(not_before).not_valid_after(not_after)
    )
    for extension in extensions(roll, issuer_key.public_key(), subject_key.public_key()):
        builder = builder.add_extension(extension, critical=roll.chance(0.3))
    return builder.sign(issuer_key, random_hash(roll, issuer_key)).public_bytes(serialization.Encoding.DER)


def random_key(roll):
    return key(roll.choice(list(KEY_MAKERS)))


def issuer_and_certificate(roll):
    """DER of a CA's certificate and of one that it issued."""
    name, issuer_key = roll.name(), random_key(roll)
    return (
        make_certificate(roll, name, issuer_key, name, issuer_key),
        make_certificate(roll, name, issuer_key, roll.name(), random_key(roll)),
    )


# What cryptography 38 does not make; the signature no longer fits, which no reader of the fields minds.


def first_version(roll, tbs):
    tbs["version"] = tbs["extensions"] = None


def pss_key(roll, tbs):
    numbers = key("RSA-2048").public_key().public_numbers()
    parameters = pss_parameters("sha256", 32).dump() if roll.chance(0.5) else None
    tbs["subject_public_key_info"] = {
        "algorithm": algorithm(RSASSA_PSS, parameters),
        "public_key": RSAPublicKey({"modulus": numbers.n, "public_exponent": numbers.e}).dump(),
    }


def unknown_key(roll, tbs):
    tbs["subject_public_key_info"] = {"algorithm": algorithm(roll.oid()), "public_key": roll.octets(1, 64)}


def pss_signature(roll, tbs):
    digest = roll.choice(["sha1", "sha224", "sha256", "sha384", "sha512"])
    tbs["signature"] = algorithm(RSASSA_PSS, pss_parameters(digest, roll.choice([20, 32, 64])).dump())


def change(roll, der):
    certificate = Certificate.load(der)
    tbs = certificate["tbs_certificate"]
    roll.choice([first_version, pss_key, unknown_key, pss_signature])(roll, tbs)
    return Certificate({
        "tbs_certificate": tbs, "signature_algorithm": tbs["signature"].copy(), "signature": certificate["signature"],
    }).dump()


def random_certificate(roll):
    der = roll.choice(issuer_and_certificate(roll))
    return change(roll, der) if roll.chance(0.2) else der


def describe_certificate(der):
    """cryptography's reading, and from asn1crypto what it does not say: OIDs and parameters of algorithms, keys it does
    not know."""
    described = read_cryptography.describe_certificate(der)
    certificate = Certificate.load(der)
    subject_key = certificate["tbs_certificate"]["subject_public_key_info"]
    oid = subject_key["algorithm"]["algorithm"].dotted
    described["signatureAlgorithm"] = read_asn1crypto.algorithm_identifier(certificate["signature_algorithm"])
    key_description = described.get("publicKey") or {"algorithm": None, "curve": None}
    if oid == RSASSA_PSS:
        modulus = RSAPublicKey.load(subject_key["public_key"].native)["modulus"].native
        key_description |= {"algorithm": "RSA", "bits": modulus.bit_length()}
    described["publicKey"] = {**key_description, "oid": oid, "spki": octets(encoded(subject_key))}
    return described
