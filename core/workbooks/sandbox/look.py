"""A streamed look at the XML of one sheet: what the value reader cannot show.

calamine reads error cells, formulas without a stored value and hidden rows as nothing, and allocates the whole used
range at once. So the XML passes by here first: extent, marks, merges, hidden rows. Rows of plain values are counted
without a parser (`plainrows`); for the others at most two calls per element.
"""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from core.workbooks.sandbox.errors import Refusal
from core.workbooks.sandbox.gate import MAX_TAG, new_parser
from core.workbooks.sandbox.plainrows import PlainRows

MAX_ROW: Final = 1_048_576
MAX_COLUMN: Final = 16_384
#: Excel's own limit for the text of a cell; what exceeds it is cut one character later, so that it still shows.
MAX_TEXT: Final = 32_767
_RANGE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_TRUE: Final = ("1", "true")

Merge = tuple[int, int, int, int]


class Mark(str):
    """What is transmitted in place of a cell: a NUL, a letter for its kind, and its text. No text of a file is one."""

    __slots__ = ()


@dataclass(slots=True)
class Look:
    """What a sheet's XML showed. Rows from 1, columns from 0; `marks` are transmitted kinds by row and column, `cuts`
    the bytes of the part where a portion may end."""

    first_column: int = MAX_COLUMN
    last_column: int = -1
    first_row: int = 0
    last_row: int = 0
    filled_rows: int = 0
    hidden_row: int = 0
    has_filter: bool = False
    merges: list[Merge] = field(default_factory=list)
    marks: dict[int, dict[int, Mark]] = field(default_factory=dict)
    cuts: list[int] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """Cells of the used range."""
        if not self.last_row:
            return 0
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)


def column_index(letters: str) -> int:
    """Column letters to a number from 0. Raises Refusal for what is no column of Excel."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    if not (0 < number <= MAX_COLUMN and letters.isascii() and letters.isalpha() and letters.isupper()):
        raise Refusal("unreadable", "addresses")
    return number - 1


def column_letters(index: int) -> str:
    """A column number from 0 to its letters."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def look_at(archive: zipfile.ZipFile, name: str, percent: frozenset[str], portion: int = 0) -> Look:
    """Stream the sheet part `name`. `percent` are the style numbers of percent formats, `portion` the bytes between two
    cuts, 0 for none. Raises Refusal.
    """
    return _Looker(percent).run(archive, name, portion)


