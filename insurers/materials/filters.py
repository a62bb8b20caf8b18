"""Filters of the lists of material and of readings."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.scope import scope_for
from core.forms import DayInput, SearchInput, StyledSelect
from core.listing.filtering import ListFilter
from core.rows import Rows
from insurers.base.choices import Channel, Medium
from insurers.base.filters import YES_NO, by_value
from insurers.materials.choices import MaterialKind, MaterialState
from insurers.materials.models import Assignment, Material


class MaterialFilter(ListFilter):
    q = django_filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="contains", widget=SearchInput)
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=MaterialKind.choices, empty_label=_("All"), widget=StyledSelect
    )
    channel = django_filters.ChoiceFilter(
        label=_("Channel"), choices=Channel.choices, empty_label=_("All"), widget=StyledSelect
    )
    medium = django_filters.ChoiceFilter(
        label=_("Form of the content"), choices=Medium.choices, empty_label=_("All"), widget=StyledSelect
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=MaterialState.choices, empty_label=_("All"), widget=StyledSelect
    )

    published_from = django_filters.DateFilter(
        field_name="published_at", lookup_expr="date__gte", label=_("Published from"), widget=DayInput
    )
    published_to = django_filters.DateFilter(
        field_name="published_at", lookup_expr="date__lte", label=_("Published until"), widget=DayInput
    )
    insurer = django_filters.ModelChoiceFilter(
        queryset=lambda request: Organisation.objects.visible_to(request.user).insurers(),
        label=_("Insurer"),
        empty_label=_("All"),
        widget=StyledSelect,
    )

    class Meta:
        model = Material
        fields: list[str] = []

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if scope_for(self.request.user).insurer_id is not None:
            del self.filters["insurer"]


class AssignmentFilter(ListFilter):
    q = django_filters.CharFilter(label=_("Policy number or credit code"), method="search", widget=SearchInput)
    material = django_filters.NumberFilter(label=_("Material"), widget=forms.HiddenInput)
    read = django_filters.ChoiceFilter(
        label=_("Read"), choices=YES_NO, empty_label=_("All"), widget=StyledSelect, method="of_read"
    )

    class Meta:
        model = Assignment
        fields: list[str] = []

    @by_value
    def search(self, rows: Rows, value: str) -> Rows:
        text = value.strip()
        return rows.filter(Q(policy__policy_no=text) | Q(policy__enterprise__uscc=text))

    @by_value
    def of_read(self, rows: Rows, value: str) -> Rows:
        return rows.filter(read_on__isnull=value != "true")
