"""Filters of the list of findings."""

from typing import TYPE_CHECKING

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.forms import SearchInput, StyledSelect
from core.listing.filtering import ListFilter
from core.people import person_of
from inspections.choices import FindingKind, FindingState, FindingSubject
from inspections.models import Finding
from inspections.words.receivers import RECEIVERS

if TYPE_CHECKING:
    from inspections.querysets import FindingRows

WAITING = (("sign", _("To be signed for by us")), ("settle", _("To be settled by us")))
WAITING_STATES = {"sign": FindingState.ROUTED, "settle": FindingState.RECEIVED}


#: Whatever became of it, but for those that were revoked.
NOT_REVOKED = "not-revoked"
STATES = (*FindingState.choices, (NOT_REVOKED, _("Not revoked")))


def _numbered(text: str) -> Q:
    """Findings whose number is the text or begins with it: JC-2023-01, JC-2023-01-0, JC-2023-01-03."""
    found = Q(task__no__begins=text) if text.startswith("JC-") else Q(pk__in=[])
    task, _dash, seq = text.rpartition("-")
    if seq == "":
        return found | Q(task__no=task)
    if seq.isascii() and seq.isdecimal() and len(seq) < 5:
        found |= Q(task__no=task, seq=int(seq))
        if len(seq) == 1:
            found |= Q(task__no=task, seq__range=(10 * int(seq), 10 * int(seq) + 9))
    return found


class FindingFilter(ListFilter):
    q = django_filters.CharFilter(label=_("Number of the finding or name"), method="search", widget=SearchInput)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, empty_label=_("All"), widget=StyledSelect, method="in_state"
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

    to = django_filters.ChoiceFilter(
        label=_("Where findings went"),
        choices=[(key, one.words) for key, one in RECEIVERS.items()],
        empty_label=_("All"),
        widget=StyledSelect,
        method="gone_to",
    )

    class Meta:
        model = Finding
        fields: list[str] = []

    def search(self, rows: "FindingRows[Finding]", name: str, value: str) -> "FindingRows[Finding]":
        text = value.strip()
        found = _numbered(text.upper()) | Q(enterprise_item__enterprise__uscc=text.upper())
        found |= Q(enterprise_item__enterprise__name__contains=text) | Q(insurer_item__insurer__name__contains=text)
        found |= Q(agency__name__contains=text)
        return rows.filter(found)

    def in_state(self, rows: "FindingRows[Finding]", name: str, value: str) -> "FindingRows[Finding]":
        return rows.exclude(state=FindingState.REVOKED) if value == NOT_REVOKED else rows.filter(state=value)

    def gone_to(self, rows: "FindingRows[Finding]", name: str, value: str) -> "FindingRows[Finding]":
        return rows.filter(RECEIVERS[value].condition)

    def for_us(self, rows: "FindingRows[Finding]", name: str, value: str) -> "FindingRows[Finding]":
        body = person_of(self.request).organisation_id
        own = Q(routing__taken_over_by=body) | Q(routing__handover__receiver=body, routing__taken_over_by__isnull=True)
        return rows.filter(own, state=WAITING_STATES[value])
