"""Work plans: who has one, the own one, and the province's answer."""

from typing import Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.files import PLAN_SLOTS, guard_plan
from campaigns.forms import WorkPlanForm
from campaigns.models import Campaign, WorkPlan
from campaigns.permissions import CampaignPermission
from campaigns.services import workplans as services
from campaigns.services.campaigns import Offer, offer
from campaigns.states import WORK_PLAN_MOVES
from core import clock
from core.attachments import attachments_of
from core.attachments.uploading import attach_sent
from core.gate import GatedView
from core.people import person_of
from core.transitions import allowed
from core.views.lists import TableExport, one_of
from core.views.tables import Sheet
from core.views.writes import Attempt, turned_back, words_in
from core.writing import version_in

VIEW, WRITE = CampaignPermission.WORK_PLAN_VIEW, CampaignPermission.WORK_PLAN_WRITE


#: `?campaign=` names one beside the chosen one: what is open of it is done there, too.
NAMED: Final = "campaign"
#: `?show=` names the offices that have none.
MISSING: Final = "missing"


def offer_for(request: HttpRequest) -> Offer:
    """The campaigns that can be worked in, with the one that the address names, else the chosen one, as the current."""
    found, code = offer(clock.today(), person_of(request)), request.GET.get(NAMED, "")
    if not code:
        return found
    named = next((one for one in found.campaigns if one.code == code), None)
    if named is None:
        raise Http404
    return Offer(found.campaigns, named)


def campaign_or_404(request: HttpRequest) -> Campaign:
    campaign = offer_for(request).current
    if campaign is None:
        raise Http404
    return campaign


class WorkPlanListView(TableExport):
    """Every office that should have a plan, with the one it has."""

    permission = VIEW
    http_method_names = ["get", "head", "options"]
    sheet = Sheet("工作方案报送情况表", "家")
    columns = (
        (gettext_lazy("Unit"), "organisation.name"),
        (gettext_lazy("Title"), "plan.title"),
        (gettext_lazy("Document number"), "plan.document_no"),
        (gettext_lazy("Decided on"), "plan.decided_on"),
        (gettext_lazy("State"), "plan.get_state_display"),
        (gettext_lazy("Sent at"), "plan.sent_at"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        user = person_of(request)
        offered = offer_for(request)
        campaign = offered.current
        lines = list(services.plan_lines(user, campaign)) if campaign else []
        if self.wants_export():
            return self.export(lines, len(lines))
        missing = [one for one in lines if one.is_missing]
        shown = missing if one_of(request, "show", _("State"), (MISSING,)) else lines
        context = {
            "campaign": campaign,
            "campaigns": offered.campaigns,
            "rows": shown,
            "all": len(lines),
            "missing": len(missing),
            "export_query": self.export_query(),
            "may_write": user.may(WRITE) and campaign is not None,
            "own": services.own_plan(user, campaign) if campaign else None,
        }
        return render(request, "campaigns/workplan_list.html", context)


def plan_or_404(request: HttpRequest, pk: int) -> WorkPlan:
    rows = WorkPlan.objects.visible_to(person_of(request))
    related = ("organisation", "campaign", "written_by", "sent_by", "answered_by")
    return get_object_or_404(rows.select_related(*related), pk=pk)


class WorkPlanDetailView(GatedView):
    permission = VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan, user = plan_or_404(request, pk), person_of(request)
        may_change = user.may(WRITE) and guard_plan(plan, user) is None
        context = {
            "plan": plan,
            "files": attachments_of(plan),
            "moves": {move.name for move in allowed(WORK_PLAN_MOVES, plan, user)},
            "may_change": may_change,
        }
        return render(request, "campaigns/workplan_detail.html", context)


class WorkPlanFormView(GatedView):
    """The own plan of the current campaign, or of the one that the address names."""

    permission = WRITE

    def get(self, request: HttpRequest) -> HttpResponse:
        user = person_of(request)
        found = services.own_plan(user, campaign_or_404(request))
        complaint = services.complain_change(found, user) if found else None
        back = turned_back(request, complaint, "campaigns:workplan-detail", found.pk) if found else None
        return back or self.page(request, WorkPlanForm.of(found))

    def post(self, request: HttpRequest) -> HttpResponse:
        campaign, form, status = campaign_or_404(request), WorkPlanForm(request.POST), 400
        found = services.own_plan(person_of(request), campaign)
        if form.is_valid():
            with Attempt(request, form) as attempt:
                made = services.write_plan(
                    campaign=campaign,
                    text=form.value(),
                    plan=found,
                    seen=version_in(request.POST) if found else None,
                    by=person_of(request),
                    today=clock.today(),
                    at=clock.now(),
                )
                messages.success(request, _("The work plan is stored; attach its text and send it."))
                return redirect("campaigns:workplan-detail", pk=made.pk)
            status = attempt.status
        return self.page(request, form, status)

    def page(self, request: HttpRequest, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {"form": form, "campaign": campaign_or_404(request)}
        return render(request, "campaigns/workplan_form.html", context, status=status)


class WorkPlanFilesView(GatedView):
    permission = WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        attach_sent(request, plan_or_404(request, pk), next(iter(PLAN_SLOTS)), clock.now())
        return redirect("campaigns:workplan-detail", pk=pk)


class WorkPlanSendView(GatedView):
    permission = WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        with Attempt(request):
            services.send_plan(plan=plan_or_404(request, pk), by=person_of(request), at=clock.now())
            messages.success(request, _("The work plan is sent to the province."))
        return redirect("campaigns:workplan-detail", pk=pk)


class WorkPlanAnswerView(GatedView):
    permission = CampaignPermission.WORK_PLAN_REGISTER
    http_method_names = ["post", "options"]
    accept = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = plan_or_404(request, pk)
        with Attempt(request):
            note = words_in(request, "note")
            services.answer_plan(plan=plan, accept=self.accept, note=note, by=person_of(request), at=clock.now())
            messages.success(request, _("The step is recorded."))
        return redirect("campaigns:workplan-detail", pk=pk)
