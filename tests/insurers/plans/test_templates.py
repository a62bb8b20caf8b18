"""A plan by the unit's grade of risk (N11): its template, fewer services with a reason, the score, the lists by grade."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document

from core import clock
from core.imports.models import HeldRow
from core.writing import Refused
from enterprises.choices import RiskGrade, Sector
from enterprises.models import Enterprise
from insurers.plans import services as planning
from insurers.plans.models import ServicePlan, TemplateItem
from insurers.plans.rules import BEST_SCORE, score_complaint, shortage, spread_months
from insurers.plans.seeding import seed_templates, template_lines
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.insurers.plans.writing import draft, load, row_of, written
from tests.uploads import verdicts

SignIn = Callable[[Any], Client]
WHOLE = (
    world.plan_item(frequency=3, months=[3, 6, 9]),
    world.plan_item(kind="TRAIN", topics=["T1"], frequency=2, months=[4, 8], campaign_assist=False),
    world.plan_item(kind="DRILL", topics=["D1"], frequency=1, months=[10], campaign_assist=False),
    world.plan_item(kind="RISK", topics=[], frequency=1, months=[11], campaign_assist=False),
)


@pytest.fixture
def policy(cast: Cast) -> Policy:
    """Of a chemical firm of the second grade, with the templates in place."""
    seed_templates()
    return world.policy(world.enterprise(risk_grade="ORANGE"))


def test_every_sector_and_grade_has_a_template_with_the_three_main_services() -> None:
    found: dict[tuple[str, str], set[str]] = {}
    for line in template_lines():
        found.setdefault((line.sector, line.risk_grade), set()).add(line.kind)
        assert line.certainty == "U"
        assert "待核" in line.source
    assert set(found) == {(sector.value, grade.value) for sector in Sector for grade in RiskGrade}
    assert all({"HAZ", "TRAIN", "DRILL"} <= kinds for kinds in found.values())


def test_what_a_plan_holds_less_of_is_told() -> None:
    items = [{"kind": "HAZ", "frequency": 2}, {"kind": "HAZ", "frequency": 1}, {"kind": "OTHER", "frequency": 9}]
    assert shortage(items, {"HAZ": 3}) == ""
    assert shortage(items, {"HAZ": 4, "DRILL": 1}) == "隐患排查 3 次（模板 4 次）、应急演练 0 次（模板 1 次）"
    assert shortage(items, {}) == ""


@pytest.mark.parametrize(
    ("times", "start", "end", "months"),
    [
        (2, date(2023, 1, 1), date(2023, 12, 31), [1, 7]),
        (4, date(2023, 3, 15), date(2024, 3, 14), [3, 6, 9, 12]),
        (3, date(2023, 11, 1), date(2024, 1, 31), [1, 11, 12]),
        (4, date(2023, 11, 1), date(2023, 12, 31), [11, 12]),
        (1, date(2023, 5, 5), date(2023, 5, 5), [5]),
    ],
)
def test_services_are_spread_over_the_period(times: int, start: date, end: date, months: list[int]) -> None:
    assert spread_months(times, start, end) == months


@pytest.mark.parametrize(
    ("score", "is_sound"), [(0, True), (BEST_SCORE, True), (-1, False), (101, False), (None, False)]
)
def test_the_score_lies_between_0_and_100(score: int | None, is_sound: bool) -> None:
    assert (score_complaint(score) is None) == is_sound


def test_fewer_services_than_the_template_need_a_reason(cast: Cast, policy: Policy) -> None:
    with pytest.raises(Refused) as refusal:
        draft(cast, policy)
    ((place, text),) = refusal.value.reasons
    assert place == "fewer_reason"
    assert "隐患排查 2 次（模板 3 次）、宣传教育培训 0 次（模板 2 次）" in text
    plan = draft(cast, policy, fewer_reason="该单位冬季停产三个月。")
    assert (plan.risk_grade, plan.fewer_reason) == ("ORANGE", "该单位冬季停产三个月。")
    assert draft(cast, policy, *WHOLE, plan_no="").risk_grade == "ORANGE"


def test_a_unit_without_a_grade_has_no_template(cast: Cast, policy: Policy) -> None:
    Enterprise.objects.update(risk_grade="")
    policy.enterprise.refresh_from_db()
    assert draft(cast, policy).risk_grade == ""


def test_the_grade_follows_the_register_until_the_plan_is_sent(cast: Cast, policy: Policy) -> None:
    plan = draft(cast, policy, *WHOLE)
    Enterprise.objects.update(risk_grade="BLUE")
    fresh = ServicePlan.objects.get(pk=plan.pk)
    sent = planning.send_plan(plan=fresh, by=cast.insurer_a_clerk, at=clock.now())
    assert sent.risk_grade == "BLUE"
    Enterprise.objects.update(risk_grade="RED")
    assert ServicePlan.objects.get(pk=plan.pk).risk_grade == "BLUE"


def test_a_plan_by_workbook_takes_the_grade_and_asks_the_reason_before_it_is_sent(
    cast: Cast, policy: Policy, tmp_path: Any
) -> None:
    assert load(tmp_path, cast, row_of(policy)).held == 0
    plan = ServicePlan.objects.get()
    assert plan.risk_grade == "ORANGE"
    with pytest.raises(Refused, match="少于该风险等级的方案模板"):
        planning.send_plan(plan=plan, by=cast.insurer_a_clerk, at=clock.now())


def test_the_form_offers_the_template_and_fills_the_items(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    client, address = sign_in(cast.insurer_a_clerk), f"/policies/{policy.pk}/plan/new/"
    page = client.get(address).content.decode()
    assert all(word in page for word in ("橙（较大）", "套用模板", "待核", "之江财险浙江"))
    lines = client.get(f"{address}?template=yes").context["lines"]
    assert [line.initial.get("kind") for line in lines][:4] == ["HAZ", "TRAIN", "DRILL", "RISK"]
    assert lines[0].initial["months"] == ["1", "5", "9"]
    refused = client.post(address, written(policy))
    assert refused.status_code == 400
    assert "“少于模板服务次数的理由”为空" in refused.content.decode()
    assert client.post(address, written(policy, fewer_reason="冬季停产。", plan_no="")).status_code == 302
    plan = ServicePlan.objects.get()
    assert plan.plan_no == "之江财险浙江方案〔2023〕1号"
    shown = client.get(f"/plans/{plan.pk}/").content.decode()
    assert all(word in shown for word in ("橙（较大）", "冬季停产。", "服务次数少于该风险等级的方案模板"))
    edited = client.get(f"/plans/{plan.pk}/edit/?template=yes").context["lines"]
    assert [line.initial.get("kind") for line in edited][:4] == ["HAZ", "TRAIN", "DRILL", "RISK"]
    assert edited[0].initial["staff"] == "李某"


def test_the_evaluation_scores_the_effect_and_the_document_says_so(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    plan = world.plan(policy, state="FINISHED", risk_grade="ORANGE", fewer_reason="冬季停产")
    client = sign_in(cast.insurer_a_clerk)
    said = {"evaluation": "全年服务按方案完成，重大隐患全部整改。"}
    for wrong in ("", "101", "-1", "好"):
        assert client.post(f"/plans/{plan.pk}/evaluate/", {**said, "score": wrong}).status_code == 400
    assert client.post(f"/plans/{plan.pk}/evaluate/", {**said, "score": "0"}).status_code == 302
    plan.refresh_from_db()
    assert (plan.state, plan.effect_score) == ("EVALUATED", 0)
    assert "服务成效评分（0 至 100）</dt><dd>0</dd>" in client.get(f"/plans/{plan.pk}/").content.decode()
    answer = client.get(f"/plans/{plan.pk}/document/")
    document = Document(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert cells[-4:] == ["风险等级", "橙（较大）", "服务成效评分", "0分"]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "服务次数少于该风险等级方案模板的理由：冬季停产。" in text


def test_lists_are_cut_by_grade(cast: Cast, policy: Policy, sign_in: SignIn) -> None:
    other = world.policy(world.enterprise(risk_grade="BLUE"))
    world.plan(policy, risk_grade="ORANGE")
    world.plan(other, risk_grade="BLUE")
    client = sign_in(cast.insurer_a_clerk)
    bureau = sign_in(cast.hangzhou_officer)
    for address, who in (("/plans/", client), ("/policies/", client), ("/enterprises/", bureau)):
        assert who.get(f"{address}?risk_grade=ORANGE").context["page"].paginator.count == 1, address
        assert who.get(f"{address}?risk_grade=RED").context["page"].paginator.count == 0, address


def test_two_insurers_share_no_number(cast: Cast, policy: Policy, tmp_path: Any) -> None:
    """A number begins with the insurer's own code, whichever way it comes."""
    theirs = world.policy(world.enterprise(), by="INS-B-ZJ")
    own = draft(cast, policy, *WHOLE, plan_no="")
    other = planning.create_plan(
        policy=theirs,
        plan_no="",
        head=world.plan_head(theirs),
        items=[world.plan_item()],
        by=cast.insurer_b_clerk,
        at=clock.now(),
    )
    assert (own.plan_no, other.plan_no) == ("之江财险浙江方案〔2023〕1号", "东海财险浙江方案〔2023〕1号")
    with pytest.raises(Refused, match="不是以本机构的发文代字“之江财险浙江”开头"):
        draft(cast, policy, *WHOLE, plan_no="东海财险浙江FA-1")
    upload = load(tmp_path, cast, row_of(policy, plan_no="FA-2001"))
    assert verdicts(upload) == {(2, "A", "pattern", "error")}
    assert HeldRow.objects.get().faults[0]["suggestion"] == "之江财险浙江FA-2001"


def test_a_number_taken_by_hand_is_not_given_again(cast: Cast, policy: Policy) -> None:
    draft(cast, policy, *WHOLE, plan_no="之江财险浙江方案〔2023〕1号")
    assert draft(cast, policy, *WHOLE, plan_no="").plan_no == "之江财险浙江方案〔2023〕2号"


def test_templates_are_dated(cast: Cast, policy: Policy) -> None:
    TemplateItem.objects.update(valid_to=date(2022, 12, 31))
    assert draft(cast, policy).state == "DRAFT"


def test_whoever_reads_plans_reads_the_templates(policy: Policy, cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.hangzhou_officer).get("/plans/templates/?sector=HAZCHEM&risk_grade=RED").content.decode()
    assert "隐患排查" in page
    assert "待核" in page
    workbook = sign_in(cast.hangzhou_officer).get("/plans/templates/?export=xlsx")
    assert workbook["Content-Type"].endswith("sheet")
    assert 'href="/plans/templates/"' in sign_in(cast.insurer_a_clerk).get("/plans/").content.decode()
    assert sign_in(cast.adm_system).get("/plans/templates/").status_code == 403
