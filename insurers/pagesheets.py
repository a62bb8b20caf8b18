"""The rows of a page as a workbook with the page's own columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from django.http import FileResponse

from accounts.permissions import Permission
from core import audit
from core.downloads import attachment
from core.gate import require
from core.workbooks import Column, Layout, Row, write_ledger

#: Beyond so many rows the page asks for a narrower choice.
MOST_ROWS = 20_000
Kind = Literal["text", "int", "date", "money", "percent"]


class TooManyRows(Exception):  # noqa: N818 - the refusal is the noun the users see
    """The text says how many there are and what to do."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of the page: its title in the official workbook, the key of its values, their kind."""

    title: str
    key: str
    type: Kind = "text"
    width: float = 16


def _no_check(row: Row, facts: Any) -> None:
    """Nothing is read from these workbooks."""


def page_workbook(
    *, title: str, columns: Iterable[Shown], rows: Iterable[Mapping[str, Any]], count: int, by: Any, today: date,
    at: datetime,
) -> FileResponse:  # fmt: skip
    """The workbook as an answer, told to the audit. Raises NotAllowed, TooManyRows."""
    require(by, Permission.LEDGER_EXPORT)
    if count > MOST_ROWS:
        raise TooManyRows(f"共 {count:,} 行，超过一次导出的上限 {MOST_ROWS:,} 行，请用筛选条件缩小范围后再导出。")
    layout: Layout[Any] = Layout(
        kind="page", sheet=title, version="1", identity=(), check=_no_check,
        columns=tuple(Column(title=c.title, key=c.key, type=c.type, width=c.width) for c in columns),
    )  # fmt: skip
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.xlsx"
        written = write_ledger(layout, rows, path, title=title, unit=str(by.organisation), as_of=today, masked=False)
        body = BytesIO(path.read_bytes())
    audit.record("ledger.exported", by=by, at=at, subject=title, kind="page", rows=written, masked=False)
    return attachment(body, f"{title}-{today:%Y%m%d}.xlsx")
