"""Which rooms have something due, and how the numbers that they write in messages are opened.

The rooms above register theirs when the apps are ready.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from notifications.rules import Item

Source = Callable[[date], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line of a message; `url` is empty for plain text."""

    text: str
    url: str = ""


_sources: Final[list[Source]] = []
_links: Final[list[tuple[re.Pattern[str], Callable[[str], str]]]] = []


def register(source: Source) -> None:
    """Let a room say what is due to whom on a day."""
    _sources.append(source)


def register_link(number: re.Pattern[str], address: Callable[[str], str]) -> None:
    """Let a room say where a number of its own form opens."""
    _links.append((number, address))


def items_due(today: date) -> Iterator[Item]:
    """What is due, of all rooms."""
    for source in _sources:
        yield from source(today)


def parts_of(line: str) -> list[Part]:
    """A line of a message, its first known number as a link."""
    for number, address in _links:
        if found := number.search(line):
            parts = [Part(line[: found.start()]), Part(found[0], address(found[0])), Part(line[found.end() :])]
            return [part for part in parts if part.text]
    return [Part(line)]
