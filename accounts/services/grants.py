"""Giving sight for a time, and ending it: the only writes to grants (architecture.md 4, wall 4).

Callers have opened their own write and asked the permission; a room's task is named by its number (`source`).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from accounts import grants
from accounts.choices import GrantEnd
from accounts.models import Division, User
from core import audit, walls
from core.writing import Refused, open_unattended

GIVEN: Final = "grant.given"
ENDED: Final = "grant.ended"
EXPIRED: Final = "grant.expired"


def give_sight(
    kind: grants.Kind,
    rows: Iterable[Model],
    *,
    to: Sequence[User],
    source: str,
    until: date,
    by: User,
    at: datetime,
    city: Division | None = None,
) -> int:
    """Give sight of the rows to the people until the day, inclusive; what they have for this task stays as it is.

    `city` is where an insurer's rows lie, for grants on organisations. Returns how many were given. Raises Refused for a
    person whose own sight is no place, such as an insurer's.
    """
    if strangers := [str(person) for person in to if person.role not in grants.RECEIVING]:
        raise Refused(f"「{'、'.join(strangers)}」不属于应急、金融监管或行业主管部门，不能取得查看授权，请更换人员")
    named = {} if city is None else {"city": city}
    permission = _viewing(kind)
    wanted = [
        kind(
            user=person,
            permission=permission,
            content_object=row,
            source=source,
            until=until,
            given_by=by,
            given_at=at,
            **named,
        )
        for row in rows
        for person in to
    ]
    with walls.aside("grants are written for other people, who alone read them"):
        before = kind.objects.filter(source=source).count()
        kind.objects.bulk_create(wanted, ignore_conflicts=True)
        given: int = kind.objects.filter(source=source).count() - before
    if given:
        people = sorted(person.username for person in to)
        audit.record(
            GIVEN, by=by, at=at, subject=source, kind=kind._meta.label, rows=given, people=people, until=str(until)
        )
    return given


def _viewing(kind: grants.Kind) -> Permission:
    of_target = ContentType.objects.get_for_model(grants.target_of(kind))
    return Permission.objects.get(content_type=of_target, codename=f"view_{of_target.model}")


def end_sight(
    *, source: str, why: GrantEnd, by: User, at: datetime, people: Sequence[User] = (), row: Model | None = None
) -> int:
    """End what was given for the task: all of it, what the people have, or what was given on one row."""
    ended = 0
    with walls.aside("grants are ended for other people, who alone read them"):
        for kind in grants.grant_models():
            open_ones = kind.objects.open().filter(source=source)
            if people:
                open_ones = open_ones.filter(user__in=people)
            if row is not None:
                if grants.target_of(kind) is not type(row):
                    continue
                open_ones = open_ones.filter(content_object=row.pk)
            ended += open_ones.update(ended_by=by, ended_at=at, why_ended=why)
    if ended:
        names = sorted(person.username for person in people)
        audit.record(ENDED, by=by, at=at, subject=source, why=why, rows=ended, people=names)
    return ended


def end_sight_of(*, person: User, by: User, at: datetime) -> int:
    """End all that a person was given, whatever for: it was given to somebody of the office that the person leaves."""
    ended = 0
    with walls.aside("grants are ended for other people, who alone read them"):
        for kind in grants.grant_models():
            own = kind.objects.open().filter(user=person)
            ended += own.update(ended_by=by, ended_at=at, why_ended=GrantEnd.MEMBERSHIP)
    if ended:
        audit.record(ENDED, by=by, at=at, subject=person.username, why=GrantEnd.MEMBERSHIP, rows=ended)
    return ended


def end_expired(*, today: date, at: datetime) -> int:
    """By night: close those whose last day has passed. They gave nothing any more, whether this has run or not."""
    with open_unattended(at=at, step="end-expired-grants"):
        ended = 0
        for kind in grants.grant_models():
            ended += kind.objects.open().filter(until__lt=today).update(ended_at=at, why_ended=GrantEnd.DATE)
        if ended:
            audit.record(EXPIRED, by=None, at=at, rows=ended)
    return ended
