"""Finding the header of a sheet (contract, section 4, Header)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from core.workbooks.model import NUMBER_TITLE
from core.workbooks.sandbox.look import MAX_TEXT, Mark
from core.workbooks.texts import TitleIndex, is_blank_text, storable_characters, title_form

HEADER_DEPTH = 10
#: So much of an unknown title is repeated in its notice.
MAX_TITLE = 100


@dataclass(frozen=True, slots=True)
class Titles:
    """What the parent knows of its layout: titles to keys, and the keys of the mandatory columns."""

    index: TitleIndex
    mandatory: frozenset[str]


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: rows from 1, columns from 0.

    `columns` by key, `strangers` are titles left aside by column, `lines` the titles of each of its rows and of all
    of them joined, in the form in which they are compared.
    """

    top: int
    row: int
    columns: dict[str, int]
    strangers: dict[int, str]
    missing: frozenset[str]
    width: int
    lines: tuple[tuple[str, ...], ...]

    @property
    def number_column(self) -> int | None:
        """Where 序号 stands, None where it does not."""
        number = title_form(NUMBER_TITLE)
        return next((column for column, title in self.strangers.items() if title_form(title) == number), None)


def find_header(rows: Sequence[Sequence[object]], titles: Titles) -> Header | None:
    """The header within `rows` (the first ten of a sheet, from column A), None if no row fits.

    One row, or two adjacent rows joined by column, that holds most mandatory titles and at least half of them; on a
    tie the single row wins, then the upper one.
    """
    texts = [[title_of(cell) for cell in row] for row in rows[:HEADER_DEPTH]]
    best: Header | None = None
    for first, last in [*((n, n) for n in range(len(texts))), *((n - 1, n) for n in range(1, len(texts)))]:
        header = _as_header(texts, first, last, titles)
        if best is None or len(header.missing) < len(best.missing):
            best = header
    if best is None or 2 * (len(titles.mandatory) - len(best.missing)) < len(titles.mandatory):
        return None
    return best


def title_of(cell: object) -> str:
    """The text of a header cell; dates and numbers are no titles that a layout knows, yet they are shown."""
    if isinstance(cell, Mark):
        return cell[2:]
    if isinstance(cell, float):
        return format(cell, ".15g")
    return str(cell)[: MAX_TEXT + 1] if isinstance(cell, (str, dt.date)) else ""


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    width = max(len(upper), len(lower))
    pad = [""] * width
    return [
        above if is_blank_text(below) else below
        for above, below in zip((upper + pad)[:width], (lower + pad)[:width], strict=True)
    ]


def _as_header(texts: list[list[str]], first: int, last: int, titles: Titles) -> Header:
    joined = _joined(texts[first], texts[last])
    forms = [title_form(text) for text in joined]
    columns = _fitting(forms, titles.index)
    taken = set(columns.values())
    strangers = {
        column: shown_title(text)
        for column, (text, form) in enumerate(zip(joined, forms, strict=True))
        if form and column not in taken
    }
    lines = {tuple(map(title_form, texts[place])): None for place in range(first, last + 1)}
    missing = titles.mandatory - columns.keys()
    width = len(columns) + len(strangers)
    return Header(first + 1, last + 1, columns, strangers, missing, width, (*lines, tuple(forms)))


def _fitting(forms: list[str], index: TitleIndex) -> dict[str, int]:
    """Key to column: titles that fit as they stand first, then those that fit without a bracketed end."""
    columns: dict[str, int] = {}
    for find in (index.exact, index.loose):
        for column, form in enumerate(forms):
            key = find(form) if form and column not in columns.values() else None
            if key is not None:
                columns.setdefault(key, column)
    return dict(sorted(columns.items(), key=lambda item: item[1]))


def shown_title(text: str) -> str:
    """A title as a notice repeats it: in one line of bounded length, with nothing that cannot be stored."""
    return " ".join(storable_characters(text).split())[:MAX_TITLE]
