"""What `openssl ocsp -respin` says of a response: whether it verifies, and its entries under the names of the
JavaScript API."""

import re
import subprocess
from datetime import datetime

from .openssl import file, pem
from .values import time

ENTRY = re.compile(r"""
    (?P<file>\S+):\ (?P<certificateStatus>\w+)\n
    \tThis\ Update:\ (?P<thisUpdate>.*)\n
    (?:\tNext\ Update:\ (?P<nextUpdate>.*)\n)?
    (?:\tReason:\ (?P<revocationReason>.*)\n)?
    (?:\tRevocation\ Time:\ (?P<revocationTime>.*)\n)?
""", re.VERBOSE)


def printed_time(text):
    return None if text is None else time(datetime.strptime(text, "%b %d %H:%M:%S %Y GMT"))


def described(entry):
    times = {name: printed_time(entry[name]) for name in ["thisUpdate", "nextUpdate", "revocationTime"]}
    # OpenSSL 3.0 has no words for privilegeWithdrawn and aACompromise.
    reason = {} if entry["revocationReason"] == "(UNKNOWN)" else {"revocationReason": entry["revocationReason"]}
    return {"certificateStatus": entry["certificateStatus"], **reason, **times}


def status(der, responder, asked):
    """asked: (certificate, issuer, hash) of each entry, whose hash OpenSSL names like "sha1". All are DER."""
    arguments = ["-respin", file("response.der", der), "-verify_other", file("responder.pem", pem(responder)),
                 "-trust_other"]
    for n, (certificate, issuer, digest) in enumerate(asked):
        arguments += ["-issuer", file(f"issuer{n}.pem", pem(issuer)), f"-{digest}"]
        arguments += ["-cert", file(f"asked{n}.pem", pem(certificate))]
    ended = subprocess.run(["openssl", "ocsp", "-no_nonce", *map(str, arguments)], capture_output=True, text=True)
    entries = [described(entry) for entry in ENTRY.finditer(ended.stdout)]
    return {"verifies": "Response verify OK" in ended.stderr, "entries": entries,
            "printed": ended.stderr + ended.stdout}
