"""Which rows of a sheet are data, and in what form they travel to the parent (contract, section 4, Data rows)."""

import datetime as dt
import json
import re
from collections.abc import Collection, Iterator, Mapping
from operator import itemgetter
from typing import Final

from core.workbooks.model import EXAMPLE_MARK
from core.workbooks.sandbox.frames import Cells
from core.workbooks.sandbox.look import MAX_TEXT, Mark, Merge
from core.workbooks.sandbox.sheets import Sheet
from core.workbooks.sandbox.titles import Header, title_of
from core.workbooks.texts import is_blank_text, plain, storable_characters, title_form

#: What the foot of a table begins with: sums, signatures, notes.
FURNITURE: Final = (
    "合计", "小计", "总计", "本页小计", "本页合计", "共", "单位负责人", "负责人", "审核人", "填表人", "制表人", "制表",
    "联系电话", "填报单位", "填报日期", "备注", "注", "说明", "以下空白", "无",
)  # fmt: skip
DASHES: Final = frozenset("-‐‑‒–—―─━−﹘ー")
_FURNITURE: Final = re.compile(rf"(?:{'|'.join(FURNITURE)})(?:[:(\[{{<【〔〈《「『]|\d|$)")
#: What the portal's own tables say beside 合计: how many rows there are, in which unit.
_COUNT_OF_ROWS: Final = re.compile(r"共\d+\D{1,4}")
#: Ranges told of one row; Excel's do not overlap and a header is no wider, so only forged files have more.
MAX_SPANS: Final = 100
#: A text that begins with none of these, after what its column is titled, is neither a title nor the foot of a table.
_OPENINGS: Final = frozenset((*(text[0] for text in FURNITURE), *DASHES, *" *∗⁎✱✳([（［【〔"))

Sent = tuple[int, tuple[object, ...]]


def is_blank(cell: object) -> bool:
    """Whether a cell holds nothing, or nothing that anybody sees."""
    return cell == "" or (isinstance(cell, str) and is_blank_text(cell))


def is_furniture(cell: object) -> bool:
    """Whether a cell begins a sum, a signature line or a note."""
    return isinstance(cell, str) and _FURNITURE.match(plain(cell)) is not None


def is_sum_of_ledger(shown: Cells) -> bool:
    """Whether the filled cells of a row begin as the sums of an exported ledger do: 合计, 共 2 户."""
    label, count = (*map(title_of, shown[:2]), "")[:2]
    return plain(label) == FURNITURE[0] and _COUNT_OF_ROWS.fullmatch(plain(count)) is not None


def is_rule(cells: Cells) -> bool:
    """Whether a row holds nothing but dashes."""
    return all(is_blank(cell) or (isinstance(cell, str) and DASHES.issuperset(plain(cell))) for cell in cells)


