"""From the forms to the end of a task: comments, handing over, letters, completion."""

from io import BytesIO
from typing import Final

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import clock
from core.documents import in_words
from core.gate import GatedView
from core.people import person_of
from core.transitions import Transition, allowed
from core.views.downloads import attachment
from core.views.writes import Attempt
from core.writing import Refused, insist_allowed
from inspections import services, states
from inspections.choices import TaskState
from inspections.documents.letters import REQUEST, comments_document, handover_document
from inspections.documents.rows import comments_of, letter_of
from inspections.forms.ends import TextForm
from inspections.models import Feedback, Finding, Handover, Task
from inspections.permissions import InspectionPermission
from inspections.routing import RELATED, receivers_of
from inspections.views.tasks import task_or_404

COMMENTS: Final = gettext_lazy("Overall comments")
ANSWER: Final = gettext_lazy("Answer of the inspected city")
#: What the list of open findings names.
OPEN: Final = (*RELATED, "routing__handover__receiver")


def feedback_of(request: HttpRequest, task: Task) -> Feedback | None:
    rows = Feedback.objects.visible_to(request.user).filter(task=task)
    return rows.select_related("task__campaign", "issued_by", "answered_by").first()


def handover_or_404(request: HttpRequest, pk: int) -> Handover:
    related = ("task__inspecting", "task__inspected", "receiver", "issued_by", "received_by")
    return get_object_or_404(Handover.objects.visible_to(request.user).select_related(*related), pk=pk)


def insist_sure(request: HttpRequest, task: Task, move: Transition, sentence: str) -> None:
    """Raises Refused where whose step it is has not ticked what cannot be taken back."""
    if "sure" not in request.POST and move in allowed(states.END_MOVES, task, person_of(request)):
        raise Refused(sentence)


