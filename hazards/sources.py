"""What stands behind a hazard: the rooms above say which records they know, the ledger itself knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from core.people import User
from enterprises.models import Enterprise
from hazards.models import Hazard, Notice


@dataclass(frozen=True, slots=True)
class Source:
    """Of a code of `HazardSource`: judge a number on entry, link a hazard, and where its page is.

    `complain(enterprise, number, found_on, by)` answers a sentence or None; `link(hazard, found)` writes the finder's
    row, or takes it away where the hazard has another source now; `address(hazard, user)` answers the record's address
    for those who may open it, else an empty text. `told(notice)` hears of a notice on hazards of the source that was
    issued or taken back.
    """

    complain: Callable[[Enterprise, str, date, User], str | None]
    link: Callable[[Hazard, bool], None]
    address: Callable[[Hazard, User], str]
    told: Callable[[Notice], None] = lambda _notice: None


_sources: dict[str, Source] = {}


def register(code: str, source: Source) -> None:
    _sources[code] = source


def complain(code: str, enterprise: Enterprise, number: str, found_on: date, by: User) -> str | None:
    source = _sources.get(code)
    return source.complain(enterprise, number, found_on, by) if source else None


def link(hazard: Hazard) -> None:
    """Let the record behind the hazard point at it, and no other."""
    for code, source in _sources.items():
        source.link(hazard, code == hazard.source)


def tell(notice: Notice) -> None:
    """Let the records behind the hazards of a notice know that it was issued, or taken back."""
    for code in set(notice.lines.values_list("hazard__source", flat=True)):
        if source := _sources.get(code):
            source.told(notice)


def address(hazard: Hazard, user: User) -> str:
    source = _sources.get(hazard.source)
    return source.address(hazard, user) if source else ""
