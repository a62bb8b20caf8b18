"""What was frozen of the rows behind figures, read back: whole pages of it, or some rows by their keys."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple, overload

from django.db import connection
from django.db.models import Model

from core import walls
from core.plain import Values
from reports.columns import LEDGERS, Frozen, ledger_of
from reports.figures import LedgerFigure
from reports.figures.pools import Fold
from reports.models import Capture, CaptureFigure
from reports.rules import Number
from reports.services.capturing import BLOCK, DAY, EMPTY, KEY, NAME, Shown, event_table

#: The rows of blocks one by one, `at` being the place in the block.
ROWS: Final = (
    "reports_captureblock b CROSS JOIN LATERAL unnest(b.keys, b.places, b.marks) WITH ORDINALITY "
    "AS u(key, place, marks, at)"
)
MINE: Final = "b.capture_id = %s AND b.source = %s AND u.marks >> %s & 1 = 1"
#: Rows read at once where all of them are wanted.
AT_ONCE: Final = 10_000
EPOCH: Final = date(1970, 1, 1)
#: The events `e` of a ledger that a capture saw.
SEEN: Final = (
    f"(e.pgh_id / {BLOCK} IN (SELECT unnest(h.whole) FROM reports_capturehistory h WHERE h.capture_id = %s "
    "AND h.ledger = %s) OR e.pgh_id IN (SELECT unnest(h.others) FROM reports_capturehistory h WHERE h.capture_id = %s "
    "AND h.ledger = %s))"
)


class _Place(NamedTuple):
    """Where a row stands: its key, its source, its block, its place there."""

    key: int
    source: int
    number: int
    at: int


def _found(query: str, values: Values) -> list[Values]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows: list[Values] = cursor.fetchall()
        return rows


def frozen_keys(behind: CaptureFigure) -> tuple[str, Values]:
    """The query of the keys of a figure's rows."""
    return f"SELECT u.key FROM {ROWS} WHERE {MINE}", _mine(behind)


def frozen_of(capture: Capture, model: type[Model]) -> tuple[str, Values]:
    """The query of the keys of all rows of a ledger; one that several sources hold comes as often."""
    return f"SELECT u.key FROM {ROWS} WHERE b.capture_id = %s AND b.ledger = %s", (capture.pk, ledger_of(model))


def unseen_events(capture: Capture, model: type[Model]) -> tuple[str, Values]:
    """The query of (id, event, first): rows of a ledger that were written since, each with its latest and first event."""
    query = (
        f"SELECT e.pgh_obj_id AS id, max(e.pgh_id) AS event, min(e.pgh_id) AS first FROM {event_table(model)} e "
        "WHERE NOT EXISTS (SELECT 1 FROM (SELECT unnest(h.whole) AS n FROM reports_capturehistory h "
        f"WHERE h.capture_id = %s AND h.ledger = %s) w WHERE w.n = e.pgh_id / {BLOCK}) "
        "AND NOT EXISTS (SELECT 1 FROM (SELECT unnest(h.others) AS event FROM reports_capturehistory h "
        "WHERE h.capture_id = %s AND h.ledger = %s) o WHERE o.event = e.pgh_id) GROUP BY 1"
    )
    return query, (capture.pk, ledger_of(model)) * 2


def frozen_among(capture: Capture, model: type[Model], keys: Sequence[int] | None = None) -> dict[int, Frozen]:
    """{key: what was frozen of it} of some rows of a ledger, or of all."""
    query = (
        f"SELECT u.key, b.source, b.number, u.at FROM {ROWS} WHERE b.capture_id = %s AND b.ledger = %s "
        "AND (%s::bigint[] IS NULL OR u.key = ANY (%s))"
    )
    asked = None if keys is None else list(keys)
    places = [_Place(*one) for one in _found(query, (capture.pk, ledger_of(model), asked, asked))]
    return dict(zip([one.key for one in places], _thawed(capture, model, places), strict=True))


def number_of(part: LedgerFigure, behind: CaptureFigure) -> Number:
    """The number of a counted figure as it was frozen, over the whole place of the report."""
    if part.fold != Fold.SUM and not behind.count:
        return None
    return part.number(behind.total if part.total else behind.count)


class Behind(NamedTuple):
    """How many rows stand behind a figure, and the digest of their keys."""

    rows: int = 0
    digest: str = EMPTY


def behind_by_city(capture: Capture, figures: Sequence[str], city: str | None = None) -> dict[tuple[str, str], Behind]:
    """{(counted figure, city): its rows there}, of all cities that have any or of one; in one query."""
    query = (
        "SELECT f.figure, u.place, count(*), encode(sha256(convert_to(string_agg(u.key::text, ',' ORDER BY u.key), "
        f"'UTF8')), 'hex') FROM {ROWS} JOIN reports_capturefigure f ON f.capture_id = b.capture_id "
        "AND f.source = b.source WHERE b.capture_id = %s AND f.figure = ANY (%s) AND u.marks >> f.bit & 1 = 1 "
        "AND (%s::text IS NULL OR u.place = %s) GROUP BY 1, 2"
    )
    found = _found(query, (capture.pk, list(figures), city, city))
    return {(figure, place): Behind(rows, digest) for figure, place, rows, digest in found}


