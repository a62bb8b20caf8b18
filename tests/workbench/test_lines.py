"""Lines that stand for several rows: each opens as many as it says, for every role; of many rows of a kind none is lost."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Division
from campaigns.services import guidance, joint
from core import clock, walls
from core.contributions.desk import Desk, NoDay, Round, Todo, first_and_all
from core.files import store
from core.imports.choices import UploadState
from core.imports.models import Upload
from core.touches import Unkept
from dispositions import services
from enterprises.services.transfers import offer_transfer
from insurers.complaints.services import Filing, record_complaint
from insurers.orders.models import ServiceOrder
from publicity.choices import PublicityChannel, PublicityKind, PublicityLevel
from publicity.models import PublicityItem
from reports import seeding
from rulebook.rules import Proposal
from rulebook.services import propose_rule
from tests import world
from tests.cast import Cast
from tests.databases import Keep
from tests.dispositions.rows import fresh, inquiry, insurer_case
from tests.hazards import life
from tests.pages import body, total
from tests.workbench.people import WORKERS
from workbench.desk import lines_of, parts_of

SignIn = Callable[[Any], Client]
TODAY = date(2023, 11, 23)
#: Roles whose lines all stand for one row here.
FEW = ("quzhou_officer", "xihu_county", "ningbo_regulator", "zhejiang_regulator", "builder_authority")


def todos_of(person: Any) -> list[Todo]:
    with walls.seeing_as(person):
        return [todo for part in parts_of(Desk(person, TODAY)) for todo in part.todos]


def of_kind(person: Any, kind: str) -> list[Todo]:
    return [todo for todo in todos_of(person) if str(todo.kind) == kind]


@pytest.fixture(scope="module")
def filled(keep: Keep) -> None:
    keep(lambda: fill_all(Cast()))


@pytest.fixture
def much(filled: None, db: None) -> None:
    """Something of each kind that waits in lists, for every role, and more of it than has lines of its own."""


def fill_all(cast: Cast) -> None:
    seeding.fill(seed=7, today=clock.today(), sizes={"enterprises": 150, "policies": 130, "activities": 260})
    for state in ("RECORDED", "SUBMITTED", "SUBMITTED", "ACCEPTED", "ENFORCING"):
        firm = world.enterprise()
        world.policy(firm)  # without one the insurer would see nothing of the firm
        life.hazard(firm, state=state, submitted_on=TODAY - timedelta(days=3))
        life.hazard(world.enterprise(), state=state, insurer=None)
    for code in ("INS-A-ZJ", "INS-A-NB"):
        county = "330203" if code == "INS-A-NB" else world.HANGZHOU
        for state in ("DRAFT", "SENT", "SENT", "CONFIRMED", "FINISHED"):
            held = world.policy(world.enterprise(county), code)
            world.plan(held, world.plan_item(months=[5, 6], frequency=2), state=state)
        for state in ("PLACED", "PLACED", "ACCEPTED", "RECORDED"):
            order(cast, world.policy(world.enterprise(county), code), state)
    complaints(cast, 7)
    recommended(cast, 7)
    regulator = cast.wenzhou_regulator
    for _number in range(12):
        step = inquiry(insurer_case(regulator, "330300"), regulator)
        answer = services.Answer("已更正")
        services.answer_step(step=fresh(step), answer=answer, by=cast.insurer_a_clerk, today=TODAY, at=clock.now())
    for _number in range(12):
        inquiry(insurer_case(regulator, "330300"), regulator)


def order(cast: Cast, policy: Any, state: str) -> None:
    ServiceOrder.objects.create(
        insurer=policy.insurer,
        agency=cast.agency.organisation,
        policy=policy,
        kind="HAZ",
        service_on=TODAY,
        state=state,
        placed_by=cast.insurer_a_clerk,
        placed_at=clock.now(),
    )


def complaints(cast: Cast, number: int) -> None:
    for days in range(number):
        filing = Filing(world.policy(world.enterprise()), TODAY - timedelta(days=days), "示例某", "未按约定服务")
        record_complaint(filing=filing, by=cast.insurer_a_clerk, today=TODAY, at=clock.now())


def recommended(cast: Cast, number: int) -> None:
    by = cast.hangzhou_officer
    for place in range(number):
        PublicityItem.objects.create(
            title=f"经验{place}",
            published_on=TODAY,
            kind=PublicityKind.values[0],
            channel=PublicityChannel.values[0],
            level=PublicityLevel.values[0],
            organisation=by.organisation,
            city=by.organisation.division,
            is_good_practice=True,
            state="RECOMMENDED",
            recorded_by=by,
            entered_at=clock.now(),
        )


@pytest.mark.parametrize("name", WORKERS)
def test_each_line_of_several_opens_exactly_that_many_rows(as_user: SignIn, cast: Cast, much: None, name: str) -> None:
    person = getattr(cast, name)
    client, lists = as_user(person), 0
    for todo in todos_of(person):
        answer = client.get(todo.url)
        assert answer.status_code == 200, todo
        names_campaign = "?campaign=" in todo.url  # a page of that campaign, no filtered list
        if todo.count > 1 or ("?" in todo.url and not names_campaign):
            lists += 1
            assert total(answer.content.decode()) == todo.count, todo
    assert lists or name in FEW


@pytest.fixture
def twice(cast: Cast) -> None:
    """Two of each kind that stand on one page: resolutions, rules, transfers, papers of a case."""
    officer = cast.hangzhou_officer
    row = joint.set_up_mechanism(established_on=TODAY, duties="会商", by=officer, today=TODAY, at=clock.now())
    decided = [joint.Decision(text, officer.organisation, TODAY) for text in ("逐户督促", "汇总活动")]
    met = joint.MeetingText(held_on=TODAY, title="联席会议", attendance="两家", minutes="纪要")
    joint.record_meeting(mechanism=row, text=met, decisions=decided, by=officer, today=TODAY, at=clock.now())
    for days in (0, 1):
        begins = date(2024, 1, 1) + timedelta(days=days)
        rule = Proposal("fee_share_min", Decimal("0.15"), begins, None, "示例通知〔2024〕1号", "第三条", "V")
        propose_rule(proposal=rule, by=cast.provincial_officer, at=clock.now())
        to_city = Division.objects.get(code="330800")
        offer_transfer(enterprise=world.enterprise(), to_city=to_city, reason="迁址", by=officer, at=clock.now())
    case = insurer_case(cast.wenzhou_regulator, "330300")
    for days in (5, 6):
        inquiry(case, cast.wenzhou_regulator, days=days)


def test_no_two_lines_of_a_person_share_an_address_and_a_message_has_the_same(
    cast: Cast, much: None, twice: None
) -> None:
    seen: Counter[str] = Counter()
    messages = Round()
    for person in cast.everybody().values():
        lines = todos_of(person)
        with walls.seeing_as(person):
            told = lines_of(Desk(person, TODAY, Unkept(), messages))
        assert list(map(repr, told)) == list(map(repr, lines)), person.username
        urls = Counter(todo.url for todo in lines)
        assert not [url for url, number in urls.items() if number > 1], person.username
        seen.update(url.partition("#")[0] for url in urls if "#" in url)
    assert {"/rules/", "/transfers/", "/reports/?campaign=2023"} <= set(seen), seen
    assert {url.split("/")[1] for url in seen} >= {"joint", "dispositions"}, seen


def test_of_many_complaints_the_line_for_all_counts_each_of_them_once(as_user: SignIn, cast: Cast) -> None:
    complaints(cast, 5)
    lines = of_kind(cast.insurer_a_clerk, "投诉处理")
    assert [line.count for line in lines] == [1] * 5
    complaints(cast, 2)
    lines = of_kind(cast.insurer_a_clerk, "投诉处理")
    assert [line.count for line in lines] == [0, 0, 0, 0, 0, 7]
    assert (lines[-1].title, lines[-1].due_on) == ("7 件投诉未办结", min(line.due_on for line in lines if line.due_on))
    assert total(body(as_user(cast.insurer_a_clerk), lines[-1].url)) == 7
    as_user(cast.insurer_a_clerk).get("/")  # the workbench counts for the menu
    menu = body(as_user(cast.insurer_a_clerk), "/complaints/")
    assert re.search(r'<a href="/complaints/"[^>]*>[^<]*<small><span class="sr-only">待办</span>7</small>', menu)


def test_of_many_recommended_items_one_line_opens_all(as_user: SignIn, cast: Cast) -> None:
    recommended(cast, 7)
    lines = of_kind(cast.provincial_officer, "推荐的好做法")
    assert [line.count for line in lines] == [0, 0, 0, 0, 0, 7], lines
    assert total(body(as_user(cast.provincial_officer), lines[-1].url)) == 7


def test_documents_to_receive_are_all_named(cast: Cast) -> None:
    by, clerk = cast.zhejiang_regulator, cast.insurer_a_clerk
    for number in range(7):
        words = guidance.GuidanceText("GUIDANCE", f"通知{number}", "正文", TODAY + timedelta(days=number))
        note = guidance.write_guidance(text=words, by=by, today=TODAY, at=clock.now())
        guidance.issue_guidance(note=note, to=[clerk.organisation_id], by=by, at=clock.now())
    named = {line.title for line in todos_of(clerk) if line.url.startswith("/guidance/")}
    assert named == {f"通知{number}" for number in range(7)}


def test_uploads_to_accept_are_all_named(cast: Cast) -> None:
    for number in range(23):
        upload(cast.insurer_a_clerk, f"台账{number}.xlsx")
    named = {line.title for line in todos_of(cast.insurer_a_clerk) if line.url.startswith("/uploads/")}
    assert named == {f"台账{number}.xlsx" for number in range(23)}


def upload(person: Any, name: str) -> None:
    file = store(ContentFile(b"x"), name=name, organisation_id=person.organisation_id, at=clock.now())
    Upload.objects.create(
        kind="policies",
        organisation_id=person.organisation_id,
        owner=person,
        state=UploadState.CHECKED,
        file=file,
        created_at=clock.now(),
    )


def test_the_line_for_all_stands_behind_the_first_ones_and_alone_counts() -> None:
    desk = Desk(Any, TODAY)  # type: ignore[arg-type]  # a line asks nothing of the person
    lines = [desk.line("案件", f"案{n}", "乙", f"/{n}/", "办理", NoDay.UNSET) for n in range(3)]
    whole = desk.line("案件", "3 件", "乙", "/", "查看", NoDay.UNSET, count=3)
    assert first_and_all(lines, lambda: whole, 3) == lines
    found = first_and_all(lines, lambda: whole, 2)
    assert [(line.title, line.count) for line in found] == [("案0", 0), ("案1", 0), ("3 件", 3)]


def test_a_line_more_costs_no_query_more(cast: Cast) -> None:
    def asked() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            todos_of(cast.insurer_a_clerk)
        return len(queries)

    complaints(cast, 2)
    inquiry(insurer_case(cast.wenzhou_regulator, "330300"), cast.wenzhou_regulator)
    upload(cast.insurer_a_clerk, "台账.xlsx")
    first = asked()
    complaints(cast, 3)
    for number in range(6):
        inquiry(insurer_case(cast.wenzhou_regulator, "330300"), cast.wenzhou_regulator)
        upload(cast.insurer_a_clerk, f"台账{number}.xlsx")
    assert asked() == first
