"""Reading a workbook: the file goes to the sandbox, cells come back in batches and become checked rows here."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from core.workbooks.advice import apply_advice
from core.workbooks.cells import KIND_ERROR, Bad, Read
from core.workbooks.columns import ColumnReader
from core.workbooks.formats import ERROR_VALUES
from core.workbooks.model import (
    ACCEPT_KEY,
    ADVICE_KEY,
    EXAMPLE_MARK,
    KEY_KEY,
    NUMBER_TITLE,
    AnyLayout,
    Fault,
    Limits,
    Placement,
    Row,
    seen,
)
from core.workbooks.process import Child, ChildFault
from core.workbooks.refusals import refuse
from core.workbooks.sandbox.frames import Cells, ConfinedOrder, End
from core.workbooks.sandbox.look import column_index, column_letters
from core.workbooks.severities import SEVERITIES
from core.workbooks.texts import TitleIndex, plain, storable_characters, title_form

_OWN_KEYS: Final = (KEY_KEY, ACCEPT_KEY, ADVICE_KEY)

_NOTICES: Final[Mapping[str, str]] = {
    "unknown-column": "“{value}”列不在模板中，未读取。",
    "other-sheet": "工作表“{value}”未读取，只读取“{sheet}”。",
    "example-row": "模板的示例行已被改写，该行已作为数据读取；请清空“序号”列中的“示例”。",
    "hidden": "工作表含有隐藏行或筛选，隐藏的行同样已读取。",
    "old-template": "所用模板版本（{value}）不是现行版本，请下载新模板。",
    "external-link": "文件含有指向其他文件的链接，系统未访问这些链接。",
    "hidden-sheet": "没有可见的工作表符合模板，读取了隐藏的工作表“{sheet}”。",
}


def template_mark(layout: AnyLayout) -> str:
    """What the template of `layout` carries under its defined name: kind and version."""
    return f"{layout.kind} {layout.version}"


def read_workbook(
    path: Path | str,
    layout: AnyLayout,
    *,
    limits: Limits = Limits(),
    tick: Callable[[int], None] | None = None,
    name: str | None = None,
    sheet: str = "",
) -> "Reading":
    """Open the file at `path` and find the sheet of `layout` in it.

    `name` is the file's original name where `path` has none of its own (its extension has to agree with the
    content); `sheet` is the name of the sheet to read, empty for the first that fits; `tick` is called with the number
    of rows after each batch. Raises Refused; `Reading.batches` may raise
    it as well, since a file can prove damaged or endless half-way. Close the reading, or use it in a `with`.
    """
    suffix = Path(name or path).suffix.lower()
    with Path(path).open("rb") as file:
        if file.seek(0, 2) > limits.size:
            raise refuse("too-large", "", layout, limits)
        file.seek(0)
        child = Child(file, _spec(layout, limits, suffix, sheet), limits.wall)
    with ExitStack() as on_fault:
        on_fault.callback(child.close)
        try:
            reading = Reading(child, layout, limits, tick)
        except ChildFault as fault:
            raise _refused(fault, layout, limits) from fault
        on_fault.pop_all()
    return reading


def _spec(layout: AnyLayout, limits: Limits, suffix: str, sheet: str) -> ConfinedOrder:
    """What the child has to know; it imports no layout."""
    return {
        "titles": {column.title: column.key for column in layout.columns},
        "mandatory": [column.key for column in layout.columns if column.required == "Y"],
        "examples": {column.key: [column.example, *column.former_examples] for column in layout.columns},
        "template": template_mark(layout),
        "sheet": sheet,
        "shown": [plain(column.title) for column in (*layout.leading, *layout.trailing)],
        "suffix": suffix,
        "size": limits.size,
        "unpacked": limits.unpacked,
        "rows": limits.rows,
        "columns": limits.columns,
        "cells": limits.cells,
        "memory": limits.memory,
        "cpu": limits.cpu,
    }


def _refused(fault: ChildFault, layout: AnyLayout, limits: Limits) -> Exception:
    if fault.code != "missing-columns":
        return refuse(fault.code, fault.detail, layout, limits)
    nearest: dict[str, str] = json.loads(fault.detail)
    missing = [(column.title, nearest[column.key]) for column in layout.columns if column.key in nearest]
    return refuse(fault.code, "", layout, limits, missing)


class Reading:
    """A workbook being read.

    `sheet_name`, `further_sheets` (names of those that fit, too), `header_row` (Excel's number), `columns` (key to
    letter), `notices` and `expected_rows` (about how many, for a progress bar; 0 if unknown) stand from the start;
    `rows`, `ignored` and a last notice after `batches` is exhausted.
    """

    def __init__(self, child: Child, layout: AnyLayout, limits: Limits, tick: Callable[[int], None] | None) -> None:
        opening = child.frame()
        self.layout = layout
        self.sheet_name: str = opening["sheet"]
        self.further_sheets: list[str] = opening["further"]
        self.header_row: int = opening["header_row"]
        self.expected_rows: int = opening["expected"]
        self.rows = 0
        self.ignored = 0
        letters: dict[str, str] = opening["letters"]
        self.columns = {key: letter for key, letter in letters.items() if key not in _OWN_KEYS}
        self._titles = TitleIndex({column.title: column.key for column in layout.columns})
        self.notices = [self._notice(*notice) for notice in opening["notices"]]
        self._child = child
        self._limits = limits
        self._tick = tick
        self._number_column = next(
            (letter for letter, title in opening["strangers"].items() if plain(title) == NUMBER_TITLE), None
        )
        self._assembler = Assembler(layout, letters, opening["strangers"], since_1904=opening["since_1904"])

    def _notice(
        self, code: str, sheet: str, column: str | None, title: str, value: str, row: int | None = None
    ) -> Fault:
        message = _NOTICES[code].format(value=value, sheet=self.sheet_name)
        if code == "unknown-column" and value == NUMBER_TITLE:
            message = f"{NUMBER_TITLE}列不读取。"
        elif code == "unknown-column" and not value:
            message = f"{column} 列没有列名，其中的内容未读取；属于某一列的请并入该列，不需要的请删除。"
        elif code == "unknown-column" and (known := self._known_title(value)):
            message = f"“{value}”列重复：该项内容已从 {known} 列读取，本列未读取，请删除多余的一列。"
        return Fault(code, SEVERITIES[code], column, title, "", value, message, sheet=sheet, row=row)

    def _known_title(self, title: str) -> str:
        """The letter of the column that was read for what `title` says, empty where the layout does not know it."""
        form = title_form(title)
        key = self._titles.exact(form) or self._titles.loose(form)
        return self.columns.get(key or "", "")

    def _end(self, end: End) -> None:
        """Note what only the rows told."""
        self.ignored = end["ignored"]
        for row in end["examples"]:
            place = self.sheet_name, self._number_column, NUMBER_TITLE, EXAMPLE_MARK, row
            self.notices.append(self._notice("example-row", *place))
        for letter in end["untitled"]:
            self.notices.append(self._notice("unknown-column", self.sheet_name, letter, "", ""))

    def batches(self) -> Iterator[list[Row]]:
        """The data rows in order, about 2,000 at a time, their cells read and checked. Raises Refused."""
        try:
            while True:
                frame = self._child.frame()
                if "end" in frame:
                    self._end(frame["end"])
                    return
                rows = self._assembler.rows(frame["rows"], frame["merged"])
                self.rows += len(rows)
                yield rows
                if self._tick:
                    self._tick(self.rows)
        except ChildFault as fault:
            raise _refused(fault, self.layout, self._limits) from fault
        finally:
            self.close()

    def batches_ahead(self) -> Iterator[list[Row]]:
        """The same; each next batch is read by a thread while the caller works on the one before.

        Reading needs this process's Python and no database: it goes on while the caller waits for the database.
        """
        batches = self.batches()
        with ThreadPoolExecutor(max_workers=1) as reader:
            coming = reader.submit(next, batches, None)
            while (batch := coming.result()) is not None:
                coming = reader.submit(next, batches, None)
                yield batch

    def close(self) -> None:
        """End the child, wherever it stands."""
        self._child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Assembler:
    """Turns transmitted rows into `Row` objects, column by column: the hot path of an import."""

    def __init__(
        self, layout: AnyLayout, letters: Mapping[str, str], strangers: Mapping[str, str], *, since_1904: bool = False
    ) -> None:
        own = {key: letter for key, letter in letters.items() if key not in _OWN_KEYS}
        self._placement = Placement(layout, own)
        self._places = {key: place for place, key in enumerate(letters, start=1)}
        self._readers: list[tuple[str, int, ColumnReader]] = [
            (key, self._places[key], ColumnReader(layout.column(key), since_1904=since_1904)) for key in own
        ]
        self._own = [self._places[key] for key in own]
        self._indexes = {key: column_index(letter) for key, letter in own.items()}
        self._strangers = strangers
        self._absent = [(column.key, None) for column in layout.columns if column.key not in own]

    def rows(self, lists: list[Cells], merged: Mapping[str, Sequence[Sequence[int]]]) -> list[Row]:
        """The rows of one frame: each list is [number, cell, cell, ...] in the order of the letters."""
        if ADVICE_KEY in self._places and ACCEPT_KEY in self._places:
            apply_advice(lists, self._placement.layout, self._places)
        columns = list(zip(*lists, strict=True))
        read: list[list[Read]] = []
        bad: list[tuple[int, str, Bad]] = []
        for key, place, reader in self._readers:
            values = reader.read(columns[place])
            if Bad in set(map(type, values)):
                bad.extend((index, key, value) for index, value in enumerate(values) if type(value) is Bad)
            read.append(values)
        rows = self._build(columns, read)
        spans = {int(number): spans for number, spans in merged.items()}
        self._merge([row for row in rows if row.number in spans], spans)
        for index, key, fault in bad:
            _apply(rows[index], key, fault)
        return rows

    def _build(self, columns: list[tuple[Any, ...]], read: list[list[Read]]) -> list[Row]:
        keys, placement = self._placement.keys, self._placement
        cells = zip(*(columns[place] for place in self._own), strict=True)
        hidden = columns[self._places[KEY_KEY]] if KEY_KEY in self._places else None
        rows = []
        for number, values, raw in zip(columns[0], zip(*read, strict=True), cells, strict=True):
            known = dict(zip(keys, values, strict=True))
            if self._absent:
                known.update(self._absent)
            rows.append(Row(number, known, raw, placement))
        if hidden is not None:
            for row, key in zip(rows, hidden, strict=True):
                row.key = seen(key)
        return rows

    def _merge(self, rows: list[Row], spans: Mapping[int, Sequence[Sequence[int]]]) -> None:
        """Report merged ranges, and take every cell that they cover out of further checks."""
        for row in rows:
            for first, last in spans[row.number]:
                covered = [key for key, index in self._indexes.items() if first <= index <= last]
                row.faults.append(self._merge_fault(first))
                for key in covered:
                    row.values.pop(key, None)
                row.spoil(*covered)

    def _merge_fault(self, first: int) -> Fault:
        key = next((key for key, index in self._indexes.items() if index == first), "")
        letter = column_letters(first)
        title = self._placement.columns[key].title if key else self._strangers.get(letter, "")
        message = f"“{title or letter}”处的单元格是合并单元格，数据区内不能合并，请取消合并并在每一行填写。"
        return Fault("merged", "error", letter, title, key, "", message)


def _apply(row: Row, key: str, bad: Bad) -> None:
    """Report a cell that could not be read, unless a merged range already speaks for it."""
    if key not in row.values:
        return
    row.fault(bad.code, key, message=bad.message, suggestion=bad.suggestion)
    if bad.value is not None:
        row.values[key] = bad.value
    else:
        del row.values[key]


def read_texts(
    layout: AnyLayout, texts: Mapping[str, str | None], *, number: int, numeric: Collection[str] = ()
) -> Row:
    """One row from plain texts by column key, as somebody typed them: read as cells of a workbook are.

    `number` is the row's number for messages, `numeric` names columns whose text stands for a number cell (a number
    under an identifier stays one until somebody retypes it). Other rows and the ledger are not looked at.
    """
    letters = {column.key: column_letters(place) for place, column in enumerate(layout.columns)}
    cells = [_cell_of(texts.get(key), is_number=key in numeric) for key in letters]
    return Assembler(layout, letters, {}).rows([[number, *cells]], {})[0]


def _cell_of(text: str | None, *, is_number: bool) -> object:
    """The transmitted form of a text; NUL is the sandbox's own mark, nobody types it."""
    typed = storable_characters(text or "")
    if typed in ERROR_VALUES:
        return f"\0{KIND_ERROR}{typed}"
    try:
        return float(typed) if is_number else typed
    except ValueError:
        return typed
