"""Writes to standard output, as JSON with base64 values, what the cases of full verification work on: a response signed
by a delegate of a CA; `tampered`, the same with another status; `impostor`, signed as it should be, by a delegate of
another CA of the same name; and `signatures`, the two that a full verification checks, taken apart. Arguments: p256 or
rsa2048, and how many delegates' responses there are in `pool`, a JSON list.
"""

import base64
import datetime
import json
import sys

from taken_apart import taken_apart

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

GENERATORS = {
    "p256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "rsa2048": lambda: rsa.generate_private_key(65537, 2048),
}
generate = GENERATORS[sys.argv[1]]
# Contestants that look at the dates shall find them good for long.
START, END = datetime.datetime(2024, 1, 1), datetime.datetime(2099, 1, 1)
CA = "Example CA"
# certStatus and the tag and length of thisUpdate
GOOD, UNKNOWN = bytes.fromhex("8000180f"), bytes.fromhex("8200180f")


def name(common_name):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, common_name)])


def usage(**allowed):
    names = ("digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign "
             "crl_sign")
    every = {name: False for name in (names + " encipher_only decipher_only").split()}
    return x509.KeyUsage(**{**every, **allowed})


def certificate(common_name, key, ca_key, serial_number, is_ca, extensions=()):
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(common_name))
        .issuer_name(name(CA))
        .public_key(key.public_key())
        .serial_number(serial_number)
        .not_valid_before(START)
        .not_valid_after(END)
        .add_extension(x509.BasicConstraints(is_ca, None), critical=True)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(ca_key, SHA256())


def delegate_of(ca_key, key):
    extensions = [
        (usage(digital_signature=True), True),
        (x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.OCSP_SIGNING]), False),
        (x509.OCSPNoCheck(), False),
    ]
    return certificate("Example Responder", key, ca_key, 2, False, extensions)


ca_key, key = generate(), generate()
issuer = certificate(CA, ca_key, ca_key, 1, True, [(usage(key_cert_sign=True, crl_sign=True), True)])
subject = certificate("www.example.com", generate(), ca_key, 0x1234, False)


def response_by(delegate, key):
    return (
        ocsp.OCSPResponseBuilder()
        .add_response(subject, issuer, SHA1(), ocsp.OCSPCertStatus.GOOD, START, END, None, None)
        .responder_id(ocsp.OCSPResponderEncoding.HASH, delegate)
        .certificates([delegate])
        .sign(key, SHA256())
    )


def pooled():
    fresh = generate()
    return response_by(delegate_of(ca_key, fresh), fresh).public_bytes(Encoding.DER)


delegate = delegate_of(ca_key, key)
response = response_by(delegate, key)
octets = response.public_bytes(Encoding.DER)
if octets.count(GOOD) != 1:
    raise SystemExit("the status is not to be found")
signatures = [
    taken_apart(issuer, delegate.tbs_certificate_bytes, delegate.signature, SHA256()),
    taken_apart(delegate, response.tbs_response_bytes, response.signature, SHA256()),
]
files = {
    "issuer": issuer.public_bytes(Encoding.DER),
    "certificate": subject.public_bytes(Encoding.DER),
    "response": octets,
    "tampered": octets.replace(GOOD, UNKNOWN),
    "impostor": response_by(delegate_of(generate(), key), key).public_bytes(Encoding.DER),
    "signatures": json.dumps(signatures).encode(),
    "pool": json.dumps([base64.b64encode(pooled()).decode() for _ in range(int(sys.argv[2]))]).encode(),
}
print(json.dumps({file: base64.b64encode(octets).decode() for file, octets in files.items()}))
