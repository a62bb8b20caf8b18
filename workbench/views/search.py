"""One box over everything in the person's sight."""

from dataclasses import replace
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import walls
from core.gate import GatedView
from core.identifiers import one_width
from core.people import person_of
from core.plain import Plain
from core.views.lists import page_size
from workbench.permissions import WorkbenchPermission
from workbench.searching import LONGEST, firms_named, groups, hits_of, is_enough, kind_named, search

#: So many hits of a kind are offered under the box in the top bar.
OFFERED: Final = 3


class SearchView(GatedView):
    """`?q=`: hits by kind, a few of each; with `kind=` all of that kind, paged. The box in the top bar asks for the first."""

    permission = WorkbenchPermission.WORKBENCH_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        text = " ".join(one_width(request.GET.get("q", "").replace("\x00", "")).split())
        context: Plain = {
            "q": text[:LONGEST],
            "is_enough": is_enough(text),
            "is_long": len(text) > LONGEST,
            "longest": LONGEST,
        }
        with walls.own_alone():
            if "HX-Request" in request.headers:
                return render(request, "workbench/_first.html", context | self.first(request, text))
            if is_enough(text):
                context |= self.found(request, text)
            return render(request, "workbench/search.html", context)

    def first(self, request: HttpRequest, text: str) -> Plain:
        """What is offered while somebody types."""
        found = [replace(group, hits=group.hits[:OFFERED]) for group in search(person_of(request), text)]
        return {"found": found, "shown": sum(len(group.hits) for group in found)}

    def found(self, request: HttpRequest, text: str) -> Plain:
        person = person_of(request)
        firms = firms_named(person, text)
        context: Plain = {"is_cut": firms.is_cut}
        kind = kind_named(person, request.GET.get("kind", ""))
        if kind is None:
            return context | {"found": groups(person, text, firms)}
        rows = kind.find(person, text, firms.keys)
        page = Paginator(rows.values_list("pk", flat=True), page_size(request)).get_page(request.GET.get("page"))
        hits = hits_of(kind, rows, list(page.object_list), text)
        return context | {"kind": kind.label, "page": page, "hits": hits}
