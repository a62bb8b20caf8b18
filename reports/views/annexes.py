"""The annex tables of a built report, each by itself: sheets of its workbook, which stay as they were frozen."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from core.gate import GatedView
from core.views import errors
from core.views.downloads import attachment
from core.workbooks.official import sheet_alone, sheet_names
from reports.permissions import ReportPermission
from reports.services.building import file_name, workbook_path
from reports.views.snapshots import snapshot_or_404


class TablesView(GatedView):
    """The list of the tables."""

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        snapshot = snapshot_or_404(request, pk)
        if snapshot.workbook.is_withheld:
            return errors.withheld(request, snapshot.workbook.scan)
        names = list(enumerate(sheet_names(workbook_path(snapshot))))
        return render(request, "reports/snapshot_tables.html", {"snapshot": snapshot, "tables": names})


class TableView(GatedView):
    """One table, by its place in the workbook."""

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
        snapshot = snapshot_or_404(request, pk)
        if snapshot.workbook.is_withheld:
            return errors.withheld(request, snapshot.workbook.scan)
        path = workbook_path(snapshot)
        names = sheet_names(path)
        if number >= len(names):
            raise Http404
        stem = file_name(snapshot, "xlsx").removesuffix(".xlsx")
        return attachment(sheet_alone(path, names[number]), f"{stem}-{names[number].replace(' ', '-')}.xlsx")
