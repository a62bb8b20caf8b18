"""From the record to the closure: what each step needs, who reviews, and that no round serves another."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from core import clock
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused
from hazards.figures.timeline import moments_of
from hazards.models import Hazard, Review
from hazards.services import rectification, voids
from hazards.services.rectification import Decision, Done
from tests.cast import Cast
from tests.hazards import life
from tests.hazards.life import PASS, TODAY

BACK = Decision(False, "仍未更换", TODAY, TODAY + dt.timedelta(days=7))


def told(by: Any, capacity: str = "HEAD", **changes: Any) -> Hazard:
    return life.told(life.entered(life.firm(), by, **changes), by, capacity)


def review(hazard: Hazard, by: Any, decision: Decision = PASS) -> Hazard:
    return rectification.review_hazard(hazard=hazard, decision=decision, by=by, today=TODAY, at=clock.now())


def test_a_general_hazard_from_entry_to_closure(cast: Cast) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    on_record = life.entered(life.firm(), clerk)
    assert on_record.hazard_no == "YH-330100-2023-000001"
    notified = life.told(on_record, clerk, "SAFETY")
    assert (notified.state, notified.receiver, notified.notice_no) == (
        "NOTIFIED",
        "张某",
        "之江财险浙江隐告〔2023〕1号",
    )
    waiting = life.submitted(notified, clerk)
    with pytest.raises(Refused, match="提出人本人不能办理"):
        review(waiting, clerk)
    closed = review(waiting, lead)
    assert (closed.state, closed.closed_on) == ("CLOSED", TODAY)
    moves = [one.title for one in moments_of(closed, lead) if "→" in one.title]
    assert moves == [
        "草稿 → 已登记",
        "已登记 → 已书面告知",
        "已书面告知 → 整改中",
        "整改中 → 待复查",
        "待复查 → 已销号",
    ]


def test_what_review_sends_back_needs_new_evidence(cast: Cast) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    waiting = life.submitted(told(clerk, "SAFETY"), clerk)
    with pytest.raises(Refused, match="新的整改期限"):
        review(waiting, lead, Decision(False, "仍未更换", TODAY))
    returned = review(waiting, lead, BACK)
    assert (returned.state, returned.deadline, returned.rectified_on) == ("RECTIFYING", BACK.deadline, None)
    with pytest.raises(Refused, match="整改后的照片"):
        rectification.submit_rectification(
            hazard=returned, done=Done(TODAY, None, ""), by=clerk, today=TODAY, at=clock.now()
        )
    again = life.handed_in(returned, lead)
    assert again.round == 2
    with pytest.raises(Refused, match="提出人本人不能办理"):
        review(again, lead)
    assert review(again, clerk).state == "CLOSED"


def test_a_review_is_not_dated_before_the_submission(cast: Cast) -> None:
    waiting = life.submitted(told(cast.insurer_a_clerk, "SAFETY"), cast.insurer_a_clerk)
    with pytest.raises(Refused, match="须在 2023-11-23"):
        review(waiting, cast.insurer_a_lead, Decision(True, "整改到位", TODAY - dt.timedelta(1)))


def test_a_major_hazard_needs_its_treatment_and_the_bureau_s_word(cast: Cast) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    hazard = told(clerk, level="MAJOR", basis=life.OTHER)
    with pytest.raises(Refused, match="措施落实"):
        rectification.begin_rectification(hazard=hazard, by=clerk, at=clock.now())
    waiting = life.submitted(hazard, clerk)
    with pytest.raises(Refused, match="须经所在地应急管理部门确认"):
        review(waiting, lead)
    for other in (cast.builder_authority, cast.ningbo_officer):
        with pytest.raises((Refused, NotAllowed)):
            rectification.confirm_rectification(hazard=waiting, opinion="同意", by=other, at=clock.now())
    rectification.confirm_rectification(hazard=waiting, opinion="同意", by=cast.hangzhou_officer, at=clock.now())
    assert review(waiting, lead).state == "CLOSED"


def test_a_confirmation_counts_for_its_own_round(cast: Cast) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    waiting = life.submitted(told(clerk, level="MAJOR", basis=life.OTHER), clerk)
    rectification.confirm_rectification(hazard=waiting, opinion="同意", by=cast.hangzhou_officer, at=clock.now())
    again = life.handed_in(review(waiting, lead, BACK), clerk)
    with pytest.raises(Refused, match="须经所在地应急管理部门确认"):
        review(again, lead)


def test_becoming_major_on_the_way_spares_nobody_the_treatment(cast: Cast) -> None:
    clerk = cast.insurer_a_clerk
    going = life.begun(told(clerk), clerk)
    raised = voids.change_level(
        hazard=going, level="MAJOR", basis=life.OTHER, reason="专家复核", by=clerk, at=clock.now()
    )
    with pytest.raises(Refused, match="措施落实"):
        life.handed_in(raised, clerk)
    assert life.handed_in(life.treated(raised, clerk), clerk).state == "SUBMITTED"


def test_a_major_one_from_a_workbook_is_treated_and_proven_before_it_is_closed(cast: Cast) -> None:
    clerk, officer = cast.insurer_a_clerk, cast.hangzhou_officer
    day = dt.date(2023, 10, 20)
    hazard = life.hazard(
        life.firm(), level="MAJOR", capacity="", state="SUBMITTED", rectified_on=day, submitted_by=clerk
    )
    with pytest.raises(Refused, match="措施落实.*整改后的照片"):
        review(hazard, officer)
    life.treated(hazard, clerk)
    rectification.add_files(hazard=hazard, slot="after", files=[life.photo()], by=clerk, at=clock.now())
    assert review(Hazard.objects.get(pk=hazard.pk), officer).state == "CLOSED"


def test_a_deadline_is_extended_with_its_reason_and_never_shortened(cast: Cast) -> None:
    clerk = cast.insurer_a_clerk
    hazard = told(clerk)
    assert hazard.deadline is not None
    later = hazard.deadline + dt.timedelta(days=10)
    for deadline, reason, said in ((later, " ", "写明理由"), (hazard.deadline, "供货延迟", "须晚于原期限")):
        with pytest.raises(Refused, match=said):
            rectification.extend_deadline(
                hazard=hazard, deadline=deadline, reason=reason, by=clerk, today=TODAY, at=clock.now()
            )
    extended = rectification.extend_deadline(
        hazard=hazard, deadline=later, reason="供货延迟", by=clerk, today=TODAY, at=clock.now()
    )
    assert extended.deadline == later
    last = moments_of(extended, clerk)[-1]
    assert (last.title, last.is_correction) == ("延长整改期限", False)
    assert ("事由", "—", "供货延迟") in [(c.label, c.before, c.after) for c in last.changes]


def test_a_supervised_deadline_is_the_bureau_s(cast: Cast) -> None:
    hazard = life.hazard(life.firm(), level="MAJOR", supervise="CITY")
    values: dict[str, Any] = {
        "deadline": TODAY + dt.timedelta(days=9),
        "reason": "供货延迟",
        "today": TODAY,
        "at": clock.now(),
    }
    with pytest.raises(Refused, match="应急管理部门可以办理"):
        rectification.extend_deadline(hazard=hazard, by=cast.insurer_a_clerk, **values)
    assert (
        rectification.extend_deadline(hazard=hazard, by=cast.hangzhou_officer, **values).deadline == values["deadline"]
    )


def test_each_decision_of_a_bulk_review_is_kept(cast: Cast) -> None:
    rows = [life.hazard(life.firm(), state="SUBMITTED", rectified_on=dt.date(2023, 10, 20)) for _ in range(3)]
    rows.append(life.hazard(life.firm(), state="SUBMITTED", level="MAJOR", rectified_on=dt.date(2023, 10, 20)))
    done, failed = rectification.review_hazards(
        decisions=[(row, PASS, row.updated_at) for row in rows], by=cast.insurer_a_lead, today=TODAY, at=clock.now()
    )
    assert (len(done), [reason for _row, reason in failed]) == (3, ["重大隐患须逐项复查"])
    assert Review.objects.count() == 3
    assert len(set(Review.objects.values_list("batch", flat=True))) == 1


def test_a_stale_page_moves_nothing(cast: Cast) -> None:
    hazard = told(cast.insurer_a_clerk)
    with pytest.raises(Refused, match="已(由您本人|被.*)更新"):
        rectification.begin_rectification(
            hazard=hazard, by=cast.insurer_a_clerk, at=clock.now(), seen=hazard.updated_at - dt.timedelta(1)
        )
    hazard.refresh_from_db()
    assert hazard.state == "NOTIFIED"
    assert AuditEvent.objects.filter(action="hazard.refused", detail__step="rectify").exists()


def test_a_file_makes_pages_without_it_stale_and_comes_to_no_closed_hazard(cast: Cast) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    waiting = life.submitted(told(clerk, "SAFETY"), clerk)
    shown = waiting.updated_at
    rectification.add_files(hazard=waiting, slot="after", files=[life.photo()], by=clerk, at=clock.now())
    with pytest.raises(Refused, match="已(由您本人|被.*)更新"):
        rectification.review_hazard(hazard=waiting, decision=PASS, by=lead, today=TODAY, at=clock.now(), seen=shown)
    closed = review(waiting, lead)
    with pytest.raises(Refused, match="不能再添加文件"):
        rectification.add_files(hazard=closed, slot="after", files=[life.photo()], by=clerk, at=clock.now())


def test_nothing_on_record_is_deleted_whoever_writes(cast: Cast) -> None:
    hazard = life.entered(life.firm(), cast.insurer_a_clerk)
    with pytest.raises(DatabaseError, match="(?i)cannot delete"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM hazards_hazard WHERE id = %s", [hazard.pk])
    assert Hazard.objects.filter(pk=hazard.pk).exists()
