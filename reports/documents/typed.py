"""Numbers that people type into reports, in the place of a figure or as one that they alone have. Pure.

None is below zero where nothing can be, none larger than anything that is counted in the province, and what is counted is
whole. In the place of a figure a number has its form, and is kept as documents print it.
"""

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
#: What nothing in the province comes to: a hundred million of what is counted, a hundred thousand million yuan, a rate of
#: ten times the whole.
MOST_COUNTED: Final = Decimal(10**8)
MOST_YUAN: Final = Decimal(10**11)
MOST_RATE: Final = Decimal(10)
#: Numbers in the place of a figure: the largest as it is typed, and that in words.
MOST_BY_HAND: Final[Mapping[Form, tuple[Decimal, str]]] = {
    Form.COUNT: (MOST_COUNTED, "不超过1亿的数"),
    Form.MONEY: (MOST_YUAN / 10**4, "不超过1,000亿元的数，以万元计"),
    Form.RATE: (MOST_RATE * 100, "不超过1,000%的百分比"),
}
#: Rates that may pass 100 %: forms beside the plan, fees above what was planned or paid.
BEYOND: Final = frozenset({"cross.completion_rate", "expenses.budget_rate", "expenses.share"})
#: All others are shares of a whole.
MOST_SHARE: Final = (Decimal(100), "不超过100%的百分比")
#: A figure as somebody answers it: sign, number, unit; a dash and the reason for it.
NUMBER: Final = re.compile(
    rf"(?P<sign>[-−负]?)\s?(?P<number>{WHOLE}(?:\.\d+)?)\s?(?P<unit>[%‰\u4e00-\u9fffA-Za-z]{{0,6}})"
)
UNKNOWN: Final = re.compile(r"[—–-]{1,2}\s?\(?[^\d\s—–−-].*\)?")
#: What is counted one by one, so that half of it is none.
COUNTED: Final = re.compile(
    r"(?:人|场)?次|场|人|名|位|户|家|个|项|件|起|份|条|处|台|套|辆|艘|座|支|所|张|篇|期|个单位|人员"
)
#: Names of what is counted: 动火作业到场次数, 参训人次.
COUNTS: Final = re.compile(
    r".*(?:(?:次|场|人|户|家|个|项|件|起|份|条|处|台|套|辆|艘|单位|企业|机构|隐患|问题)数|人次|场次)"
)
#: Names of what may be below zero.
MOVES: Final = re.compile(r"增|减|升|降|差|变化|变动|同比|环比|盈|亏")
SCALES: Final[Mapping[str, int]] = {"万": 10**4, "亿": 10**8}


class NoNumberError(Exception):
    """What stands where a number is bound is none of its form: what was typed, and what it should be in words."""

    def __init__(self, typed: str, wanted: str) -> None:
        super().__init__(typed)
        self.typed, self.wanted = typed, wanted


def as_printed(form: Form, value: str, content: str, *, is_share: bool = False) -> str:
    """What was typed for a number, as documents print it: 048 and ４８ are 48. `content` is the whole token as typed.

    `is_share` says of a rate that it is the part of a whole. Raises NoNumberError.
    """
    plain = unicodedata.normalize("NFKC", value)
    if plain in {"", DASH}:
        return plain
    shape, wanted = BY_HAND[form]
    if not shape.fullmatch(plain):
        raise NoNumberError(content, wanted)
    number = Decimal(plain.rstrip("%").replace(",", ""))
    most, words = MOST_SHARE if is_share and form == Form.RATE else MOST_BY_HAND[form]
    if number > most:
        raise NoNumberError(content, words)
    if form == Form.COUNT:
        return printed(form, int(number))
    return printed(form, number / 100 if form == Form.RATE else number)


def complain_answer(name: str, typed: str) -> str | None:
    """Why what was typed for a figure that was asked of somebody is no answer.

    It is a number, with its unit perhaps; one that nobody can give is a dash with the reason.
    """
    value = " ".join(unicodedata.normalize("NFKC", typed).split())
    said, found = f"「{name}」的值「{value[:30]}」", NUMBER.fullmatch(value)
    if found is None:
        if UNKNOWN.fullmatch(value):
            return None
        return f"{said}不是数字，请填数字（可带单位，如 64次）；无法提供的填「—」并写明原因，如 —（未统计）"
    if found["sign"] and not MOVES.search(name):
        return f"{said}小于0，请填0或大于0的数"
    scale = SCALES.get(found["unit"][:1], 1)
    unit = found["unit"][1:] if scale > 1 else found["unit"]
    number = Decimal(found["number"].replace(",", "")) * scale
    is_counted = bool(COUNTED.fullmatch(unit) or (not unit and COUNTS.fullmatch(name)))
    if is_counted and number % 1:
        return f"{said}不是整数，「{name}」按个数统计，请填整数"
    if unit == "%" and number > MOST_RATE * 100:
        return f"{said}超过1,000%，请核对小数点"
    if number > (MOST_COUNTED if is_counted else MOST_YUAN):
        return f"{said}过大，超过{'1亿' if is_counted else '1,000亿'}，请核对位数和单位"
    return None
