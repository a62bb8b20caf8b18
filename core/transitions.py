"""One way to change a state: a table of transitions and `fire` (architecture.md 5)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.functional import Promise

from core import audit
from core.people import User
from core.writing import Refused

Guard = Callable[[Any, Any], str | None]
#: The former name of a refusal, for apps that still use it.
TransitionRefused = Refused


@dataclass(frozen=True, slots=True)
class Transition:
    """A row of a state table. `permission` is checked by the service; `guard(row, by)` answers a reason or None.

    `limits` are the time limits that run while the move is awaited, in the form of the table's own room.
    """

    name: str
    sources: frozenset[str]
    target: str
    permission: Any
    label: str | Promise
    action: str
    clause: str
    guard: Guard = field(default=lambda row, by: None)  # noqa: ARG005
    limits: tuple[Any, ...] = ()


def allowed(table: Iterable[Transition], row: models.Model, by: User) -> list[Transition]:
    """The moves this person can make on the row now: the buttons of its page."""
    state = getattr(row, "state")  # noqa: B009 - every table's model has one
    return [move for move in table if state in move.sources and by.may(move.permission) and move.guard(row, by) is None]


@transaction.atomic
def fire(move: Transition, row: models.Model, *, by: User, at: datetime, **changes: Any) -> Any:
    """Lock the row, check source and guard, write state and `changes`, record the event; returns the fresh row.

    Raises Refused with a sentence; nothing is written then.
    """
    locked: Any = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.state not in move.sources:
        raise Refused(f"「{move.label}」在当前状态「{locked.get_state_display()}」下不能办理")
    reason = move.guard(locked, by)
    if reason is not None:
        raise Refused(reason)
    before = locked.state
    locked.state = move.target
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=["state", *changes])
    audit.record(move.action, by=by, at=at, subject=str(locked), before=before, after=move.target)
    return locked
