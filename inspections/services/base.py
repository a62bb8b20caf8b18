"""How a write to a task or to one of its forms begins, and what refuses it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar, cast

from django.db.models import Model

from accounts.models import User
from core.gate import NotAllowed
from core.writing import Refused, Stale, insist, lock, open_ledger
from inspections import states
from inspections.choices import ItemState, TaskState
from inspections.models import Item, Task
from inspections.permissions import InspectionPermission

#: What a form was answered with, by the name of the entry.
Values = Mapping[str, object]
I = TypeVar("I", bound=Item)  # noqa: E741 - the usual letter of a type variable


class FormChanged(Stale):
    """Somebody saved since the page was opened. `changes`: name of the entry → (now stored, what you typed)."""

    def __init__(self, by: str, changes: dict[str, tuple[object, object]], version: int = 0) -> None:
        super().__init__(by, version=str(version))
        self.changes = changes


@contextmanager
def open_task(model: type[Model], task: Task, by: User, at: datetime, step: str) -> Iterator[Task]:
    """Open a write of the group; gives the task, locked, if it may be worked on now."""
    with open_ledger(model, task, by=by, permission=InspectionPermission.INSPECTION_WRITE, at=at, step=step, on=task):
        if not states.may_inspect(task, by):
            raise NotAllowed(f"{by} is not in the group")
        locked = lock(task)
        if locked.state != TaskState.IN_PROGRESS:
            begins = (
                "，请先点「开始检查」"
                if locked.state in states.PLANNING | {TaskState.GROUP_READY}
                else "，检查表不再改动"
            )
            raise Refused(f"任务现为「{locked.get_state_display()}」{begins}")
        yield locked


@contextmanager
def open_draft(item: I, by: User, at: datetime, step: str, sentence: str = "检查表已提交，请先退回修改") -> Iterator[I]:
    """Open a write to a draft; gives the form, fresh and locked. `sentence` refuses one that is submitted already."""
    with open_task(type(item), item.task, by, at, step):
        rows = type(item)._default_manager.select_for_update(of=("self",)).select_related("saved_by", "task")
        # The rows are of the form's own model, which the checker cannot tell of a model out of two.
        locked = cast("I | None", rows.filter(pk=item.pk).first())
        if locked is None:
            raise Refused("检查表已被移出名单")
        insist(states.hindrance_of(locked.task, by) or states.kept_away(locked, by))
        if locked.state != ItemState.DRAFT:
            raise Refused(sentence)
        yield locked


def changes_of(stored: Model, typed: Values) -> dict[str, tuple[object, object]]:
    """Entry by entry where the stored row and the typed one differ."""
    return {name: (getattr(stored, name), value) for name, value in typed.items() if getattr(stored, name) != value}
