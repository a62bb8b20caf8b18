"""Counts that an upper room keeps of subjects of a lower one, such as the cases about each insurer.

The room that holds the rows registers a tally under an agreed name; a page that compares the subjects asks by the name
and shows a dash where no room has registered one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from core.people import User

#: Cases of authorities about an insurer, by the key of its organisation.
CASES_OF_INSURERS: Final = "cases of insurers"


@dataclass(frozen=True, slots=True)
class Tally:
    """`counts(user)` answers {key of the subject: rows in the person's sight} in a fixed number of queries; None for who
    sees no such rows at all, which is not the same as there being none.

    `url(key)` is the list of exactly these rows; with None, of the rows of all subjects.
    """

    counts: Callable[[User], Mapping[int, int] | None]
    url: Callable[[int | None], str]


_tallies: Final[dict[str, Tally]] = {}


def register(name: str, tally: Tally) -> None:
    _tallies[name] = tally


def tally_of(name: str) -> Tally | None:
    """None where no room keeps such rows."""
    return _tallies.get(name)
