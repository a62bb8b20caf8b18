"""Files of rows on their way out: whoever sees the row, nobody else; nothing runs inside the portal."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from core.attachments import subject_visible
from core.gate import Access, GatedView
from core.models import Attachment, StoredFile
from core.views.downloads import attachment as as_attachment


class AttachmentView(GatedView):
    """`?` download; with `inline` the picture, video or PDF for the page."""

    permission = Access.SIGNED_IN
    http_method_names = ["get", "head", "options"]
    inline = False

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Attachment.objects.select_related("file", "preview")
        found = get_object_or_404(rows, pk=pk, removed_at__isnull=True)
        if subject_visible(found, request.user) is None:
            raise Http404
        if not self.inline:
            return as_attachment(found.file.file.open("rb"), found.file.name)  # type: ignore[return-value]
        if not found.opens_inline:
            raise Http404
        return shown(found.preview or found.file, "image/jpeg" if found.preview else found.media_type)


def shown(stored: StoredFile, media_type: str) -> HttpResponse:
    """A file answer of a type that we have told ourselves; it may load and run nothing."""
    response = FileResponse(stored.file.open("rb"), content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = (
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"
    )
    return response  # type: ignore[return-value]
