"""OCSP responses made by asn1crypto."""

from asn1crypto import core, ocsp

from .extensions import random_extensions
from .oids import PKIX_OCSP, REASONS, RESPONSE_STATUSES
from .asn1crypto_requests import entry_count, random_cert_id, signature_fields
from .structures import OCSPResponse, VersionedBasicOCSPResponse

RESPONSE_EXTENSIONS = ["nonce", "extendedRevoke"]
SINGLE_EXTENSIONS = [
    "archiveCutoff", "crlReferences", "cRLReason", "invalidityDate", "certificateIssuer", "signedCertificateTimestamps",
]


def random_status(roll):
    name = roll.choice(["good", "revoked", "unknown"])
    if name != "revoked":
        return ocsp.CertStatus(name, core.Null())
    revoked = {"revocation_time": roll.time()}
    if roll.chance(0.8):
        revoked["revocation_reason"] = roll.choice(list(REASONS))
    return ocsp.CertStatus("revoked", ocsp.RevokedInfo(revoked))


def random_entry(roll):
    fields = {"cert_id": random_cert_id(roll), "cert_status": random_status(roll), "this_update": roll.time()}
    if roll.chance(0.5):
        fields["next_update"] = roll.time()
    extensions = random_extensions(roll, SINGLE_EXTENSIONS)
    if extensions:
        fields["single_extensions"] = extensions
    return ocsp.SingleResponse(fields)


def random_responder(roll):
    if roll.chance(0.5):
        return ocsp.ResponderId("by_key", roll.randbytes(20))
    return ocsp.ResponderId("by_name", ocsp.Name.load(roll.name()))


def random_response(roll):
    if roll.chance(0.05):
        return OCSPResponse({"response_status": roll.choice([number for number in RESPONSE_STATUSES if number])}).dump()
    tbs = {
        "responder_id": random_responder(roll), "produced_at": roll.time(),
        "responses": [random_entry(roll) for _ in range(entry_count(roll))],
    }
    extensions = random_extensions(roll, RESPONSE_EXTENSIONS)
    if extensions:
        tbs["response_extensions"] = extensions
    spec = ocsp.BasicOCSPResponse
    if roll.chance(0.1):
        spec, tbs = VersionedBasicOCSPResponse, {"version": "v1", **tbs}
    basic = spec({"tbs_response_data": tbs, **signature_fields(roll)}).dump()
    return OCSPResponse({
        "response_status": "successful", "response_bytes": {"response_type": f"{PKIX_OCSP}.1", "response": basic},
    }).dump()
