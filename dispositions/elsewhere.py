"""What is told of a case to who does not deal with it: that it is dealt with, and how it ended; never its file."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.paginator import Paginator

from core import walls
from core.people import User
from dispositions.models import Case

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


class _Slices:
    """The heads as a sequence of which a page reads its part."""

    def __init__(self, user: User) -> None:
        self.user = user

    def __len__(self) -> int:
        with walls.aside("how many cases of a place the other side deals with, for the pages of their list"):
            return int(Case.objects.elsewhere_for(self.user).count())

    def __getitem__(self, part: Any) -> Any:
        with walls.aside("a bureau knows of an insurer's case of its place its state and end, a regulator likewise"):
            rows = Case.objects.elsewhere_for(self.user).select_related("authority", "city").only(*FIELDS)
            return [_head(row) for row in rows.order_by("-opened_on", "-pk")[part]]


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
