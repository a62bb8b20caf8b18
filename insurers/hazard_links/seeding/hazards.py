"""Invented hazards behind the services' counts, and what departments found themselves; some on every step of the way."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, islice
from typing import Any, Final

import pghistory

from accounts.choices import OrganisationKind
from accounts.models import User
from core.plain import Plain
from core.seeding import BATCH, Ledger, Plan, entered
from enterprises.choices import Sector
from enterprises.models import Enterprise
from enterprises.seeding import SURNAMES, pick
from hazards.choices import (
    HazardCategory,
    HazardLevel,
    HazardSource,
    HazardStatus,
    HazardTopic,
    ReceiverCapacity,
)
from hazards.models import Criterion, Hazard, NumberSeries
from hazards.services.numbers import number
from insurers.activities.choices import ActivityState
from insurers.activities.models import Activity
from insurers.base.choices import ServiceKind
from insurers.hazard_links.models import FoundHazard
from insurers.hazard_links.seeding import cases as case_seeding
from insurers.hazard_links.seeding.lives import Hands, Lives, hands_of

SIZES: Final = {"small": 3000, "province": 300_000, "nation": 3_000_000}

WORDS: Final = (
    (
        HazardCategory.DANGEROUS_WORK,
        HazardTopic.H1,
        "动火作业未办理审批，现场无人监护",
        "立即停止作业，补办审批并配备监护人",
    ),
    (
        HazardCategory.WELDING,
        HazardTopic.H2,
        "焊机接地不良，氧气瓶与乙炔瓶间距不足五米",
        "更换接地线，气瓶分区存放并设防倾倒装置",
    ),
    (HazardCategory.TRAINING, HazardTopic.H3, "电工、焊工特种作业证过期仍上岗作业", "调离岗位，组织复审取证后上岗"),
    (HazardCategory.OUTSOURCING, HazardTopic.H4, "外包施工单位未签订安全生产管理协议", "补签协议，纳入统一安全管理"),
    (HazardCategory.OUTSOURCING, HazardTopic.H5, "出租厂房内承租方堵塞安全出口", "清理通道，每周检查一次"),
    (HazardCategory.FIRE, "", "灭火器压力不足，疏散指示灯损坏", "更换灭火器，修复疏散指示"),
    (HazardCategory.ELECTRICAL, "", "配电箱无漏电保护，线路私拉乱接", "加装漏电保护器，规范敷设线路"),
    (HazardCategory.CHEMICAL, "", "危化品与普通货物混放，未张贴标识", "分库存放，张贴安全标识"),
    (HazardCategory.EQUIPMENT, "", "行车限位失灵，未按期检验", "停用并报检，检验合格后使用"),
    (HazardCategory.PPE, "", "打磨岗位员工未佩戴防尘口罩和护目镜", "配齐防护用品并检查佩戴情况"),
    (HazardCategory.EMERGENCY, "", "应急预案未演练，员工不熟悉逃生路线", "一个月内组织演练，张贴疏散图"),
    (HazardCategory.RULES, "", "安全操作规程未上墙，交接班记录缺失", "补齐规程与记录，班组长签字"),
)

PLACES: Final = (
    "1号车间",
    "2号车间西侧",
    "3号车间",
    "原料仓库",
    "危化品仓库",
    "配电房",
    "装卸平台",
    "锅炉房",
    "食堂",
    "办公楼二层",
)

#: Of hazards whose deadline has passed, and of the others.
PAST: Final = (
    (HazardStatus.CLOSED, 90),
    (HazardStatus.SUBMITTED, 5),
    (HazardStatus.RECTIFYING, 3),
    (HazardStatus.NOTIFIED, 2),
)

COMING: Final = (
    (HazardStatus.CLOSED, 35),
    (HazardStatus.SUBMITTED, 25),
    (HazardStatus.RECTIFYING, 20),
    (HazardStatus.NOTIFIED, 20),
)

OTHER: Final = "其他:现场专家研判属于重大隐患情形"


class Finder:
    """Makes hazards, numbered by city and year as the ledger does."""

    def __init__(self, rng: random.Random, plan: Plan) -> None:
        self.rng, self.today, self.at = rng, plan.today, plan.at
        self.last: dict[tuple[str, int], int] = {}
        rows = Criterion.objects.order_by("pk").values_list("version__field", "pk", "text", "version__valid_from")
        self.clauses: dict[str, list[tuple[int, str, date]]] = {}
        for field, pk, text, since in rows:
            self.clauses.setdefault(field, []).append((pk, text, since))

    def make(self, place: Plain, day: date, level: str, sector: str, **more: Any) -> Hazard:
        """An unsaved hazard found on the day; `place` holds the ids of enterprise, county and city."""
        rng = self.rng
        words = rng.choice(WORDS)
        told = min(day + timedelta(days=rng.randint(0, 2)), self.today)
        deadline = told + timedelta(days=30 if level == HazardLevel.MAJOR else 15)
        state = pick(rng, PAST if deadline < self.today else COMING)
        done = (
            min(deadline - timedelta(days=rng.randint(0, 9)), self.today)
            if state in {HazardStatus.CLOSED, HazardStatus.SUBMITTED}
            else None
        )
        known = [entry for entry in self.clauses.get(sector, ()) if entry[2] <= day]
        clause = rng.choice(known) if level == HazardLevel.MAJOR and known else None
        basis = (clause[1] if clause else OTHER) if level == HazardLevel.MAJOR else ""
        category, topic, description, measures = case_seeding.fitting(words, basis)
        series = (place["city_id"], day.year)
        self.last[series] = self.last.get(series, 0) + 1
        return Hazard(
            **place,
            hazard_no=number(*series, self.last[series]),
            level=level,
            sector=sector,
            criterion_id=clause[0] if clause else None,
            basis=basis,
            category=category,
            topic=topic,
            place=rng.choice(PLACES),
            description=description,
            measures=measures,
            found_on=day,
            found_by=f"{rng.choice(SURNAMES)}某",
            notified_on=told,
            receiver=f"{rng.choice(SURNAMES)}某",
            capacity=ReceiverCapacity.HEAD if level == HazardLevel.MAJOR else ReceiverCapacity.SAFETY,
            deadline=deadline,
            rectified_on=None if done is None else max(done, told),
            state=state,
            round=0 if done is None else 1,
            submitted_on=None if done is None else max(done, told),
            closed_on=min(max(done, told) + timedelta(days=rng.randint(1, 8)), self.today)
            if done and state == HazardStatus.CLOSED
            else None,
            created_at=entered(rng, day, 5, self.at),
            updated_at=self.at,
            **more,
        )

    def of_services(self, most: int, aside: list[Activity]) -> Iterator[tuple[Hazard, int]]:
        """(hazard, id of the service that found it), as many as the service says; none of those kept aside."""
        known = (
            Activity.objects.filter(kind=ServiceKind.HAZ)
            .exclude(state=ActivityState.VOID)
            .exclude(pk__in=[row.pk for row in aside])
        )
        rows = known.order_by("pk").values_list(
            "pk",
            "enterprise_id",
            "county_id",
            "city_id",
            "insurer_id",
            "activity_no",
            "notice_no",
            "start_on",
            "general_hazards",
            "major_hazards",
            "enterprise__main_sector",
        )
        made = 0
        for pk, enterprise, county, city, insurer, no, notice, day, general, major, sector in rows.iterator(
            chunk_size=BATCH
        ):
            place = {"enterprise_id": enterprise, "county_id": county, "city_id": city}
            for level in [HazardLevel.GENERAL] * general + [HazardLevel.MAJOR] * major:
                made += 1
                if made > most:
                    return
                ref = f"YH-{day.year}-{made:07d}"
                yield (
                    self.make(
                        place,
                        day,
                        level,
                        sector or Sector.OTHER,
                        insurer_id=insurer,
                        insurer_ref=ref,
                        source=HazardSource.SERVICE,
                        source_no=no,
                        notice_no=notice,
                    ),
                    pk,
                )

    def basis_of(self, sector: str, day: date) -> str:
        """What a major hazard of the sector rests on, found on the day."""
        known = [text for _pk, text, since in self.clauses.get(sector, ()) if since <= day]
        return self.rng.choice(known) if known else OTHER

    def of_departments(self, wanted: int) -> Iterator[Hazard]:
        """What departments found at checks and what enterprises told themselves."""
        rows = Enterprise.objects.order_by("pk").values_list("pk", "county_id", "city_id", "main_sector")
        firms = list(rows[:20_000])
        for n in range(wanted if firms else 0):
            pk, county, city, sector = self.rng.choice(firms)
            day = self.today - timedelta(days=self.rng.randint(0, 320))
            place = {"enterprise_id": pk, "county_id": county, "city_id": city}
            level = HazardLevel.MAJOR if self.rng.random() < 0.03 else HazardLevel.GENERAL
            source = self.rng.choice(
                (HazardSource.DEPARTMENT, HazardSource.DEPARTMENT, HazardSource.SELF, HazardSource.REPORT)
            )
            yield self.make(
                place, day, level, sector or Sector.OTHER, source=source, source_no=f"JC-{day.year}-{n + 1:06d}"
            )


def fill(plan: Plan) -> None:
    """Hazards behind the services first; departments found the rest of the number."""
    finder = Finder(plan.luck("hazards"), plan)
    wanted, people = plan.sizes["hazards"], hands()
    lives = Lives(plan, {key: one for key, one in people.items() if isinstance(key, str)})
    aside = case_seeding.kept_aside(plan.today) if wanted >= case_seeding.LEAST else []
    wanted -= sum(row.general_hazards + row.major_hazards for row in aside)
    made = finder.of_services(wanted, aside)
    count = 0
    while batch := list(islice(made, BATCH)):
        count += len(batch)
        save(sorted(batch, key=lambda pair: pair[0].insurer_id or 0), plan, people, lives)
    rest = finder.of_departments(wanted - count)
    while found := [(hazard, 0) for hazard in islice(rest, BATCH)]:
        save(sorted(found, key=lambda pair: str(pair[0].city_id)), plan, people, lives)
    NumberSeries.objects.bulk_create(
        [NumberSeries(city_id=city, year=year, last=last) for (city, year), last in sorted(finder.last.items())]
    )
    case_seeding.play(aside, plan, WORDS, PLACES, finder.basis_of)


def save(pairs: list[tuple[Hazard, int]], plan: Plan, people: dict[int | str, Hands], lives: Lives) -> None:
    """Write hazards, as entered by a person of their insurer or of their city's bureau, and link them to services."""
    for who, part in groupby(pairs, key=lambda pair: pair[0].insurer_id or str(pair[0].city_id)):
        group = list(part)
        for hazard, _service in group:
            hazard.submitted_by_id = people[who].clerk if hazard.round else None
        with pghistory.context(user=people[who].clerk, at=plan.at.isoformat()):
            rows = Hazard.objects.bulk_create([hazard for hazard, _service in group])
            lives.tell(rows, people[who])
        links = [
            FoundHazard(hazard=row, activity_id=service)
            for row, (_hazard, service) in zip(rows, group, strict=True)
            if service
        ]
        FoundHazard.objects.bulk_create(links)


def hands() -> dict[int | str, Hands]:
    """{insurer's id or city code: who enters and who reviews}."""
    found: dict[int | str, list[User]] = {}
    for one in User.objects.exclude(organisation=None).select_related("organisation").order_by("-pk"):
        if one.organisation.kind == OrganisationKind.INSURER:
            found.setdefault(one.organisation_id, []).append(one)
        elif one.organisation.kind == OrganisationKind.CITY_EMERGENCY:
            found.setdefault(str(one.organisation.division_id), []).append(one)
    return {key: hands_of(people) for key, people in found.items()}


LEDGERS: Final = (Ledger("hazards", Hazard, SIZES, fill),)
