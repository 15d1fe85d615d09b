"""Makes certificates.json: for each algorithm that OpenSSL 3.0 computes, a certificate that its key issued to itself,
`issuer`, and an answer about serial number 0x1234 that the key signed, `response`, by asn1crypto and `openssl`. They
are stored because an RSA key of 16384 bits takes minutes to find, and because the
programs that read them run where there is no OpenSSL.

    /usr/bin/python3 tests/support/stored/make-certificates.py >tests/support/stored/certificates.json

rsa-8192.pem is such a key, made by `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:8192`; the tests sign with
it.
"""

import base64
import datetime
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from asn1crypto import algos, core, ocsp, x509

RSA_8192 = Path(__file__).parent / "rsa-8192.pem"
SERIAL = 0x1234
SHA256 = {"algorithm": "sha256", "parameters": core.Null()}
PSS = {
    "hash_algorithm": SHA256, "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": SHA256}, "salt_length": 32,
}


def rsa(bits):
    return ["RSA", f"rsa_keygen_bits:{bits}"]


def ec(curve):
    return ["EC", f"ec_paramgen_curve:{curve}", "ec_param_enc:named_curve"]


class AlgorithmIdentifier(core.Sequence):
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any, {"optional": True})]


class TBSCertificate(core.Sequence):
    _fields = [
        ("version", core.Integer, {"explicit": 0}), ("serial_number", core.Integer), ("signature", AlgorithmIdentifier),
        ("issuer", core.Any), ("validity", x509.Validity), ("subject", core.Any), ("public_key", core.Any),
    ]


class Signed(core.Sequence):
    """Certificate, and BasicOCSPResponse."""

    _fields = [("tbs", core.Any), ("algorithm", AlgorithmIdentifier), ("signature", core.OctetBitString)]


class ResponseBytes(core.Sequence):
    _fields = [("response_type", core.ObjectIdentifier), ("response", core.OctetString)]


class OCSPResponse(core.Sequence):
    _fields = [("response_status", ocsp.OCSPResponseStatus), ("response_bytes", ResponseBytes, {"explicit": 0})]


def identifier(dotted, parameters=None):
    return AlgorithmIdentifier({"algorithm": dotted} if parameters is None else
                               {"algorithm": dotted, "parameters": parameters})


def with_null(dotted):
    return identifier(dotted, core.Null())


SHA3 = "2.16.840.1.101.3.4.3"
RSA_SHA256, ECDSA_SHA = with_null("1.2.840.113549.1.1.11"), "1.2.840.10045.4.3"
PSS_SHA256 = identifier("1.2.840.113549.1.1.10", algos.RSASSAPSSParams(PSS))
PSS_OPTIONS = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"]
# By name: the key, its AlgorithmIdentifier, and how `openssl dgst` signs.
KINDS = {
    "RSA-2048": (rsa(2048), RSA_SHA256, ["-sha256"]),
    "RSA-8192": (RSA_8192, RSA_SHA256, ["-sha256"]),
    "RSA-16384": (rsa(16384), RSA_SHA256, ["-sha256"]),
    "RSA-PSS": (rsa(2048), PSS_SHA256, ["-sha256", *PSS_OPTIONS]),
    "RSA with SHA3-256": (rsa(2048), with_null(f"{SHA3}.14"), ["-sha3-256"]),
    "ECDSA P-256": (ec("P-256"), identifier(f"{ECDSA_SHA}.2"), ["-sha256"]),
    "ECDSA P-384": (ec("P-384"), identifier(f"{ECDSA_SHA}.3"), ["-sha384"]),
    "ECDSA P-521": (ec("P-521"), identifier(f"{ECDSA_SHA}.4"), ["-sha512"]),
    "ECDSA P-256 with SHA3-256": (ec("P-256"), identifier(f"{SHA3}.10"), ["-sha3-256"]),
    "ECDSA brainpoolP256r1": (ec("brainpoolP256r1"), identifier(f"{ECDSA_SHA}.2"), ["-sha256"]),
    "ECDSA brainpoolP384r1": (ec("brainpoolP384r1"), identifier(f"{ECDSA_SHA}.3"), ["-sha384"]),
    "ECDSA brainpoolP512r1": (ec("brainpoolP512r1"), identifier(f"{ECDSA_SHA}.4"), ["-sha512"]),
    "ECDSA secp256k1": (ec("secp256k1"), identifier(f"{ECDSA_SHA}.2"), ["-sha256"]),
    "DSA-2048": (["DSA", "dsa_paramgen_bits:2048", "dsa_paramgen_q_bits:256"], identifier(f"{SHA3}.2"), ["-sha256"]),
    "Ed25519": (["ED25519"], identifier("1.3.101.112"), None),
    "Ed448": (["ED448"], identifier("1.3.101.113"), None),
}


