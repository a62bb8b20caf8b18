"""Official tables as .xlsx in the layout that officials expect (domain.md 7.3).

Values only, also in the total rows: a reader that does not recalculate would show blanks for formulas. Texts pass the
formula guard, so that nothing a user typed can become a formula.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from core.workbooks.formats import DASH, NUMBER_FORMATS, TEXT_FORMAT, Form
from core.workbooks.pages import A4_PORTRAIT, LINE, fitted, line_count, paper_for, row_height, split_line
from core.workbooks.pen import Look, dress, put_words, set_page


class Amount(NamedTuple):
    """A number in a form of its own, where the numbers of a column have several forms."""

    value: int | float | Decimal | None
    form: Form


class Link(NamedTuple):
    """Words that open an address of the portal or, after a #, a place in the workbook."""

    words: str
    address: str


#: What a cell may hold; None is unknown and stands as 「—」.
Value = str | int | float | Decimal | date | Amount | Link | None
Line = Sequence[Value]

HEAD_ROW: Final = 4
SIGNATURES: Final = "单位负责人：　　　　　　　　审核人：　　　　　　　　填表人：　　　　　　　　联系电话："
TOTAL_LABEL: Final = "合计"
_LONGEST_SHEET_NAME: Final = 31
_THIN: Final = Side(style="thin", color="FF8396A1")
_GRID: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FILL: Final = PatternFill("solid", fgColor="FFE1EEF2")
_TITLE: Final = Font(name="宋体", size=18, bold=True)
_BODY: Final = Font(name="宋体", size=11)
#: That of the check code, which is read on one line.
_SMALL: Final = Font(name="宋体", size=9)
_LINK: Final = Font(name="宋体", size=11, underline="single", color="FF0B5CAD")
_BOLD: Final = Font(name="宋体", size=11, bold=True)
_NUMBER_WIDTH: Final = 6.0
_PROSE_WIDTH: Final = 76.0
#: Pixels of the QR code.
_SEAL_SIZE: Final = 96
#: Rows from the check code to the end of the picture, none of which is lower than 15 points.
_SEAL_ROWS: Final = 1 + -(-_SEAL_SIZE * 3 // (4 * 15))
#: Forms of what stands to the right.
_NUMBERS: Final = frozenset({Form.COUNT, Form.MONEY, Form.RATE})
#: Characters that an indent takes from its cell.
_INDENT: Final = 2.0
_CENTRED: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)


class TableColumn(NamedTuple):
    """A column: its title, its width in characters, the form of its values.

    Neighbours of one `group` stand under that word in a first row of the head.
    """

    title: str
    width: float
    form: Form = Form.TEXT
    group: str = ""


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

    @property
    def head(self) -> int:
        """The last row of the head: two levels where columns stand in groups."""
        return HEAD_ROW + any(column.group for column in self.columns)


@dataclass(frozen=True, slots=True)
class Filing:
    """Who files the tables, for what day, on what day."""

    unit: str
    cutoff: date
    filled_on: date


class Seal(NamedTuple):
    """The check code of a workbook, and its QR code as PNG."""

    code: str
    picture: bytes


def write_tables(
    path: Path,
    *,
    heading: str,
    filing: Filing,
    tables: Sequence[Table],
    explanations: Sequence[str],
    seal: Seal | None = None,
) -> Path:
    """Write 目录, 填报说明, then one sheet for each table to `path` (.xlsx); returns it."""
    book = Workbook()
    del book["Sheet"]
    _write_contents(book.create_sheet("目录"), heading, tables, seal)
    _write_explanations(book.create_sheet("填报说明"), explanations, filing)
    for table in tables:
        _write_table(book.create_sheet(table.sheet[:_LONGEST_SHEET_NAME]), table, filing)
    book.save(path)
    return path


def sheet_names(path: Path) -> list[str]:
    """The sheets of a workbook that `write_tables` wrote, in their order."""
    return load_workbook(path, read_only=True).sheetnames


