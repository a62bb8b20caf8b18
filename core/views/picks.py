"""What fits the text that was typed into a picker, as the buttons below its field."""

from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core import clock
from core.contributions.pickers import LEAST, MOST, sources
from core.gate import Access, GatedView, require
from core.people import person_of


class PickView(GatedView):
    """The text is `?q=`, else whatever the field of the form is called."""

    permission = Access.SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, what: str) -> HttpResponse:
        source, user = sources().get(what), person_of(request)
        if source is None:
            raise Http404
        require(user, source.permission)
        sent = request.GET.get("q") or next(iter(request.GET.values()), "")
        text = str(sent).replace("\x00", "").strip()[:60]
        found = islice(source.search(user, text, clock.today()), MOST) if len(text) >= LEAST else ()
        return render(request, "core/_picks.html", {"picks": list(found), "asked": len(text) >= LEAST})
