"""What the workbench remembers: of one scope alone, no longer than until a write, and named by every table it read."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock, touches, walls
from core.contributions.desk import Desk, Tile
from enterprises.models import Enterprise
from insurers.activities.models import Activity
from insurers.policies.choices import PolicyStatus
from insurers.policies.models import Policy
from reports import seeding
from tests.cast import Cast
from tests.databases import Keep
from tests.workbench.people import WORKERS
from workbench.desk import contributors, parts_of
from workbench.tasks import prepare_desks
from workbench.views.workbench import band_on, notices_on

SignIn = Callable[[Any], Client]
#: Session, person, rights and preferences, campaigns of the top bar, marks, what was handed on; statements of their own.
WARM = 12
PAGES = ("/", "/gap/", "/fees/", "/promised/", "/expenses/", "/hazards/board/")


@pytest.fixture(scope="module")
def filled(keep: Keep) -> None:
    sizes = {"enterprises": 150, "policies": 130, "activities": 260}
    keep(lambda: seeding.fill(seed=7, today=clock.today(), sizes=sizes))


@pytest.fixture
def ledgers(filled: None, db: None) -> None:
    """Ledgers of the seed 7."""


def tiles_on(page: str) -> list[str]:
    return re.findall(r'<dd class="fig">\s*<a href="[^"]+">[\d,]+', page)


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
    assert after["/gap/?cover=insured"].value == before["/gap/?cover=insured"].value - 1
    assert after["/gap/?cover=must"].value == before["/gap/?cover=must"].value


def test_prepared_desks_count_nothing_anew(as_user: SignIn, cast: Cast, ledgers: None) -> None:
    client = as_user(cast.hangzhou_officer)
    prepare_desks()
    with CaptureQueriesContext(connection) as task:
        assert client.get("/").status_code == 200
    read = " ".join(query["sql"] for query in task.captured_queries)
    assert 'FROM "enterprises_enterprise"' not in read
    assert 'FROM "activities_activity"' not in read
    with CaptureQueriesContext(connection) as idle:
        prepare_desks()
    assert len(idle) == 1


def test_every_table_that_a_part_reads_leaves_marks(cast: Cast, ledgers: None) -> None:
    """Else the part would be drawn up anew each time that the page is opened."""
    unmarked: set[str] = set()
    for name in WORKERS:
        person = getattr(cast, name)
        with walls.seeing_as(person), walls.own_alone():
            desk = Desk(person, clock.today())
            for draw_up in (*contributors(), band_on, notices_on):
                with desk.memory.watch() as read:
                    draw_up(desk)
                unmarked.update(f"{draw_up.__module__} {table}" for table in read - touches.touched())
    assert unmarked == set()


def test_a_page_opened_again_reads_no_ledger(as_user: SignIn, cast: Cast, ledgers: None) -> None:
    client = as_user(cast.hangzhou_officer)
    first = client.get("/").content.decode()
    with CaptureQueriesContext(connection) as task:
        again = client.get("/").content.decode()
    assert len(task) <= WARM
    assert tiles_on(again) == tiles_on(first)


def test_what_was_read_is_known_behind_views_walls_and_what_was_at_hand(cast: Cast) -> None:
    assert {"dispositions_step", "dispositions_case"} <= touches.tables_in('SELECT 1 FROM "dispositions_step"')
    assert touches.tables_in("select 1 from hazards_hazard h join lateral (select 1) x on true") == {"hazards_hazard"}
    desk = Desk(cast.hangzhou_officer, clock.today())

    def reading(asked: Desk) -> int:
        return asked.memory.count(Policy.objects.all())

    for _turn in range(2):
        with desk.memory.watch() as read:
            desk.once(reading)
        assert "policies_policy" in read


def test_what_is_not_counted_in_time_follows_by_itself(
    as_user: SignIn, cast: Cast, ledgers: None, settings: Any
) -> None:
    """The first answer never waits for the slowest count, and shows no number that is not true."""
    settings.WORKBENCH_PATIENCE_MS = 0.001
    client = as_user(cast.hangzhou_officer)
    first = client.get("/?kind=x").content.decode()
    assert tiles_on(first) == []
    assert 'hx-get="?kind=x&amp;whole=1"' in first
    assert "暂无待办" not in first
    assert "正在统计" in first
    assert {tab["n"] for tab in client.get("/?kind=x").context["tabs"]} == {None}
    whole = client.get("/?whole=1").content.decode()
    assert tiles_on(whole)
    assert 'hx-get="?' not in whole
    assert tiles_on(client.get("/").content.decode()) == tiles_on(whole)
