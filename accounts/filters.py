"""Filters of the administrators' lists."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from accounts.models import User
from accounts.roles import Role
from core.forms import SearchInput, StyledSelect


class UserFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("User name or organisation"), method="search", widget=SearchInput)
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, empty_label=_("All"), widget=StyledSelect)

    class Meta:
        model = User
        fields: list[str] = []

    @override
    def search(self, rows: "QuerySet[User]", name: str, value: str) -> "QuerySet[User]":
        return rows.filter(Q(username__icontains=value) | Q(organisation__name__icontains=value))
