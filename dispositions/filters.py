"""The filters of the lists of cases, of their measures and of refused hazards."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

import django_filters
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from core.forms import DayInput, SearchInput, StyledSelect
from core.identifiers import paper_number
from core.listing.filtering import ListFilter
from core.people import person_of
from core.rows import Rows, holding
from core.touches import Memory
from core.views.days import DayFilter
from dispositions.choices import SHOWN, Age, CaseSource, CaseState, Deadline, Wait
from dispositions.models import Case, Step
from dispositions.permissions import DispositionPermission
from dispositions.refused import ACTS, aged, is_late, is_open, of_authority, of_kind, refused_for
from dispositions.rules import DEPARTMENTS, INWARD, side_of
from hazards.figures.dues import latest_decision
from hazards.filters import pick
from hazards.models import Refusal, RefusalReport
from inspections.choices import Disposition, FindingSubject
from insurers.base.filters import by_value
from rulebook.workdays import workdays

#: Any state but the last.
OPEN = "open"
#: Cases with papers in which the person is to act.
MINE: Final = "mine"
MINE_CHOICE: Final = (MINE, pgettext_lazy("disposition", "My step"))
#: What is told of refused hazards that wait: penalties that were not made public in time.
LATE = ((Wait.OVERDUE.value, Wait.OVERDUE.label),)
STATES = ((OPEN, _("All that are open")), *CaseState.choices)


def memory_of(request: HttpRequest) -> Memory:
    """What the request remembers; the list of cases lends its own, so that the marks are asked for once."""
    found: Memory = vars(request).setdefault("ledger_memory", Memory())
    return found


def authorities_of(request: HttpRequest) -> Rows:
    """The authorities of the cases that a person sees, kept until a case is written to: the list asks with each page."""
    user = request.user
    mine = Case.objects.visible_to(user).order_by()
    bodies = memory_of(request).kept(
        mine, "authorities", lambda: list(mine.values_list("authority", flat=True).distinct())
    )
    found: Rows = Organisation.objects.visible_to(user).filter(pk__in=bodies).order_by("code")
    return found


def insurers_of(request: HttpRequest) -> Rows:
    """The insurers of the cases that a person sees, kept likewise."""
    user = request.user
    mine = Case.objects.visible_to(user).filter(insurer__isnull=False).order_by()
    known = memory_of(request).kept(mine, "insurers", lambda: list(mine.values_list("insurer", flat=True).distinct()))
    found: Rows = Organisation.objects.visible_to(user).filter(pk__in=known).order_by("code")
    return found


def pick_body(
    bodies: Callable[[HttpRequest], Rows] = authorities_of, label: object = _("Authority"), **more: object
) -> django_filters.ModelChoiceFilter:
    """One of the organisations that the rows name, by default of the authorities of the cases."""
    return django_filters.ModelChoiceFilter(
        queryset=bodies, label=label, empty_label=_("All"), widget=StyledSelect, **more
    )


def pick_subject(**more: object) -> django_filters.ChoiceFilter:
    return pick(_("Subject"), FindingSubject.choices, **more)


def pick_measure(
    choices: Iterable[tuple[str, object]] = Disposition.choices, **more: object
) -> django_filters.ChoiceFilter:
    return pick(_("Measure"), choices, **more)


def pick_age() -> django_filters.ChoiceFilter:
    return pick(_("Open for"), Age.choices, method="of_age")


def pick_day(field: str, label: object, *, is_first: bool) -> DayFilter:
    """The first or the last day of a span."""
    return DayFilter(field_name=field, lookup_expr="gte" if is_first else "lte", label=label, widget=DayInput)


class CaseFilter(ListFilter):
    q = django_filters.CharFilter(label=_("Case, document, name or matter"), method="search", widget=SearchInput)
    state = pick(_("State"), STATES, method="of_state")
    wait = pick(pgettext_lazy("disposition", "Waits for"), (MINE_CHOICE, *Wait.choices), method="of_wait")
    subject = pick_subject()
    source = pick(_("Origin"), CaseSource.choices)
    kind = pick_measure(method="of_kind")
    age = pick_age()
    authority = pick_body()
    insurer = pick_body(insurers_of, _("Insurer"))
    opened_from = pick_day("opened_on", _("Opened from"), is_first=True)
    opened_to = pick_day("opened_on", _("Opened until"), is_first=False)

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, *args: object, **kwargs: object) -> None:
        """The subject of a case is told neither whence it came nor what is planned in it."""
        super().__init__(*args, **kwargs)
        self.is_authority = self.request.user.may(DispositionPermission.BOARD_VIEW)
        if side_of(self.request.user.role) in DEPARTMENTS:  # none of their cases is about an insurer
            del self.filters["insurer"]
        if not self.is_authority:
            del self.filters["source"]
            self.filters["wait"].extra["choices"] = [
                MINE_CHOICE,
                *((one.value, one.label) for one in (Wait.OVERDUE, Wait.ANSWER)),
            ]
            told = [(one.value, one.label) for one in Disposition if one not in INWARD]
            self.filters["kind"].extra["choices"] = told

    @cached_property
    def fined_by(self) -> date | None:
        """Up to which day of decision a fine that is not public is late; its subject is not late thereby."""
        return latest_decision(self.today, workdays()) if self.is_authority else None

    @by_value
    def search(self, rows: Rows, value: str) -> Rows:
        found: Rows = rows.search(paper_number(value), by_origin=self.is_authority)  # type: ignore[attr-defined]
        return found

    @by_value
    def of_state(self, rows: Rows, value: str) -> Rows:
        return rows.exclude(state=CaseState.CLOSED) if value == OPEN else rows.filter(state=value)

    @by_value
    def of_wait(self, rows: Rows, value: str) -> Rows:
        if value == MINE:
            mine: Rows = rows.for_person(person_of(self.request), self.today)  # type: ignore[attr-defined]
            return mine
        found: Rows = rows.waiting(value, self.today, self.fined_by)  # type: ignore[attr-defined]
        return found

    @by_value
    def of_kind(self, rows: Rows, value: str) -> Rows:
        found: Rows = rows.with_kind(value)  # type: ignore[attr-defined]
        return found

    @by_value
    def of_age(self, rows: Rows, value: str) -> Rows:
        found: Rows = rows.aged(value, self.today)  # type: ignore[attr-defined]
        return found


class StepFilter(ListFilter):
    """Measures that were issued: by kind, state, day, authority, and whether their deadlines were kept."""

    q = django_filters.CharFilter(label=_("Case, document, name or matter"), method="search", widget=SearchInput)
    kind = pick_measure([(one.value, one.label) for one in Disposition if one != Disposition.UNFOUNDED])
    deadline = pick(pgettext_lazy("disposition", "Deadline"), Deadline.choices, method="of_deadline")
    state = pick(_("State"), [(one.value, one.label) for one in SHOWN])
    subject = pick_subject(field_name="case__subject")
    authority = pick_body()
    issued_from = pick_day("issued_on", pgettext_lazy("disposition", "Issued from"), is_first=True)
    issued_to = pick_day("issued_on", pgettext_lazy("disposition", "Issued until"), is_first=False)

    class Meta:
        model = Step
        fields: list[str] = []

    @by_value
    def search(self, rows: Rows, value: str) -> Rows:
        text = paper_number(value)
        return rows.filter(holding(text, "case__number", "case__subject_name", "case__title", "doc_no"))

    @by_value
    def of_deadline(self, rows: Rows, value: str) -> Rows:
        found: Rows = rows.by_deadline(value, self.today)  # type: ignore[attr-defined]
        return found


def bodies_of(request: HttpRequest) -> Rows:
    """The bodies that the refusals in a person's sight were reported to, kept until one of them is written to."""
    user = person_of(request)
    told = RefusalReport.objects.visible_to(user).filter(refusal__in=refused_for(user)).order_by()
    bodies = memory_of(request).kept(told, "bodies", lambda: list(told.values_list("recipient", flat=True).distinct()))
    found: Rows = Organisation.objects.visible_to(user).filter(pk__in=bodies).order_by("code")
    return found


