"""What stands beside a form: the inspected city's ledgers as far as the task gives sight of them.

Through the task both cities see of an enterprise its facts (without contact data), its policies and its services in
the campaign, and of an insurer its numbers in the inspected city; nothing else (domain.md 1.5). So these reads leave
`visible_to` of the ledgers aside; the form itself was read through it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby

from django import forms
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from core import walls
from enterprises.choices import Sector
from inspections import rules
from inspections.forms import ItemForm
from inspections.models import InspectedEnterprise, InspectedInsurer, Task
from inspections.words import label_of, words
from insurers.activities.models import Activity
from insurers.policies.models import Policy

SHOWN = 10
SECTORS = dict(Sector.choices)
TITLES = {
    "base": _("Basics"),
    "cover": _("How it is insured"),
    "service": _("How it is served"),
    "hazards": _("Hazards"),
    "fees": _("Fees"),
    "files": _("Files"),
    "end": _("Close"),
}


def sections(form: ItemForm) -> list[dict[str, object]]:
    """The form's sections in order, each with its fields in blocks and how far it is filled."""
    return [_section(form, number, key, names) for number, (key, names) in enumerate(form.sections, 1)]


def _section(form: ItemForm, number: int, key: str, names: tuple[str, ...]) -> dict[str, object]:
    filled = sum(getattr(form.instance, name) not in (None, "", []) for name in names)
    state = "done" if filled == len(names) else "some" if filled else "none"
    return {"key": key, "number": number, "title": TITLES[key], "blocks": list(_blocks(form, names)), "state": state}


def _blocks(form: ItemForm, names: tuple[str, ...]) -> Iterator[Mapping[str, object]]:
    """Questions with buttons stand alone; entries to be typed that follow each other stand side by side."""
    for alone, group in groupby((form[name] for name in names), key=_stands_alone):
        fields = list(group)
        if alone:
            yield from ({"alone": field} for field in fields)
        else:
            yield {"side_by_side": [(field, _width(field)) for field in fields]}


def _stands_alone(field: forms.BoundField) -> bool:
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


def _width(field: forms.BoundField) -> str:
    return "w4" if isinstance(field.field.widget, forms.Textarea) else "w2"


def _services(task: Task, today: date) -> "QuerySet[Activity]":
    """Services of the campaign up to the day."""
    campaign = task.campaign
    return Activity.objects.countable(today).filter(start_on__range=(campaign.starts_on, campaign.ends_on))


@walls.aside("the inspecting city reads what is on record of the firm on its form")
def enterprise_reference(item: InspectedEnterprise, today: date) -> dict[str, object]:
    """Facts, policies, campaign services, and where the form differs from them."""
    enterprise = item.enterprise
    policies = Policy.objects.filter(enterprise=enterprise).select_related("insurer")
    services = _services(item.task, today).filter(enterprise=enterprise)
    totals = services.aggregate(
        n=Count("pk"),
        train=Count("pk", filter=Q(kind="TRAIN")),
        haz=Count("pk", filter=Q(kind="HAZ")),
        drill=Count("pk", filter=Q(kind="DRILL")),
        assist=Count("pk", filter=Q(campaign_assist=True)),
        general=Sum("general_hazards", default=0),
        major=Sum("major_hazards", default=0),
    )
    seen_on = item.checked_on or today
    in_force = [p for p in policies if p.status == "IN_FORCE" and p.start_on <= seen_on <= p.end_on]
    return {
        "enterprise": enterprise,
        "sectors": [SECTORS.get(code, code) for code in enterprise.sectors],
        "policies": list(policies[:SHOWN]),
        "services": list(services.select_related("insurer").order_by("-start_on", "-pk")[:SHOWN]),
        "totals": totals,
        "hazards_on_record": totals["general"] + totals["major"],
        "missing_people": _shortfall(item),
        "prompts": _prompts(item, _enterprise_ledger(item, in_force, totals)),
    }


def _enterprise_ledger(item: InspectedEnterprise, in_force: list[Policy], totals: dict[str, int]) -> dict[str, object]:
    """What the ledgers say to the form's questions, as far as they have a word on them."""
    covers = [rules.Cover(p.policy_no, p.insured_people, p.limit_per_person, p.end_on) for p in in_force]
    known = rules.prefill(covers, item.enterprise.employees)
    ledger: dict[str, object] = {"insured": known.insured, "people": item.enterprise.employees}
    if covers:
        ledger |= {"policy_no": known.policy_no, "insured_people": known.insured_people, "limit": known.limit}
    ledger |= {name: totals[name] > 0 for name in ("train", "haz", "drill", "assist")}
    return {**ledger, "hazards_total": totals["general"] + totals["major"]}


def _prompts(item: InspectedEnterprise, ledger: dict[str, object]) -> list[tuple[str, str, str]]:
    """Label, seen, on record for every answer that is not what the ledgers say."""
    seen = {name: getattr(item, name) for name in ledger}
    return [
        (label_of(item, name), words(item, name, mine), words(item, name, theirs))
        for name, mine, theirs in rules.differences(seen, ledger)
    ]


def _shortfall(item: InspectedEnterprise) -> int:
    """How many people fewer are insured than employed, as the form says."""
    if item.people is None or item.insured_people is None:
        return 0
    return max(0, item.people - item.insured_people)


@walls.aside("the inspecting city reads the numbers of the insurer on its form")
def insurer_reference(item: InspectedInsurer, today: date) -> dict[str, object]:
    """The insurer's numbers in the inspected city, and where the form differs from them."""
    city = item.task.inspected_id
    policies = Policy.objects.filter(insurer=item.insurer, city__code=city)
    services = _services(item.task, today).filter(insurer=item.insurer, city__code=city)
    totals = services.aggregate(n=Count("pk"), cost=Sum("cost", default=Decimal(0)))
    return {
        "insurer": item.insurer,
        "insurer_policies": policies.in_force(today).count(),
        "insurer_premium": policies.filter(start_on__lte=today).aggregate(n=Sum("premium_paid"))["n"],
        "insurer_services": totals["n"],
        "insurer_cost": totals["cost"],
        "fee_share": rules.fee_share(item.booked, item.budget),
    }
