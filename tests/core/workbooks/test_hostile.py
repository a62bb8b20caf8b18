"""Files made to do harm: each is either taken or refused with a reason, and the reader lives on."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from core.workbooks import read_workbook
from tests.core.workbooks.books import HEADER, THINGS, TITLES, package, row_xml, things
from tests.core.workbooks.hostile import CORPUS, LIMITS, TAKEN, good, outcome, parts, sst


def test_the_corpus_is_large_enough() -> None:
    assert len(CORPUS) >= 60


@pytest.mark.parametrize("name", CORPUS)
def test_hostile_files_are_taken_or_refused_with_a_reason(name: str, tmp_path: Path) -> None:
    suffix, make, allowed = CORPUS[name]
    path = tmp_path / f"file{suffix}"
    path.write_bytes(make())
    assert outcome(path) in allowed


def test_a_file_over_the_size_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(30 * 2**20 + 1)
    assert outcome(path) == "too-large"


def test_a_truncation_at_every_place_is_refused(tmp_path: Path) -> None:
    data = good()
    for size in range(0, len(data), 211):
        path = tmp_path / "a.xlsx"
        path.write_bytes(data[:size])
        assert outcome(path) in ("unreadable", "not-a-workbook")


def test_a_child_out_of_memory_is_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(package(sst(2_000_000, "<si><t>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</t></si>")))
    assert outcome(path, replace(LIMITS, memory=150 << 20)) == "bomb"


def test_a_child_that_takes_too_long_is_a_timeout(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(package(parts(HEADER + "".join(f'<row r="{n}"/>' for n in range(2, 1_000_000)))))
    assert outcome(path, replace(LIMITS, wall=0.3)) == "timeout"


def test_the_limit_of_rows_is_exact(tmp_path: Path) -> None:
    rows = "".join(row_xml(n, ["A-1", "螺丝", "2023-08-01", 3]) for n in range(2, 12))
    path = tmp_path / "a.xlsx"
    path.write_bytes(package(parts(HEADER + rows + row_xml(13, ["合计"]) + row_xml(14, ["注:无"]))))
    assert outcome(path, replace(LIMITS, rows=10)) == TAKEN
    assert outcome(path, replace(LIMITS, rows=9)) == "too-many-rows"


def test_the_limit_of_columns_is_exact(tmp_path: Path) -> None:
    path = things(tmp_path / "a.xlsx", {}, titles=[*TITLES, *(f"列{n}" for n in range(88))])
    assert outcome(path) == TAKEN
    assert outcome(path, replace(LIMITS, columns=99)) == "too-many-rows"


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_nothing_is_left_running_or_open(tmp_path: Path) -> None:
    before = open_files()
    path = things(tmp_path / "a.xlsx", {})
    for _ in range(3):
        with read_workbook(path, THINGS) as reading:
            next(reading.batches())
        reading.close()
    assert open_files() == before


def test_crc_is_checked(tmp_path: Path) -> None:
    """A stored entry changed behind its checksum."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, body in parts().items():
            archive.writestr(name, body)
    data = buffer.getvalue().replace("螺丝".encode(), "螺母".encode())
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert outcome(path) == "unreadable"
