"""Certificates whose subjects have the attributes of national, qualified and extended-validation CAs, and what
OpenSSL reads there.
"""

import subprocess

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate

from .pki import BMP, IA5, PRINTABLE, TELETEX, UTF8, Pki, case, entry, issue, key_of, name, response

# The short name of the LDAP registry (RFC 4519, RFC 4524) or of X.520; None where there is none: the OID stands there.
ATTRIBUTES = [
    ("CN", "2.5.4.3", "Example"), ("sn", "2.5.4.4", "Muster"), ("serialNumber", "2.5.4.5", "PNOEE-38001085718"),
    ("C", "2.5.4.6", "EE"), ("L", "2.5.4.7", "Tallinn"), ("ST", "2.5.4.8", "Harju"), ("street", "2.5.4.9", "Main 1"),
    ("O", "2.5.4.10", "Example & Co"), ("OU", "2.5.4.11", "Unit"), ("title", "2.5.4.12", "Dr."),
    ("description", "2.5.4.13", "An example"), ("businessCategory", "2.5.4.15", "Private Organization"),
    ("postalCode", "2.5.4.17", "10111"), ("postOfficeBox", "2.5.4.18", "12"), ("telephoneNumber", "2.5.4.20", "+372 1"),
    ("givenName", "2.5.4.42", "Erika"), ("initials", "2.5.4.43", "E."), ("generationQualifier", "2.5.4.44", "Jr"),
    ("dnQualifier", "2.5.4.46", "7"), ("pseudonym", "2.5.4.65", "PN:1"),
    ("organizationIdentifier", "2.5.4.97", "VATHU-23584497"),
    ("DC", "0.9.2342.19200300.100.1.25", "example"), ("UID", "0.9.2342.19200300.100.1.1", "jsmith"),
    (None, "1.2.840.113549.1.9.1", "a@example.com"), (None, "1.3.6.1.4.1.311.60.2.1.3", "DE"),
    (None, "1.3.6.1.4.1.311.60.2.1.2", "Bavaria"), (None, "1.3.6.1.4.1.311.60.2.1.1", "Munich"),
    (None, "1.3.6.1.4.1.99999.1", "unheard of"),
]


def openssl_value(der):
    pem = load_der_x509_certificate(der).public_bytes(Encoding.PEM)
    ran = subprocess.run(["openssl", "x509", "-noout", "-subject", "-nameopt", "oid,utf8,sep_multiline"], input=pem,
                         capture_output=True, check=True)
    return ran.stdout.decode().split("\n")[1].strip().split("=", 1)[1]


def cases():
    made = []
    pki = Pki()
    for short, dotted, text in ATTRIBUTES:
        for tag in [UTF8, PRINTABLE, IA5, TELETEX, BMP]:
            leaf = issue(name(text, tag, dotted), key_of("P-256", "leaf"), pki.ca, serial=0x1234)
            made.append(case(f"{short or dotted} as {tag}", pki, response([entry(pki.id)], pki.ca, []), ok=True,
                             certificate=leaf, short=short, dotted=dotted, text=text,
                             opensslText=openssl_value(leaf.der) if tag in (UTF8, BMP) else text))
    return made
