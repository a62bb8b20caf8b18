"""The filters of the lists of agencies and of professionals."""

from datetime import date
from typing import TYPE_CHECKING

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.forms import SearchInput, StyledSelect
from core.listing.filtering import ListFilter
from enterprises.initials import initials_of
from insurers.agencies.choices import ProfessionalKind, Standing
from insurers.agencies.models import Professional
from insurers.agencies.rules import SOON
from insurers.base.filters import YES_NO

if TYPE_CHECKING:
    from insurers.agencies.querysets import ProfessionalRows


class AgencyFilter(ListFilter):
    q = django_filters.CharFilter(
        field_name="name", lookup_expr="icontains", label=_("Name of the organisation"), widget=SearchInput
    )

    class Meta:
        model = Organisation
        fields: list[str] = []


class ProfessionalFilter(ListFilter):
    q = django_filters.CharFilter(label=_("Name, initials or organisation"), method="search", widget=SearchInput)
    kind = django_filters.ChoiceFilter(
        label=_("Kind of person"), choices=ProfessionalKind.choices, empty_label=_("All"), widget=StyledSelect
    )
    standing = django_filters.ChoiceFilter(
        label=_("On the register"),
        choices=Standing.choices,
        empty_label=_("All"),
        widget=StyledSelect,
        method="of_standing",
    )
    own = django_filters.ChoiceFilter(
        label=_("Own people"), choices=YES_NO, empty_label=_("All"), widget=StyledSelect, method="of_own"
    )

    today: date

    class Meta:
        model = Professional
        fields: list[str] = []

    def search(
        self, rows: "ProfessionalRows[Professional]", _name: str, value: str
    ) -> "ProfessionalRows[Professional]":
        """By a part of the name or of the organisation's, or by initials; the register is small enough to be read."""
        word = value.strip().lower()
        named = Q(name__icontains=word) | Q(organisation__name__icontains=word)
        if word.isascii() and word.isalnum():
            known = rows.values_list("pk", "name")
            named |= Q(pk__in=[pk for pk, name in known if word in initials_of(name)])
        return rows.filter(named)

    def of_own(
        self, rows: "ProfessionalRows[Professional]", _name: str, value: str
    ) -> "ProfessionalRows[Professional]":
        own = Q(organisation=self.request.user.organisation_id)
        return rows.filter(own if value == "true" else ~own)

    def of_standing(
        self, rows: "ProfessionalRows[Professional]", _name: str, value: str
    ) -> "ProfessionalRows[Professional]":
        return rows.filter(condition_of(value, self.today))


def condition_of(standing: str, day: date) -> Q:
    """The twin of `rules.standing_on` as a condition over the columns."""
    left, begun = Q(left_on__isnull=False, left_on__lt=day), Q(valid_from__lte=day)
    long = Q(valid_to__isnull=True) | Q(valid_to__gte=day + SOON)
    match standing:
        case Standing.LEFT:
            return left
        case Standing.AHEAD:
            return ~left & ~begun
        case Standing.VALID:
            return ~left & begun & long
        case Standing.SOON:
            return ~left & begun & Q(valid_to__gte=day, valid_to__lt=day + SOON)
        case Standing.EXPIRED:
            return ~left & begun & Q(valid_to__lt=day)
    return Q()
