"""What the walls in the database cost: the same pages and the same workbook with row-level security and without it.

In turns, so that slow seconds of the machine meet both. Without the walls the roles, the context of each transaction
and the filters of `visible_to` stay as they are: what is measured is what the policies themselves add.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from django.test import Client, override_settings

from benchmarks import imports, lists, world

TURNS, OPENINGS = 5, 3
IMPORTS = 3
WALLED = "SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace"
Pages = list[tuple[str, Client, str]]


@contextmanager
def without_walls() -> Iterator[None]:
    """No table has its policies until the end."""
    with connection.cursor() as cursor:
        cursor.execute(WALLED)
        tables = [table for (table,) in cursor.fetchall()]
    assert tables
    _switch(tables, "DISABLE")
    try:
        yield
    finally:
        _switch(tables, "ENABLE")


def _switch(tables: list[str], verb: str) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} {verb} ROW LEVEL SECURITY")


def _pages() -> Pages:
    """(who and what, browser, address) of every list that each person may open."""
    found: Pages = []
    for name in lists.PEOPLE:
        client = lists.client_of(name)
        found += [(f"{name} {url}", client, url) for url in lists.LISTS if client.get(url).status_code != 403]
    return found


def _open_all(pages: Pages, took: dict[str, list[float]]) -> None:
    """Open each page some times; the first, which plans anew after a switch, is not counted."""
    for name, client, url in pages:
        for opening in range(OPENINGS + 1):
            begun = time.perf_counter()
            lists.opened(client, url)
            if opening:
                took.setdefault(name, []).append(time.perf_counter() - begun)


@override_settings(ALLOWED_HOSTS=["testserver"])
def measure() -> dict[str, float]:
    """How many times as long a list page takes with the walls, in the median of all and at worst."""
    pages = _pages()
    walled: dict[str, list[float]] = {}
    bare: dict[str, list[float]] = {}
    for turn in range(TURNS):
        _open_all(pages, walled)
        with without_walls():
            _open_all(pages, bare)
        print(f"  {turn + 1} of {TURNS} turns over {len(pages)} pages", file=sys.stderr, flush=True)
    ratios = sorted((statistics.median(walled[name]) / statistics.median(bare[name]), name) for name in walled)
    for ratio, name in ratios[-5:]:
        print(f"  {ratio:.2f} times the page without walls: {name}")
    return {
        "walls_lists": round(statistics.median(ratio for ratio, _name in ratios), 3),
        "walls_slowest": round(ratios[-1][0], 3),
    }


def measure_import() -> dict[str, float]:
    """How many times as long the import of services takes with the walls."""
    clerk = world.clerk_of()
    walled, bare = [], []
    with TemporaryDirectory() as folder:
        path = world.write_workbook(world.activity_rows(clerk, world.ROWS), Path(folder) / "services.xlsx")
        for _ in range(IMPORTS):
            imports.empty()
            walled.append(imports.ours(path, clerk, world.ROWS))
            imports.empty()
            with without_walls():
                bare.append(imports.ours(path, clerk, world.ROWS))
    return {"walls_import": round(statistics.median(walled) / statistics.median(bare), 3)}
