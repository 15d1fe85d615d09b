"""The signed message that a test case asks for, made by asn1crypto around a signature. In the case bytes are
hexadecimal."""

from asn1crypto import algos, core, ocsp, x509
from cryptography import x509 as x500

from . import specified_requests
from .extensions import signature_algorithm
from .oids import PKIX_OCSP, REASON_NUMBERS
from .specified_requests import encode_cert_id, encode_extension, octets, time
from .structures import OCSPResponse


def cert_status(wanted):
    name = wanted["certificateStatus"]
    if name != "revoked":
        return ocsp.CertStatus(name, core.Null())
    revoked = {"revocation_time": time(wanted["revocationTime"])}
    if wanted["revocationReason"] is not None:
        revoked["revocation_reason"] = REASON_NUMBERS[wanted["revocationReason"]]
    return ocsp.CertStatus("revoked", ocsp.RevokedInfo(revoked))


def single_response(wanted):
    fields = {
        "cert_id": encode_cert_id(wanted["certID"]), "cert_status": cert_status(wanted),
        "this_update": time(wanted["thisUpdate"]),
    }
    if wanted["nextUpdate"] is not None:
        fields["next_update"] = time(wanted["nextUpdate"])
    if wanted["extensions"]:
        fields["single_extensions"] = [encode_extension(one) for one in wanted["extensions"]]
    return fields


def responder_id(encoding, signer):
    if encoding == "name":
        return ocsp.ResponderId("by_name", x509.Name.load(signer.name))
    return ocsp.ResponderId("by_key", x500.SubjectKeyIdentifier.from_public_key(signer.public_key).digest)


def signature_fields(wanted, signature):
    """Of OCSPRequest and BasicOCSPResponse alike."""
    identifier = signature_algorithm(wanted["algorithm"]).dump()
    fields = {"signature_algorithm": algos.SignedDigestAlgorithm.load(identifier), "signature": signature}
    if wanted["certificates"]:
        fields["certs"] = [core.Sequence.load(octets(certificate)) for certificate in wanted["certificates"]]
    return fields


def response(wanted, signer, produced_at, signature):
    """produced_at: of the response, for a case that leaves it to the clock."""
    if wanted["producedAt"] is not None:
        produced_at = time(wanted["producedAt"])
    tbs = {
        "responder_id": responder_id(wanted["responderId"], signer), "produced_at": produced_at,
        "responses": [single_response(entry) for entry in wanted["entries"]],
    }
    if wanted["extensions"]:
        tbs["response_extensions"] = [encode_extension(one) for one in wanted["extensions"]]
    basic = ocsp.BasicOCSPResponse({"tbs_response_data": tbs, **signature_fields(wanted, signature)}).dump()
    return OCSPResponse({
        "response_status": "successful", "response_bytes": {"response_type": f"{PKIX_OCSP}.1", "response": basic},
    }).dump()


def request(wanted, signature):
    unsigned = ocsp.OCSPRequest.load(specified_requests.build(wanted))
    fields = signature_fields(wanted, signature)
    return ocsp.OCSPRequest({"tbs_request": unsigned["tbs_request"], "optional_signature": fields}).dump()
