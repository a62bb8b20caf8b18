"""What the ledgers say to the questions of a form: the inspected city's, as far as the task gives sight of them.

Through the task both cities see of an enterprise its facts (without contact data), its policies and its services in
the campaign, and of an insurer its numbers in the inspected city; nothing else (domain.md 1.5). So these reads leave
`visible_to` of the ledgers aside; the form itself was read through it. Nothing here is computed from the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Max, Q, QuerySet, Sum

from core import walls
from enterprises.models import Outsourcing
from hazards.choices import HazardStatus, NoticeState
from hazards.models import Hazard, Notice, Refusal
from inspections import rules
from inspections.models import InspectedEnterprise, InspectedInsurer, Task
from inspections.services import on_record
from insurers.activities.models import Activity
from insurers.base.choices import ServiceKind
from insurers.complaints.models import Complaint
from insurers.expenses.figures import by_insurer
from insurers.expenses.models import Expense
from insurers.plans.models import ServicePlan
from insurers.policies.models import Policy
from insurers.promises.models import PromisedRow

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Ledger:
    """`values` are comparable with the answers of the same name; `notes` are sentences that stand above a question.

    `beside` is for the panel beside the form.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, object] = field(default_factory=dict)


def services_of(task: Task, today: date) -> "QuerySet[Activity]":
    """Services of the campaign up to the day."""
    campaign = task.campaign
    return Activity.objects.countable(today).filter(start_on__range=(campaign.starts_on, campaign.ends_on))


@walls.aside("the inspecting city reads what is on record of the firm on its form")
def enterprise_ledger(item: InspectedEnterprise, today: date) -> Ledger:
    """Facts, policies and campaign services of the enterprise on the day of inspection, today while it is not told."""
    enterprise, day = item.enterprise, item.checked_on or today
    known = on_record(enterprise, day)
    services = services_of(item.task, day).filter(enterprise=enterprise)
    done = _done(services)
    hazards = _hazards(Hazard.objects.countable(day).filter(enterprise=enterprise))
    notices = _notices(Notice.objects.filter(enterprise=enterprise, issued_on__lte=day))
    plans = ServicePlan.objects.promising().filter(policy__enterprise=enterprise, start_on__lte=day, end_on__gte=day)
    has_plan, outside = plans.exists(), Outsourcing.objects.filter(enterprise=enterprise)
    values: dict[str, object] = {"insured": known.insured, "people": enterprise.employees}
    if known.policy_no:
        values |= {"policy_no": known.policy_no, "insured_people": known.insured_people, "limit": known.limit}
    values |= {"plan_seen": has_plan, **{kind: done[kind] > 0 for kind in KINDS}}
    values |= {"notices_seen": notices, "hazards_total": hazards["n"], "hazards_closed": hazards["closed"]}
    notes = {kind: _times(done[kind], done[f"{kind}_on"]) for kind in KINDS}
    notes |= {"plan_seen": "有已确认的服务方案" if has_plan else "无已确认的服务方案"}
    notes |= {"outsourcing": _outsourcing(outside)}
    policies = Policy.objects.filter(enterprise=enterprise).select_related("insurer").order_by("-end_on", "-pk")
    beside = {
        "policies": list(policies[:SHOWN]),
        "services": list(services.select_related("insurer").order_by("-start_on", "-pk")[:SHOWN]),
        "totals": done,
        "hazards_on_record": hazards["n"],
        "hazards_closed": hazards["closed"],
    }
    return Ledger(values, notes, beside)


#: The services that the form asks after, each with the condition on the ledger.
KINDS: Mapping[str, Q] = {
    "train": Q(kind=ServiceKind.TRAIN),
    "haz": Q(kind=ServiceKind.HAZ),
    "drill": Q(kind=ServiceKind.DRILL),
    "assist": Q(campaign_assist=True),
}


def _done(services: "QuerySet[Activity]") -> dict[str, Any]:
    counts = {kind: Count("pk", filter=condition) for kind, condition in KINDS.items()}
    latest = {f"{kind}_on": Max("start_on", filter=condition) for kind, condition in KINDS.items()}
    return services.aggregate(n=Count("pk"), **counts, **latest)


def _times(number: int, latest: date | None) -> str:
    return f"{number} 次，最近 {latest}" if latest else "专项行动期间无记录"


def _hazards(rows: "QuerySet[Hazard]") -> dict[str, int]:
    return rows.aggregate(n=Count("pk"), closed=Count("pk", filter=Q(state=HazardStatus.CLOSED)))


def _notices(rows: "QuerySet[Notice]") -> int:
    return rows.exclude(state=NoticeState.VOID).count()


