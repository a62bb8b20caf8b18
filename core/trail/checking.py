"""The checks of the trail: audit, anchors, seals, history against ledger, witnesses against rows, triggers, files."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from django.db import connection

from core import audit, integrity
from core.choices import WitnessOp
from core.integrity import Found
from core.models import AuditEvent, Seal, StoredFile, Witness
from core.plain import Values
from core.trail import anchors, keys, pruning, sealing, watching
from core.trail.sealing import Source

AUDIT, SEALS, WITNESSES = "core_auditevent", "core_seal", "core_witness"
ANCHORS: Final = "anchors"
MIB: Final = 1 << 20
#: Ids of events as a witness names them.
RANGE: Final = re.compile(r"\[([0-9]{1,19}),([0-9]{1,19})\)")
MULTIRANGE: Final = re.compile(rf"\{{{RANGE.pattern}(?:,{RANGE.pattern})*\}}")
LARGEST: Final = (1 << 63) - 1


def register() -> None:
    """In the order in which somebody would read them: the first fault is the nearest to what was done."""
    integrity.register("audit", broken_chain)
    integrity.register("ledger", unlike_history)
    integrity.register("rows", unlike_witness)
    integrity.register("history", unlike_seal)
    integrity.register("origin", without_stamp)
    integrity.register("seals", broken_seals)
    integrity.register("anchor", off_anchor)
    integrity.register("triggers", missing_triggers)
    integrity.register("files", broken_files)


def answer(sql: str, *values: str | list[str]) -> Iterator[Values]:
    """The rows of a query, a few thousand at a time."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(5000):
            yield from rows


def broken_chain() -> Iterator[Found]:
    for number, sentence in audit.broken_links(pruning.last_removed().digest):
        yield Found(AUDIT, number, f"audit event {number} {sentence}")


def unlike_history() -> Iterator[Found]:
    """Rows of ledgers that are not as their last event has them; rows without an event, events of rows that are gone."""
    for one in watching.tracked().values():
        mine = ", ".join(f'l."{name}"' for name in one.columns)
        theirs = ", ".join(f'e."{name}"' for name in one.columns)
        sql = f"""
            SELECT coalesce(l."{one.key}", e.pgh_obj_id), l."{one.key}" IS NULL, e.pgh_obj_id IS NULL
            FROM "{one.table}" l FULL JOIN (
                SELECT DISTINCT ON (pgh_obj_id) * FROM "{one.events}" ORDER BY pgh_obj_id, pgh_id DESC
            ) e ON e.pgh_obj_id = l."{one.key}"
            WHERE (l."{one.key}" IS NULL AND e.pgh_label <> 'delete')
               OR (l."{one.key}" IS NOT NULL AND (e.pgh_obj_id IS NULL OR e.pgh_label = 'delete'
                   OR ROW({mine})::text IS DISTINCT FROM ROW({theirs})::text))
            ORDER BY 1"""
        for key, is_gone, is_bare in answer(sql):
            what = "was deleted" if is_gone else "has no history" if is_bare else "is not what its history says"
            yield Found(one.table, key, f"{one.table} {key} {what}: the ledger was changed without its history")


def unlike_witness() -> Iterator[Found]:
    """Rows of watched tables that are not as their last witness saw them."""
    for one in watching.watched().values():
        sql = f"""
            SELECT coalesce(l.key, w.row_id), l.key IS NULL, w.row_id IS NULL
            FROM (SELECT "{one.key}"::bigint AS key, {watching.digest_of(one.columns)} AS digest FROM "{one.table}") l
            FULL JOIN (
                SELECT DISTINCT ON (row_id) row_id, digest FROM core_witness WHERE ledger = '{one.table}'
                AND op <> '{WitnessOp.HISTORY}' ORDER BY row_id, id DESC
            ) w ON w.row_id = l.key
            WHERE coalesce(l.digest, '') <> coalesce(w.digest, '') ORDER BY 1"""
        for key, is_gone, is_new in answer(sql):
            what = "was deleted" if is_gone else "was put in" if is_new else "was changed"
            yield Found(one.table, key, f"{one.table} {key} {what} past the portal ({', '.join(one.columns[:8])}…)")


def unlike_seal() -> Iterator[Found]:
    """Rows of histories and witnesses that changed, vanished or came in after they were sealed."""
    for source in sealing.sources():
        yield from _unlike_seal(source)


def _unlike_seal(source: Source) -> Iterator[Found]:
    sealed: dict[tuple[str, ...], dict[int, bytes]] = defaultdict(dict)
    floor, latest = 0, None
    for one in Seal.objects.filter(ledger=source.table).order_by("-pk").iterator(chunk_size=50):
        latest = latest or one.at
        if latest - one.at > sealing.LONGEST:
            floor = max(floor, one.last)
        kept = sealed[tuple(one.columns)]
        for key, digest in sealing.entries(bytes(one.content)):
            kept.setdefault(key, digest)
    everything = set().union(*sealed.values())
    for columns in sealed or [source.columns]:
        yield from _compare(source, columns, sealed.get(columns, {}), everything, floor)


def _compare(
    source: Source, columns: tuple[str, ...], expected: dict[int, bytes], everything: set[int], floor: int
) -> Iterator[Found]:
    """The rows now against what was sealed by these columns."""
    missing = [name for name in columns if name not in source.columns]
    if missing:
        return  # columns that a migration has taken away prove nothing any more
    left = set(expected)
    wrong = []
    for key, digest in sealing.digests(source, columns):
        if key in expected:
            left.discard(key)
            if expected[key] != digest:
                wrong.append((key, "was changed after it was sealed"))
        elif key not in everything and key <= floor:
            wrong.append((key, "was put in among what was sealed"))
    wrong += [(key, "was deleted after it was sealed") for key in left]
    for key, what in sorted(wrong):
        yield Found(source.table, key, f"{source.table} {key} {what}")


