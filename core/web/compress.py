"""What a browser reads as text goes out compressed: a list page weighs a fifth so, which a county's line feels."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from typing_extensions import override

#: Types of what a page is made of. Workbooks, documents and pictures are compressed in themselves.
TEXTS: Final = frozenset(
    (
        "text/html",
        "text/css",
        "text/plain",
        "text/javascript",
        "application/javascript",
        "application/json",
        "image/svg+xml",
    )
)
PARTIAL: Final = 206


class CompressMiddleware(GZipMiddleware):
    """Django's own, which adds bytes at random so that nobody learns a token from lengths, for texts alone.

    Static files of production are compressed beforehand and pass; so do files to keep, whose progress tells a length.
    """

    @override
    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:  # type: ignore[override]
        kind = response.get("Content-Type", "").partition(";")[0].strip().lower()
        is_kept = response.get("Content-Disposition", "").startswith("attachment")
        if kind not in TEXTS or is_kept or response.status_code == PARTIAL or request.method == "HEAD":
            return response
        return super().process_response(request, response)  # type: ignore[return-value]
