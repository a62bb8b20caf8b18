"""The child's work on one file: choose the sheet, announce it, send its rows."""

import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
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
)
from core.workbooks.sandbox.errors import Refusal
from core.workbooks.sandbox.frames import Cells, Frame, Notice, Order
from core.workbooks.sandbox.gate import DAMAGE
from core.workbooks.sandbox.look import column_letters
from core.workbooks.sandbox.mending import mend_characters
from core.workbooks.sandbox.rows import DataRows, MergeSweep, Sent, Wire, is_blank
from core.workbooks.sandbox.sheets import Bounds, Sheet, Source
from core.workbooks.sandbox.sources import open_source
from core.workbooks.sandbox.titles import Header, Titles, find_header
from core.workbooks.texts import TitleIndex, nearest_title, plain

FRAME_ROWS, CHUNK_ROWS, FRAME_BYTES = 2_000, 100, 4 << 20

#: Our own columns of the returned workbook, and the sheets of our own templates: known, so no notice about them.
RETURNED = {KEY_TITLE: KEY_KEY, ACCEPT_TITLE: ACCEPT_KEY, ADVICE_TITLE: ADVICE_KEY}
OWN_TITLES = frozenset(map(plain, (FAULT_TITLE, KEY_TITLE, ACCEPT_TITLE, ADVICE_TITLE, NUMBER_TITLE)))
OWN_SHEETS = frozenset(("填报说明", "目录"))
#: Further sheets are opened for their first rows up to this size; larger ones get their notice unopened.
MAX_CELLS_OF_OTHERS = 500_000
#: So many rows that were typed over an example are named: a template has one.
MAX_EXAMPLES = 20
#: So many columns without a title are named.
MAX_UNTITLED = 10


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


@dataclass(frozen=True, slots=True)
class Choice:
    """The sheet that is read, its header, and the sheets before it that are not."""

    sheet: Sheet
    header: Header
    passed: list[Sheet]


