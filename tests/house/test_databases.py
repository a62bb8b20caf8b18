"""The databases of test runs: a dead run's are dropped by the next, a living run's by itself."""

from collections.abc import Iterator

import pytest

from tests.core.worker import wait_for
from tests.databases import Lead, drop, names, prefix, server

NOBODY = 2**31 - 1

#: One at a time: a run that begins meanwhile would drop the dead run's database first, and these tests play both.
pytestmark = pytest.mark.xdist_group("databases")


@pytest.fixture
def cursor() -> Iterator[object]:
    with server() as made:
        yield made
        drop(made, f"{prefix()}{NOBODY}_gw0")


def create(cursor: object, run: int) -> str:
    name = f"{prefix()}{run}_gw0"
    cursor.execute(f'CREATE DATABASE "{name}"')  # type: ignore[attr-defined]
    return name


def test_what_a_killed_run_has_left_is_dropped_by_the_next(cursor: object) -> None:
    left = create(cursor, NOBODY)
    Lead().end()
    # Another run that has just begun may have been first and be dropping it still.
    wait_for(lambda: names(cursor, left) == [], "the end of the dead run's database")


def test_a_living_run_keeps_its_databases_until_its_end(cursor: object) -> None:
    living = Lead()
    name = create(cursor, living.run)
    Lead().end()
    assert names(cursor, name) == [name]
    living.end()
    assert names(cursor, name) == []
