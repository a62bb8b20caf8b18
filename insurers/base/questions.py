"""Questions that are asked of the rows of a ledger: what is odd and wants looking at, though it is no error.

The rooms that can answer them (`crosschecks`) register them; the lists below offer them as a filter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.functional import Promise

from accounts.models import User

Condition = Callable[[QuerySet[Any], User, date], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its code in addresses, its words, the ledger's kind, and the rows that it is about."""

    code: str
    label: str | Promise
    ledger: str
    about: Condition


_questions: Final[dict[tuple[str, str], Question]] = {}


def register(question: Question) -> None:
    _questions[question.ledger, question.code] = question


def choices(ledger: str) -> list[tuple[str, str | Promise]]:
    """The questions about a ledger, for a filter."""
    return [(question.code, question.label) for (kind, _code), question in _questions.items() if kind == ledger]


def rows_in_question(ledger: str, code: str, rows: QuerySet[Any], user: User, day: date) -> QuerySet[Any]:
    """The rows that the question is about, as far as the person may know."""
    return _questions[ledger, code].about(rows, user, day)
