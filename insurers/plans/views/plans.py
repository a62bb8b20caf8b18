"""Service plans: list, file with its steps, draft, documents."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import Unpack

from campaigns.forms.offering import day_in, offer_open
from core import clock
from core.contributions.panels import panels_of
from core.forms import drafts
from core.forms.arguments import Data, Files, FormArguments
from core.gate import GatedView
from core.listing.columns import plain_columns
from core.people import User, person_of
from core.permissions import CorePermission
from core.transitions import allowed
from core.views.downloads import download
from core.views.lists import LedgerPage
from core.views.writes import Attempt
from core.writing import SEEN, Refused, Stale, version_in, version_of
from insurers.agencies.services import offered_agencies
from insurers.plans import services as planning
from insurers.plans import states as planstates
from insurers.plans.checks import terms_of, usages_on
from insurers.plans.choices import AMENDABLE, PlanState
from insurers.plans.filters import PlanFilter
from insurers.plans.forms import PLAN_FORMS, BaseItems, ConfirmForm, PlanForm, add_plan_reasons, item_lines
from insurers.plans.models import PlanItem, ServicePlan
from insurers.plans.permissions import PlanPermission
from insurers.plans.rules import Values, plan_warnings, shortage
from insurers.plans.templates import drafted_items, template_of, template_times
from insurers.plans.views.looks import LOOKS
from insurers.policies.models import Policy

RELATED = ("insurer", "enterprise", "city", "county", "policy__enterprise", "talk_file", "confirm_file")


def plan_or_404(request: HttpRequest, pk: int) -> ServicePlan:
    return get_object_or_404(ServicePlan.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


def too_early(plan: ServicePlan, today: date) -> set[str]:
    """The steps whose day has not come: they have no button yet."""
    return ({"activate"} if plan.start_on > today else set()) | ({"finish"} if plan.end_on >= today else set())


def template_facts(plan: ServicePlan, items: list[PlanItem]) -> dict[str, object]:
    """The template for the plan's grade, and the services that the plan promises less often."""
    template = template_of(plan.enterprise, plan.risk_grade, plan.start_on)
    promised = [planning.values_of(item) for item in items]
    return {"template": template, "short": shortage(promised, template_times(template))}


class PlanListView(LedgerPage):
    """The newest version of each plan; older ones stand in the file of the plan."""

    permission = PlanPermission.PLAN_VIEW
    template_name = "plans/plan_list.html"
    filters = PlanFilter
    looks = LOOKS
    list_columns = (
        (gettext_lazy("Plan number"), "plan_no"),
        (gettext_lazy("Enterprise and policy"), "enterprise.name"),
        (gettext_lazy("Insurer"), "insurer.name"),
        (gettext_lazy("County"), "county.name"),
        (gettext_lazy("Risk grade"), "get_risk_grade_display"),
        (gettext_lazy("Period of the plan"), "start_on"),
        (gettext_lazy("Fee estimate (yuan)"), "fee_estimate"),
        (gettext_lazy("State"), "get_state_display"),
        *plain_columns(ServicePlan, without={"plan_no", "risk_grade", "start_on", "end_on", "fee_estimate", "state"}),
    )

    def rows(self) -> QuerySet[ServicePlan]:
        rows = ServicePlan.objects.visible_to(self.person)
        return rows.select_related("insurer", "enterprise", "county", "policy").order_by("-start_on", "-pk")

    def extra(self) -> dict[str, object]:
        return {
            "may_write": self.person.may(PlanPermission.PLAN_WRITE),
            "may_export": self.person.may(CorePermission.LEDGER_EXPORT),
        }


