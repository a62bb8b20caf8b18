"""Seals: every minute the portal puts a keyed digest over what history and witnesses have gained.

Rows come into sight in another order than their ids, since transactions end when they end; hence a run looks at
everything above the last id that was sealed an hour ago, and leaves out what is sealed already.
"""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from core.models import Seal
from core.trail import anchors, keys, months, watching

#: One run at a time.
LOCK: Final = 133_2024
#: No transaction lasts so long.
LONGEST: Final = timedelta(hours=1)
ENTRY: Final = struct.Struct(">q16s")
WITNESSES: Final = "core_witness"
#: Written by one statement each, and read by name when a seal is proved.
OF_WITNESS: Final = ("id", "ledger", "at", "xact", "stamp", "op", "row_id", "digest", "events")
#: Who wrote an event is told by its context, whose other parts grow while a request lasts.
WRITER: Final = "(SELECT c.metadata ->> 'user' FROM pghistory_context c WHERE c.id = e.pgh_context_id)"


@dataclass(frozen=True, slots=True)
class Source:
    """A table that is only added to: its key, and the columns that a seal covers now."""

    table: str
    key: str
    columns: tuple[str, ...]


def sources() -> list[Source]:
    """All histories, and the witnesses."""
    histories = [Source(one.events, "pgh_id", one.event_columns) for one in watching.tracked().values()]
    return [*sorted(histories, key=lambda one: one.table), Source(WITNESSES, "id", OF_WITNESS)]


def digests(source: Source, columns: tuple[str, ...], above: int = 0) -> Iterator[tuple[int, bytes]]:
    """(id, digest) of the rows with a greater id, in their order."""
    listed = ", ".join(f'e."{name}"' for name in columns)
    if source.table != WITNESSES:
        listed += f", {WRITER}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.{source.key}, substr(sha256(convert_to(ROW({listed})::text, 'UTF8')), 1, 16) "
            f"FROM {source.table} e WHERE e.{source.key} > %s ORDER BY 1",
            [above],
        )
        while rows := cursor.fetchmany(5000):
            yield from ((key, bytes(digest)) for key, digest in rows)


def entries(content: bytes) -> Iterator[tuple[int, bytes]]:
    """What a seal covers: (id, digest)."""
    return ENTRY.iter_unpack(content)


def body_of(seal: Seal) -> bytes:
    """What the digest of a seal is of."""
    head = [seal.previous, seal.at.timestamp(), seal.ledger, seal.columns, seal.last]
    return json.dumps(head, separators=(",", ":")).encode() + bytes(seal.content)


def seal(at: datetime) -> int:
    """Seal what is new, and anchor the heads; the number of rows. `at` is the true instant."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            months.make_parts(cursor)
        number = sum(_seal_source(source, at) for source in sources())
    anchors.append(at)
    return number


def _seal_source(source: Source, at: datetime) -> int:
    above, done = _sealed_lately(source.table, at)
    found = [entry for entry in digests(source, source.columns, above) if entry[0] not in done]
    if not found:
        return 0
    made = Seal(
        at=at,
        ledger=source.table,
        columns=list(source.columns),
        last=found[-1][0],
        content=b"".join(ENTRY.pack(*entry) for entry in found),
        previous=Seal.objects.order_by("-pk").values_list("digest", flat=True).first() or "",
    )
    made.digest = keys.mac(body_of(made))
    made.save(force_insert=True)
    return len(found)


def _sealed_lately(table: str, at: datetime) -> tuple[int, set[int]]:
    """The id up to which nothing can be new, and the ids above it that are sealed."""
    seals = Seal.objects.filter(ledger=table)
    floor = seals.filter(at__lt=at - LONGEST).order_by("-last").values_list("last", flat=True).first() or 0
    contents = seals.filter(last__gt=floor).values_list("content", flat=True)
    return floor, {key for content in contents for key, _digest in entries(bytes(content))}
