"""What forms may pick from: each app names the rows of its ledgers that a person may look up (architecture.md 1).

An app declares in its `pickers.py` a table `SOURCES` of names and sources. A form asks by the name, such as `policy`,
and offers the numbers that the source finds; without scripts its field stays a text field for the number.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from core.contributions import contributions
from core.people import User
from core.permissions import Permission

#: So many rows are offered at once; more come by a longer text.
MOST: Final = 12
#: So many characters are typed before anything is looked up.
LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Pick:
    """A row on offer: what the field takes, and the words by which a person knows it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that holders of `permission` may pick; `search(user, text, day)` finds them in what the user sees."""

    permission: Permission
    search: Callable[[User, str, date], Iterable[Pick]]


@cache
def sources() -> dict[str, Source]:
    """The sources of all apps by their names."""
    found: dict[str, Source] = {}
    for table in contributions("pickers", "SOURCES", dict):
        found |= table
    return found
