"""The life of a plan: draft, talk, confirmation, versions, completion; who may do what."""

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from core import clock
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused, Stale, version_of
from enterprises.models import Enterprise
from insurers.plans import services as planning
from insurers.plans.models import ServicePlan
from insurers.plans.services import Confirmation, Document
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.insurers.plans.writing import draft
from tests.papers import pdf


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return world.policy(world.enterprise())


def paper(name: str = "确认.pdf", body: bytes | None = None) -> Document:
    return Document(ContentFile(pdf() if body is None else body), name)


def confirmation(**changes: Any) -> Confirmation:
    values: dict[str, Any] = {
        "way": "PAPER",
        "confirmed_by": "张某（安全总监）",
        "on": date(2023, 2, 1),
        "document": paper(),
        "talk_on": date(2023, 1, 20),
        "talk_people": "李某、张某",
        "talk_file": paper("沟通.pdf"),
    }
    return Confirmation(**{**values, **changes})


def sent(cast: Cast, policy: Policy, **changes: Any) -> ServicePlan:
    return planning.send_plan(plan=draft(cast, policy, **changes), by=cast.insurer_a_clerk, at=clock.now())


def confirmed(cast: Cast, policy: Policy, **changes: Any) -> ServicePlan:
    return planning.confirm_plan(
        plan=sent(cast, policy, **changes),
        said=confirmation(),
        by=cast.insurer_a_clerk,
        today=clock.today(),
        at=clock.now(),
    )


def test_a_plan_goes_its_way_to_the_evaluation(cast: Cast, policy: Policy) -> None:
    by, at = cast.insurer_a_clerk, clock.now()
    plan = confirmed(cast, policy)
    assert (plan.state, plan.confirm_by, plan.talk_file is not None) == ("CONFIRMED", "张某（安全总监）", True)
    plan = planning.activate_plan(plan=plan, by=by, today=clock.today(), at=at)
    with pytest.raises(Refused, match="未过"):
        planning.finish_plan(plan=plan, by=by, today=clock.today(), at=at)
    plan = planning.finish_plan(plan=plan, by=by, today=date(2024, 1, 1), at=at)
    with pytest.raises(Refused, match="不足 10 个字"):
        planning.evaluate_plan(plan=plan, evaluation="好", score=90, by=by, today=date(2024, 1, 5), at=at)
    plan = planning.evaluate_plan(
        plan=plan, evaluation="全年服务按方案完成，重大隐患全部整改。", score=90, by=by, today=date(2024, 1, 5), at=at
    )
    assert plan.state == "EVALUATED"


def test_a_plan_outside_its_policy_says_where_it_may_lie(cast: Cast, policy: Policy) -> None:
    with pytest.raises(Refused) as refusal:
        draft(cast, policy, end_on=date(2024, 6, 30))
    ((place, text),) = refusal.value.reasons
    assert place == "end_on"
    assert "（2024-06-30）不在保单" in text
    assert "2023-01-01 至 2023-12-31" in text
    assert not ServicePlan.objects.exists()


def test_faults_of_items_name_their_line(cast: Cast, policy: Policy) -> None:
    with pytest.raises(Refused) as refusal:
        draft(cast, policy, world.plan_item(), world.plan_item(frequency=1))
    assert [place for place, _text in refusal.value.reasons] == ["1.frequency"]
    assert refusal.value.reasons[0][1].startswith("第 2 项：“频次(次/年)”（1）少于")


def test_a_number_is_used_once(cast: Cast, policy: Policy) -> None:
    draft(cast, policy)
    with pytest.raises(Refused, match="之江财险浙江FA-1001.*已使用"):
        draft(cast, policy)


def test_only_the_insurer_writes_and_only_on_its_own_policies(cast: Cast, policy: Policy) -> None:
    for who in (cast.insurer_b_clerk, cast.hangzhou_officer, cast.zhejiang_regulator, cast.agency):
        with pytest.raises(NotAllowed):
            planning.create_plan(
                policy=policy,
                plan_no="之江财险浙江FA-9",
                head=world.plan_head(policy),
                items=[world.plan_item()],
                by=who,
                at=clock.now(),
            )


