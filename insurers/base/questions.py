"""Questions that are asked of the rows of a ledger: what is odd and wants looking at, though it is no error.

The rooms that can answer them (`crosschecks`) register them; the lists below offer them as a filter.
"""

from abc import ABC, abstractmethod
from datetime import date
from typing import ClassVar, Final, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from accounts.models import User
from rulebook.choices import RuleCode

M = TypeVar("M", bound=Model)


class Question(ABC):
    """One question; a subclass says which rows it is about.

    `code` stands in addresses, `ledger` is the kind of the rows, `rules` are the dated rules behind it, and `clause`
    where it comes from.
    """

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    ledger: ClassVar[str]
    rules: ClassVar[tuple[RuleCode, ...]] = ()
    clause: ClassVar[str] = ""

    @abstractmethod
    def about(self, rows: QuerySet[M], user: User, day: date) -> QuerySet[M]:
        """The rows that it is about, as far as the person may know."""


_questions: Final[dict[tuple[str, str], Question]] = {}


def register(*questions: Question) -> None:
    for question in questions:
        _questions[question.ledger, question.code] = question


def questions_of(ledger: str) -> list[Question]:
    """The questions about the rows of a ledger, in the order in which they were registered."""
    return [question for (kind, _code), question in _questions.items() if kind == ledger]


def choices(ledger: str) -> list[tuple[str, str | Promise]]:
    """The questions about a ledger, for a filter."""
    return [(question.code, question.label) for question in questions_of(ledger)]


def rows_in_question(ledger: str, code: str, rows: QuerySet[M], user: User, day: date) -> QuerySet[M]:
    """The rows that the question is about, as far as the person may know."""
    return _questions[ledger, code].about(rows, user, day)
