"""Uploading a workbook: choose, check, accept or send back, and the page that stays (ui.md 2.4)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import clock
from core.choices import Severity, UploadState
from core.downloads import attachment
from core.gate import Access, GatedView, NotAllowed, require
from core.imports import registry
from core.imports.importer import Importer
from core.imports.services import UploadNotReady, accept_upload, receive_upload, reject_upload
from core.jobs.ledger import place_in_queue
from core.models import Upload
from core.templates_of import template_file
from core.views.filters import UploadFilter
from core.views.lists import LedgerPage, page_size

OPEN = frozenset({UploadState.RECEIVED, UploadState.CHECKING})


def importer_or_404(kind: str) -> Importer:
    try:
        return registry.importer(kind)
    except KeyError:
        raise Http404 from None


class UploadListView(LedgerPage):
    permission = "upload.view"
    template_name = "core/upload_list.html"
    filters = UploadFilter

    def rows(self) -> QuerySet[Upload]:
        rows = Upload.objects.visible_to(self.request.user).select_related("file", "owner__organisation")
        return rows.order_by("-created_at", "-pk")

    def extra(self) -> dict[str, Any]:
        return {"titles": {kind: registry.importer(kind).title for kind in registry.kinds()}}


class UploadCreateView(GatedView):
    """Template, file, and the table of fields that the layout declares."""

    permission = Access.SIGNED_IN

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        importer = importer_or_404(kind)
        require(request.user, importer.permission)
        return self.page(request, importer)

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        importer = importer_or_404(kind)
        require(request.user, importer.permission)
        sent = request.FILES.get("file")
        if sent is None or not sent.name:
            return self.page(request, importer, error=_("Please choose a workbook first."), status=400)
        upload = receive_upload(kind=kind, stream=sent, name=sent.name, by=request.user, at=clock.now())
        return redirect("core:upload-detail", pk=upload.pk)

    def page(self, request: HttpRequest, importer: Importer, error: str = "", status: int = 200) -> HttpResponse:
        recent = Upload.objects.visible_to(request.user).filter(kind=importer.kind).select_related("file")
        context = {"importer": importer, "error": error, "recent": recent.order_by("-created_at", "-pk")[:5]}
        return render(request, "core/upload_create.html", context, status=status)


class TemplateDownloadView(GatedView):
    """The blank workbook with drop-downs, for whom may upload the kind."""

    permission = Access.SIGNED_IN

    def get(self, request: HttpRequest, kind: str) -> FileResponse:
        importer = importer_or_404(kind)
        require(request.user, importer.permission)
        return attachment(template_file(importer), f"{importer.title}模板-{importer.layout.version}.xlsx")


def upload_or_404(request: HttpRequest, pk: int) -> Upload:
    rows = Upload.objects.visible_to(request.user).select_related("file", "returned", "job", "owner__organisation")
    return get_object_or_404(rows, pk=pk)


class UploadDetailView(GatedView):
    """One upload for good: the file, its verdicts, who, when, and what it did."""

    permission = "upload.view"
    template_name = "core/upload_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = upload_or_404(request, pk)
        importer = registry.importer(upload.kind)
        own = upload.organisation_id == request.user.organisation_id  # type: ignore[union-attr]
        context: dict[str, Any] = {
            "upload": upload,
            "importer": importer,
            "is_open": upload.state in OPEN or (upload.job is not None and not upload.job.is_ended),
            "before": place_in_queue(upload.job) if upload.job else 0,
            "may_decide": own and importer.may_upload(request.user) and upload.state == UploadState.CHECKED,
            **verdicts_of(request, upload),
            **earlier_of(request, upload),
        }
        return render(request, self.template_name, context)


class UploadFragmentView(UploadDetailView):
    """The part of the page that asks for itself while the check runs."""

    template_name = "core/_upload_progress.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        response = super().get(request, pk)
        upload = upload_or_404(request, pk)
        if upload.job is not None and upload.job.is_ended:
            response["HX-Refresh"] = "true"
        return response


def verdicts_of(request: HttpRequest, upload: Upload) -> dict[str, Any]:
    """The verdicts in workbook order, a page of them, and how many there are of each code."""
    rows = upload.verdicts.all()
    chosen = request.GET.get("code", "")
    codes = rows.values_list("code", "severity").annotate(n=Count("pk")).order_by("severity", "-n")
    listed = rows.filter(code=chosen) if chosen else rows
    page = Paginator(listed.order_by("row", "pk"), page_size(request)).get_page(request.GET.get("page"))
    return {
        "page": page,
        "codes": [{"code": code, "severity": severity, "n": n} for code, severity, n in codes],
        "chosen": chosen,
        "error_count": sum(n for _code, severity, n in codes if severity == Severity.ERROR),
        "verdict_count": sum(n for *_rest, n in codes),
        "warned": rows.filter(severity="warning").values("row").distinct().count(),
    }


def earlier_of(request: HttpRequest, upload: Upload) -> dict[str, Any]:
    """The first upload of the very same file, if this is not the first."""
    same = Upload.objects.visible_to(request.user).filter(
        organisation_id=upload.organisation_id, kind=upload.kind, file__sha256=upload.file.sha256, pk__lt=upload.pk
    )
    return {"earlier": same.order_by("pk").first()}


class UploadDecisionView(GatedView):
    """Accept the good rows, or send the whole workbook back."""

    permission = "upload.view"
    http_method_names = ["post"]
    accepts = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = upload_or_404(request, pk)
        decide = accept_upload if self.accepts else reject_upload
        try:
            decide(upload=upload, by=request.user, at=clock.now())
        except UploadNotReady as state:
            messages.warning(request, _("This upload is “%(state)s”; the step is not open.") % {"state": state})
        return redirect("core:upload-detail", pk=pk)


class UploadFileView(GatedView):
    """The sent workbook, or the returned one, as it was stored."""

    permission = "upload.view"
    which = "file"

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        upload = upload_or_404(request, pk)
        if upload.organisation_id != request.user.organisation_id:  # type: ignore[union-attr]
            raise NotAllowed("contact data: the workbook itself is for its organisation")
        stored = getattr(upload, self.which)
        if stored is None:
            raise Http404
        return attachment(stored.file.open("rb"), stored.name)