class PlanDetailView(GatedView):
    """The file of a plan with the steps open now."""

    permission = PlanPermission.PLAN_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, plan_or_404(request, pk))

    def page(
        self,
        request: HttpRequest,
        plan: ServicePlan,
        bound: forms.Form | None = None,
        move: str = "",
        status: int = 200,
    ) -> HttpResponse:
        items = list(plan.items.select_related("agency"))
        user = person_of(request)
        versions = ServicePlan.objects.visible_to(user).filter(insurer_id=plan.insurer_id, plan_no=plan.plan_no)
        context = {
            "plan": plan,
            "items": items,
            "warnings": plan_warnings(planning.values_of(item) for item in items),
            **template_facts(plan, items),
            "steps": self._steps(user, plan, bound, move),
            "form": bound,
            "versions": versions.order_by("-version"),
            "guidances": plan.guidances.select_related("given_by__organisation").prefetch_related("given_by__postings"),
            "today": clock.today(),
            "may_edit": user.may(PlanPermission.PLAN_WRITE) and plan.state == PlanState.DRAFT,
            **panels_of("plan", plan, user, clock.today()),
        }
        return render(request, "plans/plan_detail.html", context, status=status)

    def _steps(self, user: User, plan: ServicePlan, bound: forms.Form | None, move: str) -> list[dict[str, object]]:
        """The moves of the table, and those that no table has: a new version, dropping a draft, guidance."""
        steps: list[tuple[str, object]] = []
        if plan.is_latest:
            early = too_early(plan, clock.today())
            moves = allowed(planstates.PLAN_MOVES, plan, user)
            steps += [(step.name, step.label) for step in moves if step.name not in early]
            if user.may(PlanPermission.PLAN_WRITE) and plan.state in AMENDABLE:
                steps.append(("amend", _("Begin a new version")))
            if user.may(PlanPermission.PLAN_WRITE) and plan.state == PlanState.DRAFT:
                steps.append(("discard", _("Discard this draft")))
        if user.may(PlanPermission.PLAN_GUIDE):
            steps.append(("guide", _("Give guidance")))
        first = {"on": clock.today(), "talk_on": plan.talk_on, "talk_people": plan.talk_people}
        return [
            {
                "name": name,
                "label": label,
                "form": bound if name == move else PLAN_FORMS[name](initial=first, auto_id=f"{name}_%s"),
                "url_name": f"plans:plan-{name}",
            }
            for name, label in steps
        ]


class PlanMoveView(PlanDetailView):
    """One step; a refusal stands over its form, and nothing is stored."""

    permission = PlanPermission.PLAN_WRITE
    http_method_names = ["post"]
    move = "send"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = plan_or_404(request, pk)
        form = PLAN_FORMS[self.move](request.POST, request.FILES, auto_id=f"{self.move}_%s")
        if form.is_valid():
            with Attempt(request, form, refused_status=400):
                there = self.fire(request, plan, form)
                messages.success(request, _("The step is recorded."))
                return redirect("plans:plan-detail", pk=there.pk) if there else redirect("plans:plan-list")
        return self.page(request, plan, form, self.move, status=400)

    def fire(self, request: HttpRequest, plan: ServicePlan, form: forms.Form) -> ServicePlan | None:
        """The plan whose file is shown next; None: the list."""
        by, at, today, data = person_of(request), clock.now(), clock.today(), form.cleaned_data
        match self.move:
            case "send":
                return planning.send_plan(plan=plan, by=by, at=at)
            case "recall":
                return planning.recall_plan(plan=plan, by=by, at=at, **data)
            case "confirm":
                said = cast("ConfirmForm", form).confirmation()  # the form of this step in PLAN_FORMS
                return planning.confirm_plan(plan=plan, said=said, by=by, today=today, at=at)
            case "activate":
                return planning.activate_plan(plan=plan, by=by, today=today, at=at)
            case "finish":
                return planning.finish_plan(plan=plan, by=by, today=today, at=at)
            case "evaluate":
                return planning.evaluate_plan(plan=plan, by=by, today=today, at=at, **data)
            case "amend":
                return planning.amend_plan(plan=plan, by=by, at=at, **data)
        planning.discard_plan(plan=plan, by=by, at=at)
        return None


