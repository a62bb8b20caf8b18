"""Files of rows on their way out: whoever sees the row, nobody else; nothing runs inside the portal."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from core.attachments import subject_visible
from core.gate import Access, GatedView
from core.models import Attachment
from core.views import downloads


class AttachmentView(GatedView):
    """`?` download; with `inline` the picture, video or PDF for the page."""

    permission = Access.SIGNED_IN
    http_method_names = ["get", "head", "options"]
    inline = False

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        rows = Attachment.objects.select_related("file", "preview")
        found = get_object_or_404(rows, pk=pk, removed_at__isnull=True)
        if subject_visible(found, request.user) is None:
            raise Http404
        if not self.inline:
            return downloads.download(request, found.file)
        if not found.opens_inline:
            raise Http404
        return downloads.inline(
            request, found.preview or found.file, "image/jpeg" if found.preview else found.media_type
        )
