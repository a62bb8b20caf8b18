"""Agencies write records for their orders and never move a service; one expert in two places is a question."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.attachments import attachments_of
from crosschecks.matters import experts
from insurers.activities.models import Activity
from insurers.orders.models import OrderRecord, ServiceOrder
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast

SignIn = Callable[[Any], Client]
DAY = date(2023, 5, 10)
TEXT = "按委托开展现场隐患排查，检查了动火作业和电气焊设备。"


@pytest.fixture
def order(cast: Cast) -> ServiceOrder:
    policy = world.policy(world.enterprise())
    return ServiceOrder.objects.create(
        insurer=policy.insurer,
        agency=cast.agency.organisation,
        policy=policy,
        kind="HAZ",
        service_on=DAY,
        state="ACCEPTED",
        placed_by=cast.insurer_a_clerk,
        placed_at=clock.now(),
    )


def record(**given: Any) -> dict[str, Any]:
    return {
        "kind": "HAZ",
        "topics": ["H1"],
        "campaign_assist": "no",
        "start_on": "2023-05-10",
        "end_on": "2023-05-10",
        "form": "ONSITE",
        "place": "示例路 1 号",
        "staff": "示例专家",
        "content": TEXT,
        "general_hazards": "0",
        "major_hazards": "0",
        "h1_checked": "5",
        "h1_problems": "1",
        **given,
    }


def test_the_agency_writes_and_the_insurer_enters(cast: Cast, order: ServiceOrder, as_user: SignIn) -> None:
    agency, insurer = as_user(cast.agency), as_user(cast.insurer_a_clerk)
    assert agency.post(f"/orders/{order.pk}/record/", record(place="")).status_code == 400
    assert agency.post(f"/orders/{order.pk}/record/", record()).status_code == 302
    assert agency.post(f"/orders/{order.pk}/files/", {"slot": "photo", "sent": world.picture()}).status_code == 302
    assert not Activity.objects.exists()
    form = insurer.get(f"/orders/{order.pk}/service/").content.decode()
    assert TEXT in form
    assert order.policy.policy_no in form
    sent = record(
        activity_no="FW-2023-700001", policy_no=order.policy.policy_no, agency=order.agency.name, cost="800", seen=""
    )
    assert insurer.post(f"/orders/{order.pk}/service/", sent).status_code == 302
    activity = Activity.objects.get()
    assert OrderRecord.objects.get().activity == activity
    assert activity.agency == order.agency
    assert [row.slot for row in attachments_of(activity)] == ["photo"]
    late = agency.post(f"/orders/{order.pk}/record/", record(), follow=True)
    assert "已由保险机构登记为 FW-2023-700001" in late.content.decode()
    assert insurer.get(f"/orders/{order.pk}/service/").status_code == 404
    assert activity.activity_no in agency.get("/activities/").content.decode()


@pytest.mark.parametrize(
    ("days", "field", "sentence"),
    [
        (("2099-05-10", "2099-05-10"), "start_on", "请在提供服务后填写记录"),
        (("2023-05-10", "2099-05-10"), "end_on", "请在服务结束后填写记录"),
        (("2023-05-10", "2023-05-09"), "end_on", "早于开始日期 2023-05-10"),
    ],
)
def test_a_record_tells_of_what_was_done(
    cast: Cast, order: ServiceOrder, as_user: SignIn, days: tuple[str, str], field: str, sentence: str
) -> None:
    sent = record(start_on=days[0], end_on=days[1])
    page = as_user(cast.agency).post(f"/orders/{order.pk}/record/", sent)
    assert page.status_code == 400
    assert sentence in page.content.decode()
    assert f'id="id_{field}_error"' in page.content.decode()
    assert not OrderRecord.objects.exists()


def test_the_agency_neither_confirms_nor_files(cast: Cast, order: ServiceOrder, as_user: SignIn) -> None:
    activity = world.activity(order.policy, agency=cast.agency.organisation)
    client = as_user(cast.agency)
    assert client.get(f"/activities/{activity.pk}/").status_code == 200
    for move in ("visit", "confirm", "file", "void", "record", "return"):
        sent = {
            "way": "PHONE",
            "visited_on": "2023-09-01",
            "satisfaction": "5",
            "name": "甲",
            "confirmed_on": "2023-09-01",
            "reason": "示例",
        }
        assert client.post(f"/activities/{activity.pk}/move/{move}/", sent).status_code == 403
    assert client.get("/activities/new/").status_code == 403
    assert Activity.objects.get().state == "RECORDED"


def test_only_a_taken_order_of_ones_own_is_written(cast: Cast, order: ServiceOrder, as_user: SignIn) -> None:
    client = as_user(cast.agency)
    ServiceOrder.objects.filter(pk=order.pk).update(state="PLACED")
    assert "受理后才能填写" in client.post(f"/orders/{order.pk}/record/", record()).content.decode()
    other = type(cast.agency.organisation).objects.agencies().exclude(pk=order.agency_id)[0]
    ServiceOrder.objects.filter(pk=order.pk).update(state="ACCEPTED", agency=other)
    assert client.post(f"/orders/{order.pk}/record/", record()).status_code == 404
    assert as_user(cast.insurer_a_clerk).post(f"/orders/{order.pk}/record/", record()).status_code == 403
    assert not OrderRecord.objects.exists()


def at(county: str, staff: str, start: date, days: int = 0, by: str = "INS-A-ZJ") -> Activity:
    policy = world.policy(world.enterprise(county), by=by, policy_no=f"P-{county}-{Policy.objects.count():04d}")
    return world.activity(policy, staff=staff, start_on=start, end_on=start + timedelta(days))


def test_one_expert_in_two_counties_on_a_day_is_a_question(cast: Cast, as_user: SignIn) -> None:
    first = at(world.HANGZHOU, "张某、李某", DAY, 1)
    second = at(world.SHAOXING, "王某,李某", DAY + timedelta(1))
    at(world.HANGZHOU, "张某", DAY)  # the same county
    at(world.QUZHOU, "李某", DAY + timedelta(5))  # another day
    seen = Activity.objects.all()
    (pair,) = experts.pairs(seen, date(2023, 5, 1), date(2023, 5, 31))
    assert (pair.name, pair.first, pair.second) == ("李某", first, second)
    assert experts.pairs(seen, date(2023, 6, 1), date(2023, 6, 30)) == []
    assert [len(experts.questions_about(row, seen)) for row in (first, second)] == [1, 1]
    client = as_user(cast.insurer_a_clerk)
    assert second.activity_no in client.get("/activities/questions/?month=2023-05").content.decode()
    assert "同日在其他地点" in client.get(f"/activities/{first.pk}/").content.decode()
    for nonsense in ("x", "2023-13", ""):
        assert client.get(f"/activities/questions/?month={nonsense}").status_code == 200


def test_the_questions_of_a_month_are_paged(cast: Cast, as_user: SignIn) -> None:
    for number in range(12):
        at(world.HANGZHOU, f"同名{number:02d}", DAY)
        at(world.SHAOXING, f"同名{number:02d}", DAY)
    client = as_user(cast.insurer_a_clerk)
    address = "/activities/questions/?month=2023-05&size=10"
    pages = [client.get(f"{address}&page={page}").content.decode() for page in (1, 2)]
    assert [page.count(">同名") for page in pages] == [10, 2]
    assert "共12条" in pages[0]
    names = {f"同名{number:02d}" for number in range(12)}
    assert {name for name in names if any(name in page for page in pages)} == names


def test_a_pair_that_is_entered_later_is_seen_at_once(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.insurer_a_clerk)
    first = at(world.HANGZHOU, "李某", DAY)
    assert first.activity_no not in client.get("/activities/questions/?month=2023-05").content.decode()
    second = at(world.SHAOXING, "李某", DAY)
    assert second.activity_no in client.get("/activities/questions/?month=2023-05").content.decode()


def test_the_question_stays_within_what_one_may_see(cast: Cast, as_user: SignIn) -> None:
    own = at(world.HANGZHOU, "李某", DAY)
    foreign = at(world.SHAOXING, "李某", DAY, by="INS-B-ZJ")
    assert (
        foreign.activity_no
        not in as_user(cast.insurer_a_clerk).get("/activities/questions/?month=2023-05").content.decode()
    )
    assert foreign.activity_no not in as_user(cast.hangzhou_officer).get(f"/activities/{own.pk}/").content.decode()
    client = as_user(cast.provincial_officer)
    with CaptureQueriesContext(connection) as caught:
        assert foreign.activity_no in client.get("/activities/questions/?month=2023-05").content.decode()
    assert len(caught) <= 12


def test_an_order_follows_its_record(cast: Cast, order: ServiceOrder, as_user: SignIn) -> None:
    agency, insurer = as_user(cast.agency), as_user(cast.insurer_a_clerk)
    agency.post(f"/orders/{order.pk}/record/", record())
    assert ServiceOrder.objects.get().state == "RECORDED"
    assert "记录待接收" in insurer.get("/orders/").content.decode()
    assert agency.post(f"/orders/{order.pk}/record/", record(place="另一处")).status_code == 302
    sent = record(activity_no="FW-2023-700001", policy_no=order.policy.policy_no, agency=order.agency.name, cost="8")
    insurer.post(f"/orders/{order.pk}/service/", {**sent, "seen": ""})
    assert ServiceOrder.objects.get().state == "TAKEN"
    assert "记录已接收" in agency.get("/orders/?state=TAKEN").content.decode()
    refused = insurer.post(f"/orders/{order.pk}/move/", {"move": "withdraw", "note": ""})
    assert refused.status_code == 400
    assert ServiceOrder.objects.get().state == "TAKEN"


def test_an_insurer_enters_the_service_of_an_order_without_a_record(
    cast: Cast, order: ServiceOrder, as_user: SignIn
) -> None:
    insurer = as_user(cast.insurer_a_clerk)
    form = insurer.get(f"/orders/{order.pk}/service/").context["form"]
    assert (form.initial["policy_no"], form.initial["agency"]) == (order.policy.policy_no, order.agency.name)
    assert not OrderRecord.objects.exists()
    sent = record(activity_no="FW-2023-700001", policy_no=order.policy.policy_no, agency=order.agency.name, cost="8")
    assert insurer.post(f"/orders/{order.pk}/service/", {**sent, "seen": ""}).status_code == 302
    assert OrderRecord.objects.get().activity == Activity.objects.get()
    assert ServiceOrder.objects.get().state == "TAKEN"


def test_withdrawal_is_no_first_button(cast: Cast, order: ServiceOrder, as_user: SignIn) -> None:
    answer = as_user(cast.insurer_a_clerk).get(f"/orders/{order.pk}/")
    assert answer.context["moves"] == []
    assert [move.name for move in answer.context["ends"]] == ["withdraw"]
    assert 'btn-primary" type="submit" name="move" value="withdraw"' not in answer.content.decode()


def test_a_record_lacks_nothing_that_the_insurer_would_be_asked_for(
    cast: Cast, order: ServiceOrder, as_user: SignIn
) -> None:
    """The agency alone knows what it did: the insurer's form refused a record that the agency's had taken."""
    agency = as_user(cast.agency)
    lacking = {
        "隐患排查至少填写一个服务子项": record(topics=[]),
        "参加人数": record(kind="TRAIN", topics=["T1"], h1_checked="", h1_problems=""),
        "多于": record(h1_checked="1", h1_problems="2"),
    }
    for told, sent in lacking.items():
        answer = agency.post(f"/orders/{order.pk}/record/", sent)
        assert answer.status_code == 400, told
        assert told in answer.content.decode()
    assert not OrderRecord.objects.exists()
    found = record(general_hazards="2")
    assert agency.post(f"/orders/{order.pk}/record/", found).status_code == 302  # the portal's notice brings its number
