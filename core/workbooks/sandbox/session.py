"""The child's work on one file: choose the sheet, announce it, send its rows."""

import json
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

import python_calamine

from core.workbooks.model import (
    ACCEPT_KEY,
    ACCEPT_TITLE,
    ADVICE_KEY,
    ADVICE_TITLE,
    FAULT_TITLE,
    KEY_KEY,
    KEY_TITLE,
    NUMBER_TITLE,
    plain,
)
from core.workbooks.sandbox.errors import Refusal
from core.workbooks.sandbox.frames import Frame, Notice, Order
from core.workbooks.sandbox.gate import DAMAGE
from core.workbooks.sandbox.look import column_letters
from core.workbooks.sandbox.rows import DataRows, MergeSweep, Sent, encode, is_blank
from core.workbooks.sandbox.sources import Bounds, Sheet, Source, open_source
from core.workbooks.sandbox.titles import Header, Titles, find_header

FRAME_ROWS, CHUNK_ROWS, FRAME_BYTES = 2_000, 100, 4 << 20

#: Our own columns of the returned workbook, and the sheets of our own templates: known, so no notice about them.
RETURNED = {plain(KEY_TITLE): KEY_KEY, plain(ACCEPT_TITLE): ACCEPT_KEY, plain(ADVICE_TITLE): ADVICE_KEY}
OWN_TITLES = frozenset(map(plain, (FAULT_TITLE, KEY_TITLE, ACCEPT_TITLE, ADVICE_TITLE, NUMBER_TITLE)))
OWN_SHEETS = frozenset(("填报说明", "目录"))
#: Further sheets are opened for their first rows up to this size; larger ones get their notice unopened.
MAX_CELLS_OF_OTHERS = 500_000


def refusal_of(error: BaseException) -> Refusal:
    """What an exception of the libraries means in the contract's words."""
    if isinstance(error, MemoryError):
        return Refusal("bomb", "memory")
    if isinstance(error, expat.ExpatError) and error.code == 1:
        return Refusal("bomb", "memory")
    if isinstance(error, python_calamine.PasswordError):
        return Refusal("encrypted")
    if isinstance(error, RuntimeError) and "password" in str(error):
        return Refusal("encrypted")
    known = (*DAMAGE, zipfile.BadZipFile, zlib.error, python_calamine.CalamineError)
    return Refusal("unreadable", "damaged" if isinstance(error, known) else "gave-up")


class Session:
    """Frames for one file, in the order in which the parent wants them."""

    def __init__(self, spec: Order) -> None:
        self.spec = spec
        self.titles = Titles({**spec["titles"], **RETURNED}, frozenset(spec["mandatory"]))
        self.bounds = Bounds(spec["unpacked"], spec["rows"], spec["columns"], spec["cells"])

    def frames(self, data: bytes) -> Iterator[bytes]:
        """All frames of the file `data`. Raises Refusal and whatever the libraries raise."""
        source = open_source(data, self.spec["suffix"], self.bounds)
        sheet, header = self._choose(source)
        self._check_header(header)
        columns = list(header.columns.values())
        self._check_rows(sheet, header, columns)
        rows = DataRows(sheet, header.top, header.row, columns)
        yield self._announce(source, sheet, header)
        yield from self._row_frames(sheet, rows)
        rows.finish()
        yield _frame({"end": {"rows": rows.rows, "ignored": rows.ignored}})

    def _choose(self, source: Source) -> tuple[Sheet, Header]:
        """The first sheet that has a header."""
        for sheet in source.sheets:
            if sheet.look.cells > self.bounds.cells:
                raise Refusal("too-many-rows", "cells")
            header = find_header(sheet.head(), self.titles)
            if header is not None:
                return sheet, header
        raise Refusal("no-sheet")

    def _check_header(self, header: Header) -> None:
        if header.width > self.bounds.columns:
            raise Refusal("too-many-rows", "columns")
        if header.missing:
            raise Refusal("missing-columns", json.dumps(sorted(header.missing)))

    def _check_rows(self, sheet: Sheet, header: Header, columns: list[int]) -> None:
        """Count the data rows beforehand where there may be too many: nothing may be stored of such a file."""
        if sheet.look.filled_rows and sheet.look.filled_rows <= self.bounds.rows:
            return
        rows = DataRows(sheet, header.top, header.row, columns)
        for _row in rows:
            if rows.rows > self.bounds.rows:
                raise Refusal("too-many-rows", "rows")

    def _announce(self, source: Source, sheet: Sheet, header: Header) -> bytes:
        letters = {key: column_letters(column) for key, column in header.columns.items()}
        titles = {column_letters(column): title for column, title in header.strangers.items()}
        return _frame(
            {
                "sheet": sheet.name,
                "header_row": header.row,
                "letters": letters,
                "strangers": titles,
                "notices": [*self._notices(source, sheet, header)],
                "expected": max(sheet.look.filled_rows - header.row, 0),
            }
        )

    def _notices(self, source: Source, sheet: Sheet, header: Header) -> Iterator[Notice]:
        """Notices as (code, sheet, column letter, title, value)."""
        for column, title in header.strangers.items():
            is_own = plain(title) in OWN_TITLES - {NUMBER_TITLE} or (
                source.template and plain(title) in (NUMBER_TITLE, *self.spec["shown"])
            )
            if not is_own:
                yield "unknown-column", sheet.name, column_letters(column), title, title
        if sheet.look.has_filter or sheet.look.hidden_row > header.row:
            yield "hidden", sheet.name, None, "", ""
        if source.has_links:
            yield "external-link", sheet.name, None, "", ""
        if source.template and source.template != self.spec["template"]:
            yield "old-template", sheet.name, None, "", source.template
        for other in source.sheets:
            if self._is_worth_a_word(other):
                yield "other-sheet", other.name, None, "", other.name

    def _is_worth_a_word(self, sheet: Sheet) -> bool:
        """A further sheet gets a notice if it fits, or if people see it and it holds something that is not ours."""
        is_ours = sheet.hidden or sheet.name in OWN_SHEETS
        if sheet.look.cells > MAX_CELLS_OF_OTHERS:
            return not is_ours
        head = sheet.head()
        if find_header(head, self.titles) is not None:
            return True
        return not is_ours and any(not is_blank(cell) for row in head for cell in row)

    def _row_frames(self, sheet: Sheet, rows: DataRows) -> Iterator[bytes]:
        sweep = MergeSweep(sheet.look.merges)
        merged: dict[int, list[tuple[int, int]]] = {}
        chunks: list[bytes] = []
        waiting: list[Sent] = []
        count = 0
        for row in rows:
            spans = sweep.at(row[0])
            if spans:
                merged[row[0]] = spans
            waiting.append(row)
            if len(waiting) == CHUNK_ROWS:
                count += len(waiting)
                chunks.append(encode(waiting))
                waiting = []
                if count >= FRAME_ROWS or sum(map(len, chunks)) > FRAME_BYTES:
                    yield _rows_frame(chunks, merged)
                    chunks, merged, count = [], {}, 0
        if waiting:
            chunks.append(encode(waiting))
        if chunks:
            yield _rows_frame(chunks, merged)


def _rows_frame(chunks: list[bytes], merged: dict[int, list[tuple[int, int]]]) -> bytes:
    return b'{"rows":[' + b",".join(chunks) + b'],"merged":' + json.dumps(merged).encode() + b"}"


def _frame(body: Frame) -> bytes:
    return json.dumps(body).encode()
