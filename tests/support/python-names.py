"""The names of Python's cryptography that from-python.md sets ours beside, for tests/project/documents.test.js."""

import datetime
import inspect
from enum import Enum
from operator import attrgetter
from types import SimpleNamespace

import cryptography
from asn1crypto import ocsp as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from python_worker import serve


def public(thing):
    return [name for name in dir(thing) if not name.startswith("_")]


def names():
    """What the module itself defines, each class with its attributes; what it only imports is left out."""
    found = []
    for name in public(ocsp):
        value = getattr(ocsp, name)
        if not (getattr(value, "__module__", None) or "").endswith("ocsp"):
            continue
        found.append(name)
        if inspect.isclass(value):
            attributes = value.__members__ if issubclass(value, Enum) else public(value)
            found += [f"{name}.{attribute}" for attribute in attributes]
    return {"version": cryptography.__version__, "names": found}


OTHER_MODULES = SimpleNamespace(x509=x509, serialization=serialization)


def exists(name):
    try:
        return attrgetter(name)(OTHER_MODULES) is not None
    except AttributeError:
        return False


def existing(names):
    """Those that there are, of names such as x509.Certificate.subject."""
    return [name for name in names if exists(name)]


def numbers():
    """By member, the number that is encoded."""
    members = {f"{status}": status.value for enumeration in (ocsp.OCSPResponseStatus, ocsp.OCSPCertStatus)
               for status in enumeration}
    members |= {f"x509.{reason}": x509.CRLReason(reason).public_bytes()[-1] for reason in x509.ReasonFlags}
    return members | {f"{encoding}": responder_tag(encoding) for encoding in ocsp.OCSPResponderEncoding}


def responder_tag(encoding):
    """The tag of the ResponderID in a response that names its responder so."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "CA")])
    day = datetime.datetime(2026, 1, 1)
    ca = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(day).not_valid_after(day + datetime.timedelta(1)).sign(key, hashes.SHA256())
    )
    response = (
        ocsp.OCSPResponseBuilder().add_response(ca, ca, hashes.SHA1(), ocsp.OCSPCertStatus.GOOD, day, None, None, None)
        .responder_id(encoding, ca).sign(key, hashes.SHA256())
    )
    basic = asn1.OCSPResponse.load(response.public_bytes(serialization.Encoding.DER)).basic_ocsp_response
    return basic["tbs_response_data"]["responder_id"].dump()[0] & 0x1F


serve([names, existing, numbers])
