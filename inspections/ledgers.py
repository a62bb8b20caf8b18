"""What the ledgers say to the questions of a form: the inspected city's, as far as the task gives sight of them.

Through the task both cities see of an enterprise its facts (without contact data), its policies and its services in
the campaign, and of an insurer its numbers in the inspected city; nothing else (domain.md 1.5). So these reads leave
`visible_to` of the ledgers aside; the form itself was read through it. Nothing here is computed from the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import walls
from core.languages import official
from core.plain import Plain
from enterprises.models import Outsourcing
from hazards.choices import HazardStatus, NoticeState
from hazards.models import Hazard, Notice, Refusal
from inspections import rules
from inspections.choices import ItemState
from inspections.models import InspectedEnterprise, InspectedInsurer, Item, Task
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


def ledger_of(item: Item, today: date) -> Ledger:
    """What is on record of the inspected on the day of inspection; of a submitted form what was when it was submitted."""
    live = insurer_ledger(item, today) if isinstance(item, InspectedInsurer) else enterprise_ledger(item, today)
    if item.state != ItemState.SUBMITTED or not item.on_record:
        return live
    kept = item.on_record["values"]  # in the order of its names' length: the form's order is that of the fields
    values = {one.name: _read(item, one.name, kept[one.name]) for one in item._meta.concrete_fields if one.name in kept}
    return Ledger(values, item.on_record["notes"], live.beside)


def kept_of(item: Item, today: date) -> Plain:
    """What the record of a form keeps of the ledgers, in official words."""
    with official():
        now = ledger_of(item, today)
        values = {name: str(value) if isinstance(value, Decimal) else value for name, value in now.values.items()}
        return {"values": values, "notes": dict(now.notes)}


def _read(item: Item, name: str, value: object) -> object:
    """A value as it was kept, as the answer of the same name holds it."""
    return item._meta.get_field(name).to_python(value)  # type: ignore[union-attr]


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
    notes |= {"plan_seen": gettext("There is a confirmed plan") if has_plan else gettext("There is no confirmed plan")}
    notes |= {"outsourcing": _outsourcing(outside)}
    policies = Policy.objects.filter(enterprise=enterprise).select_related("insurer").order_by("-end_on", "-pk")
    beside = {
        "policies": list(policies[:SHOWN]),
        "day": day,
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


def _done(services: "QuerySet[Activity]") -> Plain:
    counts = {kind: Count("pk", filter=condition) for kind, condition in KINDS.items()}
    latest = {f"{kind}_on": Max("start_on", filter=condition) for kind, condition in KINDS.items()}
    return services.aggregate(n=Count("pk"), **counts, **latest)


def _times(number: int, latest: date | None) -> str:
    if latest is None:
        return gettext("Nothing on record in the campaign")
    return gettext("{n} times, last on {day}").format(n=number, day=latest)


def _hazards(rows: "QuerySet[Hazard]") -> dict[str, int]:
    return rows.aggregate(n=Count("pk"), closed=Count("pk", filter=Q(state=HazardStatus.CLOSED)))


def _notices(rows: "QuerySet[Notice]") -> int:
    return rows.exclude(state=NoticeState.VOID).count()


def _outsourcing(rows: "QuerySet[Outsourcing]") -> str:
    found = rows.aggregate(n=Count("pk"), signed=Count("pk", filter=Q(agreement=True)))
    if not found["n"]:
        return gettext("No outsourcing or leasing on record")
    return gettext("{n} contracts of outsourcing or leasing, {signed} with a safety agreement").format(**found)


#: What stands above each question of an insurer's form, from the numbers of `_numbers`.
NOTES: Final = {
    "files_drawn": _(
        "{covered} policies in force in the city, listed in the order of the public seed; take them from the top"
    ),
    "plan_ok": _("{covered} policies in force, {planned} of them with a confirmed plan"),
    "services_planned": _("{promised} services promised by the day of inspection"),
    "services_done": _("{kept} of them done as planned"),
    "records_ok": _("{served} services on record in the campaign"),
    "confirm_ok": _("{served} services on record, {confirmed} confirmed by both sides"),
    "budget": _("Fee budget {budget:,.2f} yuan"),
    "booked": _("Booked {booked:,.2f} yuan"),
    "vouchers_ok": _("{vouchers} entries in the ledger of fees"),
    "agency_ok": _("{agencies} agencies, {by_agency} services by them"),
    "ledger_ok": _("{hazards} hazards, {closed} closed"),
    "notices_ok": _("{notices} written notices"),
    "refusals_ok": _("{refusals} refusals, {told} reported"),
    "complaints_ok": _("{complaints} complaints, {open} open"),
    "archive_ok": _("{served} services on record, {filed} filed"),
}


@walls.aside("the inspecting city reads the numbers of the insurer on its form")
def insurer_ledger(item: InspectedInsurer, today: date) -> Ledger:
    """The insurer's numbers in the inspected city on the day of inspection, today while it is not told."""
    day = item.checked_on or today
    known = {**_business(item, day), **_served(item, day), **_found(item, day)}
    budget, booked = known["budget"], known["booked"]
    values = {"services_planned": known["promised"], "services_done": known["kept"], "budget": budget, "booked": booked}
    notes = {name: str(text).format(**known) for name, text in NOTES.items()}
    return Ledger(values, notes, {**known, "fee_share": rules.fee_share(booked, budget)})


def _business(item: InspectedInsurer, day: date) -> Plain:
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


def _served(item: InspectedInsurer, day: date) -> Plain:
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


def _found(item: InspectedInsurer, day: date) -> Plain:
    """Hazards, notices, refusals."""
    hazards = Hazard.objects.countable(day).filter(insurer=item.insurer, city__code=item.task.inspected_id)
    found = _hazards(hazards)
    notices = Notice.objects.filter(issuer=item.insurer, lines__hazard__in=hazards).distinct()
    refusals = Refusal.objects.filter(hazard__in=hazards).aggregate(
        refusals=Count("pk"), told=Count("pk", filter=Q(reported_at__isnull=False))
    )
    return {"hazards": found["n"], "closed": found["closed"], "notices": _notices(notices), **refusals}
