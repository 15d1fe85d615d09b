"""Algorithms, curves and certificates that cannot be used: each is named, once, and nobody is said not to have signed.
"""

from asn1crypto import core
from cryptography.hazmat.primitives.asymmetric import ec

from .pki import (ECDSA_SHA256, NOW, DAY, NULL, RSA_MD5, SERIAL, Pki, algorithm, bits, by_key, by_name, case, cert_id,
                  entry, integer, issue, key_of, name, octets, oid, response, sequence, spki_of, tlv, OCSP_SIGNING)

UNKNOWN, SM2 = "1.3.6.1.4.1.99999.7", "1.2.156.10197.1.501"


def explicit_parameters(key):
    """SubjectPublicKeyInfo of a P-256 key whose curve is written out (SEC 1 C.2)."""
    prime = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
    generator = bytes.fromhex("046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
                              "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5")
    curve = sequence(octets((prime - 3).to_bytes(32, "big")), octets(bytes.fromhex(
        "5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B")))
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    parameters = sequence(integer(1), sequence(oid("1.2.840.10045.1.1"), integer(prime)), curve, octets(generator),
                          integer(order), integer(1))
    point = core.Sequence.load(spki_of(key))[1].dump()
    return sequence(sequence(oid("1.2.840.10045.2.1"), parameters), point)


def cases():
    made = []
    for kind, words in [("P-192", ["P-192"]), ("P-224", ["P-224"]), ("RSA-16392", ["16392"])]:
        of_key(made, kind, kind, words)
    of_key(made, "P-256", "explicit curve parameters", ["named curve"], spki=explicit_parameters)
    for title, dotted, words in [("SM3withSM2", SM2, ["SM3withSM2"]), ("an unknown algorithm", UNKNOWN, [UNKNOWN]),
                                 ("SHA3 with DSA", "2.16.840.1.101.3.4.3.6", ["2.16.840.1.101.3.4.3.6"])]:
        of_algorithm(made, title, dotted, words)
    md5(made)
    unreadable(made)
    return made


def of_key(made, kind, title, words, spki=None):
    """The key in the issuer, in the delegate, and where the question does not touch it."""
    given = lambda key: {"spki": spki(key)} if spki else {}
    key = key_of(kind, "odd")
    pki = Pki()
    add = lambda what, where, der, **more: made.append(case(f"{title}: {what}", where, der, **more))

    odd = Pki(kind, **given(key_of(kind, "ca")))
    mine = [entry(odd.id)]
    add("the issuer answers itself", odd, response(mine, odd.ca, []), ok=False, by=["certificate"],
        unsure=["certId", "signature"], words=words)
    add("the issuer answers itself, by key, embedded", odd, response(mine, odd.ca, responder=by_key(odd.ca)), ok=False,
        unsure=["certId", "signature"], words=words)
    add("the issuer's delegate, of P-256", odd, response(mine, odd.delegate), ok=False,
        unsure=["certId", "responderAuthorized"], words=words)

    holder = pki.responder(key=key, **given(key))
    for by, identify in [("name", by_name), ("key", by_key)]:
        add(f"the delegate, by {by}", pki, response([entry(pki.id)], holder, responder=identify(holder)), ok=False,
            unsure=["signature"], words=words)
    add("a trusted responder", pki, response([entry(pki.id)], holder), ok=False, unsure=["signature"], words=words,
        options={"trustedResponders": [holder.der.hex()]})
    leaf = issue(name("leaf"), key, pki.ca, serial=SERIAL, **given(key))
    add("the certificate in question, which need not be used", pki, response([entry(pki.id)], pki.delegate), ok=True,
        certificate=leaf, openssl="good", unsure=[], words=words)
    stranger = pki.responder(subject=name("stranger"), key=key, **given(key))
    add("another embedded certificate, which need not be used", pki,
        response([entry(pki.id)], pki.delegate, [stranger, pki.delegate]), ok=True, openssl="good", unsure=[],
        words=words)


