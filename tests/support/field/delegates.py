"""Who may answer for a CA (RFC 6960 4.2.2.2): a delegate is an end entity, not the certificate in question, and not
revoked by the very response that it signs. Whom the caller trusts is exempt.
"""

from itertools import product

from .certid import parts
from .pki import (BASIC_CONSTRAINTS, DAY, HASH_OIDS, KEY_USAGE, NOW, OCSP_SIGNING, SECOND, SERIAL, SERVER_AUTH, UTF8,
                  PRINTABLE, Pki, by_key, by_name, case, cert_id, entry, extension, issue, key_of, name, response,
                  request, sequence, usage_bits)

HASHES = ["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"]
ANY_PURPOSE = "2.5.29.37.0"
TRUE = b"\x01\x01\xff"


def cases():
    made = []
    for kind in ["P-256", "RSA-2048"]:
        pki = Pki(kind)
        add = lambda title, der, **more: made.append(case(f"{kind}: {title}", pki, der, **more))
        who_they_are(pki, add)
        in_question(pki, add)
        revoked_by_itself(pki, add)
    names(lambda title, where, der, **more: made.append(case(title, where, der, **more)))
    return made


def who_they_are(pki, add):
    mine = [entry(pki.id)]
    ways = [("certificate"), ("null"), ("asCertID")]
    everyway = dict(by=ways, asCertID=parts(pki.ca, SERIAL, "SHA-1"))
    constraints = lambda contents, critical=True: extension(BASIC_CONSTRAINTS, sequence(contents), critical)
    both = ["digitalSignature", "keyCertSign"]
    for title, given in {
        "basicConstraints cA": dict(ca=True),
        "basicConstraints cA, keyUsage digitalSignature": dict(ca=True, usage=["digitalSignature"]),
        "basicConstraints cA, keyUsage digitalSignature and keyCertSign": dict(ca=True, usage=both),
        "basicConstraints cA that is not critical": dict(extra=[constraints(TRUE, False)]),
        "basicConstraints cA with a pathLenConstraint of 0": dict(extra=[constraints(TRUE + b"\x02\x01\0")]),
        "keyUsage keyCertSign alone": dict(usage=["keyCertSign"]),
        "keyUsage digitalSignature and keyCertSign, no basicConstraints": dict(usage=both),
        "keyUsage nonRepudiation and keyCertSign, no basicConstraints": dict(usage=["nonRepudiation", "keyCertSign"]),
        "keyUsage digitalSignature and keyCertSign, basicConstraints without cA": dict(ca=False, usage=both),
        "keyCertSign in a keyUsage that is not critical": dict(extra=[extension(KEY_USAGE, usage_bits(both))]),
    }.items():
        holder = pki.responder(**given)
        for by, identify in [("name", by_name), ("key", by_key)]:
            der = response(mine, holder, responder=identify(holder))
            add(f"a CA as delegate, by {by}: {title}", der, ok=False, fails=["responderAuthorized"], responder=None,
                rows={"responderAuthorized": ["fail", "trustedResponders"] if "keyCertSign alone" not in title
                      else ["fail"]}, **everyway)
        add(f"a trusted responder that is a CA: {title}", der, ok=True, responder="trusted",
            options={"trustedResponders": [holder.der.hex()]}, **everyway)
        add(f"a CA that comes beside the response: {title}", response(mine, holder, []), ok=False,
            fails=["responderAuthorized"], options={"responderCertificates": [holder.der.hex()]})
        for order in [1, -1]:
            right = pki.responder()
            add(f"the same key as an end entity too, {'first' if order > 0 else 'last'}: {title}",
                response(mine, right, [right, holder][::order]), ok=True, responder="delegate")
    for title, given in {
        "nothing but id-kp-OCSPSigning": dict(no_check=False),
        "basicConstraints without cA": dict(ca=False),
        "basicConstraints with an encoded cA FALSE": dict(extra=[constraints(b"\x01\x01\x00")]),
        "keyUsage digitalSignature": dict(usage=["digitalSignature"]),
        "keyUsage nonRepudiation": dict(usage=["nonRepudiation"]),
        "keyUsage digitalSignature and cRLSign": dict(usage=["digitalSignature", "cRLSign"]),
        "keyUsage digitalSignature and keyEncipherment": dict(usage=["digitalSignature", "keyEncipherment"]),
        "serverAuth too": dict(purposes=[SERVER_AUTH, OCSP_SIGNING]),
        "anyExtendedKeyUsage too": dict(purposes=[ANY_PURPOSE, OCSP_SIGNING]),
    }.items():
        holder = pki.responder(**given)
        for by, identify in [("name", by_name), ("key", by_key)]:
            add(f"a delegate, by {by}: {title}", response(mine, holder, responder=identify(holder)), ok=True,
                responder="delegate", openssl="good", **everyway)
    for title, given, openssl in [
        ("no extended key usage", dict(purposes=[]), "refused"),
        ("serverAuth", dict(purposes=[SERVER_AUTH]), "refused"),
        ("anyExtendedKeyUsage", dict(purposes=[ANY_PURPOSE]), "refused"),
        ("keyUsage keyEncipherment", dict(usage=["keyEncipherment"]), None),
        ("keyUsage cRLSign", dict(usage=["cRLSign"]), None),
        ("keyUsage without a bit", dict(usage=[]), None),
    ]:
        holder = pki.responder(**given)
        add(f"no delegate: {title}", response(mine, holder), ok=False, fails=["responderAuthorized"], responder=None,
            openssl=openssl, **everyway)
    other = issue(pki.ca.name, key_of("P-256", "other CA"), ca=True)
    foreign = pki.responder(issuer=other)
    add("a delegate of a CA of the same name", response(mine, foreign), ok=False, fails=["responderAuthorized"],
        openssl="refused", **everyway)
    sub = issue(name("sub"), key_of("P-256", "sub"), pki.ca, ca=True)
    add("a delegate of a sub-CA", response(mine, pki.responder(issuer=sub)), ok=False, fails=["responderAuthorized"],
        **everyway)
    add("a sub-CA without id-kp-OCSPSigning", response(mine, sub), ok=False, fails=["responderAuthorized"], **everyway)
    add("the issuer itself, which is a CA", response(mine, pki.ca, []), ok=True, responder="issuer", openssl="good",
        **everyway)
    add("the issuer itself, embedded, by key", response(mine, pki.ca, responder=by_key(pki.ca)), ok=True,
        responder="issuer", openssl="good", **everyway)
    for title, given, ok in [
        ("expires in this second", dict(not_after=NOW), True), ("expired", dict(not_after=NOW - SECOND), False),
        ("is valid from now on", dict(not_before=NOW), True),
        ("is not yet valid", dict(not_before=NOW + SECOND), False),
    ]:
        holder = pki.responder(**given)
        for trusted in [False, True]:
            add(f"{'a trusted responder' if trusted else 'a delegate'} that {title}", response(mine, holder), ok=ok,
                fails=[] if ok else ["responderValidity"], options={
                    "clockSkewSeconds": 9999, **({"trustedResponders": [holder.der.hex()]} if trusted else {})})


