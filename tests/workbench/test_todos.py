"""The workbench: each number opens exactly its rows, and what waits is one's own."""

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from campaigns.models import Campaign
from campaigns.services import guidance
from core import clock
from core.contributions.desk import Desk, Meter, Todo
from core.imports.choices import UploadState
from core.imports.models import Upload
from core.jobs import run_here
from core.models import StoredFile
from core.plain import Plain
from insurers.activities.todos import month_of
from insurers.promises.services import start_count
from insurers.promises.todos import kept_of_many
from notifications.models import Message
from reports import seeding
from tests import world
from tests.cast import Cast
from tests.databases import Keep
from tests.hazards import life
from tests.reports.figuring import build
from tests.workbench.people import WORKERS
from workbench.desk import parts_of
from workbench.handing import Sorted
from workbench.views.workbench import chosen

SignIn = Callable[[Any], Client]
#: Rooms with to-dos for a city: policies, plans, hazards, gap, inspections, dispositions, reports, their texts,
#: publicity and what offices do together.
QUERIES = 26


@pytest.fixture(scope="module")
def filled(keep: Keep) -> None:
    sizes = {"enterprises": 150, "policies": 130, "activities": 260}
    keep(lambda: seeding.fill(seed=7, today=clock.today(), sizes=sizes))


@pytest.fixture
def ledgers(filled: None, db: None) -> None:
    """Ledgers of the seed 7."""


def tiles_of(page: str) -> list[tuple[str, int]]:
    """Address and number of each tile."""
    found = re.findall(r'<dd class="fig">\s*<a href="([^"]+)">([\d,]+)<small>', page)
    return [(html.unescape(url), int(number.replace(",", ""))) for url, number in found]


def rows_of(page: str) -> int:
    """How many rows a list says it has."""
    total = re.search(r"共([\d,]+)条", page)
    return int(total.group(1).replace(",", "")) if total else 0


@pytest.mark.parametrize("name", WORKERS)
def test_each_number_opens_exactly_that_many_rows(as_user: SignIn, cast: Cast, ledgers: None, name: str) -> None:
    client = as_user(getattr(cast, name))
    tiles = tiles_of(client.get("/").content.decode())
    assert tiles
    for url, number in tiles:
        listed = client.get(url)
        assert listed.status_code == 200
        assert rows_of(listed.content.decode()) == number, url


def meters_of(person: Any) -> list[Meter]:
    return [meter for part in parts_of(Desk(person, clock.today())) for meter in part.meters]


def test_a_city_sees_how_far_assistance_and_hazards_are(as_user: SignIn, cast: Cast, ledgers: None) -> None:
    for state in ("CLOSED", "NOTIFIED", "NOTIFIED"):
        closed: Plain = {"closed_on": clock.today()} if state == "CLOSED" else {}
        life.hazard(world.enterprise(), state=state, **closed)
    client = as_user(cast.hangzhou_officer)
    meters = meters_of(cast.hangzhou_officer)
    assert [meter.label for meter in meters] == ["投保率", "交叉检查表", "帮扶覆盖", "隐患销号"]
    for meter in meters[2:]:
        assert 0 < meter.part <= meter.whole
        assert rows_of(client.get(meter.url).content.decode()) == meter.part, meter
    assert (meters[3].part, meters[3].whole) == (1, 3)
    assert "隐患销号" in client.get("/").content.decode()


def test_a_regulator_sees_how_insurers_keep_their_promises_the_worst_first(as_user: SignIn, cast: Cast) -> None:
    for insurer, done in (("INS-A-ZJ", 1), ("INS-B-ZJ", 0)):
        policy = world.policy(world.enterprise("330302"), insurer)
        world.plan(policy, world.plan_item(months=[5, 6], frequency=2))
        for _time in range(done):
            world.activity(policy)
    meters = [one for one in meters_of(cast.wenzhou_regulator) if "服务兑现" in one.label]
    assert [(meter.part, meter.whole) for meter in meters] == [(0, 2), (1, 2)]
    client = as_user(cast.wenzhou_regulator)
    assert rows_of(client.get(meters[1].url).content.decode()) == 2
    assert "服务兑现" in client.get("/").content.decode()


def test_the_provincial_regulator_sees_the_sums_of_the_last_count_while_they_hold(as_user: SignIn, cast: Cast) -> None:
    for city, done in (("330302", 1), ("330203", 0)):
        policy = world.policy(world.enterprise(city), "INS-A-NB" if city == "330203" else "INS-A-ZJ")
        world.plan(policy, world.plan_item(months=[5, 6], frequency=2))
        for _time in range(done):
            world.activity(policy)
    client = as_user(cast.zhejiang_regulator)
    waits = "服务兑现率：台账有变动，待重新统计"
    assert waits in client.get("/").content.decode()
    assert run_here(start_count(by=cast.zhejiang_regulator, at=clock.now(), ring=False).pk).state == "DONE"
    desk = Desk(cast.zhejiang_regulator, clock.today())
    assert [(meter.part, meter.whole) for meter in kept_of_many(desk)] == [(1, 2)], "Ningbo is another's"
    page = client.get("/").content.decode()
    assert ("1 / 2" in page, waits in page) == (True, False)
    assert rows_of(client.get(kept_of_many(desk)[0].url).content.decode()) == 2
    world.enterprise()
    assert waits in client.get("/").content.decode()


