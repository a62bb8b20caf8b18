"""The board: what is open, how old, how late, and whose."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core import clock
from core.gate import GatedView
from core.people import person_of
from hazards.figures.board import dimensions_of, numbers_of, tables
from hazards.filters import AGES
from hazards.permissions import HazardPermission

HEADINGS = {
    "city": _("By city"),
    "county": _("By county"),
    "sector": _("By sector"),
    "insurer": _("By insurer"),
    "topic": _("By topic"),
}


class BoardView(GatedView):
    permission = HazardPermission.HAZARD_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        today = clock.today()
        lines = tables(numbers_of(person_of(request), today))
        ages = [label for _code, label in AGES]
        context = {
            "all": lines[""][0],
            "tables": [
                {
                    "name": name,
                    "heading": HEADINGS[name],
                    "lines": [(line, list(zip(ages, line.ages, strict=True))) for line in lines[name]],
                }
                for name in dimensions_of(person_of(request))
            ],
            "ages": ages,
            "today": today,
        }
        return render(request, "hazards/board.html", context)
