"""The filter of the list of orders."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, SearchInput, StyledSelect
from core.listing.filtering import ListFilter
from core.rows import Rows, begins
from core.views.days import DayFilter
from insurers.agencies.services import visible_agencies
from insurers.base.choices import ServiceKind
from insurers.base.filters import by_value
from insurers.orders.choices import OrderState
from insurers.orders.models import ServiceOrder


class OrderFilter(ListFilter):
    q = django_filters.CharFilter(method="search", label=_("Policy number or enterprise"), widget=SearchInput)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=OrderState.choices, empty_label=_("All"), widget=StyledSelect
    )
    kind = django_filters.ChoiceFilter(
        label=_("Service"), choices=ServiceKind.choices, empty_label=_("All"), widget=StyledSelect
    )
    since = DayFilter(field_name="service_on", lookup_expr="gte", label=_("Day from"), widget=DayInput)
    until = DayFilter(field_name="service_on", lookup_expr="lte", label=_("Day until"), widget=DayInput)

    agency = django_filters.ModelChoiceFilter(
        queryset=lambda request: visible_agencies(request.user),
        label=_("Agency"),
        empty_label=_("All"),
        widget=StyledSelect,
    )

    class Meta:
        model = ServiceOrder
        fields: list[str] = []

    @by_value
    def search(self, rows: Rows, value: str) -> Rows:
        text = value.strip()
        return rows.filter(begins("policy__policy_no", text) | Q(policy__enterprise__name__icontains=text))
