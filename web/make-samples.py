"""Makes the page's samples: one module with a small PKI and a story for each thing that can happen to an answer.

`python3 web/make-samples.py [file]`; the default file is build/samples.js. The structures come from asn1crypto, the
keys and signatures from the OpenSSL command line. Every date is fixed, and each story has the time as of which it is
judged, so the pictures stay the same however old the build is. The private keys are new in each build and are deleted
with a temporary folder.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path

try:
    from asn1crypto import algos, core, keys, ocsp, x509
except ImportError as error:
    sys.exit(f"make-samples.py: {sys.executable} has no asn1crypto: apt-get install python3-asn1crypto, or "
             f"pip install asn1crypto, or choose another Python with PYTHON=... ({error})")


def moment(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=timezone.utc)


NOW = moment("2026-03-04 12:00")
THIS_UPDATE = moment("2026-03-04 06:00")
WEEK = timedelta(days=7)
DAY = timedelta(days=1)

ORGANIZATION = "Bear Example (sample PKI, not for use)"


# ------------------------------------------------------------------------------------------------ keys and signatures

NAMED_CURVE = ["-pkeyopt", "ec_param_enc:named_curve"]
# What makes a key, the digest that it signs with, and the signature algorithm that they make together.
KEY_KINDS = {
    "RSA-2048": (["RSA", "-pkeyopt", "rsa_keygen_bits:2048"], "sha256", "sha256_rsa"),
    "P-256": (["EC", "-pkeyopt", "ec_paramgen_curve:P-256", *NAMED_CURVE], "sha256", "sha256_ecdsa"),
    "P-384": (["EC", "-pkeyopt", "ec_paramgen_curve:P-384", *NAMED_CURVE], "sha384", "sha384_ecdsa"),
    "Ed25519": (["ED25519"], None, "1.3.101.112"),
}


def openssl(*arguments, data=None):
    command = ["openssl", *map(str, arguments)]
    try:
        return subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True).stdout
    except FileNotFoundError:
        sys.exit("make-samples.py: no openssl in PATH: apt-get install openssl")
    except subprocess.CalledProcessError as error:
        sys.exit(f"make-samples.py: {' '.join(command)}\n{error.stderr.decode(errors='replace')}")


class Keys:
    """Makes private keys, each a file in one folder."""

    def __init__(self, folder):
        self.files = (Path(folder) / f"{number}.pem" for number in count())

    def make(self, kind):
        return Key(next(self.files), kind)


class Key:
    def __init__(self, file, kind):
        arguments, self.digest, self.algorithm = KEY_KINDS[kind]
        self.file = file
        openssl("genpkey", "-algorithm", *arguments, "-out", file)
        self.info = keys.PublicKeyInfo.load(openssl("pkey", "-in", file, "-pubout", "-outform", "DER"))

    def signature_algorithm(self, digest=None):
        algorithm = self.algorithm if digest is None else self.algorithm.replace(self.digest, digest)
        made = algos.SignedDigestAlgorithm({"algorithm": algorithm})
        if self.algorithm.endswith("_rsa"):
            made["parameters"] = core.Null()
        return made

    def sign(self, data, digest=None):
        """The algorithm and the value of a signature of these bytes."""
        if self.digest is None:
            # EdDSA: OpenSSL 3.0 reads what it signs in one go from a file.
            message = self.file.with_suffix(".message")
            message.write_bytes(data)
            value = openssl("pkeyutl", "-sign", "-inkey", self.file, "-rawin", "-in", message)
        else:
            value = openssl("dgst", f"-{digest or self.digest}", "-sign", self.file, data=data)
        return self.signature_algorithm(digest), core.OctetBitString(value)


# ------------------------------------------------------------------------------------------------ certificates


def name(common_name):
    return x509.Name.build({"country_name": "DE", "organization_name": ORGANIZATION, "common_name": common_name})


def extension(identifier, value, critical=False):
    return {"extn_id": identifier, "critical": critical, "extn_value": value}


def address(method, url):
    # Byte by byte: asn1crypto would percent-encode the characters that no URL may have, and one sample is about those.
    location = x509.GeneralName.load(core.IA5String(url, implicit=6).dump())
    return {"access_method": method, "access_location": location}


CA = [
    extension("basic_constraints", {"ca": True, "path_len_constraint": 0}, critical=True),
    extension("key_usage", {"digital_signature", "key_cert_sign", "crl_sign"}, critical=True),
]
END_ENTITY = [
    extension("basic_constraints", {"ca": False}, critical=True),
    extension("key_usage", {"digital_signature"}, critical=True),
]
DELEGATE = [*END_ENTITY, extension("extended_key_usage", ["ocsp_signing"]), extension("ocsp_no_check", core.Null())]


def server(host, ocsp_url="http://ocsp.bear.example/", issuer_url="http://bear.example/ca.cer"):
    return [
        *END_ENTITY, extension("extended_key_usage", ["server_auth"]),
        extension("subject_alt_name", [x509.GeneralName("dns_name", host)]),
        extension("authority_information_access", [address("ocsp", ocsp_url), address("ca_issuers", issuer_url)]),
    ]


class Holder:
    """A key with its certificate."""

    def __init__(self, key, certificate):
        self.key = key
        self.certificate = certificate

    @property
    def name(self):
        return self.certificate.subject

    @property
    def key_hash(self):
        return self.key.info.sha1


def issue(issuer, key, common_name, serial, extensions, valid):
    """`issuer` is a Holder, or None for a self-signed certificate; `valid` is the first and the last moment."""
    signer, issuer_name = (key, name(common_name)) if issuer is None else (issuer.key, issuer.name)
    own = [extension("key_identifier", key.info.sha1)] if issuer is None else []
    authority = [] if issuer is None else [extension("authority_key_identifier", {"key_identifier": issuer.key_hash})]
    algorithm = signer.signature_algorithm()
    tbs = x509.TbsCertificate({
        "version": "v3", "serial_number": serial, "signature": algorithm, "issuer": issuer_name,
        "validity": {"not_before": x509.Time("utc_time", valid[0]), "not_after": x509.Time("utc_time", valid[1])},
        "subject": name(common_name), "subject_public_key_info": key.info,
        "extensions": [*extensions, *own, *authority],
    })
    value = signer.sign(tbs.dump())[1]
    made = {"tbs_certificate": tbs, "signature_algorithm": algorithm, "signature_value": value}
    return Holder(key, x509.Certificate(made))


# ---------------------------------------------------------------------------------------- requests and responses


def nonce(text):
    return extension("nonce", core.OctetString(hashlib.sha256(text.encode()).digest()))


def cert_id(subject, issuer, hash_name="sha1"):
    digest = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}[hash_name]
    return {
        "hash_algorithm": algos.DigestAlgorithm({"algorithm": hash_name, "parameters": core.Null()}),
        "issuer_name_hash": digest(issuer.name.dump()).digest(),
        "issuer_key_hash": digest(bytes(issuer.key.info["public_key"])).digest(),
        "serial_number": subject if isinstance(subject, int) else subject.certificate.serial_number,
    }


def request(identifier, *extensions):
    tbs = {"request_list": [{"req_cert": identifier}]}
    if extensions:
        tbs["request_extensions"] = extensions
    return ocsp.OCSPRequest({"tbs_request": tbs}).dump()


GOOD = ocsp.CertStatus("good", core.Null())
UNKNOWN = ocsp.CertStatus("unknown", core.Null())


def revoked(time, reason):
    return ocsp.CertStatus("revoked", {"revocation_time": time, "revocation_reason": reason})


def entry(identifier, status=GOOD, this_update=THIS_UPDATE, next_update=THIS_UPDATE + WEEK, extensions=()):
    made = {"cert_id": identifier, "cert_status": status, "this_update": this_update, "next_update": next_update}
    if extensions:
        made["single_extensions"] = extensions
    return made


def response_data(signer, entries, produced_at=THIS_UPDATE, by_key=False, extensions=()):
    responder = ocsp.ResponderId("by_key", signer.key_hash) if by_key else ocsp.ResponderId("by_name", signer.name)
    data = {"responder_id": responder, "produced_at": produced_at, "responses": entries}
    if extensions:
        data["response_extensions"] = extensions
    return ocsp.ResponseData(data)


def assemble(data, signature, certificates):
    algorithm, value = signature
    basic = {"tbs_response_data": data, "signature_algorithm": algorithm, "signature": value}
    if certificates:
        basic["certs"] = [holder.certificate for holder in certificates]
    answer = {"response_type": "basic_ocsp_response", "response": ocsp.BasicOCSPResponse(basic)}
    return ocsp.OCSPResponse({"response_status": "successful", "response_bytes": answer}).dump()


def respond(signer, entries, certificates=None, digest=None, **more):
    """Signed by a Holder; carries its certificate, or those given."""
    data = response_data(signer, entries, **more)
    return assemble(data, signer.key.sign(data.dump(), digest), [signer] if certificates is None else certificates)


def refuse(status):
    return ocsp.OCSPResponse({"response_status": status}).dump()


# ------------------------------------------------------------------------------------------------ what a person pastes

# A part of a paste is text, or [form, object, ...]: how the module shows the object's bytes.
OBJECTS = {}


def part(form, der, *arguments):
    known = [key for key, value in OBJECTS.items() if value == der]
    key = known[0] if known else f"object{len(OBJECTS)}"
    OBJECTS[key] = der
    return [form, key, *arguments]


def pem(certificate):
    return part("pem", certificate if isinstance(certificate, bytes) else certificate.certificate.dump(), "CERTIFICATE")


def line(distinguished_name):
    types = {"country_name": "C", "organization_name": "O", "common_name": "CN"}
    return ", ".join(f"{types[key]} = {value}" for key, value in distinguished_name.native.items())


def chain(*holders):
    """As `openssl s_client -showcerts` prints what a server sends."""
    parts = ["Certificate chain\n"]
    for depth, holder in enumerate(holders):
        parts += [f" {depth} s:{line(holder.name)}\n   i:{line(holder.certificate.issuer)}\n", pem(holder)]
    return [*parts, "---\n"]


def command(form, what, der):
    return [f"$ {what}\n", part(form, der)]


def asked(der):
    return command("base64", 'base64 "request.der"', der)


def answered(der):
    return command("base64", 'base64 "response.der"', der)


# ------------------------------------------------------------------------------------------------ stories


def story(identifier, title, text, paste, verdict, failed=(), as_of=NOW):
    """`verdict` and `failed` are known here because the answer was made here."""
    return {
        "id": identifier, "title": title, "story": text, "asOf": as_of.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "expect": {"verdict": verdict, "failed": list(failed)}, "paste": paste,
    }


def after_bit_flip(certificate):
    """The tag of notAfter, which is UTCTime (0x17), turned into an unknown one."""
    der = certificate.dump()
    start = der.index(certificate["tbs_certificate"]["validity"]["not_after"].dump())
    return der[:start] + bytes([der[start] ^ 1]) + der[start + 1:]


def batch(issuer, ours):
    """Entries for the cards of one production run, one serial number after the other; ours is among them."""
    middle = ours.certificate.serial_number
    causes = ["cessation_of_operation", "superseded", "key_compromise", "affiliation_changed"]
    entries = []
    for offset in range(-699, 301):
        status = GOOD
        if offset % 40 == 17:
            group = offset // 40
            status = revoked(moment("2026-02-20 09:30") + group * timedelta(hours=5), causes[group % len(causes)])
        entries.append(entry(cert_id(middle + offset, issuer), status))
    return entries


def tell(key_of):
    years = moment("2024-01-08 00:00"), moment("2033-12-31 23:59")
    quarter = moment("2026-02-16 08:00"), moment("2026-05-17 08:00")
    month = moment("2026-02-20 00:00"), moment("2026-03-22 00:00")

    rsa = issue(None, key_of("RSA-2048"), "Bear Example RSA CA", 0x5A1E0C5B01, CA, years)
    # Last decade's certificate of the same CA: its name stayed, its key did not.
    old_rsa = issue(None, key_of("RSA-2048"), "Bear Example RSA CA", 0x5A1E0C5A01, CA,
                    (moment("2016-01-04 00:00"), moment("2026-06-30 23:59")))
    www = issue(rsa, key_of("P-256"), "www.bear.example", 0x4D7A90C3E1F20B86, server("www.bear.example"), quarter)
    api = issue(rsa, key_of("P-256"), "api.bear.example", 0x4D7A90C3E1F20B87, server("api.bear.example"), quarter)
    delegate_key = key_of("P-256")
    delegate = issue(rsa, delegate_key, "Bear Example OCSP responder", 0x5A1E0C5B11, DELEGATE, month)
    expired_delegate = issue(rsa, delegate_key, "Bear Example OCSP responder", 0x5A1E0C5B10, DELEGATE,
                             (moment("2026-01-30 00:00"), moment("2026-03-01 00:00")))
    appliance = issue(rsa, key_of("RSA-2048"), "Bear Example OCSP appliance", 0x5A1E0C5B12, DELEGATE, month)
    www_id = cert_id(www, rsa)

    ecc = issue(None, key_of("P-384"), "Bear Example ECC CA", 0x71C40E5501, CA, years)
    shop = issue(ecc, key_of("P-256"), "shop.bear.example", 0x2B60D1A95C08E314, server("shop.bear.example"), quarter)
    mail = issue(ecc, key_of("P-256"), "mail.bear.example", 0x2B60D1A95C08E315, server("mail.bear.example"),
                 (NOW - timedelta(hours=1), NOW + 90 * DAY))
    card = issue(ecc, key_of("P-256"), "card-4711.bear.example", 0x2B60D1A900010000, server("card-4711.bear.example"),
                 quarter)
    ecc_delegate = issue(ecc, key_of("P-384"), "Bear Example ECC OCSP responder", 0x71C40E5511, DELEGATE, month)
    edwards = issue(ecc, key_of("Ed25519"), "Bear Example Ed25519 OCSP responder", 0x71C40E5512, DELEGATE, month)

    attack = "<img src=x onerror=globalThis.attacked=1>"
    hostile_ca = issue(None, key_of("P-256"), '"><script>globalThis.attacked=1</script> CA', 0x666001, CA, years)
    hostile = issue(hostile_ca, key_of("P-256"), f"{attack} \u202egro.elpmaxe\u202c\u2066\u0007", 0x666002, [
        *server("hostile.bear.example", f"http://ocsp.bear.example/?{attack}", "javascript:globalThis.attacked=1"),
        extension("1.3.6.1.4.1.99999.1", core.UTF8String(f"{attack}\u202e\u2028").dump()),
    ], quarter)

    revocation = revoked(moment("2026-03-01 08:15"), "key_compromise")
    good = respond(delegate, [entry(www_id)])
    asked_with_nonce = request(www_id, nonce("first"))
    fresh = {"this_update": NOW - timedelta(minutes=1)}
    said_revoked = delegate.key.sign(response_data(delegate, [entry(www_id, revocation)]).dump())
    private_rule = core.UTF8String("only for the registry").dump()

    return [
        story("good", "Good",
              "A server's certificate is checked with a fresh request: the CA's delegate says good and returns the "
              "nonce. Everything is in order, so the answer can be relied on.",
              [*chain(www, rsa), *asked(asked_with_nonce),
               *answered(respond(delegate, [entry(www_id, **fresh)], produced_at=NOW - timedelta(minutes=1),
                                 extensions=[nonce("first")]))],
              "good"),
        story("revoked", "Revoked",
              "The shop's private key was stolen, and the CA revoked the certificate three days ago. "
              "The CA signed this answer itself, and identifies itself by the hash of its key.",
              [*chain(shop, ecc), *answered(respond(ecc, [
                  entry(cert_id(shop, ecc), revocation,
                        extensions=[extension("invalidity_date", moment("2026-02-27 21:40"))])
              ], [], by_key=True))],
              "revoked"),
        story("unknown", "Unknown",
              "This certificate was issued an hour ago, and the responder has not heard of it yet. "
              "The answer can be relied on, but it says neither good nor revoked.",
              [*chain(mail, ecc),
               *command("hex", 'xxd -p "response.der"', respond(ecc_delegate, [entry(cert_id(mail, ecc), UNKNOWN)]))],
              "unknown"),
        story("stale", "Stale",
              "A server staples an answer that it fetched last week, whose nextUpdate passed yesterday. "
              "What was good then may be revoked now, so a new answer is needed.",
              [*chain(www, rsa), *answered(respond(delegate, [
                  entry(www_id, this_update=THIS_UPDATE - 8 * DAY, next_update=THIS_UPDATE - DAY)
              ], produced_at=THIS_UPDATE - 8 * DAY))],
              "unreliable", ["nextUpdate"]),
        story("future", "From the future",
              "The clock of this laptop is a day slow, so this morning's answer seems to come from tomorrow. "
              "Its times are refused until the clock is right.",
              [*chain(www, rsa), *answered(good)],
              "unreliable", ["thisUpdate", "producedAt"], NOW - DAY),
        story("wrong-issuer", "Wrong issuer",
              "The CA got a new key years ago and kept its name, and somebody took its old certificate for the "
              "issuer's. The name matches but the key does not: it signed neither the certificate nor the "
              "responder's, so the issuer is missing.",
              [*chain(www), "# issuer, from an old backup\n", pem(old_rsa), *answered(good)],
              "undecided"),
        story("sibling", "Forged by a sibling",
              "The holder of the key of api.bear.example used it to sign an answer for www.bear.example. The "
              "signature is valid and the certificate comes from the same CA, but it does not permit its holder to "
              "answer for the CA.",
              [*chain(www, rsa), *answered(respond(api, [entry(www_id)]))],
              "unreliable", ["responderAuthorized"]),
        story("tampered", "Tampered",
              "The responder said revoked, and somebody along the way changed that to good. "
              "The signature is still that of the original answer, so it no longer matches.",
              [*chain(www, rsa),
               *answered(assemble(response_data(delegate, [entry(www_id)]), said_revoked, [delegate]))],
              "unreliable", ["signature", "responderAuthorized"]),
        story("unauthorized", "Unauthorized",
              "The responder was asked about a certificate of a CA that it does not serve. "
              "It refuses with five bytes that nobody signed, which says nothing about the certificate.",
              [*chain(www, rsa), *answered(refuse("unauthorized"))],
              "unsuccessful", ["responseStatus"]),
        story("try-later", "Try later",
              "The responder is down for maintenance and asks its clients to come back later. "
              "That is not an answer, and there is nothing in it to rely on.",
              [*chain(www, rsa), *asked(request(www_id)), *answered(refuse("try_later"))],
              "unsuccessful", ["responseStatus"]),
        story("truncated", "Truncated",
              "A response was copied out of a log that cuts lines at 1,000 characters. "
              "It can be read up to the place where it was cut, which is marked, but it cannot be verified.",
              [*chain(www, rsa),
               "Mar  4 11:58:41 web-2 stapling: response from ocsp.bear.example, base64:\n", part("line", good[:750])],
              "broken"),
        story("broken-certificate", "Broken certificate",
              "One bit of a certificate flipped while it was copied. "
              "The page marks the byte where it stops making sense.",
              ["# www.bear.example\n", pem(after_bit_flip(www.certificate)), "# its issuer\n", pem(rsa)],
              "broken"),
        story("many", "Many entries",
              "The CA signs one answer a day for all 1,000 cards of a production run; this card is one of them. "
              "Its own entry says good; the others do not matter.",
              [*chain(card, ecc), *answered(respond(ecc_delegate, batch(ecc, card)))],
              "good"),
        story("sha1", "SHA-1",
              "An old responder appliance still signs with SHA-1, for which collisions have been found. "
              "The signature is valid, but it is too weak to be relied on.",
              [*chain(www, rsa), *answered(respond(appliance, [entry(www_id)], digest="sha1"))],
              "unreliable", ["algorithmStrength"]),
        story("nonce", "Another nonce",
              "The answer carries a nonce, but not the one that was sent: it was made for another request and is "
              "replayed here. It is signed and it is from today, but it is not the answer to this question.",
              [*chain(www, rsa), *asked(asked_with_nonce),
               *answered(respond(delegate, [entry(www_id)], extensions=[nonce("second")]))],
              "unreliable", ["nonce"]),
        story("expired-delegate", "Expired delegate",
              "Nobody renewed the responder's certificate, which expired three days ago, and the responder keeps "
              "signing. The CA's permission to answer expired with it.",
              [*chain(www, rsa), *answered(respond(expired_delegate, [entry(www_id)]))],
              "unreliable", ["responderValidity"]),
        story("other-certificate", "Another certificate",
              "There is nothing wrong with the answer, but it is about www.bear.example and this certificate is "
              "for api.bear.example. Two files were mixed up, as happens in scripts.",
              [*chain(api, rsa), *answered(good)],
              "unreliable", ["certId"]),
        story("critical", "Unknown critical rule",
              "The responder marked an extension of its own as critical: a reader that does not understand it "
              "must not use the answer. The page does not understand it.",
              [*chain(www, rsa), *answered(respond(delegate, [
                  entry(www_id, extensions=[extension("1.3.6.1.4.1.99999.2", private_rule, critical=True)])
              ]))],
              "unreliable", ["criticalExtensions"]),
        story("missing-issuer", "Missing issuer",
              "Only the certificate and the answer are here. "
              "Until the issuer's certificate is pasted too, there is no telling who may answer for the certificate.",
              [*chain(shop), *answered(respond(ecc_delegate, [entry(cert_id(shop, ecc))]))],
              "undecided"),
        story("request", "A request in a log",
              "A line from a proxy's log: a browser asked with GET, so the whole request is in the URL. "
              "It tells which certificate was asked about; there is no answer to judge.",
              ["1772625492.104     38 192.0.2.44 TCP_MISS/200 1742 GET ",
               part("url", request(www_id), "http://ocsp.bear.example/"),
               " - HIER_DIRECT/192.0.2.80 application/ocsp-response\n"],
              "undecided"),
        story("ed25519", "Ed25519",
              "The delegate signs with Ed25519, and its CA with ECDSA over P-384; the entry's hashes are SHA-256. "
              "The algorithms are new, and the answer is in order.",
              [*chain(shop, ecc), *answered(respond(edwards, [entry(cert_id(shop, ecc, "sha256"))], by_key=True))],
              "good"),
        story("hostile", "Hostile markup",
              "Somebody filled names, URLs and extensions with HTML, a script and characters that reverse the "
              "reading direction. All of it is shown as text, and the answer itself is in order.",
              [*chain(hostile, hostile_ca), *answered(respond(hostile_ca, [
                  entry(cert_id(hostile, hostile_ca),
                        extensions=[extension("crl", {"crl_url": f"http://bear.example/{attack}"})])
              ], [], extensions=[extension("1.3.6.1.4.1.99999.3", core.UTF8String(f"</textarea>{attack}").dump())]))],
              "good"),
    ]


# ------------------------------------------------------------------------------------------------ the module

# Hexadecimal, because a server compresses what comes twice (a certificate inside a response) only where it stands in
# equal characters, which base64 does not give at every offset.
MODULE = """\
// Made by web/make-samples.py with OpenSSL and asn1crypto: a sample PKI, not for use, whose private keys are gone.

