"""Official tables as .xlsx in the layout that officials expect (domain.md 7.3).

Values only, also in the total rows: a reader that does not recalculate would show blanks for formulas. Texts pass the
formula guard, so that nothing a user typed can become a formula.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import _HeaderFooterPart as HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from core.workbooks.formats import DASH
from core.workbooks.pen import put_text

Kind = Literal["text", "number", "money", "percent", "day"]
#: What a cell may hold; None is unknown and stands as 「—」.
Value = str | int | float | Decimal | date | None
Line = Sequence[Value]

HEAD_ROW: Final = 4
NUMBER_FORMATS: Final[dict[Kind, str]] = {
    "number": "#,##0",
    "money": "#,##0.00",
    "percent": "0.00%",
    "day": "yyyy-mm-dd",
    "text": "@",
}
SIGNATURES: Final = "单位负责人：　　　　　　　　审核人：　　　　　　　　填表人：　　　　　　　　联系电话："
TOTAL_LABEL: Final = "合计"
_LONGEST_SHEET_NAME: Final = 31
_THIN: Final = Side(style="thin", color="FF8396A1")
_GRID: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FILL: Final = PatternFill("solid", fgColor="FFE1EEF2")
_TITLE: Final = Font(name="宋体", size=18, bold=True)
_BODY: Final = Font(name="宋体", size=11)
_BOLD: Final = Font(name="宋体", size=11, bold=True)
_LEFT: Final = Alignment(horizontal="left")
_CENTRED: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)


class TableColumn(NamedTuple):
    """A column: its title, its width in characters, the kind of its values."""

    title: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """One official table. The 序号 column is written by itself; each line of `totals` stands below, behind 合计."""

    sheet: str
    annex: str
    title: str
    unit: str
    columns: Sequence[TableColumn]
    rows: Sequence[Line]
    totals: Sequence[Line] = ()
    notes: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Filing:
    """Who files the tables, for what day, on what day."""

    unit: str
    cutoff: date
    filled_on: date


def write_tables(
    path: Path, *, heading: str, filing: Filing, tables: Sequence[Table], explanations: Sequence[str]
) -> Path:
    """Write 目录, 填报说明, then one sheet for each table to `path` (.xlsx); returns it."""
    book = Workbook()
    del book["Sheet"]
    _write_contents(book.create_sheet("目录"), heading, tables)
    _write_explanations(book.create_sheet("填报说明"), explanations, filing)
    for table in tables:
        _write_table(book.create_sheet(table.sheet[:_LONGEST_SHEET_NAME]), table, filing)
    book.save(path)
    return path


def _put(sheet: Worksheet, row: int, column: int, value: Value, kind: Kind = "text", font: Font = _BODY) -> None:
    """One cell: text stays text whatever it begins with, unknown is 「—」."""
    cell = sheet.cell(row, column)
    cell.font = font
    if value is None:
        cell.value = DASH
    elif isinstance(value, str):
        put_text(cell, value)
    else:
        cell.value = float(value) if isinstance(value, Decimal) else value
        cell.number_format = NUMBER_FORMATS[kind]
    is_number = not isinstance(value, str) and kind in {"number", "money", "percent"}
    cell.alignment = Alignment(horizontal="right" if is_number else "left", vertical="center", wrap_text=True)


def _write_table(sheet: Worksheet, table: Table, filing: Filing) -> None:
    width = len(table.columns) + 1
    _write_title(sheet, table, filing, width)
    _write_head(sheet, table)
    below = _write_body(sheet, table, width) + 1
    feet = [(below + place, f"注：{note}") for place, note in enumerate(table.notes)]
    for row, text in [*feet, (below + len(feet) + 1, SIGNATURES)]:
        _put(sheet, row, 1, text)
        sheet.cell(row, 1).alignment = _LEFT
    _set_page(sheet, width)


def _write_title(sheet: Worksheet, table: Table, filing: Filing, width: int) -> None:
    """The annex number, the title over all columns, and the line of unit, cut-off and day."""
    _put(sheet, 1, 1, table.annex)
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=width)
    _put(sheet, 2, 1, table.title, font=_TITLE)
    sheet.cell(2, 1).alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[2].height = 32
    middle = max(2, width // 2)
    _put(sheet, 3, 1, f"填报单位（盖章）：{filing.unit}")
    _put(sheet, 3, middle, f"统计截止日期：{filing.cutoff:%Y-%m-%d}")
    _put(sheet, 3, width, f"填报日期：{filing.filled_on:%Y年%m月%d日}　单位：{table.unit}")
    for column, side in ((1, "left"), (middle, "left"), (width, "right")):
        sheet.cell(3, column).alignment = Alignment(horizontal=side, vertical="center")


def _write_head(sheet: Worksheet, table: Table) -> None:
    for place, column in enumerate([TableColumn("序号", 6), *table.columns], 1):
        _put(sheet, HEAD_ROW, place, column.title, font=_BOLD)
        cell = sheet.cell(HEAD_ROW, place)
        cell.alignment, cell.fill, cell.border = _CENTRED, _FILL, _GRID
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.row_dimensions[HEAD_ROW].height = 34
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"


def _write_body(sheet: Worksheet, table: Table, width: int) -> int:
    """The rows, or 「无」 for an empty table, and the totals; returns the last row used."""
    first = HEAD_ROW + 1
    for row, values in enumerate(table.rows, first):
        _put(sheet, row, 1, row - HEAD_ROW, "number")
        _write_line(sheet, row, values, table.columns, _BODY)
    if not table.rows:
        _put(sheet, first, 1, "无")
    below = first + max(1, len(table.rows))
    for row, values in enumerate(table.totals, below):
        _put(sheet, row, 1, TOTAL_LABEL, font=_BOLD)
        _write_line(sheet, row, values, table.columns, _BOLD)
    last = below + len(table.totals) - 1
    for line in sheet.iter_rows(min_row=first, max_row=last, max_col=width):
        for cell in line:
            cell.border = _GRID
    return last


def _write_line(sheet: Worksheet, row: int, values: Line, columns: Iterable[TableColumn], font: Font) -> None:
    for place, (value, column) in enumerate(zip(values, columns, strict=True), 2):
        _put(sheet, row, place, value, column.kind, font)


def _set_page(sheet: Worksheet, width: int) -> None:
    """A4 landscape, one page wide, head repeated, page numbers."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.6
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"1:{HEAD_ROW}"
    sheet.oddFooter.center = HeaderFooterPart(text="第 &P 页 共 &N 页")  # type: ignore[union-attr]
    sheet.print_area = f"A1:{get_column_letter(width)}{sheet.max_row}"


def _write_contents(sheet: Worksheet, heading: str, tables: Sequence[Table]) -> None:
    _put(sheet, 1, 1, heading, font=_TITLE)
    sheet.cell(1, 1).alignment = _LEFT
    for row, (annex, title) in enumerate([("", "填报说明"), *[(t.annex, t.title) for t in tables]], 3):
        _put(sheet, row, 1, annex)
        _put(sheet, row, 2, title)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 14, 70


def _write_explanations(sheet: Worksheet, lines: Sequence[str], filing: Filing) -> None:
    _put(sheet, 1, 1, "填报说明", font=_TITLE)
    first = [f"填报单位：{filing.unit}", f"统计截止日期：{filing.cutoff:%Y-%m-%d}（含当日）"]
    for row, line in enumerate([*first, *lines], 3):
        _put(sheet, row, 1, line)
    sheet.column_dimensions["A"].width = 110
