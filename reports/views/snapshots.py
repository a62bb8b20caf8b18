"""A built report: its figures, each opening exactly its own rows, what changed since, and its files."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from io import BytesIO
from typing import Final, NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.models import Division
from campaigns.services import current_campaign
from core import clock
from core.gate import Access, GatedView
from core.languages import official
from core.views.addresses import address
from core.views.downloads import attachment, download
from core.views.lists import listed_page
from core.views.tables import EXPORTING, Sheet, TooManyRows, page_workbook
from core.workbooks.formats import printed
from insurers.expenses.models import Expense
from insurers.expenses.permissions import ExpensePermission
from reports import services
from reports.changes.since import changes_since
from reports.columns import LEDGERS, ROW_TABLES
from reports.delivery import owed_by
from reports.documents.archive import archive_of
from reports.documents.combined import bundle_of
from reports.documents.sections import further_of
from reports.documents.summary import combined, document_of
from reports.documents.truth import untrue_sentences
from reports.figures import BEFORE, FIGURES, FURTHER, PARTS, Figure, LedgerFigure
from reports.figures.pools import Fold
from reports.figures.sight import may_open
from reports.models import CaptureFigure, Snapshot, Submission
from reports.permissions import ReportPermission
from reports.rules import earlier_month, from_json
from reports.services.building import file_name
from reports.services.frozen import FrozenRows, number_of
from reports.services.places import place_of
from reports.views.figures import PlaceLink, city_of, fee_overview, parts_of, query_on
from reports.views.readers import reader_of

#: Rows at most that one answer gives as a workbook.
MOST_FROZEN: Final = 50_000


class SnapshotLine(NamedTuple):
    """A figure of a snapshot as the page prints it; one whose ledger is not built opens no rows."""

    figure: Figure
    text: str
    is_known: bool


def lines_of(snapshot: Snapshot) -> Iterator[SnapshotLine]:
    """The figures of a snapshot in the contract's order, then our own that its text names."""
    for figure in FIGURES.values():
        if figure.id in snapshot.figures:
            value = from_json(snapshot.figures[figure.id])
            yield SnapshotLine(figure, printed(figure.form, value), value is not None and figure.is_built)
    for name, number in further_of(snapshot).items():
        yield SnapshotLine(FURTHER[name], printed(FURTHER[name].form, number), is_known=True)


class SnapshotView(GatedView):
    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        snapshot = snapshot_or_404(request, pk)
        context = {
            "snapshot": snapshot,
            "lines": list(lines_of(snapshot)),
            "files": snapshot.files.all(),
            "absent_pdf": services.absent_pdf(snapshot),
            "submission": Submission.objects.visible_to(request.user).filter(snapshot=snapshot).first(),
        }
        return render(request, "reports/snapshot_detail.html", context)


class RowsView(GatedView):
    """The rows of the snapshot behind one of its figures, or of a part of one, as they stood; `?city=` those of one city.

    `?export=xlsx` gives exactly these rows as a workbook. Who gets totals of fees only sees the number of vouchers and
    their sum, and from a rate over them what it divides by.
    """

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int, figure: str) -> HttpResponseBase:
        snapshot = snapshot_or_404(request, pk)
        shown = FIGURES.get(figure) if figure in snapshot.figures else PARTS.get(figure)
        part = shown.leading_part if shown else None
        if shown is None or part is None:
            raise Http404
        behind = get_object_or_404(snapshot.capture.figures.select_related("capture"), figure=part.id)
        reader, city = reader_of(request), city_within(request, snapshot, part)
        is_open = may_open(part, reader)
        asked = {"city": city.code} if city else {}
        rows = FrozenRows(behind, city.code if city else None)
        if is_open and "export" in request.GET:
            return self.export(request, snapshot, part, rows, city)
        page = listed_page(request, partial(Paginator, rows))
        table = ROW_TABLES[LEDGERS[behind.ledger]].with_amount(part.total, part.form)
        context = {
            "snapshot": snapshot,
            "figure": shown,
            "cutoff": counted_to(part, snapshot),
            "parts": parts_of(
                shown,
                reader,
                snapshot.cutoff,
                lambda one: address("reports:snapshot-rows", snapshot.pk, one.id, **asked),
            ),
            "places": places_in(snapshot, part, address("reports:snapshot-rows", snapshot.pk, figure)),
            "city": city,
            "page": page,
            "table": table,
            "lines": list(table.frozen_lines(page)) if is_open else [],
            "is_open": is_open,
            "overview": fee_overview(reader, snapshot.cutoff),
            "total": sum_of(snapshot, part, behind, city),
            "total_name": _("Sum") if part.fold == Fold.SUM else part.name,
            "digest": rows.digest,
            "export_query": query_on("", {**asked, "export": "xlsx"}) if is_open and reader.may(EXPORTING) else "",
        }
        return render(request, "reports/snapshot_rows.html", context)

    def export(
        self, request: HttpRequest, snapshot: Snapshot, part: LedgerFigure, rows: FrozenRows, city: Division | None
    ) -> HttpResponseBase:
        """The rows as a workbook; those of many cities that are too many for one are asked for city by city."""
        table = ROW_TABLES[LEDGERS[rows.behind.ledger]].with_amount(part.total, part.form)
        try:
            with official():
                unit = part.unit.official
                return page_workbook(
                    sheet=Sheet(
                        f"{part.name}构成明细{f'（{city.name}）' if city else ''}",
                        f"行、{unit}" if part.total else unit,
                        frozenset({part.total} if part.total and part.fold == Fold.SUM else ()),
                    ),
                    columns=table.sheet_columns(),
                    rows=table.sheet_rows(rows.all()),
                    count=len(rows),
                    by=reader_of(request),
                    today=clock.today(),
                    at=clock.now(),
                    cutoff=counted_to(part, snapshot),
                    most=MOST_FROZEN,
                )
        except TooManyRows as refusal:
            messages.warning(request, str(refusal))
            return redirect(
                address("reports:snapshot-rows", snapshot.pk, part.id, **({"city": city.code} if city else {}))
            )


