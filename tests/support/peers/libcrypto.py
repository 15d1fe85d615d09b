"""OpenSSL's libcrypto, called in this process: what `openssl ocsp` is made of, without a process for each message."""

import contextlib
import ctypes
import ctypes.util
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_ulong, c_void_p

# By a letter: p pointer, a address of a pointer, b bytes, i int, n address of an int, l long, u unsigned long, v
# nothing.
TYPES = {
    "p": c_void_p, "a": POINTER(c_void_p), "b": c_char_p, "i": c_int, "n": POINTER(c_int), "l": c_long, "u": c_ulong,
    "v": None,
}
# Result and arguments of each function that is called.
PROTOTYPES = {
    "d2i_OCSP_RESPONSE": "p pal", "d2i_OCSP_REQUEST": "p pal", "d2i_X509": "p pal", "d2i_X509_ALGOR": "p pal",
    "d2i_ASN1_TYPE": "p pal", "i2d_X509": "i pa", "i2d_X509_NAME": "i pa", "i2d_OCSP_CERTID": "i pa",
    "OCSP_RESPONSE_free": "v p", "OCSP_REQUEST_free": "v p", "OCSP_BASICRESP_free": "v p", "X509_free": "v p",
    "X509_ALGOR_free": "v p", "ASN1_TYPE_free": "v p", "ASN1_STRING_free": "v p", "CRYPTO_free": "v pbi",
    "OPENSSL_sk_new_null": "p ", "OPENSSL_sk_push": "i pp", "OPENSSL_sk_num": "i p", "OPENSSL_sk_value": "p pi",
    "OPENSSL_sk_free": "v p",
    "OCSP_response_status": "i p", "OCSP_response_get1_basic": "p p",
    "OCSP_basic_verify": "i pppu", "OCSP_request_verify": "i pppu",
    "OCSP_resp_count": "i p", "OCSP_resp_get0": "p pi", "OCSP_resp_get0_produced_at": "p p",
    "OCSP_resp_get0_id": "i paa",
    "OCSP_resp_get0_certs": "p p", "OCSP_resp_get0_signature": "p p", "OCSP_resp_get0_tbs_sigalg": "p p",
    "OCSP_BASICRESP_get_ext_count": "i p", "OCSP_BASICRESP_get_ext": "p pi",
    "OCSP_SINGLERESP_get0_id": "p p", "OCSP_single_get0_status": "i pnaaa",
    "OCSP_SINGLERESP_get_ext_count": "i p", "OCSP_SINGLERESP_get_ext": "p pi",
    "OCSP_request_onereq_count": "i p", "OCSP_request_onereq_get0": "p pi", "OCSP_request_is_signed": "i p",
    "OCSP_REQUEST_get_ext_count": "i p", "OCSP_REQUEST_get_ext": "p pi",
    "OCSP_onereq_get0_id": "p p", "OCSP_ONEREQ_get_ext_count": "i p", "OCSP_ONEREQ_get_ext": "p pi",
    "OCSP_id_get0_info": "i aaaap",
    "X509_EXTENSION_get_object": "p p", "X509_EXTENSION_get_critical": "i p", "X509_EXTENSION_get_data": "p p",
    "X509_ALGOR_get0": "v anap", "X509_get0_pubkey": "p p",
    "ASN1_STRING_get0_data": "p p", "ASN1_STRING_length": "i p", "ASN1_STRING_type_new": "p i",
    "ASN1_STRING_set": "i pbi",
    "ASN1_ANY_it": "p ", "ASN1_item_verify": "i ppppp",
    "OBJ_obj2txt": "i bipi", "OBJ_txt2nid": "i b", "OBJ_nid2sn": "b i", "OBJ_nid2ln": "b i",
    "OBJ_add_sigid": "i iii", "ERR_clear_error": "v ",
}
NOINTERN, TRUSTOTHER = 0x2, 0x200
BIT_STRING = 3
# Signature, hash and key: OpenSSL 3.0 has all three, but its table does not say that they belong together.
FURTHER_SIGNATURES = [
    (b"2.16.840.1.101.3.4.3.3", b"SHA384", b"DSA"), (b"2.16.840.1.101.3.4.3.4", b"SHA512", b"DSA"),
    (b"2.16.840.1.101.3.4.3.9", b"SHA3-224", b"id-ecPublicKey"),
    (b"2.16.840.1.101.3.4.3.10", b"SHA3-256", b"id-ecPublicKey"),
    (b"2.16.840.1.101.3.4.3.11", b"SHA3-384", b"id-ecPublicKey"),
    (b"2.16.840.1.101.3.4.3.12", b"SHA3-512", b"id-ecPublicKey"),
]


