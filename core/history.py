"""The ledgers as they were held on a day, from the history events that the database itself writes.

An event's business instant is the one its writer gave (`pghistory.context(at=...)`), else the acceptance of its
upload, else for a first entry the row's `created_at`, else the event's own instant. They differ in demo and test mode.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from core import walls
from core.imports.models import Upload
from core.languages import listed

M = TypeVar("M", bound=models.Model)


class Context(Protocol):
    """What a writer told of itself; its keys are those of `pghistory.context`."""

    metadata: dict[str, object]


class Event(Protocol):
    """A row of a model of events: the columns that tell which row was written, when, and how."""

    created_at: datetime
    pgh_id: int
    pgh_label: str
    pgh_created_at: datetime
    pgh_context: Context | None


def last_write(row: models.Model) -> tuple[int | None, datetime | None]:
    """Who wrote the row last, by id, and when, by the context of its latest event; None for what it does not tell."""
    events = event_model(type(row))._default_manager.filter(pgh_obj_id=row.pk).select_related("pgh_context")
    last = events.order_by("-pgh_id").first()
    context = last.pgh_context.metadata if last is not None and last.pgh_context else {}
    found = context.get("user")
    return int(found) if found is not None else None, parse_datetime(str(context.get("at", "")))


def end_of(day: date) -> datetime:
    """The instant after which the day is over, in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def event_model(model: type[models.Model]) -> Any:
    """The model of the events of a tracked model."""
    return apps.get_model(model._meta.app_label, f"{model.__name__}Event")


def instants(events: Iterable[Event]) -> dict[int, datetime]:
    """{id of the event: its business instant}, in one query more; the events come with their context."""
    rows = list(events)
    contexts = {row.pgh_id: row.pgh_context.metadata if row.pgh_context else {} for row in rows}
    uploads = {found for given in contexts.values() if isinstance(found := given.get("upload"), int)}
    with walls.aside("when an upload was accepted that has written an event which is seen"):
        accepted = dict(Upload.objects.filter(pk__in=uploads).values_list("pk", "accepted_at")) if uploads else {}
    return {row.pgh_id: _instant(row, contexts[row.pgh_id], accepted) for row in rows}


def _instant(event: Event, context: Mapping[str, object], accepted: Mapping[int, datetime | None]) -> datetime:
    given = parse_datetime(str(context.get("at", ""))) if context.get("at") else None
    upload = context.get("upload")
    of_upload = accepted.get(upload) if isinstance(upload, int) else None
    first = event.created_at if event.pgh_label == "insert" else None
    return given or of_upload or first or event.pgh_created_at


def held_on(model: type[M], day: date, **where: object) -> list[M]:
    """The rows as they were held at the end of the day, unsaved, by id. `where` chooses by columns of the events.

    A row whose columns are not kept in the history has those empty; a row deleted by then is left out.
    """
    events = event_model(model)._default_manager.filter(**where).select_related("pgh_context").order_by("pgh_id")
    rows = list(events)
    at, end = instants(rows), end_of(day)
    latest = {row.pgh_obj_id: row for row in rows if at[row.pgh_id] < end}
    return [_row(model, latest[key]) for key in sorted(latest) if latest[key].pgh_label != "delete"]


def _row(model: type[M], event: object) -> M:
    names = [field.attname for field in model._meta.concrete_fields if hasattr(event, field.attname)]
    return model(**{name: getattr(event, name) for name in names})


def in_words(field: "models.Field[object, object]", value: object) -> str:
    """A stored value as a person reads it: the label of a code, 是 or 否, a moment to the minute, 「—」 for nothing."""
    if value in (None, "", []):
        return "—"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, date):
        return value.isoformat()
    if field.related_model is not None:
        return str(field.related_model._base_manager.filter(pk=value).first() or value)
    labels = dict((getattr(field, "base_field", None) or field).flatchoices)
    return listed(labels.get(one, one) for one in (value if isinstance(value, list | tuple) else [value]))