def in_question(pki, add):
    """The leaf itself is an OCSP responder: nothing that it says of itself counts."""
    itself = issue(name("leaf"), key_of("P-256", "leaf"), pki.ca, serial=SERIAL, purposes=[OCSP_SIGNING])
    reissued = issue(name("leaf too"), key_of("P-256", "leaf"), pki.ca, serial=SERIAL, purposes=[OCSP_SIGNING])
    for kind in HASHES:
        which = cert_id(pki.ca, hash_name=kind)
        for status in ["good", "revoked", "unknown"]:
            der = response([entry(which, status)], itself)
            given = dict(by=["certificate", "asCertID", "null"], asCertID=parts(pki.ca, SERIAL, kind),
                         certificate=itself)
            add(f"the certificate in question says {status} of itself with {kind}", der, ok=False,
                fails=["responderAuthorized", *(["responderRevocation"] if status == "revoked" else [])],
                rows={"responderAuthorized": ["fail", "itself"]}, **given)
        add(f"the certificate in question with {kind}, asked with SHA-256", der, ok=False,
            fails=["responderAuthorized"], certificate=itself, asked=request([cert_id(pki.ca, hash_name="SHA-256")]))
        add(f"a trusted responder about itself with {kind}", der, ok=True, status="unknown", responder="trusted",
            options={"trustedResponders": [itself.der.hex()]}, **given)
    for by, identify in [("name", by_name), ("key", by_key)]:
        add(f"the certificate in question, by {by}", response([entry(pki.id)], itself, responder=identify(itself)),
            ok=False, fails=["responderAuthorized"], certificate=itself)
    add("the certificate in question beside the response", response([entry(pki.id)], itself, []), ok=False,
        fails=["responderAuthorized"], certificate=itself, options={"responderCertificates": [itself.der.hex()]})
    add("another certificate with the serial number of the one in question", response([entry(pki.id)], reissued),
        ok=False, fails=["responderAuthorized"], certificate=itself, by=["certificate", "null", "asCertID"],
        asCertID=parts(pki.ca, SERIAL, "SHA-1"))
    add("the certificate in question is embedded, another signed", response([entry(pki.id)], pki.delegate,
                                                                            [itself, pki.delegate]), ok=True,
        certificate=itself, responder="delegate", openssl="good")
    add("a responder about another of its CA", response([entry(pki.id)], pki.responder(serial=SERIAL + 1)), ok=True,
        responder="delegate", openssl="good", by=["certificate", "null"])


