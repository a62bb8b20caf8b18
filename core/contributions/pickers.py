"""What forms may pick from: each app names the rows of its ledgers that a person may look up (architecture.md 1).

An app declares in its `pickers.py` a table `SOURCES` of names and sources. A form asks by the name, such as `policy`,
and offers the numbers that the source finds; without scripts its field stays a text field for the number.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from core.contributions import contributions
from core.permissions import Permission

#: So many rows are offered at once; more come by a longer text.
MOST: Final = 12
#: So many characters are typed before anything is looked up.
LEAST: Final = 2
#: What stands between the values of a list, as a pattern.
BETWEEN: Final = r"[、,，;；\s]+"


@dataclass(frozen=True, slots=True)
class Pick:
    """A row on offer: what the field takes, and the words by which a person knows it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that holders of `permission` may pick; `search(user, text, day)` finds them in what the user sees.

    `beside` names fields of the same form that the search takes as further arguments; `least` is how many characters
    are typed first. With `is_list` the field holds several values with 、 between them, and what is picked joins them.
    """

    permission: Permission
    search: Callable[..., Iterable[Pick]]
    beside: tuple[str, ...] = ()
    least: int = LEAST
    is_list: bool = False


@cache
def sources() -> dict[str, Source]:
    """The sources of all apps by their names."""
    found: dict[str, Source] = {}
    for table in contributions("pickers", "SOURCES", dict):
        found |= table
    return found
