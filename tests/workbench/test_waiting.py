"""What one person has begun waits on the workbench of whoever has to answer or approve it, and of nobody else."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import Division
from core import clock
from core.contributions.desk import Desk, Todo
from enterprises.services.exemptions import Ground, request_exemption
from enterprises.services.transfers import offer_transfer
from insurers.complaints.services import Filing, record_complaint
from insurers.orders.models import ServiceOrder
from rulebook.rules import Proposal
from rulebook.services import propose_rule
from tests import world
from tests.cast import Cast
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
    firm, file = world.enterprise(), ContentFile(b"%PDF-1.7 example")
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
    propose_rule(proposal=proposal, by=cast.provincial_officer, at=world.now())
    assert [todo.url for todo in waiting(cast.provincial_lead, "规则数值表")] == ["/rules/"]
    assert not waiting(cast.provincial_officer, "规则数值表")
