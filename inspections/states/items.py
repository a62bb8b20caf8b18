"""Moves of a form: a draft until submitted, and back while its task is in progress."""

from typing import TYPE_CHECKING, Final, NamedTuple

from core.people import User
from core.transitions import Transition
from inspections import rules
from inspections.choices import FindingKind, InsuredState, ItemState, TaskState
from inspections.permissions import InspectionPermission
from inspections.states.tasks import hindrance_of
from inspections.words import label_of, words

if TYPE_CHECKING:
    from inspections.models import Item

KINDS: Final = dict(FindingKind.choices)
#: The files of an insurer that were drawn.
FILES: Final = "files_drawn"


class Gap(NamedTuple):
    """What a form lacks before it can be submitted: the entry where it is put right, and the sentence."""

    name: str
    sentence: str


def item_open(item: "Item", by: User) -> str | None:
    """A form moves only under the hands of the group, and while its task is in progress."""
    if refused := hindrance_of(item.task, by) or kept_away(item, by):
        return refused
    return None if item.task.state == TaskState.IN_PROGRESS else "任务不在检查中，检查表不能再改动"


def kept_away(item: "Item", by: User) -> str | None:
    """Who declared to keep away from the inspected neither reads nor writes the form, in the group or out of it (N43)."""
    if not item.task.members.filter(user=by.pk, recusals__code=item.recusal_code).exists():
        return None
    return f"您已声明回避本检查对象（{item.recusal_code}），不能查看或办理其检查表和问题，请由检查组其他成员办理"


def ready(item: "Item", by: User) -> str | None:
    refused = item_open(item, by)
    if refused:
        return refused
    empty = unanswered(item)
    if empty:
        return "还有未填写的内容：" + "、".join(gap.sentence for gap in empty)
    asked = disagreements(item)
    return "答案与问题不一致：" + "；".join(gap.sentence for gap in asked) if asked else None


def gaps(item: "Item") -> list[Gap]:
    """All that the form itself lacks: answers not given, answers that no finding and no reason stands beside."""
    return unanswered(item) + disagreements(item)


def unanswered(item: "Item") -> list[Gap]:
    """The mandatory questions without an answer, by their labels."""
    found = [Gap(name, label_of(item, name)) for name in item.MANDATORY if is_empty(getattr(item, name))]
    if item.remark.strip():  # an insurer without policies in the city has no files: the remark says so
        found = [gap for gap in found if gap.name != FILES]
    if getattr(item, "insured", "") == InsuredState.NA and not item.remark.strip():
        found.append(Gap("remark", "备注（「不适用」须说明原因）"))
    return found


def disagreements(item: "Item") -> list[Gap]:
    """The answers that ask for a finding which the form does not hold (`rules.required_findings`)."""
    return [Gap(one.question, _sentence(item, one)) for one in rules.unmet(vars(item), kinds_of_findings(item))]


def kinds_of_findings(item: "Item") -> list[str]:
    """The kinds of the form's findings, read once for one look at the form."""
    return [finding.kind for finding in item.findings.all()]


def _sentence(item: "Item", asked: rules.Requirement) -> str:
    kinds = "或".join(f"「{label}」" for kind, label in KINDS.items() if kind in asked.kinds)
    answer = words(item, asked.question, getattr(item, asked.question))
    instead = (
        "，或者在「备注」写明理由" if asked.reason_field == "remark" else "，或者写明理由" if asked.reason_field else ""
    )
    return f"{label_of(item, asked.question)}答「{answer}」，请填一项{kinds}问题{instead}"


def is_empty(value: object) -> bool:
    return value is None or value == "" or value == []


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
