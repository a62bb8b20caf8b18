"""On which paper a table is printed, the same for every writer (domain.md 7.3): size, direction, margins, page numbers."""

from collections.abc import Collection
from itertools import accumulate
from typing import Final, NamedTuple

from core.workbooks.formats import display_width

#: A landscape A4 page takes about so many characters of normal type; beyond the second number A4 becomes too small.
PAGE_WIDTH: Final = 110.0
WIDEST_ON_A4: Final = 200.0
#: A table wider than this is printed too small even on A3: its widest columns become narrower and their text wraps.
WIDEST: Final = 330.0
NARROWEST: Final = 12.0
#: In inches: 1.5 cm at the sides, and room for the page number below the table.
SIDE: Final = 0.59
BOTTOM: Final = 0.79
FOOTER_AT: Final = 0.39
FOOTER: Final = "第 &P 页 共 &N 页"
GAP: Final = 2
#: The height of a line of text, in points.
LINE: Final = 16.0


class Paper(NamedTuple):
    """Excel's number of a paper size, and the direction."""

    size: int
    orientation: str


A4_PORTRAIT: Final = Paper(9, "portrait")
A4_LANDSCAPE: Final = Paper(9, "landscape")
A3_LANDSCAPE: Final = Paper(8, "landscape")


def paper_for(width: float) -> Paper:
    """The paper of a table whose columns are so many characters wide together."""
    return A4_LANDSCAPE if width <= WIDEST_ON_A4 else A3_LANDSCAPE


def stretched(widths: list[float]) -> list[float]:
    """The widths of columns, the first one (序号) kept and the others made wider until the table fills a page."""
    first, others = widths[0], widths[1:]
    missing = PAGE_WIDTH - sum(widths)
    if missing <= 0 or not others:
        return widths
    factor = 1 + missing / sum(others)
    return [first, *[round(width * factor, 1) for width in others]]


def fitted(widths: list[float], kept: Collection[int] = ()) -> list[float]:
    """The widths of columns as they are printed: stretched to a page, or the widest ones cut so that the rest is read.

    Columns at the places `kept` are never cut: a code is not broken in two.
    """
    cap, found = max(widths), list(widths)
    while sum(found) > WIDEST and cap > NARROWEST:
        cap -= 1
        found = [width if place in kept else min(width, cap) for place, width in enumerate(widths)]
    return stretched(found)


def split_line(widths: list[float], left: str, middle: str, right: str) -> tuple[int, int] | None:
    """After which columns the three texts of a line are cut apart so that each fits; None where they do not fit."""
    needs = [display_width(text) + GAP for text in (left, middle, right)]
    reached = list(accumulate(widths, initial=0.0))
    first = next((place for place, width in enumerate(reached) if width >= needs[0]), None)
    last = next((place for place in range(len(widths), 0, -1) if reached[-1] - reached[place] >= needs[2]), None)
    if first is None or last is None or first >= last or reached[last] - reached[first] < needs[1]:
        return None
    return first, last


def line_count(text: str, width: float) -> int:
    """How many lines a text takes in a cell so many characters wide."""
    if len(text) * (1 if text.isascii() else 2) <= width and "\n" not in text:
        return 1
    room = max(1, int(width - 1))
    return sum(-(-display_width(part) // room) or 1 for part in text.split("\n"))


def row_height(text: str, width: float, line: float = LINE) -> float:
    """How high a row must be that holds the text over so many characters; programs do not measure merged cells."""
    return line * line_count(text, width)
