"""Random parts of messages; everything follows from the seed."""

import random
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.x509.name import _ASN1Type as StringType
from cryptography.x509.oid import NameOID

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
EDGES = ["19700101000000", "99991231235959", "20000229235959", "20491231235959", "20500101000000"]

PRINTABLE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 '()+,-./:=?"
ASCII = "".join(map(chr, range(0x20, 0x7f))) + "\x01\t\n\x7f"
UNICODE = "abcXYZ019 #,+\"\\<>;='=/@*&%\0\r\néßÄøžЖשعก漢字仮\u00a0\u200b\ufeff\uffee"
# OpenSSL reads every string type but VisibleString in a Name.
ALPHABETS = {
    StringType.UTF8String: UNICODE + "😀𝔘",
    StringType.BMPString: UNICODE,
    StringType.UniversalString: UNICODE + "😀𝔘",
    StringType.PrintableString: PRINTABLE,
    StringType.IA5String: ASCII,
    StringType.T61String: PRINTABLE,
    StringType.NumericString: "0123456789 ",
}

SHORT_NAMED = [
    NameOID.COMMON_NAME, NameOID.LOCALITY_NAME, NameOID.STATE_OR_PROVINCE_NAME, NameOID.ORGANIZATION_NAME,
    NameOID.ORGANIZATIONAL_UNIT_NAME, NameOID.COUNTRY_NAME, NameOID.STREET_ADDRESS, NameOID.DOMAIN_COMPONENT,
    NameOID.USER_ID,
]
OTHERS = [NameOID.EMAIL_ADDRESS, NameOID.SERIAL_NUMBER, NameOID.TITLE, NameOID.GIVEN_NAME, NameOID.PSEUDONYM,
          NameOID.POSTAL_CODE]


class Roll(random.Random):
    def chance(self, probability):
        return self.random() < probability

    def subset(self, items):
        """Some of them, in any order."""
        return self.sample(items, self.randint(0, len(items)))

    def octets(self, least, most):
        return self.randbytes(self.randint(least, most))

    def serial(self):
        """1 to 20 octets, the first bit set as often as not."""
        size = self.randint(1, 20)
        return self.randint(1, 255) << 8 * (size - 1) | int.from_bytes(self.randbytes(size - 1), "big")

    def time(self, first=EPOCH):
        """A whole second up to 9999, with the ends, leap days and our own time more often than chance has them."""
        if self.chance(0.15):
            return datetime.strptime(self.choice(EDGES), "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)
        start, end = (datetime(year, 1, 1, tzinfo=timezone.utc) for year in (2000, 2040))
        if self.chance(0.5):
            start, end = first, datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone.utc)
        return start + timedelta(seconds=self.randint(0, int((end - start).total_seconds())))

    def oid(self):
        """An OID under an arc that nobody registered, never the same twice. cryptography 38 reads arcs up to 2^28."""
        arcs = [self.randint(0, self.choice([9, 127, 128, 16384])) for _ in range(self.randint(0, 6))]
        return ".".join(map(str, [1, 3, 6, 1, 4, 1, 98765432, *arcs, self.randint(0, 2**28 - 1)]))

    def url(self):
        scheme = self.choice(["http", "https", "ldap"])
        path = "".join(self.choice("abcXYZ019/-_.~%20?=&;,+") for _ in range(self.randint(0, 40)))
        return f"{scheme}://host{self.randint(0, 99)}.example/{path}"

    def text(self, kind, most=24):
        value = "".join(self.choice(ALPHABETS[kind]) for _ in range(self.randint(1, most)))
        # RFC 4514 2.4 escapes a lone space once; cryptography 38 escapes it twice.
        return "." if value == " " else value

    def attribute(self):
        kind = self.choice(list(ALPHABETS))
        oid = (self.choice(SHORT_NAMED) if self.chance(0.8)
               else self.choice([*OTHERS, x509.ObjectIdentifier(self.oid())]))
        if oid == NameOID.COUNTRY_NAME:
            return x509.NameAttribute(oid, self.choice(["US", "DE", "jp", "X+"]), StringType.PrintableString)
        return x509.NameAttribute(oid, self.text(kind), kind)

    def name(self):
        """DER of a Name: with characters that RFC 4514 escapes, every string type, RDNs of several attributes."""
        rdns = []
        for _ in range(self.choice([0, 1, 2, 3, 3, 4, 6])):
            size = self.choice([1, 1, 1, 2, 3])
            rdns.append(x509.RelativeDistinguishedName({self.attribute(): None for _ in range(size)}))
        return x509.Name(rdns).public_bytes()
