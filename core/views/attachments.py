"""Files of rows on their way out: whoever sees the row, nobody else; nothing runs inside the portal."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from core import attachments, clock
from core.gate import Access, GatedView, NotAllowed
from core.models import Attachment
from core.people import person_of
from core.views import downloads
from core.views.writes import Attempt


class AttachmentView(GatedView):
    """`?` download; with `inline` the picture, video or PDF for the page."""

    permission = Access.SIGNED_IN
    http_method_names = ["get", "head", "options"]
    inline = False

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        rows = Attachment.objects.select_related("file", "preview")
        found = get_object_or_404(rows, pk=pk, removed_at__isnull=True)
        if attachments.subject_visible(found, request.user) is None:
            raise Http404
        if not self.inline:
            return downloads.download(request, found.file)
        if not found.opens_inline:
            raise Http404
        return downloads.inline(
            request, found.preview or found.file, "image/jpeg" if found.preview else found.media_type
        )


class AttachmentRemoveView(GatedView):
    """Take a file away from the page of its row, where the room offers it; the service asks who may."""

    permission = Access.SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = get_object_or_404(Attachment, pk=pk, removed_at__isnull=True)
        subject = attachments.subject_visible(found, request.user)
        if subject is None:
            raise Http404
        page = attachments.page_of(found, subject)
        if page is None:
            raise NotAllowed(f"files of {found.kind} are not taken away here")
        with Attempt(request):
            attachments.remove(found, by=person_of(request), at=clock.now())
            messages.success(request, _("The file is taken away."))
        return redirect(page)
