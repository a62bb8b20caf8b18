"""Invented reminders to enterprises that must insure and do not; cases follow in the room of dispositions."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import groupby, islice
from typing import Final

from accounts.models import User
from campaigns.services import duty_sectors
from core.seeding import Ledger, Plan, instant
from coverage import gap
from coverage.choices import GapKind, ReminderChannel
from coverage.models import GapReminder
from enterprises.models import Enterprise

SIZES: Final = {"small": 33, "province": 330, "nation": 1100}
TEXT: Final = "请于收到本通知之日起十五日内投保安全生产责任保险，并将保单报我局。"


def fill_reminders(plan: Plan) -> None:
    """So many reminders over the cities in turn, each to an enterprise that must insure and does not."""
    frame = gap.frame_of(plan.today, plan.today, duty_sectors(plan.today))
    people = {user.username: user for user in User.objects.filter(username__startswith="em-")}
    turns = _in_turn(gap.missing(Enterprise.objects.standing(), frame).order_by("city_id", "pk"))
    for number, (_turn, firm) in enumerate(islice(turns, plan.sizes["gap reminders"])):
        kind = gap.kind_of(firm, frame)
        if kind:
            _make(plan, number, firm, kind, people)


def _in_turn(rows: Iterable[Enterprise]) -> Iterator[tuple[int, Enterprise]]:
    """(turn, enterprise): one of each city after the other; the rows come city by city."""
    cities = [list(group) for _city, group in groupby(rows, key=lambda firm: firm.city_id)]
    for turn in range(max(map(len, cities), default=0)):
        yield from ((turn, city[turn]) for city in cities if turn < len(city))


def _make(plan: Plan, number: int, firm: Enterprise, kind: GapKind, people: dict[str, User]) -> None:
    """A reminder by the bureau of the city."""
    sent = plan.today - timedelta(days=plan.luck(f"gap case {number}").randint(65, 110))
    GapReminder.objects.create(
        enterprise=firm,
        kind=kind,
        reference_on=sent,
        channel=ReminderChannel.LETTER,
        text=TEXT,
        sent_by=people[f"em-{firm.city_id}"],
        sent_at=instant(sent, 10),
    )


LEDGERS: Final = (Ledger("gap reminders", GapReminder, SIZES, fill_reminders),)
