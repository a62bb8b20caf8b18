"""The rows of a page as a workbook in the official layout, with the page's own columns.

For lists whose ledger has no workbook of its own: nothing is read back from these.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal

from django.db.models import Model
from django.http import FileResponse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from typing_extensions import override

from core import audit
from core.gate import require
from core.people import User
from core.permissions import CorePermission
from core.views.downloads import attachment
from core.workbooks import Column, Heading, Layout, Row, write_ledger

#: So many rows at most go into one answer; a longer list is narrowed by its filters first.
MOST_ROWS: Final = 20_000
#: The permission of the accounts room that exports ask for; `core` knows it by its word only.
EXPORTING: Final = CorePermission.LEDGER_EXPORT
Kind = Literal["text", "int", "date", "money", "percent"]
#: Column of a list: its title, the path of the value from the row as in a template, and where the values do not tell
#: it, their kind.
Columns = Sequence[tuple[object, str] | tuple[object, str, Kind]]


class TooManyRows(Exception):
    """The text says how many there are and what to do, in the language of whoever reads it."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(count, most)
        self.count, self.most = count, most

    @override
    def __str__(self) -> str:
        return _("%(count)s rows are too many for one workbook (%(most)s): narrow the filters.") % {
            "count": f"{self.count:,}",
            "most": f"{self.most:,}",
        }


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of the page: its title in the workbook, the key of its values, their kind."""

    title: str
    key: str
    type: Kind = "text"
    width: float = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """What an official table of a list is called, in what its rows and sums are counted, which columns add up.

    Official workbooks are Chinese whatever the language of the page, so the words stand here as they are printed.
    """

    title: str
    counted_in: str
    sums: frozenset[str] = frozenset()


def page_workbook(
    *,
    sheet: Sheet,
    columns: Iterable[Shown],
    rows: Iterable[Mapping[str, object]],
    count: int,
    by: User,
    today: date,
    at: datetime,
    cutoff: date | None = None,
    most: int | None = None,
) -> FileResponse:
    """The workbook as an answer, told to the audit; `cutoff` as in `table_bytes`. Raises NotAllowed, TooManyRows."""
    require(by, EXPORTING)
    require_fitting(count, most)
    body, written = table_bytes(
        sheet=sheet, columns=columns, rows=rows, unit=str(by.organisation), today=today, cutoff=cutoff
    )
    audit.record("ledger.exported", by=by, at=at, subject=sheet.title, kind="page", rows=written, masked=False)
    return workbook_answer(sheet, body, today)


def require_fitting(count: int, most: int | None = None) -> None:
    """Raises TooManyRows where so many rows do not fit one answer."""
    if count > (most or MOST_ROWS):
        raise TooManyRows(count, most or MOST_ROWS)


def workbook_answer(sheet: Sheet, body: bytes, today: date) -> FileResponse:
    """The file, named by its table and the day."""
    return attachment(BytesIO(body), f"{sheet.title}-{today:%Y%m%d}.xlsx")


def table_bytes(
    *,
    sheet: Sheet,
    columns: Iterable[Shown],
    rows: Iterable[Mapping[str, object]],
    unit: str,
    today: date,
    cutoff: date | None = None,
) -> tuple[bytes, int]:
    """A table as .xlsx in the official layout, and how many rows it has; `cutoff` where the rows are of another day."""
    layout: Layout[object] = Layout(
        kind="page",
        sheet=sheet.title[:31],
        version="1",
        identity=(),
        check=_no_check,
        columns=tuple(Column(title=c.title, key=c.key, type=c.type, width=c.width) for c in columns),
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.xlsx"
        written = write_ledger(
            layout,
            rows,
            path,
            heading=Heading(sheet.title, unit, cutoff or today, sheet.counted_in, sheet.sums, filed_on=today),
        )
        return path.read_bytes(), written


def field_columns(model: type[Model]) -> Columns:
    """A column for every field of the model that has a label: the labels of choices, the names of other rows."""
    return [
        (field.verbose_name, f"get_{field.attname}_display" if getattr(field, "choices", None) else field.name)
        for field in model._meta.concrete_fields
        if isinstance(field.verbose_name, Promise)
    ]


def values_of(columns: Columns, rows: Iterable[object]) -> list[dict[str, object]]:
    """What the columns find in each row, by path."""
    return [{path: _plain(value_at(row, path)) for _title, path, *_kind in columns} for row in rows]


def shown_columns(columns: Columns, values: Sequence[Mapping[str, object]]) -> list[Shown]:
    """The columns with the kind that their values have, and as wide as those are."""
    return [_shown(str(title), path, [value[path] for value in values], *kind) for title, path, *kind in columns]


def value_at(row: object, path: str) -> Any:
    """What a template would find at the path: attributes, keys, calls without arguments; None where it breaks off."""
    found = row
    for name in _names(path):
        found = found.get(name) if isinstance(found, dict) else getattr(found, name, None)
        if callable(found):
            found = found()
        if found is None:
            return None
    return found


@lru_cache(maxsize=2048)
def _names(path: str) -> tuple[str, ...]:
    """The steps of a path: the same few for every row of every list."""
    return tuple(path.split("."))


def _no_check(row: Row, facts: object) -> None:
    """Nothing is read from these workbooks."""


def _plain(value: object) -> object:
    """A value as a cell takes it: numbers and days as themselves, all else as the text that a page shows."""
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, list | tuple):
        return "；".join(map(str, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if value is None or isinstance(value, date | int | Decimal) else str(value)


def _kind_of(values: Iterable[object]) -> Kind:
    types = {type(value) for value in values if value is not None}
    if types == {date}:
        return "date"
    if types == {int}:
        return "int"
    return "money" if types and types <= {int, Decimal} else "text"


def _shown(title: str, key: str, values: Sequence[object], known: Kind | None = None) -> Shown:
    longest = max((len(value) for value in values if isinstance(value, str)), default=0)
    return Shown(title, key, known or _kind_of(values), float(min(40, max(12, 2 * longest + 2, 2 * len(title) + 2))))
