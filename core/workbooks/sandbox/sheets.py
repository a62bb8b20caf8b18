"""One face for the sheets of all kinds of file: a name, the first rows, and all rows in order."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

import python_calamine

from core.workbooks.sandbox.frames import Cells
from core.workbooks.sandbox.look import Look, Mark
from core.workbooks.sandbox.titles import HEADER_DEPTH
from core.workbooks.texts import storable_characters

#: Names of sheets are 31 characters in Excel; longer ones are forged, and shown only so far.
MAX_NAME: Final = 100

Loader = Callable[[], python_calamine.CalamineSheet]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits that concern the child's reading (contract, section 4, too-many-rows and bomb)."""

    unpacked: int
    rows: int
    columns: int
    cells: int


class Sheet(Protocol):
    """A sheet that can be read. `first_column` is the column of the first cell of each row of `rows`."""

    name: str
    hidden: bool
    look: Look

    @property
    def first_column(self) -> int: ...

    def head(self) -> list[Cells]:
        """The first ten rows from column A."""

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """All rows with their numbers; empty cells are empty texts."""


@dataclass(slots=True)
class Source:
    """An opened file: its sheets in order (opened one by one) and what concerns it as a whole."""

    sheets: Iterator[Sheet]
    template: str = ""
    has_links: bool = False
    since_1904: bool = False


class GridSheet:
    """A sheet that calamine reads: .xlsx after a look at its XML, .xls without one.

    The grid is loaded when its cells are first asked for: only after the look does one know that it fits in memory.
    """

    def __init__(self, name: str, look: Look, load: Loader, *, hidden: bool) -> None:
        self.name = storable_characters(name)[:MAX_NAME]
        self.hidden = hidden
        self.look = look
        self._load = load
        self._early: Future[python_calamine.CalamineSheet] | None = None

    def load_early(self) -> None:
        """Begin loading in a thread: calamine needs no Python, so the look may go on beside it."""
        # The executor keeps what loading raises, a panic included, which is no Exception.
        self._early = ThreadPoolExecutor(max_workers=1).submit(self._load)

    @cached_property
    def grid(self) -> python_calamine.CalamineSheet:
        """The loaded cells."""
        return self._early.result() if self._early is not None else self._load()

    @cached_property
    def first_column(self) -> int:
        """The leftmost column with a value or a mark."""
        start = self.grid.start
        own = start[1] if start else self.look.first_column
        return min([own, *(column for marks in self.look.marks.values() for column in marks)])

    def head(self) -> list[Cells]:
        """The first ten rows from column A."""
        left = [""] * self.first_column
        head: list[Cells] = [[] for _ in range(HEADER_DEPTH)]
        for number, cells in self.rows():
            if number > HEADER_DEPTH:
                break
            head[number - 1] = left + cells
        return head

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """All rows with their numbers, all of one width, marks written over what calamine read there."""
        marks, first = self.look.marks, self.first_column
        start, end = self.grid.start, self.grid.end
        width = max([end[1] if end else -1, *(max(row) for row in marks.values())]) - first + 1
        left = [""] * ((start[1] if start else first) - first)
        number = 0
        for number, cells in enumerate(self.grid.iter_rows(), start=1):
            if number in marks or len(cells) != width:
                yield number, padded(left + cells, width, first, marks.get(number))
            else:
                yield number, cells
        for beyond in sorted(row for row in marks if row > number):
            yield beyond, padded([], width, first, marks[beyond])


def padded(cells: Cells, width: int, first: int, marks: dict[int, Mark] | None) -> Cells:
    """`cells` padded to `width`, with the marks of the row written over what calamine read."""
    cells = cells + [""] * (width - len(cells))
    for column, mark in (marks or {}).items():
        cells[column - first] = mark
    return cells
