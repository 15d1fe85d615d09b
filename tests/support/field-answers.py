"""Answers in the forms that real CAs send, and OpenSSL's opinion of them: see python-worker.js. Made by asn1crypto,
signed by cryptography, judged by `openssl ocsp` and libcrypto; no code of this library takes part.
"""

import hashlib
import subprocess
import tempfile
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path

from asn1crypto import algos, core, keys, ocsp, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa

from peers.name_comparison import compare_names, openssl_names
from peers.tlv import tlv
from python_worker import serve

NOW = datetime.now(timezone.utc).replace(microsecond=0)
SERIAL = 0x1234
OCSP_SIGNING = "1.3.6.1.5.5.7.3.9"
HASHES = {"1.2.840.10045.4.3.2": hashes.SHA256(), "1.2.840.113549.1.1.11": hashes.SHA256(),
          "1.3.14.3.2.29": hashes.SHA1(), "1.3.14.3.2.27": hashes.SHA1(),
          "2.16.840.1.101.3.4.3.2": hashes.SHA256()}


def plain_name(common_name):
    return x509.Name.build({"common_name": common_name}).dump().hex()


@lru_cache(None)
def key_of(kind, who):
    if kind == "RSA":
        return rsa.generate_private_key(65537, 2048)
    return dsa.generate_private_key(2048) if kind == "DSA" else ec.generate_private_key(ec.SECP256R1())


def sign(key, algorithm, data):
    hash_algorithm = HASHES[algorithm]
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hash_algorithm)
    if isinstance(key, dsa.DSAPrivateKey):
        return key.sign(data, hash_algorithm)
    return key.sign(data, ec.ECDSA(hash_algorithm))


class Algorithm(core.Sequence):
    """AlgorithmIdentifier with any parameters, or none."""
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any, {"optional": True})]


def algorithm_der(oid, parameters):
    given = {"algorithm": oid}
    if parameters is not None:
        given["parameters"] = core.Any.load(bytes.fromhex(parameters))
    return Algorithm(given).dump()


class RawExtension(core.Sequence):
    """Extension whose extnValue may hold anything."""
    _fields = [("extn_id", core.ObjectIdentifier), ("critical", core.Boolean, {"default": False}),
               ("extn_value", core.OctetString)]


class RawExtensions(core.SequenceOf):
    _child_spec = RawExtension


def extensions_der(list_of_extensions):
    return RawExtensions([
        {"extn_id": oid, "critical": critical, "extn_value": bytes.fromhex(value)}
        for oid, critical, value in list_of_extensions
    ]).dump()


def spki(key):
    return key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def key_bits(key):
    return keys.PublicKeyInfo.load(spki(key))["public_key"].contents[1:]


def certificate(kind, subject, key, issuer, issuer_key, serial, extensions, algorithm, inner=None, outer=None):
    """inner, outer: the parameters of the AlgorithmIdentifiers inside and outside, in hexadecimal."""
    def time(days):
        return core.UTCTime((NOW + timedelta(days=days))).dump()

    tbs = tlv(0x30, b"".join([
        tlv(0xA0, core.Integer(2).dump()), core.Integer(serial).dump(), algorithm_der(algorithm, inner),
        bytes.fromhex(issuer), tlv(0x30, time(-30) + time(30)), bytes.fromhex(subject), spki(key_of(kind, key)),
        tlv(0xA3, extensions_der(extensions)) if extensions else b"",
    ]))
    signature = core.BitString.load(tlv(3, b"\0" + sign(key_of(kind, issuer_key), algorithm, tbs)))
    return tlv(0x30, tbs + algorithm_der(algorithm, outer) + signature.dump())


def generalized(text):
    return tlv(0x18, text.encode("latin1"))


def default_time(**given):
    return (NOW + timedelta(**given)).strftime("%Y%m%d%H%M%SZ")


CA_EXTENSIONS = [["2.5.29.19", True, "30030101ff"]]
EKU = tlv(0x30, core.ObjectIdentifier(OCSP_SIGNING).dump()).hex()