def revoked_by_itself(pki, add):
    delegate, serial = pki.delegate, pki.delegate.serial
    mine = entry(pki.id)
    fails = dict(ok=False, fails=["responderRevocation"])
    asked = dict(by=["certificate", "asCertID"], asCertID=parts(pki.ca, SERIAL, "SHA-1"))
    about = lambda status, hash_name="SHA-1", **more: entry(cert_id(pki.ca, serial, hash_name), status, **more)
    for kind in HASHES:
        for title, listed in [("first", [about("revoked", kind), mine]), ("last", [mine, about("revoked", kind)])]:
            add(f"the response revokes its responder with {kind}, {title}", response(listed, delegate), **fails,
                rows={"responderRevocation": ["fail", "revoked"]}, **asked)
        add(f"asked with SHA-256, the response revokes its responder with {kind}", response(listed, delegate), **fails,
            asked=request([cert_id(pki.ca, hash_name="SHA-256")]))
        add(f"a trusted responder that its response revokes with {kind}", response(listed, delegate), ok=True,
            responder="trusted", options={"trustedResponders": [delegate.der.hex()]}, **asked)
    for reason in [1, 4, 6, 8]:
        add(f"the response revokes its responder, reason {reason}",
            response([mine, about("revoked", reason=reason)], delegate), **fails, **asked)
    for title, listed in {
        "and says good as well": [mine, about("good"), about("revoked", "SHA-256")],
        "and says good of it afterwards": [about("revoked"), mine, about("good")],
        "in an entry that is out of date": [mine, about("revoked", this=NOW - 9 * DAY, next=NOW - 5 * DAY)],
        "after 50 others": [mine, *(entry(cert_id(pki.ca, 5000 + each)) for each in range(50)), about("revoked")],
        "with a critical extension that nobody knows": [mine, about("revoked", extensions=[
            extension("1.3.6.1.4.1.99999.1", b"\5\0", True)])],
        "by a CertID without parameters": [mine, entry(cert_id(pki.ca, serial, parameters=b""), "revoked")],
    }.items():
        add(f"the response revokes its responder {title}", response(listed, delegate), **fails, **asked)
    add("the response revokes its responder, which came beside it", response([mine, about("revoked")], delegate, []),
        **fails, options={"responderCertificates": [delegate.der.hex()]})
    # The certificate was renewed with its key: whichever comes first, the one that is not revoked counts.
    renewed = pki.responder()
    for kind, (title, listed) in product(["SHA-1", "SHA-256"], [
            ("before its successor", [delegate, renewed]), ("after its successor", [renewed, delegate])]):
        add(f"the response revokes a certificate of its responder with {kind}, {title}",
            response([mine, about("revoked", kind)], delegate, listed), ok=True, responder="delegate", **asked)
    both = [mine, about("revoked"), entry(cert_id(pki.ca, renewed.serial), "revoked")]
    add("the response revokes both certificates of its responder", response(both, delegate, [delegate, renewed]),
        **fails, **asked)
    add("the response revokes a certificate of its responder, whose successor has expired", response(
        [mine, about("revoked")], delegate, [delegate, pki.responder(not_after=NOW - DAY)]), ok=False,
        fails=["responderValidity"], **asked)
    add("the response revokes a certificate of its responder, whose successor may not answer", response(
        [mine, about("revoked")], delegate, [delegate, pki.responder(purposes=[])]), **fails, **asked)
    for title, other in {
        "says that its responder is good": about("good"),
        "says that its responder is unknown": about("unknown"),
        "revokes another serial number": entry(cert_id(pki.ca, serial + 1), "revoked"),
        "revokes that serial number of another key": entry(cert_id(delegate, serial, name_der=pki.ca.name), "revoked"),
        "revokes that serial number of another name": entry(cert_id(pki.ca, serial, name_der=name("CB")), "revoked"),
    }.items():
        add(f"the response {title}", response([mine, other], delegate), ok=True, responder="delegate",
            # One that names another issuer makes openssl compare no certificate at all.
            openssl=None if "of another" in title else "good", **asked)
    add("the issuer says that its own certificate is revoked", response([mine, entry(cert_id(
        pki.ca, pki.ca.serial), "revoked")], pki.ca, []), ok=True, responder="issuer", openssl="good", **asked)


