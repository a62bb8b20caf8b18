"""What departments have in hand stays with them: no void, no later deadline, no move of the enterprise round them."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import Division
from core import clock
from core.models import AuditEvent
from core.writing import Refused
from enterprises import stays
from enterprises.services.entries import change_enterprise
from enterprises.services.transfers import offer_transfer, take_transfer
from enterprises.sheets import LAYOUT as ENTERPRISES
from hazards.models import Extension, Hazard
from hazards.services import enforcement, notices, rectification, refusal, voids
from hazards.services.notices import Advice, Receipt
from hazards.services.rectification import Decision
from tests import world
from tests.cast import Cast
from tests.core.workbooks.books import filled
from tests.hazards import life
from tests.hazards.life import TODAY
from tests.merging import merge
from tests.uploads import send, verdicts


def asked_void(hazard: Hazard, by: Any) -> None:
    voids.ask_void(hazard=hazard, reason="误报", by=by, at=clock.now())


def test_what_a_department_stopped_two_people_of_the_insurer_cannot_void(cast: Cast) -> None:
    hazard = life.hazard(life.firm(), level="MAJOR", state="RECTIFYING")
    life.measure(hazard, cast.xihu_county)
    asked_void(hazard, cast.insurer_a_clerk)
    with pytest.raises(Refused, match="须经作出决定的部门同意"):
        voids.agree_void(hazard=hazard, by=cast.insurer_a_lead, at=clock.now())
    assert voids.agree_void(hazard=hazard, by=cast.xihu_county, at=clock.now()).state == "VOID"


def test_a_fine_and_a_supervision_hold_it_too(cast: Cast) -> None:
    corrected = life.hazard(life.firm(), level="MAJOR", state="RECTIFYING")
    life.measure(corrected, cast.xihu_county, "CORRECT")
    supervised = life.hazard(life.firm(), level="MAJOR", state="RECTIFYING")
    enforcement.set_supervision(hazard=supervised, level="CITY", by=cast.hangzhou_officer, at=clock.now())
    for hazard, officer in ((corrected, cast.xihu_county), (supervised, cast.hangzhou_officer)):
        asked_void(hazard, cast.insurer_a_clerk)
        with pytest.raises(Refused, match="部门同意"):
            voids.agree_void(hazard=hazard, by=cast.insurer_a_lead, at=clock.now())
        assert voids.agree_void(hazard=hazard, by=officer, at=clock.now()).state == "VOID"


def test_a_return_by_the_insurer_does_not_extend_what_departments_hold(cast: Cast) -> None:
    hazard = life.hazard(life.firm(), level="MAJOR", state="SUBMITTED", supervise="CITY", deadline=dt.date(2023, 12, 1))

    def returned(deadline: dt.date, by: Any) -> Hazard:
        decision = Decision(False, "未整改到位", TODAY, deadline)
        return rectification.review_hazard(hazard=hazard, decision=decision, by=by, today=TODAY, at=clock.now())

    with pytest.raises(Refused, match="原期限 2023-12-01"):
        returned(dt.date(2023, 12, 20), cast.insurer_a_lead)
    assert returned(dt.date(2023, 12, 20), cast.hangzhou_officer).deadline == dt.date(2023, 12, 20)


def test_telling_the_head_again_keeps_the_deadline_that_has_passed(cast: Cast) -> None:
    clerk = cast.insurer_a_clerk
    late = life.hazard(life.firm(), level="MAJOR", state="RECTIFYING", capacity="SAFETY", deadline=dt.date(2023, 11, 1))
    enforcement.set_supervision(hazard=late, level="CITY", by=cast.hangzhou_officer, at=clock.now())

    def issued(deadline: dt.date) -> Any:
        advice = {late.pk: Advice(deadline, "停用设备")}
        return notices.issue_notice(hazards=[late], advice=advice, by=clerk, today=TODAY, at=clock.now())

    with pytest.raises(Refused, match="沿用 2023-11-01"):
        issued(dt.date(2023, 12, 20))
    notice = issued(dt.date(2023, 11, 1))
    signed = Receipt(TODAY, "张某", "HEAD")
    notices.serve_notice(
        notice=notice, receipt=signed, file=life.receipt(), name="回执.png", by=clerk, today=TODAY, at=clock.now()
    )
    late.refresh_from_db()
    assert (late.capacity, late.deadline) == ("HEAD", dt.date(2023, 11, 1))
    assert not Extension.objects.exists()


def test_a_later_deadline_told_again_is_an_extension(cast: Cast) -> None:
    hazard = life.hazard(life.firm(), level="MAJOR", state="RECTIFYING", capacity="SAFETY")
    life.told(hazard, cast.insurer_a_clerk)
    kept = Extension.objects.get()
    assert (kept.before, kept.after, kept.reason[:4]) == (dt.date(2023, 10, 31), TODAY + dt.timedelta(15), "补充告知")


def test_a_paper_stands_for_the_others_when_one_of_its_hazards_became_void(cast: Cast) -> None:
    clerk, firm = cast.insurer_a_clerk, life.firm()
    first, second = (life.entered(firm, clerk, place=place) for place in ("一号楼", "二号楼"))
    advice = {one.pk: Advice(TODAY + dt.timedelta(days=9), "更换") for one in (first, second)}
    notice = notices.issue_notice(hazards=[first, second], advice=advice, by=clerk, today=TODAY, at=clock.now())
    asked_void(first, clerk)
    voids.agree_void(hazard=first, by=cast.insurer_a_lead, at=clock.now())
    notices.serve_notice(
        notice=notice,
        receipt=Receipt(TODAY, "张某", "HEAD"),
        file=life.receipt(),
        name="回执.png",
        by=clerk,
        today=TODAY,
        at=clock.now(),
    )
    assert list(Hazard.objects.order_by("pk").values_list("state", flat=True)) == ["VOID", "NOTIFIED"]


def test_an_enterprise_stays_while_a_case_runs_and_moves_when_it_is_over(cast: Cast) -> None:
    firm = life.firm()
    hazard = life.hazard(firm, level="MAJOR", state="REPORTED")

    def offered() -> Any:
        return offer_transfer(
            enterprise=firm,
            to_city=Division.objects.get(code="330800"),
            reason="迁址",
            by=cast.hangzhou_lead,
            at=clock.now(),
        )

    with pytest.raises(Refused, match=hazard.hazard_no):
        offered()
    with pytest.raises(Refused, match="所在地不能变更"):
        change_enterprise(
            enterprise=firm,
            values={"county": Division.objects.get(code="330105")},
            seen=firm.updated_at,
            by=cast.hangzhou_officer,
            at=clock.now(),
        )
    Hazard.objects.filter(pk=hazard.pk).update(state="CLOSED", closed_on=TODAY)
    assert stays.reasons_to_stay([firm.pk]) == {}
    transfer = offered()
    Hazard.objects.filter(pk=hazard.pk).update(state="ENFORCING", closed_on=None)
    with pytest.raises(Refused, match="办结前"):
        take_transfer(
            transfer=transfer, county=Division.objects.get(code="330802"), by=cast.quzhou_officer, at=clock.now()
        )


def test_neither_a_workbook_nor_a_merge_moves_it_to_another_county(cast: Cast) -> None:
    firm, other = life.firm(), world.enterprise("330105")
    life.hazard(firm, level="MAJOR", supervise="CITY")
    values = {
        "name": firm.name,
        "uscc": firm.uscc,
        "county": "330105",
        "address": firm.address,
        "sectors": "建筑施工",
        "employees": 20,
        "principal": "李某",
        "phone": "13800000000",
        "status": "在业",
        "key_enterprise": "否",
        "outsourcing": "否",
    }
    done = send("enterprises", Path("企业.xlsx"), cast.hangzhou_officer, content=filled(ENTERPRISES, values))
    assert "locked" in {code for _row, _column, code, _kind in verdicts(done)}
    with pytest.raises(Refused, match="所在地不能变更"):
        merge(firm, other, cast.hangzhou_officer)


def test_one_signature_answers_the_earlier_report_that_nobody_signed(cast: Cast) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    hazard = life.hazard(life.firm(), level="MAJOR", state="REPORTED")
    told = ("EM-330106", "SA-330100-CONSTR")
    reports = [row for _ in range(2) for row in life.refusal(hazard, clerk, lead, told=told).reports.all()]
    refusal.take_report(hazard=hazard, by=cast.xihu_county, at=clock.now())
    for report in reports:
        report.refresh_from_db()
        assert (report.received_at is not None) == (report.recipient.code == "EM-330106")


def test_nothing_is_signed_for_after_the_end(cast: Cast) -> None:
    hazard = life.hazard(life.firm(), level="MAJOR", state="CLOSED", closed_on=TODAY)
    life.refusal(hazard, cast.insurer_a_clerk, cast.insurer_a_lead, told=("EM-330106",))
    with pytest.raises(Refused, match="无须再签收"):
        refusal.take_report(hazard=hazard, by=cast.xihu_county, at=clock.now())


def test_a_draft_that_became_void_is_nobody_else_s(cast: Cast) -> None:
    hazard = life.hazard(life.firm(), state="VOID", hazard_no="")
    assert Hazard.objects.visible_to(cast.insurer_a_clerk).filter(pk=hazard.pk).exists()
    for other in (cast.hangzhou_officer, cast.zhejiang_regulator, cast.builder_authority, cast.provincial_officer):
        assert not Hazard.objects.visible_to(other).filter(pk=hazard.pk).exists()


def test_a_write_that_the_gate_turns_away_is_an_event(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    hazard = life.hazard(life.firm())
    answer = as_user(cast.zhejiang_regulator).post(f"/hazards/{hazard.pk}/files/", {})
    assert answer.status_code == 403
    event = AuditEvent.objects.get(action="hazard.refused")
    assert (event.actor, event.detail["reason"]) == (cast.zhejiang_regulator.username, "not-allowed")
