"""The official workbook of a ledger, streamed: rows go straight into the archive, memory does not grow with them.

openpyxl needs about ten times as long for the same sheet, and a province's hazards are millions of cells.
"""

import datetime as dt
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, repeat
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from core.workbooks.formats import (
    FIRST_DAY,
    NUMBER_FORMATS,
    Form,
    cell_value,
    form_of,
    guarded_text,
    is_plain,
    serial_day,
)
from core.workbooks.model import NUMBER_TITLE, AnyLayout, Column
from core.workbooks.pages import BOTTOM, FOOTER, FOOTER_AT, LINE, SIDE, fitted, line_count, paper_for, row_height
from core.workbooks.quiet import no_cycle_search
from core.workbooks.reading import template_mark
from core.workbooks.sandbox.look import column_letters
from core.workbooks.sandbox.parts import TEMPLATE_NAME

#: Rows by column: the values of each key, all of one length.
Block: TypeAlias = Mapping[str, Sequence[Any]]

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HEADER_ROW: Final = 3
_BATCH, _REMEMBERED = 1_000, 20_000
_NUMBER_WIDTH: Final = 6.0
_NONE: Final = "无"
SIGNATURES: Final = ("单位负责人:", "审核人:", "填表人:", "联系电话:")
TOTAL_LABEL: Final = "合计"

#: Cell styles by number, in the order of `_styles`.
_PLAIN, _TITLE, _NOTE, _HEAD, _TEXT, _PREFIXED, _DATE, _INT, _MONEY, _PERCENT = range(10)
_STYLE_OF: Final = {
    Form.TEXT: _TEXT, Form.DAY: _DATE, Form.COUNT: _INT, Form.MONEY: _MONEY, Form.RATE: _PERCENT,
}  # fmt: skip
#: Excel's numbers of its own formats; another one gets the first free number.
_BUILT_IN: Final = {"@": 49, "#,##0": 3, "#,##0.00": 4, "0.00%": 10}
_FREE: Final = 164

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


