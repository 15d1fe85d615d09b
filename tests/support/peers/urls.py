"""GET URLs of RFC 6960 appendix A.1, as urllib and base64 write them."""

from base64 import b64encode
from urllib.parse import quote


def get_url(responder_url, request):
    """What a client sends: everything percent-encoded that is not a letter or digit."""
    return f"{responder_url.rstrip('/')}/{quote(b64encode(request), safe='')}"


def variants(request):
    """Other ways to write the path that servers see: less encoded, lower-case hexadecimal, encoded by a client that
    spares '/'."""
    text = b64encode(request).decode()
    encoded = quote(text, safe="")
    lower_case = encoded.replace("%2B", "%2b").replace("%2F", "%2f").replace("%3D", "%3d")
    return ["/" + path for path in (encoded, text, quote(text), lower_case)]
