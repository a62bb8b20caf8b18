"""The rehearsal of a report: what it would lack if it were built today, where, whom to call, and the pace."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import clock
from core.choices import JobState
from core.gate import GatedView
from core.jobs.ledger import place_in_queue, pulse_of
from core.models import Job
from reports import services
from reports.models import Rehearsal, ReportDuty
from reports.permissions import ReportPermission
from reports.views.readers import reader_of


class RehearsalView(GatedView):
    permission = ReportPermission.REPORT_DELIVER
    http_method_names = ["get", "head", "post", "options"]

    def duty(self, request: HttpRequest, pk: int) -> ReportDuty:
        """What the own organisation owes."""
        user = reader_of(request)
        rows = ReportDuty.objects.visible_to(user).filter(organisation=user.organisation_id)
        return get_object_or_404(rows.select_related("organisation", "campaign"), pk=pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        duty, user = self.duty(request, pk), reader_of(request)
        running = Job.objects.visible_to(user).filter(
            kind=services.REHEARSAL_KIND, organisation_id=user.organisation_id, payload__report=duty.report
        )
        waiting = running.exclude(state__in=[JobState.DONE, JobState.CANCELLED]).order_by("-pk").first()
        context = {
            "duty": duty,
            "rehearsal": Rehearsal.objects.visible_to(user).filter(duty=duty).select_related("held_by").first(),
            "running": waiting,
            "before": place_in_queue(waiting) if waiting else None,
            "pulse": pulse_of(waiting, true_at=clock.true_now()) if waiting else None,
            "days_left": (duty.due_on - clock.today()).days,
        }
        return render(request, "reports/rehearsal.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        duty = self.duty(request, pk)
        services.request_rehearsal(duty=duty, by=reader_of(request), today=clock.today(), at=clock.now())
        messages.success(request, _("The rehearsal is queued; this page shows what it found."))
        return redirect("reports:duty-rehearsal", pk=pk)
