"""What to know before a step of a case is taken: sentences that hold nobody up."""

from collections.abc import Sequence
from datetime import date

from accounts.roles import Role
from core.people import User
from dispositions import states
from dispositions.choices import Article, CaseState, FineStage, StepState
from dispositions.models import Case, Step
from dispositions.openers.gap import cover_of
from dispositions.rules import RANGES, judging_hint
from dispositions.services.closing import complain_open
from inspections.choices import Disposition, FindingKind


def heard_hint(step: Step, decided_on: date | None) -> str:
    """What to know where a penalty is decided on the day on which its party was told of it; empty on another day."""
    informed = next((one.reached_on for one in step.stages.all() if one.stage == FineStage.INFORMED), None)
    if informed is None or informed != decided_on:
        return ""
    return f"告知和决定同为 {informed}：当事人有权陈述和申辩，请核对决定前是否已听取其意见（期限待核）。"


def overdue_hint(step: Step, decided_on: date | None) -> str:
    """What to know of a penalty in whose case an order ran out without an answer before the day; empty without one."""
    if decided_on is None or RANGES[Article(step.article)].overdue is None:
        return ""
    out = step.case.steps.filter(kind=Disposition.ORDER, state=StepState.ISSUED, due_on__lt=decided_on).first()
    if out is None:
        return ""
    return f"责令限期改正 {out.doc_no} 的期限 {out.due_on} 已过且没有答复：逾期未改正的，罚款适用逾期未改正的幅度，请核对。"


def insured_hint(case: Case, user: User, today: date) -> str:
    """What to know of a case about who is not insured, where the portal's ledgers hold a policy today; else empty."""
    cover = cover_of(case.enterprise, user, today) if case.kind == FindingKind.NOT_INSURED else ""
    return (
        f"平台台账显示「{case.subject_name}」现有{cover}，责令改正、处罚前请核对未投保的事实和期间。" if cover else ""
    )


def waiting_answer_hint(step: Step, steps: Sequence[Step]) -> str:
    """What to know of a fine for not correcting in time, decided on or still to be proposed, while an answer that was
    given in time waits to be looked at; else empty."""
    may_be_overdue = step.overdue if step.state == StepState.PROPOSED else step.state == StepState.FILED
    if step.kind != Disposition.PENALTY or not may_be_overdue or RANGES[Article(step.article)].overdue is None:
        return ""
    answered = [one for one in steps if one.kind == Disposition.ORDER and one.state == StepState.ANSWERED]
    in_time = next((one for one in answered if one.due_on and one.reply.given_on <= one.due_on), None)
    if in_time is None:
        return ""
    given = f"责令限期改正 {in_time.doc_no} 的答复（{in_time.reply.given_on}，未超过期限 {in_time.due_on}）"
    return f"{given}尚待审阅：按逾期未改正处罚前，请先审阅该答复。"


def cautions_of(case: Case, steps: Sequence[Step], user: User, today: date) -> list[str]:
    """What both people of the authority that has the case should know before they go on in it."""
    if case.state == CaseState.CLOSED or states.only_authority(case, user) is not None:
        return []
    found = [insured_hint(case, user, today), *(waiting_answer_hint(step, steps) for step in steps)]
    return [one for one in found if one]


def refer_hint(case: Case, steps: Sequence[Step], user: User) -> str:
    """Why a sub-office cannot hand its case up now; empty where it can, or where it is none of its acts."""
    is_theirs = case.state != CaseState.CLOSED and states.only_authority(case, user) is None
    if user.role != Role.REG_SUB or not is_theirs or hasattr(case, "referral"):
        return ""
    reason = complain_open(steps, str(states.REFER.label))
    return f"{reason}。" if reason else ""


def measure_hints(kind: str, case: Case, user: User, today: date) -> list[str]:
    """What to know where a measure is about to be taken."""
    insured = insured_hint(case, user, today) if kind in {Disposition.ORDER, Disposition.PENALTY} else ""
    return [one for one in (judging_hint(kind, case.kind, case.subject), insured) if one]


def unsigned_hint(steps: Sequence[Step]) -> str:
    """Which papers the other side has not signed for, with both its people; empty where there is none."""
    waiting = [
        f"{Disposition(step.kind).official}{step.doc_no}（{'签收待复核' if step.signed_by_id else '尚未签收'}）"
        for step in steps
        if step.awaits_receipt
    ]
    return f"对方未完成签收：{'、'.join(waiting)}。不影响办结，办结后对方仍可签收。" if waiting else ""
