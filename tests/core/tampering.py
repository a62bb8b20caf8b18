"""A sealed world, and what somebody with all rights on the database and its files may do to it behind the portal."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection, transaction

from core import audit, clock, integrity
from core.files import store
from core.integrity import Fault
from core.models import Attachment, StoredFile
from core.trail import anchors, sealing, watching
from reports import seeding
from tests.conftest import SAMPLES
from tests.databases import as_owner
from tests.reports.figuring import build
from tests.uploads import person, send

SIZES = {"enterprises": 40, "policies": 30, "activities": 30, "expenses": 20, "hazards": 20}


def fill() -> None:
    """Ledgers, an upload, a report, files and events; sealed twice, with writes between and after."""
    seeding.fill(seed=7, today=clock.today(), sizes=SIZES)
    send("enterprises", SAMPLES / "plain" / "enterprises_330100.xlsx", person("em-330100"))
    officer = person("ins-a-zj")
    for number in range(4):
        body = ContentFile(f"回执{number}".encode())
        stored = store(body, name=f"{number}.pdf", organisation_id=officer.organisation_id, at=clock.now())
        Attachment.objects.create(
            kind="hazard",
            subject_id=number + 1,
            slot="receipt",
            file=stored,
            media_type="application/pdf",
            sent_sha256=stored.sha256,
            added_by=officer,
            added_at=clock.now(),
        )
    build("campaign", person("em-330100"))
    sealing.seal(clock.true_now())
    for number in range(12):
        audit.record("test.done", by=officer, at=clock.now(), subject=f"示例{number}", n=number)
    officer.display_name = "王某某"
    officer.save()
    sealing.seal(clock.true_now())


@contextmanager
def behind_the_portal(*tables: str) -> Iterator[Any]:
    """A cursor of the owner with the triggers of the tables switched off; everything is taken back at the end."""
    with as_owner(), transaction.atomic():
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield cursor
        transaction.set_rollback(True)


def enable(cursor: Any, *tables: str) -> None:
    """As whoever tampers would, so that nothing else tells."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@dataclass(frozen=True)
class Kind:
    """One kind of tampering: statements, the tables whose triggers are off, and the table that the check must name."""

    name: str
    table: str
    sql: tuple[str, ...]
    off: tuple[str, ...] = ()
    check: str = ""


def found_by(kind: Kind) -> list[Fault]:
    """What the check finds that must name it, or all of them: each reads the whole world, and there are many kinds."""
    with behind_the_portal(*kind.off) as cursor:
        for statement in kind.sql:
            cursor.execute(statement)
            assert cursor.rowcount, f"{kind.name} touched nothing"
        return integrity.faults(*filter(None, [kind.check]))


# --- at random --------------------------------------------------------------------------------------------------


def places() -> list[tuple[str, str, tuple[str, ...]]]:
    """(table, key, columns) of everything that has something to prove."""
    found = [(one.table, one.key, one.columns) for one in watching.watched().values()]
    found += [(one.table, one.key, one.columns) for one in watching.tracked().values()]
    found += [(one.table, one.key, one.columns) for one in sealing.sources()]
    return [
        *found,
        ("core_auditevent", "id", AUDITED),
        ("core_seal", "id", ("content", "digest", "previous", "ledger")),
    ]


AUDITED = ("action", "at", "actor", "subject", "detail", "digest", "previous", "organisation")
DEEDS = ("change", "change", "change", "delete", "swap")


def attack(rng: random.Random) -> tuple[str, list[Fault]] | None:
    """One change at random, and what the check says; None where the change left everything as it was."""
    table, key, columns = rng.choice(places())
    with behind_the_portal(table) as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f'SELECT "{key}" FROM "{table}" ORDER BY 1')
        keys = [row[0] for row in cursor.fetchall()]
        if not keys:
            return None
        row, other, deed, column = rng.choice(keys), rng.choice(keys), rng.choice(DEEDS), rng.choice(columns)
        before = content(cursor, table)
        try:
            with transaction.atomic():
                DOING[deed](cursor, table, key, column, row, other)
                is_same = content(cursor, table) == before
        except Exception:
            return None
        return None if is_same else (f"{deed} {table}.{column} {row} {other}", integrity.faults())


def content(cursor: Any, table: str) -> str:
    cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t')
    return str(cursor.fetchone()[0])


def change(cursor: Any, table: str, key: str, column: str, row: int, other: int) -> None:
    """Another value of the column's type: that of another row, else one that is made up."""
    cursor.execute(
        f'UPDATE "{table}" SET "{column}" = (SELECT o."{column}" FROM "{table}" o '
        f'WHERE o."{column}" IS DISTINCT FROM "{table}"."{column}" ORDER BY md5(o."{key}"::text) LIMIT 1) '
        f'WHERE "{key}" = %s AND EXISTS (SELECT 1 FROM "{table}" o WHERE o."{column}" IS DISTINCT FROM "{table}"."{column}")',
        [row],
    )


def delete(cursor: Any, table: str, key: str, column: str, row: int, other: int) -> None:
    cursor.execute(f'DELETE FROM "{table}" WHERE "{key}" = %s', [row])


def swap(cursor: Any, table: str, key: str, column: str, row: int, other: int) -> None:
    """The values of two rows change places."""
    cursor.execute(
        f'UPDATE "{table}" t SET "{column}" = o."{column}" FROM "{table}" o '
        f'WHERE (t."{key}", o."{key}") IN ((%s, %s), (%s, %s))',
        [row, other, other, row],
    )


DOING: dict[str, Callable[..., None]] = {"change": change, "delete": delete, "swap": swap}


# --- files ------------------------------------------------------------------------------------------------------


def a_file() -> tuple[StoredFile, Path]:
    stored = StoredFile.objects.order_by("pk").first()
    assert stored is not None
    return stored, Path(stored.file.path)


@contextmanager
def rewritten(path: Path, content: bytes | None) -> Iterator[None]:
    """The file with other bytes, or gone; as it was afterwards."""
    before = path.read_bytes()
    try:
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
        yield
    finally:
        path.write_bytes(before)


def anchor_file() -> Path:
    return anchors.path()
