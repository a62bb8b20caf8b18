"""The steps of a case against an uninsured enterprise: which are open in which state, which fines count and wait."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from coverage import services as pursuing
from coverage.gap import frame_of
from coverage.models import GapCase, GapFine
from tests import world
from tests.cast import Cast

Browser = Callable[[Any], Client]
TODAY = date(2023, 11, 23)


@pytest.fixture
def case(cast: Cast) -> GapCase:
    """A case that Hangzhou opened today."""
    frame = frame_of(TODAY, TODAY, ("HAZCHEM",))
    return pursuing.open_case(
        enterprise=world.enterprise(), frame=frame, facts="现场核实未投保", by=cast.hangzhou_officer, at=world.now()
    )


def order(case: GapCase, cast: Cast) -> None:
    """Order to insure within a period that ended yesterday."""
    given = pursuing.Order("责改〔2023〕1号", TODAY - timedelta(days=3), TODAY - timedelta(days=1))
    pursuing.order_insurance(case=case, order=given, by=cast.hangzhou_officer, today=TODAY, at=world.now())


def answer(case: GapCase, cast: Cast) -> None:
    pursuing.record_answer(case=case, text="正在办理", on=TODAY, by=cast.hangzhou_officer, today=TODAY, at=world.now())


def propose(case: GapCase, cast: Cast, amount: int = 60_000, *, overdue: bool = False) -> GapFine:
    penalty = pursuing.Penalty(f"罚〔2023〕{amount}号", TODAY, Decimal(amount), overdue)
    return pursuing.propose_fine(case=case, penalty=penalty, by=cast.hangzhou_officer, today=TODAY, at=world.now())


def decide(fine: GapFine, cast: Cast, *, approve: bool = True) -> None:
    pursuing.decide_fine(fine=fine, approve=approve, note="已核", by=cast.hangzhou_lead, at=world.now())


def fine(case: GapCase, cast: Cast) -> None:
    decide(propose(case, cast), cast)


def close(case: GapCase, cast: Cast, outcome: str) -> GapCase:
    return pursuing.close_case(
        case=case, outcome=outcome, note="已核实", by=cast.hangzhou_officer, today=TODAY, at=world.now()
    )


Step = Callable[[GapCase, Cast], None]
#: How a case comes into each state, and what the page offers there.
STATES: dict[str, tuple[list[Step], list[str]]] = {
    "OPENED": ([], ["order", "close"]),
    "ORDERED": ([order], ["answer", "close", "fine"]),
    "FINED": ([order, fine], ["answer", "close", "fine"]),
    "FEEDBACK": ([order, answer], ["close", "fine"]),
}


def led_to(state: str, case: GapCase, cast: Cast) -> GapCase:
    for step in STATES[state][0]:
        step(case, cast)
    case.refresh_from_db()
    assert case.state == state
    return case


@pytest.mark.parametrize("state", STATES)
def test_the_page_offers_the_steps_of_the_state(cast: Cast, as_user: Browser, case: GapCase, state: str) -> None:
    led_to(state, case, cast)
    address = f"/gap/cases/{case.pk}/"
    page = as_user(cast.hangzhou_officer).get(address)
    assert [step["name"] for step in page.context["steps"]] == STATES[state][1]
    assert as_user(cast.provincial_officer).get(address).status_code == 200


@pytest.mark.parametrize("state", STATES)
def test_once_insured_a_case_closes_from_every_state(cast: Cast, case: GapCase, state: str) -> None:
    led_to(state, case, cast)
    world.policy(case.enterprise)
    assert close(case, cast, "INSURED").state == "CLOSED"


def test_a_closed_case_offers_nothing(cast: Cast, as_user: Browser, case: GapCase) -> None:
    assert close(case, cast, "SHUT").state == "CLOSED"
    assert as_user(cast.hangzhou_officer).get(f"/gap/cases/{case.pk}/").context["steps"] == []


def test_a_fine_waits_for_the_colleague_who_approves_or_refuses_it(cast: Cast, as_user: Browser, case: GapCase) -> None:
    order(case, cast)
    waiting = propose(case, cast)

    def offered(person: Any) -> list[str]:
        (line,) = as_user(person).get(f"/gap/cases/{case.pk}/").context["fines"]
        return [move.name for move in line["moves"]]

    assert offered(cast.hangzhou_lead) == ["approve", "refuse"]
    assert offered(cast.hangzhou_officer) == offered(cast.xihu_county) == []
    assert list(GapFine.objects.proposed()) == [waiting]
    decide(waiting, cast)
    assert offered(cast.hangzhou_lead) == []
    assert not GapFine.objects.proposed().exists()


def test_the_list_of_cases_totals_the_fines_that_were_decided(cast: Cast, as_user: Browser, case: GapCase) -> None:
    def total() -> Decimal | None:
        (row,) = as_user(cast.hangzhou_officer).get("/gap/cases/").context["rows"]
        fined: Decimal | None = row.fined
        return fined

    order(case, cast)
    assert total() is None
    first = propose(case, cast, 60_000)
    assert total() is None
    decide(first, cast)
    decide(propose(case, cast, 150_000, overdue=True), cast, approve=False)
    assert total() == 60_000
    decide(propose(case, cast, 120_000, overdue=True), cast)
    assert total() == 180_000
