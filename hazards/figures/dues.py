"""What is due on a hazard now, with its arithmetic (domain.md 5.1)."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypedDict

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from hazards import deadlines
from hazards.choices import EnforcementKind, HazardStatus
from hazards.deadlines import Due, Limit
from hazards.models import Enforcement, Hazard, Refusal
from hazards.services.enforcement import PENALTIES
from rulebook.workdays import Workdays, workdays


def due_of(hazard: Hazard, user: User) -> Due | None:
    """The limit that runs in the hazard's state; None where none does, or the 24 hours of a refusal do.

    When a department last wrote to its file is for those who read the file.
    """
    days = workdays()
    if hazard.state == HazardStatus.RECORDED:
        return _due(deadlines.notice_limit(hazard.level), hazard.found_on, days)
    if hazard.state == HazardStatus.SUBMITTED:
        start = hazard.submitted_on or hazard.rectified_on or hazard.found_on
        stops = Enforcement.objects.visible_to(user).filter(hazard=hazard, kind=EnforcementKind.STOP)
        return _due(deadlines.REVIEW_STOPPED if stops.exists() else deadlines.REVIEW, start, days)
    if hazard.state == HazardStatus.REPORTED:
        refusal = Refusal.objects.filter(hazard=hazard, reported_at__isnull=False).order_by("-pk").first()
        reported = timezone.localdate(refusal.reported_at) if refusal and refusal.reported_at else None
        return _due(deadlines.TAKE, reported, days) if reported else None
    if hazard.state == HazardStatus.ENFORCING:
        last = Enforcement.objects.visible_to(user).filter(hazard=hazard).order_by("-decided_on").first()
        return _due(deadlines.FOLLOW_UP, last.decided_on, days) if last else None
    return None


def _due(limit: Limit, start: date, days: Workdays) -> Due:
    return deadlines.due(limit, start, days.overrides, days.is_provisional)


class Publicity(TypedDict):
    """An entry of the file of enforcement, the last day of its publicity, and whether it is late."""

    row: Enforcement
    due: Due | None
    late: bool


def publicity_of(entries: Iterable[Enforcement], today: date, days: Workdays) -> list[Publicity]:
    """Each entry with the last day of its publicity (law 78), and whether it is late."""
    found: list[Publicity] = []
    for entry in entries:
        due = _due(deadlines.PUBLICITY, entry.decided_on, days) if entry.kind in PENALTIES else None
        late = due is not None and due.is_overdue(entry.published_on or today)
        found.append({"row": entry, "due": due, "late": late})
    return found


def last_publication_day(decided_on: date, days: Workdays) -> date:
    """The last day on which a penalty is to be made public."""
    return _due(deadlines.PUBLICITY, decided_on, days).on


def latest_decision(today: date, days: Workdays) -> date:
    """The newest day of a decision that had to be public before today: later ones are still in time."""
    day = today - timedelta(days=deadlines.PUBLICITY.span)
    while last_publication_day(day, days) >= today:
        day -= timedelta(days=1)
    return day


def unpublished(decided_by: date) -> "QuerySet[Enforcement]":
    """Penalties on hazards, void ones left out, that were decided by the day and are not public."""
    rows = Enforcement.objects.filter(kind__in=PENALTIES, published_on__isnull=True, decided_on__lte=decided_by)
    return rows.exclude(hazard__state=HazardStatus.VOID).order_by()


def left(deadline: date | None, today: date) -> int | None:
    """Days left to the deadline; negative once it has passed."""
    return None if deadline is None else (deadline - today) // timedelta(days=1)
