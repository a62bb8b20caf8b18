"""What passes between the portal and its child: the order that the child gets, and the frames that it sends back."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, TypedDict

#: The cells of a row as calamine or JSON give them; in a frame the row's number stands before them.
Cells: TypeAlias = list[Any]
#: Code, sheet, column letter, title, value.
Notice: TypeAlias = tuple[str, str, str | None, str, str]


class Order(TypedDict):
    """What reading a file needs to know; `titles` lead to the keys of the columns. `unpacked` in bytes.

    `examples` are the texts of the templates' example rows by key; `sheet` names the sheet to read, empty where the
    first one that fits is wanted.
    `shown` are titles that our own exports carry besides and that are left aside without a word.
    """

    titles: dict[str, str]
    mandatory: list[str]
    examples: dict[str, list[str]]
    sheet: str
    template: str
    shown: list[str]
    suffix: str
    unpacked: int
    rows: int
    columns: int
    cells: int


class ConfinedOrder(Order):
    """An order with the limits of the child itself: the file and its memory in bytes, seconds of the processor."""

    size: int
    memory: int
    cpu: int


class End(TypedDict):
    """How many rows were data and how many were not, and in which ones the template's example was typed over.

    `untitled` are the letters of columns without a title in which data rows hold something.
    """

    rows: int
    ignored: int
    examples: list[int]
    untitled: list[str]


class Frame(TypedDict, total=False):
    """One message of the child: it announces the sheet, carries rows, ends, or says why the file is refused."""

    refused: tuple[str, str]
    sheet: str
    header_row: int
    letters: dict[str, str]
    strangers: dict[str, str]
    further: list[str]
    notices: list[Notice]
    expected: int
    since_1904: bool
    rows: list[Cells]
    merged: Mapping[str, Sequence[Sequence[int]]]
    end: End
