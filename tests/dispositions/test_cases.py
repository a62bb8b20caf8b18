"""Opening, steps, answers and the end of cases; who is refused, with its sentence and its event."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.gate import NotAllowed
from core.writing import Refused
from dispositions import services
from dispositions.documents.letters import letter_of
from dispositions.models import Case, Reply, Step
from dispositions.openers.outside import fact_on_enterprise, fact_on_insurer
from dispositions.services import Answer, Decision
from tests import world
from tests.cast import Cast
from tests.dispositions.rows import (
    TODAY,
    again,
    everything,
    filed,
    firm_case,
    fresh,
    inquiry,
    insurer_case,
    person,
    refusals,
    refuses,
    said,
    stage,
    take,
    unfounded,
)
from tests.hazards import life

# --- who ------------------------------------------------------------------------------------------------------


def test_a_city_cannot_open_a_case_on_an_insurer(cast: Cast) -> None:
    fact = fact_on_insurer(world.insurer(), "330100", "来信1")
    refuses(
        lambda: services.open_case(
            fact=fact, title="x", facts="y", by=cast.hangzhou_officer, today=TODAY, at=clock.now()
        ),
        "金融监管机构依法查处",
    )
    assert not Case.objects.exists()


def test_a_regulator_cannot_open_a_case_on_an_enterprise(cast: Cast) -> None:
    fact = fact_on_enterprise(world.enterprise(), "来信1")
    refuses(
        lambda: services.open_case(
            fact=fact, title="x", facts="y", by=cast.zhejiang_regulator, today=TODAY, at=clock.now()
        ),
        "应急管理部门和行业主管部门依法处理",
    )
    assert not Case.objects.exists()


def test_a_city_gives_no_order_to_an_insurer_and_a_regulator_fines_no_enterprise(cast: Cast) -> None:
    theirs = insurer_case(cast.wenzhou_regulator, "330300")
    refuses(
        lambda: take(theirs, cast.hangzhou_officer, "ORDER", due_on=TODAY + timedelta(days=7)), "金融监管机构依法查处"
    )
    firm = firm_case(cast.hangzhou_officer)
    refuses(lambda: filed(firm, cast.zhejiang_regulator, "INSURANCE_161"), "应急管理部门和行业主管部门依法处理")
    assert again(theirs).state == again(firm).state == "OPENED"
    assert not Step.objects.exists()


def test_the_case_is_opened_by_the_authority_of_the_place(cast: Cast) -> None:
    fact = fact_on_enterprise(world.enterprise(world.QUZHOU), "来信1")
    refuses(
        lambda: services.open_case(
            fact=fact, title="x", facts="y", by=cast.hangzhou_officer, today=TODAY, at=clock.now()
        ),
        "管辖范围",
    )
    assert firm_case(cast.xihu_county).authority == cast.xihu_county.organisation
    refuses(lambda: insurer_case(cast.wenzhou_regulator, "330600"), "管辖范围")
    assert insurer_case(cast.zhejiang_regulator, "330100").authority.code == "REG-ZJ"
    for city in ("330600", "330200"):  # a sub-office hands up what the office above it shall take
        refuses(lambda city=city: insurer_case(cast.zhejiang_regulator, city), "属地监管机构立案")


def test_the_same_fact_opens_no_second_case(cast: Cast) -> None:
    fact = fact_on_enterprise(world.enterprise(), "信访1号")
    values: dict[str, Any] = {
        "title": "x",
        "facts": "y",
        "by": cast.hangzhou_officer,
        "today": TODAY,
        "at": clock.now(),
    }
    case = services.open_case(fact=fact, **values)
    refuses(lambda: services.open_case(fact=fact, **values), "不得重复立案")
    assert Case.objects.get() == case


def test_numbers_are_without_gaps(cast: Cast) -> None:
    first = firm_case(cast.hangzhou_officer)
    refuses(
        lambda: services.open_case(
            fact=fact_on_enterprise(world.enterprise(), "x"),
            title="",
            facts="",
            by=cast.hangzhou_officer,
            today=TODAY,
            at=clock.now(),
        ),
        "为空",
    )
    second = firm_case(cast.hangzhou_officer)
    assert [first.number, second.number] == ["CZ-EM-330100-2023-0001", "CZ-EM-330100-2023-0002"]


# --- steps ----------------------------------------------------------------------------------------------------


def test_an_order_is_numbered_and_waits_for_its_day(cast: Cast) -> None:
    case = firm_case(cast.hangzhou_officer)
    order = take(case, cast.hangzhou_officer, "ORDER", due_on=TODAY + timedelta(days=15))
    assert order.state == "ISSUED"
    assert order.issued_on == TODAY
    assert order.doc_no.endswith("责改〔2023〕1号")
    assert again(case).state == "RUNNING"
    assert again(case).sent_on == TODAY
    other = take(firm_case(cast.hangzhou_officer), cast.hangzhou_officer, "ORDER", due_on=TODAY + timedelta(days=20))
    assert other.doc_no.endswith("责改〔2023〕2号")


@pytest.mark.parametrize("days", [0, -1])
def test_a_deadline_before_the_order_is_refused(cast: Cast, days: int) -> None:
    case = firm_case(cast.hangzhou_officer)
    refuses(lambda: take(case, cast.hangzhou_officer, "ORDER", due_on=TODAY + timedelta(days=days)), "须晚于下达日期")
    assert again(case).state == "OPENED"


def test_a_measure_of_the_other_kind_of_authority_is_refused(cast: Cast) -> None:
    case = firm_case(cast.hangzhou_officer)
    refuses(lambda: take(case, cast.hangzhou_officer, "NOTICE"), "不属于应急管理部门的职责")


def test_a_number_given_twice_is_refused(cast: Cast) -> None:
    case = firm_case(cast.hangzhou_officer)
    given: dict[str, Any] = {"doc_no": "示例纠〔2023〕1号", "issued_on": TODAY}
    take(case, cast.hangzhou_officer, "CORRECT", **given)
    for number in (given["doc_no"], "示例纠[2023]1号", "示例纠（2023）1号"):
        refuses(
            lambda number=number: take(case, cast.hangzhou_officer, "CORRECT", issued_on=TODAY, doc_no=number),
            "已经使用",
        )
    assert case.steps.count() == 1


def test_fines_of_cases_and_of_hazards_share_no_number(cast: Cast) -> None:
    by, number = cast.hangzhou_officer, "示例罚〔2023〕7号"
    hazard = life.hazard(world.enterprise(), level="MAJOR")
    life.measure(hazard, by, "FINE", number=number, fine=Decimal(40_000), of_refusal=False)
    case = firm_case(by)
    refuses(lambda: filed(case, by, number=number), "已在隐患")
    refuses(lambda: take(case, by, "CORRECT", doc_no=number, issued_on=TODAY), "已在隐患")
    filed(case, by, number="示例立〔2023〕7号")
    with pytest.raises(Refused, match="已在案件"):
        life.measure(hazard, by, "STOP", number="示例立[2023]7号", of_refusal=False)


def test_an_interview_needs_two_officers_and_a_second_person(cast: Cast) -> None:
    by, lead = person("reg-330300"), person("reg-330300-lead")
    case = insurer_case(by, "330300")
    refuses(lambda: take(case, by, "INTERVIEW", met_on=TODAY, first_officer="张某", second_officer="张某"), "同一人")
    step = take(case, by, "INTERVIEW", met_on=TODAY, met_at="14:00 会议室", first_officer="张某", second_officer="李某")
    assert (step.state, step.doc_no) == ("PROPOSED", "")
    values: dict[str, Any] = {"approve": True, "note": "", "today": TODAY, "at": clock.now()}
    refuses(lambda: services.decide_step(step=fresh(step), by=by, **values), "提出人本人不能办理")
    assert fresh(step).state == "PROPOSED"
    issued = services.decide_step(step=fresh(step), by=lead, **values)
    assert issued.state == "ISSUED"
    assert "监谈〔2023〕1号" in issued.doc_no
    done = services.record_minutes(step=fresh(step), met_on=TODAY, text="已谈", by=by, today=TODAY, at=clock.now())
    assert done.state == "DONE"


def test_a_proposal_that_is_not_agreed_to_needs_its_reason(cast: Cast) -> None:
    by, lead = person("reg-330300"), person("reg-330300-lead")
    case = insurer_case(by, "330300")
    step = take(case, by, "REGULATORY", basis="待核", doc_no="示例措〔2023〕1号", issued_on=TODAY)
    values: dict[str, Any] = {"approve": False, "by": lead, "today": TODAY, "at": clock.now()}
    refuses(lambda: services.decide_step(step=fresh(step), note=" ", **values), "须写明理由")
    assert services.decide_step(step=fresh(step), note="事实不清", **values).state == "RETURNED"
    assert again(case).state == "OPENED"


# --- the other side -------------------------------------------------------------------------------------------


def test_the_insurer_signs_with_its_second_and_answers(cast: Cast) -> None:
    by = person("reg-330300")
    case = insurer_case(by, "330300")
    step = inquiry(case, by)
    clerk, lead = cast.insurer_a_clerk, cast.insurer_a_lead
    services.sign_step(step=fresh(step), by=clerk, at=clock.now())
    refuses(lambda: services.sign_step(step=fresh(step), by=clerk, at=clock.now()), "另一名复核人")
    assert services.sign_step(step=fresh(step), by=lead, at=clock.now()).receipt_by == lead
    reply = services.answer_step(step=fresh(step), answer=Answer("已补做"), by=clerk, today=TODAY, at=clock.now())
    assert reply.given_on == TODAY
    assert fresh(step).state == "ANSWERED"
    services.review_answer(step=fresh(step), accepted=False, note="不予采信", by=by, today=TODAY, at=clock.now())
    assert fresh(step).state == "DONE"


def test_who_confirms_a_signature_works_where_the_first_did(cast: Cast, as_user: Any) -> None:
    """Company and city branch are two organisations: neither is the second of the other, whichever signed first."""
    by = person("reg-330300")
    branch, colleague = person("ins-a-330300"), person("ins-a-330300-lead")
    above, checker = cast.insurer_a_clerk, cast.insurer_a_lead
    case = insurer_case(by, "330300")
    signed, answered = inquiry(case, by), inquiry(case, by, days=9)
    services.sign_step(step=fresh(signed), by=branch, at=clock.now())
    services.answer_step(step=fresh(answered), answer=Answer("已补做"), by=above, today=TODAY, at=clock.now())
    for step, first, stranger in ((signed, branch, above), (answered, above, branch)):
        office = first.organisation.name
        words = f"已由「{office}」的{first}签收，签收复核须由「{office}」的另一名人员办理"
        signing = partial(services.sign_step, step=fresh(step), by=stranger, at=clock.now())
        refuses(signing, re.escape(words))
        told = as_user(stranger).post(f"/dispositions/steps/{step.pk}/sign/", follow=True)
        assert words in said(told)
        assert fresh(step).receipt_by is None
    services.sign_step(step=fresh(signed), by=colleague, at=clock.now())
    services.sign_step(step=fresh(answered), by=checker, at=clock.now())
    assert (fresh(signed).receipt_by, fresh(answered).receipt_by) == (colleague, checker)
    page = " ".join(as_user(by).get(f"/dispositions/{case.pk}/").content.decode().split())
    for one in (branch, colleague, above, checker):
        assert f"{one.organisation.name} {one}" in page


def test_a_stranger_answers_nothing(cast: Cast) -> None:
    by = person("reg-330300")
    step = inquiry(insurer_case(by, "330300"), by)
    before = len(refusals())
    with pytest.raises(NotAllowed):
        services.answer_step(step=fresh(step), answer=Answer("x"), by=cast.insurer_b_clerk, today=TODAY, at=clock.now())
    assert fresh(step).state == "ISSUED"
    assert len(refusals()) == before + 1


def test_more_time_is_asked_once(cast: Cast) -> None:
    by = person("reg-330300")
    step = inquiry(insurer_case(by, "330300"), by)
    values: dict[str, Any] = {"by": cast.insurer_a_clerk, "today": TODAY, "at": clock.now()}
    late = TODAY + timedelta(days=20)
    refuses(lambda: services.ask_extension(step=fresh(step), until=TODAY, reason="x", **values), "须晚于原期限")
    services.ask_extension(step=fresh(step), until=late, reason="需核对", **values)
    refuses(lambda: services.ask_extension(step=fresh(step), until=late, reason="x", **values), "只能申请一次")
    services.answer_extension(step=fresh(step), granted=True, note="", by=by, at=clock.now())
    assert fresh(step).due_on == late


def test_the_bureau_files_the_paper_answer_of_an_enterprise(cast: Cast) -> None:
    by = cast.hangzhou_officer
    case = firm_case(by)
    order = take(case, by, "ORDER", due_on=TODAY + timedelta(days=15))
    reply = services.file_answer(
        step=fresh(order), answer=Answer("已投保"), given_on=TODAY, by=by, today=TODAY, at=clock.now()
    )
    assert reply.is_paper
    assert fresh(order).state == "ANSWERED"


# --- penalties ------------------------------------------------------------------------------------------------


def decision(
    step: Step, by: Any, amount: int = 60_000, *, overdue: bool = False, number: str = "示例罚〔2023〕1号"
) -> Step:
    given = Decision(number, TODAY, Decimal(amount), overdue)
    return services.propose_decision(step=fresh(step), decision=given, by=by, today=TODAY, at=clock.now())


def test_a_penalty_goes_through_its_stages(cast: Cast) -> None:
    by, lead = cast.hangzhou_officer, cast.hangzhou_lead
    case = firm_case(by)
    step = filed(case, by)
    refuses(lambda: decision(step, by), "先登记「告知」")
    stage(step, by, "INFORMED")
    refuses(lambda: decision(step, by, 40_000), "不在")
    refuses(lambda: decision(step, by, 150_000, overdue=True), "没有已逾期的责令限期改正")
    proposed = decision(step, by)
    refuses(
        lambda: services.decide_step(step=proposed, approve=True, note="", by=by, today=TODAY, at=clock.now()),
        "本人不能",
    )
    services.decide_step(step=fresh(step), approve=True, note="同意", by=lead, today=TODAY, at=clock.now())
    assert fresh(step).state == "ISSUED"
    refuses(lambda: close(case, by, "PENALTY"), "办完该步骤")
    for name in ("SERVED", "PUBLISHED", "PAID", "ENDED"):
        stage(step, by, name)
    assert fresh(step).state == "DONE"
    assert [one.stage for one in step.stages.all()] == [
        "FILED",
        "INFORMED",
        "DECIDED",
        "SERVED",
        "PUBLISHED",
        "PAID",
        "ENDED",
    ]
    assert close(case, by, "PENALTY").outcome == "PENALTY"


def test_a_sector_authority_needs_the_division_of_duties(cast: Cast) -> None:
    by = cast.builder_authority
    firm = world.enterprise(sectors=["CONSTR"])
    case = services.open_case(
        fact=fact_on_enterprise(firm, "来信1"), title="x", facts="y", by=by, today=TODAY, at=clock.now()
    )
    refuses(lambda: filed(case, by), "第一百一十五条")
    assert not case.steps.exists()


def test_a_regulators_fine_rests_on_the_insurance_law(cast: Cast) -> None:
    by = person("reg-330300")
    case = insurer_case(by, "330300")
    refuses(lambda: filed(case, by, "SAFETY_109"), "不能适用")
    assert filed(case, by, "INSURANCE_161").state == "FILED"


# --- the end --------------------------------------------------------------------------------------------------


def close(case: Case, by: Any, outcome: str, note: str = "已处理") -> Case:
    return services.close_case(case=again(case), outcome=outcome, note=note, by=by, today=TODAY, at=clock.now())


def test_no_step_follows_the_end(cast: Cast) -> None:
    by = cast.hangzhou_officer
    case = firm_case(by)
    refuses(lambda: close(case, by, "ORDER"), "没有作出")
    assert unfounded(case, by, cast.hangzhou_lead, "经查已投保").state == "CLOSED"
    refuses(lambda: take(case, by, "ORDER", due_on=TODAY + timedelta(days=7)), "办结，不能再增加步骤")
    refuses(lambda: close(case, by, "UNFOUNDED"), "办结")
    assert [one.kind for one in case.steps.all()] == ["UNFOUNDED"]


def test_a_case_waits_for_its_answers(cast: Cast) -> None:
    by = cast.hangzhou_officer
    case = firm_case(by)
    order = take(case, by, "ORDER", due_on=TODAY + timedelta(days=7))
    refuses(lambda: close(case, by, "ORDER"), "办完该步骤")
    services.fulfil_step(step=fresh(order), done_on=TODAY, note="已投保", by=by, today=TODAY, at=clock.now())
    assert close(case, by, "ORDER").closed_on == TODAY


def test_a_sub_office_hands_a_case_up_and_sees_its_end(cast: Cast) -> None:
    by, above = person("reg-330300"), cast.zhejiang_regulator
    case = insurer_case(by, "330300")
    refuses(
        lambda: services.refer_case(case=again(case), reason=" ", by=by, today=TODAY, at=clock.now()), "转办理由为空"
    )
    services.refer_case(case=again(case), reason="省级分公司签约", by=by, today=TODAY, at=clock.now())
    assert again(case).authority.code == "REG-ZJ"
    refuses(lambda: take(case, by, "NOTICE"), "只有该机关可以办理")
    services.receive_referral(case=again(case), by=above, at=clock.now())
    take(case, above, "NOTICE")
    close(case, above, "NOTICE")
    assert Case.objects.visible_to(by).get().outcome == "NOTICE"


def test_only_a_sub_office_hands_up(cast: Cast) -> None:
    case = insurer_case(cast.zhejiang_regulator, "330100")
    refuses(
        lambda: services.refer_case(
            case=again(case), reason="x", by=cast.zhejiang_regulator, today=TODAY, at=clock.now()
        ),
        "只有监管分局",
    )


def test_a_day_to_come_is_refused(cast: Cast) -> None:
    case = firm_case(cast.hangzhou_officer)
    refuses(lambda: filed(case, cast.hangzhou_officer, filed_on=date(2023, 12, 1)), "晚于今天")


# --- bad input: a sentence, nothing changed, an event -------------------------------------------------------------


@pytest.fixture
def stands(cast: Cast) -> SimpleNamespace:
    """Cases of both sides with what each kind of bad input needs."""
    bureau, regulator = cast.hangzhou_officer, person("reg-330300")
    ended = firm_case(bureau)
    given: dict[str, Any] = {"doc_no": "示例纠〔2023〕1号", "issued_on": TODAY}
    unfounded(ended, bureau, cast.hangzhou_lead)
    firm, other, about = firm_case(bureau), firm_case(bureau), insurer_case(regulator, "330300")
    fine = filed(firm, bureau)
    stage(fine, bureau, "INFORMED")
    take(firm, bureau, "CORRECT", **given)
    talk = take(
        about, regulator, "INTERVIEW", met_on=TODAY, met_at="14:00", first_officer="张某", second_officer="李某"
    )
    return SimpleNamespace(
        cast=cast,
        bureau=bureau,
        regulator=regulator,
        ended=ended,
        firm=firm,
        other=other,
        about=about,
        fine=fine,
        talk=talk,
        asked=inquiry(about, regulator),
        given=given,
    )


BAD: dict[str, tuple[Any, str]] = {
    "a city's order to an insurer": (
        lambda at: take(at.about, at.bureau, "ORDER", due_on=TODAY + timedelta(days=7)),
        "金融监管机构依法查处",
    ),
    "a regulator's fine on an enterprise": (
        lambda at: filed(at.firm, at.regulator, "INSURANCE_161"),
        "应急管理部门和行业主管部门依法处理",
    ),
    "a fine outside the range": (lambda at: decision(at.fine, at.bureau, 40_000), "不在.*规定的范围内"),
    "a deadline before the order": (
        lambda at: take(at.firm, at.bureau, "ORDER", due_on=TODAY - timedelta(days=1)),
        "须晚于下达日期",
    ),
    "a step after the end": (
        lambda at: take(at.ended, at.bureau, "ORDER", due_on=TODAY + timedelta(days=7)),
        "不能再增加步骤",
    ),
    "a decision by its own proposer": (
        lambda at: services.decide_step(
            step=fresh(at.talk), approve=True, note="", by=at.regulator, today=TODAY, at=clock.now()
        ),
        "提出人本人不能办理",
    ),
    "an answer by a stranger": (
        lambda at: services.answer_step(
            step=fresh(at.asked), answer=Answer("x"), by=at.cast.insurer_b_clerk, today=TODAY, at=clock.now()
        ),
        "",
    ),
    "an answer by another insurer that sees nothing": (
        lambda at: services.sign_step(step=fresh(at.asked), by=at.cast.insurer_b_clerk, at=clock.now()),
        "",
    ),
    "a measure of the province, which watches": (
        lambda at: take(at.firm, at.cast.provincial_officer, "ORDER", due_on=TODAY + timedelta(days=7)),
        "",
    ),
    "a number given twice": (lambda at: take(at.firm, at.bureau, "CORRECT", text="另一要求", **at.given), "已经使用"),
    "a filing's number given twice": (
        lambda at: filed(at.other, at.bureau, number=at.fine.stages.get(stage="FILED").number),
        "已在案件.*使用",
    ),
    "a second penalty while one is under way": (lambda at: filed(at.firm, at.bureau), "决定或者撤销后才能再立案"),
    "a penalty filed before the case was opened": (
        lambda at: filed(at.other, at.bureau, filed_on=date(2020, 1, 1)),
        "早于案件登记日期",
    ),
    "a deadline in another century": (
        lambda at: take(at.firm, at.bureau, "ORDER", due_on=date(2199, 1, 1)),
        "超过一年",
    ),
    "a stage without a number": (
        lambda at: services.record_stage(
            step=fresh(at.fine),
            stage="HEARING",
            number=" ",
            reached_on=TODAY,
            by=at.bureau,
            today=TODAY,
            at=clock.now(),
        ),
        "文书号为空",
    ),
    "a paper withdrawn without a reason": (
        lambda at: services.withdraw_step(step=fresh(at.asked), note=" ", by=at.regulator, today=TODAY, at=clock.now()),
        "撤销理由为空",
    ),
    "a paper withdrawn by another authority": (
        lambda at: services.withdraw_step(step=fresh(at.asked), note="x", by=at.bureau, today=TODAY, at=clock.now()),
        "金融监管机构依法查处",
    ),
    "the same form sent twice": (lambda at: inquiry(at.about, at.regulator), "不得重复"),
    "an interview on a day that has passed": (
        lambda at: services.decide_step(
            step=fresh(at.talk),
            approve=True,
            note="",
            by=person("reg-330300-lead"),
            today=TODAY + timedelta(days=1),
            at=clock.now(),
        ),
        "谈话日期.*已过",
    ),
    "an explanation that is called done before its day": (
        lambda at: services.fulfil_step(
            step=fresh(at.asked), done_on=TODAY, note="x", by=at.regulator, today=TODAY, at=clock.now()
        ),
        "届满仍未答复",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_and_changes_nothing(stands: SimpleNamespace, name: str) -> None:
    call, words = BAD[name]
    before, events = everything(), len(refusals())
    with pytest.raises((Refused, NotAllowed), match=words or None):
        call(stands)
    assert everything() == before
    assert len(refusals()) == events + 1


def test_one_letter_about_two_insurers_opens_two_cases(cast: Cast) -> None:
    by = cast.zhejiang_regulator
    for code in ("INS-A-ZJ", "INS-B-ZJ"):
        fact = fact_on_insurer(world.insurer(code), "330100", "来信1号")
        services.open_case(fact=fact, title="x", facts="y", by=by, today=TODAY, at=clock.now())
    assert Case.objects.count() == 2


def test_a_report_that_an_enterprise_is_not_insured_is_the_matter_of_its_open_case(cast: Cast) -> None:
    """Whoever says so, and to whichever authority: it is pursued once."""
    firm = world.enterprise(sectors=["CONSTR"])
    values: dict[str, Any] = {"title": "x", "facts": "y", "today": TODAY, "at": clock.now()}
    case = services.open_case(
        fact=fact_on_enterprise(firm, "来信1", "NOT_INSURED"), by=cast.builder_authority, **values
    )
    refuses(
        lambda: services.open_case(
            fact=fact_on_enterprise(firm, "来信2", "NOT_INSURED"), by=cast.hangzhou_officer, **values
        ),
        f"{case.number}.*由该机关在该案件中办理",
    )
    assert Case.objects.get() == case


def test_nothing_follows_a_transfer_and_no_series_is_written_by_hand(cast: Cast) -> None:
    by = cast.hangzhou_officer
    case, typed = firm_case(by), f"{by.organisation.letter_code}责改〔2023〕9号"
    for number in (typed, typed.replace("〔", "[").replace("〕", "]")):
        refuses(lambda number=number: take(case, by, "CORRECT", doc_no=number, issued_on=TODAY), "自动编号的系列")
    take(case, by, "TRANSFER", addressee="示例公安局")
    refuses(lambda: take(case, by, "ORDER", due_on=TODAY + timedelta(days=7)), "案件已移送")
    refuses(lambda: filed(case, by), "案件已移送")


def test_an_order_that_runs_goes_along_with_a_case_that_is_handed_on(
    cast: Cast, as_user: Callable[[Any], Client]
) -> None:
    by = cast.hangzhou_officer
    case = firm_case(by)
    order = take(case, by, "ORDER", due_on=TODAY + timedelta(days=7))
    penalty = filed(case, by)
    end: dict[str, Any] = {"outcome": "TRANSFER", "note": "已移送", "by": by, "today": TODAY, "at": clock.now()}
    refuses(lambda: take(case, by, "TRANSFER", addressee="示例公安局"), "行政处罚.*办完该步骤后才能移送")
    services.drop_penalty(step=fresh(penalty), note="移送", by=by, today=TODAY, at=clock.now())
    take(case, by, "TRANSFER", addressee="示例公安局")
    assert 'name="outcome"' in as_user(by).get(f"/dispositions/{case.pk}/").content.decode()
    assert services.close_case(case=again(case), **end).outcome == "TRANSFER"
    assert fresh(order).get_state_display() == "仍然有效"
    later = TODAY + timedelta(days=30)
    assert not Step.objects.by_deadline("DUE", later).exists()
    assert "责令限期改正：随案移送" in as_user(by).get(f"/dispositions/{case.pk}/").content.decode()


def test_a_draft_that_is_not_agreed_to_gives_its_number_back(cast: Cast) -> None:
    by, lead = person("reg-330300"), person("reg-330300-lead")
    case = insurer_case(by, "330300")
    given: dict[str, Any] = {"basis": "待核", "doc_no": "示例措〔2023〕1号", "issued_on": TODAY}
    step = take(case, by, "REGULATORY", **given)
    services.decide_step(step=fresh(step), approve=False, note="不清", by=lead, today=TODAY, at=clock.now())
    assert take(case, by, "REGULATORY", text="补充事实后再提", **given).state == "PROPOSED"


def test_who_corrected_in_time_is_not_fined_for_being_late(cast: Cast) -> None:
    by = cast.hangzhou_officer
    case = firm_case(by)
    order = take(case, by, "ORDER", due_on=TODAY + timedelta(days=1))
    services.fulfil_step(step=fresh(order), done_on=TODAY, note="已投保", by=by, today=TODAY, at=clock.now())
    step, later = filed(case, by), TODAY + timedelta(days=5)
    stage(step, by, "INFORMED")
    given = Decision("示例罚〔2023〕1号", later, Decimal(150_000), overdue=True)
    values: dict[str, Any] = {"decision": given, "by": by, "today": later, "at": clock.now()}
    refuses(lambda: services.propose_decision(step=fresh(step), **values), "没有已逾期")
    Step.objects.filter(pk=order.pk).update(state="ISSUED", done_on=None)
    assert services.propose_decision(step=fresh(step), **values).state == "PROPOSED"


def test_an_order_whose_answer_does_not_convince_stays_in_force(cast: Cast) -> None:
    """It is neither done nor kept, may be answered again, and both answers stand."""
    by, day = cast.hangzhou_officer, TODAY + timedelta(days=1)
    order = take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=3))
    values: dict[str, Any] = {"by": by, "today": TODAY, "at": clock.now()}
    services.file_answer(step=fresh(order), answer=Answer("已投保"), given_on=TODAY, **values)
    services.review_answer(step=fresh(order), accepted=False, note="未附保单", **values)
    assert (fresh(order).state, fresh(order).ended_on) == ("ISSUED", None)
    late = TODAY + timedelta(days=9)
    assert [Step.objects.by_deadline(code, late).count() for code in ("DUE", "KEPT", "MISSED")] == [1, 0, 1]
    services.file_answer(step=fresh(order), answer=Answer("保单随附"), given_on=day, by=by, today=day, at=clock.now())
    reply = Reply.objects.get()
    assert (reply.accepted, reply.given_on) == (None, day)
    assert reply.text.startswith("已投保")
    assert reply.text.endswith("再次答复：\n保单随附")
    services.review_answer(step=fresh(order), accepted=True, note="属实", by=by, today=day, at=clock.now())
    assert fresh(order).state == "DONE"
    assert Step.objects.by_deadline("KEPT", late).count() == 1


def test_a_paper_that_is_withdrawn_keeps_its_number_and_is_told(cast: Cast) -> None:
    by = person("reg-330300")
    case = insurer_case(by, "330300")
    asked = inquiry(case, by)
    services.withdraw_step(step=fresh(asked), note="文书有误", by=by, today=TODAY, at=clock.now())
    assert fresh(asked).state == "WITHDRAWN"
    assert inquiry(case, by).doc_no.endswith("2号")
    told = Step.objects.visible_to(cast.insurer_a_clerk)
    assert [one.state for one in told.order_by("seq")] == ["WITHDRAWN", "ISSUED"]
    assert not Step.objects.by_deadline("DUE", TODAY + timedelta(days=30)).filter(pk=asked.pk).exists()


def test_a_paper_stays_as_it_was_sent(cast: Cast) -> None:
    """Neither time that was granted later nor the day on which an interview took place changes what was sent."""
    by, lead, met = person("reg-330300"), person("reg-330300-lead"), TODAY + timedelta(days=5)
    case = insurer_case(by, "330300")
    asked = inquiry(case, by)
    talk = take(case, by, "INTERVIEW", met_on=met, met_at="14:00", first_officer="张某", second_officer="李某")
    services.decide_step(step=fresh(talk), approve=True, note="", by=lead, today=TODAY, at=clock.now())
    sent = [letter_of(fresh(one)) for one in (asked, talk)]
    services.ask_extension(
        step=fresh(asked),
        until=TODAY + timedelta(days=20),
        reason="需核对",
        by=cast.insurer_a_clerk,
        today=TODAY,
        at=clock.now(),
    )
    services.answer_extension(step=fresh(asked), granted=True, note="", by=by, at=clock.now())
    services.record_minutes(step=fresh(talk), met_on=TODAY, text="已谈", by=by, today=TODAY, at=clock.now())
    assert [letter_of(fresh(one)) for one in (asked, talk)] == sent
    assert (fresh(talk).met_on, fresh(talk).done_on) == (met, TODAY)
