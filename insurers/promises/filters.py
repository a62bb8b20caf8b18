"""Filters of units, promises and services outside the plans."""

from collections.abc import Sequence

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.forms import MonthInput, SearchInput, StyledSelect
from core.rows import Rows
from enterprises.choices import Sector
from insurers.base.choices import ServiceKind
from insurers.base.filters import YES_NO, InsurerRowFilter, by_value
from insurers.policies.filters import PolicyFilter
from insurers.promises.figures import Frame
from insurers.promises.models import OutsideService, PromisedRow

STANDINGS = (
    ("month", _("Of this month")),
    ("due", _("Due this month, not done")),
    ("late", _("Late")),
    ("so-far", _("Promised so far")),
    ("done", _("Done so far")),
)


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

    @by_value
    def of_signed(self, rows: Rows, value: str) -> Rows:
        return rows.filter(signed=value == "yes")


class LackingFilter(PolicyFilter):
    """Units without assistance of one campaign, which the page counts since its first day."""

    campaign = django_filters.ChoiceFilter(
        label=_("Campaign"), choices=(), method="by_page", empty_label=None, widget=StyledSelect
    )

    def __init__(self, *args: object, campaigns: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["campaign"].extra["choices"] = campaigns

    @by_value
    def by_page(self, rows: Rows, _value: str) -> Rows:
        return rows


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
    month = django_filters.CharFilter(label=_("Month"), method="by_page", widget=MonthInput)

    class Meta:
        model = PromisedRow
        fields: list[str] = []

    def __init__(self, *args: object, frame: Frame, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.frame = frame

    @by_value
    def of_assist(self, rows: Rows, value: str) -> Rows:
        return rows.filter(campaign_assist=value == "true")

    @by_value
    def by_page(self, rows: Rows, _value: str) -> Rows:
        """Left to the frame: a month alone chooses no rows."""
        return rows

    @by_value
    def of_standing(self, rows: Rows, value: str) -> Rows:
        frame = self.frame
        conditions = {
            "month": frame.of_month,
            "due": frame.due,
            "late": frame.late,
            "so-far": frame.so_far,
            "done": frame.so_far & Q(done__gt=0),
        }
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
    assist = django_filters.ChoiceFilter(
        label=_("Campaign assistance"), choices=YES_NO, method="of_assist", empty_label=_("All"), widget=StyledSelect
    )
    planned = django_filters.ChoiceFilter(
        label=_("There is a plan"), choices=YES_NO, method="of_plan", empty_label=_("All"), widget=StyledSelect
    )
    month = django_filters.CharFilter(label=_("Up to month"), method="by_page", widget=MonthInput)

    class Meta:
        model = OutsideService
        fields: list[str] = []

    @by_value
    def of_plan(self, rows: Rows, value: str) -> Rows:
        return rows.filter(plan__isnull=value != "true")

    @by_value
    def of_assist(self, rows: Rows, value: str) -> Rows:
        return rows.filter(campaign_assist=value == "true")

    @by_value
    def by_page(self, rows: Rows, _value: str) -> Rows:
        return rows