def openssl(*arguments):
    return subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True).stdout


def options(names):
    return [part for name in names for part in ["-pkeyopt", name]]


def make_key(folder, kind):
    if isinstance(kind, Path):
        return kind
    path = folder / "key.pem"
    if kind[0] == "DSA":
        parameters = folder / "parameters.pem"
        openssl("genpkey", "-genparam", "-algorithm", *kind[:1], *options(kind[1:]), "-out", parameters)
        openssl("genpkey", "-paramfile", parameters, "-out", path)
    else:
        openssl("genpkey", "-algorithm", kind[0], *options(kind[1:]), "-out", path)
    return path


def sign(folder, key, how, data):
    path = folder / "data"
    path.write_bytes(data)
    if how is None:
        return openssl("pkeyutl", "-sign", "-rawin", "-inkey", key, "-in", path)
    return openssl("dgst", *how, "-sign", key, path)


def time(year):
    return datetime.datetime(year, 1, 1, tzinfo=datetime.timezone.utc)


def certificate(name, spki, algorithm):
    """TBSCertificate of a key's certificate for itself."""
    subject = core.Any(x509.Name.build({"common_name": name}))
    # RFC 5280 4.1.2.5
    validity = {"not_before": x509.Time("utc_time", time(2024)), "not_after": x509.Time("general_time", time(2099))}
    return TBSCertificate({
        "version": 2, "serial_number": SERIAL, "signature": algorithm, "issuer": subject, "subject": subject,
        "validity": validity, "public_key": core.Any(core.Sequence.load(spki)),
    })


def answer(name, spki):
    """ResponseData of the CA itself."""
    subject = x509.Name.build({"common_name": name})
    key = core.Sequence.load(spki)[1].contents[1:]
    cert_id = {
        "hash_algorithm": {"algorithm": "sha1"}, "issuer_name_hash": hashlib.sha1(subject.dump()).digest(),
        "issuer_key_hash": hashlib.sha1(key).digest(), "serial_number": SERIAL,
    }
    entry = {
        "cert_id": cert_id, "cert_status": ocsp.CertStatus("good", core.Null()), "this_update": time(2024),
        "next_update": time(2099),
    }
    return ocsp.ResponseData({
        "responder_id": ocsp.ResponderId("by_name", subject), "produced_at": time(2024), "responses": [entry],
    })


def main():
    made = {}
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        for name, (kind, algorithm, how) in KINDS.items():
            print(name, file=sys.stderr)
            key = make_key(folder, kind)
            spki = openssl("pkey", "-in", key, "-pubout", "-outform", "DER")

            def signed(tbs):
                signature = sign(folder, key, how, tbs.dump())
                return Signed({"tbs": core.Any(tbs), "algorithm": algorithm.copy(), "signature": signature}).dump()

            basic = {"response_type": "1.3.6.1.5.5.7.48.1.1", "response": signed(answer(name, spki))}
            made[name] = {
                "issuer": base64.b64encode(signed(certificate(name, spki, algorithm))).decode(),
                "response": base64.b64encode(
                    OCSPResponse({"response_status": "successful", "response_bytes": basic}).dump()).decode(),
            }
    print(json.dumps(made, indent=2))


main()
