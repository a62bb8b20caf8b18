"""The filters of the lists of plans and of their templates."""

import django_filters
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.forms import SearchInput, StyledSelect
from core.listing.filtering import ListFilter
from core.rows import Rows, begins
from enterprises.choices import RiskGrade, Sector
from insurers.base.choices import ServiceKind
from insurers.base.filters import InsurerRowFilter, by_value
from insurers.plans.choices import PlanState
from insurers.plans.models import ServicePlan, TemplateItem

LATEST = "latest"
VERSIONS = ((LATEST, _("Newest versions")), ("all", _("All versions")))


class PlanFilter(InsurerRowFilter):
    number = "plan_no"

    q = django_filters.CharFilter(label=_("Plan or policy number, or credit code"), method="search", widget=SearchInput)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=PlanState.choices, empty_label=_("All"), widget=StyledSelect
    )
    risk_grade = django_filters.ChoiceFilter(
        label=_("Risk grade"), choices=RiskGrade.choices, empty_label=_("All"), widget=StyledSelect
    )
    versions = django_filters.ChoiceFilter(
        label=_("Versions"), choices=VERSIONS, method="of_version", empty_label=None, widget=StyledSelect
    )

    class Meta:
        model = ServicePlan
        fields: list[str] = []

    def __init__(self, data: QueryDict | None = None, *args: object, **kwargs: object) -> None:
        values = data.copy() if data is not None else {}
        values.setdefault("versions", LATEST)
        super().__init__(values, *args, **kwargs)

    @by_value
    def search(self, rows: Rows, value: str) -> Rows:
        return self.begin(rows, value) | rows.filter(begins("policy__policy_no", value.strip()))

    @by_value
    def of_version(self, rows: Rows, value: str) -> Rows:
        return rows.filter(is_latest=True) if value == LATEST else rows


class TemplateFilter(ListFilter):
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), choices=Sector.choices, empty_label=_("All"), widget=StyledSelect
    )
    risk_grade = django_filters.ChoiceFilter(
        label=_("Risk grade"), choices=RiskGrade.choices, empty_label=_("All"), widget=StyledSelect
    )
    kind = django_filters.ChoiceFilter(
        label=_("Service"), choices=ServiceKind.choices, empty_label=_("All"), widget=StyledSelect
    )

    class Meta:
        model = TemplateItem
        fields: list[str] = []
