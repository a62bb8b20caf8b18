"""Moves of a form: a draft until submitted, and back while its task is in progress."""

from typing import TYPE_CHECKING

from core.people import User
from core.transitions import Transition
from inspections.choices import Conformity, InsuredState, ItemState, TaskState
from inspections.permissions import InspectionPermission
from inspections.rules import CONFORMITY_TOPICS
from inspections.states.tasks import may_inspect
from inspections.words import label_of

if TYPE_CHECKING:
    from inspections.models import Item


def item_open(item: "Item", by: User) -> str | None:
    """A form moves only under a hand of the group and while its task is in progress."""
    if not may_inspect(item.task, by):
        return "只有检查组成员可以办理"
    return None if item.task.state == TaskState.IN_PROGRESS else "任务不在检查中，检查表不能再改动"


def ready(item: "Item", by: User) -> str | None:
    refused = item_open(item, by)
    if refused:
        return refused
    gaps = unanswered(item)
    return "还有未填写的内容：" + "、".join(gaps) if gaps else None


def unanswered(item: "Item") -> list[str]:
    """Labels of mandatory questions without an answer, and of 不符合 answers without a finding."""
    gaps = [label_of(item, name) for name in item.MANDATORY if is_empty(getattr(item, name))]
    wrong = [name for name in CONFORMITY_TOPICS if getattr(item, name, "") == Conformity.NOT_OK]
    if wrong and not item.findings.exists():
        gaps.append("「不符合」项对应的问题")
    if getattr(item, "insured", "") == InsuredState.NA and not item.remark.strip():
        gaps.append("备注（「不适用」须说明原因）")
    return gaps


def is_empty(value: object) -> bool:
    return value is None or value == ""


SUBMIT = Transition(
    name="submit",
    sources=frozenset({ItemState.DRAFT}),
    target=ItemState.SUBMITTED,
    permission=InspectionPermission.INSPECTION_WRITE,
    label="提交检查表",
    action="inspection.form-submitted",
    clause="notice 二(四)",
    guard=ready,
)
REOPEN = Transition(
    name="reopen",
    sources=frozenset({ItemState.SUBMITTED}),
    target=ItemState.DRAFT,
    permission=InspectionPermission.INSPECTION_WRITE,
    label="退回修改",
    action="inspection.form-reopened",
    clause="notice 二(四)",
    guard=item_open,
)
ITEM_MOVES = (SUBMIT, REOPEN)
