"""What `openssl ocsp` says of a case's answer."""

import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate


def pem(hexadecimal):
    return load_der_x509_certificate(bytes.fromhex(hexadecimal)).public_bytes(Encoding.PEM)


def openssl_says(case):
    """"good", "revoked", "unknown", "none" (no entry), "stale", or "refused"; its lines beside it."""
    with tempfile.TemporaryDirectory() as folder:
        path = lambda name: str(Path(folder, name))
        Path(folder, "response").write_bytes(bytes.fromhex(case["response"]))
        for name in ["issuer", "certificate"]:
            Path(folder, name).write_bytes(pem(case[name]))
        ran = subprocess.run([
            "openssl", "ocsp", "-respin", path("response"), "-" + case["opensslHash"].replace("-", "").lower(),
            "-issuer", path("issuer"), "-cert", path("certificate"), "-CAfile", path("issuer"), "-no_nonce",
            *case["opensslOptions"],
        ], capture_output=True, text=True)
        lines = (ran.stdout + ran.stderr).replace(folder + "/", "").splitlines()
    if "Response verify OK" not in lines:
        return "refused", lines
    if any("Status times invalid" in line for line in lines):
        return "stale", lines
    for status in ["good", "revoked", "unknown"]:
        if f"certificate: {status}" in lines:
            return status, lines
    return "none", lines


def ask_openssl(cases):
    asked = [case for case in cases if case["openssl"] is not None]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for case, (said, lines) in zip(asked, pool.map(openssl_says, asked)):
            case["opensslSaid"], case["opensslLines"] = said, lines
