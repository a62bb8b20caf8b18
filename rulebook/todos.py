"""Dated rules that wait for the decision of a second person, on the workbench."""

from typing import Final

from django.utils.translation import gettext as _

from core.contributions.desk import Desk, Todo, Work
from core.languages import put
from core.transitions import allowed
from core.views.addresses import address, place_on
from rulebook.choices import RuleState
from rulebook.models import DatedRule
from rulebook.permissions import RulebookPermission
from rulebook.states import APPROVE

PLACE = 75


def work(desk: Desk) -> Work:
    """One line for each proposal that this person can decide on."""
    if not desk.user.may(RulebookPermission.RULE_WRITE):
        return Work(place=PLACE)
    waiting = DatedRule.objects.visible_to(desk.user).filter(state=RuleState.PROPOSED).order_by("proposed_at", "pk")
    others = waiting.exclude(proposed_by=desk.user).select_related("proposed_by")
    mine = [row for row in others if allowed([APPROVE], row, desk.user)]
    return Work(place=PLACE, todos=[_todo(desk, rule) for rule in mine])


def _todo(desk: Desk, rule: DatedRule) -> Todo:
    """To be decided until the day from which it is proposed to hold."""
    detail, url = (
        put("{}：{} {}", rule.proposed_by, _("From"), rule.valid_from),
        place_on(address("rulebook:rule-list"), "rule", rule.pk),
    )
    return desk.line(_("Dated rules"), rule.get_code_display(), detail, url, _("Decide"), rule.valid_from)


AWAITED: Final = (RuleState.PROPOSED,)
