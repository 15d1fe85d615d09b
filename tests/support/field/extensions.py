"""Extensions whose values are not of their type: each spoils nothing but itself, unless it is critical."""

from .pki import NULL, SERIAL, Pki, case, cert_id, entry, extension, integer, octets, response, tlv

ENTRY = {
    "archiveCutoff": ("1.3.6.1.5.5.7.48.1.6", {
        "a negative year": tlv(0x18, b"-0011129230216Z"), "no time": tlv(0x18, b"never"), "a UTCTime": tlv(
            0x17, b"260101000000Z"), "nothing": b"", "an octet after it": tlv(0x18, b"20260101000000Z") + b"\0"}),
    "crlReferences": ("1.3.6.1.5.5.7.48.1.3", {
        "an INTEGER": integer(5), "text": b"http://crl.example/", "cut": b"\x30\x05"}),
    "cRLReason": ("2.5.29.21", {"a reason of 7": b"\x0a\x01\x07", "an INTEGER": integer(1), "a reason of two octets":
                  b"\x0a\x02\x00\x01"}),
    "invalidityDate": ("2.5.29.24", {"the 31st of February": tlv(0x18, b"20260231000000Z"), "NULL": NULL}),
    "certificateIssuer": ("2.5.29.29", {"an INTEGER": integer(5), "no names": b""}),
    "signedCertificateTimestamps": ("1.3.6.1.4.1.11129.2.4.5", {
        "arbitrary octets": bytes(range(200, 240)), "an OCTET STRING of arbitrary octets": octets(bytes(range(40))),
        "a list that is cut": octets(b"\x00\x76\x00\x74\x00"), "a text": octets(b"a list of SCTs")}),
}
RESPONSE = {
    "extendedRevoke": ("1.3.6.1.5.5.7.48.1.9", {"an INTEGER": integer(5), "nothing": b"", "two NULLs": NULL + NULL}),
}


def cases():
    pki = Pki()
    made = []
    for place, known in [("entry", ENTRY), ("response", RESPONSE)]:
        for short, (dotted, values) in known.items():
            for title, value in values.items():
                for critical in [False, True]:
                    own = [extension(dotted, value, critical)]
                    der = response([entry(pki.id, extensions=own if place == "entry" else ())], pki.delegate,
                                   extensions=own if place == "response" else ())
                    made.append(case(
                        f"{short}: {title}{', critical' if critical else ''}", pki, der, ok=not critical,
                        fails=["criticalExtensions"] if critical else [],
                        rows={"criticalExtensions": ["fail" if critical else "pass"]}, openssl="good", short=short,
                        place=place, value=value.hex(), critical=critical, extension=own[0].hex()))
    # In an entry that does not answer, a broken critical one is nobody's business.
    broken = [extension("2.5.29.21", integer(1), True)]
    made.append(case("a broken critical extension of another's entry", pki, response(
        [entry(cert_id(pki.ca, SERIAL + 1), extensions=broken), entry(pki.id)], pki.delegate), ok=True, openssl="good"))
    return made
