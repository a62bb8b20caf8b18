"""Which rows of the room carry files, and in which places."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.attachments import Slot, register
from core.people import User
from inspections.choices import PlanState
from inspections.permissions import InspectionPermission

PLAN_SLOTS: Final = {"text": Slot(_("File of the plan"), ("document", "picture"), 5)}


def register_files() -> None:
    from inspections.models import PlanVersion

    register("inspection-plan", PlanVersion, PLAN_SLOTS, InspectionPermission.PLAN_WRITE, guard=plan_stands)


def plan_stands(plan: object, by: User) -> str | None:
    """The files of a version that was sent stay as they were, and only the inspecting city adds any."""
    task = getattr(plan, "task", None)
    if task is None or by.organisation.division_id != task.inspecting_id:
        return "只有检查地区的应急管理局可以添加方案附件"
    return None if getattr(plan, "state", "") == PlanState.DRAFT else "方案已发送，附件不能再改动；请在下一版中添加"
