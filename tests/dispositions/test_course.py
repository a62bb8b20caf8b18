"""The course of a case keeps what was overtaken; numbers stand once; what is withdrawn says so; what counts as kept."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.writing import Refused
from dispositions import services
from dispositions.documents.letters import WITHDRAWN, letter_of
from dispositions.models import Step
from dispositions.services import Answer, Decision
from tests.cast import Cast
from tests.dispositions.rows import TODAY, filed, firm_case, fresh, insurer_case, person, stage, take

Browser = Callable[[Any], Client]


def test_a_decision_that_was_sent_back_stays_in_the_course(cast: Cast, as_user: Browser) -> None:
    by, lead = cast.hangzhou_officer, cast.hangzhou_lead
    step = filed(firm_case(by), by)
    number = step.stages.get().number
    with pytest.raises(Refused, match="「立案」使用"):
        services.record_stage(
            step=fresh(step), stage="INFORMED", number=number, reached_on=TODAY, by=by, today=TODAY, at=clock.now()
        )
    stage(step, by, "INFORMED")
    for amount, approve in ((60_000, False), (70_000, True)):
        given = Decision("示例罚〔2023〕1号", TODAY, Decimal(amount))
        services.propose_decision(step=fresh(step), decision=given, by=by, today=TODAY, at=clock.now())
        services.decide_step(
            step=fresh(step), approve=approve, note=f"理由{amount}", by=lead, today=TODAY, at=clock.now()
        )
    with pytest.raises(Refused, match="先登记「送达」"):
        stage(step, by, "PUBLISHED")
    moments = as_user(by).get(f"/dispositions/{step.case_id}/").context["moments"]
    told = [(one.what.partition("：")[2] or one.what, one.text) for one in moments][1:]
    assert [what for what, _text in told] == [
        "立案",
        "告知",
        "提出处罚决定",
        "复核不予同意",
        "提出处罚决定",
        "复核同意",
    ]
    assert "60,000.00" in told[2][1]
    assert "理由60000" in told[3][1]
    assert "理由70000" in told[5][1]
    assert all(by.organisation.name in one.who for one in moments)
    assert moments[4].who.endswith(str(lead))


def test_a_withdrawn_paper_says_so_and_bears_its_number(cast: Cast) -> None:
    by = person("reg-330300")
    step = take(insurer_case(by, "330300"), by, "INQUIRY", due_on=TODAY + timedelta(days=7))
    services.withdraw_step(step=fresh(step), note="文书有误", by=by, today=TODAY, at=clock.now())
    letter = letter_of(fresh(step))
    assert letter is not None
    assert (letter.mark, letter.number) == (WITHDRAWN, step.doc_no)
    assert "2023年11月23日撤销" in letter.paragraphs[0]


def test_an_order_is_kept_once_its_answer_was_accepted(cast: Cast) -> None:
    """An answer in time that waits to be looked at counts neither way."""
    by = cast.hangzhou_officer
    order = take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=3))
    services.file_answer(
        step=fresh(order), answer=Answer("正在办理"), given_on=TODAY, by=by, today=TODAY, at=clock.now()
    )
    codes = ("DUE", "KEPT", "MISSED")
    assert [Step.objects.by_deadline(code, TODAY).count() for code in codes] == [0, 0, 0]
    services.review_answer(step=fresh(order), accepted=True, note="属实", by=by, today=TODAY, at=clock.now())
    assert [Step.objects.by_deadline(code, TODAY).count() for code in codes] == [1, 1, 0]


def test_more_time_ends_within_a_year(cast: Cast) -> None:
    by = person("reg-330300")
    step = take(insurer_case(by, "330300"), by, "INQUIRY", due_on=TODAY + timedelta(days=7))
    with pytest.raises(Refused, match="超过一年"):
        services.ask_extension(
            step=fresh(step),
            until=TODAY + timedelta(days=400),
            reason="x",
            by=cast.insurer_a_clerk,
            today=TODAY,
            at=clock.now(),
        )


def test_a_paper_that_something_rests_on_is_not_withdrawn(cast: Cast) -> None:
    by, later = cast.hangzhou_officer, TODAY + timedelta(days=9)
    overdue, answered = (take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=days)) for days in (3, 30))
    services.file_answer(step=fresh(answered), answer=Answer("x"), given_on=TODAY, by=by, today=TODAY, at=clock.now())
    services.review_answer(step=fresh(answered), accepted=False, note="不属实", by=by, today=TODAY, at=clock.now())
    for step, why in ((overdue, "已过，不能撤销"), (answered, "已有对方答复")):
        with pytest.raises(Refused, match=why):
            services.withdraw_step(step=fresh(step), note="有误", by=by, today=later, at=clock.now())
        assert fresh(step).state == "ISSUED"
        later = TODAY
