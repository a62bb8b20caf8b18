"""Keeping a draft: from script as one types, and by a button without script."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core import clock
from core.forms import drafts
from core.gate import Access, GatedView
from core.people import person_of
from core.views.days import way_back


class DraftView(GatedView):
    """POST keeps the fields sent; with `draft_next` the answer is the form's page again."""

    permission = Access.SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        after = way_back(request.POST.get("draft_next"))
        try:
            draft = drafts.keep(key=key[:100], sent=request.POST, by=person_of(request), at=clock.now())
        except drafts.DraftTooLong:
            return HttpResponse(_("The draft is too long to be kept."), status=413, content_type="text/plain")
        told = _("Draft kept at %(time)s.") % {"time": f"{localtime(draft.updated_at):%H:%M:%S}"}
        if after:
            messages.success(request, told)
            return HttpResponseRedirect(after)
        return HttpResponse(told, content_type="text/plain; charset=utf-8")


class DraftDropView(GatedView):
    """Throw a draft away."""

    permission = Access.SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        drafts.drop(key, request.user)
        messages.success(request, _("The draft is thrown away."))
        return HttpResponseRedirect(way_back(request.POST.get("draft_next")) or "/")
