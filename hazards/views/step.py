"""A step of a hazard's page: its form, the service behind it, and who it is offered to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypedDict

from django.core.files.base import File

from accounts.models import User
from core.languages import listed
from core.permissions import Permission
from core.transitions import Transition
from core.writing import Seen as Version
from hazards.facts import Facts
from hazards.models import Hazard
from hazards.permissions import HazardPermission
from rulebook.clauses import in_words


@dataclass(frozen=True, slots=True)
class Seen:
    """A hazard and its facts, gathered once for all guards of a page."""

    hazard: Hazard
    known: Facts

    @property
    def state(self) -> str:
        return self.hazard.state

    def get_state_display(self) -> str:
        return str(self.hazard.get_state_display())

    def facts(self) -> Facts:
        return self.known


class Common(TypedDict):
    """What every service of a step asks for."""

    by: User
    at: datetime
    seen: Version


class Dated(Common):
    """The same for services that judge by the day."""

    today: date


@dataclass(frozen=True, slots=True)
class Click:
    """Who pressed what, when, and which version of the row the page showed."""

    by: User
    today: date
    at: datetime
    seen: Version
    files: "Sequence[File[bytes]]" = ()

    @property
    def common(self) -> Common:
        return {"by": self.by, "at": self.at, "seen": self.seen}

    @property
    def dated(self) -> Dated:
        return {**self.common, "today": self.today}


#: Does a step with its valid form; each knows its own.
Doer = Callable[[Hazard, Any, Click], object]
Judge = Callable[[Seen, User], str | None]


def _always(_row: Seen, _user: User) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """A step by name: its label, the form that it asks for, the service behind it.

    `judge` answers why not now; what the form itself brings is not asked for before. `concerns` says whether the page
    speaks of it at all. Permission, states, sources and limits are those of its `moves`, else its own.
    """

    name: str
    label: str
    form: type[Any]
    do: Doer
    judge: Judge
    moves: tuple[Transition, ...] = ()
    permission: Permission = HazardPermission.HAZARD_WRITE
    states: frozenset[str] = field(default_factory=frozenset)
    clause: str = ""
    concerns: Callable[[Seen, User], bool] = _always
    #: Beside the way: the page offers it below the others, in a part of its own.
    is_beside: bool = False
    #: States in which a step that else lies beside the way is the next one.
    on_the_way: frozenset[str] = field(default_factory=frozenset)

    def is_aside(self, state: str) -> bool:
        """Whether the page keeps it apart from the next step of the normal way."""
        return self.is_beside and state not in self.on_the_way

    @property
    def asked(self) -> Permission:
        return self.moves[0].permission if self.moves else self.permission

    @property
    def sources(self) -> frozenset[str]:
        return self.states or frozenset[str]().union(*(move.sources for move in self.moves))

    @property
    def rule(self) -> str:
        """Where it is written, and the limits that run while it is awaited."""
        clauses = ", ".join(dict.fromkeys([move.clause for move in self.moves] or [self.clause]))
        limits = dict.fromkeys(limit.words for move in self.moves for limit in move.limits)
        return listed((part for part in (in_words(clauses) if clauses else "", *limits) if part), "；")
