"""Permissions over dated rules, the calendar and the campaign that they serve: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import BUSINESS, Grant, Grants, Role
from core.permissions import Permission

#: What the room is called for those who read permissions.
ROOM: Final = _("Calendar and rules")


class RulebookPermission(Permission):
    RULE_WRITE = "rule.write"
    CALENDAR_WRITE = "calendar.write"
    #: Whoever knows the campaign reads its rules and its calendar.
    CAMPAIGN_VIEW = "campaign.view"


GRANTS: Final[Grants] = {
    RulebookPermission.RULE_WRITE: Grant(_("Propose and decide dated rules"), {Role.PROV_EM, Role.REG_PROV}),
    RulebookPermission.CALENDAR_WRITE: Grant(_("Maintain the calendar of working days"), {Role.PROV_EM}),
    RulebookPermission.CAMPAIGN_VIEW: Grant(_("Read the campaign"), BUSINESS),
}
