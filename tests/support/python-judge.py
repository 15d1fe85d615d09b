"""Python's cryptography and asn1crypto as judges, called from judge.js."""

import warnings
from base64 import b64decode

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID

from peers.extension_values import access_urls, extension_value
from peers.names import attribute_text, type_name
from python_worker import serve


def read_all(thing, names):
    """Reads the attributes: many are parsed only then. An algorithm that is unknown does not make a message broken."""
    for name in names:
        try:
            getattr(thing, name)
        except UnsupportedAlgorithm:
            pass


def judge_request(der):
    request = ocsp.load_der_ocsp_request(der)
    read_all(request, ["serial_number", "issuer_name_hash", "issuer_key_hash", "hash_algorithm", "extensions"])


def judge_response(der):
    response = ocsp.load_der_ocsp_response(der)
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        return
    read_all(response, ["produced_at", "responder_name", "responder_key_hash", "certificates", "signature",
                        "extensions"])
    entries = list(response.responses)
    for entry in entries:
        read_all(entry, ["certificate_status", "revocation_time", "revocation_reason", "this_update", "next_update",
                         "serial_number", "issuer_name_hash", "issuer_key_hash", "hash_algorithm"])
    if len(entries) == 1:
        read_all(response, ["single_extensions"])


def judge_certificate(der):
    certificate = x509.load_der_x509_certificate(der)
    read_all(certificate, ["version", "serial_number", "issuer", "subject", "not_valid_before", "not_valid_after",
                           "signature", "extensions"])


def timestamp(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def name_string(name):
    """RFC 4514, with the short names that cryptography and OpenSSL have."""
    return ",".join("+".join(attribute_text(attribute) for attribute in rdn) for rdn in reversed(name.rdns))


def describe_name(name, asn1_name):
    return {
        "der": asn1_name.dump().hex(),
        "attributes": [
            {"oid": attribute.oid.dotted_string, "type": type_name(attribute),
             "value": attribute.value}
            for attribute in name
        ],
        "text": name_string(name),
    }


def describe_key(key, asn1_key):
    kinds = [(rsa.RSAPublicKey, "RSA"), (ec.EllipticCurvePublicKey, "EC"), (dsa.DSAPublicKey, "DSA"),
             (ed25519.Ed25519PublicKey, "Ed25519"), (ed448.Ed448PublicKey, "Ed448")]
    algorithm = next((name for kind, name in kinds if isinstance(key, kind)), None)
    curves = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}
    return {
        "algorithm": algorithm,
        "oid": asn1_key["algorithm"]["algorithm"].dotted,
        "curve": curves[key.curve.name] if algorithm == "EC" else None,
        "bits": key.key_size,
        "spki": key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo).hex(),
    }


def describe_certificate(der):
    certificate = x509.load_der_x509_certificate(der)
    raw = asn1_x509.Certificate.load(der)
    tbs = raw["tbs_certificate"]
    constraints = extension_value(certificate, ExtensionOID.BASIC_CONSTRAINTS)
    usages = extension_value(certificate, ExtensionOID.EXTENDED_KEY_USAGE)
    parameters = raw["signature_algorithm"]["parameters"].dump()
    return {
        "version": certificate.version.value + 1,
        "serialNumber": str(certificate.serial_number),
        "issuer": describe_name(certificate.issuer, tbs["issuer"]),
        "subject": describe_name(certificate.subject, tbs["subject"]),
        "notBefore": timestamp(certificate.not_valid_before),
        "notAfter": timestamp(certificate.not_valid_after),
        "signatureAlgorithm": {
            "oid": certificate.signature_algorithm_oid.dotted_string,
            "parameters": parameters.hex() if parameters else None,
        },
        "publicKey": describe_key(certificate.public_key(), tbs["subject_public_key_info"]),
        "extensions": [
            {"oid": extension["extn_id"].dotted, "critical": extension["critical"].native,
             "valueHex": extension["extn_value"].contents.hex()}
            for extension in tbs["extensions"]
        ],
        "isCA": bool(constraints and constraints.ca),
        "extendedKeyUsage": [usage.dotted_string for usage in usages] if usages is not None else None,
        "ocspUrls": access_urls(certificate, AuthorityInformationAccessOID.OCSP),
        "caIssuersUrls": access_urls(certificate, AuthorityInformationAccessOID.CA_ISSUERS),
        "ocspNoCheck": extension_value(certificate, ExtensionOID.OCSP_NO_CHECK) is not None,
        "pem": certificate.public_bytes(serialization.Encoding.PEM).decode(),
    }


JUDGES = {"request": judge_request, "response": judge_response, "certificate": judge_certificate}


def decide(kind, der):
    try:
        JUDGES[kind](der)
        return None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # not every refusal is an Exception
        return f"{type(error).__name__}: {error}"


def judge(messages):
    """For each [kind, base64]: None if it is read completely, else why not."""
    return [decide(kind, b64decode(der)) for kind, der in messages]


def describe_certificates(certificates):
    """What each certificate says, getter by getter."""
    return [describe_certificate(b64decode(der)) for der in certificates]


# Oddities that it reads all the same are of no interest here.
warnings.simplefilter("ignore")
serve([judge, describe_certificates])
