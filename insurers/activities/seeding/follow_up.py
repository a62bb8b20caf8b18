"""What followed the demo's services: visits, confirmations, some returned."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import cycle, groupby, product
from typing import Final

import pghistory

from accounts.models import User
from core.seeding import BATCH, Ledger, Plan, instant, save_all
from insurers.activities.choices import ActivityState, VisitWay
from insurers.activities.models import Activity, ActivityConfirmation, ActivityDetail, ActivityVisit
from insurers.base.choices import Channel, Medium, ServiceKind

#: Services that were visited.
SIZES: Final = {"small": 120, "province": 20_000, "nation": 100_000}

OPINIONS: Final = ("", "", "服务及时，建议增加现场培训。", "希望提前告知服务时间。")


def fill_visits(plan: Plan) -> None:
    """The latest recorded services move on by the shares of a year's work."""
    number = plan.sizes["visits"]
    rows = Activity.objects.filter(state=ActivityState.RECORDED, end_on__lte=plan.today - timedelta(days=3))
    services = list(rows.order_by("-start_on", "pk")[:number])
    clerks = {user.organisation_id: user for user in User.objects.order_by("-username")}
    for keeper in sorted({service.insurer_id for service in services}):
        own = [service for service in services if service.insurer_id == keeper]
        with pghistory.context(user=clerks[keeper].pk, step="visit", at=plan.at.isoformat()):
            _follow(plan, own, clerks)
    cases = Activity.objects.filter(kind=ServiceKind.CASE, detail=None).order_by("insurer_id", "pk")
    for keeper, part in groupby(cases.iterator(chunk_size=BATCH), key=lambda service: service.insurer_id):
        # A part of the entry, by a person of the own insurer: else the last of the visitors above would stand for all.
        with pghistory.context(user=clerks[keeper].pk, step="enter", at=plan.at.isoformat()):
            save_all(ActivityDetail, _published(plan, part))


def _published(plan: Plan, cases: Iterable[Activity]) -> Iterator[ActivityDetail]:
    """Where and as what the cases are published, in turns."""
    turns = cycle(product(Channel.values, Medium.values))
    for service, (channel, medium) in zip(cases, turns, strict=False):
        yield ActivityDetail(activity=service, channel=channel, medium=medium, updated_at=plan.at)


def _follow(plan: Plan, services: list[Activity], clerks: dict[int, User]) -> None:
    rng = plan.luck(f"visits {services[0].insurer_id}")
    visits, signed, details = [], [], []
    states: dict[str, list[int]] = {ActivityState.VISITED: [], ActivityState.CONFIRMED: [], ActivityState.RETURNED: []}
    for place, service in enumerate(services):
        clerk, day = clerks[service.insurer_id], min(service.end_on + timedelta(days=2), plan.today)
        if place % 40 == 7:
            reason = "现场照片与服务地点不符，请核实后重新提交。"
            states[ActivityState.RETURNED].append(service.pk)
            details.append(
                ActivityDetail(
                    activity=service, returned_reason=reason, returned_at=instant(day, 15), updated_at=instant(day, 15)
                )
            )
            continue
        visits.append(_visit(rng, service, day, clerk))
        if place % 3:
            states[ActivityState.CONFIRMED].append(service.pk)
            signed.append(_confirmation(service, day, clerk))
        else:
            states[ActivityState.VISITED].append(service.pk)
    save_all(ActivityVisit, visits)
    save_all(ActivityConfirmation, signed)
    save_all(ActivityDetail, details)
    for state, keys in states.items():
        Activity.objects.filter(pk__in=keys).update(state=state)


def _visit(rng: random.Random, service: Activity, day: date, clerk: User) -> ActivityVisit:
    return ActivityVisit(
        activity=service,
        way=rng.choice((VisitWay.PHONE, VisitWay.PHONE, VisitWay.ONSITE)),
        visited_on=day,
        satisfaction=rng.choice((5, 5, 5, 4, 4, 3)),
        opinion=rng.choice(OPINIONS),
        recorded_by=clerk,
        recorded_at=instant(day, 16),
    )


def _confirmation(service: Activity, day: date, clerk: User) -> ActivityConfirmation:
    return ActivityConfirmation(
        activity=service,
        name="示例负责人",
        post="安全总监",
        confirmed_on=day,
        recorded_by=clerk,
        recorded_at=instant(day, 17),
    )


VISITS: Final = Ledger("visits", ActivityVisit, SIZES, fill_visits)