def test_without_assistance_nothing_is_sent(cast: Cast, policy: Policy) -> None:
    plan = draft(cast, policy, world.plan_item(campaign_assist=False))
    with pytest.raises(Refused, match="至少将一项标为帮扶活动"):
        planning.send_plan(plan=plan, by=cast.insurer_a_clerk, at=clock.now())


def test_an_opinion_takes_the_plan_back(cast: Cast, policy: Policy) -> None:
    plan = sent(cast, policy)
    back = planning.recall_plan(plan=plan, opinion="请增加一次演练", by=cast.insurer_a_clerk, at=clock.now())
    assert (back.state, back.opinion) == ("DRAFT", "请增加一次演练")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"on": date(2023, 11, 24)}, "on"),
        ({"talk_on": date(2023, 2, 2)}, "talk_on"),
        ({"talk_people": " "}, "talk_on"),
        ({"talk_file": None}, "talk_file"),
    ],
)
def test_a_confirmation_needs_the_talk_before_it(
    cast: Cast, policy: Policy, changes: dict[str, Any], place: str
) -> None:
    plan = sent(cast, policy)
    with pytest.raises(Refused) as refusal:
        planning.confirm_plan(
            plan=plan, said=confirmation(**changes), by=cast.insurer_a_clerk, today=clock.today(), at=clock.now()
        )
    assert [where for where, _text in refusal.value.reasons] == [place]
    plan.refresh_from_db()
    assert plan.state == "SENT"


def test_a_forged_document_is_not_taken(cast: Cast, policy: Policy) -> None:
    plan = sent(cast, policy)
    with pytest.raises(Refused, match="不是 PDF"):
        planning.confirm_plan(
            plan=plan,
            said=confirmation(document=paper(body=b"MZ")),
            by=cast.insurer_a_clerk,
            today=clock.today(),
            at=clock.now(),
        )
    plan.refresh_from_db()
    assert plan.state == "SENT"


def test_the_lead_confirms_as_another_person(cast: Cast, policy: Policy) -> None:
    plan, said = sent(cast, policy), confirmation(way="LEAD")
    with pytest.raises(NotAllowed):
        planning.confirm_plan(plan=plan, said=said, by=cast.insurer_a_clerk, today=clock.today(), at=clock.now())
    done = planning.confirm_plan(plan=plan, said=said, by=cast.insurer_a_lead, today=clock.today(), at=clock.now())
    assert done.confirm_way == "LEAD"


def test_the_lead_does_not_confirm_what_they_sent_themselves(cast: Cast, policy: Policy) -> None:
    plan = planning.send_plan(plan=draft(cast, policy), by=cast.insurer_a_lead, at=clock.now())
    with pytest.raises(Refused, match="另一人"):
        planning.confirm_plan(
            plan=plan, said=confirmation(way="LEAD"), by=cast.insurer_a_lead, today=clock.today(), at=clock.now()
        )


def test_a_change_after_confirmation_is_a_version_and_the_old_one_stays_until_it_is_confirmed(
    cast: Cast, policy: Policy
) -> None:
    by, at, today = cast.insurer_a_clerk, clock.now(), clock.today()
    old = planning.activate_plan(plan=confirmed(cast, policy), by=by, today=today, at=at)
    with pytest.raises(Refused, match="不能直接修改"):
        planning.change_plan(plan=old, head=world.plan_head(policy), items=[world.plan_item()], by=by, at=at)
    fresh = planning.amend_plan(plan=old, reason="增加一次演练", by=by, at=at)
    assert (fresh.version, fresh.state, fresh.items.count(), str(fresh)) == (2, "DRAFT", 1, "之江财险浙江FA-1001 V2")
    old.refresh_from_db()
    assert (old.state, old.is_latest) == ("ACTIVE", False)
    with pytest.raises(Refused, match="新的版本"):
        planning.finish_plan(plan=old, by=by, today=date(2024, 1, 1), at=at)
    fresh = planning.send_plan(plan=fresh, by=by, at=at)
    planning.confirm_plan(plan=fresh, said=confirmation(), by=by, today=today, at=at)
    old.refresh_from_db()
    assert old.state == "AMENDED"
    assert old.items.count() == 1


