"""Filters of the hazard ledger."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeAlias

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.scope import scope_for
from core.forms import DayInput, SearchInput, StyledSelect
from core.listing.filtering import ListFilter
from core.views.days import DayFilter
from enterprises.choices import Sector
from enterprises.filters import PlaceFilterSet
from hazards.choices import (
    ENDED,
    HazardCategory,
    HazardLevel,
    HazardSource,
    HazardStatus,
    HazardTopic,
    NoticeState,
    RefusalStanding,
    RequestState,
)
from hazards.figures.dues import latest_decision, unpublished
from hazards.models import Hazard, Notice, Refusal, RefusalReport
from hazards.permissions import HazardPermission
from hazards.querysets import HazardQuerySet, NoticeQuerySet, RefusalQuerySet
from rulebook.workdays import workdays

DUE = (
    ("over", _("Overdue")),
    ("soon", _("Due within 7 days")),
    ("open", _("Not closed")),
    ("record", _("On record, closed or not")),
    ("review", _("To be reviewed, submitted by others")),
)
#: For departments alone: a penalty that was not made public in time (law 78).
UNPUBLISHED = ("publish", _("Penalty not public in time"))
#: Days since a hazard was found, by the board's columns.
AGES = (
    ("0-7", _("Up to 7 days")),
    ("8-15", _("8 to 15 days")),
    ("16-30", _("16 to 30 days")),
    ("31-", _("Over 30 days")),
)
BOUNDS = {"0-7": (0, 7), "8-15": (8, 15), "16-30": (16, 30), "31-": (31, None)}
SOON_DAYS = 7
#: Of any origin, found by insurers; beside the origins themselves.
BY_INSURERS = "insurers"
#: The rows that the filters of the ledger narrow.
Rows: TypeAlias = "HazardQuerySet[Hazard]"


class SearchText(forms.CharField):
    """Two characters at least: one alone stands in half of the ledger."""

    def clean(self, value: object) -> str:
        text: str = super().clean(value)
        if text and len(text.strip()) < 2:
            raise ValidationError(_("Please write at least two characters."))
        return text


class SearchFilter(django_filters.CharFilter):
    field_class = SearchText


def pick(label: object, choices: Iterable[tuple[str, object]], **more: object) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label=_("All"), widget=StyledSelect, **more)


class HazardFilter(PlaceFilterSet):
    #: The business day, which the page of the list gives.
    today: date

    q = SearchFilter(label=_("Number, words, or initials of the enterprise"), method="search", widget=SearchInput)
    state = pick(_("State"), HazardStatus.choices)
    due = pick(_("Deadline"), DUE, method="of_due")
    level = pick(_("Level"), HazardLevel.choices)
    sector = pick(_("Sector"), Sector.choices)
    topic = pick(_("Special topic"), [*HazardTopic.choices, ("none", _("None of them"))], method="of_topic")
    category = pick(_("Hazard category"), HazardCategory.choices)
    source = pick(_("Origin"), [*HazardSource.choices, (BY_INSURERS, _("All found by insurers"))], method="of_source")
    age = pick(_("Age"), AGES, method="of_age")
    found_from = DayFilter(field_name="found_on", lookup_expr="gte", label=_("Found from"), widget=DayInput)
    found_to = DayFilter(field_name="found_on", lookup_expr="lte", label=_("Found until"), widget=DayInput)
    insurer = django_filters.ModelChoiceFilter(
        queryset=lambda request: Organisation.objects.visible_to(request.user).insurers(),
        label=_("Insurer"),
        empty_label=_("All"),
        null_label=_("Found by departments"),
        null_value="none",
        widget=StyledSelect,
    )

    class Meta:
        model = Hazard
        fields: list[str] = []

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if scope_for(self.request.user).insurer_id is not None:
            del self.filters["insurer"]
        if self.request.user.may(HazardPermission.HAZARD_CASE_VIEW):
            self.filters["due"].extra["choices"] = (*DUE, UNPUBLISHED)

    def search(self, rows: Rows, name: str, value: str) -> Rows:
        return rows.search(value)

    def of_topic(self, rows: Rows, name: str, value: str) -> Rows:
        return rows.filter(topic="" if value == "none" else value)

    def of_source(self, rows: Rows, name: str, value: str) -> Rows:
        return rows.filter(insurer__isnull=False) if value == BY_INSURERS else rows.filter(source=value)

    def of_due(self, rows: Rows, name: str, value: str) -> Rows:
        today = self.today
        if value == "over":
            return rows.overdue(today)
        if value == "soon":
            return rows.open().filter(deadline__range=(today, today + timedelta(days=SOON_DAYS)))
        if value == "review":
            return rows.filter(state=HazardStatus.SUBMITTED).exclude(submitted_by=self.request.user)
        if value == UNPUBLISHED[0]:
            return rows.filter(pk__in=unpublished(latest_decision(today, workdays())).values("hazard"))
        return rows.countable(today) if value == "record" else rows.open()

    def of_age(self, rows: Rows, name: str, value: str) -> Rows:
        return of_age(rows.open(), value, self.today)


class ReviewFilter(HazardFilter):
    """What waits for review is of one state and level; the rest of the ledger's filters narrow it."""

    state = due = level = age = insurer = None

    class Meta:
        model = Hazard
        fields: list[str] = []

    def __init__(self, *args: object, **kwargs: object) -> None:
        super(HazardFilter, self).__init__(*args, **kwargs)


