"""Domain events: written in the transaction of the change they tell of, chained so that tampering shows."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

import structlog
from django.db import connection, transaction
from django.utils import timezone

from core import clock
from core.models import AuditEvent
from core.people import Visitor
from core.trail import keys

CHAIN_LOCK = 133_2023  # advisory lock that puts the events of all writers in one order
#: How the events end that tell of data that left the portal.
LEAVING: Final = (".exported", ".archived", ".downloaded")
_listening: ContextVar[list[str] | None] = ContextVar("listening", default=None)
FIELDS = ("action", "at", "recorded_at", "actor", "actor_name", "organisation", "request_id", "subject", "detail")


def body_of(event: AuditEvent) -> bytes:
    """The previous digest and the event's fields in a fixed order, of which the event's digest is."""
    parts: dict[str, object] = {name: getattr(event, name) for name in FIELDS}
    parts["at"], parts["recorded_at"] = event.at.timestamp(), event.recorded_at.timestamp()
    body = json.dumps([event.previous, parts], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return body.encode("utf-8", "surrogatepass")


@transaction.atomic
def record(action: str, *, by: Visitor | None, at: datetime, subject: str = "", **detail: object) -> AuditEvent:
    """Append one event. Call it last in the transaction: it queues writers behind one lock until commit.

    `by` is a person or None for the system; `detail` must be JSON (codes, counts, before and after). The address that
    the request came from is added to it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = AuditEvent.objects.order_by("-pk").values_list("digest", flat=True).first()
    organisation = getattr(by, "organisation", None)
    around = structlog.contextvars.get_contextvars()
    if around.get("address"):
        detail.setdefault("address", around["address"])
    event = AuditEvent(
        action=action,
        at=at,
        recorded_at=clock.true_now(),
        actor=by.get_username() if by is not None else "system",
        actor_name=str(by) if by is not None else "",
        organisation=str(organisation) if organisation else "",
        request_id=around.get("request_id", ""),
        subject=subject[:300],
        detail=detail,
        previous=last or "",
    )
    event.digest = keys.mac(body_of(event))
    event.save(force_insert=True)
    heard = _listening.get()
    if heard is not None:
        heard.append(action)
    return event


@contextmanager
def listening() -> Iterator[list[str]]:
    """The actions of the events that the block records."""
    heard: list[str] = []
    before = _listening.set(heard)
    try:
        yield heard
    finally:
        _listening.reset(before)


@dataclass(frozen=True, slots=True)
class Root:
    """The last event of a day: its number and its digest, which rests on all events before it."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}-{self.digest[:16]}"


def daily_root(day: date) -> Root | None:
    """The root of the chain at the end of the business day, for what is printed; None before the first event.

    Whoever holds the print can have it compared with the portal years later: an event of this number and digest is
    there only while nothing before it was changed.
    """
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    last = AuditEvent.objects.filter(at__lt=end).order_by("-pk").values_list("pk", "digest").first()
    return Root(*last) if last else None


def broken_links(first: str = "") -> Iterator[tuple[int, str]]:
    """(id, what is wrong) of events whose digest or predecessor does not fit; `first` is what the first one follows."""
    previous = first
    for event in AuditEvent.objects.order_by("pk").iterator(chunk_size=2000):
        if event.previous != previous:
            yield event.pk, "does not follow the event before it: one was taken away, put in or changed"
        elif not keys.is_mac(body_of(event), event.digest):
            yield event.pk, "was changed, or was not written by the portal"
        previous = event.digest
