"""Old months of the audit leave for a file; what stays is provable as before."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as portal
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from core import audit, clock, integrity
from core.models import AuditEvent
from core.trail import months, pruning, sealing
from tests.databases import as_owner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner_url() -> str:
    """The owner of the test's own database."""
    return f"{portal.DATABASE_OWNER_URL.rpartition('/')[0]}/{connection.settings_dict['NAME']}"


def record_at(patch: pytest.MonkeyPatch, instant: datetime, number: int) -> AuditEvent:
    with patch.context() as then:
        then.setattr(audit, "clock", SimpleNamespace(true_now=lambda: instant))
        return audit.record("test.done", by=None, at=clock.now(), n=number)


def test_old_events_leave_and_the_rest_is_proved(monkeypatch: pytest.MonkeyPatch, owner_url: str) -> None:
    now = clock.true_now()
    assert not AuditEvent.objects.exists()
    old = [record_at(monkeypatch, now - timedelta(days=900 - number), number) for number in range(3)]
    sealing.seal(now)
    new = [audit.record("test.done", by=None, at=clock.now(), n=number) for number in range(2)]
    sealing.seal(now)
    assert pruning.remove(before=pruning.month_before(now, 24), owner_url=owner_url) == len(old)
    assert list(AuditEvent.objects.order_by("pk").values_list("pk", flat=True)) == [one.pk for one in new]
    assert integrity.faults() == []
    (file,) = Path(portal.ANCHOR_DIR).glob("audit-to-*.jsonl.gz")
    with gzip.open(file, "rt", encoding="utf-8") as kept:
        assert [json.loads(line)["digest"] for line in kept] == [one.digest for one in old]
    note = Path(portal.ANCHOR_DIR) / pruning.NAME
    note.write_text(note.read_text().replace(f'"number": {old[-1].pk}', f'"number": {new[0].pk}'))
    assert {"audit", "anchor"} <= {fault.check for fault in integrity.faults()}


def test_nothing_younger_than_twelve_months_leaves() -> None:
    with pytest.raises(pruning.TooYoung):
        pruning.month_before(clock.true_now(), 11)
    with pytest.raises(CommandError, match="12 months"):
        call_command("remove_old_audit", "--months", "3")
    assert pruning.month_before(datetime(2024, 2, 29, 13, tzinfo=UTC), 12) == datetime(2023, 2, 1, tzinfo=UTC)


def test_each_month_has_a_part_of_its_own_and_leaves_as_a_whole() -> None:
    audit.record("test.done", by=None, at=clock.now())
    this = f"{months.TABLE}_{clock.true_now().astimezone(ZoneInfo(months.ZONE)):%Y_%m}"
    with connection.cursor() as cursor:
        assert months.make_parts(cursor) == 0, "those of the months to come are there before they come"
        cursor.execute("SELECT DISTINCT tableoid::regclass::text FROM core_auditevent")
        assert cursor.fetchall() == [(this,)]
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(f"SELECT count(*) FROM {this}")
    with as_owner(), connection.cursor() as cursor:
        old = f"{months.TABLE}_2019_05"
        cursor.execute(
            f"CREATE TABLE {old} PARTITION OF core_auditevent FOR VALUES FROM ('2019-05-01') TO ('2019-06-01')"
        )
        cursor.execute(months.EMPTY)
        cursor.execute("SELECT to_regclass(%s), to_regclass(%s)", [old, this])
        assert cursor.fetchone() == (None, this)


def test_a_guard_that_is_switched_off_in_one_month_alone_is_found() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {months.REST} DISABLE TRIGGER USER")
        try:
            assert [fault.check for fault in integrity.faults()] == ["triggers"]
        finally:
            cursor.execute(f"ALTER TABLE {months.REST} ENABLE TRIGGER USER")
