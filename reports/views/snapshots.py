"""A built report: its figures, each opening its rows, and its files."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.permissions import Permission
from core.downloads import attachment
from core.gate import Access, GatedView
from reports import catalogue
from reports.models import Snapshot
from reports.rules import from_json, printed


class SnapshotView(GatedView):
    permission = Permission.CITY_REPORT_BUILD

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Snapshot.objects.visible_to(request.user).select_related("city", "organisation", "built_by")
        snapshot = get_object_or_404(rows, pk=pk)
        known = catalogue.by_id()
        figures = [
            {"entry": known[figure], "text": printed(figure, from_json(value)), "known": value is not None}
            for figure, value in snapshot.figures.items()
        ]
        figures.sort(key=lambda item: list(known).index(item["entry"].id))  # type: ignore[attr-defined]
        return render(
            request, "reports/snapshot_detail.html",
            {"snapshot": snapshot, "figures": figures, "files": snapshot.files.all()},
        )  # fmt: skip


class DownloadView(GatedView):
    """Whoever may not see the snapshot gets 404, whatever the role (issue: who may not gets 404)."""

    permission = Access.SIGNED_IN

    def get(self, request: HttpRequest, pk: int, file: int) -> FileResponse:
        snapshot = get_object_or_404(Snapshot.objects.visible_to(request.user), pk=pk)
        stored = get_object_or_404(snapshot.files, pk=file)
        return attachment(stored.file.open("rb"), stored.name)