class PlanGuideView(PlanMoveView):
    """Guidance of a bureau or a regulator."""

    permission = PlanPermission.PLAN_GUIDE
    move = "guide"

    def fire(self, request: HttpRequest, plan: ServicePlan, form: forms.Form) -> ServicePlan:
        planning.guide_plan(plan=plan, by=person_of(request), at=clock.now(), **form.cleaned_data)
        return plan


def begins_on(form: PlanForm, policy: Policy) -> date:
    """The day the plan begins, as far as the form knows it."""
    return (
        form.cleaned_data.get("start_on") or policy.start_on if form.is_bound and form.is_valid() else policy.start_on
    )


def draft_key(policy: Policy, plan: ServicePlan | None) -> str:
    """Under what the form's typed fields are kept."""
    return f"plan-{plan.pk}" if plan else f"plan-of-{policy.pk}"


class PlanFormView(GatedView):
    """The draft as one form: the plan in parts, its items as lines."""

    permission = PlanPermission.PLAN_WRITE

    def page(
        self,
        request: HttpRequest,
        policy: Policy,
        form: PlanForm,
        lines: BaseItems,
        plan: ServicePlan | None,
        status: int = 200,
        changed: Stale | None = None,
        restored: bool = False,
    ) -> HttpResponse:
        key, day = draft_key(policy, plan), day_in(form, "start_on", policy.start_on)
        usages = usages_on(clock.today())
        offer_open(form, ("standards",), usages["standards"], day)
        for line in lines.forms:
            offer_open(line, ("topics",), usages["topics"], day)
        context = {
            "form": form,
            "lines": lines,
            "policy": policy,
            "plan": plan,
            "template": template_of(policy.enterprise, policy.enterprise.risk_grade, begins_on(form, policy)),
            "terms": terms_of(policy),
            "changed": changed,
            "restored": restored,
            "draft": drafts.find(key, request.user),
            "draft_key": key,
        }
        return render(request, "plans/plan_form.html", context, status=status)

    def form(
        self,
        request: HttpRequest,
        data: Data = None,
        files: Files = None,
        *,
        plan: ServicePlan | None = None,
        **rest: Unpack[FormArguments],
    ) -> PlanForm:
        letter_code = person_of(request).organisation.letter_code
        return PlanForm(data, files, plan=plan, letter_code=letter_code, **rest)

    def lines(
        self,
        request: HttpRequest,
        data: Mapping[str, object] | None = None,
        plan: ServicePlan | None = None,
        drafted: Sequence[Values] = (),
    ) -> BaseItems:
        """The items, with the agencies that the person's insurer has not stopped."""
        return item_lines(data, plan, offered=offered_agencies(person_of(request), clock.today()), drafted=drafted)

    def drafted(self, request: HttpRequest, policy: Policy, start: date, end: date) -> list[Values]:
        """The items of the template, where the address asks for them."""
        if not request.GET.get("template"):
            return []
        return drafted_items(template_of(policy.enterprise, policy.enterprise.risk_grade, start), start, end)

    def kept(self, request: HttpRequest, policy: Policy, plan: ServicePlan | None) -> HttpResponse | None:
        """The form with the kept draft that the address asks for."""
        draft = drafts.find(draft_key(policy, plan), request.user) if request.GET.get("draft") else None
        if draft is None:
            return None
        sent = drafts.as_sent(draft)
        form, lines = self.form(request, sent, plan=plan), self.lines(request, sent, plan)
        return self.page(request, policy, form, lines, plan, restored=True)

    def answer(self, request: HttpRequest, policy: Policy, plan: ServicePlan | None) -> HttpResponse:
        form = self.form(request, request.POST, request.FILES, plan=plan)
        lines = self.lines(request, request.POST, plan)
        if form.is_valid() & lines.is_valid():
            try:
                stored = self.store(request, policy, plan, form, lines)
            except Stale as stale:
                typed = request.POST.copy()
                typed[SEEN] = stale.version
                again = self.form(request, typed, plan=plan)
                fresh = self.lines(request, typed, plan)
                return self.page(request, policy, again, fresh, plan, status=409, changed=stale)
            except Refused as refused:
                add_plan_reasons(form, refused, lines)
            else:
                drafts.drop(draft_key(policy, plan), request.user)
                messages.success(request, _("The draft is saved."))
                return redirect("plans:plan-detail", pk=stored.pk)
        return self.page(request, policy, form, lines, plan, status=400)

    def store(
        self, request: HttpRequest, policy: Policy, plan: ServicePlan | None, form: PlanForm, lines: BaseItems
    ) -> ServicePlan:
        head, items, talk = form.head(), lines.items(), form.talk()
        by, at = person_of(request), clock.now()
        if plan is None:
            number = form.cleaned_data["plan_no"]
            return planning.create_plan(
                policy=policy, plan_no=number, head=head, items=items, by=by, at=at, talk_file=talk
            )
        seen = version_in(request.POST)
        return planning.change_plan(plan=plan, head=head, items=items, by=by, at=at, talk_file=talk, seen=seen)


