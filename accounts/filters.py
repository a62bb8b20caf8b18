"""Filters of the administrators' lists."""

from datetime import timedelta
from typing import Final

import django_filters
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from typing_extensions import override

from accounts.choices import AccountState, OrganisationKind, PersonPost, RequestState
from accounts.models import Organisation, PeopleRequest, User
from accounts.roles import Role
from accounts.services.access import locks
from core.forms import SearchInput, StyledSelect
from core.listing.filtering import ListFilter

#: 等保 8.1.4.2: an account that nobody has used for so long is told of.
IDLE: Final = timedelta(days=90)


#: An administrator's account that was made and never brought into force: nobody has signed in with it.
UNCONFIRMED: Final = "unconfirmed"


def idle_condition() -> Q:
    return Q(is_active=True, last_login__lt=Now() - IDLE)


def waiting_condition() -> Q:
    """In use, and nobody has ever signed in with it."""
    return Q(is_active=True, last_login=None)


def locked_condition() -> Q:
    names = locks().values("username")
    return Q(is_active=True, username__in=names)


def in_state(rows: "QuerySet[User]", state: str) -> "QuerySet[User]":
    """The people whose account is in a state of `AccountState`, or `UNCONFIRMED`; all for any other word."""
    if state == UNCONFIRMED:
        return rows.filter(is_active=False, last_login=None)
    match state:
        case AccountState.ACTIVE:
            return rows.filter(is_active=True)
        case AccountState.DISABLED:
            return rows.filter(is_active=False)
        case AccountState.LOCKED:
            return rows.filter(locked_condition())
        case AccountState.WAITING:
            return rows.filter(waiting_condition())
        case AccountState.IDLE:
            return rows.filter(idle_condition())
    return rows


class UserFilter(ListFilter):
    q = django_filters.CharFilter(label=_("Name, user name or organisation"), method="search", widget=SearchInput)
    kind = django_filters.ChoiceFilter(
        label=_("Kind of organisation"),
        choices=OrganisationKind.choices,
        field_name="organisation__kind",
        empty_label=_("All"),
        widget=StyledSelect,
    )
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, empty_label=_("All"), widget=StyledSelect)
    post = django_filters.ChoiceFilter(
        label=pgettext_lazy("person", "Post"),
        choices=PersonPost.choices,
        method="of_post",
        empty_label=_("All"),
        widget=StyledSelect,
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=AccountState.choices, method="of_state", empty_label=_("All"), widget=StyledSelect
    )

    class Meta:
        model = User
        fields: list[str] = []

    @override
    def search(self, rows: "QuerySet[User]", name: str, value: str) -> "QuerySet[User]":
        return rows.filter(
            Q(username__icontains=value)
            | Q(display_name__icontains=value)
            | Q(organisation__name__icontains=value)
            | Q(organisation__code__iexact=value)
        )

    def of_post(self, rows: "QuerySet[User]", name: str, value: str) -> "QuerySet[User]":
        return rows.filter(is_lead=value == PersonPost.LEAD)

    def of_state(self, rows: "QuerySet[User]", name: str, value: str) -> "QuerySet[User]":
        return in_state(rows, value)


class OrganisationFilter(ListFilter):
    q = django_filters.CharFilter(label=_("Name, code or code of documents"), method="search", widget=SearchInput)
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("organisation", "Kind"),
        choices=OrganisationKind.choices,
        empty_label=_("All"),
        widget=StyledSelect,
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    @override
    def search(self, rows: "QuerySet[Organisation]", name: str, value: str) -> "QuerySet[Organisation]":
        return rows.filter(Q(name__icontains=value) | Q(code__istartswith=value) | Q(letter_code__icontains=value))


class RequestFilter(ListFilter):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=RequestState.choices, empty_label=_("All"), widget=StyledSelect
    )

    class Meta:
        model = PeopleRequest
        fields: list[str] = []
