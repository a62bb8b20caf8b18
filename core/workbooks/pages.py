"""On which paper a table is printed, the same for every writer (domain.md 7.3): size, direction, margins, page numbers."""

from itertools import accumulate
from typing import Final, NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import _HeaderFooterPart as HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from core.workbooks.formats import display_width

#: A landscape A4 page takes about so many characters of normal type; beyond the second number A4 becomes too small.
PAGE_WIDTH: Final = 110.0
WIDEST_ON_A4: Final = 200.0
#: In inches: 1.5 cm at the sides, and room for the page number below the table.
SIDE: Final = 0.59
BOTTOM: Final = 0.79
FOOTER_AT: Final = 0.39
FOOTER: Final = "第 &P 页 共 &N 页"
GAP: Final = 2


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


def split_line(widths: list[float], left: str, middle: str, right: str) -> tuple[int, int] | None:
    """After which columns the three texts of a line are cut apart so that each fits; None where they do not fit."""
    needs = [display_width(text) + GAP for text in (left, middle, right)]
    reached = list(accumulate(widths, initial=0.0))
    first = next((place for place, width in enumerate(reached) if width >= needs[0]), None)
    last = next((place for place in range(len(widths), 0, -1) if reached[-1] - reached[place] >= needs[2]), None)
    if first is None or last is None or first >= last or reached[last] - reached[first] < needs[1]:
        return None
    return first, last


def set_page(sheet: Worksheet, *, width: int, head: int, paper: Paper) -> None:
    """One page wide, so many pages high as needed; rows down to `head` are repeated on each page, 0 for none."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = paper.orientation, paper.size  # type: ignore[assignment]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = SIDE
    margins.bottom, margins.footer = BOTTOM, FOOTER_AT
    sheet.print_options.horizontalCentered = True
    if head:
        sheet.print_title_rows = f"1:{head}"
    sheet.oddFooter.center = HeaderFooterPart(text=FOOTER)  # type: ignore[union-attr]
    sheet.print_area = f"A1:{get_column_letter(width)}{sheet.max_row}"
