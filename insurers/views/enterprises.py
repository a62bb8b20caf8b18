"""The register with its cover: list, gap, and an enterprise's page."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property

from accounts.permissions import Permission
from accounts.scope import scope_for
from core import clock
from core.gate import GatedView
from core.views.lists import LedgerPage
from enterprises.choices import Sector
from enterprises.models import Enterprise
from enterprises.querysets import EnterpriseQuerySet
from insurers import cover
from insurers.filters import EnterpriseFilter
from insurers.models import Activity, Policy

EXPIRING_DAYS = 30
SHOWN = 20
SECTORS = dict(Sector.choices)


class EnterpriseListView(LedgerPage):
    permission = Permission.ENTERPRISE_VIEW
    template_name = "insurers/enterprise_list.html"
    filters = EnterpriseFilter

    def rows(self) -> EnterpriseQuerySet:
        rows = Enterprise.objects.visible_to(self.request.user).select_related("city", "county")
        rows = cover.with_cover(rows, self.today, scope_for(self.request.user).insurer_id)
        chosen = self.request.GET.get("cover", "")
        # An insurer must not learn from this filter whether another company covers its client.
        if self.request.user.may(Permission.GAP_VIEW) and chosen in {"must", "insured", "missing", "expiring"}:
            rows = cover.choose(rows, chosen, self.sectors, self.today, self.soon)
        return rows.order_by("uscc")

    @cached_property
    def today(self) -> Any:
        return clock.today()

    @property
    def soon(self) -> Any:
        return self.today + timedelta(days=EXPIRING_DAYS)

    @cached_property
    def sectors(self) -> list[str]:
        return cover.campaign_sectors(self.today.year)

    def extra(self) -> dict[str, Any]:
        return {"sector_labels": SECTORS, "may_upload": self.request.user.may(Permission.ENTERPRISE_UPLOAD)}


class GapListView(EnterpriseListView):
    """应保未保: the figures on top, the uninsured below; each figure opens exactly its rows."""

    permission = Permission.GAP_VIEW
    template_name = "insurers/gap_list.html"

    def rows(self) -> EnterpriseQuerySet:
        rows = super().rows()
        if self.request.GET.get("cover"):
            return rows
        return cover.choose(rows, "missing", self.sectors, self.today, self.soon)

    def extra(self) -> dict[str, Any]:
        own = Enterprise.objects.visible_to(self.request.user)
        return {
            **super().extra(),
            "counts": cover.counts(own, self.sectors, self.today, self.soon),
            "by_sector": cover.by_sector(own, self.sectors, self.today),
            "chosen": self.request.GET.get("cover") or "missing",
        }


class EnterpriseDetailView(GatedView):
    """One enterprise with its policies and services, as far as the person may see them."""

    permission = Permission.ENTERPRISE_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Enterprise.objects.visible_to(request.user).select_related("city", "county")
        enterprise = get_object_or_404(rows, pk=pk)
        policies = Policy.objects.visible_to(request.user).filter(enterprise=enterprise).select_related("insurer")
        services = Activity.objects.visible_to(request.user).filter(enterprise=enterprise)
        today = clock.today()
        sectors = cover.campaign_sectors(today.year)
        context = {
            "enterprise": enterprise,
            "sectors": [SECTORS.get(code, code) for code in enterprise.sectors],
            "policies": policies[:SHOWN],
            "policy_total": policies.count(),
            "services": services.select_related("insurer", "agency")[:SHOWN],
            "service_total": services.count(),
            "must": enterprise.status in {"ACTIVE", "BUILDING"} and bool(set(enterprise.sectors) & set(sectors)),
            "is_insured": policies.in_force(today).exists(),
        }
        return render(request, "insurers/enterprise_detail.html", context)
