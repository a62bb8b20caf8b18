"""Suggestions on their way through a returned workbook: one text per row, applied only where somebody wrote Y."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from core.workbooks.model import ACCEPT_KEY, ADVICE_KEY, AnyLayout, Fault, seen
from core.workbooks.sandbox.frames import Cells
from core.workbooks.texts import plain


def suggestions_of(faults: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The one suggestion of each column, by its key: what the page shows, what the workbook says, what is stored.

    Errors speak before warnings, and the first before the others.
    """
    known = [fault for fault in faults if fault["suggestion"] and fault["key"]]
    found: dict[str, str] = {}
    for fault in sorted(known, key=lambda fault: fault["severity"] != "error"):
        found.setdefault(fault["key"], fault["suggestion"])
    return found


def write_advice(faults: Iterable[Fault]) -> str:
    """The suggestions of `faults` as one line per column: 标题=值. One that takes several lines is not given."""
    told = [fault for fault in faults if fault.column]
    titles = {fault.key: fault.title for fault in told}
    found = suggestions_of(asdict(fault) for fault in told)
    return "\n".join(f"{titles[key]}={value}" for key, value in found.items() if "\n" not in value)


def read_advice(text: str, layout: AnyLayout) -> dict[str, str]:
    """Column key to suggested value, from what `write_advice` wrote; lines that name no column are left out."""
    keys = {plain(column.title): column.key for column in layout.columns}
    pairs = (line.partition("=") for line in text.splitlines())
    return {keys[plain(title)]: value for title, sign, value in pairs if sign and plain(title) in keys}


def is_accepted(cell: object) -> bool:
    """Whether the cell under 采纳建议 says Y, in any width and case."""
    return unicodedata.normalize("NFKC", seen(cell) or "").strip().upper() == "Y"


def apply_advice(lists: list[Cells], layout: AnyLayout, places: Mapping[str, int]) -> None:
    """Write the accepted suggestions into the transmitted rows, in place; nothing is applied without a Y."""
    accept, advice = places[ACCEPT_KEY], places[ADVICE_KEY]
    for cells in lists:
        if cells[accept] != "" and is_accepted(cells[accept]):
            for key, value in read_advice(seen(cells[advice]) or "", layout).items():
                if key in places:
                    cells[places[key]] = value
