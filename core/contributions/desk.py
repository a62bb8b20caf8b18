"""What an app gives to the workbench: in its `todos.py` a function `work` answers `Work` for a desk.

Every count is made over `visible_to` with the conditions of the list behind its link, so that both agree. The number
of queries depends on the role alone, never on the number of rows. Counts of long ledgers go through `Desk.memory`, which
keeps them until one of their ledgers is written to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar, cast

from core.people import User
from core.touches import Memory

DUE_SOON: Final = 3  # 即将超期, in days

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with the address of exactly its rows; `warm` marks what is missing."""

    label: str
    value: int
    url: str
    note: str
    unit: str = ""
    warm: bool = False


@dataclass(frozen=True, slots=True)
class Meter:
    """A share as a bar: `part` of `whole` with the address of the part."""

    label: str
    part: int
    whole: int
    unit: str
    url: str

    @property
    def rate(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits for the person: what, whence, by when; `count` rows of it behind a line of several."""

    kind: str
    title: str
    detail: str
    url: str
    action: str
    due_on: date | None = None
    days_left: int | None = None
    count: int = 1

    @property
    def tag(self) -> str:
        """Shape of the tag: over, due soon, or plain."""
        if self.days_left is None or self.days_left > DUE_SOON:
            return ""
        return "over" if self.days_left < 0 else "warn"


@dataclass(frozen=True, slots=True)
class Work:
    """The part of one app; `place` orders the parts, `own_row` keeps its tiles from those of other apps.

    Neighbouring parts with the same `row` share a row of tiles.
    """

    place: int
    tiles: Sequence[Tile] = ()
    meters: Sequence[Meter] = ()
    todos: Sequence[Todo] = ()
    own_row: bool = False
    row: str = ""


@dataclass(slots=True)
class Desk:
    """One person's workbench on one day. What several apps ask for is read once for all of them."""

    user: User
    today: date
    memory: Memory = field(default_factory=Memory)
    _readings: dict[Callable[["Desk"], object], tuple[object, frozenset[str]]] = field(default_factory=dict)

    def once(self, read: Callable[["Desk"], T]) -> T:
        """What `read` answers for this desk; it is called the first time only."""
        if read not in self._readings:
            with self.memory.watch() as tables:
                answer = read(self)
            self._readings[read] = (answer, frozenset(tables))
        known, tables_of_it = self._readings[read]
        self.memory.note(tables_of_it)
        return cast(T, known)
