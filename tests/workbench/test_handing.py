"""Work handed on to a colleague, leave with a deputy: within one office, seen by whom it concerns."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.models import User
from accounts.services import people
from campaigns.services import joint, setup
from core import clock
from core.contributions.desk import Desk, Todo
from core.gate import may_open
from core.writing import Refused, version_of
from notifications.models import Message
from rulebook.rules import Proposal
from rulebook.services import propose_rule
from tests import world
from tests.campaigns.drafts import draft
from tests.cast import Cast
from tests.pages import body
from workbench import handing
from workbench.desk import parts_of
from workbench.models import Absence, Delegation

SignIn = Callable[[Any], Client]
TODAY = date(2023, 11, 23)


@pytest.fixture
def line(cast: Cast) -> Todo:
    """Plans of insurer A that wait for the consent of the units."""
    world.plan(world.policy(world.enterprise()), world.plan_item(months=[12], frequency=1), state="SENT")
    return next(todo for todo in todos(cast.insurer_a_clerk) if "state=SENT" in todo.url)


def todos(person: Any) -> list[Todo]:
    return [todo for part in parts_of(Desk(person, TODAY)) for todo in part.todos]


def sorted_for(person: Any) -> handing.Sorted:
    return handing.sort_todos(Desk(person, TODAY), todos(person))


def test_a_line_goes_to_the_colleague_and_leaves_the_others(cast: Cast, line: Todo) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    made = handing.hand_on(todo=line, to=lead, note="请核对", by=clerk, at=clock.now())
    assert [one.todo.url for one in sorted_for(clerk).away] == [line.url]
    assert line.url not in [todo.url for todo in sorted_for(clerk).mine]
    assert [(one.todo.url, one.note) for one in sorted_for(lead).from_others] == [(line.url, "请核对")]
    told = Message.objects.get(person=lead)
    assert (told.text, told.links) == (f"{clerk}转办：{line.title}（请核对）", {"0": line.url})
    assert not Message.objects.filter(person=clerk).exists()
    handing.take_back(delegation=made, by=clerk, at=clock.now())
    assert line.url in [todo.url for todo in sorted_for(clerk).mine]
    assert not sorted_for(clerk).away
    with pytest.raises(Refused, match="已收回"):
        handing.take_back(delegation=made, by=clerk, at=clock.now())


def test_a_line_is_handed_on_once_and_to_colleagues_alone(cast: Cast, line: Todo) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    for stranger in (cast.insurer_b_clerk, clerk):
        with pytest.raises(Refused, match="不是本单位的其他在用人员"):
            handing.hand_on(todo=line, to=stranger, note="", by=clerk, at=clock.now())
    handing.hand_on(todo=line, to=lead, note="", by=clerk, at=clock.now())
    with pytest.raises(Refused, match="已转办给他人"):
        handing.hand_on(todo=line, to=clerk, note="", by=lead, at=clock.now())
    assert Delegation.objects.count() == 1
    assert not Delegation.objects.visible_to(cast.insurer_b_clerk).exists()


def test_of_two_resolutions_of_a_city_one_is_handed_on(cast: Cast, sign_in: SignIn) -> None:
    officer, lead = cast.hangzhou_officer, cast.hangzhou_lead
    mechanism = joint.set_up_mechanism(
        established_on=TODAY, duties="双方按月会商", by=officer, today=TODAY, at=clock.now()
    )
    decided = [joint.Decision(text, officer.organisation, TODAY) for text in ("逐户督促", "汇总活动")]
    met = joint.MeetingText(held_on=TODAY, title="联席会议", attendance="两家", minutes="纪要")
    joint.record_meeting(mechanism=mechanism, text=met, decisions=decided, by=officer, today=TODAY, at=clock.now())
    first, second = (todo for todo in todos(officer) if str(todo.kind) == "议定事项")
    client = sign_in(officer)
    answer = client.post(f"/work/hand-on/?{urlencode({'url': first.url})}", {"to": lead.pk, "note": ""})
    assert answer.status_code == 302
    found = sorted_for(officer)
    assert [one.todo.title for one in found.away] == [first.title]
    assert second.title in [todo.title for todo in found.mine]
    page, _mark, part = second.url.partition("#")
    assert f'<tr id="{part}">' in body(client, page)


def test_a_line_goes_to_no_colleague_who_cannot_take_it(cast: Cast, sign_in: SignIn) -> None:
    officer, lead = cast.provincial_officer, cast.provincial_lead
    proposal = Proposal("fee_share_min", Decimal("0.15"), date(2024, 1, 1), None, "示例通知〔2024〕1号", "第三条", "V")
    made = propose_rule(proposal=proposal, by=officer, at=clock.now())
    url = f"/rules/#rule-{made.pk}"
    answer = sign_in(lead).post(f"/work/hand-on/?{urlencode({'url': url})}", {"to": officer.pk, "note": ""})
    assert "不能办理该事项" in answer.content.decode()
    assert url in [todo.url for todo in sorted_for(lead).mine]


def leave(cast: Cast, first: date, last: date, **changes: Any) -> Absence:
    values = {"deputy": cast.insurer_a_clerk, "by": cast.insurer_a_lead, **changes}
    return handing.enter_leave(starts_on=first, ends_on=last, today=TODAY, at=clock.now(), **values)


def test_a_deputy_who_goes_away_as_well_is_stood_in_for(cast: Cast, line: Todo) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    third = User.objects.create(
        username="ins-third", display_name="第三人", role=lead.role, organisation=lead.organisation
    )
    handing.hand_on(todo=line, to=lead, note="", by=clerk, at=clock.now())
    leave(cast, TODAY, TODAY, deputy=third, by=lead)
    assert not sorted_for(clerk).from_others
    leave(cast, TODAY, TODAY, deputy=clerk, by=third)
    assert [one.todo.url for one in sorted_for(clerk).from_others] == [line.url]


def test_a_deputy_gets_what_was_handed_to_the_absent(cast: Cast, line: Todo) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    handing.hand_on(todo=line, to=lead, note="", by=clerk, at=clock.now())
    assert not sorted_for(clerk).from_others
    made = leave(cast, TODAY, TODAY + timedelta(days=5))
    found = sorted_for(clerk)
    assert [one.todo.url for one in found.from_others] == [line.url]
    assert len(found.stands_in_for) == 1
    handing.end_leave(absence=made, by=lead, at=clock.now())
    assert not sorted_for(clerk).from_others


def test_what_lies_with_somebody_who_works_here_no_more_waits_for_the_office_again(cast: Cast, line: Todo) -> None:
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    third = User.objects.create(
        username="ins-third", display_name="第三人", role=lead.role, organisation=lead.organisation
    )
    handing.hand_on(todo=line, to=third, note="", by=clerk, at=clock.now())
    assert line.url not in [todo.url for todo in sorted_for(lead).mine]
    User.objects.filter(pk=third.pk).update(is_active=False)
    for one in (clerk, lead):
        assert line.url in [todo.url for todo in sorted_for(one).mine]
    handing.hand_on(todo=line, to=lead, note="", by=clerk, at=clock.now())
    assert [one.todo.url for one in sorted_for(lead).from_others] == [line.url]


def test_who_moves_to_another_office_takes_neither_lines_nor_leave_along(cast: Cast, line: Todo) -> None:
    clerk, lead, other = cast.insurer_a_clerk, cast.insurer_a_lead, cast.insurer_b_clerk.organisation
    handing.hand_on(todo=line, to=lead, note="", by=clerk, at=clock.now())
    leave(cast, TODAY, TODAY + timedelta(days=5))
    people.move_person(
        person=lead, organisation=other, post="OPERATOR", seen=version_of(lead), by=cast.adm_system, at=clock.now()
    )
    assert not Absence.objects.exists()
    found = sorted_for(cast.insurer_a_clerk)
    assert (found.from_others, found.away, found.stands_in_for) == ([], [], [])
    assert line.url in [todo.url for todo in found.mine]


def test_leave_that_was_entered_in_another_office_makes_nobody_a_deputy(cast: Cast, line: Todo) -> None:
    """However the person came to the other office."""
    leave(cast, TODAY, TODAY + timedelta(days=5))
    User.objects.filter(pk=cast.insurer_a_lead.pk).update(organisation=cast.insurer_b_clerk.organisation)
    assert sorted_for(cast.insurer_a_clerk).stands_in_for == []


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(5, 4, "早于开始日期"), (-5, -1, "早于今天"), (2, 9, "重叠"), (20, 400, "超过一年")],
)
def test_leave_that_cannot_be_is_refused(cast: Cast, first: int, last: int, words: str) -> None:
    leave(cast, TODAY + timedelta(days=8), TODAY + timedelta(days=12))
    with pytest.raises(Refused, match=words):
        leave(cast, TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    with pytest.raises(Refused, match="不是本单位"):
        leave(cast, TODAY, TODAY, deputy=cast.insurer_b_clerk)
    with pytest.raises(Refused, match="不是本单位"):  # an administrator of the same office sees no business
        leave(cast, TODAY, TODAY, deputy=cast.adm_system, by=cast.provincial_officer)
    with pytest.raises(Refused, match="休假，请另选代班人"):
        leave(
            cast,
            TODAY + timedelta(days=9),
            TODAY + timedelta(days=9),
            by=cast.insurer_a_clerk,
            deputy=cast.insurer_a_lead,
        )
    assert Absence.objects.count() == 1


def test_only_the_absent_takes_the_leave_off(cast: Cast) -> None:
    made = leave(cast, TODAY, TODAY)
    with pytest.raises(Refused, match="只有本人"):
        handing.end_leave(absence=made, by=cast.insurer_a_clerk, at=clock.now())


def test_the_pages(cast: Cast, line: Todo, sign_in: SignIn) -> None:
    client = sign_in(cast.insurer_a_clerk)
    new = f"/work/hand-on/?url={line.url.replace('?', '%3F').replace('=', '%3D')}"
    assert line.title in body(client, new)
    assert client.get("/work/hand-on/?url=/nothing/").status_code == 404
    assert client.post(new, {"to": cast.insurer_a_lead.pk, "note": "请核对"}).status_code == 302
    assert "收回" in body(client, "/?show=handed-on")
    assert "请核对" in body(sign_in(cast.insurer_a_lead), "/")
    pk = Delegation.objects.get().pk
    assert sign_in(cast.insurer_b_clerk).post(f"/work/handed-on/{pk}/take-back/").status_code == 404
    client = sign_in(cast.insurer_a_clerk)
    assert client.post(f"/work/handed-on/{pk}/take-back/").status_code == 302
    days = {"starts_on": "2023-11-23", "ends_on": "2023-11-28", "deputy": cast.insurer_a_lead.pk}
    assert client.post("/work/leave/", days).status_code == 302
    assert "2023-11-28" in body(client, "/work/leave/")
    assert "您代办" in body(sign_in(cast.insurer_a_lead), "/")
    assert sign_in(cast.adm_system).get("/work/leave/").status_code == 403


def test_a_deputy_sees_what_waits_for_the_absent_while_the_leave_lasts(cast: Cast) -> None:
    officer, lead = cast.provincial_officer, cast.provincial_lead
    row = draft(cast)
    row = setup.propose_campaign(campaign=row, seen=version_of(row), by=officer, at=clock.now())
    setup.return_campaign(campaign=row, note="请补充依据", seen=version_of(row), by=lead, at=clock.now())
    own = next(todo for todo in todos(officer) if todo.title == row.name)
    assert own.url not in [todo.url for todo in todos(lead)]
    leave(cast, TODAY + timedelta(days=1), TODAY + timedelta(days=3), deputy=lead, by=officer)
    for days, expected in ((0, []), (1, [own.url]), (3, [own.url]), (4, [])):
        day = TODAY + timedelta(days=days)
        found = handing.sort_todos(Desk(lead, day), [])
        assert [one.todo.url for one in found.from_others if one.todo.title == row.name] == expected, days
    assert all(one.is_deputy for one in found.from_others)


def test_a_deputy_gets_nothing_that_asks_for_a_second_person(cast: Cast) -> None:
    officer, lead = cast.provincial_officer, cast.provincial_lead
    proposal = Proposal("fee_share_min", Decimal("0.15"), date(2024, 1, 1), None, "示例通知〔2024〕1号", "第三条", "V")
    propose_rule(proposal=proposal, by=officer, at=clock.now())
    row = draft(cast)
    setup.propose_campaign(campaign=row, approver=lead, seen=version_of(row), by=officer, at=clock.now())
    asked = [todo.url for todo in todos(lead) if str(todo.kind) == "规则数值表" or todo.title == row.name]
    assert len(asked) == 2
    leave(cast, TODAY, TODAY, deputy=officer, by=lead)
    assert not [one.todo.title for one in sorted_for(officer).from_others if one.todo.url in asked]


def test_a_deputy_approves_what_the_absent_was_asked_for_by_name(cast: Cast) -> None:
    officer, lead = cast.provincial_officer, cast.provincial_lead
    third = User.objects.create(
        username="prov-third", display_name="省厅第三人", role=lead.role, organisation=lead.organisation
    )
    row = draft(cast)
    row = setup.propose_campaign(campaign=row, approver=lead, seen=version_of(row), by=officer, at=clock.now())
    leave(cast, TODAY, TODAY, deputy=third, by=lead)
    assert row.name in [one.todo.title for one in sorted_for(third).from_others]
    done = setup.approve_campaign(campaign=row, note="", seen=version_of(row), by=third, at=clock.now())
    assert done.state == "APPROVED"


def test_a_deputy_opens_what_the_own_permissions_allow(cast: Cast) -> None:
    assert may_open(cast.insurer_a_clerk, "/activities/")
    assert may_open(cast.insurer_a_clerk, "/help/"), "open to all who are signed in"
    assert not may_open(cast.insurer_a_clerk, "/campaigns/new/")
    assert not may_open(cast.insurer_a_clerk, "/users/")


def test_what_lies_with_a_colleague_stands_beside(as_user: SignIn, cast: Cast, line: Todo) -> None:
    clerk = cast.insurer_a_clerk
    assert "件，等他人办理" not in body(as_user(clerk), "/")
    handing.hand_on(todo=line, to=cast.insurer_a_lead, note="", by=clerk, at=clock.now())
    beside = body(as_user(clerk), "/").split("1 件，等他人办理", 1)[1]
    assert str(line.title) in beside
