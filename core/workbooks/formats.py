"""How values stand in cells and on pages: one format for each form of number, labels for codes, text that stays text."""

import datetime as dt
import re
import unicodedata
from contextlib import suppress
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, Final, NamedTuple

from core.workbooks.model import CellType, Column

#: What a spreadsheet program may take for the beginning of a formula, narrow and full-width (CWE-1236).
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Form(StrEnum):
    """In which form a value is shown, wherever it is shown: on a page, in a workbook, in a document."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    RATE = "rate"
    DAY = "day"


#: The number format of each form in a workbook. Identifiers are texts, so that no program changes them.
NUMBER_FORMATS: Final[dict[Form, str]] = {
    Form.TEXT: "@",
    Form.COUNT: "#,##0",
    Form.MONEY: "#,##0.00",
    Form.RATE: "0.00%",
    Form.DAY: "yyyy-mm-dd",
}
TEXT_FORMAT: Final = NUMBER_FORMATS[Form.TEXT]
#: The form of a column type of an upload layout; all others are texts.
FORM_OF_TYPE: Final[dict[CellType, Form]] = {
    "date": Form.DAY,
    "int": Form.COUNT,
    "money": Form.MONEY,
    "percent": Form.RATE,
}
_FEN: Final = Decimal("0.01")
#: What stands for an unknown value in official tables and on pages.
DASH: Final = "—"

#: So many characters fit into a cell.
LONGEST_TEXT: Final = 32_767

#: What spreadsheet programs show in a cell whose formula failed.
ERROR_VALUES: Final = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})

#: Characters that XML 1.0 cannot carry, and the escapes that Excel would read in a text.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL: Final = re.compile("[&<>_\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_EXCEL_DAY_ZERO: Final = dt.date(1899, 12, 30)
#: Excel has a 29 February 1900, and no day before that year: earlier days are written as texts.
FIRST_DAY: Final = dt.date(1900, 3, 1)


class CellText(NamedTuple):
    """A text as it is stored in a cell, and whether the cell needs the mark of text (quotePrefix)."""

    stored: str
    needs_mark: bool


def guarded_text(text: str) -> CellText:
    """The formula guard of every workbook that the portal writes.

    All writers give the cell the string type and the text format. Where a program could take the stored text for a
    formula, the cell is marked as text besides, so that it stays one when somebody edits it. The stored text decides:
    what XML cannot carry is gone by then and hides no `=`.
    """
    stored = storable(text)[:LONGEST_TEXT]
    return CellText(stored, stored.startswith(FORMULA_STARTS))


def is_plain(text: str) -> bool:
    """Whether `text` can stand in the XML as it is, and no program takes it for a formula: most texts."""
    return bool(text) and text[0] not in FORMULA_STARTS and not _SPECIAL.search(text)


def storable(text: str) -> str:
    """`text` as a workbook can carry it: without characters that XML lacks, Excel's own escapes disarmed."""
    return _ESCAPE_LIKE.sub("_x005F_", _NOT_XML.sub("", text))


def printed(form: Form, value: object) -> str:
    """A value as pages and documents show it: the same text that a workbook shows by the number format of the form.

    Money and percentages have two decimals, rounded half up; counts have commas; what is unknown is 「—」.
    """
    if value is None or value == "":
        return DASH
    if form == Form.RATE:
        return f"{_rounded(Decimal(str(value)) * 100)}%"
    if form == Form.MONEY:
        return f"{_rounded(Decimal(str(value))):,}"
    if form == Form.COUNT and isinstance(value, int | float | Decimal):
        return f"{value:,}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_FEN, ROUND_HALF_UP)


def form_of(column: Column) -> Form:
    """The form in which a column's values are shown."""
    return FORM_OF_TYPE.get(column.type, Form.TEXT)


def number_format(column: Column) -> str:
    """The number format of a column's cells."""
    return NUMBER_FORMATS[form_of(column)]


def display_width(text: str) -> int:
    """How many narrow characters wide a text is printed; Chinese ones take two.

    GBK writes wide characters in two bytes and narrow ones in one, which is told faster than by looking at each.
    """
    with suppress(UnicodeEncodeError):
        return len(text.encode("gbk"))
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def serial_day(day: dt.date) -> int:
    """Excel's number of a day (1900 system)."""
    return (day - _EXCEL_DAY_ZERO).days


def cell_value(column: Column, value: Any) -> str | int | Decimal | float | dt.date | None:
    """What stands in the cell for the stored `value`: the label of a code, 是 or 否, a date, a number, a text."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if column.codes is not None:
        codes = (value,) if isinstance(value, str) else value
        return "、".join(column.codes.label(code) for code in codes) or None
    if isinstance(value, (int, Decimal, float, dt.date)):
        return value
    return str(value)
