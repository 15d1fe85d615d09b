"""What a message or certificate says, as Python's cryptography reads it, under the names of the JavaScript API.

What it does not tell is left out, so that only what it tells is compared.
"""

import functools

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID

from .extension_values import access_urls, extension_value
from .names import describe_name
from .oids import EXTENSIONS, HASH_OIDS
from .values import UNDEFINED, integer, octets, or_none, time

DER = serialization.Encoding.DER
HASH_NAMES = {name.replace("-", "").lower(): name for name in HASH_OIDS}
STATUSES = {member: member.name.lower() for member in ocsp.OCSPCertStatus}
RESPONSE_STATUSES = {
    ocsp.OCSPResponseStatus.SUCCESSFUL: "successful", ocsp.OCSPResponseStatus.MALFORMED_REQUEST: "malformedRequest",
    ocsp.OCSPResponseStatus.INTERNAL_ERROR: "internalError", ocsp.OCSPResponseStatus.TRY_LATER: "tryLater",
    ocsp.OCSPResponseStatus.SIG_REQUIRED: "sigRequired", ocsp.OCSPResponseStatus.UNAUTHORIZED: "unauthorized",
}


def reason(value):
    return value.value


def hash_name(algorithm):
    return or_none(lambda known: HASH_NAMES.get(known.name), algorithm)


def name(value):
    return describe_name(value.public_bytes())


def scts(value):
    return [
        {"version": sct.version.value, "logId": octets(sct.log_id), "timestamp": time(sct.timestamp),
         "extensions": octets(sct.extension_bytes), "signature": octets(sct.signature)}
        for sct in value
    ]


DECODERS = {
    x509.OCSPNonce: lambda value: octets(value.nonce),
    x509.CRLReason: lambda value: reason(value.reason),
    x509.InvalidityDate: lambda value: time(value.invalidity_date),
    x509.CertificateIssuer: lambda value: [name(issuer) for issuer in value.get_values_for_type(x509.DirectoryName)],
    x509.SignedCertificateTimestamps: scts,
}


def extensions(values):
    described = []
    for extension in values:
        entry = {"oid": extension.oid.dotted_string, "critical": extension.critical}
        decode = DECODERS.get(type(extension.value))
        if decode:
            entry["decoded"] = decode(extension.value)
        if isinstance(extension.value, x509.UnrecognizedExtension):
            entry["value"] = octets(extension.value.value)
        described.append(entry)
    return described


def cert_id(entry):
    described = {
        "issuerNameHash": octets(entry.issuer_name_hash),
        "issuerKeyHash": octets(entry.issuer_key_hash),
        "serialNumber": integer(entry.serial_number),
    }
    try:
        described["hashAlgorithm"] = hash_name(entry.hash_algorithm)
    except UnsupportedAlgorithm:
        pass
    return described


def unless_beyond(read):
    """None for what cryptography 38 does not read: requests of several entries, and an encoded version v1, which is the
    default."""
    @functools.wraps(read)
    def reader(der):
        try:
            return read(der)
        except (NotImplementedError, ValueError) as error:
            if isinstance(error, NotImplementedError) or "EncodedDefault" in str(error):
                return None
            raise
    return reader


@unless_beyond
def describe_request(der):
    request = ocsp.load_der_ocsp_request(der)
    return {**cert_id(request), "extensions": extensions(request.extensions),
            "toDER()": octets(request.public_bytes(DER))}


def single_response(entry):
    return {
        **cert_id(entry),
        "certificateStatus": STATUSES[entry.certificate_status],
        "revocationTime": or_none(time, entry.revocation_time),
        "revocationReason": or_none(reason, entry.revocation_reason),
        "thisUpdate": time(entry.this_update),
        "nextUpdate": or_none(time, entry.next_update),
    }