class FrozenRows(Sequence[Frozen]):
    """The frozen rows of a figure in the order of their keys, all or those of one city, as a paginator wants them."""

    def __init__(self, behind: CaptureFigure, city: str | None = None) -> None:
        self.behind, self.city = behind, city

    def __len__(self) -> int:
        """How many there are; of all of them the number is known."""
        if self.city is None:
            return self.behind.count
        return int(_found(f"SELECT count(*) FROM {ROWS} WHERE {self._where}", self._values)[0][0])

    @overload
    def __getitem__(self, page: int) -> Frozen: ...

    @overload
    def __getitem__(self, page: slice) -> list[Frozen]: ...

    def __getitem__(self, page: int | slice) -> Frozen | list[Frozen]:
        if isinstance(page, int):
            return self[page : page + 1][0]
        start = int(page.start or 0)
        limit = "" if page.stop is None else f"LIMIT {int(page.stop) - start}"
        query = (
            f"SELECT u.key, b.source, b.number, u.at FROM {ROWS} WHERE {self._where} "
            f"ORDER BY b.number, u.key OFFSET {start} {limit}"
        )
        places = [_Place(*one) for one in _found(query, self._values)]
        return _thawed(self.behind.capture, LEDGERS[self.behind.ledger], places)

    def all(self) -> Iterator[Frozen]:
        """Every row in turn, some thousands read at once."""
        for start in range(0, len(self), AT_ONCE):
            yield from self[start : start + AT_ONCE]

    @property
    def digest(self) -> str:
        """The digest of the keys of these rows."""
        if self.city is None:
            return self.behind.digest
        here = behind_by_city(self.behind.capture, [self.behind.figure], self.city)
        return here.get((self.behind.figure, self.city), Behind()).digest

    @property
    def _where(self) -> str:
        return MINE if self.city is None else f"{MINE} AND u.place = %s"

    @property
    def _values(self) -> Values:
        return _mine(self.behind) if self.city is None else (*_mine(self.behind), self.city)


def _mine(behind: CaptureFigure) -> Values:
    return behind.capture_id, behind.source, behind.bit


def _thawed(capture: Capture, model: type[Model], places: Sequence[_Place]) -> list[Frozen]:
    """What was frozen of some rows of a ledger, in their order."""
    columns = {int(source): [Shown(*one) for one in told] for source, told in capture.columns.items()}
    rows: dict[_Place, dict[str, object]] = {one: {KEY: one.key} for one in places}
    for one, place, number, word in _cells(capture, rows):
        is_day = columns[one.source][place].kind == DAY and number is not None
        value = (EPOCH + timedelta(number or 0)).isoformat() if is_day else word if number is None else number
        rows[one][columns[one.source][place].path] = value
    for source in {one.source for one in places}:
        tracked = [column for column in columns[source] if column.field]
        versions = _versions(capture, model, tracked, [one.key for one in places if one.source == source])
        for one in places:
            if one.source == source:
                rows[one] |= versions.get(one.key, {})
    named = {
        column.path for source in {one.source for one in places} for column in columns[source] if column.kind == NAME
    }
    for path in named:
        words = _names(capture, path, {int(str(row[path])) for row in rows.values() if row.get(path) is not None})
        for row in rows.values():
            if row.get(path) is not None:
                row[path] = words.get(int(str(row[path])), "")
    return [rows[one] for one in places]


def _versions(
    capture: Capture, model: type[Model], columns: Sequence[Shown], keys: Sequence[int]
) -> dict[int, dict[str, object]]:
    """{key: values by path} of some rows, as the last event says that the capture saw of each."""
    if not columns or not keys:
        return {}
    fields = ", ".join(f'e."{column.field}"' for column in columns)
    query = (
        f"SELECT DISTINCT ON (e.pgh_obj_id) e.pgh_obj_id, {fields} FROM {event_table(model)} e "
        f"WHERE e.pgh_obj_id = ANY (%s) AND {SEEN} ORDER BY e.pgh_obj_id, e.pgh_id DESC"
    )
    with walls.aside("whoever reads a report reads its rows as they stood"):
        found = _found(query, (list(keys), *(capture.pk, ledger_of(model)) * 2))
    paths = [column.path for column in columns]
    return {key: dict(zip(paths, map(_as_stored, values), strict=True)) for key, *values in found}


def _as_stored(value: object) -> object:
    """A value of a history as a stored column gives it: days and amounts as words, numbers as they are."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _cells(capture: Capture, places: Iterable[_Place]) -> Iterator[tuple[_Place, int, int | None, str | None]]:
    """(row, place of the column, number, word) of some rows."""
    wanted = list(places)
    query = (
        "SELECT w.key, w.source, w.number, w.at, c.place, c.numbers[w.at], c.words[w.at] "
        "FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::int[]) AS w(key, source, number, at) "
        "JOIN reports_capturecolumn c ON c.capture_id = %s AND c.source = w.source AND c.number = w.number"
    )
    lists = [[one[place] for one in wanted] for place in range(4)]
    for *row, place, number, word in _found(query, (*lists, capture.pk)):
        yield _Place(*row), place, number, word


def _names(capture: Capture, path: str, keys: Iterable[int]) -> dict[object, str]:
    query = (
        "SELECT u.key, u.word FROM reports_capturenames n CROSS JOIN LATERAL unnest(n.keys, n.words) AS u(key, word) "
        "WHERE n.capture_id = %s AND n.path = %s AND u.key = ANY (%s)"
    )
    return dict(_found(query, (capture.pk, path, list(keys))))