def of_algorithm(made, title, dotted, words):
    pki = Pki()
    add = lambda what, der, where=pki, **more: made.append(case(f"{title}: {what}", where, der, words=words, **more))
    strange = algorithm(dotted)
    mine = [entry(pki.id)]
    for signer in [pki.ca, pki.delegate]:
        who = "issuer" if signer is pki.ca else "delegate"
        add(f"the response of the {who}", response(mine, signer, algorithm_der=strange), ok=False,
            unsure=["signature"])
    add("the delegate's certificate", response(mine, pki.responder(algorithm_der=strange)), ok=False,
        unsure=["responderAuthorized"])
    leaf = issue(name("leaf"), key_of("P-256", "leaf"), pki.ca, serial=SERIAL, algorithm_der=strange)
    add("the certificate in question", response(mine, pki.delegate), ok=False, certificate=leaf, unsure=["certId"])
    own = issue(pki.ca.name, pki.ca.key, ca=True, algorithm_der=strange)
    add("the issuer's own certificate, whose signature is the caller's business", response(mine, pki.delegate),
        issuer=own, ok=True, unsure=[])
    # The key itself is of the algorithm.
    info = sequence(strange, bits(bytes(range(64))))
    odd = pki.responder(spki=info)
    add("the delegate's key and the response", response(mine, odd, algorithm_der=strange), ok=False,
        unsure=["signature"])
    ca = issue(name("CA"), pki.ca.key, ca=True, spki=info)
    id_of = [entry(cert_id(ca))]
    add("the issuer's key, the response and the certificate", response(id_of, ca, [], algorithm_der=strange),
        issuer=ca, certificate=issue(name("leaf"), key_of("P-256", "leaf"), ca, serial=SERIAL, algorithm_der=strange),
        ok=False, unsure=["certId", "signature"])


def md5(made):
    """Read, named, and never accepted."""
    pki = Pki("RSA-2048")
    add = lambda what, der, **more: made.append(case(f"MD5: {what}", pki, der, words=["MD5|md5"], **more))
    mine = [entry(pki.id)]
    add("the response of the issuer", response(mine, pki.ca, [], dotted=RSA_MD5), ok=False, unsure=["signature"])
    for option in [{}, {"allowSHA1Signatures": True, "minKeyBits": 0}]:
        what = ", where SHA-1 and small keys are accepted" if option else ""
        add(f"the response of a delegate{what}", response(mine, pki.responder(key=key_of("RSA-2048", "responder")),
                                                          dotted=RSA_MD5), ok=False, unsure=["signature"],
            options=option)
        add(f"the delegate's certificate{what}", response(mine, pki.responder(signature_algorithm=RSA_MD5)), ok=False,
            unsure=["responderAuthorized"], options=option)
    leaf = issue(name("leaf"), key_of("P-256", "leaf"), pki.ca, serial=SERIAL, signature_algorithm=RSA_MD5)
    add("the certificate in question", response(mine, pki.delegate), ok=False, certificate=leaf, unsure=["certId"])


def unreadable(made):
    """An embedded certificate that is none: it is named where it may be the one that is missed."""
    pki = Pki()
    mine = [entry(pki.id)]
    der = pki.delegate.der
    # A tag inside the TBSCertificate: the version, which has to be an INTEGER of one octet.
    at = der.index(b"\xa0\x03\x02\x01\x02")
    broken = der[:at + 2] + b"\x04" + der[at + 3:]
    add = lambda what, message, **more: made.append(case(f"unreadable: {what}", pki, message, words=["certs["], **more))
    for what, listed, number in [("the delegate's", [broken], 0), ("the second of two", [pki.leaf.der, broken], 1)]:
        for by in [by_name, by_key]:
            add(f"{what} certificate, {by.__name__}", response(mine, pki.delegate, listed, responder=by(pki.delegate)),
                ok=False, unsure=["signature"], rows={"signature": ["fail", f"certs[{number}]", "cannot be read",
                                                                    "ERR_DER_"]}, unverified=True)
    for what, listed in [("before the right one", [broken, der]), ("after the right one", [der, broken])]:
        add(f"a certificate {what}", response(mine, pki.delegate, listed), ok=True, unsure=[])
    add("a certificate, and the issuer signed", response(mine, pki.ca, [broken]), ok=True, unsure=[])
    add("the delegate's certificate, which came beside it", response(mine, pki.delegate, [broken]), ok=True, unsure=[],
        options={"responderCertificates": [der.hex()]})
