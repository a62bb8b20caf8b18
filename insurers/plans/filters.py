"""Filters of plans, promises and services outside plans."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from core.forms import SearchInput, StyledSelect
from insurers.base.filters import InsurerRowFilter
from insurers.plans.choices import PlanState
from insurers.plans.models import ServicePlan

VERSIONS = (("latest", _("Newest versions")), ("all", _("All versions")))


class PlanFilter(InsurerRowFilter):
    number = "plan_no"

    q = django_filters.CharFilter(label=_("Plan or policy number, or credit code"), method="search", widget=SearchInput)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=PlanState.choices, empty_label=_("All"), widget=StyledSelect
    )
    versions = django_filters.ChoiceFilter(
        label=_("Versions"), choices=VERSIONS, method="of_version", empty_label=None, widget=StyledSelect
    )

    class Meta:
        model = ServicePlan
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        values = data.copy() if data is not None else {}
        values.setdefault("versions", "latest")
        super().__init__(values, *args, **kwargs)

    def search(self, rows: Any, name: str, value: str) -> Any:
        return super().search(rows, name, value) | rows.filter(policy__policy_no__istartswith=value.strip())

    @override
    def of_version(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(is_latest=True) if value == "latest" else rows
