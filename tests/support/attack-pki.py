"""Answers that must be refused, each beside an honest twin that must pass: the Python side of
tests/trust/attacks.test.js.

Certificates come from cryptography; the structures of responses and requests from asn1crypto, the outermost ones octet
by octet, so that they can be wrong. A case is

    {"name", "attack": side, "twin": side, "issuer", "certificate", "certID", "request", "signer"?}
    side: {"response", "request"?, "options", "fails": {check: what its message says}, "status", "kind",
           "by": subset of BY}

where a message is one text, or one for each way to name the certificate, and a side's own request stands for the
case's. What is octets is in hex.
"""

import hashlib
import os
import secrets
import warnings
from datetime import datetime, timedelta, timezone

from asn1crypto import algos, core, keys, ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from peers.tlv import tlv
from python_worker import serve

warnings.simplefilter("ignore")

NOW = datetime(2025, 6, 1, 12, 0, 0, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
OCSP_SIGNING = ExtendedKeyUsageOID.OCSP_SIGNING
ANY_USAGE = ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE
UNKNOWN_EXTENSION = "1.3.6.1.4.1.99999.1"
UNKNOWN_HASH = "1.3.6.1.4.1.99999.2"

SIGNATURE_ALGORITHMS = {
    (rsa.RSAPrivateKey, "md5"): "md5_rsa", (rsa.RSAPrivateKey, "sha1"): "sha1_rsa",
    (rsa.RSAPrivateKey, "sha256"): "sha256_rsa",
    (rsa.RSAPrivateKey, "sha512"): "sha512_rsa", (ec.EllipticCurvePrivateKey, "sha1"): "sha1_ecdsa",
    (ec.EllipticCurvePrivateKey, "sha256"): "sha256_ecdsa", (ec.EllipticCurvePrivateKey, "sha512"): "sha512_ecdsa",
}
HASHES = {"md5": hashes.MD5, "sha1": hashes.SHA1, "sha256": hashes.SHA256, "sha512": hashes.SHA512}


def is_edwards(key):
    return isinstance(key, (ed25519.Ed25519PrivateKey, ed448.Ed448PrivateKey))


def make_key(kind):
    if kind == "rsa2048":
        return rsa.generate_private_key(65537, 2048)
    if kind == "rsa1024":
        return rsa.generate_private_key(65537, 1024)
    if kind == "p256":
        return ec.generate_private_key(ec.SECP256R1())
    return {"ed25519": ed25519.Ed25519PrivateKey, "ed448": ed448.Ed448PrivateKey}[kind].generate()


def common_name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


# ------------------------------------------------------------------------------------------------ certificates


class Holder:
    """A key with its certificate."""

    def __init__(self, key, der):
        self.key = key
        self.der = der
        self.parsed = asn1_x509.Certificate.load(der)

    @property
    def name(self):
        return self.parsed.subject

    @property
    def serial(self):
        return self.parsed.serial_number


def key_octets(holder):
    """The contents of subjectPublicKey without the octet that counts unused bits."""
    info = holder.parsed["tbs_certificate"]["subject_public_key_info"]
    return info["public_key"].contents[1:]


def issue(issuer, key, subject, *, issuer_name=None, ca=False, usage=(), digital_signature=True,
          content_commitment=False, key_usage=True, key_cert_sign=None, extra=(),
          not_before=NOW - 30 * DAY, not_after=NOW + 30 * DAY, hash_name="sha256", no_check=False, serial=None):
    """A certificate by `issuer`, a Holder; None signs itself."""
    signer = key if issuer is None else issuer.key
    if issuer_name is None:
        issuer_name = subject if issuer is None else issuer.name.native["common_name"]
    builder = (
        x509.CertificateBuilder().subject_name(common_name(subject)).issuer_name(common_name(issuer_name))
        .public_key(key.public_key())
        .serial_number(serial or 1 << 126 | secrets.randbits(125))
        .not_valid_before(not_before.replace(tzinfo=None)).not_valid_after(not_after.replace(tzinfo=None))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if key_usage:
        builder = builder.add_extension(x509.KeyUsage(
            digital_signature=digital_signature, content_commitment=content_commitment, key_encipherment=False,
            data_encipherment=False,
            key_agreement=False, key_cert_sign=ca if key_cert_sign is None else key_cert_sign,
            crl_sign=ca or not digital_signature, encipher_only=False,
                decipher_only=False), critical=True)
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage(list(usage)), critical=False)
    if no_check:
        builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    for dotted, critical in extra:
        builder = builder.add_extension(x509.UnrecognizedExtension(x509.ObjectIdentifier(dotted), b"\x05\x00"),
            critical=critical)
    made = builder.sign(signer, None if is_edwards(signer) else HASHES[hash_name]())
    return Holder(key, made.public_bytes(Encoding.DER))


def without_signature(der):
    certificate = asn1_x509.Certificate.load(der)
    return tlv(0x30, certificate["tbs_certificate"].dump(), certificate["signature_algorithm"].dump(), tlv(0x03, b"\0"))


def with_inner_algorithm(issuer, der, hash_name):
    """Signed again, with SHA-256, after `signature` in the TBSCertificate has been replaced."""
    certificate = asn1_x509.Certificate.load(der)
    tbs = certificate["tbs_certificate"]
    tbs["signature"] = algos.SignedDigestAlgorithm.load(algorithm_of(issuer.key, hash_name))
    data = tbs.dump(force=True)
    return tlv(0x30, data, algorithm_of(issuer.key, "sha256"), tlv(0x03, b"\0", sign(issuer.key, data, "sha256")))


def renumbered(der, count):
    """Copies that differ in their serial number only, so that their signatures no longer fit."""
    serial = asn1_x509.Certificate.load(der)["tbs_certificate"]["serial_number"].contents
    before, after = der.split(serial, 1)
    return [before + serial[:-4] + number.to_bytes(4, "big") + after for number in range(count)]


def rekeyed(holder, count):
    """Copies that differ in their key only: twenty octets before its end, of RSA in the modulus, of a point in y."""
    before, after = holder.der.split(key_octets(holder), 1)
    key = key_octets(holder)
    return [before + key[:-20] + number.to_bytes(4, "big") + key[-16:] + after for number in range(count)]


# ------------------------------------------------------------------------------------------------ messages


def cert_id(issuer, serial, hash_name="sha1", name_hash=None, key_hash=None, dotted=None):
    digest = getattr(hashlib, hash_name)
    return ocsp.CertId({
        "hash_algorithm": algos.DigestAlgorithm({"algorithm": dotted or hash_name, "parameters": core.Null()}),
        "issuer_name_hash": digest(issuer.name.dump()).digest() if name_hash is None else name_hash,
        "issuer_key_hash": digest(key_octets(issuer)).digest() if key_hash is None else key_hash,
        "serial_number": serial,
    })


def extension(dotted, critical=False, value=b"\x05\x00"):
    return tlv(0x30, core.ObjectIdentifier(dotted).dump(), core.Boolean(True).dump() if critical else b"",
               tlv(0x04, value))


def nonce(octets):
    return extension("1.3.6.1.5.5.7.48.1.2", value=tlv(0x04, octets))


def time(value):
    return tlv(0x18, value.strftime("%Y%m%d%H%M%SZ").encode())


def entry(which, status="good", this=NOW - HOUR, next=NOW + HOUR, extensions=(), reason=None):
    states = {"good": tlv(0x80), "unknown": tlv(0x82),
              "revoked": tlv(0xA1, time(NOW - DAY),
                             b"" if reason is None else tlv(0xA0, tlv(0x0A, bytes([reason]))))}
    return tlv(0x30, which.dump(), states[status], time(this), tlv(0xA0, time(next)) if next else b"",
               tlv(0xA1, tlv(0x30, *extensions)) if extensions else b"")


def by_name(holder_or_text):
    name = common_name(holder_or_text).public_bytes() if isinstance(holder_or_text, str) else holder_or_text.name.dump()
    return tlv(0xA1, name)


def by_key(holder):
    return tlv(0xA2, tlv(0x04, hashlib.sha1(key_octets(holder)).digest()))


def sign(key, data, hash_name):
    if is_edwards(key):
        return key.sign(data)
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), HASHES[hash_name]())
    return key.sign(data, ec.ECDSA(HASHES[hash_name]()))


