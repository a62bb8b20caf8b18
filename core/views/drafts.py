"""Keeping a draft: from script as one types, and by a button without script."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core import clock, drafts
from core.gate import Access, GatedView
from core.people import person_of


class DraftView(GatedView):
    """POST keeps the fields sent; with `draft_next` the answer is the form's page again."""

    permission = Access.SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        after = request.POST.get("draft_next", "")
        try:
            draft = drafts.keep(key=key[:100], sent=request.POST, by=person_of(request), at=clock.now())
        except drafts.DraftTooLong:
            return HttpResponse(_("The draft is too long to be kept."), status=413, content_type="text/plain")
        told = _("Draft kept at %(time)s.") % {"time": f"{localtime(draft.updated_at):%H:%M:%S}"}
        if after and url_has_allowed_host_and_scheme(after, allowed_hosts=None):
            messages.success(request, told)
            return redirect(after)
        return HttpResponse(told, content_type="text/plain; charset=utf-8")


class DraftDropView(GatedView):
    """Throw a draft away."""

    permission = Access.SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        drafts.drop(key, request.user)
        after = request.POST.get("draft_next", "")
        messages.success(request, _("The draft is thrown away."))
        return redirect(after if url_has_allowed_host_and_scheme(after, allowed_hosts=None) else "/")
