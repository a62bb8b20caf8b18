"""What the page of a case says before something is sent: papers not signed for, a penalty told and decided on one day."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from core import clock
from dispositions import services
from dispositions.models import Step
from dispositions.querysets import for_subject
from dispositions.services import Answer, Decision
from inspections.choices import Disposition
from tests import world
from tests.cast import Cast
from tests.dispositions.rows import TODAY, filed, firm_case, fresh, insurer_case, person, refuses, said, stage, take
from tests.moving import move

Browser = Callable[[Any], Client]
HEARD = "当事人有权陈述和申辩"


def action(client: Client, case: int, name: str) -> Any:
    page = client.get(f"/dispositions/{case}/")
    (found,) = [one for one in page.context["actions"] if one.name == name]
    assert found.remark in page.content.decode()
    return found


def test_the_end_says_which_papers_were_not_signed_for_and_does_not_wait(cast: Cast, as_user: Browser) -> None:
    by = person("reg-330300")
    case = insurer_case(by, "330300")
    first = take(case, by, "NOTICE", text="请核对费用")
    other = take(case, by, "NOTICE", text="请补做服务")
    own = take(case, by, "CORRECT", doc_no="示例纠〔2023〕9号", issued_on=TODAY)
    remark = action(as_user(by), case.pk, "close").remark
    assert f"监管提示函{first.doc_no}（尚未签收）、监管提示函{other.doc_no}（尚未签收）" in remark
    assert f"纠正{own.doc_no}（尚未签收）" in remark, "the insurer is asked to sign for papers of the own system, too"
    clerk, checker = cast.insurer_a_clerk, cast.insurer_a_lead
    services.sign_step(step=fresh(first), by=clerk, at=clock.now())
    services.sign_step(step=fresh(other), by=clerk, at=clock.now())
    services.sign_step(step=fresh(other), by=checker, at=clock.now())
    remark = action(as_user(by), case.pk, "close").remark
    assert f"{first.doc_no}（签收待复核）" in remark
    assert other.doc_no not in remark
    ended = {"outcome": "NOTICE", "note": "已提示"}
    assert as_user(by).post(f"/dispositions/{case.pk}/close/", ended).status_code == 302
    services.sign_step(step=fresh(first), by=checker, at=clock.now())
    assert fresh(first).receipt_by == checker


def test_a_colleague_confirms_the_signature_of_who_has_gone_to_another_insurer(cast: Cast) -> None:
    by, clerk, checker = person("reg-330300"), cast.insurer_a_clerk, cast.insurer_a_lead
    paper = take(insurer_case(by, "330300"), by, "NOTICE", text="请核对费用")
    services.sign_step(step=fresh(paper), by=clerk, at=clock.now())
    waits = Step.objects.filter(for_subject(checker), pk=paper.pk)
    assert waits.exists()
    move(clerk, cast.insurer_b_clerk.organisation)
    assert waits.exists()
    services.sign_step(step=fresh(paper), by=checker, at=clock.now())
    assert fresh(paper).receipt_by == checker


def test_papers_for_an_enterprise_are_served_on_paper_and_not_missed(cast: Cast, as_user: Browser) -> None:
    by = cast.hangzhou_officer
    case = firm_case(by)
    order = take(case, by, "ORDER", due_on=TODAY + timedelta(days=7))
    services.fulfil_step(step=fresh(order), done_on=TODAY, note="已投保", by=by, today=TODAY, at=clock.now())
    assert action(as_user(by), case.pk, "close").remark == ""


@pytest.mark.parametrize(("days", "is_hinted"), [(0, True), (1, False)])
def test_a_penalty_told_and_decided_on_one_day_is_hinted_at(
    cast: Cast, as_user: Browser, days: int, is_hinted: bool
) -> None:
    """At the proposal, for the second person, and on the page afterwards; nothing is held up."""
    by, told = cast.hangzhou_officer, TODAY - timedelta(days=days)
    case = case_opened_on(by, told)
    step = filed(case, by, filed_on=told)
    stage(step, by, "INFORMED", told)
    assert (HEARD in action(as_user(by), case.pk, "propose").remark) is is_hinted
    given = Decision("示例罚〔2023〕1号", TODAY, Decimal(60_000))
    services.propose_decision(step=fresh(step), decision=given, by=by, today=TODAY, at=clock.now())
    lead = as_user(cast.hangzhou_lead)
    assert (HEARD in action(lead, case.pk, "decide").remark) is is_hinted
    assert (
        lead.post(
            f"/dispositions/steps/{step.pk}/decide/", {"approve": "yes", "seen": fresh(step).proposal}
        ).status_code
        == 302
    )
    assert (HEARD in lead.get(f"/dispositions/{case.pk}/").content.decode()) is is_hinted


def case_opened_on(by: Any, opened_on: Any) -> Any:
    """A case opened on a day."""
    case = firm_case(by)
    type(case).objects.filter(pk=case.pk).update(opened_on=opened_on)
    return case


@pytest.mark.parametrize("what", ["case", "step"])
def test_attaching_nothing_is_told(cast: Cast, as_user: Browser, what: str) -> None:
    by = cast.hangzhou_officer
    case = firm_case(by)
    step = take(case, by, "CORRECT", doc_no="示例纠〔2023〕1号", issued_on=TODAY)
    address = f"/dispositions/{case.pk}/files/" if what == "case" else f"/dispositions/steps/{step.pk}/files/"
    page = as_user(by).post(address, follow=True)
    assert "没有选择文件，请先选择文件。" in page.content.decode()


@pytest.mark.parametrize("how", ["handed over", "unfounded"])
def test_a_case_that_only_waits_for_its_end_offers_no_measure(cast: Cast, as_user: Browser, how: str) -> None:
    """Said before a form is filled in: after a transfer, and while an end as unfounded waits for the second person."""
    by = cast.hangzhou_officer
    case = firm_case(by)
    if how == "handed over":
        take(case, by, "TRANSFER", addressee="示例公安局")
    else:
        services.propose_unfounded(case=case, note="已投保", by=by, today=TODAY, at=clock.now())
    client = as_user(by)
    page = client.get(f"/dispositions/{case.pk}/")
    assert [one["url"] for one in page.context["measures"] if one["url"]] == []
    told = client.get(f"/dispositions/{case.pk}/take/ORDER/", follow=True)
    assert said(told).startswith("案件已移送" if how == "handed over" else "已提出以「经查不属实」办结")


def test_the_preview_is_laid_out_as_the_letter(cast: Cast, as_user: Browser) -> None:
    """One heading, the number below it, the addressee without indent, office and day at the right."""
    by = person("reg-330300")
    step = take(insurer_case(by, "330300"), by, "NOTICE", text="请核对费用")
    page = as_user(by).get(f"/dispositions/steps/{step.pk}/paper/").content.decode()
    assert f'<p class="no">{step.doc_no}</p>' in page
    assert f'<p class="to">{step.case.subject_name}：</p>' in page
    assert page.index('class="no"') < page.index('class="to"') < page.index("现提示你单位") < page.index('class="by')
    assert 'class="is-letter' in page  # prints without the head of the portal


def test_an_order_that_ran_out_is_told_where_a_penalty_is_proposed_and_decided(cast: Cast, as_user: Browser) -> None:
    by, before = cast.hangzhou_officer, TODAY - timedelta(days=20)
    case = case_opened_on(by, before)
    order = take(case, by, "ORDER", today=before, due_on=TODAY - timedelta(days=5))
    step = filed(case, by)
    stage(step, by, "INFORMED", TODAY)
    words = f"责令限期改正 {order.doc_no} 的期限 {order.due_on} 已过且没有答复"
    assert words in action(as_user(by), case.pk, "propose").remark
    given = Decision("示例罚〔2023〕1号", TODAY, Decimal(60_000))
    services.propose_decision(step=fresh(step), decision=given, by=by, today=TODAY, at=clock.now())
    assert words in action(as_user(cast.hangzhou_lead), case.pk, "decide").remark


@pytest.mark.parametrize("kind", ["PENALTY", "SUSPEND"])
def test_article_102_is_offered_with_its_condition_where_an_official_judges_and_not_without_a_hazard(
    cast: Cast, as_user: Browser, kind: str
) -> None:
    by = cast.hangzhou_officer
    client, words = (
        as_user(by),
        "适用第一百零二条须有未消除的事故隐患，停产停业整顿须有拒不执行的情形，请在事实中写明。",
    )
    judged, broken = firm_case(by, about="OTHER"), firm_case(by, about="SERVICE_NOT_DONE")
    page, form = (client.get(f"/dispositions/{judged.pk}/{tail}") for tail in ("", f"take/{kind}/"))
    assert words in page.content.decode()
    assert words in form.content.decode()
    (line,) = [
        one
        for one in client.get(f"/dispositions/{broken.pk}/").context["measures"]
        if one["url"] == "" and one["label"] == Disposition(kind).label
    ]
    assert "不适用于本案的「未按合同服务」，请责令限期改正或者纠正，属于其他机关职责的请移送" in str(line["note"])
    assert "不适用于本案" in said(client.get(f"/dispositions/{broken.pk}/take/{kind}/", follow=True))
    if kind == "PENALTY":
        refuses(lambda: filed(broken, by, "SAFETY_102"), "不适用于本案")
    else:
        given: dict[str, Any] = {"basis": "第一百零二条", "doc_no": "示例停〔2023〕1号", "issued_on": TODAY}
        refuses(lambda: take(broken, by, kind, **given), "不适用于本案")
    assert not broken.steps.exists()


def test_a_policy_that_the_ledgers_hold_is_told_to_both_people_of_a_case_about_none(
    cast: Cast, as_user: Browser
) -> None:
    """A letter says that an enterprise is not insured, and it is: told on the page to each, over the forms of an order and
    of a penalty, and beside an end as unfounded; nothing is held up."""
    by, lead = as_user(cast.hangzhou_officer), as_user(cast.hangzhou_lead)
    case = firm_case(cast.hangzhou_officer, about="NOT_INSURED")
    page = f"/dispositions/{case.pk}/"
    assert by.get(page).context["cautions"] == []
    held = world.policy(case.enterprise)  # type: ignore[arg-type]
    cover = f"现有有效保单 {held.policy_no}（{held.start_on} 至 {held.end_on}）"
    for client, address in ((by, page), (lead, page), (by, f"{page}take/ORDER/"), (by, f"{page}take/PENALTY/")):
        assert f"平台台账显示「{case.subject_name}」{cover}" in client.get(address).content.decode()
    assert "平台台账显示" not in by.get(f"{page}take/CORRECT/").content.decode()
    assert f"在平台台账上不是应保未保企业，{cover}" in action(by, case.pk, "close").remark
    other = firm_case(cast.hangzhou_officer, about="OTHER")
    world.policy(other.enterprise)  # type: ignore[arg-type]
    assert by.get(f"/dispositions/{other.pk}/").context["cautions"] == []
    filed(case, cast.hangzhou_officer)
    assert case.steps.count() == 1


@pytest.mark.parametrize(("days", "is_told"), [(-6, True), (-1, False)])
def test_an_answer_in_time_that_waits_is_told_before_a_fine_for_being_late(
    cast: Cast, as_user: Browser, days: int, is_told: bool
) -> None:
    """To who proposes the fine and to who decides on it; an answer that came late is none."""
    by, before, due = cast.hangzhou_officer, TODAY - timedelta(days=20), TODAY - timedelta(days=5)
    case = case_opened_on(by, before)
    order = take(case, by, "ORDER", today=before, due_on=due)
    given: dict[str, Any] = {"given_on": TODAY + timedelta(days=days), "by": by, "today": TODAY, "at": clock.now()}
    services.file_answer(step=fresh(order), answer=Answer("已投保"), **given)
    step = filed(case, by)
    stage(step, by, "INFORMED", TODAY)
    words = f"责令限期改正 {order.doc_no} 的答复（{given['given_on']}，未超过期限 {due}）尚待审阅"
    client, page = as_user(by), f"/dispositions/{case.pk}/"
    assert (words in client.get(page).content.decode()) is is_told
    proposed = Decision("示例罚〔2023〕1号", TODAY, Decimal(150_000), overdue=True)
    services.propose_decision(step=fresh(step), decision=proposed, by=by, today=TODAY, at=clock.now())
    assert (words in as_user(cast.hangzhou_lead).get(page).content.decode()) is is_told
    services.review_answer(step=fresh(order), accepted=False, note="保单无效", by=by, today=TODAY, at=clock.now())
    assert "尚待审阅" not in client.get(page).content.decode()


def test_a_fine_for_being_late_is_asked_for_where_the_article_has_one(cast: Cast, as_user: Browser) -> None:
    """The field may stay away; where it says yes by another article, the sentence stands at it."""
    by = person("reg-330300")
    step = filed(insurer_case(by, "330300"), by, "INSURANCE_161")
    stage(step, by, "INFORMED")
    sent = {"number": "示例罚〔2023〕1号", "decided_on": f"{TODAY}", "amount": "60000"}
    client, address = as_user(by), f"/dispositions/steps/{step.pk}/propose/"
    answer = client.post(address, {**sent, "overdue": "yes"})
    (sentence,) = answer.context["form"].errors["overdue"]
    assert "没有逾期未改正的罚款幅度" in sentence
    assert not answer.context["form"].fields["overdue"].required
    assert client.post(address, sent).status_code == 302
    assert (fresh(step).state, fresh(step).overdue) == ("PROPOSED", False)
