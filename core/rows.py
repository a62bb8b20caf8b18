"""Rows of whichever ledger: for code that asks of them only what every ledger answers."""

from typing import Any, TypeAlias

from django.db.models import QuerySet

Rows: TypeAlias = QuerySet[Any]
#: One of them. Lists show rows of every model, with what their queries have added to each: the checker knows neither.
Row: TypeAlias = Any
