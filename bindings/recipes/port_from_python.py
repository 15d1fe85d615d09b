"""What port-from-python.js does, with Python's cryptography. Both print the same:

    python3 port_from_python.py chain.pem ca.key answer.der

chain.pem holds a certificate and its CA's, ca.key the CA's key, answer.der a response.
"""
import sys
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

chain_file, key_file, answer_file = sys.argv[1:]
with open(chain_file, "rb") as file:
    blocks = file.read().split(b"-----END CERTIFICATE-----\n")
certificate, issuer = [x509.load_pem_x509_certificate(block + b"-----END CERTIFICATE-----\n") for block in blocks[:2]]

# Ask.
request = (
    ocsp.OCSPRequestBuilder()
    .add_certificate(certificate, issuer, hashes.SHA256())
    .add_extension(x509.OCSPNonce(b"sixteen octets.."), critical=False)
    .build()
)
print(request.public_bytes(serialization.Encoding.DER).hex())
print(request.serial_number, request.issuer_name_hash.hex(), request.issuer_key_hash.hex())

# Read an answer.
with open(answer_file, "rb") as file:
    response = ocsp.load_der_ocsp_response(file.read())
print(response.response_status.value, response.signature_algorithm_oid.dotted_string)
if response.response_status is ocsp.OCSPResponseStatus.SUCCESSFUL:
    print(response.certificate_status.value, response.serial_number, response.hash_algorithm.name)
    print(response.this_update.isoformat(), response.next_update.isoformat() if response.next_update else None)
    if response.certificate_status is ocsp.OCSPCertStatus.REVOKED:
        print(response.revocation_time.isoformat(), response.revocation_reason.value)
    print([extension.oid.dotted_string for extension in response.extensions])

# Answer.
with open(key_file, "rb") as file:
    key = serialization.load_pem_private_key(file.read(), password=None)
signed = (
    ocsp.OCSPResponseBuilder()
    .add_response(
        certificate, issuer, hashes.SHA256(), ocsp.OCSPCertStatus.REVOKED,
        this_update=datetime(2026, 3, 1, 12), next_update=datetime(2026, 3, 8, 12),
        revocation_time=datetime(2026, 2, 14, 9, 30), revocation_reason=x509.ReasonFlags.key_compromise,
    )
    .responder_id(ocsp.OCSPResponderEncoding.HASH, issuer)
    .sign(key, hashes.SHA256())
)
print(signed.responder_key_hash.hex(), signed.responder_name)
print(signed.certificate_status.name, signed.revocation_reason.name, signed.revocation_time.isoformat())
try_later = ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.TRY_LATER)
print(try_later.public_bytes(serialization.Encoding.DER).hex())
