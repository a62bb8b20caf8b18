"""Bulk review of general hazards: one decision for each, all on one page."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import INSURING
from core import clock, walls
from core.attachments import attachments_of_many
from core.gate import GatedView
from core.people import User, person_of
from core.rows import Row
from core.views.days import day_in
from core.views.lists import chips, leave_out
from core.writing import version_in
from hazards.choices import HazardLevel, HazardStatus
from hazards.filters import ReviewFilter
from hazards.guards import EMERGENCY
from hazards.models import Hazard
from hazards.permissions import HazardPermission
from hazards.querysets import HazardQuerySet
from hazards.services import rectification
from hazards.services.rectification import Decision

#: Hazards on the page at once.
MOST = 50
#: Keys of the database are shorter.
LONGEST_KEY = 19


class BulkReviewView(GatedView):
    permission = HazardPermission.HAZARD_REVIEW

    def waiting(self, request: HttpRequest) -> "HazardQuerySet[Hazard]":
        """Submitted general hazards of the finder's side, the oldest first; what a grant shows is for reading alone."""
        user = person_of(request)
        with walls.own_alone():
            rows = Hazard.objects.visible_to(user).filter(state=HazardStatus.SUBMITTED, level=HazardLevel.GENERAL)
        own = (
            rows.filter(insurer_id=user.works_for_id)
            if user.role in INSURING
            else rows.filter(insurer__isnull=True)
            if user.role in EMERGENCY
            else rows.none()
        )
        return own.select_related("enterprise", "county", "submitted_by").order_by("rectified_on", "pk")

    @staticmethod
    def is_for(user: User, row: Hazard) -> bool:
        """The same of one row, and not handed in by the person: whether they may decide it here."""
        side = user.works_for_id if user.role in INSURING else None
        is_due = row.state == HazardStatus.SUBMITTED and row.level == HazardLevel.GENERAL
        is_own = user.role in {*INSURING, *EMERGENCY} and row.insurer_id == side
        return is_due and is_own and row.submitted_by_id != user.pk

    def filters(self, request: HttpRequest) -> ReviewFilter:
        """Those that this person may decide, by the filters: what one handed in oneself another one reviews."""
        own = self.waiting(request).exclude(submitted_by=person_of(request))
        found = ReviewFilter(request.GET, queryset=own, request=request)
        found.today = clock.today()
        return found

    def rows(self, request: HttpRequest) -> "HazardQuerySet[Hazard]":
        chosen = self.filters(request)
        rows: HazardQuerySet[Hazard] = chosen.qs if chosen.form.is_valid() else chosen.queryset.none()
        ticked = [one for one in request.GET.getlist("row") if one.isdecimal() and len(one) < LONGEST_KEY]
        return rows.filter(pk__in=ticked) if ticked else rows

    def get(self, request: HttpRequest) -> HttpResponse:
        leave_out(request, self.filters(request).form)
        return self.page(request, {})

    def page(self, request: HttpRequest, failed: dict[int, str], status: int = 200) -> HttpResponse:
        """What was typed stays where a decision was refused; the others are gone from the list."""
        form, fitting = self.filters(request).form, self.rows(request)
        rows: list[Row] = list(fitting[:MOST])
        proofs = Counter(
            file.subject_id for file in attachments_of_many("hazard", [row.pk for row in rows]).filter(slot="after")
        )
        for row in rows:
            row.failed, row.proofs = failed.get(row.pk, ""), proofs[row.pk]
            row.typed = request.POST.get(f"result_{row.pk}", "")
            row.opinion, row.until = line(request, f"opinion_{row.pk}"), request.POST.get(f"deadline_{row.pk}", "")
        context = {
            "rows": rows,
            "total": fitting.count(),
            "own": self.waiting(request).filter(submitted_by=person_of(request)).count(),
            "today": clock.today(),
            "failed": failed,
            "common": line(request, "opinion"),
            "form": form,
            "chips": list(chips(form, request)),
            "query": request.GET.urlencode(),
        }
        return render(request, "hazards/bulk_review.html", context, status=status)

    def decisions(self, request: HttpRequest) -> list[tuple[Hazard, Decision, str]]:
        """What was chosen for each hazard, with the version that the page showed; `all` passes what is undecided."""
        rest, found = "pass" if "all" in request.POST else "", []
        for row in self.rows(request)[: MOST * 4]:
            seen = version_in(request.POST, f"seen_{row.pk}")
            choice = request.POST.get(f"result_{row.pk}", "") or (rest if seen else "")
            if choice in {"pass", "return"}:
                opinion = line(request, f"opinion_{row.pk}") or line(request, "opinion")
                deadline = day_in(request.POST.get(f"deadline_{row.pk}", ""))
                found.append((row, Decision(choice == "pass", opinion, clock.today(), deadline), seen))
        return found

    def post(self, request: HttpRequest) -> HttpResponse:
        if "back" in request.POST:
            return self.page(request, {})
        decisions = self.decisions(request)
        if not decisions:
            messages.warning(request, _("Please choose a result for at least one hazard."))
            return self.page(request, {}, 400)
        if "preview" in request.POST or "all" in request.POST:
            return self.preview(request, decisions)
        user = person_of(request)
        done, failed = rectification.review_hazards(decisions=decisions, by=user, today=clock.today(), at=clock.now())
        if done:
            messages.success(
                request,
                ngettext("%(n)s hazard is decided.", "%(n)s hazards are decided.", len(done)) % {"n": len(done)},
            )
        if failed:
            return self.page(request, {hazard.pk: f"{reason}。" for hazard, reason in failed}, 409)
        return redirect(f"{request.path}?{request.GET.urlencode()}")

    def preview(self, request: HttpRequest, decisions: list[tuple[Hazard, Decision, str]]) -> HttpResponse:
        """What will be stored, before it is: nothing is written here."""
        passed = sum(decision.passed for _row, decision, _seen in decisions)
        context = {
            "decisions": decisions,
            "passed": passed,
            "returned": len(decisions) - passed,
            "query": request.GET.urlencode(),
        }
        return render(request, "hazards/bulk_preview.html", context)


def line(request: HttpRequest, name: str) -> str:
    """Typed text as it is stored: without control characters that no column takes, at most 500 characters."""
    return request.POST.get(name, "").replace("\x00", "").strip()[:500]
