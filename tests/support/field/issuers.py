"""An issuer that is no CA by its own certificate (a note: it is the caller's trust anchor), and one that is not the
issuer at all.
"""

from .certid import parts
from .pki import (BASIC_CONSTRAINTS, KEY_USAGE, SERIAL, Pki, case, cert_id, entry, extension, issue, key_of, name,
                  response, sequence, usage_bits)

NOTE = {"responderAuthorized": ["note", "not a CA"]}
FINE = {"responderAuthorized": ["pass"]}


def cases():
    made = []
    forms = {
        "basicConstraints without cA": (dict(ca=False), True),
        "basicConstraints without cA, not critical": (
            dict(ca=None, extra=[extension(BASIC_CONSTRAINTS, sequence())]), True),
        "keyUsage without keyCertSign": (dict(usage=["digitalSignature", "cRLSign"]), True),
        "keyUsage without a bit": (dict(usage=[]), True),
        "keyUsage without keyCertSign, not critical": (
            dict(extra=[extension(KEY_USAGE, usage_bits(["digitalSignature"]))]), True),
        "neither cA nor keyCertSign": (dict(ca=False, usage=["digitalSignature"]), True),
        "keyCertSign without cA": (dict(ca=False, usage=["keyCertSign"]), True),
        "cA alone": (dict(ca=True), False),
        "cA and keyCertSign": (dict(ca=True, usage=["keyCertSign"]), False),
        "cA, keyCertSign, cRLSign and digitalSignature": (
            dict(ca=True, usage=["digitalSignature", "keyCertSign", "cRLSign"]), False),
    }
    for title, (given, is_note) in forms.items():
        pki = Pki(**given)
        rows = NOTE if is_note else FINE
        for status in ["good", "revoked"]:
            for signer, kind in [(pki.ca, "issuer"), (pki.delegate, "delegate")]:
                made.append(case(f"{title}: the {kind} says {status}", pki,
                                 response([entry(pki.id, status)], signer), ok=True, status=status, rows=rows,
                                 responder=kind, by=["certificate", "asCertID", "null"],
                                 asCertID=parts(pki.ca, SERIAL, "SHA-1")))
        made.append(case(f"{title}: a trusted responder", pki, response([entry(pki.id)], pki.delegate), ok=True,
                         responder="trusted", options={"trustedResponders": [pki.delegate.der.hex()]}))
        # No CA, and no issuer of this either.
        other = issue(pki.ca.name, key_of("P-256", "namesake"), **{"ca": True, **given})
        made.append(case(f"{title}: a certificate of the issuer's name, with another key", pki,
                         response([entry(pki.id)], other, []), ok=False,
                         fails=["signature", "responderAuthorized"]))
    pki = Pki()
    own = response([entry(cert_id(pki.leaf, SERIAL))], pki.leaf, [])
    made.append(case("the certificate as its own issuer", pki, own, issuer=pki.leaf, ok=False, fails=["certId"],
                     rows={"certId": ["fail", "did not issue"]}))
    swapped = response([entry(cert_id(pki.leaf, pki.ca.serial))], pki.leaf, [])
    made.append(case("issuer and certificate swapped", pki, swapped, issuer=pki.leaf, certificate=pki.ca, ok=False,
                     fails=["certId"]))
    return made