def algorithm_of(key, hash_name):
    if is_edwards(key):
        return tlv(0x30, core.ObjectIdentifier("1.3.101.112" if isinstance(key,
            ed25519.Ed25519PrivateKey) else "1.3.101.113").dump())
    kind = rsa.RSAPrivateKey if isinstance(key, rsa.RSAPrivateKey) else ec.EllipticCurvePrivateKey
    identifier = {"algorithm": SIGNATURE_ALGORITHMS[kind, hash_name]}
    if kind is rsa.RSAPrivateKey:
        identifier["parameters"] = core.Null()
    return algos.SignedDigestAlgorithm(identifier).dump()


def response(entries, signer, certificates=None, *, responder=None, produced=NOW - HOUR, extensions=(),
             hash_name="sha256",
             algorithm=None, change=lambda signature: signature):
    """`certificates`: DER of each; the signer's unless given. `change` makes another signature of the right one."""
    certificates = [signer.der] if certificates is None else certificates
    tbs = tlv(0x30, responder or by_name(signer), time(produced), tlv(0x30, *entries),
              tlv(0xA1, tlv(0x30, *extensions)) if extensions else b"")
    signature = change(sign(signer.key, tbs, hash_name))
    basic = tlv(0x30, tbs, algorithm or algorithm_of(signer.key, hash_name), tlv(0x03, b"\0", signature),
                tlv(0xA0, tlv(0x30, *certificates)) if certificates else b"")
    return tlv(0x30, tlv(0x0A, b"\0"), tlv(0xA0, tlv(0x30, core.ObjectIdentifier("1.3.6.1.5.5.7.48.1.1").dump(),
        tlv(0x04, basic))))


def request(ids, octets=None):
    return tlv(0x30, tlv(0x30, tlv(0x30, *[tlv(0x30, one.dump()) for one in ids]),
                         b"" if octets is None else tlv(0xA2, tlv(0x30, nonce(octets)))))


# ------------------------------------------------------------------------------------------------ cases

BY = ["certificate", "certID", "null"]
NO_NULL = ["certificate", "certID"]
NONE_OF = "in all) is for this certificate"
OTHER_ISSUER = "does not name the given issuer"
NOBODY = "nobody was authorized"
NOT_FOUND = {"certId": {"certificate": NONE_OF, "certID": NONE_OF, "null": OTHER_ISSUER}}
BAD_SIGNATURE = {"signature": "does not verify under the key", "responderAuthorized": NOBODY}
NO_SIGNER = {"signature": "No certificate matches the responder id", "responderAuthorized": NOBODY}
# Nobody says that such a signature is wrong.
UNSUPPORTED = {"signature": f"The signature cannot be checked: the algorithm {UNKNOWN_HASH} is not supported"}
UNSAFE = {"signature": "The signature cannot be checked: md5WithRSAEncryption is unsafe"}
NO_POINT = {"signature": "The signature cannot be checked: "}


def side(der, *, fails=None, status="good", kind="delegate", asked=None, by=BY, **options):
    made = {"response": der.hex(), "fails": fails or {}, "status": status, "kind": kind, "by": by, "options": options}
    if asked is not None:
        made["request"] = asked.hex()
    return made


