"""Handing work on to a colleague, and one's own leave with a deputy."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import clock, walls
from core.contributions.desk import Desk, Todo
from core.gate import GatedView
from core.people import person_of
from core.views.writes import Attempt
from workbench import handing
from workbench.desk import parts_of
from workbench.forms import HandOnForm, LeaveForm
from workbench.models import Absence, Delegation
from workbench.permissions import WorkbenchPermission


class HandOnView(GatedView):
    """`?url=` names a line that waits for the person."""

    permission = WorkbenchPermission.WORK_HAND_ON

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, self.todo(request), HandOnForm(user=person_of(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        todo, user, status = self.todo(request), person_of(request), 400
        form = HandOnForm(request.POST, user=user)
        if form.is_valid():
            with Attempt(request, form) as attempt:
                handing.hand_on(todo=todo, by=user, at=clock.now(), **form.cleaned_data)
                messages.success(request, _("The work is handed on."))
                return redirect("home")
            status = attempt.status
        return self.page(request, todo, form, status)

    def todo(self, request: HttpRequest) -> Todo:
        """The line itself, as it waits now."""
        url = request.GET.get("url", "")
        with walls.own_alone():
            parts = parts_of(Desk(person_of(request), clock.today()))
        found = next((todo for part in parts for todo in part.todos if todo.url == url), None)
        if found is None:
            raise Http404
        return found

    def page(self, request: HttpRequest, todo: Todo, form: forms.Form, status: int = 200) -> HttpResponse:
        return render(request, "workbench/hand_on.html", {"todo": todo, "form": form}, status=status)


class TakeBackView(GatedView):
    permission = WorkbenchPermission.WORK_HAND_ON
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        delegation = get_object_or_404(Delegation.objects.visible_to(person_of(request)), pk=pk)
        with Attempt(request):
            handing.take_back(delegation=delegation, by=person_of(request), at=clock.now())
            messages.success(request, _("The work is back on your list."))
        return redirect("home")


class LeaveView(GatedView):
    """Who of the office is away and who stands in; one's own leave is entered here."""

    permission = WorkbenchPermission.WORK_HAND_ON

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, LeaveForm(user=person_of(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        user, status = person_of(request), 400
        form = LeaveForm(request.POST, user=user)
        if form.is_valid():
            with Attempt(request, form) as attempt:
                handing.enter_leave(by=user, today=clock.today(), at=clock.now(), **form.cleaned_data)
                messages.success(request, _("The leave is entered."))
                return redirect("workbench:leave")
            status = attempt.status
        return self.page(request, form, status)

    def page(self, request: HttpRequest, form: forms.Form, status: int = 200) -> HttpResponse:
        rows = Absence.objects.visible_to(person_of(request)).filter(ends_on__gte=clock.today())
        context = {"form": form, "rows": rows.select_related("person", "deputy")}
        return render(request, "workbench/leave.html", context, status=status)


class LeaveEndView(GatedView):
    permission = WorkbenchPermission.WORK_HAND_ON
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        absence = get_object_or_404(Absence.objects.visible_to(person_of(request)), pk=pk)
        with Attempt(request):
            handing.end_leave(absence=absence, by=person_of(request), at=clock.now())
            messages.success(request, _("The leave is taken off."))
        return redirect("workbench:leave")
