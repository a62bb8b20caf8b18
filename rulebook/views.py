"""Pages of the rule book: the dated rules with their proposals, and the calendar of working days."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import Unpack

from accounts.roles import REGULATORS
from core import clock
from core.forms.arguments import Data, FormArguments
from core.gate import GatedView
from core.people import person_of
from core.transitions import allowed
from core.views.lists import TableExport
from core.views.tables import Sheet
from core.views.writes import Attempt, words_in
from core.writing import insist_allowed, version_in, version_of
from rulebook.choices import RuleState
from rulebook.forms import DayForm, RuleForm, ValidForm
from rulebook.models import CalendarCheck, DatedRule, DayOverride
from rulebook.permissions import RulebookPermission
from rulebook.services import (
    change_proposal,
    decide_rule,
    drop_day,
    propose_rule,
    set_day,
    state_valid,
    withdraw_proposal,
)
from rulebook.states import RULE_MOVES


def rule_or_404(request: HttpRequest, pk: int) -> DatedRule:
    return get_object_or_404(DatedRule.objects.visible_to(person_of(request)), pk=pk)


def is_regulator(request: HttpRequest) -> bool:
    return person_of(request).role in REGULATORS


def form_for(request: HttpRequest, data: Data = None, **more: Unpack[FormArguments]) -> RuleForm:
    """The form with the rules that the person may propose."""
    return RuleForm(data, is_regulator=is_regulator(request), **more)


class RuleListView(TableExport):
    """All dated rules by code, newest first, with what waits for the second person."""

    permission = RulebookPermission.CAMPAIGN_VIEW
    http_method_names = ["get", "head", "options"]
    sheet = Sheet("现行规则一览表", "项")
    columns = (
        (gettext_lazy("Dated rule"), "get_code_display"),
        (gettext_lazy("Value"), "plain_value"),
        (gettext_lazy("From"), "valid_from"),
        (gettext_lazy("To"), "valid_to"),
        (gettext_lazy("Source"), "source"),
        (gettext_lazy("Clause"), "clause"),
        (gettext_lazy("How sure"), "get_certainty_display"),
        (gettext_lazy("State"), "get_state_display"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        user = person_of(request)
        today = clock.today()
        rules = list(DatedRule.objects.visible_to(user).select_related("proposed_by", "decided_by"))
        if self.wants_export():
            return self.export(rules)
        lines = [
            {
                "rule": rule,
                "holds": rule.state == RuleState.IN_FORCE
                and rule.valid_from <= today
                and (rule.valid_to is None or rule.valid_to >= today),
                "moves": {move.name for move in allowed(RULE_MOVES, rule, user)},
            }
            for rule in rules
        ]
        context = {
            "lines": lines,
            "may_propose": user.may(RulebookPermission.RULE_WRITE),
            "export_query": self.export_query(),
        }
        return render(request, "rulebook/rule_list.html", context)


class RuleProposeView(GatedView):
    """Propose a value from a day on."""

    permission = RulebookPermission.RULE_WRITE
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(
            request, "rulebook/rule_propose.html", {"form": form_for(request, initial={"valid_from": clock.today()})}
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        form = form_for(request, request.POST)
        if form.is_valid():
            with Attempt(request, form):
                propose_rule(proposal=form.proposal(), by=person_of(request), at=clock.now())
                messages.success(request, _("The rule waits for the second person."))
                return redirect("rulebook:rule-list")
        return render(request, "rulebook/rule_propose.html", {"form": form}, status=400)


class RuleChangeView(GatedView):
    """The author changes a proposal that waits."""

    permission = RulebookPermission.RULE_WRITE
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = rule_or_404(request, pk)
        return self.page(request, rule, RuleForm.first(rule, is_regulator=is_regulator(request)), version_of(rule))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule, form, seen = rule_or_404(request, pk), form_for(request, request.POST), version_in(request.POST)
        status = 400
        if form.is_valid():
            with Attempt(request, form) as attempt:
                change_proposal(rule=rule, proposal=form.proposal(), seen=seen, by=person_of(request), at=clock.now())
                messages.success(request, _("The proposal is changed and waits for the second person."))
                return redirect("rulebook:rule-list")
            status = attempt.status
        return self.page(request, rule, form, seen, status)

    def page(self, request: HttpRequest, rule: DatedRule, form: RuleForm, seen: str, status: int = 200) -> HttpResponse:
        context = {"form": form, "rule": rule, "seen": seen}
        return render(request, "rulebook/rule_propose.html", context, status=status)


class RuleWithdrawView(GatedView):
    """The author takes a proposal back."""

    permission = RulebookPermission.RULE_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        with Attempt(request):
            withdraw_proposal(rule=rule_or_404(request, pk), by=person_of(request), at=clock.now())
            messages.success(request, _("The proposal is withdrawn."))
        return redirect("rulebook:rule-list")


class RuleDecisionView(GatedView):
    """Decide on a proposal as the second person."""

    permission = RulebookPermission.RULE_WRITE
    http_method_names = ["post", "options"]
    approve = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = rule_or_404(request, pk)
        with Attempt(request):
            note = words_in(request, "note")
            decide_rule(rule=rule, approve=self.approve, note=note, by=person_of(request), at=clock.now())
            messages.success(request, _("The rule is decided.") if self.approve else _("The rule is refused."))
        return redirect("rulebook:rule-list")


class CalendarView(TableExport):
    """Read by whoever knows the campaign, kept by the province."""

    permission = RulebookPermission.CAMPAIGN_VIEW
    sheet = Sheet("工作日历调整表", "天")
    columns = (
        (gettext_lazy("Day"), "day"),
        (gettext_lazy("Working day"), "is_worked"),
        (gettext_lazy("Source"), "source"),
        (gettext_lazy("Set by"), "set_by"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if self.wants_export():
            return self.export(DayOverride.objects.select_related("set_by"))
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        is_check = "valid_through" in request.POST
        model, step = (CalendarCheck, "state-valid") if is_check else (DayOverride, "set-day")
        asked = RulebookPermission.CALENDAR_WRITE
        insist_allowed(model, request.path, by=person_of(request), permission=asked, at=clock.now(), step=step)
        return self.state(request) if is_check else self.enter(request)

    def enter(self, request: HttpRequest) -> HttpResponse:
        """Enter a day."""
        form = DayForm(request.POST, auto_id="day_%s")
        if form.is_valid():
            with Attempt(request, form):
                set_day(
                    day=form.cleaned_data["day"],
                    is_worked=form.cleaned_data["is_worked"] == "yes",
                    source=form.cleaned_data["source"],
                    by=person_of(request),
                    at=clock.now(),
                )
                return self.stored(request)
        return self.page(request, day=form, status=400)

    def state(self, request: HttpRequest) -> HttpResponse:
        """Say how far the calendar is right."""
        form = ValidForm(request.POST, auto_id="valid_%s")
        if form.is_valid():
            with Attempt(request, form):
                state_valid(
                    valid_through=form.cleaned_data["valid_through"],
                    source=form.cleaned_data["source"],
                    by=person_of(request),
                    at=clock.now(),
                )
                return self.stored(request)
        return self.page(request, valid=form, status=400)

    def stored(self, request: HttpRequest) -> HttpResponse:
        messages.success(request, _("The calendar is stored."))
        return redirect("rulebook:calendar-detail")

    def page(
        self, request: HttpRequest, day: DayForm | None = None, valid: ValidForm | None = None, status: int = 200
    ) -> HttpResponse:
        context = {
            "rows": DayOverride.objects.select_related("set_by"),
            "stated": CalendarCheck.objects.select_related("set_by").first(),
            "form": day or valid,
            "day_form": day or DayForm(auto_id="day_%s"),
            "valid_form": valid or ValidForm(auto_id="valid_%s"),
            "may_write": self.person.may(RulebookPermission.CALENDAR_WRITE),
            "export_query": self.export_query(),
        }
        return render(request, "rulebook/calendar.html", context, status=status)


class DayDropView(GatedView):
    permission = RulebookPermission.CALENDAR_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = person_of(request)
        drop_day(override=get_object_or_404(DayOverride, pk=pk), by=user, at=clock.now())
        messages.success(request, _("The calendar is stored."))
        return redirect("rulebook:calendar-detail")