class Pki:
    """One family of keys, and its cases."""

    def __init__(self, kind):
        self.kind = kind
        self.cases = []
        new = lambda: make_key(kind)
        self.new = new
        self.root = issue(None, new(), "Root", ca=True)
        self.ca = issue(self.root, new(), "Issuing CA", ca=True)
        self.sub = issue(self.ca, new(), "Sub CA", ca=True)
        self.other = issue(None, new(), "Issuing CA", ca=True)
        self.delegate_key = new()
        self.leaf_key = new()
        self.leaf = issue(self.ca, self.leaf_key, "leaf.example", serial=0x1001)
        self.stranger = issue(None, new(), "Stranger", usage=[OCSP_SIGNING])
        self.delegate = self.responder(no_check=True)
        self.id = cert_id(self.ca, 0x1001)
        self.second_id = cert_id(self.ca, 0x2002)

    def responder(self, issuer=None, usage=(OCSP_SIGNING,), key=None, subject="Responder", **more):
        return issue(issuer or self.ca, key or self.delegate_key, subject, usage=usage, **more)

    def answer(self, signer=None, certificates=None, **more):
        entries = more.pop("entries", None) or [entry(self.id)]
        return response(entries, signer or self.delegate, certificates, **more)

    def add(self, name, attack, twin, signer=None):
        """`signer`: whom to trust for the attack to pass, where authority is all that it lacks."""
        self.cases.append({"name": name, "attack": attack, "twin": twin,
                           **({"signer": signer.der.hex()} if signer else {})})

    def honest(self, **more):
        return side(self.answer(), **more)

    def who_signed(self):
        unauthorized = lambda text: {"responderAuthorized": text}
        delegates = {
            "another end-entity certificate of the same CA":
                (dict(usage=[ExtendedKeyUsageOID.SERVER_AUTH], subject="www.example", key=self.leaf_key),
                 dict(subject="www.example", key=self.leaf_key), "does not carry id-kp-OCSPSigning"),
            "a delegate of another CA with the same name": (dict(issuer=self.other), {},
                                                            "The issuer did not sign"),
            "a delegate of the parent": (dict(issuer=self.root), {}, "names a different issuer"),
            "a delegate of a sub-CA": (dict(issuer=self.sub), {}, "names a different issuer"),
            "a delegate of the parent under the CA's name":
                (dict(issuer=self.root, issuer_name="Issuing CA"), {}, "The issuer did not sign"),
            "a self-signed delegate": (dict(issuer=Holder(self.delegate_key, self.ca.der)), {},
                                       "The issuer did not sign"),
            "anyExtendedKeyUsage only":
                (dict(usage=[ANY_USAGE]), dict(usage=[ANY_USAGE, OCSP_SIGNING]), "anyExtendedKeyUsage"),
            "no extended key usage": (dict(usage=()), {}, "does not carry id-kp-OCSPSigning"),
            "other extended key usages":
                (dict(usage=[ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.TIME_STAMPING]),
                 dict(usage=[ExtendedKeyUsageOID.SERVER_AUTH, OCSP_SIGNING]), "does not carry id-kp-OCSPSigning"),
            "nine extended key usages": (
                dict(usage=[x509.ObjectIdentifier(f"1.3.6.1.4.1.99999.3.{i}") for i in range(9)]),
                dict(usage=[*(x509.ObjectIdentifier(f"1.3.6.1.4.1.99999.3.{i}") for i in range(8)), OCSP_SIGNING]),
                "does not carry id-kp-OCSPSigning"),
            "a delegate without digitalSignature":
                (dict(digital_signature=False), dict(key_usage=False), "neither digitalSignature nor nonRepudiation"),
            # RFC 5280 4.2.1.12 names both for id-kp-OCSPSigning.
            "a delegate without digitalSignature and nonRepudiation":
                (dict(digital_signature=False), dict(digital_signature=False, content_commitment=True),
                 "neither digitalSignature nor nonRepudiation"),
            "an intermediate CA without id-kp-OCSPSigning": (dict(ca=True, usage=()), {},
                "does not carry id-kp-OCSPSigning"),
            # The rule book: a delegate is an end entity.
            "a CA with id-kp-OCSPSigning": (dict(ca=True), {}, "is a CA's"),
            "a CA with id-kp-OCSPSigning and without keyUsage": (dict(ca=True, key_usage=False), {}, "is a CA's"),
            "basicConstraints cA without keyCertSign": (dict(ca=True, key_cert_sign=False), {}, "is a CA's"),
            "keyCertSign without basicConstraints cA": (dict(key_cert_sign=True), {}, "is a CA's"),
            "the certificate in question": (dict(serial=0x1001, key=self.leaf_key), {}, "about itself"),
        }
        for name, (bad, good, text) in delegates.items():
            bad, good = self.responder(**bad), self.responder(**good)
            for encoding, identify in [("name", by_name), ("key hash", by_key)]:
                self.add(f"{name}, by {encoding}",
                         side(self.answer(bad, responder=identify(bad)), fails=unauthorized(text),
                    kind=None),
                         side(self.answer(good, responder=identify(good))), bad)
        # RFC 5280 4.1.1.2: both AlgorithmIdentifiers are the same. Outside stands what verifies; inside, what the
        # issuer signed.
        self.add("a delegate's certificate with another algorithm inside than outside",
                 side(self.answer(Holder(self.delegate_key,
                                         with_inner_algorithm(self.ca, self.delegate.der, "sha512"))),
                      fails=unauthorized("contradicts itself about the algorithm"), kind=None),
                 side(self.answer(Holder(self.delegate_key,
                                         with_inner_algorithm(self.ca, self.delegate.der, "sha256")))))
        for name, bad, good, check, text in [
            ("an expired delegate", dict(not_after=NOW - timedelta(seconds=1)), dict(not_after=NOW),
             "responderValidity",
                "expired at"),
            ("a delegate that is not yet valid", dict(not_before=NOW + timedelta(seconds=1)), dict(not_before=NOW),
                "responderValidity",
             "not valid until"),
            ("a delegate with an unknown critical extension", dict(extra=[(UNKNOWN_EXTENSION, True)]),
                dict(extra=[(UNKNOWN_EXTENSION, False)]),
             "criticalExtensions", "responder's certificate has a critical extension"),
        ]:
            self.add(name, side(self.answer(self.responder(**bad)), fails={check: text}),
                side(self.answer(self.responder(**good))))
        # The same key under two certificates of one name, only one of which is right: order decides nothing.
        for name, bad in [("expired", dict(not_after=NOW - DAY)), ("not yet valid", dict(not_before=NOW + DAY)),
                          ("unknown critical extension", dict(extra=[(UNKNOWN_EXTENSION, True)])),
                          ("no usage", dict(usage=())), ("SHA-1", dict(hash_name="sha1"))]:
            worse = self.responder(**bad)
            fails = {"no usage": unauthorized("does not carry"),
                "unknown critical extension": {"criticalExtensions": "responder's certificate"},
                     "SHA-1": {"algorithmStrength": "responder's certificate is signed with SHA-1"}}.get(name,
                         {"responderValidity": "valid" if "not" in name else "expired"})
            alone = side(self.answer(worse), fails=fails, kind=None if name == "no usage" else "delegate")
            self.add(f"a delegate's {name} certificate before its right one", alone,
                side(self.answer(self.delegate, [worse.der, self.delegate.der])))
            self.add(f"a delegate's {name} certificate after its right one", alone,
                side(self.answer(self.delegate, [self.delegate.der, worse.der])))
        # The issuer itself.
        self.add("a CA of the same name instead of the issuer",
            side(self.answer(self.other, []), fails=BAD_SIGNATURE, kind=None),
                 side(self.answer(self.ca, []), kind="issuer"))
        self.add("a CA of the same name instead of the issuer, embedded",
                 side(self.answer(self.other), fails={"responderAuthorized": "does not carry id-kp-OCSPSigning"},
                      kind=None),
                 side(self.answer(self.ca), kind="issuer"))
        self.add("the parent instead of the issuer",
                 side(self.answer(self.root), fails={"responderAuthorized": "names a different issuer"}, kind=None),
                 side(self.answer(self.ca, responder=by_key(self.ca)), kind="issuer"), self.root)
        self.add("the certificate in question answers for itself",
                 side(self.answer(self.leaf), fails={"responderAuthorized": "does not carry id-kp-OCSPSigning"},
                      kind=None),
                     self.honest(), self.leaf)

    def responder_ids(self):
        own = self.delegate
        for name, identify, fails in [
            ("a name that nobody has", by_name("Somebody"), NO_SIGNER),
            ("the name of the leaf", by_name(self.leaf), NO_SIGNER),
            ("the issuer's name", by_name(self.ca), BAD_SIGNATURE),
            ("the issuer's key hash", by_key(self.ca), BAD_SIGNATURE),
            ("another key hash", by_key(self.leaf), NO_SIGNER),
                ("a key hash of zeros", tlv(0xA2, tlv(0x04, bytes(20))), NO_SIGNER),
        ]:
            right = by_name if identify[0] == 0xA1 else by_key
            self.add(f"the right key under {name}", side(self.answer(responder=identify), fails=fails, kind=None),
                     side(self.answer(responder=right(own))))
        self.add("no embedded certificate", side(self.answer(certificates=[]), fails=NO_SIGNER, kind=None),
                 side(self.answer(certificates=[]), responderCertificates=[own.der.hex()]))
        unsure = self.responder(usage=())
        self.add("a certificate beside the response has no more rights than an embedded one",
                 side(self.answer(unsure, []), fails={"responderAuthorized": "does not carry"}, kind=None,
                     responderCertificates=[unsure.der.hex()]),
                 side(self.answer(certificates=[]), responderCertificates=[unsure.der.hex(), own.der.hex()]))

    def cert_ids(self):
        sha256 = lambda **more: cert_id(self.ca, 0x1001, "sha256", **more)
        wrong = bytes(range(20))
        for name, bad, good in [
            ("another name hash", cert_id(self.ca, 0x1001, name_hash=wrong), self.id),
            ("another key hash", cert_id(self.ca, 0x1001, key_hash=wrong), self.id),
            ("the key hash of a CA with the same name", cert_id(self.other, 0x1001), self.id),
            ("another CA", cert_id(self.root, 0x1001), self.id),
            ("another name hash, SHA-256", sha256(name_hash=bytes(32)), sha256()),
            ("another key hash, SHA-256", sha256(key_hash=bytes(32)), sha256()),
            ("SHA-256 with hashes of SHA-1", cert_id(self.ca, 0x1001, dotted="sha256"), sha256()),
            ("an unknown hash", sha256(dotted=UNKNOWN_HASH), sha256()),
            ("an unknown hash of 20 octets", cert_id(self.ca, 0x1001, dotted=UNKNOWN_HASH), self.id),
        ]:
            self.add(f"CertID with the serial number and {name}",
                     side(self.answer(entries=[entry(bad)]), fails=NOT_FOUND),
                     side(self.answer(entries=[entry(good)])))
            self.cases[-1]["certID"] = good.dump().hex()
        self.add("CertID with another serial number",
            side(self.answer(entries=[entry(self.second_id)]), fails={"certId": NONE_OF}, by=NO_NULL),
                 self.honest())
        # Several entries.
        several = lambda *rows, **more: side(self.answer(entries=[entry(one, **kinds) for one, kinds in rows]),
                                             by=NO_NULL,
            **more)
        good, revoked, unknown = {"status": "good"}, {"status": "revoked"}, {"status": "unknown"}
        others = [(self.second_id, good), (cert_id(self.other, 0x1001), good)]
        self.add("only entries of others", several(*others, fails={"certId": NONE_OF}),
                 several(*others, (self.id, good)))
        self.add("two entries and none named", side(self.answer(entries=[entry(self.id), entry(self.second_id)]),
                                                    fails={"certId": "say which certificate is meant"}, by=["null"]),
                                                        self.honest())
        stale = dict(this=NOW - 3 * DAY, next=NOW - 2 * DAY)
        for name, rows, status in [
            ("good for others beside revoked for ours", [*others, (self.id, revoked)], "revoked"),
            ("revoked for ours before good for others", [(self.id, revoked), *others], "revoked"),
            ("good, then revoked", [(self.id, good), (self.id, revoked)], "revoked"),
            ("revoked, then good", [(self.id, revoked), (self.id, good)], "revoked"),
            ("good, then unknown", [(self.id, good), (self.id, unknown)], "unknown"),
            ("unknown, then good", [(self.id, unknown), (self.id, good)], "unknown"),
            ("unknown, revoked, good", [(self.id, unknown), (self.id, revoked), (self.id, good)], "revoked"),
            ("good by SHA-256, revoked by SHA-1", [(sha256(), good), (self.id, revoked)], "revoked"),
            ("revoked by SHA-256, good by SHA-1", [(sha256(), revoked), (self.id, good)], "revoked"),
        ]:
            self.add(f"entries that contradict: {name}: the strictest is stale, and is not passed over",
                     {**several(*[(one, {**kinds, **(stale if kinds["status"] == status and one is not self.second_id
                                                     else {})})
                                  for one, kinds in rows], fails={"nextUpdate": "the answer is stale"})},
                     several(*rows, status=status))

    def revoked_by_itself(self):
        """The delegate's own entry stands beside the one that answers."""
        beside = lambda hash_name, **status: side(
            self.answer(entries=[entry(self.id), entry(cert_id(self.ca, self.delegate.serial, hash_name),
                                                       **status)]), by=NO_NULL)
        for hash_name in ["sha1", "sha256", "sha512"]:
            for reason in [1, 6]:
                attack = beside(hash_name, status="revoked", reason=reason)
                self.add(f"a delegate that the same response revokes, by {hash_name}, for reason {reason}",
                         {**attack, "fails": {"responderRevocation": "is revoked"}}, beside(hash_name),
                         self.delegate)
        elsewhere = side(self.answer(entries=[entry(self.id), entry(cert_id(self.root, self.delegate.serial),
                                                                    status="revoked")]), by=NO_NULL)
        self.add("the same serial number of another CA is another certificate",
                 {**beside("sha1", status="revoked"), "fails": {"responderRevocation": "is revoked"}}, elsewhere)

    def requests(self):
        ids = [self.id, self.second_id]
        both = self.answer(entries=[entry(one) for one in ids])
        # Who names no certificate asks about all of them.
        self.add("the request asks about two, one is answered, and neither is named",
                 side(self.answer(), asked=request(ids), by=["null"],
                      fails={"certId": "has no entry with an equal CertID"}),
                 side(self.answer(), asked=request(ids), by=NO_NULL))
        self.add("the request asks about two, the other is answered",
                 side(self.answer(entries=[entry(self.second_id)]), asked=request(ids), by=NO_NULL,
                      fails={"certId": "is for this certificate"}, ),
                 side(both, asked=request(ids), by=NO_NULL))
        self.add("the request asks about another", side(both, asked=request([self.second_id]), by=NO_NULL,
                                                       fails={"certId": "The request does not ask about this "
                                                                        "certificate"}),
                 side(both, asked=request([self.id]), by=NO_NULL))
        # The same certificate under two hash algorithms: who has certificate and issuer can tell, others cannot.
        for asked, answered in [("sha256", "sha1"), ("sha1", "sha256"), ("sha512", "sha1"), ("sha1", "sha384")]:
            answer = self.answer(entries=[entry(cert_id(self.ca, 0x1001, answered))])
            self.add(f"the request asks with {asked}, the entry answers with {answered}, and no certificate is named",
                     side(answer, asked=request([cert_id(self.ca, 0x1001, asked)]), by=["null"],
                          fails={"certId": "has no entry with an equal CertID"}),
                     side(answer, asked=request([cert_id(self.ca, 0x1001, asked)]), by=["certificate"]))
            for name, other in [("another serial number", cert_id(self.ca, 0x1002, answered)),
                                ("another key", cert_id(self.other, 0x1001, answered))]:
                self.add(f"the request asks with {asked}, the entry answers with {answered} for {name}",
                         side(self.answer(entries=[entry(other)]), by=["certificate"],
                              asked=request([cert_id(self.ca, 0x1001, asked)]),
                              fails={"certId": "is for this certificate"}),
                         side(answer, asked=request([cert_id(self.ca, 0x1001, asked)]), by=["certificate"]))
        first, second = os.urandom(32), os.urandom(32)
        came = lambda octets: self.answer(extensions=[nonce(octets)])
        asked = request([self.id], first)
        self.add("a replay with another nonce",
                 side(came(second), asked=asked, fails={"nonce": "answer to another request"}),
                 side(came(first), asked=asked))
        self.add("a nonce cut short", side(came(first[:-1]), asked=asked, fails={"nonce": "answer to another request"}),
                 side(came(first), asked=asked, noncePolicy="required"))
        self.add("a replay with another nonce, expectedNonce",
            side(came(second), expectedNonce=first.hex(), fails={"nonce": "another request"}),
                 side(came(first), expectedNonce=first.hex()))
        for length in [0, 129, 4096]:
            odd = bytes(length)
            self.add(f"a nonce of {length} octets is no nonce",
                     side(came(odd), asked=asked, fails={"nonce": f"has {length} octets and is no nonce"}),
                     side(came(odd), asked=request([self.id], odd)))
        for length in [1, 128]:
            right = bytes([7]) * length
            self.add(f"a nonce of {length} octets is one",
                     side(came(right), asked=asked, fails={"nonce": "another request"}),
                     side(came(right), asked=request([self.id], right), noncePolicy="required"))
        self.add("no nonce where one is required", side(self.answer(), asked=asked, noncePolicy="required",
            fails={"nonce": "the caller requires it"}),
                 side(self.answer(), asked=asked))
        self.add("no nonce where expectedNonce is required",
                 side(self.answer(), expectedNonce=first.hex(), noncePolicy="required",
                     fails={"nonce": "the caller requires it"}),
                 side(came(first), expectedNonce=first.hex(), noncePolicy="required"))
        self.add("a replay is accepted only where nonces are ignored",
            side(came(second), asked=asked, fails={"nonce": "another request"}),
                 side(came(second), asked=asked, noncePolicy="ignore"))

    def times(self):
        second = timedelta(seconds=1)
        skew = 300 * second
        at = lambda this, next, produced=None, **more: side(self.answer(
            entries=[entry(self.id, this=this, next=next)],
            produced=produced or min(max(this, NOW - HOUR), NOW)), **more)
        self.add("stale", at(NOW - DAY, NOW - skew - second, fails={"nextUpdate": "the answer is stale"}),
            at(NOW - DAY, NOW - skew))
        self.add("stale, no skew allowed", at(NOW - DAY, NOW - second, fails={"nextUpdate": "stale"},
                                              clockSkewSeconds=0),
                 at(NOW - DAY, NOW, clockSkewSeconds=0))
        self.add("from the future", at(NOW + skew + second, NOW + DAY, NOW + skew,
                                       fails={"thisUpdate": "in the future"}),
                 at(NOW + skew, NOW + DAY, NOW + skew))
        self.add("old, without nextUpdate", at(NOW - DAY - skew - second, None,
                                               fails={"thisUpdate": "there is no nextUpdate"}),
                 at(NOW - DAY - skew, None))
        self.add("old, without nextUpdate, under maxAgeSeconds",
            at(NOW - 20 * second, None, maxAgeSeconds=10, clockSkewSeconds=0,
                                                                   fails={"thisUpdate": "more than 10 seconds old"}),
                 at(NOW - 20 * second, None, maxAgeSeconds=20, clockSkewSeconds=0))
        self.add("maxAgeSeconds bounds an answer with nextUpdate too",
            at(NOW - 20 * second, NOW + DAY, maxAgeSeconds=10, clockSkewSeconds=0,
               fails={"thisUpdate": "more than 10 seconds old"}),
                 at(NOW - 20 * second, NOW + DAY, maxAgeSeconds=20, clockSkewSeconds=0))
        self.add("no nextUpdate where one is required",
                 at(NOW - HOUR, None, requireNextUpdate=True, fails={"nextUpdate": "the caller requires one"}),
                 at(NOW - HOUR, NOW + HOUR, requireNextUpdate=True))
        self.add("thisUpdate after nextUpdate", at(NOW - 60 * second, NOW - 61 * second, NOW,
            fails={"nextUpdate": "is before thisUpdate"}),
                 at(NOW - 61 * second, NOW - 60 * second, NOW))
        # RFC 6960 2.4 orders the two in no way, and large CAs sign ahead: no reason to refuse.
        for ahead in [skew + second, DAY, 400 * DAY]:
            self.add(f"producedAt in the future; signed {ahead} ahead of thisUpdate",
                     at(NOW - HOUR, NOW + HOUR, NOW + skew + second, fails={"producedAt": "in the future"}),
                     at(NOW - HOUR, NOW + HOUR, NOW - HOUR - ahead))
        self.add("producedAt in the future by less than the skew", at(NOW - HOUR, NOW + HOUR, NOW + skew + second,
            fails={"producedAt": "in the future"}),
                 at(NOW - HOUR, NOW + HOUR, NOW + skew))

    def signatures(self):
        bad = lambda **more: side(self.answer(**more), fails=BAD_SIGNATURE, kind=None)
        rsa_key = isinstance(self.delegate_key, rsa.RSAPrivateKey)
        other = {"rsa2048": make_key("p256"), "p256": rsa.generate_private_key(65537, 2048)}[self.kind]
        self.add("signatureAlgorithm names another hash", bad(algorithm=algorithm_of(self.delegate_key, "sha512")),
                 side(self.answer(hash_name="sha512")))
        self.add("signatureAlgorithm is of another type of key", bad(algorithm=algorithm_of(other, "sha256")),
                 self.honest())
        self.add("signatureAlgorithm is unknown", side(self.answer(algorithm=tlv(0x30,
            core.ObjectIdentifier(UNKNOWN_HASH).dump())),
                                                       fails=UNSUPPORTED, kind=None), self.honest())
        self.add("a byte after the signature", bad(change=lambda signature: signature + b"\0"), self.honest())
        self.add("an octet before the signature", bad(change=lambda signature: b"\0" + signature), self.honest())
        self.add("an octet less", bad(change=lambda signature: signature[:-1]), self.honest())
        self.add("an empty signature", bad(change=lambda signature: b""), self.honest())
        self.add("a signature of zeros", bad(change=lambda signature: bytes(len(signature))), self.honest())
        self.add("the signature of another response",
                 bad(change=lambda _: sign(self.delegate_key, b"another", "sha256")),
            self.honest())
        if rsa_key:
            numbers = self.delegate_key.public_key().public_numbers()
            plus = lambda signature: (int.from_bytes(signature, "big") + numbers.n).to_bytes(257, "big")
            self.add("an RSA signature plus the modulus", bad(change=plus), self.honest())
            self.add("the modulus as signature", bad(change=lambda _: numbers.n.to_bytes(256, "big")), self.honest())
            self.add("the signature one", bad(change=lambda _: (1).to_bytes(256, "big")), self.honest())
            self.add("a random signature", bad(change=lambda _: os.urandom(256)), self.honest())
            self.add("MD5", side(self.answer(hash_name="md5"), fails=UNSAFE, kind=None), self.honest())
            self.add("MD5 with the option for SHA-1",
                side(self.answer(hash_name="md5"), fails=UNSAFE, kind=None, allowSHA1Signatures=True),
                     self.honest(allowSHA1Signatures=True))
            self.add("a delegate that the issuer signed with MD5",
                     side(self.answer(self.responder(hash_name="md5")),
                         fails={"responderAuthorized": "cannot be checked whether the issuer signed the responder's "
                                                       "certificate: md5WithRSAEncryption is unsafe"}, kind=None,
                          allowSHA1Signatures=True), self.honest())
        else:
            def numbers(change):
                encode = lambda r, s: tlv(0x30, core.Integer(r).dump(), core.Integer(s).dump())
                return bad(change=lambda signature: encode(*change(*decode_dss_signature(signature))))
            n = P256_ORDER
            for name, change in [
                ("r is 0", lambda r, s: (0, s)), ("s is 0", lambda r, s: (r, 0)),
                ("r and s are 0", lambda r, s: (0, 0)),
                ("r is the order", lambda r, s: (n, s)), ("s is the order", lambda r, s: (r, n)),
                    ("r and s are the order", lambda r, s: (n, n)),
                ("r plus the order", lambda r, s: (r + n, s)), ("s plus the order", lambda r, s: (r, s + n)),
                ("r of 512 bits", lambda r, s: (r + (n << 256), s)), ("r is negative", lambda r, s: (r - n, s)),
                    ("s is negative", lambda r, s: (r, s - n)),
                ("r and s swapped", lambda r, s: (s, r)),
            ]:
                self.add(f"ECDSA: {name}", numbers(change), self.honest())
            raw = lambda signature: b"".join(part.to_bytes(32, "big") for part in decode_dss_signature(signature))
            self.add("ECDSA: raw r and s", bad(change=raw), self.honest())
            self.add("ECDSA: an element after s", bad(change=lambda signature: tlv(0x30, signature[2:], b"\x05\x00")),
                self.honest())
            self.add("ECDSA: a length in two octets", bad(change=lambda signature: b"\x30\x81" + signature[1:]),
                     self.honest())

    def certificate_lists(self):
        own = self.delegate.der
        unauthorized = {"responderAuthorized": "does not carry id-kp-OCSPSigning"}
        bad = self.responder(usage=())
        same_name = rekeyed(self.responder(usage=(), key=self.leaf_key), 98)
        matching = renumbered(self.responder(key=self.leaf_key).der, 98)
        strangers = renumbered(issue(self.ca, self.leaf_key, "Peer").der, 98)
        broken = tlv(0x30, b"\x02\x01\x01")
        too_many = {"signature": "More certificates match the responder id than are tried",
                    "responderAuthorized": NOBODY}
        for name, around in [
            ("the CA first", lambda der: [self.ca.der, der]), ("the CA, the root and the leaf first",
             lambda der: [self.root.der, self.ca.der, self.leaf.der, der]),
            ("duplicates", lambda der: [der] * 5),
            ("20 duplicates of the CA first", lambda der: [self.ca.der] * 20 + [der]),
            ("a broken certificate first", lambda der: [broken, der]),
            ("a broken certificate last", lambda der: [der, broken]),
            ("a cut certificate first", lambda der: [tlv(0x30, der[4:200]), der]),
                ("an empty SEQUENCE first", lambda der: [tlv(0x30), der]),
            ("100 certificates", lambda der: [*strangers, der, self.ca.der]),
            ("100 certificates, the others of the responder's name without right",
             lambda der: [*same_name, der, self.ca.der]),
            ("another of the responder's name with right first", lambda der: [matching[0], der]),
        ]:
            # Where many may not answer, not all of them are tried.
            fails = too_many if "without right" in name else unauthorized
            self.add(f"certificates: {name}", side(self.answer(bad, around(bad.der)), fails=fails, kind=None),
                     side(self.answer(certificates=around(own))), bad)
        self.add("certificates: only broken ones", side(self.answer(certificates=[broken, tlv(0x30)]), kind=None,
                      fails={**NO_SIGNER,
                             "signature": "certs[0], which may be the signer's, cannot be read: ERR_DER_"}),
                 self.honest())
        thousand = lambda holder: renumbered(holder.der, 1000)
        unusable = rekeyed(self.responder(usage=(), key=self.leaf_key), 1000)
        self.add("1,000 certificates that match, of as many other keys",
                 side(self.answer(certificates=rekeyed(self.responder(key=self.leaf_key), 1000)), fails=too_many,
                      kind=None),
                 side(self.answer(certificates=[*unusable, own])))
        # One key is tried once, whoever certifies it.
        self.add("1,000 certificates that match, of one other key",
                 side(self.answer(certificates=thousand(self.responder(key=self.leaf_key))), kind=None,
                      fails={"signature": "does not verify under the key", "responderAuthorized": NOBODY}),
                 side(self.answer(certificates=[*thousand(self.responder(usage=(), key=self.leaf_key)), own])))
        self.add("1,000 certificates that match, of the right key, not signed by the issuer",
                 side(self.answer(certificates=thousand(self.delegate)),
                     fails={"responderAuthorized": "The issuer did not sign"}, kind=None),
                 side(self.answer(certificates=[own, *thousand(self.delegate)])))
        self.add("1,000 certificates of the responder's name without right",
            side(self.answer(certificates=unusable), fails=too_many, kind=None),
                 side(self.answer(certificates=[*unusable, own])))
        self.add("1,000 duplicates", side(self.answer(bad, [bad.der] * 1000), fails=unauthorized, kind=None),
            side(self.answer(certificates=[own] * 1000)), bad)

    def critical_extensions(self):
        for name, critical in [("response", lambda flag: dict(extensions=[extension(UNKNOWN_EXTENSION, flag)])),
                               ("entry", lambda flag: dict(entries=[entry(self.id,
                                   extensions=[extension(UNKNOWN_EXTENSION, flag)])]))]:
            self.add(f"an unknown critical extension in the {name}",
                     side(self.answer(**critical(True)), fails={"criticalExtensions": f"The {name} "}),
                         side(self.answer(**critical(False))))
        # What a critical one means is of no effect on a delegate; of these, nameConstraints alone is not known to be.
        for name, dotted in [("subjectAltName", "2.5.29.17"), ("cRLDistributionPoints", "2.5.29.31"),
                             ("certificatePolicies", "2.5.29.32")]:
            self.add(f"nameConstraints is critical in the delegate, and so is {name}",
                     side(self.answer(self.responder(extra=[(dotted, True), ("2.5.29.30", True)])),
                          fails={"criticalExtensions": "responder's certificate"}),
                     side(self.answer(self.responder(extra=[(dotted, True)]))))
        foreign = entry(self.second_id, extensions=[extension(UNKNOWN_EXTENSION, True)])
        ours = entry(self.id, extensions=[extension(UNKNOWN_EXTENSION, True)])
        self.add("an unknown critical extension in the entry, not in that of others",
                 side(self.answer(entries=[entry(self.second_id), ours]), fails={"criticalExtensions": "The entry "},
                     by=NO_NULL),
                 side(self.answer(entries=[foreign, entry(self.id)]), by=NO_NULL))

    def strength(self):
        sha1 = self.answer(hash_name="sha1")
        text = {"algorithmStrength": "The response is signed with SHA-1"}
        self.add("a response signed with SHA-1", side(sha1, fails=text), side(sha1, allowSHA1Signatures=True))
        itself = self.answer(self.ca, [], hash_name="sha1")
        self.add("a response that the issuer signed with SHA-1", side(itself, fails=text, kind="issuer"),
                 side(itself, kind="issuer", allowSHA1Signatures=True))
        old = self.answer(self.responder(hash_name="sha1"))
        self.add("a delegate's certificate signed with SHA-1",
            side(old, fails={"algorithmStrength": "responder's certificate is signed with SHA-1"}),
                 side(old, allowSHA1Signatures=True))
        small = self.answer(self.responder(key=make_key("rsa1024")))
        self.add("an RSA key of 1024 bits", side(small, fails={"algorithmStrength": "1024 bits, fewer than 2048"}),
            side(small, minKeyBits=1024))
        if self.kind == "rsa2048":
            self.add("minKeyBits above the key", self.honest(fails={"algorithmStrength": "2048 bits, fewer than 2049"},
                minKeyBits=2049),
                     self.honest(minKeyBits=2048))
        weak = make_key("rsa1024")
        ca = issue(None, weak, "Issuing CA", ca=True)
        leaf = issue(ca, self.leaf_key, "leaf.example", serial=0x1001)
        own = response([entry(cert_id(ca, 0x1001))], ca, [])
        self.add("an issuer of 1024 bits that answers itself",
            side(own, kind="issuer", fails={"algorithmStrength": "1024 bits"}),
                 side(own, kind="issuer", minKeyBits=1024))
        named = dict(issuer=ca.der.hex(), certificate=leaf.der.hex(), certID=cert_id(ca, 0x1001).dump().hex())
        self.cases[-1].update(named)
        strong = response([entry(cert_id(ca, 0x1001))], self.responder(issuer=ca))
        self.add("a strong delegate of an issuer of 1024 bits",
            side(strong,
                 fails={"algorithmStrength":
                        "The issuer's key, which signed the responder's certificate, has 1024 bits"}),
                 side(strong, minKeyBits=1024))
        self.cases[-1].update(named)

    def edwards(self):
        for kind in ["ed25519", "ed448"]:
            own, stranger = make_key(kind), make_key(kind)
            delegate = self.responder(key=own)
            flip = lambda signature: signature[:-1] + bytes([signature[-1] ^ 1])
            self.add(f"{kind}: a delegate, one bit flipped",
                side(self.answer(delegate, change=flip), fails=BAD_SIGNATURE, kind=None),
                     side(self.answer(delegate)))
            self.add(f"{kind}: a short signature", side(self.answer(delegate, change=lambda signature: signature[:-1]),
                fails=BAD_SIGNATURE, kind=None),
                     side(self.answer(delegate)))
            forged = self.responder(issuer=self.other, key=own)
            self.add(f"{kind}: a delegate of another CA with the same name",
                     side(self.answer(forged), fails={"responderAuthorized": "The issuer did not sign"},
                          kind=None),
                         side(self.answer(delegate)), forged)
            # A CA of that curve, which issued the leaf and the delegate.
            ca = issue(None, own, "Edwards CA", ca=True)
            other = issue(None, stranger, "Edwards CA", ca=True)
            leaf = issue(ca, self.leaf_key, "leaf.example", serial=0x1001)
            ids = cert_id(ca, 0x1001)
            rows = [entry(ids)]
            given = dict(issuer=ca.der.hex(), certificate=leaf.der.hex(), certID=ids.dump().hex())
            self.add(f"{kind}: a CA of the same name", side(response(rows, other, []), fails=BAD_SIGNATURE, kind=None),
                side(response(rows, ca, []), kind="issuer"))
            self.cases[-1].update(given)
            for key in [make_key(kind), self.delegate_key]:
                right, wrong = issue(ca, key, "Responder", usage=[OCSP_SIGNING]), issue(other, key, "Responder",
                    usage=[OCSP_SIGNING])
                self.add(f"{kind}: a {type(key).__name__.strip('_')} delegate of a CA with the same name",
                         side(response(rows, wrong), fails={"responderAuthorized": "The issuer did not sign"},
                              kind=None),
                         side(response(rows, right, [wrong.der, right.der])), wrong)
                self.cases[-1].update(given)
            # After all else that the core is given, where there is nothing left for it to point to.
            right = issue(ca, make_key(kind), "Responder", usage=[OCSP_SIGNING])
            empty = without_signature(right.der)
            self.add(f"{kind}: a certificate with an empty signature",
                     side(response(rows, right, []), responderCertificates=[empty.hex()], kind=None,
                          fails={"responderAuthorized": "The issuer did not sign"}),
                     side(response(rows, right, []), responderCertificates=[empty.hex(), right.der.hex()]))
            self.cases[-1].update(given)
            many = rekeyed(issue(ca, make_key(kind), "Responder", usage=[OCSP_SIGNING]), 1000)
            honest = issue(ca, own, "Responder", usage=[OCSP_SIGNING])
            self.add(f"{kind}: 1,000 certificates that match", side(response(rows, honest, many), kind=None, fails={
                "signature": "More certificates match", "responderAuthorized": NOBODY}),
                    side(response(rows, honest, [honest.der, *many])))
            self.cases[-1].update(given)
            # Not a key: one octet short, and (all ones) not a point of the curve.
            for name, octets, fails in [
                ("cut", lambda key: key[:-1], NO_POINT), ("longer", lambda key: key + b"\0", NO_POINT),
                    ("empty", lambda key: b"", NO_POINT),
                ("no point", lambda key: b"\xff" * len(key), BAD_SIGNATURE),
                    ("of zeros", lambda key: bytes(len(key)), BAD_SIGNATURE),
            ]:
                parsed = asn1_x509.Certificate.load(delegate.der)
                info = parsed["tbs_certificate"]["subject_public_key_info"]
                right = info.dump()
                header = right.index(b"\x03" + bytes([len(key_octets(delegate)) + 1]) + b"\0" + key_octets(delegate))
                inner = core.Sequence.load(right).contents[:header - 2]
                wrong = tlv(0x30, inner, tlv(0x03, b"\0", octets(key_octets(delegate))))
                tbs = parsed["tbs_certificate"].dump()
                start = tbs.index(right)
                length = len(tbs) - len(core.Sequence.load(tbs).contents)
                tbs = tlv(0x30, tbs[length:start], wrong, tbs[start + len(right):])
                der = tlv(0x30, tbs, algorithm_of(self.ca.key, "sha256"),
                          tlv(0x03, b"\0", sign(self.ca.key, tbs, "sha256")))
                self.add(f"{kind}: a delegate whose key is {name}",
                         side(self.answer(delegate, [der]), fails=fails, kind=None),
                    side(self.answer(delegate, [der, delegate.der])))


