"""Merges of double entries that wait for a second person, on the workbench."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.contributions.desk import Desk, Todo, Work
from core.transitions import allowed
from enterprises import states
from enterprises.choices import MergeState
from enterprises.models import Merge
from enterprises.permissions import EnterprisePermission

SHOWN = 5


def work(desk: Desk) -> Work:
    """One line for each merge that this person can decide."""
    if not desk.user.may(EnterprisePermission.ENTERPRISE_MERGE):
        return Work(place=15)
    waiting = Merge.objects.visible_to(desk.user).filter(state=MergeState.PROPOSED).order_by("proposed_at")
    rows = waiting.exclude(proposed_by=desk.user).select_related("loser", "enterprise", "proposed_by__organisation")
    mine = [row for row in rows[:SHOWN] if allowed([states.MERGE], row, desk.user)]
    return Work(place=15, todos=[_todo(row) for row in mine])


def _todo(merge: Merge) -> Todo:
    address = reverse("enterprises:merge-detail", args=[merge.pk])
    return Todo(_("Merges of double entries"), str(merge), merge.reason, address, _("Compare both entries"))
