"""Extensions as asn1crypto encodes them, by the names of the JavaScript API, and random ones."""

import struct

from asn1crypto import core, crl, ocsp, x509

from cryptography import x509 as x500

from .certificates import general_name
from .oids import EXTENSION_OIDS, PKIX_OCSP, REASON_NUMBERS, REASONS, RSASSA_PSS, SIGNATURE_OIDS
from .structures import (
    ObjectIdentifiers, PreferredSignatureAlgorithms, ServiceLocator, algorithm, pss_parameters,
)

NULL = core.Null().dump()
EMPTY_SEQUENCE = b"\x30\x00"
SALT_LENGTHS = {"SHA1": 20, "SHA224": 28, "SHA256": 32, "SHA384": 48, "SHA512": 64}
SIGNATURE_NAMES = [*SIGNATURE_OIDS, *(f"RSA-PSS-{digest}" for digest in SALT_LENGTHS)]


def signature_algorithm(name):
    """RFC 4055: NULL with PKCS #1, the whole truth with PSS. RFC 5758 and 8410: nothing with the others."""
    if name.startswith("RSA-PSS-"):
        digest = name.removeprefix("RSA-PSS-")
        return algorithm(RSASSA_PSS, pss_parameters(digest.lower(), SALT_LENGTHS[digest]).dump())
    return algorithm(SIGNATURE_OIDS[name], NULL if name.startswith("RSA-") else None)


def nonce(value):
    return core.OctetString(value).dump()


def acceptable_responses(oids):
    return ObjectIdentifiers(oids).dump()


def preferred_signature_algorithms(names):
    return PreferredSignatureAlgorithms([{"sig_identifier": signature_algorithm(name)} for name in names]).dump()


def access(method, location):
    return {"access_method": method, "access_location": location}


def uri(url):
    return x509.GeneralName("uniform_resource_identifier", url)


def service_locator(issuer, accesses):
    fields = {"issuer": x509.Name.load(issuer)}
    if accesses:
        fields["locator"] = accesses
    return ServiceLocator(fields).dump()


def generalized_time(time):
    return core.GeneralizedTime(time).dump()


def crl_references(url=None, number=None, time=None):
    fields = {"crl_url": url, "crl_num": number, "crl_time": time}
    present = {name: value for name, value in fields.items() if value is not None}
    return ocsp.CrlId(present).dump() if present else EMPTY_SEQUENCE


def extended_revoke():
    return NULL


def crl_reason(name):
    return crl.CRLReason(REASON_NUMBERS[name]).dump()


def certificate_issuer(names):
    return x509.GeneralNames(names).dump()


def sct(log_id, milliseconds, extensions, signature):
    """SignedCertificateTimestamp of RFC 6962 3.2, version v1, signed with ECDSA over SHA-256."""
    return b"".join([
        struct.pack(">B32sQH", 0, log_id, milliseconds, len(extensions)), extensions,
        struct.pack(">BBH", 4, 3, len(signature)), signature,
    ])


def signed_certificate_timestamps(scts):
    listed = b"".join(struct.pack(">H", len(one)) + one for one in scts)
    return core.OctetString(struct.pack(">H", len(listed)) + listed).dump()


# ------------------------------------------------------------------------------------------------ random ones


def random_general_name(roll):
    """One of every kind; cryptography does not make two of them."""
    x400_address, edi_party_name = bytes.fromhex("a3023000"), bytes.fromhex("a506a1040c026869")
    made = x500.SubjectAlternativeName([general_name(roll)]).public_bytes()
    directory_name = core.Sequence(explicit=4, contents=core.Sequence.load(roll.name()).contents).dump()
    return roll.choice([
        lambda: x509.GeneralName.load(x400_address),
        lambda: x509.GeneralName.load(edi_party_name),
        lambda: x509.GeneralName.load(directory_name),
        lambda: x509.GeneralNames.load(made)[0],
    ])()


def random_accesses(roll):
    methods = [PKIX_OCSP, PKIX_OCSP, "1.3.6.1.5.5.7.48.2", roll.oid()]
    return [
        access(roll.choice(methods), uri(roll.url()) if roll.chance(0.8) else random_general_name(roll))
        for _ in range(roll.randint(0, 4))
    ]


def random_crl_references(roll):
    parts = {"url": roll.url(), "number": roll.serial(), "time": roll.time()}
    return crl_references(**{name: parts[name] for name in roll.subset(list(parts))})


def random_scts(roll):
    return signed_certificate_timestamps([
        sct(roll.octets(32, 32), int(roll.time().timestamp()) * 1000 + roll.randint(0, 999), roll.octets(0, 9),
            roll.octets(8, 72))
        for _ in range(roll.randint(1, 4))
    ])


def random_preferred(roll):
    """With algorithms nobody knows, and with certIdentifier, which the API does not tell."""
    preferred = []
    for _ in range(roll.randint(1, 5)):
        known = signature_algorithm(roll.choice(SIGNATURE_NAMES))
        fields = {"sig_identifier": known if roll.chance(0.7) else algorithm(roll.oid(), roll.choice([None, NULL]))}
        if roll.chance(0.3):
            fields["cert_identifier"] = algorithm("1.2.840.113549.1.1.1", NULL)
        preferred.append(fields)
    return PreferredSignatureAlgorithms(preferred).dump()


RANDOM = {
    "nonce": lambda roll: nonce(roll.octets(1, 128)) if roll.chance(0.7) else b"\xff" + roll.octets(0, 40),
    "acceptableResponses": lambda roll: acceptable_responses(
        [roll.choice([f"{PKIX_OCSP}.1", roll.oid()]) for _ in range(roll.randint(1, 4))]),
    "preferredSignatureAlgorithms": random_preferred,
    "serviceLocator": lambda roll: service_locator(roll.name(), random_accesses(roll)),
    "archiveCutoff": lambda roll: generalized_time(roll.time()),
    "crlReferences": random_crl_references,
    "extendedRevoke": lambda roll: extended_revoke(),
    "cRLReason": lambda roll: crl_reason(roll.choice(list(REASONS.values()))),
    "invalidityDate": lambda roll: generalized_time(roll.time()),
    "certificateIssuer": lambda roll: certificate_issuer([random_general_name(roll)
                                                          for _ in range(roll.randint(1, 3))]),
    "signedCertificateTimestamps": random_scts,
}


def extension(oid, critical, value):
    return {"extn_id": oid, "critical": critical, "extn_value": value}


def random_extensions(roll, names):
    """Named ones and unknown ones, each at most once; None as often as not."""
    if roll.chance(0.5):
        return None
    made = [extension(EXTENSION_OIDS[name], roll.chance(0.3), RANDOM[name](roll)) for name in roll.subset(names)]
    made += [extension(roll.oid(), roll.chance(0.3), roll.octets(0, 60)) for _ in range(roll.randint(0, 2))]
    return roll.sample(made, len(made)) or None