def test_the_figures_of_the_province_are_not_empty(sign_in: SignIn, cast: Cast, ledgers: None) -> None:
    tiles = dict(tiles_of(sign_in(cast.provincial_officer).get("/").content.decode()))
    assert tiles["/gap/?cover=must"] == tiles["/gap/?cover=insured"] + tiles["/gap/?cover=missing"]
    assert tiles["/gap/?cover=missing"] > 0
    assert tiles["/gap/?cover=insured"] > 0


def test_the_band_counts_down(sign_in: SignIn, cast: Cast) -> None:
    page = sign_in(cast.hangzhou_officer).get("/").content.decode()
    assert '<span class="d">17</span>' in page
    assert "11个工作日（11月24日—12月8日）" in page
    assert "请于12月8日（星期五）前完成" in page


@pytest.mark.parametrize("name", WORKERS)
def test_the_number_of_queries_is_fixed(as_user: SignIn, cast: Cast, ledgers: None, name: str) -> None:
    client = as_user(getattr(cast, name))
    client.get("/")  # what the parts count is remembered from here on
    make_upload(getattr(cast, name), "file.xlsx")
    with CaptureQueriesContext(connection) as before:
        client.get("/")
    for number in range(3):
        make_upload(getattr(cast, name), f"file-{number}.xlsx")
    with CaptureQueriesContext(connection) as after:
        client.get("/")
    assert len(before) == len(after) <= QUERIES


def make_upload(owner: Any, name: str, state: str = UploadState.CHECKED) -> Upload:
    file = StoredFile.objects.create(
        name=name,
        file=f"files/00/{name}",
        size=1,
        sha256="0" * 64,
        organisation_id=owner.organisation_id,
        created_at=clock.now(),
    )
    return Upload.objects.create(
        kind="enterprises",
        organisation_id=owner.organisation_id,
        owner=owner,
        file=file,
        state=state,
        rows=20,
        new=18,
        held=2,
        created_at=clock.now(),
    )


def test_own_uploads_wait_and_those_of_others_do_not(as_user: SignIn, cast: Cast) -> None:
    upload = make_upload(cast.hangzhou_officer, "杭州企业.xlsx")
    make_upload(cast.quzhou_officer, "衢州企业.xlsx")
    make_upload(cast.hangzhou_officer, "已办.xlsx", UploadState.ACCEPTED)
    page = as_user(cast.hangzhou_lead).get("/").content.decode()
    assert "杭州企业.xlsx" in page
    assert f'href="/uploads/{upload.pk}/"' in page
    assert "待接收18行，暂存2行" in page
    assert "已办.xlsx" not in page
    assert "衢州企业.xlsx" not in page
    assert "衢州企业.xlsx" not in as_user(cast.provincial_officer).get("/").content.decode()


def test_a_report_that_was_built_shows_how_far_it_is(sign_in: SignIn, cast: Cast) -> None:
    person = cast.hangzhou_officer
    client = sign_in(person)
    band = client.get("/").content.decode().split('class="p-due"', 1)[1].split("</ul>", 1)[0]
    assert band.count("未生成") == 3
    for _version in (1, 2):
        snapshot = build("coverage", person)
    band = client.get("/").content.decode().split('class="p-due"', 1)[1].split("</ul>", 1)[0]
    assert band.count("未生成") == 2
    assert "草稿" in band
    assert "第2版" in band
    assert f'href="/reports/submissions/{snapshot.submission.pk}/"' in band


def test_the_source_of_what_waits_stands_in_a_column(as_user: SignIn, cast: Cast) -> None:
    make_upload(cast.hangzhou_officer, "杭州企业.xlsx")
    page = as_user(cast.hangzhou_lead).get("/").content.decode()
    assert "来源与说明</th>" in page
    assert 'data-l="来源与说明">待接收18行，暂存2行</td>' in page
    assert "hide-s" not in page.split('id="todo"', 1)[1].split("</section>", 1)[0], "a phone has the next step, too"


def test_what_waits_stands_by_its_day_and_opens_by_how_late_it_is(as_user: SignIn, cast: Cast) -> None:
    def case(no: int, days: int) -> Todo:
        return Todo("案件", f"案件{no}", "", f"/{no}/", "办理", clock.today() + timedelta(days=days), days)

    undated = Todo("导入", "无期限", "", "/0/", "接收")
    given = Sorted([undated, case(1, 9), case(2, -4), case(3, 0), case(4, 3), case(5, -1)], [], [], [])

    def shown(when: str) -> list[str]:
        request = RequestFactory().get("/", {"when": when} if when else {})
        request.user = cast.hangzhou_officer
        context = chosen(request, given, is_whole=True)
        assert [tile.value for tile in context["waits"]] == [6, 2, 2]  # type: ignore[attr-defined]
        return [todo.title for todo in context["todos"]]  # type: ignore[attr-defined]

    assert shown("") == ["案件2", "案件5", "案件3", "案件4", "案件1", "无期限"]
    assert shown("over") == ["案件2", "案件5"]
    assert shown("soon") == ["案件3", "案件4"]
    assert "待办事项</dt>" in as_user(cast.hangzhou_officer).get("/").content.decode()
    assert "待办事项</dt>" not in as_user(cast.zhejiang_regulator).get("/").content.decode()


