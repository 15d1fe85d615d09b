"""What a message says, as OpenSSL's libcrypto reads it, under the names of the JavaScript API.

What it does not tell is left out, so that only what it tells is compared.
"""

import ctypes
from ctypes import byref, c_int, c_void_p
from datetime import datetime

from .libcrypto import basic_response, crypto, decoded, encoded
from .oids import HASHES, REASONS, RESPONSE_STATUSES
from .values import integer, octets, or_none, time

STATUSES = ["good", "revoked", "unknown"]


def pointers(count):
    return [c_void_p() for _ in range(count)]


def contents(string):
    """The bytes of an ASN1_STRING of any type; the magnitude of an INTEGER."""
    return ctypes.string_at(crypto.ASN1_STRING_get0_data(string), crypto.ASN1_STRING_length(string))


def dotted(oid):
    length = crypto.OBJ_obj2txt(None, 0, oid, 1)
    text = ctypes.create_string_buffer(length + 1)
    crypto.OBJ_obj2txt(text, len(text), oid, 1)
    return text.value.decode()


def generalized_time(string):
    return time(datetime.strptime(contents(string).decode(), "%Y%m%d%H%M%SZ"))


def optional_time(pointer):
    return or_none(generalized_time, pointer.value)


def extensions(of, structure):
    """of: the type of the structure that has them."""
    described = []
    for n in range(getattr(crypto, f"OCSP_{of}_get_ext_count")(structure)):
        extension = getattr(crypto, f"OCSP_{of}_get_ext")(structure, n)
        described.append({
            "oid": dotted(crypto.X509_EXTENSION_get_object(extension)),
            "critical": crypto.X509_EXTENSION_get_critical(extension) == 1,
            "value": octets(contents(crypto.X509_EXTENSION_get_data(extension))),
        })
    return described


def cert_id(value):
    name_hash, algorithm, key_hash, serial = pointers(4)
    crypto.OCSP_id_get0_info(byref(name_hash), byref(algorithm), byref(key_hash), byref(serial), value)
    oid = dotted(algorithm)
    return {
        "hashAlgorithm": HASHES.get(oid),
        "hashAlgorithmOid": oid,
        "issuerNameHash": octets(contents(name_hash)),
        "issuerKeyHash": octets(contents(key_hash)),
        "serialNumber": integer(int.from_bytes(contents(serial), "big")),
        "der": octets(encoded("OCSP_CERTID", value)),
    }


def single_response(entry):
    reason = c_int()
    revocation_time, this_update, next_update = pointers(3)
    status = crypto.OCSP_single_get0_status(
        entry, byref(reason), byref(revocation_time), byref(this_update), byref(next_update))
    is_revoked = STATUSES[status] == "revoked"
    return {
        **cert_id(crypto.OCSP_SINGLERESP_get0_id(entry)),
        "certificateStatus": STATUSES[status],
        "revocationTime": optional_time(revocation_time) if is_revoked else None,
        "revocationReason": REASONS[reason.value] if is_revoked and reason.value >= 0 else None,
        "thisUpdate": generalized_time(this_update),
        "nextUpdate": optional_time(next_update),
        "extensions": extensions("SINGLERESP", entry),
    }


def certificates(stack):
    # The count is -1 if there is no stack.
    each = (crypto.OPENSSL_sk_value(stack, n) for n in range(crypto.OPENSSL_sk_num(stack)))
    return [{"toDER()": octets(encoded("X509", certificate))} for certificate in each]


def algorithm_oid(identifier):
    oid, parameters = pointers(2)
    crypto.X509_ALGOR_get0(byref(oid), byref(c_int()), byref(parameters), identifier)
    return dotted(oid)


def describe_response(der):
    with decoded("OCSP_RESPONSE", der) as response:
        status = RESPONSE_STATUSES[crypto.OCSP_response_status(response)]
        if status != "successful":
            return {"responseStatus": status}
        with basic_response(response) as basic:
            key_hash, name = pointers(2)
            crypto.OCSP_resp_get0_id(basic, byref(key_hash), byref(name))
            return {
                "responseStatus": status,
                "responses": [single_response(crypto.OCSP_resp_get0(basic, n))
                              for n in range(crypto.OCSP_resp_count(basic))],
                "signatureAlgorithmOid": algorithm_oid(crypto.OCSP_resp_get0_tbs_sigalg(basic)),
                "signature": octets(contents(crypto.OCSP_resp_get0_signature(basic))),
                "certificates": certificates(crypto.OCSP_resp_get0_certs(basic)),
                "responderKeyHash": or_none(lambda known: octets(contents(known)), key_hash.value),
                "responderName": or_none(lambda known: {"der": octets(encoded("X509_NAME", known))}, name.value),
                "producedAt": generalized_time(crypto.OCSP_resp_get0_produced_at(basic)),
                "extensions": extensions("BASICRESP", basic),
            }


def single_request(entry):
    return {**cert_id(crypto.OCSP_onereq_get0_id(entry)), "extensions": extensions("ONEREQ", entry)}


def describe_request(der):
    with decoded("OCSP_REQUEST", der) as request:
        return {
            "requests": [
                single_request(crypto.OCSP_request_onereq_get0(request, n))
                for n in range(crypto.OCSP_request_onereq_count(request))
            ],
            "extensions": extensions("REQUEST", request),
            "isSigned": crypto.OCSP_request_is_signed(request) == 1,
        }
