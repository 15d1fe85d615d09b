"""Signed responses, honest and with defects put in, for tests of what may be relied on. Certificates by cryptography,
responses by asn1crypto; no code of this library takes part. See python-worker.js.
"""

import hashlib
import random
import warnings
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from asn1crypto import algos, core, keys, ocsp, x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from python_worker import serve

warnings.simplefilter("ignore")

# One moment for the whole process: all is said relative to it.
NOW = datetime.now(timezone.utc).replace(microsecond=0)
UNKNOWN_EXTENSION = "1.3.6.1.4.1.99999.7"
SERIAL = 0x1234567890ABCDEF


def later(**given):
    return NOW + timedelta(**given)


@lru_cache(None)
def key_of(kind, who):
    if kind == "RSA":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1())


def name_of(common_name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


@lru_cache(None)
def certificate(kind, subject, key, issuer, issuer_key, is_ca=False, usages=(), key_usage=None, valid=(-30, 30),
                critical=False, serial=1):
    builder = (
        x509.CertificateBuilder().subject_name(name_of(subject)).issuer_name(name_of(issuer)).serial_number(serial)
        .public_key(key_of(kind, key).public_key())
        .not_valid_before(later(days=valid[0])).not_valid_after(later(days=valid[1]))
        .add_extension(x509.BasicConstraints(is_ca, None), True)
    )
    if usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(list(usages)), False)
    if key_usage is not None:
        flags = dict.fromkeys([
            "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
            "key_cert_sign",
            "crl_sign", "encipher_only", "decipher_only",
        ], False)
        builder = builder.add_extension(x509.KeyUsage(**{**flags, key_usage: True}), True)
    if critical:
        unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier(UNKNOWN_EXTENSION), b"\x05\x00")
        builder = builder.add_extension(unknown, True)
    return builder.sign(key_of(kind, issuer_key), hashes.SHA256()).public_bytes(serialization.Encoding.DER)


SIGNER_DEFECTS = [
    "no EKU", "other EKU", "anyExtendedKeyUsage", "delegate of an impostor", "delegate of a sub-CA", "expired delegate",
    "delegate not yet valid", "no digitalSignature", "critical extension of the delegate", "delegate not embedded",
    "namesake first",
]
DEFECTS = SIGNER_DEFECTS + [
    "wrong responder id", "SHA-1 signature", "expired CA", "tampered", "signature altered", "signature too long",
    "other algorithm named",
    "other serial", "other name hash", "other key hash", "issuer did not issue", "entries contradict",
    "foreign entry beside",
    "stale", "future", "reversed", "old, no nextUpdate", "producedAt in the future", "producedAt early",
    "critical extension of the response", "critical extension of the entry",
]


def delegate(kind, issuer, defects):
    """The certificate of the responder, and those to embed with it."""
    usages = (ExtendedKeyUsageOID.OCSP_SIGNING,)
    given = {}
    extra = []
    issuer_name, issuer_key = "CA", "CA"
    if "no EKU" in defects:
        usages = ()
    if "other EKU" in defects:
        usages = (ExtendedKeyUsageOID.SERVER_AUTH,)
    if "anyExtendedKeyUsage" in defects:
        usages = (x509.ObjectIdentifier("2.5.29.37.0"),)
    if "delegate of an impostor" in defects:
        issuer_key = "impostor"
    if "delegate of a sub-CA" in defects:
        issuer_name, issuer_key = "sub-CA", "sub-CA"
        extra = [certificate(kind, "sub-CA", "sub-CA", "CA", "CA", is_ca=True, serial=3)]
    if "expired delegate" in defects:
        given["valid"] = (-30, -1)
    if "delegate not yet valid" in defects:
        given["valid"] = (1, 30)
    if "critical extension of the delegate" in defects:
        given["critical"] = True
    given["key_usage"] = "key_agreement" if "no digitalSignature" in defects else "digital_signature"
    own = certificate(kind, "responder", "responder", issuer_name, issuer_key, usages=usages, serial=2, **given)
    return own, extra


def digest(name, data):
    return hashlib.new(name.replace("-", "").lower(), data).digest()


