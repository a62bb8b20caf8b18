"""Complaints: numbers, limits with their arithmetic over the holidays, the approved extension, walls."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.gate import NotAllowed
from core.writing import Refused
from insurers.complaints import services as complaining
from insurers.complaints.choices import ComplaintState
from insurers.complaints.deadlines import deadlines, is_answered_in_time, is_late
from insurers.complaints.models import Complaint
from insurers.complaints.services import Answer, Filing
from insurers.policies.models import Policy
from rulebook import services as days
from rulebook.models import CalendarCheck
from rulebook.workdays import workdays
from tests import world
from tests.cast import Cast

SignIn = Callable[[Any], Client]
RECEIVED = date(2023, 9, 22)  # before the holidays of mid-autumn and the national day
TODAY = date(2023, 11, 23)


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return world.policy(world.enterprise())


def record(cast: Cast, policy: Policy, received_on: date = RECEIVED, **given: Any) -> Complaint:
    filing = Filing(policy, received_on, "示例联系人", "未按约定开展培训", **given)
    return complaining.record_complaint(filing=filing, by=cast.insurer_a_clerk, today=TODAY, at=clock.now())


def reply(cast: Cast, complaint: Complaint, day: date) -> Complaint:
    given = Answer(day, "要求补充培训", "经查服务确有延误", "已补充培训一次")
    return complaining.answer_complaint(
        complaint=complaint, given=given, by=cast.insurer_a_clerk, today=TODAY, at=clock.now()
    )


def test_ten_working_days_are_reckoned_over_the_holidays(cast: Cast, policy: Policy) -> None:
    complaint = record(cast, policy)
    (due,) = deadlines(complaint, workdays())
    assert due.on == date(2023, 10, 12)
    assert "10 个工作日，其间休息日 10 天，截至 2023-10-12" in due.arithmetic
    assert not due.provisional


def test_a_harder_case_has_thirty_and_the_approved_extension_comes_after(cast: Cast, policy: Policy) -> None:
    complaint = record(cast, policy)
    with pytest.raises(Refused, match="应先转为复杂事项"):
        complaining.ask_extension(complaint=complaint, days=5, reason="示例", by=cast.insurer_a_clerk, at=clock.now())
    complaint = complaining.mark_harder(complaint=complaint, reason="涉及多方", by=cast.insurer_a_clerk, at=clock.now())
    thirty = deadlines(complaint, workdays())[-1]
    assert thirty.limit.span == 30
    for wrong in (0, 31):
        with pytest.raises(Refused, match="1 至 30 天"):
            complaining.ask_extension(
                complaint=complaint, days=wrong, reason="示例", by=cast.insurer_a_clerk, at=clock.now()
            )
    with pytest.raises(Refused, match="提出延期申请"):
        complaining.approve_extension(complaint=complaint, by=cast.insurer_a_lead, at=clock.now())
    asked = complaining.ask_extension(
        complaint=complaint, days=20, reason="等待鉴定", by=cast.insurer_a_clerk, at=clock.now()
    )
    with pytest.raises(Refused, match="须由另一人办理"):
        complaining.approve_extension(complaint=asked, by=cast.insurer_a_clerk, at=clock.now())
    approved = complaining.approve_extension(complaint=asked, by=cast.insurer_a_lead, at=clock.now())
    last = deadlines(approved, workdays())[-1]
    assert last.on == thirty.on + timedelta(20)


def test_numbers_of_an_insurers_year_run_in_a_row(cast: Cast, policy: Policy) -> None:
    numbers = [record(cast, policy).complaint_no for _n in range(3)]
    assert numbers == [f"之江财险浙江投诉〔2023〕{n}号" for n in (1, 2, 3)]


def test_two_insurers_share_no_number(cast: Cast, policy: Policy) -> None:
    other = world.policy(world.enterprise(), by="INS-B-ZJ")
    own = record(cast, policy)
    theirs = complaining.record_complaint(
        filing=Filing(other, own.received_on, "示例安全员", "服务改期后未再安排。"),
        by=cast.insurer_b_clerk,
        today=TODAY,
        at=clock.now(),
    )
    assert (own.complaint_no, theirs.complaint_no) == ("之江财险浙江投诉〔2023〕1号", "东海财险浙江投诉〔2023〕1号")


@pytest.mark.parametrize(("day", "words"), [(date(2030, 1, 1), "晚于今天"), (date(2022, 12, 31), "早于保险起期")])
def test_a_day_that_cannot_be_is_refused(cast: Cast, policy: Policy, day: date, words: str) -> None:
    with pytest.raises(Refused, match=words):
        record(cast, policy, day)
    assert not Complaint.objects.exists()


def test_an_answer_comes_once_after_the_complaint(cast: Cast, policy: Policy) -> None:
    complaint = record(cast, policy)
    with pytest.raises(Refused, match="早于收到日期"):
        reply(cast, complaint, RECEIVED - timedelta(1))
    answered = reply(cast, complaint, date(2023, 10, 12))
    with pytest.raises(Refused, match="不能办理"):
        reply(cast, answered, date(2023, 10, 13))
    closed = complaining.close_complaint(
        complaint=answered, closed_on=TODAY, closing_note="", by=cast.insurer_a_clerk, at=clock.now()
    )
    assert closed.state == ComplaintState.CLOSED


def test_others_read_and_do_not_write(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    complaint = record(cast, policy)
    for who in (cast.hangzhou_officer, cast.zhejiang_regulator, cast.insurer_b_clerk):
        with pytest.raises(NotAllowed):
            reply_by(who, complaint)
    page = as_user(cast.hangzhou_officer).get(f"/complaints/{complaint.pk}/").content.decode()
    assert "由被投诉的保险机构办理" in page
    assert "其间休息日 10 天" in page
    assert as_user(cast.insurer_b_clerk).get(f"/complaints/{complaint.pk}/").status_code == 404
    assert complaint.complaint_no not in as_user(cast.quzhou_officer).get("/complaints/").content.decode()


def reply_by(who: Any, complaint: Complaint) -> None:
    complaining.mark_harder(complaint=complaint, reason="示例", by=who, at=clock.now())


def test_by_the_pages(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    client = as_user(cast.insurer_a_clerk)
    sent = {"policy_no": policy.policy_no, "received_on": "2023-09-22", "complainant": "示例人", "text": "示例投诉"}
    assert "没有保单" in client.post("/complaints/new/", {**sent, "policy_no": "NONE-1"}).content.decode()
    address = client.post("/complaints/new/", sent)["Location"]
    assert client.post(f"{address}move/further/", {"reason": ""}).status_code == 400
    assert client.post(f"{address}move/further/", {"reason": "复杂"}).status_code == 302
    assert client.post(f"{address}move/extend/", {}).status_code == 302
    assert Complaint.objects.get().state == ComplaintState.FURTHER
    answer = {"answered_on": "2023-10-11", "claim": "甲", "facts": "乙", "measures": "丙"}
    assert client.post(f"{address}move/answer/", answer).status_code == 302
    listed = client.get("/complaints/").content.decode()
    assert "已答复" in listed
    assert client.post(f"{address}move/nonsense/", {}).status_code == 404


def test_the_province_keeps_the_calendar(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    complaint = record(cast, policy)
    with pytest.raises(NotAllowed):
        days.set_day(day=date(2023, 10, 9), is_worked=False, source="示例", by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(Refused, match="已是休息日"):
        days.set_day(day=date(2023, 10, 1), is_worked=False, source="示例", by=cast.provincial_officer, at=clock.now())
    client = as_user(cast.provincial_officer)
    sent = {"day": "2023-10-09", "is_worked": "no", "source": "省政府办公厅示例通知"}
    assert client.post("/calendar/", sent).status_code == 302
    assert client.post("/calendar/", sent).status_code == 400
    assert deadlines(complaint, workdays())[-1].on == date(2023, 10, 13)
    assert client.post("/calendar/", {"valid_through": "2023-09-30", "source": "示例"}).status_code == 302
    assert CalendarCheck.objects.count() == 1
    assert deadlines(complaint, workdays())[-1].provisional
    assert "（当年放假安排尚未公布" in deadlines(complaint, workdays())[-1].arithmetic
    assert as_user(cast.hangzhou_officer).post("/calendar/", sent).status_code == 403


@pytest.mark.parametrize(("after", "late"), [(-1, False), (0, False), (1, True)])
def test_the_last_day_of_the_limit_is_still_in_time(cast: Cast, policy: Policy, after: int, late: bool) -> None:
    complaint = record(cast, policy)
    (due,) = deadlines(complaint, workdays())
    day = due.on + timedelta(days=after)
    assert is_late(complaint, due, day) is late
    assert not is_answered_in_time(complaint, due, day)
    answered = reply(cast, complaint, day)
    assert is_late(answered, due, TODAY) is late
    assert is_answered_in_time(answered, due, TODAY) is not late


def test_a_complaint_without_a_limit_is_never_late(cast: Cast, policy: Policy) -> None:
    assert not is_late(record(cast, policy), None, date(2050, 1, 1))
