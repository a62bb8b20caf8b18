"""Files on their way out: one gate for every stored file, names that survive (RFC 6266), nothing runs in the portal.

A view finds the row that the person may see and hands its file to `download` or `inline`; nobody else opens one. With
`X_ACCEL_PREFIX` the proxy sends the bytes from a folder that it serves to nobody by itself.
"""

from typing import IO, Final
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from core.models import StoredFile
from core.views import errors

#: What a file may do in a browser that opens it all the same: nothing.
SANDBOX: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"
#: A picture, a video and a PDF on a page: the browser's own viewer needs its styles.
VIEWED: Final = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)
UNKNOWN: Final = "application/octet-stream"


def attachment(stream: IO[bytes], name: str) -> FileResponse:
    """A built file that no browser opens inside the portal."""
    return _sealed(FileResponse(stream, as_attachment=True, filename=name), SANDBOX)  # type: ignore[return-value]


def download(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """A stored file under the name that it was given, if it passed the scan."""
    if stored.is_withheld:
        return errors.withheld(request, stored.scan)
    if settings.X_ACCEL_PREFIX:
        return _sealed(_handed_on(stored, UNKNOWN), SANDBOX)
    return attachment(stored.file.open("rb"), stored.name)


def inline(request: HttpRequest, stored: StoredFile, media_type: str) -> HttpResponseBase:
    """A stored file of a type that we have told ourselves, for a page."""
    if stored.is_withheld:
        return errors.withheld(request, stored.scan)
    if settings.X_ACCEL_PREFIX:
        return _sealed(_handed_on(stored, media_type, is_attachment=False), VIEWED)
    return _sealed(FileResponse(stored.file.open("rb"), content_type=media_type), VIEWED)


def _handed_on(stored: StoredFile, media_type: str, *, is_attachment: bool = True) -> HttpResponse:
    """The answer whose body the proxy puts in."""
    response = HttpResponse(content_type=media_type)
    response["X-Accel-Redirect"] = f"{settings.X_ACCEL_PREFIX.rstrip('/')}/{quote(str(stored.file.name))}"
    if is_attachment and (header := content_disposition_header(True, stored.name)):
        response["Content-Disposition"] = header
    return response


def _sealed(response: HttpResponseBase, policy: str) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = policy
    return response
