"""The report centre: build, watch, download (ui.md 2.8)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.choices import DivisionLevel, OrganisationKind
from accounts.models import Division
from accounts.permissions import Permission
from accounts.roles import Role
from campaigns.rules import countdown
from campaigns.services import current_campaign
from core import clock
from core.gate import GatedView
from core.models import Job
from reports.choices import CITY_REPORTS, ReportKind
from reports.forms import BuildForm
from reports.models import Snapshot
from reports.services import JOB_KIND, request_report

SHOWN = 30


def centre(request: HttpRequest, form: BuildForm, status: int = 200) -> HttpResponse:
    """The page with a form in whatever state."""
    user: Any = request.user
    today = clock.today()
    campaign = current_campaign(today.year)
    snapshots = Snapshot.objects.visible_to(user).select_related("city", "built_by", "organisation")
    jobs = Job.objects.visible_to(user).filter(kind=JOB_KIND, organisation_id=user.organisation_id)
    context = {
        "form": form,
        "countdown": countdown(campaign.deadline_on, today) if campaign else None,
        "campaign": campaign,
        "running": jobs.exclude(state__in=["DONE", "CANCELLED"]).order_by("-created_at", "-pk")[:5],
        "snapshots": snapshots.prefetch_related("files")[:SHOWN],
        "snapshot_total": snapshots.count(),
        "matrix": matrix(snapshots) if user.role == Role.PROV_EM else None,
        "kinds": list(CITY_REPORTS),
    }
    return render(request, "reports/centre.html", context, status=status)


def matrix(snapshots: Any) -> list[dict[str, Any]]:
    """Eleven cities by three reports: the newest version built by the city itself, or none."""
    newest: dict[tuple[str, str], Snapshot] = {}
    own = snapshots.filter(
        organisation__kind=OrganisationKind.CITY_EMERGENCY, report__in=[k.value for k in CITY_REPORTS]
    )
    for snapshot in own.order_by("built_at", "pk"):
        newest[snapshot.city_id, snapshot.report] = snapshot
    cities = Division.objects.filter(level=DivisionLevel.CITY).order_by("code")
    return [{"city": c, "cells": [newest.get((c.code, kind.value)) for kind in CITY_REPORTS]} for c in cities]


class CentreView(GatedView):
    permission = Permission.CITY_REPORT_BUILD

    def get(self, request: HttpRequest) -> HttpResponse:
        return centre(request, BuildForm(user=request.user, today=clock.today()))


class BuildView(GatedView):
    permission = Permission.CITY_REPORT_BUILD
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BuildForm(request.POST, user=request.user, today=clock.today())
        if not form.is_valid():
            return centre(request, form, status=400)
        data = form.cleaned_data
        city = None if data["report"] == ReportKind.PROVINCE else data.get("city") or None
        campaign = current_campaign(clock.today().year)
        year = campaign.year if campaign else clock.today().year
        request_report(
            report=data["report"], by=request.user, city=city, year=year, cutoff=data["cutoff"], at=clock.now()  # type: ignore[arg-type]
        )  # fmt: skip
        return redirect("reports:centre")
