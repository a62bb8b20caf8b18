"""What all writers that use openpyxl share: texts always through the formula guard, and the page that is printed."""

from copy import copy
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import _HeaderFooterPart as HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from core.workbooks.formats import TEXT_FORMAT, guarded_text
from core.workbooks.pages import BOTTOM, FOOTER, FOOTER_AT, SIDE, Paper


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Write `text` so that it stays text whatever it begins with. Styles are set before or after, fonts and all."""
    needs_mark = put_words(cell, text)
    cell.number_format = TEXT_FORMAT
    if needs_mark:
        cell.quotePrefix = True


def put_words(cell: Cell | MergedCell, text: str) -> bool:
    """The text alone, for a cell that is given the text format otherwise; whether it needs the mark of text."""
    stored, needs_mark = guarded_text(text)
    cell.value, cell.data_type = stored, "s"
    return needs_mark


class Look(NamedTuple):
    """How a cell looks. Setting styles one by one is most of what a workbook costs, so each look is made once."""

    font: Font
    form: str
    side: str = "left"
    has_grid: bool = False
    is_indented: bool = False


def dress(cell: Any, look: Look, grid: Border) -> None:
    """Give a cell a look; `grid` is the border of those that have one. Fonts are told apart by identity."""
    looks = _LOOKS.setdefault(cell.parent.parent, {})
    key = (id(look.font), *look[1:])
    known = looks.get(key)
    if known is None:
        cell.font, cell.number_format = look.font, look.form
        indent = 1 if look.is_indented else 0
        cell.alignment = Alignment(horizontal=look.side, vertical="center", wrap_text=True, indent=indent)
        if look.has_grid:
            cell.border = grid
        looks[key] = copy(cell._style)
    else:
        cell._style = copy(known)


#: {workbook: {look: what the workbook knows it as}}
_LOOKS: Final[WeakKeyDictionary[Workbook, dict[tuple[object, ...], Any]]] = WeakKeyDictionary()


def set_page(sheet: Worksheet, *, width: int, head: int, paper: Paper, grows: bool = False) -> None:
    """One page wide, so many pages high as needed; rows down to `head` are repeated on each page, 0 for none.

    A sheet that `grows`, since people fill it in, has no print area.
    """
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
    if not grows:
        sheet.print_area = f"A1:{get_column_letter(width)}{sheet.max_row}"
