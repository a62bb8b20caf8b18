"""How values of a layout are written into cells: labels for codes, true dates and numbers, text that stays text."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any, Final, NamedTuple

from core.workbooks.model import Column

#: What a spreadsheet program may take for the beginning of a formula, narrow and full-width (CWE-1236).
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

#: Number formats by column type; identifiers and other texts are written in text format.
NUMBER_FORMATS: Final = {"date": "yyyy-mm-dd", "int": "0", "money": "#,##0.00", "percent": "0.00%"}
TEXT_FORMAT: Final = "@"
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


def number_format(column: Column) -> str:
    """The number format of a column's cells."""
    return NUMBER_FORMATS.get(column.type, TEXT_FORMAT)


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
