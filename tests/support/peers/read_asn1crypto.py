"""What a message says, as asn1crypto reads it, under the names of the JavaScript API."""

import struct
from datetime import datetime, timedelta, timezone

from asn1crypto import algos, core, ocsp, x509

from .names import describe_name
from .oids import EXTENSION_OIDS, EXTENSIONS, HASHES, PKIX_OCSP, REASONS, RESPONSE_STATUSES, RSASSA_PSS, SIGNATURES
from .structures import AlgorithmIdentifier, ObjectIdentifiers, PreferredSignatureAlgorithms, ServiceLocator, encoded
from .values import UNDEFINED, integer, octets, or_none, time


def optional(value):
    """asn1crypto stands a Void in for what is absent."""
    return None if isinstance(value, core.Void) else value


def pss_hash(parameters):
    return algos.RSASSAPSSParams.load(parameters)["hash_algorithm"]["algorithm"].native.upper()


def signature_name(oid, parameters):
    return f"RSA-PSS-{pss_hash(parameters)}" if oid == RSASSA_PSS else SIGNATURES.get(oid)


def signature_hash(name):
    digest = (name or "").rpartition("-")[2]
    return digest.replace("SHA", "SHA-") if digest.startswith("SHA") else None


def algorithm_identifier(value):
    """The AlgorithmIdentifier of a signature; value: asn1crypto's own AlgorithmIdentifier of any kind."""
    loaded = AlgorithmIdentifier.load(value.dump())
    oid, parameters = loaded["algorithm"].dotted, optional(loaded["parameters"])
    der = None if parameters is None else parameters.dump()
    return {"oid": oid, "name": signature_name(oid, der), "parameters": or_none(octets, der)}


# ------------------------------------------------------------------------------------------------ extensions


def nonce(value):
    """An OCTET STRING, or what old responders put there."""
    try:
        return octets(core.OctetString.load(value, strict=True).native)
    except ValueError:
        return octets(value)


def access_urls(syntax, method):
    return [
        access["access_location"].chosen.native for access in syntax
        if access["access_method"].dotted == method and access["access_location"].name == "uniform_resource_identifier"
    ]


def service_locator(value):
    locator = ServiceLocator.load(value)
    return {
        "issuer": describe_name(locator["issuer"].dump()),
        "ocspUrls": access_urls(optional(locator["locator"]) or [], PKIX_OCSP),
    }


def preferred_signature_algorithms(value):
    identifiers = (algorithm_identifier(preferred["sig_identifier"])
                   for preferred in PreferredSignatureAlgorithms.load(value))
    return [identifier["name"] or identifier["oid"] for identifier in identifiers]


def generalized_time(value):
    return time(core.GeneralizedTime.load(value).native)


def crl_references(value):
    crl = ocsp.CrlId.load(value)
    return {
        "url": crl["crl_url"].native,
        "number": or_none(integer, crl["crl_num"].native),
        "time": or_none(time, crl["crl_time"].native),
    }


def reason(value):
    return REASONS[int.from_bytes(value.contents, "big")]


def certificate_issuer(value):
    return [describe_name(name.chosen.untag().dump()) for name in x509.GeneralNames.load(value)
            if name.name == "directory_name"]


def vectors(data):
    """The elements of a TLS vector, each with its own length before it (RFC 5246 4.3)."""
    end, = struct.unpack_from(">H", data)
    assert end == len(data) - 2
    at = 2
    while at < len(data):
        length, = struct.unpack_from(">H", data, at)
        yield data[at + 2:at + 2 + length]
        at += 2 + length


def signed_certificate_timestamps(value):
    described = []
    for sct in vectors(core.OctetString.load(value).native):
        version, log_id, milliseconds, extensions_length = struct.unpack_from(">B32sQH", sct)
        extensions = sct[43:43 + extensions_length]
        signature = sct[43 + extensions_length + 2:]
        described.append({
            "version": version,
            "logId": octets(log_id),
            "timestamp": time(datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=milliseconds)),
            "extensions": octets(extensions),
            "signature": octets(signature[2:]),
        })
    return described


DECODERS = {
    "nonce": nonce,
    "acceptableResponses": lambda value: [oid.dotted for oid in ObjectIdentifiers.load(value)],
    "preferredSignatureAlgorithms": preferred_signature_algorithms,
    "serviceLocator": service_locator,
    "archiveCutoff": generalized_time,
    "crlReferences": crl_references,
    "extendedRevoke": lambda value: core.Null.load(value).native is None,
    "cRLReason": lambda value: reason(core.Enumerated.load(value)),
    "invalidityDate": generalized_time,
    "certificateIssuer": certificate_issuer,
    "signedCertificateTimestamps": signed_certificate_timestamps,
}


