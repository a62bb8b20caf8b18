"""Numbers that somebody types in the place of a figure: of the figure's form, and kept as documents print them. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from core.workbooks.formats import DASH, Form, printed

#: Digits, with a comma before each three of them or with none: 93,33 is no 9333.
WHOLE: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
#: A number as somebody types it, by the form of its figure, and in words what that is; money stands in 万元.
BY_HAND: Final[Mapping[Form, tuple[re.Pattern[str], str]]] = {
    Form.COUNT: (re.compile(WHOLE), "整数，如 12"),
    Form.MONEY: (re.compile(rf"{WHOLE}(?:\.\d{{1,2}})?"), "以万元计、至多两位小数的数字，如 12.34"),
    Form.RATE: (re.compile(rf"{WHOLE}(?:\.\d{{1,2}})?%"), "百分比，须填数字和百分号，如 45.50%"),
}


class NoNumberError(Exception):
    """What stands where a number is bound is none of its form: what was typed, and what it should be in words."""

    def __init__(self, typed: str, wanted: str) -> None:
        super().__init__(typed)
        self.typed, self.wanted = typed, wanted


def as_printed(form: Form, value: str, content: str) -> str:
    """What was typed for a number, as documents print it: 048 and ４８ are 48. `content` is the whole token as typed.

    Raises NoNumberError.
    """
    plain = unicodedata.normalize("NFKC", value)
    if plain in {"", DASH}:
        return plain
    shape, wanted = BY_HAND[form]
    if not shape.fullmatch(plain):
        raise NoNumberError(content, wanted)
    number = Decimal(plain.rstrip("%").replace(",", ""))
    if form == Form.COUNT:
        return printed(form, int(number))
    return printed(form, number / 100 if form == Form.RATE else number)
