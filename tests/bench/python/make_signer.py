"""Writes to standard output, as JSON with base64 values, what the cases about signatures work on: a CA that answers
itself, its key, a certificate of it, and a response that it signed. Argument: p256 or rsa2048.
"""

import base64
import datetime
import json
import sys

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp

GENERATORS = {
    "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "rsa2048": lambda: rsa.generate_private_key(65537, 2048),
}
# Contestants that look at the dates shall find them good for long.
START, END = datetime.datetime(2024, 1, 1), datetime.datetime(2099, 1, 1)

key = GENERATORS[sys.argv[1]]()


def name(common_name):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])


def certificate(common_name, serial_number, is_ca):
    return (
        x509.CertificateBuilder()
        .subject_name(name(common_name))
        .issuer_name(name("Example CA"))
        .public_key(key.public_key())
        .serial_number(serial_number)
        .not_valid_before(START)
        .not_valid_after(END)
        .add_extension(x509.BasicConstraints(is_ca, None), critical=True)
        .sign(key, SHA256())
    )


issuer = certificate("Example CA", 1, True)
subject = certificate("www.example.com", 0x1234, False)
response = (
    ocsp.OCSPResponseBuilder()
    .add_response(subject, issuer, SHA1(), ocsp.OCSPCertStatus.GOOD, START, END, None, None)
    .responder_id(ocsp.OCSPResponderEncoding.HASH, issuer)
    .certificates([issuer])
    .sign(key, SHA256())
)
files = {
    "issuer": issuer.public_bytes(Encoding.DER),
    "certificate": subject.public_bytes(Encoding.DER),
    "key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    "response": response.public_bytes(Encoding.DER),
}
print(json.dumps({file: base64.b64encode(octets).decode() for file, octets in files.items()}))
