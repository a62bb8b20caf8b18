"""Filters of the administrators' lists."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from accounts.models import User
from accounts.roles import Role
from accounts.words import actions
from core.forms import SearchInput, StyledSelect
from core.models import AuditEvent


def action_choices() -> list[tuple[str, str | Promise]]:
    """All audited actions, asked for when the form is made: the apps declare them."""
    return list(actions().items())


class UserFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("User name or organisation"), method="search", widget=SearchInput)
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, empty_label=_("All"), widget=StyledSelect)

    class Meta:
        model = User
        fields: list[str] = []

    @override
    def search(self, rows: "QuerySet[User]", name: str, value: str) -> "QuerySet[User]":
        return rows.filter(Q(username__icontains=value) | Q(organisation__name__icontains=value))


class AuditFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Person, organisation or subject"), method="search", widget=SearchInput)
    action = django_filters.ChoiceFilter(
        label=_("Action"), choices=action_choices, empty_label=_("All"), widget=StyledSelect
    )

    class Meta:
        model = AuditEvent
        fields: list[str] = []

    @override
    def search(self, rows: "QuerySet[AuditEvent]", name: str, value: str) -> "QuerySet[AuditEvent]":
        return rows.filter(Q(actor__icontains=value) | Q(organisation__icontains=value) | Q(subject__icontains=value))