def load():
    library = ctypes.CDLL(ctypes.util.find_library("crypto"))
    for name, prototype in PROTOTYPES.items():
        result, _, arguments = prototype.partition(" ")
        function = getattr(library, name)
        function.restype, function.argtypes = TYPES[result], [TYPES[letter] for letter in arguments]
    for names in FURTHER_SIGNATURES:
        library.OBJ_add_sigid(*map(library.OBJ_txt2nid, names))
    return library


crypto = load()


@contextlib.contextmanager
def decoded(kind, der):
    """A structure, for as long as the with statement lasts; every byte belongs to it."""
    buffer = ctypes.create_string_buffer(der, len(der))
    start = ctypes.addressof(buffer)
    at = c_void_p(start)
    structure = getattr(crypto, f"d2i_{kind}")(None, byref(at), len(der))
    try:
        if not structure or at.value != start + len(der):
            raise ValueError(f"libcrypto reads no {kind}")
        yield structure
    finally:
        getattr(crypto, f"{kind}_free")(structure)
        crypto.ERR_clear_error()


def encoded(kind, structure):
    """DER of a structure."""
    at = c_void_p()
    length = getattr(crypto, f"i2d_{kind}")(structure, byref(at))
    try:
        return ctypes.string_at(at, length)
    finally:
        crypto.CRYPTO_free(at, b"", 0)


def verifies(algorithm, data, signature, certificate):
    """Whether the signature over the bytes is by the key of the certificate. All are DER but the octets of the
    signature."""
    bits = crypto.ASN1_STRING_type_new(BIT_STRING)
    try:
        crypto.ASN1_STRING_set(bits, signature, len(signature))
        # Data of any type stays the bytes that it was.
        with decoded("X509_ALGOR", algorithm) as identifier, decoded("ASN1_TYPE", data) as signed:
            with decoded("X509", certificate) as signer:
                key = crypto.X509_get0_pubkey(signer)
                return crypto.ASN1_item_verify(crypto.ASN1_ANY_it(), identifier, bits, signed, key) == 1
    finally:
        crypto.ASN1_STRING_free(bits)


@contextlib.contextmanager
def stack_of(structure):
    stack = crypto.OPENSSL_sk_new_null()
    try:
        crypto.OPENSSL_sk_push(stack, structure)
        yield stack
    finally:
        crypto.OPENSSL_sk_free(stack)


@contextlib.contextmanager
def basic_response(response):
    basic = crypto.OCSP_response_get1_basic(response)
    try:
        if not basic:
            raise ValueError("libcrypto reads no BasicOCSPResponse")
        yield basic
    finally:
        crypto.OCSP_BASICRESP_free(basic)


def response_verifies(der, certificate):
    """As `openssl ocsp -respin -verify_other certificate -trust_other`: the responder id is the certificate's, too."""
    with decoded("OCSP_RESPONSE", der) as response, basic_response(response) as basic, \
            decoded("X509", certificate) as signer:
        with stack_of(signer) as signers:
            return crypto.OCSP_basic_verify(basic, signers, None, NOINTERN | TRUSTOTHER) == 1


def request_verifies(der, certificate):
    """The requestorName is the certificate's subject, too."""
    with decoded("OCSP_REQUEST", der) as request, decoded("X509", certificate) as signer, stack_of(signer) as signers:
        return crypto.OCSP_request_verify(request, signers, None, NOINTERN | TRUSTOTHER) == 1
