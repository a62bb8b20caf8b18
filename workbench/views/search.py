"""One box over everything in the person's sight."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import walls
from core.gate import GatedView
from core.people import person_of
from workbench.permissions import WorkbenchPermission
from workbench.searching import LEAST, LONGEST, is_enough, search


class SearchView(GatedView):
    """`?q=`: hits by kind, a few of each."""

    permission = WorkbenchPermission.WORKBENCH_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        text = " ".join(request.GET.get("q", "").replace("\x00", "").split())
        with walls.own_alone():
            found = search(person_of(request), text)
        context = {
            "q": text[:LONGEST],
            "found": found,
            "is_enough": is_enough(text),
            "least": LEAST,
            "is_long": len(text) > LONGEST,
            "longest": LONGEST,
            "total": sum(len(one.hits) for one in found),
        }
        return render(request, "workbench/search.html", context)
