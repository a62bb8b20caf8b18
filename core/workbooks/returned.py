"""The workbook that goes back with the held rows: bad cells marked, reasons, suggestions, a Y to accept them.

Uploaded again, only these rows are touched: each carries its key in a hidden column (contract, section 4).
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from core.workbooks.advice import write_advice
from core.workbooks.formats import ERROR_VALUES, TEXT_FORMAT, guarded_text, storable
from core.workbooks.model import ACCEPT_TITLE, ADVICE_TITLE, FAULT_TITLE, KEY_TITLE, AnyLayout, Column, Fault, HeldLine

#: Rows of one file; beyond it a .zip of several is built (contract, section 4, Exports).
ROWS_OF_A_FILE: Final = 20_000
_EXTRA: Final = ((FAULT_TITLE, 60), (ADVICE_TITLE, 30), (ACCEPT_TITLE, 10), (KEY_TITLE, 8))
_ERROR_FILL: Final = PatternFill("solid", fgColor="FFF8D0D0")
_WARNING_FILL: Final = PatternFill("solid", fgColor="FFFFF0C2")
_HEAD_FILL: Final = PatternFill("solid", fgColor="FFE8EEF7")
_NOTE_LENGTH: Final = 500

#: openpyxl's types do not know the private style that cells may share, nor what a write-only sheet can do.
Cell = Any


def build_returned(layout: AnyLayout, lines: Iterable[HeldLine], path: Path) -> Path:
    """Write the held `lines` to `path` (.xlsx), or, where they exceed one file, to a .zip beside it.

    Returns the path written.
    """
    batches = _batches(lines)
    first = next(batches, [])
    second = next(batches, None)
    if second is None:
        _write(layout, first, path)
        return path
    target = path.with_suffix(".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive, TemporaryDirectory() as folder:
        for place, batch in enumerate(_chain(first, second, batches), start=1):
            part = Path(folder) / f"{path.stem}-{place:02}.xlsx"
            _write(layout, batch, part)
            archive.write(part, part.name)
            part.unlink()
    return target


def _batches(lines: Iterable[HeldLine]) -> Iterator[list[HeldLine]]:
    iterator = iter(lines)
    while batch := list(islice(iterator, ROWS_OF_A_FILE)):
        yield batch


def _chain(first: list[HeldLine], second: list[HeldLine], rest: Iterator[list[HeldLine]]) -> Iterator[list[HeldLine]]:
    yield first
    yield second
    yield from rest


def _write(layout: AnyLayout, lines: Sequence[HeldLine], path: Path) -> None:
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(layout.sheet)
    pen = _Pen(sheet)
    widths = [*(column.width for column in layout.columns), *(width for _title, width in _EXTRA)]
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.column_dimensions[get_column_letter(len(widths))].hidden = True
    sheet.freeze_panes = "A2"
    titles = [*(column.title for column in layout.columns), *(title for title, _width in _EXTRA)]
    sheet.append([pen.head(title) for title in titles])
    for line in lines:
        sheet.append(list(_cells(pen, layout, line)))
    book.save(path)


def _cells(pen: "_Pen", layout: AnyLayout, line: HeldLine) -> Iterator[Cell]:
    """The cells of one held row: the layout's columns as seen, then reasons, suggestions, an empty answer, the key."""
    by_key: dict[str, list[Fault]] = {}
    for fault in line.faults:
        by_key.setdefault(fault.key, []).append(fault)
    for column in layout.columns:
        yield pen.data(column, line.raw.get(column.key), by_key.get(column.key, ()))
    reasons = "\n".join(f"{place}. {fault.message}" for place, fault in enumerate(line.faults, start=1))
    for value in (reasons, write_advice(line.faults), "", line.key):
        yield pen.text(value)


class _Pen:
    """Makes cells. Styles are set once on patterns and copied: setting them on each cell costs more than all else."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self._styles = {
            (fill, prefixed): self._pattern(fill, prefixed=prefixed)
            for fill in ("", "warning", "error")
            for prefixed in (False, True)
        }

    def _pattern(self, fill: str, *, prefixed: bool) -> object:
        cell: Cell = WriteOnlyCell(self.sheet)
        cell.number_format = TEXT_FORMAT
        cell.alignment = Alignment(vertical="top")
        if fill:
            cell.fill = _ERROR_FILL if fill == "error" else _WARNING_FILL
        cell.quotePrefix = prefixed
        return cell._style

    def head(self, title: str) -> Cell:
        """A header cell."""
        cell: Cell = WriteOnlyCell(self.sheet, title)
        cell.font, cell.fill = Font(bold=True), _HEAD_FILL
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        return cell

    def text(self, text: str, fill: str = "") -> Cell:
        """A cell that is text whatever it begins with."""
        cell: Cell = WriteOnlyCell(self.sheet)
        stored, needs_mark = guarded_text(text)
        if stored:
            cell.value, cell.data_type = stored, "s"
        cell._style = copy(self._styles[fill, needs_mark])
        return cell

    def data(self, column: Column, raw: str | None, faults: Sequence[Fault]) -> Cell:
        """A cell of the layout, marked and annotated where something is wrong with it."""
        fill = "" if not faults else "error" if any(fault.severity == "error" for fault in faults) else "warning"
        cell = self._restored(raw, {fault.code for fault in faults}, fill)
        if faults:
            note = "\n".join(fault.message for fault in faults)
            cell.comment = Comment(storable(note[:_NOTE_LENGTH]), column.title, height=120, width=320)
        return cell

    def _restored(self, raw: str | None, codes: set[str], fill: str) -> Cell:
        """The cell as it was.

        What made it faulty beyond its text stays faulty until somebody mends it: a number under an identifier stays
        a number, an error value an error, a formula without a value becomes #N/A.
        """
        if "numeric-code" in codes and raw:
            cell = self.text("", fill)
            cell.value = float(raw)
            return cell
        if "formula" in codes or raw in ERROR_VALUES:
            cell = self.text("", fill)
            cell.value, cell.data_type = raw or "#N/A", "e"
            return cell
        return self.text(raw or "", fill)
