"""A built report: its figures, each opening exactly its own rows, what changed since, and its files."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.services import current_campaign
from core import clock
from core.gate import Access, GatedView
from core.languages import official
from core.views.addresses import address
from core.views.downloads import attachment, download
from core.views.lists import listed_page
from core.workbooks.formats import printed
from insurers.expenses.models import Expense
from insurers.expenses.permissions import ExpensePermission
from reports.changes.since import changes_since
from reports.columns import LEDGERS, ROW_TABLES
from reports.delivery import owed_by
from reports.documents.archive import archive_of
from reports.documents.summary import combined, document_of
from reports.documents.truth import untrue_sentences
from reports.figures import FIGURES, PARTS, Figure
from reports.figures.sight import may_open
from reports.models import Snapshot, Submission
from reports.permissions import ReportPermission
from reports.rules import from_json
from reports.services.building import file_name
from reports.services.frozen import FrozenRows
from reports.views.figures import city_of, fee_overview, parts_of
from reports.views.readers import reader_of


class SnapshotLine(NamedTuple):
    """A figure of a snapshot as the page prints it; one whose ledger is not built opens no rows."""

    figure: Figure
    text: str
    is_known: bool


def lines_of(snapshot: Snapshot) -> Iterator[SnapshotLine]:
    """The figures of a snapshot in the contract's order."""
    for figure in FIGURES.values():
        if figure.id in snapshot.figures:
            value = from_json(snapshot.figures[figure.id])
            yield SnapshotLine(figure, printed(figure.form, value), value is not None and figure.is_built)


class SnapshotView(GatedView):
    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        snapshot = snapshot_or_404(request, pk)
        context = {
            "snapshot": snapshot,
            "lines": list(lines_of(snapshot)),
            "files": snapshot.files.all(),
            "submission": Submission.objects.visible_to(request.user).filter(snapshot=snapshot).first(),
        }
        return render(request, "reports/snapshot_detail.html", context)


class RowsView(GatedView):
    """The rows of the snapshot behind one of its figures, or of a part of one, as they stood; `?city=` those of one city.

    Who gets totals of fees only sees the number of vouchers and their sum, and from a rate over them what it divides by.
    """

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int, figure: str) -> HttpResponse:
        snapshot = snapshot_or_404(request, pk)
        shown = FIGURES.get(figure) if figure in snapshot.figures else PARTS.get(figure)
        part = shown.leading_part if shown else None
        if shown is None or part is None:
            raise Http404
        behind = get_object_or_404(snapshot.capture.figures.select_related("capture"), figure=part.id)
        reader, city = reader_of(request), city_of(request)
        is_open = may_open(part, reader)
        asked = {"city": city.code} if city else {}
        page = listed_page(request, partial(Paginator, FrozenRows(behind, city.code if city else None)))
        table = ROW_TABLES[LEDGERS[behind.ledger]].with_amount(part.total, part.form)
        context = {
            "snapshot": snapshot,
            "figure": shown,
            "parts": parts_of(
                shown,
                reader,
                snapshot.cutoff,
                lambda one: address("reports:snapshot-rows", snapshot.pk, one.id, **asked),
            ),
            "behind": behind,
            "city": city,
            "page": page,
            "table": table,
            "lines": list(table.frozen_lines(page)) if is_open else [],
            "is_open": is_open,
            "overview": fee_overview(reader, snapshot.cutoff),
            "total": None if behind.total is None or city else printed(part.form, behind.total),
        }
        return render(request, "reports/snapshot_rows.html", context)


class ChangesView(GatedView):
    """What changed since the version was frozen."""

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        snapshot = snapshot_or_404(request, pk)
        found = changes_since(snapshot)
        rows = found.rows
        if not reader_of(request).may(ExpensePermission.EXPENSE_VIEW):
            rows = [row for row in rows if row.model is not Expense]
        submission = Submission.objects.visible_to(request.user).filter(snapshot=snapshot).first()
        context = {
            "snapshot": snapshot,
            "changes": found,
            "rows": rows,
            "hidden": len(found.rows) - len(rows),
            "untrue": untrue_sentences(snapshot, submission),
            "submission": submission,
        }
        return render(request, "reports/snapshot_changes.html", context)


class ArchiveView(GatedView):
    """All files of a version in one archive, with a list of their digests."""

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        snapshot = snapshot_or_404(request, pk)
        submission = Submission.objects.visible_to(request.user).filter(snapshot=snapshot).first()
        with official():
            return attachment(archive_of(snapshot, submission), file_name(snapshot, "zip"))


class DocumentView(GatedView):
    """The 工作总结: once it is signed the very file that was signed, before as a draft, made of the snapshot."""

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        snapshot = snapshot_or_404(request, pk)
        if (signed := snapshot.files.filter(name__endswith=".docx").first()) is not None:
            return download(request, signed)
        submission = (
            Submission.objects.visible_to(request.user).filter(snapshot=snapshot).select_related("duty").first()
        )
        return attachment(BytesIO(document_of(snapshot, submission)), file_name(snapshot, "docx"))


class CombinedView(GatedView):
    """The documents of an organisation in one print: of each report the version that is furthest on its way.

    In place of one that came back stands its newer draft.
    """

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        user = reader_of(request)
        campaign = current_campaign(clock.today(), user)
        matrix = owed_by(user, campaign) if campaign else None
        newest = (
            [cell.draft if cell.draft and cell.is_returned else cell.newest for cell in matrix.cells] if matrix else []
        )
        versions = [(snapshot_or_404(request, one.snapshot_id), one) for one in newest if one and one.snapshot_id]
        if not versions:
            messages.warning(request, _("No report is built yet that could be printed."))
            return redirect("reports:centre")
        name = f"{versions[0][0].campaign.code}-{user.organisation.code}.docx"
        return attachment(BytesIO(combined(versions)), name)


class DownloadView(GatedView):
    """Whoever may not see the snapshot gets 404, whatever the role: a file's address tells nothing."""

    permission = Access.SIGNED_IN

    def get(self, request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
        snapshot = get_object_or_404(Snapshot.objects.visible_to(request.user), pk=pk)
        stored = get_object_or_404(snapshot.files, pk=file)
        return download(request, stored)


def snapshot_or_404(request: HttpRequest, pk: int) -> Snapshot:
    """A snapshot that the person may see, with what its pages name."""
    rows = Snapshot.objects.visible_to(request.user)
    related = ("city", "organisation", "built_by", "capture", "campaign")
    return get_object_or_404(rows.select_related(*related), pk=pk)
