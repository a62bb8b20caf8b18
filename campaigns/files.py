"""The files that meetings, work plans, guidance and documents carry."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.choices import LIBRARY, GuidanceState
from campaigns.models import GuidanceNote, JointMeeting, LibraryDocument, WorkPlan
from campaigns.permissions import CampaignPermission
from core.attachments import Page, Slot, register

MEETING_SLOTS: Final = {"minutes": Slot(_("Signed minutes"), ("document", "picture"), 5)}
PLAN_SLOTS: Final = {"text": Slot(_("Text of the plan"), ("document",), 5)}
GUIDANCE_SLOTS: Final = {"text": Slot(_("Text of the document"), ("document",), 5)}
LIBRARY_SLOTS: Final = {"text": Slot(_("Text"), ("document",), 5)}


def guard_meeting(row: JointMeeting, by: User) -> str | None:
    """The minutes are attached by the office that recorded the meeting."""
    is_own = row.recorded_by.acted_in(by.organisation_id, row.recorded_at)
    return None if is_own else "会议纪要由登记会议的单位上传"


def guard_plan(row: WorkPlan, by: User) -> str | None:
    from campaigns.services.workplans import complain_change

    return complain_change(row, by)


def guard_guidance(row: GuidanceNote, by: User) -> str | None:
    """Files are fixed once the note is sent."""
    if row.organisation_id != by.organisation_id:
        return "只有起草单位可以上传附件"
    return None if row.state == GuidanceState.DRAFT else "文件发出后不能再增减附件"


def page_to(name: str) -> Page:
    """The page of a row by the name of its address."""
    return lambda row: reverse(f"campaigns:{name}", args=[row.pk])


def page_of_meeting(row: JointMeeting) -> str:
    return reverse("campaigns:mechanism-detail", args=[row.mechanism_id])


def register_files() -> None:
    register(
        "joint-meeting",
        JointMeeting,
        MEETING_SLOTS,
        CampaignPermission.JOINT_WRITE,
        guard_meeting,
        page=page_of_meeting,
    )
    register(
        "work-plan",
        WorkPlan,
        PLAN_SLOTS,
        CampaignPermission.WORK_PLAN_WRITE,
        guard_plan,
        page=page_to("workplan-detail"),
    )
    register(
        "guidance",
        GuidanceNote,
        GUIDANCE_SLOTS,
        CampaignPermission.GUIDANCE_WRITE,
        guard_guidance,
        page=page_to("guidance-detail"),
    )
    register(LIBRARY, LibraryDocument, LIBRARY_SLOTS, CampaignPermission.LIBRARY_WRITE)
