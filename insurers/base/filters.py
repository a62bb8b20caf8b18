"""Filters of the ledgers' lists. Choices of places follow the person's scope."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.scope import scope_for
from core.forms import DayInput, StyledSelect
from enterprises.filters import PlaceFilterSet

YES_NO = (("true", _("Yes")), ("false", _("No")))


class InsurerRowFilter(PlaceFilterSet):
    """Search, insurer and period, shared by policies and services. `number` is the column searched by its beginning."""

    number = ""

    start_from = django_filters.DateFilter(
        field_name="start_on", lookup_expr="gte", label=_("Begins from"), widget=DayInput
    )
    start_to = django_filters.DateFilter(
        field_name="start_on", lookup_expr="lte", label=_("Begins until"), widget=DayInput
    )
    insurer = django_filters.ModelChoiceFilter(
        queryset=lambda request: Organisation.objects.visible_to(request.user).insurers(),
        label=_("Insurer"),
        empty_label=_("All"),
        widget=StyledSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if scope_for(self.request.user).insurer_id is not None:
            del self.filters["insurer"]

    def search(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        text = value.strip()
        begins = {f"{self.number}__istartswith": text}
        return rows.filter(Q(**begins) | Q(enterprise__uscc__startswith=text.upper()))
