"""Writes an OCSP response of many entries to standard output: every certificate of one CA, half of them revoked.

The signature's bits are not one: what is measured with it reads, and decides nothing.
"""

import datetime
import hashlib
import sys

from asn1crypto import algos, core, ocsp, x509

COUNT = int(sys.argv[1])
NAME = x509.Name.build({"country_name": "XX", "common_name": "Example CA"})
START = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)


def digest(*words):
    return hashlib.sha1(" ".join(map(str, words)).encode()).digest()


def status(index):
    if index % 2 == 0:
        return ocsp.CertStatus("good")
    info = {"revocation_time": START - datetime.timedelta(hours=index), "revocation_reason": "superseded"}
    return ocsp.CertStatus("revoked", info if index % 4 == 1 else {"revocation_time": info["revocation_time"]})


def entry(index):
    # Positive serial numbers of 16 octets, the length most CAs use, in no order.
    serial = int.from_bytes(digest("serial", index)[:16], "big") >> 1
    this_update = START + datetime.timedelta(minutes=index)
    return {
        "cert_id": {
            "hash_algorithm": {"algorithm": "sha1", "parameters": core.Null()},
            "issuer_name_hash": digest("name"),
            "issuer_key_hash": digest("key"),
            "serial_number": serial,
        },
        "cert_status": status(index),
        "this_update": this_update,
        "next_update": this_update + datetime.timedelta(days=7),
    }


tbs = ocsp.ResponseData(
    {
        "responder_id": ocsp.ResponderId("by_name", NAME),
        "produced_at": START + datetime.timedelta(days=30),
        "responses": [entry(index) for index in range(COUNT)],
    }
)
basic = ocsp.BasicOCSPResponse(
    {
        "tbs_response_data": tbs,
        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        "signature": digest("signature") * 12 + digest("signature")[:16],
    }
)
response = ocsp.OCSPResponse(
    {
        "response_status": "successful",
        "response_bytes": {"response_type": "basic_ocsp_response", "response": basic},
    }
)
sys.stdout.buffer.write(response.dump())
