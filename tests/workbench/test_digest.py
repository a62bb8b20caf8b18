"""The daily message counts and names what the workbench shows; what comes back is told at once."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.test import Client

from accounts.models import User
from campaigns.models import Campaign, WorkPlan
from campaigns.services import guidance, workplans
from campaigns.services.guidance import GuidanceText
from campaigns.todos import work
from core import clock
from core.contributions.desk import Desk
from notifications.models import Message
from notifications.services import store_messages
from publicity.models import PublicityItem
from publicity.services.items import answer_item
from tests.cast import Cast
from tests.pages import body

Enter = Callable[[Any], Client]
TODAY = date(2023, 11, 23)
TITLE = re.compile(r'href="\?#todo"[^>]*>\s*(\d+)')


def issue(cast: Cast) -> None:
    by, at = cast.zhejiang_regulator, clock.now()
    text = GuidanceText("GUIDANCE", "服务方案编制要点", "请遵照办理", TODAY + timedelta(days=3))
    note = guidance.write_guidance(text=text, by=by, today=TODAY, at=at)
    guidance.issue_guidance(note=note, to=[cast.insurer_a_clerk.organisation_id], by=by, at=at)


def test_the_message_counts_and_names_what_the_workbench_shows(cast: Cast, as_user: Enter) -> None:
    issue(cast)
    some = [cast.hangzhou_officer, cast.insurer_a_clerk, cast.provincial_lead, cast.agency]
    User.objects.exclude(pk__in=[one.pk for one in some]).update(is_active=False)
    campaign = Campaign.objects.get()
    WorkPlan.objects.create(
        campaign=campaign,
        organisation=cast.ningbo_officer.organisation,
        city_id="330200",
        title="宁波方案",
        decided_on=TODAY,
        summary="x",
        written_by=cast.ningbo_officer,
        written_at=clock.now(),
        state="SENT",
        sent_by=cast.ningbo_officer,
        sent_at=clock.now(),
    )
    run = store_messages(today=TODAY, at=clock.now())
    told = {one.person_id: one for one in run.messages}
    for person in some:
        tile = TITLE.search(body(as_user(person), "/?whole=1"))
        shown = int(tile.group(1)) if tile else 0
        assert (person.pk in told) == bool(shown), person.username
        if shown:
            assert told[person.pk].text.startswith(f"您有 {shown} 项事项待办，"), person.username
    assert "宁波方案" in told[cast.provincial_lead.pk].text, "the second person of the province gets a message, too"
    letter = told[cast.insurer_a_clerk.pk]
    assert "服务方案编制要点" in letter.text
    assert "服务方案编制要点" not in letter.brief
    page = body(as_user(cast.insurer_a_clerk), "/messages/")
    assert re.search(r'<a href="/guidance/\d+/">[^<]*服务方案编制要点[^<]*：还有 3 天', page)


def test_who_sent_guidance_sees_that_its_receipt_is_late(cast: Cast) -> None:
    issue(cast)
    by = cast.zhejiang_regulator
    assert not [todo for todo in work(Desk(by, TODAY)).todos if todo.url.startswith("/guidance/")]
    (late,) = [todo for todo in work(Desk(by, TODAY + timedelta(days=4))).todos if todo.url.startswith("/guidance/")]
    assert (late.days_left, late.detail) == (-1, "1 个单位未签收")


def test_what_comes_back_is_told_at_once_and_opens_its_record(cast: Cast, as_user: Enter) -> None:
    by, at = cast.hangzhou_officer, clock.now()
    issue(cast)
    plan = WorkPlan.objects.create(
        campaign=Campaign.objects.get(),
        organisation=by.organisation,
        city_id="330100",
        title="杭州方案",
        decided_on=TODAY,
        summary="x",
        written_by=by,
        written_at=at,
        state="SENT",
        sent_by=by,
        sent_at=at,
    )
    workplans.answer_plan(plan=plan, accept=False, note="请补充经费安排", by=cast.provincial_officer, at=at)
    item = PublicityItem.objects.create(
        organisation=by.organisation,
        city_id="330100",
        title="一企一策",
        published_on=TODAY,
        kind="EXPERIENCE",
        channel="SITE",
        level="CITY",
        text="x",
        recorded_by=by,
        entered_at=at,
        is_good_practice=True,
        state="RECOMMENDED",
        recommendation="可推广",
    )
    answer_item(item=item, adopt=True, note="", by=cast.provincial_officer, at=at)
    told = dict(Message.objects.filter(at_once=True).values_list("person__username", "text").order_by("-pk"))
    assert "工作方案「杭州方案」已退回：请补充经费安排" in set(
        Message.objects.filter(person=cast.hangzhou_lead).values_list("text", flat=True)
    )
    assert "服务方案编制要点" in told["ins-a-zj"]
    client = as_user(by)
    page = body(client, "/messages/")
    assert '<span class="p-count">2</span>' in page
    assert f'<a href="/work-plans/{plan.pk}/">工作方案「杭州方案」已退回：请补充经费安排</a>' in page
    assert f'<a href="/publicity/{item.pk}/">好做法「一企一策」已采用</a>' in page
    assert f'href="/work-plans/{plan.pk}/">工作方案' in body(client, "/")
