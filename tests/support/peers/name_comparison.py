"""Whether two Names are equal, as libcrypto's X509_NAME_cmp says."""

import ctypes
from ctypes import byref, c_long, c_void_p

from .libcrypto import crypto

crypto.d2i_X509_NAME.restype, crypto.d2i_X509_NAME.argtypes = c_void_p, [c_void_p, ctypes.POINTER(c_void_p), c_long]
crypto.X509_NAME_cmp.restype, crypto.X509_NAME_cmp.argtypes = ctypes.c_int, [c_void_p, c_void_p]
crypto.X509_NAME_free.restype, crypto.X509_NAME_free.argtypes = None, [c_void_p]


def load(der):
    buffer = ctypes.create_string_buffer(der, len(der))
    at = c_void_p(ctypes.addressof(buffer))
    name = crypto.d2i_X509_NAME(None, byref(at), len(der))
    crypto.ERR_clear_error()
    return name if name and at.value == ctypes.addressof(buffer) + len(der) else None


def compare(one, other):
    """True or False; None where libcrypto does not read one of them."""
    names = [load(bytes.fromhex(one)), load(bytes.fromhex(other))]
    try:
        if None in names:
            return None
        result = crypto.X509_NAME_cmp(*names)
        return None if result == -2 else result == 0
    finally:
        for name in names:
            if name is not None:
                crypto.X509_NAME_free(name)


def compare_names(pairs):
    return [compare(*pair) for pair in pairs]


def openssl_names(oids):
    """The short and the long name of each OID; None where OpenSSL has none."""
    numbers = [crypto.OBJ_txt2nid(oid.encode()) for oid in oids]
    return [[crypto.OBJ_nid2sn(number).decode(), crypto.OBJ_nid2ln(number).decode()] if number else None
            for number in numbers]
