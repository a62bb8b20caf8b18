"""Which moves of a step a person is offered, and whether the step is late."""

from datetime import date

from core import clock
from core.people import User
from dispositions import states
from dispositions.choices import TOLD, CaseState, FineStage, StepState
from dispositions.models import Step
from dispositions.permissions import DispositionPermission
from dispositions.rules import stages_after
from inspections.choices import Disposition, FindingSubject


def is_late(step: Step, today: date) -> bool:
    """Whether the step waits past its day, or was answered or done after it."""
    if step.due_on is None:
        return False
    if step.state == StepState.ISSUED:
        return today > step.due_on
    end = step.ended_on
    return step.state in TOLD and end is not None and end > step.due_on


def moves_of(step: Step, user: User) -> list[str]:
    """Names of the moves of a step that are the person's now."""
    if step.case.state == CaseState.CLOSED:
        return _signing(step, user)
    if user.may(DispositionPermission.CASE_ANSWER):
        return _of_subject(step, user)
    if states.only_own_step(step, user) or states.only_authority(step.case, user):
        return []
    if not user.may(DispositionPermission.CASE_WRITE):
        return []
    return _of_authority(step, user)


def _signing(step: Step, user: User) -> list[str]:
    may = user.may(DispositionPermission.CASE_ANSWER) and states.only_subject(step, user) is None
    is_open = step.receipt_by_id is None and step.signed_by_id != user.pk
    is_open = is_open and states.only_with_first(step, user) is None
    return ["sign"] if may and is_open and step.state in TOLD else []


def _of_subject(step: Step, user: User) -> list[str]:
    found = _signing(step, user)
    if states.only_subject(step, user) is None and step.state == StepState.ISSUED and step.due_on is not None:
        found.append("answer")
        if getattr(step, "extension", None) is None and not is_late(step, clock.today()):
            found.append("extend")
    return found


def _of_authority(step: Step, user: User) -> list[str]:
    asked = getattr(step, "extension", None)
    match step.state:
        case StepState.PROPOSED:
            return ["decide"] if states.only_second(step, user) is None else []
        case StepState.ANSWERED:
            return ["review"]
        case StepState.FILED:
            stages = {one.stage for one in step.stages.all()}
            more = ["stage"] if stages_after(stages) else []
            return [*(["propose"] if FineStage.INFORMED in stages else []), *more, "drop"]
        case StepState.ISSUED if step.kind == Disposition.PENALTY:
            return ["stage"]
        case StepState.ISSUED if step.kind == Disposition.INTERVIEW:
            undoing = _withdrawing(step, user)
            return undoing if step.awaits_withdrawal else ["minutes", *undoing]
        case StepState.ISSUED:
            waiting = asked is not None and asked.granted is None
            paper = ["file-answer"] if step.case.subject == FindingSubject.ENTERPRISE and step.due_on else []
            more = ["file-extension"] if paper and asked is None and not is_late(step, clock.today()) else []
            if step.awaits_withdrawal:
                return [*(["extension"] if waiting else []), *paper, *_withdrawing(step, user)]
            own = ["fulfil"] if step.kind != Disposition.INQUIRY or is_late(step, clock.today()) else []
            return [*(["extension"] if waiting else []), *paper, *own, *more, *_withdrawing(step, user)]
    return []


def _withdrawing(step: Step, user: User) -> list[str]:
    """Withdrawing is asked for by one person and decided on by another where two agreed to the paper; what was answered
    or ran out is no slip of the pen."""
    if not step.awaits_withdrawal:
        return [] if hasattr(step, "reply") or is_late(step, clock.today()) else ["withdraw"]
    return [] if step.withdrawal_by_id == user.pk else ["withdrawal"]
