"""The official workbook of a ledger, streamed: rows go straight into the archive, memory does not grow with them.

openpyxl needs about ten times as long for the same sheet, and a province's hazards are millions of cells.
"""

import datetime as dt
import zipfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final
from xml.sax.saxutils import escape, quoteattr

from core.workbooks.formats import cell_value, guarded_text, is_plain, serial_day
from core.workbooks.model import NUMBER_TITLE, AnyLayout, Column
from core.workbooks.quiet import no_cycle_search
from core.workbooks.reading import template_mark
from core.workbooks.sandbox.look import column_letters
from core.workbooks.sandbox.parts import TEMPLATE_NAME

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HEADER_ROW: Final = 3
_BATCH, _REMEMBERED = 1_000, 20_000
_SIGNATURES: Final = ("单位负责人:", "审核人:", "填表人:", "联系电话:")

#: Cell styles by number, in the order of `_styles`.
_TITLE, _NOTE, _HEAD, _TEXT, _PREFIXED, _DATE, _INT, _MONEY, _PERCENT = range(1, 10)
_STYLE_OF: Final = {"date": _DATE, "int": _INT, "money": _MONEY, "percent": _PERCENT}

_CONTENT_TYPES: Final = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)


def write_ledger(
    layout: AnyLayout,
    rows: Iterable[Mapping[str, object]],
    path: Path,
    *,
    title: str,
    unit: str,
    as_of: dt.date,
    masked: bool = False,
) -> int:
    """Write `rows` (stored values by column key) to `path` in the official layout; returns how many there were.

    `unit` is the reporting organisation, `as_of` the cut-off day; `masked` puts the mark of masked contact data
    under the title. The file re-imports without a fault.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        archive.writestr("[Content_Types].xml", _xml(_CONTENT_TYPES))
        archive.writestr("_rels/.rels", _xml(_relations(("officeDocument", "xl/workbook.xml"))))
        archive.writestr("xl/workbook.xml", _xml(_workbook(layout)))
        links = _relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", _xml(links))
        archive.writestr("xl/styles.xml", _xml(_styles()))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            mark = "    联系方式已脱敏" if masked else ""
            note = f"填报单位(盖章):{unit}    统计截止日期:{as_of:%Y年%m月%d日}{mark}"
            return _write_sheet(part, layout, rows, title, note)


def _xml(body: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{body}'


def _relations(*links: tuple[str, str]) -> str:
    body = "".join(
        f'<Relationship Id="rId{place}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(links, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{body}</Relationships>'


def _workbook(layout: AnyLayout) -> str:
    sheet = escape(layout.sheet)
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name={quoteattr(layout.sheet)} sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">\'{sheet}\'!$1:${_HEADER_ROW}</definedName>'
        f'<definedName name="{TEMPLATE_NAME}">"{escape(template_mark(layout))}"</definedName>'
        "</definedNames></workbook>"
    )


def _styles() -> str:
    """Fonts, borders and the cell styles that the constants above number."""
    centred = '<alignment horizontal="center" vertical="center" wrapText="1"/>'
    plain = '<alignment vertical="center"/>'
    cells = (
        _style(),
        _style(font=1, alignment=centred),
        _style(alignment=plain),
        _style(font=2, fill=2, border=1, alignment=centred),
        _style(49, border=1, alignment=plain),
        _style(49, border=1, alignment=plain, prefixed=True),
        _style(164, border=1, alignment=plain),
        _style(1, border=1, alignment=plain),
        _style(4, border=1, alignment=plain),
        _style(10, border=1, alignment=plain),
    )
    thin = "".join(f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom"))
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        '<fonts count="3"><font><sz val="11"/><name val="宋体"/></font>'
        '<font><b/><sz val="18"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF7"/></patternFill></fill></fills>'
        f'<borders count="2"><border/><border>{thin}</border></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        f'<cellXfs count="{len(cells)}">{"".join(cells)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _style(
    number: int = 0, *, font: int = 0, fill: int = 0, border: int = 0, alignment: str = "", prefixed: bool = False
) -> str:
    quote = ' quotePrefix="1"' if prefixed else ""
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1" '
        f'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"{quote}>{alignment}</xf>'
    )


def _write_sheet(
    part: IO[bytes], layout: AnyLayout, rows: Iterable[Mapping[str, object]], title: str, note: str
) -> int:
    last = column_letters(len(layout.columns))
    widths = [6.0, *(column.width for column in layout.columns)]
    columns = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(widths, start=1))
    pane = f'<pane ySplit="{_HEADER_ROW}" topLeftCell="A{_HEADER_ROW + 1}" activePane="bottomLeft" state="frozen"/>'
    part.write(
        _xml(
            f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
            f"<cols>{columns}</cols><sheetData>"
            f'<row r="1" ht="30" customHeight="1">{_text("A1", title, _TITLE)}</row>'
            f'<row r="2">{_text("A2", note, _NOTE)}</row>{_header(layout)}'
        ).encode()
    )
    count = _write_rows(part, layout, rows)
    total = f"{_text(f'A{count + 4}', '合计', _TEXT)}{_text(f'{last}{count + 4}', f'共 {count} 行', _TEXT)}"
    signatures = "".join(
        _text(f"{column_letters(place * 2)}{count + 5}", name, _NOTE) for place, name in enumerate(_SIGNATURES)
    )
    part.write(
        (
            f'<row r="{count + 4}">{total}</row><row r="{count + 5}">{signatures}</row></sheetData>'
            f'<mergeCells count="1"><mergeCell ref="A1:{last}1"/></mergeCells>'
            '<printOptions horizontalCentered="1"/>'
            '<pageMargins left="0.59" right="0.59" top="0.59" bottom="0.59" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;C第 &amp;P 页 共 &amp;N 页</oddFooter></headerFooter></worksheet>"
        ).encode()
    )
    return count


def _header(layout: AnyLayout) -> str:
    titles = [NUMBER_TITLE, *(column.title for column in layout.columns)]
    cells = (_text(f"{column_letters(n)}{_HEADER_ROW}", title, _HEAD) for n, title in enumerate(titles))
    return f'<row r="{_HEADER_ROW}" ht="32" customHeight="1">{"".join(cells)}</row>'


def _write_rows(part: IO[bytes], layout: AnyLayout, rows: Iterable[Mapping[str, object]]) -> int:
    """Write the rows and return their number.

    A row is its number joined into what stands between the addresses of its cells, and what stands there is made once
    for each value of a column: most columns repeat few.
    """
    ends = [f'<c r="{column_letters(n)}' for n in range(2, len(layout.columns) + 1)] + ["</row>"]
    columns = [_Tails(column, end) for column, end in zip(layout.columns, ends, strict=True)]
    iterator, number = iter(rows), 0
    with no_cycle_search(), ThreadPoolExecutor(1) as packer:  # compressing needs no Python
        packed = packer.submit(part.write, b"")
        while batch := list(islice(iterator, _BATCH)):
            tails = [column.of(batch) for column in columns]
            lines = []
            for cells in zip(*tails, strict=True):
                number += 1
                opening = ('<row r="', '"><c r="A', f'" s="{_INT}"><v>{number}</v></c><c r="B')
                lines.append(str(number + _HEADER_ROW).join(opening + cells))
            packed.result()
            packed = packer.submit(part.write, "".join(lines).encode())
        packed.result()
    return number


class _Tails:
    """One column: a stored value to all that stands between the number in its address and the next address."""

    def __init__(self, column: Column, end: str) -> None:
        self._column = column
        self._end = end
        self._memory: dict[object, str] = {}

    def of(self, rows: Iterable[Mapping[str, object]]) -> list[str]:
        key, memory = self._column.key, self._memory
        values: list[Any] = [row.get(key) for row in rows]  # the column's type says which
        if self._column.type == "codes":
            values = [tuple(value) if value else None for value in values]
        fresh = set(values) - memory.keys()
        if len(memory) + len(fresh) > _REMEMBERED:
            memory.clear()
            fresh = set(values)
        for value in fresh:
            memory[value] = _tail(self._column, value) + self._end
        return [memory[value] for value in values]


def _tail(column: Column, stored: object) -> str:
    """A cell behind its address."""
    if type(stored) is str and column.codes is None and is_plain(stored):
        return f'" s="{_TEXT}" t="inlineStr"><is><t xml:space="preserve">{stored}</t></is></c>'
    value = cell_value(column, stored)
    if value is None:
        return f'" s="{_STYLE_OF.get(column.type, _TEXT)}"/>'
    if isinstance(value, str):
        return _text_tail(value, _TEXT)
    number: Decimal | float = serial_day(value) if isinstance(value, dt.date) else value
    return f'" s="{_STYLE_OF.get(column.type, _TEXT)}"><v>{number}</v></c>'


def _text_tail(text: str, style: int) -> str:
    """A cell of text behind its address; one that a program could take for a formula has the style of marked text."""
    stored, needs_mark = guarded_text(text)
    shown = _PREFIXED if needs_mark else style
    return f'" s="{shown}" t="inlineStr"><is><t xml:space="preserve">{escape(stored)}</t></is></c>'


def _text(address: str, text: str, style: int) -> str:
    return f'<c r="{address}{_text_tail(text, style)}'
