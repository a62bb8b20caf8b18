"""What waits on the workbench, which rooms have something due, and how the numbers written in messages are opened.

The rooms above register theirs when the apps are ready.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from accounts.models import User
from notifications.rules import Item, Waiting

Source = Callable[[date], Iterator[Item]]
#: What the workbench shows on a day to each person who gets messages, except to those whose ids are given.
Desks = Callable[[date, Collection[int]], Iterator[Waiting]]
#: The pages of those of the numbers that the person may see.
Addresses = Callable[[User, Collection[str]], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line of a message; `url` is empty for plain text."""

    text: str
    url: str = ""


_sources: Final[list[Source]] = []
_desks: Final[list[Desks]] = []
_links: Final[list[tuple[re.Pattern[str], Addresses]]] = []


def register(source: Source) -> None:
    """Let a room say what is due to whom on a day."""
    _sources.append(source)


def register_desks(desks: Desks) -> None:
    """Let the workbench say what it shows to whom."""
    _desks.append(desks)


def register_link(number: re.Pattern[str], addresses: Addresses) -> None:
    """Let a room say where the numbers of its own form open."""
    _links.append((number, addresses))


def items_due(today: date) -> Iterator[Item]:
    """What is due, of all rooms."""
    for source in _sources:
        yield from source(today)


def waiting_on(today: date, already: Collection[int]) -> list[Waiting]:
    """What waits on the workbenches of all people but those `already` told."""
    return [one for desks in _desks for one in desks(today, already)]


def parts_of(lines: Iterable[str], person: User) -> list[list[Part]]:
    """Lines of messages, the first known number of each as a link to its record; one question to each room."""
    named = [_number_in(line) for line in lines]
    urls = {
        addresses: addresses(person, {found[0] for _line, found, by in named if found and by is addresses})
        for addresses in {by for _line, found, by in named if found and by}
    }
    return [_cut(line, found, urls[by].get(found[0], "") if found and by else "") for line, found, by in named]


def _number_in(line: str) -> tuple[str, re.Match[str] | None, Addresses | None]:
    """The line, its first known number, and the room that knows it."""
    for number, addresses in _links:
        if found := number.search(line):
            return line, found, addresses
    return line, None, None


def _cut(line: str, found: re.Match[str] | None, url: str) -> list[Part]:
    if not found or not url:
        return [Part(line)]
    parts = [Part(line[: found.start()]), Part(found[0], url), Part(line[found.end() :])]
    return [part for part in parts if part.text]
