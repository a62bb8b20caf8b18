"""Where cases come from: every room that holds such facts registers how a fact opens a case, filled in.

A fact is named by its source and a key that its room gives, of letters, digits, hyphens and underscores. Rooms above
this one register theirs when the apps are ready; `find` answers the fact as the person sees it, None for one that is
not theirs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from accounts.models import Organisation, User
from core.views.addresses import address
from dispositions.choices import CaseSource
from enterprises.models import Enterprise
from inspections.choices import FindingSubject

if TYPE_CHECKING:
    from dispositions.models import Case


@dataclass(frozen=True, slots=True)
class Fact:
    """What a case is opened with. `city` and `county` are codes; `kind` is one of `FindingKind`, where there is one.

    `name` is what the fact is called on its own page. `receiver_id` is the authority that has it already, such as the
    one that a finding was handed over to; without it the rule says who may take it. `called` names a part of whom it is
    about, such as the branch of an insurer.
    """

    source: CaseSource
    key: str
    name: str
    title: str
    facts: str
    subject: FindingSubject
    city: str
    county: str = ""
    sector: str = ""
    kind: str = ""
    basis: str = ""
    enterprise: Enterprise | None = None
    insurer: Organisation | None = None
    agency: Organisation | None = None
    receiver_id: int | None = None
    called: str = ""

    @property
    def subject_name(self) -> str:
        """The name of whom it is about."""
        if self.called:
            return self.called
        about = self.enterprise or self.insurer or self.agency
        return about.name if about is not None else ""


Find = Callable[[User, str, date], Fact | None]
#: What a room does with its own row, named by its key, when its case was opened, or ended; in the same transaction.
Tell = Callable[["Case", str, User, date, datetime], None]

#: Why what was ordered cannot be done yet, by what the room of the fact knows on the day; None where it knows nothing.
Complain = Callable[["Case", str, date], str | None]
#: What the ledgers say of the fact on the day, as the person sees them, in Chinese; empty where they say nothing.
State = Callable[["Case", str, User, date], str]
Refer = Callable[["Case", str, Organisation, User, datetime], None]


def _nothing(_case: "Case", _key: str, _by: User, _today: date, _at: datetime) -> None:
    """The room keeps nothing of its own."""


def _no_complaint(_case: "Case", _key: str, _today: date) -> str | None:
    """The room knows nothing against it."""


def _no_state(_case: "Case", _key: str, _user: User, _today: date) -> str:
    """The ledgers say nothing of it."""
    return ""


def _no_referral(_case: "Case", _key: str, _receiver: Organisation, _by: User, _at: datetime) -> None:
    """The room keeps nothing of its own."""


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of fact: `find(user, key, today)`, and `url(key)`, the page on which it stands."""

    code: CaseSource
    find: Find
    url: Callable[[str], str]
    opened: Tell = _nothing
    closed: Tell = _nothing
    referred: Refer = _no_referral
    complain_corrected: Complain = _no_complaint
    state: State = _no_state


_sources: Final[dict[str, Source]] = {}


def register(source: Source) -> None:
    """Let facts of this kind open cases; the last one told counts."""
    _sources[source.code] = source


def source_of(code: str) -> Source | None:
    """The source by its code; None for one that nobody has registered."""
    return _sources.get(code)


def fact_for(user: User, code: str, key: str, today: date) -> Fact | None:
    """The fact as the person sees it."""
    source = _sources.get(code)
    return source.find(user, key, today) if source is not None else None


def url_of_fact(code: str, key: str) -> str:
    """The page of a fact; empty for one without a page."""
    source = _sources.get(code)
    return source.url(key) if source is not None else ""


def opening_url(code: str, key: str) -> str:
    """The page on which a case of the fact is opened, or the case that it opened already."""
    return address("dispositions:case-open", f"{code}-{key}")
