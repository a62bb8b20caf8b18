"""The later life of a task: comments, objections, answer, handing over, tracking, completion (domain.md 5.3)."""

from datetime import date, timedelta

import pytest

from core import clock
from core.gate import NotAllowed
from core.writing import Refused
from inspections import services
from inspections.models import Finding, GroupMember, InspectedEnterprise, InspectedInsurer, Task
from inspections.services import Decision
from tests.cast import Cast
from tests.inspections.ends import TODAY, again, answered, found, person, received, routed, settle, submitted, told
from tests.inspections.rows import find


def object_to(finding: Finding, cast: Cast, today: date = TODAY) -> None:
    services.raise_objection(
        finding=again(finding), reason="企业检查后已提供保单", by=cast.shaoxing_officer, today=today, at=clock.now()
    )


def decide(finding: Finding, cast: Cast, result: str, **changes: str) -> Finding:
    decision = Decision(result, "经核对原始凭证作出决定", **changes)
    return services.decide_objection(finding=again(finding), decision=decision, by=cast.hangzhou_lead, at=clock.now())


def test_comments_wait_until_every_form_is_submitted(cast: Cast, item: InspectedEnterprise, running: Task) -> None:
    with pytest.raises(Refused, match="1 份检查表未提交"):
        told(running, cast)
    running.refresh_from_db()
    assert (running.state, running.feedback_on) == ("IN_PROGRESS", None)


def test_comments_without_any_form_are_refused(cast: Cast, running: Task) -> None:
    with pytest.raises(Refused, match="尚无检查表"):
        told(running, cast)


def test_comments_have_a_number_a_day_and_five_working_days(
    cast: Cast, item: InspectedEnterprise, running: Task
) -> None:
    found(item, cast)
    feedback = told(running, cast, date(2023, 11, 23))  # a Thursday
    assert feedback.objections_until == date(2023, 11, 30)
    assert feedback.number.endswith("检馈〔2023〕1号")
    assert feedback.addressee == "绍兴市应急管理局"
    with pytest.raises(Refused, match="不能办理"):
        told(running, cast)


def test_only_the_leader_gives_comments(cast: Cast, item: InspectedEnterprise, running: Task) -> None:
    found(item, cast)
    leader = GroupMember.objects.filter(user=cast.hangzhou_officer)
    leader.update(is_leader=False)
    with pytest.raises(Refused, match="组长或者检查地区应急管理局的负责人"):
        services.give_feedback(task=running, text="意见", by=cast.hangzhou_officer, today=TODAY, at=clock.now())
    for who in (cast.shaoxing_officer, cast.provincial_officer, cast.jinhua_officer):
        with pytest.raises(NotAllowed):
            services.give_feedback(task=running, text="意见", by=who, today=TODAY, at=clock.now())
    leader.update(is_leader=True)
    services.give_feedback(task=running, text="意见", by=cast.hangzhou_officer, today=TODAY, at=clock.now())


def test_an_objection_on_the_last_day_and_a_day_late(cast: Cast, item: InspectedEnterprise, running: Task) -> None:
    first, second = find(item, cast), found(item, cast)
    last = told(running, cast).objections_until
    object_to(first, cast, last)
    with pytest.raises(Refused, match="已逾期"):
        object_to(second, cast, last + timedelta(days=1))
    assert (again(first).state, again(second).state) == ("OBJECTED", "RECORDED")


def test_the_inspected_city_alone_objects_and_only_after_the_comments(
    cast: Cast, item: InspectedEnterprise, running: Task
) -> None:
    finding = found(item, cast)
    with pytest.raises(Refused, match="尚未出具"):
        object_to(finding, cast)
    told(running, cast)
    for who in (cast.hangzhou_officer, cast.quzhou_officer, cast.provincial_officer):
        with pytest.raises(NotAllowed):
            services.raise_objection(finding=again(finding), reason="理由", by=who, today=TODAY, at=clock.now())


def test_a_finding_is_objected_to_once(cast: Cast, item: InspectedEnterprise, running: Task) -> None:
    finding = found(item, cast)
    told(running, cast)
    object_to(finding, cast)
    decide(finding, cast, "UPHELD")
    with pytest.raises(Refused, match="不得重复"):
        object_to(finding, cast)


def test_after_its_answer_the_city_objects_no_more(cast: Cast, item: InspectedEnterprise, running: Task) -> None:
    finding = found(item, cast)
    feedback = answered(running, cast)
    with pytest.raises(Refused, match="已于"):
        object_to(finding, cast)
    with pytest.raises(Refused, match="重复答复"):
        services.answer_feedback(
            feedback=feedback, text="再次答复", by=cast.shaoxing_officer, today=TODAY, at=clock.now()
        )


