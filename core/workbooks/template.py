"""The blank upload template of a layout: drop-downs, formats, an example row, and a sheet that explains each column."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.workbooks.formats import number_format
from core.workbooks.model import EXAMPLE_MARK, NUMBER_TITLE, AnyLayout, Column, Limits
from core.workbooks.pages import A4_LANDSCAPE, LINE, line_count, paper_for
from core.workbooks.pen import put_text, set_page
from core.workbooks.reading import template_mark
from core.workbooks.sandbox.parts import TEMPLATE_NAME

GUIDE_SHEET: Final = "填报说明"
CODES_SHEET: Final = "代码表"
_HEADER_ROW: Final = 3
_THIN: Final = Side(style="thin")
_GRID: Final = Border(_THIN, _THIN, _THIN, _THIN)
_HEAD_FILL: Final = PatternFill("solid", fgColor="FFE8EEF7")
_CENTRED: Final = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAPPED: Final = Alignment(vertical="center", wrap_text=True)
_GREY: Final = Font(italic=True, color="FF808080")
_NEEDS: Final = {"Y": "必填", "C": "视情况必填", "N": "选填"}
#: Codes that are out of use, by the name of their list.
Closed = Mapping[str, Collection[str]]
_TYPES: Final = {
    "text": "文本", "uscc": "统一社会信用代码", "phone": "电话号码", "division": "县（市、区）", "date": "日期",
    "int": "整数", "money": "金额（元，至多两位小数）", "percent": "比例", "bool": "是或否", "code": "单选",
    "codes": "多选",
}  # fmt: skip


def build_template(layout: AnyLayout, path: Path, closed: Closed) -> Path:
    """Write the blank template of `layout` to `path` (.xlsx) and return it. The importer skips its example row.

    `closed` are the codes that it does not offer.
    """
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.title = layout.sheet
    _write_head(sheet, layout)
    _write_example(sheet, layout)
    _write_guide(book.create_sheet(GUIDE_SHEET), layout, closed)
    _write_codes(book.create_sheet(CODES_SHEET), sheet, layout, closed)
    book.defined_names[TEMPLATE_NAME] = DefinedName(TEMPLATE_NAME, attr_text=f'"{template_mark(layout)}"')
    book.save(path)
    return path


def _write_head(sheet: Worksheet, layout: AnyLayout) -> None:
    last = get_column_letter(len(layout.columns) + 1)
    sheet["A1"], sheet["A2"] = f"{layout.sheet}填报表", "填报单位(盖章):"
    sheet["A1"].font, sheet["A1"].alignment = Font(name="宋体", bold=True, size=18), _CENTRED
    sheet.merge_cells(f"A1:{last}1")
    sheet.row_dimensions[1].height, sheet.row_dimensions[_HEADER_ROW].height = 30, 36
    sheet.column_dimensions["A"].width = 6
    _head_cell(sheet, 1, NUMBER_TITLE)
    for place, column in enumerate(layout.columns, start=2):
        cell = _head_cell(sheet, place, column.title)
        cell.comment = Comment(_hint(column), "填报说明", height=110, width=300)
        about = sheet.column_dimensions[get_column_letter(place)]
        about.width, about.number_format = column.width, number_format(column)
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    width = 6 + sum(column.width for column in layout.columns)
    set_page(sheet, width=len(layout.columns) + 1, head=_HEADER_ROW, paper=paper_for(width), grows=True)


def _head_cell(sheet: Worksheet, place: int, title: str) -> Cell:
    cell = sheet.cell(_HEADER_ROW, place, title)
    cell.font, cell.fill, cell.border, cell.alignment = Font(name="宋体", bold=True), _HEAD_FILL, _GRID, _CENTRED
    return cell


def _hint(column: Column) -> str:
    """Need, type, rule and example of a column in a few lines."""
    lines = [f"{_NEEDS[column.required]}；{_TYPES[column.type]}", column.rule]
    if column.example:
        lines.append(f"例：{column.example}")
    return "\n".join(line for line in lines if line)


def _write_example(sheet: Worksheet, layout: AnyLayout) -> None:
    """A grey row that the importer skips by its mark under 序号; everything in it is text, as people type it."""
    row = _HEADER_ROW + 1
    sheet.cell(row, 1, EXAMPLE_MARK).font = _GREY
    for place, column in enumerate(layout.columns, start=2):
        cell = sheet.cell(row, place)
        put_text(cell, column.example)
        cell.font = _GREY


def _write_guide(sheet: Worksheet, layout: AnyLayout, closed: Closed) -> None:
    limits = Limits()
    sheet.append([f"{layout.sheet}填报说明（模板版本 {layout.version}）"])
    sheet["A1"].font = Font(name="宋体", bold=True, size=14)
    for text in (
        f"数据从表头下一行开始填写，每行一条；单个文件不超过 {limits.rows} 行、{limits.size >> 20} MiB。",
        "表头可以调整顺序，也可以增加其他列（不读取）；数据区内不要合并单元格。",
        "第 4 行为示例，导入时跳过；以“合计”“小计”“总计”“注:”“说明:”等开头且未填写必填列的行不读取。",
    ):
        sheet.append([text])
    sheet.append(["列", "是否必填", "类型", "规则", "示例", "可选项"])
    for cell in sheet[sheet.max_row]:
        cell.font, cell.fill, cell.border = Font(name="宋体", bold=True), _HEAD_FILL, _GRID
    first = sheet.max_row + 1
    for column in layout.columns:
        choices = "、".join(_labels(column, closed))
        needs, kind = _NEEDS[column.required], _TYPES[column.type]
        below = sheet.max_row + 1
        for place, text in enumerate((column.title, needs, kind, column.rule, column.example, choices), start=1):
            put_text(sheet.cell(below, place), text)
    widths = (26, 12, 20, 40, 24, 40)
    for letter, width in zip("ABCDEF", widths, strict=True):
        sheet.column_dimensions[letter].width = width
    for row, cells in enumerate(sheet.iter_rows(min_row=first), start=first):
        lines = (line_count(str(cell.value or ""), width) for cell, width in zip(cells, widths, strict=True))
        sheet.row_dimensions[row].height = LINE * max(lines)
        for cell in cells:
            cell.alignment = _WRAPPED
    set_page(sheet, width=6, head=0, paper=A4_LANDSCAPE)


def _write_codes(codes: Worksheet, sheet: Worksheet, layout: AnyLayout, closed: Closed) -> None:
    """Code lists on a hidden sheet, and the drop-downs that use them. Columns for several codes only explain."""
    codes.sheet_state = "hidden"
    used = (column for column in enumerate(layout.columns, start=2) if column[1].codes is not None)
    for place, (target, column) in enumerate(used, start=1):
        letter, where = get_column_letter(place), get_column_letter(target)
        labels = list(_labels(column, closed))
        for row, label in enumerate([column.title, *labels], start=1):
            put_text(codes.cell(row, place), label)
        if column.type == "codes":
            continue
        source = f"{quote_sheetname(CODES_SHEET)}!${letter}$2:${letter}${len(labels) + 1}"
        choice = DataValidation(type="list", formula1=source, allow_blank=column.required != "Y", showErrorMessage=True)
        choice.errorTitle, choice.error = column.title, "请从下拉列表中选择。"
        choice.add(f"{where}{_HEADER_ROW + 1}:{where}{Limits().rows}")
        sheet.add_data_validation(choice)


def _labels(column: Column, closed: Closed) -> Iterator[str]:
    if column.codes is not None:
        out = closed.get(column.codes.name, ())
        yield from (label for code, label in column.codes.items if code not in out)
