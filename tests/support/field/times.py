"""producedAt, thisUpdate and nextUpdate: what is in order, what is a note, and what fails."""

from datetime import timedelta
from itertools import product

from .pki import DAY, HOUR, NOW, SECOND, Pki, case, cert_id, entry, request, response

LATER = {"producedAt": ["note", "before thisUpdate"]}


def cases():
    pki = Pki()
    made = []
    add = lambda title, der, **more: made.append(case(title, pki, der, **more))
    for signer, embedded, kind in [(pki.ca, [], "issuer"), (pki.delegate, None, "delegate")]:
        who = lambda title: f"{kind}: {title}"
        answer = lambda status="good", produced=NOW - HOUR, **more: response(
            [entry(pki.id, status, **more)], signer, embedded, produced=produced)
        ahead(lambda title, der, **more: add(who(title), der, responder=kind, **more), answer)
        without_next_update(lambda title, der, **more: add(who(title), der, **more), answer)
        of_any_age(lambda title, der, **more: add(who(title), der, **more), answer)
    return made


def ahead(add, answer):
    """RFC 6960 2.4 orders producedAt against nothing: large CAs sign ahead."""
    for title, before in [("301 s", 301 * SECOND), ("14 hours", 14 * HOUR), ("28 days", 28 * DAY),
                          ("a year", 365 * DAY), ("ten years", 3650 * DAY)]:
        for status in ["good", "revoked", "unknown"]:
            add(f"signed {title} before thisUpdate: {status}", answer(status, NOW - HOUR - before), ok=True,
                status=status, rows=LATER, openssl=status)
    add("signed a year before thisUpdate, without nextUpdate", answer(produced=NOW - 365 * DAY, next=None), ok=True,
        rows={**LATER, "nextUpdate": ["note"]}, openssl="good")
    add("signed at thisUpdate", answer(), ok=True, rows={"producedAt": ["pass"]}, openssl="good")
    add("signed after thisUpdate", answer(produced=NOW), ok=True, rows={"producedAt": ["pass"]}, openssl="good")
    add("signed after nextUpdate", answer(produced=NOW - SECOND, this=NOW - 9 * DAY, next=NOW - DAY), ok=False,
        fails=["nextUpdate"], rows={"producedAt": ["pass"]}, openssl="stale")
    for skew, offset, ok in [(300, 300, True), (300, 301, False), (0, 0, True), (0, 1, False), (60, 60, True),
                             (60, 61, False), (86400, 86400, True), (86400, 86401, False)]:
        add(f"signed {offset} s in the future, skew {skew} s", answer(produced=NOW + timedelta(seconds=offset)), ok=ok,
            fails=[] if ok else ["producedAt"], options={"clockSkewSeconds": skew})
        add(f"thisUpdate {offset} s in the future, skew {skew} s, signed before",
            answer(this=NOW + timedelta(seconds=offset), next=NOW + 9 * DAY), ok=ok,
            fails=[] if ok else ["thisUpdate"], rows=LATER if offset > skew else {}, options={"clockSkewSeconds": skew})
        add(f"nextUpdate {offset} s in the past, skew {skew} s",
            answer(produced=NOW - 9 * DAY, this=NOW - 9 * DAY, next=NOW - timedelta(seconds=offset)), ok=ok,
            fails=[] if ok else ["nextUpdate"], options={"clockSkewSeconds": skew})
    add("signed ahead, nextUpdate before thisUpdate", answer(produced=NOW - 9 * DAY, next=NOW - 2 * HOUR), ok=False,
        fails=["nextUpdate"], rows=LATER, options={"clockSkewSeconds": 86400})
    add("signed in the future, and in the future of everything else", answer(produced=NOW + DAY), ok=False,
        fails=["producedAt"])


def without_next_update(add, answer):
    """RFC 6960 4.2.2.1 allows it, RFC 9919 section 5 does not. Within 24 hours unless maxAgeSeconds says otherwise."""
    note = {"nextUpdate": ["note"]}
    seconds = lambda number: timedelta(seconds=number)
    old = lambda age: answer(this=NOW - age, next=None, produced=NOW - age)
    for status in ["good", "revoked", "unknown"]:
        add(f"no nextUpdate: {status}", answer(status, next=None), ok=True, status=status, rows=note, openssl=status)
        add(f"no nextUpdate, which is required: {status}", answer(status, next=None), ok=False, fails=["nextUpdate"],
            options={"requireNextUpdate": True}, rows={"nextUpdate": ["fail", "RFC 9919"]})
        add(f"a nextUpdate that is required: {status}", answer(status), ok=True, status=status,
            options={"requireNextUpdate": True}, rows={"nextUpdate": ["pass"]})
    add("no nextUpdate, which is not required in so many words", answer(next=None), ok=True, rows=note,
        options={"requireNextUpdate": False})
    for age, ok in [(86400, True), (86401, False)]:
        add(f"no nextUpdate, {age} s old, no skew", old(seconds(age)), ok=ok, fails=[] if ok else ["thisUpdate"],
            rows=note, options={"clockSkewSeconds": 0})
        add(f"no nextUpdate, {age} s old and the skew", old(seconds(age + 300)), ok=ok,
            fails=[] if ok else ["thisUpdate"], rows=note)
    add("no nextUpdate, two days old, three are accepted", old(2 * DAY), ok=True, rows=note,
        options={"maxAgeSeconds": 3 * 86400})
    add("no nextUpdate, two days old, one is accepted", old(2 * DAY), ok=False, fails=["thisUpdate"], rows=note,
        options={"maxAgeSeconds": 86400})
    add("no nextUpdate and too old, where it is required", old(2 * DAY), ok=False, fails=["thisUpdate", "nextUpdate"],
        options={"requireNextUpdate": True})
    add("a required nextUpdate that has passed", answer(produced=NOW - 9 * DAY, this=NOW - 9 * DAY, next=NOW - DAY),
        ok=False, fails=["nextUpdate"], options={"requireNextUpdate": True}, openssl="stale")


def of_any_age(add, answer):
    """maxAgeSeconds bounds every answer, with nextUpdate or without."""
    for (form, next_update), (limit, skew) in product(
            [("with nextUpdate", NOW + DAY), ("without nextUpdate", None)],
            [(600, 0), (600, 300), (0, 60), (604800, 0)]):
        for age, ok in [(limit + skew, True), (limit + skew + 1, False)]:
            this = NOW - timedelta(seconds=age)
            add(f"{form}: {age} s old, at most {limit} s, skew {skew} s",
                answer(this=this, produced=this, next=next_update), ok=ok, fails=[] if ok else ["thisUpdate"],
                rows={} if ok else {"thisUpdate": ["fail", f"{limit}"]},
                options={"maxAgeSeconds": limit, "clockSkewSeconds": skew})
    add("a year old with a nextUpdate, no limit", answer(this=NOW - 365 * DAY, produced=NOW - 365 * DAY), ok=True,
        openssl="good")
    add("signed an hour ago about what was known a day ago, at most 2 hours", answer(this=NOW - DAY), ok=False,
        fails=["thisUpdate"], options={"maxAgeSeconds": 7200})
