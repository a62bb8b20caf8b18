"""A workbook whose cells hold anything is checked to its end: every row is taken or held, and the job is done."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import SAMPLES
from tests.databases import Keep
from tests.uploads import PLAN, load_all, person, send

pytestmark = pytest.mark.django_db

VALUES: tuple[object, ...] = (
    "_x0000_",
    "a_x0000_b",
    "_xD800_",
    "_xDFFF_a",
    "\u200b",
    "#N/A",
    "'=1+1",
    "—",
    ";",
    "{}",
    "\\u0000",
    "%",
    "*",
    "张*",
    "9999-12-31",
    "0001-01-01",
    "9999年12月31日",
    dt.date(9999, 12, 31),
    dt.date(1900, 1, 1),
    dt.time(1, 2),
    True,
    1e308,
    -1e308,
    1e18,
    0.1,
    -1,
    99_999_999_999.99,
    "1" * 400,
    "𠮷" * 600,
    "示" * 32_000,
    "2.02310E+13",
    "100%",
    "1e5",
    "\x0b",
    "\ufffe",
    "<a>&#0;</a>",
    "1,2,3",
    "（18位）",
    "﷽",
    "é" * 3,
    "٣",
    "²",
    "NaN",
    "inf",
    "-0",
    "00",
)


def spoiled(path: Path) -> bytes:
    """The first good row again and again, each time with another value in one of its cells."""
    book = openpyxl.load_workbook(path)
    sheet: Any = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(place for place, row in enumerate(rows) if sum(value is not None for value in row) > 5)
    good = rows[head + 1]
    made = openpyxl.Workbook(write_only=True)
    written: Any = made.create_sheet(sheet.title)
    written.append(rows[head])
    for value in VALUES:
        for column in range(len(good)):
            written.append([escaped(value) if place == column else old for place, old in enumerate(good)])
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def escaped(value: object) -> object:
    """As Excel writes what XML cannot hold."""
    return value.replace("\x0b", "_x000B_").replace("\ufffe", "_xFFFE_") if isinstance(value, str) else value


@pytest.fixture(scope="module")
def sent(keep: Keep) -> None:
    """The samples, once for all kinds."""
    keep(lambda: load_all(SAMPLES / "plain"))


@pytest.mark.parametrize(("kind", "name", "user"), PLAN)
def test_every_kind_takes_or_holds_every_row(sent: None, kind: str, name: str, user: str, cast: object) -> None:
    path = SAMPLES / "plain" / name
    upload = send(kind, path, person(user), content=spoiled(path))
    assert upload.refused_code == ""
    assert upload.accepted + upload.held == upload.rows
    assert upload.rows > len(VALUES)
