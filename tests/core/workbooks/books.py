"""Workbooks made by hand: raw XML where openpyxl would be too well-behaved."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl

from core.workbooks import CodeList, Column, Layout, Placement, Row, read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

COLOURS = CodeList("colour", (("RED", "红色"), ("BLUE", "蓝色"), ("GREEN", "绿色")), {"大红": "红色"})
YES_NO = CodeList("yes_no", (("Y", "是"), ("N", "否")))


def no_check(_row: Row, _facts: object) -> None:
    """No row checks."""


#: A layout with one column of each type; four mandatory titles.
THINGS: Layout[Any] = Layout(
    kind="things",
    sheet="物品台账",
    version="1",
    identity=("number",),
    check=no_check,
    columns=(
        Column(
            title="编号",
            key="number",
            type="text",
            length=20,
            pattern="[A-Z0-9-]{2,20}",
            required="Y",
            is_code_text=True,
            example="A-1",
        ),
        Column(title="名称", key="name", type="text", length=10, required="Y", example="示例物品"),
        Column(title="购置日期", key="bought_on", type="date", required="Y", example="2023-08-01"),
        Column(
            title="数量(件)", key="amount", type="int", units=("件",), minimum=1, maximum=100, required="Y", example="3"
        ),
        Column(title="价格(元)", key="price", type="money", minimum=0),
        Column(title="折扣", key="discount", type="percent"),
        Column(title="颜色", key="colour", type="code", codes=COLOURS),
        Column(title="可选颜色", key="colours", type="codes", codes=COLOURS, required="C"),
        Column(title="在用", key="used", type="bool", codes=YES_NO),
        Column(title="地址", key="place", type="text", length=255, shortest=2),
        Column(title="保管人", key="keeper", type="text", length=20, personal=True),
        Column(title="地区", key="area", type="division", length=20),
    ),
)

TITLES = [column.title for column in THINGS.columns]
GOOD: dict[str, Any] = {"编号": "A-1", "名称": "螺丝", "购置日期": dt.date(2023, 8, 1), "数量(件)": 3}


def book(
    path: Path, rows: Iterable[Sequence[Any]], *, edit: Callable[[Any, Any], None] | None = None, name: str = "物品台账"
) -> Path:
    """A workbook by openpyxl with `rows` as they stand; `edit` gets the book and the sheet before it is saved."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    if edit:
        edit(workbook, sheet)
    workbook.save(path)
    return path


def things(path: Path, *rows: Mapping[str, Any], titles: Sequence[str] = TITLES, **options: Any) -> Path:
    """A workbook of THINGS: rows by title, laid over a good one."""
    return book(path, [titles, *([{**GOOD, **row}.get(title) for title in titles] for row in rows)], **options)


def read(path: Path, layout: Layout[Any] = THINGS, **options: Any) -> list[Row]:
    """All rows of a file."""
    with read_workbook(path, layout, **options) as reading:
        return [row for batch in reading.batches() for row in batch]


def faults(row: Row) -> list[tuple[str | None, str]]:
    """Column letter and code of every fault of a row."""
    return [(fault.column, fault.code) for fault in row.faults]


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of these parts, in order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def xlsx_parts(
    data: str, *, after: str = "", workbook: str = "", styles: str = "", sheets: Sequence[str] = ("物品台账",)
) -> dict[str, str | bytes]:
    """The parts of a workbook whose first sheet has `data` inside sheetData and `after` behind it."""
    names = "".join(f'<sheet name={quoteattr(n)} sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate(sheets, start=1))
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    body = f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{after}</worksheet>'
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook}<sheets>{names}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
            f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        **{f"xl/worksheets/sheet{i}.xml": body for i in range(1, len(sheets) + 1)},
    }


def inline(address: str, text: str) -> str:
    """A cell with inline text."""
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def row_xml(number: int, values: Sequence[Any], attributes: str = "") -> str:
    """A row of cells from column A: texts inline, numbers as numbers, None left out."""
    cells = "".join(
        inline(f"{chr(65 + place)}{number}", value)
        if isinstance(value, str)
        else f'<c r="{chr(65 + place)}{number}"><v>{value}</v></c>'
        for place, value in enumerate(values)
        if value is not None
    )
    return f'<row r="{number}"{attributes}>{cells}</row>'


HEADER = row_xml(1, TITLES)
GOOD_ROW = row_xml(2, ["A-1", "螺丝", "2023-08-01", 3])


def marked_row(cell: str, number: int = 2) -> str:
    """A good row whose amount (column D) is `cell`."""
    head = "".join(inline(f"{c}{number}", v) for c, v in zip("ABC", ("A-1", "螺丝", "2023-8-1"), strict=True))
    return f'<row r="{number}">{head}{cell}</row>'


def raw(path: Path, data: str = HEADER + GOOD_ROW, **options: Any) -> Path:
    """A workbook of raw XML written to `path`."""
    path.write_bytes(package(xlsx_parts(data, **options)))
    return path


def row_of(layout: Layout[Any], **values: Any) -> Row:
    """A row of `layout` as if read: `values` by key, all other columns empty; columns stand from B on."""
    letters = {column.key: chr(66 + place) for place, column in enumerate(layout.columns)}
    known = {column.key: values.get(column.key) for column in layout.columns}
    assert values.keys() <= known.keys()
    cells = tuple("" if value is None else str(value) for value in known.values())
    return Row(2, known, cells, Placement(layout, letters))


def checked(layout: Layout[Any], facts: Any, **values: Any) -> list[tuple[str, str]]:
    """Key and code of every fault that the row checks of `layout` find."""
    row = row_of(layout, **values)
    layout.check(row, facts)
    return [(fault.key, fault.code) for fault in row.faults]


def filled(layout: Layout[Any], *rows: Mapping[str, Any]) -> bytes:
    """A workbook of the layout with the values of each row by key."""
    made = openpyxl.Workbook()
    sheet: Any = made.active
    sheet.title = layout.sheet
    sheet.append([column.title for column in layout.columns])
    for row in rows:
        sheet.append([row.get(column.key) for column in layout.columns])
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()
