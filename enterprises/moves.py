"""What keeps an entry of the register where it lies: the rooms above name the matters that an office has in hand.

A case that was reported to the departments of a place ends there; were the enterprise to move meanwhile, nobody could
end it: those who were told would see it no more, those of the new place were never told.
"""

from collections.abc import Callable, Collection
from typing import Final

#: Answers, of the entries asked for or of all, those that stay and why: {id: sentence}.
Keeper = Callable[[Collection[int] | None], dict[int, str]]
_keepers: Final[list[Keeper]] = []


def register(keeper: Keeper) -> None:
    """Let a room name what it has in hand."""
    _keepers.append(keeper)


def kept(ids: Collection[int] | None = None) -> dict[int, str]:
    """Entries that cannot move to another county or city now, each with the reason; of all where none are named."""
    found: dict[int, str] = {}
    for keeper in _keepers:
        found |= keeper(ids)
    return found
