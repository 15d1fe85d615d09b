"""Signatures made and checked by Python's cryptography, with the AlgorithmIdentifiers of asn1crypto."""

from asn1crypto import algos, core
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from .extensions import signature_algorithm
from .oids import RSASSA_PSS
from .read_asn1crypto import algorithm_identifier
from .structures import AlgorithmIdentifier, algorithm

HASHES = {
    "SHA1": hashes.SHA1(), "SHA224": hashes.SHA224(), "SHA256": hashes.SHA256(), "SHA384": hashes.SHA384(),
    "SHA512": hashes.SHA512(),
}
SHA3 = {
    "SHA3-224": hashes.SHA3_224(), "SHA3-256": hashes.SHA3_256(), "SHA3-384": hashes.SHA3_384(),
    "SHA3-512": hashes.SHA3_512(),
}
MGF1 = "1.2.840.113549.1.1.8"


def pss_padding(identifier):
    """What the parameters leave out has its default."""
    parameters = algos.RSASSAPSSParams.load(AlgorithmIdentifier.load(identifier)["parameters"].dump())
    mask_hash = parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native
    return padding.PSS(padding.MGF1(HASHES[mask_hash.upper()]), parameters["salt_length"].native)


def name_of(identifier):
    """By the JavaScript API's name. identifier: DER of an AlgorithmIdentifier that it knows."""
    return algorithm_identifier(AlgorithmIdentifier.load(identifier))["name"]


def parts_of(identifier):
    """Family and hash: RSA-PSS and SHA256, RSA and SHA3-256; Ed25519 and Ed448 have neither."""
    family, _, digest = name_of(identifier).rpartition("-SHA")
    return family, f"SHA{digest}"


def hash_of(identifier):
    """None of Ed25519 and Ed448."""
    return {**HASHES, **SHA3}.get(parts_of(identifier)[1])


def method(identifier):
    """What sign() and verify() of a key of cryptography are given beside data and signature."""
    digest = hash_of(identifier)
    return {
        "": lambda: (),
        "RSA": lambda: (padding.PKCS1v15(), digest),
        "RSA-PSS": lambda: (pss_padding(identifier), digest),
        "ECDSA": lambda: (ec.ECDSA(digest),),
        "DSA": lambda: (digest,),
    }[parts_of(identifier)[0]]()


def sign(private_key, identifier, data):
    return private_key.sign(data, *method(identifier))


def verifies(public_key, identifier, data, signature):
    try:
        public_key.verify(signature, data, *method(identifier))
        return True
    except InvalidSignature:
        return False


def identifier_of(name):
    """DER of the AlgorithmIdentifier as RFC 4055, 5758 and 8410 recommend it."""
    return signature_algorithm(name).dump()


def digest_identifier(roll, digest):
    """RFC 4055 2.1: NULL parameters and none mean the same."""
    return {"algorithm": digest, "parameters": roll.choice([core.Null(), None])}


def random_pss(roll, name, modulus_bits):
    """RSASSA-PSS with any salt that fits and any hash in MGF1; its hash is that of the name."""
    digest = name.rpartition("-")[2]
    octets = HASHES[digest].digest_size
    # RFC 8017 9.1.1: emLen is at least hLen + sLen + 2.
    longest = (modulus_bits - 1 + 7) // 8 - octets - 2
    mask_digest = roll.choice([digest, *HASHES]).lower()
    parameters = algos.RSASSAPSSParams({
        "hash_algorithm": digest_identifier(roll, digest.lower()),
        "mask_gen_algorithm": {"algorithm": MGF1, "parameters": digest_identifier(roll, mask_digest)},
        "salt_length": min(roll.choice([0, 1, 20, octets, longest, roll.randint(0, longest)]), longest),
    })
    return algorithm(RSASSA_PSS, parameters.dump()).dump()


def random_identifier(roll, name, signer):
    """The recommended one; of PSS more often one with other parameters, even if the signer's key is not for them."""
    if name.startswith("RSA-PSS-") and roll.chance(0.7):
        return random_pss(roll, name, signer.public_key.key_size)
    return identifier_of(name)
