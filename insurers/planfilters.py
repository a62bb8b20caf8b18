"""Filters of plans, promises and services outside plans."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.forms import SearchInput, StyledSelect
from enterprises.choices import Sector
from insurers.choices import PlanState, ServiceKind
from insurers.filters import YES_NO, InsurerRowFilter, PolicyFilter
from insurers.models import OutsideService, PromisedRow, ServicePlan

VERSIONS = (("latest", _("Newest versions")), ("all", _("All versions")))
STANDINGS = (
    ("month", _("Of this month")),
    ("due", _("Due this month, not done")),
    ("late", _("Late")),
    ("so-far", _("Promised so far")),
    ("done", _("Done so far")),
)


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

    def of_version(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        return rows.filter(is_latest=True) if value == "latest" else rows


class UnitFilter(PolicyFilter):
    """Insured units, each by its latest policy in force, by whether a plan is signed."""

    start_from = start_to = status = None
    signed = django_filters.ChoiceFilter(
        label=_("Plan signed"),
        choices=(("yes", _("Yes")), ("no", _("No"))),
        method="of_signed",
        empty_label=_("All"),
        widget=StyledSelect,
    )

    def of_signed(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        return rows.filter(signed=value == "yes")


class PromiseFilter(InsurerRowFilter):
    """Rows of the promises' view; the page gives the frame that `standing` is judged by."""

    number = "plan__plan_no"

    start_from = start_to = None
    q = django_filters.CharFilter(label=_("Plan number or credit code"), method="search", widget=SearchInput)
    standing = django_filters.ChoiceFilter(
        label=_("Standing"), choices=STANDINGS, method="of_standing", empty_label=_("All"), widget=StyledSelect
    )
    kind = django_filters.ChoiceFilter(
        label=_("Service"), choices=ServiceKind.choices, empty_label=_("All"), widget=StyledSelect
    )
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), choices=Sector.choices, empty_label=_("All"), widget=StyledSelect
    )
    assist = django_filters.ChoiceFilter(
        label=_("Campaign assistance"), choices=YES_NO, method="of_assist", empty_label=_("All"), widget=StyledSelect
    )
    month = django_filters.CharFilter(label=_("Month"), method="by_page", widget=SearchInput({"type": "month"}))

    class Meta:
        model = PromisedRow
        fields: list[str] = []

    def __init__(self, *args: Any, frame: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frame = frame

    def of_assist(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        return rows.filter(campaign_assist=value == "true")

    def by_page(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        """Left to the frame: a month alone chooses no rows."""
        return rows

    def of_standing(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        frame = self.frame
        conditions = {
            "month": frame.of_month, "due": frame.due, "late": frame.late, "so-far": frame.so_far,
            "done": frame.so_far & Q(done__gt=0),
        }  # fmt: skip
        return rows.filter(conditions[value])


class OutsideFilter(InsurerRowFilter):
    """Services outside a plan."""

    number = "activity__activity_no"

    start_from = start_to = None
    q = django_filters.CharFilter(label=_("Service number or credit code"), method="search", widget=SearchInput)
    kind = django_filters.ChoiceFilter(
        label=_("Service"), choices=ServiceKind.choices, empty_label=_("All"), widget=StyledSelect
    )
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), choices=Sector.choices, empty_label=_("All"), widget=StyledSelect
    )
    planned = django_filters.ChoiceFilter(
        label=_("There is a plan"), choices=YES_NO, method="of_plan", empty_label=_("All"), widget=StyledSelect
    )
    month = django_filters.CharFilter(label=_("Up to month"), method="by_page", widget=SearchInput({"type": "month"}))

    class Meta:
        model = OutsideService
        fields: list[str] = []

    def of_plan(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        return rows.filter(plan__isnull=value != "true")

    def by_page(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        return rows