class Session:
    """Frames for one file, in the order in which the parent wants them."""

    def __init__(self, spec: Order) -> None:
        self.spec = spec
        self.titles = Titles(TitleIndex({**spec["titles"], **RETURNED}), frozenset(spec["mandatory"]))
        self.bounds = Bounds(spec["unpacked"], spec["rows"], spec["columns"], spec["cells"])

    def frames(self, data: bytes) -> Iterator[bytes]:
        """All frames of the file `data`. Raises Refusal and whatever the libraries raise."""
        announcement, sheet, rows = self._begin(data)
        yield announcement
        yield from self._row_frames(sheet, rows)
        rows.finish()
        untitled = [column_letters(column) for column in sorted(rows.untitled)[:MAX_UNTITLED]]
        examples = rows.examples[:MAX_EXAMPLES]
        yield _frame({"end": {"rows": rows.rows, "ignored": rows.ignored, "examples": examples, "untitled": untitled}})

    def _begin(self, data: bytes) -> tuple[bytes, Sheet, DataRows]:
        """Find the sheet and its header; a file whose XML names characters that XML has not gets a second chance."""
        try:
            return self._open(data)
        except (expat.ExpatError, python_calamine.CalamineError):
            mended = mend_characters(data, self.bounds.unpacked)
            if mended is None:
                raise
            return self._open(mended)

    def _open(self, data: bytes) -> tuple[bytes, Sheet, DataRows]:
        source = open_source(data, self.spec["suffix"], self.bounds, self._count_titles)
        choice = self._choose(source)
        self._check_header(choice.header)
        self._check_rows(choice.sheet, choice.header)
        return self._announce(source, choice), choice.sheet, self._data_rows(choice.sheet, choice.header)

    def _data_rows(self, sheet: Sheet, header: Header) -> DataRows:
        return DataRows(sheet, header, self.titles.mandatory, self.spec["examples"])

    def _count_titles(self, head: list[Cells]) -> int:
        """How many titles the header in `head` holds, 0 if there is none: tells how a CSV file is separated."""
        header = find_header(head, self.titles)
        return len(header.columns) if header else 0

    def _choose(self, source: Source) -> Choice:
        """The sheet asked for by name, else the first visible one that fits, else the first hidden one."""
        hidden: Choice | None = None
        passed: list[Sheet] = []
        for sheet in source.sheets:
            if self.spec["sheet"] and sheet.name != self.spec["sheet"]:
                continue
            header = self._header_of(sheet)
            if header is not None and (self.spec["sheet"] or not sheet.hidden):
                return Choice(sheet, header, passed)
            if header is not None and hidden is None:
                hidden = Choice(sheet, header, passed)
            passed.append(sheet)
        if hidden is None:
            raise Refusal("no-sheet")
        passed.remove(hidden.sheet)
        return hidden

    def _header_of(self, sheet: Sheet) -> Header | None:
        """The header of a sheet that may be read, None where it has none."""
        if sheet.look.cells > self.bounds.cells:
            if sheet.hidden:
                return None
            raise Refusal("too-many-rows", "cells")
        return find_header(sheet.head(), self.titles)

    def _check_header(self, header: Header) -> None:
        if header.width > self.bounds.columns:
            raise Refusal("too-many-rows", "columns")
        if header.missing:
            names = {key: title for title, key in self.spec["titles"].items()}
            found = list(header.strangers.values())
            nearest = {key: nearest_title(names[key], found) for key in sorted(header.missing)}
            raise Refusal("missing-columns", json.dumps(nearest))

    def _check_rows(self, sheet: Sheet, header: Header) -> None:
        """Count the data rows beforehand where there may be too many: nothing may be stored of such a file."""
        if sheet.look.filled_rows and sheet.look.filled_rows <= self.bounds.rows:
            return
        rows = self._data_rows(sheet, header)
        for _row in rows:
            if rows.rows > self.bounds.rows:
                raise Refusal("too-many-rows", "rows")

    def _announce(self, source: Source, choice: Choice) -> bytes:
        sheet, header = choice.sheet, choice.header
        letters = {key: column_letters(column) for key, column in header.columns.items()}
        titles = {column_letters(column): title for column, title in header.strangers.items()}
        further = [] if self.spec["sheet"] else [*self._further(source, choice)]
        notices = [*self._notices(source, choice), *(("other-sheet", name, None, "", name) for name, _fits in further)]
        return _frame(
            {
                "sheet": sheet.name,
                "header_row": header.row,
                "letters": letters,
                "strangers": titles,
                "further": [name for name, fits in further if fits],
                "notices": notices,
                "since_1904": source.since_1904,
                "expected": max(sheet.look.filled_rows - header.row, 0),
            }
        )

    def _notices(self, source: Source, choice: Choice) -> Iterator[Notice]:
        """Notices as (code, sheet, column letter, title, value)."""
        sheet, header = choice.sheet, choice.header
        for column, title in header.strangers.items():
            is_own = plain(title) in OWN_TITLES - {NUMBER_TITLE} or (
                source.template and plain(title) in (NUMBER_TITLE, *self.spec["shown"])
            )
            if not is_own:
                yield "unknown-column", sheet.name, column_letters(column), title, title
        if sheet.hidden and not self.spec["sheet"]:
            yield "hidden-sheet", sheet.name, None, "", sheet.name
        if sheet.look.has_filter or sheet.look.hidden_row > header.row:
            yield "hidden", sheet.name, None, "", ""
        if source.has_links:
            yield "external-link", sheet.name, None, "", ""
        if source.template and source.template != self.spec["template"]:
            yield "old-template", sheet.name, None, "", source.template

    def _further(self, source: Source, choice: Choice) -> Iterator[tuple[str, bool]]:
        """The names of the sheets that are not read and get a notice, and whether each could be read by itself.

        That is a sheet that fits, or one that people see and that holds something that is not ours. A sheet that was
        passed over without a header is a cover: no word about it.
        """
        for sheet in [*choice.passed, *source.sheets]:
            is_ours = sheet.hidden or sheet.name in OWN_SHEETS
            if sheet.look.cells > MAX_CELLS_OF_OTHERS:
                if not is_ours:
                    yield sheet.name, sheet.look.cells <= self.bounds.cells
                continue
            head = sheet.head()
            fits = find_header(head, self.titles) is not None
            if fits or (not is_ours and sheet not in choice.passed and _holds_something(head)):
                yield sheet.name, fits

    def _row_frames(self, sheet: Sheet, rows: DataRows) -> Iterator[bytes]:
        sweep = MergeSweep(sheet.look.merges)
        merged: dict[int, list[tuple[int, int]]] = {}
        chunks: list[bytes] = []
        waiting: list[Sent] = []
        wire = Wire()
        count = 0
        for row in rows:
            spans = sweep.at(row[0])
            if spans:
                merged[row[0]] = spans
            waiting.append(row)
            if len(waiting) == CHUNK_ROWS:
                count += len(waiting)
                chunks.append(wire.encode(waiting))
                waiting = []
                if count >= FRAME_ROWS or sum(map(len, chunks)) > FRAME_BYTES:
                    yield _rows_frame(chunks, merged)
                    chunks, merged, count = [], {}, 0
        if waiting:
            chunks.append(wire.encode(waiting))
        if chunks:
            yield _rows_frame(chunks, merged)


def _holds_something(head: list[Cells]) -> bool:
    """Whether anything stands in the first rows of a sheet."""
    return any(not is_blank(cell) for row in head for cell in row)


def _rows_frame(chunks: list[bytes], merged: dict[int, list[tuple[int, int]]]) -> bytes:
    return b'{"rows":[' + b",".join(chunks) + b'],"merged":' + json.dumps(merged).encode() + b"}"


def _frame(body: Frame) -> bytes:
    return json.dumps(body).encode()
