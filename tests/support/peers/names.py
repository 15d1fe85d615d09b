"""Names as Python's cryptography reads them."""

import functools

from asn1crypto import core
from asn1crypto.parser import emit
from cryptography import x509

from .libcrypto import crypto
from .structures import RDNSequence, SubjectPublicKeyInfo, algorithm
from .values import octets

ALGORITHM = algorithm("1.3.101.112").dump()
VALIDITY = core.SequenceOf(["000101000000Z"] * 2, spec=core.UTCTime).dump()
BEFORE_SUBJECT = core.Integer(1).dump() + ALGORITHM + RDNSequence([]).dump() + VALIDITY
KEY = SubjectPublicKeyInfo({"algorithm": algorithm("1.3.101.112"), "public_key": bytes(32)}).dump()
SIGNATURE = core.OctetBitString(bytes(64)).dump()


def sequence(contents):
    return emit(core.Sequence.class_, core.Sequence.method, core.Sequence.tag, contents)


@functools.lru_cache(maxsize=1000)
def load_name(der):
    """cryptography reads a Name only as part of something: here of a certificate put together around it."""
    certificate = sequence(sequence(BEFORE_SUBJECT + der + KEY) + ALGORITHM + SIGNATURE)
    return x509.load_der_x509_certificate(certificate).subject


def attribute_alone(pair):
    """cryptography keeps the attributes of one RDN as a set, in no order: so each is read by itself."""
    attribute, = load_name(RDNSequence([[pair]]).dump())
    return attribute


# The registry of LDAP has this one shorter than cryptography.
SHORT_NAMES = {"2.5.4.4": "SN"}


def type_name(attribute):
    """The short name of RFC 4514 section 3, else the one in cryptography's table of OIDs or OpenSSL's, else the OID."""
    dotted = attribute.oid.dotted_string
    if attribute.rfc4514_attribute_name != dotted:
        return attribute.rfc4514_attribute_name
    if dotted in SHORT_NAMES:
        return SHORT_NAMES[dotted]
    return attribute.oid._name if attribute.oid._name != "Unknown OID" else openssl_name(dotted)


def openssl_name(dotted):
    number = crypto.OBJ_txt2nid(dotted.encode())
    return crypto.OBJ_nid2sn(number).decode() if number else dotted


def attribute_text(attribute):
    """As cryptography writes it, but for the name of the type."""
    _, _, value = attribute.rfc4514_string().partition("=")
    return f"{type_name(attribute)}={value}"


def describe_name(der):
    rdns = [[attribute_alone(pair) for pair in rdn] for rdn in RDNSequence.load(der)]
    assert [set(rdn) for rdn in rdns] == [set(rdn) for rdn in load_name(der).rdns]
    return {
        "der": octets(der),
        "attributes": [
            {"oid": attribute.oid.dotted_string, "type": type_name(attribute), "value": attribute.value}
            for rdn in rdns for attribute in rdn
        ],
        "toString()": ",".join("+".join(attribute_text(attribute) for attribute in rdn) for rdn in reversed(rdns)),
    }
