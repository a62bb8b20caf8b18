"""What was frozen of the rows behind figures, read back: whole pages of it, or some rows by their keys."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple, overload

from django.db import connection
from django.db.models import Model

from core.plain import Values
from reports.columns import Frozen, ledger_of
from reports.models import Capture, CaptureFigure
from reports.services.capturing import BLOCK, DAY, KEY, NAME, event_table

#: The rows of blocks one by one, `at` being the place in the block.
ROWS: Final = (
    "reports_captureblock b CROSS JOIN LATERAL unnest(b.keys, b.places, b.marks) WITH ORDINALITY "
    "AS u(key, place, marks, at)"
)
MINE: Final = "b.capture_id = %s AND b.source = %s AND u.marks >> %s & 1 = 1"
EPOCH: Final = date(1970, 1, 1)


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
    """The query of (id, event): rows of a ledger that were written since, each with its latest event."""
    query = (
        f"SELECT e.pgh_obj_id AS id, max(e.pgh_id) AS event FROM {event_table(model)} e "
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
    return dict(zip([one.key for one in places], _thawed(capture, places), strict=True))


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
        return _thawed(self.behind.capture, [_Place(*one) for one in _found(query, self._values)])

    @property
    def _where(self) -> str:
        return MINE if self.city is None else f"{MINE} AND u.place = %s"

    @property
    def _values(self) -> Values:
        return _mine(self.behind) if self.city is None else (*_mine(self.behind), self.city)


def _mine(behind: CaptureFigure) -> Values:
    return behind.capture_id, behind.source, behind.bit


def _thawed(capture: Capture, places: Sequence[_Place]) -> list[Frozen]:
    """What was frozen of some rows, in their order."""
    rows: dict[_Place, dict[str, object]] = {one: {KEY: one.key} for one in places}
    names: dict[str, set[int]] = {}
    for one, place, number, word in _cells(capture, rows):
        path, kind = capture.columns[str(one.source)][place]
        rows[one][path] = (EPOCH + timedelta(number)).isoformat() if kind == DAY and number is not None else word
        if kind != DAY and number is not None:
            rows[one][path] = number
        if kind == NAME and number is not None:
            names.setdefault(path, set()).add(number)
    for path, keys in names.items():
        words = _names(capture, path, keys)
        for row in rows.values():
            if path in row:
                row[path] = words.get(row[path], "")
    return [rows[one] for one in places]


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