class FeedbackView(GatedView):
    """The comments as they are printed, with the answer; before they are given, the form of the leader."""

    permission = InspectionPermission.INSPECTION_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, task_or_404(request, pk))

    def page(self, request: HttpRequest, task: Task, form: TextForm | None = None, status: int = 200) -> HttpResponse:
        user, feedback = person_of(request), feedback_of(request, task)
        context: dict[str, object] = {"task": task, "feedback": feedback, "form": form}
        if feedback is None:
            reason = states.GIVE_FEEDBACK.guard(task, user) if task.state == TaskState.IN_PROGRESS else _("Not now")
            context |= {"may_give": reason is None, "reason": reason, "give_form": form or TextForm(label=COMMENTS)}
        else:
            letter = comments_of(feedback, user)
            may_answer = states.is_inspected(task, user) and feedback.answered_on is None
            context |= {
                "letter": letter,
                "day": in_words(letter.issued_on),
                "answer_form": (form or TextForm(label=ANSWER)) if may_answer else None,
            }
        return render(request, "inspections/feedback_detail.html", context, status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the comments."""
        task, by = task_or_404(request, pk), person_of(request)
        asked = InspectionPermission.FINDING_ROUTE
        insist_allowed(Feedback, task, by=by, permission=asked, at=clock.now(), step="feedback", on=task)
        form = TextForm(request.POST, label=COMMENTS)
        if not form.is_valid():
            return self.page(request, task, form, 400)
        with Attempt(request, form) as attempt:
            insist_sure(request, task, states.GIVE_FEEDBACK, "尚未出具：请核对检查表和问题后勾选确认，再出具反馈意见")
            services.give_feedback(task=task, by=by, today=clock.today(), at=clock.now(), **form.value())
            messages.success(request, _("The comments are given; the inspected city can object and answer."))
            return redirect("inspections:task-feedback", pk=pk)
        return self.page(request, task_or_404(request, pk), form, attempt.status)


class FeedbackAnswerView(FeedbackView):
    """The inspected city answers."""

    permission = InspectionPermission.FINDING_OBJECT
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        task, form = task_or_404(request, pk), TextForm(request.POST, label=ANSWER)
        feedback = feedback_of(request, task)
        if feedback is None:
            raise Http404
        if not form.is_valid():
            return self.page(request, task, form, 400)
        with Attempt(request, form) as attempt:
            services.answer_feedback(
                feedback=feedback, by=person_of(request), today=clock.today(), at=clock.now(), **form.value()
            )
            messages.success(request, _("The answer is given."))
            return redirect("inspections:task-feedback", pk=pk)
        return self.page(request, task, form, attempt.status)


class FeedbackDocumentView(GatedView):
    """The comments as Word."""

    permission = InspectionPermission.INSPECTION_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        feedback = feedback_of(request, task_or_404(request, pk))
        if feedback is None:
            raise Http404
        body = comments_document(comments_of(feedback, person_of(request)))
        return attachment(BytesIO(body), f"交叉检查反馈意见-{feedback.number}.docx")


class RouteView(GatedView):
    """To whom each finding would go; POST hands them over."""

    permission = InspectionPermission.INSPECTION_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        task, user = task_or_404(request, pk), person_of(request)
        rows = Finding.objects.visible_to(user).unrouted().filter(task=task).select_related(*RELATED).order_by("seq")
        try:
            proposed, missing = receivers_of(rows), ""
        except Refused as refused:
            proposed, missing = [], refused.sentence
        letters = Handover.objects.visible_to(user).filter(task=task).select_related("receiver")
        reason = states.ROUTE.guard(task, user) if task.state == TaskState.FEEDBACK else _("Not now")
        context = {
            "task": task,
            "proposed": proposed,
            "missing": missing,
            "letters": letters.prefetch_related("routings"),
            "may_route": reason is None and not missing,
            "reason": reason,
        }
        return render(request, "inspections/task_route.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        task = task_or_404(request, pk)
        with Attempt(request):
            insist_sure(request, task, states.ROUTE, "尚未移交：请核对问题和移交机关后勾选确认，再移交")
            made = services.route_findings(task=task, by=person_of(request), today=clock.today(), at=clock.now())
            messages.success(
                request,
                ngettext("%(n)s letter is written and sent.", "%(n)s letters are written and sent.", len(made))
                % {"n": len(made)},
            )
        return redirect("inspections:task-route", pk=pk)


class TrackView(GatedView):
    """Track what was handed over."""

    permission = InspectionPermission.FINDING_ROUTE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        task = task_or_404(request, pk)
        with Attempt(request):
            services.track_task(task=task, by=person_of(request), at=clock.now())
        return redirect("inspections:task-detail", pk=pk)


class CompleteView(GatedView):
    """What ends with the task and what stays open; POST completes it."""

    permission = InspectionPermission.FINDING_ROUTE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        task, user, today = task_or_404(request, pk), person_of(request), clock.today()
        sights = services.sights_on(task=task, day=today, asked_by=user)
        open_ones = Finding.objects.visible_to(user).unsettled().filter(task=task).select_related(*OPEN)
        letters = Handover.objects.visible_to(user).unsigned().filter(task=task).select_related("receiver")
        tracked = task.state == TaskState.RECTIFY_TRACK
        reason = states.COMPLETE.guard(task, user) if tracked else _("Not now")
        context = {
            "task": task,
            "sights": services.by_person(one for one in sights if one.grant.ended_at is None),
            "members": task.members.current().select_related("user__organisation").order_by("-is_leader", "pk"),
            "findings": open_ones.order_by("seq"),
            "letters": letters,
            "reason": reason,
        }
        return render(request, "inspections/task_complete.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        task, by = task_or_404(request, pk), person_of(request)
        with Attempt(request):
            insist_sure(request, task, states.COMPLETE, "尚未办结：请核对办结后终止和继续跟踪的事项，勾选确认后再办结")
            services.complete_task(task=task, by=by, today=clock.today(), at=clock.now())
            messages.success(request, _("The task is complete; open dispositions are tracked on."))
            return redirect("inspections:task-detail", pk=pk)
        return redirect("inspections:task-complete", pk=pk)


class HandoverView(GatedView):
    """A letter as it is printed, with its receipt."""

    permission = InspectionPermission.FINDING_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        handover, user = handover_or_404(request, pk), person_of(request)
        letter = letter_of(handover, user)
        own = handover.receiver_id == user.organisation_id and user.may(InspectionPermission.FINDING_SETTLE)
        found = Finding.objects.visible_to(user).filter(routing__handover=handover)
        context = {
            "handover": handover,
            "letter": letter,
            "day": in_words(letter.issued_on),
            "closing": REQUEST,
            "findings": found.select_related(*RELATED, "routing").order_by("seq"),
            "may_receive": own and handover.received_on is None,
            "sees_task": Task.objects.visible_to(user).filter(pk=handover.task_id).exists(),
        }
        return render(request, "inspections/handover_detail.html", context)


class HandoverReceiveView(GatedView):
    """Sign for a letter and all its findings."""

    permission = InspectionPermission.FINDING_SETTLE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        handover = handover_or_404(request, pk)
        with Attempt(request):
            services.receive_handover(handover=handover, by=person_of(request), today=clock.today(), at=clock.now())
            messages.success(request, _("The letter is signed for; settle each finding."))
        return redirect("inspections:handover-detail", pk=pk)


class HandoverDocumentView(GatedView):
    """A letter as Word."""

    permission = InspectionPermission.FINDING_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        handover = handover_or_404(request, pk)
        body = handover_document(letter_of(handover, person_of(request)))
        return attachment(BytesIO(body), f"问题移交函-{handover.number}.docx")
