"""What interop tests ask of other implementations: the Python side of tests/interop-*.test.js, see python-worker.js.

Whatever makes a random message follows from the seed it is given (but for keys, signatures and OpenSSL's nonces and
clock).
"""

import warnings

from asn1crypto import ocsp

from peers import (
    asn1crypto_requests, asn1crypto_responses, certificates, cryptography_messages, openssl, read_asn1crypto,
    read_cryptography,
    signing, specified_requests, urls,
)
from peers.roll import Roll
from peers.structures import encoded
from python_worker import serve

# cryptography 38 speaks of SHA-1 and of certificates that it will refuse one day.
warnings.simplefilter("ignore")

REQUEST_MAKERS = {"asn1crypto": asn1crypto_requests, "cryptography": cryptography_messages, "openssl": openssl}
RESPONSE_MAKERS = {"asn1crypto": asn1crypto_responses, "cryptography": cryptography_messages, "openssl": openssl}


def read_request(der, by_cryptography):
    der = bytes.fromhex(der)
    return {
        "asn1crypto": read_asn1crypto.describe_request(der),
        "cryptography": read_cryptography.describe_request(der) if by_cryptography else None,
        # DER has one encoding only: what is put together anew from its parts is the same bytes.
        "encodedAnew": ocsp.OCSPRequest.load(der).dump(force=True).hex(),
    }


def random_request(maker, seed):
    der = REQUEST_MAKERS[maker].random_request(Roll(seed))
    return {
        "der": der.hex(),
        "asn1crypto": read_asn1crypto.describe_request(der), "cryptography": read_cryptography.describe_request(der),
    }


def random_response(maker, seed):
    der = RESPONSE_MAKERS[maker].random_response(Roll(seed))
    return {
        "der": der.hex(),
        "asn1crypto": read_asn1crypto.describe_response(der), "cryptography": read_cryptography.describe_response(der),
    }


def random_certificate(seed):
    der = certificates.random_certificate(Roll(seed))
    return {"der": der.hex(), "says": certificates.describe_certificate(der)}


def issued_certificate(seed):
    """A certificate and its issuer's; subject in DER and as OpenSSL writes it."""
    issuer, certificate = certificates.issuer_and_certificate(Roll(seed))
    subject = read_cryptography.describe_certificate(certificate)["subject"]
    return {
        "issuer": issuer.hex(), "certificate": certificate.hex(),
        "subject": subject["der"].removeprefix("bytes "), "subjectLine": openssl.subject_line(certificate),
    }


def build_request(wanted):
    return specified_requests.build(wanted).hex()


def cert_ids(certificate, issuer):
    """By hash algorithm, the DER of the CertID in each peer's request."""
    pair = bytes.fromhex(certificate), bytes.fromhex(issuer)
    return {
        peer: {
            name: encoded(ocsp.OCSPRequest.load(request)["tbs_request"]["request_list"][0]["req_cert"]).hex()
            for name, request in requests.items()
        }
        for peer, requests in [("cryptography", cryptography_messages.cert_ids(*pair)),
                               ("openssl", openssl.cert_ids(*pair))]
    }


def get_urls(request, responder_url):
    der = bytes.fromhex(request)
    return {"url": urls.get_url(responder_url, der), "paths": urls.variants(der)}


serve([
    read_request, random_request, random_response, random_certificate, issued_certificate, build_request, cert_ids,
    get_urls,
    *signing.FUNCTIONS,
])
