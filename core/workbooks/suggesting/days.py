"""The day that a cell says in a form that a column of days does not take."""

import datetime as dt
import re
import unicodedata
from typing import Final

from core.workbooks.suggesting.amounts import chinese_number

#: Day 0 of the 1900 system, and the serial numbers of the days from 2000 to 2099.
EXCEL_DAY_ZERO: Final = dt.date(1899, 12, 30)
SERIALS: Final = (36_526, 73_050)
#: By so many days the numbers of a workbook that counts from 1904 are smaller.
DAYS_TO_1904: Final = 1_462
#: Years that a suggestion may name.
YEARS: Final = (1990, 2100)

#: One whole day and nothing else: a time of midnight may follow, a second day may not.
_DAY: Final = re.compile(
    r"(?:([0-9]{4}) ?[-/.年、 ] ?([0-9]{1,2}) ?[-/.月、 ] ?([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})) ?[日号.]?"
    r"(?:[ T]00?:00(?::00(?:\.0+)?)?)?"
)
#: Two digits are a year only where no part could be another one: with 年, or before a day of one digit.
_SHORT_YEAR: Final = re.compile(r"([0-4][0-9])(?:年([0-9]{1,2})月([0-9]{1,2})[日号]?|[-/.]([0-9]{1,2})[-/.]([0-9]))")
_IN_NUMERALS: Final = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
_NUMERALS: Final = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def day_of(cell: object, *, since_1904: bool = False) -> dt.date | None:
    """The day that a number cell or a text says; None unless it is one whole day."""
    if isinstance(cell, float):
        return _of_number(cell, DAYS_TO_1904 if since_1904 else 0)
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    if match := _DAY.fullmatch(text):
        return _day(*(match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)))
    if match := _SHORT_YEAR.fullmatch(text):
        return _day(f"20{match[1]}", match[2] or match[4], match[3] or match[5])
    if match := _IN_NUMERALS.fullmatch(text):
        month, day = (chinese_number(part) or 0 for part in match.group(2, 3))
        return _day(match[1].translate(_NUMERALS), month, day)
    return None


def _of_number(number: float, shift: int) -> dt.date | None:
    """The day of a serial number, or of a number that writes it as 20230801."""
    if number != number // 1:
        return None
    if SERIALS[0] <= number + shift <= SERIALS[1]:
        return EXCEL_DAY_ZERO + dt.timedelta(days=int(number) + shift)
    return day_of(str(int(number))) if 19_900_101 <= number <= 21_001_231 else None


def _day(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if YEARS[0] <= found.year <= YEARS[1] else None
