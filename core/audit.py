"""Domain events: written in the transaction of the change they tell of, chained so that tampering shows."""

import hashlib
import json
from datetime import datetime

import structlog
from django.db import connection, transaction

from core import clock
from core.models import AuditEvent
from core.people import Visitor

CHAIN_LOCK = 133_2023  # advisory lock that puts the events of all writers in one order
FIELDS = ("action", "at", "recorded_at", "actor", "actor_name", "organisation", "request_id", "subject", "detail")


def digest_of(event: AuditEvent) -> str:
    """SHA-256 over the previous digest and the event's fields in a fixed order, as 64 hex digits."""
    parts: dict[str, object] = {name: getattr(event, name) for name in FIELDS}
    parts["at"], parts["recorded_at"] = event.at.timestamp(), event.recorded_at.timestamp()
    body = json.dumps([event.previous, parts], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


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
    event.digest = digest_of(event)
    event.save(force_insert=True)
    return event


def broken_links() -> list[int]:
    """Ids of events whose digest or predecessor does not fit; empty when the chain is whole."""
    broken: list[int] = []
    previous = ""
    for event in AuditEvent.objects.order_by("pk").iterator(chunk_size=2000):
        if event.previous != previous or event.digest != digest_of(event):
            broken.append(event.pk)
        previous = event.digest
    return broken
