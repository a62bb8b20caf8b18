"""Filters of core's lists."""

import django_filters
from django.utils.translation import gettext_lazy as _

from core.choices import UploadState
from core.forms import SearchInput, StyledSelect
from core.models import Upload


class UploadFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(
        field_name="file__name", lookup_expr="icontains", label=_("File name"), widget=SearchInput
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=UploadState.choices, empty_label=_("All"), widget=StyledSelect
    )

    class Meta:
        model = Upload
        fields: list[str] = []