class RefusedFilter(ListFilter):
    """Refused hazards by the same marks as cases: authority, subject, measure, age."""

    q = django_filters.CharFilter(label=_("Hazard, enterprise or report"), method="search", widget=SearchInput)
    state = pick(_("State"), (STATES[0], STATES[-1]), method="of_state")
    wait = pick(pgettext_lazy("disposition", "Waits for"), LATE, method="of_wait")
    subject = pick_subject(method="of_subject")
    kind = pick_measure([(kind.value, kind.label) for kind in ACTS], method="of_kind")
    age = pick_age()
    authority = pick_body(bodies_of, _("Reported to"), method="of_authority")

    class Meta:
        model = Refusal
        fields: list[str] = []

    @by_value
    def search(self, rows: Rows, value: str) -> Rows:
        text = value.strip()
        named = Q(hazard__hazard_no=text.upper()) | Q(hazard__enterprise__uscc=text.upper())
        return rows.filter(named | Q(number=text) | Q(hazard__enterprise__name__icontains=text))

    @by_value
    def of_state(self, rows: Rows, value: str) -> Rows:
        return rows.filter(is_open()) if value == OPEN else rows.exclude(is_open())

    @by_value
    def of_wait(self, rows: Rows, _value: str) -> Rows:
        return rows.filter(is_late(latest_decision(self.today, workdays())))

    @by_value
    def of_subject(self, rows: Rows, value: str) -> Rows:
        """Hazards are those of enterprises."""
        return rows if value == FindingSubject.ENTERPRISE else rows.none()

    @by_value
    def of_kind(self, rows: Rows, value: str) -> Rows:
        return rows.filter(of_kind(value))

    @by_value
    def of_age(self, rows: Rows, value: str) -> Rows:
        return rows.filter(aged(value, self.today))

    def of_authority(self, rows: Rows, _name: str, value: Organisation) -> Rows:
        return rows.filter(of_authority(value.pk, self.request.user))
