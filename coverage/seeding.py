"""Invented cases against the uninsured: reminded, ordered, heard, fined; some fines wait for the second person."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, islice
from typing import Final

from accounts.models import User
from campaigns.services import duty_sectors
from core.seeding import Ledger, Plan, instant
from coverage import gap
from coverage.choices import CaseState, FineState, GapKind, ReminderChannel
from coverage.models import GapCase, GapFine, GapReminder
from enterprises.models import Enterprise

SIZES: Final = {"small": 33, "province": 330, "nation": 1100}
FACTS: Final = "经核对企业台账与保单台账，该企业属于应当投保的高危行业领域单位，统计日无有效保单。"
TEXT: Final = "请于收到本通知之日起十五日内投保安全生产责任保险，并将保单报我局。"
ANSWER: Final = "企业反馈：正在与保险机构洽谈，计划本月内完成投保。"
#: How far the cases of a bureau have come, in turn.
STAGES: Final = (CaseState.FEEDBACK, CaseState.ORDERED, CaseState.FINED)


def fill_cases(plan: Plan) -> None:
    """So many cases over the cities in turn, each about an enterprise that must insure and does not."""
    frame = gap.frame_of(plan.today, plan.today, duty_sectors(plan.today))
    people = {user.username: user for user in User.objects.filter(username__startswith="em-")}
    turns = _in_turn(gap.missing(Enterprise.objects.standing(), frame).order_by("city_id", "pk"))
    for number, (turn, firm) in enumerate(islice(turns, plan.sizes["gap cases"])):
        kind = gap.kind_of(firm, frame)
        if kind:
            _make(plan, number, STAGES[turn % len(STAGES)], firm, kind, people)


def _in_turn(rows: Iterable[Enterprise]) -> Iterator[tuple[int, Enterprise]]:
    """(turn, enterprise): one of each city after the other; the rows come city by city."""
    cities = [list(group) for _city, group in groupby(rows, key=lambda firm: firm.city_id)]
    for turn in range(max(map(len, cities), default=0)):
        yield from ((turn, city[turn]) for city in cities if turn < len(city))


def _make(plan: Plan, number: int, state: CaseState, firm: Enterprise, kind: GapKind, people: dict[str, User]) -> None:
    """A reminder, and three weeks later a case that has come so far."""
    rng = plan.luck(f"gap case {number}")
    clerk, lead = people[f"em-{firm.city_id}"], people[f"em-{firm.city_id}-lead"]
    opened = plan.today - timedelta(days=rng.randint(45, 90))
    GapReminder.objects.create(
        enterprise=firm,
        kind=kind,
        reference_on=opened - timedelta(days=20),
        channel=ReminderChannel.LETTER,
        text=TEXT,
        sent_by=clerk,
        sent_at=instant(opened - timedelta(days=20), 10),
    )
    ordered = opened + timedelta(days=2)
    case = GapCase.objects.create(
        enterprise=firm,
        kind=kind,
        reference_on=opened,
        state=state,
        facts=FACTS,
        opened_by=clerk,
        opened_at=instant(opened, 10),
        order_no=f"示例责改〔{ordered.year}〕{number + 1}号",
        ordered_on=ordered,
        order_due_on=ordered + timedelta(days=15),
        feedback=ANSWER if state == CaseState.FEEDBACK else "",
        feedback_on=ordered + timedelta(days=10) if state == CaseState.FEEDBACK else None,
    )
    if state != CaseState.FEEDBACK:
        _fine(case, number, clerk, lead if state == CaseState.FINED else None, plan.today)


def _fine(case: GapCase, number: int, clerk: User, lead: User | None, today: date) -> None:
    """The first fine of a case: proposed by the clerk, and decided and published where the lead is given."""
    day = today - timedelta(days=12)
    GapFine.objects.create(
        case=case,
        number=f"示例罚〔{day.year}〕{number + 1}号",
        decided_on=day,
        amount=Decimal(50_000 + number % 6 * 10_000),
        overdue=False,
        state=FineState.DECIDED if lead else FineState.PROPOSED,
        proposed_by=clerk,
        proposed_at=instant(day, 11),
        answered_by=lead,
        answered_at=instant(day, 15) if lead else None,
        published_on=day + timedelta(days=5) if lead else None,
    )


LEDGERS: Final = (Ledger("gap cases", GapCase, SIZES, fill_cases),)
