"""Lines of the menu."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.permissions import CampaignPermission
from core.contributions.menu import Line, Lines, Section
from rulebook.permissions import RulebookPermission

LINES: Final[Lines] = (
    Line(Section.REPORTS, 30, _("The campaign"), "campaigns:campaign-detail", RulebookPermission.CAMPAIGN_VIEW),
    Line(Section.REPORTS, 32, _("Setting up campaigns"), "campaigns:setup-list", CampaignPermission.CAMPAIGN_SETUP),
    Line(Section.TOGETHER, 40, _("Joint mechanism"), "campaigns:mechanism-list", CampaignPermission.JOINT_VIEW),
    Line(Section.TOGETHER, 45, _("Work plans"), "campaigns:workplan-list", CampaignPermission.WORK_PLAN_VIEW),
    Line(
        Section.TOGETHER,
        50,
        pgettext_lazy("menu", "Guidance and announcements"),
        "campaigns:guidance-list",
        CampaignPermission.GUIDANCE_VIEW,
    ),
    Line(Section.TOGETHER, 70, _("Library"), "campaigns:library-list", CampaignPermission.LIBRARY_VIEW),
    Line(Section.TOGETHER, 75, _("Contact list"), "campaigns:contact-list", CampaignPermission.LIBRARY_VIEW),
)
