"""Transitions of cases, of their steps, and of requests for more time (clauses N34 to N36, N40 to N42)."""

from typing import TYPE_CHECKING

from core.people import User
from core.transitions import Guard, Transition, refuse_first_person
from dispositions.choices import CaseState, StepState
from dispositions.permissions import DispositionPermission

if TYPE_CHECKING:
    from dispositions.models import Case, Step

OPEN = frozenset({CaseState.OPENED, CaseState.RUNNING})


def only_authority(case: "Case", by: User) -> str | None:
    """A case belongs to the authority that has it now."""
    if case.authority_id == by.organisation_id:
        return None
    return f"案件 {case.number} 由「{case.authority}」办理，只有该机关可以办理"


def only_own_step(step: "Step", by: User) -> str | None:
    """A step belongs to the authority that takes it."""
    if step.authority_id == by.organisation_id:
        return None
    return f"该步骤由「{step.authority}」办理，只有该机关可以办理"


def only_second(step: "Step", by: User) -> str | None:
    """Four eyes: another person of the authority that proposes."""
    return only_own_step(step, by) or refuse_first_person(step.proposed_by_id, by, "复核")


def only_subject(step: "Step", by: User) -> str | None:
    """Whom the case is about answers: the insurer, its branch in the place, or the agency."""
    case = step.case
    if by.works_for_id in {case.insurer_id, case.agency_id} - {None}:
        return None
    return f"文书 {step.doc_no} 发给「{case.subject_name}」，只有该单位可以签收和答复"


def only_with_first(step: "Step", by: User) -> str | None:
    """Who confirms a signature works where it was given: the provincial branch is no second of its city branch."""
    first, at = step.signed_by, step.signed_at
    if first is None or at is None or first.acted_in(by.organisation_id, at):
        return None
    office = first.office_at(at)
    return (
        f"文书 {step.doc_no} 已由「{office}」的{first}签收，"
        f"签收复核须由「{office}」的另一名人员办理，「{by.organisation}」的人员不能复核"
    )


def _of_case(name: str, target: CaseState, label: str, action: str, guard: Guard = only_authority) -> Transition:
    return Transition(
        name=name,
        sources=OPEN,
        target=target,
        permission=DispositionPermission.CASE_WRITE,
        label=label,
        action=action,
        clause="N40",
        guard=guard,
    )


BEGIN = _of_case("begin", CaseState.RUNNING, "采取措施", "disposition.begun")
CLOSE = _of_case("close", CaseState.CLOSED, "办结", "disposition.closed")
REFER = _of_case("refer", CaseState.OPENED, "转办", "disposition.referred")
CASE_MOVES = (BEGIN, CLOSE, REFER)


def _of_step(
    name: str, sources: set[StepState], target: StepState, label: str, action: str, guard: Guard = only_own_step
) -> Transition:
    return Transition(
        name=name,
        sources=frozenset(sources),
        target=target,
        permission=DispositionPermission.CASE_WRITE,
        label=label,
        action=action,
        clause="N40",
        guard=guard,
    )


APPROVE = _of_step("approve", {StepState.PROPOSED}, StepState.ISSUED, "同意", "disposition.step-approved", only_second)
RETURN = _of_step(
    "return", {StepState.PROPOSED}, StepState.RETURNED, "不予同意", "disposition.step-returned", only_second
)
SEND_BACK = _of_step(
    "send-back", {StepState.PROPOSED}, StepState.FILED, "退回修改", "disposition.step-returned", only_second
)
DECIDE = _of_step("propose", {StepState.FILED}, StepState.PROPOSED, "提出处罚决定", "disposition.fine-proposed")
DISCONTINUE = _of_step("discontinue", {StepState.FILED}, StepState.DROPPED, "撤销立案", "disposition.fine-dropped")
WITHDRAW = _of_step("withdraw", {StepState.ISSUED}, StepState.WITHDRAWN, "撤销文书", "disposition.step-withdrawn")
FULFIL = _of_step("fulfil", {StepState.ISSUED}, StepState.DONE, "登记完成", "disposition.step-done")
REVIEW = _of_step("review", {StepState.ANSWERED}, StepState.DONE, "审阅答复", "disposition.answer-reviewed")
#: An order whose answer does not convince is not done: it stays in force, and its day goes on running.
KEEP_OPEN = _of_step("keep-open", {StepState.ANSWERED}, StepState.ISSUED, "不予采信", "disposition.answer-reviewed")
#: What still runs in a case that another authority gets 移送 goes along with it.
HAND_ON = _of_step(
    "hand-on",
    {StepState.ISSUED, StepState.ANSWERED},
    StepState.HANDED_ON,
    "随案移送",
    "disposition.step-handed-on",
)
FILE_ANSWER = _of_step(
    "file-answer", {StepState.ISSUED}, StepState.ANSWERED, "登记书面答复", "disposition.answer-filed"
)
ANSWER = Transition(
    name="answer",
    sources=frozenset({StepState.ISSUED}),
    target=StepState.ANSWERED,
    permission=DispositionPermission.CASE_ANSWER,
    label="答复",
    action="disposition.answered",
    clause="G20",
    guard=only_subject,
)
STEP_MOVES = (
    APPROVE,
    RETURN,
    SEND_BACK,
    DECIDE,
    DISCONTINUE,
    WITHDRAW,
    FULFIL,
    REVIEW,
    KEEP_OPEN,
    HAND_ON,
    FILE_ANSWER,
    ANSWER,
)
