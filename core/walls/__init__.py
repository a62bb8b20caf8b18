"""Wall 5: what the database itself gives to whoever asks (ADR 25).

A sight is the database role whose policies hold, and the values that these read. While one is open, every statement of
this thread begins by setting it for its own transaction alone (`core.walls.database`), so that nothing of it stays on
the connection. Outside of any sight the application's role finds no row of a walled table.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from core.trail.months import LOOKS as LOOKS

#: What policies read, in the order in which a sight sets them.
SETTINGS: Final = ("city", "outside_city", "county", "sector", "insurer", "organisation", "person", "today")


class Family(StrEnum):
    """The roles that a connection may take for a transaction; each has policies of its own. None of them signs in."""

    SYSTEM = "portal_system"
    PROVINCE = "portal_province"
    PLACE = "portal_place"
    INSURER = "portal_insurer"
    AGENCY = "portal_agency"


#: Appends to stages and verdicts by COPY, which row-level security does not take; it reads nothing.
STAGE: Final = "portal_stage"


@dataclass(frozen=True)
class Sight:
    """`values` are codes and ids by the names of SETTINGS; what is not given is unset."""

    role: str
    values: tuple[tuple[str, str], ...] = ()

    @cached_property
    def statement(self) -> str:
        """The SELECT that sets it until the transaction ends."""
        given = dict(self.values)
        parts = [f"set_config('portal.{name}', '{_plain(given.get(name, ''))}', true)" for name in SETTINGS]
        parts.insert(0, f"set_config('role', '{_plain(self.role)}', true)")
        return f"SELECT {', '.join(parts)};"

    @property
    def key(self) -> str:
        """Tells results of one query under several sights apart."""
        return f"{self.role} {self.values}"


def _plain(text: str) -> str:
    if text and not text.replace("_", "").isalnum():
        raise ValueError(f"{text!r} is neither a code nor an id")
    return text


SYSTEM: Final = Sight(Family.SYSTEM)
_STAGING: Final = Sight(STAGE)
#: After a sight, within one transaction: the application's own role again, which sees nothing.
NOTHING: Final = Sight("none")
_current: ContextVar[Sight | None] = ContextVar("sight", default=None)
_by_grants: ContextVar[bool] = ContextVar("by_grants", default=True)
_of_person: list[Callable[[object], Sight]] = [lambda _person: NOTHING]  # until the app above says more


def register(of_person: Callable[[object], Sight]) -> None:
    """Say which sight a person has; the last call counts."""
    _of_person[:] = [of_person]


def sight_of(person: object) -> Sight:
    return _of_person[0](person)


def current() -> Sight | None:
    """The sight of this thread; None outside of any."""
    return _current.get()


def current_key() -> str:
    """For keys of what is remembered: the same query finds other rows under another sight."""
    sight = _current.get()
    return sight.key if sight else ""


@contextmanager
def seeing(sight: Sight) -> Iterator[None]:
    """Open a sight; the former one holds again after it."""
    token = _current.set(sight)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def seeing_as(person: object) -> Iterator[None]:
    """See what a person may see."""
    with seeing(sight_of(person)):
        yield


@contextmanager
def unattended() -> Iterator[None]:
    """See everything: what the portal does by itself, by night or at a command."""
    with seeing(SYSTEM):
        yield


@contextmanager
def aside(reason: str) -> Iterator[None]:  # noqa: ARG001 - read by the test that lists all reasons
    """See across the walls for the moment, whoever asks; `reason` stands in the list that a test keeps.

    Only what the caller may know must leave the block. Without any sight there is nothing to look aside from.
    """
    if _current.get() is None:
        yield
        return
    with seeing(SYSTEM):
        yield


@contextmanager
def own_alone() -> Iterator[None]:
    """Leave aside what is seen by a grant: for figures, lists and workbooks, which are of one's own scope, and for writes.

    A grant gives sight of a row, never a hand in it.
    """
    token = _by_grants.set(False)
    try:
        yield
    finally:
        _by_grants.reset(token)


def by_grants() -> bool:
    """Whether what is granted is seen besides what is one's own."""
    return _by_grants.get()


@contextmanager
def staging() -> Iterator[None]:
    """Append to stages by COPY; nothing can be read meanwhile."""
    if _current.get() is None:
        yield
        return
    with seeing(_STAGING):
        yield


#: Tables of this room without a wall of rows.
OPEN: Final = {
    "core_storedfile": "name and digest of a file; its bytes are given out by the gate of the row that it belongs to",
}
#: Tables whose writes leave no witness (`core.trail.watching`).
PASSING: Final = {
    "core_auditevent": "chained by keyed digests of its own",
    "core_draft": "what somebody is typing; nothing rests on it",
    "core_job": "work under way; what it did is kept where it did it",
    "core_job_files": "files of work under way; each file has a witness of its own",
    "core_ledgertouch": "counts of writes, gathered every minute",
    "core_savedview": "how somebody looks at a list; nothing rests on it",
    "core_seal": "chained by keyed digests of its own",
    "core_witness": "under the seals",
}
