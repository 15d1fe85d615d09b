"""Certificates, requests and responses whose every part can be as no library would write it. asn1crypto encodes,
cryptography signs. Times are those of now, since `openssl ocsp` knows no other.
"""

import hashlib
import itertools
import subprocess
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from math import prod

from asn1crypto import core
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from peers.tlv import tlv

NOW = datetime.now(timezone.utc).replace(microsecond=0)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
SERIAL = 0x1234

HASH_OIDS = {
    "SHA-1": "1.3.14.3.2.26", "SHA-224": "2.16.840.1.101.3.4.2.4", "SHA-256": "2.16.840.1.101.3.4.2.1",
    "SHA-384": "2.16.840.1.101.3.4.2.2", "SHA-512": "2.16.840.1.101.3.4.2.3", "MD5": "1.2.840.113549.2.5",
}
ECDSA_SHA256, ECDSA_SHA1 = "1.2.840.10045.4.3.2", "1.2.840.10045.4.1"
RSA_SHA256, RSA_SHA1, RSA_MD5 = "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.5", "1.2.840.113549.1.1.4"
OIW_RSA_SHA1 = "1.3.14.3.2.29"
HASH_OF = {ECDSA_SHA1: hashes.SHA1, RSA_SHA1: hashes.SHA1, OIW_RSA_SHA1: hashes.SHA1, RSA_MD5: hashes.MD5}
OCSP_SIGNING, SERVER_AUTH = "1.3.6.1.5.5.7.3.9", "1.3.6.1.5.5.7.3.1"
KEY_USAGE, BASIC_CONSTRAINTS, EXTENDED_KEY_USAGE = "2.5.29.15", "2.5.29.19", "2.5.29.37"
NO_CHECK, NONCE = "1.3.6.1.5.5.7.48.1.5", "1.3.6.1.5.5.7.48.1.2"
NULL = b"\x05\x00"
UTF8, PRINTABLE, TELETEX, IA5, UNIVERSAL, BMP, VISIBLE = 0x0C, 0x13, 0x14, 0x16, 0x1C, 0x1E, 0x1A


def sequence(*parts):
    return tlv(0x30, *parts)


def oid(dotted):
    return core.ObjectIdentifier(dotted).dump()


def integer(number):
    return core.Integer(number).dump()


def octets(contents):
    return tlv(4, contents)


def bits(contents):
    return tlv(3, b"\0", contents)


def time(value, fraction=""):
    """GeneralizedTime; text stands as it is."""
    return tlv(0x18, (value if isinstance(value, str) else value.strftime(f"%Y%m%d%H%M%S{fraction}Z")).encode())


def algorithm(dotted, parameters=b""):
    return sequence(oid(dotted), parameters)


def extension(dotted, value, critical=False):
    return sequence(oid(dotted), b"\x01\x01\xff" if critical else b"", octets(value))


# ------------------------------------------------------------------------------------------------ names

ENCODINGS = {TELETEX: "latin1", UNIVERSAL: "utf-32-be", BMP: "utf-16-be"}


def name(text="CA", tag=UTF8, attribute="2.5.4.3", *others):
    """`others`: further (text, tag, attribute), each a RelativeDistinguishedName of its own."""
    return sequence(*(tlv(0x31, sequence(oid(dotted), tlv(kind, value.encode(ENCODINGS.get(kind, "utf-8")))))
                      for value, kind, dotted in [(text, tag, attribute), *others]))


# ------------------------------------------------------------------------------------------------ keys


