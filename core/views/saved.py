"""Keeping the filters of a list under a name, and throwing them away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from core import clock
from core.gate import Access, GatedView
from core.listing.saving import drop_view, save_view
from core.models import SavedView
from core.people import person_of
from core.views.days import way_back
from core.views.writes import Attempt


class SaveView(GatedView):
    """POST keeps what the list shows now."""

    permission = Access.SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        sent = request.POST
        with Attempt(request):
            save_view(
                page=sent.get("page", ""),
                name=sent.get("name", "").replace("\x00", ""),
                query=sent.get("query", "").replace("\x00", ""),
                by=person_of(request),
                at=clock.now(),
            )
            messages.success(request, _("The filters are kept."))
        return redirect(way_back(sent.get("next")) or "/")


class DropView(GatedView):
    """POST throws kept filters away."""

    permission = Access.SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        drop_view(view=get_object_or_404(SavedView.objects.visible_to(person_of(request)), pk=pk))
        messages.success(request, _("The kept filters are thrown away."))
        return redirect(way_back(request.POST.get("next")) or "/")
