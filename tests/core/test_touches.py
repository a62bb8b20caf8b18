"""Counts are kept until a ledger is written to, by whomever, and never a moment longer."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import touches
from enterprises.models import Enterprise
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def three() -> None:
    for _ in range(3):
        world.enterprise()


def selects(task: "CaptureQueriesContext") -> list[str]:
    return [query["sql"] for query in task.captured_queries if "COUNT(*)" in query["sql"]]


def test_a_second_look_does_not_count_again(three: None) -> None:
    rows = Enterprise.objects.all()
    assert touches.Memory().count(rows) == 3
    with CaptureQueriesContext(connection) as task:
        assert touches.Memory().count(rows) == 3
    assert selects(task) == []


def test_a_new_row_a_changed_row_and_raw_sql_are_seen_at_once(three: None) -> None:
    active = Enterprise.objects.filter(status="ACTIVE")
    assert touches.Memory().count(active) == 3
    other = world.enterprise()
    assert touches.Memory().count(active) == 4
    Enterprise.objects.filter(pk=other.pk).update(status="CLOSED")
    assert touches.Memory().count(active) == 3
    with connection.cursor() as cursor:
        cursor.execute("UPDATE enterprises_enterprise SET status = 'CLOSED'")
    assert touches.Memory().count(active) == 0


def test_other_filters_are_other_counts(three: None) -> None:
    assert touches.Memory().count(Enterprise.objects.filter(status="ACTIVE")) == 3
    assert touches.Memory().count(Enterprise.objects.filter(status="CLOSED")) == 0


def test_gathered_marks_still_tell_the_next_write(three: None) -> None:
    rows = Enterprise.objects.all()
    assert touches.Memory().count(rows) == 3
    touches.gather()
    assert touches.Memory().count(rows) == 3
    touches.gather()
    world.enterprise()
    assert touches.Memory().count(rows) == 4


def test_gathering_marks_forgets_nothing(three: None) -> None:
    rows = Enterprise.objects.all()
    assert touches.Memory().count(rows) == 3
    touches.gather()
    with CaptureQueriesContext(connection) as task:
        assert touches.Memory().count(rows) == 3
    assert selects(task) == []


def test_a_table_without_marks_is_counted_each_time(three: None) -> None:
    from core.models import AuditEvent

    with CaptureQueriesContext(connection) as task:
        touches.Memory().count(AuditEvent.objects.all())
        touches.Memory().count(AuditEvent.objects.all())
    assert len(selects(task)) == 2


def test_without_a_cache_the_count_is_right(three: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from redis.exceptions import ConnectionError as Unreachable

    def broken(*args: object, **kwargs: object) -> None:
        raise Unreachable("away")

    monkeypatch.setattr(cache, "get", broken)
    assert touches.Memory().count(Enterprise.objects.all()) == 3