const objects = %(objects)s;

const base64 = (hex) => btoa(hex.replace(/../g, (octet) => String.fromCharCode(parseInt(octet, 16))));
const lines = (text, width) => text.replace(new RegExp(`.{1,${width}}`, "g"), "$&\\n");
const forms = {
  pem: (hex, label) => `-----BEGIN ${label}-----\\n${lines(base64(hex), 64)}-----END ${label}-----\\n`,
  base64: (hex) => lines(base64(hex), 76),
  line: (hex) => `${base64(hex)}\\n`,
  hex: (hex) => lines(hex, 60),
  url: (hex, responder) => responder + encodeURIComponent(base64(hex)),
};
const show = (part) => typeof part === "string" ? part : forms[part[0]](objects[part[1]], part[2]);

/**
 * @typedef {"good" | "revoked" | "unknown" | "unreliable" | "unsuccessful" | "broken" | "undecided"} Verdict
 * @typedef {object} Sample
 * @property {string} id
 * @property {string} title
 * @property {string} story what happened
 * @property {string} asOf the time as of which it is judged, ISO 8601
 * @property {{ verdict: Verdict, failed: string[] }} expect the verdict and the checks that fail, for tests
 * @property {() => Promise<string>} load what a person would paste
 */

/** @type {(Omit<Sample, "load"> & { paste: (string | string[])[] })[]} */
const stories = %(stories)s;

/** @type {Sample[]} */
export const samples = stories.map(({ paste, ...story }) => ({ ...story, load: async () => paste.map(show).join("") }));
"""


def write(file, stories):
    rows = ",\n".join(f"  {json.dumps(row)}" for row in stories)
    objects = ",\n".join(f'  {key}: "{der.hex()}"' for key, der in OBJECTS.items())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(MODULE % {"objects": f"{{\n{objects},\n}}", "stories": f"[\n{rows},\n]"})


def main():
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "build/samples.js"
    with tempfile.TemporaryDirectory(prefix="bearocsp-samples-") as folder:
        write(file, tell(Keys(folder).make))


if __name__ == "__main__":
    main()
