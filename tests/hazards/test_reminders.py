"""Reminders: who is told what, one message a person and day, a dry run that stores nothing, a breaker that stops all."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command

from campaigns.models import Campaign
from core import clock
from core.models import AuditEvent
from hazards.services import refusal, reminders, voids
from notifications import sources
from notifications.models import Message
from notifications.services import store_messages
from tests.cast import Cast
from tests.hazards import life
from tests.hazards.life import TODAY


def run(**more: object) -> int:
    return len(store_messages(today=TODAY, at=clock.now(), **more).messages)  # type: ignore[arg-type]


def told(today: dt.date = TODAY) -> dict[str, set[str]]:
    """What is due, by account."""
    from accounts.models import User

    names = dict(User.objects.values_list("pk", "username"))
    found: dict[str, set[str]] = {}
    for item in reminders.items(today):
        found.setdefault(names[item.person_id], set()).add(f"{item.what} {item.on}")
    return found


@pytest.fixture(autouse=True)
def _nothing_but_hazards(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is due of inspections and reports, and what waits on workbenches, reminds other people."""
    Campaign.objects.update(inspections_by=None)
    monkeypatch.setattr(sources, "_desks", [])


def test_two_things_due_are_one_message(cast: Cast) -> None:
    for _ in range(2):
        life.hazard(life.firm(), deadline=dt.date(2023, 11, 20))
    life.hazard(life.firm(), deadline=dt.date(2023, 12, 20))
    assert run(dry=True) == 1
    assert not Message.objects.exists()
    assert run() == 1
    assert "台账期限提醒 2 项，其中超期 2 项" in Message.objects.get(person=cast.insurer_a_clerk).text
    assert run() == 0
    assert Message.objects.count() == 1


def test_the_breaker_stops_all_and_leaves_an_event(cast: Cast) -> None:
    life.hazard(life.firm(), deadline=dt.date(2023, 11, 20))
    assert store_messages(today=TODAY, at=clock.now(), most=0).tripped
    assert not Message.objects.exists()
    assert AuditEvent.objects.filter(action="message.stopped").exists()


def test_the_command_shows_a_dry_run_and_fails_where_the_breaker_trips(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    hazard = life.hazard(life.firm(), deadline=dt.date(2023, 11, 20))
    call_command("send_reminders", "--dry-run")
    assert hazard.hazard_no in capsys.readouterr().out
    assert not Message.objects.exists()
    with pytest.raises(SystemExit):
        call_command("send_reminders", "--most", "0")
    call_command("send_reminders")
    assert Message.objects.count() == 1


def test_each_station_reminds_who_has_it_in_hand(cast: Cast) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    life.entered(life.firm(), clerk, found_on=dt.date(2023, 11, 20))
    assert told() == {"ins-a-zj": {"书面告知 2023-11-23"}}
    early = dt.date(2023, 11, 10)
    life.hazard(life.firm(), state="SUBMITTED", submitted_by=clerk, submitted_on=early)
    assert told()["ins-a-zj-lead"] == {"复查 2023-11-20"}
    life.hazard(life.firm(), state="SUBMITTED", level="MAJOR", submitted_by=clerk, submitted_on=early)
    assert told()["em-330106"] == {"部门确认或者复查 2023-11-20"}
    life.hazard(life.firm(), by="", source="DEPARTMENT", deadline=dt.date(2023, 11, 24))
    assert told()["em-330106"] == {"部门确认或者复查 2023-11-20", "整改 2023-11-24"}
    assert set(told()) == {"ins-a-zj", "ins-a-zj-lead", "em-330106"}
    voids.ask_void(hazard=life.hazard(life.firm()), reason="重复", by=lead, at=clock.now())
    assert "审核作废申请 2023-11-23" in told()["ins-a-zj"]


def test_a_refusal_reminds_until_it_is_reported_and_signed_for(cast: Cast) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    hazard = life.hazard(life.firm(), level="MAJOR", deadline=dt.date(2023, 12, 30))
    life.asked(hazard, clerk)
    assert told() == {"ins-a-zj-lead": {"复核拒不整改认定 2023-11-23"}}
    refusal.agree_refusal(hazard=hazard, by=lead, today=TODAY, at=clock.now())
    assert told() == {"ins-a-zj": {"报告拒不整改 2023-11-23"}}
    refusal.report_refusal(hazard=hazard, by=lead, today=TODAY, at=clock.now())
    assert told() == {"em-330106": {"签收受理 2023-11-27"}, "sa-330100-constr": {"签收受理 2023-11-27"}}
    for officer in (cast.xihu_county, cast.builder_authority):
        refusal.take_report(hazard=hazard, by=officer, at=clock.now())
    life.measure(hazard, cast.xihu_county, "FINE", fine=Decimal(60_000))
    assert told(dt.date(2023, 12, 4)) == {"em-330106": {"处罚公示 2023-12-04"}}
    assert told(dt.date(2023, 12, 8))["em-330106"] == {"处罚公示 2023-12-04", "执法跟踪 2023-12-08"}


def test_what_is_void_reminds_nobody(cast: Cast) -> None:
    hazard = life.reported(cast.insurer_a_clerk, cast.insurer_a_lead)
    voids.ask_void(hazard=hazard, reason="误报", by=cast.insurer_a_clerk, at=clock.now())
    voids.agree_void(hazard=hazard, by=cast.builder_authority, at=clock.now())
    assert told(dt.date(2024, 3, 1)) == {}
