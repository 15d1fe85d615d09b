"""Names as Python's cryptography reads them."""

import functools

from asn1crypto import core
from asn1crypto.parser import emit
from cryptography import x509

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


def attribute_text(attribute, value_der):
    """As cryptography writes it; but RFC 4514 section 2.4 wants the value in hexadecimal where the type has no short
    name."""
    if attribute.rfc4514_attribute_name == attribute.oid.dotted_string:
        return f"{attribute.oid.dotted_string}=#{value_der.hex()}"
    return attribute.rfc4514_string()


def describe_name(der):
    rdns = [[(attribute_alone(pair), pair["value"].dump()) for pair in rdn] for rdn in RDNSequence.load(der)]
    assert [{attribute for attribute, _ in rdn} for rdn in rdns] == [set(rdn) for rdn in load_name(der).rdns]
    return {
        "der": octets(der),
        "attributes": [
            {"oid": attribute.oid.dotted_string, "type": attribute.rfc4514_attribute_name, "value": attribute.value}
            for rdn in rdns for attribute, _ in rdn
        ],
        "toString()": ",".join("+".join(attribute_text(*one) for one in rdn) for rdn in reversed(rdns)),
    }
