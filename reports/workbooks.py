"""Official tables as .xlsx in the layout that officials expect (domain.md 7.3).

Values only, also in the total row: a reader that does not recalculate would show blanks for formulas. Text is
always written as text, so that nothing a user typed can become a formula.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.rules import DASH

HEAD_ROW = 4
THIN = Side(style="thin", color="FF8396A1")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
FILL = PatternFill("solid", fgColor="FFE1EEF2")
TITLE = Font(name="宋体", size=18, bold=True)
BODY = Font(name="宋体", size=11)
BOLD = Font(name="宋体", size=11, bold=True)
SIGNATURES = "单位负责人：　　　　　　　　审核人：　　　　　　　　填表人：　　　　　　　　联系电话："


@dataclass(frozen=True)
class Table:
    """One annex table. `columns` are (title, width, kind) with kind text, number, money, percent or day."""

    sheet: str
    annex: str
    title: str
    unit: str
    columns: Sequence[tuple[str, float, str]]
    rows: Sequence[Sequence[Any]]
    total: Sequence[Any] | None = None
    notes: Sequence[str] = field(default=())


FORMATS = {"number": "#,##0", "money": "#,##0.00", "percent": "0.00%", "day": "yyyy-mm-dd", "text": "@"}


def write_book(path: Path, *, heading: str, unit_name: str, cutoff: date, filled_on: date, tables: Sequence[Table],
               explanations: Sequence[str]) -> Path:  # fmt: skip
    """目录, 填报说明, then one sheet for each table."""
    book = Workbook()
    contents = book.active
    assert isinstance(contents, Worksheet)  # noqa: S101 - a fresh workbook has a sheet
    _contents(contents, heading, tables)
    _explanations(book.create_sheet("填报说明"), explanations, unit_name, cutoff)
    for table in tables:
        _table(book.create_sheet(table.sheet[:31]), table, unit_name, cutoff, filled_on)
    book.save(path)
    return path


def put(sheet: Worksheet, row: int, column: int, value: Any, kind: str = "text", font: Font = BODY) -> None:
    """One cell: text stays text whatever it begins with, unknown is 「—」."""
    cell = sheet.cell(row, column)
    cell.font = font
    if value is None:
        cell.value = DASH
    elif isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.number_format = "@"
        if value[:1] in tuple("=+-@\t\r＝＋－＠"):
            cell.quotePrefix = True
    else:
        cell.value = float(value) if isinstance(value, Decimal) else value
        cell.number_format = FORMATS[kind]
    right = not isinstance(value, str) and kind in {"number", "money", "percent"}
    cell.alignment = Alignment(horizontal="right" if right else "left", vertical="center", wrap_text=True)


def _table(sheet: Worksheet, table: Table, unit_name: str, cutoff: date, filled_on: date) -> None:
    width = len(table.columns) + 1
    put(sheet, 1, 1, table.annex)
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=width)
    put(sheet, 2, 1, table.title, font=TITLE)
    sheet.cell(2, 1).alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[2].height = 32
    middle = max(2, width // 2)
    put(sheet, 3, 1, f"填报单位（盖章）：{unit_name}")
    put(sheet, 3, middle, f"统计截止日期：{cutoff:%Y-%m-%d}")
    put(sheet, 3, width, f"填报日期：{filled_on:%Y年%m月%d日}　单位：{table.unit}")
    for column in (1, middle, width):
        sheet.cell(3, column).alignment = Alignment(
            horizontal="right" if column == width else "left", vertical="center"
        )
    _head(sheet, table)
    last = _body(sheet, table, width)
    for note in table.notes:
        last += 1
        put(sheet, last, 1, f"注：{note}")
        sheet.cell(last, 1).alignment = Alignment(horizontal="left")
    put(sheet, last + 2, 1, SIGNATURES)
    sheet.cell(last + 2, 1).alignment = Alignment(horizontal="left")
    _page(sheet, width)


def _head(sheet: Worksheet, table: Table) -> None:
    for column, (title, size, _kind) in enumerate([("序号", 6, "number"), *table.columns], 1):
        put(sheet, HEAD_ROW, column, title, font=BOLD)
        cell = sheet.cell(HEAD_ROW, column)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.fill, cell.border = FILL, GRID
        sheet.column_dimensions[get_column_letter(column)].width = size
    sheet.row_dimensions[HEAD_ROW].height = 34
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"


def _body(sheet: Worksheet, table: Table, width: int) -> int:
    """The rows, the total, or 「无」 for an empty table; returns the last row used."""
    row = HEAD_ROW
    for row, values in enumerate(table.rows, HEAD_ROW + 1):
        put(sheet, row, 1, row - HEAD_ROW, "number")
        for column, (value, (_title, _size, kind)) in enumerate(zip(values, table.columns, strict=True), 2):
            put(sheet, row, column, value, kind)
    if not table.rows:
        row += 1
        put(sheet, row, 1, "无")
    if table.total is not None:
        row += 1
        put(sheet, row, 1, "合计", font=BOLD)
        for column, (value, (_title, _size, kind)) in enumerate(zip(table.total, table.columns, strict=True), 2):
            put(sheet, row, column, value, kind, BOLD)
    for line in sheet.iter_rows(min_row=HEAD_ROW + 1, max_row=row, max_col=width):
        for cell in line:
            cell.border = GRID
    return row


def _page(sheet: Worksheet, width: int) -> None:
    """A4 landscape, one page wide, head repeated, page numbers."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.6
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"1:{HEAD_ROW}"
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"  # type: ignore[union-attr]
    sheet.print_area = f"A1:{get_column_letter(width)}{sheet.max_row}"


def _contents(sheet: Worksheet, heading: str, tables: Sequence[Table]) -> None:
    sheet.title = "目录"
    put(sheet, 1, 1, heading, font=TITLE)
    sheet.cell(1, 1).alignment = Alignment(horizontal="left")
    for row, (annex, title) in enumerate([("", "填报说明"), *[(t.annex, t.title) for t in tables]], 3):
        put(sheet, row, 1, annex)
        put(sheet, row, 2, title)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 14, 70


def _explanations(sheet: Worksheet, lines: Sequence[str], unit_name: str, cutoff: date) -> None:
    put(sheet, 1, 1, "填报说明", font=TITLE)
    for row, line in enumerate([f"填报单位：{unit_name}", f"统计截止日期：{cutoff:%Y-%m-%d}（含当日）", *lines], 3):
        put(sheet, row, 1, line)
    sheet.column_dimensions["A"].width = 110
