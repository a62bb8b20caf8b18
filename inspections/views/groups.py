"""The group's page and its steps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.models import Organisation
from core import clock
from core.gate import GatedView
from core.people import person_of
from core.transitions import allowed
from core.views.writes import Attempt, tell_unshown, words_in
from core.writing import Refused
from inspections import states
from inspections.choices import TaskState
from inspections.forms.entries import DayForm, MemberForm, RecusalForm
from inspections.models import GroupInvitation, GroupMember, Task
from inspections.permissions import InspectionPermission
from inspections.services import (
    correct_member,
    declare_recusal,
    enter_member,
    form_group,
    invite_regulator,
    leave_group,
    may_succeed,
    regulators_of,
    sights_on,
)
from inspections.views.tasks import task_or_404

#: While the group is formed and works, what it lacks is said.
STANDING = frozenset({*states.FORM_GROUP.sources, TaskState.GROUP_READY, TaskState.IN_PROGRESS})


class GroupView(GatedView):
    """Who is in the group, who was, and from whom each keeps away."""

    permission = InspectionPermission.GROUP_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return page(request, task_or_404(request, pk))


def page(request: HttpRequest, task: Task, form: MemberForm | None = None, status: int = 200) -> HttpResponse:
    by = person_of(request)
    members = GroupMember.objects.visible_to(by).filter(task=task).select_related("body", "user")
    invited = GroupInvitation.objects.visible_to(by).filter(task=task).select_related("body")
    leads = states.is_inspecting(task, by)
    may_enter = by.may(InspectionPermission.GROUP_JOIN) and (
        leads or any(one.body_id == by.organisation_id for one in invited)
    )
    current = [one for one in members.prefetch_related("recusals") if one.left_at is None]
    leader = next((one for one in current if one.is_leader), None)
    context = {
        "task": task,
        "current": current,
        "successors": [one for one in current if leader and may_succeed(leader, one)],
        "former": [one for one in members if one.left_at is not None],
        "invited": invited,
        "own_body": by.organisation_id if may_enter else None,
        "leads": leads,
        "regulators": regulators_of(task) if leads else [],
        "form": (form or MemberForm(by=by, task=task)) if may_enter else None,
        "recusal_form": RecusalForm(auto_id=False),
        "may_form": states.FORM_GROUP in allowed(states.GROUP_MOVES, task, by),
        "missing": states.groups.complete(task, by) if leads and task.state in STANDING else None,
    }
    return render(request, "inspections/group_detail.html", context, status=status)


class GroupDayView(GatedView):
    """Who was in the group on a day, which regulators were invited by then, and who could see what."""

    permission = InspectionPermission.GROUP_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        task, by = task_or_404(request, pk), person_of(request)
        form = DayForm(request.GET if "day" in request.GET else None, today=clock.today())
        day = form.cleaned_data["day"] if form.is_valid() else None
        context: dict[str, object] = {"task": task, "form": form, "day": day}
        if day is not None:
            members = GroupMember.objects.visible_to(by).filter(task=task).members_on(day)
            invited = GroupInvitation.objects.visible_to(by).filter(task=task, invited_at__date__lte=day)
            context |= {
                "members": members.prefetch_related("recusals"),
                "invited": invited.select_related("body"),
                "sights": sights_on(task=task, day=day, asked_by=by),
            }
        return render(request, "inspections/group_day.html", context, status=400 if day is None else 200)


class EnterView(GatedView):
    """Enter somebody of the own body, or an expert."""

    permission = InspectionPermission.GROUP_JOIN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        task, by = task_or_404(request, pk), person_of(request)
        form = MemberForm(request.POST, by=by, task=task)
        if not form.is_valid():
            tell_unshown(request, form)
            return page(request, task, form, 400)
        with Attempt(request, form) as attempt:
            enter_member(task=task, person=form.person(), by=by, at=clock.now())
            return redirect("inspections:group-detail", pk=pk)
        return page(request, task, form, attempt.status)


class InviteView(GatedView):
    """Ask a regulator of either place for people."""

    permission = InspectionPermission.GROUP_WRITE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        task = task_or_404(request, pk)
        code = request.POST.get("body", "").replace("\x00", "")
        body = get_object_or_404(Organisation, code=code)
        with Attempt(request):
            invite_regulator(task=task, body=body, by=person_of(request), at=clock.now())
        return redirect("inspections:group-detail", pk=pk)


class FormView(GatedView):
    """The group is complete."""

    permission = InspectionPermission.GROUP_WRITE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        with Attempt(request):
            form_group(task=task_or_404(request, pk), by=person_of(request), at=clock.now())
        return redirect("inspections:group-detail", pk=pk)


class MemberStep(GatedView):
    """A step on one member."""

    permission = InspectionPermission.GROUP_JOIN
    http_method_names = ["post"]

    def member(self, request: HttpRequest, pk: int) -> GroupMember:
        rows = GroupMember.objects.visible_to(request.user).select_related("task__campaign", "user")
        return get_object_or_404(rows, pk=pk)


class DeclareView(MemberStep):
    """The declaration of a member."""

    permission = InspectionPermission.GROUP_JOIN

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        member, form = self.member(request, pk), RecusalForm(request.POST)
        with Attempt(request):
            if not form.is_valid():
                raise Refused("回避声明过长，请分次登记，每次不超过 2000 字")
            declare_recusal(member=member, recused=form.recusals(), by=person_of(request), at=clock.now())
        return redirect("inspections:group-detail", pk=member.task_id)


class CorrectView(MemberStep):
    """Post and certificate of a member put right."""

    permission = InspectionPermission.GROUP_JOIN

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        member, given = self.member(request, pk), request.POST
        with Attempt(request):
            post, number = given.get("post", ""), given.get("certificate_no", "")
            correct_member(member=member, post=post, certificate_no=number, by=person_of(request), at=clock.now())
        return redirect("inspections:group-detail", pk=member.task_id)


class LeaveView(MemberStep):
    """A member leaves; what he could see is closed at once."""

    permission = InspectionPermission.GROUP_JOIN

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        member = self.member(request, pk)
        with Attempt(request):
            reason, successor = words_in(request, "reason", 200), self.successor(request, member)
            leave_group(member=member, reason=reason, by=person_of(request), at=clock.now(), successor=successor)
        return redirect("inspections:group-detail", pk=member.task_id)

    def successor(self, request: HttpRequest, member: GroupMember) -> GroupMember | None:
        """The member of the same group whom the form names as its next leader."""
        rows = GroupMember.objects.visible_to(request.user).filter(task=member.task_id, left_at=None)
        named = request.POST.get("successor", "")
        return next((one for one in rows if str(one.pk) == named), None)
