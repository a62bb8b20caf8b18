"""A list as a plain workbook: for lists that have no official layout of their own."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

#: So many rows at most go into one answer; a longer list is narrowed by its filters first.
MOST_ROWS: Final = 20_000
#: Column of a list: its title, and the path of the value from the row, as in a template.
Columns = Sequence[tuple[Any, str]]


def table_workbook(*, title: str, note: str, columns: Columns, rows: Iterable[Any]) -> BytesIO:
    """The rows under the titles, with `title` and `note` above; ready to be read from its start."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A4"
    sheet.append([_cell(sheet, title, bold=True)])
    sheet.append([_cell(sheet, note)])
    sheet.append([_cell(sheet, str(head), bold=True) for head, _path in columns])
    for row in rows:
        sheet.append([_cell(sheet, value_at(row, path)) for _head, path in columns])
    body = BytesIO()
    book.save(body)
    body.seek(0)
    return body


def value_at(row: Any, path: str) -> Any:
    """What a template would find at the path: attributes, keys, calls without arguments; None where it breaks off."""
    found = row
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else getattr(found, name, None)
        if callable(found):
            found = found()
        if found is None:
            return None
    return found


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    """Days and numbers as themselves; a text stays a text, whatever it begins with."""
    if isinstance(value, datetime):
        value = localtime(value).replace(tzinfo=None)
    if isinstance(value, list | tuple):
        value = "；".join(map(str, value))
    cell: Any = WriteOnlyCell(sheet)
    if value is None or isinstance(value, date | int | float | Decimal):
        cell.value = value
        if isinstance(value, datetime):
            cell.number_format = "yyyy-mm-dd hh:mm"
        elif isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
    else:
        cell._value, cell.data_type = str(value), "s"  # a formula is what openpyxl would make of "=…"
    if bold:
        cell.font = Font(bold=True)
    return cell
