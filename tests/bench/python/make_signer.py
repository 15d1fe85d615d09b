"""Writes to standard output, as JSON with base64 values, what the cases about signatures work on: a CA that answers
itself, its key, a certificate of it, a response that it signed, and `parts`, that signature taken apart. Arguments:
p256, p384, p521 or rsa2048, and how many such CAs there are in `pool`, a JSON list of their issuer, response and parts.
"""

import base64
import datetime
import json
import sys

from taken_apart import taken_apart

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp

GENERATORS = {
    "p256": (lambda: ec.generate_private_key(ec.SECP256R1()), SHA256()),
    "p384": (lambda: ec.generate_private_key(ec.SECP384R1()), SHA384()),
    "p521": (lambda: ec.generate_private_key(ec.SECP521R1()), SHA512()),
    "rsa2048": (lambda: rsa.generate_private_key(65537, 2048), SHA256()),
}
# Contestants that look at the dates shall find them good for long.
START, END = datetime.datetime(2024, 1, 1), datetime.datetime(2099, 1, 1)

generate, hash_algorithm = GENERATORS[sys.argv[1]]


def name(common_name):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])


def certificate(key, common_name, serial_number, is_ca):
    return (
        x509.CertificateBuilder()
        .subject_name(name(common_name))
        .issuer_name(name("Example CA"))
        .public_key(key.public_key())
        .serial_number(serial_number)
        .not_valid_before(START)
        .not_valid_after(END)
        .add_extension(x509.BasicConstraints(is_ca, None), critical=True)
        .sign(key, hash_algorithm)
    )


def authority():
    key = generate()
    issuer = certificate(key, "Example CA", 1, True)
    subject = certificate(key, "www.example.com", 0x1234, False)
    response = (
        ocsp.OCSPResponseBuilder()
        .add_response(subject, issuer, SHA1(), ocsp.OCSPCertStatus.GOOD, START, END, None, None)
        .responder_id(ocsp.OCSPResponderEncoding.HASH, issuer)
        .certificates([issuer])
        .sign(key, hash_algorithm)
    )
    return {
        "issuer": issuer.public_bytes(Encoding.DER),
        "certificate": subject.public_bytes(Encoding.DER),
        "key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "response": response.public_bytes(Encoding.DER),
        "parts": taken_apart(issuer, response.tbs_response_bytes, response.signature, hash_algorithm),
    }


def text(octets):
    return base64.b64encode(octets).decode() if isinstance(octets, bytes) else octets


first = authority()
others = [authority() for _ in range(int(sys.argv[2]) - 1)]
pool = [{name: text(made[name]) for name in ("issuer", "response", "parts")} for made in [first, *others]]
files = {**first, "parts": json.dumps(first["parts"]).encode(), "pool": json.dumps(pool).encode()}
print(json.dumps({file: text(octets) for file, octets in files.items()}))
