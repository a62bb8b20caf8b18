"""A long sheet read in portions, so that its first rows travel while calamine still reads the others.

calamine gives a sheet as a whole or not at all. So the sheet's XML is cut between plain rows (`plainrows`), and each
portion becomes a sheet of its own in an archive that shares all other parts: calamine reads the same cells as from the
whole, a portion after the other, the next one beside the rows of the one before.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

import python_calamine

from core.workbooks.sandbox.frames import Cells
from core.workbooks.sandbox.look import Look, Mark
from core.workbooks.sandbox.mending import mend_part
from core.workbooks.sandbox.plainrows import CHUNK, FIRST, PlainRows
from core.workbooks.sandbox.sheets import MAX_NAME, padded
from core.workbooks.sandbox.titles import HEADER_DEPTH
from core.workbooks.texts import storable_characters

#: Bytes of XML of a portion. The other parts are read again with each: it is at least so many times as large as they.
#: Two portions are held as Python objects at a time, so where one would be larger than the largest the sheet is better
#: read as a whole, which takes less memory then.
_TIMES_THE_REST: Final = 8
_LARGEST: Final = 24 << 20
_DATA: Final = re.compile(rb"<sheetData[^<>/]*>")
_END: Final = b"</sheetData></worksheet>"


class Portion(NamedTuple):
    """From which row on calamine read something, from which column, and what."""

    row: int
    column: int
    cells: list[Cells]


def portion_size(archive: zipfile.ZipFile, part: str, percent: frozenset[str]) -> int:
    """How many bytes of the sheet `part` make a portion; 0 where it is better read as a whole.

    That is a short one, one whose texts stand in a large part beside it, and one whose rows are not plain: its look
    takes so long that calamine has read it before.
    """
    rest = sum(entry.file_size for entry in archive.infolist() if _is_read(entry.filename, part))
    size = max(FIRST, _TIMES_THE_REST * rest)
    if archive.getinfo(part).file_size < 2 * size or size > _LARGEST:
        return 0
    with archive.open(part) as file:
        begun = file.read(CHUNK)
    passed = sum(isinstance(piece, tuple) for piece in PlainRows(percent).split(io.BytesIO(begun)))
    return size if passed and len(_DATA.findall(begun)) == 1 and begun.count(b"<?") <= 1 else 0


def _is_read(name: str, part: str) -> bool:
    """Whether an entry goes into the archive of each portion."""
    return name != part and name.endswith((".xml", ".rels")) and "/worksheets/" not in name


class PortionedSheet:
    """A sheet of .xlsx that calamine reads in portions; its rows begin with column A."""

    first_column: Final = 0

    def __init__(self, name: str, look: Look, archive: zipfile.ZipFile, part: str, place: int, *, hidden: bool) -> None:
        self.name = storable_characters(name)[:MAX_NAME]
        self.hidden = hidden
        self.look = look
        self._archive = archive
        self._part = part
        self._place = place
        self._cuts = [0, *look.cuts, archive.getinfo(part).file_size]
        self._is_damaged = False

    @cached_property
    def _rest(self) -> Mapping[str, bytes]:
        """All other entries; those that calamine does not read keep their name alone."""
        names = self._archive.namelist()
        return {name: self._archive.read(name) if _is_read(name, self._part) else b"" for name in names}

    def head(self) -> list[Cells]:
        """The first ten rows from column A."""
        head: list[Cells] = [[] for _ in range(HEADER_DEPTH)]
        for number, cells in self.rows():
            if number > HEADER_DEPTH:
                break
            head[number - 1] = cells
        return head

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """All filled rows with their numbers, marks written over what calamine read there."""
        marks = self.look.marks
        waiting = sorted(marks, reverse=True)
        for portion in self._portions():
            left = [""] * portion.column
            for number, cells in enumerate(portion.cells, start=portion.row):
                while waiting and waiting[-1] < number:
                    yield _marked_row(waiting.pop(), [], marks)
                if waiting and waiting[-1] == number:
                    yield _marked_row(waiting.pop(), left + cells, marks)
                else:
                    yield number, left + cells if left else cells
        while waiting:
            yield _marked_row(waiting.pop(), [], marks)

    def _portions(self) -> Iterator[Portion]:
        """Each next portion is read by a thread meanwhile: calamine needs no Python."""
        with ThreadPoolExecutor(max_workers=1) as reader, self._archive.open(self._part) as file:
            yield self._first
            file.seek(self._cuts[1])
            coming: Future[Portion] | None = None
            for start, end in pairwise(self._cuts[1:]):
                body = self._opening + file.read(end - start) + (b"" if end == self._cuts[-1] else _END)
                before, coming = coming, reader.submit(self._read, body)
                if before is not None:
                    yield before.result()
            if coming is not None:
                yield coming.result()

    @cached_property
    def _first(self) -> Portion:
        """The first portion, which is read for the titles as well."""
        with self._archive.open(self._part) as file:
            return self._read(file.read(self._cuts[1]) + _END)

    @cached_property
    def _opening(self) -> bytes:
        """The sheet's XML down to its data."""
        with self._archive.open(self._part) as file:
            begun = file.read(CHUNK)
        match = _DATA.search(begun)
        return begun[: match.end()] if match else b""

    def _read(self, body: bytes) -> Portion:
        """The cells of a portion. In a plain row characters that XML has not show only here: its second chance."""
        try:
            return self._load(mend_part(body) if self._is_damaged else body)
        except python_calamine.CalamineError:
            mended = mend_part(body)
            if mended == body:
                raise
            self._is_damaged = True
            return self._load(mended)

    def _load(self, body: bytes) -> Portion:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as copy:
            for name, rest in self._rest.items():
                copy.writestr(name, body if name == self._part else rest)
        buffer.seek(0)
        sheet = python_calamine.CalamineWorkbook.from_filelike(buffer).get_sheet_by_index(self._place)
        if sheet.start is None:
            return Portion(1, 0, [])
        return Portion(sheet.start[0] + 1, sheet.start[1], sheet.to_python(skip_empty_area=True))


def _marked_row(number: int, cells: Cells, marks: Mapping[int, dict[int, Mark]]) -> tuple[int, Cells]:
    return number, padded(cells, max(len(cells), max(marks[number]) + 1), 0, marks[number])
