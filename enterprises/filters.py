"""The filter on places that every ledger of enterprises' records has, and the filters of outsourcing."""

from typing import TypeVar

import django_filters
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from typing_extensions import override

from accounts.choices import DivisionLevel
from accounts.models import Division
from accounts.scope import scope_for
from core.forms import SearchInput, StyledSelect
from core.listing.filtering import ListFilter
from core.models import AuditEvent
from enterprises.choices import OutsourcingKind
from enterprises.models import Outsourcing
from enterprises.querysets import OutsourcingQuerySet

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


class PlaceFilterSet(ListFilter):
    """A filter set whose place field offers the person's own places, and goes where there is no choice."""

    place = django_filters.ChoiceFilter(
        label=pgettext_lazy("region", "Place"), method="in_place", empty_label=_("All"), widget=StyledSelect, choices=[]
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


class OutsourcingFilter(PlaceFilterSet):
    q = django_filters.CharFilter(
        label=_("Name, credit code or initials; contractor or project"), method="search", widget=SearchInput
    )
    kind = django_filters.ChoiceFilter(
        label=_("Outsourced or leased"), choices=OutsourcingKind.choices, empty_label=_("All"), widget=StyledSelect
    )
    managed = django_filters.ChoiceFilter(
        label=_("In the firm's own safety management"),
        choices=(("true", _("Yes")), ("false", _("No"))),
        method="of_managed",
        empty_label=_("All"),
        widget=StyledSelect,
    )

    class Meta:
        model = Outsourcing
        fields: list[str] = []

    @override
    def in_place(self, rows: QuerySet[M], name: str, value: str) -> QuerySet[M]:
        column = "enterprise__city" if value.endswith("00") else "enterprise__county"
        return rows.filter(**{column: value})

    @override
    def search(self, rows: OutsourcingQuerySet[Outsourcing], name: str, value: str) -> QuerySet[Outsourcing]:
        return rows.search(value.strip())

    @override
    def of_managed(self, rows: QuerySet[M], name: str, value: str) -> QuerySet[M]:
        return rows.filter(managed=value == "true")


class ContactLookFilter(ListFilter):
    q = django_filters.CharFilter(
        label=_("Enterprise, person or organisation"), method="search", widget=SearchInput, max_length=100
    )

    class Meta:
        model = AuditEvent
        fields: list[str] = []

    def search(self, rows: QuerySet[AuditEvent], _name: str, text: str) -> QuerySet[AuditEvent]:
        found = Q(subject__icontains=text) | Q(organisation__icontains=text)
        return rows.filter(found | Q(actor_name__icontains=text) | Q(actor=text))
