"""What the pages of an enterprise show of what inspections found there."""

from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery

from accounts.models import User
from campaigns.models import Campaign
from core.contributions.panels import register, register_columns
from enterprises.models import Enterprise
from inspections.choices import FindingState, PairingState
from inspections.models import Finding, PairingTable
from inspections.pairing_check import check_of
from inspections.permissions import InspectionPermission

SHOWN = 10


def register_panels() -> None:
    register("enterprise", of_enterprise)
    register("gap-candidate", of_enterprise)
    register_columns("gap", with_findings)
    register("campaign", of_campaign)


def of_enterprise(enterprise: Enterprise, user: User, _day: date) -> dict[str, object]:
    """`findings`: the newest that the person sees; `shows_findings`: whether the person reads findings at all."""
    if not user.may(InspectionPermission.FINDING_VIEW):
        return {"shows_findings": False}
    rows = Finding.objects.visible_to(user).filter(enterprise_item__enterprise=enterprise)
    related = ("task__inspecting", "routing__handover__receiver")
    return {
        "shows_findings": True,
        "findings": list(rows.select_related(*related).order_by("-found_on", "-pk")[:SHOWN]),
    }


def of_campaign(campaign: Campaign, user: User, _day: date) -> dict[str, object]:
    """`pairings`: the tables of the campaign's year; `pairing`: the settled one, else the newest, checked row by row."""
    if not campaign.is_yearly:
        return {"pairings": []}
    tables = list(PairingTable.objects.visible_to(user).filter(year=campaign.year).order_by("-pk"))
    counts = min(tables, key=lambda table: table.state == PairingState.DRAFT, default=None)
    return {"pairings": tables, "pairing": check_of(counts, campaign, user) if counts is not None else None}


def with_findings(rows: QuerySet[Enterprise], user: User) -> QuerySet[Enterprise]:
    """Adds `findings_made`, how many findings at the enterprise the person sees, revoked ones aside; None for none."""
    if not user.may(InspectionPermission.FINDING_VIEW):
        return rows
    own = Finding.objects.visible_to(user).filter(enterprise_item__enterprise=OuterRef("pk")).order_by()
    own = own.exclude(state=FindingState.REVOKED)
    return rows.annotate(
        findings_made=Subquery(own.values("enterprise_item__enterprise").annotate(n=Count("pk")).values("n"))
    )
