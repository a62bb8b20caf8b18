"""The filter of the list of policies."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import SearchInput, StyledSelect
from insurers.base import questions
from insurers.base.filters import InsurerRowFilter
from insurers.policies.models import Policy
from insurers.policies.terms import STANDINGS, of_standing


class PolicyFilter(InsurerRowFilter):
    number = "policy_no"

    q = django_filters.CharFilter(label=_("Policy number or credit code"), method="search", widget=SearchInput)
    status = django_filters.ChoiceFilter(
        label=_("State"), choices=STANDINGS, empty_label=_("All"), widget=StyledSelect, method="of_standing"
    )
    ask = django_filters.ChoiceFilter(
        label=_("Question"),
        choices=lambda: questions.choices("policies"),
        empty_label=_("All"),
        widget=StyledSelect,
        method="of_question",
    )

    class Meta:
        model = Policy
        fields: list[str] = []

    def of_standing(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        """As the list shows it today; 到期 follows from the days."""
        return of_standing(rows, value, clock.today())

    def of_question(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        return questions.rows_in_question("policies", value, rows, self.request.user, clock.today())
