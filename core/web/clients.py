"""The address that a request really comes from, behind the fixed number of proxies of `PROXY_COUNT` (ASVS 15.3.4)."""

from django.conf import settings
from django.http import HttpRequest
from ipware import get_client_ip

#: Where the whole chain stands for ipware: what the proxies wrote, and who connected to us.
CHAIN = "PORTAL_CHAIN"


def client_address(request: HttpRequest) -> str:
    """The address that the outermost trusted proxy saw; without proxies, or past them, whoever connected to us.

    Each proxy adds its caller at the end of X-Forwarded-For, so places are counted from the end: what a client wrote
    there itself stays to the left and counts for nothing.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    count: int = settings.PROXY_COUNT
    if not count:
        return direct
    chain = HttpRequest()
    chain.META = {CHAIN: f"{request.META.get('HTTP_X_FORWARDED_FOR', '')}, {direct}".lstrip(", ")}
    found, _is_routable = get_client_ip(chain, proxy_count=count, request_header_order=[CHAIN], strict=False)
    return found or direct
