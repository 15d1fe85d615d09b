"""What a certificate says in its extensions, as Python's cryptography reads it."""

from cryptography import x509
from cryptography.x509.oid import ExtensionOID


def extension_value(certificate, oid):
    try:
        return certificate.extensions.get_extension_for_oid(oid).value
    except x509.ExtensionNotFound:
        return None


def access_urls(certificate, method):
    access = extension_value(certificate, ExtensionOID.AUTHORITY_INFORMATION_ACCESS)
    return [
        description.access_location.value for description in access or []
        if description.access_method == method
        and isinstance(description.access_location, x509.UniformResourceIdentifier)
    ]
