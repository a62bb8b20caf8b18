"""Filters of the ledgers' lists. Choices of places follow the person's scope."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TypeVar

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.scope import scope_for
from core.forms import DayInput, StyledSelect
from core.rows import Rows, begins
from core.views.days import DayFilter
from enterprises.filters import PlaceFilterSet
from enterprises.querysets import with_code

#: The rows of a list, whatever its ledger.
F = TypeVar("F", bound=django_filters.FilterSet)
R = TypeVar("R", bound=Rows)
YES_NO = (("true", _("Yes")), ("false", _("No")))


def by_value(narrow: Callable[[F, R, str], R]) -> Callable[[F, R, str, str], R]:
    """A method as django-filter calls it, of one that needs the rows and the value, not the name of the column."""

    @wraps(narrow)
    def method(filters: F, rows: R, _name: str, value: str) -> R:
        return narrow(filters, rows, value)

    return method


class InsurerRowFilter(PlaceFilterSet):
    """Search, insurer and period, shared by policies and services. `number` is the column searched by its beginning.

    The page gives `today`, the day by which states are judged.
    """

    number = ""
    today: date

    start_from: DayFilter | None = DayFilter(
        field_name="start_on", lookup_expr="gte", label=_("Begins from"), widget=DayInput
    )
    start_to: DayFilter | None = DayFilter(
        field_name="start_on", lookup_expr="lte", label=_("Begins until"), widget=DayInput
    )
    insurer = django_filters.ModelChoiceFilter(
        queryset=lambda request: Organisation.objects.visible_to(request.user).insurers(),
        label=_("Insurer"),
        empty_label=_("All"),
        widget=StyledSelect,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if scope_for(self.request.user).insurer_id is not None:
            del self.filters["insurer"]

    @by_value
    def search(self, rows: Rows, value: str) -> Rows:
        return self.begin(rows, value)

    def begin(self, rows: Rows, value: str) -> Rows:
        """Those whose number or credit code begins with the text."""
        text = value.strip()
        # Firms in a query of their own: across a join neither index would help.
        return rows.filter(begins(self.number, text) | Q(enterprise__in=with_code(text)))