def test_an_objection_is_decided_with_reasons(cast: Cast, item: InspectedEnterprise, running: Task) -> None:
    finding = found(item, cast)
    told(running, cast)
    object_to(finding, cast)
    with pytest.raises(Refused, match="理由为空"):
        services.decide_objection(
            finding=again(finding), decision=Decision("UPHELD", " "), by=cast.hangzhou_lead, at=clock.now()
        )
    with pytest.raises(Refused, match="由本人记录，异议须由本局负责人处理"):
        services.decide_objection(
            finding=again(finding), decision=Decision("UPHELD", "理由"), by=cast.hangzhou_officer, at=clock.now()
        )
    Finding.objects.update(recorded_by=cast.hangzhou_lead)
    decided = services.decide_objection(
        finding=again(finding), decision=Decision("UPHELD", "理由"), by=cast.hangzhou_officer, at=clock.now()
    )
    assert decided.state == "RECORDED"
    member = running.members.get(user=cast.hangzhou_officer)
    away = {item.enterprise.uscc: "配偶任职"}
    services.declare_recusal(member=member, recused=away, by=cast.hangzhou_lead, at=clock.now())
    with pytest.raises(Refused, match="已声明回避"):
        services.decide_objection(
            finding=again(finding), decision=Decision("UPHELD", "理由"), by=cast.hangzhou_officer, at=clock.now()
        )


def test_an_amended_finding_keeps_what_it_said(cast: Cast, item: InspectedEnterprise, running: Task) -> None:
    finding = found(item, cast, kind="NOT_INSURED", fact="检查日未查到保单", basis="SAFETY_51")
    told(running, cast)
    object_to(finding, cast)
    with pytest.raises(Refused, match="选择维持"):
        decide(finding, cast, "AMENDED", kind="NOT_INSURED", fact="检查日未查到保单", basis="SAFETY_51")
    with pytest.raises(Refused, match="不适用"):
        decide(finding, cast, "AMENDED", kind="FALSE_EXPENSE", fact="事实", basis="")
    decide(finding, cast, "AMENDED", kind="PARTLY_INSURED", fact="投保人数少于从业人数", basis="SAFETY_51")
    now = again(finding)
    assert (now.kind, now.fact, now.state) == ("PARTLY_INSURED", "投保人数少于从业人数", "RECORDED")
    assert (now.objection.kind_before, now.objection.fact_before) == ("NOT_INSURED", "检查日未查到保单")


def test_a_revoked_finding_goes_to_nobody(cast: Cast, item: InspectedEnterprise, running: Task) -> None:
    first, second = find(item, cast), found(item, cast)
    feedback = told(running, cast)
    object_to(first, cast)
    services.answer_feedback(feedback=feedback, text="已收悉", by=cast.shaoxing_officer, today=TODAY, at=clock.now())
    with pytest.raises(Refused, match="1 项问题的异议未处理"):
        services.route_findings(task=running, by=cast.hangzhou_lead, today=TODAY, at=clock.now())
    decide(first, cast, "REVOKED")
    [letter] = services.route_findings(task=running, by=cast.hangzhou_lead, today=TODAY, at=clock.now())
    assert [one.finding_id for one in letter.routings.all()] == [second.pk]
    assert again(first).state == "REVOKED"


def test_a_task_is_completed_when_all_is_handed_over_though_dispositions_are_open(
    cast: Cast, item: InspectedEnterprise, running: Task
) -> None:
    finding = found(item, cast)
    with pytest.raises(Refused, match="不能办理"):
        complete(running, cast)
    routed(running, cast)
    services.track_task(task=running, by=cast.hangzhou_lead, at=clock.now())
    done = complete(running, cast)
    assert (done.state, done.completed_on) == ("COMPLETED", TODAY)
    assert again(finding).state == "ROUTED"


def test_what_is_open_is_settled_after_the_task_is_complete(
    cast: Cast, item: InspectedEnterprise, running: Task
) -> None:
    finding = found(item, cast)
    [letter] = routed(running, cast)
    services.track_task(task=running, by=cast.hangzhou_lead, at=clock.now())
    complete(running, cast)
    received(letter, person("em-330602"))
    assert settle(finding, person("em-330602")).state == "SETTLED"
    running.refresh_from_db()
    assert running.state == "COMPLETED"


def test_a_task_without_findings_ends_too(cast: Cast, item: InspectedEnterprise, running: Task) -> None:
    submitted(item, cast)
    assert routed(running, cast) == []
    services.track_task(task=running, by=cast.hangzhou_lead, at=clock.now())
    assert complete(running, cast).state == "COMPLETED"


def test_an_inspected_insurer_answers_its_own_finding_once(
    cast: Cast, running: Task, insurer_item: InspectedInsurer
) -> None:
    finding = find(insurer_item, cast, subject="INSURER", kind="FALSE_EXPENSE")
    InspectedInsurer.objects.update(state="SUBMITTED", checked_on=TODAY)
    with pytest.raises(NotAllowed):
        answer(finding, cast.insurer_a_clerk)
    told(running, cast)
    for who in (cast.insurer_b_clerk, cast.insurer_a_ningbo_clerk, cast.shaoxing_officer):
        with pytest.raises(NotAllowed):
            answer(finding, who)
    answer(finding, cast.insurer_a_clerk)
    with pytest.raises(Refused, match="不得重复"):
        answer(finding, cast.insurer_a_clerk)


def answer(finding: Finding, by: object) -> None:
    services.answer_finding(finding=again(finding), text="已补充凭证并整改", by=by, at=clock.now())  # type: ignore[arg-type]


def complete(task: Task, cast: Cast) -> Task:
    return services.complete_task(task=task, by=cast.hangzhou_lead, today=TODAY, at=clock.now())
