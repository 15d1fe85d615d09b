"""Algorithm identifiers that real software writes otherwise than the RFCs: an old OID of RSA with SHA-1, and NULL where
ECDSA has no parameters; and keys that are larger than those of most CAs.
"""

from .pki import (ECDSA_SHA1, ECDSA_SHA256, NULL, OIW_RSA_SHA1, RSA_SHA1, RSA_SHA256, SERIAL, Pki, algorithm, by_key,
                  by_name, case, entry, issue, key_of, name, octets, response)

ALLOW = {"allowSHA1Signatures": True}
BAD = ["responderAuthorized", "signature"]
flip = lambda signature: signature[:-1] + bytes([signature[-1] ^ 1])


def cases():
    made = []
    old_rsa(lambda title, pki, der, **more: made.append(case(f"1.3.14.3.2.29: {title}", pki, der, **more)))
    null_ecdsa(lambda title, pki, der, **more: made.append(case(f"ECDSA with NULL: {title}", pki, der, **more)))
    large_rsa(lambda title, pki, der, **more: made.append(case(f"RSA-8192: {title}", pki, der, **more)))
    return made


def large_rsa(add):
    pki = Pki("RSA-8192")
    mine = [entry(pki.id)]
    large = pki.responder(key=key_of("RSA-8192", "responder"))
    for signer, who in [(pki.ca, "issuer"), (pki.delegate, "delegate"), (large, "delegate")]:
        what = f"the {who}{', of RSA-8192 too' if signer is large else ''}"
        add(what, pki, response(mine, signer), ok=True, responder=who, openssl="good")
        add(f"{what}, one bit flipped", pki, response(mine, signer, change=flip), ok=False, fails=BAD,
            openssl="refused")


def old_rsa(add):
    pki = Pki("RSA-2048")
    mine = [entry(pki.id)]
    rsa_delegate = pki.responder(key=key_of("RSA-2048", "responder"))
    for parameters, what in [(NULL, "NULL"), (b"", "no parameters")]:
        der = algorithm(OIW_RSA_SHA1, parameters)
        for signer, who in [(pki.ca, "issuer"), (rsa_delegate, "delegate")]:
            answer = lambda **more: response(mine, signer, dotted=OIW_RSA_SHA1, algorithm_der=der, **more)
            add(f"the {who}, {what}", pki, answer(), ok=True, responder=who, options=ALLOW, openssl="good")
            add(f"the {who}, {what}, SHA-1 is not allowed", pki, answer(), ok=False, fails=["algorithmStrength"],
                rows={"algorithmStrength": ["fail", "SHA-1"]})
            add(f"the {who}, {what}, one bit flipped", pki, answer(change=flip), ok=False, fails=BAD, options=ALLOW,
                openssl="refused")
            add(f"the {who}, {what}, signed with SHA-256", pki, response(mine, signer, dotted=RSA_SHA256,
                                                                         algorithm_der=der), ok=False, fails=BAD,
                options=ALLOW, openssl="refused")
        old = pki.responder(signature_algorithm=OIW_RSA_SHA1, algorithm_der=der)
        add(f"the delegate's certificate, {what}", pki, response(mine, old), ok=True, responder="delegate",
            options=ALLOW)
        add(f"the delegate's certificate, {what}, SHA-1 is not allowed", pki, response(mine, old), ok=False,
            fails=["algorithmStrength"])
        leaf = issue(name("leaf"), key_of("P-256", "leaf"), pki.ca, serial=SERIAL, signature_algorithm=OIW_RSA_SHA1,
                     algorithm_der=der)
        add(f"the certificate in question, {what}", pki, response(mine, pki.delegate), ok=True, certificate=leaf,
            openssl="good")
    add("rsaEncryption with SHA-1 by its usual name", pki, response(mine, pki.ca, dotted=RSA_SHA1), ok=True,
        options=ALLOW, openssl="good")
    ec_delegate = pki.responder()
    add("an EC key", pki, response(mine, ec_delegate, dotted=ECDSA_SHA1, algorithm_der=algorithm(OIW_RSA_SHA1, NULL)),
        ok=False, fails=BAD, options=ALLOW, openssl="refused")


def null_ecdsa(add):
    der = algorithm(ECDSA_SHA256, NULL)
    pki = Pki()
    mine = [entry(pki.id)]
    for signer, who in [(pki.ca, "issuer"), (pki.delegate, "delegate")]:
        for by in [by_name, by_key]:
            add(f"the {who}, {by.__name__}", pki, response(mine, signer, algorithm_der=der, responder=by(signer)),
                ok=True, responder=who, openssl="good")
        add(f"the {who}, one bit flipped", pki, response(mine, signer, algorithm_der=der, change=flip), ok=False,
            fails=BAD, openssl="refused")
        add(f"the {who}, with SHA-1", pki, response(mine, signer, dotted=ECDSA_SHA1,
                                                    algorithm_der=algorithm(ECDSA_SHA1, NULL)), ok=False,
            fails=["algorithmStrength"])
    delegate = pki.responder(algorithm_der=der)
    add("the delegate's certificate", pki, response(mine, delegate), ok=True, responder="delegate")
    add("the delegate's certificate and the response", pki, response(mine, delegate, algorithm_der=der), ok=True,
        responder="delegate")
    leaf = issue(name("leaf"), key_of("P-256", "leaf"), pki.ca, serial=SERIAL, algorithm_der=der)
    add("the certificate in question", pki, response(mine, pki.delegate), ok=True, certificate=leaf)
    own = issue(pki.ca.name, pki.ca.key, ca=True, algorithm_der=der)
    add("the issuer's own certificate", pki, response(mine, pki.delegate), ok=True, issuer=own)
    forged = pki.responder(algorithm_der=der, signature=flip(b"\0" * 70))
    add("the delegate's certificate, not signed", pki, response(mine, forged), ok=False, fails=["responderAuthorized"])