class DataRows:
    """Walks the rows of a sheet below its header, and counts: `rows` data rows, `ignored` other ones.

    `examples` holds the rows in which somebody typed over the template's example, `untitled` the columns without a
    title in which data rows hold something: that is not read, as a text that a comma has cut in a CSV file.
    """

    def __init__(
        self, sheet: Sheet, header: Header, mandatory: Collection[str], examples: Mapping[str, Collection[str]]
    ) -> None:
        self.sheet = sheet
        self.header = header
        self.rows = 0
        self.ignored = header.top - 1
        self.examples: list[int] = []
        self._example = {key: frozenset(map(plain, texts)) for key, texts in examples.items()}
        self._last_filled = header.row
        self._first = sheet.first_column
        self._columns = {key: column - self._first for key, column in header.columns.items()}
        self._needed = [column for key, column in self._columns.items() if key in mandatory]
        self._half = len(mandatory) / 2
        number = header.number_column
        self._number = None if number is None else number - self._first
        self.untitled: set[int] = set()
        titled = {column - self._first for column in (*header.columns.values(), *header.strangers)}
        self._beyond = max(titled) + 1
        self._gaps = [place for place in range(self._beyond) if place not in titled]

    def __iter__(self) -> Iterator[Sent]:
        """Data rows with their numbers. Nearly all rows are judged by three looks at their cells."""
        columns = list(self._columns.values())
        needed = self._needed or columns
        pick, pick_needed = itemgetter(*columns, columns[0]), itemgetter(*needed, needed[0])
        width = max([*columns, self._number or 0]) + 1
        first, number_at = needed[0], self._number
        openings = self._openings(first)
        for number, read in self.sheet.rows():
            if number <= self.header.row:
                continue
            cells = read if len(read) >= width else [*read, *[""] * (width - len(read))]
            head, said = cells[first], "" if number_at is None else cells[number_at]
            is_plain_row = (
                "" not in pick_needed(cells)
                and not (isinstance(head, str) and (head[0] in openings or not head[0].isprintable()))
                and not (isinstance(said, str) and EXAMPLE_MARK[0] in said)
            )
            if is_plain_row or self._is_data(number, cells):
                self._last_filled = number
                self.rows += 1
                if self._gaps or (len(read) > self._beyond and any(read[self._beyond :])):
                    self._note_untitled(read)
                yield number, pick(cells)[:-1]

    def _note_untitled(self, cells: Cells) -> None:
        """Remember the columns without a title that hold something in a data row."""
        places = (*(place for place in self._gaps if place < len(cells)), *range(self._beyond, len(cells)))
        self.untitled.update(self._first + place for place in places if not is_blank(cells[place]))

    def _openings(self, first: int) -> frozenset[str]:
        """What a repeated head, the foot of a table or a blank text begins with in the column `first`."""
        titles = {line[first + self._first][:1] for line in self.header.lines if first + self._first < len(line)}
        return _OPENINGS | {title for title in titles if title}

    def _is_data(self, number: int, cells: Cells) -> bool:
        """Whether a row is data, told by all its cells; counts what it finds."""
        known = [cells[column] for column in self._columns.values()]
        is_empty = all(map(is_blank, known))
        if is_empty and all(map(is_blank, cells)):
            return False
        self._last_filled = number
        filled = sum(not is_blank(cells[column]) for column in self._needed)
        if is_empty or is_rule(cells) or self._is_foot(cells, filled) or self._is_head(cells):
            return False
        if self._number is None or plain(title_of(cells[self._number])) != EXAMPLE_MARK:
            return True
        if self._is_example(cells):
            return False
        self.examples.append(number)
        return True

    def _is_foot(self, cells: Cells, filled: int) -> bool:
        """Whether a row with `filled` mandatory cells belongs to the foot: its first cell says so, or every cell.

        The sums of an exported ledger may fill half of the mandatory columns; they are told by the count of rows.
        """
        shown = [cell for cell in cells if not is_blank(cell)]
        return is_furniture(shown[0]) and (
            filled < self._half or is_sum_of_ledger(shown) or all(map(is_furniture, shown))
        )

    def _is_head(self, cells: Cells) -> bool:
        """Whether a row repeats the header, or a row of it: most titles stand in it, and nothing else."""
        forms = [""] * self._first + [title_form(title_of(cell)) for cell in cells]
        filled = {column: form for column, form in enumerate(forms) if form}
        return any(
            2 * len(filled) >= sum(map(bool, line))
            and all(column < len(line) and line[column] == form for column, form in filled.items())
            for line in self.header.lines
        )

    def _is_example(self, cells: Cells) -> bool:
        """Whether every filled cell says what a template of ours says there."""
        return all(
            is_blank(cells[column]) or plain(title_of(cells[column])) in self._example.get(key, ())
            for key, column in self._columns.items()
        )

    def finish(self) -> None:
        """Count what was ignored: all rows from the header to the last filled one that were no data."""
        self.ignored += self._last_filled - self.header.row - self.rows


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


class Wire:
    """Turns rows into what travels: JSON, and in it a NUL and a letter before what JSON does not know."""

    def __init__(self) -> None:
        self._told = 0
        self._encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=self._transmit).encode

    def encode(self, rows: list[Sent]) -> bytes:
        """The rows as the inside of a JSON array: [number, cell, cell, ...] for each."""
        lists = [[number, *cells] for number, cells in rows]
        self._told = 0
        text = self._encode(lists)
        if not self._is_fit(text, lists):
            text = self._encode([[_settled(cell) for cell in row] for row in lists])
        try:
            return text[1:-1].encode()
        except UnicodeEncodeError:
            return self._encode([[_settled(cell) for cell in row] for row in lists])[1:-1].encode()

    def _is_fit(self, text: str, lists: list[list[object]]) -> bool:
        """Whether every cell can travel as it is: one look at the text of many rows, not at each cell."""
        if "true" in text or "false" in text or len(text) > MAX_TEXT * len(lists) or "_xD" in text or "_xd" in text:
            return False
        foreign = text.count("\\u0000") - self._told
        return not foreign or foreign == sum(type(cell) is Mark for row in lists for cell in row)

    def _transmit(self, value: object) -> str:
        """Dates, times, durations."""
        self._told += 1
        if isinstance(value, dt.datetime):
            is_day = value.time() == dt.time(0)
            return f"\0d{value.date()}" if is_day else f"\0t{value}"
        return f"\0d{value}" if isinstance(value, dt.date) else f"\0t{value}"


def _settled(cell: object) -> object:
    """A cell as it can travel.

    Truth values become texts (as numbers they would equal 0 and 1), over-long texts are cut where they are over-long,
    and what no database takes becomes a control character.
    """
    if isinstance(cell, bool):
        return "\0bTRUE" if cell else "\0bFALSE"
    if isinstance(cell, str) and type(cell) is not Mark:
        return storable_characters(cell[: MAX_TEXT + 1])
    return cell
