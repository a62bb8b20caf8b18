"""What waits in cases on the workbench: each thing once, with its source, its day and the next step in place."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from core.contributions.desk import Desk, Todo
from dispositions import services
from dispositions.models import Case, Step
from dispositions.services import Answer
from dispositions.todos import work
from dispositions.waiting import items
from tests.cast import Cast
from tests.dispositions.rows import TODAY, filed, fresh, inquiry, insurer_case, person, take

pytestmark = pytest.mark.django_db


def lines(who: User, day: date = TODAY) -> list[Todo]:
    return list(work(Desk(User.objects.select_related("organisation").get(pk=who.pk), day)).todos)


def told(who: User, day: date) -> list[tuple[str, date]]:
    """What the daily message says to a person, that a paper is to be signed for aside."""
    return [(one.what, one.on) for one in items(day) if one.person_id == who.pk and one.what != "签收文书"]


def interview(case: Case, met_on: date) -> Step:
    """An interview that two people of the authority fixed."""
    by, lead = person("reg-330300"), person("reg-330300-lead")
    officers: dict[str, Any] = {"first_officer": "张某", "second_officer": "李某"}
    step = take(case, by, "INTERVIEW", met_on=met_on, met_at="14:00", **officers)
    services.decide_step(step=fresh(step), approve=True, note="", by=lead, today=TODAY, at=clock.now())
    return fresh(step)


def test_a_request_for_more_time_waits_for_the_regulator(cast: Cast) -> None:
    by, clerk = person("reg-330300"), cast.insurer_a_clerk
    step = inquiry(insurer_case(by, "330300"), by)
    assert lines(by) == []
    until = TODAY + timedelta(days=20)
    services.ask_extension(step=fresh(step), until=until, reason="材料较多", by=clerk, today=TODAY, at=clock.now())
    (line,) = lines(by)
    assert (line.action, line.due_on, line.detail) == ("答复延期申请", step.due_on, step.doc_no)
    assert line.url == f"/dispositions/{step.case_id}/#step-{step.pk}"
    assert told(by, TODAY) == [("答复延期申请", TODAY)]
    assert told(clerk, TODAY) == []
    services.answer_extension(step=fresh(step), granted=True, note="", by=by, at=clock.now())
    assert lines(by) == []
    assert told(by, TODAY) == []


def test_an_interview_waits_for_its_minutes_and_shows_its_day_to_the_insurer(cast: Cast) -> None:
    by, clerk, day = person("reg-330300"), person("ins-a-330300"), TODAY + timedelta(days=1)
    step = interview(insurer_case(by, "330300"), day)
    assert lines(by) == []
    assert {(line.due_on, line.detail) for line in lines(clerk)} == {(day, f"{step.authority} {step.doc_no}")}
    assert told(clerk, TODAY) == told(by, TODAY) == [("监管谈话", day)]
    after = day + timedelta(days=3)
    (line,) = lines(by, after)
    assert (line.action, line.due_on, line.days_left) == ("登记谈话纪要", day, -3)
    assert {line.due_on for line in lines(clerk, after)} == {None}
    assert (told(by, after), told(clerk, after)) == ([("登记谈话纪要", after)], [])
    services.record_minutes(step=fresh(step), met_on=day, text="已谈", by=by, today=after, at=clock.now())
    assert lines(by, after) == []


def decided(on: date) -> Step:
    """A fine that was decided on a day and is not public."""
    by = person("reg-330300")
    step = filed(insurer_case(by, "330300"), by, "INSURANCE_161")
    Step.objects.filter(pk=step.pk).update(
        state="ISSUED", issued_on=on, doc_no=f"示例罚〔2023〕{step.pk}号", amount=60_000
    )
    return fresh(step)


def test_a_fine_that_is_not_public_in_time_stands_once_and_the_line_has_its_earliest_day(
    cast: Cast, as_user: Callable[[Any], Client], settings: Any
) -> None:
    by, after = person("reg-330300"), TODAY + timedelta(days=12)
    first = decided(TODAY - timedelta(days=1))
    second, soon = decided(TODAY), decided(after - timedelta(days=1))
    letter = inquiry(insurer_case(by, "330300"), by, days=11)
    waits, own = lines(by, after), [first, second, letter]
    (late,) = [line for line in waits if line.count > 1]
    (coming,) = [line for line in waits if line.count == 1]
    assert (late.count, late.due_on) == (3, date(2023, 12, 1))  # the seventh working day after the first
    assert late.detail == "其中 2 件的处罚逾期未公示"
    assert (coming.action, coming.detail) == ("登记处罚公示", soon.doc_no)
    Step.objects.filter(pk=letter.pk).update(issued_on=TODAY - timedelta(days=9), due_on=date(2023, 11, 30))
    assert [line.due_on for line in lines(by, after) if line.count > 1] == [date(2023, 11, 30)]
    settings.PORTAL_TODAY = after
    rows = as_user(by).get(late.url).context["rows"]
    assert {row.pk for row in rows} == {one.case_id for one in own}


def test_a_paper_stands_once_for_its_subject_with_what_comes_next(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    by, clerk, lead = person("reg-330300"), cast.insurer_a_clerk, cast.insurer_a_lead
    step = inquiry(insurer_case(by, "330300"), by)
    notice = take(insurer_case(by, "330300"), by, "NOTICE")
    steps = {step.doc_no: "签收并答复", notice.doc_no: "签收文书"}

    def waiting(who: User) -> dict[str, str]:
        found = lines(who)
        assert len({line.detail for line in found}) == len(found)
        return {line.detail.split()[-1]: line.action for line in found}

    assert waiting(clerk) == waiting(lead) == steps
    as_user(clerk).get("/")  # the workbench counts for the menu
    menu = as_user(clerk).get("/dispositions/").content.decode()
    assert re.search(r'<a href="/dispositions/"[^>]*>[^<]*<small><span class="sr-only">待办</span>2</small>', menu)
    assert len(as_user(clerk).get("/dispositions/?state=open").context["rows"]) == 2
    for paper in (step, notice):
        services.sign_step(step=fresh(paper), by=clerk, at=clock.now())
    assert waiting(clerk) == {step.doc_no: "答复"}
    assert waiting(lead) == steps
    assert waiting(person("ins-a-330300")) == {step.doc_no: "答复"}  # another organisation is no second of this one
    services.sign_step(step=fresh(step), by=lead, at=clock.now())
    services.answer_step(step=fresh(step), answer=Answer("x"), by=clerk, today=TODAY, at=clock.now())
    assert waiting(clerk) == {}
    assert waiting(lead) == {notice.doc_no: "签收文书"}


def test_of_many_papers_one_line_counts_the_cases_that_it_opens(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    by, clerk = person("reg-330300"), cast.insurer_a_clerk
    cases = [insurer_case(by, "330300") for _number in range(12)]
    papers = [take(cases[number % 11], by, "NOTICE", text=f"第{number}项要求") for number in range(13)]
    insurer_case(by, "330300")
    found = lines(clerk)
    whole = found[-1]
    assert (len(found), sum(line.count for line in found)) == (11, 11)
    assert (whole.title, whole.count) == ("11 件案件有文书待办", 11)
    rows = as_user(clerk).get(whole.url).context["rows"]
    assert {row.pk for row in rows} == {paper.case_id for paper in papers}
    services.sign_step(step=fresh(papers[10]), by=clerk, at=clock.now())
    assert len(as_user(clerk).get(whole.url).context["rows"]) == 10, "what the person signed for waits for a colleague"


def test_many_answers_to_look_at_open_exactly_their_cases(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    by, clerk = person("reg-330300"), cast.insurer_a_clerk
    steps = [inquiry(insurer_case(by, "330300"), by) for _number in range(14)]
    for step in steps[:12]:
        services.answer_step(step=fresh(step), answer=Answer("已更正"), by=clerk, today=TODAY, at=clock.now())
    whole = lines(by)[-1]
    assert (whole.title, whole.count, len(lines(by))) == ("12 件案件有文书待办", 12, 11)
    rows = as_user(by).get(whole.url).context["rows"]
    assert {row.pk for row in rows} == {step.case_id for step in steps[:12]}