class LargeRSA:
    """Of many primes, since two large ones would take minutes to find. Signs PKCS #1 v1.5 with SHA-256."""

    def __init__(self, bits):
        def prime(size):
            make = ["openssl", "prime", "-generate", "-bits", str(size)]
            return int(subprocess.run(make, capture_output=True, text=True, check=True).stdout)

        first = [prime(1024) for _ in range(bits // 1024 - 1)]
        rest = bits - prod(first).bit_length()
        # The product of two numbers has as many bits as both, or one less.
        for size in itertools.cycle([rest, rest + 1]):
            self.primes = [*first, prime(size)]
            self.modulus = prod(self.primes)
            if self.modulus.bit_length() == bits:
                break

    def public_key(self):
        return rsa.RSAPublicNumbers(65537, self.modulus).public_key()

    def sign(self, data):
        digest = sequence(algorithm(HASH_OIDS["SHA-256"], NULL), octets(hashlib.sha256(data).digest()))
        length = (self.modulus.bit_length() + 7) // 8
        message = int.from_bytes(b"\0\1" + b"\xff" * (length - 3 - len(digest)) + b"\0" + digest, "big")
        result = 0
        for prime in self.primes:
            rest = self.modulus // prime
            part = pow(message % prime, pow(65537, -1, prime - 1), prime)
            result += part * rest * pow(rest, -1, prime)
        return (result % self.modulus).to_bytes(length, "big")


CURVES = {"P-192": ec.SECP192R1, "P-224": ec.SECP224R1, "P-256": ec.SECP256R1, "P-384": ec.SECP384R1,
          "secp256k1": ec.SECP256K1, "brainpoolP256r1": ec.BrainpoolP256R1, "brainpoolP384r1": ec.BrainpoolP384R1,
          "brainpoolP512r1": ec.BrainpoolP512R1}


@lru_cache(None)
def key_of(kind, who):
    if kind.startswith("RSA-"):
        bits = int(kind[4:])
        return LargeRSA(bits) if bits > 4096 else rsa.generate_private_key(65537, bits)
    return ec.generate_private_key(CURVES[kind]())


def sign(key, dotted, data):
    if isinstance(key, LargeRSA):
        return key.sign(data)
    chosen = HASH_OF.get(dotted, hashes.SHA256)()
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), chosen)
    return key.sign(data, ec.ECDSA(chosen))


def spki_of(key):
    return key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def is_rsa(key):
    return not isinstance(key, ec.EllipticCurvePrivateKey)


def algorithm_of(key, dotted=None):
    dotted = dotted or (RSA_SHA256 if is_rsa(key) else ECDSA_SHA256)
    return dotted, algorithm(dotted, NULL if is_rsa(key) else b"")


# ------------------------------------------------------------------------------------------------ certificates


class Holder:
    """A certificate with its key."""

    def __init__(self, key, der, subject, spki, serial):
        self.key, self.der, self.name, self.serial = key, der, subject, serial
        self.key_bits = bytes(core.Sequence.load(spki)[1].contents[1:])


USAGES = ["digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign",
          "cRLSign"]


def usage_bits(usages):
    octet = sum(0x80 >> USAGES.index(usage) for usage in usages)
    unused = (octet & -octet).bit_length() - 1 if octet else 0
    return tlv(3, bytes([unused, octet]))


serials = itertools.count(100)


def issue(subject, key, issuer=None, *, issuer_name=None, ca=None, usage=None, purposes=(), no_check=False, extra=(),
          serial=None, signature_algorithm=None, algorithm_der=None, spki=None, signature=None,
          not_before=NOW - 30 * DAY, not_after=NOW + 30 * DAY):
    """By `issuer`, a Holder; None signs itself. `ca`: what basicConstraints says; None leaves it out, as `usage`."""
    signer = issuer.key if issuer else key
    dotted, der = algorithm_of(signer, signature_algorithm)
    der = algorithm_der or der
    spki = spki or spki_of(key)
    serial = next(serials) if serial is None else serial
    extensions = b"".join([
        b"" if ca is None else extension(BASIC_CONSTRAINTS, sequence(b"\x01\x01\xff" if ca else b""), True),
        b"" if usage is None else extension(KEY_USAGE, usage_bits(usage), True),
        extension(EXTENDED_KEY_USAGE, sequence(*map(oid, purposes))) if purposes else b"",
        extension(NO_CHECK, NULL) if no_check else b"", *extra,
    ])
    utc = lambda value: core.UTCTime(value).dump()
    tbs = sequence(
        tlv(0xA0, integer(2)), integer(serial), der, issuer_name or (issuer.name if issuer else subject),
        sequence(utc(not_before), utc(not_after)), subject, spki,
        tlv(0xA3, sequence(extensions)) if extensions else b"",
    )
    return Holder(key, sequence(tbs, der, bits(signature or sign(signer, dotted, tbs))), subject, spki, serial)


