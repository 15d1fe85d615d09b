"""Certificates, requests and responses that name each other or do not, by cryptography; their hashes by hashlib over
what asn1crypto reads. No code of this library takes part. Prints one JSON object.
"""

import base64
import hashlib
import json
import warnings
from datetime import datetime, timedelta, timezone

from asn1crypto import keys, x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import NameOID

warnings.simplefilter("ignore")
NOW = datetime(2026, 11, 21, tzinfo=timezone.utc)
DER = serialization.Encoding.DER
MANY = 200

key_of = {name: ec.generate_private_key(ec.SECP256R1()) for name in ["CA", "renewed", "other", "leaf"]}


def name_of(common_name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def certificate(subject, key, issuer, issuer_key, serial):
    return (
        x509.CertificateBuilder().subject_name(name_of(subject)).issuer_name(name_of(issuer)).serial_number(serial)
        .public_key(key_of[key].public_key())
        .not_valid_before(NOW - timedelta(days=30)).not_valid_after(NOW + timedelta(days=30))
        .sign(key_of[issuer_key], hashes.SHA256())
    )


certificates = {
    "CA": certificate("CA", "CA", "CA", "CA", 1),
    "renewed": certificate("CA", "renewed", "CA", "renewed", 2),
    "other": certificate("Other \u202ecA", "other", "Other \u202ecA", "other", 3),
    "intermediate": certificate("Intermediate", "other", "CA", "CA", 4),
    "leaf": certificate("leaf", "leaf", "CA", "CA", 0x4D7A90C3E1F20B86),
    "sibling": certificate("sibling", "leaf", "CA", "CA", 0x4D7A90FFE1F20B86),
    "stranger": certificate("stranger", "leaf", "Other \u202ecA", "other", 0x4D7A90C3E1F20B86),
    "grandchild": certificate("grandchild", "leaf", "Intermediate", "other", 7),
}
many = [certificate(f"leaf {index}", "leaf", "CA", "CA", 1000 + index) for index in range(MANY)]


def request(subject, issuer, algorithm):
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificates[subject], certificates[issuer], algorithm)
    return builder.build().public_bytes(DER)


def response(subject, issuer, algorithm):
    return (
        ocsp.OCSPResponseBuilder()
        .add_response(certificates[subject], certificates[issuer], algorithm, ocsp.OCSPCertStatus.GOOD, NOW, None, None,
                      None)
        .responder_id(ocsp.OCSPResponderEncoding.NAME, certificates["CA"]).sign(key_of["CA"], hashes.SHA256())
    ).public_bytes(DER)


def digests(der):
    read = asn1_x509.Certificate.load(der)
    key = bytes(keys.PublicKeyInfo.load(read.public_key.dump())["public_key"].contents[1:])
    return {
        "serial": f"{read.serial_number:x}".zfill(len(f"{read.serial_number:x}") + len(f"{read.serial_number:x}") % 2),
        **{algorithm: {
            "issuerName": hashlib.new(algorithm, read.issuer.dump()).hexdigest(),
            "key": hashlib.new(algorithm, key).hexdigest(),
        } for algorithm in ["sha1", "sha256"]},
    }


def text(der):
    return base64.b64encode(der).decode()


ders = {name: made.public_bytes(DER) for name, made in certificates.items()}
pairs = [("leaf", "CA"), ("leaf", "renewed"), ("sibling", "CA"), ("stranger", "other"), ("sibling", "renewed"),
         ("grandchild", "intermediate")]
algorithms = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256()}
print(json.dumps({
    "certificates": {name: text(der) for name, der in ders.items()},
    "many": [text(made.public_bytes(DER)) for made in many],
    "expected": {name: digests(der) for name, der in ders.items()},
    "requests": {f"{s} {i} {a}": text(request(s, i, algorithm))
                 for s, i in pairs for a, algorithm in algorithms.items()},
    "responses": {f"{s} {i} {a}": text(response(s, i, algorithm))
                  for s, i in pairs for a, algorithm in algorithms.items()},
}))
