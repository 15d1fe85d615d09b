"""Names that differ in string type, letter case or blanks alone, and names that differ otherwise (RFC 5280 7.1)."""

from .pki import (BMP, IA5, PRINTABLE, TELETEX, UNIVERSAL, UTF8, VISIBLE, Pki, algorithm, by_name, case, cert_id, entry,
                  issue, key_of, name, oid, response, sequence, tlv)

COMMON_NAME, ORGANIZATION, COUNTRY = "2.5.4.3", "2.5.4.10", "2.5.4.6"
DOMAIN, EMAIL = "0.9.2342.19200300.100.1.25", "1.2.840.113549.1.9.1"


def several(*attributes):
    """One RelativeDistinguishedName of several attributes."""
    return sequence(tlv(0x31, *(sequence(oid(dotted), tlv(tag, text.encode())) for text, tag, dotted in attributes)))


# title, the issuer's subject, what stands for it elsewhere
EQUAL = [
    ("PrintableString, UTF8String", name("Example CA", PRINTABLE), name("Example CA")),
    ("UTF8String, PrintableString", name("Example CA"), name("Example CA", PRINTABLE)),
    ("BMPString", name("Example CA"), name("Example CA", BMP)),
    ("UniversalString", name("Example CA"), name("Example CA", UNIVERSAL)),
    ("TeletexString", name("Example CA"), name("Example CA", TELETEX)),
    ("VisibleString", name("Example CA"), name("Example CA", VISIBLE)),
    ("IA5String of a domainComponent", name("Example", IA5, DOMAIN), name("eXAMPLE", UTF8, DOMAIN)),
    ("IA5String in another case", name("a@example.com", IA5, EMAIL), name("A@EXAMPLE.COM", IA5, EMAIL)),
    ("TeletexString beyond ASCII", name("Société"), name("Société", TELETEX)),
    ("BMPString beyond ASCII", name("Ελλάδα CA"), name("Ελλάδα ca", BMP)),
    ("letter case", name("Example CA"), name("EXAMPLE ca")),
    ("blanks before and after", name("Example CA"), name("  Example CA ")),
    ("runs of blanks", name("Example CA"), name("Example    CA")),
    ("all at once", name("Example  ca", PRINTABLE), name(" EXAMPLE CA  ", BMP)),
    ("the second attribute alone", name("Example", UTF8, ORGANIZATION, ("CA 1", PRINTABLE, COMMON_NAME)),
     name("Example", UTF8, ORGANIZATION, ("ca 1", UTF8, COMMON_NAME))),
]
DIFFERENT = [
    ("one letter", name("Example CA"), name("Example CB")),
    ("a prefix", name("Example CA"), name("Example C")),
    ("a longer name", name("Example CA"), name("Example CA 2")),
    ("a blank less", name("Example CA"), name("ExampleCA")),
    ("no text at all", name("Example CA"), name("")),
    ("another attribute type", name("Example CA"), name("Example CA", UTF8, ORGANIZATION)),
    ("an attribute more", name("Example CA"), name("Example CA", UTF8, COMMON_NAME, ("DE", PRINTABLE, COUNTRY))),
    ("an attribute less", name("Example CA", UTF8, COMMON_NAME, ("DE", PRINTABLE, COUNTRY)), name("Example CA")),
    ("the order of the attributes", name("A", UTF8, COMMON_NAME, ("B", UTF8, ORGANIZATION)),
     name("B", UTF8, ORGANIZATION, ("A", UTF8, COMMON_NAME))),
    ("one RelativeDistinguishedName for two", name("A", UTF8, COMMON_NAME, ("B", UTF8, ORGANIZATION)),
     several(("A", UTF8, COMMON_NAME), ("B", UTF8, ORGANIZATION))),
    ("letters beyond ASCII in another case", name("SOCIÉTÉ"), name("SOCIéTé")),
    ("an accent", name("Société"), name("Societe")),
    ("letters that look alike", name("CA"), name("СА")),
    ("a NUL", name("Example CA"), name("Example CA\0")),
    ("a NUL and more", name("Example CA"), name("Example CA\0 2")),
    ("a no-break space for a blank", name("Example CA"), name("Example\u00a0CA")),
    ("no attributes at all", name("Example CA"), sequence()),
]


def cases():
    made = []
    for are_equal, pairs in [(True, EQUAL), (False, DIFFERENT)]:
        for title, subject, other in pairs:
            word = "equal" if are_equal else "different"
            add = lambda what, where, der, **more: made.append(
                case(f"{word}: {title}: {what}", where, der, pair=[subject.hex(), other.hex()], areEqual=are_equal,
                     **more))
            pki = Pki(ca_name=subject)
            named = Pki(ca_name=subject, leaf_issuer=other)
            mine = [entry(pki.id)]
            # openssl reads no VisibleString in a Name: there it is X.680 41 that decides.
            good = None if "Visible" in title else "good" if are_equal else "refused"
            # The certificate in question names its issuer so.
            add("the certificate's issuer", named, response([entry(cert_id(named.ca, name_der=other))], named.ca, []),
                ok=are_equal, fails=[] if are_equal else ["certId"], verifies=are_equal)
            # The responder id names the issuer so, or its delegate.
            add("the issuer by name", pki, response(mine, pki.ca, [], responder=by_name(other)), ok=are_equal,
                fails=[] if are_equal else ["responderAuthorized", "signature"], openssl=good)
            asked, own = (subject, other) if are_equal else (other, subject)
            delegate = pki.responder(subject=own)
            add("a delegate by name", pki, response(mine, delegate, responder=by_name(asked)), ok=are_equal,
                fails=[] if are_equal else ["responderAuthorized", "signature"])
            # The delegate names its issuer so.
            holder = pki.responder(issuer_name=other)
            add("the delegate's issuer", pki, response(mine, holder), ok=are_equal,
                fails=[] if are_equal else ["responderAuthorized"], openssl=good)
    return made