def sheet_alone(path: Path, name: str) -> BytesIO:
    """One sheet of such a workbook as a workbook of its own, with its print set-up. Raises KeyError."""
    book = load_workbook(path)
    kept = book[name]
    for sheet in book.worksheets:
        if sheet is not kept:
            book.remove(sheet)
    body = BytesIO()
    book.save(body)
    body.seek(0)
    return body


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Value,
    form: Form = Form.TEXT,
    font: Font = _BODY,
    side: str = "",
    *,
    has_grid: bool = False,
    is_indented: bool = False,
) -> None:
    """One cell: text stays text whatever it begins with, unknown is 「—」; numbers to the right unless `side` says more.

    What stands to the left may be `is_indented`: away from a number that stands to the right in the cell before.
    """
    if isinstance(value, Amount):
        value, form = value
    address = ""
    if isinstance(value, Link):
        value, address = value
        font = _LINK
    cell, needs_mark, look = sheet.cell(row, column), False, NUMBER_FORMATS[form]
    if value is None:
        cell.value, look = DASH, "General"
    elif isinstance(value, str):
        needs_mark, look = put_words(cell, value), TEXT_FORMAT
    else:
        cell.value = float(value) if isinstance(value, Decimal) else value
    stands = side or ("right" if not isinstance(value, str) and form in _NUMBERS else "left")
    dress(cell, Look(font, look, stands, has_grid, is_indented and stands == "left"), _GRID)
    if address.startswith("#"):
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=address[1:])
    elif address:
        cell.hyperlink = address
    if needs_mark:
        cell.quotePrefix = True


def _write_table(sheet: Worksheet, table: Table, filing: Filing) -> None:
    widths = fitted([_NUMBER_WIDTH, *[column.width for column in table.columns]])
    width = len(widths)
    for place, one in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = one
    _write_title(sheet, table, widths)
    _write_filing(sheet, table, filing, widths)
    _write_head(sheet, table)
    below = _write_body(sheet, table, width) + 1
    for note in table.notes:
        _put_across(sheet, below, 1, width, f"注：{note}")
        sheet.row_dimensions[below].height = row_height(f"注：{note}", sum(widths))
        below += 1
    _put_across(sheet, below + 1, 1, width, SIGNATURES)
    set_page(sheet, width=width, head=table.head, paper=paper_for(sum(widths)))


def _put_across(
    sheet: Worksheet, row: int, first: int, last: int, text: str, side: str = "left", font: Font = _BODY
) -> None:
    """A text over several columns."""
    if last > first:
        sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
    _put(sheet, row, first, text, font=font, side=side)


def _write_title(sheet: Worksheet, table: Table, widths: Sequence[float]) -> None:
    """The annex number at the top left, the title over all columns."""
    _put_across(sheet, 1, 1, len(widths), table.annex)
    _put_across(sheet, 2, 1, len(widths), table.title, "center", _TITLE)
    sheet.row_dimensions[2].height = row_height(table.title, sum(widths) * _BODY.size / _TITLE.size, 32)


def _write_filing(sheet: Worksheet, table: Table, filing: Filing, widths: list[float]) -> None:
    """Who files, the cut-off, day and unit: left, middle and right, or below each other in a table too narrow for that."""
    left = f"填报单位（盖章）：{filing.unit}"
    middle = f"统计截止日期：{filing.cutoff:%Y-%m-%d}"
    day = filing.filled_on
    right = f"填报日期：{day.year}年{day.month}月{day.day}日　单位：{table.unit}"
    ends = split_line(widths, left, middle, right)
    if ends is None:
        text = f"{left}\n{middle}　　{right}"
        _put_across(sheet, 3, 1, len(widths), text)
        sheet.row_dimensions[3].height = row_height(text, sum(widths))
        return
    _put_across(sheet, 3, 1, ends[0], left)
    _put_across(sheet, 3, ends[0] + 1, ends[1], middle, "center")
    _put_across(sheet, 3, ends[1] + 1, len(widths), right, "right")


def _write_head(sheet: Worksheet, table: Table) -> None:
    titles = ["序号", *[column.title for column in table.columns]]
    groups = ["", *[column.group for column in table.columns]]
    for row in range(HEAD_ROW, table.head + 1):
        for place, (title, group) in enumerate(zip(titles, groups, strict=True), 1):
            _put(sheet, row, place, group if row < table.head and group else title, font=_BOLD)
            cell = sheet.cell(row, place)
            cell.alignment, cell.fill, cell.border = _CENTRED, _FILL, _GRID
    if table.head > HEAD_ROW:
        _merge_head(sheet, groups)
    lines = [
        row_height(column.title, sheet.column_dimensions[get_column_letter(n)].width)
        for n, column in enumerate(table.columns, 2)
    ]
    sheet.row_dimensions[table.head].height = max(34, *lines)
    sheet.freeze_panes = f"A{table.head + 1}"


