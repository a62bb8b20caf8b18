"""Filters of the list of findings."""

from typing import TYPE_CHECKING

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.forms import SearchInput, StyledSelect
from core.people import person_of
from inspections.choices import FindingKind, FindingState, FindingSubject
from inspections.models import Finding

if TYPE_CHECKING:
    from inspections.querysets import FindingRows

WAITING = (("sign", _("To be signed for by us")), ("settle", _("To be settled by us")))
WAITING_STATES = {"sign": FindingState.ROUTED, "settle": FindingState.RECEIVED}


class FindingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Number of the finding or name"), method="search", widget=SearchInput)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=FindingState.choices, empty_label=_("All"), widget=StyledSelect
    )
    waiting = django_filters.ChoiceFilter(
        label=_("Waiting for us"), choices=WAITING, empty_label=_("All"), widget=StyledSelect, method="for_us"
    )
    subject = django_filters.ChoiceFilter(
        label=_("Subject"), choices=FindingSubject.choices, empty_label=_("All"), widget=StyledSelect
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=FindingKind.choices, empty_label=_("All"), widget=StyledSelect
    )

    class Meta:
        model = Finding
        fields: list[str] = []

    def search(self, rows: "FindingRows[Finding]", name: str, value: str) -> "FindingRows[Finding]":
        text = value.strip()
        task, _dash, seq = text.rpartition("-")
        found = Q(task__no=text) | Q(enterprise_item__enterprise__uscc=text.upper())
        found |= Q(enterprise_item__enterprise__name__contains=text) | Q(insurer_item__insurer__name__contains=text)
        found |= Q(agency__name__contains=text)
        if text.upper().startswith("JC-"):
            found |= Q(task__no__startswith=text.upper())
        if seq.isascii() and seq.isdecimal() and len(seq) < 5:
            found |= Q(task__no=task, seq=int(seq))
        return rows.filter(found)

    def for_us(self, rows: "FindingRows[Finding]", name: str, value: str) -> "FindingRows[Finding]":
        own = Q(routing__handover__receiver=person_of(self.request).organisation_id)
        return rows.filter(own, state=WAITING_STATES[value])
