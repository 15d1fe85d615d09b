"""Nonces (RFC 9654 2.1): 1 to 128 octets in an OCTET STRING; old responders put them there raw."""

from .pki import SERIAL, Pki, case, extension, NONCE, cert_id, entry, nonce, request, response

SIZES = [1, 2, 16, 32, 127, 128]


def cases():
    pki = Pki()
    made = []
    mine = bytes(range(1, 33))

    def add(title, sent, came, *, policy=None, expected=None, **more):
        listed = [] if came is None else [came]
        made.append(case(title, pki, response([entry(pki.id)], pki.delegate, extensions=listed), options={
            **({"noncePolicy": policy} if policy else {}), **({"expectedNonce": expected.hex()} if expected else {})},
            **({"asked": request([pki.id], [sent] if sent else [])} if sent is not False else {}), **more))

    refused = lambda *words: dict(ok=False, fails=["nonce"], rows={"nonce": ["fail", *words]})
    fine = dict(ok=True, rows={"nonce": ["pass"]})
    note = lambda *words: dict(ok=True, rows={"nonce": ["note", *words]})
    for size in SIZES:
        octets = (mine * 4)[:size]
        add(f"{size} octets sent, the same came back", nonce(octets), nonce(octets), **fine)
        add(f"{size} octets sent, the same are required", nonce(octets), nonce(octets), policy="required", **fine)
        add(f"{size} octets expected, the same came back", False, nonce(octets), expected=octets, **fine)
        add(f"{size} octets sent, others came back", nonce(octets), nonce(bytes(size)), **refused())
        add(f"{size} octets sent, one bit differs", nonce(octets), nonce(octets[:-1] + bytes([octets[-1] ^ 1])),
            **refused())
        add(f"{size} octets sent, none came back", nonce(octets), None, **note("replay"))
        add(f"{size} octets sent, none came back, required", nonce(octets), None, policy="required", **refused())
        add(f"{size} octets expected, none came back, required", False, None, expected=octets, policy="required",
            **refused())
        add(f"{size} octets came back, none sent", None, nonce(octets), **note())
        add(f"{size} octets came back, no request", False, nonce(octets), **note())
        add(f"{size} octets sent, ignored", nonce(octets), nonce(bytes(size)), policy="ignore", **fine)
        if size < 128:
            add(f"{size} octets sent, one more came back", nonce(octets), nonce(octets + b"\1"), **refused())
        if size > 1:
            add(f"{size} octets sent, one less came back", nonce(octets), nonce(octets[:-1]), **refused())
    for title, wrong in [("0", b""), ("129", bytes(129)), ("1000", bytes(1000))]:
        came = nonce(wrong)
        for policy in [None, "required"]:
            add(f"32 octets sent, {title} came back, {policy}", nonce(mine), came, policy=policy, **refused())
            add(f"32 octets expected, {title} came back, {policy}", False, came, policy=policy, expected=mine,
                **refused())
        add(f"{title} octets came back, none sent", None, came, **note())
        add(f"{title} octets came back, no request", False, came, **note())
        add(f"{title} octets came back, ignored", nonce(mine), came, policy="ignore", **fine)
    # Sent by a program that does not know the limit: what was sent is no nonce, but other octets are another's answer.
    for size in [129, 1000]:
        sent = nonce(bytes(size))
        add(f"{size} octets sent and echoed", sent, sent, **note())
        add(f"{size} octets sent, none came back", sent, None, **note("replay"))
        for title, came in [("others of that number", b"\1" * size), ("one more", bytes(size + 1)), ("16", bytes(16)),
                            ("none", b"")]:
            add(f"{size} octets sent, {title} in a nonce came back", sent, nonce(came), **refused())
    # Raw octets, without an OCTET STRING around them, as old responders and clients have it.
    raw = bytes.fromhex("9cafbebaddefacedcafe0102030405")
    as_raw = nonce(raw, raw=True)
    add("raw octets sent, raw octets came back", as_raw, as_raw, **fine)
    add("raw octets expected, raw octets came back", False, as_raw, expected=raw, **fine)
    add("octets sent, the same came back raw", nonce(raw), as_raw, **fine)
    add("raw octets sent, the same came back in an OCTET STRING", as_raw, nonce(raw), **fine)
    add("raw octets sent, others came back raw", as_raw, nonce(raw[::-1], raw=True), **refused())
    add("raw octets came back, none sent", None, as_raw, **note())
    long = b"\xff" * 129
    add("129 raw octets came back", nonce(mine), nonce(long, raw=True), **refused())
    add("no octet at all came back, not even an OCTET STRING", nonce(mine), extension(NONCE, b""), **refused())
    return made
