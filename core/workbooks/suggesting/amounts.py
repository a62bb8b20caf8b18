"""The number that a text says in another form: with a unit, a currency, a scale, in brackets, in Chinese numerals."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

#: What people type for a minus sign; NFKC has made the full-width ones plain before.
MINUS_SIGNS: Final = str.maketrans(dict.fromkeys("−–—‐‑‒―⁻₋", "-"))
#: The units that an amount of money may carry: all of them mean yuan.
YUAN: Final = ("人民币元", "元整", "元正", "圆整", "圆正", "元", "圆", "人民币", "rmb", "cny")
CURRENCIES: Final = ("人民币", "rmb", "cny", "¥")

_SCALES: Final = {
    "十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000, "万": 10_000, "萬": 10_000,
    "w": 10_000, "亿": 10**8, "十万": 10**5, "百万": 10**6, "千万": 10**7,
}  # fmt: skip
_DIGITS: Final = {sign: place for place, sign in enumerate("〇一二三四五六七八九")}
_NAMES: Final = "〇一二三四五六七八九"
_STEPS: Final = {"千": 1000, "百": 100, "十": 10}
_BLOCKS: Final = (("亿", 10**8), ("万", 10**4))
#: Formal and variant numerals as plain ones.
_PLAIN_NUMERALS: Final = str.maketrans("零壹贰叁肆伍陆柒捌玖两拾佰仟萬", "〇一二三四五六七八九二十百千万")
_NUMERALS: Final = "[零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖十拾百佰千仟万萬亿]+"
_FIGURES: Final = (
    r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?"
    r"|[0-9]+(?:\.[0-9]+)?(?:e\+?[0-9]{1,2})?"
)
_SCALE: Final = "|".join(sorted(_SCALES, key=len, reverse=True))
#: Longer texts are no amounts.
_LONGEST: Final = 40


def amount_of(text: str, units: Sequence[str] = (), *, is_money: bool = False) -> Decimal | None:
    """The number that `text` says; None unless it says exactly one, with no sign, unit or scale that is not understood.

    `units` are those of the column itself, which say nothing that its title does not say.
    """
    text = unicodedata.normalize("NFKC", text).translate(MINUS_SIGNS).strip().lower()
    if not text or len(text) > _LONGEST:
        return None
    match = _pattern(units, is_money=is_money).fullmatch(text)
    if match is None:
        return None
    number = _figures(match["figures"], match["scale"])
    signs = [sign for sign in match.group("first", "second", "last", "open") if sign]
    if number is None or len(signs) > 1 or bool(match["open"]) != bool(match["close"]):
        return None
    return number if signs in ([], ["+"]) else -number


def percentage_of(text: str) -> str | None:
    """What a share written as 百分之十五 is in figures (15%), None for all else."""
    words = unicodedata.normalize("NFKC", text).strip()
    number = amount_of(words.removeprefix("百分之")) if words.startswith("百分之") else None
    return f"{number:f}%" if number is not None and 0 <= number <= 100 else None


def _pattern(units: Sequence[str], *, is_money: bool) -> re.Pattern[str]:
    currency = "|".join(CURRENCIES) if is_money else "(?!)"
    unit = "|".join(map(re.escape, (*units, *(YUAN if is_money else ())))) or "(?!)"
    return re.compile(
        rf"(?P<first>[-+]|负)? ?(?:{currency})? ?(?P<second>[-+]|负)?(?P<open>\()? ?(?:{currency})? ?"
        rf"(?P<figures>{_FIGURES}|{_NUMERALS}) ?(?P<scale>{_SCALE})? ?(?:{unit})? ?(?P<close>\))? ?(?:{unit})?"
        r"(?P<last>-)?"
    )


def _figures(figures: str, scale: str | None) -> Decimal | None:
    """The number of the digits or numerals, times the scale behind them."""
    if figures[0].isascii():
        return Decimal(figures.replace(",", "").replace(" ", "")) * _SCALES.get(scale or "", 1)
    whole = chinese_number(figures + (scale or ""))
    return None if whole is None else Decimal(whole)


def chinese_number(text: str) -> int | None:
    """The whole number that Chinese numerals write in full (一百二十, 叁佰); None for what may be read in two ways.

    The number is written out again and compared, so that 一千二 (1,200 or 1,002) has no reading.
    """
    text = text.translate(_PLAIN_NUMERALS)
    text = f"一{text}" if text.startswith("十") else text
    number = _value(text)
    return number if number and _spelt(number) == text else None


def _value(text: str) -> int:
    """The number of plain numerals, however they are put together."""
    for sign, scale in _BLOCKS:
        head, found, tail = text.partition(sign)
        if found:
            return _value(head) * scale + _value(tail)
    total = digit = 0
    for sign in text:
        if sign in _STEPS:
            total, digit = total + digit * _STEPS[sign], 0
        else:
            digit = _DIGITS.get(sign, 0)
    return total + digit


def _spelt(number: int) -> str:
    """`number` in plain numerals, as it is written in full."""
    for sign, scale in _BLOCKS:
        high, low = divmod(number, scale)
        if high:
            gap = "〇" if 0 < low < scale // 10 else ""
            return f"{_spelt(high)}{sign}{gap}{_spelt(low)}"
    text, gap = "", ""
    for sign, step in (*_STEPS.items(), ("", 1)):
        digit = number // step % 10
        text, gap = (f"{text}{gap}{_NAMES[digit]}{sign}", "") if digit else (text, "〇" if text else "")
    return text
