"""What stands in the way of a step of a service: each guard answers a sentence, or None (domain.md 5.2)."""

from datetime import date
from typing import TYPE_CHECKING, Final

from accounts.choices import OrganisationKind
from core.attachments import attachments_of
from core.people import User
from core.transitions import Transition, refuse_first_person
from insurers.activities.notices import lacking_notice
from insurers.activities.sheets.topics import COUNTS
from insurers.base.choices import CheckTopic, ServiceKind

if TYPE_CHECKING:
    from insurers.activities.models import Activity

#: Kinds whose report belongs to the record before it is filed.
REPORTED: Final = frozenset({ServiceKind.HAZ, ServiceKind.RISK})

LEAST_COURSE: Final = 20


def only_insurer(activity: "Activity", by: User) -> str | None:
    """Agencies write records, but only the insurer's people move a service on."""
    return None if by.works_for_id == activity.insurer_id else "只有本服务的保险机构可以办理"


def too_early(move: Transition, activity: "Activity", today: date) -> str | None:
    """Why the move cannot be made yet: a service is done on its day at the earliest."""
    if move.name == "do" and activity.start_on > today:
        return f"服务日期 {activity.start_on} 尚未到，服务完成后再办理"
    return None


def needs_record(activity: "Activity", by: User) -> str | None:
    """Before it is recorded: what AQ 9010 asks a record to hold."""
    gaps = missing_in_record(activity)
    return only_insurer(activity, by) or (f"还有未填写的内容：{'、'.join(gaps)}" if gaps else None)


def missing_in_record(activity: "Activity") -> list[str]:
    """What a record still lacks (domain.md 4.5)."""
    detail = getattr(activity, "detail", None)
    gaps = []
    if len((detail.course if detail else "").strip()) < LEAST_COURSE and len(activity.content) < LEAST_COURSE:
        gaps.append(f"服务措施与过程（不少于 {LEAST_COURSE} 字）")
    if activity.kind == ServiceKind.HAZ:
        done = {count.topic for count in COUNTS if getattr(activity, count.key) is not None}
        gaps += [f"排查结果 {topic}" for topic in activity.topics if topic in CheckTopic and topic not in done]
    if activity.kind == ServiceKind.DRILL and not (detail and detail.drill_type):
        gaps.append("演练类型")
    return gaps


def needs_visit(activity: "Activity", by: User) -> str | None:
    """Before it counts as visited."""
    return only_insurer(activity, by) or (None if hasattr(activity, "visit") else "请先填写回访记录")


def needs_confirmation(activity: "Activity", by: User) -> str | None:
    """Before it counts as confirmed by the insured unit."""
    return only_insurer(activity, by) or (None if hasattr(activity, "confirmation") else "请先填写投保单位确认信息")


def needs_files(activity: "Activity", by: User) -> str | None:
    """Before it is filed: record, report, notice and confirmation are there."""
    if reason := needs_record(activity, by):
        return reason
    slots = set(attachments_of(activity).values_list("slot", flat=True))
    gaps = []
    if activity.kind in REPORTED and "report" not in slots:
        gaps.append("服务报告")
    if activity.general_hazards + activity.major_hazards and "notice" not in slots:
        gaps += filter(None, [lacking_notice(activity)])
    if "confirmation" not in slots:
        gaps.append("投保单位确认件")
    return f"归档前请上传：{'、'.join(gaps)}" if gaps else None


def only_supervisor(_activity: "Activity", by: User) -> str | None:
    """Spot checks are the bureaus' and regulators', never the insurers'."""
    insiders = {OrganisationKind.INSURER, OrganisationKind.SERVICE_AGENCY}
    return "只有应急管理部门和监管部门可以抽查退回" if by.organisation.kind in insiders else None


def only_second_person(activity: "Activity", by: User) -> str | None:
    """A void was asked for, and another person agrees."""
    detail = getattr(activity, "detail", None)
    if detail is None or detail.void_asked_by_id is None:
        return "请先由经办人提出作废申请"
    return refuse_first_person(detail.void_asked_by_id, by, "复核作废") or only_insurer(activity, by)
