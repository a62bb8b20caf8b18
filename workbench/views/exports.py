"""A ledger as a workbook: at once, or by a job where it is long."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from core import clock
from core.gate import GatedView
from core.people import person_of
from core.permissions import CorePermission
from core.views.downloads import attachment
from insurers.base import exporting


class LedgerExportView(GatedView):
    """The whole ledger that the person may see, in official layout."""

    permission = CorePermission.LEDGER_EXPORT
    http_method_names = ["get", "options"]

    def get(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        if kind not in exporting.EXPORTS:
            raise Http404
        if exporting.row_count(kind, person_of(request)) > exporting.DIRECT_ROWS:
            job = exporting.start_export(kind=kind, by=person_of(request), at=clock.now())
            return redirect("core:job-detail", pk=job.pk)
        today = clock.today()
        with TemporaryDirectory() as folder:
            path = Path(folder) / "ledger.xlsx"
            try:
                exporting.export_ledger(kind=kind, by=person_of(request), at=clock.now(), today=today, path=path)
            except exporting.ExportUnsteady as reason:
                messages.warning(request, str(reason))
                return redirect("home")
            body = BytesIO(path.read_bytes())
        return attachment(body, exporting.file_name(kind, today))
