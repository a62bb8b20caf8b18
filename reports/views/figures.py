"""口径说明, and the rows behind every figure."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import Division
from campaigns.services import current_campaign
from core import clock
from core.gate import GatedView
from core.rows import Rows
from core.views.addresses import address
from core.views.days import day_in
from core.views.lists import listed_page
from core.workbooks.formats import printed
from dispositions.figures import EXPLAINED
from insurers.expenses.models import Expense
from insurers.expenses.permissions import ExpensePermission
from reports.columns import ROW_TABLES
from reports.figures import FIGURES, PARTS, Basis, Figure, LedgerFigure
from reports.figures.sight import own_part
from reports.permissions import ReportPermission
from reports.views.readers import reader_of


class DefinitionsView(GatedView):
    """Every figure with its sentence, and whether its ledger stands."""

    permission = ReportPermission.FIGURES_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "reports/definitions.html", {"figures": list(FIGURES.values()), "explained": EXPLAINED})


class RowsView(GatedView):
    """The rows that make a figure, within what the person may see.

    Not for insurers: whether another company covers a client is none of theirs. Who gets totals of fees only is
    led to these.
    """

    permission = ReportPermission.FIGURE_ROWS

    def get(self, request: HttpRequest, figure: str) -> HttpResponse:
        shown = FIGURES.get(figure) or PARTS.get(figure)
        cutoff, city, reader = day_of(request), city_of(request), reader_of(request)
        campaign = current_campaign(clock.today(), reader)
        if shown is None or campaign is None:
            raise Http404
        rows = shown.rows(Basis.of(campaign, cutoff), [city.code] if city else None)
        asked = {"cutoff": cutoff.isoformat(), **({"city": city.code} if city else {})}
        context: dict[str, object] = {
            "figure": shown,
            "parts": parts_of(shown, lambda part: address("reports:figure-rows", part.id, **asked)),
            "cutoff": cutoff,
            "city": city,
        }
        if rows is not None and rows.model is Expense and not reader.may(ExpensePermission.EXPENSE_VIEW):
            return redirect(f"{reverse('expenses:fee-overview')}?{urlencode({'cutoff': cutoff.isoformat()})}")
        if rows is not None and shown.leading_part is not None:
            context |= listed_rows(request, own_part(rows, reader), shown.leading_part)
        return render(request, "reports/figure_rows.html", context)


class PartLink(NamedTuple):
    """A counted figure that a rate is made of, above its line or below, and the page of its rows."""

    is_above: bool
    name: str
    url: str


def parts_of(figure: Figure, url_of: Callable[[LedgerFigure], str]) -> list[PartLink]:
    """What a rate is made of; nothing for a figure that is counted itself."""
    parts = figure.parts if len(figure.parts) > 1 else ()
    return [PartLink(part in figure.counted_parts, part.name, url_of(part)) for part in parts]


def listed_rows(request: HttpRequest, rows: Rows, part: LedgerFigure) -> dict[str, object]:
    """The page of rows with their count, and the sum, in the figure's form, where the figure is one."""
    table = ROW_TABLES[rows.model].with_amount(part.total, part.form)
    ordered = rows.select_related(*table.related).order_by("pk")
    page = listed_page(request, lambda size: Paginator(ordered, size))
    return {
        "page": page,
        "table": table,
        "lines": list(table.lines(page)),
        "total": printed(part.form, rows.aggregate(n=Sum(part.total))["n"] or 0) if part.total else None,
    }


def day_of(request: HttpRequest) -> date:
    """The cut-off in the address, today for none or nonsense."""
    return day_in(request.GET.get("cutoff")) or clock.today()


def city_of(request: HttpRequest) -> Division | None:
    """The city in the address, if it names one."""
    code = request.GET.get("city", "")
    return Division.objects.cities().filter(code=code).first() if code else None
