"""The answers of a form: who changed which, so that two officers clash only where both did."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db.models import Model

from accounts.models import User
from core import audit
from core.gate import NotAllowed
from inspections.models import InspectedInsurer, Item
from inspections.services.base import FormChanged, I, Values, open_draft
from inspections.services.sight import follow_files

#: What the portal keeps of a form by itself; no save may name it (mass assignment).
KEPT: Final = frozenset(
    {
        "id",
        "task",
        "enterprise",
        "insurer",
        "state",
        "version",
        "answer_versions",
        "on_record",
        "added_by",
        "added_at",
        "saved_by",
        "saved_at",
        "submitted_at",
    }
)
#: Name of the entry → (now stored, what was typed).
Clashes = Mapping[str, tuple[object, object]]


def save_form(*, item: I, values: Values, version: int, by: User, at: datetime) -> I:
    """Store answers of a draft, those that the page at `version` touched: all or none.

    FormChanged where somebody else has changed one of them since and otherwise; nothing is lost.
    """
    with open_draft(item, by, at, "save") as locked:
        require_answers(locked, values)
        clashing = clashes_of(locked, values, version)
        if clashing:
            raise FormChanged(writer_of(locked, clashing), dict(clashing), locked.version)
        write_answers(locked, values, by, at)
    return locked


def require_answers(item: Item, values: Values) -> None:
    """NotAllowed for a name that is no answer of the form."""
    strange = set(values) - answers_of(type(item))
    if strange:
        raise NotAllowed(f"no answers of the form: {sorted(strange)}")


def clashes_of(stored: Item, values: Values, version: int, versions: Mapping[str, int] | None = None) -> Clashes:
    """The answers that were changed after the page's version and differ from what was typed.

    `versions` names answers that the page showed at a later version than its own, those it saved itself. A version
    that the form has not reached is unreadable: it fits no answer, nor does 0.
    """
    told = versions or {}

    def is_old(name: str) -> bool:
        shown, mark = told.get(name, version), stored.answer_versions.get(name)
        return not 0 < shown <= stored.version or (mark is not None and mark[0] > shown)

    return {
        name: (getattr(stored, name), value)
        for name, value in values.items()
        if getattr(stored, name) != value and is_old(name)
    }


def writer_of(stored: Item, clashing: Clashes) -> str:
    """Who changed the first of the answers that clash."""
    mark = stored.answer_versions.get(next(iter(clashing)))
    writer = User.objects.select_related("organisation").filter(pk=mark[1]).first() if mark else None
    return str(writer or stored.saved_by)


def write_answers(locked: Item, values: Values, by: User, at: datetime) -> list[str]:
    """Write the answers that differ on the locked form, mark them with its next version; their names."""
    changed = [name for name, value in values.items() if getattr(locked, name) != value]
    if changed:
        locked.version += 1
        before = list(getattr(locked, "files_drawn", ()))
        for name in changed:
            setattr(locked, name, values[name])
            locked.answer_versions[name] = [locked.version, by.pk]
        locked.saved_by, locked.saved_at = by, at
        locked.save(update_fields=[*changed, "answer_versions", "version", "saved_by", "saved_at"])
        audit.record(
            "inspection.form-saved", by=by, at=at, subject=str(locked), version=locked.version, answers=changed
        )
        if isinstance(locked, InspectedInsurer) and "files_drawn" in changed:
            follow_files(item=locked, before=before, by=by, at=at)
    return changed


def answers_of(model: type[Model]) -> frozenset[str]:
    """Names of the entries that a save may write: whatever is not kept by the portal itself."""
    return frozenset(field.name for field in model._meta.concrete_fields) - KEPT
