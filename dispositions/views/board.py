"""The board of dispositions: every number opens its rows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import clock
from core.gate import GatedView
from core.people import person_of
from dispositions.figures import EXPLAINED, board_of
from dispositions.permissions import DispositionPermission


class BoardView(GatedView):
    """By authority, subject, measure and age; deadlines kept; fines."""

    permission = DispositionPermission.BOARD_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        board = board_of(person_of(request), clock.today())
        return render(request, "dispositions/board.html", {"board": board, "explained": EXPLAINED})
