"""Reading a column at once: a dictionary is the fastest parser of a column that repeats few values.

In a column of texts that differ, such as names, one look at all of them tells that none needs to be cleaned.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from core.workbooks.cells import (
    BUILDERS,
    LONGEST_TEXT,
    TEXT_TYPES,
    Bad,
    Read,
    Reader,
    damaged,
    date_reader,
    empty_of,
    may_be_damaged,
    text_checker,
    text_form,
)
from core.workbooks.model import Column
from core.workbooks.texts import NO_NAMES, plain

MAX_REMEMBERED: Final = 50_000


class ColumnReader:
    """The reader of one column; safe to use with any transmitted cells."""

    def __init__(self, column: Column, *, since_1904: bool = False) -> None:
        is_shifted = since_1904 and column.type == "date"
        read = date_reader(column, since_1904=True) if is_shifted else BUILDERS[column.type](column)
        self._read = read if column.required == "Y" else with_hint(read)
        self._read_clean = clean_reader(column) if column.type in TEXT_TYPES else None
        self._blank: dict[object, Read] = {None: empty_of(column), "": empty_of(column)}
        self._memory: dict[object, Read] = dict(self._blank)

    def read(self, cells: Sequence[object]) -> list[Read]:
        """For each cell its value, None or a `Bad`. What was read before is looked up."""
        if cells and cells.count(cells[0]) == len(cells):  # a batch of one value, as many columns are
            return self._read_all(cells[:1]) * len(cells)
        clean = self._read_clean(cells) if self._read_clean else None
        return self._read_all(cells) if clean is None else clean

    def _read_all(self, cells: Sequence[object]) -> list[Read]:
        memory = self._memory
        fresh = set(cells) - memory.keys()
        if len(memory) + len(fresh) > MAX_REMEMBERED:
            memory = self._memory = dict(self._blank)
            fresh = set(cells) - memory.keys()
        read = self._read
        if may_be_damaged(fresh):
            memory.update({cell: damaged(cell) or read(cell) for cell in fresh})
        else:
            memory.update(zip(fresh, map(read, fresh), strict=True))
        return [memory[cell] for cell in cells]


def with_hint(read: Reader) -> Reader:
    """The reader of a column that may be empty: where a dash or 无 stands in it, it says so."""

    def read_hinted(cell: object) -> Read:
        value = read(cell)
        if type(value) is Bad and type(cell) is str and plain(cell) in NO_NAMES:
            return replace(value, message=f"{value.message}没有的请留空。")
        return value

    return read_hinted


def clean_reader(column: Column) -> Callable[[Sequence[object]], list[Read] | None]:
    """A reader of many cells that are filled texts without anything to clean; it answers None for all others.

    A part of a printable, normalised text is printable and normalised: asking the whole asks each cell.
    """
    form, check = text_form(column), text_checker(column)
    limit, shortest = column.length or LONGEST_TEXT, column.shortest or 1
    is_free = not (column.is_code_text or column.squeeze or column.pattern or column.complain)

    def has_names(texts: Sequence[str]) -> bool:
        return not column.is_name or NO_NAMES.isdisjoint(texts)

    def read(cells: Sequence[object]) -> list[Read] | None:
        texts = [cell for cell in cells if type(cell) is str]
        whole = "".join(texts)
        if len(texts) < len(cells) or not whole.isprintable() or not unicodedata.is_normalized(form, whole):
            return None
        if (" " in whole and any(text[:1] == " " or text[-1:] == " " for text in texts)) or may_be_damaged((whole,)):
            return None
        lengths = set(map(len, texts))
        if min(lengths, default=0) == 0:
            return None
        is_plain = is_free and not (column.personal and "*" in whole)
        if is_plain and min(lengths) >= shortest and max(lengths) <= limit and has_names(texts):
            return [*texts]
        return list(map(check, texts))

    return read
