"""Sending a workbook, deciding on it, and the files on their way out (ui.md 2.4)."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import clock
from core.contributions.scoping import is_own
from core.gate import Access, GatedView, NotAllowed, require
from core.imports import registry
from core.imports.filters import UploadFilter
from core.imports.importer import Importer
from core.imports.models import Upload
from core.imports.permissions import ImportPermission
from core.imports.services import UploadNotReady, accept_upload, receive_upload, reject_upload, take_sheet
from core.imports.templates import template_file
from core.imports.views.looks import LOOKS, UPLOAD_COLUMNS
from core.imports.views.results import open_held, upload_or_404
from core.imports.withdrawing import WithdrawalRefused, withdraw_upload
from core.people import person_of
from core.views.downloads import attachment, download
from core.views.lists import LedgerPage
from core.views.writes import Attempt
from core.writing import Refused

RECENT = 5


def importer_or_404(kind: str) -> Importer:
    """The importer of a kind in the address."""
    try:
        return registry.importer(kind)
    except KeyError:
        raise Http404 from None


def importers() -> list[Importer]:
    return [registry.importer(kind) for kind in registry.kinds()]


class UploadListView(LedgerPage):
    """All uploads of one's organisation; the provincial office reads everybody's."""

    permission = ImportPermission.UPLOAD_VIEW
    template_name = "imports/upload_list.html"
    filters = UploadFilter
    looks = LOOKS
    list_columns = UPLOAD_COLUMNS

    def rows(self) -> QuerySet[Upload]:
        rows = Upload.objects.visible_to(self.person).select_related("file", "owner__organisation", "job")
        return rows.prefetch_related("owner__postings").order_by("-created_at", "-pk")

    def extra(self) -> dict[str, object]:
        return {"own_kinds": [importer for importer in importers() if importer.may_upload(self.person)]}


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
        try:
            upload = receive_upload(kind=kind, stream=sent, name=sent.name, by=person_of(request), at=clock.now())
        except Refused as refused:
            return self.page(request, importer, error=refused.sentence, status=400)
        return redirect("imports:upload-detail", pk=upload.pk)

    def page(self, request: HttpRequest, importer: Importer, error: str = "", status: int = 200) -> HttpResponse:
        recent = Upload.objects.visible_to(request.user).filter(kind=importer.kind).select_related("file")
        context = {
            "importer": importer,
            "error": error,
            "recent": recent.order_by("-created_at", "-pk")[:RECENT],
            "open_held": open_held(request, importer.kind),
        }
        return render(request, "imports/upload_create.html", context, status=status)


class TemplateDownloadView(GatedView):
    """The blank workbook with drop-downs, for whom may upload the kind."""

    permission = Access.SIGNED_IN
    is_blank = True

    def get(self, request: HttpRequest, kind: str) -> FileResponse:
        importer = importer_or_404(kind)
        require(request.user, importer.permission)
        return attachment(
            template_file(importer, clock.today()), f"{importer.title}模板-{importer.layout.version}.xlsx"
        )


class UploadDecisionView(GatedView):
    """Accept the good rows, or send the whole workbook back."""

    permission = ImportPermission.UPLOAD_VIEW
    http_method_names = ["post"]
    accepts = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = upload_or_404(request, pk)
        decide = accept_upload if self.accepts else reject_upload
        try:
            decide(upload=upload, by=person_of(request), at=clock.now())
        except UploadNotReady as state:
            messages.warning(request, _("This upload is “%(state)s”; the step is not open.") % {"state": state})
        return redirect("imports:upload-detail", pk=pk)


class UploadSheetView(GatedView):
    """Take a further sheet of the same file as an upload of its own."""

    permission = ImportPermission.UPLOAD_VIEW
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = upload_or_404(request, pk)
        with Attempt(request):
            taken = take_sheet(
                upload=upload, sheet=request.POST.get("sheet", ""), by=person_of(request), at=clock.now()
            )
            return redirect("imports:upload-detail", pk=taken.pk)
        return redirect("imports:upload-detail", pk=pk)


class UploadWithdrawView(GatedView):
    """Take an accepted upload back, or say what stands in the way."""

    permission = ImportPermission.UPLOAD_VIEW
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = upload_or_404(request, pk)
        try:
            withdraw_upload(upload=upload, by=person_of(request), at=clock.now())
        except WithdrawalRefused as refusal:
            messages.warning(request, str(refusal))
        except UploadNotReady as state:
            messages.warning(request, _("This upload is “%(state)s”; the step is not open.") % {"state": state})
        else:
            messages.success(request, _("The upload was withdrawn."))
        return redirect("imports:upload-detail", pk=pk)


class UploadFileView(GatedView):
    """The sent workbook, or the returned one, as it was stored.

    Only for the organisation that sent it: the rows hold contact data that everybody else sees masked.
    """

    permission = ImportPermission.UPLOAD_VIEW
    which = "file"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        upload = upload_or_404(request, pk)
        if not is_own(request, upload):
            raise NotAllowed("contact data: the workbook itself is for its organisation")
        stored = getattr(upload, self.which)
        if stored is None:
            raise Http404
        return download(request, stored)