def key_bits(der):
    return bytes(keys.PublicKeyInfo.load(asn1_x509.Certificate.load(der).public_key.dump())["public_key"].contents[1:])


def subject(der):
    return asn1_x509.Certificate.load(der).subject.dump()


def cert_id(hash_name, name, key, serial):
    return {
        "hash_algorithm": {"algorithm": hash_name, "parameters": core.Null()},
        "issuer_name_hash": name, "issuer_key_hash": key, "serial_number": serial,
    }


def entry(ident, status, this_update, next_update, extensions):
    made = {"cert_id": ident, "this_update": this_update}
    if status == "revoked":
        made["cert_status"] = ocsp.CertStatus("revoked", {"revocation_time": later(days=-3)})
    else:
        made["cert_status"] = ocsp.CertStatus(status, core.Null())
    if next_update is not None:
        made["next_update"] = next_update
    single = ocsp.SingleResponse(made)
    if extensions:
        single["single_extensions"] = extensions
    return single


def unknown_critical(of):
    return of([{"extn_id": UNKNOWN_EXTENSION, "critical": True, "extn_value": core.ParsableOctetString(b"\x05\x00")}])


def sign(kind, data, hash_algorithm):
    key = key_of(*kind)
    if kind[0] == "RSA":
        return key.sign(data, padding.PKCS1v15(), hash_algorithm)
    return key.sign(data, ec.ECDSA(hash_algorithm))


def make(key="EC", delegated=True, by_key=False, hash_name="sha1", status="good", next_update=True, defects=(),
         unrelated_entries=0,
         unrelated_certificates=0, place=0, nonce=False):
    """A response, the issuer's certificate and the certificate in question."""
    issuer = certificate(key, "CA", "CA", "CA", "CA", is_ca=True,
                         valid=(-60, -2) if "expired CA" in defects else (-60, 60))
    leaf = certificate(key, "leaf", "leaf", "CA", "impostor" if "issuer did not issue" in defects else "CA",
                       serial=SERIAL)
    unrelated = [certificate("EC", f"unrelated {i}", f"unrelated {i}", "CA", "unrelated", serial=100 + i)
                 for i in range(unrelated_certificates)]
    signer, extra = delegate(key, issuer, defects) if delegated else (issuer, [])
    signing_key = (key, "responder" if delegated else "CA")

    embedded = [] if not delegated or "delegate not embedded" in defects else [signer, *extra]
    if "namesake first" in defects:
        embedded = [certificate("EC", "responder", "namesake", "CA", "namesake",
                                usages=(ExtendedKeyUsageOID.OCSP_SIGNING,)), *embedded]
    embedded = unrelated[:place] + embedded + unrelated[place:]

    named = leaf if "wrong responder id" in defects else signer
    responder_id = (
        ocsp.ResponderId("by_key", digest("sha1", key_bits(named))) if by_key
        else ocsp.ResponderId("by_name", asn1_x509.Name.load(subject(named)))
    )

    this_update, upcoming, produced = later(hours=-1), later(hours=23), later(minutes=-30)
    if not next_update:
        upcoming = None
    if "stale" in defects:
        this_update, upcoming, produced = later(days=-3), later(minutes=-7), later(days=-3, minutes=30)
    if "future" in defects:
        this_update, upcoming = later(hours=1), later(days=2)
    if "reversed" in defects:
        upcoming = this_update - timedelta(hours=1)
    if "old, no nextUpdate" in defects:
        this_update, upcoming = later(days=-4), None
    if "producedAt in the future" in defects:
        produced = later(hours=30)
    if "producedAt early" in defects:
        produced = this_update - timedelta(hours=5)

    name_hash, key_hash = digest(hash_name, subject(issuer)), digest(hash_name, key_bits(issuer))
    ident = cert_id(
        hash_name,
        digest(hash_name, b"other") if "other name hash" in defects else name_hash,
        digest(hash_name, b"other") if "other key hash" in defects else key_hash,
        SERIAL + 1 if "other serial" in defects else SERIAL,
    )
    with_extension = "critical extension of the entry" in defects
    extensions = unknown_critical(ocsp.SingleResponseExtensions) if with_extension else None
    entries = [entry(ident, status, this_update, upcoming, extensions)]
    if "entries contradict" in defects:
        entries.append(entry(ident, "good" if status == "revoked" else "revoked", this_update, upcoming, None))
    if "foreign entry beside" in defects:
        entries.append(entry(cert_id(hash_name, digest(hash_name, b"foreign"), digest(hash_name, b"key"), SERIAL),
                             "revoked", this_update, upcoming, None))
    more = [
        entry(cert_id(hash_name, name_hash, key_hash, 5000 + i), ["good", "revoked", "unknown"][i % 3], later(days=-9),
              later(days=-8), None)
        for i in range(unrelated_entries)
    ]
    entries = more[:place] + entries + more[place:]

    data = ocsp.ResponseData({"responder_id": responder_id, "produced_at": produced, "responses": entries})
    if "critical extension of the response" in defects:
        data["response_extensions"] = unknown_critical(ocsp.ResponseDataExtensions)
    elif nonce:
        data["response_extensions"] = [{"extn_id": "nonce", "extn_value": core.OctetString(bytes(range(16)))}]
    tbs = data.dump()

    hash_algorithm = hashes.SHA1() if "SHA-1 signature" in defects else hashes.SHA256()
    signed = tbs
    if "tampered" in defects:
        data["produced_at"] = produced - timedelta(seconds=1)
        signed = data.dump(force=True)
        assert signed != tbs
    signature = bytearray(sign(signing_key, signed, hash_algorithm))
    if "signature altered" in defects:
        # Not the header of an ECDSA signature, so that it stays one.
        signature[-1] ^= 1
    if "signature too long" in defects:
        signature += b"\x00"
    named_hash = "sha384" if "other algorithm named" in defects else hash_algorithm.name
    algorithm = {"algorithm": f"{named_hash}_{'rsa' if key == 'RSA' else 'ecdsa'}"}
    if key == "RSA":
        algorithm["parameters"] = core.Null()
    basic = ocsp.BasicOCSPResponse({
        "tbs_response_data": ocsp.ResponseData.load(tbs), "signature_algorithm": algos.SignedDigestAlgorithm(algorithm),
        "signature": core.OctetBitString(bytes(signature)),
    })
    if embedded:
        basic["certs"] = [asn1_x509.Certificate.load(one) for one in embedded]
    response = ocsp.OCSPResponse({
        "response_status": "successful",
        "response_bytes": {"response_type": "basic_ocsp_response", "response": core.ParsableOctetString(basic.dump())},
    })
    return {"response": response.dump().hex(), "issuer": issuer.hex(), "certificate": leaf.hex()}


