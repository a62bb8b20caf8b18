"""What the workbench remembers: of one scope alone, no longer than until a write, and named by every table it read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock, touches
from core.contributions.desk import Desk, Tile
from enterprises.models import Enterprise
from insurers.activities.models import Activity
from insurers.policies.choices import PolicyStatus
from insurers.policies.models import Policy
from reports import seeding
from tests.cast import Cast
from tests.workbench.people import WORKERS
from workbench.desk import parts_of
from workbench.tasks import prepare_desks

SignIn = Callable[[Any], Client]
PAGES = ("/", "/gap/", "/fees/", "/promised/", "/expenses/", "/hazards/board/")


@pytest.fixture
def ledgers(db: None) -> None:
    seeding.fill(seed=7, today=clock.today(), sizes={"enterprises": 150, "policies": 130, "activities": 260})


def tiles_of(person: Any) -> dict[str, Tile]:
    """The tiles by their addresses."""
    return {tile.url: tile for part in parts_of(Desk(person, clock.today())) for tile in part.tiles}


def test_every_table_behind_a_number_is_among_its_ledgers(
    as_user: SignIn, cast: Cast, ledgers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a write to that table would leave an old number on the page."""
    forgotten: set[str] = set()

    def watched(text: str, work: Callable[[], object]) -> object:
        with CaptureQueriesContext(connection) as task:
            found = work()
        read = {table for query in task.captured_queries for table in touches.TABLES.findall(query["sql"])}
        known = set().union(*(touches._views.get(table, {table}) for table in read))
        forgotten.update(f"{page} {table}" for table in known & touches.touched() if f"('{table}'," not in text)
        return found

    monkeypatch.setattr(touches, "_cached", watched)
    for name in WORKERS:
        client = as_user(getattr(cast, name))
        for page in PAGES:
            client.get(page)
    assert forgotten == set()


def test_two_scopes_never_share_a_number(cast: Cast, ledgers: None) -> None:
    """Each person after the other and then again: what is remembered of one is never shown to another."""
    people = [getattr(cast, name) for name in WORKERS]
    first = [tiles_of(person) for person in people]
    again = [tiles_of(person) for person in people]
    assert first == again
    for person, tiles in zip(people, first, strict=True):
        for tile in tiles.values():
            if tile.url.startswith("/activities/"):
                given = Activity.objects.visible_to(person).given().filter(start_on__range=("2023-11-01", "2023-11-30"))
                assert tile.value == given.count(), person


def test_a_write_is_seen_at_once(cast: Cast, ledgers: None) -> None:
    person = cast.provincial_officer
    before = tiles_of(person)
    insured = Policy.objects.in_force(clock.today()).values("enterprise")
    enterprise = Enterprise.objects.filter(
        pk__in=insured, status="ACTIVE", sectors__overlap=["HAZCHEM", "CONSTR"]
    ).first()
    assert enterprise is not None
    Policy.objects.filter(enterprise=enterprise).update(status=PolicyStatus.CANCELLED)
    after = tiles_of(person)
    assert after["/gap/?cover=insured"].value == (before["/gap/?cover=insured"].value or 0) - 1
    assert after["/gap/?cover=must"].value == before["/gap/?cover=must"].value


def test_the_figures_of_many_cities_are_counted_ahead(cast: Cast, as_user: SignIn, ledgers: None) -> None:
    """Until then a dash stands in their place, never an old number."""
    odd = ("/fees/policies/?flag=any", "/promised/list/?standing=late")
    person = cast.zhejiang_regulator
    assert [tiles_of(person)[url].value for url in odd] == [None, None]
    assert "—<small>" in as_user(person).get("/").content.decode()
    ahead = {
        tile.url: tile.value for part in parts_of(Desk(person, clock.today(), is_ahead=True)) for tile in part.tiles
    }
    assert [tiles_of(person)[url].value for url in odd] == [ahead[url] for url in odd]
    assert None not in [ahead[url] for url in odd]


def test_prepared_desks_count_nothing_anew(as_user: SignIn, cast: Cast, ledgers: None) -> None:
    prepare_desks()
    client = as_user(cast.hangzhou_officer)
    with CaptureQueriesContext(connection) as task:
        assert client.get("/").status_code == 200
    read = " ".join(query["sql"] for query in task.captured_queries)
    assert 'FROM "enterprises_enterprise"' not in read
    assert 'FROM "activities_activity"' not in read
    with CaptureQueriesContext(connection) as idle:
        prepare_desks()
    assert len(idle) == 1
