"""The way of a hazard through the services: from entry to closure, from refusal to settlement, and what is refused."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Organisation
from core import attachments, clock
from core.gate import NotAllowed
from core.models import AuditEvent
from core.transitions import TransitionRefused
from hazards import enforcing, rectifying, refusing, voiding
from hazards.enforcing import Consent, Entry
from hazards.models import Hazard, Notice, RefusalReport, Review
from hazards.plans import FIVE, SIX
from hazards.rectifying import Decision, Done
from hazards.services import HazardRefused
from hazards.timeline import moments_of
from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.hazards.life import TODAY

PASS = Decision(True, "整改到位", TODAY)


def firm(**changes: Any) -> Any:
    made = world.enterprise(**{"main_sector": "CONSTR", "sectors": ["CONSTR"], **changes})
    world.policy(made)
    return made


def attach(hazard: Hazard, slot: str, by: Any) -> None:
    attachments.attach(
        hazard, slot, world.picture((30 + hazard.pk % 50, 12 + len(slot))), name="照片.png", by=by, at=clock.now()
    )


def submitted(hazard: Hazard, by: Any) -> Hazard:
    """From the notice to the review."""
    if hazard.level == "MAJOR":
        treated(hazard, by)
    going = rectifying.rectify(hazard=hazard, by=by, at=clock.now())
    attach(going, "after", by)
    return rectifying.submit(hazard=going, done=Done(TODAY, Decimal(100), ""), by=by, today=TODAY, at=clock.now())


def treated(hazard: Hazard, by: Any) -> None:
    points: dict[str, dict[str, Any]] = {key: {"settled": True, "text": "已落实", "person": "王某"} for key in FIVE}
    points["funds"]["amount"] = "36500"
    attach(hazard, "plan", by)
    rectifying.treat(
        hazard=hazard, points=points, elements=dict.fromkeys(SIX, "内容"), interim="停用设备", authority_on=TODAY,
        workers_on=TODAY, by=by, today=TODAY, at=clock.now(), seen=None,
    )  # fmt: skip


def test_a_general_hazard_from_entry_to_closure(cast: Cast) -> None:
    on_record = life.entered(firm(), cast.insurer_a_clerk)
    assert on_record.hazard_no == "YH-330100-2023-000001"
    told = life.told(on_record, cast.insurer_a_clerk, "SAFETY")
    assert (told.state, told.receiver, told.notice_no) == ("NOTIFIED", "张某", "安隐告〔2023〕1号")
    waiting = submitted(told, cast.insurer_a_clerk)
    with pytest.raises(TransitionRefused, match="不能是提交整改结果的本人"):
        rectifying.review(hazard=waiting, decision=PASS, by=cast.insurer_a_clerk, today=TODAY, at=clock.now())
    closed = rectifying.review(hazard=waiting, decision=PASS, by=cast.insurer_a_lead, today=TODAY, at=clock.now())
    assert (closed.state, closed.closed_on) == ("CLOSED", TODAY)
    moves = [one.title for one in moments_of(closed, cast.insurer_a_lead) if "→" in one.title]
    assert moves == [
        "草稿 → 已登记",
        "已登记 → 已书面告知",
        "已书面告知 → 整改中",
        "整改中 → 待复查",
        "待复查 → 已销号",
    ]


def test_what_review_sends_back_needs_new_evidence(cast: Cast) -> None:
    waiting = submitted(
        life.told(life.entered(firm(), cast.insurer_a_clerk), cast.insurer_a_clerk), cast.insurer_a_clerk
    )
    back = Decision(False, "仍未更换", TODAY, TODAY + dt.timedelta(days=7))
    with pytest.raises(TransitionRefused, match="新的整改期限"):
        rectifying.review(
            hazard=waiting,
            decision=Decision(False, "仍未更换", TODAY),
            by=cast.insurer_a_lead,
            today=TODAY,
            at=clock.now(),
        )
    returned = rectifying.review(hazard=waiting, decision=back, by=cast.insurer_a_lead, today=TODAY, at=clock.now())
    assert (returned.state, returned.deadline) == ("RECTIFYING", back.deadline)
    with pytest.raises(TransitionRefused, match="整改后的照片"):
        rectifying.submit(
            hazard=returned, done=Done(TODAY, None, ""), by=cast.insurer_a_clerk, today=TODAY, at=clock.now()
        )


def test_a_major_hazard_needs_its_treatment_and_a_department_s_word(cast: Cast) -> None:
    clerk = cast.insurer_a_clerk
    told = life.told(life.entered(firm(), clerk, level="MAJOR", basis=life.OTHER), clerk)
    with pytest.raises(TransitionRefused, match="措施落实"):
        rectifying.rectify(hazard=told, by=clerk, at=clock.now())
    waiting = submitted(told, clerk)
    with pytest.raises(TransitionRefused, match="须经所在地应急管理部门确认"):
        rectifying.review(hazard=waiting, decision=PASS, by=cast.insurer_a_lead, today=TODAY, at=clock.now())
    rectifying.confirm(hazard=waiting, opinion="同意", by=cast.hangzhou_officer, at=clock.now())
    closed = rectifying.review(hazard=waiting, decision=PASS, by=cast.insurer_a_lead, today=TODAY, at=clock.now())
    assert closed.state == "CLOSED"


def test_a_notice_on_a_major_hazard_goes_to_the_head(cast: Cast) -> None:
    hazard = life.entered(firm(), cast.insurer_a_clerk, level="MAJOR", basis=life.OTHER)
    with pytest.raises(TransitionRefused, match="主要负责人或者实际控制人"):
        life.told(hazard, cast.insurer_a_clerk, "SAFETY")
    hazard.refresh_from_db()
    assert hazard.state == "RECORDED"
    assert Notice.objects.get().state == "ISSUED"
    assert AuditEvent.objects.filter(action="hazard.refused", detail__step="notify").exists()


def reported(cast: Cast, **changes: Any) -> Hazard:
    hazard = life.hazard(firm(**changes), level="MAJOR", state="NOTIFIED", sector=changes.get("main_sector", "CONSTR"))
    asked = refusing.ask(
        hazard=hazard, ground="拒绝停用", is_written=True, by=cast.insurer_a_clerk, today=TODAY, at=clock.now()
    )
    attachments.attach(asked, "evidence", world.picture(), name="现场.png", by=cast.insurer_a_clerk, at=clock.now())
    with pytest.raises(TransitionRefused, match="两人认定"):
        refusing.agree(hazard=hazard, by=cast.insurer_a_clerk, today=TODAY, at=clock.now())
    refusing.agree(hazard=hazard, by=cast.insurer_a_lead, today=TODAY, at=clock.now())
    return refusing.report(hazard=hazard, by=cast.insurer_a_lead, today=TODAY, at=clock.now())


def test_a_refusal_is_told_to_both_bodies_and_each_sees_its_own(cast: Cast) -> None:
    hazard = reported(cast)
    told = {row.recipient.code: row for row in RefusalReport.objects.select_related("recipient")}
    assert set(told) == {"EM-330106", "SA-330100-CONSTR"}
    assert RefusalReport.objects.visible_to(cast.builder_authority).get() == told["SA-330100-CONSTR"]
    assert RefusalReport.objects.visible_to(cast.xihu_county).get() == told["EM-330106"]
    assert not RefusalReport.objects.visible_to(cast.zhejiang_regulator).exists()
    with pytest.raises(TransitionRefused, match="不是报送给您所在单位"):
        refusing.take(hazard=hazard, by=cast.hangzhou_officer, at=clock.now())
    taken = refusing.take(hazard=hazard, by=cast.xihu_county, at=clock.now())
    assert (hazard.state, taken.state) == ("REPORTED", "ACCEPTED")
    assert refusing.take(hazard=hazard, by=cast.builder_authority, at=clock.now()).state == "ACCEPTED"
    with pytest.raises(TransitionRefused, match="本单位已于"):
        refusing.take(hazard=hazard, by=cast.builder_authority, at=clock.now())


def test_a_body_in_both_roles_gets_one_case(cast: Cast) -> None:
    Organisation.objects.filter(code="EM-330106").update(division_id="330105")
    reported(cast, main_sector="HAZCHEM", sectors=["HAZCHEM"])
    report = RefusalReport.objects.get()
    assert (report.recipient.code, report.roles) == ("EM-330100", ["EM", "SECTOR"])


def test_from_enforcement_to_settlement_after_a_stop(cast: Cast) -> None:
    hazard = reported(cast)
    county = cast.xihu_county
    refusing.take(hazard=hazard, by=county, at=clock.now())
    hazard.refresh_from_db()
    late = Entry("FINE", "示例罚〔2023〕1号", TODAY, Decimal(1), True, "")
    with pytest.raises(TransitionRefused, match="50,000 元至 100,000 元"):
        enforcing.enter(hazard=hazard, entry=late, by=county, today=TODAY, at=clock.now())
    stop = Entry("STOP", "示例停〔2023〕1号", TODAY, None, True, "责令停产")
    going = enforcing.enter(hazard=hazard, entry=stop, by=county, today=TODAY, at=clock.now())
    assert going.state == "ENFORCING"
    with pytest.raises(TransitionRefused, match="执法跟踪记录"):
        enforcing.settle(hazard=going, by=county, today=TODAY, at=clock.now())
    follow = Entry("FOLLOW_UP", "", TODAY, None, True, "已停用设备")
    enforcing.enter(hazard=going, entry=follow, by=county, today=TODAY, at=clock.now())
    with pytest.raises(TransitionRefused, match="验收报告"):
        enforcing.settle(hazard=going, by=county, today=TODAY, at=clock.now())
    attach(going, "acceptance", cast.insurer_a_clerk)
    consent = Consent("示例复〔2023〕1号", TODAY, "甲某", "同意")
    with pytest.raises(TransitionRefused, match="两名以上"):
        enforcing.reopen(hazard=going, consent=consent, by=county, today=TODAY, at=clock.now())
    two = Consent("示例复〔2023〕1号", TODAY, "甲某、乙某", "同意")
    enforcing.reopen(hazard=going, consent=two, by=county, today=TODAY, at=clock.now())
    assert enforcing.settle(hazard=going, by=county, today=TODAY, at=clock.now()).state == "CLOSED"
    for reader in (cast.insurer_a_clerk, cast.zhejiang_regulator):
        said = [one.title for one in moments_of(going, reader)]
        assert "执法记录" not in said
        assert any("执法中" in title for title in said)


def test_void_needs_a_second_person_and_keeps_its_number(cast: Cast) -> None:
    hazard = life.entered(firm(), cast.insurer_a_clerk)
    voiding.ask_void(hazard=hazard, reason="重复登记", by=cast.insurer_a_clerk, at=clock.now())
    with pytest.raises(TransitionRefused, match="申请人不能审核"):
        voiding.agree_void(hazard=hazard, by=cast.insurer_a_clerk, at=clock.now())
    void = voiding.agree_void(hazard=hazard, by=cast.insurer_a_lead, at=clock.now())
    assert (void.state, void.hazard_no) == ("VOID", hazard.hazard_no)
    assert life.entered(firm(), cast.insurer_a_clerk).hazard_no.endswith("000002")


def test_nothing_on_record_is_deleted_whoever_writes(cast: Cast) -> None:
    hazard = life.entered(firm(), cast.insurer_a_clerk)
    with pytest.raises(DatabaseError, match="(?i)cannot delete"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM hazards_hazard WHERE id = %s", [hazard.pk])
    assert Hazard.objects.filter(pk=hazard.pk).exists()


def test_the_timeline_tells_raw_writes_as_such(cast: Cast) -> None:
    hazard = life.entered(firm(), cast.insurer_a_clerk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE hazards_hazard SET place = '五号楼' WHERE id = %s", [hazard.pk])
    last = moments_of(hazard, cast.insurer_a_clerk)[-1]
    assert (last.title, last.is_correction) == ("更正", True)
    assert [(c.before, c.after) for c in last.changes] == [("三号车间", "五号楼")]


def test_a_stale_page_moves_nothing(cast: Cast) -> None:
    hazard = life.told(life.entered(firm(), cast.insurer_a_clerk), cast.insurer_a_clerk)
    with pytest.raises(TransitionRefused, match="已被.*更新"):
        rectifying.rectify(
            hazard=hazard, by=cast.insurer_a_clerk, at=clock.now(), seen=hazard.updated_at - dt.timedelta(1)
        )
    hazard.refresh_from_db()
    assert hazard.state == "NOTIFIED"
    assert AuditEvent.objects.filter(action="hazard.refused", detail__step="rectify").exists()


def test_another_insurer_cannot_touch_it(cast: Cast) -> None:
    hazard = life.entered(firm(), cast.insurer_a_clerk)
    assert not Hazard.objects.visible_to(cast.insurer_b_clerk).exists()
    with pytest.raises(NotAllowed):
        voiding.ask_void(hazard=hazard, reason="无", by=cast.insurer_b_clerk, at=clock.now())


def test_level_changes_name_basis_and_reason(cast: Cast) -> None:
    hazard = life.entered(firm(), cast.insurer_a_clerk)
    with pytest.raises(TransitionRefused, match="判定标准条款"):
        voiding.change_level(
            hazard=hazard, level="MAJOR", basis="", reason="复核", by=cast.insurer_a_clerk, at=clock.now()
        )
    changed = voiding.change_level(
        hazard=hazard, level="MAJOR", basis=life.OTHER, reason="专家复核", by=cast.insurer_a_clerk, at=clock.now()
    )
    assert changed.level == "MAJOR"
    assert changed.level_changes.get().reason == "专家复核"


def test_criteria_are_those_in_force_on_the_day_found(cast: Cast) -> None:
    road = "《道路运输企业和城市客运企业安全生产重大事故隐患判定标准（试行）》第三条第一项 许可与资质"
    before = {"level": "MAJOR", "basis": road, "found_on": dt.date(2023, 8, 20)}
    with pytest.raises(HazardRefused, match="2023-08-20 有效"):
        life.entered(firm(), cast.insurer_a_clerk, **before)
    assert (
        life.entered(firm(), cast.insurer_a_clerk, **{**before, "found_on": dt.date(2023, 10, 8)}).criterion is not None
    )


def test_each_decision_of_a_bulk_review_is_kept(cast: Cast) -> None:
    rows = [life.hazard(firm(), state="SUBMITTED", rectified_on=dt.date(2023, 10, 20)) for _ in range(3)]
    rows.append(life.hazard(firm(), state="SUBMITTED", level="MAJOR", rectified_on=dt.date(2023, 10, 20)))
    done, failed = rectifying.review_many(
        decisions=[(row, PASS) for row in rows], by=cast.insurer_a_lead, today=TODAY, at=clock.now()
    )
    assert (len(done), [reason for _row, reason in failed]) == (3, ["重大隐患须逐条复查"])
    assert Review.objects.count() == 3
    assert len(set(Review.objects.values_list("batch", flat=True))) == 1
