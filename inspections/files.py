"""Which files findings and their settlements carry."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.attachments import Slot, register
from core.people import User
from inspections import states
from inspections.choices import FindingState
from inspections.models import Finding, Routing
from inspections.permissions import InspectionPermission

FINDING_SLOTS: Final = {"evidence": Slot(_("Evidence of the facts"), ("picture", "document"), 20)}
ROUTING_SLOTS: Final = {"paper": Slot(_("Papers of the disposition"), ("document", "picture"), 10)}


def guard_evidence(finding: Finding, by: User) -> str | None:
    """The inspecting city adds evidence until the finding is handed over."""
    if not states.is_inspecting(finding.task, by):
        return "只有检查地区的应急管理局可以增减证据"
    routed = finding.state not in {FindingState.RECORDED, FindingState.OBJECTED}
    return f"问题 {finding.no} 已移交或撤销，证据不能再增减" if routed else None


def guard_papers(routing: Routing, by: User) -> str | None:
    """The authority that has the finding adds papers until it is settled."""
    if routing.settled_at is not None:
        return f"问题 {routing.finding.no} 已办结，材料不能再增减"
    return states.only_receiver(routing.finding, by)


def register_files() -> None:
    register("finding", Finding, FINDING_SLOTS, InspectionPermission.INSPECTION_WRITE, guard_evidence)
    register("finding-routing", Routing, ROUTING_SLOTS, InspectionPermission.FINDING_SETTLE, guard_papers)