def attacks(kind):
    pki = Pki(kind)
    for group in [pki.who_signed, pki.responder_ids, pki.cert_ids, pki.revoked_by_itself, pki.requests,
                  pki.times, pki.signatures,
        pki.certificate_lists,
                  pki.critical_extensions, pki.strength, pki.edwards]:
        group()
    hex_of = lambda der: der.hex()
    common = {"issuer": hex_of(pki.ca.der), "certificate": hex_of(pki.leaf.der), "certID": hex_of(pki.id.dump())}
    cases = []
    for case in pki.cases:
        asked = ocsp.CertId.load(bytes.fromhex(case.get("certID", common["certID"])))
        cases.append({**common, "certID": {
            "hashAlgorithm": asked["hash_algorithm"]["algorithm"].native,
                "issuerNameHash": asked["issuer_name_hash"].native.hex(),
            "issuerKeyHash": asked["issuer_key_hash"].native.hex(), "serialNumber": str(asked["serial_number"].native),
        }, "request": request([asked]).hex(), **{key: value for key, value in case.items() if key != "certID"}})
    return {
        "time": int(NOW.timestamp()) * 1000, "issuer": hex_of(pki.ca.der), "certificate": hex_of(pki.leaf.der),
        "stranger": hex_of(pki.stranger.der), "namesake": hex_of(pki.other.der), "root": hex_of(pki.root.der),
        "delegate": hex_of(pki.delegate.der), "expired": hex_of(pki.responder(not_after=NOW - DAY).der),
        "request": hex_of(request([pki.id])),
        "namesakes": [hex_of(der) for der in renumbered(pki.responder(key=pki.leaf_key).der, 20)],
        "revoked": hex_of(pki.answer(entries=[entry(pki.id, "revoked")])),
            "unknown": hex_of(pki.answer(entries=[entry(pki.id, "unknown")])),
        "good": hex_of(pki.answer()), "cases": cases,
    }


if __name__ == "__main__":
    serve([attacks])