@unless_beyond
def describe_response(der):
    response = ocsp.load_der_ocsp_response(der)
    described = {"responseStatus": RESPONSE_STATUSES[response.response_status],
                 "toDER()": octets(response.public_bytes(DER))}
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        return described
    entries = [single_response(entry) for entry in response.responses]
    if len(entries) == 1:
        described |= single_response(response)
        try:
            described["singleExtensions"] = extensions(response.single_extensions)
        except x509.UnsupportedGeneralNameType:
            pass
    try:
        described["signatureHashAlgorithm"] = hash_name(response.signature_hash_algorithm)
    except UnsupportedAlgorithm:
        pass
    return described | {
        "responses": entries,
        "signatureAlgorithmOid": response.signature_algorithm_oid.dotted_string,
        "signature": octets(response.signature),
        "tbsResponseBytes": octets(response.tbs_response_bytes),
        "certificates": [
            {"toDER()": octets(certificate.public_bytes(DER)), "serialNumber": integer(certificate.serial_number)}
            for certificate in response.certificates
        ],
        "responderKeyHash": or_none(octets, response.responder_key_hash),
        "responderName": or_none(name, response.responder_name),
        "producedAt": time(response.produced_at),
        "extensions": extensions(response.extensions),
    }


# ------------------------------------------------------------------------------------------------ certificates

KEYS = [
    (rsa.RSAPublicKey, "RSA"), (ec.EllipticCurvePublicKey, "EC"), (dsa.DSAPublicKey, "DSA"),
    (ed25519.Ed25519PublicKey, "Ed25519"),
    (ed448.Ed448PublicKey, "Ed448"),
]
CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521",
          **{name: name for name in ["secp256k1", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"]}}


def public_key(key):
    algorithm = next(algorithm for kind, algorithm in KEYS if isinstance(key, kind))
    described = {
        "algorithm": algorithm,
        "curve": CURVES.get(key.curve.name) if algorithm == "EC" else None,
        "spki": octets(key.public_bytes(DER, serialization.PublicFormat.SubjectPublicKeyInfo)),
    }
    # An Ed25519 or Ed448 key, and one on a curve that the API has no name for, has no size to compare.
    if algorithm in ("RSA", "DSA") or described["curve"]:
        described["bits"] = key.key_size
    return described


def certificate_extension(extension):
    value = extension.value
    described = {
        "oid": extension.oid.dotted_string, "critical": extension.critical,
        "value": octets(value.value if isinstance(value, x509.UnrecognizedExtension) else value.public_bytes()),
    }
    # What the short names of a certificate's extensions are is the API's own business, but a private one has none.
    if isinstance(value, x509.UnrecognizedExtension) and extension.oid.dotted_string not in EXTENSIONS:
        described |= {"name": None, "decoded": UNDEFINED}
    return described


def describe_certificate(der):
    certificate = x509.load_der_x509_certificate(der)
    constraints = extension_value(certificate, ExtensionOID.BASIC_CONSTRAINTS)
    usages = extension_value(certificate, ExtensionOID.EXTENDED_KEY_USAGE)
    described = {
        "version": certificate.version.value + 1,
        "serialNumber": integer(certificate.serial_number),
        "issuer": name(certificate.issuer),
        "subject": name(certificate.subject),
        "notBefore": time(certificate.not_valid_before),
        "notAfter": time(certificate.not_valid_after),
        "extensions": [certificate_extension(extension) for extension in certificate.extensions],
        "isCA": constraints is not None and constraints.ca,
        "extendedKeyUsage": or_none(lambda known: [usage.dotted_string for usage in known], usages),
        "ocspUrls": access_urls(certificate, AuthorityInformationAccessOID.OCSP),
        "caIssuersUrls": access_urls(certificate, AuthorityInformationAccessOID.CA_ISSUERS),
        "ocspNoCheck": extension_value(certificate, ExtensionOID.OCSP_NO_CHECK) is not None,
        "toDER()": octets(certificate.public_bytes(DER)),
        "toPEM()": certificate.public_bytes(serialization.Encoding.PEM).decode(),
    }
    try:
        described["publicKey"] = public_key(certificate.public_key())
    except (UnsupportedAlgorithm, ValueError):
        pass
    return described
