"""Signed messages and certificates that asn1crypto, cryptography and OpenSSL make, and what OpenSSL says of their
signatures."""

from asn1crypto import core
from cryptography import x509
from cryptography.x509 import ocsp as x509_ocsp

from . import asn1crypto_requests, asn1crypto_responses, libcrypto, openssl, signatures
from .certificates import issuer_and_certificate
from .cryptography_messages import DER, REASONS, add_extensions, load
from .read_asn1crypto import optional
from .structures import AlgorithmIdentifier, OCSPResponse, encoded


class Certificates(core.SequenceOf):
    _child_spec = core.Any


class Signature(core.Sequence):
    """The Signature of an OCSPRequest."""

    _fields = [
        ("signature_algorithm", AlgorithmIdentifier), ("signature", core.OctetBitString),
        ("certs", Certificates, {"explicit": 0, "optional": True}),
    ]


class SignedRequest(core.Sequence):
    _fields = [("tbs_request", core.Any), ("optional_signature", Signature, {"explicit": 0, "optional": True})]


class Signed(core.Sequence):
    """BasicOCSPResponse and Certificate."""

    _fields = [("signed", core.Any), *Signature._fields]


def signature_fields(signer, identifier, signed):
    return {"signature_algorithm": AlgorithmIdentifier.load(identifier),
            "signature": signer.sign(identifier, encoded(signed))}


def verdicts(signed, signature, certificates):
    """Per certificate, whether the signature is by its key. signature: a structure with algorithm and signature."""
    given = encoded(signature["signature_algorithm"]), encoded(signed), signature["signature"].native
    return [{"certificate": der.hex(), "isAccepted": libcrypto.verifies(*given, der)} for der in certificates]


def response_verdicts(der, certificates):
    basic = Signed.load(OCSPResponse.load(der)["response_bytes"]["response"].native)
    return verdicts(basic["signed"], basic, certificates)


def request_verdicts(der, certificates):
    request = SignedRequest.load(der)
    return verdicts(request["tbs_request"], request["optional_signature"], certificates)


def openssl_certificates():
    """The certificates that sign for OpenSSL."""
    return [x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(DER)
            for _, path, _ in openssl.authority().signers]


def until(make, is_wanted):
    while True:
        made = make()
        if is_wanted(made):
            return made


# ------------------------------------------------------------------------------------------------ messages


def asn1crypto_response(roll, signer, identifier):
    """The random one of asn1crypto, with a signature in place of random octets."""
    response = until(
        lambda: OCSPResponse.load(asn1crypto_responses.random_response(roll)),
        lambda made: made["response_status"].native == "successful")
    basic = Signed.load(response["response_bytes"]["response"].native)
    for field, value in signature_fields(signer, identifier, basic["signed"]).items():
        basic[field] = value
    response["response_bytes"]["response"] = basic.dump()
    return response.dump(force=True)


def asn1crypto_request(roll, signer, identifier):
    request = SignedRequest.load(asn1crypto_requests.random_request(roll))
    fields = signature_fields(signer, identifier, request["tbs_request"])
    if roll.chance(0.5):
        fields["certs"] = [core.Any.load(signer.certificate)]
    return SignedRequest({"tbs_request": request["tbs_request"], "optional_signature": fields}).dump()


def cryptography_response(roll, signer, identifier):
    issuer, certificate = map(load, issuer_and_certificate(roll))
    status = roll.choice(list(x509_ocsp.OCSPCertStatus))
    is_revoked = status is x509_ocsp.OCSPCertStatus.REVOKED
    responder = load(signer.certificate)
    builder = x509_ocsp.OCSPResponseBuilder().add_response(
        certificate, issuer, roll.choice(list(signatures.HASHES.values())), status, roll.time(), None,
        roll.time() if is_revoked else None, roll.choice(REASONS) if is_revoked else None,
    ).responder_id(roll.choice(list(x509_ocsp.OCSPResponderEncoding)), responder)
    if roll.chance(0.5):
        builder = builder.certificates([responder])
    return add_extensions(roll, builder).sign(signer.private_key, signatures.hash_of(identifier)).public_bytes(DER)


def openssl_request(roll):
    return until(lambda: openssl.random_request(roll),
                 lambda der: optional(SignedRequest.load(der)["optional_signature"]))


# ------------------------------------------------------------------------------------------------ certificates


def chain(roll, issuer, identifier, impostors):
    """A certificate that the issuer issued, and what may be taken for the issuer's own: by the name, by the key, by
    both."""
    certificate = issuer.issue(roll, identifier, roll.choice(impostors), roll.name())
    candidates = [
        issuer.certificate, issuer.issue(roll, identifier, issuer, issuer.name),
        issuer.issue(roll, identifier, issuer, roll.name()),
        *(issuer.issue(roll, identifier, impostor, issuer.name) for impostor in impostors),
        *(impostor.certificate for impostor in impostors), certificate,
    ]
    return certificate, candidates


def chain_verdicts(certificate, candidates):
    """RFC 5280 6.1.3 (a)(1) and (4)."""
    issuer_name = load(certificate).issuer.public_bytes()
    signed = Signed.load(certificate)
    return [
        {**verdict, "isAccepted": verdict["isAccepted"] and load(candidate).subject.public_bytes() == issuer_name}
        for verdict, candidate in zip(verdicts(signed["signed"], signed, candidates), candidates)
    ]
