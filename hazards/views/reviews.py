"""Bulk review of general hazards: one decision for each, all on one page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from core import clock
from core.gate import GatedView
from hazards import rectifying
from hazards.models import Hazard
from hazards.rectifying import Decision

#: Hazards on the page at once.
MOST = 50


class BulkReviewView(GatedView):
    permission = Permission.HAZARD_REVIEW

    def rows(self, request: HttpRequest) -> Any:
        """Submitted general hazards of the finder's side, the oldest first."""
        user: Any = request.user
        rows = Hazard.objects.visible_to(user).filter(state="SUBMITTED", level="GENERAL")
        own = (
            rows.filter(insurer_id=user.organisation_id)
            if user.role == "INSURER"
            else rows.filter(insurer__isnull=True)
        )
        return own.select_related("enterprise", "county").order_by("rectified_on", "pk")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, {})

    def page(self, request: HttpRequest, failed: dict[int, str], status: int = 200) -> HttpResponse:
        rows = list(self.rows(request)[:MOST])
        for row in rows:
            row.failed = failed.get(row.pk, "")
        context = {"rows": rows, "total": self.rows(request).count(), "today": clock.today(), "failed": failed}
        return render(request, "hazards/bulk_review.html", context, status=status)

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        decisions = []
        for row in self.rows(request)[: MOST * 4]:
            choice = request.POST.get(f"result_{row.pk}", "")
            if choice in {"pass", "return"}:
                opinion = request.POST.get(f"opinion_{row.pk}", "")[:500] or request.POST.get("opinion", "")[:500]
                deadline = day_or_none(request.POST.get(f"deadline_{row.pk}", ""))
                decisions.append((row, Decision(choice == "pass", opinion, clock.today(), deadline)))
        if not decisions:
            messages.warning(request, _("Please choose a result for at least one hazard."))
            return self.page(request, {}, 400)
        done, failed = rectifying.review_many(decisions=decisions, by=user, today=clock.today(), at=clock.now())
        if done:
            messages.success(request, _("%(n)s hazards are decided.") % {"n": len(done)})
        if failed:
            return self.page(request, {hazard.pk: f"{reason}。" for hazard, reason in failed}, 409)
        return redirect("hazards:bulk-review")


def day_or_none(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None
