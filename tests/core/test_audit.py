"""The audit trail: complete, chained, and closed to change."""

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from core import audit, clock
from core.models import AuditEvent
from tests.cast import Cast
from tests.databases import as_owner


def test_an_event_freezes_who_and_where(cast: Cast) -> None:
    event = audit.record("test.done", by=cast.hangzhou_officer, at=clock.now(), subject="示例", rows=3)
    assert (event.actor, event.organisation, event.detail) == ("em-330100", "杭州市应急管理局", {"rows": 3})
    assert event.recorded_at.year != event.at.year  # the true time beside the demo's business day


@pytest.mark.parametrize("sql", ["UPDATE core_auditevent SET actor = 'x'", "DELETE FROM core_auditevent"])
def test_the_database_refuses_to_change_events(cast: Cast, sql: str) -> None:
    audit.record("test.done", by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(sql)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sql", ["UPDATE core_auditevent SET actor = 'x'", "DELETE FROM core_auditevent"])
def test_the_owner_meets_the_trigger(sql: str) -> None:
    audit.record("test.done", by=None, at=clock.now())
    with as_owner(), pytest.raises(InternalError, match="Cannot"):
        connection.cursor().execute(sql)


@pytest.mark.django_db(transaction=True)
def test_tampering_breaks_the_chain_and_names_the_event() -> None:
    events = [audit.record("test.done", by=None, at=clock.now(), n=n) for n in range(4)]
    assert list(audit.broken_links()) == []
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE core_auditevent SET actor = 'someone' WHERE id = %s", [events[1].pk])
        cursor.execute("DELETE FROM core_auditevent WHERE id = %s", [events[2].pk])
    assert [number for number, _why in audit.broken_links()] == [events[1].pk, events[3].pk]
    assert AuditEvent.objects.count() >= len(events) - 1
