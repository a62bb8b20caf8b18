"""What changed since a snapshot: figures then and now, the rows responsible, who changed them (issue 19).

Rows are compared with what was frozen, set against set: by the events of their history since, which the database
writes whoever changes a row, or by their shown values where a ledger keeps no history.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
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
from reports.changes.unshown import Difference, unshown_differences
from reports.choices import ChangeKind
from reports.columns import LEDGERS, ROW_TABLES, Frozen, RowTable
from reports.definitions import DEFINITIONS
from reports.documents.sections import further_of
from reports.figures import PARTS, Basis, Figure, LedgerFigure, compute
from reports.models import CaptureFigure, Snapshot
from reports.rules import from_json, to_json
from reports.services.capturing import event_table, keys_of, shown_now
from reports.services.frozen import frozen_among, frozen_keys, frozen_of, unseen_events
from reports.services.places import place_of

#: Rows listed of each ledger; the counts are of all.
LISTED: Final = 100


class FigureChange(NamedTuple):
    """A figure of the snapshot with its value then and now, and how many rows have come into it and left it."""

    figure: Figure
    then: str
    now: str
    entered: int
    left: int


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
    """A row as the comparison finds it; `version` is the event by which it was written since, 0 for none, `first` the
    first such event."""

    row_id: int
    kind: ChangeKind
    is_own: bool
    version: int
    first: int


def changes_since(snapshot: Snapshot) -> Changes:
    """Compare a snapshot with the ledgers as they stand; nothing is written.

    The snapshot holds these rows already, so whoever reads it learns what became of them.
    """
    with walls.aside("whoever reads a report learns what changed behind it since"):
        campaign = Campaign.objects.prefetch_related("sectors").get(pk=snapshot.campaign_id)
        basis = Basis.of(campaign, snapshot.cutoff, snapshot.report)
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
    definition = DEFINITIONS[snapshot.report]
    behind = {one.figure: one for one in snapshot.capture.figures.all()}
    figures = [*definition.figures, *(one for one in definition.further if one.id in behind)]
    now, _by_city = compute(figures, basis, cities)
    kept = snapshot.figures | {name: to_json(number) for name, number in further_of(snapshot).items()}
    for figure in figures:
        if not figure.counted_parts or figure.id not in kept:
            continue
        moves = [moved_rows(behind[part.id], part, basis, cities) for part in figure.counted_parts]
        entered, left = (sum(one) for one in zip(*moves, strict=True))
        then = kept[figure.id]
        if entered or left or then != to_json(now[figure.id]):
            shown = printed(figure.form, from_json(then)), printed(figure.form, now[figure.id])
            yield FigureChange(figure, *shown, entered, left)


def moved_rows(behind: CaptureFigure, part: LedgerFigure, basis: Basis, cities: Sequence[str]) -> tuple[int, int]:
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
    found: dict[type[Model], list[LedgerFigure]] = {}
    for name, ledger in snapshot.capture.figures.values_list("figure", "ledger"):
        found.setdefault(LEDGERS[ledger], []).append(PARTS[name])
    return found


def _compare(
    snapshot: Snapshot, model: type[Model], parts: Sequence[LedgerFigure], basis: Basis, cities: Sequence[str]
) -> list[_Found]:
    """The rows of a ledger that differ, those written themselves first."""
    queries = [keys_of(part.rows_of(basis, cities)) for part in parts]
    live = " UNION ".join(f"SELECT r.id FROM ({sql}) r (id)" for sql, _values in queries)
    values = [value for _sql, some in queries for value in some]
    (frozen, known), (written, seen) = frozen_of(snapshot.capture, model), _written(snapshot, model)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH live (id) AS ({live}), frozen (id) AS (SELECT DISTINCT k.id FROM ({frozen}) k (id)), "
            f"written AS ({written}) SELECT id, l.id IS NOT NULL, f.id IS NOT NULL, w.event, w.first "
            "FROM live l FULL JOIN frozen f USING (id) LEFT JOIN written w USING (id) "
            "WHERE l.id IS NULL OR f.id IS NULL OR w.event IS NOT NULL",
            [*values, *known, *seen],
        )
        rows = cursor.fetchall()
    return sorted((_judged(row, bool(event_table(model))) for row in rows), key=lambda one: (not one.is_own, one))


def _written(snapshot: Snapshot, model: type[Model]) -> tuple[str, Values]:
    """The query of (id, event, first): rows that were written since, by their history or, without one, by what they show."""
    if event_table(model):
        return unseen_events(snapshot.capture, model)
    frozen = frozen_among(snapshot.capture, model)
    now = shown_now(model._default_manager.filter(pk__in=list(frozen)))
    moved = [key for key, then in frozen.items() if key in now and not _is_shown_alike(then, now[key])]
    return "SELECT unnest(%s::bigint[]) AS id, 0::bigint AS event, 0::bigint AS first", (moved,)


def _is_shown_alike(then: Frozen, now: Frozen) -> bool:
    return all(str(then.get(path)) == str(value) for path, value in now.items())


def _judged(row: Values, is_tracked: bool) -> _Found:
    """Of what kind a difference is, and whether the row itself was written: it may have moved with another one."""
    row_id, is_live, was_frozen, event, first = row
    kind = ChangeKind.ENTERED if not was_frozen else ChangeKind.AMENDED if is_live else ChangeKind.LEFT
    return _Found(row_id, kind, not is_tracked or event is not None, event or 0, first or 0)


def _told(snapshot: Snapshot, model: type[Model], found: Sequence[_Found]) -> list[RowChange]:
    """The rows with what differs, and who wrote them."""
    keys = [one.row_id for one in found]
    then, now = (
        frozen_among(snapshot.capture, model, keys),
        shown_now(model._default_manager.filter(pk__in=keys)),
    )
    writers = _writers(model, [one.version for one in found])
    table = ROW_TABLES[model]
    changes = [
        _change(model, table, one, then.get(one.row_id), now.get(one.row_id), writers.get(one.version, Writer()))
        for one in found
    ]
    spans = {one.row_id: (one.first, one.version) for one in found if one.first and one.kind != ChangeKind.ENTERED}
    unshown = unshown_differences(model, spans)
    return [
        replace(change, differences=_together(change.differences, unshown.get(one.row_id, [])))
        for one, change in zip(found, changes, strict=True)
    ]


def _together(shown: Sequence[Difference], unshown: Sequence[Difference]) -> list[Difference]:
    """What lists show, then what they do not: a row moves a figure by a column that its list may not have."""
    titles = {one.title for one in shown}
    return [*shown, *(one for one in unshown if one.title not in titles)]


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
    people = User.objects.with_offices().in_bulk({one["user"] for one in told.values() if one.get("user")})
    return {event: _writer(one, people.get(one.get("user")), at[event]) for event, one in told.items()}


def _writer(told: Answers, person: User | None, at: datetime) -> Writer:
    """An import names the person by the key alone."""
    name = told.get("name") or (str(person) if person else "")
    organisation = told.get("organisation") or (str(person.office_at(at)) if person else "")
    return Writer(str(name), str(organisation), at, str(told.get("step") or ""))
