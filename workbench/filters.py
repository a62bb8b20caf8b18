"""Filters of the board of key enterprises."""

import django_filters
from django.utils.translation import gettext_lazy as _

from core.forms import SearchInput, StyledSelect
from core.rows import Rows
from enterprises.choices import Sector
from enterprises.filters import PlaceFilterSet
from enterprises.models import Enterprise
from enterprises.querysets import EnterpriseQuerySet
from insurers.base.filters import YES_NO, by_value
from workbench.key_enterprises import knows_gap

HAZARDS = (("open", _("Open hazards")), ("major", _("Open major hazards")), ("overdue", _("Overdue hazards")))


class KeyFilter(PlaceFilterSet):
    q = django_filters.CharFilter(label=_("Name, credit code or initials"), method="search", widget=SearchInput)
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), choices=Sector.choices, method="of_sector", empty_label=_("All"), widget=StyledSelect
    )
    measures = django_filters.ChoiceFilter(
        label=_("Refined measures"), choices=YES_NO, method="of_measures", empty_label=_("All"), widget=StyledSelect
    )
    assisted = django_filters.ChoiceFilter(
        label=_("Campaign assistance"), choices=YES_NO, method="of_assists", empty_label=_("All"), widget=StyledSelect
    )
    hazards = django_filters.ChoiceFilter(
        label=_("Hazards"), choices=HAZARDS, method="of_hazards", empty_label=_("All"), widget=StyledSelect
    )
    insured = django_filters.ChoiceFilter(
        label=_("Insured"), choices=YES_NO, method="of_cover", empty_label=_("All"), widget=StyledSelect
    )

    class Meta:
        model = Enterprise
        fields: list[str] = []

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not knows_gap(self.request.user):
            del self.filters["insured"]

    @by_value
    def search(self, rows: EnterpriseQuerySet[Enterprise], value: str) -> EnterpriseQuerySet[Enterprise]:
        return rows.search(value.strip())

    @by_value
    def of_sector(self, rows: Rows, value: str) -> Rows:
        return rows.filter(sectors__contains=[value])

    @by_value
    def of_measures(self, rows: Rows, value: str) -> Rows:
        return rows.filter(has_measures=value == "true")

    @by_value
    def of_assists(self, rows: Rows, value: str) -> Rows:
        return rows.filter(assists__gt=0) if value == "true" else rows.filter(assists=0)

    @by_value
    def of_hazards(self, rows: Rows, value: str) -> Rows:
        return rows.filter(**{f"{value}_hazards__gt": 0})

    @by_value
    def of_cover(self, rows: Rows, value: str) -> Rows:
        return rows.filter(is_insured=value == "true")
