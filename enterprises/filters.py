"""The filter on places that every ledger of enterprises' records has."""

from typing import TypeVar

import django_filters
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from accounts.choices import DivisionLevel
from accounts.models import Division
from accounts.scope import scope_for
from core.forms import StyledSelect

M = TypeVar("M", bound=Model)
#: Codes with names.
Places = list[tuple[str, str]]


def place_choices(request: HttpRequest) -> Places | list[tuple[str, Places]]:
    """The places a person's rows can lie in: counties of the one city, or cities with their counties as groups."""
    scope = scope_for(request.user)
    if scope.county is not None:
        return []
    rows = Division.objects.exclude(level=DivisionLevel.PROVINCE)
    if scope.city is not None:
        return list(rows.filter(level=DivisionLevel.COUNTY, parent__code=scope.city).values_list("code", "name"))
    groups: dict[str, tuple[str, Places]] = {}
    for code, name, level, parent in rows.values_list("code", "name", "level", "parent"):
        if level == DivisionLevel.CITY:
            groups[code] = (name, [(code, name)])
        elif parent in groups:
            groups[parent][1].append((code, name))
    return [group for code, group in groups.items() if code != scope.outside_city]


class PlaceFilterSet(django_filters.FilterSet):
    """A filter set whose place field offers the person's own places, and goes where there is no choice."""

    place = django_filters.ChoiceFilter(
        label=_("Place"), method="in_place", empty_label=_("All"), widget=StyledSelect, choices=[]
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = place_choices(self.request)
        if choices:
            self.filters["place"].extra["choices"] = choices
        else:
            del self.filters["place"]
        self.filters.move_to_end("q", last=False)

    @override
    def in_place(self, rows: QuerySet[M], name: str, value: str) -> QuerySet[M]:
        return rows.filter(city=value) if value.endswith("00") else rows.filter(county=value)
