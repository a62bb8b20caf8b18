"""Which rows of the room carry files, and in which places."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.attachments import Slot, register
from core.people import User
from inspections import states
from inspections.choices import FindingState, ItemState, PhotoSlot, PlanState
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer, Item, PlanVersion, Routing
from inspections.permissions import InspectionPermission

FINDING_SLOTS: Final = {"evidence": Slot(_("Evidence of the facts"), ("picture", "document"), 20)}
ROUTING_SLOTS: Final = {"paper": Slot(_("Papers of the disposition"), ("document", "picture"), 10)}
PLAN_SLOTS: Final = {"text": Slot(_("File of the plan"), ("document", "picture"), 5)}
VISIT_SLOTS: Final = {
    PhotoSlot.PHOTO.value: Slot(PhotoSlot.PHOTO.label, ("picture",), 60),
    PhotoSlot.INSPECTOR.value: Slot(PhotoSlot.INSPECTOR.label, ("picture",), 10),
    PhotoSlot.INSPECTED.value: Slot(PhotoSlot.INSPECTED.label, ("picture",), 5),
}


def register_files() -> None:
    write = InspectionPermission.INSPECTION_WRITE
    register("inspected-enterprise", InspectedEnterprise, VISIT_SLOTS, write, why_not)
    register("inspected-insurer", InspectedInsurer, VISIT_SLOTS, write, why_not)
    register("inspection-plan", PlanVersion, PLAN_SLOTS, InspectionPermission.PLAN_WRITE, guard=plan_stands)
    register("finding", Finding, FINDING_SLOTS, write, guard_evidence)
    register("finding-routing", Routing, ROUTING_SLOTS, InspectionPermission.FINDING_SETTLE, guard_papers)


def why_not(item: Item, by: User) -> str | None:
    """Pictures are taken while the form is a draft, by whoever may write it."""
    refused = states.item_open(item, by)
    if refused is None and item.state != ItemState.DRAFT:
        return "检查表已提交，请先退回修改再补照片"
    return refused


def plan_stands(plan: object, by: User) -> str | None:
    """The files of a version that was sent stay as they were, and only the inspecting city adds any."""
    task = getattr(plan, "task", None)
    if task is None or by.organisation.division_id != task.inspecting_id:
        return "只有检查地区的应急管理局可以添加方案附件"
    return None if getattr(plan, "state", "") == PlanState.DRAFT else "方案已发送，附件不能再改动；请在下一版中添加"


def guard_evidence(finding: Finding, by: User) -> str | None:
    """The inspecting city adds evidence until the finding is handed over."""
    if not states.is_inspecting(finding.task, by):
        return "只有检查地区的应急管理局可以增减证据"
    item = finding.enterprise_item or finding.insurer_item
    if item is not None and (refused := states.kept_away(item, by)):
        return refused
    routed = finding.state not in {FindingState.RECORDED, FindingState.OBJECTED}
    return f"问题 {finding.no} 已移交或撤销，证据不能再增减" if routed else None


def guard_papers(routing: Routing, by: User) -> str | None:
    """The authority that has the finding adds papers until it is settled."""
    if routing.settled_at is not None:
        return f"问题 {routing.finding.no} 已办结，材料不能再增减"
    return states.only_receiver(routing.finding, by)