def random_case(roll, number):
    # The first ones have each defect alone, so that none depends on chance.
    if number < 2 * len(DEFECTS):
        defects = [DEFECTS[number // 2]]
        delegated = number % 2 == 0 or defects[0] in SIGNER_DEFECTS
    else:
        delegated = roll.random() < 0.7
        possible = DEFECTS if delegated else [one for one in DEFECTS if one not in SIGNER_DEFECTS]
        defects = roll.sample(possible, roll.choice([0, 0, 1, 1, 1, 2, 2, 3]))
    others = roll.choice([0, 0, 0, 1, 3])
    return {
        "key": ["EC", "RSA"][number // 2 % 2] if number >= 2 * len(DEFECTS) else roll.choice(["EC", "RSA"]),
        "delegated": delegated, "defects": defects, "by_key": roll.random() < 0.5,
        "hash_name": roll.choice(["sha1", "sha1", "sha1", "sha256"]),
        "status": roll.choice(["good", "good", "revoked", "unknown"]),
        "next_update": roll.random() < 0.8, "unrelated_entries": others,
        "unrelated_certificates": roll.choice([0, 0, 2]),
        "place": roll.randint(0, 2), "nonce": roll.random() < 0.2,
    }


def cases(seed, count):
    """Cases with what they were made of: all but keys and signatures follow from the seed."""
    roll = random.Random(seed)
    return [{"made_of": made_of, **make(**made_of)}
            for made_of in (random_case(roll, number) for number in range(count))]


serve([make, cases])
