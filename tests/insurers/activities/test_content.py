"""Cases given as a service: where and as what they are published; and the plan item that a service is of."""

from typing import Any

import pytest

from core.writing import Refused
from insurers.activities.models import Activity, ActivityDetail
from insurers.base.rules import link_complaint
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.insurers.activities.life import SignIn, create, form_of

CONTENT = {"channel": "WECHAT", "medium": "VIDEO", "link": "https://example.com/case?id=1"}


def of_case(policy: Policy, **given: Any) -> dict[str, Any]:
    """The form of a case; empty counts and topics as a browser sends them."""
    sent = form_of(policy, kind="CASE", topics=[], form="MEDIA", **{**CONTENT, **given})
    return {key: value for key, value in sent.items() if not key.startswith("h1_")}


@pytest.mark.parametrize("link", ["https://example.com", "http://example.com:8080/a/b?c=1#d", "HTTPS://例子.中国/案例"])
def test_the_address_of_a_page_is_taken(link: str) -> None:
    assert link_complaint(link) is None


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)//https://example.com",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "//example.com",
        "example.com",
        "https://",
        "https:/example.com",
        "http://[::1",
        "https://example.com/a b",
        "java\nscript:alert(1)",
        " https://example.com",
        "ftp://example.com",
        "http://example.com:99999/",
    ],
)
def test_what_no_page_may_link_to_is_refused(link: str) -> None:
    assert "http://" in (link_complaint(link) or "")


def test_a_case_keeps_channel_form_and_link(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    client = as_user(cast.insurer_a_clerk)
    assert client.post("/activities/new/", of_case(policy)).status_code == 302
    activity = Activity.objects.get()
    detail = activity.detail
    assert (detail.channel, detail.medium, detail.link) == tuple(CONTENT.values())
    page = client.get(f"/activities/{activity.pk}/").content.decode()
    assert '<a href="https://example.com/case?id=1" rel="noopener noreferrer"' in page
    assert all(word in page for word in ("微信", "视频", "发布渠道", "内容形式"))
    opened = client.get(f"/activities/{activity.pk}/edit/").content.decode()
    assert '<option value="WECHAT" selected>' in opened


def test_a_case_without_channel_or_with_a_foreign_link_is_told_where(
    cast: Cast, policy: Policy, as_user: SignIn
) -> None:
    client = as_user(cast.insurer_a_clerk)
    answer = client.post("/activities/new/", of_case(policy, channel="", medium="", link="javascript:alert(1)"))
    assert answer.status_code == 400
    page = answer.content.decode()
    assert all(word in page for word in ("“发布渠道”为空", "“内容形式”为空", "不是网页地址"))
    assert 'href="javascript:' not in page
    assert not Activity.objects.exists()


def test_another_kind_of_service_carries_none(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    """What was typed before the kind was changed is not kept, sound or not."""
    sent = form_of(policy, channel="WEB", medium="TEXT", link="javascript:alert(1)")
    assert as_user(cast.insurer_a_clerk).post("/activities/new/", sent).status_code == 302
    detail = ActivityDetail.objects.get()
    assert (detail.channel, detail.medium, detail.link) == ("", "", "")


def test_cases_are_counted_by_channel_and_form(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    client = as_user(cast.insurer_a_clerk)
    for number, medium in enumerate(("VIDEO", "VIDEO", "TEXT")):
        client.post("/activities/new/", of_case(policy, activity_no=f"FW-CASE-{number}", medium=medium))
    world.activity(policy, kind="CASE", topics=[])
    counts = client.get("/activities/?kind=CASE").context["counts"]
    rows = {label: numbers for label, numbers, _sum in counts.rows}
    assert counts.heads == ["文字", "图片", "视频", "未填写"]
    assert (rows["微信"], rows["官网"], rows["未填写"]) == ([1, 0, 2, 0], [0, 0, 0, 0], [0, 0, 0, 1])
    assert (counts.sums, counts.total) == ([1, 0, 2, 1], 4)
    assert client.get("/activities/?kind=CASE&medium=VIDEO").context["page"].paginator.count == 2
    assert client.get("/activities/?channel=WEB").context["page"].paginator.count == 0
    assert client.get("/activities/").context["counts"] is None


def test_a_service_begun_from_a_plan_item_keeps_it(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    plan = world.plan(policy)
    item, client = plan.items.get(), as_user(cast.insurer_a_clerk)
    opened = client.get(f"/activities/new/?{item.service_query}").content.decode()
    assert f'<option value="{item.pk}" selected>{plan.plan_no} 第 1 项 隐患排查</option>' in opened
    assert client.post("/activities/new/", form_of(policy, plan_item=item.pk)).status_code == 302
    activity = Activity.objects.get()
    assert activity.detail.plan_item == item
    page = client.get(f"/activities/{activity.pk}/").content.decode()
    assert f'<a href="/plans/{plan.pk}/">{plan.plan_no} 第 1 项 隐患排查</a>' in page
    sent = form_of(policy, plan_item=item.pk, place="新地点", seen=activity.updated_at.isoformat())
    assert client.post(f"/activities/{activity.pk}/edit/", sent).status_code == 302
    assert ActivityDetail.objects.get().plan_item == item


def test_an_item_of_another_kind_or_policy_is_not_taken(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    item = world.plan(policy, world.plan_item(kind="DRILL", topics=["D1"])).items.get()
    answer = as_user(cast.insurer_a_clerk).post("/activities/new/", form_of(policy, plan_item=item.pk))
    assert answer.status_code == 400
    assert "服务项目为“应急演练”，与所填不符" in answer.content.decode()
    other = world.policy(policy.enterprise, policy_no="AZX-2023-777777")
    foreign = world.plan(other).items.get()
    answer = as_user(cast.insurer_a_clerk).post("/activities/new/", form_of(policy, plan_item=foreign.pk))
    assert answer.status_code == 400
    assert not Activity.objects.exists()
    with pytest.raises(Refused, match="请填写|为空"):
        create(cast, policy, kind="CASE", topics=(), h1_checked=None, h1_problems=None)
