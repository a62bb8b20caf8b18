"""The ways that messages take besides the portal, where each message stands always.

A further way, such as mail, 浙政钉 or SMS, is one object with a name and `deliver`; its room registers it when the apps
are ready and it is configured. A way that fails neither stops the others nor takes a message back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

import structlog

from core import audit, writing

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """A stored message on its way to a person: the digest of a day in numbers and days, without names of firms."""

    person_id: int
    text: str
    #: How many of its items are overdue.
    late: int = 0


class Channel(Protocol):
    """`deliver` gets all new messages of a run; it may raise whatever its service raises."""

    name: str

    def deliver(self, letters: Sequence[Letter]) -> None: ...


_channels: Final[list[Channel]] = []


def register(channel: Channel) -> None:
    _channels.append(channel)


def hand_over(letters: Sequence[Letter], at: datetime) -> None:
    """Give the letters to every channel, after the messages were stored; a channel that fails leaves an event."""
    for channel in _channels:
        try:
            channel.deliver(letters)
        except (OSError, ValueError, RuntimeError) as error:
            log.warning("channel_failed", channel=channel.name, letters=len(letters), error=str(error))
            with writing.open_unattended(at=at, step="messages"):
                audit.record("message.undelivered", by=None, at=at, subject=channel.name, reason=str(error)[:200])