def city_within(request: HttpRequest, snapshot: Snapshot, part: LedgerFigure) -> Division | None:
    """The city in the address, one of those that the report goes over. Raises Http404 for any other word."""
    city = city_of(request)
    if city is not None and not (part.pool.has_places and city.code in snapshot.cities):
        raise Http404
    return city


def counted_to(part: LedgerFigure, snapshot: Snapshot) -> date:
    """The day up to which a figure of a version counts: its cut-off, or that of the month before."""
    return earlier_month(snapshot.cutoff) if part.id.endswith(BEFORE) else snapshot.cutoff


def places_in(snapshot: Snapshot, part: LedgerFigure, url: str) -> list[PlaceLink]:
    """The whole of a report over several cities, then each city in the order of annex 2, with its number where it has one."""
    if len(snapshot.cities) < 2 or not part.pool.has_places:
        return []
    names = place_of(snapshot.report, snapshot.city_id).names

    def told(figures: Mapping[str, object]) -> str:
        return printed(part.form, from_json(figures[part.id])) if part.id in figures else ""

    cities = [
        PlaceLink(code, names[code], told(one), query_on(url, {"city": code})) for code, one in by_place(snapshot)
    ]
    return [PlaceLink("", _("Whole report"), told(snapshot.figures), url), *cities]


def by_place(snapshot: Snapshot) -> list[tuple[str, Mapping[str, object]]]:
    """The cities of a report in the order of annex 2, each with its figures."""
    return [(code, snapshot.cities[code]) for code in place_of(snapshot.report, snapshot.city_id).cities]


def sum_of(snapshot: Snapshot, part: LedgerFigure, behind: CaptureFigure, city: Division | None) -> str | None:
    """What the rows add up to, for a figure that is a sum; of a city as the version has it."""
    if not part.total:
        return None
    if city is None:
        return printed(part.form, number_of(part, behind))
    figures = snapshot.cities[city.code]
    return printed(part.form, from_json(figures[part.id])) if part.id in figures else None


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
            body = archive_of(snapshot, submission, services.absent_pdf(snapshot))
            return attachment(body, file_name(snapshot, "zip"))


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
    """The documents of an organisation in one print, which says what is left out of it and what came back."""

    permission = ReportPermission.REPORT_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        user = reader_of(request)
        campaign = current_campaign(clock.today(), user)
        matrix = owed_by(user, campaign) if campaign else None
        bundle = bundle_of(matrix.cells if matrix else [])
        if not bundle.versions:
            messages.warning(request, _("No report is built yet that could be printed."))
            return redirect("reports:centre")
        (first, remarks), *others = bundle.versions
        named = [(first, [*bundle.remarks, *remarks]), *others]
        versions = [(snapshot_or_404(request, one.snapshot_id or 0), one, told) for one, told in named]
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
    related = ("city", "organisation", "builder", "capture", "campaign")
    return get_object_or_404(rows.select_related(*related), pk=pk)
