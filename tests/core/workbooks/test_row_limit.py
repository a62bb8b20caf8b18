"""A file may hold 200,000 data rows (contract 4, too-many-rows): the last that fits is taken, one more is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.workbooks.books import GOOD, things
from tests.core.workbooks.hostile import LIMITS, outcome

MOST = 200_000
HEAD = "编号,名称,购置日期,数量(件)\n"


def csv_of(path: Path, rows: int) -> Path:
    """A small file with so many good rows."""
    lines = "".join(f"A-{number},螺丝,2023-08-01,3\n" for number in range(rows))
    path.write_text(HEAD + lines, encoding="utf-8")
    return path


@pytest.mark.parametrize(("rows", "result"), [(MOST, "taken"), (MOST + 1, "too-many-rows")])
def test_two_hundred_thousand_rows_are_taken_and_one_more_is_refused(tmp_path: Path, rows: int, result: str) -> None:
    assert outcome(csv_of(tmp_path / "many.csv", rows)) == result


@pytest.mark.parametrize(("rows", "result"), [(2, "taken"), (3, "taken"), (4, "too-many-rows")])
def test_the_limit_is_the_last_number_that_fits_in_a_workbook(tmp_path: Path, rows: int, result: str) -> None:
    path = things(tmp_path / "few.xlsx", *[{**GOOD, "编号": f"A-{number}"} for number in range(rows)])
    assert outcome(path, replace(LIMITS, rows=3)) == result


MIB = 1 << 20


def test_a_long_text_file_is_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    lines = (
        f"A-{number},螺丝,2023-08-01,3,{','.join(f'备注{place}' for place in range(20))}\n" for number in range(60_000)
    )
    path.write_text(HEAD.rstrip() + "," * 20 + "\n" + "".join(lines), encoding="utf-8")
    assert outcome(path, replace(LIMITS, memory=128 * MIB)) == "taken"