def answer(kind="EC", delegated=False, by_key=False, algorithm=None, parameters=None, ca_name=None, leaf_issuer=None,
           delegate_name=None, delegate_issuer=None, responder_name=None, this_update=None, next_update=None,
           produced_at=None, revoked=None, entry_extensions=(), response_extensions=(), leaf_extensions=(),
           delegate_extensions=None, ca_extensions=None, leaf_parameters=(None, None),
           delegate_parameters=(None, None)):
    """An answer of the issuer, or of its delegate. Names in DER, hexadecimal; times as they are written; extensions are
    [OID, critical, contents of extnValue]; parameters in DER."""
    algorithm = algorithm or {"EC": "1.2.840.10045.4.3.2", "RSA": "1.2.840.113549.1.1.11",
                              "DSA": "2.16.840.1.101.3.4.3.2"}[kind]
    own = algorithm if kind != "RSA" else "1.2.840.113549.1.1.11"
    null = ("0500", "0500") if kind == "RSA" else (None, None)
    if kind == "RSA" and parameters is None:
        parameters = "0500"
    ca_name = ca_name or plain_name("CA")
    delegate_name = delegate_name or plain_name("responder")
    ca_extensions = CA_EXTENSIONS if ca_extensions is None else ca_extensions
    issuer = certificate(kind, ca_name, "CA", ca_name, "CA", 1, ca_extensions, own, *null)
    leaf = certificate(kind, plain_name("leaf"), "leaf", leaf_issuer or ca_name, "CA", SERIAL, leaf_extensions, own,
                       *(null if leaf_parameters == (None, None) else leaf_parameters))
    if delegate_extensions is None:
        delegate_extensions = [["2.5.29.37", False, EKU], ["1.3.6.1.5.5.7.48.1.5", False, "0500"]]
    delegate = certificate(kind, delegate_name, "responder", delegate_issuer or ca_name, "CA", 2, delegate_extensions,
                           own, *(null if delegate_parameters == (None, None) else delegate_parameters))
    signer = key_of(kind, "responder" if delegated else "CA")

    cert_id = ocsp.CertId({
        "hash_algorithm": {"algorithm": "sha1", "parameters": core.Null()},
        "issuer_name_hash": hashlib.sha1(bytes.fromhex(leaf_issuer or ca_name)).digest(),
        "issuer_key_hash": hashlib.sha1(key_bits(key_of(kind, "CA"))).digest(), "serial_number": SERIAL,
    }).dump()
    status = tlv(0x80, b"") if revoked is None else tlv(0xA1, generalized(revoked))
    entry = tlv(0x30, b"".join([
        cert_id, status, generalized(this_update or default_time(hours=-1)),
        tlv(0xA0, generalized(next_update or default_time(days=1))),
        tlv(0xA1, extensions_der(entry_extensions)) if entry_extensions else b"",
    ]))
    name = bytes.fromhex(responder_name or (delegate_name if delegated else ca_name))
    tbs = tlv(0x30, b"".join([
        tlv(0xA2, core.OctetString(hashlib.sha1(key_bits(signer)).digest()).dump()) if by_key else tlv(0xA1, name),
        generalized(produced_at or default_time(minutes=-30)), tlv(0x30, entry),
        tlv(0xA1, extensions_der(response_extensions)) if response_extensions else b"",
    ]))
    basic = tlv(0x30, b"".join([
        tbs, algorithm_der(algorithm, parameters), tlv(3, b"\0" + sign(signer, algorithm, tbs)),
        tlv(0xA0, tlv(0x30, delegate)) if delegated else b"",
    ]))
    response = tlv(0x30, bytes([10, 1, 0]) + tlv(0xA0, tlv(
        0x30, core.ObjectIdentifier("1.3.6.1.5.5.7.48.1.1").dump() + tlv(4, basic))))
    return {"response": response.hex(), "issuer": issuer.hex(), "certificate": leaf.hex(), "delegate": delegate.hex()}


def times(response):
    """producedAt, thisUpdate and nextUpdate as asn1crypto reads them, to the microsecond."""
    data = ocsp.OCSPResponse.load(bytes.fromhex(response)).response_data
    entry = data["responses"][0]
    found = [data["produced_at"], entry["this_update"], entry["next_update"]]
    return [each.native.isoformat(timespec="microseconds") for each in found]


def openssl_says(response, issuer, certificate, delegate=None):
    """What `openssl ocsp` says of an answer: its lines."""
    with tempfile.TemporaryDirectory() as folder:
        def put(name, der, label=None):
            path = Path(folder, name)
            data = bytes.fromhex(der)
            if label:
                pem = subprocess.run(["openssl", "x509", "-inform", "DER"], input=data, capture_output=True, check=True)
                data = pem.stdout
            path.write_bytes(data)
            return str(path)

        issuer_file = put("issuer", issuer, "CERTIFICATE")
        ran = subprocess.run([
            "openssl", "ocsp", "-respin", put("response", response), "-issuer", issuer_file,
            "-cert", put("certificate", certificate, "CERTIFICATE"), "-CAfile", issuer_file, "-no_nonce",
        ], capture_output=True, text=True)
    return (ran.stdout + ran.stderr).replace(folder, "").splitlines()


def openssl_verifies(issuer, certificate):
    """Whether `openssl verify` takes one certificate as the other's."""
    with tempfile.TemporaryDirectory() as folder:
        for name, der in {"issuer": issuer, "certificate": certificate}.items():
            pem = subprocess.run(["openssl", "x509", "-inform", "DER"], input=bytes.fromhex(der), capture_output=True,
                                 check=True)
            Path(folder, name).write_bytes(pem.stdout)
        ran = subprocess.run(["openssl", "verify", "-CAfile", f"{folder}/issuer", f"{folder}/certificate"],
                             capture_output=True, text=True)
    return ran.returncode == 0


def openssl_subject(certificate):
    """The subject in the form of RFC 2253, types as OIDs, characters beyond ASCII as they are."""
    options = "RFC2253,oid,-esc_msb,utf8,-dump_unknown"
    ran = subprocess.run(["openssl", "x509", "-inform", "DER", "-noout", "-subject", "-nameopt", options],
                         input=bytes.fromhex(certificate), capture_output=True, check=True)
    return ran.stdout.decode().removeprefix("subject=").removesuffix("\n")


serve([answer, times, openssl_says, openssl_verifies, openssl_subject, compare_names, openssl_names])
