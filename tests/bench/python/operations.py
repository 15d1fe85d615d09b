"""What Python's cryptography does in each case: `make(files, emit)` gives the function that is timed.

An attrgetter reads several attributes into one tuple without a line of Python per attribute.
"""

import datetime
from operator import attrgetter

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

# Releases from 43 on name the aware times with a suffix, and warn where the others are read.
UTC = "_utc" if hasattr(ocsp.OCSPResponse, "this_update_utc") else ""

REASONS = {
    "unspecified": "unspecified",
    "key_compromise": "keyCompromise",
    "ca_compromise": "cACompromise",
    "affiliation_changed": "affiliationChanged",
    "superseded": "superseded",
    "cessation_of_operation": "cessationOfOperation",
    "certificate_hold": "certificateHold",
    "remove_from_crl": "removeFromCRL",
    "privilege_withdrawn": "privilegeWithdrawn",
    "aa_compromise": "aACompromise",
}


def request(files, emit):
    der = files["der"]
    read = attrgetter("serial_number", "issuer_name_hash", "issuer_key_hash", "hash_algorithm")
    return lambda: emit(read(ocsp.load_der_ocsp_request(der)))


def response(files, emit):
    der = files["der"]
    read = attrgetter(
        "response_status",
        "certificate_status",
        "revocation_reason",
        "this_update" + UTC,
        "next_update" + UTC,
        "produced_at" + UTC,
        "serial_number",
        "responder_name",
        "signature",
        "tbs_response_bytes",
    )
    return lambda: emit(read(ocsp.load_der_ocsp_response(der)))


def entries(files, emit):
    der = files["der"]
    read = attrgetter(
        "certificate_status",
        "serial_number",
        "this_update" + UTC,
        "next_update" + UTC,
        "issuer_name_hash",
        "issuer_key_hash",
    )

    def run():
        for entry in ocsp.load_der_ocsp_response(der).responses:
            emit(read(entry))

    return run


def build(certificate, issuer):
    return ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, SHA1()).build().public_bytes(Encoding.DER)


def build_parsed(files, emit):
    certificate = x509.load_der_x509_certificate(files["certificate"])
    issuer = x509.load_der_x509_certificate(files["issuer"])
    return lambda: emit((build(certificate, issuer),))


def build_der(files, emit):
    certificate, issuer = files["certificate"], files["issuer"]
    load = x509.load_der_x509_certificate
    return lambda: emit((build(load(certificate), load(issuer)),))


OPERATIONS = {
    "request": request,
    "response": response,
    "entries": entries,
    "build-parsed": build_parsed,
    "build-der": build_der,
}


def text(value):
    """The form that all contestants' values are compared in; ../text.js has its description."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, int):
        return format(value, "x")
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, HashAlgorithm):
        return value.name.upper().replace("SHA", "SHA-")
    if isinstance(value, x509.Name):
        return value.public_bytes().hex()
    if isinstance(value, x509.ReasonFlags):
        return REASONS[value.name]
    if isinstance(value, ocsp.OCSPResponseStatus):
        first, *others = value.name.lower().split("_")
        return first + "".join(word.capitalize() for word in others)
    if isinstance(value, ocsp.OCSPCertStatus):
        return value.name.lower()
    raise TypeError(f"no text for {value!r}")
