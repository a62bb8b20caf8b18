"""Good files, mutated: the reader takes them or refuses them with a reason, and nothing else happens."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.workbooks.sandbox.errors import Refusal
from core.workbooks.sandbox.frames import Order
from core.workbooks.sandbox.rows import MergeSweep, is_furniture
from core.workbooks.sandbox.session import Session, refusal_of
from core.workbooks.sandbox.titles import Titles, find_header
from core.workbooks.texts import TitleIndex
from tests.core.workbooks.books import GOOD_ROW, HEADER, THINGS, package, row_xml, xlsx_parts
from tests.core.workbooks.hostile import REFUSALS, TAKEN, outcome

PARTS = xlsx_parts(HEADER + GOOD_ROW + row_xml(3, ["A-2", "螺母", "2023.9.1", 5]))
GOOD = package(PARTS)
TOKENS = [
    "<row>",
    "</row>",
    '<row r="5">',
    "<c>",
    "</c>",
    '<c r="A9">',
    "<v>",
    "</v>",
    "<v>1</v>",
    "<f>1</f>",
    't="e"',
    't="s"',
    't="d"',
    's="1"',
    "<is>",
    "</is>",
    "<t>",
    "]]>",
    "<![CDATA[",
    "&amp;",
    "&x;",
    "&#9;",
    "<!--",
    "-->",
    "<?x?>",
    "\ufeff",
    'r="XFD1048576"',
    'hidden="1"',
    "<mergeCells>",
    "<sheetData/>",
    "<a/>",
    "1e99",
    "-1",
    "\x01",
    "é",
    "\U0010ffff",
]
#: How many times as many as the suite tries; `make attack` says (PORTAL_FUZZ).
TIMES = int(os.environ.get("PORTAL_FUZZ", "1"))
ANY_BYTES = st.binary(max_size=300) | st.text(max_size=200).map(str.encode)
SUFFIXES = st.sampled_from(["", ".csv", ".xls", ".xlsx"])
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def in_process(data: bytes, suffix: str) -> str:
    """The outcome of the child's work, run here: a thousand children would take minutes."""
    columns = {column.title: column.key for column in THINGS.columns}
    spec: Order = {
        "titles": columns,
        "mandatory": ["number", "name", "bought_on", "amount"],
        "template": "things 1",
        "examples": {},
        "sheet": "",
        "shown": [],
        "suffix": suffix,
        "unpacked": 1 << 26,
        "rows": 1000,
        "columns": 100,
        "cells": 100_000,
    }
    try:
        for _frame in Session(spec).frames(data):
            pass
    except Refusal as refusal:
        return refusal.code
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        return refusal_of(error).code
    return TAKEN


@st.composite
def mutated_text(draw: st.DrawFn, text: str) -> str:
    """`text` with some pieces cut, doubled, or replaced by tokens that mean something to readers."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        middle = draw(st.sampled_from(TOKENS) | st.just("") | st.just(text[start:end] * 2) | st.text(max_size=3))
        text = text[:start] + middle + text[end:]
    return text


@st.composite
def mutated_parts(draw: st.DrawFn) -> bytes:
    """A workbook with one part mutated as text, renamed or removed."""
    parts = dict(PARTS)
    name = draw(st.sampled_from(sorted(parts)))
    body = parts.pop(name)
    fate = draw(st.sampled_from(["mutate", "mutate", "mutate", "rename", "remove"]))
    if fate == "mutate":
        parts[name] = draw(mutated_text(str(body))).encode("utf-8", "surrogatepass")
    elif fate == "rename":
        parts[draw(mutated_text(name)).replace("\0", "") or "x"] = body
    return package(parts)


@st.composite
def mutated_bytes(draw: st.DrawFn) -> bytes:
    """A workbook with some bytes changed, cut or inserted."""
    data = bytearray(GOOD)
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(data) - 1))
        action: Callable[[], None] = draw(
            st.sampled_from(
                [
                    lambda p=place: data.__setitem__(p, draw(st.integers(0, 255))),
                    lambda p=place: data.__delitem__(slice(p, p + draw(st.integers(1, 40)))),
                    lambda p=place: data.__setitem__(slice(p, p), draw(st.binary(max_size=20))),
                ]
            )
        )
        action()
        if not data:
            break
    return bytes(data)


@settings(max_examples=400 * TIMES, deadline=None, suppress_health_check=QUIET)
@given(mutated_parts())
def test_mutated_parts(data: bytes) -> None:
    assert in_process(data, ".xlsx") in REFUSALS | {TAKEN}


@settings(max_examples=300 * TIMES, deadline=None, suppress_health_check=QUIET)
@given(mutated_bytes())
def test_mutated_bytes(data: bytes) -> None:
    assert in_process(data, ".xlsx") in REFUSALS | {TAKEN}


@settings(max_examples=25 * TIMES, deadline=None, suppress_health_check=QUIET)
@given(data=mutated_parts() | mutated_bytes())
def test_mutated_files_through_the_child(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert outcome(path) in REFUSALS | {TAKEN}


@settings(max_examples=200 * TIMES, deadline=None)
@given(ANY_BYTES, SUFFIXES)
def test_any_bytes_under_any_extension(data: bytes, suffix: str) -> None:
    assert in_process(data, suffix) in REFUSALS


CELLS = st.text(max_size=6) | st.sampled_from([*(column.title for column in THINGS.columns), "合计", "", 1.0])


@given(st.lists(st.lists(CELLS, max_size=8), max_size=12))
def test_a_header_found_always_holds_half_of_the_mandatory_titles(rows: list[list[object]]) -> None:
    titles = Titles(
        TitleIndex({c.title: c.key for c in THINGS.columns}), frozenset({"number", "name", "bought_on", "amount"})
    )
    header = find_header(rows, titles)
    if header is not None:
        assert len(header.missing) <= 2
        assert 1 <= header.top <= header.row <= 10
        assert header.row - header.top <= 1
    for row in rows:
        list(map(is_furniture, row))


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 9), st.integers(0, 5), st.integers(0, 3)), max_size=20))
def test_the_sweep_finds_the_merges_that_a_plain_search_finds(made: list[tuple[int, int, int, int]]) -> None:
    merges = [(top, top + height, left, left + width) for top, height, left, width in made]
    sweep = MergeSweep(list(merges))
    for number in range(1, 45, 2):
        plain = {(left, right) for top, bottom, left, right in merges if top <= number <= bottom}
        assert sweep.at(number) == sorted(plain)


def test_the_good_file_is_taken() -> None:
    assert in_process(GOOD, ".xlsx") == TAKEN
    assert zipfile.ZipFile(io.BytesIO(GOOD)).testzip() is None