def of_age(rows: Rows, age: str, today: date) -> Rows:
    """Open hazards found so many days ago."""
    youngest, oldest = BOUNDS[age]
    rows = rows.filter(found_on__lte=today - timedelta(days=youngest))
    return rows if oldest is None else rows.filter(found_on__gte=today - timedelta(days=oldest))


class NoticeFilter(ListFilter):
    q = django_filters.CharFilter(label=_("Notice number or credit code"), method="search", widget=SearchInput)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=NoticeState.choices, empty_label=_("All"), widget=StyledSelect
    )
    since = DayFilter(field_name="issued_on", lookup_expr="gte", label=_("Issued from"), widget=DayInput)
    until = DayFilter(field_name="issued_on", lookup_expr="lte", label=_("Issued until"), widget=DayInput)

    class Meta:
        model = Notice
        fields: list[str] = []

    def search(self, rows: "NoticeQuerySet[Notice]", name: str, value: str) -> "NoticeQuerySet[Notice]":
        text = value.strip()
        return rows.filter(Q(number=text) | Q(enterprise__uscc=text.upper()))


class RefusalFilter(ListFilter):
    q = django_filters.CharFilter(label=_("Hazard number or credit code"), method="search", widget=SearchInput)
    standing = django_filters.ChoiceFilter(
        label=_("State"),
        choices=RefusalStanding.choices,
        empty_label=_("All"),
        widget=StyledSelect,
        method="of_standing",
    )

    class Meta:
        model = Refusal
        fields: list[str] = []

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.user.may(HazardPermission.HAZARD_ENFORCE):
            self.filters["standing"].extra["choices"] = RefusalStanding.choices[1:]

    def search(self, rows: "RefusalQuerySet[Refusal]", name: str, value: str) -> "RefusalQuerySet[Refusal]":
        text = value.strip().upper()
        return rows.filter(Q(hazard__hazard_no=text) | Q(hazard__enterprise__uscc=text))

    def of_standing(self, rows: "RefusalQuerySet[Refusal]", name: str, value: str) -> "RefusalQuerySet[Refusal]":
        if value == RefusalStanding.MINE:
            mine = RefusalReport.objects.visible_to(self.request.user)
            own = mine.filter(recipient=self.request.user.organisation_id, received_at__isnull=True)
            return rows.filter(pk__in=own.values("refusal")).exclude(hazard__state__in=ENDED)
        if value == RefusalStanding.ASKED:
            return rows.filter(state=RequestState.ASKED)
        if value == RefusalStanding.DUE:
            return rows.filter(state=RequestState.AGREED, reported_at__isnull=True, hazard__state=HazardStatus.REFUSED)
        sent = rows.filter(reported_at__isnull=False)
        # A body reads of its own report alone whether it was signed for.
        taken = RefusalReport.objects.visible_to(self.request.user).filter(received_at__isnull=False).values("refusal")
        return sent.filter(pk__in=taken) if value == RefusalStanding.TAKEN else sent.exclude(pk__in=taken)
