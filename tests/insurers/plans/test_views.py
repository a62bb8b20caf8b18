"""The pages of plans: a form that stores or says why not, steps, documents, scope."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from insurers.plans.models import ServicePlan
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.insurers.plans.writing import written
from tests.pages import body, total
from tests.papers import pdf

SignIn = Callable[[Any], Client]


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return world.policy(world.enterprise())


def paper(name: str = "确认.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf())


def test_a_plan_is_written_changed_and_shown(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    client = sign_in(cast.insurer_a_clerk)
    assert client.get(f"/policies/{policy.pk}/plan/")["Location"] == f"/policies/{policy.pk}/plan/new/"
    assert "1,500.00" in body(client, f"/policies/{policy.pk}/plan/new/")
    answer = client.post(f"/policies/{policy.pk}/plan/new/", {**written(policy), "talk_file": paper("沟通.pdf")})
    plan = ServicePlan.objects.get()
    assert answer["Location"] == f"/plans/{plan.pk}/"
    page = body(client, f"/plans/{plan.pk}/")
    assert "现场核查动火作业审批" in page
    assert "方案没有宣传教育培训、应急演练项目" in page
    form = body(client, f"/plans/{plan.pk}/edit/")
    seen = re.search(r'name="seen" value="([^"]+)"', form)
    assert seen is not None
    changed = written(policy, world.plan_item(goal="全部整改"), world.plan_item(months=[3], frequency=1), seen=seen[1])
    assert client.post(f"/plans/{plan.pk}/edit/", changed).status_code == 302
    assert list(plan.items.values_list("item_no", "goal")) == [(1, "全部整改"), (2, "重大隐患按期整改")]
    stale = client.post(f"/plans/{plan.pk}/edit/", {**changed, "special_measures": "后到者填写的措施"})
    assert stale.status_code == 409
    assert "在您打开页面之后已保存过本表" in stale.content.decode()
    assert stale.content.decode().count("后到者填写的措施") >= 2  # in the comparison and still in the form


def test_a_bad_plan_is_told_at_its_fields_and_nothing_is_stored(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    client = sign_in(cast.insurer_a_clerk)
    sent = written(policy, world.plan_item(frequency=1), end_on="2024-06-01", basis_risk="动火")
    answer = client.post(f"/policies/{policy.pk}/plan/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    for text in ("不在保单", "只有 2 个字", "第 1 项：“频次(次/年)”（1）少于计划月份的个数"):
        assert text in page
    for bad in ({"plan_no": "方案1"}, {"fee_estimate": "x"}, {"start_on": "99"}, {"item-TOTAL_FORMS": "x"}):
        assert client.post(f"/policies/{policy.pk}/plan/new/", {**written(policy), **bad}).status_code == 400
    forged = {**written(policy), "talk_file": SimpleUploadedFile("a.pdf", b"MZ")}
    assert "不是 PDF" in client.post(f"/policies/{policy.pk}/plan/new/", forged).content.decode()
    assert not ServicePlan.objects.exists()


def test_the_steps_to_the_confirmation(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    plan = world.plan(policy, state="DRAFT")
    client = sign_in(cast.insurer_a_clerk)
    assert "征求投保单位意见" in body(client, f"/plans/{plan.pk}/")
    assert client.post(f"/plans/{plan.pk}/confirm/", {}).status_code == 400
    client.post(f"/plans/{plan.pk}/send/")
    said = {"way": "PAPER", "confirmed_by": "张某", "on": "2023-02-01", "talk_on": "2023-01-20", "talk_people": "李某"}
    refused = client.post(f"/plans/{plan.pk}/confirm/", {**said, "document": paper()})
    assert "沟通协商记录" in refused.content.decode()
    done = client.post(f"/plans/{plan.pk}/confirm/", {**said, "document": paper(), "talk_file": paper("沟通.pdf")})
    assert done.status_code == 302
    assert client.get(f"/plans/{plan.pk}/confirmation/")["Content-Disposition"].startswith("attachment")
    assert client.get(f"/plans/{plan.pk}/talk/").status_code == 200
    client.post(f"/plans/{plan.pk}/activate/")
    amended = client.post(f"/plans/{plan.pk}/amend/", {"reason": "增加演练"}, follow=True).content.decode()
    assert "之江财险浙江FA-2023" in amended
    assert " V2" in amended
    assert ServicePlan.objects.get(is_latest=True).version == 2
    assert client.post(f"/plans/{ServicePlan.objects.get(is_latest=True).pk}/discard/")["Location"] == "/plans/"


@pytest.mark.parametrize("sent", [{}, {"seen": ""}, {"seen": "x"}])
def test_a_form_without_a_version_overwrites_no_draft(
    cast: Cast, policy: Policy, sign_in: SignIn, sent: dict[str, str]
) -> None:
    plan = world.plan(policy, state="DRAFT")
    answer = sign_in(cast.insurer_a_clerk).post(
        f"/plans/{plan.pk}/edit/", {**written(policy, safeguards="后到者填写的措施"), **sent}
    )
    assert answer.status_code == 409
    assert answer.content.decode().count("后到者填写的措施") >= 2
    plan.refresh_from_db()
    assert plan.safeguards != "后到者填写的措施"


def test_a_confirmed_plan_has_no_form(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    plan = world.plan(policy)
    client = sign_in(cast.insurer_a_clerk)
    assert client.get(f"/plans/{plan.pk}/edit/")["Location"] == f"/plans/{plan.pk}/"
    assert "不能直接修改" in client.post(f"/plans/{plan.pk}/edit/", written(policy)).content.decode()
    assert client.get(f"/plans/{plan.pk}/talk/").status_code == 404


def test_the_document_says_what_the_plan_says(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    agency = cast.agency.organisation
    plan = world.plan(policy, world.plan_item(agency=agency, experts="赵某"), safeguards="投诉<电话>&回访")
    answer = sign_in(cast.hangzhou_officer).get(f"/plans/{plan.pk}/document/")
    document = Document(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert policy.enterprise.name in text
    assert "投诉<电话>&回访。" in text
    assert "{{" not in text
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "1★" in cells
    assert "2次/年：9月、12月" in cells
    assert any(agency.name in cell and "专家：赵某" in cell for cell in cells)
    assert (document.sections[0].top_margin.mm, document.sections[0].left_margin.mm) == (  # type: ignore[union-attr]
        pytest.approx(37, abs=0.1),
        pytest.approx(28, abs=0.1),
    )


def test_who_sees_a_plan(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    plan = world.plan(policy)
    for who in (cast.hangzhou_officer, cast.zhejiang_regulator, cast.provincial_officer, cast.xihu_county):
        page = body(sign_in(who), f"/plans/{plan.pk}/")
        assert "提出指导意见" in page
        assert "办理变更" not in page
    for who in (cast.insurer_b_clerk, cast.quzhou_officer, cast.ningbo_regulator):
        client = sign_in(who)
        for url in ("", "document/", "confirmation/", "edit/"):
            assert client.get(f"/plans/{plan.pk}/{url}").status_code in {403, 404}, (who, url)
        assert total(body(client, "/plans/")) == 0


def test_guidance_stands_in_the_file(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    plan = world.plan(policy)
    client = sign_in(cast.zhejiang_regulator)
    assert client.post(f"/plans/{plan.pk}/guide/", {"text": " "}).status_code == 400
    client.post(f"/plans/{plan.pk}/guide/", {"text": "建议增加外包作业排查。"})
    assert "建议增加外包作业排查。" in body(sign_in(cast.insurer_a_clerk), f"/plans/{plan.pk}/")


def test_the_list_shows_the_newest_versions_and_is_searched(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    world.plan(policy, plan_no="之江财险浙江FA-X", state="AMENDED", is_latest=False)
    world.plan(policy, plan_no="之江财险浙江FA-X", version=2)
    client = sign_in(cast.insurer_a_clerk)
    for query, number in (
        ("", 1),
        ("versions=all", 2),
        ("state=ACTIVE", 1),
        ("state=DRAFT", 0),
        (f"q={policy.policy_no}", 1),
        ("q=之江财险浙江FA-X", 1),
        ("q=NONE", 0),
    ):
        assert total(body(client, f"/plans/?{query}")) == number, query


URLS = (
    "/plans/",
    "/plans/units/",
    "/promised/",
    "/promised/list/",
    "/promised/outside/",
    "/promised/calendar/",
    "/promised/without-assistance/",
)
QUERIES = (
    "month=",
    "month=2023-13",
    "month=0000-00",
    "month=9999-12",
    "by=zzz",
    "by=plan&page=abc",
    "page=-1&size=7",
    "plan=x",
    "plan=99999999999999999",
    "plan=999999999999999999999",
    "policy=²",
    "policy=1&plan=1",
    "insurer=0",
    "insurer=x",
    "place=330100",
    "place=zz",
    "place=330106&by=city",
    "sector=NONE",
    "kind=HAZ&assist=true",
    "assist=maybe",
    "standing=late&month=2030-01",
    "standing=odd",
    "state=ACTIVE",
    "versions=all",
    "versions=odd",
    "signed=maybe",
    "q=%00",
    "q=%F0%9F%98%80",
    "q=FA-%25_",
    "year=1",
    "year=x",
    "year=99999999999",
    "planned=true",
    "export=1&kind=odd",
    "start_from=2023-99-99",
)


@pytest.mark.parametrize("url", URLS)
def test_no_address_breaks_a_page(cast: Cast, policy: Policy, sign_in: SignIn, url: str) -> None:
    world.plan(policy)
    world.activity(policy)
    for who in (cast.provincial_officer, cast.insurer_a_clerk):
        client = sign_in(who)
        for query in QUERIES:
            assert client.get(f"{url}?{query}", follow=True).status_code == 200, (url, query)


def test_posts_without_sense_store_nothing(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    plan = world.plan(policy, state="DRAFT")
    client = sign_in(cast.insurer_a_clerk)
    for step in ("recall", "confirm", "activate", "amend", "finish", "evaluate"):
        assert client.post(f"/plans/{plan.pk}/{step}/", {"on": "x", "way": "\0", "reason": "\0"}).status_code == 400, (
            step
        )
    for bad in (
        {"item-0-frequency": "99999999999999999999"},
        {"item-0-months": ["13"]},
        {"item-0-topics": ["XX"]},
        {"item-0-agency": "0"},
        {"safeguards": "\0"},
        {"fee_estimate": "NaN"},
        {"fee_estimate": "1e400"},
        {"item-TOTAL_FORMS": "99999"},
    ):
        assert client.post(f"/plans/{plan.pk}/edit/", {**written(policy), **bad}).status_code == 400, bad
    assert client.post(f"/plans/{plan.pk}/edit/", {**written(policy), "seen": "yesterday"}).status_code == 409
    assert ServicePlan.objects.get().state == "DRAFT"
    assert client.post(f"/policies/{policy.pk}/plan/new/", {}).status_code == 400


def test_a_plan_half_written_is_there_after_signing_in_again(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    client = as_user(cast.insurer_a_clerk)
    key = f"plan-of-{policy.pk}"
    assert client.post(f"/drafts/{key}/", {**written(policy), "safeguards": "未写完的保障措施"}).status_code == 200
    client.logout()
    again = as_user(cast.insurer_a_clerk)
    assert "尚未提交" in body(again, f"/policies/{policy.pk}/plan/new/")
    restored = body(again, f"/policies/{policy.pk}/plan/new/?draft=1")
    assert "未写完的保障措施" in restored
    assert world.plan_item()["measures"] in restored
    assert again.post(f"/policies/{policy.pk}/plan/new/", written(policy)).status_code == 302
    assert "尚未提交" not in body(again, f"/plans/{ServicePlan.objects.get().pk}/edit/")
