"""Pages of cases: list, board, detail, forms, papers; who sees what of whom."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from accounts.door.events import facts_of
from accounts.door.steps import step_in_words
from accounts.models import Organisation
from core import clock, walls
from core.models import Attachment
from dispositions import services
from dispositions.models import Case, Step
from dispositions.openers.outside import fact_on_enterprise
from dispositions.services import Answer
from hazards.models import Enforcement, Hazard
from tests import world
from tests.cast import Cast
from tests.dispositions.rows import (
    TODAY,
    again,
    filed,
    firm_case,
    fresh,
    inquiry,
    insurer_case,
    person,
    refusals,
    stage,
    take,
    unfounded,
)
from tests.hazards import life

Browser = Callable[[Any], Client]


def numbers(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/dispositions/{query}")
    assert page.status_code == 200
    return [row.number for row in page.context["rows"]]


def test_each_sees_the_cases_of_its_side(cast: Cast, as_user: Browser) -> None:
    city, county = firm_case(cast.hangzhou_officer), firm_case(cast.xihu_county)
    insurer = insurer_case(person("reg-330300"), "330300")
    assert numbers(as_user(cast.hangzhou_officer)) == [county.number, city.number]
    assert numbers(as_user(cast.xihu_county)) == [county.number]
    assert numbers(as_user(cast.provincial_officer)) == [county.number, city.number]
    assert numbers(as_user(cast.quzhou_officer)) == numbers(as_user(cast.ningbo_regulator)) == []
    assert numbers(as_user(cast.zhejiang_regulator)) == [insurer.number]
    assert numbers(as_user(cast.wenzhou_regulator)) == [insurer.number]
    assert numbers(as_user(cast.insurer_a_clerk)) == []  # nothing was sent yet
    inquiry(insurer, person("reg-330300"))
    assert numbers(as_user(cast.insurer_a_clerk)) == [insurer.number]
    assert numbers(as_user(cast.insurer_b_clerk)) == []
    assert as_user(cast.hangzhou_officer).get(f"/dispositions/{insurer.pk}/").status_code == 404
    assert as_user(cast.insurer_b_clerk).get(f"/dispositions/{insurer.pk}/").status_code == 404


def test_the_database_gives_the_same(cast: Cast) -> None:
    """The wall agrees with the sight in Python, case by case and step by step."""
    firm_case(cast.hangzhou_officer), firm_case(cast.xihu_county)
    by = person("reg-330300")
    told, kept = insurer_case(by, "330300"), insurer_case(by, "330300")
    inquiry(told, by)
    take(kept, by, "TRANSFER", addressee="示例机关")
    filed(insurer_case(by, "330300"), by, "INSURANCE_161")
    for name, user in cast.everybody().items():
        for model in (Case, Step):
            seen = set(model.objects.visible_to(user).values_list("pk", flat=True))
            with walls.seeing_as(user):
                given = set(model.objects.values_list("pk", flat=True))
            assert seen == given, (name, model)


def test_the_list_filters_and_searches(cast: Cast, as_user: Browser) -> None:
    by = cast.hangzhou_officer
    first, second = firm_case(by), firm_case(by)
    order = take(first, by, "ORDER", due_on=TODAY + timedelta(days=3))
    client = as_user(by)
    assert numbers(client, f"?q={first.number}") == numbers(client, f"?q={order.doc_no}") == [first.number]
    assert numbers(client, "?state=OPENED") == [second.number]
    assert len(numbers(client, "?state=open")) == 2
    assert numbers(client, "?kind=ORDER") == numbers(client, "?wait=ANSWER") == [first.number]
    assert numbers(client, "?age=90") == []
    Step.objects.filter(pk=order.pk).update(issued_on=TODAY - timedelta(days=9), due_on=TODAY - timedelta(days=2))
    assert numbers(client, "?wait=OVERDUE") == [first.number]
    assert numbers(client, f"?authority={by.organisation_id}") == [second.number, first.number]
    assert numbers(client, f"?authority={10**30}") == []
    assert client.get("/dispositions/?export=xlsx").status_code == 200


def test_the_list_asks_as_much_for_many_cases(cast: Cast, as_user: Browser) -> None:
    client, by = as_user(cast.hangzhou_officer), cast.hangzhou_officer

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/dispositions/")
        return len(captured)

    firm_case(by)
    asked()
    few = asked()
    for _ in range(4):
        take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=3))
    asked()  # counts are kept until a ledger is written to
    assert asked() == few


def test_a_case_goes_its_way_on_pages(cast: Cast, as_user: Browser) -> None:
    by = person("reg-330300")
    client = as_user(by)
    sent = {
        "reference": "来信7号",
        "insurer": world.insurer().pk,
        "title": "未按合同服务",
        "facts": "6 户未兑现",
        "kind": "SERVICE_NOT_DONE",
    }
    made = client.post("/dispositions/new/", sent)
    assert made.status_code == 302
    case = Case.objects.get()
    page = client.get(f"/dispositions/{case.pk}/")
    assert page.status_code == 200
    assert {one["label"] for one in page.context["measures"] if one["url"]} >= {
        "监管谈话",
        "监管提示函",
        "要求书面说明",
    }
    assert client.get(f"/dispositions/{case.pk}/take/INQUIRY/").status_code == 200
    bad = client.post(f"/dispositions/{case.pk}/take/INQUIRY/", {"text": "说明", "due_on": f"{TODAY}"})
    assert bad.status_code == 400
    good = client.post(
        f"/dispositions/{case.pk}/take/INQUIRY/", {"text": "说明", "due_on": f"{TODAY + timedelta(days=7)}"}
    )
    assert good.status_code == 302
    step = Step.objects.get()
    theirs = as_user(cast.insurer_a_clerk)
    page = theirs.get(f"/dispositions/{case.pk}/")
    assert [one.name for one in page.context["actions"]] == ["sign", "answer", "extend"]
    assert theirs.post(f"/dispositions/steps/{step.pk}/sign/").status_code == 302
    assert theirs.post(f"/dispositions/steps/{step.pk}/answer/", {"text": ""}).status_code == 400
    assert theirs.post(f"/dispositions/steps/{step.pk}/answer/", {"text": "已补做"}).status_code == 302
    page = client.get(f"/dispositions/{case.pk}/")
    assert [one.name for one in page.context["actions"]] == ["review"]
    assert client.post(f"/dispositions/steps/{step.pk}/review/", {"accepted": "yes", "note": "采信"}).status_code == 302
    assert client.post(f"/dispositions/{case.pk}/close/", {"outcome": "INQUIRY", "note": "已说明"}).status_code == 302
    assert again(case).state == "CLOSED"
    assert theirs.get(f"/dispositions/{case.pk}/").status_code == 200


def test_an_answer_comes_with_its_files(cast: Cast, as_user: Browser) -> None:
    by = person("reg-330300")
    step = inquiry(insurer_case(by, "330300"), by)
    theirs = as_user(cast.insurer_a_clerk)
    sent = {"text": "见附件", "sent": [world.picture()]}
    assert theirs.post(f"/dispositions/steps/{step.pk}/answer/", sent).status_code == 302
    page = as_user(by).get(f"/dispositions/{step.case_id}/")
    assert len(page.context["lines"][0].reply_files) == 1
    before = len(refusals())
    assert (
        as_user(cast.insurer_b_clerk).post(f"/dispositions/steps/{step.pk}/answer/", {"text": "x"}).status_code == 404
    )
    assert len(refusals()) == before + 1  # nothing is there for a stranger, and the attempt is kept


@pytest.mark.parametrize(
    ("kind", "title", "more"),
    [
        ("NOTICE", "监管提示函", {}),
        ("INQUIRY", "书面说明通知", {"due_on": TODAY + timedelta(days=7)}),
        ("ORDER", "责令限期改正通知", {"due_on": TODAY + timedelta(days=7)}),
        ("TRANSFER", "案件移送函", {"addressee": "示例市公安局"}),
    ],
)
def test_papers_are_word_and_print(cast: Cast, as_user: Browser, kind: str, title: str, more: dict[str, Any]) -> None:
    by = person("reg-330300")
    step = take(insurer_case(by, "330300"), by, kind, **more)
    client = as_user(by)
    page = client.get(f"/dispositions/steps/{step.pk}/paper/")
    assert title in page.content.decode()
    answer = client.get(f"/dispositions/steps/{step.pk}/paper.docx")
    body = b"".join(answer)
    text = "\n".join(line.text for line in Document(BytesIO(body)).paragraphs)
    assert title in text
    assert step.doc_no in text
    assert by.organisation.name in text


def test_the_minutes_of_an_interview(cast: Cast, as_user: Browser) -> None:
    by, lead = person("reg-330300"), person("reg-330300-lead")
    case = insurer_case(by, "330300")
    step = take(case, by, "INTERVIEW", met_on=TODAY, met_at="14:00", first_officer="张某", second_officer="李某")
    client = as_user(by)
    assert "草稿" in client.get(f"/dispositions/steps/{step.pk}/paper/").content.decode()
    assert client.get(f"/dispositions/steps/{step.pk}/minutes-paper/").status_code == 404
    agreed = {"approve": "yes", "seen": step.proposal}
    assert as_user(lead).post(f"/dispositions/steps/{step.pk}/decide/", agreed).status_code == 302
    assert (
        client.post(f"/dispositions/steps/{step.pk}/minutes/", {"met_on": f"{TODAY}", "text": "已谈"}).status_code
        == 302
    )
    assert "监管谈话纪要" in client.get(f"/dispositions/steps/{step.pk}/minutes-paper/").content.decode()
    assert client.get(f"/dispositions/steps/{step.pk}/minutes-paper.docx").status_code == 200


def test_the_board_counts_what_the_list_shows(cast: Cast, as_user: Browser) -> None:
    by = cast.hangzhou_officer
    order = take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=3))
    firm_case(cast.xihu_county)
    services.fulfil_step(step=fresh(order), done_on=TODAY, note="已投保", by=by, today=TODAY, at=clock.now())
    client = as_user(by)
    board = client.get("/dispositions/board/").context["board"]
    assert (board.total, board.open, board.late) == (2, 2, 0)
    assert (board.in_time, board.due) == (1, 1)
    for row in (*board.by_authority, *board.by_subject, *board.by_source):
        assert len(client.get(row.all_url).context["rows"]) == row.total
    for bar in (*board.by_kind, *board.waits, *board.ages):
        assert len(client.get(bar.url).context["rows"]) == bar.count


def test_deadlines_and_fines_open_the_measures_that_they_count(cast: Cast, as_user: Browser) -> None:
    """A case may have several measures: what is counted by measure opens a list of measures."""
    by, later = cast.hangzhou_officer, TODAY + timedelta(days=5)
    case, soon = firm_case(by), TODAY + timedelta(days=3)
    kept = take(case, by, "CORRECT", doc_no="示例纠〔2023〕1号", issued_on=TODAY, due_on=soon)
    missed, answered = (take(one, by, "ORDER", due_on=soon) for one in (case, firm_case(by)))
    take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=30))
    services.fulfil_step(step=fresh(kept), done_on=TODAY, note="已投保", by=by, today=TODAY, at=clock.now())
    services.fulfil_step(step=fresh(missed), done_on=later, note="已投保", by=by, today=later, at=clock.now())
    services.file_answer(
        step=fresh(answered), answer=Answer("已投保"), given_on=later, by=by, today=later, at=clock.now()
    )
    client = as_user(by)
    board = client.get("/dispositions/board/").context["board"]
    assert (board.in_time, board.due) == (1, 3)
    listed = {
        code: {row.pk for row in client.get(f"/dispositions/steps/?deadline={code}").context["rows"]}
        for code in ("DUE", "KEPT", "MISSED")
    }
    assert listed == {
        "DUE": {kept.pk, missed.pk, answered.pk},
        "KEPT": {kept.pk},
        "MISSED": {missed.pk, answered.pk},
    }
    assert client.get("/dispositions/steps/?kind=PENALTY").context["page"].paginator.count == board.fines
    assert client.get("/dispositions/steps/?q=责改&export=xlsx").status_code == 200
    assert as_user(cast.insurer_a_clerk).get("/dispositions/steps/").status_code == 403
    assert not as_user(cast.zhejiang_regulator).get("/dispositions/steps/").context["rows"]


def test_reminders_name_what_is_due(cast: Cast) -> None:
    from dispositions.waiting import items

    by = person("reg-330300")
    case = insurer_case(by, "330300")
    step = inquiry(case, by, days=2)
    mine = {one.person_id for one in items(TODAY) if one.number == case.number}
    assert {by.pk, cast.insurer_a_clerk.pk} <= mine
    assert cast.insurer_b_clerk.pk not in mine
    services.answer_step(step=fresh(step), answer=Answer("x"), by=cast.insurer_a_clerk, today=TODAY, at=clock.now())
    assert {one.what for one in items(TODAY)} == {"审阅答复"}
    later = TODAY + timedelta(days=40)
    assert {(one.what, one.on) for one in items(later)} == {("审阅答复", later)}, "the answer came in time"


def test_the_workbench_tells_what_waits(cast: Cast, as_user: Browser) -> None:
    by = person("reg-330300")
    step = inquiry(insurer_case(by, "330300"), by)
    assert step.doc_no in as_user(cast.insurer_a_clerk).get("/").content.decode()


def test_a_bureau_opens_a_case_on_an_agency(cast: Cast, as_user: Browser) -> None:
    client, agency = as_user(cast.hangzhou_officer), cast.agency.organisation
    sent = {"reference": "来信9号", "agency": agency.pk, "title": "记录不实", "facts": "签到表不实", "kind": "OTHER"}
    assert client.post("/dispositions/new/", {**sent, "uscc": world.enterprise().uscc}).status_code == 400
    assert client.post("/dispositions/new/", {**sent, "agency": ""}).status_code == 400
    assert client.post("/dispositions/new/", sent).status_code == 302
    case = Case.objects.get()
    assert (case.subject, case.agency) == ("AGENCY", agency)
    assert numbers(as_user(cast.agency)) == []
    order = take(case, cast.hangzhou_officer, "ORDER", due_on=TODAY + timedelta(days=7))
    theirs = as_user(cast.agency)
    assert numbers(theirs) == [case.number]
    assert theirs.post(f"/dispositions/steps/{order.pk}/answer/", {"text": "已改正"}).status_code == 302
    assert fresh(order).state == "ANSWERED"


def test_a_fine_is_made_public_in_time(cast: Cast) -> None:
    from dispositions.services import Decision
    from dispositions.waiting import items

    by = cast.hangzhou_officer
    step = filed(firm_case(by), by)
    stage(step, by, "INFORMED")
    given = Decision("示例罚〔2023〕1号", TODAY, Decimal(60_000))
    services.propose_decision(step=fresh(step), decision=given, by=by, today=TODAY, at=clock.now())
    services.decide_step(step=fresh(step), approve=True, note="", by=cast.hangzhou_lead, today=TODAY, at=clock.now())
    assert {(one.what, one.on.isoformat()) for one in items(TODAY)} == {("公示处罚决定", "2023-12-04")}
    stage(step, by, "SERVED")
    stage(step, by, "PUBLISHED")
    assert list(items(TODAY)) == []


def test_a_fine_that_is_not_public_in_time_is_late_for_its_authority(cast: Cast, as_user: Browser) -> None:
    by = person("reg-330300")
    step = filed(insurer_case(by, "330300"), by, "INSURANCE_161")
    stage(step, by, "INFORMED")
    decided = TODAY - timedelta(days=20)
    Step.objects.filter(pk=step.pk).update(
        state="ISSUED", issued_on=decided, doc_no="示例罚〔2023〕1号", amount=Decimal(60_000)
    )
    Case.objects.filter(pk=step.case_id).update(sent_on=decided)
    client, number = as_user(by), step.case.number
    assert numbers(client, "?wait=OVERDUE") == [number]
    assert client.get("/dispositions/board/").context["board"].late == 1
    (row,) = client.get("/dispositions/steps/").context["rows"]
    assert (row.due_on, row.is_late) == (date(2023, 11, 14), True)
    assert "公示逾期" in client.get(f"/dispositions/{step.case_id}/").content.decode()
    desk = client.get("/").content.decode()
    assert "1 件案件已过期限" in desk
    assert "登记处罚公示" not in desk  # it stands once
    assert numbers(as_user(cast.insurer_a_clerk), "?wait=OVERDUE") == []  # the insurer is late with nothing
    step.stages.create(stage="PUBLISHED", number="示例公示", reached_on=TODAY, entered_by=by, entered_at=clock.now())
    assert numbers(client, "?wait=OVERDUE") == []
    assert client.get("/dispositions/board/").context["board"].late == 0
    assert [row.ended_on for row in client.get("/dispositions/steps/").context["rows"]] == [TODAY]
    assert "公示逾期" in client.get(f"/dispositions/{step.case_id}/").content.decode()  # late it was, and stays


def test_proposals_and_answers_wait_on_the_workbench_of_the_authority(cast: Cast, as_user: Browser) -> None:
    by, lead = person("reg-330300"), person("reg-330300-lead")
    case = insurer_case(by, "330300")
    step = inquiry(case, by)
    services.answer_step(step=fresh(step), answer=Answer("x"), by=cast.insurer_a_clerk, today=TODAY, at=clock.now())
    take(case, by, "REGULATORY", basis="待核", doc_no="示例措〔2023〕1号", issued_on=TODAY)
    late = inquiry(insurer_case(by, "330300"), by)
    Step.objects.filter(pk=late.pk).update(issued_on=TODAY - timedelta(days=9), due_on=TODAY - timedelta(days=2))
    mine, theirs = (as_user(one).get("/").content.decode() for one in (by, lead))
    assert "1 件案件已过期限" in mine
    assert numbers(as_user(by), f"?wait=OVERDUE&authority={by.organisation_id}") == [late.case.number]
    assert step.doc_no in mine
    assert "示例措〔2023〕1号" not in mine
    assert "示例措〔2023〕1号" in theirs


# --- refused hazards ------------------------------------------------------------------------------------------


def refused(cast: Cast, county: str = world.HANGZHOU, told: tuple[str, ...] = ("EM-330100",), **changes: Any) -> Any:
    """A refusal that was reported, with a fine on it where `changes` say so."""
    of = life.hazard(world.enterprise(county), level="MAJOR", state="ACCEPTED", refused_on=TODAY)
    made = life.refusal(of, cast.insurer_a_clerk, cast.insurer_a_lead, told=told)
    if changes:
        Enforcement.objects.create(
            hazard=of,
            refusal=made,
            organisation=cast.hangzhou_officer.organisation,
            number=f"示例〔2023〕{of.pk}号",
            decided_on=TODAY,
            entered_by=cast.hangzhou_officer,
            entered_at=clock.now(),
            **changes,
        )
    return made


def test_refused_hazards_stand_beside_the_cases_and_each_number_opens_its_rows(cast: Cast, as_user: Browser) -> None:
    fined, plain = refused(cast, kind="FINE", fine=Decimal(60_000)), refused(cast)
    sealed = refused(cast, told=("EM-330106",), kind="SEAL")
    Hazard.objects.filter(pk=plain.hazard_id).update(state="CLOSED", closed_on=TODAY)
    take(firm_case(cast.hangzhou_officer), cast.hangzhou_officer, "ORDER", due_on=TODAY + timedelta(days=3))
    client = as_user(cast.hangzhou_officer)
    board = client.get("/dispositions/board/").context["board"]
    assert (board.total, board.refused.total, board.refused.open, board.refused.fined) == (1, 3, 2, Decimal(60_000))
    opened = dict.fromkeys(("authority", "subject", "source", "kind", "age"), 0)
    for row in (*board.by_authority, *board.by_subject, *board.by_source):
        shown = len(client.get(row.refused_url).context["rows"]) if row.refused_url else 0
        assert shown == row.refused, row
        if row.holds_cases:
            assert len(client.get(row.all_url).context["rows"]) == row.total, row
        opened[next(iter(row.query))] += row.refused
    for place, bars in (("kind", board.by_kind), ("age", board.ages)):
        for bar in bars:
            shown = len(client.get(bar.refused_url).context["rows"]) if bar.refused_url else 0
            assert shown == bar.refused, bar
            opened[place] += bar.refused
    assert opened == {"authority": 3, "subject": 3, "source": 3, "kind": 2, "age": 2}
    moved = client.get("/dispositions/?source=REFUSAL&kind=PENALTY&state=open")
    assert moved.headers["Location"] == "/dispositions/refusals/?kind=FINE&state=open"
    [row] = client.get(moved.headers["Location"]).context["rows"]
    assert (row, row.measured.words, row.measured.fined) == (fined, "罚款", Decimal(60_000))
    assert client.get(f"/dispositions/refusals/?q={sealed.number}").context["rows"] == [sealed]
    assert client.get("/dispositions/refusals/?export=xlsx").status_code == 200
    # What departments did is for them and the province: not for insurers, nor for regulators.
    for other in (cast.insurer_a_clerk, cast.zhejiang_regulator):
        assert as_user(other).get("/dispositions/refusals/").status_code == 403
    assert not as_user(cast.zhejiang_regulator).get("/dispositions/board/").context["board"].shows_refused


def test_fines_on_refused_hazards_that_are_not_public_in_time_are_late_as_those_of_cases(
    cast: Cast, as_user: Browser
) -> None:
    late, other = (refused(cast, kind="FINE", fine=Decimal(60_000)) for _ in range(2))
    refused(cast, kind="CORRECT")
    client = as_user(cast.hangzhou_officer)
    assert client.get("/dispositions/board/").context["board"].refused.late == 0
    Enforcement.objects.exclude(refusal=other).update(decided_on=TODAY - timedelta(days=20))
    board = client.get("/dispositions/board/")
    (overdue,) = [bar for bar in board.context["board"].waits if bar.refused_url]
    assert (overdue.label, overdue.count, overdue.refused) == ("已逾期", 0, 1)
    assert overdue.refused_url in board.content.decode()
    shown = client.get(overdue.refused_url)
    assert shown.context["rows"] == [late]
    assert "公示逾期" in shown.content.decode()
    moved = client.get("/dispositions/?source=REFUSAL&wait=OVERDUE")
    assert moved.headers["Location"] == overdue.refused_url
    Hazard.objects.filter(pk=late.hazard_id).update(state="CLOSED", closed_on=TODAY)
    assert client.get(overdue.refused_url).context["rows"] == [late]  # closed, and still not public
    Enforcement.objects.filter(refusal=late).update(published_on=TODAY)
    assert client.get(overdue.refused_url).context["rows"] == []


def test_the_board_asks_as_much_for_many_rows(cast: Cast, as_user: Browser) -> None:
    client, by = as_user(cast.hangzhou_officer), cast.hangzhou_officer

    def asked(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    pages = ("/dispositions/board/", "/dispositions/refusals/")
    refused(cast, kind="STOP")
    take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=3))
    few = [asked(url) for url in pages]
    for _ in range(3):
        refused(cast, kind="FINE", fine=Decimal(60_000))
        take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=3))
    assert [asked(url) for url in pages] == few


# --- what the subject is not told -----------------------------------------------------------------------------


def test_the_subject_reads_neither_the_evidence_nor_the_origin_nor_what_is_planned(
    cast: Cast, as_user: Browser
) -> None:
    by = person("reg-330300")
    case = insurer_case(by, "330300")
    assert as_user(by).post(f"/dispositions/{case.pk}/files/", {"sent": [world.picture()]}).status_code == 302
    evidence = Attachment.objects.get()
    inquiry(case, by)
    take(case, by, "REGULATORY", basis="待核", doc_no="示例措〔2023〕1号", issued_on=TODAY)
    theirs = as_user(cast.insurer_a_clerk)
    assert as_user(by).get(f"/attachments/{evidence.pk}/").status_code == 200
    assert theirs.get(f"/attachments/{evidence.pk}/").status_code == 404
    page = theirs.get("/dispositions/")
    [row] = page.context["rows"]
    assert (row.source_name, row.waits_second) == ("", False)
    assert case.source_name not in page.content.decode()
    assert numbers(theirs, f"?q={case.source_name}") == []
    assert "示例措" not in theirs.get(f"/dispositions/{case.pk}/").content.decode()


def test_the_page_of_an_insurer_leads_into_a_case(cast: Cast, as_user: Browser) -> None:
    world.policy(world.enterprise("330302"))
    by, insurer = person("reg-330300"), world.insurer()
    case = insurer_case(by, "330300")
    client = as_user(by)
    cases = client.get(f"/insurers/{insurer.pk}/").context["cases"]
    assert cases["number"] == 1
    assert [row.pk for row in client.get(cases["list_url"]).context["rows"]] == [case.pk]
    compared = client.get("/insurers/compare/").context
    for cells in (compared["lines"][0][1], compared["total_cells"]):
        [cell] = [one for one in cells if one.head.key == "cases"]
        assert (cell.text, len(client.get(cell.url).context["rows"])) == ("1", 1)
    assert client.get(cases["open_url"]).context["form"]["insurer"].value() == str(insurer.pk)
    assert as_user(cast.provincial_officer).get(f"/insurers/{insurer.pk}/").context["cases"] == {}


@pytest.mark.parametrize(
    "source", ["FINDING", "GAP", "COMPLAINT", "RETURN", "PROMISE", "FEE", "QUESTION", "REFUSAL", "?"]
)
def test_no_made_up_fact_opens_a_case(cast: Cast, as_user: Browser, source: str) -> None:
    client = as_user(cast.zhejiang_regulator)
    for key in ("0", "9" * 30, "x-1", f"over_budget-{'9' * 30}", "1-1"):
        assert client.get(f"/dispositions/open/{source}-{key}/").status_code == 404
        assert client.post(f"/dispositions/open/{source}-{key}/", {"join": "1"}).status_code == 404
    assert not Case.objects.exists()


def said(answer: Any) -> list[str]:
    return [str(one) for one in answer.context["messages"]]


def test_each_act_says_what_became_of_its_paper(cast: Cast, as_user: Browser) -> None:
    case = insurer_case(person("reg-330300"), "330300")
    sent = {"text": "服务未兑现的原因", "due_on": "2023-12-08"}
    client = as_user(person("reg-330300"))
    answer = client.post(f"/dispositions/{case.pk}/take/INQUIRY/", sent, follow=True)
    step = Step.objects.get(case=case)
    assert said(answer) == [f"要求书面说明 {step.doc_no} 已下达。已送达{case.subject_name}，由其在平台签收。"]
    insurer = as_user(cast.insurer_a_clerk)
    assert said(insurer.post(f"/dispositions/steps/{step.pk}/sign/", follow=True)) == [
        f"要求书面说明 {step.doc_no} 已签收，待本单位复核人确认。"
    ]
    answer = insurer.post(f"/dispositions/steps/{step.pk}/answer/", {"text": "已补做"}, follow=True)
    assert said(answer) == [f"答复：要求书面说明 {step.doc_no}，已送{case.authority.name}。"]


def test_the_next_step_of_a_new_case_is_a_measure(cast: Cast, as_user: Browser) -> None:
    """To end it as unfounded is offered, and not as what comes next."""
    by = cast.hangzhou_officer
    case = firm_case(by)
    page = as_user(by).get(f"/dispositions/{case.pk}/")
    assert page.context["next_actions"] == []
    assert [one.name for one in page.context["more_actions"]] == ["close"]
    assert "责令限期改正" in {one["label"] for one in page.context["next_measures"]}
    order = take(case, by, "ORDER", due_on=TODAY + timedelta(days=3))
    assert as_user(by).get(f"/dispositions/{case.pk}/").context["next_measures"] == []
    services.fulfil_step(step=fresh(order), done_on=TODAY, note="已投保", by=by, today=TODAY, at=clock.now())
    assert [one.name for one in as_user(by).get(f"/dispositions/{case.pk}/").context["next_actions"]] == ["close"]


def test_a_fine_that_was_sent_back_is_there_to_be_mended(cast: Cast, as_user: Browser) -> None:
    from dispositions.services import Decision

    by = cast.hangzhou_officer
    step = filed(firm_case(by), by)
    stage(step, by, "INFORMED")
    given = Decision("示例罚〔2023〕1号", TODAY, Decimal(60_000))
    services.propose_decision(step=fresh(step), decision=given, by=by, today=TODAY, at=clock.now())
    services.decide_step(
        step=fresh(step), approve=False, note="请核对金额", by=cast.hangzhou_lead, today=TODAY, at=clock.now()
    )
    page = as_user(by).get(f"/dispositions/{step.case_id}/")
    (propose,) = [one for one in page.context["actions"] if one.name == "propose"]
    shown = {name: propose.form[name].value() for name in ("number", "decided_on", "amount", "overdue")}
    assert shown == {"number": given.number, "decided_on": TODAY, "amount": Decimal(60_000), "overdue": "no"}
    assert "不予同意：请核对金额" in page.content.decode()
    assert "违法事实" in page.content.decode()


def test_a_form_that_cannot_be_sent_is_not_offered(cast: Cast, as_user: Browser) -> None:
    """Of a case that has ended, and article 109 to a sector authority without the rule that gives it (law 115)."""
    case = firm_case(cast.hangzhou_officer)
    unfounded(case, cast.hangzhou_officer, cast.hangzhou_lead)
    answer = as_user(cast.hangzhou_officer).get(f"/dispositions/{case.pk}/take/ORDER/", follow=True)
    assert said(answer) == [f"案件 {case.number} 已于 {TODAY} 办结，不能再增加步骤。"]
    fact = fact_on_enterprise(world.enterprise(sectors=["CONSTR"]), "来信1", "NOT_INSURED")
    own = services.open_case(
        fact=fact, title="未投保", facts="经核实", by=cast.builder_authority, today=TODAY, at=clock.now()
    )
    answer = as_user(cast.builder_authority).get(f"/dispositions/{own.pk}/take/PENALTY/", follow=True)
    assert "第一百一十五条" in said(answer)[0]


def test_an_answer_that_waits_to_be_looked_at_is_not_late_on_the_workbench(cast: Cast, as_user: Browser) -> None:
    by = cast.hangzhou_officer
    order = take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=3))
    services.file_answer(step=fresh(order), answer=Answer("已投保"), given_on=TODAY, by=by, today=TODAY, at=clock.now())
    Step.objects.filter(pk=order.pk).update(issued_on=TODAY - timedelta(days=30), due_on=TODAY - timedelta(days=19))
    desk = as_user(by).get("/").content.decode()
    assert order.doc_no in desk
    assert f"{TODAY - timedelta(days=19)}" not in desk


def test_what_no_list_offers_is_refused_with_the_portals_sentence_and_an_event(cast: Cast, as_user: Browser) -> None:
    by = person("reg-330300")
    case, client = insurer_case(by, "330300"), as_user(by)
    sent = {
        "article": "SAFETY_109",
        "text": "x",
        "first_officer": "张某",
        "second_officer": "李某",
        "number": "示例立1号",
    }
    for article, words in (("SAFETY_109", "金融监管机构不能适用"), ("NONE", "请选择处罚所依据的条款")):
        before = len(refusals())
        answer = client.post(
            f"/dispositions/{case.pk}/take/PENALTY/", {**sent, "article": article, "filed_on": f"{TODAY}"}
        )
        assert (answer.status_code, words in answer.content.decode()) == (400, True)
        assert len(refusals()) == before + 1
    take(case, by, "NOTICE")
    before = len(refusals())
    answer = client.post(f"/dispositions/{case.pk}/close/", {"outcome": "UNFOUNDED", "note": "不属实"})
    assert "本案已作出处置，不能以「经查不属实」办结" in answer.content.decode()
    assert len(refusals()) == before + 1
    assert not Step.objects.exclude(kind="NOTICE").exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("DECIDED", "「决定」由提出处罚决定并经复核人同意产生，不能直接登记"),
        ("CLOSED", "请选择处罚环节"),
        ("PAID", "登记「缴纳」前须先登记「送达」"),
    ],
)
def test_no_stage_of_a_penalty_is_made_by_hand(cast: Cast, as_user: Browser, name: str, words: str) -> None:
    by = cast.hangzhou_officer
    step = filed(firm_case(by), by)
    stage(step, by, "INFORMED")
    before = len(refusals())
    sent = {"stage": name, "number": "示例决〔2023〕1号", "reached_on": f"{TODAY}", "note": ""}
    answer = as_user(by).post(f"/dispositions/steps/{step.pk}/stage/", sent)
    page = answer.content.decode()
    assert (answer.status_code, words in page, f"{name} 不在" in page) == (400, True, False)
    assert [one.detail["step"] for one in refusals()[before:]] == ["stage"]
    assert words in refusals()[-1].detail["reason"]
    assert (fresh(step).state, step.stages.count()) == ("FILED", 2)


LETTER = {"reference": "来信7号", "title": "x", "facts": "y"}


@pytest.mark.parametrize(
    ("who", "names", "kind", "words"),
    [
        ("reg-330300", "firm", "NOT_INSURED", "企业和第三方机构的问题由应急管理部门和行业主管部门依法处理"),
        ("reg-330300", "agency", "FALSE_RECORD", "企业和第三方机构的问题由应急管理部门和行业主管部门依法处理"),
        ("em-330100", "INS-A-ZJ", "FALSE_RECORD", "保险机构的问题由金融监管机构依法查处"),
        ("reg-330600", "INS-A-330300", "FALSE_RECORD", "不在「国家金融监督管理总局绍兴监管分局」的管辖范围内"),
        ("reg-zj", "INS-A-NB", "FALSE_RECORD", "该项业务由属地监管机构立案"),
        ("reg-nb", "INS-A-ZJ", "FALSE_RECORD", "的管辖范围内，请由属地有管辖权的机关立案"),
        ("reg-330300", "INS-A-ZJ", "NOT_INSURED", "「应保未保」不是保险机构的问题"),
        ("em-330800", "firm", "NOT_INSURED", "本机关辖区内没有统一社会信用代码为"),
    ],
)
def test_a_letter_about_whom_is_not_ones_own_is_refused_with_an_event(
    cast: Cast, as_user: Browser, who: str, names: str, kind: str, words: str
) -> None:
    """Sent by hand, for the form offers none of them: the sentence says whose it is, in no code word."""
    if names == "firm":
        about = {"uscc": world.enterprise().uscc}
    elif names == "agency":
        about = {"agency": str(cast.agency.organisation_id)}
    else:
        about = {"insurer": str(Organisation.objects.get(code=names).pk)}
    client, before = as_user(person(who)), len(refusals())
    if "insurer" in about and words.startswith(("不在", "该项", "的管辖")):
        assert f'value="{about["insurer"]}"' not in client.get("/dispositions/new/").content.decode()
    answer = client.post("/dispositions/new/", {**LETTER, **about, "kind": kind})
    page = answer.content.decode()
    assert (answer.status_code, words in page, f"{kind} 不在" in page) == (400, True, False)
    assert len(refusals()) == before + 1
    assert words in refusals()[-1].detail["reason"]
    assert not Case.objects.exists()


def test_a_form_that_comes_back_leaves_an_event_of_what_was_wrong(cast: Cast, as_user: Browser) -> None:
    by = cast.hangzhou_officer
    case = firm_case(by)
    order = take(case, by, "ORDER", due_on=TODAY + timedelta(days=7))
    other, client = firm_case(by), as_user(by)
    for address, step in (
        (f"/dispositions/{other.pk}/take/ORDER/", "take"),
        (f"/dispositions/steps/{order.pk}/fulfil/", "fulfil"),
        (f"/dispositions/{other.pk}/close/", "close"),
        ("/dispositions/new/", "open"),
    ):
        before = len(refusals())
        assert client.post(address, {}).status_code == 400
        (event,) = refusals()[before:]
        assert (event.detail["step"], event.actor, bool(event.detail["reason"])) == (step, by.username, True)


def test_the_end_is_the_last_line_that_the_subject_reads(cast: Cast, as_user: Browser) -> None:
    by, lead = person("reg-330300"), person("reg-330300-lead")
    case = insurer_case(by, "330300")
    step = take(case, by, "INTERVIEW", met_on=TODAY, met_at="14:00", first_officer="张某", second_officer="李某")
    given: dict[str, Any] = {"today": TODAY, "at": clock.now()}
    services.decide_step(step=fresh(step), approve=True, note="", by=lead, **given)
    services.record_minutes(step=fresh(step), met_on=TODAY, text="已谈", by=by, **given)
    services.close_case(case=again(case), outcome="INTERVIEW", note="已谈", by=by, **given)
    moments = as_user(cast.insurer_a_clerk).get(f"/dispositions/{case.pk}/").context["moments"]
    assert moments[-1].what == "案件办结"
    assert "监管谈话：已完成" in [one.what for one in moments[:-1]]


def test_a_refused_act_is_named_as_what_was_meant(cast: Cast, as_user: Browser) -> None:
    """In the words of the audit: no move of another room that bears the same name."""
    by = person("reg-330300")
    case = insurer_case(by, "330300")

    def newest() -> Any:
        return max(refusals(), key=lambda one: one.pk)

    as_user(cast.hangzhou_officer).post(f"/dispositions/{case.pk}/take/PENALTY/")
    assert step_in_words(newest().detail["step"]) == "提出处置措施"
    asked = inquiry(case, by)
    as_user(cast.insurer_a_clerk).post(
        f"/dispositions/steps/{asked.pk}/extend/", {"until": f"{TODAY}", "reason": "需核对"}
    )
    assert step_in_words(newest().detail["step"]) == "申请延期"


def test_the_audit_says_of_what_the_refused_act_was(cast: Cast, as_user: Browser) -> None:
    """In the words of the room: a paper is withdrawn, the decision of a penalty proposed; not just taken back, proposed."""
    by = cast.hangzhou_officer
    case = firm_case(by)
    order = take(case, by, "ORDER", due_on=TODAY + timedelta(days=7))
    fine = filed(case, by)
    stage(fine, by, "INFORMED")
    proposed = {"number": "示例罚〔2023〕1号", "decided_on": f"{TODAY}", "amount": "1"}
    for step, move, sent, words in (
        (order, "withdraw", {"note": ""}, "撤销文书"),
        (fine, "propose", proposed, "提出处罚决定"),
    ):
        assert as_user(by).post(f"/dispositions/steps/{step.pk}/{move}/", sent).status_code == 400
        event = refusals()[-1]
        assert ("环节", words) in [(str(name), said) for name, said in facts_of(event)]
        assert event.subject == f"{case.number} {step.get_kind_display()} {step.doc_no}".strip()


def test_why_a_case_is_not_handed_up_is_said_on_its_page(cast: Cast, as_user: Browser) -> None:
    by = person("reg-330300")
    case = insurer_case(by, "330300")
    client, page = as_user(by), f"/dispositions/{case.pk}/"
    assert client.get(page).context["why_not_referred"] == ""
    step = filed(case, by, "INSURANCE_161")
    words = "「行政处罚」现为「已立案」，办完该步骤后才能转办。"
    assert words in client.get(page).content.decode()
    answer = client.post(f"{page}refer/", {"reason": "省级分公司签约"})
    assert (answer.status_code, words in answer.content.decode()) == (400, True)
    services.drop_penalty(step=fresh(step), note="有误", by=by, today=TODAY, at=clock.now())
    assert client.get(page).context["why_not_referred"] == ""
    assert client.post(f"{page}refer/", {"reason": "省级分公司签约"}).status_code == 302


@pytest.mark.parametrize(("who", "is_told"), [("reg-nb", True), ("reg-330300", False)])
def test_the_form_says_that_an_insurer_is_none_of_its_place(as_user: Browser, who: str, is_told: bool) -> None:
    """The page of the insurer leads here, with the insurer chosen where it can be."""
    insurer = world.insurer()
    page = as_user(person(who)).get(f"/dispositions/new/?insurer={insurer.pk}")
    words = f"「{insurer.name}」不在「{person(who).organisation.name}」的管辖范围内，请由属地有管辖权的机关立案。"
    assert (words in page.content.decode()) is is_told
    assert (f'value="{insurer.pk}" selected' in page.content.decode()) is not is_told


def test_a_filter_through_all_steps_is_asked_once_for_a_page(cast: Cast, as_user: Browser) -> None:
    """The keys of the page are remembered: its rows are read by them, without the filter that found them."""
    by = cast.hangzhou_officer
    order = take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=3))
    Step.objects.filter(pk=order.pk).update(issued_on=TODAY - timedelta(days=9), due_on=TODAY - timedelta(days=2))
    client = as_user(by)
    shown = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/dispositions/?wait=OVERDUE")
        assert len(page.context["rows"]) == 1
        shown.append([one["sql"] for one in captured if "UNION" in one["sql"]])
    assert len(captured) <= 12
    assert (len(shown[0]) > 0, shown[1]) == (True, [])


def test_an_insurer_is_not_told_that_its_case_went_to_another_authority(as_user: Browser, cast: Cast) -> None:
    """Neither in the list nor in its workbook nor by a filter; its page tells that the case has ended."""
    by = person("reg-330300")
    case = insurer_case(by, "330300")
    take(case, by, "NOTICE", text="请核对费用")
    take(case, by, "TRANSFER", addressee="示例公安局")
    services.close_case(case=again(case), outcome="TRANSFER", note="已移送", by=by, today=TODAY, at=clock.now())
    theirs, own = as_user(cast.insurer_a_clerk), as_user(by)
    rows = theirs.get("/dispositions/").content.decode()
    assert case.number in rows
    assert "移送" not in rows
    assert "已办结" in rows
    assert "移送" in own.get("/dispositions/").content.decode()
    assert "不在可选范围内" in theirs.get("/dispositions/?kind=TRANSFER").content.decode()


def moves_on(client: Client, step: Step) -> list[str]:
    """The names of what the page of the case offers for its steps, in their order."""
    actions = client.get(f"/dispositions/{step.case_id}/").context["actions"]
    return [one.name for one in actions if one.about]


def test_a_paper_that_was_answered_or_ran_out_is_not_offered_to_be_withdrawn(cast: Cast, as_user: Browser) -> None:
    by, client = cast.hangzhou_officer, as_user(cast.hangzhou_officer)
    step = take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=3))
    assert "withdraw" in moves_on(client, step)
    given: dict[str, Any] = {"by": by, "at": clock.now()}
    services.file_answer(step=fresh(step), answer=Answer("已办"), given_on=TODAY, today=TODAY, **given)
    services.review_answer(step=fresh(step), accepted=False, note="未附保单", today=TODAY, **given)
    assert fresh(step).state == "ISSUED"
    assert "withdraw" not in moves_on(client, step)
    late = take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=3))
    Step.objects.filter(pk=late.pk).update(issued_on=TODAY - timedelta(days=9), due_on=TODAY - timedelta(days=2))
    assert "withdraw" not in moves_on(client, late)


def test_the_own_work_at_a_penalty_comes_before_what_the_other_side_is_asked(cast: Cast, as_user: Browser) -> None:
    by, case = cast.hangzhou_officer, firm_case(cast.hangzhou_officer)
    order = take(case, by, "ORDER", due_on=TODAY + timedelta(days=3))
    filed(case, by)
    assert moves_on(as_user(by), order)[0] == "stage"


def test_the_second_signature_is_offered_where_the_first_was_given(cast: Cast, as_user: Browser) -> None:
    step = inquiry(insurer_case(person("reg-330300"), "330300"), person("reg-330300"))
    services.sign_step(step=fresh(step), by=person("ins-a-330300"), at=clock.now())
    offered = {name: "sign" in moves_on(as_user(person(name)), step) for name in ("ins-a-330300-lead", "ins-a-zj")}
    assert offered == {"ins-a-330300-lead": True, "ins-a-zj": False}


@pytest.mark.parametrize(("path", "name"), [("", "opened"), ("steps/", "issued")])
def test_a_span_that_ends_before_it_begins_gets_a_sentence(cast: Cast, as_user: Browser, path: str, name: str) -> None:
    by, client = cast.hangzhou_officer, as_user(cast.hangzhou_officer)
    take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=3))

    def listed(first: str, last: str) -> Any:
        return client.get(f"/dispositions/{path}?{name}_from={first}&{name}_to={last}")

    turned = listed("2023-11-24", "2023-11-23")
    assert "2023-11-23 早于起始日期 2023-11-24，请更正" in turned.content.decode()
    assert not turned.context["rows"]
    assert len(listed("2023-11-23", "2023-11-23").context["rows"]) == 1
    assert len(listed("2023-11-23", "").context["rows"]) == 1


def test_a_step_that_was_not_agreed_to_says_why(cast: Cast, as_user: Browser) -> None:
    by = person("reg-330300")
    step = take(insurer_case(by, "330300"), by, "REGULATORY", basis="待核", doc_no="示例措〔2023〕1号", issued_on=TODAY)
    given: dict[str, Any] = {"by": person("reg-330300-lead"), "today": TODAY, "at": clock.now()}
    services.decide_step(step=fresh(step), approve=False, note="所依据的条款不符", **given)
    page = as_user(by).get(f"/dispositions/{step.case_id}/").content.decode()
    file = page.split(f'id="step-{step.pk}-h"', 1)[1].split("</section>", 1)[0]
    assert "所依据的条款不符" in file
    assert "复核意见" in file


def test_a_withdrawn_paper_stands_in_its_series_with_its_state(cast: Cast, as_user: Browser) -> None:
    by, client = cast.hangzhou_officer, as_user(cast.hangzhou_officer)
    first = take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=3))
    gone = take(firm_case(by), by, "ORDER", due_on=TODAY + timedelta(days=3))
    services.withdraw_step(step=fresh(gone), note="文书有误", by=by, today=TODAY, at=clock.now())
    listed = client.get("/dispositions/steps/")
    assert [(row.doc_no, row.get_state_display(), row.ended_on) for row in listed.context["rows"]] == [
        (gone.doc_no, "已撤销", None),
        (first.doc_no, "已下达", None),
    ]
    assert [row.pk for row in client.get("/dispositions/steps/?state=WITHDRAWN").context["rows"]] == [gone.pk]
    assert not client.get("/dispositions/steps/?deadline=DUE").context["rows"]


def test_a_case_from_a_letter_of_transfer_and_that_of_its_sender_lead_to_each_other(
    cast: Cast, as_user: Browser
) -> None:
    sender, receiver = cast.xihu_county, cast.hangzhou_officer
    sent = firm_case(sender, "330106")
    letter = take(sent, sender, "TRANSFER", addressee=str(receiver.organisation))
    assert sent.enterprise is not None
    fact = fact_on_enterprise(sent.enterprise, letter.doc_no)
    opened = services.open_case(fact=fact, title="移送", facts="未投保", by=receiver, today=TODAY, at=clock.now())
    above = as_user(receiver)
    assert f'<a href="/dispositions/{sent.pk}/">{letter.doc_no}</a>' in squeezed(above, opened)
    assert f'<a href="/dispositions/{opened.pk}/">{opened.number}</a>' in squeezed(above, sent)
    assert opened.number not in squeezed(as_user(sender), sent)  # the county does not see the city's case


def squeezed(client: Client, case: Case) -> str:
    """The page of a case without the blanks between its words."""
    return " ".join(client.get(f"/dispositions/{case.pk}/").content.decode().split())


def test_a_letter_on_a_firm_that_is_pursued_already_joins_its_case(cast: Cast, as_user: Browser) -> None:
    by = cast.hangzhou_officer
    case, client = firm_case(by, about="NOT_INSURED"), as_user(by)
    assert case.enterprise is not None
    sent = {**LETTER, "reference": "杭信〔2023〕90号", "uscc": case.enterprise.uscc, "kind": "NOT_INSURED"}
    page = client.post("/dispositions/new/", sent)
    assert (page.status_code, 'name="join"' in page.content.decode()) == (400, True)
    joined = client.post("/dispositions/new/", {**sent, "join": "1"})
    assert joined.headers["Location"] == f"/dispositions/{case.pk}/"
    assert Case.objects.count() == 1
    assert case.origins.count() == 2
