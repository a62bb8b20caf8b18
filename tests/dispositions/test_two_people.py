"""What two people of an authority do: end a case as unfounded, and undo what two of them agreed to."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from core import clock
from dispositions import services
from dispositions.models import Case, Step
from dispositions.openers import gap
from dispositions.services import Decision
from tests import world
from tests.cast import Cast
from tests.dispositions.rows import (
    TODAY,
    again,
    filed,
    firm_case,
    fresh,
    insurer_case,
    person,
    refuses,
    said,
    stage,
    take,
    unfounded,
)


def close(case: Case, by: Any, outcome: str) -> Case:
    return services.close_case(case=again(case), outcome=outcome, note="已处理", by=by, today=TODAY, at=clock.now())


def test_a_case_is_ended_as_unfounded_by_two_people(cast: Cast) -> None:
    by, lead = cast.hangzhou_officer, cast.hangzhou_lead
    case = firm_case(by)
    given: dict[str, Any] = {"today": TODAY, "at": clock.now()}
    refuses(lambda: close(case, by, "UNFOUNDED"), "由一人提出、本机关另一人复核")
    refuses(lambda: services.propose_unfounded(case=again(case), note=" ", by=by, **given), "理由为空")
    step = services.propose_unfounded(case=again(case), note="经查不实", by=by, **given)
    assert (again(case).state, step.state) == ("OPENED", "PROPOSED")
    refuses(lambda: services.propose_unfounded(case=again(case), note="再提", by=by, **given), "办完该步骤")
    refuses(lambda: take(case, by, "ORDER", due_on=TODAY + timedelta(days=7)), "待.*复核|请先由本机关另一人复核")
    refuses(lambda: filed(case, by), "请先由本机关另一人复核")
    refuses(lambda: services.decide_step(step=fresh(step), approve=True, note="", by=by, **given), "本人不能办理")
    assert again(case).state == "OPENED"
    services.decide_step(step=fresh(step), approve=False, note="事实不清", by=lead, **given)
    assert (again(case).state, fresh(step).state) == ("OPENED", "RETURNED")
    ended = unfounded(case, by, lead, "补充核实，确不属实")
    assert (ended.state, ended.outcome, ended.closing_note) == ("CLOSED", "UNFOUNDED", "补充核实，确不属实")
    assert (ended.closed_by, Case.objects.with_kind("UNFOUNDED").get()) == (lead, ended)


def test_what_was_ordered_meanwhile_is_not_ended_as_unfounded(cast: Cast) -> None:
    by, lead = cast.hangzhou_officer, cast.hangzhou_lead
    case = firm_case(by)
    order = take(case, by, "ORDER", due_on=TODAY + timedelta(days=7))
    given: dict[str, Any] = {"today": TODAY, "at": clock.now()}
    refuses(lambda: services.propose_unfounded(case=again(case), note="x", by=by, **given), "已作出处置")
    services.withdraw_step(step=fresh(order), note="文书有误", by=by, **given)
    assert unfounded(case, by, lead).state == "CLOSED"


def test_the_second_person_reads_how_the_fact_stands_today(cast: Cast, as_user: Any) -> None:
    """Proposed while the enterprise is not insured; insured meanwhile: the second reads what holds on the day."""
    by, firm = cast.hangzhou_officer, world.enterprise()
    case = pursued(firm, by)
    client, other = as_user(by), as_user(cast.hangzhou_lead)
    holds, gone = "在平台台账上仍为应保未保（", "在平台台账上不是应保未保企业"
    assert holds in client.get(f"/dispositions/{case.pk}/").content.decode()
    answer = client.post(f"/dispositions/{case.pk}/close/", {"outcome": "UNFOUNDED", "note": "已停产"}, follow=True)
    assert "复核" in said(answer)
    step = case.steps.get()
    assert (step.text, holds in step.basis) == ("已停产", True)
    page = other.get(f"/dispositions/{case.pk}/")
    (decide,) = [one for one in page.context["actions"] if one.name == "decide"]
    assert holds in decide.remark
    world.policy(firm)
    page = other.get(f"/dispositions/{case.pk}/").content.decode()
    assert gone in page
    assert holds in page  # as it was when it was proposed
    assert step.case.number in other.get("/").content.decode()
    sent = {"approve": "yes", "note": "同意", "seen": fresh(step).proposal}
    answer = other.post(f"/dispositions/steps/{step.pk}/decide/", sent, follow=True)
    assert "以“经查不属实”办结" in said(answer)
    assert again(case).state == "CLOSED"


def pursued(firm: Any, by: Any) -> Case:
    """A case of the gap."""
    fact = gap.find(by, gap.key_of(firm.pk), TODAY)
    assert fact is not None
    return services.open_case(
        fact=fact, title=fact.title, facts=fact.facts, basis=fact.basis, by=by, today=TODAY, at=clock.now()
    )


def test_what_two_agreed_to_one_does_not_undo(cast: Cast) -> None:
    by, lead = person("reg-330300"), person("reg-330300-lead")
    case = insurer_case(by, "330300")
    step = take(case, by, "REGULATORY", basis="待核", doc_no="示例措〔2023〕1号", issued_on=TODAY)
    services.decide_step(step=fresh(step), approve=True, note="", by=lead, today=TODAY, at=clock.now())
    given: dict[str, Any] = {"today": TODAY, "at": clock.now()}

    def decides(who: Any, *, approve: bool, note: str = "") -> Step:
        return services.decide_withdrawal(step=fresh(step), approve=approve, note=note, by=who, **given)

    for first, second in ((by, lead), (lead, by)):  # neither undoes it alone, whoever of them agreed to it
        refuses(lambda second=second: decides(second, approve=True), "没有待复核的撤销")
        services.withdraw_step(step=fresh(step), note="有误", by=first, **given)
        assert (fresh(step).state, again(case).state) == ("ISSUED", "RUNNING")
        refuses(
            lambda first=first: services.withdraw_step(step=fresh(step), note="有误", by=first, **given), "另一人复核"
        )
        refuses(lambda first=first: decides(first, approve=True), "本人不能办理")
        refuses(lambda second=second: decides(second, approve=False), "须写明理由")
        decides(second, approve=False, note="文书无误")
        assert (fresh(step).state, fresh(step).awaits_withdrawal) == ("ISSUED", False)
    services.withdraw_step(step=fresh(step), note="对象有误", by=lead, **given)
    assert list(Case.objects.waiting("SECOND", TODAY)) == [case]
    assert list(Step.objects.proposed()) == [step]
    done = decides(by, approve=True)
    assert (done.state, done.done_note) == ("WITHDRAWN", "对象有误")
    assert not Case.objects.waiting("SECOND", TODAY).exists()


def test_an_agreed_interview_is_withdrawn_by_two_on_its_page(cast: Cast, as_user: Any) -> None:
    by, lead = person("reg-330300"), person("reg-330300-lead")
    case = insurer_case(by, "330300")
    step = take(case, by, "INTERVIEW", met_on=TODAY, met_at="14:00", first_officer="张某", second_officer="李某")
    services.decide_step(step=fresh(step), approve=True, note="", by=lead, today=TODAY, at=clock.now())
    client, other = as_user(by), as_user(lead)
    answer = client.post(f"/dispositions/steps/{step.pk}/withdraw/", {"note": "改期"}, follow=True)
    assert "复核同意前文书仍然有效" in said(answer)
    assert answer.context["actions"] == []  # nobody ends what is to be withdrawn, and the first person decides nothing
    with_minutes: dict[str, Any] = {
        "step": fresh(step),
        "met_on": TODAY,
        "text": "已谈",
        "by": by,
        "today": TODAY,
        "at": clock.now(),
    }
    refuses(lambda: services.record_minutes(**with_minutes), "请先由另一人复核")
    assert "改期" not in as_user(cast.insurer_a_clerk).get(f"/dispositions/{case.pk}/").content.decode()
    assert fresh(step).doc_no in other.get("/").content.decode()
    page = other.get(f"/dispositions/{case.pk}/")
    assert [one.name for one in page.context["actions"]] == ["withdrawal"]
    assert f"{by}：改期" in page.content.decode()
    sent = {"approve": "yes", "note": ""}
    assert other.post(f"/dispositions/steps/{step.pk}/withdrawal/", sent).status_code == 302
    assert fresh(step).state == "WITHDRAWN"


def test_nobody_agrees_to_another_penalty_than_the_page_showed(cast: Cast, as_user: Any) -> None:
    """Sent back and proposed anew with twice the amount while the second person's page stood open."""
    by, lead = cast.hangzhou_officer, cast.hangzhou_lead
    given: dict[str, Any] = {"today": TODAY, "at": clock.now()}
    case = firm_case(by)
    step = filed(case, by)
    stage(step, by, "INFORMED")
    first = Decision("示例罚〔2023〕1号", TODAY, Decimal(50_000))
    services.propose_decision(step=fresh(step), decision=first, by=by, **given)
    client, address = as_user(lead), f"/dispositions/steps/{step.pk}/decide/"
    (decide,) = [one for one in client.get(f"/dispositions/{case.pk}/").context["actions"] if one.name == "decide"]
    stale = decide.form.initial["seen"]
    assert stale in client.get(f"/dispositions/{case.pk}/").content.decode()
    services.decide_step(step=fresh(step), approve=False, note="金额", by=lead, **given)
    again_proposed = Decision("示例罚〔2023〕1号", TODAY, Decimal(100_000))
    later: dict[str, Any] = {"today": TODAY, "at": clock.now() + timedelta(minutes=1)}
    services.propose_decision(step=fresh(step), decision=again_proposed, by=by, **later)
    for seen in (stale, "", "昨天"):
        answer = client.post(address, {"approve": "yes", "note": "", "seen": seen})
        assert answer.status_code == 400
        assert "已重新提出，现为 100,000.00 元" in answer.content.decode()
        assert fresh(step).state == "PROPOSED"
    assert client.post(address, {"approve": "yes", "note": "", "seen": fresh(step).proposal}).status_code == 302
    assert fresh(step).state == "ISSUED"