class Standing(NamedTuple):
    """How many rows of a ledger count, {key: sum} of those, and in words what the others are."""

    number: int
    sums: Mapping[str, int | Decimal]
    others: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands around an official ledger.

    `unit` is the reporting organisation, `as_of` the cut-off and, unless `filed_on` says another one, the day of filing,
    `counted_in` in what the rows and the sums are counted (户、元), `sums` the keys of the columns that add up; `masked`
    puts the mark of masked contact data under the title. `standing` is for ledgers whose rows do not all count.
    """

    title: str
    unit: str
    as_of: dt.date
    counted_in: str = ""
    sums: frozenset[str] = frozenset()
    masked: bool = False
    filed_on: dt.date | None = None
    standing: Standing | None = None

    @property
    def note(self) -> str:
        """The line under the title."""
        filed_on = self.filed_on or self.as_of
        parts = [
            f"填报单位(盖章):{self.unit}",
            f"统计截止日期:{self.as_of:%Y-%m-%d}",
            f"填报日期:{filed_on.year}年{filed_on.month}月{filed_on.day}日",
            f"单位:{self.counted_in}" if self.counted_in else "",
            "联系方式已脱敏" if self.masked else "",
        ]
        return "    ".join(part for part in parts if part)

    @property
    def counted(self) -> str:
        """In what the rows are counted."""
        return self.counted_in.split("、")[0] or "行"

    def told(self, count: int) -> str:
        """How many rows there are, and how many of them do not count."""
        if self.standing is None or self.standing.number == count:
            return f"共 {count} {self.counted}"
        number, _sums, others = self.standing
        return f"共 {number} {self.counted}，另列{others}的 {count - number} {self.counted}"


def write_ledger(layout: AnyLayout, rows: Iterable[Mapping[str, object]], path: Path, *, heading: Heading) -> int:
    """Write `rows` (stored values by column key) to `path` in the official layout; returns how many there were.

    The file re-imports without a fault: the columns that a layout only shows are left aside.
    """
    return write_blocks(layout, _blocks_of(layout, rows), path, heading=heading)


def _blocks_of(layout: AnyLayout, rows: Iterable[Mapping[str, object]]) -> Iterator[Block]:
    keys, iterator = [column.key for column in layout.exported], iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        yield {key: [row.get(key) for row in batch] for key in keys}


def write_blocks(layout: AnyLayout, blocks: Iterable[Block], path: Path, *, heading: Heading) -> int:
    """As `write_ledger`, from blocks of rows that come column by column: the fastest way out of a database."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        archive.writestr("[Content_Types].xml", _xml(_CONTENT_TYPES))
        archive.writestr("_rels/.rels", _xml(_relations(("officeDocument", "xl/workbook.xml"))))
        archive.writestr("xl/workbook.xml", _xml(_workbook(layout)))
        links = _relations(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", _xml(links))
        archive.writestr("xl/styles.xml", _xml(_styles()))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            return _write_sheet(part, layout.exported, blocks, heading)


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
    wrapped = '<alignment vertical="center" wrapText="1"/>'
    numbers = {form: _BUILT_IN.get(code, _FREE) for form, code in NUMBER_FORMATS.items()}
    day = escape(NUMBER_FORMATS[Form.DAY])
    cells = (
        _style(),
        _style(font=1, alignment=centred),
        _style(alignment=wrapped),
        _style(font=2, fill=2, border=1, alignment=centred),
        _style(numbers[Form.TEXT], border=1, alignment=wrapped),
        _style(numbers[Form.TEXT], border=1, alignment=wrapped, prefixed=True),
        _style(numbers[Form.DAY], border=1, alignment=plain),
        _style(numbers[Form.COUNT], border=1, alignment=plain),
        _style(numbers[Form.MONEY], border=1, alignment=plain),
        _style(numbers[Form.RATE], border=1, alignment=plain),
    )
    thin = "".join(f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom"))
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="{_FREE}" formatCode="{day}"/></numFmts>'
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


def _write_sheet(part: IO[bytes], columns: Sequence[Column], blocks: Iterable[Block], heading: Heading) -> int:
    last = column_letters(len(columns))
    codes = {place for place, column in enumerate(columns, start=1) if column.is_code_text}
    widths = fitted([_NUMBER_WIDTH, *(column.width for column in columns)], codes)
    part.write(_opening(columns, widths, heading).encode())
    count, sums = _write_rows(part, columns, widths[1:], blocks, heading.sums)
    sums |= heading.standing.sums if heading.standing else {}
    below = max(count, 1) + _HEADER_ROW + 1
    none = "" if count else f'<row r="{below - 1}">{_text(f"A{below - 1}", _NONE, _TEXT)}</row>'
    paper = paper_for(sum(widths))
    part.write(
        (
            f"{none}{_total(columns, below, count, sums, heading)}{_signatures(len(columns), below + 1)}</sheetData>"
            f'<mergeCells count="2"><mergeCell ref="A1:{last}1"/><mergeCell ref="A2:{last}2"/></mergeCells>'
            '<printOptions horizontalCentered="1"/>'
            f'<pageMargins left="{SIDE}" right="{SIDE}" top="{SIDE}" bottom="{BOTTOM}" header="0.3" '
            f'footer="{FOOTER_AT}"/>'
            f'<pageSetup paperSize="{paper.size}" orientation="{paper.orientation}" fitToHeight="0"/>'
            f"<headerFooter><oddFooter>{escape(f'&C{FOOTER}')}</oddFooter></headerFooter></worksheet>"
        ).encode()
    )
    return count


def _opening(columns: Sequence[Column], widths: Sequence[float], heading: Heading) -> str:
    """The sheet down to its head: the title and the line of the filing unit over all columns."""
    cols = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(widths, start=1))
    pane = f'<pane ySplit="{_HEADER_ROW}" topLeftCell="A{_HEADER_ROW + 1}" activePane="bottomLeft" state="frozen"/>'
    height = row_height(heading.note, sum(widths))
    return _xml(
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{cols}</cols><sheetData>'
        f'<row r="1" ht="32" customHeight="1">{_text("A1", heading.title, _TITLE)}</row>'
        f'<row r="2" ht="{height}" customHeight="1">{_text("A2", heading.note, _NOTE)}</row>{_header(columns, widths)}'
    )


def _header(columns: Sequence[Column], widths: Sequence[float]) -> str:
    titles = [NUMBER_TITLE, *(column.title for column in columns)]
    height = max(32.0, *(row_height(title, width) for title, width in zip(titles, widths, strict=True)))
    cells = (_text(f"{column_letters(n)}{_HEADER_ROW}", title, _HEAD) for n, title in enumerate(titles))
    return f'<row r="{_HEADER_ROW}" ht="{height}" customHeight="1">{"".join(cells)}</row>'


def _total(columns: Sequence[Column], row: int, count: int, sums: Mapping[str, int | Decimal], heading: Heading) -> str:
    """The 合计 row: how many rows there are, and the sums of the columns that add up."""
    cells = [_text(f"A{row}", TOTAL_LABEL, _TEXT)]
    for place, column in enumerate(columns, start=1):
        address = f"{column_letters(place)}{row}"
        if column.key in sums:
            cells.append(f'<c r="{address}" s="{_STYLE_OF[form_of(column)]}"><v>{sums[column.key]}</v></c>')
        elif place == 1:
            cells.append(_text(address, heading.told(count), _TEXT))
        else:
            cells.append(f'<c r="{address}" s="{_TEXT}"/>')
    return f'<row r="{row}">{"".join(cells)}</row>'


def _signatures(width: int, row: int) -> str:
    """The last line; in a table of few columns its parts stand in one cell, since they would cover each other."""
    if width < 2 * len(SIGNATURES):
        return f'<row r="{row}">{_text(f"A{row}", "        ".join(SIGNATURES), _PLAIN)}</row>'
    step = width // len(SIGNATURES)
    cells = (_text(f"{column_letters(place * step)}{row}", name, _PLAIN) for place, name in enumerate(SIGNATURES))
    return f'<row r="{row}">{"".join(cells)}</row>'


def _write_rows(
    part: IO[bytes],
    columns: Sequence[Column],
    widths: Sequence[float],
    blocks: Iterable[Block],
    sums: frozenset[str],
) -> tuple[int, dict[str, int | Decimal]]:
    """Write the rows; returns their number and {key: sum} of the columns that add up.

    A row is its number joined into what stands between the addresses of its cells, and what stands there is made once
    for each value of a column: most columns repeat few.
    """
    ends = [f'<c r="{column_letters(n)}' for n in range(2, len(columns) + 1)] + ["</row>"]
    tailed = [_Tails(column, end, width) for column, end, width in zip(columns, ends, widths, strict=True)]
    added: dict[str, int | Decimal] = {column.key: 0 for column in columns if column.key in sums}
    number = 0
    with no_cycle_search(), ThreadPoolExecutor(1) as packer:  # compressing needs no Python
        packed = packer.submit(part.write, b"")
        for block in blocks:
            tails = [column.of(block) for column in tailed]
            lines = []
            for cells, height in zip(zip(*tails, strict=True), _heights(tailed, len(tails[0])), strict=True):
                number += 1
                opening = ('<row r="', f'"{height}><c r="A', f'" s="{_INT}"><v>{number}</v></c><c r="B')
                lines.append(str(number + _HEADER_ROW).join(opening + cells))
            packed.result()
            packed = packer.submit(part.write, "".join(lines).encode())
            for key in added:
                added[key] += sum(filter(None, block[key]))
        packed.result()
    return number, added


def _heights(columns: Iterable["_Tails"], count: int) -> Iterable[str]:
    """For each row the attribute of its height, empty where all its texts stand on one line.

    Programs measure rows when they are edited; not all do when a file is opened.
    """
    tall = [lines for column in columns if (lines := column.lines())]
    if not tall:
        return repeat("", count)
    most = map(max, zip(*tall, strict=True)) if len(tall) > 1 else tall[0]
    return [f' ht="{lines * LINE}"' if lines > 1 else "" for lines in most]


class _Tails(dict[object, str]):
    """One column: a stored value to all that stands between the number in its address and the next address.

    What is asked for first is made then, so that a block is one pass over its values.
    """

    def __init__(self, column: Column, end: str, width: float) -> None:
        super().__init__()
        self._column = column
        self._end = end
        self._width = width
        self._tall: dict[object, int] = {}
        self._values: Sequence[Any] = []
        self._times = 1

    def __missing__(self, value: object) -> str:
        self[value] = made = _tail(self._column, value) + self._end
        shown = value if type(value) is str and self._column.codes is None else cell_value(self._column, value)
        if isinstance(shown, str) and (lines := line_count(shown, self._width)) > 1:
            self._tall[value] = lines
        return made

    def of(self, block: Block) -> list[str]:
        """What stands for each value of the block."""
        if len(self) > _REMEMBERED:
            self.clear()
            self._tall.clear()
        self._values, self._times = block[self._column.key], 1
        first, count = self._values[0], len(self._values)
        if first == self._values[-1] and self._values.count(first) == count:  # one value, as in many columns
            self._values, self._times = self._values[:1], count
        if self._column.type == "codes":
            self._values = [tuple(value) if value else None for value in self._values]
        return list(map(self.__getitem__, self._values)) * self._times

    def lines(self) -> list[int]:
        """The lines of each value given last; empty where all columns so far had one."""
        tall = self._tall
        return [tall.get(value, 1) for value in self._values] * self._times if tall else []


def _tail(column: Column, stored: object) -> str:
    """A cell behind its address."""
    if type(stored) is str and column.codes is None and is_plain(stored):
        return _inline(_TEXT, stored, stored)
    value = cell_value(column, stored)
    if value is None:
        return f'" s="{_STYLE_OF[form_of(column)]}"/>'
    if isinstance(value, str):
        return _text_tail(value, _TEXT)
    if isinstance(value, dt.date):
        if value < FIRST_DAY:
            return _text_tail(value.isoformat(), _TEXT)
        value = serial_day(value)
    number: Decimal | float = value
    return f'" s="{_STYLE_OF[form_of(column)]}"><v>{number}</v></c>'


def _text_tail(text: str, style: int) -> str:
    """A cell of text behind its address; one that a program could take for a formula has the style of marked text."""
    stored, needs_mark = guarded_text(text)
    shown = _PREFIXED if needs_mark else style
    return _inline(shown, stored, escape(stored))


def _inline(style: int, text: str, written: str) -> str:
    """A text as it is `written` in the XML; programs keep blanks at its ends only where they are told to."""
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f'" s="{style}" t="inlineStr"><is><t{space}>{written}</t></is></c>'


def _text(address: str, text: str, style: int) -> str:
    return f'<c r="{address}{_text_tail(text, style)}'
