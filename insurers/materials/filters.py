"""Filters of the lists of material and of readings."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.forms import SearchInput, StyledSelect
from insurers.base.filters import YES_NO, Rows, by_value
from insurers.materials.choices import MaterialKind, MaterialState
from insurers.materials.models import Assignment, Material


class MaterialFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="contains", widget=SearchInput)
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=MaterialKind.choices, empty_label=_("All"), widget=StyledSelect
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=MaterialState.choices, empty_label=_("All"), widget=StyledSelect
    )

    class Meta:
        model = Material
        fields: list[str] = []


class AssignmentFilter(django_filters.FilterSet):
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
