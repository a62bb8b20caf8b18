"""Filters of the logs: day, person, kind, record, address."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from accounts.door.events import DOOR
from accounts.words import actions
from core.forms import DayInput, SearchInput, StyledSelect
from core.listing.filtering import ListFilter
from core.models import AuditEvent
from core.views.days import DayFilter


def action_choices() -> list[tuple[str, str | Promise]]:
    """All audited actions, asked for when the form is made: the apps declare them."""
    return list(actions().items())


def sign_in_choices() -> list[tuple[str, str | Promise]]:
    """Those of the log of sign-ins."""
    return [(name, words) for name, words in action_choices() if name.startswith(DOOR)]


class LogFilter(ListFilter):
    q = django_filters.CharFilter(label=_("Person or organisation"), method="search", widget=SearchInput)
    record = django_filters.CharFilter(
        label=_("Record or account"), field_name="subject", lookup_expr="icontains", widget=SearchInput
    )
    action = django_filters.ChoiceFilter(
        label=_("What was done"), choices=action_choices, empty_label=_("All"), widget=StyledSelect
    )
    since = DayFilter(label=_("From day"), field_name="at", lookup_expr="date__gte", widget=DayInput)
    until = DayFilter(label=_("Until day"), field_name="at", lookup_expr="date__lte", widget=DayInput)
    address = django_filters.CharFilter(label=_("Came from"), field_name="detail__address", widget=SearchInput)

    class Meta:
        model = AuditEvent
        fields: list[str] = []

    @override
    def search(self, rows: "QuerySet[AuditEvent]", name: str, value: str) -> "QuerySet[AuditEvent]":
        return rows.filter(
            Q(actor__icontains=value) | Q(actor_name__icontains=value) | Q(organisation__icontains=value)
        )


class SignInFilter(LogFilter):
    action = django_filters.ChoiceFilter(
        label=_("What was done"), choices=sign_in_choices, empty_label=_("All"), widget=StyledSelect
    )
