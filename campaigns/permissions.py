"""Permissions over what offices do together in a campaign: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import BUSINESS, REGULATORS, Grant, Grants, Role
from core.permissions import Permission

#: What the room is called for those who read permissions.
ROOM: Final = _("Campaign")


class CampaignPermission(Permission):
    CAMPAIGN_SETUP = "campaign.setup"
    JOINT_VIEW = "joint.view"
    JOINT_WRITE = "joint.write"
    WORK_PLAN_VIEW = "work-plan.view"
    WORK_PLAN_WRITE = "work-plan.write"
    WORK_PLAN_REGISTER = "work-plan.register"
    GUIDANCE_VIEW = "guidance.view"
    GUIDANCE_WRITE = "guidance.write"
    GUIDANCE_RECEIVE = "guidance.receive"
    LIBRARY_VIEW = "library.view"
    LIBRARY_WRITE = "library.write"
    CONTACT_WRITE = "contact.write"


CITY_OFFICES: Final = frozenset({Role.CITY_EM}) | REGULATORS
OFFICES: Final = frozenset({Role.PROV_EM}) | CITY_OFFICES

GRANTS: Final[Grants] = {
    CampaignPermission.CAMPAIGN_SETUP: Grant(_("Set up and approve campaigns"), {Role.PROV_EM}),
    CampaignPermission.JOINT_VIEW: Grant(_("Read the joint mechanisms"), OFFICES),
    CampaignPermission.JOINT_WRITE: Grant(_("Keep the joint mechanism of the own city"), CITY_OFFICES),
    CampaignPermission.WORK_PLAN_VIEW: Grant(_("Read work plans"), OFFICES | {Role.INSURER}),
    CampaignPermission.WORK_PLAN_WRITE: Grant(_("Write and send the own work plan"), CITY_OFFICES | {Role.INSURER}),
    CampaignPermission.WORK_PLAN_REGISTER: Grant(_("Register or return work plans"), {Role.PROV_EM}),
    CampaignPermission.GUIDANCE_VIEW: Grant(_("Read guidance and announcements"), BUSINESS),
    CampaignPermission.GUIDANCE_WRITE: Grant(_("Write and send guidance and announcements"), OFFICES),
    CampaignPermission.GUIDANCE_RECEIVE: Grant(_("Confirm the receipt of guidance"), BUSINESS - {Role.PROV_EM}),
    CampaignPermission.LIBRARY_VIEW: Grant(_("Read the library and the contact list"), BUSINESS),
    CampaignPermission.LIBRARY_WRITE: Grant(_("Keep the library"), {Role.PROV_EM}),
    CampaignPermission.CONTACT_WRITE: Grant(_("Keep the own contact list"), OFFICES),
}
