"""What was frozen of the rows behind figures, read back: whole pages of it, or some rows by their keys."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.db import connection
from django.db.models import Model

from core.plain import Values
from reports.models import Capture, CaptureFigure
from reports.tables import Frozen, ledger_of

#: The rows of blocks one by one.
ROWS: Final = (
    "reports_captureblock b CROSS JOIN LATERAL unnest(b.keys, b.versions, b.places, b.marks, b.shown) "
    "AS u(key, version, place, marks, shown)"
)


def frozen_keys(behind: CaptureFigure) -> tuple[str, Values]:
    """The query of the keys of a figure's rows."""
    return f"SELECT u.key FROM {ROWS} WHERE {_MINE}", _mine(behind)


def frozen_versions(capture: Capture, model: type[Model]) -> tuple[str, Values]:
    """The query of (id, version, shown) of all rows of a ledger; a row that several sources hold comes once."""
    query = f"SELECT DISTINCT ON (u.key) u.key AS id, u.version, u.shown FROM {ROWS} WHERE b.capture_id = %s AND b.ledger = %s"
    return query, (capture.pk, ledger_of(model))


def frozen_among(capture: Capture, model: type[Model], keys: Sequence[int]) -> dict[int, Frozen]:
    """{key: what was frozen of it} of some rows of a ledger."""
    query = (
        f"SELECT u.key, b.source, u.shown FROM {ROWS} "
        "WHERE b.capture_id = %s AND b.ledger = %s AND b.keys && %s::bigint[] AND u.key = ANY (%s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [capture.pk, ledger_of(model), list(keys), list(keys)])
        return {key: _thawed(capture.paths, source, shown) for key, source, shown in cursor.fetchall()}


class FrozenRows:
    """The frozen rows of a figure in the order of their keys, all or those of one city, as a paginator wants them."""

    def __init__(self, behind: CaptureFigure, city: str | None = None) -> None:
        self.behind, self.city = behind, city

    def count(self) -> int:
        """How many there are; of all of them the number is known."""
        if self.city is None:
            return self.behind.count
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {ROWS} WHERE {self._where}", self._values)
            return int(cursor.fetchone()[0])

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, page: slice) -> list[Frozen]:
        return list(self._shown(page.start or 0, page.stop))

    def _shown(self, start: int, stop: int | None) -> Iterator[Frozen]:
        limit = "" if stop is None else f"LIMIT {int(stop) - start}"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT u.shown FROM {ROWS} WHERE {self._where} ORDER BY b.number, u.key OFFSET {int(start)} {limit}",
                self._values,
            )
            for (shown,) in cursor.fetchall():
                yield _thawed(self.behind.capture.paths, self.behind.source, shown)

    @property
    def _where(self) -> str:
        return _MINE if self.city is None else f"{_MINE} AND u.place = %s"

    @property
    def _values(self) -> Values:
        return _mine(self.behind) if self.city is None else (*_mine(self.behind), self.city)


_MINE: Final = "b.capture_id = %s AND b.source = %s AND u.marks >> %s & 1 = 1"


def _mine(behind: CaptureFigure) -> Values:
    return behind.capture_id, behind.source, behind.bit


def _thawed(paths: Mapping[str, Sequence[str]], source: int, shown: str) -> Frozen:
    return dict(zip(paths[str(source)], json.loads(shown), strict=True))