class _Looker:
    """The state of one look.

    Only cells of interest (error cells, percent formats, formulas) get handlers for their text and their end: the
    others cost one call for the cell and one for its value.
    """

    def __init__(self, percent: frozenset[str]) -> None:
        self.look = Look()
        self.percent = percent
        self.parser = new_parser()
        self.fed = 0
        self.row = 0
        self.row_text = ""
        self.row_is_hidden = False
        self.column = -1
        self.attributes: dict[str, str] = {}
        self.known: dict[str, int] = {}
        self.used: set[int] = set()
        self.text: list[str] = []
        self.has_formula = self.has_value = self.in_value = False
        self.value_tag = self.cell_tag = ""

    def run(self, archive: zipfile.ZipFile, name: str, portion: int) -> Look:
        """Parse the part and return what it showed."""
        self.parser.StartElementHandler = self._root
        plain = PlainRows(self.percent, portion)
        with archive.open(name) as part:
            for piece in plain.split(part):
                if isinstance(piece, bytes):
                    self._parse(piece)
                else:
                    self._pass(*piece)
        self.parser.Parse(b"", True)
        if self.used:
            self.look.first_column, self.look.last_column = min(self.used), max(self.used)
        self.look.cuts = plain.cuts
        return self.look

    def _parse(self, piece: bytes) -> None:
        """Feed the parser; an endless tag would cost quadratic time, as in `gate.feed`."""
        self.parser.Parse(piece)
        self.fed += len(piece)
        if self.fed - self.parser.CurrentByteIndex > MAX_TAG:
            raise Refusal("bomb", "size")

    def _pass(self, rows: list[tuple[int, bool]], filled: set[str]) -> None:
        """Count a run of plain rows that the parser does not get to see."""
        if not self.cell_tag:
            raise Refusal("unreadable", "parts")
        look, last = self.look, self.row
        for number, is_filled in rows:
            if not last < number <= MAX_ROW:
                raise Refusal("unreadable", "addresses")
            last = number
            if is_filled:
                look.last_row = number
                look.first_row = look.first_row or number
                look.filled_rows += 1
        self.row, self.column = last, -1
        self.used.update(map(column_index, filled))

    def _root(self, tag: str, _attributes: dict[str, str]) -> None:
        """The root tells the prefix that all elements of the sheet carry."""
        prefix = tag.removesuffix("worksheet")
        if prefix == tag:
            raise Refusal("unreadable", "parts")
        self.cell_tag, self.value_tag = prefix + "c", prefix + "v"
        actions: dict[str, Callable[[dict[str, str]], None]] = {
            prefix + "c": self._start_cell,
            prefix + "v": self._start_value,
            prefix + "is": self._start_value,
            prefix + "f": self._start_formula,
            prefix + "row": self._start_row,
            prefix + "mergeCell": self._start_merge,
            prefix + "autoFilter": self._start_filter,
        }
        find = actions.get

        def start(tag: str, attributes: dict[str, str]) -> None:
            action = find(tag)
            if action is not None:
                action(attributes)

        self.parser.StartElementHandler = start

    def _start_row(self, attributes: dict[str, str]) -> None:
        """Step to the next row. Rows must ascend: the value reader takes their numbers at their word."""
        text = attributes.get("r") or str(self.row + 1)
        number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 7 else 0
        if not self.row < number <= MAX_ROW or text != str(number):
            raise Refusal("unreadable", "addresses")
        self.row, self.row_text, self.column = number, text, -1
        self.row_is_hidden = attributes.get("hidden") in _TRUE or attributes.get("ht") == "0"

    def _start_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        if address is None:
            self.column += 1
        else:
            letters = address.removesuffix(self.row_text)
            column = self.known.get(letters)
            if column is None:
                column = self.known[letters] = column_index(letters)
            self.column = column
        self.attributes = attributes
        if attributes.get("t") == "e" or attributes.get("s") in self.percent:
            self._inspect()

    def _start_value(self, _attributes: dict[str, str]) -> None:
        """The current cell holds something: its column is used, and so is its row."""
        self.used.add(self.column)
        look = self.look
        if look.last_row != self.row:
            look.last_row = self.row
            look.first_row = look.first_row or self.row
            look.filled_rows += 1
            if self.row_is_hidden:
                look.hidden_row = self.row
        self.has_value = self.in_value = True

    def _start_formula(self, attributes: dict[str, str]) -> None:
        if self.parser.EndElementHandler is None:
            self._inspect()
        self._start_value(attributes)
        self.has_formula, self.has_value, self.in_value = True, False, False

    def _start_merge(self, attributes: dict[str, str]) -> None:
        match = _RANGE.fullmatch(attributes.get("ref", ""))
        if match is None:
            raise Refusal("unreadable", "addresses")
        first, last = column_index(match[1]), column_index(match[3] or match[1])
        top, bottom = int(match[2]), int(match[4] or match[2])
        if (top, first) != (bottom, last):
            self.look.merges.append((top, bottom, first, last))

    def _start_filter(self, _attributes: dict[str, str]) -> None:
        self.look.has_filter = True

    def _inspect(self) -> None:
        """Follow the current cell to its end."""
        self.text.clear()
        self.has_formula = self.has_value = self.in_value = False
        self.parser.CharacterDataHandler = self._characters
        self.parser.EndElementHandler = self._end

    def _characters(self, data: str) -> None:
        if self.in_value and len(self.text) < 100:
            self.text.append(data)

    def _end(self, tag: str) -> None:
        if tag == self.value_tag:
            self.in_value = False
        elif tag == self.cell_tag:
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
            mark = self._mark()
            if mark:
                self.look.marks.setdefault(self.row, {})[self.column] = mark

    def _mark(self) -> Mark | None:
        """How the inspected cell is transmitted, None where its plain value says all."""
        text, kind = "".join(self.text).strip(), self.attributes.get("t", "n")
        if kind == "e":
            return Mark(f"\0e{text}")
        if self.has_formula and not text and not (self.has_value and kind == "str"):
            return Mark("\0f")
        if kind == "n" and self.attributes.get("s") in self.percent and is_whole(text):
            return Mark(f"\0p{text}")
        return None


def is_whole(number: str | float) -> bool:
    """Whether a number is 1 or more: below it a percent format says nothing that the value does not."""
    try:
        return 1 <= float(number) < 1e15
    except ValueError:
        return False
