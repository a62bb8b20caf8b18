"""Prevention fees by insurer and by policy, and what is to be asked about them."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core import clock
from core.contributions.panels import ways_from
from core.people import person_of
from core.touches import Memory
from core.views.days import day_in
from core.views.lists import LedgerPage, TableExport, tell_unread
from core.views.tables import Sheet
from insurers.base import questions
from insurers.base.rules import share
from insurers.expenses.figures import (
    FEES,
    PolicyFees,
    kept_by_insurer,
    sentences,
    shares_on,
    total_of,
    with_fees,
)
from insurers.expenses.filters import FeeFilter
from insurers.expenses.permissions import ExpensePermission
from insurers.expenses.views.looks import FEE_LOOKS
from insurers.policies.models import Policy


def day_of(values: Mapping[str, str]) -> date:
    """The cut-off in the address; today for none, nonsense or a day to come."""
    today = clock.today()
    return min(day_in(values.get("cutoff")) or today, today)


class FeeOverviewView(TableExport):
    """Totals by insurer. Bureaus get these and no voucher; the links follow what the person may open.

    A cut-off that is no day is told, and the totals are those of today.
    """

    permission = ExpensePermission.FEE_VIEW
    http_method_names = ["get", "head", "options"]
    sheet = Sheet("事故预防服务费用列支情况表", "家、件、元", frozenset({"policies", "premium", "budget", "booked"}))
    columns = (
        (_lazy("Insurer"), "name"),
        (_lazy("Number of policies"), "policies"),
        (_lazy("Premium paid (yuan)"), "premium"),
        (_lazy("Share agreed"), "agreed", "percent"),
        (_lazy("Budget (yuan)"), "budget"),
        (_lazy("Booked (yuan)"), "booked"),
        (_lazy("Booked of the budget"), "spent", "percent"),
        (_lazy("Booked of the premium"), "of_premium", "percent"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        said = request.GET.get("cutoff", "")
        if said and day_in(said) is None:
            asked = request.GET.copy()
            del asked["cutoff"]
            request.GET = asked  # type: ignore[assignment]
            tell_unread(request, _("Cut-off"), [said], _("Please write a day as 2023-09-30. Today is shown."))
            if self.wants_export():
                return self.as_page()  # a workbook would not say so
        user = person_of(request)
        cutoff = day_of(request.GET)
        own = Policy.objects.visible_to(user)
        rows = kept_by_insurer(own, cutoff, Memory())
        if self.wants_export():
            return self.export(rows)
        shares = shares_on(cutoff)
        context = {
            "rows": rows,
            "total": total_of(rows, _("Total")),
            "flags": questions.choices(FEES),
            "cutoff": cutoff,
            "export_query": self.export_query(),
            "low": shares.lowest,
            "high": shares.highest,
            "may_open": user.may(ExpensePermission.EXPENSE_VIEW),
        }
        return render(request, "expenses/fee_overview.html", context)


class FeePolicyListView(LedgerPage):
    """Policy by policy: premium, budget, booked, share, and the questions in sentences."""

    permission = ExpensePermission.EXPENSE_VIEW
    template_name = "expenses/fee_policy_list.html"
    filters = FeeFilter
    looks = FEE_LOOKS
    sheet = Sheet(
        "事故预防服务费用列支情况明细表", "件、元", frozenset({"policy.premium", "policy.budget", "policy.booked"})
    )
    columns = (
        (_lazy("Policy number"), "policy.policy_no"),
        (_lazy("Enterprise"), "policy.enterprise.name"),
        (_lazy("Insurer"), "policy.insurer.name"),
        (_lazy("Premium paid (yuan)"), "policy.premium"),
        (_lazy("Share agreed"), "policy.fee_rate", "percent"),
        (_lazy("Budget (yuan)"), "policy.budget"),
        (_lazy("Booked (yuan)"), "policy.booked"),
        (_lazy("Booked of the premium"), "share", "percent"),
        (_lazy("Question"), "questions"),
    )

    def rows(self) -> QuerySet[Policy]:
        rows = with_fees(Policy.objects.visible_to(self.person), day_of(self.request.GET))
        return rows.select_related("insurer", "enterprise").order_by("-start_on", "-pk")

    def shown(self, rows: Iterable[PolicyFees]) -> list[dict[str, object]]:
        cutoff, listed = day_of(self.request.GET), list(rows)
        is_now = cutoff == clock.today()  # what was odd on an earlier day is no fact of today
        shares, ways = shares_on(cutoff), ways_from("fees", listed, self.person) if is_now else {}
        return [
            {
                "policy": row,
                "share": share(row.booked, row.premium),
                "questions": list(asked.values()),
                "ways": [ways.get((row.pk, code)) for code in asked],
                "cutoff": cutoff,
            }
            for row in listed
            for asked in (sentences(row, shares),)
        ]

    def extra(self) -> dict[str, object]:
        return {"cutoff": day_of(self.request.GET)}
