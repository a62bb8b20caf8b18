"""What fits the text that was typed into a picker, as the buttons below its field."""

import re
from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core import clock
from core.contributions.pickers import BETWEEN, MOST, Source, sources
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
        text = cleaned(re.split(BETWEEN, str(sent))[-1] if source.is_list else str(sent))
        is_asked = len(text) >= source.least
        found = islice(source.search(user, text, clock.today(), **beside(request, source)), MOST) if is_asked else ()
        return render(request, "core/_picks.html", {"picks": list(found), "asked": is_asked})


def beside(request: HttpRequest, source: Source) -> dict[str, str]:
    """What the fields beside the picker hold; in a line of a longer form their names begin with that of the line."""
    sent = {name.rpartition("-")[2]: value for name, value in request.GET.items()}
    return {name: cleaned(str(sent[name])) for name in source.beside if name in sent}


def cleaned(text: str) -> str:
    return text.replace("\x00", "").strip()[:60]
