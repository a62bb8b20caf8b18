"""What changed since a snapshot: figures then and now, the rows responsible, who changed them (issue 19).

Rows are compared with what was frozen of them, set against set: by the latest event of their history, which the
database writes whoever changes a row, or by their shown values where a ledger keeps no history.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import Campaign
from core import walls
from core.history import instants
from core.plain import Answers, Values
from core.workbooks.formats import printed
from reports.choices import ChangeKind
from reports.definitions import DEFINITIONS
from reports.figures import Basis, Figure, LedgerFigure, compute
from reports.models import CaptureFigure, Snapshot
from reports.rules import from_json, to_json
from reports.services.capturing import compiled, event_table, keys_of, shown_rows, versions
from reports.services.frozen import frozen_among, frozen_keys, frozen_versions
from reports.services.places import place_of
from reports.tables import LEDGERS, ROW_TABLES, Frozen, RowTable, ledger_of

#: Rows listed of each ledger; the counts are of all.
LISTED: Final = 100


class FigureChange(NamedTuple):
    """A figure of the snapshot with its value then and now, and how many rows have come into it and left it."""

    figure: Figure
    then: str
    now: str
    entered: int
    left: int


class Difference(NamedTuple):
    """A shown column of a row whose value differs."""

    title: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote the row last and when, as its history tells; nobody is named where it was written past the portal."""

    name: str = ""
    organisation: str = ""
    at: Any = None
    step: str = ""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that was changed, has come or has gone since."""

    kind: ChangeKind
    model: type[Model]
    title: str
    address: str
    differences: Sequence[Difference]
    writer: Writer

    @property
    def lead(self) -> str:
        """What its title is, as the list of its ledger says."""
        return str(ROW_TABLES[self.model].lead)


@dataclass(slots=True)
class Changes:
    """`changed` counts the rows that were written since; `following` those that moved with a row of another ledger."""

    figures: list[FigureChange] = field(default_factory=list)
    rows: list[RowChange] = field(default_factory=list)
    changed: int = 0
    following: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.figures or self.changed or self.following)


class _Found(NamedTuple):
    """A row as the comparison finds it: its key, its frozen version, its version now."""

    row_id: int
    kind: ChangeKind
    is_own: bool
    version: int


def changes_since(snapshot: Snapshot) -> Changes:
    """Compare a snapshot with the ledgers as they stand; nothing is written.

    The snapshot holds these rows already, so whoever reads it learns what became of them.
    """
    with walls.aside("whoever reads a report learns what changed behind it since"):
        basis = Basis.of(Campaign.objects.yearly(snapshot.year).prefetch_related("sectors").get(), snapshot.cutoff)
        cities = place_of(snapshot.report, snapshot.city_id).cities
        changes = Changes(figures=list(_figures(snapshot, basis, cities)))
        for model, parts in _parts_by_ledger(snapshot).items():
            found = _compare(snapshot, model, parts, basis, cities)
            own = [one for one in found if one.is_own]
            changes.changed += len(own)
            changes.following += len(found) - len(own)
            changes.rows += _told(snapshot, model, own[:LISTED])
    return changes


def _figures(snapshot: Snapshot, basis: Basis, cities: Sequence[str]) -> Iterator[FigureChange]:
    """The figures whose value or whose rows differ."""
    figures = DEFINITIONS[snapshot.report].figures
    behind = {one.figure: one for one in snapshot.capture.figures.all()}
    now, _by_city = compute(figures, basis, cities)
    for figure in figures:
        if figure.leading_part is None or figure.id not in snapshot.figures:
            continue
        entered, left = _moved(behind[figure.leading_part.id], figure.leading_part, basis, cities)
        then = snapshot.figures[figure.id]
        if entered or left or then != to_json(now[figure.id]):
            shown = printed(figure.form, from_json(then)), printed(figure.form, now[figure.id])
            yield FigureChange(figure, *shown, entered, left)


def _moved(behind: CaptureFigure, part: LedgerFigure, basis: Basis, cities: Sequence[str]) -> tuple[int, int]:
    """How many rows have come into a figure, and how many have left it."""
    (live, values), (frozen, known) = keys_of(part.rows_of(basis, cities)), frozen_keys(behind)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH live (id) AS ({live}), frozen (id) AS ({frozen}) SELECT (SELECT count(*) FROM (SELECT id FROM live "
            "EXCEPT SELECT id FROM frozen) a), (SELECT count(*) FROM (SELECT id FROM frozen EXCEPT SELECT id FROM live) b)",
            [*values, *known],
        )
        entered, left = cursor.fetchone()
    return entered, left


def _parts_by_ledger(snapshot: Snapshot) -> dict[type[Model], list[LedgerFigure]]:
    parts = {part.id: part for figure in DEFINITIONS[snapshot.report].figures for part in figure.parts}
    found: dict[type[Model], list[LedgerFigure]] = {}
    for name, ledger in snapshot.capture.figures.values_list("figure", "ledger"):
        if name in parts:
            found.setdefault(LEDGERS[ledger], []).append(parts[name])
    return found


def _compare(
    snapshot: Snapshot, model: type[Model], parts: Sequence[LedgerFigure], basis: Basis, cities: Sequence[str]
) -> list[_Found]:
    """The rows of a ledger that differ, those written themselves first."""
    queries = [keys_of(part.rows_of(basis, cities)) for part in parts]
    live = " UNION ".join(f"SELECT r.id FROM ({sql}) r (id)" for sql, _values in queries)
    values = [value for _sql, some in queries for value in some]
    frozen, known = frozen_versions(snapshot.capture, model)
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, live, frozen), [*values, *known, *_now_values(model)])
        rows = cursor.fetchall()
    low = snapshot.capture.marks.get(ledger_of(model), 0)
    return sorted((_judged(row, low, bool(event_table(model))) for row in rows), key=lambda one: (not one.is_own, one))


def _statement(model: type[Model], live: str, frozen: str) -> str:
    """(id, is live, frozen version or null, version now or null, shown differently) of each row that differs."""
    if event_table(model):
        now = versions(model, "SELECT id FROM everything")
        shown, differs = "NULL::boolean", "v.version IS DISTINCT FROM f.version"
    else:
        sql, _values = compiled(shown_rows(model, model._default_manager.all()))
        now = f"SELECT n.id, 0::bigint AS version, n.shown FROM ({sql}) n (id, shown)"
        shown = differs = "v.shown IS DISTINCT FROM f.shown"
    return (
        f"WITH live AS ({live}), frozen AS ({frozen}), "
        f"everything AS (SELECT id FROM live UNION SELECT id FROM frozen), now AS ({now}) "
        f"SELECT e.id, l.id IS NOT NULL, f.version, v.version, {shown} FROM everything e LEFT JOIN live l ON l.id = e.id "
        "LEFT JOIN frozen f ON f.id = e.id LEFT JOIN now v ON v.id = e.id "
        f"WHERE l.id IS NULL OR f.id IS NULL OR {differs}"
    )


def _now_values(model: type[Model]) -> Sequence[Any]:
    return () if event_table(model) else compiled(shown_rows(model, model._default_manager.all()))[1]


def _judged(row: Values, low: int, is_tracked: bool) -> _Found:
    """Of what kind a difference is, and whether the row itself was written: it may have moved with another one."""
    row_id, is_live, frozen, now, shown = row
    if frozen is None:
        kind, is_own = ChangeKind.ENTERED, not is_tracked or (now or 0) > low
    elif not is_live:
        kind, is_own = ChangeKind.LEFT, not is_tracked or now != frozen
    else:
        kind, is_own = ChangeKind.AMENDED, is_tracked or bool(shown)
    return _Found(row_id, kind, is_own, now or 0)


def _told(snapshot: Snapshot, model: type[Model], found: Sequence[_Found]) -> list[RowChange]:
    """The rows with what differs, and who wrote them."""
    keys = [one.row_id for one in found]
    then, now = frozen_among(snapshot.capture, model, keys), _shown_now(model, keys)
    writers = _writers(model, [one.version for one in found])
    table = ROW_TABLES[model]
    return [
        _change(model, table, one, then.get(one.row_id), now.get(one.row_id), writers.get(one.version, Writer()))
        for one in found
    ]


def _shown_now(model: type[Model], keys: Sequence[int]) -> dict[int, Frozen]:
    """{key: what would be frozen of it today}"""
    rows = shown_rows(model, model._default_manager.filter(pk__in=keys)).values_list("key", "frozen")
    paths = ROW_TABLES[model].frozen_paths
    return {key: dict(zip(paths, json.loads(shown), strict=True)) for key, shown in rows}


def _change(
    model: type[Model], table: RowTable, found: _Found, then: Frozen | None, now: Frozen | None, writer: Writer
) -> RowChange:
    lines = [next(table.frozen_lines([one])) if one else None for one in (then, now)]
    named = lines[1] or lines[0]
    differences = []
    if lines[0] and lines[1]:
        pairs = zip(lines[0].cells, lines[1].cells, strict=True)
        differences = [Difference(str(a.column.title), a.text, b.text) for a, b in pairs if a.text != b.text]
    return RowChange(
        kind=found.kind,
        model=model,
        title=named.title if named else _("row %(n)s") % {"n": found.row_id},
        address=named.address if named and now else "",
        differences=differences,
        writer=writer,
    )


def _writers(model: type[Model], events: Sequence[int]) -> Mapping[int, Writer]:
    """{event: who wrote it}; nobody for ledgers without history."""
    if not event_table(model) or not events:
        return {}
    rows = apps.get_model(model._meta.app_label, f"{model.__name__}Event")._default_manager.filter(pgh_id__in=events)
    found = list(rows.select_related("pgh_context"))
    at = instants(found)
    told = {row.pgh_id: dict(row.pgh_context.metadata) if row.pgh_context else {} for row in found}
    people = User.objects.select_related("organisation").in_bulk(
        {one["user"] for one in told.values() if one.get("user")}
    )
    return {event: _writer(one, people.get(one.get("user")), at[event]) for event, one in told.items()}


def _writer(told: Answers, person: User | None, at: object) -> Writer:
    """An import names the person by the key alone."""
    name = told.get("name") or (str(person) if person else "")
    organisation = told.get("organisation") or (str(person.organisation) if person else "")
    return Writer(str(name), str(organisation), at, str(told.get("step") or ""))
