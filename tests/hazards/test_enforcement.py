"""Enforcement: measures, fines in their range, stops that only their department lifts, supervision; and who reads it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core import attachments, clock
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused
from hazards import states
from hazards.figures.dues import due_of
from hazards.figures.timeline import moments_of
from hazards.models import Enforcement, FineProposal, Hazard, Reopening
from hazards.services import enforcement, fines, rectification, refusal, voids
from hazards.services.enforcement import Consent, Entry
from hazards.services.rectification import Decision
from hazards.services.reminders import items
from tests.cast import Cast
from tests.hazards import life
from tests.hazards.life import PASS, TODAY
from tests.moving import move

LATER = TODAY + dt.timedelta(days=3)
TWO = Consent("示例复〔2023〕1号", TODAY, "甲某、乙某", "同意")


@pytest.fixture
def case(cast: Cast) -> Hazard:
    """A case that county and sector authority have signed for."""
    hazard = life.reported(cast.insurer_a_clerk, cast.insurer_a_lead)
    refusal.take_report(hazard=hazard, by=cast.xihu_county, at=clock.now())
    return refusal.take_report(hazard=hazard, by=cast.builder_authority, at=clock.now())


def reopened(hazard: Hazard, by: object, consent: Consent = TWO) -> Hazard:
    return enforcement.allow_reopening(hazard=hazard, consent=consent, by=by, today=TODAY, at=clock.now())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"fine": Decimal(1)}, "50,000 元至 100,000 元"),
        ({"fine": Decimal(100_001)}, "50,000 元至 100,000 元"),
        ({"fine": Decimal(60_000), "of_refusal": False}, "不超过 50,000 元"),
        ({"fine": None}, "正数"),
        ({"fine": Decimal(60_000), "number": " "}, "文书号"),
        ({"fine": Decimal(60_000), "decided_on": dt.date(2023, 11, 22)}, "须在 2023-11-23"),
    ],
)
def test_a_fine_has_its_document_its_day_and_its_range(
    cast: Cast, case: Hazard, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        life.measure(case, cast.xihu_county, "FINE", **changes)
    assert Hazard.objects.get(pk=case.pk).state == "ACCEPTED"
    assert not Enforcement.objects.exists()


def test_a_fine_needs_a_second_person_and_a_number_of_its_own(cast: Cast, case: Hazard) -> None:
    by, lead = cast.xihu_county, User.objects.get(username="em-330106-lead")
    entry = Entry("FINE", "示例罚[2023]1号", TODAY, Decimal(60_000), True, "罚款")
    given: dict[str, Any] = {"today": TODAY, "at": clock.now()}
    with pytest.raises(Refused, match="须由本部门两人办理"):
        enforcement.enter_measure(hazard=case, entry=entry, by=by, **given)
    asked = fines.propose_fine(hazard=case, entry=entry, by=by, **given)
    assert asked.state == "ACCEPTED"
    assert not Enforcement.objects.exists()
    with pytest.raises(Refused, match="提出人本人不能同意"):
        fines.agree_fine(hazard=asked, by=by, **given)
    for other in (cast.builder_authority, cast.hangzhou_officer):
        with pytest.raises((NotAllowed, Refused)):
            fines.agree_fine(hazard=Hazard.objects.get(pk=case.pk), by=other, **given)
    back = fines.decline_fine(hazard=asked, reason="金额说理不足", by=lead, at=clock.now())
    asked = fines.propose_fine(hazard=back, entry=entry, by=by, **given)
    fined = fines.agree_fine(hazard=asked, by=lead, **given)
    assert fined.state == "ENFORCING"
    row = Enforcement.objects.get()
    assert (row.number, row.fine, row.entered_by) == ("示例罚〔2023〕1号", Decimal(60_000), lead)
    for number in ("示例罚〔2023〕1号", "示例罚（2023）1号"):
        with pytest.raises(Refused, match="已在隐患 .* 的「罚款」使用"):
            fines.propose_fine(hazard=fined, entry=replace(entry, number=number), by=by, **given)
    assert Enforcement.objects.count() == 1


def test_a_proposed_fine_is_offered_to_the_second_person(
    cast: Cast, case: Hazard, as_user: Callable[[Any], Client]
) -> None:
    entry = Entry("FINE", "示例罚〔2023〕2号", TODAY, Decimal(60_000), True, "罚款")
    fines.propose_fine(hazard=case, entry=entry, by=cast.xihu_county, today=TODAY, at=clock.now())
    lead = as_user(User.objects.get(username="em-330106-lead"))
    assert "示例罚〔2023〕2号" in lead.get("/").content.decode()
    page = lead.get(f"/hazards/{case.pk}/").content.decode()
    assert "待复核" in page
    assert "复核同意罚款" in page
    version = Hazard.objects.get(pk=case.pk).updated_at.isoformat()
    sent = lead.post(reverse("hazards:hazard-step", args=[case.pk, "fine"]), {"seen": version})
    assert sent.status_code == 302
    assert Enforcement.objects.get().fine == Decimal(60_000)


def test_a_proposed_fine_that_lapses_with_the_hazard_is_told(
    cast: Cast, case: Hazard, as_user: Callable[[Any], Client]
) -> None:
    """An event, a reason on the hazard's page, a line on the workbench and in the message of its proposer; nobody else's."""
    county, lead = cast.xihu_county, User.objects.get(username="em-330106-lead")
    going = life.measure(case, county, "CORRECT")
    going = life.measure(going, county, "FOLLOW_UP")
    entry = Entry("FINE", "示例罚〔2023〕3号", TODAY, Decimal(60_000), True, "罚款")
    asked = fines.propose_fine(hazard=going, entry=entry, by=county, today=TODAY, at=clock.now())
    closed = enforcement.settle_case(hazard=asked, by=lead, today=TODAY, at=clock.now())
    assert closed.state == "CLOSED"
    proposal = FineProposal.objects.get()
    assert (proposal.state, proposal.answered_by) == ("LAPSED", None)
    assert AuditEvent.objects.filter(action="hazard.fine-lapsed", subject=str(case)).count() == 1
    page = as_user(lead).get(f"/hazards/{case.pk}/").content.decode()
    assert "示例罚〔2023〕3号" in page
    assert "复核同意前隐患已办理「执法办结，予以销号」，罚款未成立" in page
    assert "示例罚〔2023〕3号" not in as_user(cast.insurer_a_clerk).get(f"/hazards/{case.pk}/").content.decode()
    mine, other = (as_user(one).get("/").content.decode() for one in (county, lead))
    assert "示例罚〔2023〕3号" in mine
    assert "示例罚〔2023〕3号" not in other
    told = {day: [one.person_id for one in items(day) if "示例罚〔2023〕3号" in one.what] for day in (TODAY, LATER)}
    assert told == {TODAY: [county.pk], LATER: []}
    move(county, cast.ningbo_officer.organisation)
    assert not [
        one for one in items(TODAY) if "示例罚〔2023〕3号" in one.what
    ]  # the business of an office that was left


def test_penalties_that_are_not_public_in_time_are_one_list_for_departments(
    cast: Cast, case: Hazard, as_user: Callable[[Any], Client]
) -> None:
    life.measure(case, cast.xihu_county, "FINE", fine=Decimal(60_000))
    county, insurer = as_user(cast.xihu_county), as_user(cast.insurer_a_clerk)
    assert list(county.get("/hazards/?due=publish").context["rows"]) == []
    Enforcement.objects.update(decided_on=TODAY - dt.timedelta(days=20))
    assert [row.pk for row in county.get("/hazards/?due=publish").context["rows"]] == [case.pk]
    unread = insurer.get("/hazards/?due=publish")  # not offered, so left out: it says nothing of the file
    assert "列表未按此条件筛选" in unread.content.decode()
    assert [row.pk for row in unread.context["rows"]] == [case.pk]
    Enforcement.objects.update(published_on=TODAY)
    assert list(county.get("/hazards/?due=publish").context["rows"]) == []


def test_a_follow_up_has_words_and_no_fine(cast: Cast, case: Hazard) -> None:
    with pytest.raises(Refused, match="须先登记执法措施"):
        life.measure(case, cast.xihu_county, "FOLLOW_UP")
    going = life.measure(case, cast.xihu_county, "CORRECT")
    assert going.state == "ENFORCING"
    with pytest.raises(Refused, match="不带罚款金额"):
        life.measure(going, cast.xihu_county, "FOLLOW_UP", fine=Decimal(60_000))
    with pytest.raises(Refused, match="跟踪记录为空"):
        life.measure(going, cast.xihu_county, "FOLLOW_UP", text=" ")


def test_from_enforcement_to_settlement_after_a_stop(cast: Cast, case: Hazard) -> None:
    county = cast.xihu_county
    going = life.measure(case, county, "STOP")
    with pytest.raises(Refused, match="执法跟踪记录"):
        enforcement.settle_case(hazard=going, by=county, today=TODAY, at=clock.now())
    life.measure(going, county, "FOLLOW_UP")
    with pytest.raises(Refused, match="验收报告"):
        enforcement.settle_case(hazard=going, by=county, today=TODAY, at=clock.now())
    life.attach(going, "acceptance", cast.insurer_a_clerk)
    with pytest.raises(Refused, match="两名以上"):
        reopened(going, county, Consent("示例复〔2023〕1号", TODAY, "甲某", "同意"))
    with pytest.raises(Refused, match="停产停业决定日期"):
        reopened(going, county, Consent("示例复〔2023〕1号", TODAY - dt.timedelta(1), "甲某、乙某", "同意"))
    reopened(going, county)
    assert enforcement.settle_case(hazard=going, by=county, today=TODAY, at=clock.now()).state == "CLOSED"


def test_a_stop_is_lifted_by_its_own_department_alone(cast: Cast, case: Hazard) -> None:
    county, authority = cast.xihu_county, cast.builder_authority
    life.measure(case, county, "STOP")
    going = life.measure(case, authority, "STOP")
    life.measure(case, county, "FOLLOW_UP")
    life.attach(going, "acceptance", cast.insurer_a_clerk)
    reopened(going, county)
    with pytest.raises(Refused, match="同意恢复生产经营的意见"):
        enforcement.settle_case(hazard=going, by=county, today=TODAY, at=clock.now())
    with pytest.raises(Refused, match="尚未解除的部门"):
        reopened(going, county)
    reopened(going, authority)
    assert enforcement.settle_case(hazard=going, by=county, today=TODAY, at=clock.now()).state == "CLOSED"


def test_an_acceptance_report_from_before_the_stop_does_not_lift_it(cast: Cast, case: Hazard) -> None:
    life.attach(case, "acceptance", cast.insurer_a_clerk)
    going = life.measure(case, cast.xihu_county, "STOP")
    with pytest.raises(Refused, match="验收报告"):
        reopened(going, cast.xihu_county)


def test_after_a_stop_rectification_goes_on_and_a_department_closes(cast: Cast, case: Hazard) -> None:
    county, clerk = cast.xihu_county, cast.insurer_a_clerk
    life.measure(case, county, "STOP")
    going = life.measure(case, county, "FOLLOW_UP")
    later = TODAY + dt.timedelta(days=20)
    with pytest.raises(Refused, match="须晚于今天"):
        enforcement.resume_rectification(hazard=going, deadline=TODAY, by=county, today=TODAY, at=clock.now())
    going = enforcement.resume_rectification(hazard=going, deadline=later, by=county, today=TODAY, at=clock.now())
    waiting = life.handed_in(life.treated(going, clerk), clerk)
    rectification.add_files(hazard=waiting, slot="acceptance", files=[life.photo()], by=clerk, at=clock.now())
    with pytest.raises(Refused, match="同意恢复生产经营的意见"):
        rectification.review_hazard(hazard=waiting, decision=PASS, by=county, today=TODAY, at=clock.now())
    reopened(waiting, county)
    with pytest.raises(Refused, match="须由所在地应急管理部门"):
        rectification.review_hazard(hazard=waiting, decision=PASS, by=cast.insurer_a_lead, today=TODAY, at=clock.now())
    assert (
        rectification.review_hazard(hazard=waiting, decision=PASS, by=county, today=TODAY, at=clock.now()).state
        == "CLOSED"
    )


def test_photographs_from_before_the_case_prove_nothing_after_it(cast: Cast, case: Hazard) -> None:
    county, clerk = cast.xihu_county, cast.insurer_a_clerk
    life.attach(case, "after", clerk)
    life.measure(case, county, "CORRECT")
    going = life.measure(case, county, "FOLLOW_UP")
    deadline = TODAY + dt.timedelta(days=20)
    going = enforcement.resume_rectification(hazard=going, deadline=deadline, by=county, today=TODAY, at=clock.now())
    life.treated(going, clerk)
    assert "整改后的照片" in str(states.SUBMIT.guard(Hazard.objects.get(pk=going.pk), clerk))


def test_departments_of_the_place_act_without_a_case_and_insurers_never(cast: Cast) -> None:
    hazard = life.hazard(life.firm(), level="MAJOR")
    with pytest.raises(Refused, match="未经报告拒不整改"):
        life.measure(hazard, cast.hangzhou_officer, "FINE", fine=Decimal(60_000))
    stopped = life.measure(hazard, cast.hangzhou_officer, "STOP", of_refusal=False)
    assert stopped.state == "NOTIFIED"
    for other in (cast.insurer_a_clerk, cast.zhejiang_regulator, cast.ningbo_officer):
        with pytest.raises((NotAllowed, Refused)):
            life.measure(hazard, other, "CORRECT")


def test_insurers_and_regulators_read_the_state_and_not_the_file(cast: Cast, case: Hazard) -> None:
    going = life.measure(case, cast.xihu_county, "STOP")
    entry = Enforcement.objects.get()
    attachments.attach(entry, "document", life.photo(), name="决定书.png", by=cast.xihu_county, at=clock.now())
    file = attachments.attachments_of(entry).get()
    life.attach(going, "acceptance", cast.insurer_a_clerk)
    reopened(going, cast.xihu_county)
    for reader in (cast.insurer_a_clerk, cast.zhejiang_regulator):
        assert Hazard.objects.visible_to(reader).get(pk=going.pk).state == "ENFORCING"
        assert not Enforcement.objects.visible_to(reader).exists()
        assert not Reopening.objects.visible_to(reader).exists()
        assert attachments.subject_visible(file, reader) is None
        assert due_of(going, reader) is None
        said = [one.title for one in moments_of(going, reader)]
        assert "执法记录" not in said
        assert "示例STOP" not in str(moments_of(going, reader))
    assert attachments.subject_visible(file, cast.xihu_county) == entry
    assert due_of(going, cast.xihu_county) is not None


def test_the_history_tells_of_a_refusal_whom_it_concerns(cast: Cast, case: Hazard) -> None:
    assert "拒绝停用设备" not in str(moments_of(case, cast.zhejiang_regulator))
    assert "拒绝停用设备" in str(moments_of(case, cast.hangzhou_officer))
    assert "拒绝停用设备" in str(moments_of(case, cast.xihu_county))


def test_penalties_are_published_within_seven_working_days(cast: Cast, case: Hazard) -> None:
    from hazards.figures.dues import publicity_of
    from rulebook.workdays import workdays

    life.measure(case, cast.xihu_county, "CORRECT")
    life.measure(case, cast.xihu_county, "FINE", fine=Decimal(60_000))
    rows = publicity_of(Enforcement.objects.all(), dt.date(2023, 12, 5), workdays())
    assert {row["row"].kind: (row["due"] and row["due"].on, row["late"]) for row in rows} == {
        "CORRECT": (None, False),
        "FINE": (dt.date(2023, 12, 4), True),
    }
    entry = Enforcement.objects.get(kind="FINE")
    values: dict[str, Any] = {"hazard": case, "entry": entry, "today": TODAY, "at": clock.now()}
    with pytest.raises(Refused, match="只有作出决定的部门"):
        enforcement.publish_penalty(published_on=TODAY, by=cast.builder_authority, **values)
    with pytest.raises(Refused, match="须在决定日期"):
        enforcement.publish_penalty(published_on=TODAY - dt.timedelta(1), by=cast.xihu_county, **values)
    enforcement.publish_penalty(published_on=TODAY, by=cast.xihu_county, **values)
    entry.refresh_from_db()
    assert entry.published_on == TODAY


def test_each_level_supervises_its_own_and_what_it_holds_stays_major(cast: Cast) -> None:
    hazard = life.hazard(life.firm(), level="MAJOR")

    def supervised(level: str, by: object) -> Hazard:
        return enforcement.set_supervision(hazard=hazard, level=level, by=by, at=clock.now())  # type: ignore[arg-type]

    with pytest.raises(Refused, match="相应层级"):
        supervised("CITY", cast.xihu_county)
    assert supervised("PROVINCE", cast.provincial_officer).supervise == "PROVINCE"
    with pytest.raises(Refused, match="现为省级挂牌督办"):
        supervised("NONE", cast.hangzhou_officer)
    with pytest.raises(NotAllowed):
        supervised("NONE", cast.zhejiang_regulator)
    lower = {"level": "GENERAL", "basis": "", "reason": "复核", "by": cast.insurer_a_clerk, "at": clock.now()}
    with pytest.raises(Refused, match="先由督办部门解除督办"):
        voids.change_level(hazard=hazard, **lower)  # type: ignore[arg-type]
    supervised("NONE", cast.provincial_officer)
    assert voids.change_level(hazard=hazard, **lower).level == "GENERAL"  # type: ignore[arg-type]


def test_a_case_that_was_reported_is_not_lowered(cast: Cast, case: Hazard) -> None:
    life.measure(case, cast.xihu_county, "CORRECT")
    going = life.measure(case, cast.xihu_county, "FOLLOW_UP")
    later = TODAY + dt.timedelta(days=20)
    going = enforcement.resume_rectification(
        hazard=going, deadline=later, by=cast.xihu_county, today=TODAY, at=clock.now()
    )
    with pytest.raises(Refused, match="已报告主管部门"):
        voids.change_level(
            hazard=going, level="GENERAL", basis="", reason="复核", by=cast.insurer_a_clerk, at=clock.now()
        )


def test_a_review_can_only_return_what_the_insurer_may_not_close(cast: Cast) -> None:
    from hazards.views.step import Seen
    from hazards.views.steps import results

    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    told = life.told(life.entered(life.firm(), clerk, level="MAJOR", basis=life.OTHER), clerk)
    waiting = life.submitted(told, clerk)
    given, reason = results(Seen(waiting, waiting.facts()), lead)
    assert given == ("return",)
    assert "须经所在地应急管理部门确认" in reason
    back = Decision(False, "未到位", TODAY, TODAY + dt.timedelta(days=5))
    done = rectification.review_hazard(hazard=waiting, decision=back, by=lead, today=TODAY, at=clock.now())
    assert done.state == "RECTIFYING"


def test_who_ordered_a_stop_files_the_acceptance_report_itself(cast: Cast, case: Hazard) -> None:
    going = life.measure(case, cast.xihu_county, "STOP")
    given: dict[str, Any] = {"hazard": going, "files": [life.photo("验收报告.png")], "at": clock.now()}
    with pytest.raises(Refused, match="只有作出停产停业决定且尚未解除的部门"):
        enforcement.file_acceptance(by=cast.builder_authority, **given)
    assert not going.facts().has_acceptance_report
    done = enforcement.file_acceptance(by=cast.xihu_county, **given)
    assert done.facts().has_acceptance_report
    reopened(done, cast.xihu_county)
    assert Reopening.objects.get().organisation == cast.xihu_county.organisation


def test_a_sector_authority_that_ordered_the_stop_files_it_too(cast: Cast, case: Hazard) -> None:
    going = life.measure(case, cast.builder_authority, "STOP")
    files = [life.photo("验收报告.png")]
    done = enforcement.file_acceptance(hazard=going, files=files, by=cast.builder_authority, at=clock.now())
    assert [row.slot for row in attachments.attachments_of(done)].count("acceptance") == 1
    with pytest.raises(NotAllowed):
        attachments.attach(done, "other", life.photo(), name="其他.png", by=cast.builder_authority, at=clock.now())
