"""Readers of cells, one for each column.

A reader takes a cell as the sandbox transmits it (None or "" empty, float, str; what is neither starts with NUL and a
letter for its kind) and returns the value, None for an empty cell, or a `Bad`. Rules: contract, section 4, Cells.
"""

import contextlib
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Final, TypeAlias

from core.workbooks.days import read_date
from core.workbooks.formats import ERROR_VALUES
from core.workbooks.model import MASKED, CellType, Column, Masked, number_text, seen
from core.workbooks.suggesting.amounts import amount_of, percentage_of
from core.workbooks.suggesting.days import day_of
from core.workbooks.suggesting.labels import label_of, labels_of
from core.workbooks.texts import (
    NO_NAMES,
    Form,
    clean_text,
    has_raised,
    is_picture,
    is_scientific,
    pattern_in_words,
    plain,
    short,
    without_invisible,
)

#: PostgreSQL's integer, and amounts of money below a hundred billion yuan.
MAX_INT: Final = 2**31 - 1
MAX_MONEY: Final = 99_999_999_999
#: What a cell of a spreadsheet can hold.
LONGEST_TEXT: Final = 32_767

#: Kinds of transmitted cells after the leading NUL.
KIND_DATE, KIND_TIME, KIND_BOOL, KIND_ERROR, KIND_FORMULA, KIND_PERCENT = "d", "t", "b", "e", "f", "p"

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_SPLIT: Final = re.compile("[、;,]")
#: Ends of a text are cleared of these besides white space: they come with copied text and nobody sees them.
_EDGES: Final = " \t\r\n\f\v\u00a0\u3000\u200b\u200e\u200f\u2060\ufeff"
#: Rates have four decimals (contract, section 5).
_RATE_STEP: Final = Decimal("0.0001")
_FIFTEEN_DIGITS: Final = Context(prec=15)


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that could not be read, or (`value` set) that was read with a warning."""

    code: str
    message: str
    suggestion: str | None = None
    value: str | None = None


#: What a cell is read as: a value by the type of its column, None for an empty one, or a fault.
Read: TypeAlias = str | bool | int | Decimal | dt.date | tuple[str, ...] | Masked | Bad | None
Reader = Callable[[object], Read]
Parse = Callable[[Decimal], Decimal | int | None]


def empty_of(column: Column) -> Bad | None:
    """What an empty cell of the column is read as."""
    if column.required != "Y":
        return None
    example = f"，例如 {column.example}" if column.example else ""
    return Bad("required", f"为必填项，单元格为空，请补填{example}。")


def _text_of(cell: object) -> tuple[str, Bad | None]:
    """The text of a cell for readers that take any text, and the fault of one that has none."""
    if isinstance(cell, float):
        return number_text(cell), None
    text = str(cell)
    if not text.startswith("\0"):
        return text, None
    return text[2:], _unreadable(text)


def _unreadable(cell: str) -> Bad | None:
    """The fault of an error cell or of a formula without a stored value, None for all other kinds."""
    if cell[1:2] == KIND_ERROR:
        return Bad("type", f"的单元格为错误值“{short(cell[2:])}”，请改正公式或直接填写数值。")
    if cell[1:2] == KIND_FORMULA:
        return Bad("formula", "的单元格是公式且没有保存计算结果，请在电子表格软件中重新计算并保存，或粘贴为数值。")
    return None


def may_be_damaged(cells: Collection[object]) -> bool:
    """Whether `damaged` has to look at any of the cells: one look at all their texts."""
    text = "".join([cell for cell in cells if type(cell) is str])
    return "#" in text or "＃" in text or "=" in text


def damaged(cell: object) -> Bad | None:
    """The fault of a text that stands for an error or a picture, whatever its column; None for all other cells."""
    if type(cell) is not str or not ("#" in cell or "＃" in cell or cell[:1] == "="):
        return None
    if is_picture(cell):
        return Bad("type", "的单元格是嵌入的图片，系统无法读取，请改填文字，图片另作附件上传。")
    text = plain(cell).upper()
    return _unreadable(f"\0{KIND_ERROR}{text}") if text in ERROR_VALUES else None


def text_form(column: Column) -> Form:
    """How texts of the column are normalised (contract, section 4, Cells)."""
    return "NFC" if column.is_long_text else "NFKC"


def text_checker(column: Column) -> Callable[..., Read]:
    """What a cleaned text of the column is read as; `cut` tells that characters were lost in the cleaning."""
    pattern = re.compile(column.pattern) if column.pattern else None
    limit = column.length or LONGEST_TEXT

    def check(text: str, *, cut: bool = False) -> Read:
        if column.is_code_text and is_scientific(text):
            return _numeric_code(text)
        if column.squeeze:
            text = column.squeeze(text)
        return _checked_text(column, text, limit, pattern, cut=cut)

    return check


def _text_reader(column: Column) -> Reader:
    form, check = text_form(column), text_checker(column)
    is_normal = unicodedata.is_normalized
    is_code = column.is_code_text or column.type != "text"

    def read(cell: object) -> Read:
        if type(cell) is str and cell.isprintable() and is_normal(form, cell) and cell.strip(_EDGES) == cell:
            return check(cell)
        if isinstance(cell, float) and column.is_code_text:
            return _numeric_code(number_text(cell))
        text, fault = _text_of(cell)
        if fault:
            return fault
        if is_code and not text.isprintable():
            text = without_invisible(text)
        text, cut = clean_text(text, form, lines=column.is_long_text)
        return check(text, cut=cut) if text else empty_of(column)

    return read


def _checked_text(column: Column, text: str, limit: int, pattern: re.Pattern[str] | None, *, cut: bool) -> Read:
    """`text`, or what is wrong with it."""
    if column.is_name and text in NO_NAMES:
        example = f"，例如 {column.example}" if column.example else ""
        return Bad("required", f"只填了“{text}”，不是名称，请补填{example}。")
    if column.personal and "*" in text:
        return MASKED
    if len(text) > limit:
        return Bad("length", f"超过 {limit} 个字（现为 {len(text)} 个字），请精简。")
    if column.shortest and len(text) < column.shortest:
        return Bad("length", f"至少填写 {column.shortest} 个字，现为 {len(text)} 个字，请补充。")
    if pattern and not pattern.fullmatch(text):
        joined = text.replace(" ", "")
        suggestion = next((form for form in (joined, joined.upper(), joined.lower()) if pattern.fullmatch(form)), None)
        example = f"，例如 {column.example}" if column.example else ""
        return Bad(
            "pattern", f"的值“{short(text)}”不符合编号格式，{pattern_in_words(pattern.pattern)}{example}。", suggestion
        )
    complaint = column.complain(text) if column.complain else None
    if complaint:
        return Bad(*complaint)
    return Bad("text-cut", "含有控制字符或不可见字符，已去除。", None, text) if cut else text


def _numeric_code(text: str) -> Bad:
    return Bad(
        "numeric-code",
        f"的单元格是数字“{short(text)}”，可能已丢失首位零或末尾数字，请将该列设为文本格式后重新填写完整编号。",
    )


def _division_reader(column: Column) -> Reader:
    read_text = _text_reader(column)

    def read(cell: object) -> Read:
        return read_text(number_text(cell) if isinstance(cell, float) else cell)

    return read


def date_reader(column: Column, *, since_1904: bool = False) -> Reader:
    """The reader of a column of days; `since_1904` where the workbook counts its days from there."""
    example = column.example or "2023-09-01"

    def read(cell: object) -> Read:
        text, fault = _text_of(cell)
        if fault:
            return fault
        if isinstance(cell, str) and cell.startswith("\0d"):
            with contextlib.suppress(ValueError):
                return dt.date.fromisoformat(cell[2:])
        is_marked = (isinstance(cell, str) and cell.startswith("\0")) or has_raised(text)
        text, _cut = clean_text(text, "NFKC", lines=False)
        if not text:
            return empty_of(column)
        day = None if is_marked or isinstance(cell, float) else read_date(text)
        if day is not None:
            return day
        meant = None if is_marked else day_of(cell if isinstance(cell, float) else text, since_1904=since_1904)
        message = f"的值“{short(text)}”不是有效日期，请填写四位年份的日期，例如 {example}。"
        return Bad("type", message, meant.isoformat() if meant else None)

    return read


def read_number(cell: object) -> Decimal | None:
    """The number of a cell: a number cell rounded to 15 digits, or a text with or without thousands commas."""
    if isinstance(cell, float):
        return Decimal(format(cell, ".15g")) if abs(cell) < 1e18 else None
    text = str(cell)
    if text.startswith("\0"):
        return _percent_cell(text)
    if has_raised(text):
        return None
    text, _cut = clean_text(text, "NFKC", lines=False)
    if len(text) > 30 or not _NUMBER.fullmatch(text):
        return None
    return _FIFTEEN_DIGITS.create_decimal(text.replace(",", "")) or Decimal(0)


def _percent_cell(cell: str) -> Decimal | None:
    """The number of a cell with a percent format, None for the other kinds of transmitted cells."""
    if cell[1:2] != KIND_PERCENT:
        return None
    try:
        number = _FIFTEEN_DIGITS.create_decimal(cell[2:])
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _blank_or_unreadable(cell: object, column: Column) -> tuple[bool, Bad | None]:
    """Whether the reading ends here, and with what: error cells, missing formula values, blank texts."""
    text, fault = _text_of(cell)
    if fault:
        return True, fault
    return (True, empty_of(column)) if not text.strip(_EDGES) else (False, None)


def _number_reader(column: Column, parse: Parse, wanted: str, low: int | None, high: int) -> Reader:
    def meant(cell: object) -> str | None:
        """The number that a text says in another form, if the column takes it."""
        if not isinstance(cell, str) or cell.startswith("\0") or has_raised(cell):
            return None
        text = clean_text(cell, "NFKC", lines=False)[0]
        said = amount_of(text, column.units, is_money=column.type == "money")
        value = None if said is None else parse(said)
        if value is None or not -high <= value <= high or (low is not None and value < low):
            return None
        return str(value)

    def read(cell: object) -> Read:
        ends, result = _blank_or_unreadable(cell, column)
        if ends:
            return result
        number = read_number(cell)
        value = None if number is None else parse(number)
        if value is None:
            return Bad("type", f"的值“{short(seen(cell))}”{wanted}", meant(cell))
        if low is not None and value < low:
            return Bad("range", f"的值“{short(seen(cell))}”小于允许的最小值 {low}，请核对。")
        if not -high <= value <= high:
            return Bad("range", f"的值“{short(seen(cell))}”超出允许的最大值 {high}，请核对。")
        return value

    return read


def _whole(number: Decimal) -> int | None:
    return int(number) if number == number.to_integral_value() else None


def _cents(number: Decimal) -> Decimal | None:
    if abs(number) > MAX_MONEY:
        return number
    cents = number.quantize(Decimal("0.01"))
    return cents if cents == number else None


def _int_reader(column: Column) -> Reader:
    high = MAX_INT if column.maximum is None else column.maximum
    wanted = f"不是整数，请只填阿拉伯数字，不带单位，例如 {column.example or '12'}。"
    return _number_reader(column, _whole, wanted, column.minimum, high)


def _money_reader(column: Column) -> Reader:
    high = MAX_MONEY if column.maximum is None else column.maximum
    wanted = f"不是金额，请以元为单位填写数字，至多两位小数，例如 {column.example or '3000.00'}。"
    return _number_reader(column, _cents, wanted, column.minimum, high)


def _percent_reader(column: Column) -> Reader:
    def read(cell: object) -> Read:
        ends, result = _blank_or_unreadable(cell, column)
        if ends:
            return result
        is_raised = has_raised(str(cell))
        text = unicodedata.normalize("NFKC", str(cell)).strip(_EDGES)
        marked = text.startswith("\0" + KIND_PERCENT)
        if not marked and text.endswith("%"):
            number = read_number(text[:-1].rstrip(_EDGES))
            number, marked = (None if number is None else number / 100), True
        else:
            number = read_number(cell)
        if number is None or is_raised:
            meant = None if is_raised or str(cell).startswith("\0") else percentage_of(text)
            return Bad("type", f"的值“{short(seen(cell))}”不是比例，请填写 0.15 或 15%。", meant)
        if number < 0 or number > 1 or (number == 1 and not marked):
            return Bad("range", f"的值“{short(seen(cell))}”超出 0 至 100% 的范围，请填写 0.15 或 15%。")
        return number.quantize(_RATE_STEP, ROUND_HALF_UP)

    return read


def _label_of(cell: object) -> tuple[str, Bad | None]:
    text, fault = _text_of(cell)
    return unicodedata.normalize("NFKC", text).strip(_EDGES), fault


def _code_reader(column: Column) -> Reader:
    def read(cell: object) -> Read:
        label, fault = _label_of(cell)
        if fault or not label:
            return fault or empty_of(column)
        code = column.codes.code(label) if column.codes else None
        if code is not None:
            return code
        return _unknown_label(column, label, label_of(label, column.codes) if column.codes else None)

    return read


def _unknown_label(column: Column, label: str, suggestion: str | None) -> Bad:
    """The fault of a label outside its list; the message names all labels, and the one that is meant if it is sure."""
    near = f"，是否为“{suggestion}”" if suggestion else ""
    allowed = "、".join(column.codes.labels[:20]) if column.codes else ""
    return Bad("code-list", f"的值“{short(label)}”不在可选项内{near}。可选项：{allowed}。", suggestion)


def _bool_reader(column: Column) -> Reader:
    read_code = _code_reader(column)

    def read(cell: object) -> Read:
        code = read_code(cell)
        return code == "Y" if isinstance(code, str) else code

    return read


def split_labels(text: str) -> list[str]:
    """The labels of a cell that takes several, parted at 、 ; ， or , in any width."""
    text = unicodedata.normalize("NFKC", text).strip(_EDGES)
    return [label for part in _SPLIT.split(text) if (label := part.strip(_EDGES))]


def _codes_reader(column: Column) -> Reader:
    def read(cell: object) -> Read:
        text, fault = _label_of(cell)
        labels = split_labels(text)
        if fault or not labels:
            return fault or empty_of(column)
        found = {label: column.codes.code(label) if column.codes else None for label in labels}
        unknown = [label for label, code in found.items() if code is None]
        if unknown:
            meant = labels_of(text, column.codes) if column.codes else None
            return _unknown_label(column, unknown[0], "、".join(meant) if meant else None)
        return tuple(dict.fromkeys(code for code in found.values() if code is not None))

    return read


#: Types whose cells are texts, read by `text_checker` once they are clean.
TEXT_TYPES: Final[frozenset[CellType]] = frozenset(("text", "uscc", "phone"))
BUILDERS: Final[dict[CellType, Callable[[Column], Reader]]] = {
    "text": _text_reader,
    "uscc": _text_reader,
    "phone": _text_reader,
    "division": _division_reader,
    "date": date_reader,
    "int": _int_reader,
    "money": _money_reader,
    "percent": _percent_reader,
    "bool": _bool_reader,
    "code": _code_reader,
    "codes": _codes_reader,
}
