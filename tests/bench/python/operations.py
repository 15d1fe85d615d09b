"""What Python's cryptography does in each case: `make(files, emit)` gives the function that is timed.

An attrgetter reads several attributes into one tuple without a line of Python per attribute.
"""

import datetime
from hashlib import sha256
from operator import attrgetter

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
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


START, END = datetime.datetime(2024, 1, 1), datetime.datetime(2099, 1, 1)


def sign(files, emit):
    certificate = x509.load_der_x509_certificate(files["certificate"])
    issuer = x509.load_der_x509_certificate(files["issuer"])
    key = load_pem_private_key(files["key"], None)

    def run():
        builder = ocsp.OCSPResponseBuilder()
        builder = builder.add_response(certificate, issuer, SHA1(), ocsp.OCSPCertStatus.GOOD, START, END, None, None)
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, issuer).certificates([issuer])
        emit((builder.sign(key, SHA256()).public_bytes(Encoding.DER),))

    return run


def verify(key, response):
    """Raises unless the key signed the response."""
    algorithm = response.signature_hash_algorithm
    scheme = (ec.ECDSA(algorithm),) if isinstance(key, ec.EllipticCurvePublicKey) else (padding.PKCS1v15(), algorithm)
    key.verify(response.signature, response.tbs_response_bytes, *scheme)


def signed_response(files, emit):
    key = x509.load_der_x509_certificate(files["issuer"]).public_key()
    der = files["der"]
    read = attrgetter(
        "certificate_status", "serial_number", "issuer_name_hash", "issuer_key_hash", "responder_key_hash"
    )

    def run():
        response = ocsp.load_der_ocsp_response(der)
        verify(key, response)
        emit(read(response))

    return run


def check(files, emit):
    key = x509.load_der_x509_certificate(files["issuer"]).public_key()
    response = ocsp.load_der_ocsp_response(files["der"])

    def run():
        verify(key, response)
        emit((True,))

    return run


def primitive(scheme):
    def make(files, emit):
        key = load_pem_private_key(files["key"], None)
        digest = sha256(files["data"]).digest()
        return lambda: emit((key.sign(digest, *scheme),))

    return make


OPERATIONS = {
    "request": request,
    "response": response,
    "entries": entries,
    "build-parsed": build_parsed,
    "build-der": build_der,
    "sign-p256": sign,
    "sign-p256-native": sign,
    "sign-rsa2048": sign,
    "sign-rsa2048-native": sign,
    "signed-response": signed_response,
    "check-p256": check,
    "check-p384": check,
    "check-p521": check,
    "check-rsa2048": check,
    "primitive-rsa2048": primitive((padding.PKCS1v15(), Prehashed(SHA256()))),
}
try:
    OPERATIONS["primitive-p256"] = primitive((ec.ECDSA(Prehashed(SHA256()), deterministic_signing=True),))
except (TypeError, UnsupportedAlgorithm):
    pass  # releases before 43, or an OpenSSL before 3.2


def text(value):
    """The form that all contestants' values are compared in; ../text.js has its description."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, bool):
        return str(value).lower()
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
