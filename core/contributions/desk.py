"""What an app gives to the workbench: in its `todos.py` a function `work` answers `Work` for a desk.

Every count is made over `visible_to` with the conditions of the list behind its link, so that both agree. The number
of queries depends on the role alone, never on the number of rows. Counts of long ledgers go through `Desk.memory`, which
keeps them until one of their ledgers is written to.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Final, TypeVar, cast

from django.utils.translation import gettext as _

from core import walls
from core.languages import listed
from core.people import User
from core.touches import Memory

DUE_SOON: Final = 3  # 即将超期, in days

T = TypeVar("T")
#: The keys of all offices for which something of a kind may wait.
Offices = Callable[[], Iterable[int]]


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


class NoDay(Enum):
    """Why a line has no last day; the page shows a dash there."""

    SECOND_PERSON = "no clause gives the second person of an office a time to agree or to send back"
    ANSWER = "no clause gives the office a time to answer what another office sent it"
    OWN_WORK = "the own work of an office, at its own pace"
    LATE = "it should have been done at once or is late already, and the day is not known"
    UNSET = "the plan, the paper or the campaign names no day"
    NEWS = "to be known, not to be done"


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits for the person: what, whence, by when; `count` rows of it behind a line of several.

    Made by `Desk.line`. Among the lines of a person the address is this one's own: a line is handed on by it. A `count`
    of 0 says that the line for all of its kind counts this one, too.
    """

    kind: str
    title: str
    detail: str
    url: str
    action: str
    due_on: date | None = None
    days_left: int | None = None
    count: int = 1
    #: It waits for the person by name, and a deputy may do it, except these people; None of what waits for an office: that
    #: waits for the deputy, too, unless a second person or the head of the office is asked for.
    barred: Sequence[int] | None = None

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


def first_and_all(lines: Sequence[Todo], all_of: Callable[[], Todo], most: int) -> list[Todo]:
    """The lines; of more than `most` the first ones and the line for all, which opens and alone counts each of them."""
    if len(lines) <= most:
        return list(lines)
    return [*(replace(line, count=0) for line in lines[:most]), all_of()]


def some_of(names: Iterable[str]) -> str:
    """The first two of the names, and of how many they are: whence a line of several comes."""
    found = sorted({name for name in names if name})
    text = listed(found[:2])
    return text if len(found) <= 2 else _("%(names)s and others, %(n)s in all") % {"names": text, "n": len(found)}


class Round:
    """The desks of many people one after another, for what they are told: only their lines, and for which offices anything
    of a kind waits is asked once for all of them."""

    def __init__(self) -> None:
        self._known: dict[Offices, frozenset[int]] = {}

    def offices(self, read: Offices) -> frozenset[int]:
        if read not in self._known:
            with walls.unattended():
                self._known[read] = frozenset(read())
        return self._known[read]


@dataclass(slots=True)
class Desk:
    """One person's workbench on one day. What several apps ask for is read once for all of them."""

    user: User
    today: date
    memory: Memory = field(default_factory=Memory)
    round: Round | None = None
    _readings: dict[Callable[["Desk"], object], tuple[object, frozenset[str]]] = field(default_factory=dict)

    def line(
        self,
        kind: str,
        title: str,
        detail: str,
        url: str,
        action: str,
        due: date | NoDay,
        *,
        count: int = 1,
        barred: Sequence[int] | None = None,
    ) -> Todo:
        """Something that waits: `detail` says whence it comes or how it stands, `due` by when, or why no day is set."""
        due_on = due if isinstance(due, date) else None
        left = None if due_on is None else (due_on - self.today).days
        return Todo(kind, title, detail, url, action, due_on, left, count, barred)

    @property
    def has_figures(self) -> bool:
        """Whether tiles and meters are wanted besides the lines."""
        return self.round is None

    def is_idle(self, offices: Offices) -> bool:
        """Whether a round knows that nothing of the kind waits for the office. Of one desk alone the lines are asked for
        themselves."""
        return self.round is not None and self.user.organisation_id not in self.round.offices(offices)

    def once(self, read: Callable[["Desk"], T]) -> T:
        """What `read` answers for this desk; it is called the first time only."""
        if read not in self._readings:
            with self.memory.watch() as tables:
                answer = read(self)
            self._readings[read] = (answer, frozenset(tables))
        known, tables_of_it = self._readings[read]
        self.memory.note(tables_of_it)
        return cast(T, known)
