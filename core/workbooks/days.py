"""The notations of a day that workbooks and forms take (contract, section 4, Cells)."""

import datetime as dt
import re
from typing import Final

_DATE: Final = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|\.([0-9]{1,2})\.|年([0-9]{1,2})月)([0-9]{1,2})(日?)"
)


def read_date(text: str) -> dt.date | None:
    """The day that `text` writes as 2023-8-1, 2023/8/1, 2023.8.1 or 2023年8月1日; None for all else."""
    match = _DATE.fullmatch(text)
    if match is None or (match[5] is None) == bool(match[7]):
        return None
    month = match[2] or match[3] or match[4] or match[5]
    return _day(match[1], month, match[6])


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
