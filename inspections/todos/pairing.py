"""Tables of who inspects whom that wait for the second person of the province, or for publication."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.contributions.desk import Desk, NoDay, Todo
from core.transitions import allowed
from core.views.addresses import address
from inspections import states
from inspections.choices import PairingState
from inspections.models import PairingTable
from inspections.permissions import InspectionPermission


def work(desk: Desk) -> Iterator[Todo]:
    """One line for each table that this person can move on."""
    if not desk.user.may(InspectionPermission.PAIRING_PREPARE):
        return
    waiting = PairingTable.objects.visible_to(desk.user).filter(
        state__in=(PairingState.PROPOSED, PairingState.APPROVED)
    )
    for table in waiting.select_related("proposed_by").order_by("year", "pk"):
        url = address("inspections:pairing-detail", table.pk)
        if allowed([states.APPROVE], table, desk.user):
            detail, action = str(table.proposed_by), _("Approve or return")
            yield desk.line(_("Tables of pairs"), str(table), detail, url, action, NoDay.SECOND_PERSON)
        elif allowed([states.PUBLISH], table, desk.user):
            detail, action = table.get_state_display(), _("Publish the table")
            yield desk.line(_("Tables of pairs"), str(table), detail, url, action, NoDay.OWN_WORK)