def test_announcements_and_new_messages_stand_beside_what_waits(as_user: SignIn, cast: Cast) -> None:
    words = guidance.GuidanceText("GUIDANCE", "做好年末服务", "正文", clock.today() + timedelta(days=3))
    by, clerk = cast.zhejiang_regulator, cast.insurer_a_clerk
    note = guidance.write_guidance(text=words, by=by, today=clock.today(), at=clock.now())
    assert "做好年末服务" not in as_user(by).get("/").content.decode()
    guidance.issue_guidance(note=note, to=[clerk.organisation_id], by=by, at=clock.now())
    text = "您有 1 项事项待办，其中超期 0 项\n乙，待办\n台账期限提醒 1 项，其中超期 0 项\n甲 整改：今天到期"
    Message.objects.create(person=clerk, day=clock.today(), text=text, made_at=clock.now())
    page = as_user(clerk).get("/").content.decode()
    assert f'<a href="/guidance/{note.pk}/" title="做好年末服务">' in page
    news = page.split("新消息</h2>", 1)[1]
    assert "甲 整改：今天到期" in news
    assert "收到业务指导「做好年末服务」" in news
    assert "乙，待办" not in news, "the list beside it shows what waits"
    assert "您有 1 项" not in page
    assert "新消息</h2>" not in as_user(by).get("/").content.decode()


def test_an_administrator_waits_for_the_security_administrator(as_user: SignIn, cast: Cast) -> None:
    User.objects.filter(username=cast.adm_audit.username).update(is_active=False, last_login=None)
    page = as_user(cast.adm_security).get("/").content.decode()
    assert f"/roles/administrators/{cast.adm_audit.pk}/" in page
    tiles = {url: number for url, number in tiles_of(page) if url.startswith("/roles/administrators/")}
    assert sorted(tiles.values()) == [1, 2]
    for url, number in tiles.items():
        assert as_user(cast.adm_security).get(url).content.decode().count('<th scope="row"') == number, url
    assert "/roles/administrators/" not in as_user(cast.adm_system).get("/").content.decode()


@pytest.mark.parametrize("name", ["adm_system", "adm_security", "adm_audit"])
def test_administrators_see_their_entries_alone(as_user: SignIn, cast: Cast, ledgers: None, name: str) -> None:
    page = as_user(getattr(cast, name)).get("/").content.decode()
    assert "不查看业务数据" in page
    for url, number in tiles_of(page):
        assert url.startswith(("/users/", "/audit/", "/roles/")), url
        assert number >= 0
    assert "报送截止" not in page
    assert page.split('class="p-quick"', 1)[1].split("</ul>", 1)[0].count("<li>") == 1


def test_without_a_campaign_the_page_still_stands(sign_in: SignIn, cast: Cast, settings: Any) -> None:
    settings.PORTAL_TODAY = date(2022, 6, 1)
    Campaign.objects.update(state="DRAFT")  # nothing was approved yet
    response = sign_in(cast.hangzhou_officer).get("/")
    assert response.status_code == 200
    assert "本年度暂无专项行动" in response.content.decode()


def test_after_the_deadline_the_band_warns(sign_in: SignIn, cast: Cast, settings: Any) -> None:
    settings.PORTAL_TODAY = date(2023, 12, 12)
    page = sign_in(cast.hangzhou_officer).get("/").content.decode()
    assert "已过报送截止日" in page
    assert "p-count-band is-warm" in page


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2023, 11, 23), date(2023, 11, 30)),
        (date(2023, 12, 31), date(2023, 12, 31)),
        (date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_the_month(day: date, last: date) -> None:
    assert month_of(day) == (day.replace(day=1), last)


def test_the_task_waits_for_the_inspecting_city_alone(as_user: SignIn, cast: Cast) -> None:
    page = as_user(cast.hangzhou_officer).get("/").content.decode()
    todo = page.split('id="todo"', 1)[1].split("</section>", 1)[0]
    assert "赴绍兴市交叉检查：起草工作方案" in todo
    assert "JC-2023-01" in todo
    assert "剩余 7 天" in todo
    assert f"共{todo.count('is-lead')}条" in todo
    other = as_user(cast.shaoxing_officer).get("/").content.decode()
    assert "赴绍兴市交叉检查" not in other
    assert "赴丽水市交叉检查：起草工作方案" in other
    assert "交叉检查：起草工作方案" not in as_user(cast.provincial_officer).get("/").content.decode()
