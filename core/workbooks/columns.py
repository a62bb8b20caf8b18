"""Reading a column at once: most columns repeat few values, and a dictionary is the fastest parser."""

from collections.abc import Sequence
from typing import Final

from core.workbooks.cells import BUILDERS, Read, damaged, empty_of, may_be_damaged
from core.workbooks.model import Column

MAX_REMEMBERED: Final = 50_000


class ColumnReader:
    """The reader of one column; safe to use with any transmitted cells."""

    def __init__(self, column: Column) -> None:
        self._read = BUILDERS[column.type](column)
        self._blank: dict[object, Read] = {None: empty_of(column), "": empty_of(column)}
        self._memory: dict[object, Read] = dict(self._blank)

    def read(self, cells: Sequence[object]) -> list[Read]:
        """For each cell its value, None or a `Bad`. What was read before is looked up."""
        if cells and cells.count(cells[0]) == len(cells):  # a batch of one value, as many columns are
            return self._read_all(cells[:1]) * len(cells)
        return self._read_all(cells)

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
