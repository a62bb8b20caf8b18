"""What is told of a case to who does not deal with it: that it is dealt with, and how it ended; never its file.

A bureau learns it of a finding on an insurer of its place, a regulator of one on an enterprise (`elsewhere_for`).
Findings of inspections that an authority settles without a case stand in the same list.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from accounts.roles import REGULATORS, Role
from accounts.scope import scope_for
from core import walls
from core.people import User
from core.rows import Rows
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
    """Pages of the cases of a person's place that another kind of authority has."""
    return Paginator(_Slices(user), size)  # type: ignore[arg-type]  # a page is read by its slice alone


def _findings_for(user: User) -> Rows:
    """Findings of the place that were handed over to the other side and opened no case.

    A finding on an insurer lies in a city, in none of its counties.
    """
    if user.role in {Role.SECTOR, Role.COUNTY_EM}:
        return Finding.objects.none()
    watched = FindingSubject.ENTERPRISE if user.role in REGULATORS else FindingSubject.INSURER
    place = scope_for(user).place(city="task__inspected_id")
    rows = Finding.objects.filter(place, subject=watched, routing__handover__isnull=False, routing__case_no="")
    return rows.exclude(state=FindingState.REVOKED).order_by("-found_on", "-pk")


FINDING_PARTS: Final = (
    "task__inspected",
    "routing__handover__receiver",
    "routing__taken_over_by",
    "enterprise_item__enterprise",
    "insurer_item__insurer",
    "agency",
)


class _Slices:
    """The heads as a sequence of which a page reads its part: the cases, then the findings."""

    def __init__(self, user: User) -> None:
        self.user = user

    def __len__(self) -> int:
        with walls.aside("how many cases of a place the other side deals with, for the pages of their list"):
            return self.cases + _findings_for(self.user).count()

    @cached_property
    def cases(self) -> int:
        return int(Case.objects.elsewhere_for(self.user).count())

    def __getitem__(self, part: Any) -> Any:
        with walls.aside("a bureau knows of an insurer's case of its place its state and end, a regulator likewise"):
            return [*self._cases(part.start or 0, part.stop), *self._findings(part.start or 0, part.stop)]

    def _cases(self, first: int, last: int) -> list[Head]:
        rows = Case.objects.elsewhere_for(self.user).select_related("authority", "city").only(*FIELDS)
        return [_head(row) for row in rows.order_by("-opened_on", "-pk")[first:last]]

    def _findings(self, first: int, last: int) -> list[Head]:
        """The part of the page that lies behind the cases."""
        if last <= self.cases:
            return []
        rows = _findings_for(self.user).select_related(*FINDING_PARTS)
        return [_head_of(row) for row in rows[max(0, first - self.cases) : last - self.cases]]


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


def _head_of(row: Finding) -> Head:
    """A finding that its authority settles by itself."""
    routing = row.routing
    return Head(
        number=row.no,
        name=str(row.about),
        subject=row.get_subject_display(),
        origin=str(CaseSource.FINDING.label),
        place=row.task.inspected.name,
        authority=(routing.taken_over_by or routing.handover.receiver).name,
        state=row.get_state_display(),
        outcome=routing.get_disposition_display(),
        closed_on=routing.done_on,
    )
