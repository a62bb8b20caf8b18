"""Filters of the register with its cover, and of the gap."""

from datetime import date

import django_filters
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from accounts.models import Organisation
from core.forms import DayInput, SearchInput, StyledSelect
from core.rows import Rows
from core.views.days import DayFilter
from coverage import gap
from coverage.permissions import CoveragePermission
from enterprises.choices import EnterpriseStatus, RiskGrade, Sector
from enterprises.filters import PlaceFilterSet
from enterprises.models import Enterprise
from enterprises.querysets import EnterpriseQuerySet
from insurers.base.filters import by_value
from insurers.policies.models import Policy

COVER = (
    ("must", _("Must insure")),
    ("insured", _("Insured")),
    ("missing", _("Must insure, not insured")),
    ("expiring", _("Expiring within 30 days")),
)

#: Lists beside the figures of the gap.
TAB_LABELS = {
    "open": _("To be dealt with"),
    "never": _("Never insured"),
    "lapsed": _("Lapsed"),
    "cancelled": _("Given back"),
    "cleared": _("Cleared"),
    gap.REMINDED: _("Reminded"),
    "partly": _("Not all people insured"),
    "under_limit": _("Under the limit"),
}

EARLIEST_DAY, LATEST_DAY = date(2015, 1, 1), date(2050, 12, 31)


class EnterpriseFilter(PlaceFilterSet):
    q = django_filters.CharFilter(label=_("Name, credit code or initials"), method="search", widget=SearchInput)
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), choices=Sector.choices, method="of_sector", empty_label=_("All"), widget=StyledSelect
    )
    status = django_filters.ChoiceFilter(
        label=_("State"), choices=EnterpriseStatus.choices, empty_label=_("All"), widget=StyledSelect
    )
    risk_grade = django_filters.ChoiceFilter(
        label=_("Risk grade"), choices=RiskGrade.choices, empty_label=_("All"), widget=StyledSelect
    )
    cover = django_filters.ChoiceFilter(
        label=_("Cover"), choices=COVER, method="of_cover", empty_label=_("All"), widget=StyledSelect
    )

    insurer: django_filters.ModelChoiceFilter | None = django_filters.ModelChoiceFilter(
        queryset=lambda request: Organisation.objects.visible_to(request.user).insurers(),
        label=_("Insured by"),
        method="of_insurer",
        empty_label=_("All"),
        widget=StyledSelect,
    )
    #: The day by which cover is judged; the page gives it.
    today: date

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.user.may(CoveragePermission.GAP_VIEW):
            del self.filters["cover"]
            self.filters.pop("insurer", None)

    def of_insurer(self, rows: Rows, _name: str, value: Organisation) -> Rows:
        """Those with a policy of the insurer in force today."""
        held = Policy.objects.visible_to(self.request.user).in_force(self.today).filter(insurer=value)
        return rows.filter(Exists(held.filter(enterprise=OuterRef("pk"))))

    @by_value
    def search(self, rows: EnterpriseQuerySet[Enterprise], value: str) -> EnterpriseQuerySet[Enterprise]:
        return rows.search(value.strip())

    @by_value
    def of_sector(self, rows: Rows, value: str) -> Rows:
        return rows.filter(sectors__contains=[value])

    @by_value
    @override
    def of_cover(self, rows: Rows, value: str) -> Rows:
        """Left to the page, which knows the day and the campaign."""
        return rows


class GapFilter(EnterpriseFilter):
    """The gap's list always shows the rows of one figure, so there is no "all"; most of them have no insurer."""

    insurer = None
    cover = django_filters.ChoiceFilter(
        label=_("Cover"),
        choices=(*COVER, *TAB_LABELS.items()),
        method="of_cover",
        empty_label=None,
        widget=StyledSelect,
    )

    on = DayFilter(
        label=_("Reference date"),
        method="of_cover",
        widget=DayInput,
        validators=[MinValueValidator(EARLIEST_DAY), MaxValueValidator(LATEST_DAY)],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.user.may(CoveragePermission.GAP_CASE_VIEW) and "cover" in self.filters:
            offered = self.filters["cover"].extra["choices"]
            self.filters["cover"].extra["choices"] = [pair for pair in offered if pair[0] != gap.REMINDED]
