"""The board: what is open, how old, how late, and whose."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Permission
from core import clock
from core.gate import GatedView
from core.touches import Memory
from hazards.board import counted, tables
from hazards.filters import AGES
from hazards.models import Hazard

HEADINGS = {"city": _("By city"), "sector": _("By sector"), "insurer": _("By insurer"), "topic": _("By topic")}


class BoardView(GatedView):
    permission = Permission.HAZARD_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        today = clock.today()
        rows = Hazard.objects.visible_to(request.user)
        numbers = Memory().kept(rows.open(), f"board {today}", lambda: counted(rows, today))
        lines = tables(numbers)
        context = {
            "all": lines[""][0],
            "tables": [{"name": name, "heading": HEADINGS[name], "lines": lines[name]} for name in HEADINGS],
            "ages": [label for _code, label in AGES],
            "today": today,
        }
        return render(request, "hazards/board.html", context)
