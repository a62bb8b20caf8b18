"""A job's page and the fragment that pages ask for until it ends."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from core import clock
from core.choices import JobState
from core.contributions.scoping import is_own
from core.gate import GatedView, NotAllowed
from core.jobs.ledger import cancel_job, place_in_queue, pulse_of
from core.models import Job, StoredFile
from core.people import person_of
from core.permissions import CorePermission
from core.views.downloads import download


def job_or_404(request: HttpRequest, pk: int) -> Job:
    """The job if the person may see it."""
    return get_object_or_404(Job.objects.visible_to(request.user).select_related("owner__organisation"), pk=pk)


def standing_of(request: HttpRequest, job: Job) -> dict[str, object]:
    """The job, how many stand before it, its signs of life, and whether the person may stop it."""
    return {
        "job": job,
        "before": place_in_queue(job),
        "pulse": pulse_of(job, true_at=clock.true_now()),
        "may_cancel": is_own(request, job) and not job.is_ended,
    }


def file_of(request: HttpRequest, job: Job) -> StoredFile | None:
    """What a finished job has made, for its own organisation; contact data without a mask for who gave the reason."""
    if job.state != JobState.DONE or not is_own(request, job):
        return None
    if job.is_personal and job.owner_id != person_of(request).pk:
        return None
    return job.files.order_by("pk").first()


class JobDetailView(GatedView):
    permission = CorePermission.JOB_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = job_or_404(request, pk)
        context = standing_of(request, job) | {
            "upload": job.uploads.select_related("file").first(),
            "file": file_of(request, job),
        }
        return render(request, "core/job_detail.html", context)


class JobFragmentView(GatedView):
    """Only the progress; when the job has ended the page around it reloads itself."""

    permission = CorePermission.JOB_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = job_or_404(request, pk)
        response = render(request, "core/_job.html", standing_of(request, job))
        if job.is_ended:
            response["HX-Refresh"] = "true"
        return response


class JobCancelView(GatedView):
    """Stop one's own organisation's job; back to the upload it works on, where there is one."""

    permission = CorePermission.JOB_VIEW
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = job_or_404(request, pk)
        if not is_own(request, job):
            raise NotAllowed("a job is stopped by its organisation")
        cancel_job(job=job, by=request.user, at=clock.now())
        upload = job.uploads.first()
        if upload is not None:
            return redirect("imports:upload-detail", pk=upload.pk)
        return redirect("core:job-detail", pk=pk)


class JobFileView(GatedView):
    """The file that a job has made, under the name it was given."""

    permission = CorePermission.JOB_VIEW
    http_method_names = ["get", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        stored = file_of(request, job_or_404(request, pk))
        if stored is None:
            raise Http404
        return download(request, stored)
