"""What happened to a row, as the database wrote it: each write with its instant, its person and what it changed.

Bulk writes, imports and raw SQL leave the same events as pages; what has no person behind it says so.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from django.db.models import Model
from django.utils.dateparse import parse_datetime

from accounts.models import User
from core.history import event_model, in_words, instants
from core.plain import Plain
from core.rows import Row

#: A row of the events of a tracked model: their class is made when the model is.
Event: TypeAlias = Row
#: The words of a write: `title(before, after, step)`, with None before the first one; empty for one that is not told.
Title: TypeAlias = Callable[[Event | None, Event, str], object]

SHOWN: Final = 200
#: What the portal keeps for itself.
NEVER_SHOWN: Final = frozenset({"id", "created_at", "updated_at"})


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One write. `who` is empty where no person stands behind it."""

    at: datetime
    order: int
    title: object
    who: str = ""
    organisation: str = ""
    by_upload: bool = False
    changes: tuple[Change, ...] = ()


def moments_of(
    model: type[Model], title: Title, *, unseen: Collection[str] = (), first: bool = False, **where: object
) -> Iterator[Moment]:
    """The writes to the rows whose events fit `where`, oldest first; about four queries.

    Columns in `unseen` are not told; with `first` the first write of a row tells what it entered.
    """
    rows = event_model(model)._default_manager.filter(**where).select_related("pgh_context").order_by("-pgh_id")
    events: list[Event] = list(rows[:SHOWN])[::-1]
    at = instants(events) if hasattr(model, "created_at") else {one.pgh_id: _instant(one) for one in events}
    people = User.objects.with_offices().in_bulk({_said(one).get("user") for one in events} - {None})
    last: dict[int, Event] = {}
    for event in events:
        before, said = last.get(event.pgh_obj_id), _said(event)
        last[event.pgh_obj_id] = event
        changes = tuple(_changes(model, before, event, unseen)) if before is not None or first else ()
        words = title(before, event, str(said.get("step", "")))
        if not words or (before is not None and not changes):
            continue
        person = people.get(said.get("user"))
        yield Moment(
            at=at[event.pgh_id],
            order=event.pgh_id,
            title=words,
            who=str(said.get("name") or person or ""),
            organisation=str(said.get("organisation") or (person.office_at(at[event.pgh_id]).name if person else "")),
            by_upload="upload" in said,
            changes=changes,
        )


def _said(event: Event) -> Plain:
    return event.pgh_context.metadata if event.pgh_context else {}


def _instant(event: Event) -> datetime:
    """As `core.history.instants`, for tables without `created_at`."""
    given: datetime = parse_datetime(str(_said(event).get("at", ""))) or event.pgh_created_at
    return given


def _changes(model: type[Model], before: Event | None, after: Event, unseen: Collection[str]) -> Iterator[Change]:
    for field in model._meta.concrete_fields:
        name = field.attname
        if name in NEVER_SHOWN or name in unseen or field.primary_key or not hasattr(after, name):
            continue
        old, new = getattr(before, name, None), getattr(after, name)
        if old != new and not (before is None and new in (None, "", [])):
            yield Change(str(field.verbose_name), in_words(field, old), in_words(field, new))
