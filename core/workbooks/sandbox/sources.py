"""Opening a file of any of the three kinds; a workbook (.xlsx) is opened here."""

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import python_calamine

from core.workbooks.sandbox import gate, parts
from core.workbooks.sandbox.delimited import open_csv
from core.workbooks.sandbox.errors import Refusal
from core.workbooks.sandbox.frames import Cells
from core.workbooks.sandbox.look import Look, look_at
from core.workbooks.sandbox.mending import without_tail
from core.workbooks.sandbox.old import xls_sheets
from core.workbooks.sandbox.portions import PortionedSheet, portion_size
from core.workbooks.sandbox.sheets import Bounds, GridSheet, Sheet, Source

#: Sheets from this size on are loaded beside the look. What forges an extent is small; what is large and forged ends
#: the child at its memory limit, and is refused all the same.
EARLY: Final = 8 << 20


def open_source(data: bytes, suffix: str, bounds: Bounds, count_titles: Callable[[list[Cells]], int]) -> Source:
    """Open `data`, whatever it is; `count_titles` tells how many titles the first rows hold. Raises Refusal."""
    kind = gate.kind_of(data, suffix)
    if kind == "csv":
        return Source(iter([open_csv(data, bounds, count_titles)]))
    if kind == "xls":
        return Source(xls_sheets(data))
    return _open_xlsx(data, bounds)


def _open_xlsx(data: bytes, bounds: Bounds) -> Source:
    archive = gate.open_archive(data, bounds.unpacked)
    gate.check_prologues(archive)
    names = parts.entry_names(archive)
    relations = parts.read_relations(archive, names.get(parts.WORKBOOK_RELATIONS, ""))
    parts.check_macros(archive, names, relations)
    book = parts.read_book(archive, names[gate.WORKBOOK_PART])
    has_links = book.has_links or any(name.startswith("xl/externallinks/") for name in names)
    sheets = _Workbook(data, archive, names, relations, bounds).sheets(book)
    return Source(sheets, book.template, has_links, book.since_1904)


class _Workbook:
    """The sheets of an .xlsx archive, one by one."""

    def __init__(
        self, data: bytes, archive: zipfile.ZipFile, names: dict[str, str], relations: parts.Relations, bounds: Bounds
    ) -> None:
        self._data = data
        self._archive = archive
        self._names = names
        self._relations = relations
        self._bounds = bounds
        self._strings = self._part_of("sharedStrings")
        self._percent = parts.percent_styles(archive, self._part_of("styles"))

    def _part_of(self, kind: str) -> str | None:
        """The entry of the part that the workbook names as `kind`, None where there is none."""
        target = next((target for named, target in self._relations.values() if named == kind), "")
        return self._names.get(parts.resolve(target).casefold())

    def sheets(self, book: parts.Book) -> Iterator[Sheet]:
        """The worksheets in the order of the workbook. Raises Refusal."""
        grids = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(self._data))
        if len(grids.sheet_names) != len(book.sheets):
            raise Refusal("unreadable", "parts")
        largest = max(self._archive.infolist(), key=lambda entry: entry.file_size).filename
        for place, (name, relation, is_hidden) in enumerate(book.sheets):
            kind, target = self._relations.get(relation, ("", ""))
            if kind != "worksheet":
                continue
            part = self._names.get(parts.resolve(target).casefold())
            if part is None:
                raise Refusal("unreadable", "parts")
            grid = GridSheet(name, Look(), partial(grids.get_sheet_by_index, place), hidden=is_hidden)
            portion = portion_size(self._archive, part, self._percent)
            if not portion and self._archive.getinfo(part).file_size >= EARLY and part == largest:
                grid.load_early()
            grid.look = look_at(self._archive, part, self._percent, portion)
            if grid.look.cells > self._bounds.cells:
                yield self._trimmed(grid, part, place)
            elif grid.look.cuts:
                yield PortionedSheet(name, grid.look, self._archive, part, place, hidden=is_hidden)
            else:
                yield grid

    def _trimmed(self, sheet: GridSheet, part: str, place: int) -> GridSheet:
        """The sheet without the blank rows at its end, which count towards no limit; as it was where there are none."""
        trimmed = without_tail(self._archive, part, self._strings)
        if trimmed is None:
            return sheet
        grids = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(trimmed))
        look = look_at(zipfile.ZipFile(io.BytesIO(trimmed)), part, self._percent)
        look.merges, look.has_filter = sheet.look.merges, sheet.look.has_filter
        return GridSheet(sheet.name, look, partial(grids.get_sheet_by_index, place), hidden=sheet.hidden)
