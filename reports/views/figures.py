"""口径说明, and the rows behind every figure."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Division, User
from accounts.querysets import place_order
from campaigns.models import Campaign
from campaigns.services import current_campaign
from core import clock
from core.gate import GatedView
from core.rows import Rows
from core.touches import Memory
from core.views.addresses import address
from core.views.days import day_in
from core.views.lists import listed_page
from core.workbooks.formats import printed
from dispositions.figures import EXPLAINED
from insurers.expenses.permissions import ExpensePermission
from reports.columns import ROW_TABLES
from reports.figures import FIGURES, PARTS, Basis, Figure, LedgerFigure
from reports.figures.general import ALWAYS, IN_REGULATORS, window
from reports.figures.pools import Fold
from reports.figures.sight import may_open, own_by_city, own_part
from reports.permissions import ReportPermission
from reports.views.readers import reader_of


class DefinitionsView(GatedView):
    """What holds for all figures, then every figure with its sentence, and whether its ledger stands."""

    permission = ReportPermission.FIGURES_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        campaign = current_campaign(clock.today(), reader_of(request))
        lasting = [window(campaign.starts_on, campaign.ends_on)] if campaign else []
        context = {
            "general": [*lasting, *ALWAYS, IN_REGULATORS],
            "figures": list(FIGURES.values()),
            "explained": EXPLAINED,
        }
        return render(request, "reports/definitions.html", context)


class RowsView(GatedView):
    """The rows that make a figure, within what the person may see.

    Not for insurers: whether another company covers a client is none of theirs. Who gets totals of fees only is
    led to these, and from a rate over them to what it divides by.
    """

    permission = ReportPermission.FIGURE_ROWS

    def get(self, request: HttpRequest, figure: str) -> HttpResponse:
        shown = FIGURES.get(figure) or PARTS.get(figure)
        cutoff, city, reader = day_of(request), city_of(request), reader_of(request)
        campaign = counted_campaign(request, reader)
        if shown is None or campaign is None:
            raise Http404
        part = shown.leading_part
        is_open = part is None or may_open(part, reader)
        if not is_open and shown == part and (overview := fee_overview(reader, cutoff)):
            return redirect(overview)
        basis, asked = Basis.of(campaign, cutoff), {"cutoff": cutoff.isoformat(), "campaign": campaign.code}
        chosen = asked | ({"city": city.code} if city else {})
        context: dict[str, object] = {
            "figure": shown,
            "parts": parts_of(shown, reader, cutoff, lambda one: address("reports:figure-rows", one.id, **chosen)),
            "cutoff": cutoff,
            "city": city,
            "is_open": is_open,
        }
        if part is not None and is_open:
            rows = own_part(part.rows_of(basis, [city.code] if city else None), reader)
            context |= listed_rows(request, rows, part)
            context["places"] = places_of(part, basis, reader, address("reports:figure-rows", figure), asked)
        return render(request, "reports/figure_rows.html", context)


def counted_campaign(request: HttpRequest, reader: User) -> Campaign | None:
    """The campaign that the address names, so that whoever opens it sees the same rows; else the reader's own.

    Raises Http404 for a code that no approved campaign has.
    """
    if (code := request.GET.get("campaign")) is None:
        return current_campaign(clock.today(), reader)
    return get_object_or_404(Campaign.objects.visible_to(reader).approved().prefetch_related("sectors"), code=code)


class PlaceLink(NamedTuple):
    """A city, or all of them together, whose rows one may open, and the figure there."""

    code: str
    name: str
    number: str
    url: str


def places_of(part: LedgerFigure, basis: Basis, reader: User, url: str, asked: Mapping[str, str]) -> list[PlaceLink]:
    """All that the reader sees, then each city of it in the order of annex 2; nothing where it is a single one."""
    numbers = own_by_city(part, basis, reader, Memory())
    cities = [city for city in Division.objects.cities().order_by(*place_order()) if city.code in numbers]
    if len(cities) < 2:
        return []
    whole = PlaceLink(
        "", _("All you may see"), printed(part.form, part.gathered(numbers.values())), query_on(url, asked)
    )
    found = [
        PlaceLink(
            city.code,
            city.name,
            printed(part.form, numbers[city.code]),
            query_on(url, {**asked, "city": city.code}),
        )
        for city in cities
    ]
    return [whole, *found]


def query_on(url: str, asked: Mapping[str, str]) -> str:
    """An address with what is asked of it."""
    return f"{url}?{urlencode(asked)}"


class PartLink(NamedTuple):
    """A counted figure that a rate is made of, above its line or below, and the page of its rows or totals, if any."""

    is_above: bool
    name: str
    url: str


def parts_of(figure: Figure, reader: User, cutoff: date, url_of: Callable[[LedgerFigure], str]) -> list[PartLink]:
    """What a rate is made of; nothing for a figure that is counted itself."""
    parts = figure.parts if len(figure.parts) > 1 else ()
    overview = fee_overview(reader, cutoff)
    return [
        PartLink(part in figure.counted_parts, part.name, url_of(part) if may_open(part, reader) else overview)
        for part in parts
    ]


def fee_overview(reader: User, cutoff: date) -> str:
    """The totals of fees, for who may read these; nothing for others."""
    if not reader.may(ExpensePermission.FEE_VIEW):
        return ""
    return query_on(reverse("expenses:fee-overview"), {"cutoff": cutoff.isoformat()})


def listed_rows(request: HttpRequest, rows: Rows, part: LedgerFigure) -> dict[str, object]:
    """The page of rows with their count, and the sum, in the figure's form, where the figure is one."""
    table = ROW_TABLES[rows.model].with_amount(part.total, part.form)
    ordered = rows.select_related(*table.related).order_by("pk")
    page = listed_page(request, lambda size: Paginator(ordered, size))
    return {
        "page": page,
        "table": table,
        "lines": list(table.lines(page)),
        "total": printed(part.form, part.number(rows.aggregate(n=part.aggregate)["n"])) if part.total else None,
        "total_name": _("Sum") if part.fold == Fold.SUM else part.name,
    }


def day_of(request: HttpRequest) -> date:
    """The cut-off in the address, today for none. Raises Http404 for nonsense: rows of another day would be no answer."""
    if (said := request.GET.get("cutoff")) is None:
        return clock.today()
    day = day_in(said)
    if day is None:
        raise Http404
    return day


def city_of(request: HttpRequest) -> Division | None:
    """The city in the address, if it names one, by its code or as texts call it.

    Raises Http404 for another word, and for one of which nothing readable was left: the whole is not what was asked for.
    """
    if (said := request.GET.get("city")) is None:
        return None
    return get_object_or_404(Division.objects.cities(), Q(code=said) | Q(name=said))
