"""口径说明, and the rows behind every figure."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.choices import DivisionLevel
from accounts.models import Division
from accounts.permissions import Permission
from accounts.scope import scope_for
from campaigns.models import Campaign
from core import clock
from core.gate import GatedView
from core.views.lists import page_size
from enterprises.models import Enterprise
from hazards.models import Hazard
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer
from insurers.models import Activity, Expense, Policy
from reports import catalogue
from reports.figures import COUNTED, RATIOS, Basis, rows_behind

RELATED: dict[type, tuple[str, ...]] = {
    Enterprise: ("county",),
    Policy: ("enterprise", "insurer", "county"),
    Activity: ("enterprise", "insurer", "county"),
    Expense: ("enterprise", "insurer", "policy"),
    Hazard: ("enterprise", "insurer", "county"),
    InspectedEnterprise: ("enterprise__county", "task__inspected"),
    InspectedInsurer: ("insurer", "task__inspected"),
    Finding: ("task__inspected", "enterprise_item__enterprise", "insurer_item__insurer"),
}


class DefinitionsView(GatedView):
    """Every figure with its formula, and whether its ledger stands."""

    permission = Permission.FIGURES_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        entries = [{"entry": e, "built": e.id in COUNTED or e.id in RATIOS} for e in catalogue.entries()]
        return render(request, "reports/definitions.html", {"entries": entries})


class RowsView(GatedView):
    """The rows that make a figure, within what the person may see.

    Not for insurers: whether another company covers a client is none of theirs. Who gets totals of fees only is
    led to these.
    """

    permission = Permission.FIGURE_ROWS

    def get(self, request: HttpRequest, figure: str) -> HttpResponse:
        entry = catalogue.by_id().get(figure)
        campaign = Campaign.objects.prefetch_related("sectors").order_by("-year").first()
        if entry is None or campaign is None:
            raise Http404
        cutoff = day_of(request)
        city = city_of(request)
        rows = rows_behind(figure, Basis.of(campaign, cutoff), [city.code] if city else None)
        context: dict[str, Any] = {"entry": entry, "cutoff": cutoff, "city": city}
        user: Any = request.user
        if rows is not None and rows.model is Expense and not user.may(Permission.EXPENSE_VIEW):
            return redirect(f"{reverse('insurers:fee-overview')}?{urlencode({'cutoff': cutoff.isoformat()})}")
        if rows is not None:
            context |= listed(request, figure, rows)
        return render(request, "reports/figure_rows.html", context)


def listed(request: HttpRequest, figure: str, rows: Any) -> dict[str, Any]:
    """The page of rows with their count, and the sum where the figure is one."""
    seen = rows.model.objects.visible_to(request.user)
    mine = rows.filter(pk__in=seen.values("pk")) if not scope_for(request.user).everything else rows
    counted = COUNTED[RATIOS.get(figure, (figure, ""))[0]]
    page = Paginator(mine.select_related(*RELATED[rows.model]).order_by("pk"), page_size(request)).get_page(
        request.GET.get("page")
    )
    total = mine.aggregate(n=Sum(counted.total))["n"] if counted.total else None
    return {"page": page, "rows": page.object_list, "kind": rows.model._meta.model_name, "total": total}


def day_of(request: HttpRequest) -> date:
    """The cut-off in the address, today for none or nonsense."""
    try:
        return date.fromisoformat(request.GET.get("cutoff", ""))
    except ValueError:
        return clock.today()


def city_of(request: HttpRequest) -> Division | None:
    code = request.GET.get("city", "")
    return Division.objects.filter(code=code, level=DivisionLevel.CITY).first() if code else None
