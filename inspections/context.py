"""What stands beside a form: the inspected city's ledgers as far as the task gives sight of them.

Through the task both cities see of an enterprise its facts (without contact data), its policies and its services in
the campaign, and of an insurer its numbers in the inspected city; nothing else (domain.md 1.5).
"""

from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from enterprises.choices import Sector
from inspections.models import InspectedEnterprise, InspectedInsurer
from insurers.models import Activity, Policy

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


def sections(form: Any) -> list[dict[str, Any]]:
    """The form's sections in order, each with its fields and how far it is filled."""
    return [_section(form, number, key, names) for number, (key, names) in enumerate(form.sections, 1)]


def _section(form: Any, number: int, key: str, names: tuple[str, ...]) -> dict[str, Any]:
    filled = sum(getattr(form.instance, name) not in (None, "", []) for name in names)
    state = "done" if filled == len(names) else "some" if filled else "none"
    return {"key": key, "number": number, "title": TITLES[key], "fields": [form[n] for n in names], "state": state}


def enterprise_reference(item: InspectedEnterprise, today: date) -> dict[str, Any]:
    """Facts, policies, campaign services, and where the form differs from them."""
    campaign, enterprise = item.task.campaign, item.enterprise
    policies = Policy.objects.filter(enterprise=enterprise).select_related("insurer")
    services = Activity.objects.filter(
        enterprise=enterprise, start_on__range=(campaign.starts_on, campaign.ends_on), start_on__lte=today
    ).exclude(state="VOID")
    kinds = services.aggregate(
        n=Count("pk"),
        assisted=Count("pk", filter=Q(campaign_assist=True)),
        hazards=Sum("general_hazards") + Sum("major_hazards"),
    )
    return {
        "enterprise": enterprise,
        "sectors": [SECTORS.get(code, code) for code in enterprise.sectors],
        "policies": policies[:10],
        "services": services.select_related("insurer")[:10],
        "totals": kinds,
        "missing_people": _shortfall(item),
    }


def _shortfall(item: InspectedEnterprise) -> int:
    """How many people fewer are insured than employed, as the form says."""
    if item.people is None or item.insured_people is None:
        return 0
    return max(0, item.people - item.insured_people)


def insurer_reference(item: InspectedInsurer, today: date) -> dict[str, Any]:
    """The insurer's numbers in the inspected city."""
    city, campaign = item.task.inspected_id, item.task.campaign
    policies = Policy.objects.filter(insurer=item.insurer, city__code=city)
    services = Activity.objects.filter(insurer=item.insurer, city__code=city, start_on__gte=campaign.starts_on).exclude(
        state="VOID"
    )
    return {
        "insurer": item.insurer,
        "insurer_policies": policies.in_force(today).count(),
        "insurer_premium": policies.filter(start_on__lte=today).aggregate(n=Sum("premium_paid"))["n"],
        "insurer_services": services.count(),
    }