class PlanCreateView(PlanFormView):
    """A plan for a policy of one's own."""

    def policy(self, request: HttpRequest, pk: int) -> Policy:
        rows = Policy.objects.visible_to(request.user).select_related("enterprise", "insurer")
        return get_object_or_404(rows, pk=pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        policy = self.policy(request, pk)
        if kept := self.kept(request, policy, None):
            return kept
        terms = terms_of(policy)
        first = {"start_on": policy.start_on, "end_on": policy.end_on, "fee_estimate": terms.budget}
        drafted = self.drafted(request, policy, policy.start_on, policy.end_on)
        return self.page(request, policy, self.form(request, initial=first), self.lines(request, drafted=drafted), None)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.answer(request, self.policy(request, pk), None)


class PlanEditView(PlanFormView):
    """A draft anew; a plan in another state has no form."""

    def plan(self, request: HttpRequest, pk: int) -> ServicePlan:
        return plan_or_404(request, pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = self.plan(request, pk)
        if plan.state != PlanState.DRAFT:
            messages.warning(request, _("Only a draft can be changed; begin a new version instead."))
            return redirect("plans:plan-detail", pk=pk)
        if kept := self.kept(request, plan.policy, plan):
            return kept
        first = {**planning.head_of(plan), SEEN: version_of(plan)}
        form = self.form(request, initial=first, plan=plan)
        drafted = self.drafted(request, plan.policy, plan.start_on, plan.end_on)
        return self.page(request, plan.policy, form, self.lines(request, plan=plan, drafted=drafted), plan)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = self.plan(request, pk)
        return self.answer(request, plan.policy, plan)


class PlanFileView(GatedView):
    """Record of the talk, or document of the confirmation."""

    permission = PlanPermission.PLAN_VIEW
    http_method_names = ["get", "options"]
    which = "talk_file"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        stored = getattr(plan_or_404(request, pk), self.which)
        if stored is None:
            raise Http404
        return download(request, stored)


class PolicyPlanView(GatedView):
    """From a policy to its plan in force, or to the form of a new one."""

    permission = PlanPermission.PLAN_VIEW
    http_method_names = ["get", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        policy = get_object_or_404(Policy.objects.visible_to(request.user), pk=pk)
        plans = ServicePlan.objects.visible_to(request.user).filter(policy=policy)
        plan = plans.promising().first() or plans.first()
        if plan is not None:
            return redirect("plans:plan-detail", pk=plan.pk)
        if person_of(request).may(PlanPermission.PLAN_WRITE):
            return redirect("plans:plan-create", pk=pk)
        messages.info(request, _("There is no plan for this policy yet."))
        return redirect("policies:policy-detail", pk=pk)
