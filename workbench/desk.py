"""Puts together what the `todos.py` of all apps contribute to a person's workbench."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from functools import cache, partial
from itertools import groupby
from types import FunctionType
from typing import Final, cast

from django.utils.functional import Promise
from django.utils.translation import get_language

from accounts.scope import scope_for
from accounts.words import action_words
from core import gate
from core.contributions import contributions
from core.contributions.desk import Desk, Meter, Tile, Todo, Work
from core.models import AuditEvent
from core.people import User
from core.plain import Plain

#: So many of one's own steps are listed, looked for among so many events of all.
SHOWN: Final = 30
WITHIN: Final = 50_000
#: What leaves an event and is no work: what was taken along, or set for oneself.
BESIDES: Final = (
    "ledger.exported",
    "audit.exported",
    "file.archived",
    "file.downloaded",
    "report.printed",
    "campaign.chosen",
    "message.preference",
    "password.changed",
)


@cache
def contributors() -> list[Callable[[Desk], Work]]:
    """The functions `work` of all apps."""
    return cast(list[Callable[[Desk], Work]], contributions("todos", "work", FunctionType))


def parts_of(desk: Desk, is_late: Callable[[float], bool] = lambda _seconds: False) -> list[Work]:
    """The parts of all apps in the order of their places, each remembered until a table is written to that it read.

    Those that would have to be counted anew and for which it `is_late` are left out.
    """
    works = {f"{work.__module__} {whose(desk)}": partial(_packed, work, desk) for work in contributors()}
    parts = [_unpacked(cast(Plain, part)) for part in desk.memory.learnt(works, is_late).values()]
    return sorted(parts, key=lambda part: part.place)


def lines_of(desk: Desk) -> list[Todo]:
    """What waits, in the order of the places: for a desk of a round, which keeps nothing."""
    parts = sorted((work(desk) for work in contributors()), key=lambda part: part.place)
    return [todo for part in parts for todo in part.todos]


def whose(desk: Desk) -> str:
    """All that a part depends on beside the rows: who looks, on which day, in which language."""
    user = desk.user
    office = (user.organisation_id, scope_for(user))
    return f"{get_language()} {desk.today} {user.pk} {user.role} {user.is_lead} {user.is_active} {office}"


def _packed(work: Callable[[Desk], Work], desk: Desk) -> dict[str, object]:
    """The part as the cache can write it."""
    return {name: _plain(value) for name, value in asdict(work(desk)).items()}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, (Promise, str)) else value


def _unpacked(part: Plain) -> Work:
    made = {"tiles": Tile, "meters": Meter, "todos": Todo}
    given: Plain = {name: [made[name](**one) for one in part[name]] for name in made}
    return Work(**{**part, **given})


def tile_rows(parts: Iterable[Work]) -> list[list[Tile]]:
    """The figures in rows: those of a part with a row of its own stand alone."""
    with_tiles = [part for part in parts if part.tiles]
    groups = groupby(with_tiles, key=lambda part: part.row or (part.place if part.own_row else None))
    return [[tile for part in group for tile in part.tiles] for _place, group in groups]


def steps_of(user: User) -> list[dict[str, object]]:
    """The person's own last steps in words, newest first; neither sign-ins nor what was turned away."""
    rows = AuditEvent.objects.done_by(user, WITHIN).exclude(action__startswith="session.")
    rows = rows.exclude(action__in=[*gate.refusal_actions(), *BESIDES])[:SHOWN]
    return [{"at": row.at, "what": action_words(row.action), "subject": row.subject} for row in rows]
