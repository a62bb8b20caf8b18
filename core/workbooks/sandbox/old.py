"""Reading .xls files: calamine gives the values, xlrd tells what calamine does not, error cells and percentages."""

import io
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import python_calamine

from core.workbooks.sandbox.look import Look, Mark, is_whole
from core.workbooks.sandbox.parts import is_percent
from core.workbooks.sandbox.sheets import GridSheet, Sheet


class _Nowhere(io.TextIOBase):
    """Takes what xlrd has to say about a file: standard output belongs to the frames."""

    def write(self, text: str) -> int:
        """Drop the text."""
        return len(text)


def xls_sheets(data: bytes) -> Iterator[Sheet]:
    """The sheets of an .xls file in order."""
    grids = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    told = _Told(data)
    for place, about in enumerate(grids.sheets_metadata):
        if about.typ == python_calamine.SheetTypeEnum.WorkSheet:
            look = _look(grids.get_sheet_by_index(place))
            if look.cells:
                look.marks = told.marks(place, about.name)
            is_hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            yield GridSheet(about.name, look, partial(grids.get_sheet_by_index, place), hidden=is_hidden)


class _Told:
    """What xlrd tells of the cells of a workbook. Formats are loaded only where a percentage is among them."""

    def __init__(self, data: bytes) -> None:
        import xlrd  # only old files need it, and the child starts a hundred times as often without one

        self._xlrd = xlrd
        book = self._open(data, formats=False)
        self._percent = {
            xf.xf_index
            for xf in book.xf_list
            if not xf.is_style and is_percent(getattr(book.format_map.get(xf.format_key), "format_str", ""))
        }
        self._book = self._open(data, formats=True) if self._percent else book

    def _open(self, data: bytes, *, formats: bool) -> Any:
        return self._xlrd.open_workbook(
            file_contents=data, logfile=_Nowhere(), on_demand=True, ragged_rows=True, formatting_info=formats,
            ignore_workbook_corruption=True,
        )  # fmt: skip

    def marks(self, place: int, name: str) -> dict[int, dict[int, Mark]]:
        """Error cells, and percentages of 1 and more, by row and column."""
        book = self._book
        names = book.sheet_names()
        sheet = book.sheet_by_index(place if names[place : place + 1] == [name] else names.index(name))
        marks: dict[int, dict[int, Mark]] = {}
        for row in range(sheet.nrows):
            found = {column: mark for column, mark in self._marks_of(sheet, row) if mark is not None}
            if found:
                marks[row + 1] = found
        book.unload_sheet(sheet.number)
        return marks

    def _marks_of(self, sheet: Any, row: int) -> Iterator[tuple[int, Mark | None]]:
        kinds = sheet.row_types(row)
        if self._xlrd.XL_CELL_ERROR not in kinds and not self._percent:
            return
        for column, kind in enumerate(kinds):
            if kind == self._xlrd.XL_CELL_ERROR:
                code = sheet.cell_value(row, column)
                yield column, Mark(f"\0e{self._xlrd.error_text_from_code.get(code, '#N/A')}")
            elif kind == self._xlrd.XL_CELL_NUMBER and self._percent:
                number = sheet.cell_value(row, column)
                if is_whole(number) and sheet.cell_xf_index(row, column) in self._percent:
                    yield column, Mark(f"\0p{number!r}")


def _look(grid: python_calamine.CalamineSheet) -> Look:
    """The extent and the merges of an .xls sheet, as far as calamine tells them."""
    if grid.start is None or grid.end is None:
        return Look()
    (top, left), (bottom, right) = grid.start, grid.end
    return Look(left, right, top + 1, bottom + 1, filled_rows=bottom - top + 1, merges=_xls_merges(grid))


def _xls_merges(grid: python_calamine.CalamineSheet) -> list[tuple[int, int, int, int]]:
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]] = grid.merged_cell_ranges or []
    return [
        (top + 1, bottom + 1, first, last) for (top, first), (bottom, last) in ranges if (top, first) != (bottom, last)
    ]
