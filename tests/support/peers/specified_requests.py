"""The request that a test case asks for, made by asn1crypto and cryptography. In the case bytes are hexadecimal,
integers decimal."""

from datetime import datetime

from asn1crypto import ocsp, x509

from . import cryptography_messages, extensions
from .asn1crypto_requests import cert_id
from .extensions import NULL, access, extension, uri
from .oids import EXTENSION_OIDS, HASH_OIDS, PKIX_OCSP
from .structures import algorithm, encoded

octets = bytes.fromhex
time = datetime.fromisoformat


# What the makers of the JavaScript API are given, and the contents of extnValue that is to come of it.
VALUES = {
    "nonce": lambda value: extensions.nonce(octets(value)),
    "acceptableResponses": lambda oids: extensions.acceptable_responses(oids),
    "preferredSignatureAlgorithms": lambda names: extensions.preferred_signature_algorithms(names),
    "serviceLocator": lambda issuer, urls=(): extensions.service_locator(
        octets(issuer), [access(PKIX_OCSP, uri(url)) for url in urls]),
    "archiveCutoff": lambda moment: extensions.generalized_time(time(moment)),
    "crlReferences": lambda reference: extensions.crl_references(
        reference.get("url"),
        int(reference["number"]) if "number" in reference else None,
        time(reference["time"]) if "time" in reference else None),
    "extendedRevoke": extensions.extended_revoke,
    "cRLReason": extensions.crl_reason,
    "invalidityDate": lambda moment: extensions.generalized_time(time(moment)),
}


def encode_extension(wanted):
    """{maker, given, critical}; the maker "extension" is given OID and value."""
    if wanted["maker"] == "extension":
        oid, value = wanted["given"]
        return extension(oid, wanted["critical"], octets(value))
    return extension(EXTENSION_OIDS[wanted["maker"]], wanted["critical"], VALUES[wanted["maker"]](*wanted["given"]))


def encode_cert_id(wanted):
    if "der" in wanted:
        return ocsp.CertId.load(octets(wanted["der"]))
    name = wanted["hashAlgorithm"]
    if "certificate" in wanted:
        request = cryptography_messages.cert_ids(octets(wanted["certificate"]), octets(wanted["issuer"]))[name]
        return ocsp.CertId.load(encoded(ocsp.OCSPRequest.load(request)["tbs_request"]["request_list"][0]["req_cert"]))
    return cert_id(algorithm(HASH_OIDS[name], NULL), octets(wanted["issuerNameHash"]), octets(wanted["issuerKeyHash"]),
                   int(wanted["serialNumber"]))


def encode_entry(wanted):
    fields = {"req_cert": encode_cert_id(wanted["certID"])}
    if wanted["extensions"]:
        fields["single_request_extensions"] = [encode_extension(one) for one in wanted["extensions"]]
    return fields


def build(wanted):
    tbs = {"request_list": [encode_entry(entry) for entry in wanted["entries"]]}
    if wanted["requestorName"] is not None:
        tbs["requestor_name"] = x509.GeneralName("directory_name", x509.Name.load(octets(wanted["requestorName"])))
    if wanted["extensions"]:
        tbs["request_extensions"] = [encode_extension(one) for one in wanted["extensions"]]
    return ocsp.OCSPRequest({"tbs_request": tbs}).dump()
