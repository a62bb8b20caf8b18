"""One face for the three kinds of file: sheets with a name, their first rows, and all rows in order."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Final, Protocol

import python_calamine

from core.workbooks.sandbox import gate, parts
from core.workbooks.sandbox.errors import Refusal
from core.workbooks.sandbox.frames import Cells
from core.workbooks.sandbox.look import Look, look_at
from core.workbooks.sandbox.titles import HEADER_DEPTH

#: Excel's own limit for the text of a cell; what exceeds it is cut one character later, so that it still shows.
MAX_TEXT: Final = 32_767
#: Sheets from this size on are loaded beside the look. What forges an extent is small; what is large and forged ends
#: the child at its memory limit, and is refused all the same.
EARLY: Final = 8 << 20
MAX_ROW_LIMIT_MARGIN: Final = 1_000

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


def open_source(data: bytes, suffix: str, bounds: Bounds) -> Source:
    """Open `data`, whatever it is. Raises Refusal."""
    kind = gate.kind_of(data, suffix)
    if kind == "csv":
        return Source(iter([CsvSheet(decode(data), bounds)]))
    if kind == "xls":
        return Source(_xls_sheets(data))
    return _open_xlsx(data, bounds)


def decode(data: bytes) -> str:
    """The text of a CSV file: UTF-8 with or without BOM, else GB 18030. Raises Refusal."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise Refusal("not-a-workbook", "encoding")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise Refusal("not-a-workbook", "encoding") from error


@dataclass(slots=True)
class CsvSheet:
    """A CSV file as its only sheet."""

    text: str
    bounds: Bounds
    name: str = ""
    hidden: bool = False
    look: Look = field(default_factory=Look)
    _kept: list[tuple[int, Cells]] | None = None

    @property
    def first_column(self) -> int:
        """A CSV file begins at column A."""
        return 0

    def head(self) -> list[Cells]:
        """The first ten records."""
        head: list[Cells] = [[] for _ in range(HEADER_DEPTH)]
        for number, cells in self.rows():
            if number > HEADER_DEPTH:
                break
            head[number - 1] = cells
        return head

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """The filled records with their numbers, which are the rows that Excel shows."""
        if self._kept is None:
            self._kept = list(self._read())
        return iter(self._kept)

    def _read(self) -> Iterator[tuple[int, Cells]]:
        """Filled rows only; bounded here, since a CSV file has no directory to look at beforehand."""
        csv.field_size_limit(1 << 20)
        filled = widest = 0
        try:
            for number, cells in enumerate(csv.reader(io.StringIO(self.text, newline="")), start=1):
                if not any(cells):
                    continue
                filled += 1
                widest = max(widest, len(cells))
                if filled > self.bounds.rows + MAX_ROW_LIMIT_MARGIN or number * widest > self.bounds.cells:
                    raise Refusal("too-many-rows", "rows")
                yield number, cells
        except csv.Error as error:
            raise Refusal("unreadable", "csv") from error


class GridSheet:
    """A sheet that calamine reads: .xlsx after a look at its XML, .xls without one.

    The grid is loaded when its cells are first asked for: only after the look does one know that it fits in memory.
    """

    def __init__(self, name: str, look: Look, load: Loader, *, hidden: bool) -> None:
        self.name = name
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
                yield number, _marked(left + cells, width, first, marks.get(number))
            else:
                yield number, cells
        for beyond in sorted(row for row in marks if row > number):
            yield beyond, _marked([], width, first, marks[beyond])


def _marked(cells: Cells, width: int, first: int, marks: dict[int, str] | None) -> Cells:
    """`cells` padded to `width`, with the marks of the row written over what calamine read."""
    cells = cells + [""] * (width - len(cells))
    for column, mark in (marks or {}).items():
        cells[column - first] = mark
    return cells


def _open_xlsx(data: bytes, bounds: Bounds) -> Source:
    archive = gate.open_archive(data, bounds.unpacked)
    gate.check_prologues(archive)
    if gate.content_types_are_macro(archive):
        raise Refusal("macro")
    names = parts.entry_names(archive)
    book = parts.read_book(archive, names[gate.WORKBOOK_PART])
    has_links = book.has_links or any(name.startswith("xl/externallinks/") for name in names)
    return Source(_xlsx_sheets(data, archive, names, book), book.template, has_links)


def _xlsx_sheets(data: bytes, archive: zipfile.ZipFile, names: dict[str, str], book: parts.Book) -> Iterator[Sheet]:
    relations = parts.read_relations(archive, names.get("xl/_rels/workbook.xml.rels", ""))
    styles = next((target for kind, target in relations.values() if kind == "styles"), "")
    percent = parts.percent_styles(archive, names.get(parts.resolve(styles).casefold()))
    grids = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    if len(grids.sheet_names) != len(book.sheets):
        raise Refusal("unreadable", "parts")
    largest = max(archive.infolist(), key=lambda entry: entry.file_size).filename
    for place, (name, relation, is_hidden) in enumerate(book.sheets):
        kind, target = relations.get(relation, ("", ""))
        if kind != "worksheet":
            continue
        part = names.get(parts.resolve(target).casefold())
        if part is None:
            raise Refusal("unreadable", "parts")
        sheet = GridSheet(name, Look(), partial(grids.get_sheet_by_index, place), hidden=is_hidden)
        if archive.getinfo(part).file_size >= EARLY and part == largest:
            sheet.load_early()
        sheet.look = look_at(archive, part, percent)
        yield sheet


def _xls_sheets(data: bytes) -> Iterator[Sheet]:
    grids = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for place, about in enumerate(grids.sheets_metadata):
        if about.typ == python_calamine.SheetTypeEnum.WorkSheet:
            grid = grids.get_sheet_by_index(place)
            is_hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            yield GridSheet(about.name, _xls_look(grid), partial(grids.get_sheet_by_index, place), hidden=is_hidden)


def _xls_look(grid: python_calamine.CalamineSheet) -> Look:
    """The extent and the merges of an .xls sheet, as far as calamine tells them."""
    (top, left), (bottom, right) = grid.start or (0, 0), grid.end or (0, 0)
    return Look(left, right, top + 1, bottom + 1, filled_rows=bottom - top + 1, merges=_xls_merges(grid))


def _xls_merges(grid: python_calamine.CalamineSheet) -> list[tuple[int, int, int, int]]:
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]] = grid.merged_cell_ranges or []
    return [
        (top + 1, bottom + 1, first, last) for (top, first), (bottom, last) in ranges if (top, first) != (bottom, last)
    ]
