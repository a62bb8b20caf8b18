"""Invented service plans on the seeded policies, and what they promise; the same seed makes the same rows."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import Final

from django.core.files.base import ContentFile

from accounts.models import Organisation
from core.files import store
from core.models import StoredFile
from core.seeding import BATCH, Ledger, Plan, blank_page, entered, save_all
from enterprises.choices import Sector
from enterprises.seeding import pick
from hazards.choices import LetterKind
from hazards.services.numbers import continue_series, written_number
from insurers.activities.models import Activity
from insurers.activities.seeding.activities import BY_AGENCY, TOPICS
from insurers.base.choices import ServiceForm, ServiceKind
from insurers.plans.choices import ConfirmationWay, PlanStandard, PlanState
from insurers.plans.models import PlanItem, ServicePlan, TemplateItem
from insurers.plans.rules import MAIN_KINDS, month_in_period, shortage
from insurers.plans.templates import sector_of
from insurers.policies.models import Policy
from insurers.policies.rules import fee_budget

#: Plans for about sixty of a hundred policies.
SIZES: Final = {"small": 300, "province": 30_000, "nation": 300_000}

RUNNING: Final = ((PlanState.ACTIVE, 82), (PlanState.CONFIRMED, 4), (PlanState.SENT, 6), (PlanState.DRAFT, 8))

ENDED: Final = ((PlanState.FINISHED, 60), (PlanState.EVALUATED, 40))

OPEN: Final = frozenset({PlanState.DRAFT, PlanState.SENT})

FEN: Final = Decimal("0.01")

BASES: Final = {
    "basis_scale": "按登记资料为常年生产经营，一个主要场所",
    "basis_mgmt": "已建立安全管理制度，配备安全管理人员",
    "basis_history": "无",
}
RISKS: Final[dict[str, str]] = {
    Sector.HAZCHEM: "储罐区、反应装置和动火等危险作业风险突出",
    Sector.CONSTR: "高处作业、起重吊装和临时用电风险突出",
    Sector.TRANSPORT: "道路运行、车辆技术状况和疲劳驾驶风险突出",
    Sector.FISHERY: "海上作业、恶劣天气和船舶消防风险突出",
}

OTHER_RISKS: Final = "设备设施、危险作业和外包作业风险较为集中"

MEASURES: Final[dict[str, str]] = {
    ServiceKind.HAZ: "现场排查动火作业、电气焊设备和外包外租情况，出具清单并跟踪整改。",
    ServiceKind.TRAIN: "宣讲专项行动文件和重大事故隐患判定标准，开展警示教育。",
    ServiceKind.DRILL: "组织岗位应急处置和逃生演练并讲评。",
    ServiceKind.RISK: "辨识主要风险并更新风险分级管控清单。",
}

GOALS: Final[dict[str, str]] = {
    ServiceKind.HAZ: "重大隐患全部按期整改",
    ServiceKind.TRAIN: "主要负责人和关键岗位人员全部受训",
    ServiceKind.DRILL: "全员熟知逃生路线",
    ServiceKind.RISK: "风险清单更新到岗位",
}

OTHER_MEASURE, OTHER_GOAL = "按投保单位需要开展，服务后形成记录并回访。", "服务记录完整并经投保单位确认"

#: How often a plan has an item of the kind, and how often that is campaign assistance.
CHANCES: Final = (
    (ServiceKind.HAZ, 1.0, 1.0),
    (ServiceKind.TRAIN, 0.7, 0.6),
    (ServiceKind.DRILL, 0.5, 0.4),
    (ServiceKind.RISK, 0.1, 0.0),
)

#: How often a service that was done had been promised.
FORESEEN: Final = 0.8

#: Why a demo plan holds fewer services than the template for its grade.
FEWER: Final = "按投保单位实际生产经营情况与其协商确定服务次数。"

Done = list[tuple[str, bool, int]]

SPECIAL: Final = "由专家每季度驻点一天，逐项核查重大事故隐患并指导整改。"


def papers() -> dict[int, StoredFile]:
    """One invented confirmation for each insurer: all its plans show the same page."""
    at, page = Plan(0, date(2023, 1, 1), {}).at, blank_page()
    return {
        insurer.pk: store(ContentFile(page), name="投保单位确认书(示例).pdf", organisation_id=insurer.pk, at=at)
        for insurer in Organisation.objects.insurers().order_by("code")
    }


def make_plan(
    rng: random.Random, policy: Policy, plan_no: str, today: date, at: datetime, paper: StoredFile
) -> ServicePlan:
    """An unsaved plan over the whole policy, in a state that fits its period."""
    enterprise = policy.enterprise
    state = pick(rng, ENDED if policy.end_on < today else RUNNING)
    since = entered(rng, policy.start_on, 20, at)
    standards = [
        PlanStandard.AQ9010,
        PlanStandard.ZJ_GENERAL,
        *([PlanStandard.ZJ_HAZCHEM] if Sector.HAZCHEM in enterprise.sectors else []),
    ]
    budget = fee_budget(policy.premium_paid, policy.fee_rate)
    plan = ServicePlan(
        insurer_id=policy.insurer_id,
        enterprise_id=policy.enterprise_id,
        city_id=policy.city_id,
        county_id=policy.county_id,
        policy=policy,
        plan_no=plan_no,
        risk_grade=enterprise.risk_grade,
        start_on=policy.start_on,
        end_on=policy.end_on,
        **BASES,
        basis_sector=f"所属行业领域风险较高，按{enterprise.get_status_display()}状态制定服务安排",
        basis_risk=RISKS.get(enterprise.main_sector, OTHER_RISKS),
        basis_people=f"从业人员 {enterprise.employees} 人，投保 {policy.insured_people} 人",
        standards=standards,
        special_measures=SPECIAL if enterprise.key_enterprise else "",
        fee_estimate=(budget * Decimal(rng.randint(80, 100)) / 100).quantize(FEN, ROUND_HALF_UP),
        safeguards="配备专职服务人员，公布投诉电话，服务后回访。",
        state=state,
        created_at=since,
        updated_at=since,
    )
    _settle(rng, plan, today, at, paper)
    return plan


def _settle(rng: random.Random, plan: ServicePlan, today: date, at: datetime, paper: StoredFile) -> None:
    """Talk, confirmation and evaluation, as far as the state has come."""
    plan.talk_on = min(plan.start_on + timedelta(days=rng.randint(0, 10)), today)
    plan.talk_people = "李某、张某某"
    if plan.state in OPEN:
        return
    plan.talk_file = plan.confirm_file = paper
    plan.confirm_on = min(plan.talk_on + timedelta(days=rng.randint(0, 14)), today)
    plan.confirm_way, plan.confirm_by = ConfirmationWay.PAPER, "张某某（主要负责人）"
    if plan.state == PlanState.EVALUATED:
        plan.evaluation = "全年服务按方案开展，隐患跟踪整改到位，下年度增加外包作业排查。"
        plan.effect_score = 72 + plan.enterprise_id % 25
        plan.evaluated_on = min(plan.end_on + timedelta(days=20), today)
        plan.updated_at = min(at, plan.updated_at + timedelta(days=370))


def make_items(rng: random.Random, plan: ServicePlan, agencies: list[Organisation], done: Done) -> Iterator[PlanItem]:
    """Unsaved items: most of what was done, a hazard check as assistance always, the other kinds as they fall."""
    open_months = [month for month in range(1, 13) if month_in_period(month, plan.start_on, plan.end_on)]
    wanted: dict[tuple[str, bool], list[int]] = {}
    for kind, assist, month in done:
        if rng.random() < FORESEEN:
            wanted.setdefault((kind, assist), []).append(month)
    for kind, chance, share in CHANCES:
        item = (kind, rng.random() < share)
        if rng.random() < chance and item not in wanted:
            wanted[item] = rng.sample(open_months, k=1)
    for number, ((kind, assist), months) in enumerate(wanted.items(), start=1):
        yield PlanItem(
            plan=plan,
            item_no=number,
            kind=kind,
            topics=sorted(rng.sample(TOPICS[kind], k=2)) if kind in MAIN_KINDS else [],
            measures=MEASURES.get(kind, OTHER_MEASURE),
            form=ServiceForm.ONSITE if kind == ServiceKind.HAZ else ServiceForm.GROUP,
            frequency=len(months),
            months=sorted(set(months)),
            agency=rng.choice(agencies) if rng.random() < BY_AGENCY else None,
            staff="李某",
            goal=GOALS.get(kind, OTHER_GOAL),
            campaign_assist=assist,
            created_at=plan.created_at,
            updated_at=plan.created_at,
        )


def done_of(policies: list[Policy]) -> dict[int, Done]:
    """The services of the policies by policy, as kind, assistance and month."""
    found: dict[int, Done] = {}
    rows = Activity.objects.filter(policy__in=[policy.pk for policy in policies]).order_by("pk")
    for policy, kind, assist, day in rows.values_list("policy", "kind", "campaign_assist", "start_on"):
        found.setdefault(policy, []).append((kind, assist, day.month))
    return found


def chosen(rng: random.Random, policies: Iterable[Policy], of: int, number: int) -> Iterator[Policy]:
    """`number` of the policies, in their order."""
    wanted = bytearray(of)
    for index in rng.sample(range(of), min(number, of)):
        wanted[index] = 1
    return (policy for index, policy in enumerate(policies) if wanted[index])


def fill_plans(plan: Plan) -> None:
    rng, policies = plan.luck("plans"), Policy.objects.order_by("pk")
    source = chosen(
        rng, policies.select_related("enterprise").iterator(chunk_size=BATCH), policies.count(), plan.sizes["plans"]
    )
    agencies, paper, given = list(Organisation.objects.agencies().order_by("code")), papers(), Given()
    templates = template_times_by_unit()
    while batch := list(islice(source, BATCH)):
        plans = [
            make_plan(rng, policy, given.next(policy), plan.today, plan.at, paper[policy.insurer_id])
            for policy in batch
        ]
        items, done = [], done_of(batch)
        for made in plans:
            own = list(make_items(rng, made, agencies, done.get(made.policy_id, [])))
            held = ({"kind": item.kind, "frequency": item.frequency} for item in own)
            if shortage(held, templates.get((sector_of(made.enterprise), made.risk_grade), {})):
                made.fewer_reason = FEWER
            items += own
        save_all(ServicePlan, plans)
        save_all(PlanItem, items)
    continue_series(LetterKind.PLAN, given.last)


class Given:
    """The plan numbers of each insurer and year, in a row from 1."""

    def __init__(self) -> None:
        self.insurers = Organisation.objects.insurers().in_bulk()
        self.last: dict[tuple[int, int], int] = {}

    def next(self, policy: Policy) -> str:
        key = policy.insurer_id, policy.start_on.year
        self.last[key] = self.last.get(key, 0) + 1
        return written_number(LetterKind.PLAN, self.insurers[key[0]], key[1], self.last[key])


def template_times_by_unit() -> dict[tuple[str, str], dict[str, int]]:
    """How often each service is held by the seeded template of a sector and grade."""
    times: dict[tuple[str, str], dict[str, int]] = {}
    for line in TemplateItem.objects.all():
        times.setdefault((line.sector, line.risk_grade), {})[line.kind] = line.frequency
    return times


LEDGERS: Final = (Ledger("plans", ServicePlan, SIZES, fill_plans),)
