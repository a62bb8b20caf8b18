"""Where a lower page shows what an upper room knows: the upper room registers it here (architecture.md 1).

A page asks by its name, such as `policy`; a panel answers names and values for the page's context. A column of a list
is an annotation of its rows.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, TypeVar

from django.db.models import Model, QuerySet

from core.people import User
from core.rows import Rows

M = TypeVar("M", bound=Model)
Panel = Callable[[Any, User, date], Mapping[str, object]]
Columns = Callable[[Rows, User], Rows]

_panels: Final[dict[str, list[Panel]]] = defaultdict(list)
_columns: Final[dict[str, list[Columns]]] = defaultdict(list)


def register(page: str, panel: Panel) -> None:
    """Let a page show what `panel` answers about its subject, for a person on a day."""
    _panels[page].append(panel)


def register_columns(page: str, columns: Columns) -> None:
    """Let a list show what `columns` annotates."""
    _columns[page].append(columns)


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
