"""Taking old months of the audit away: kept twelve months at least, written to a sealed file, provable afterwards.

What is removed is a file of its own beside the anchors, one event a line, and the place where the chain begins anew is
kept under the portal's key. Only the owner of the tables can remove events; the portal itself cannot.
"""

import gzip
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import psycopg2
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from core.models import AuditEvent
from core.rows import Rows
from core.trail import keys, months

LEAST: Final = 12
NAME: Final = "removed.json"


@dataclass(frozen=True, slots=True)
class Removed:
    """The last event that was taken away; number 0 where none was."""

    number: int = 0
    digest: str = ""


class TooYoung(Exception):
    """The law and the house keep events for twelve months."""


def last_removed() -> Removed:
    """Where the chain begins; nothing where the note is not the portal's, so that the check tells of the gap."""
    place = Path(settings.ANCHOR_DIR) / NAME
    if not place.exists():
        return Removed()
    try:
        note = json.loads(place.read_text(encoding="utf-8"))
        found = Removed(int(note["number"]), str(note["digest"]))
        return found if keys.is_mac(_body(found), str(note["mac"])) else Removed()
    except (ValueError, KeyError, TypeError):
        return Removed()


def _body(removed: Removed) -> bytes:
    return f"removed {removed.number} {removed.digest}".encode()


def month_before(at: datetime, months: int) -> datetime:
    """The first instant of the month that lies so many months back. Raises TooYoung for fewer than twelve."""
    if months < LEAST:
        raise TooYoung(f"Events are kept for {LEAST} months at least.")
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=1, hour=0, minute=0, second=0, microsecond=0)


def remove(*, before: datetime, owner_url: str) -> int:
    """Take away the events recorded before the instant; the number of them.

    From the beginning of the chain up to the first one that is kept, so that no gap arises. The file is written first:
    whatever fails, no event is lost.
    """
    kept = AuditEvent.objects.filter(recorded_at__gte=before).order_by("pk").values_list("pk", flat=True).first()
    rows = AuditEvent.objects.filter(recorded_at__lt=before, **({"pk__lt": kept} if kept else {})).order_by("pk")
    last = rows.last()
    if last is None:
        return 0
    number = _write(rows, last)
    removed = Removed(last.pk, last.digest)
    _delete(owner_url, last.pk)
    note = {"number": removed.number, "digest": removed.digest, "mac": keys.mac(_body(removed))}
    (Path(settings.ANCHOR_DIR) / NAME).write_text(json.dumps(note), encoding="utf-8")
    return number


def _write(rows: Rows, last: AuditEvent) -> int:
    folder = Path(settings.ANCHOR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    with gzip.open(folder / f"audit-to-{last.pk}.jsonl.gz", "wt", encoding="utf-8") as file:
        for row in rows.values().iterator(chunk_size=2000):
            file.write(json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n")
            number += 1
    return number


def _delete(owner_url: str, last: int) -> None:
    """As the owner, with the guard lifted for this one transaction; months that are empty then go as a whole."""
    line = psycopg2.connect(owner_url)
    try:
        with line, line.cursor() as cursor:
            cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM core_auditevent WHERE id <= %s", [last])
            cursor.execute("ALTER TABLE core_auditevent ENABLE TRIGGER USER")
            cursor.execute(months.EMPTY)
    finally:
        line.close()
