"""The daily message about cases: it reaches whoever must act, and nobody who may not read the case."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from dispositions import services
from dispositions.choices import CaseState
from dispositions.models import Case, Step
from dispositions.openers.outside import fact_on_agency
from dispositions.services import Answer
from dispositions.waiting import items
from notifications import sources
from notifications.models import Message
from notifications.permissions import NotificationPermission
from notifications.services import store_messages
from notifications.sources import items_due, parts_of
from tests import world
from tests.cast import Cast
from tests.dispositions.rows import TODAY, filed, firm_case, inquiry, insurer_case, person, take
from tests.hazards import life

DUE = TODAY + timedelta(days=7)


@pytest.fixture(autouse=True)
def _no_desks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the messages only the days of cases and hazards, not what waits on the workbenches."""
    monkeypatch.setattr(sources, "_desks", [])


def told_of(case: Case) -> set[str]:
    """Who gets a line about the case a day before its paper is due."""
    people = {one.person_id for one in items(DUE - timedelta(days=1)) if one.number == case.number}
    return set(User.objects.filter(pk__in=people).values_list("username", flat=True))


def test_a_line_opens_the_case_for_who_may_read_it(cast: Cast) -> None:
    case = firm_case(cast.hangzhou_officer)
    lines = [f"{case.number} 复核：今天到期", "没有编号的一行"]
    link, rest = parts_of(lines, cast.hangzhou_officer)[0]
    assert (link.text, link.url, rest.url) == (case.number, f"/dispositions/{case.pk}/", "")
    assert [part.url for line in parts_of(lines, cast.quzhou_officer) for part in line] == ["", ""]


def agency_case(by: User) -> Case:
    fact = fact_on_agency(person("ag-01").organisation, "330100", "", f"来信{world.next_number()}")
    return services.open_case(fact=fact, title="记录不实", facts="签到表不实", by=by, today=TODAY, at=clock.now())


def test_a_paper_to_an_insurer_reaches_its_branch_of_the_place_and_the_province_of_the_insurer(cast: Cast) -> None:
    wenzhou, shaoxing = (insurer_case(person(f"reg-{city}"), city) for city in ("330300", "330600"))
    for case in (wenzhou, shaoxing):
        inquiry(case, person(f"reg-{case.city_id}"))
    asked = {"ins-a-zj", "ins-a-zj-lead"}
    assert told_of(wenzhou) == {*asked, "ins-a-330300", "ins-a-330300-lead", "reg-330300", "reg-330300-lead"}
    assert told_of(shaoxing) & {"ins-a-330300", "ins-a-330300-lead", "reg-330300"} == set()
    assert asked < told_of(shaoxing)


def test_an_agency_reads_what_its_message_names(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    case = agency_case(cast.hangzhou_officer)
    take(case, cast.hangzhou_officer, "ORDER", due_on=DUE)
    assert cast.agency.username in told_of(case)
    store_messages(today=DUE, at=clock.now())
    client = as_user(cast.agency)
    assert f"{case.number}</a>" in client.get("/messages/").content.decode()
    assert 'href="/messages/"' in client.get("/").content.decode()


def test_whoever_is_told_may_read_and_whoever_must_act_is_told(cast: Cast) -> None:
    by, lead = cast.hangzhou_officer, cast.hangzhou_lead
    watcher, ningbo = person("reg-330300"), person("reg-nb")
    fine = filed(firm_case(by), by)
    Step.objects.filter(pk=fine.pk).update(state="ISSUED", issued_on=TODAY, doc_no="示例罚〔2023〕1号", amount=60_000)
    take(firm_case(by), by, "ORDER", due_on=DUE)
    take(firm_case(person("em-330106"), world.HANGZHOU), person("em-330106"), "ORDER", due_on=DUE)
    take(agency_case(by), by, "ORDER", due_on=DUE)
    wenzhou = insurer_case(watcher, "330300")
    inquiry(wenzhou, watcher)
    take(wenzhou, watcher, "REGULATORY", basis="待核", doc_no="示例措〔2023〕1号", issued_on=TODAY)
    inquiry(insurer_case(ningbo, "330200", "INS-A-NB"), ningbo)
    answered = inquiry(insurer_case(watcher, "330300"), watcher)
    services.answer_step(step=answered, answer=Answer("x"), by=person("ins-a-330300"), today=TODAY, at=clock.now())
    found = list(items(DUE))
    everybody = {one.pk: one for one in User.objects.select_related("organisation")}
    sights = {pk: set(Case.objects.visible_to(one).values_list("number", flat=True)) for pk, one in everybody.items()}
    for one in found:
        assert one.number in sights[one.person_id], (everybody[one.person_id].username, one)
        assert everybody[one.person_id].may(NotificationPermission.MESSAGE_VIEW), everybody[one.person_id].username
    assert {one.person_id for one in found} >= {lead.pk, cast.agency.pk, person("ins-a-nb").pk}
    for step in Step.objects.awaiting().exclude(case__state=CaseState.CLOSED).select_related("case"):
        case = step.case
        acts = [pk for pk, one in everybody.items() if one.works_for_id in {case.insurer_id, case.agency_id} - {None}]
        acts = acts or [pk for pk, one in everybody.items() if one.organisation_id == case.authority_id]
        assert {one.person_id for one in found if one.number == case.number} & set(acts), step


def test_a_paper_that_ran_out_is_named_before_hazards_that_ran_out_earlier(cast: Cast) -> None:
    for _number in range(12):
        life.hazard(world.enterprise("330302"), state="NOTIFIED", deadline=TODAY + timedelta(days=1))
    case = insurer_case(person("reg-330300"), "330300")
    inquiry(case, person("reg-330300"))
    late, clerk = DUE + timedelta(days=1), cast.insurer_a_clerk
    assert sum(one.person_id == clerk.pk for one in items_due(late)) > 12
    store_messages(today=late, at=clock.now())
    _head, first, *_rest = Message.objects.get(person=clerk).text.splitlines()
    assert first.startswith(f"{case.number} 答复或者改正：已超期 1 天")


def test_a_paper_that_nobody_signed_for_is_named_until_somebody_does(cast: Cast) -> None:
    by = person("reg-330300")
    notice = take(insurer_case(by, "330300"), by, "NOTICE")

    def named() -> set[int]:
        return {one.person_id for one in items(TODAY) if one.what == "签收文书"}

    assert {cast.insurer_a_clerk.pk, person("ins-a-330300").pk} <= named()
    services.sign_step(step=notice, by=cast.insurer_a_clerk, at=clock.now())
    assert named() == set()
