"""What is told of a case to who does not deal with it: that it is dealt with, and how it ended; never its file.

Findings of inspections that were handed over and have no case are told of likewise, after the cases.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from accounts.roles import REGULATORS, Role
from accounts.scope import city_code_of, scope_for
from core import walls
from core.people import User
from dispositions.choices import CaseSource
from dispositions.models import Case
from inspections.choices import FindingState, FindingSubject
from inspections.models import Finding

FIELDS: Final = (
    "number",
    "subject",
    "subject_name",
    "source",
    "state",
    "outcome",
    "closed_on",
    "opened_on",
    "authority__name",
    "city__name",
    "city__code",
)


@dataclass(frozen=True, slots=True)
class Head:
    """A case as the other side knows it."""

    number: str
    name: str
    subject: str
    origin: str
    place: str
    authority: str
    state: str
    outcome: str
    closed_on: date | None


def pages_of(user: User, size: int) -> "Paginator[Any]":
    """Pages of the cases, and of the findings without one, of a person's place that another authority has."""
    return Paginator(_Slices(user), size)  # type: ignore[arg-type]  # a page is read by its slice alone


class _Slices:
    """The heads as a sequence of which a page reads its part."""

    def __init__(self, user: User) -> None:
        self.user = user
        with walls.aside("how many cases of a place the other side deals with, for the pages of their list"):
            self._cases = int(Case.objects.elsewhere_for(user).count())
            self._findings = int(findings_elsewhere(user).count())

    def __len__(self) -> int:
        return self._cases + self._findings

    def __getitem__(self, part: Any) -> Any:
        with walls.aside(
            "a bureau knows of an insurer's case or finding of its place its state and end, a regulator likewise"
        ):
            rows = Case.objects.elsewhere_for(self.user).select_related("authority", "city").only(*FIELDS)
            heads = [_head(row) for row in rows.order_by("-opened_on", "-pk")[part]]
            first, last = max(0, part.start - self._cases), max(0, part.stop - self._cases)
            found = findings_elsewhere(self.user).order_by("-found_on", "-pk")[first:last] if last else ()
            return heads + [_head_of_finding(row) for row in found]


def findings_elsewhere(user: User) -> "QuerySet[Finding]":
    """Findings of a person's place that were handed over to the other side and have no case.

    A regulator is told of those on enterprises and agencies, a bureau of the place of those on insurers (G19, G20).
    """
    rows = Finding.objects.filter(routing__isnull=False, routing__case_no="").exclude(state=FindingState.REVOKED)
    on_insurers = Q(subject=FindingSubject.INSURER)
    if user.role in REGULATORS:
        about, place = ~on_insurers, scope_for(user).place("task__inspected_id")
    elif user.role in {Role.CITY_EM, Role.COUNTY_EM}:
        about, place = on_insurers, Q(task__inspected=city_code_of(user.organisation.division_id))
    else:
        return rows.none()
    own = Q(routing__handover__receiver=user.organisation_id) | Q(routing__taken_over_by=user.organisation_id)
    related = ("task__inspected", "enterprise_item__enterprise", "insurer_item__insurer", "agency")
    return (
        rows.filter(about, place)
        .exclude(own)
        .select_related(*related, "routing__handover__receiver", "routing__taken_over_by")
    )


def _head_of_finding(row: Finding) -> Head:
    given = row.routing
    return Head(
        number=row.no,
        name=row.about,
        subject=row.get_subject_display(),
        origin=str(CaseSource.FINDING.label),
        place=row.task.inspected.name,
        authority=(given.taken_over_by or given.handover.receiver).name,
        state=row.get_state_display(),
        outcome=given.get_disposition_display(),
        closed_on=given.done_on,
    )


def _head(row: Case) -> Head:
    return Head(
        number=row.number,
        name=row.subject_name,
        subject=row.get_subject_display(),
        origin=row.get_source_display(),
        place=row.city.name,
        authority=row.authority.name,
        state=row.get_state_display(),
        outcome=row.get_outcome_display(),
        closed_on=row.closed_on,
    )
