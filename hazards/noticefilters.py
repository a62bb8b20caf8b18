"""Filters of notices and of cases of refusal."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, SearchInput, StyledSelect
from hazards.choices import NoticeState
from hazards.models import Notice, Refusal

STANDINGS = (
    ("ASKED", _("Waiting for the second person")),
    ("DUE", _("To be reported at once")),
    ("SENT", _("Reported, not yet signed for")),
    ("TAKEN", _("Signed for")),
)


class NoticeFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Notice number or credit code"), method="search", widget=SearchInput)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=NoticeState.choices, empty_label=_("All"), widget=StyledSelect
    )
    since = django_filters.DateFilter(
        field_name="issued_on", lookup_expr="gte", label=_("Issued from"), widget=DayInput
    )
    until = django_filters.DateFilter(
        field_name="issued_on", lookup_expr="lte", label=_("Issued until"), widget=DayInput
    )

    class Meta:
        model = Notice
        fields: list[str] = []

    def search(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        text = value.strip()
        return rows.filter(Q(number=text) | Q(enterprise__uscc=text.upper()))


class RefusalFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Hazard number or credit code"), method="search", widget=SearchInput)
    standing = django_filters.ChoiceFilter(
        label=_("State"), choices=STANDINGS, empty_label=_("All"), widget=StyledSelect, method="of_standing"
    )

    class Meta:
        model = Refusal
        fields: list[str] = []

    def search(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        text = value.strip().upper()
        return rows.filter(Q(hazard__hazard_no=text) | Q(hazard__enterprise__uscc=text))

    def of_standing(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        if value == "ASKED":
            return rows.filter(state="ASKED")
        if value == "DUE":
            return rows.filter(state="AGREED", reported_at__isnull=True)
        sent = rows.filter(reported_at__isnull=False)
        taken = sent.filter(reports__received_at__isnull=False).distinct()
        return taken if value == "TAKEN" else sent.exclude(pk__in=taken.values("pk"))
