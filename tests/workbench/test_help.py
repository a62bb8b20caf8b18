"""Help: each role its tasks, the fields of its workbooks, a first day that tells what is done, the glossary."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign, WorkPlan
from campaigns.services import setup
from core import clock
from core.imports import registry
from tests.campaigns.drafts import text
from tests.cast import Cast
from tests.pages import body
from tests.workbench.people import WORKERS
from workbench.help import glossary
from workbench.help.firstday import DEEDS, deeds_for
from workbench.help.tasks import TASKS, Task, tasks_for

Browser = Callable[[Any], Client]


def test_every_step_leads_to_a_page_that_the_role_may_open(cast: Cast, sign_in: Browser) -> None:
    people = (
        cast.provincial_officer,
        cast.hangzhou_officer,
        cast.insurer_a_clerk,
        cast.zhejiang_regulator,
        cast.agency,
    )
    for person in (*people, cast.adm_system, cast.adm_security, cast.adm_audit):
        client = sign_in(person)
        pages = {
            reverse(step.url_name, args=step.args) for task in tasks_for(person) for step in task.steps if step.url_name
        }
        pages |= {reverse(deed.url_name) for deed, _is_done in deeds_for(person, clock.today())}
        assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200), person


def test_tasks_are_those_of_the_role(cast: Cast, sign_in: Browser) -> None:
    assert len({task.code for task in TASKS}) == len(TASKS)
    assert {task.sheet for task in TASKS if task.sheet} <= set(registry.kinds())
    client = sign_in(cast.insurer_a_clerk)
    assert "登记一次服务" in body(client, "/help/")
    assert "表格填写说明" in body(client, "/help/tasks/service/")
    assert "服务编号" in body(client, "/help/fields/activities/")
    assert client.get("/help/tasks/campaign/").status_code == 403
    county = sign_in(cast.xihu_county)  # guards plans, but may not write guidance
    assert "/plans/" in body(county, "/help/tasks/plan/")
    assert 'href="/guidance/new/"' not in body(county, "/help/tasks/plan/")
    assert client.get("/help/fields/people/").status_code == 403
    assert client.get("/help/fields/nothing/").status_code == 404
    for name in ("adm_system", "adm_security", "adm_audit"):
        assert "没有专属任务" not in body(sign_in(getattr(cast, name)), "/help/"), name
        assert deeds_for(getattr(cast, name), clock.today()), name


@pytest.mark.parametrize("name", WORKERS)
def test_the_first_day_tells_what_is_done(cast: Cast, sign_in: Browser, name: str) -> None:
    person = getattr(cast, name)
    assert deeds_for(person, clock.today())
    page = body(sign_in(person), "/help/first-day/")
    assert "上手第一天" in page
    told = [is_done for _deed, is_done in deeds_for(person, clock.today()) if is_done is not None]
    assert ("已完成" in page.split('class="p-ledger')[0]) is bool(told), "none of none is no count"


def test_a_deed_is_done_once_its_row_is_there(cast: Cast, sign_in: Browser) -> None:
    client, person = sign_in(cast.hangzhou_officer), cast.hangzhou_officer
    kept = next(deed for deed in DEEDS if deed.url_name == "coverage:enterprise-list")
    assert dict(deeds_for(person, clock.today()))[kept] is False
    client.post("/lists/save/", {"page": "coverage:enterprise-list", "name": "本市", "query": ""})
    assert dict(deeds_for(person, clock.today()))[kept] is True
    set_up, province = next(deed for deed in DEEDS if deed.url_name == "campaigns:setup-list"), cast.provincial_officer
    assert dict(deeds_for(province, clock.today()))[set_up] is False
    setup.write_campaign(text=text(), by=province, at=clock.now())  # from nothing
    assert dict(deeds_for(province, clock.today()))[set_up] is True


def test_a_plan_that_came_back_is_not_done(cast: Cast) -> None:
    person = cast.hangzhou_officer
    plan = WorkPlan.objects.create(
        campaign=Campaign.objects.get(),
        organisation=person.organisation,
        city_id="330100",
        title="方案",
        summary="x",
        decided_on=clock.today(),
        written_by=person,
        written_at=clock.now(),
        sent_at=clock.now(),
        state="SENT",
    )
    (deed,) = [one for one in DEEDS if one.url_name == "campaigns:workplan-list"]
    assert dict(deeds_for(person, clock.today()))[deed] is True
    WorkPlan.objects.filter(pk=plan.pk).update(state="RETURNED")
    assert dict(deeds_for(person, clock.today()))[deed] is False


def test_the_glossary_is_the_handbooks(cast: Cast, sign_in: Browser) -> None:
    assert sum(len(terms) for _title, terms in glossary.sections()) > 50
    page = body(sign_in(cast.agency), "/help/glossary/?q=专项行动")
    assert "campaign" in page
    assert "没有符合的词语" in body(sign_in(cast.agency), "/help/glossary/?q=没有这个词")


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.code)
def test_each_task_has_its_picture_in_either_language(task: Task) -> None:
    for language in ("zh-hans", "en"):
        picture = finders.find(task.picture(language))
        assert picture is not None, f"make help-pictures: {task.picture(language)}"
        assert 2_000 < Path(picture).stat().st_size <= 40_000


def test_a_task_shows_its_picture(cast: Cast, sign_in: Browser) -> None:
    page = body(sign_in(cast.insurer_a_clerk), "/help/tasks/service/")
    assert 'src="/static/help/zh-hans/service' in page
    assert 'alt="登记一次服务：该任务的页面示例（演示数据）"' in page
