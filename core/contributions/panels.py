"""Where a lower page shows what an upper room knows: the upper room registers it here (architecture.md 1).

A page asks by its name, such as `policy`; a panel answers names and values for the page's context. A column of a list
is an annotation of its rows. A way leads from a row of a list to what the upper room has of it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple, TypeVar

from django.db.models import Model, QuerySet
from django.utils.html import format_html

from core.people import User
from core.rows import Row, Rows

M = TypeVar("M", bound=Model)
Panel = Callable[[Any, User, date], Mapping[str, object]]
Columns = Callable[[Rows, User], Rows]


class Way(NamedTuple):
    """Words that lead to a page."""

    label: str
    url: str


#: The ways from rows of a list, by the key of each row and what tells several of one row apart.
Ways = Callable[[Iterable[Row], User], Mapping[tuple[int, str], Way]]

_panels: Final[dict[str, list[Panel]]] = defaultdict(list)
_columns: Final[dict[str, list[Columns]]] = defaultdict(list)
_ways: Final[dict[str, list[Ways]]] = defaultdict(list)


def register(page: str, panel: Panel) -> None:
    """Let a page show what `panel` answers about its subject, for a person on a day."""
    _panels[page].append(panel)


def register_columns(page: str, columns: Columns) -> None:
    """Let a list show what `columns` annotates."""
    _columns[page].append(columns)


def register_ways(page: str, ways: Ways) -> None:
    """Let a list show where `ways` leads from its rows."""
    _ways[page].append(ways)


def ways_from(page: str, rows: Iterable[Row], user: User) -> dict[tuple[int, str], Way]:
    """The ways that upper rooms bring, for all rows of a page at once."""
    found, listed = dict[tuple[int, str], Way](), list(rows)
    for ways in _ways[page]:
        found |= ways(listed, user)
    return found


def link_to(way: Way | None) -> str:
    """The way as a link; nothing where there is none."""
    return format_html('<a class="nowrap" href="{}">{}</a>', way.url, way.label) if way is not None else ""


def panels_of(page: str, subject: Model, user: User, day: date) -> dict[str, object]:
    """The context that all panels of a page bring."""
    context: dict[str, object] = {}
    for panel in _panels[page]:
        context |= panel(subject, user, day)
    return context


def with_columns(page: str, rows: QuerySet[M], user: User) -> QuerySet[M]:
    """The rows of a list with the columns that upper rooms bring."""
    for columns in _columns[page]:
        rows = columns(rows, user)
    return rows
