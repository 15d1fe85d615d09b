"""ASN.1 that asn1crypto has in a narrower form than the RFCs, or not at all."""

from asn1crypto import algos, core, ocsp, x509


class AttributeTypeAndValue(core.Sequence):
    _fields = [("type", core.ObjectIdentifier), ("value", core.Any)]


class RelativeDistinguishedName(core.SetOf):
    _child_spec = AttributeTypeAndValue


class RDNSequence(core.SequenceOf):
    _child_spec = RelativeDistinguishedName


class Extension(core.Sequence):
    _fields = [
        ("extn_id", core.ObjectIdentifier), ("critical", core.Boolean, {"default": False}),
        ("extn_value", core.OctetString),
    ]


# asn1crypto reads some parts in its own, narrower or smoothing ways; here they are to stay what they are. What a Name
# or a certificate says is cryptography's to tell, a URL is not to be normalized, and the value of an extension can be
# anything.
GENERAL_NAME_SPECS = {x509.URI: core.IA5String, x509.EDIPartyName: core.Sequence}
x509.Name._alternatives = [("", RDNSequence)]
x509.GeneralName._alternatives = [
    (name, GENERAL_NAME_SPECS.get(spec, spec), *parameters)
    for name, spec, *parameters in x509.GeneralName._alternatives
]
ocsp.Certificates._child_spec = core.Sequence
for extensions in (
        ocsp.TBSRequestExtensions, ocsp.RequestExtensions, ocsp.ResponseDataExtensions, ocsp.SingleResponseExtensions):
    extensions._child_spec = Extension


def encoded(value):
    """The bytes that a value was read from. dump() may encode anew: it takes a length that ends in 0x80 for the
    indefinite form."""
    return value._header + value.contents


class AlgorithmIdentifier(core.Sequence):
    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any, {"optional": True})]


class SubjectPublicKeyInfo(core.Sequence):
    """A SubjectPublicKeyInfo of any algorithm."""

    _fields = [("algorithm", AlgorithmIdentifier), ("public_key", core.OctetBitString)]


class TBSCertificate(core.Sequence):
    """With any key and any extensions."""

    _fields = [
        ("version", core.Integer, {"explicit": 0, "optional": True}), ("serial_number", core.Integer),
        ("signature", AlgorithmIdentifier), ("issuer", core.Sequence), ("validity", core.Sequence),
        ("subject", core.Sequence),
        ("subject_public_key_info", SubjectPublicKeyInfo),
        ("extensions", core.Sequence, {"explicit": 3, "optional": True}),
    ]


class Certificate(core.Sequence):
    _fields = [
        ("tbs_certificate", TBSCertificate), ("signature_algorithm", AlgorithmIdentifier),
        ("signature", core.OctetBitString),
    ]


class CertID(core.Sequence):
    """With any hash algorithm."""

    _fields = [
        ("hash_algorithm", AlgorithmIdentifier), ("issuer_name_hash", core.OctetString),
        ("issuer_key_hash", core.OctetString),
        ("serial_number", core.Integer),
    ]


class ServiceLocator(core.Sequence):
    """Without locator, which cannot be empty where it is present."""

    _fields = [("issuer", x509.Name), ("locator", ocsp.AuthorityInfoAccessSyntax, {"optional": True})]


class PreferredSignatureAlgorithm(core.Sequence):
    _fields = [("sig_identifier", AlgorithmIdentifier), ("cert_identifier", AlgorithmIdentifier, {"optional": True})]


class PreferredSignatureAlgorithms(core.SequenceOf):
    _child_spec = PreferredSignatureAlgorithm


class ObjectIdentifiers(core.SequenceOf):
    _child_spec = core.ObjectIdentifier


class VersionedTBSRequest(core.Sequence):
    """With version v1 encoded, as some do although it is the default."""

    _fields = [("version", ocsp.Version, {"explicit": 0}), *ocsp.TBSRequest._fields[1:]]


class VersionedOCSPRequest(core.Sequence):
    _fields = [("tbs_request", VersionedTBSRequest), *ocsp.OCSPRequest._fields[1:]]


class VersionedResponseData(core.Sequence):
    _fields = [("version", ocsp.Version, {"explicit": 0}), *ocsp.ResponseData._fields[1:]]


class VersionedBasicOCSPResponse(core.Sequence):
    _fields = [("tbs_response_data", VersionedResponseData), *ocsp.BasicOCSPResponse._fields[1:]]


class ResponseBytes(core.Sequence):
    """With the bytes of any response."""

    _fields = [("response_type", core.ObjectIdentifier), ("response", core.OctetString)]


class OCSPResponse(core.Sequence):
    _fields = [
        ("response_status", ocsp.OCSPResponseStatus),
        ("response_bytes", ResponseBytes, {"explicit": 0, "optional": True}),
    ]


def algorithm(oid, parameters=None):
    """parameters: DER or None."""
    fields = {"algorithm": oid}
    if parameters is not None:
        fields["parameters"] = core.Any.load(parameters)
    return AlgorithmIdentifier(fields)


def pss_parameters(hash_name, salt_length):
    digest = {"algorithm": hash_name}
    return algos.RSASSAPSSParams({
        "hash_algorithm": digest, "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": digest},
        "salt_length": salt_length,
    })