def _outsourcing(rows: "QuerySet[Outsourcing]") -> str:
    found = rows.aggregate(n=Count("pk"), signed=Count("pk", filter=Q(agreement=True)))
    return f"外包外租 {found['n']} 项，有安全协议 {found['signed']} 项" if found["n"] else "台账无外包外租记录"


#: What stands above each question of an insurer's form, from the numbers of `_numbers`.
NOTES: Final = {
    "files_drawn": "本市在保保单 {covered} 份",
    "plan_ok": "在保保单 {covered} 份，其中有已确认服务方案 {planned} 份",
    "services_planned": "方案承诺至检查日应完成 {promised} 次",
    "services_done": "按方案完成 {kept} 次",
    "records_ok": "专项行动期间服务记录 {served} 次",
    "confirm_ok": "服务记录 {served} 次，双方确认 {confirmed} 次",
    "budget": "服务费用预算 {budget:,.2f} 元",
    "booked": "已列支 {booked:,.2f} 元",
    "vouchers_ok": "费用台账 {vouchers} 笔",
    "agency_ok": "委托第三方机构 {agencies} 家，服务 {by_agency} 次",
    "ledger_ok": "隐患 {hazards} 项，已销号 {closed} 项",
    "notices_ok": "书面告知 {notices} 份",
    "refusals_ok": "拒不整改 {refusals} 件，已报告 {told} 件",
    "complaints_ok": "投诉 {complaints} 件，未办结 {open} 件",
    "archive_ok": "服务记录 {served} 次，已归档 {filed} 次",
}


@walls.aside("the inspecting city reads the numbers of the insurer on its form")
def insurer_ledger(item: InspectedInsurer, today: date) -> Ledger:
    """The insurer's numbers in the inspected city on the day of inspection, today while it is not told."""
    day = item.checked_on or today
    known = {**_business(item, day), **_served(item, day), **_found(item, day)}
    budget, booked = known["budget"], known["booked"]
    values = {"services_planned": known["promised"], "services_done": known["kept"], "budget": budget, "booked": booked}
    notes = {name: text.format(**known) for name, text in NOTES.items()}
    return Ledger(values, notes, {**known, "fee_share": rules.fee_share(booked, budget)})


def _business(item: InspectedInsurer, day: date) -> dict[str, Any]:
    """Policies, plans, promises and fees."""
    here = {"insurer": item.insurer, "city__code": item.task.inspected_id}
    policies = Policy.objects.filter(**here)
    held = policies.in_force(day)
    fees = next(iter(by_insurer(policies, day)), None)
    promises = PromisedRow.objects.filter(**here, due_on__lte=day)
    return {
        "covered": held.count(),
        "planned": held.filter(plans__in=ServicePlan.objects.promising()).distinct().count(),
        **promises.aggregate(promised=Sum("times", default=0), kept=Sum("done", default=0)),
        "premium": fees.premium if fees else Decimal(0),
        "budget": fees.budget if fees else Decimal(0),
        "booked": fees.booked if fees else Decimal(0),
        "vouchers": Expense.objects.countable(day).filter(**here).count(),
    }


def _served(item: InspectedInsurer, day: date) -> dict[str, Any]:
    """Services of the campaign, complaints."""
    city = item.task.inspected_id
    services = services_of(item.task, day).filter(insurer=item.insurer, city__code=city)
    numbers = services.aggregate(
        served=Count("pk"),
        cost=Sum("cost", default=Decimal(0)),
        confirmed=Count("confirmation"),
        filed=Count("detail", filter=Q(detail__filed_at__isnull=False)),
        agencies=Count("agency", distinct=True),
        by_agency=Count("pk", filter=Q(agency__isnull=False)),
    )
    complaints = Complaint.objects.filter(
        policy__insurer=item.insurer, policy__city__code=city, received_on__lte=day
    ).aggregate(complaints=Count("pk"), open=Count("pk", filter=Q(closed_on__isnull=True)))
    return {**numbers, **complaints}


def _found(item: InspectedInsurer, day: date) -> dict[str, Any]:
    """Hazards, notices, refusals."""
    hazards = Hazard.objects.countable(day).filter(insurer=item.insurer, city__code=item.task.inspected_id)
    found = _hazards(hazards)
    notices = Notice.objects.filter(issuer=item.insurer, lines__hazard__in=hazards).distinct()
    refusals = Refusal.objects.filter(hazard__in=hazards).aggregate(
        refusals=Count("pk"), told=Count("pk", filter=Q(reported_at__isnull=False))
    )
    return {"hazards": found["n"], "closed": found["closed"], "notices": _notices(notices), **refusals}
