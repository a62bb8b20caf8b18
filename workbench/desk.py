"""Puts together what the `todos.py` of all apps contribute to a person's workbench."""

from collections.abc import Callable, Iterable
from functools import cache
from itertools import groupby
from types import FunctionType
from typing import cast

from core.contributions import contributions
from core.contributions.desk import Desk, Tile, Work


@cache
def _contributors() -> list[Callable[[Desk], Work]]:
    return cast(list[Callable[[Desk], Work]], contributions("todos", "work", FunctionType))


def parts_of(desk: Desk) -> list[Work]:
    """The parts of all apps in the order of their places."""
    return sorted((work(desk) for work in _contributors()), key=lambda part: part.place)


def tile_rows(parts: Iterable[Work]) -> list[list[Tile]]:
    """The figures in rows: those of a part with a row of its own stand alone."""
    with_tiles = [part for part in parts if part.tiles]
    groups = groupby(with_tiles, key=lambda part: part.place if part.own_row else None)
    return [[tile for part in group for tile in part.tiles] for _place, group in groups]
