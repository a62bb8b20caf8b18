"""Finding the header of a sheet (contract, section 4, Header)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from core.workbooks.model import plain

HEADER_DEPTH = 10
#: So much of an unknown title is repeated in its notice.
MAX_TITLE = 100


@dataclass(frozen=True, slots=True)
class Titles:
    """What the parent knows of its layout: plain title to key, and the keys of the mandatory columns."""

    keys: dict[str, str]
    mandatory: frozenset[str]


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: rows from 1, columns from 0. `columns` by key, `strangers` are titles left aside by column."""

    top: int
    row: int
    columns: dict[str, int]
    strangers: dict[int, str]
    missing: frozenset[str]
    width: int


def find_header(rows: Sequence[Sequence[object]], titles: Titles) -> Header | None:
    """The header within `rows` (the first ten of a sheet, from column A), None if no row fits.

    One row, or two adjacent rows joined by column, that holds most mandatory titles and at least half of them; on a
    tie the single row wins, then the upper one.
    """
    texts = [[title_of(cell) for cell in row] for row in rows[:HEADER_DEPTH]]
    best: Header | None = None
    for first, last in [*((n, n) for n in range(len(texts))), *((n - 1, n) for n in range(1, len(texts)))]:
        header = _as_header(_joined(texts[first], texts[last]), first, last, titles)
        if best is None or len(header.missing) < len(best.missing):
            best = header
    if best is None or 2 * (len(titles.mandatory) - len(best.missing)) < len(titles.mandatory):
        return None
    return best


def title_of(cell: object) -> str:
    """The text of a header cell; dates and numbers are no titles that a layout knows, yet they are shown."""
    if isinstance(cell, float):
        return format(cell, ".15g")
    return str(cell) if isinstance(cell, (str, dt.date)) else ""


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    width = max(len(upper), len(lower))
    pad = [""] * width
    return [
        below if below.strip() else above
        for above, below in zip((upper + pad)[:width], (lower + pad)[:width], strict=True)
    ]


def _as_header(texts: list[str], first: int, last: int, titles: Titles) -> Header:
    columns: dict[str, int] = {}
    strangers: dict[int, str] = {}
    for column, text in enumerate(texts):
        title = plain(text)
        key = titles.keys.get(title)
        if key is not None and key not in columns:
            columns[key] = column
        elif title:
            strangers[column] = text.strip()[:MAX_TITLE]
    missing = titles.mandatory - columns.keys()
    return Header(first + 1, last + 1, columns, strangers, missing, len(columns) + len(strangers))
