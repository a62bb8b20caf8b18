"""The bell of the top bar: one count of messages, told by the room that keeps them and read with the person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import IntegerField, Value
from django.db.models.expressions import BaseExpression
from django.urls import reverse

from core.people import User

#: What the count is called on a person who was fetched for a request.
UNREAD: Final = "unread"
Expression = Callable[[], BaseExpression]


@dataclass(frozen=True, slots=True)
class Bell:
    """Where a person's messages are, and how many of them are unread."""

    url: str
    unread: int


_told: list[tuple[str, str, Expression]] = []


def register(url_name: str, permission: str, unread: Expression) -> None:
    """Say on which page messages are and how they are counted, as SQL on a row of people; the last one told counts."""
    _told[:] = [(url_name, permission, unread)]


def expression() -> BaseExpression:
    """The count as a column of the query that fetches a person: the bell asks no question of its own."""
    return _told[0][2]() if _told else Value(0, output_field=IntegerField())


def bell_for(user: User) -> Bell | None:
    """The bell of a person; None for those who get no messages."""
    for url_name, permission, _unread in _told:
        if user.may(permission):
            return Bell(reverse(url_name), getattr(user, UNREAD, 0))
    return None
