"""Filters of the list of publicity."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Division, Organisation
from accounts.scope import scope_for
from core.forms import DayInput, SearchInput, StyledSelect
from core.listing.filtering import ListFilter
from core.rows import Rows
from insurers.base.filters import YES_NO, by_value
from publicity.choices import ItemState, PublicityChannel, PublicityKind, PublicityLevel
from publicity.models import PublicityItem


class ItemFilter(ListFilter):
    q = django_filters.CharFilter(label=_("Title"), method="search", widget=SearchInput)
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=PublicityKind.choices, empty_label=_("All"), widget=StyledSelect
    )
    channel = django_filters.ChoiceFilter(
        label=_("Channel"), choices=PublicityChannel.choices, empty_label=_("All"), widget=StyledSelect
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ItemState.choices, empty_label=_("All"), widget=StyledSelect
    )
    level = django_filters.ChoiceFilter(
        label=pgettext_lazy("publicity", "Level"),
        choices=PublicityLevel.choices,
        empty_label=_("All"),
        widget=StyledSelect,
    )
    good = django_filters.ChoiceFilter(
        label=_("Good practice"), choices=YES_NO, empty_label=_("All"), widget=StyledSelect, method="of_good"
    )
    city = django_filters.ModelChoiceFilter(
        label=_("City"), queryset=Division.objects.cities(), empty_label=_("All"), widget=StyledSelect
    )
    organisation = django_filters.ModelChoiceFilter(
        label=_("Reporting unit"),
        queryset=lambda request: Organisation.objects.visible_to(request.user).filter(
            pk__in=PublicityItem.objects.visible_to(request.user).values("organisation")
        ),
        empty_label=_("All"),
        widget=StyledSelect,
    )
    published_from = django_filters.DateFilter(
        field_name="published_on", lookup_expr="gte", label=_("Published from"), widget=DayInput
    )
    published_to = django_filters.DateFilter(
        field_name="published_on", lookup_expr="lte", label=_("Published until"), widget=DayInput
    )

    class Meta:
        model = PublicityItem
        fields: list[str] = []

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        scope = scope_for(self.request.user)
        if not scope.everything and scope.outside_city is None:
            del self.filters["city"]

    @by_value
    def search(self, rows: Rows, value: str) -> Rows:
        return rows.filter(title__icontains=value.strip())

    @by_value
    def of_good(self, rows: Rows, value: str) -> Rows:
        return rows.filter(is_good_practice=value == "true")
