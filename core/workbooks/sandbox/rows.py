"""Which rows of a sheet are data, and in what form they travel to the parent (contract, section 4, Data rows)."""

import datetime as dt
import json
from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from core.workbooks.model import plain
from core.workbooks.sandbox.frames import Cells
from core.workbooks.sandbox.look import Merge
from core.workbooks.sandbox.sources import MAX_TEXT, Sheet

#: A row whose first filled cell is one of these, or begins with one of the notes, is no data.
FURNITURE: Final = frozenset(("合计", "小计", "总计", "单位负责人", "审核人", "填表人", "联系电话", "示例", "无"))
NOTES: Final = ("注:", "说明:")
#: Ranges told of one row; Excel's do not overlap and a header is no wider, so only forged files have more.
MAX_SPANS: Final = 100
_OPENINGS: Final = frozenset(text[0] for text in (*FURNITURE, *NOTES))

Sent = tuple[int, tuple[object, ...]]


def is_blank(cell: object) -> bool:
    """Whether a cell holds nothing, or nothing but white space."""
    return cell == "" or (isinstance(cell, str) and not cell.strip())


def is_furniture(cells: Cells) -> bool:
    """Whether the first filled cell of a row marks it as a total, a signature line, a note or the example."""
    for cell in cells:
        if not is_blank(cell):
            return isinstance(cell, str) and _marks_furniture(cell)
    return False


def _marks_furniture(cell: str) -> bool:
    text = cell.strip()
    if text[0] not in _OPENINGS:
        return False
    title = plain(text)
    return title.replace(":", "") in FURNITURE or title.startswith(NOTES)


class DataRows:
    """Walks the rows of a sheet below its header, and counts: `rows` data rows, `ignored` other ones."""

    def __init__(self, sheet: Sheet, top: int, header: int, columns: list[int]) -> None:
        self.sheet = sheet
        self.header = header
        self.rows = 0
        self.ignored = top - 1
        self._last_filled = header
        self._first = sheet.first_column
        self._columns = [column - self._first for column in columns]

    def __iter__(self) -> Iterator[Sent]:
        pick = itemgetter(*self._columns)
        width = max(self._columns) + 1
        for number, cells in self.sheet.rows():
            if number <= self.header:
                continue
            known = pick(cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))])
            is_empty = all(is_blank(cell) for cell in known)
            if is_empty and all(is_blank(cell) for cell in cells):
                continue
            self._last_filled = number
            if not is_empty and not is_furniture(cells):
                self.rows += 1
                yield number, known

    def finish(self) -> None:
        """Count what was ignored: all rows from the header to the last filled one that were no data."""
        self.ignored += self._last_filled - self.header - self.rows


class MergeSweep:
    """Tells for ascending row numbers which merged ranges touch each row, as (first, last) columns."""

    def __init__(self, merges: list[Merge]) -> None:
        self._waiting = sorted(merges, reverse=True)
        self._open: list[Merge] = []

    def at(self, number: int) -> list[tuple[int, int]]:
        """The column spans of the ranges that touch row `number`."""
        while self._waiting and self._waiting[-1][0] <= number:
            self._open.append(self._waiting.pop())
        if not self._open:
            return []
        self._open = [merge for merge in self._open if merge[1] >= number]
        return sorted({(first, last) for _top, _bottom, first, last in self._open})[:MAX_SPANS]


def _transmit(value: object) -> str:
    """What JSON does not know: dates, times, durations; a NUL and a letter say what they are."""
    if isinstance(value, dt.datetime):
        is_day = value.time() == dt.time(0)
        return f"\0d{value.date()}" if is_day else f"\0t{value}"
    return f"\0d{value}" if isinstance(value, dt.date) else f"\0t{value}"


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_transmit)


def encode(rows: list[Sent]) -> bytes:
    """The rows as the inside of a JSON array: [number, cell, cell, ...] for each."""
    lists = [[number, *cells] for number, cells in rows]
    text = _ENCODER.encode(lists)
    if "true" in text or "false" in text or len(text) > MAX_TEXT * len(rows):
        text = _ENCODER.encode([[_settled(cell) for cell in row] for row in lists])
    return text[1:-1].encode("utf-8", "replace")


def _settled(cell: object) -> object:
    """Truth values as text (as numbers they would equal 0 and 1), over-long texts cut where they are over-long."""
    if isinstance(cell, bool):
        return "\0bTRUE" if cell else "\0bFALSE"
    return cell[: MAX_TEXT + 1] if isinstance(cell, str) else cell
