"""At which rows the work of an agency shows: the rooms above say where agencies worked, this room knows none of them.

A source answers the ids of the agencies that worked for enterprises which the person may see.
"""

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Q, QuerySet

from core.people import Visitor

#: `source(user)` answers rows of one column, the id of an agency, by `values("agency")`.
Source = Callable[[Visitor], QuerySet[Any, Any]]

_sources: Final[list[Source]] = []


def register(source: Source) -> None:
    _sources.append(source)


def at_work_for(user: Visitor, name: str = "pk") -> Q:
    """The filter, over the column `name`, for the agencies that work in the person's place."""
    found = Q(pk__in=())
    for source in _sources:
        found |= Q(**{f"{name}__in": source(user)})
    return found
