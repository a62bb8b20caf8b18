"""The page of the campaign, and the dated rules with their proposals."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from campaigns import rules
from campaigns.choices import CampaignSectorName, RuleState
from campaigns.forms import RuleForm
from campaigns.models import Campaign, DatedRule
from campaigns.ruling import RULE_MOVES, RuleRefused, decide_rule, propose_rule
from campaigns.services import current_campaign
from core import clock
from core.gate import GatedView
from core.transitions import TransitionRefused, allowed
from core.views.lists import TableExport

NAMES = dict(CampaignSectorName.choices)


class CampaignView(GatedView):
    """Document, window, deadline with its advice, and the sectors with those left out."""

    permission = Permission.CAMPAIGN_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        today = clock.today()
        campaign = current_campaign(today.year)
        context: dict[str, Any] = {"campaign": campaign}
        if campaign is not None:
            begun, whole = rules.elapsed(today, campaign.starts_on, campaign.ends_on)
            context |= {
                "countdown": rules.countdown(campaign.deadline_on, today),
                "begun": begun,
                "whole": whole,
                "sectors": sector_lines(campaign),
            }
        return render(request, "campaigns/campaign_detail.html", context)


def sector_lines(campaign: Campaign) -> list[dict[str, Any]]:
    """Name and whether covered, in the notice's order."""
    return [{"name": NAMES.get(row.code, row.code), "enabled": row.enabled} for row in campaign.sectors.all()]


class RuleListView(TableExport):
    """All dated rules by code, newest first, with what waits for the second person."""

    permission = Permission.CAMPAIGN_VIEW
    http_method_names = ["get", "head", "options"]
    export_title = gettext_lazy("Dated rules")
    columns = (
        (gettext_lazy("Dated rule"), "get_code_display"), (gettext_lazy("Value"), "plain_value"),
        (gettext_lazy("From"), "valid_from"), (gettext_lazy("To"), "valid_to"), (gettext_lazy("Source"), "source"),
        (gettext_lazy("Clause"), "clause"), (gettext_lazy("How sure"), "get_certainty_display"),
        (gettext_lazy("State"), "get_state_display"),
    )  # fmt: skip

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        today = clock.today()
        rules = list(DatedRule.objects.visible_to(user).select_related("proposed_by", "decided_by"))
        if self.wants_export():
            return self.export(rules)  # type: ignore[no-any-return]
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
        context = {"lines": lines, "may_propose": user.may(Permission.RULE_WRITE), "export_query": self.export_query()}
        return render(request, "campaigns/rule_list.html", context)


class RuleProposeView(GatedView):
    """Propose a value from a day on."""

    permission = Permission.RULE_WRITE
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "campaigns/rule_propose.html", {"form": RuleForm(initial={"valid_from": clock.today()})})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RuleForm(request.POST)
        if form.is_valid():
            try:
                propose_rule(proposal=form.proposal(), by=request.user, at=clock.now())
            except RuleRefused as reason:
                form.add_error(None, str(reason))
            else:
                messages.success(request, _("The rule waits for the second person."))
                return redirect("campaigns:rule-list")
        return render(request, "campaigns/rule_propose.html", {"form": form}, status=400)


class RuleDecisionView(GatedView):
    """Decide on a proposal as the second person."""

    permission = Permission.RULE_WRITE
    http_method_names = ["post", "options"]
    approve = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = get_object_or_404(DatedRule.objects.visible_to(request.user), pk=pk)
        note = request.POST.get("note", "")
        try:
            decide_rule(rule=rule, approve=self.approve, note=note, by=request.user, at=clock.now())
        except TransitionRefused as reason:
            messages.warning(request, f"{reason}。")
        else:
            messages.success(request, _("The rule is decided.") if self.approve else _("The rule is refused."))
        return redirect("campaigns:rule-list")
