"""Invented services on the seeded policies; the same seed makes the same rows."""

import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

import pghistory

from accounts.models import Organisation
from core.choices import code_items
from core.seeding import BATCH, Ledger, Plan, by_weight, entered, save_all
from enterprises.seeding import SURNAMES, pick
from hazards.choices import ServiceTopic
from insurers.activities.models import Activity
from insurers.activities.sheets.topics import COUNTS
from insurers.agencies.models import Professional
from insurers.base.choices import TOPIC_KIND, ServiceForm, ServiceKind
from insurers.policies.models import Policy
from rulebook.book import Steps
from rulebook.choices import RuleCode

ACTIVITY_SIZES: Final = {"small": 1500, "province": 150_000, "nation": 1_500_000}

KINDS = (
    (ServiceKind.HAZ, 44),
    (ServiceKind.TRAIN, 22),
    (ServiceKind.DRILL, 16),
    (ServiceKind.RISK, 8),
    (ServiceKind.STD, 4),
    (ServiceKind.CASE, 4),
    (ServiceKind.TECH, 2),
)

FORMS = ((ServiceForm.ONSITE, 70), (ServiceForm.GROUP, 15), (ServiceForm.ONLINE, 10), (ServiceForm.MEDIA, 5))

CONTENTS: dict[str, str] = {
    ServiceKind.HAZ: "对动火等危险作业、电气焊设备及外包外租情况开展现场排查，形成问题清单并当场交换意见。",
    ServiceKind.TRAIN: "宣讲专项行动文件要求与重大事故隐患判定标准，结合典型事故案例开展警示教育。",
    ServiceKind.DRILL: "组织岗位应急处置与逃生演练，讲评处置流程，核对逃生出口与避灾路线。",
}

#: Shares of the services given by an agency, and of those given within the campaign where the period allows it.
BY_AGENCY, IN_CAMPAIGN = 0.35, 0.6

#: The share of services that name somebody whom nobody registered.
UNREGISTERED: Final = 0.02

CAMPAIGN_BEGINS: Final = date(2023, 4, 27)

TOPICS: dict[str, list[str]] = {}

for _code, _label in code_items(ServiceTopic):
    TOPICS.setdefault(TOPIC_KIND[_code], []).append(_code)


def make_activities(
    rng: random.Random, policies: Iterable[Policy], of: int, number: int, today: date, at: datetime
) -> Iterator[Activity]:
    """`number` unsaved services, spread unevenly over the `of` policies: some units got none."""
    agencies = list(Organisation.objects.agencies().order_by("code"))
    crew, standards = crew_by_keeper(), Steps(RuleCode.SERVICE_STANDARD)
    made = 0
    for policy, count in zip(policies, by_weight(rng, of, number), strict=True):
        for _ in range(count):
            made += 1
            row = _activity(rng, policy, made, today, at, agencies)
            row.staff = "、".join(_staff(rng, row, crew))
            edition = standards.on(row.start_on)
            row.standard = None if edition is None else int(edition)
            yield row


def crew_by_keeper() -> dict[int, list[str]]:
    """Names of the registered professionals by the organisation that keeps them."""
    found: dict[int, list[str]] = {}
    for keeper, name in Professional.objects.order_by("pk").values_list("organisation", "name"):
        found.setdefault(keeper, []).append(name)
    return found


def _staff(rng: random.Random, row: Activity, crew: Mapping[int, list[str]]) -> list[str]:
    """Two people of whoever serves; now and then one whom nobody registered."""
    known = crew.get(row.agency_id or row.insurer_id, [])
    if len(known) < 2 or rng.random() < UNREGISTERED:
        return [f"{rng.choice(SURNAMES)}某", f"{rng.choice(SURNAMES)}某某"]
    return rng.sample(known, k=2)


def service_day(rng: random.Random, first: date, last: date) -> date:
    """A day of the period, oftener within the campaign than before it."""
    if first < CAMPAIGN_BEGINS <= last and rng.random() < IN_CAMPAIGN:
        first = CAMPAIGN_BEGINS
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))


def _activity(
    rng: random.Random, policy: Policy, number: int, today: date, at: datetime, agencies: list[Organisation]
) -> Activity:
    kind = pick(rng, KINDS)
    day = service_day(rng, policy.start_on, min(policy.end_on, today))
    general = rng.choice((0, 2, 4, 6, 10)) if kind == ServiceKind.HAZ else 0
    major = 1 if kind == ServiceKind.HAZ and rng.random() < 0.04 else 0
    since = entered(rng, day, 20, at)
    topics = sorted(rng.sample(TOPICS[kind], k=min(2, len(TOPICS[kind])))) if kind in TOPICS else []
    return Activity(
        insurer_id=policy.insurer_id,
        enterprise_id=policy.enterprise_id,
        city_id=policy.city_id,
        county_id=policy.county_id,
        policy=policy,
        activity_no=f"FW-{day.year}-{number:06d}",
        enterprise_name=policy.enterprise_name,
        kind=kind,
        topics=topics,
        campaign_assist=day >= CAMPAIGN_BEGINS and rng.random() < 0.7,
        start_on=day,
        end_on=day,
        form=pick(rng, FORMS),
        place="企业厂区",
        agency=rng.choice(agencies) if rng.random() < BY_AGENCY else None,
        staff="",
        participants=rng.randint(8, 90) if kind in {ServiceKind.TRAIN, ServiceKind.DRILL} else None,
        content=CONTENTS.get(kind, "按服务方案开展事故预防技术服务，形成服务记录并反馈企业。"),
        general_hazards=general,
        major_hazards=major,
        notice_no=f"GZ-{day.year}-{number:05d}" if general or major else "",
        cost=Decimal(rng.randint(500, 6000)),
        satisfaction=rng.choice((None, 3, 4, 5, 5)),
        created_at=since,
        updated_at=since,
        **counts_by_topic(topics, general + major, number),
    )


def counts_by_topic(topics: list[str], found: int, number: int) -> dict[str, int]:
    """What a hazard check looked at under its topics; `found` hazards are problems of the first one."""
    counts: dict[str, int] = {}
    for count in COUNTS:
        if count.topic in topics:
            part = found if count.topic == topics[0] else 0
            whole = counts[count.within] if count.within else found + 10 + number % 20
            is_problems = count.key.endswith("_problems")
            counts[count.key] = whole if not count.within else part if is_problems else whole - number % 3
    return counts


def fill_activities(plan: Plan) -> None:
    policies = Policy.objects.order_by("pk")
    made = make_activities(
        plan.luck("activities"),
        policies.iterator(chunk_size=BATCH),
        policies.count(),
        plan.sizes["activities"],
        plan.today,
        plan.at,
    )
    with pghistory.context(step="enter"):  # whatever seeded the rows before is no part of their history
        save_all(Activity, made)


ACTIVITIES: Final = Ledger("activities", Activity, ACTIVITY_SIZES, fill_activities)
