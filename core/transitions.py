"""One way to change a state: a table of transitions and `fire` (architecture.md 5)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType
from typing import Any, Protocol, TypeVar, cast

from django.db import models, transaction
from django.utils.functional import Promise

from core import audit
from core.people import User
from core.permissions import Permission
from core.writing import Refused

Guard = Callable[[Any, User], str | None]
M = TypeVar("M", bound=models.Model)


class Limit(Protocol):
    """A time limit of a room: how its pages name it."""

    @property
    def words(self) -> str: ...


class Stated(Protocol):
    """A row with a state."""

    state: str

    def get_state_display(self) -> str: ...


def refuse_first_person(first_id: int | None, by: User, deed: str) -> str | None:
    """Four eyes: the person who took the first step, of primary key `first_id`, cannot take the second one.

    `deed` names the second step with its verb, such as 审批免保; the answer is a sentence, or None where `by` may.
    """
    return f"{deed}须由另一人办理，提出人本人不能办理" if first_id == by.pk else None


@dataclass(frozen=True, slots=True)
class Transition:
    """A row of a state table. `permission` is checked by the service; `guard(row, by)` answers a reason or None.

    `label` is the official word of the move; pages show it through the filter `shown`.
    `limits` are the time limits that run while the move is awaited, in the form of the table's own room.
    """

    name: str
    sources: frozenset[str]
    target: str
    permission: Permission
    label: str | Promise
    action: str
    clause: str
    guard: Guard = field(default=lambda _row, _by: None)
    limits: tuple[Limit, ...] = ()


def allowed(table: Iterable[Transition], row: models.Model, by: User) -> list[Transition]:
    """The moves this person can make on the row now: the buttons of its page."""
    state = _stated(row).state
    return [move for move in table if state in move.sources and by.may(move.permission) and move.guard(row, by) is None]


@transaction.atomic
def fire(move: Transition, row: M, *, by: User, at: datetime, **changes: object) -> M:
    """Lock the row, check source and guard, write state and `changes`, record the event; returns the fresh row.

    Raises Refused with a sentence; nothing is written then.
    """
    locked = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    stated = _stated(locked)
    if stated.state not in move.sources:
        raise Refused(f"「{move.label}」在当前状态「{stated.get_state_display()}」下不能办理")
    reason = move.guard(locked, by)
    if reason is not None:
        raise Refused(reason)
    before = stated.state
    stated.state = move.target
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=["state", *changes])
    audit.record(move.action, by=by, at=at, subject=str(locked), before=before, after=move.target)
    return locked


def moves_in(tables: ModuleType) -> Iterator[Transition]:
    """The moves of a module of tables, whether a table is a dict, a tuple or a single move."""
    for value in vars(tables).values():
        held = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else (value,)
        yield from (one for one in held if isinstance(one, Transition))


def _stated(row: models.Model) -> Stated:
    """The row by its state: the model of every table has one."""
    return cast("Stated", row)
