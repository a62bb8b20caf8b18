"""Files on their way out: as attachments with names that survive (RFC 6266)."""

from typing import IO

from django.http import FileResponse


def attachment(stream: IO[bytes], name: str) -> FileResponse:
    """A file answer that no browser opens inside the portal."""
    response = FileResponse(stream, as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
