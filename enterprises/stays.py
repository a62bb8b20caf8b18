"""What keeps an entry of the register where it lies: the rooms above name the matters that an office has in hand.

A case that was reported to the departments of a place ends there; were the enterprise to move meanwhile, nobody could
end it: the old departments would no longer see it, and the new ones were never told.
"""

from collections.abc import Callable, Collection
from typing import Final

#: Answers, of the entries asked for or of all, those that stay and why: {id: sentence}.
Keeper = Callable[[Collection[int] | None], dict[int, str]]
_keepers: Final[list[Keeper]] = []


def register_keeper(keeper: Keeper) -> None:
    """Let a room name what it has in hand."""
    _keepers.append(keeper)


def reasons_to_stay(ids: Collection[int] | None = None) -> dict[int, str]:
    """Entries that cannot move to another county or city now, each with the reason; of all where none are named."""
    reasons: dict[int, str] = {}
    for keeper in _keepers:
        reasons |= keeper(ids)
    return reasons


def reason_to_stay(pk: int) -> str | None:
    """The reason of one entry, None where it may move."""
    return reasons_to_stay([pk]).get(pk)
