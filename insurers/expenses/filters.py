"""Filters of the fee ledger."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from core.forms import DayInput, SearchInput, StyledSelect
from core.rows import Rows, begins
from core.views.days import DayFilter
from insurers.base import questions
from insurers.base.filters import InsurerRowFilter, by_value
from insurers.expenses.choices import ExpenseCategory
from insurers.expenses.figures import ANY_FLAG, FEES, any_flag
from insurers.expenses.files import lacking_files
from insurers.expenses.models import Expense
from insurers.policies.models import Policy


class ExpenseFilter(InsurerRowFilter):
    """The period is the day booked."""

    number = "voucher_no"

    start_from = start_to = None
    q = django_filters.CharFilter(
        label=_("Voucher or policy number, or credit code"), method="search", widget=SearchInput
    )
    booked_from = DayFilter(field_name="booked_on", lookup_expr="gte", label=_("Booked from"), widget=DayInput)
    booked_to = DayFilter(field_name="booked_on", lookup_expr="lte", label=_("Booked until"), widget=DayInput)
    file = django_filters.ChoiceFilter(
        label=_("File"),
        choices=(("missing", _("File missing")),),
        empty_label=_("All"),
        widget=StyledSelect,
        method="of_file",
    )
    category = django_filters.ChoiceFilter(
        label=_("Category"), choices=ExpenseCategory.choices, empty_label=_("All"), widget=StyledSelect
    )

    class Meta:
        model = Expense
        fields: list[str] = []

    @by_value
    @override
    def of_file(self, rows: Rows, value: str) -> Rows:
        """Vouchers of 1,000 yuan or more without a file."""
        return lacking_files(rows)

    @by_value
    def search(self, rows: Rows, value: str) -> Rows:
        return super().search(rows, "q", value) | rows.filter(begins("policy__policy_no", value.strip()))


class FeeFilter(InsurerRowFilter):
    """Policies with their fees, by what is to be asked about them."""

    number = "policy_no"

    start_from = start_to = None
    q = django_filters.CharFilter(label=_("Policy number or credit code"), method="search", widget=SearchInput)
    flag = django_filters.ChoiceFilter(
        label=_("Question"),
        choices=lambda: [(ANY_FLAG, _("Any question")), *questions.choices(FEES)],
        method="of_flag",
        empty_label=_("All"),
        widget=StyledSelect,
    )
    cutoff = DayFilter(label=_("Cut-off"), method="of_cutoff", widget=DayInput)

    class Meta:
        model = Policy
        fields: list[str] = []

    @by_value
    def of_flag(self, rows: Rows, value: str) -> Rows:
        return rows.filter(any_flag() if value == ANY_FLAG else Q(**{value: True}))

    @by_value
    @override
    def of_cutoff(self, rows: Rows, value: str) -> Rows:
        """Left to the page, which adds up to that day."""
        return rows
