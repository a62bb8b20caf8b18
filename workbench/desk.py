"""Puts together what the `todos.py` of all apps contribute to a person's workbench."""

from collections.abc import Callable, Iterable
from functools import cache
from itertools import groupby
from types import FunctionType
from typing import Final, cast

from accounts.words import action_words
from core.contributions import contributions
from core.contributions.desk import Desk, Tile, Work
from core.models import AuditEvent
from core.people import User

#: So many of one's own steps are listed, looked for among so many events of all.
SHOWN: Final = 30
WITHIN: Final = 50_000


@cache
def _contributors() -> list[Callable[[Desk], Work]]:
    return cast(list[Callable[[Desk], Work]], contributions("todos", "work", FunctionType))


def parts_of(desk: Desk) -> list[Work]:
    """The parts of all apps in the order of their places."""
    return sorted((work(desk) for work in _contributors()), key=lambda part: part.place)


def tile_rows(parts: Iterable[Work]) -> list[list[Tile]]:
    """The figures in rows: those of a part with a row of its own stand alone."""
    with_tiles = [part for part in parts if part.tiles]
    groups = groupby(with_tiles, key=lambda part: part.row or (part.place if part.own_row else None))
    return [[tile for part in group for tile in part.tiles] for _place, group in groups]


def steps_of(user: User) -> list[dict[str, object]]:
    """The person's own last steps in words, newest first."""
    rows = AuditEvent.objects.done_by(user, WITHIN)[:SHOWN]
    return [{"at": row.at, "what": action_words(row.action), "subject": row.subject} for row in rows]
