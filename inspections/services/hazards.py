"""The finder of a hazard enters it in the ledger of the place, and the finding points at it (domain.md 4.8, 5.1)."""

from datetime import date, datetime

from accounts.models import User
from core import audit, walls, writing
from core.writing import Refused
from hazards.choices import HazardSource
from hazards.models import Hazard
from hazards.services.drafts import enter
from hazards.services.judgement import Found
from hazards.services.rectification import record_entered
from inspections.choices import FindingState, TaskState
from inspections.hazardsource import hazards_told
from inspections.models import Finding
from inspections.permissions import InspectionPermission
from inspections.states import is_inspecting, kept_away


def record_hazard(*, finding: Finding, found: Found, by: User, today: date, at: datetime) -> Hazard:
    """Put the hazard of a finding on record, with its number; the inspected city leads it on from there.

    `found.source`, `source_no` and `found_on` are the finding's own, whatever was given. Raises NotAllowed, Refused.
    """
    permission = InspectionPermission.INSPECTION_WRITE
    with writing.open_row(
        finding, by=by, permission=permission, at=at, step="hazard", related=("task", "enterprise_item")
    ) as locked:
        writing.insist(complain_hazard(locked, by))
        hazard = _enter(locked, found, by, today, at)
        Finding.objects.filter(pk=locked.pk).update(hazard=hazard)
        audit.record("inspection.hazard-recorded", by=by, at=at, subject=locked.no, hazard=str(hazard))
    return hazard


def complain_hazard(finding: Finding, by: User) -> str | None:
    """Why no hazard can be recorded from the finding now, None where it can."""
    if not is_inspecting(finding.task, by):
        return "只有检查地区的应急管理局可以登记检查发现的隐患"
    if finding.enterprise_item is None:
        return f"问题 {finding.no} 不是在企业发现的，不能登记为隐患"
    if finding.task.state == TaskState.COMPLETED or finding.state == FindingState.REVOKED:
        return f"问题 {finding.no} 已撤销或者任务已办结，不能再登记隐患"
    if refused := kept_away(finding.enterprise_item, by):
        return refused
    known = hazards_told([finding.hazard_id] if finding.hazard_id else [])
    return f"问题 {finding.no} 已登记为隐患 {known[0]}，不得重复登记" if known else None


@walls.aside("the group that found a hazard enters it in the ledger of the inspected place")
def _enter(finding: Finding, found: Found, by: User, today: date, at: datetime) -> Hazard:
    item = finding.enterprise_item
    if item is None:
        raise Refused(f"问题 {finding.no} 不是在企业发现的，不能登记为隐患")
    own = {"source": HazardSource.CROSS, "source_no": finding.no, "found_on": finding.found_on}
    fixed = Found(**{**{name: getattr(found, name) for name in Found.__slots__}, **own})
    row = enter(item.enterprise, fixed, insurer_id=None, by=by, today=today, at=at)
    return record_entered(row, by=by, at=at)
