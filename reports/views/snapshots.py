"""A built report: its figures, each opening its rows, and its files."""

from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from core.gate import Access, GatedView
from core.views.downloads import download
from core.workbooks.formats import printed
from reports.figures import FIGURES, Figure
from reports.models import Snapshot
from reports.permissions import ReportPermission
from reports.rules import from_json


class SnapshotLine(NamedTuple):
    """A figure of a snapshot as the page prints it; one that is unknown opens no rows."""

    figure: Figure
    text: str
    is_known: bool


def lines_of(snapshot: Snapshot) -> Iterator[SnapshotLine]:
    """The figures of a snapshot in the contract's order."""
    for figure in FIGURES.values():
        if figure.id in snapshot.figures:
            value = from_json(snapshot.figures[figure.id])
            yield SnapshotLine(figure, printed(figure.form, value), value is not None)


class SnapshotView(GatedView):
    permission = ReportPermission.CITY_REPORT_BUILD

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Snapshot.objects.visible_to(request.user).select_related("city", "organisation", "built_by")
        snapshot = get_object_or_404(rows, pk=pk)
        context = {
            "snapshot": snapshot,
            "lines": list(lines_of(snapshot)),
            "files": snapshot.files.all(),
            "city_query": f"&city={snapshot.city_id}" if snapshot.city_id else "",
        }
        return render(request, "reports/snapshot_detail.html", context)


class DownloadView(GatedView):
    """Whoever may not see the snapshot gets 404, whatever the role: a file's address tells nothing."""

    permission = Access.SIGNED_IN

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        snapshot = get_object_or_404(Snapshot.objects.visible_to(request.user), pk=pk)
        stored = get_object_or_404(snapshot.files, pk=file)
        return download(request, stored)