def describe_extensions(extensions):
    described = []
    for extension in optional(extensions) or []:
        oid, value = extension["extn_id"].dotted, extension["extn_value"].native
        name = EXTENSIONS.get(oid)
        described.append({
            "oid": oid,
            "name": name,
            "critical": extension["critical"].native,
            "value": octets(value),
            "decoded": DECODERS[name](value) if name else UNDEFINED,
        })
    return described


def nonce_of(extensions):
    return next((extension["decoded"] for extension in extensions if extension["oid"] == EXTENSION_OIDS["nonce"]), None)


# ------------------------------------------------------------------------------------------------ messages


def cert_id(value):
    oid = value["hash_algorithm"]["algorithm"].dotted
    return {
        "hashAlgorithm": HASHES.get(oid),
        "hashAlgorithmOid": oid,
        "issuerNameHash": octets(value["issuer_name_hash"].native),
        "issuerKeyHash": octets(value["issuer_key_hash"].native),
        "serialNumber": integer(value["serial_number"].native),
        "der": octets(encoded(value)),
    }


def describe_certificates(certificates):
    return [{"toDER()": octets(encoded(certificate))} for certificate in optional(certificates) or []]


def describe_request(der):
    request = ocsp.OCSPRequest.load(der, strict=True)
    tbs, signature = request["tbs_request"], optional(request["optional_signature"])
    extensions = describe_extensions(tbs["request_extensions"])
    requestor = optional(tbs["requestor_name"])
    is_named = requestor is not None and requestor.name == "directory_name"
    return {
        "requests": [
            {**cert_id(entry["req_cert"]), "extensions": describe_extensions(entry["single_request_extensions"])}
            for entry in tbs["request_list"]
        ],
        "extensions": extensions,
        "nonce": nonce_of(extensions),
        "requestorName": describe_name(requestor.chosen.untag().dump()) if is_named else None,
        "isSigned": signature is not None,
        "signatureAlgorithm": signature and algorithm_identifier(signature["signature_algorithm"]),
        "signature": signature and octets(signature["signature"].native),
        "certificates": describe_certificates(signature["certs"]) if signature else [],
        "tbsRequestBytes": octets(encoded(tbs)),
        "toDER()": octets(der),
    }


def describe_single_response(entry):
    status = entry["cert_status"]
    revoked = status.chosen if status.name == "revoked" else None
    revocation_reason = revoked and optional(revoked["revocation_reason"])
    return {
        **cert_id(entry["cert_id"]),
        "certificateStatus": status.name,
        "revocationTime": revoked and time(revoked["revocation_time"].native),
        "revocationReason": or_none(reason, revocation_reason),
        "thisUpdate": time(entry["this_update"].native),
        "nextUpdate": or_none(time, entry["next_update"].native),
        "extensions": describe_extensions(entry["single_extensions"]),
    }


def describe_response(der):
    response = ocsp.OCSPResponse.load(der, strict=True)
    status = RESPONSE_STATUSES[int.from_bytes(response["response_status"].contents, "big")]
    if status != "successful":
        return {"responseStatus": status, "toDER()": octets(der)}
    basic = response["response_bytes"]["response"].parsed
    tbs = basic["tbs_response_data"]
    responder = tbs["responder_id"]
    by_name = responder.name == "by_name"
    signature_algorithm = algorithm_identifier(basic["signature_algorithm"])
    extensions = describe_extensions(tbs["response_extensions"])
    return {
        "responseStatus": status,
        "responseType": response["response_bytes"]["response_type"].dotted,
        "responses": [describe_single_response(entry) for entry in tbs["responses"]],
        "signatureAlgorithm": signature_algorithm,
        "signatureAlgorithmOid": signature_algorithm["oid"],
        "signatureHashAlgorithm": signature_hash(signature_algorithm["name"]),
        "signature": octets(basic["signature"].native),
        "tbsResponseBytes": octets(encoded(tbs)),
        "certificates": describe_certificates(basic["certs"]),
        "responderKeyHash": None if by_name else octets(responder.chosen.native),
        "responderName": describe_name(responder.chosen.untag().dump()) if by_name else None,
        "producedAt": time(tbs["produced_at"].native),
        "extensions": extensions,
        "nonce": nonce_of(extensions),
        "toDER()": octets(der),
    }
