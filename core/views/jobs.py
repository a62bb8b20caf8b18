"""A job's page and the fragment that pages ask for until it ends."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core import clock
from core.gate import GatedView
from core.jobs.ledger import cancel_job, place_in_queue
from core.models import Job


def job_or_404(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user).select_related("owner"), pk=pk)


class JobDetailView(GatedView):
    permission = "job.view"
    template_name = "core/job_detail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = job_or_404(request, pk)
        context = {"job": job, "before": place_in_queue(job), "own": job.organisation_id == request.user.organisation_id}  # type: ignore[union-attr]
        return render(request, self.template_name, context)


class JobFragmentView(JobDetailView):
    """Only the progress; when the job has ended the page around it reloads itself."""

    template_name = "core/_job.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        response = super().get(request, pk)
        if job_or_404(request, pk).is_ended:
            response["HX-Refresh"] = "true"
        return response


class JobCancelView(GatedView):
    permission = "job.view"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = job_or_404(request, pk)
        cancel_job(job=job, by=request.user, at=clock.now())
        return redirect("core:job-detail", pk=pk)
