"""How writes to a case are opened: the side first, with a sentence; then the row, its state, and whose it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final

from accounts.models import User
from core import writing
from core.gate import require
from core.transitions import fire
from dispositions import states
from dispositions.choices import TOLD, CaseState, StepState
from dispositions.models import Case, Referral, Step
from dispositions.permissions import DispositionPermission
from dispositions.rules import BY_KIND, CORRECTING, INWARD, complain_side
from dispositions.sources import source_of
from inspections.choices import Disposition

WRITE: Final = DispositionPermission.CASE_WRITE
SENTENCES: Final[dict[str, writing.Reason]] = {
    "disposition_number_once": ("doc_no", "该文书号本机关已经使用，请核对文书号"),
    "disposition_one_a_fact": "该事实已经立案，请刷新页面核对",
    "disposition_fact_once": "该事实已经立案，请刷新页面核对",
    "disposition_one_uninsured": "该企业应保未保已有在办案件，请刷新页面核对",
    "disposition_stage_once": "该处罚环节已经登记，不得重复登记",
    "disposition_step_two_people": "复核须由另一人办理，提出人本人不能办理",
    "disposition_receipt_two_people": "签收复核须由另一人办理",
}
#: The write by which a case that was handed up is signed for.
RECEIVE: Final = "receive-referral"
CASE_PARTS: Final = ("authority", "enterprise", "insurer", "agency", "referred_from")


def name_of(step: Step) -> str:
    """What an event calls a step: its case, its kind, and the number of its paper where it has one."""
    return f"{step} {step.doc_no}".strip()


@contextmanager
def open_case_row(case: Case, step: str, by: User, at: datetime, paper: Step | None = None) -> Iterator[Case]:
    """The case, locked, for the authority that has it and while it runs; an event of a refusal names the `paper` that
    was meant in it. Raises NotAllowed, Refused."""
    meant = name_of(paper) if paper is not None else case.number
    with writing.open_ledger(Case, meant, by=by, permission=WRITE, at=at, step=step, sentences=SENTENCES):
        writing.insist(complain_side(case.subject, by.role))
        require(by, WRITE, on=case)
        locked = writing.lock(case, related=CASE_PARTS)
        if locked.state == CaseState.CLOSED:
            raise writing.Refused(f"案件 {locked.number} 已于 {locked.closed_on} 办结，不能再增加步骤")
        writing.insist(states.only_authority(locked, by))
        if step != RECEIVE:
            writing.insist(_complain_unreceived(locked))
        yield locked


def _complain_unreceived(case: Case) -> str | None:
    """A case that was handed up is signed for before anything is done in it."""
    if case.referred_from_id is None:
        return None
    waits = Referral.objects.filter(case=case, received_by__isnull=True).exists()
    return f"案件 {case.number} 由「{case.referred_from}」转办，请先签收，再办理" if waits else None


@contextmanager
def open_step_row(step: Step, name: str, by: User, at: datetime) -> Iterator[Step]:
    """The step with its case, both locked, for the authority that has the case. Raises NotAllowed, Refused."""
    with open_case_row(step.case, name, by, at, step) as case:
        locked = writing.lock(step, related=("authority", "proposed_by"))
        locked.case = case
        yield locked


def next_seq(case: Case) -> int:
    """The number of the next step."""
    last = case.steps.order_by("-seq").values_list("seq", flat=True).first()
    return (last or 0) + 1


def tell_case(case: Case, kind: str, on: date, by: User, at: datetime) -> None:
    """A step was issued: the case runs, and its subject sees it where the paper is meant for it."""
    if kind not in INWARD and case.sent_on is None:
        case.sent_on = on
        case.save(update_fields=["sent_on"])
    begin_case(case, by, at)


def begin_case(case: Case, by: User, at: datetime) -> None:
    """The first step was taken: the case is being handled."""
    if case.state == CaseState.OPENED:
        fired: Case = fire(states.BEGIN, case, by=by, at=at)
        case.state = fired.state


def state_on_issue(kind: str, due_on: date | None) -> StepState:
    """Whether something is still expected of a step that is issued."""
    measure = BY_KIND[Disposition(kind)]
    waits = due_on is not None or (measure.needs_second and not measure.ends)
    return StepState.ISSUED if waits else StepState.DONE


def complain_ending(case: Case) -> str | None:
    """No further step is taken in a case that was handed to another authority 移送, or whose end waits for the second
    person."""
    letter = case.steps.filter(kind=Disposition.TRANSFER, state__in=TOLD).first()
    if letter is not None:
        return f"案件已移送（{letter.doc_no}），不能再增加步骤，请办结"
    if case.steps.filter(kind=Disposition.UNFOUNDED, state=StepState.PROPOSED).exists():
        return "已提出以「经查不属实」办结，请先由本机关另一人复核，不予同意的再增加步骤"
    return None


def insist_corrected(step: Step, today: date) -> None:
    """Raises Refused for what is to be corrected and is not, as the room of a fact knows."""
    if step.kind not in CORRECTING:
        return
    for origin in step.case.origins.all():
        source = source_of(origin.source)
        writing.insist(source.complain_corrected(step.case, origin.key, today) if source is not None else None)


def insist_past(field: str, label: str, day: date, today: date) -> None:
    """Raises Refused for a day that is still to come."""
    if day > today:
        raise writing.Refused((field, f"{label} {day} 晚于今天（{today}），请更正"))