class Pki:
    """A CA, a certificate and a delegate; `kind` of the CA's key, P-256 unless given."""

    def __init__(self, kind="P-256", ca_name=None, leaf_issuer=None, leaf=(), **ca):
        self.ca = issue(ca_name or name("CA"), key_of(kind, "ca"), **{"ca": True, **ca})
        self.leaf = issue(name("leaf"), key_of("P-256", "leaf"), self.ca, serial=SERIAL,
                          issuer_name=leaf_issuer, **dict(leaf))
        self.delegate = self.responder()
        self.id = cert_id(self.ca, SERIAL)

    def responder(self, subject=None, key=None, issuer=None, **more):
        given = {"purposes": [OCSP_SIGNING], "no_check": True, **more}
        return issue(subject or name("responder"), key or key_of("P-256", "responder"), issuer or self.ca, **given)


# ------------------------------------------------------------------------------------------------ messages


def digest(kind, data):
    return hashlib.new(kind.replace("-", "").lower(), data).digest()


def cert_id(issuer, serial=SERIAL, hash_name="SHA-1", *, name_der=None, key_bits=None, parameters=NULL, oid_of=None):
    return sequence(
        algorithm(oid_of or HASH_OIDS[hash_name], parameters), octets(digest(hash_name, name_der or issuer.name)),
        octets(digest(hash_name, issuer.key_bits if key_bits is None else key_bits)), integer(serial),
    )


def entry(which, status="good", *, this=NOW - HOUR, next=NOW + DAY, revoked=NOW - DAY, reason=None, extensions=()):
    states = {"good": tlv(0x80), "unknown": tlv(0x82),
              "revoked": tlv(0xA1, time(revoked), b"" if reason is None else tlv(0xA0, tlv(10, bytes([reason]))))}
    return sequence(which, states[status], time(this), tlv(0xA0, time(next)) if next else b"",
                    tlv(0xA1, sequence(*extensions)) if extensions else b"")


def by_name(holder_or_der):
    return tlv(0xA1, getattr(holder_or_der, "name", holder_or_der))


def by_key(holder):
    return tlv(0xA2, octets(hashlib.sha1(holder.key_bits).digest()))


def response(entries, signer, certificates=None, *, responder=None, produced=NOW - HOUR, extensions=(), dotted=None,
             algorithm_der=None, change=lambda signature: signature, raw_signature=None):
    """`certificates`: Holders or DER; the signer's unless given. `change` makes another signature of the right one."""
    chosen, der = algorithm_of(signer.key, dotted)
    tbs = sequence(responder or by_name(signer), time(produced), sequence(*entries),
                   tlv(0xA1, sequence(*extensions)) if extensions else b"")
    listed = [getattr(each, "der", each) for each in ([signer] if certificates is None else certificates)]
    basic = sequence(tbs, algorithm_der or der, bits(raw_signature or change(sign(signer.key, chosen, tbs))),
                     tlv(0xA0, sequence(*listed)) if listed else b"")
    return sequence(b"\x0a\x01\0", tlv(0xA0, sequence(oid("1.3.6.1.5.5.7.48.1.1"), octets(basic))))


def nonce(contents, raw=False):
    return extension(NONCE, contents if raw else octets(contents))


def request(ids, extensions=()):
    return sequence(sequence(sequence(*map(sequence, ids)),
                             tlv(0xA2, sequence(*extensions)) if extensions else b""))


# ------------------------------------------------------------------------------------------------ cases


def case(title, pki, der, *, ok, status="good", fails=(), rows=None, certificate=None, issuer=None, asked=None,
         openssl=None, openssl_options=(), responder="any", by=("certificate",), options=None, openssl_hash="SHA-1",
         **more):
    """What check() has to say of an answer.

    `fails`: the rows that fail, all of them. `rows`: {row: [outcome, words that its sentence has]}. `openssl`: the
    status that `openssl ocsp` shows of a response whose signature it verified, "refused" where it does not verify,
    "stale" where it warns of the times, or None where it is not asked, since the rule book goes its own way there.
    """
    hexadecimal = lambda value: value.hex() if isinstance(value, bytes) else value
    return {
        "name": title, "response": der.hex(), "issuer": (issuer or pki.ca).der.hex(),
        "certificate": (certificate or pki.leaf).der.hex(), "ok": ok, "status": status if ok else None,
        "fails": sorted(fails), "rows": rows or {}, "openssl": openssl, "opensslHash": openssl_hash,
        "opensslOptions": list(openssl_options), "by": list(by), "kind": responder,
        "options": {key: hexadecimal(value) for key, value in (options or {}).items()},
        "time": int(NOW.timestamp() * 1000), **({"request": asked.hex()} if asked else {}),
        **{key: hexadecimal(value) for key, value in more.items()},
    }
