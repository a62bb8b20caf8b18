"""A ledger as a workbook: at once, or by a job where it is long; contact data without a mask against a reason."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from core import clock
from core.gate import GatedView
from core.people import person_of
from core.permissions import CorePermission
from core.views.downloads import attachment
from core.views.writes import add_reasons
from core.writing import Refused
from enterprises.forms import ReasonForm
from insurers.base import exporting


class LedgerExportView(GatedView):
    """The whole ledger that the person may see, in official layout. `?contacts=1` asks why they are needed unmasked."""

    permission = CorePermission.LEDGER_EXPORT
    http_method_names = ["get", "post", "options"]

    def get(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        self.insist_known(kind)
        if request.GET.get("contacts"):
            exporting.require_export(kind, person_of(request))
            return self.page(request, kind, ReasonForm())
        return self.answer(request, kind)

    def post(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        self.insist_known(kind)
        exporting.require_export(kind, person_of(request))
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                return self.answer(request, kind, form.cleaned_data["reason"])
            except Refused as refused:
                add_reasons(form, refused)
        return self.page(request, kind, form, 400)

    def insist_known(self, kind: str) -> None:
        if kind not in exporting.EXPORTS:
            raise Http404

    def page(self, request: HttpRequest, kind: str, form: ReasonForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "export": exporting.EXPORTS[kind], "kind": kind}
        return render(request, "workbench/export_reason.html", context, status=status)

    def answer(self, request: HttpRequest, kind: str, reason: str = "") -> HttpResponseBase:
        person = person_of(request)
        if exporting.row_count(kind, person) > exporting.DIRECT_ROWS:
            job = exporting.start_export(kind=kind, by=person, at=clock.now(), reason=reason)
            return redirect("core:job-detail", pk=job.pk)
        today = clock.today()
        with TemporaryDirectory() as folder:
            path = Path(folder) / "ledger.xlsx"
            try:
                exporting.export_ledger(kind=kind, by=person, at=clock.now(), today=today, path=path, reason=reason)
            except exporting.ExportUnsteady as unsteady:
                messages.warning(request, str(unsteady))
                return redirect("home")
            body = BytesIO(path.read_bytes())
        return attachment(body, exporting.file_name(kind, today))
