"""Reading .csv files: their encoding, the sign that separates their cells, and their only sheet."""

import csv
import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from core.workbooks.sandbox.errors import Refusal
from core.workbooks.sandbox.frames import Cells
from core.workbooks.sandbox.look import Look
from core.workbooks.sandbox.sheets import Bounds
from core.workbooks.sandbox.titles import HEADER_DEPTH
from core.workbooks.texts import PLACEHOLDER, is_blank_text

MAX_ROW_LIMIT_MARGIN: Final = 1_000
#: What separates cells; the first one counts where the header does not tell.
SEPARATORS: Final = (",", ";", "\t", "，")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
#: A text of which more than this share are NUL bytes is none: it is UTF-16 without its mark, or no text at all.
_MAX_NUL_SHARE: Final = 0.1


def open_csv(data: bytes, bounds: Bounds, count_titles: Callable[[list[Cells]], int]) -> "CsvSheet":
    """The sheet of a CSV file, its cells separated by the sign that gives the header most titles. Raises Refusal."""
    encoding, text = decode(data)
    signs, has_guards = [sign for sign in SEPARATORS if sign in text], '="' in text
    del text
    sheets = {sign: CsvSheet(data, encoding, bounds, sign, has_guards) for sign in signs or SEPARATORS[:1]}
    counts = {sign: count_titles(sheet.first_records()) for sign, sheet in sheets.items()}
    return sheets[max(counts, key=lambda sign: counts[sign])]


def decode(data: bytes) -> tuple[str, str]:
    """The encoding and the text of a CSV file: UTF-8 with or without BOM, UTF-16 with BOM, else GB 18030.

    Raises Refusal.
    """
    is_utf_16 = data.startswith(_UTF_16)
    if not is_utf_16 and data.count(0) > _MAX_NUL_SHARE * len(data):
        raise Refusal("not-a-workbook", "encoding")
    for encoding in ("utf-16",) if is_utf_16 else ("utf-8-sig", "gb18030"):
        try:
            return encoding, data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("not-a-workbook", "encoding")


def shown(cell: str) -> str:
    """A cell as Excel shows it: the text inside ="…", which keeps leading zeros from being dropped."""
    return cell[2:-1].replace('""', '"') if len(cell) > 2 and cell.startswith('="') and cell.endswith('"') else cell


@dataclass(slots=True)
class CsvSheet:
    """A CSV file as its only sheet. Its text is decoded line by line: as a whole it takes many times its bytes."""

    data: bytes
    encoding: str
    bounds: Bounds
    separator: str = ","
    has_guards: bool = False
    name: str = ""
    hidden: bool = False
    look: Look = field(default_factory=Look)

    @property
    def first_column(self) -> int:
        """A CSV file begins at column A."""
        return 0

    def head(self) -> list[Cells]:
        """The first ten records."""
        return _head_of(self.rows())

    def first_records(self) -> list[Cells]:
        """The same without reading the rest of the file."""
        try:
            return _head_of(self._read())
        except csv.Error:
            return []

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """The filled records with their numbers, which are the rows that Excel shows."""
        try:
            yield from self._read()
        except csv.Error as error:
            raise Refusal("unreadable", "csv") from error

    def _read(self) -> Iterator[tuple[int, Cells]]:
        """Filled rows only; bounded here, since a CSV file has no directory to look at beforehand."""
        csv.field_size_limit(1 << 20)
        filled = widest = 0
        reader = csv.reader(self._lines(), delimiter=self.separator)
        begun = ended = 0
        for number, cells in enumerate(reader, start=1):
            begun, ended = ended, reader.line_num
            if is_blank_text("".join(cells)):
                continue
            filled += 1
            widest = max(widest, len(cells))
            if filled > self.bounds.rows + MAX_ROW_LIMIT_MARGIN or number * widest > self.bounds.cells:
                raise Refusal("too-many-rows", "rows")
            yield number, [shown(cell) for cell in cells] if self.has_guards else cells
        if ended - begun > 1:
            self._check_last(begun, ended)

    def _check_last(self, begun: int, ended: int) -> None:
        """The last record of several lines has to close its quotation mark: an open one has swallowed rows.

        The strict reader says so; what else it complains of (a mark inside a text) is taken.
        """
        try:
            list(csv.reader(itertools.islice(self._lines(), begun, ended), delimiter=self.separator, strict=True))
        except csv.Error as error:
            if "end of data" in str(error):
                raise

    def _lines(self) -> Iterator[str]:
        """The lines of the file; some writers put a second mark of the byte order before the first."""
        lines = io.TextIOWrapper(io.BytesIO(self.data), self.encoding, newline="")
        for line in itertools.chain([next(lines, "").lstrip("\ufeff")], lines):
            yield line.replace("\0", PLACEHOLDER)


def _head_of(records: Iterator[tuple[int, Cells]]) -> list[Cells]:
    head: list[Cells] = [[] for _ in range(HEADER_DEPTH)]
    for number, cells in records:
        if number > HEADER_DEPTH:
            break
        head[number - 1] = cells
    return head