def _merge_head(sheet: Worksheet, groups: Sequence[str]) -> None:
    """One cell over the columns of a group, and over both rows for a column without one."""
    place = 1
    for group, members in groupby(groups):
        last = place + len(list(members)) - 1
        if group:
            sheet.merge_cells(start_row=HEAD_ROW, start_column=place, end_row=HEAD_ROW, end_column=last)
        else:
            for column in range(place, last + 1):
                sheet.merge_cells(start_row=HEAD_ROW, start_column=column, end_row=HEAD_ROW + 1, end_column=column)
        place = last + 1


def _write_body(sheet: Worksheet, table: Table, width: int) -> int:
    """The rows, or 「无」 for an empty table, and the totals; returns the last row used."""
    first = table.head + 1
    for row, values in enumerate(table.rows, first):
        _put(sheet, row, 1, row - table.head, Form.COUNT, side="center", has_grid=True)
        _write_line(sheet, row, values, table.columns, _BODY)
    if not table.rows:
        for place in range(1, width + 1):
            _put(sheet, first, place, "无" if place == 1 else "", has_grid=True)
    below = first + max(1, len(table.rows))
    for row, values in enumerate(table.totals, below):
        _put(sheet, row, 1, TOTAL_LABEL, font=_BOLD, has_grid=True)
        _write_line(sheet, row, values, table.columns, _BOLD)
    return below + len(table.totals) - 1


def _write_line(sheet: Worksheet, row: int, values: Line, columns: Iterable[TableColumn], font: Font) -> None:
    lines, follows_number = [1], False
    for place, (value, column) in enumerate(zip(values, columns, strict=True), 2):
        _put(sheet, row, place, value, column.form, font, has_grid=True, is_indented=follows_number)
        if isinstance(value, str):
            room = sheet.column_dimensions[get_column_letter(place)].width
            lines.append(line_count(value, room - _INDENT if follows_number else room))
        follows_number = column.form in _NUMBERS
    if max(lines) > 1:
        sheet.row_dimensions[row].height = LINE * max(lines)


def _write_contents(sheet: Worksheet, heading: str, tables: Sequence[Table], seal: Seal | None) -> None:
    """目录: the annex numbers and titles of what follows, and below them what a print of it is verified by."""
    widths = (14.0, 62.0)
    for letter, one in zip("AB", widths, strict=True):
        sheet.column_dimensions[letter].width = one
    _put_across(sheet, 1, 1, 2, heading, "center", _TITLE)
    sheet.row_dimensions[1].height = row_height(heading, sum(widths) * _BODY.size / _TITLE.size, 32)
    entries = [("", "填报说明", "填报说明"), *[(t.annex, t.title, t.sheet[:_LONGEST_SHEET_NAME]) for t in tables]]
    for row, (annex, title, name) in enumerate(entries, 3):
        _put(sheet, row, 1, annex)
        _put(sheet, row, 2, Link(title, f"#'{name}'!A1"))
    if seal is not None:
        _write_seal(sheet, seal)
    set_page(sheet, width=2, head=0, paper=A4_PORTRAIT)


def _write_seal(sheet: Worksheet, seal: Seal) -> None:
    """The check code and its QR code below the contents; the page that is printed reaches down to the picture's end."""
    row = sheet.max_row + 2
    _put(sheet, row, 1, "核验码")
    _put(sheet, row, 2, seal.code, font=_SMALL)
    picture = Image(BytesIO(seal.picture))
    picture.width = picture.height = _SEAL_SIZE
    sheet.add_image(picture, f"B{row + 1}")
    sheet.cell(row + _SEAL_ROWS, 1)


def _write_explanations(sheet: Worksheet, lines: Sequence[str], filing: Filing) -> None:
    """填报说明: one wrapped line for each sentence."""
    sheet.column_dimensions["A"].width = _PROSE_WIDTH
    _put(sheet, 1, 1, "填报说明", font=_TITLE)
    sheet.row_dimensions[1].height = 32
    first = [f"填报单位：{filing.unit}", f"统计截止日期：{filing.cutoff:%Y-%m-%d}（含当日）"]
    for row, line in enumerate([*first, *lines], 3):
        _put(sheet, row, 1, line)
        sheet.row_dimensions[row].height = row_height(line, _PROSE_WIDTH)
    set_page(sheet, width=1, head=0, paper=A4_PORTRAIT)
