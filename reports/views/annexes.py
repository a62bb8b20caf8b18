"""The annex tables of a built report, each by itself: sheets of its workbook, which stay as they were frozen."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from core.gate import GatedView
from core.views.downloads import attachment
from core.workbooks.official import sheet_alone, sheet_names
from reports.models import Snapshot
from reports.permissions import ReportPermission
from reports.services.building import file_name
from reports.views.snapshots import snapshot_or_404


def path_of(snapshot: Snapshot) -> Path:
    """Where its workbook lies."""
    return Path(snapshot.workbook.file.path)


class TablesView(GatedView):
    """The list of the tables."""

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        snapshot = snapshot_or_404(request, pk)
        names = list(enumerate(sheet_names(path_of(snapshot))))
        return render(request, "reports/snapshot_tables.html", {"snapshot": snapshot, "tables": names})


class TableView(GatedView):
    """One table, by its place in the workbook."""

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
        snapshot = snapshot_or_404(request, pk)
        path = path_of(snapshot)
        names = sheet_names(path)
        if number >= len(names):
            raise Http404
        stem = file_name(snapshot, "xlsx").removesuffix(".xlsx")
        return attachment(sheet_alone(path, names[number]), f"{stem}-{names[number].replace(' ', '-')}.xlsx")
