"""The workbook of a pairing table: one row for each inspecting city, in the order in which the table is printed."""

from pathlib import Path
from typing import Final, NamedTuple

from core.workbooks import Column, Layout, Limits, Refused, Row, read_workbook
from inspections import rules

#: A table of eleven rows needs no more.
LIMITS: Final = Limits(size=2 * 2**20, unpacked=40 * 2**20, rows=200, columns=40, cells=8_000, wall=30.0)


def _nothing_more(row: Row, facts: None) -> None:
    """All checks look at the whole table (`rules.cell_faults`)."""


PAIRINGS: Final = Layout[None](
    kind="pairing",
    sheet="交叉检查分组表",
    version="2024-1",
    columns=(
        Column(
            title="检查地区",
            key="inspecting",
            type="text",
            required="Y",
            length=20,
            rule="设区市全称，每个设区市出现一次",
            example="杭州市",
        ),
        Column(
            title="被检查地区",
            key="inspected",
            type="text",
            required="Y",
            length=20,
            rule="设区市全称，每个设区市出现一次，不得与检查地区相同",
            example="绍兴市",
        ),
    ),
    identity=("inspecting",),
    check=_nothing_more,
)


class SheetFault(NamedTuple):
    """A fault at a cell of the workbook, for the page: Excel's row and column, what stands there, what to do."""

    row: int | None
    column: str
    value: str
    sentence: str


class PairingSheet(NamedTuple):
    """What a workbook holds: pairs of codes in its order, and its faults; it is good where there are none."""

    pairs: list[rules.Pair]
    faults: list[SheetFault]


def read_pairing(path: Path, name: str, names: dict[str, str]) -> PairingSheet:
    """Read a workbook over the cities of `names` (code to name)."""
    codes = {**{name: code for code, name in names.items()}, **{n.removesuffix("市"): c for c, n in names.items()}}
    try:
        with read_workbook(path, PAIRINGS, name=name, limits=LIMITS) as reading:
            rows = [row for batch in reading.batches() for row in batch]
            letters = reading.columns
    except Refused as refused:
        return PairingSheet([], [SheetFault(None, "", "", refused.message)])
    texts = [[str(row.raw.get(side) or "").strip() for side in rules.SIDES] for row in rows]
    pairs = [(codes.get(a, a), codes.get(b, b)) for a, b in texts]
    faults = [
        SheetFault(
            rows[one.row].number if one.row >= 0 else None,
            letters.get(one.side, ""),
            texts[one.row][list(rules.SIDES).index(one.side)] if one.row >= 0 else "",
            _by_number(one, rows),
        )
        for one in rules.cell_faults(pairs, names)
    ]
    return PairingSheet(pairs, faults)


def _by_number(fault: rules.CellFault, rows: list[Row]) -> str:
    """The sentence with Excel's number of an earlier row that it names."""
    sentence = fault.sentence
    for place in range(fault.row):
        sentence = sentence.replace(f"在第{place + 1}行已是", f"在第{rows[place].number}行已是")
    return sentence