def names(add):
    """The delegate names its issuer in another encoding: the same decisions."""
    for title, subject, field in [("string type", name("CA", PRINTABLE), name("CA", UTF8)),
                                  ("letter case", name("Some CA"), name("SOME ca"))]:
        pki = Pki(ca_name=subject)
        holder = pki.responder(issuer_name=field)
        mine = entry(pki.id)
        add(f"{title}: a delegate", pki, response([mine], holder), ok=True, responder="delegate", openssl="good")
        for kind, (over, given) in product(["SHA-1", "SHA-256"], [("subject", subject), ("issuer field", field)]):
            revoked = entry(cert_id(pki.ca, holder.serial, kind, name_der=given), "revoked")
            add(f"{title}: the response revokes its responder, {kind} over the {over}", pki,
                response([mine, revoked], holder), ok=False, fails=["responderRevocation"])
        itself = issue(name("leaf"), key_of("P-256", "leaf"), pki.ca, issuer_name=field, serial=SERIAL,
                       purposes=[OCSP_SIGNING])
        for kind, (over, given) in product(["SHA-1", "SHA-256"], [("subject", subject), ("issuer field", field)]):
            add(f"{title}: the certificate in question, {kind} over the {over}", pki,
                response([entry(cert_id(pki.ca, SERIAL, kind, name_der=given))], itself), ok=False,
                fails=["responderAuthorized"], certificate=itself)
        add(f"{title}: a CA as delegate", pki, response([mine], pki.responder(issuer_name=field, ca=True)), ok=False,
            fails=["responderAuthorized"])
