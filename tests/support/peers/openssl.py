"""OCSP requests and signed responses made by `openssl ocsp`, as client and as responder with an index of random
entries."""

import functools
import subprocess
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from .certificates import key, make_certificate
from .roll import Roll

DIGESTS = ["sha1", "sha224", "sha256", "sha384", "sha512"]
REASONS = [
    "unspecified", "keyCompromise", "CACompromise", "affiliationChanged", "superseded", "cessationOfOperation",
    "certificateHold",
    "removeFromCRL", "holdInstruction,holdInstructionReject", "keyTime,20240229120000Z", "CAkeyTime,19991231235959Z",
]
SIGNING_KEYS = ["RSA-2048", "P-256", "P-384", "P-521", "secp256k1", "brainpoolP512r1", "DSA", "Ed25519"]


def run(*arguments, given=None):
    ended = subprocess.run(["openssl", *map(str, arguments)], input=given, capture_output=True)
    if ended.returncode:
        raise RuntimeError(f"openssl {' '.join(map(str, arguments))}: {ended.stderr.decode()}")
    return ended.stdout


@functools.lru_cache(maxsize=None)
def folder():
    """Removed when the process ends."""
    return tempfile.TemporaryDirectory()


def file(name, contents):
    path = Path(folder().name, name)
    path.write_bytes(contents)
    return path


def pem(der):
    return x509.load_der_x509_certificate(der).public_bytes(serialization.Encoding.PEM)


def key_pem(private_key):
    return private_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


class Authority:
    """A CA, a certificate of it for each kind of key that signs, and some more."""

    def __init__(self):
        roll = Roll(0)
        self.name, self.key = roll.name(), key("P-256")
        self.certificate = file("ca.pem", pem(make_certificate(roll, self.name, self.key, self.name, self.key)))
        self.signers = [
            (kind, file(f"{kind}.pem", pem(self.issue(roll, key(kind)))), file(f"{kind}.key", key_pem(key(kind))))
            for kind in SIGNING_KEYS
        ]
        self.chain = file("chain.pem", pem(self.issue(roll, self.key)) + pem(self.issue(roll, self.key)))
        self.leaves = [file(f"leaf{n}.pem", pem(self.issue(roll, self.key))) for n in range(5)]

    def issue(self, roll, subject_key):
        return make_certificate(roll, self.name, self.key, roll.name(), subject_key)


authority = functools.lru_cache(maxsize=None)(Authority)


def random_request(roll, serials=None):
    """serials: some that are asked for, besides the certificates that the CA has."""
    ca = authority()
    arguments = ["-issuer", ca.certificate]
    for _ in range(roll.choice([1, 1, 2, 5])):
        arguments.append(f"-{roll.choice(DIGESTS)}")
        if roll.chance(0.3):
            arguments += ["-cert", roll.choice(ca.leaves)]
        else:
            arguments += ["-serial", roll.choice(serials) if serials else roll.serial()]
    arguments.append(roll.choice(["-nonce", "-no_nonce"]))
    if roll.chance(0.4):
        _, certificate, private_key = roll.choice(ca.signers)
        arguments += ["-signer", certificate, "-signkey", private_key]
        arguments += roll.choice([[], ["-sign_other", ca.chain], ["-no_certs"]])
    return run("ocsp", *arguments, "-reqout", "-")


def index_line(roll, number, serial):
    text = f"{serial:X}"
    text = text.zfill(len(text) + len(text) % 2)
    if roll.chance(0.3):
        return f"V\t491231235959Z\t\t{text}\tunknown\t/CN={number}\n"
    # The index has UTCTime, which is good for 1950 to 2049.
    revoked = roll.choice(["700101000000Z", "491231235959Z", "240229120000Z", f"{roll.randint(10, 40)}0305060708Z"])
    reason = roll.choice([None, *REASONS])
    return f"R\t491231235959Z\t{revoked}{',' + reason if reason else ''}\t{text}\tunknown\t/CN={number}\n"


def random_response(roll):
    ca = authority()
    serials = list({roll.serial() for _ in range(8)})
    # The last one is not in the index, so its status is unknown.
    index = file("index.txt", "".join(index_line(roll, n, serial) for n, serial in enumerate(serials[:-1])).encode())
    request = random_request(roll, serials)
    kind, certificate, private_key = roll.choice(ca.signers)
    arguments = ["-index", index, "-CA", ca.certificate, "-rsigner", certificate, "-rkey", private_key]
    arguments += roll.choice([[], ["-ndays", roll.randint(1, 9000)], ["-nmin", roll.randint(1, 9000)]])
    arguments += roll.choice([[], ["-resp_key_id"]])
    arguments += roll.choice([[], ["-resp_no_certs"], ["-rother", ca.chain]])
    if kind != "Ed25519":
        arguments += ["-rmd", roll.choice(DIGESTS)]
    if kind == "RSA-2048" and roll.chance(0.5):
        arguments += ["-rsigopt", "rsa_padding_mode:pss"]
    return run("ocsp", *arguments, "-reqin", "-", "-respout", "-", given=request)


def cert_ids(certificate, issuer):
    """A request of that one CertID for each hash algorithm, by its name in the JavaScript API."""
    arguments = ["-issuer", file("issuer.pem", pem(issuer)), "-no_nonce", "-reqout", "-"]
    leaf = file("certificate.pem", pem(certificate))
    return {digest.upper().replace("SHA", "SHA-"): run("ocsp", *arguments, f"-{digest}", "-cert", leaf)
            for digest in DIGESTS}


def subject_line(certificate):
    """The subject as `openssl ocsp -req_text` writes a requestorName."""
    line = run("x509", "-inform", "DER", "-noout", "-subject", "-nameopt", "oneline", given=certificate).decode()
    return line.removeprefix("subject=").removesuffix("\n")
