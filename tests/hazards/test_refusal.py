"""Refusals: two persons with evidence, both bodies in one step, each its own, and nothing stale agreed to."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organisation, User
from core import clock
from core.writing import Refused
from hazards.models import Hazard, Refusal, RefusalReport
from hazards.services import refusal as refusals
from hazards.services import voids
from hazards.views.step import Seen
from hazards.views.steps import offers_of
from tests.cast import Cast
from tests.hazards import life
from tests.hazards.life import TODAY


def buttons(hazard: Hazard, by: User) -> set[str]:
    """The steps that the page offers the person."""
    fresh = Hazard.objects.get(pk=hazard.pk)
    return {one.step.name for one in offers_of(Seen(fresh, fresh.facts()), by) if not one.refused}


def test_two_persons_with_evidence(cast: Cast) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    hazard = life.hazard(life.firm(), level="MAJOR", deadline=TODAY + dt.timedelta(days=5))
    with pytest.raises(Refused, match="证据"):
        refusals.ask_refusal(hazard=hazard, ground="拒绝", is_written=True, by=clerk, today=TODAY, at=clock.now())
    with pytest.raises(Refused, match="尚未届满"):
        life.asked(hazard, clerk, is_written=False)
    life.asked(hazard, clerk)
    with pytest.raises(Refused, match="须由另一人办理"):
        refusals.agree_refusal(hazard=hazard, by=clerk, today=TODAY, at=clock.now())
    with pytest.raises(Refused, match="已有一份"):
        life.asked(hazard, lead)
    found = refusals.agree_refusal(hazard=hazard, by=lead, today=TODAY, at=clock.now())
    assert (found.state, found.refused_on) == ("REFUSED", TODAY)
    assert buttons(found, clerk) == {"report", "void-ask"}


def test_it_is_told_to_both_bodies_and_each_sees_its_own(cast: Cast) -> None:
    hazard = life.reported(cast.insurer_a_clerk, cast.insurer_a_lead)
    told = {row.recipient.code: row for row in RefusalReport.objects.select_related("recipient")}
    assert set(told) == {"EM-330106", "SA-330100-CONSTR"}
    assert RefusalReport.objects.visible_to(cast.builder_authority).get() == told["SA-330100-CONSTR"]
    assert RefusalReport.objects.visible_to(cast.xihu_county).get() == told["EM-330106"]
    for other in (cast.zhejiang_regulator, cast.insurer_b_clerk, cast.ningbo_officer):
        assert not RefusalReport.objects.visible_to(other).exists()
        assert not Refusal.objects.visible_to(other).exists()
    with pytest.raises(Refused, match="不是报送给您所在单位"):
        refusals.take_report(hazard=hazard, by=cast.hangzhou_officer, at=clock.now())


def test_the_second_body_signs_after_the_first_has_taken_the_case(cast: Cast) -> None:
    hazard = life.reported(cast.insurer_a_clerk, cast.insurer_a_lead)
    assert refusals.take_report(hazard=hazard, by=cast.xihu_county, at=clock.now()).state == "ACCEPTED"
    assert "take" not in buttons(hazard, cast.xihu_county)
    life.measure(hazard, cast.xihu_county, "CORRECT")
    assert "take" in buttons(hazard, cast.builder_authority)
    assert refusals.take_report(hazard=hazard, by=cast.builder_authority, at=clock.now()).state == "ENFORCING"
    assert "take" not in buttons(hazard, cast.builder_authority)
    with pytest.raises(Refused, match="本单位已于 2023-11-23 签收"):
        refusals.take_report(hazard=hazard, by=cast.builder_authority, at=clock.now())


def test_a_body_in_both_roles_gets_one_case(cast: Cast) -> None:
    Organisation.objects.filter(code="EM-330106").update(division_id="330105")
    life.reported(cast.insurer_a_clerk, cast.insurer_a_lead, main_sector="HAZCHEM", sectors=["HAZCHEM"])
    report = RefusalReport.objects.get()
    assert (report.recipient.code, report.roles) == ("EM-330100", ["EM", "SECTOR"])


def test_reports_are_numbered_by_insurer(cast: Cast) -> None:
    for _ in range(2):
        life.reported(cast.insurer_a_clerk, cast.insurer_a_lead)
    assert set(Refusal.objects.values_list("number", flat=True)) == {
        "之江财险浙江报〔2023〕1号",
        "之江财险浙江报〔2023〕2号",
    }


def test_a_report_is_signed_within_two_working_days_and_reported_within_a_day(cast: Cast) -> None:
    life.reported(cast.insurer_a_clerk, cast.insurer_a_lead)
    assert {row.due_on for row in RefusalReport.objects.all()} == {dt.date(2023, 11, 27)}  # over the weekend
    refusal = Refusal.objects.get()
    assert refusal.agreed_at is not None
    assert not refusals.is_red(refusal, refusal.agreed_at)
    refusal.reported_at = None
    assert refusals.is_red(refusal, refusal.agreed_at + dt.timedelta(hours=24, minutes=1))
    red = refusals.clock_of(refusal)
    assert red is not None
    assert red.words(refusal.agreed_at + dt.timedelta(hours=25)) == "未报告，已超时 1 小时 0 分钟"


def test_an_old_request_is_not_agreed_to_in_a_later_round(cast: Cast) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    hazard = life.hazard(life.firm(), level="MAJOR", deadline=dt.date(2023, 11, 1), notified_on=dt.date(2023, 10, 10))
    life.asked(hazard, clerk, is_written=False)
    going = life.begun(hazard, clerk)
    Hazard.objects.filter(pk=going.pk).update(deadline=TODAY + dt.timedelta(days=9))
    with pytest.raises(Refused, match="尚未届满"):
        refusals.agree_refusal(hazard=going, by=lead, today=TODAY, at=clock.now())
    life.handed_in(Hazard.objects.get(pk=going.pk), clerk)
    assert Refusal.objects.get().state == "LAPSED"


def test_the_second_person_may_decline(cast: Cast) -> None:
    hazard = life.hazard(life.firm(), level="MAJOR")
    life.asked(hazard, cast.insurer_a_clerk)
    refusals.decline_refusal(hazard=hazard, by=cast.insurer_a_lead, at=clock.now())
    assert Refusal.objects.get().state == "REFUSED"
    with pytest.raises(Refused, match="没有待复核"):
        refusals.decline_refusal(hazard=hazard, by=cast.insurer_a_lead, at=clock.now())


def test_a_reported_hazard_is_void_only_with_a_body_that_was_told(cast: Cast) -> None:
    hazard = life.reported(cast.insurer_a_clerk, cast.insurer_a_lead)
    voids.ask_void(hazard=hazard, reason="误报", by=cast.insurer_a_clerk, at=clock.now())
    with pytest.raises(Refused, match="须经收到报告的部门同意"):
        voids.agree_void(hazard=hazard, by=cast.insurer_a_lead, at=clock.now())
    with pytest.raises(Refused, match="须经收到报告的部门同意"):
        voids.agree_void(hazard=hazard, by=cast.hangzhou_officer, at=clock.now())
    assert "void" in buttons(hazard, cast.builder_authority)
    assert voids.agree_void(hazard=hazard, by=cast.builder_authority, at=clock.now()).state == "VOID"


def test_a_city_bureau_reads_the_reported_refusals_of_its_districts(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    """Reported to the county's bureau and the sector authority; the city reads, Ningbo and the regulator do not."""
    hazard = life.hazard(life.firm(), level="MAJOR", state="REPORTED")
    told = ("EM-330106", "SA-330100-CONSTR")
    case = life.refusal(hazard, cast.insurer_a_clerk, cast.insurer_a_lead, told=told)
    client = as_user(cast.hangzhou_officer)
    page = client.get("/refusals/").content.decode()
    assert hazard.hazard_no in page
    assert f"<span>{hazard.enterprise.name}</span>" in page
    assert "&lt;time" not in page
    assert re.search(r"应签收日期 2023-\d\d-\d\d", page)
    assert f">{case.number}<" in client.get("/refusals/?columns=number").content.decode()
    assert RefusalReport.objects.visible_to(cast.hangzhou_officer).count() == 2
    assert client.get(f"/refusals/{case.pk}/").status_code == 200
    answer = client.post(f"/hazards/{hazard.pk}/step/take/", {"seen": hazard.updated_at.isoformat()}, follow=True)
    assert "不是报送给您所在单位的" in answer.content.decode()
    for other in (cast.ningbo_officer, cast.zhejiang_regulator):
        assert not Refusal.objects.visible_to(other).exists()
    Refusal.objects.filter(pk=case.pk).update(reported_at=None)
    assert not Refusal.objects.visible_to(cast.hangzhou_officer).exclude(reports__recipient__code="EM-330100").exists()
