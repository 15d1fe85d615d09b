"""Which entry is for the certificate: under its own hash algorithm, whatever the request asked with."""

from itertools import product

from .pki import (BMP, DAY, HASH_OIDS, HOUR, IA5, NOW, NULL, PRINTABLE, SERIAL, UTF8, Pki, case, cert_id, digest, entry,
                  issue, key_of, name, octets, request, response, sequence, integer, algorithm, spki_of)

HASHES = ["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"]
NONE = {"certId": ["fail", "is for this certificate"]}
SKIPPED = {"thisUpdate": ["skipped"], "nextUpdate": ["skipped"]}


def parts(holder, serial, hash_name, name_der=None):
    """The members of a CertID, as toJSON() writes them."""
    return {"hashAlgorithm": hash_name, "issuerNameHash": digest(hash_name, name_der or holder.name).hex(),
            "issuerKeyHash": digest(hash_name, holder.key_bits).hex(), "serialNumber": hex(serial)}


def cases():
    pki = Pki()
    ca = pki.ca
    made = []
    add = lambda title, der, where=pki, **more: made.append(case(title, where, der, **more))
    signed = lambda *ids, **more: response([entry(each, **more) for each in ids], ca, [])

    for asked, answered in product(HASHES, HASHES):
        same = asked == answered
        words = ["equal"] if same else [asked, answered]
        add(f"asked with {asked}, answered with {answered}", signed(cert_id(ca, hash_name=answered)), ok=True,
            asked=request([cert_id(ca, hash_name=asked)]), rows={"certId": ["pass", *words]}, openssl="good",
            openssl_hash=answered)
        add(f"only the CertID is known: {asked}, answered with {answered}", signed(cert_id(ca, hash_name=answered)),
            ok=same, fails=[] if same else ["certId"], by=["asCertID"], asCertID=parts(ca, SERIAL, asked))
    for answered in HASHES:
        add(f"no request, answered with {answered}", signed(cert_id(ca, hash_name=answered)), ok=True,
            by=["certificate", "null", "asCertID"], asCertID=parts(ca, SERIAL, answered), rows={"certId": ["pass"]},
            openssl="good", openssl_hash=answered)
        for asked in ["SHA-1", "SHA-256"]:
            question = request([cert_id(ca, hash_name=asked)])
            for what, wrong in [
                ("another serial number", cert_id(ca, SERIAL + 1, answered)),
                ("the negative of the serial number", cert_id(ca, -SERIAL, answered)),
                ("another key", cert_id(ca, hash_name=answered, key_bits=pki.delegate.key_bits)),
                ("the hash of the whole SubjectPublicKeyInfo",
                 cert_id(ca, hash_name=answered, key_bits=spki_of(ca.key))),
                ("the hash of another name", cert_id(ca, hash_name=answered, name_der=name("CA ", UTF8, "2.5.4.10"))),
                ("the hash of the certificate's subject", cert_id(ca, hash_name=answered, name_der=name("leaf"))),
                ("no hash of a name", sequence(algorithm(HASH_OIDS[answered], NULL), octets(b""), octets(
                    digest(answered, ca.key_bits)), integer(SERIAL))),
            ]:
                add(f"{what} under {answered}, asked with {asked}", signed(wrong), ok=False, fails=["certId"],
                    asked=question, rows=NONE, openssl="none", openssl_hash=answered)
                if asked == "SHA-1":
                    add(f"{what} under {answered}, no request", signed(wrong), ok=False, fails=["certId"], rows=NONE)
    add("hash algorithm without parameters, asked with NULL", signed(cert_id(ca, parameters=b"")), ok=True,
        asked=request([cert_id(ca)]), by=["certificate", "asCertID"], asCertID=parts(ca, SERIAL, "SHA-1"))
    add("an unknown hash algorithm", signed(cert_id(ca, hash_name="SHA-256", oid_of="2.16.840.1.101.3.4.2.8")),
        ok=False, fails=["certId"], asked=request([cert_id(ca)]))
    add("the OID of one hash algorithm over the hashes of another",
        signed(cert_id(ca, hash_name="SHA-1", oid_of=HASH_OIDS["SHA-256"])), ok=False, fails=["certId"],
        asked=request([cert_id(ca)]))

    # Requests about several certificates: the call knows one of them.
    others = [cert_id(ca, number, "SHA-256") for number in [1, 2, 3]]
    mine = {kind: cert_id(ca, hash_name=kind) for kind in HASHES}
    add("a request about four certificates, one of them answered", signed(mine["SHA-256"]), ok=True,
        asked=request([others[0], mine["SHA-256"], *others[1:]]), rows={"certId": ["note", "3 more"]})
    add("a request about four certificates, one of them answered with SHA-1", signed(mine["SHA-1"]), ok=True,
        asked=request([*others, mine["SHA-256"]]), rows={"certId": ["note", "3"]})
    add("a request about four certificates, all answered",
        signed(*others, mine["SHA-256"]), ok=True, asked=request([mine["SHA-256"], *others]),
        rows={"certId": ["pass"]})
    add("a request about four certificates, all but the one in question answered", signed(*others), ok=False,
        fails=["certId"], asked=request([mine["SHA-256"], *others]))
    for kind in ["SHA-1", "SHA-256", "SHA-512"]:
        add(f"a request about another certificate, the answer has this one with {kind}", signed(mine[kind]), ok=False,
            fails=["certId"], asked=request(others), rows={"certId": ["fail", "request does not ask about this"]})
    add("a request with the same certificate under two hash algorithms, answered once", signed(mine["SHA-1"]), ok=True,
        asked=request([mine["SHA-256"], mine["SHA-1"]]), rows={"certId": ["pass"]})
    add("a request with the same certificate under two hash algorithms, answered with a third", signed(mine["SHA-384"]),
        ok=True, asked=request([mine["SHA-256"], mine["SHA-1"]]), rows={"certId": ["pass", "SHA-384"]})
    add("a request about this serial number of another CA", signed(mine["SHA-1"]), ok=False, fails=["certId"],
        asked=request([cert_id(pki.delegate, SERIAL, "SHA-256")]))

    # Several entries for the certificate: the strictest counts, under whatever hash algorithm.
    statuses = ["good", "unknown", "revoked"]
    for (first, one), (second, other) in product(product(["SHA-1", "SHA-256", "SHA-512"], statuses), repeat=2):
        if first == second or statuses.index(one) > statuses.index(other):
            continue
        both = [entry(mine[first], one), entry(mine[second], other)]
        for title, listed in [("first", both), ("last", both[::-1])]:
            add(f"{first} says {one} ({title}), {second} says {other}", response(listed, ca, []), ok=True, status=other,
                by=["certificate", "asCertID"], asCertID=parts(ca, SERIAL, first),
                openssl=one, openssl_hash=first)
            if one != other:
                add(f"asked with {first}: {first} says {one} ({title}), {second} says {other}",
                    response(listed, ca, []), ok=True, status=other, asked=request([mine[first]]))
    add("three entries: good, unknown, revoked", response([
        entry(mine["SHA-256"]), entry(mine["SHA-1"], "unknown"), entry(mine["SHA-384"], "revoked")], ca, []), ok=True,
        status="revoked", asked=request([mine["SHA-256"]]))
    add("the strictest entry is out of date, the milder one is not", response([
        entry(mine["SHA-256"]), entry(mine["SHA-1"], "revoked", this=NOW - 9 * DAY, next=NOW - 2 * DAY)], ca, []),
        ok=False, fails=["nextUpdate"], asked=request([mine["SHA-256"]]))
    add("an entry of another certificate is revoked", response([
        entry(mine["SHA-1"]), entry(cert_id(ca, SERIAL + 1, "SHA-256"), "revoked")], ca, []), ok=True,
        asked=request([mine["SHA-256"]]), openssl="good")

    # The name hash: over the certificate's issuer field or over the issuer's subject, where these are encoded
    # differently (RFC 5280 7.1 says that they are equal).
    for title, subject, field in [
        ("PrintableString, UTF8String", name("CA", PRINTABLE), name("CA", UTF8)),
        ("UTF8String, BMPString", name("CA", UTF8), name("CA", BMP)),
        ("letter case", name("Example CA"), name("EXAMPLE ca")),
        ("blanks", name("Example CA"), name(" Example   CA ")),
    ]:
        two = Pki(ca_name=subject, leaf_issuer=field)
        for kind in ["SHA-1", "SHA-256"]:
            ids = {"issuer field": cert_id(two.ca, hash_name=kind, name_der=field),
                   "issuer's subject": cert_id(two.ca, hash_name=kind)}
            for over, which in ids.items():
                add(f"{title}: {kind} over the {over}", signed_by(two.ca, which), two, ok=True,
                    openssl="good" if over == "issuer field" else "none", openssl_hash=kind)
                for asked_over, asked in product(ids, HASHES[:3]):
                    question = cert_id(two.ca, hash_name=asked,
                                       name_der=field if asked_over == "issuer field" else None)
                    add(f"{title}: {kind} over the {over}, asked with {asked} over the {asked_over}",
                        signed_by(two.ca, which), two, ok=True, asked=request([question]),
                        rows={"certId": ["pass", *([] if asked == kind else [asked, kind])]})
            add(f"{title}: {kind}, good over the field, revoked over the subject", response([
                entry(ids["issuer field"]), entry(ids["issuer's subject"], "revoked")], two.ca, []), two, ok=True,
                status="revoked")
            add(f"{title}: {kind}, revoked over the field, good over the subject", response([
                entry(ids["issuer field"], "revoked"), entry(ids["issuer's subject"])], two.ca, []), two, ok=True,
                status="revoked")
            third = cert_id(two.ca, hash_name=kind, name_der=name("CA", IA5))
            add(f"{title}: {kind} over a third encoding", signed_by(two.ca, third), two, ok=False, fails=["certId"])
            # A CA of the same name with another key: what its entries name is not this certificate.
            namesake = issue(subject, key_of("P-256", "namesake"), ca=True)
            for over, given in [("issuer field", field), ("issuer's subject", subject)]:
                add(f"{title}: {kind} over the {over} of a CA with another key",
                    signed_by(namesake, cert_id(namesake, hash_name=kind, name_der=given)), two, ok=False,
                    fails=["certId"], issuer=namesake, rows={"certId": ["fail", "issue"]})
    # The issuer's key signed the certificate, but the certificate names somebody else.
    renamed = Pki(ca_name=name("CA"), leaf_issuer=name("CB"))
    for over, given in [("issuer field", name("CB")), ("issuer's subject", name("CA"))]:
        add(f"a certificate that names another issuer: over the {over}",
            signed_by(renamed.ca, cert_id(renamed.ca, name_der=given)), renamed, ok=False, fails=["certId"])
    return made


def signed_by(ca, *ids):
    return response([entry(each) for each in ids], ca, [])
