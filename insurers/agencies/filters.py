"""The filter of the list of agencies."""

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.forms import SearchInput


class AgencyFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("Name"), widget=SearchInput)

    class Meta:
        model = Organisation
        fields: list[str] = []