def test_a_discarded_version_leaves_the_former_one_as_the_newest(cast: Cast, policy: Policy) -> None:
    old = confirmed(cast, policy)
    fresh = planning.amend_plan(plan=old, reason="调整月份", by=cast.insurer_a_clerk, at=clock.now())
    planning.discard_plan(plan=fresh, by=cast.insurer_a_clerk, at=clock.now())
    old.refresh_from_db()
    assert old.is_latest
    assert not ServicePlan.objects.filter(version=2).exists()


def test_two_promises_of_a_policy_do_not_meet(cast: Cast, policy: Policy) -> None:
    confirmed(cast, policy)
    other = sent(cast, policy, plan_no="之江财险浙江FA-1002")
    with pytest.raises(Refused, match="期间重叠"):
        planning.confirm_plan(
            plan=other, said=confirmation(), by=cast.insurer_a_clerk, today=clock.today(), at=clock.now()
        )


def test_the_database_keeps_one_active_plan_of_a_policy(cast: Cast, policy: Policy) -> None:
    world.plan(policy)
    with pytest.raises(IntegrityError), transaction.atomic():
        world.plan(policy)


def test_a_plan_moves_with_its_enterprise(cast: Cast, policy: Policy) -> None:
    plan = world.plan(policy)
    Enterprise.objects.filter(pk=policy.enterprise_id).update(county="330802", city="330800")
    plan.refresh_from_db()
    assert (plan.city_id, plan.county_id) == ("330800", "330802")


def test_a_copy_changed_meanwhile_is_not_overwritten(cast: Cast, policy: Policy) -> None:
    plan = draft(cast, policy)
    head, items = world.plan_head(policy), [world.plan_item()]
    planning.change_plan(plan=plan, head=head, items=items, by=cast.insurer_a_lead, at=clock.now())
    with pytest.raises(Stale):
        planning.change_plan(
            plan=plan, head=head, items=items, by=cast.insurer_a_clerk, at=clock.now(), seen=version_of(plan)
        )


def test_guidance_is_for_supervisors_and_changes_nothing(cast: Cast, policy: Policy) -> None:
    plan = world.plan(policy)
    for who in (cast.hangzhou_officer, cast.zhejiang_regulator):
        planning.guide_plan(plan=plan, text="建议增加外包作业排查。", by=who, at=clock.now())
    assert plan.guidances.count() == 2
    for who in (cast.insurer_a_clerk, cast.ningbo_officer, cast.ningbo_regulator):
        with pytest.raises(NotAllowed):
            planning.guide_plan(plan=plan, text="意见", by=who, at=clock.now())
    assert ServicePlan.objects.get(pk=plan.pk).state == "ACTIVE"


@pytest.mark.parametrize("seen", ["", "x", "2023-02-30T00:00:00+08:00", "2020-01-01T00:00:00+08:00"])
def test_a_page_without_a_readable_version_overwrites_nothing(cast: Cast, policy: Policy, seen: str) -> None:
    plan = draft(cast, policy)
    head, items = world.plan_head(policy, safeguards="后到者填写的保障措施"), [world.plan_item()]
    with pytest.raises(Stale):
        planning.change_plan(plan=plan, head=head, items=items, by=cast.insurer_a_clerk, at=clock.now(), seen=seen)
    plan.refresh_from_db()
    assert plan.safeguards == world.plan_head(policy)["safeguards"]


def test_a_refused_step_leaves_its_event(cast: Cast, policy: Policy) -> None:
    plan = draft(cast, policy, world.plan_item(campaign_assist=False))
    with pytest.raises(Refused):
        planning.send_plan(plan=plan, by=cast.insurer_a_clerk, at=clock.now())
    event = AuditEvent.objects.get(action="write.refused")
    assert (event.subject, event.detail["step"]) == ("之江财险浙江FA-1001", "plan-sent")
