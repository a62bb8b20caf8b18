"""The group: who enters whom, what it needs, who was in it on which day."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.choices import GrantEnd
from accounts.models import User
from core import clock
from core.gate import NotAllowed
from core.writing import Refused
from enterprises.models import EnterpriseGrant
from inspections import services, states
from inspections.models import GroupMember, InspectedEnterprise, Recusal, Task
from tests import world
from tests.cast import Cast
from tests.inspections.draws import person
from tests.inspections.rows import ANSWERS, add_enterprise, join, ready_task, running_task


@pytest.fixture
def task(cast: Cast) -> Task:
    """Hangzhou inspects Shaoxing: row 1 of annex 2."""
    return Task.objects.select_related("campaign").get(annex_no=1)


def enter(task: Task, by: User, **changes: Any) -> GroupMember:
    values: dict[str, Any] = {
        "name": "示例专家",
        "unit": "示例研究院",
        "post": "高级工程师",
        "role": "EXPERT",
        **changes,
    }
    return services.enter_member(task=task, person=services.Person(**values), by=by, at=clock.now())


def test_a_group_needs_leader_two_officials_and_declarations(cast: Cast, task: Task) -> None:
    officer = cast.hangzhou_officer

    def refused(sentence: str) -> None:
        with pytest.raises(Refused, match=sentence):
            services.form_group(task=task, by=officer, at=clock.now())

    refused("还没有组长")
    join(task, officer, is_leader=True)
    refused("至少 2 名，现为 1 名")
    enter(task, officer, certificate_no="示例1")
    refused("至少 2 名，现为 1 名")
    second = join(task, cast.hangzhou_lead, officer, certificate_no="")
    refused("至少 2 名，现为 1 名")
    services.leave_group(member=second, reason="未持证", by=officer, at=clock.now())
    join(task, cast.hangzhou_lead, officer)
    refused("「示例专家」尚未作回避声明")
    expert = GroupMember.objects.get(role="EXPERT")
    services.declare_recusal(member=expert, recused={}, by=officer, at=clock.now())
    assert services.form_group(task=task, by=officer, at=clock.now()).state == "GROUP_READY"


def test_one_leader_of_the_bureau_and_nobody_twice(cast: Cast, task: Task) -> None:
    officer = cast.hangzhou_officer
    with pytest.raises(Refused, match="组长须由"):
        enter(task, officer, is_leader=True)
    join(task, officer, is_leader=True)
    with pytest.raises(Refused):
        join(task, cast.hangzhou_lead, officer, is_leader=True)
    with pytest.raises(Refused):
        join(task, officer)
    with pytest.raises(Refused, match="请填写姓名和单位"):
        enter(task, officer, unit="")


def test_the_bureau_enters_its_own_and_regulators_theirs(cast: Cast, task: Task) -> None:
    officer, regulator = cast.hangzhou_officer, cast.zhejiang_regulator
    with pytest.raises(Refused, match="不是本局人员"):
        join(task, cast.shaoxing_officer, officer)
    with pytest.raises(Refused, match="自行登记"):
        join(task, regulator, officer, role="REGULATOR")
    with pytest.raises(Refused, match="尚未邀请"):
        join(task, regulator, role="REGULATOR")
    services.invite_regulator(task=task, body=regulator.organisation, by=officer, at=clock.now())
    assert Task.objects.visible_to(regulator).contains(task)
    with pytest.raises(Refused, match="不是本机构人员"):
        services.enter_member(
            task=task,
            person=services.Person("", "科员", "REGULATOR", user=cast.wenzhou_regulator),
            by=regulator,
            at=clock.now(),
        )
    with pytest.raises(Refused, match="只能登记金融监管人员"):
        join(task, regulator, role="EM")
    unnamed = services.Person("", "科员", "REGULATOR")
    with pytest.raises(Refused, match="没有账号的请填写姓名"):
        services.enter_member(task=task, person=unnamed, by=regulator, at=clock.now())
    with pytest.raises(Refused, match="请从本局账号中选择"):
        services.enter_member(task=task, person=services.Person("", "科员", "EM"), by=officer, at=clock.now())
    named = services.Person("示例人员", "科员", "REGULATOR", "示例1", unit="示例监管分局")
    own = services.enter_member(task=task, person=named, by=regulator, at=clock.now())
    assert own.unit == str(regulator.organisation)
    with pytest.raises(Refused, match="执法证号「示例1」已登记在「示例人员」名下"):
        join(task, officer, certificate_no="示例1")
    member = join(task, regulator, role="REGULATOR")
    with pytest.raises(NotAllowed):
        services.leave_group(member=member, reason="无", by=officer, at=clock.now())
    for stranger in (cast.shaoxing_officer, cast.quzhou_officer, cast.insurer_a_clerk):
        with pytest.raises((NotAllowed, Refused)):
            join(task, stranger)


def test_what_was_entered_of_a_member_is_put_right(cast: Cast) -> None:
    task, officer = running_task(), cast.hangzhou_officer
    first, second = task.members.current()

    def put_right(member: GroupMember, post: str, number: str, by: User = officer) -> GroupMember:
        return services.correct_member(member=member, post=post, certificate_no=number, by=by, at=clock.now())

    assert put_right(second, "大队长", "浙A示例9").certificate_end == "A示例9"
    assert put_right(second, "科长", "").certificate_end == "A示例9"  # nothing typed leaves what is on record
    for post, number, words in (("", "1", "请填写职务"), ("科员", first.certificate_no, "已登记在")):
        with pytest.raises(Refused, match=words):
            put_right(second, post, number)
    with pytest.raises(NotAllowed):
        put_right(second, "科员", "1", by=cast.shaoxing_officer)


def test_only_regulators_of_the_two_places_are_invited(cast: Cast, task: Task) -> None:
    names = {body.code for body in services.regulators_of(task)}
    assert names == {"REG-ZJ", "REG-330600"}
    for body in (cast.wenzhou_regulator.organisation, cast.ningbo_regulator.organisation, world.insurer()):
        with pytest.raises(Refused, match="不是检查地区或被检查地区的金融监管机构"):
            services.invite_regulator(task=task, body=body, by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(Refused):
        services.invite_regulator(
            task=task, body=cast.zhejiang_regulator.organisation, by=cast.shaoxing_officer, at=clock.now()
        )


def test_a_member_inspects_and_a_colleague_does_not(cast: Cast) -> None:
    task = running_task(1)
    firm = world.enterprise(world.SHAOXING)
    regulator = cast.zhejiang_regulator
    services.invite_regulator(task=task, body=regulator.organisation, by=cast.hangzhou_officer, at=clock.now())
    item = add_enterprise(task=task, enterprise=firm, by=cast.hangzhou_lead, today=clock.today(), at=clock.now())
    assert Task.objects.visible_to(regulator).contains(task)
    assert not InspectedEnterprise.objects.visible_to(regulator).exists(), "invited, and nobody entered yet"
    with pytest.raises(NotAllowed):
        services.save_form(item=item, values=ANSWERS, version=1, by=regulator, at=clock.now())
    join(task, regulator, role="REGULATOR")
    assert InspectedEnterprise.objects.visible_to(regulator).contains(item)
    saved = services.save_form(item=item, values=ANSWERS, version=1, by=regulator, at=clock.now())
    assert saved.saved_by == regulator
    lead = GroupMember.objects.get(user=cast.hangzhou_lead)
    services.leave_group(member=lead, reason="工作调整", by=cast.hangzhou_officer, at=clock.now())
    assert not states.may_inspect(task, cast.hangzhou_lead)
    with pytest.raises(NotAllowed):
        services.save_form(item=saved, values=ANSWERS, version=2, by=cast.hangzhou_lead, at=clock.now())


def test_who_was_in_the_group_on_which_day(cast: Cast) -> None:
    task, day = ready_task(), clock.today()
    member = GroupMember.objects.get(user=cast.hangzhou_lead)
    GroupMember.objects.filter(pk=member.pk).update(joined_at=clock.now() - timedelta(days=9))
    services.leave_group(member=member, reason="工作调整", by=cast.hangzhou_officer, at=clock.now())

    def there(back: int) -> set[str]:
        return set(task.members.members_on(day - timedelta(days=back)).values_list("user__username", flat=True))

    assert there(0) == {"em-330100", "em-330100-lead"}
    assert there(5) == {"em-330100-lead"}
    assert there(20) == set()
    assert there(-1) == {"em-330100"}
    assert task.members.count() == 2


def test_a_recusal_has_its_reason(cast: Cast) -> None:
    ready_task()
    member = GroupMember.objects.get(user=cast.hangzhou_lead)
    with pytest.raises(Refused, match="没有写明理由"):
        services.declare_recusal(member=member, recused={"INS-A-ZJ": " "}, by=cast.hangzhou_lead, at=clock.now())
    services.declare_recusal(member=member, recused={"ins-a-zj": "亲属任职"}, by=cast.hangzhou_lead, at=clock.now())
    assert Recusal.objects.get().code == "INS-A-ZJ"
    with pytest.raises(Refused, match="「91A」既不是有效的统一社会信用代码"):
        services.declare_recusal(member=member, recused={"91A": "亲属任职"}, by=cast.hangzhou_lead, at=clock.now())


def test_a_recusal_holds_in_a_running_inspection_at_once(cast: Cast, as_user: Any) -> None:
    task, day = running_task(1), clock.today()
    firm, other = (world.enterprise(world.SHAOXING) for _ in range(2))
    officer, lead = cast.hangzhou_officer, cast.hangzhou_lead
    item, near = (
        add_enterprise(task=task, enterprise=one, by=officer, today=day, at=clock.now()) for one in (firm, other)
    )
    services.give_group_sight(task=task, by=officer, at=clock.now())
    page = as_user(lead).get(f"/inspections/enterprises/{item.pk}/visit/")
    assert page.status_code == 200
    member = GroupMember.objects.get(user=lead)
    services.declare_recusal(member=member, recused={firm.uscc: "配偶任职"}, by=officer, at=clock.now())
    ended = EnterpriseGrant.objects.exclude(ended_at=None).get()
    assert (ended.user, ended.content_object, ended.why_ended) == (lead, firm, GrantEnd.RECUSAL)
    for part in ("", "visit/", "record/"):
        page = as_user(lead).get(f"/inspections/enterprises/{item.pk}/{part}")
        assert page.status_code == 403
        assert "已声明回避" in page.content.decode()
    with pytest.raises(Refused, match="已声明回避"):
        services.save_form(item=item, values=ANSWERS, version=1, by=lead, at=clock.now())
    sent = {"id": "00000000-0000-4000-8000-000000000001", "version": 1, "answers": {"remark": "示例"}}
    told = (
        as_user(lead).post(f"/inspections/enterprises/{item.pk}/packets/", sent, content_type="application/json").json()
    )
    assert "已声明回避" in told["refused"]
    # The others go on with the firm, and the member with the others; nothing gives the sight again.
    services.save_form(item=item, values=ANSWERS, version=1, by=officer, at=clock.now())
    services.save_form(item=near, values=ANSWERS, version=1, by=lead, at=clock.now())
    services.give_group_sight(task=task, by=officer, at=clock.now())
    assert set(EnterpriseGrant.objects.filter(user=lead, ended_at=None).values_list("content_object", flat=True)) == {
        other.pk
    }


def test_who_joins_a_running_inspection_declares_first(cast: Cast) -> None:
    task, regulator = running_task(1), cast.zhejiang_regulator
    item = add_enterprise(
        task=task,
        enterprise=world.enterprise(world.SHAOXING),
        by=cast.hangzhou_officer,
        today=clock.today(),
        at=clock.now(),
    )
    services.invite_regulator(task=task, body=regulator.organisation, by=cast.hangzhou_officer, at=clock.now())
    person = services.Person("", "科员", "REGULATOR", user=regulator)
    member = services.enter_member(task=task, person=person, by=regulator, at=clock.now())
    with pytest.raises(Refused, match="尚未作回避声明"):
        services.save_form(item=item, values=ANSWERS, version=1, by=regulator, at=clock.now())
    assert not EnterpriseGrant.objects.filter(user=regulator).exists()
    services.declare_recusal(member=member, recused={}, by=regulator, at=clock.now())
    assert EnterpriseGrant.objects.filter(user=regulator).exists()


def test_a_group_on_its_way_keeps_a_leader_and_two_officials(cast: Cast, as_user: Any) -> None:
    task, officer = running_task(1), cast.hangzhou_officer
    leader, second = GroupMember.objects.get(user=officer), GroupMember.objects.get(user=cast.hangzhou_lead)

    def refused(member: GroupMember, sentence: str, **changes: Any) -> None:
        with pytest.raises(Refused, match=sentence):
            services.leave_group(member=member, reason="工作调整", by=officer, at=clock.now(), **changes)

    refused(second, "不得少于 2 名，「.*」退出后只剩 1 名")
    expert = enter(task, officer, certificate_no="示例1")
    refused(second, "不得少于 2 名")
    refused(leader, "是组长，请先选择接任的组长")
    refused(leader, "不能接任组长", successor=expert)
    refused(leader, "不得少于 2 名", successor=second)
    services.invite_regulator(task=task, body=cast.zhejiang_regulator.organisation, by=officer, at=clock.now())
    join(task, cast.zhejiang_regulator, role="REGULATOR")
    assert f'<option value="{second.pk}">' in as_user(officer).get(f"/inspections/{task.pk}/group/").content.decode()
    sent = {"reason": "工作调整", "successor": str(second.pk)}
    as_user(officer).post(f"/inspections/members/{leader.pk}/leave/", sent)
    assert task.members.current().get(is_leader=True) == second


def test_the_page_of_a_day_says_who_was_there_and_saw_what(cast: Cast, as_user: Any) -> None:
    task, day = running_task(), clock.today()
    firm = world.enterprise(world.SHAOXING, name="越城示例化工有限公司")
    add_enterprise(task=task, enterprise=firm, by=cast.hangzhou_officer, today=day, at=clock.now())
    services.invite_regulator(
        task=task, body=person("reg-330600").organisation, by=cast.hangzhou_officer, at=clock.now()
    )
    services.give_group_sight(task=task, by=cast.hangzhou_officer, at=clock.now())
    services.end_group_sight(task=task, by=cast.hangzhou_officer, at=clock.now())
    address = f"/inspections/{task.pk}/group/day/"
    for who in (cast.provincial_officer, cast.shaoxing_officer, cast.hangzhou_officer):
        page = as_user(who).get(address).content.decode()
        assert page.count("越城示例化工有限公司") == 2
        assert "任务结束" in page
    # Its own people were in no group: the regulator reads who was there, and of nobody's sight.
    page = as_user(person("reg-330600")).get(address).content.decode()
    assert str(cast.hangzhou_lead) in page
    assert "越城示例化工有限公司" not in page
    before = as_user(cast.shaoxing_officer).get(f"{address}?day={day - timedelta(days=1)}").content.decode()
    assert "越城示例化工有限公司" not in before
    assert str(cast.hangzhou_lead) not in before
    assert as_user(cast.shaoxing_officer).get(f"{address}?day={day + timedelta(days=1)}").status_code == 400
    assert as_user(cast.quzhou_officer).get(address).status_code == 404