def without_stamp() -> Iterator[Found]:
    """What was written by hand: witnesses without a stamp of the portal, history that no statement accounts for."""
    accounted: dict[str, list[str]] = defaultdict(list)
    rows = Witness.objects.order_by("pk").values_list("pk", "ledger", "at", "stamp", "row_id", "events", "op")
    latest = 0.0
    for number, ledger, at, stamp, row, events, op in rows.iterator(chunk_size=5000):
        seconds = at.timestamp()
        is_late = seconds < latest - sealing.LONGEST.total_seconds()
        latest = max(latest, seconds)
        if op == WitnessOp.HISTORY:
            if is_multirange(events):
                accounted[ledger].append(events)
            else:
                yield Found(WITNESSES, number, f"witness {number} names no events of {ledger}: it was changed")
        if not keys.is_stamp(stamp, seconds) or is_late:
            yield Found(
                ledger, row, f"{ledger} {row or events} was written by hand, not by the portal (witness {number})"
            )
    for one in watching.tracked().values():
        yield from _unaccounted(one.events, accounted.get(one.events, []))


def is_multirange(text: str) -> bool:
    """Whether PostgreSQL reads the text as ids of events, such as {[3,5),[9,10)}."""
    if not MULTIRANGE.fullmatch(text):
        return False
    return all(int(low) < int(high) <= LARGEST for low, high in RANGE.findall(text))


def _unaccounted(table: str, events: list[str]) -> Iterator[Found]:
    sql = f"""
        SELECT e.pgh_id FROM "{table}" e WHERE NOT e.pgh_id::bigint <@
            (SELECT coalesce(range_agg(r), '{{}}'::int8multirange) FROM unnest(%s::int8multirange[]) m, unnest(m) r)
        ORDER BY 1"""
    for (key,) in answer(sql, events):
        yield Found(table, key, f"{table} {key} was put in by hand: no statement of the portal wrote it")


def broken_seals() -> Iterator[Found]:
    previous = ""
    for one in Seal.objects.order_by("pk").iterator(chunk_size=50):
        if one.previous != previous:
            yield Found(SEALS, one.pk, f"seal {one.pk} does not follow the seal before it")
        elif not keys.is_mac(sealing.body_of(one), one.digest):
            yield Found(SEALS, one.pk, f"seal {one.pk} was changed, or was not made by the portal")
        previous = one.digest


def off_anchor() -> Iterator[Found]:
    """Heads that were anchored and are not in the database any more, and lines that are not the portal's."""
    first = pruning.last_removed().number
    audits: dict[int, str] = {}
    seals: dict[int, str] = {}
    number = 0
    try:
        for number, anchor, is_own in anchors.lines():
            if not is_own:
                yield Found(
                    ANCHORS, number, f"line {number} of the anchor file was changed, or a line before it is gone"
                )
            audits[anchor.audit], seals[anchor.seal] = anchor.audit_digest, anchor.seal_digest
    except anchors.Unreadable as error:
        yield Found(ANCHORS, None, f"the anchor file is damaged at {error}")
    if not number and Seal.objects.exists():
        yield Found(ANCHORS, None, f"the anchor file {anchors.path()} is missing")
    yield from _absent(AUDIT, audits, dict(AuditEvent.objects.values_list("pk", "digest")), first)
    yield from _absent(SEALS, seals, dict(Seal.objects.values_list("pk", "digest")), 0)


def _absent(table: str, anchored: dict[int, str], there: dict[int, str], first: int) -> Iterator[Found]:
    for number, digest in sorted(anchored.items()):
        if number > first and there.get(number) != digest:
            yield Found(
                table, number, f"{table} {number} was anchored and is not there as it was: the end was cut or rewritten"
            )


def missing_triggers() -> Iterator[Found]:
    """Triggers of history and witnesses that are gone or switched off, and functions behind them that are not ours."""
    wanted = {(one.events, watching.NAME) for one in watching.tracked().values()}
    wanted |= {
        (table, f"{watching.NAME}_{op}") for table in watching.watched() for op in ("insert", "update", "delete")
    }
    wanted |= watching.declared_triggers()
    there = {
        (table, name): enabled
        for table, name, enabled in answer(
            # A part of a table has triggers of its own, which can be switched off alone.
            "SELECT coalesce(whole.relname, c.relname), t.tgname, CASE WHEN bool_and(t.tgenabled = 'O') THEN 'O' ELSE 'D' END "
            "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid LEFT JOIN pg_inherits i ON i.inhrelid = c.oid "
            "LEFT JOIN pg_class whole ON whole.oid = i.inhparent WHERE NOT t.tgisinternal GROUP BY 1, 2"
        )
    }
    for table, name in sorted(wanted):
        if there.get((table, name), "D") != "O":
            yield Found(table, None, f"the trigger {name} on {table} is gone or switched off")
    for name, body in watching.bodies().items():
        found = [text for (text,) in answer("SELECT prosrc FROM pg_proc WHERE proname = %s", name)]
        if [text.strip() for text in found] != [body.strip()]:
            yield Found(name, None, f"the function {name} of the triggers is not the portal's")


def broken_files() -> Iterator[Found]:
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=500):
        digest = hashlib.sha256()
        try:
            with stored.file.open("rb") as stream:
                while chunk := stream.read(MIB):
                    digest.update(chunk)
        except OSError:
            yield Found("core_storedfile", stored.pk, f"file {stored.pk} ({stored.name}): missing")
            continue
        if digest.hexdigest() != stored.sha256:
            yield Found(
                "core_storedfile", stored.pk, f"file {stored.pk} ({stored.name}): its content does not have its digest"
            )
