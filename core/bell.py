"""The bell of the top bar: one count of messages, told by the room that keeps them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

Counter = Callable[[Any], int]


@dataclass(frozen=True, slots=True)
class Bell:
    """Where a person's messages are, and how many of them are unread."""

    url: str
    unread: int


_told: list[tuple[str, str, Counter]] = []


def register(url_name: str, permission: str, unread: Counter) -> None:
    """Say who counts a person's unread messages and on which page they are; the last one told counts."""
    _told[:] = [(url_name, permission, unread)]


def bell_for(user: Any) -> Bell | None:
    """The bell of a person, in one query; None for those who get no messages."""
    for url_name, permission, unread in _told:
        if user.may(permission):
            return Bell(reverse(url_name), unread(user))
    return None
