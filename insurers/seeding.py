"""Invented policies and services on the seeded enterprises; the same seed makes the same rows."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import Organisation
from accounts.roles import NINGBO
from enterprises.models import Enterprise
from enterprises.seeding import SURNAMES, pick
from insurers.codes import SERVICE_TOPICS, TOPIC_KIND
from insurers.models import Activity, Policy

INSURED_SHARE = 0.78
LAPSED_SHARE = 0.08
KINDS = (("HAZ", 44), ("TRAIN", 22), ("DRILL", 16), ("RISK", 8), ("STD", 4), ("CASE", 4), ("TECH", 2))
FORMS = (("ONSITE", 70), ("GROUP", 15), ("ONLINE", 10), ("MEDIA", 5))
POLICY_STATES = (("IN_FORCE", 96), ("SURRENDERED", 3), ("CANCELLED", 1))
CONTENTS = {
    "HAZ": "对动火等危险作业、电气焊设备及外包外租情况开展现场排查，形成问题清单并当场交换意见。",
    "TRAIN": "宣讲专项行动文件要求与重大事故隐患判定标准，结合典型事故案例开展警示教育。",
    "DRILL": "组织岗位应急处置与逃生演练，讲评处置流程，核对逃生出口与避灾路线。",
}
TOPICS: dict[str, list[str]] = {}
for _code, _label in SERVICE_TOPICS:
    TOPICS.setdefault(TOPIC_KIND[_code], []).append(_code)


def insurers_by_place() -> tuple[list[Organisation], list[Organisation]]:
    """The insurers that write in Ningbo, and those that write in the rest of the province."""
    rows = list(Organisation.objects.insurers().order_by("code"))
    return [r for r in rows if r.division_id == NINGBO], [r for r in rows if r.division_id != NINGBO]


def make_policies(
    rng: random.Random, enterprises: Iterable[Enterprise], number: int, today: date, at: datetime
) -> Iterator[Policy]:
    """About `number` unsaved policies: most in force today, some lapsed, some given back."""
    ningbo, rest = insurers_by_place()
    share = min(1.0, number / max(1, Enterprise.objects.count()) / (INSURED_SHARE + LAPSED_SHARE))
    made = 0
    for enterprise in enterprises:
        luck = rng.random() / share if share else 1.0
        if luck > INSURED_SHARE + LAPSED_SHARE:
            continue
        made += 1
        insurer = rng.choice(ningbo if enterprise.city_id == NINGBO else rest)
        yield _policy(rng, enterprise, insurer, made, today, at, lapsed=luck > INSURED_SHARE)


def _policy(
    rng: random.Random, enterprise: Enterprise, insurer: Organisation, number: int, today: date, at: datetime,
    *, lapsed: bool,
) -> Policy:  # fmt: skip
    start = today - timedelta(days=rng.randint(370, 500) if lapsed else rng.randint(5, 360))
    people = enterprise.employees if rng.random() < 0.9 else max(1, round(enterprise.employees * 0.8))
    per_person = Decimal(rng.choice((300000, 400000, 500000, 800000)))
    due = Decimal(people * rng.randint(60, 180)) + Decimal(rng.randint(800, 4000))
    return Policy(
        insurer=insurer,
        enterprise=enterprise,
        city_id=enterprise.city_id,
        county_id=enterprise.county_id,
        policy_no=f"AZX-{insurer.code[4:]}-{start.year}-{number:06d}",
        enterprise_name=enterprise.name,
        start_on=start,
        end_on=start + timedelta(days=364),
        insured_people=people,
        limit_per_person=per_person,
        limit_per_accident=per_person * 10,
        limit_total=per_person * 20,
        premium_due=due,
        premium_paid=due if rng.random() < 0.94 else (due * Decimal("0.5")).quantize(Decimal("0.01")),
        fee_rate=Decimal(rng.choice(("0.1500", "0.1800", "0.2000", "0.2100"))),
        status=pick(rng, POLICY_STATES),
        created_at=at,
        updated_at=at,
    )


def make_activities(
    rng: random.Random, policies: list[Policy], number: int, today: date, at: datetime
) -> Iterator[Activity]:
    """`number` unsaved services, spread unevenly over the policies: some units got none."""
    agencies = list(Organisation.objects.agencies().order_by("code"))
    for made, policy in enumerate(rng.choices(policies, [rng.random() ** 2 for _ in policies], k=number), 1):
        yield _activity(rng, policy, made, today, at, agencies)


def _activity(
    rng: random.Random, policy: Policy, number: int, today: date, at: datetime, agencies: list[Organisation]
) -> Activity:
    kind = pick(rng, KINDS)
    first, last = policy.start_on, min(policy.end_on, today)
    day = first + timedelta(days=rng.randint(0, max(0, (last - first).days)))
    general = rng.choice((0, 0, 1, 2, 3)) if kind == "HAZ" else 0
    major = 1 if kind == "HAZ" and rng.random() < 0.04 else 0
    return Activity(
        insurer_id=policy.insurer_id,
        enterprise_id=policy.enterprise_id,
        city_id=policy.city_id,
        county_id=policy.county_id,
        policy=policy,
        activity_no=f"FW-{day.year}-{number:06d}",
        enterprise_name=policy.enterprise_name,
        kind=kind,
        topics=sorted(rng.sample(TOPICS[kind], k=min(2, len(TOPICS[kind])))) if kind in TOPICS else [],
        campaign_assist=rng.random() < 0.7,
        start_on=day,
        end_on=day,
        form=pick(rng, FORMS),
        place="企业厂区",
        agency=rng.choice(agencies) if rng.random() < 0.35 else None,
        staff="、".join(rng.choice(SURNAMES) + "某" for _ in range(2)),
        participants=rng.randint(8, 90) if kind in {"TRAIN", "DRILL"} else None,
        content=CONTENTS.get(kind, "按服务方案开展事故预防技术服务，形成服务记录并反馈企业。"),
        general_hazards=general,
        major_hazards=major,
        notice_no=f"GZ-{day.year}-{number:05d}" if general or major else "",
        cost=Decimal(rng.randint(500, 6000)),
        satisfaction=rng.choice((None, 3, 4, 5, 5)),
        created_at=at,
        updated_at=at,
    )
