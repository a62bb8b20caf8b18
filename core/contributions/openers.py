"""What follows from a record of an upper room: the room that holds such files registers how one is opened.

An occasion is a code of the upper room, such as a kind of finding; whoever holds the files answers with the file that
it has opened, or the one that was open already.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise

from core.people import User
from core.permissions import Permission


@dataclass(frozen=True, slots=True)
class Opener:
    """A button: its words, the permission behind it, and what it does.

    `open(subject, day, facts, by, today, at)` raises NotAllowed, Refused; `address(file)` is where the file is read.
    """

    label: str | Promise
    permission: Permission
    open: Callable[[Any, date, str, User, date, datetime], Any]
    address: Callable[[Any], str]


_openers: Final[dict[str, Opener]] = {}


def register(occasion: str, opener: Opener) -> None:
    _openers[occasion] = opener


def opener_for(occasion: str) -> Opener | None:
    """What is opened on the occasion; None where nothing is."""
    return _openers.get(occasion)
