"""The filter of the list of policies."""

import django_filters
from django.utils.translation import gettext_lazy as _

from core.forms import SearchInput, StyledSelect
from core.rows import Rows
from enterprises.choices import RiskGrade
from insurers.base import questions
from insurers.base.filters import InsurerRowFilter, by_value
from insurers.policies.choices import Standing
from insurers.policies.clients import NEW_FOR, start_of
from insurers.policies.models import Policy
from insurers.policies.querysets import PolicyQuerySet


class PolicyFilter(InsurerRowFilter):
    number = "policy_no"

    q = django_filters.CharFilter(label=_("Policy number or credit code"), method="search", widget=SearchInput)
    status = django_filters.ChoiceFilter(
        label=_("State"), choices=Standing.choices, empty_label=_("All"), widget=StyledSelect, method="of_standing"
    )
    risk_grade = django_filters.ChoiceFilter(
        field_name="enterprise__risk_grade",
        label=_("Risk grade"),
        choices=RiskGrade.choices,
        empty_label=_("All"),
        widget=StyledSelect,
    )
    ask = django_filters.ChoiceFilter(
        label=_("Question"),
        choices=lambda: questions.choices("policies"),
        empty_label=_("All"),
        widget=StyledSelect,
        method="of_question",
    )

    first = django_filters.ChoiceFilter(
        label=_("First policy of the insurer on the enterprise"),
        choices=[("new", _("Of the last 30 days"))],
        empty_label=_("All"),
        widget=StyledSelect,
        method="of_first",
    )

    class Meta:
        model = Policy
        fields: list[str] = []

    @by_value
    def of_standing(self, rows: PolicyQuerySet[Policy], value: str) -> PolicyQuerySet[Policy]:
        """As the list shows it on the day of the page; 到期 follows from the days."""
        return rows.of_standing(value, self.today)

    @by_value
    def of_first(self, rows: PolicyQuerySet[Policy], value: str) -> PolicyQuerySet[Policy]:  # noqa: ARG002 - one choice
        return rows.first_of_insurer(start_of(self.today - NEW_FOR))

    @by_value
    def of_question(self, rows: Rows, value: str) -> Rows:
        return questions.rows_in_question("policies", value, rows, self.request.user, self.today)
