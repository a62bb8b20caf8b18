"""Reading a column at once: most columns repeat few values, and a dictionary is the fastest parser."""

from collections.abc import Sequence
from typing import Final

from core.workbooks.cells import BUILDERS, Read, damaged, empty_of
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
        memory = self._memory
        fresh = set(cells) - memory.keys()
        if len(memory) + len(fresh) > MAX_REMEMBERED:
            memory = self._memory = dict(self._blank)
            fresh = set(cells) - memory.keys()
        read = self._read
        for cell in fresh:
            memory[cell] = damaged(cell) or read(cell)
        return [memory[cell] for cell in cells]
