"""What one person has begun waits on the workbench of whoever has to answer or approve it, and of nobody else."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import Division, User
from core import clock
from core.contributions.desk import Desk, Todo
from core.files import store
from core.imports.choices import UploadState
from core.imports.models import HeldRow, Upload
from enterprises.services.exemptions import Ground, request_exemption
from enterprises.services.transfers import offer_transfer
from insurers.complaints import services as complaining
from insurers.complaints.services import Filing, record_complaint
from insurers.orders.models import ServiceOrder
from rulebook.rules import Proposal
from rulebook.services import propose_rule
from tests import world
from tests.cast import Cast
from tests.pages import body, total
from tests.papers import pdf
from workbench.desk import parts_of

TODAY = date(2023, 11, 23)


def waiting(person: Any, kind: str) -> list[Todo]:
    return [todo for part in parts_of(Desk(person, TODAY)) for todo in part.todos if str(todo.kind) == kind]


def order(cast: Cast, state: str, day: date) -> ServiceOrder:
    policy = world.policy(world.enterprise())
    return ServiceOrder.objects.create(
        insurer=policy.insurer,
        agency=cast.agency.organisation,
        policy=policy,
        kind="HAZ",
        service_on=day,
        state=state,
        placed_by=cast.insurer_a_clerk,
        placed_at=clock.now(),
    )


def test_orders_wait_for_the_agency_until_they_are_answered_and_recorded(cast: Cast) -> None:
    order(cast, "PLACED", TODAY + timedelta(days=5))
    order(cast, "PLACED", TODAY + timedelta(days=2))
    order(cast, "ACCEPTED", TODAY)
    order(cast, "ACCEPTED", TODAY + timedelta(days=1))
    order(cast, "DECLINED", TODAY)
    placed, due = waiting(cast.agency, "服务委托")
    assert (placed.title, placed.due_on, placed.days_left) == ("2 件服务委托待答复", TODAY + timedelta(days=2), 2)
    assert due.title == "1 件已受理的服务待填写记录"
    assert not waiting(cast.insurer_a_clerk, "服务委托")


@pytest.mark.parametrize("state", ["PLACED", "ACCEPTED"])
def test_the_line_opens_exactly_its_orders(cast: Cast, as_user: Callable[[Any], Client], state: str) -> None:
    mine = order(cast, state, TODAY)
    order(cast, "ACCEPTED" if state == "PLACED" else "PLACED", TODAY + timedelta(days=1))
    line = next(todo for todo in waiting(cast.agency, "服务委托") if f"state={state}" in todo.url)
    page = as_user(cast.agency).get(line.url).content.decode()
    assert set(re.findall(r'href="/orders/(\d+)/"', page)) == {str(mine.pk)}


def test_a_record_waits_for_the_insurer_that_ordered_it(cast: Cast) -> None:
    order(cast, "RECORDED", TODAY)
    assert [todo.title for todo in waiting(cast.insurer_a_clerk, "服务委托")] == ["1 件机构服务记录待登记"]
    assert not waiting(cast.insurer_b_clerk, "服务委托")
    assert not waiting(cast.agency, "服务委托")


def test_a_complaint_waits_with_its_deadline(cast: Cast) -> None:
    filing = Filing(
        policy=world.policy(world.enterprise()),
        received_on=date(2023, 11, 20),
        complainant="示例某",
        text="未按约定服务",
    )
    complaint = record_complaint(filing=filing, by=cast.insurer_a_clerk, today=TODAY, at=world.now())
    (todo,) = waiting(cast.insurer_a_lead, "投诉处理")
    assert complaint.complaint_no in todo.title
    assert todo.due_on == date(2023, 12, 4)  # ten working days after the 20th
    assert not waiting(cast.insurer_b_clerk, "投诉处理")


def test_an_exemption_waits_for_the_colleague_of_whoever_asked(cast: Cast) -> None:
    ground = Ground(kind="HALTED", reason="全面停产", starts_on=date(2023, 1, 1))
    firm, file = world.enterprise(), ContentFile(pdf())
    request_exemption(
        enterprise=firm, ground=ground, document=file, name="通知.pdf", by=cast.hangzhou_officer, at=world.now()
    )
    assert [todo.url for todo in waiting(cast.hangzhou_lead, "免保情况")] == [f"/enterprises/{firm.pk}/"]
    for other in (cast.hangzhou_officer, cast.xihu_county, cast.quzhou_officer, cast.provincial_officer):
        assert not waiting(other, "免保情况")


def test_a_transfer_waits_for_the_receiving_city(cast: Cast) -> None:
    firm = world.enterprise()
    offer_transfer(
        enterprise=firm,
        to_city=Division.objects.get(code="330800"),
        reason="生产地迁至衢州",
        by=cast.hangzhou_officer,
        at=world.now(),
    )
    assert [todo.title for todo in waiting(cast.quzhou_officer, "设区市间移交")] == [str(firm)]
    assert not waiting(cast.hangzhou_lead, "设区市间移交")


def test_a_rule_waits_for_the_colleague_of_whoever_proposed_it(cast: Cast) -> None:
    proposal = Proposal("fee_share_min", Decimal("0.15"), date(2024, 1, 1), None, "示例通知〔2024〕1号", "第三条", "V")
    made = propose_rule(proposal=proposal, by=cast.provincial_officer, at=world.now())
    assert [todo.url for todo in waiting(cast.provincial_lead, "规则数值表")] == [f"/rules/#rule-{made.pk}"]
    assert not waiting(cast.provincial_officer, "规则数值表")


def held_row(person: Any, kind: str, number: int) -> None:
    upload = Upload.objects.create(
        kind=kind,
        organisation_id=person.organisation_id,
        owner=person,
        state=UploadState.ACCEPTED,
        file=store(ContentFile(b"x"), name="台账.xlsx", organisation_id=person.organisation_id, at=clock.now()),
        created_at=clock.now(),
    )
    for row in range(number):
        HeldRow.objects.create(
            kind=kind,
            organisation_id=person.organisation_id,
            identity=f"{row}",
            upload=upload,
            row=row,
            raw={},
            faults=[],
            fingerprint="0",
            held_at=clock.now(),
        )


def test_held_rows_wait_for_who_may_put_them_right(cast: Cast) -> None:
    held_row(cast.insurer_a_clerk, "policies", 2)
    held_row(cast.insurer_a_clerk, "activities", 1)
    lines = waiting(cast.insurer_a_lead, "导入")
    assert [(todo.title, todo.url) for todo in lines] == [
        ("1 行暂存数据待更正", "/uploads/held/activities/"),
        ("2 行暂存数据待更正", "/uploads/held/policies/"),
    ]
    assert not waiting(cast.insurer_b_clerk, "导入")
    assert not waiting(cast.hangzhou_officer, "导入")


def lines_with_rows(client: Client, lines: list[Todo]) -> None:
    """Each line opens a list that has as many rows as the line says."""
    assert lines
    for todo in lines:
        number = int(re.search(r"\d+", todo.title)[0])  # type: ignore[index]
        assert total(body(client, todo.url)) == number, todo


def test_plans_wait_for_each_step_of_the_insurer(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    for state in ("DRAFT", "SENT", "SENT", "CONFIRMED", "FINISHED", "ACTIVE", "EVALUATED"):
        world.plan(world.policy(world.enterprise()), world.plan_item(months=[12], frequency=1), state=state)
    lines = waiting(cast.insurer_a_clerk, "服务方案")
    assert [todo.title[:3] for todo in lines] == ["1 份", "2 份", "1 份", "1 份"]
    lines_with_rows(as_user(cast.insurer_a_clerk), lines)
    assert not waiting(cast.insurer_b_clerk, "服务方案")
    assert not waiting(cast.hangzhou_officer, "服务方案")


def test_late_promises_and_units_without_assistance_wait_for_the_insurer(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    held = world.policy(world.enterprise())
    world.plan(held, world.plan_item(months=[5, 6], frequency=2))
    helped = world.policy(world.enterprise())
    world.activity(helped, campaign_assist=True)
    late = [todo for todo in waiting(cast.insurer_a_clerk, "服务方案") if "逾期" in todo.title]
    lacking = waiting(cast.insurer_a_clerk, "专项行动帮扶活动")
    assert [todo.title for todo in late] == ["2 项承诺服务逾期未完成"]
    assert [todo.title for todo in lacking] == ["1 户投保单位未开展专项行动帮扶"]
    lines_with_rows(as_user(cast.insurer_a_clerk), [*late, *lacking])


def test_an_answered_complaint_waits_to_be_closed_and_an_extension_for_the_second_person(cast: Cast) -> None:
    filing = Filing(world.policy(world.enterprise()), date(2023, 9, 22), "示例某", "未按约定服务")
    made = record_complaint(filing=filing, by=cast.insurer_a_clerk, today=TODAY, at=world.now())
    harder = complaining.mark_harder(complaint=made, reason="涉及多方", by=cast.insurer_a_clerk, at=world.now())
    asked = complaining.ask_extension(
        complaint=harder, days=20, reason="等待鉴定", by=cast.insurer_a_clerk, at=world.now()
    )
    assert [todo.action for todo in waiting(cast.insurer_a_lead, "投诉处理")] == ["批准延期"]
    assert [todo.action for todo in waiting(cast.insurer_a_clerk, "投诉处理")] == ["答复"]
    given = complaining.Answer(TODAY, "补做服务", "属实", "已补做")
    complaining.answer_complaint(complaint=asked, given=given, by=cast.insurer_a_clerk, today=TODAY, at=world.now())
    assert [todo.action for todo in waiting(cast.insurer_a_lead, "投诉处理")] == ["办结投诉"]


def test_the_tabs_narrow_the_lines_and_tell_what_was_done(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    world.plan(world.policy(world.enterprise()), world.plan_item(months=[12], frequency=1), state="SENT")
    order(cast, "RECORDED", TODAY)
    client = as_user(cast.insurer_a_clerk)
    whole, some = body(client, "/"), body(client, "/?kind=服务委托")
    assert "份服务方案待投保单位确认" in whole
    assert "件机构服务记录待登记" in whole
    assert "份服务方案待投保单位确认" not in some
    assert "件机构服务记录待登记" in some
    assert "暂无已办" in body(client, "/?show=done")
    filing = Filing(world.policy(world.enterprise()), date(2023, 9, 22), "示例某", "未按约定服务")
    made = record_complaint(filing=filing, by=cast.insurer_a_clerk, today=TODAY, at=world.now())
    assert made.complaint_no in body(client, "/?show=done")
    assert made.complaint_no not in body(as_user(cast.insurer_a_lead), "/?show=done")
    User.objects.filter(pk=cast.insurer_a_clerk.pk).update(organisation=cast.insurer_b_clerk.organisation)
    assert made.complaint_no not in body(as_user(cast.insurer_a_clerk), "/?show=done")
