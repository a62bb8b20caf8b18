"""Files of a service: photos, reports, notices, confirmations. The guard of `files.py` says when they are fixed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from core import attachments, clock
from core.attachments.uploading import attach_sent
from core.gate import GatedView, NotAllowed
from core.models import Attachment
from core.people import person_of
from core.views.writes import Attempt
from core.writing import tell_refusal
from insurers.activities.files import guard_files
from insurers.activities.models import Activity
from insurers.activities.permissions import ActivityPermission
from insurers.activities.views.activities import service_or_404


class ActivityFilesView(GatedView):
    permission = ActivityPermission.ACTIVITY_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        activity = service_or_404(request, pk)
        require_open(request, activity)
        slot = request.POST.get("slot", "")
        if slot not in attachments.slots_of(activity):
            raise Http404
        before = set(attachments.attachments_of(activity).values_list("pk", flat=True))
        attach_sent(request, activity, slot, clock.now())
        also = request.POST.get("also", "")
        if also in attachments.slots_of(activity) and also != slot:
            for sent in attachments.attachments_of(activity).exclude(pk__in=before):
                fill(request, sent, also)
        return redirect("activities:activity-detail", pk=pk)


class ActivityFileAlsoView(GatedView):
    """A file of the service fills another place of it, too."""

    permission = ActivityPermission.ACTIVITY_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sent, activity = file_or_404(request, pk)
        require_open(request, activity)
        slot = request.POST.get("slot", "")
        if slot not in attachments.slots_of(activity):
            messages.warning(request, _("Choose the kind of file first."))
        elif fill(request, sent, slot):
            messages.success(request, _("The file stands for another kind, too."))
        return redirect("activities:activity-detail", pk=activity.pk)


def fill(request: HttpRequest, sent: Attachment, slot: str) -> bool:
    """Let the file fill the place, too; a refusal becomes a message."""
    attempt = Attempt(request)
    with attempt:
        attachments.also_fill(sent, slot, by=person_of(request), at=clock.now())
    return attempt.refusal is None


def file_or_404(request: HttpRequest, pk: int) -> tuple[Attachment, Activity]:
    """A file of a service that the person sees."""
    sent = get_object_or_404(Attachment, pk=pk, kind="activity", removed_at__isnull=True)
    return sent, service_or_404(request, sent.subject_id)


class ActivityFileRemoveView(GatedView):
    permission = ActivityPermission.ACTIVITY_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sent, activity = file_or_404(request, pk)
        require_open(request, activity)
        attachments.remove(sent, by=person_of(request), at=clock.now())
        messages.success(request, _("The file is taken away."))
        return redirect("activities:activity-detail", pk=activity.pk)


def require_open(request: HttpRequest, activity: Activity) -> None:
    """Answer 403 where the guard of the files would refuse. Raises NotAllowed."""
    by = person_of(request)
    reason = guard_files(activity, by)
    if reason:
        tell_refusal(Activity, activity, by=by, at=clock.now(), step="files", reason=reason)
        raise NotAllowed(reason)
